//! What is kept beside activities, as it stands in the tables (MAINT-1).

use std::collections::{BTreeMap, BTreeSet};

use super::super::types::ActivityId;
use crate::engine::clock::Timestamp;
use crate::engine::error::Result;
use crate::engine::storage::{Transaction, each_by_key, params};

/// The first activities behind a key, in order.
pub(in super::super) fn ids(tx: &mut dyn Transaction, behind: i64, most: i64) -> Result<Vec<(i64, ActivityId)>> {
    tx.all("SELECT a.id, a.uid FROM activities a WHERE a.id > ? ORDER BY a.id LIMIT ?", params![behind, most], |c| {
        Ok((c.next()?, ActivityId(c.next()?)))
    })
}

/// A row of a list: whose it is, stage and turn.
pub(in super::super) type Row = (i64, i64, i64);

/// What is kept of an activity: the two instants, the third, stage and turn.
pub(in super::super) type Times = (Timestamp, Timestamp, Option<Timestamp>, i64, i64);

/// What is kept of some activities, by their keys.
#[derive(Default)]
pub(in super::super) struct Kept {
    /// Their times, whether they have the department of their assignee, and who that is.
    pub(in super::super) times: BTreeMap<i64, (Times, bool, i64)>,
    /// The rows of their people, and who these must be.
    pub(in super::super) people: BTreeMap<i64, (BTreeSet<Row>, BTreeSet<i64>)>,
    /// Stages and turns in the lists of their records.
    pub(in super::super) places: BTreeMap<i64, BTreeSet<(i64, i64)>>,
}

pub(in super::super) fn kept(tx: &mut dyn Transaction, keys: &[i64]) -> Result<Kept> {
    let Kept { mut times, mut people, mut places } = Kept::default();
    let select = "SELECT a.id, a.begins_at, a.until_at, a.overdue_at, a.stage, a.turn, \
                  CASE WHEN COALESCE(a.department, 0) = COALESCE(s.department, 0) THEN TRUE ELSE FALSE END, a.assignee, a.giver \
                  FROM activities a JOIN users s ON s.id = a.assignee WHERE a.id";
    each_by_key(tx, select, &[], keys, |c| {
        let key = c.next()?;
        let found = ((c.next()?, c.next()?, c.next()?, c.next()?, c.next()?), c.next()?);
        let (assignee, giver): (i64, Option<i64>) = (c.next()?, c.next()?);
        times.insert(key, (found.0, found.1, assignee));
        people.entry(key).or_default().1.extend(giver.into_iter().chain([assignee]));
        Ok(())
    })?;
    let select = "SELECT t.activity, t.user_id FROM activity_attendees t WHERE t.user_id IS NOT NULL AND t.activity";
    each_by_key(tx, select, &[], keys, |c| {
        people.entry(c.next()?).or_default().1.insert(c.next()?);
        Ok(())
    })?;
    let select = "SELECT p.activity, p.person, p.stage, p.turn FROM activity_people p WHERE p.activity";
    each_by_key(tx, select, &[], keys, |c| {
        people.entry(c.next()?).or_default().0.insert((c.next()?, c.next()?, c.next()?));
        Ok(())
    })?;
    let select = "SELECT r.activity, r.stage, r.turn FROM activity_records r WHERE r.activity";
    each_by_key(tx, select, &[], keys, |c| {
        places.entry(c.next()?).or_default().insert((c.next()?, c.next()?));
        Ok(())
    })?;
    Ok(Kept { times, people, places })
}
