//! What is kept beside activities, against what it follows from (MAINT-1): the instants that they lie between and from which on
//! they are overdue, the company's days on which they are, their place in the lists of their people and records, the customer of each
//! record, and the department of their assignee.

use std::collections::BTreeSet;

use super::anew;
use super::rules::derived;
use super::store::{self, days, kept};
use super::times;
use super::touch;
use super::types::{ActivityId, ActivityStatus};
use crate::engine::error::Result;
use crate::engine::gate::{Context, Entity};
use crate::engine::tables::{Derived, Place, Wrong};

/// Activities that are compared together.
const PAGE: i64 = 500;

#[derive(Debug)]
pub(super) struct Kept;

impl Derived for Kept {
    fn entity(&self) -> Entity {
        Entity::ACTIVITY
    }

    fn counted(&self, wrong: usize) -> Option<String> {
        Some(format!("{wrong} activities are wrong about when they are, whose, or of which department"))
    }

    fn compare(&self, cx: &mut Context<'_>, behind: &Place, most: usize) -> Result<Vec<Wrong>> {
        let (mut found, mut behind) = (Vec::new(), behind.key);
        while found.len() < most {
            let page = kept::ids(cx.tx(), behind, PAGE)?;
            let Some((last, _)) = page.last() else { break };
            behind = *last;
            found.extend(wrong(cx, &page)?.into_iter().map(Wrong::counted));
        }
        found.truncate(most);
        Ok(found)
    }

    fn mend(&self, cx: &mut Context<'_>, place: &Place) -> Result<bool> {
        let page: Vec<(i64, ActivityId)> = kept::ids(cx.tx(), place.key - 1, 1)?;
        let page: Vec<_> = page.into_iter().filter(|(key, _)| *key == place.key).collect();
        if wrong(cx, &page)?.is_empty() {
            return Ok(false);
        }
        for (key, id) in page {
            let now = cx.now();
            let Some(found) = store::get(cx.tx(), id, now)? else { continue };
            let mut derived = derived(cx, &found.activity)?;
            if found.activity.status == ActivityStatus::Done {
                let kept = kept::kept(cx.tx(), &[key])?.times.remove(&key).and_then(|(times, ..)| times.5);
                derived.days = kept.filter(|(first, last)| first == last).or(derived.days);
            }
            let before = days::ties(cx.tx(), key)?;
            store::update(cx.tx(), key, &found.activity, &derived)?;
            store::settle(cx.tx(), key, &derived)?;
            for tie in &before {
                if !touch::is_known(cx, &tie.home)? {
                    continue;
                }
                let to = touch::column(cx, &tie.home)?;
                days::belong(cx.tx(), key, tie, to.as_deref())?;
            }
            touch::settle(cx.tx(), key, before)?;
        }
        Ok(true)
    }
}

/// Those of the activities of which anything is wrong.
fn wrong(cx: &mut Context<'_>, page: &[(i64, ActivityId)]) -> Result<Vec<i64>> {
    let keys: Vec<i64> = page.iter().map(|(key, _)| *key).collect();
    let kept::Kept { times: kept, mut people, places } = kept::kept(cx.tx(), &keys)?;
    let mut astray = BTreeSet::new();
    for home in kept::homes(cx.tx(), &keys)? {
        if !touch::is_known(cx, &home)? {
            continue;
        }
        let column = touch::column(cx, &home)?;
        astray.extend(kept::of_others(cx.tx(), &keys, &home, column.as_deref())?);
    }
    let (mut found, now, pending) = (Vec::new(), cx.now(), anew::is_pending(cx)?);
    for (key, id) in page {
        let Some(activity) = store::get(cx.tx(), *id, now)? else { continue };
        let activity = activity.activity;
        let times::Derived { begins_at, until_at, mut overdue_at, stage, turn, mut days } = derived(cx, &activity)?;
        let Some((times, mut of_department, assignee)) = kept.get(key).copied() else { continue };
        // What follows from another zone or department of its assignee may be on its way.
        if pending && anew::is_pending_of(cx, assignee)? {
            (overdue_at, of_department) = (times.2, true);
        }
        // What was done stays on the day that it had, whatever the zone has become.
        if activity.status == ActivityStatus::Done {
            days = times.5.filter(|(first, last)| first == last).or(days);
        }
        let (rows, persons) = people.remove(key).unwrap_or_default();
        let listed = persons.into_iter().map(|person| (person, stage, turn)).collect();
        let right = times == (begins_at, until_at, overdue_at, stage, turn, days)
            && of_department
            && rows == listed
            && places.get(key).is_none_or(|places| places.iter().all(|place| *place == (stage, turn, days)))
            && !astray.contains(key);
        if !right {
            found.push(*key);
        }
    }
    Ok(found)
}
