//! The lists of activities (ACT-17): along the person's, the record's or the department's, each by its index, in one order. What
//! is planned and what is not any more are two parts of it, of which each is a range of the index by the time that is asked for.

use std::cell::RefCell;

use chrono::TimeDelta;

use super::store::{self, columns, joined};
use super::times::{ABOUT, LATEST};
use super::types::*;
use crate::engine::clock::{Date, Timestamp, encode};
use crate::engine::cursor::{self, Key};
use crate::engine::error::Result;
use crate::engine::ids::UserId;
use crate::engine::objects::Bearer;
use crate::engine::page::{PageRequest, Room, Total};
use crate::engine::storage::Direction::{self, Ascending};
use crate::engine::storage::{Columns, ListQuery, Order, Transaction, Value, Visibility};

/// What is asked for.
pub(super) struct Asked<'a> {
    pub(super) filter: &'a ActivityFilter,
    /// Whose they are.
    pub(super) person: Option<UserId>,
    /// The record that they hang on.
    pub(super) record: Option<&'a Bearer>,
    /// The first day, and the instant at which it begins.
    pub(super) from: Option<(Date, Timestamp)>,
    /// The last day, and the instant at which it ends.
    pub(super) to: Option<(Date, Timestamp)>,
    pub(super) now: Timestamp,
    /// Whether some of it may be kept as it was before a change of somebody's zone: then of what is overdue more is read, and each row
    /// asked.
    pub(super) anew: bool,
    /// Who does not read all there is, and whether they read of what others have to do beside what is about their records.
    pub(super) reader: Option<(i64, bool)>,
}

/// A part of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stage {
    /// What is planned, the earliest first.
    Planned = 0,
    /// What was done or cancelled, the latest first.
    Ended = 1,
}

impl Stage {
    /// The name of its cursors.
    const fn order(self) -> &'static str {
        match self {
            Stage::Planned => "activities",
            Stage::Ended => "activities_ended",
        }
    }

    /// The part in which a cursor goes on.
    pub(super) fn of(after: &str) -> Result<Stage> {
        if cursor::decode(Stage::Planned.order(), after, 2).is_ok() {
            return Ok(Stage::Planned);
        }
        cursor::decode(Stage::Ended.order(), after, 2).map(|_| Stage::Ended)
    }

    /// The part behind it.
    pub(super) fn next(self) -> Option<Stage> {
        (self == Stage::Planned).then_some(Stage::Ended)
    }
}

/// Rows of a part, each with the cursor that goes on behind it.
pub(super) struct Rows {
    pub(super) rows: Vec<(Activity, String)>,
    /// Whether there are more in this part.
    pub(super) more: bool,
}

/// The tables of a list, its own first.
macro_rules! tables {
    ($first:literal) => {
        concat!($first, joined!())
    };
}

/// Where a list is read: its tables, the name of its own one, and its order within a part.
type Along = (&'static str, &'static str, &'static [(&'static str, Direction)]);

/// By whose they are.
const OF_PERSON: Along = (
    tables!("activity_people p JOIN activities a ON a.id = p.activity"),
    "p",
    &[("p.turn", Ascending), ("p.activity", Ascending)],
);

/// By what they hang on.
const OF_RECORD: Along = (
    tables!("activity_records h JOIN activities a ON a.id = h.activity"),
    "h",
    &[("h.turn", Ascending), ("h.activity", Ascending)],
);

/// By their department, or all of them.
const OF_TEAM: Along = (tables!("activities a"), "a", &[("a.turn", Ascending), ("a.id", Ascending)]);

/// How many rows of a part there are, up to what is counted.
pub(super) fn count(tx: &mut dyn Transaction, asked: &Asked<'_>, stage: Stage) -> Result<Total> {
    let request = PageRequest { limit: Some(1), count: Some(true), ..Default::default() };
    let total = match find(tx, asked, stage, request)? {
        Some((_, total)) => total,
        None => None,
    };
    Ok(total.unwrap_or(Total { count: 0, more: false }))
}

/// So many rows of a part behind a cursor of it.
pub(super) fn rows(
    tx: &mut dyn Transaction,
    asked: &Asked<'_>,
    stage: Stage,
    after: Option<String>,
    limit: usize,
) -> Result<Rows> {
    let request = PageRequest { after, limit: i64::try_from(limit).ok(), count: None };
    Ok(find(tx, asked, stage, request)?.map_or(Rows { rows: Vec::new(), more: false }, |(rows, _)| rows))
}

impl Asked<'_> {
    /// Whether an activity is as overdue as is asked for.
    pub(super) fn is_of(&self, activity: &Activity) -> bool {
        self.filter.overdue.is_none_or(|overdue| overdue == activity.overdue)
    }

    /// Between which instants those of a part begin; none where there are none of it. Its turns follow from that.
    fn turns(&self, stage: Stage) -> Option<(Option<i64>, Option<i64>)> {
        let planned = stage == Stage::Planned;
        let overdue = self.filter.overdue == Some(true);
        if self.filter.status.is_some_and(|status| (status == ActivityStatus::Planned) != planned)
            || (overdue && !planned)
        {
            return None;
        }
        // What lies in the days asked for began so long before them at the most; zones differ by about a day.
        let begins = self.from.map(|(_, from)| encode(from).saturating_sub(LATEST));
        let behind = self.to.map(|(_, to)| to).into_iter().chain(overdue.then_some(self.now)).min();
        let behind = behind.map(|behind| encode(behind).saturating_add(ABOUT));
        Some(if planned {
            (begins, behind)
        } else {
            (behind.map(i64::saturating_neg), begins.map(i64::saturating_neg))
        })
    }
}

fn find(
    tx: &mut dyn Transaction,
    asked: &Asked<'_>,
    stage: Stage,
    request: PageRequest,
) -> Result<Option<(Rows, Option<Total>)>> {
    let Some((first, last)) = asked.turns(stage) else { return Ok(None) };
    let Asked { filter, person, record, from, to, now, anew, reader } = *asked;
    let (tables, own, keys) = match (record, person) {
        (Some(_), _) => OF_RECORD,
        (None, Some(_)) => OF_PERSON,
        (None, None) => OF_TEAM,
    };
    let order = Order { name: stage.order(), keys };
    let visible = Visibility::whole("what is seen of them is asked row by row");
    let mut query = ListQuery::new(concat!(columns!(), ", a.turn"), tables, visible);
    if let Some(bearer) = record {
        query.and("h.home = ? AND h.record = ?", [bearer.home.as_str().into(), (&bearer.record.id.0).into()]);
    }
    if let Some(person) = &person {
        let person = (&person.0).into();
        match record {
            None => query.and("p.person = (SELECT id FROM users WHERE uid = ?)", [person]),
            Some(_) => query.and(
                "EXISTS (SELECT 1 FROM activity_people p WHERE p.person = (SELECT id FROM users WHERE uid = ?) \
                 AND p.stage = a.stage AND p.turn = a.turn AND p.activity = a.id)",
                [person],
            ),
        }
    }
    query.when("a.department = (SELECT id FROM departments WHERE uid = ?)", filter.team.as_ref().map(|team| &team.0));
    query.and(&format!("{own}.stage = ?"), [Value::Integer(stage as i64)]);
    // Behind a cursor they are anyway, and one range begins at one place.
    query.when(&format!("{own}.turn >= ?"), first.filter(|_| request.after.is_none()));
    query.when(&format!("{own}.turn <= ?"), last);
    query.when("a.status = ?", filter.status);
    query.when("a.kind = (SELECT id FROM dictionary_entries WHERE uid = ?)", filter.kind.as_ref().map(|kind| &kind.0));
    query.when("a.priority = ?", filter.priority);
    let about = TimeDelta::microseconds(if anew { ABOUT } else { 0 });
    match filter.overdue {
        Some(true) => query.and("a.overdue_at <= ?", [(now + about).into()]),
        Some(false) => query.and("(a.overdue_at IS NULL OR a.overdue_at > ?)", [(now - about).into()]),
        None => {}
    }
    // Dates are days of the calendar, whatever zone they go by; an instant is on the company's day, which begins with its first.
    if let Some((day, at)) = from {
        query.and(
            "(COALESCE(a.due_on, a.ends_on) >= ? \
             OR (COALESCE(a.due_on, a.ends_on) IS NULL AND (a.until_at > ? OR a.begins_at >= ?)))",
            [day.into(), at.into(), at.into()],
        );
    }
    if let Some((day, at)) = to {
        query.and(
            "(COALESCE(a.due_on, a.starts_on) <= ? OR (COALESCE(a.due_on, a.starts_on) IS NULL AND a.begins_at < ?))",
            [day.into(), at.into()],
        );
    }
    query.contains(tx, "a.subject_folded", &filter.subject);
    if let Some((me, some)) = reader {
        // What nobody but its people reads stays out here; of the rest is asked row by row whether its main record is read.
        let rest = if some { "a.personal = FALSE" } else { "a.personal = FALSE AND m.home IS NOT NULL" };
        query.and(
            &format!(
                "({rest} OR a.assignee = ? OR a.giver = ? OR a.creator = ? OR EXISTS (SELECT 1 FROM activity_people q \
                 WHERE q.person = ? AND q.stage = a.stage AND q.turn = a.turn AND q.activity = a.id))"
            ),
            [me.into(), me.into(), me.into(), me.into()],
        );
    }
    let places = RefCell::new(Vec::new());
    let read = |c: &mut Columns<'_>| {
        let found = store::read(c, now)?;
        places.borrow_mut().push([Key::Integer(c.next()?), Key::Integer(found.key)]);
        Ok((found.key, found.activity))
    };
    let request = Some(request);
    let (rows, next, total) = query.page_with_parts(tx, order, &request, &mut Room::of(&request), read, store::fill)?;
    let places = places.into_inner().into_iter().map(|place| cursor::encode(order.name, &place));
    let rows = rows.into_iter().zip(places).collect();
    Ok(Some((Rows { rows, more: next.is_some() }, total)))
}
