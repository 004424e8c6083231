//! What is kept beside activities, as it stands in the tables (MAINT-1).

use std::collections::{BTreeMap, BTreeSet};

use super::super::types::ActivityId;
use crate::engine::clock::{Date, Timestamp};
use crate::engine::error::Result;
use crate::engine::storage::{Columns, Transaction, each_by_key, params};

/// The first activities behind a key, in order.
pub(in super::super) fn ids(tx: &mut dyn Transaction, behind: i64, most: i64) -> Result<Vec<(i64, ActivityId)>> {
    tx.all("SELECT a.id, a.uid FROM activities a WHERE a.id > ? ORDER BY a.id LIMIT ?", params![behind, most], |c| {
        Ok((c.next()?, ActivityId(c.next()?)))
    })
}

/// A row of a list: whose it is, stage and turn.
pub(in super::super) type Row = (i64, i64, i64);

/// The first and the last day.
type Days = Option<(Date, Date)>;

/// What is kept of an activity: the two instants, the third, stage and turn, and its days.
pub(in super::super) type Times = (Timestamp, Timestamp, Option<Timestamp>, i64, i64, Days);

/// What is kept of some activities, by their keys.
#[derive(Default)]
pub(in super::super) struct Kept {
    /// Their times, whether they have the department of their assignee, and who that is.
    pub(in super::super) times: BTreeMap<i64, (Times, bool, i64)>,
    /// The rows of their people, and who these must be.
    pub(in super::super) people: BTreeMap<i64, (BTreeSet<Row>, BTreeSet<i64>)>,
    /// Stages and turns in the lists of their records, and the days beside these.
    pub(in super::super) places: BTreeMap<i64, BTreeSet<(i64, i64, Days)>>,
}

pub(in super::super) fn kept(tx: &mut dyn Transaction, keys: &[i64]) -> Result<Kept> {
    let Kept { mut times, mut people, mut places } = Kept::default();
    let select = "SELECT a.id, a.begins_at, a.until_at, a.overdue_at, a.stage, a.turn, a.first_on, a.last_on, \
                  CASE WHEN COALESCE(a.department, 0) = COALESCE(s.department, 0) THEN TRUE ELSE FALSE END, a.assignee, a.giver \
                  FROM activities a JOIN users s ON s.id = a.assignee WHERE a.id";
    each_by_key(tx, select, &[], keys, |c| {
        let key = c.next()?;
        let (begins, until, overdue, stage, turn) = (c.next()?, c.next()?, c.next()?, c.next()?, c.next()?);
        let days = days(c)?;
        let found = ((begins, until, overdue, stage, turn, days), c.next()?);
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
    let select = "SELECT r.activity, r.stage, r.turn, r.first_on, r.last_on FROM activity_records r WHERE r.activity";
    each_by_key(tx, select, &[], keys, |c| {
        places.entry(c.next()?).or_default().insert((c.next()?, c.next()?, days(c)?));
        Ok(())
    })?;
    Ok(Kept { times, people, places })
}

fn days(c: &mut Columns<'_>) -> Result<Days> {
    let (first, last): (Option<Date>, Option<Date>) = (c.next()?, c.next()?);
    Ok(first.zip(last))
}

/// The tables of the records of some activities.
pub(in super::super) fn homes(tx: &mut dyn Transaction, keys: &[i64]) -> Result<BTreeSet<String>> {
    let mut homes = BTreeSet::new();
    each_by_key(tx, "SELECT r.home FROM activity_records r WHERE r.activity", &[], keys, |c| {
        homes.insert(c.next()?);
        Ok(())
    })?;
    Ok(homes)
}

/// Those of the activities beside whose records of a table another customer stands than in the column there that says whose they are.
pub(in super::super) fn of_others(
    tx: &mut dyn Transaction,
    keys: &[i64],
    home: &str,
    column: Option<&str>,
) -> Result<Vec<i64>> {
    let mut found = Vec::new();
    let customer = column.map_or_else(|| "0".to_owned(), |column| format!("coalesce(x.{column}, 0)"));
    let select = format!(
        "SELECT r.activity FROM activity_records r JOIN {home} x ON x.uid = r.record \
         WHERE r.home = ? AND coalesce(r.customer, 0) <> {customer} AND r.activity"
    );
    each_by_key(tx, &select, params![home], keys, |c| {
        found.push(c.next()?);
        Ok(())
    })?;
    Ok(found)
}
