//! What somebody is to a pool, what is in it, and what they may still claim.

use chrono::{NaiveTime, TimeDelta};

use super::rules::{gives, pool};
use super::setup::Pool;
use super::store;
use super::types::*;
use crate::engine::clock::Timestamp;
use crate::engine::error::Result;
use crate::engine::gate::{Context, Entity};
use crate::engine::page::PageRequest;
use crate::engine::scope;
use crate::engine::storage::Visibility;
use crate::engine::tree::Tree;
use crate::setup::{SetupId, SetupRef};

/// What the acting user is to a pool.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Standing {
    pub(super) member: bool,
    pub(super) admin: bool,
}

pub(super) fn standing_of(cx: &mut Context<'_>, pool: i64) -> Result<Standing> {
    let Some(user) = cx.actor_key() else { return Ok(Standing { member: true, admin: true }) };
    let member = scope::pools_for(cx.tx(), user)?.contains(&pool);
    Ok(Standing { member, admin: member && store::is_admin(cx.tx(), pool, user)? })
}

/// ASSIGN-7.
pub(super) fn records(
    cx: &mut Context<'_>,
    name: &str,
    page: &Option<PageRequest>,
    matching: &Option<Tree>,
) -> Result<PooledPage> {
    let pool = pool(cx, name)?;
    if !standing_of(cx, pool.key)?.member && !gives(cx)? {
        return cx.no_permission();
    }
    let entity = Entity::from(pool.content.of.as_str());
    let matching = cx.matching(&entity, matching)?;
    cx.check_fields()?;
    // Whom it is for sees all of it, but what they asked of and may not read.
    let visible = Visibility { seen: None, ..cx.visibility(&entity)? };
    let mut found = store::list(cx.tx(), (pool.content.of, pool.key), visible, page, matching.as_ref())?;
    let now = cx.now();
    for record in &mut found.items {
        record.fresh_until = Some(fresh_until(&pool.content, record.since)).filter(|until| *until > now);
    }
    Ok(found)
}

/// So many times 24 hours after an instant.
pub(super) fn days_after(at: Timestamp, days: Option<i64>) -> Timestamp {
    at.checked_add_signed(TimeDelta::days(days.unwrap_or_default())).unwrap_or(at)
}

pub(super) fn fresh_until(pool: &Pool, since: Timestamp) -> Timestamp {
    days_after(since, pool.fresh_days)
}

/// How many records that count somebody has in hand, and how many that don't.
pub(super) fn in_hand(cx: &mut Context<'_>, pool: &Pool, user: i64) -> Result<(i64, i64)> {
    let all = store::in_hand(cx.tx(), pool.of, user)?;
    let exempt = match &pool.hold_exempt {
        Some(tree) => {
            let home = pool.of.home();
            let of = format!("{} AND own.{} = ?", home.open, home.owner);
            cx.count_accepted(pool.of.as_str(), tree, &of, user.into())?
        }
        None => 0,
    };
    Ok((all, exempt))
}

/// How many records somebody claimed from a pool on the company's day that it is.
pub(super) fn claimed_today(cx: &mut Context<'_>, pool: i64, user: i64) -> Result<i64> {
    let (today, zone) = (cx.today()?, cx.company()?.zone.clone());
    store::claims(cx.tx(), pool, user, zone.instant(today.and_time(NaiveTime::MIN)))
}

/// ASSIGN-8.
pub(super) fn standing(cx: &mut Context<'_>, name: &str) -> Result<PoolStanding> {
    let pool = pool(cx, name)?;
    let is = standing_of(cx, pool.key)?;
    if !is.member {
        return cx.no_permission();
    }
    cx.check_fields()?;
    let user = cx.actor_key().unwrap_or_default();
    let (in_hand, exempt) = in_hand(cx, &pool.content, user)?;
    let claimed_today = claimed_today(cx, pool.key, user)?;
    let limit = pool.content.hold_limit;
    let held = limit.map(|limit| (limit - (in_hand - exempt)).max(0));
    let today = pool.content.per_day.filter(|_| !is.admin).map(|most| (most - claimed_today).max(0));
    let left = [held, today].into_iter().flatten().min();
    let pool = SetupRef { id: SetupId(pool.id.0), name: pool.name };
    Ok(PoolStanding { pool, in_hand, exempt, limit, claimed_today, left })
}
