//! The lists of activities (ACT-17): along the person's, the record's or the department's, each by its index, in one order.

use super::store::{self, columns, joined};
use super::types::*;
use crate::engine::clock::Timestamp;
use crate::engine::error::Result;
use crate::engine::ids::UserId;
use crate::engine::objects::Bearer;
use crate::engine::page::{PageRequest, Room, Total};
use crate::engine::storage::Direction::Ascending;
use crate::engine::storage::{ListQuery, Order, Transaction, Visibility};

/// What is asked for.
pub(super) struct Asked<'a> {
    pub(super) filter: &'a ActivityFilter,
    /// Whose they are.
    pub(super) person: Option<UserId>,
    /// The record that they hang on.
    pub(super) record: Option<&'a Bearer>,
    /// The instants between which they are.
    pub(super) from: Option<Timestamp>,
    pub(super) before: Option<Timestamp>,
    pub(super) now: Timestamp,
    /// Whoever does not read all of what others have to do: of theirs then those alone that hang on a record.
    pub(super) reader: Option<(i64, bool)>,
}

/// The tables of a list, its own first.
macro_rules! tables {
    ($first:literal) => {
        concat!($first, joined!())
    };
}

const ORDER: &str = "activities";

/// By whose they are.
const OF_PERSON: (&str, Order) = (
    tables!("activity_people p JOIN activities a ON a.id = p.activity"),
    Order { name: ORDER, keys: &[("p.stage", Ascending), ("p.turn", Ascending), ("p.activity", Ascending)] },
);

/// By what they hang on.
const OF_RECORD: (&str, Order) = (
    tables!("activity_records h JOIN activities a ON a.id = h.activity"),
    Order { name: ORDER, keys: &[("h.stage", Ascending), ("h.turn", Ascending), ("h.activity", Ascending)] },
);

/// By their department, or all of them.
const OF_TEAM: (&str, Order) = (
    tables!("activities a"),
    Order { name: ORDER, keys: &[("a.stage", Ascending), ("a.turn", Ascending), ("a.id", Ascending)] },
);

/// A page, in the room of a request.
pub(super) fn page(
    tx: &mut dyn Transaction,
    asked: &Asked<'_>,
    request: &Option<PageRequest>,
    room: &mut Room,
) -> Result<(Vec<Activity>, Option<String>, Option<Total>)> {
    let Asked { filter, person, record, from, before, now, reader } = *asked;
    let ((tables, order), stage) = match (record, person) {
        (Some(_), _) => (OF_RECORD, "h.stage"),
        (None, Some(_)) => (OF_PERSON, "p.stage"),
        (None, None) => (OF_TEAM, "a.stage"),
    };
    let mut query = ListQuery::new(columns!(), tables, Visibility::whole("what is seen of them is asked row by row"));
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
    if let Some(status) = filter.status {
        let planned = i64::from(status != ActivityStatus::Planned);
        query.and(&format!("{stage} = ? AND a.status = ?"), [planned.into(), status.into()]);
    }
    query.when("a.kind = (SELECT id FROM dictionary_entries WHERE uid = ?)", filter.kind.as_ref().map(|kind| &kind.0));
    query.when("a.priority = ?", filter.priority);
    match filter.overdue {
        Some(true) => query.and(&format!("{stage} = 0 AND a.overdue_at <= ?"), [now.into()]),
        Some(false) => query.and("(a.overdue_at IS NULL OR a.overdue_at > ?)", [now.into()]),
        None => {}
    }
    query.when("a.until_at > ?", from);
    query.when("a.begins_at < ?", before);
    query.contains(tx, "a.subject_folded", &filter.subject);
    if let Some((me, all)) = reader {
        // What nobody but its people reads stays out here; of the rest is asked row by row whether its main record is read.
        let rest = if all { "a.personal = FALSE" } else { "a.personal = FALSE AND m.home IS NOT NULL" };
        query.and(
            &format!(
                "({rest} OR a.assignee = ? OR a.giver = ? OR a.creator = ? OR EXISTS (SELECT 1 FROM activity_people q \
                 WHERE q.person = ? AND q.stage = a.stage AND q.turn = a.turn AND q.activity = a.id))"
            ),
            [me.into(), me.into(), me.into(), me.into()],
        );
    }
    let read = |c: &mut crate::engine::storage::Columns<'_>| {
        let found = store::read(c, now)?;
        Ok((found.key, found.activity))
    };
    query.page_with_parts(tx, order, request, room, read, store::fill)
}
