//! Where an opportunity has been (PIPE-6).

use std::collections::BTreeMap;

use super::store;
use super::types::*;
use crate::engine::clock::encode;
use crate::engine::error::Result;
use crate::engine::gate::Context;
use crate::opportunities::OpportunityId;
use crate::opportunities::rules::{days_left, load};
use crate::opportunities::{lines, persons};

/// How many stays are told: the last ones. How long it was in a stage counts all of them.
const MOST: usize = 1_000;

/// PIPE-6.
pub(in super::super) fn detail(cx: &mut Context<'_>, id: &OpportunityId) -> Result<OpportunityDetail> {
    let (key, mut opportunity) = load(cx, *id)?;
    cx.guard(&opportunity, &None)?;
    cx.check_fields()?;
    days_left(cx, std::iter::once(&mut opportunity))?;
    let (stays, times) = stays(cx, key)?;
    let (persons, lines) = (persons::persons(cx, key, &opportunity)?, lines::lines(cx, key, &opportunity)?);
    Ok(OpportunityDetail { opportunity, persons, lines, stays, times })
}

/// The stays of an opportunity with that key, the first one first, and how long it was in each stage, in their order.
fn stays(cx: &mut Context<'_>, opportunity: i64) -> Result<(Vec<StageStay>, Vec<StageTime>)> {
    let (now, mut times) = (encode(cx.now()), BTreeMap::new());
    let stays = store::stays(cx.tx(), opportunity)?;
    for (place, stay) in &stays {
        let until = stay.left_at.map_or(now, encode);
        let spent = until.saturating_sub(encode(stay.entered_at)).max(0);
        let (_, _, sum) = times.entry((*place, stay.stage.id)).or_insert((&stay.pipeline, &stay.stage, 0_i64));
        *sum += spent;
    }
    let time = |(pipeline, stage, micros): (&crate::setup::SetupRef, &StageRef, i64)| StageTime {
        pipeline: pipeline.clone(),
        stage: stage.clone(),
        seconds: micros / 1_000_000,
    };
    let times = times.into_values().map(time).collect();
    let earlier = stays.len().saturating_sub(MOST);
    Ok((stays.into_iter().skip(earlier).map(|(_, stay)| stay).collect(), times))
}
