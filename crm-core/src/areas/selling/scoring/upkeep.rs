//! The counts, kept with what happens (SCORE-2, SCORE-4): equal at any time to what a rebuild makes of what closed opportunities said.

use chrono::TimeDelta;

use super::counts::NONE;
use super::fields::{CLOSED, Fields, STAGE, TAGS};
use super::settle::settle;
use super::store;
use super::types::ScoredKind;
use crate::engine::calendar::day_start;
use crate::engine::clock::{Date, encode};
use crate::engine::due::{self, Again};
use crate::engine::error::Result;
use crate::engine::gate::Context;
use crate::engine::ids::RecordId;
use crate::engine::schedule::Job;
use crate::engine::storage::migrate::scores;
use crate::opportunities::OpportunityStatus;
use crate::settings::{self, Settings};

/// Records that are looked at together.
pub(super) const SLICE: usize = 1_000;

/// The instant since which opportunities must have been recorded to count.
pub(super) fn since(cx: &mut Context<'_>) -> Result<i64> {
    let day: Option<Date> = settings::rules::of(cx)?.score_since;
    let zone = &cx.company()?.zone;
    Ok(day.map_or(i64::MIN, |day| encode(day_start(zone, day))))
}

/// Makes the counts anew.
pub(super) fn recount(cx: &mut Context<'_>) -> Result<()> {
    let since = since(cx)?;
    scores::recount(cx.tx(), since)
}

/// An opportunity was closed: what it says by now is kept, and counted. Called behind all that closing writes.
pub(crate) fn closed(cx: &mut Context<'_>, key: i64) -> Result<()> {
    let fields = Fields::of_setting(cx)?;
    let Some(said) = fields.said(cx, &[key])?.into_iter().next() else { return Ok(()) };
    let mut facts: Vec<(&str, String)> = vec![(CLOSED, String::new())];
    facts.extend(store::stages(cx.tx(), key)?.into_iter().map(|stage| (STAGE, stage.to_string())));
    for (field, values) in fields.all.iter().zip(&said.values) {
        facts.extend(values.iter().map(|value| (field.name.as_str(), value.clone())));
    }
    let counts = said.created_at >= since(cx)?;
    let (department, won) = (said.department.unwrap_or(NONE), said.status == OpportunityStatus::Developed);
    for (field, value) in &facts {
        store::keep_fact(cx.tx(), key, field, value)?;
        if counts {
            store::count_one(cx.tx(), department, (field, value), won)?;
        }
    }
    Ok(())
}

/// A department goes: what was closed there was closed in none. Called before its row goes.
pub(crate) fn department_gone(cx: &mut Context<'_>, key: i64) -> Result<()> {
    store::let_go(cx.tx(), key)
}

/// A tag became another wherever it was borne.
pub(crate) fn tag_merged(cx: &mut Context<'_>, from: RecordId, into: RecordId) -> Result<()> {
    store::replace_value(cx.tx(), TAGS, &from.0.to_string(), &into.0.to_string())?;
    recount(cx)
}

/// A tag goes, with what was counted of it. Called before its document does.
pub(crate) fn tag_gone(cx: &mut Context<'_>, key: i64) -> Result<()> {
    let Some(id) = store::document(cx.tx(), key)? else { return Ok(()) };
    match store::forget_value(cx.tx(), TAGS, &id.to_string())? {
        0 => Ok(()),
        _ => recount(cx),
    }
}

/// The settings are others by now: other fields count, as closed ones have them, or other opportunities.
pub(crate) fn settings_changed(cx: &mut Context<'_>, before: &Settings, after: &Settings) -> Result<()> {
    let gone = before.score_fields.iter().filter(|name| !after.score_fields.contains(name));
    let new: Vec<String> =
        after.score_fields.iter().filter(|name| !before.score_fields.contains(name)).cloned().collect();
    let mut other = false;
    for name in gone {
        other |= store::forget_field(cx.tx(), name)? > 0;
    }
    if !new.is_empty() {
        other |= keep_new(cx, &new)?;
    }
    let zone = before.time_zone != after.time_zone && after.score_since.is_some();
    if other || zone || before.score_since != after.score_since { recount(cx) } else { Ok(()) }
}

/// Keeps what closed opportunities say of fields that count from now on.
fn keep_new(cx: &mut Context<'_>, names: &[String]) -> Result<bool> {
    let (fields, mut behind, mut any) = (Fields::named(cx, names)?, 0, false);
    loop {
        let keys = store::closed_behind(cx.tx(), behind, SLICE)?;
        let Some(last) = keys.last() else { return Ok(any) };
        behind = *last;
        for said in fields.said(cx, &keys)? {
            for (field, values) in fields.all.iter().zip(&said.values) {
                for value in values {
                    any |= store::keep_fact(cx.tx(), said.key, &field.name, value)? > 0;
                }
            }
        }
    }
}

/// Bringing records to rules that changed, slice by slice.
pub(super) static RULES: due::Kind = rules();

/// The work, as the area declares it.
pub(super) const fn rules() -> due::Kind {
    due::Kind {
        job: Job::RULE_SCORES,
        doc: "Bringing records to rules of scores that changed (SCORE-6).",
        serve: |cx, item| step(cx, kind(item.subject)).map(drop),
        again: Some(Again {
            next: |cx, item| {
                let (left, now) = (store::reached(cx.tx(), kind(item.subject))?.is_some(), cx.now());
                Ok(left.then_some(now))
            },
            ahead: TimeDelta::minutes(1),
        }),
    }
}

/// The number of a kind among due work.
fn subject(kind: ScoredKind) -> i64 {
    match kind {
        ScoredKind::Opportunity => 1,
        ScoredKind::Customer => 2,
    }
}

fn kind(subject: i64) -> ScoredKind {
    if subject == 1 { ScoredKind::Opportunity } else { ScoredKind::Customer }
}

/// The rules of a kind changed: every record is brought to them, in slices behind the call.
pub(super) fn rules_changed(cx: &mut Context<'_>, kind: ScoredKind) -> Result<()> {
    cx.read_again();
    if store::open_behind(cx.tx(), kind, 0, 1)?.is_empty() {
        return Ok(());
    }
    store::reach(cx.tx(), kind, Some(0))?;
    let now = cx.now();
    RULES.set(cx.tx(), subject(kind), 0, now)
}

/// One slice of it.
fn step(cx: &mut Context<'_>, kind: ScoredKind) -> Result<()> {
    let Some(behind) = store::reached(cx.tx(), kind)? else { return Ok(()) };
    let keys = store::open_behind(cx.tx(), kind, behind, SLICE)?;
    settle(cx, kind, &keys)?;
    let to = keys.last().filter(|_| keys.len() == SLICE).copied();
    store::reach(cx.tx(), kind, to).map(drop)
}

/// Every record has what the rules give.
pub(super) fn reached(cx: &mut Context<'_>) -> Result<()> {
    for kind in ScoredKind::ALL {
        if store::reached(cx.tx(), *kind)?.is_some() {
            store::reach(cx.tx(), *kind, None)?;
            RULES.forget(cx.tx(), subject(*kind))?;
        }
    }
    Ok(())
}
