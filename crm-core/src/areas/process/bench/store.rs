//! The statements of the sections: each along an index of the person, in the section's order.

use crate::engine::clock::{Date, Timestamp};
use crate::engine::error::Result;
use crate::engine::ids::RecordId;
use crate::engine::page::{COUNT_LIMIT, Total};
use crate::engine::storage::{Columns, Transaction, Value, Visibility};

/// When a row is.
pub(super) enum When {
    Day(Date),
    At(Timestamp),
    /// A day of the year, `02-28`.
    OfYear(String),
}

/// A row that was found.
pub(super) struct Line {
    pub(super) id: RecordId,
    pub(super) when: When,
    /// The record that it is about.
    pub(super) about: Option<RecordId>,
    /// What it is called, where it is no object that has a title of its own.
    pub(super) title: Option<String>,
}

/// What a section asks.
pub(super) struct Question<'a> {
    /// The columns: the record's id, when it is, what it is about, what it is called.
    select: &'static str,
    from: &'static str,
    /// The table whose rows are cut to what the caller sees.
    alias: &'static str,
    condition: String,
    params: Vec<Value<'a>>,
    order: &'static str,
    when: fn(&mut Columns<'_>) -> Result<When>,
}

fn day(c: &mut Columns<'_>) -> Result<When> {
    Ok(When::Day(c.next()?))
}

fn at(c: &mut Columns<'_>) -> Result<When> {
    Ok(When::At(c.next()?))
}

fn of_year(c: &mut Columns<'_>) -> Result<When> {
    Ok(When::OfYear(c.next()?))
}

/// The first rows, and how many there are up to what is counted.
pub(super) fn ask(
    tx: &mut dyn Transaction,
    visible: &Visibility,
    question: Question<'_>,
    rows: usize,
) -> Result<(Vec<Line>, Total)> {
    let Question { select, from, alias, mut condition, mut params, order, when } = question;
    if let Some((seen, more)) = visible.condition(alias) {
        condition.push_str(" AND ");
        condition.push_str(&seen);
        params.extend(more);
    }
    let mut lines = Vec::new();
    if rows > 0 {
        let sql = format!("SELECT {select} FROM {from} WHERE {condition} ORDER BY {order} LIMIT ?");
        params.push(Value::Integer(rows as i64));
        lines = tx.all(&sql, &params, |c| {
            Ok(Line {
                id: RecordId(c.next()?),
                when: when(c)?,
                about: c.next::<Option<_>>()?.map(RecordId),
                title: c.next()?,
            })
        })?;
        params.pop();
    }
    // What is no full page was counted with it.
    let count = if lines.len() < rows {
        lines.len() as i64
    } else {
        let most = COUNT_LIMIT + 1;
        let sql = format!("SELECT count(*) FROM (SELECT 1 FROM {from} WHERE {condition} LIMIT {most}) AS counted");
        tx.value(&sql, &params)?
    };
    Ok((lines, Total { count: count.min(COUNT_LIMIT), more: count > COUNT_LIMIT }))
}

/// What is in development and was given to the person since an instant, the newest first.
pub(super) fn opportunities<'a>(person: i64, since: Timestamp) -> Question<'a> {
    Question {
        select: "o.uid, o.assigned_at, k.uid, NULL",
        from: "opportunities o LEFT JOIN customers k ON k.id = o.customer",
        alias: "o",
        condition: "o.assignee = ? AND o.status = 'assigned' AND o.assigned_at >= ?".to_owned(),
        params: vec![person.into(), since.into()],
        order: "o.assigned_at DESC, o.id DESC",
        when: at,
    }
}

/// What was planned for their opportunities up to a day, and has no result.
pub(super) fn plan_items<'a>(person: i64, today: Date) -> Question<'a> {
    Question {
        select: "i.uid, i.date, o.uid, i.content",
        from: "opportunities o JOIN plan_items i ON i.opportunity = o.id",
        alias: "o",
        condition: "o.assignee = ? AND o.status = 'assigned' AND i.result IS NULL AND i.date <= ?".to_owned(),
        params: vec![person.into(), today.into()],
        order: "i.date, i.id",
        when: day,
    }
}

/// The tickets that they are to handle, the oldest first.
pub(super) fn tickets<'a>(person: i64) -> Question<'a> {
    Question {
        select: "t.uid, t.created_at, k.uid, NULL",
        from: "tickets t JOIN customers k ON k.id = t.customer",
        alias: "t",
        condition: "t.assignee = ? AND t.status = 'assigned'".to_owned(),
        params: vec![person.into()],
        order: "t.created_at, t.id",
        when: at,
    }
}

/// The open warnings of their customers, the oldest first.
pub(super) fn warnings<'a>(person: i64) -> Question<'a> {
    Question {
        select: "w.uid, w.warned_at, c.uid, c.name",
        from: "customers c JOIN churn_warnings w ON w.customer = c.id",
        alias: "w",
        condition: "c.account_manager = ? AND w.closed_at IS NULL".to_owned(),
        params: vec![person.into()],
        order: "w.id",
        when: at,
    }
}

/// Their customers of which the condition is true that a customer is forgotten, the longest first.
pub(super) fn forgotten<'a>(person: i64, (condition, more): (String, Vec<Value<'a>>)) -> Question<'a> {
    let mut params = vec![person.into()];
    params.extend(more);
    Question {
        select: "c.uid, c.idle_since, NULL, NULL",
        from: "customers c",
        alias: "c",
        condition: format!("c.account_manager = ? AND {condition}"),
        params,
        order: "c.idle_since, c.id",
        when: day,
    }
}

/// The contacts of their customers whose birthday is between two days of the year.
pub(super) fn birthdays<'a>(person: i64, from: String, to: String) -> Question<'a> {
    Question {
        select: "k.uid, k.birth_day, c.uid, NULL",
        from: "contacts k JOIN customers c ON c.id = k.customer",
        alias: "k",
        condition: "k.birth_manager = ? AND k.birth_day >= ? AND k.birth_day <= ?".to_owned(),
        params: vec![person.into(), from.into(), to.into()],
        order: "k.birth_day, k.id",
        when: of_year,
    }
}

/// The customers with whom they did something between two days, the newest first: of another what is personal is left out.
pub(super) fn recent<'a>(
    person: i64,
    another: bool,
    (since, at): (Timestamp, Timestamp),
    days: (Date, Date),
) -> Question<'a> {
    const TOUCHED: [&str; 2] = [
        "(SELECT t.customer, max(t.day) AS day FROM (SELECT h.customer AS customer, a.last_on AS day FROM activities a \
         JOIN activity_records h ON h.activity = a.id WHERE a.done_by = ? AND a.done_at >= ? AND a.done_at <= ? \
         AND h.customer IS NOT NULL UNION ALL SELECT i.customer, i.date FROM interactions i \
         WHERE i.creator = ? AND i.date >= ? AND i.date <= ?) AS t GROUP BY t.customer) AS r \
         JOIN customers c ON c.id = r.customer",
        "(SELECT t.customer, max(t.day) AS day FROM (SELECT h.customer AS customer, a.last_on AS day FROM activities a \
         JOIN activity_records h ON h.activity = a.id WHERE a.done_by = ? AND a.done_at >= ? AND a.done_at <= ? \
         AND a.personal = FALSE AND h.customer IS NOT NULL UNION ALL SELECT i.customer, i.date FROM interactions i \
         WHERE i.creator = ? AND i.date >= ? AND i.date <= ?) AS t GROUP BY t.customer) AS r \
         JOIN customers c ON c.id = r.customer",
    ];
    Question {
        select: "c.uid, r.day, NULL, NULL",
        from: TOUCHED[usize::from(another)],
        alias: "c",
        condition: "r.day IS NOT NULL".to_owned(),
        params: vec![person.into(), since.into(), at.into(), person.into(), days.0.into(), days.1.into()],
        order: "r.day DESC, c.id DESC",
        when: day,
    }
}

/// The tickets that they handled since an instant, the newest first.
pub(super) fn served<'a>(person: i64, since: Timestamp) -> Question<'a> {
    Question {
        select: "t.uid, t.handled_at, k.uid, NULL",
        from: "tickets t JOIN customers k ON k.id = t.customer",
        alias: "t",
        condition: "t.handler = ? AND t.handled_at >= ?".to_owned(),
        params: vec![person.into(), since.into()],
        order: "t.handled_at DESC, t.id DESC",
        when: at,
    }
}
