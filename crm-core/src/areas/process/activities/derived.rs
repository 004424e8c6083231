//! What is kept beside activities, against what it follows from (MAINT-1): the instants that they lie between and from which on
//! they are overdue, their place in the lists of their people and records, and the department of their assignee.

use std::collections::{BTreeMap, BTreeSet};

use super::rules::derived;
use super::store;
use super::times;
use super::types::ActivityId;
use crate::engine::clock::Timestamp;
use crate::engine::error::Result;
use crate::engine::gate::{Context, Entity};
use crate::engine::storage::{Transaction, each_by_key, params};
use crate::engine::tables::{Derived, Place, Wrong};

/// Activities that are compared together.
const PAGE: i64 = 500;

/// A row of a list: whose it is, stage and turn.
type Row = (i64, i64, i64);

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
            let page = ids(cx.tx(), behind, PAGE)?;
            let Some((last, _)) = page.last() else { break };
            behind = *last;
            found.extend(wrong(cx, &page)?.into_iter().map(Wrong::counted));
        }
        found.truncate(most);
        Ok(found)
    }

    fn mend(&self, cx: &mut Context<'_>, place: &Place) -> Result<bool> {
        let page: Vec<(i64, ActivityId)> = ids(cx.tx(), place.key - 1, 1)?;
        let page: Vec<_> = page.into_iter().filter(|(key, _)| *key == place.key).collect();
        if wrong(cx, &page)?.is_empty() {
            return Ok(false);
        }
        for (key, id) in page {
            let now = cx.now();
            let Some(found) = store::get(cx.tx(), id, now)? else { continue };
            let derived = derived(cx, &found.activity)?;
            store::update(cx.tx(), key, &found.activity, &derived)?;
            store::settle(cx.tx(), key, &derived)?;
        }
        Ok(true)
    }
}

/// The first activities behind a key, in order.
fn ids(tx: &mut dyn Transaction, behind: i64, most: i64) -> Result<Vec<(i64, ActivityId)>> {
    tx.all("SELECT a.id, a.uid FROM activities a WHERE a.id > ? ORDER BY a.id LIMIT ?", params![behind, most], |c| {
        Ok((c.next()?, ActivityId(c.next()?)))
    })
}

/// What is kept of an activity: the two instants, the third, stage and turn.
type Times = (Timestamp, Timestamp, Option<Timestamp>, i64, i64);

/// Those of the activities of which anything is wrong.
fn wrong(cx: &mut Context<'_>, page: &[(i64, ActivityId)]) -> Result<Vec<i64>> {
    let keys: Vec<i64> = page.iter().map(|(key, _)| *key).collect();
    let mut kept: BTreeMap<i64, (Times, bool)> = BTreeMap::new();
    let mut people: BTreeMap<i64, (BTreeSet<Row>, BTreeSet<i64>)> = BTreeMap::new();
    let mut places: BTreeMap<i64, BTreeSet<(i64, i64)>> = BTreeMap::new();
    let select = "SELECT a.id, a.begins_at, a.until_at, a.overdue_at, a.stage, a.turn, \
                  CASE WHEN COALESCE(a.department, 0) = COALESCE(s.department, 0) THEN TRUE ELSE FALSE END, a.assignee, a.giver \
                  FROM activities a JOIN users s ON s.id = a.assignee WHERE a.id";
    each_by_key(cx.tx(), select, &[], &keys, |c| {
        let key = c.next()?;
        kept.insert(key, ((c.next()?, c.next()?, c.next()?, c.next()?, c.next()?), c.next()?));
        let (assignee, giver): (i64, Option<i64>) = (c.next()?, c.next()?);
        people.entry(key).or_default().1.extend(giver.into_iter().chain([assignee]));
        Ok(())
    })?;
    let select = "SELECT t.activity, t.user_id FROM activity_attendees t WHERE t.user_id IS NOT NULL AND t.activity";
    each_by_key(cx.tx(), select, &[], &keys, |c| {
        people.entry(c.next()?).or_default().1.insert(c.next()?);
        Ok(())
    })?;
    let select = "SELECT p.activity, p.person, p.stage, p.turn FROM activity_people p WHERE p.activity";
    each_by_key(cx.tx(), select, &[], &keys, |c| {
        people.entry(c.next()?).or_default().0.insert((c.next()?, c.next()?, c.next()?));
        Ok(())
    })?;
    let select = "SELECT r.activity, r.stage, r.turn FROM activity_records r WHERE r.activity";
    each_by_key(cx.tx(), select, &[], &keys, |c| {
        places.entry(c.next()?).or_default().insert((c.next()?, c.next()?));
        Ok(())
    })?;
    let (mut found, now) = (Vec::new(), cx.now());
    for (key, id) in page {
        let Some(activity) = store::get(cx.tx(), *id, now)? else { continue };
        let times::Derived { begins_at, until_at, overdue_at, stage, turn } = derived(cx, &activity.activity)?;
        let (rows, persons) = people.remove(key).unwrap_or_default();
        let listed = persons.into_iter().map(|person| (person, stage, turn)).collect();
        let right = kept.get(key) == Some(&((begins_at, until_at, overdue_at, stage, turn), true))
            && rows == listed
            && places.get(key).is_none_or(|places| places.iter().all(|place| *place == (stage, turn)));
        if !right {
            found.push(*key);
        }
    }
    Ok(found)
}
