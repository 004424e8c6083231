//! The day's distribution (ASSIGN-6): at the time that the setting `assignment_at` says, by the rules that don't act at once.

use chrono::{NaiveTime, TimeDelta};

use super::book::Book;
use super::distribute;
use super::setup::{ASSIGNMENT_RULE, AssignmentRule};
use crate::engine::clock::Timestamp;
use crate::engine::due::{Again, Item, Kind};
use crate::engine::error::Result;
use crate::engine::gate::Context;
use crate::engine::objects::expr::minutes;
use crate::engine::schedule::Job;
use crate::engine::setup::store::{Document, enabled};
use crate::pools::DealtKind;
use crate::settings;

/// The one item of this work.
const SUBJECT: i64 = 1;

static KIND: Kind = kind();

/// The work, as the area declares it.
pub(super) const fn kind() -> Kind {
    Kind {
        job: Job::ASSIGNMENT,
        doc: "The day's distribution of leads and of customers without an account manager (ASSIGN-6).",
        serve,
        again: Some(Again { next, ahead: TimeDelta::days(2) }),
    }
}

/// The next instant at which it is due; none where no rule waits for it.
fn at(cx: &mut Context<'_>) -> Result<Option<Timestamp>> {
    let rules: Vec<Document<AssignmentRule>> = enabled(cx.tx(), &ASSIGNMENT_RULE)?;
    if !rules.iter().any(|rule| !rule.content.acts_at_once()) {
        return Ok(None);
    }
    let at = u32::from(minutes(&settings::rules::of(cx)?.assignment_at).unwrap_or_default());
    let at = NaiveTime::from_num_seconds_from_midnight_opt(at * 60, 0).unwrap_or_default();
    let (zone, now, today) = (cx.company()?.zone.clone(), cx.now(), cx.today()?);
    let first = zone.instant(today.and_time(at));
    let tomorrow = today.succ_opt().unwrap_or(today);
    Ok(Some(if first > now { first } else { zone.instant(tomorrow.and_time(at)) }))
}

/// Sets it anew: a rule waits for it from now on, or the time is another.
pub(crate) fn set(cx: &mut Context<'_>) -> Result<()> {
    match at(cx)? {
        Some(at) => KIND.set(cx.tx(), SUBJECT, 0, at),
        None => KIND.forget(cx.tx(), SUBJECT),
    }
}

fn next(cx: &mut Context<'_>, _item: &Item) -> Result<Option<Timestamp>> {
    at(cx)
}

fn serve(cx: &mut Context<'_>, _item: &Item) -> Result<()> {
    for kind in DealtKind::ALL {
        let keys = distribute::waiting(cx, *kind, &None)?;
        if !keys.is_empty() {
            let mut book = Book::open(cx, *kind, &keys, |rule| !rule.acts_at_once())?;
            distribute::deal(cx, &mut book, &keys, false)?;
        }
    }
    Ok(())
}
