//! Counting: a statement a measure, each by an index on person and time, so that it reads what lies in the period and nothing else
//! of the tables that grow.

use std::collections::BTreeMap;

use super::super::work_types::{WorkFigures, WorkFilter, WorkKindFigure};
use super::Person;
use super::spans::Spans;
use crate::departments::DepartmentRef;
use crate::dictionary::Choice;
use crate::engine::calendar::company_date;
use crate::engine::clock::{Date, Timestamp};
use crate::engine::error::Result;
use crate::engine::gate::Context;
use crate::engine::sorting::Arranged as _;
use crate::engine::storage::{Columns, Row, Transaction, Value};
use crate::users::UserRef;

/// Whose work is counted: a condition on `u`, a row of users.
#[derive(Debug)]
pub(super) struct Whom {
    condition: String,
    values: Vec<Value<'static>>,
}

impl Whom {
    pub(super) fn of((condition, values): (&str, Vec<Value<'static>>)) -> Whom {
        Whom { condition: condition.to_owned(), values }
    }

    /// Those of them alone whom a filter names.
    pub(super) fn narrow(&mut self, filter: &WorkFilter) {
        if let Some(person) = filter.person {
            self.condition.push_str(" AND u.uid = ?");
            self.values.push(Value::Blob(person.0.as_bytes().to_vec().into()));
        }
        if let Some(team) = filter.team {
            self.condition.push_str(" AND u.department = (SELECT f.id FROM departments f WHERE f.uid = ?)");
            self.values.push(Value::Blob(team.0.as_bytes().to_vec().into()));
        }
    }
}

/// Whose work it is, the oldest account first.
pub(super) fn people(tx: &mut dyn Transaction, whom: &Whom) -> Result<Vec<Person>> {
    let sql = format!(
        "SELECT u.id, u.uid, u.display_name, u.status, d.id, d.uid, d.name FROM users u \
         LEFT JOIN departments d ON d.id = u.department WHERE {} ORDER BY u.id",
        whom.condition
    );
    tx.all(&sql, &whom.values, |c| {
        let (key, user) = (c.next()?, UserRef::read(c)?);
        let active = c.next::<String>()? == "active";
        let team = c.next::<Option<i64>>()?.zip(DepartmentRef::read_optional(c)?);
        Ok(Person { key, user, active, team })
    })
}

/// The kinds of activity, by their keys.
pub(super) fn kinds(tx: &mut dyn Transaction) -> Result<BTreeMap<i64, Choice>> {
    let sql = "SELECT e.id, e.uid, e.item FROM dictionary_entries e WHERE e.category = 'activity_kind'";
    Ok(tx.all(sql, &[], |c| Ok((c.next()?, Choice::read(c)?)))?.into_iter().into_map())
}

/// The figures of somebody in a part of a period, activities done by the keys of their kinds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Count {
    new_customers: i64,
    new_contacts: i64,
    new_opportunities: i64,
    planned: i64,
    done_on_time: i64,
    missed: i64,
    done: i64,
    interactions: i64,
    developed: i64,
    failed: i64,
    tickets_handled: i64,
    kinds: BTreeMap<i64, i64>,
}

impl Count {
    pub(super) fn add(&mut self, other: &Count) {
        self.new_customers += other.new_customers;
        self.new_contacts += other.new_contacts;
        self.new_opportunities += other.new_opportunities;
        self.planned += other.planned;
        self.done_on_time += other.done_on_time;
        self.missed += other.missed;
        self.done += other.done;
        self.interactions += other.interactions;
        self.developed += other.developed;
        self.failed += other.failed;
        self.tickets_handled += other.tickets_handled;
        for (kind, done) in &other.kinds {
            *self.kinds.entry(*kind).or_default() += done;
        }
    }

    /// The figures, with what the kinds are called.
    pub(super) fn figures(self, kinds: &BTreeMap<i64, Choice>) -> WorkFigures {
        let named = |(kind, done)| Some(WorkKindFigure { kind: kinds.get(&kind)?.clone(), done });
        WorkFigures {
            new_customers: self.new_customers,
            new_contacts: self.new_contacts,
            new_opportunities: self.new_opportunities,
            planned: self.planned,
            done_on_time: self.done_on_time,
            missed: self.missed,
            done: self.done,
            interactions: self.interactions,
            developed: self.developed,
            failed: self.failed,
            tickets_handled: self.tickets_handled,
            done_by_kind: self.kinds.into_iter().filter_map(named).collect(),
        }
    }
}

/// The figures of people in the parts of a period; of most there are few.
#[derive(Debug, Default)]
pub(super) struct Counts(BTreeMap<(i64, usize), Count>);

impl Counts {
    fn at(&mut self, person: i64, span: usize) -> &mut Count {
        self.0.entry((person, span)).or_default()
    }

    /// Whether anything was counted of somebody.
    pub(super) fn has(&self, person: i64, spans: usize) -> bool {
        self.0.range((person, 0)..(person, spans)).next().is_some()
    }

    /// What was counted of somebody, a figure a part.
    pub(super) fn row(&self, person: i64, spans: usize) -> Vec<Count> {
        let mut row = vec![Count::default(); spans];
        for ((_, span), count) in self.0.range((person, 0)..(person, spans)) {
            row[*span] = count.clone();
        }
        row
    }
}

/// What is counted by a statement.
struct Measure {
    table: &'static str,
    /// The column of whose it is.
    person: &'static str,
    /// When it counts, a column or what an index is made of.
    at: &'static str,
    /// What else is read of each.
    more: &'static str,
}

/// The statement of a measure, person by person whatever SQLite would guess, with the first and last parameters of its time before those of whose it is.
fn statement(measure: &Measure, whom: &Whom, to: &str) -> String {
    let Measure { table, person, at, more } = measure;
    format!(
        "SELECT u.id, {at}{more} FROM users u CROSS JOIN {table} x WHERE x.{person} = u.id AND {at} >= ? AND {at} {to} ? AND {}",
        whom.condition
    )
}

/// Counts in the period.
struct Counting<'a> {
    spans: &'a Spans,
    whom: &'a Whom,
    counts: Counts,
}

impl Counting<'_> {
    fn run(
        &mut self,
        tx: &mut dyn Transaction,
        sql: &str,
        bounds: [Value<'static>; 2],
        read: &dyn Fn(&Spans, &mut Columns<'_>) -> Result<usize>,
        count: &dyn Fn(&mut Count, &mut Columns<'_>) -> Result<()>,
    ) -> Result<()> {
        let values: Vec<Value<'_>> = bounds.into_iter().chain(self.whom.values.iter().cloned()).collect();
        let (spans, counts) = (self.spans, &mut self.counts);
        tx.query(sql, &values, &mut |row: &dyn Row| {
            let mut columns = Columns::new(row);
            let person = columns.next()?;
            let span = read(spans, &mut columns)?;
            count(counts.at(person, span), &mut columns)?;
            Ok(true)
        })
    }

    /// What counts by an instant.
    fn by_instant(
        &mut self,
        tx: &mut dyn Transaction,
        measure: &Measure,
        count: &dyn Fn(&mut Count, &mut Columns<'_>) -> Result<()>,
    ) -> Result<()> {
        let (from, before) = self.spans.instants();
        let sql = statement(measure, self.whom, "<");
        self.run(tx, &sql, [from.into(), before.into()], &|spans, c| Ok(spans.of_instant(c.next()?)), count)
    }

    /// What counts by a day.
    fn by_day(
        &mut self,
        tx: &mut dyn Transaction,
        measure: &Measure,
        count: &dyn Fn(&mut Count, &mut Columns<'_>) -> Result<()>,
    ) -> Result<()> {
        let (from, to) = self.spans.dates();
        let sql = statement(measure, self.whom, "<=");
        self.run(tx, &sql, [from.into(), to.into()], &|spans, c| Ok(spans.of_day(c.next()?)), count)
    }
}

/// What is due in the period and was not cancelled: it was done by then, or is past due, or neither yet.
fn due(count: &mut Count, by_then: bool, past: bool) {
    count.planned += 1;
    count.done_on_time += i64::from(by_then);
    count.missed += i64::from(past && !by_then);
}

/// Counts what people did in a period (WORK-5).
pub(super) fn counts(cx: &mut Context<'_>, spans: &Spans, whom: &Whom) -> Result<Counts> {
    let (now, today, zone) = (cx.now(), cx.today()?, cx.company()?.zone.clone());
    let mut counting = Counting { spans, whom, counts: Counts::default() };
    let tx = cx.tx();
    let created = |table| Measure { table, person: "creator", at: "x.created_at", more: "" };
    counting.by_instant(tx, &created("customers"), &|count, _| {
        count.new_customers += 1;
        Ok(())
    })?;
    counting.by_instant(tx, &created("contacts"), &|count, _| {
        count.new_contacts += 1;
        Ok(())
    })?;
    counting.by_instant(tx, &created("opportunities"), &|count, _| {
        count.new_opportunities += 1;
        Ok(())
    })?;
    let due_day = Measure {
        table: "activities",
        person: "assignee",
        at: "coalesce(x.due_on, x.ends_on)",
        more: ", x.status, x.done_at, coalesce(x.due_on, x.ends_on)",
    };
    counting.by_day(tx, &due_day, &|count, c| {
        let (status, done_at, day): (String, Option<Timestamp>, Date) = (c.next()?, c.next()?, c.next()?);
        if status != "cancelled" {
            due(count, done_at.is_some_and(|at| company_date(&zone, at) <= day), today > day);
        }
        Ok(())
    })?;
    let due_instant = Measure {
        at: "coalesce(x.due_at, x.ends_at - 1)",
        more: ", x.status, x.done_at, coalesce(x.due_at, x.ends_at)",
        ..due_day
    };
    counting.by_instant(tx, &due_instant, &|count, c| {
        let (status, done_at, at): (String, Option<Timestamp>, Timestamp) = (c.next()?, c.next()?, c.next()?);
        if status != "cancelled" {
            due(count, done_at.is_some_and(|done| done <= at), now > at);
        }
        Ok(())
    })?;
    let done = Measure { table: "activities", person: "done_by", at: "x.done_at", more: ", x.kind" };
    counting.by_instant(tx, &done, &|count, c| {
        count.done += 1;
        *count.kinds.entry(c.next()?).or_default() += 1;
        Ok(())
    })?;
    let interactions = Measure { table: "interactions", person: "creator", at: "x.date", more: "" };
    counting.by_day(tx, &interactions, &|count, _| {
        count.interactions += 1;
        Ok(())
    })?;
    let closed = Measure { table: "opportunities", person: "assignee", at: "x.closed_at", more: ", x.status" };
    counting.by_instant(tx, &closed, &|count, c| {
        let status: String = c.next()?;
        count.developed += i64::from(status == "developed");
        count.failed += i64::from(status == "failed");
        Ok(())
    })?;
    let handled = Measure { table: "ticket_attempts", person: "handler", at: "x.handled_at", more: "" };
    counting.by_instant(tx, &handled, &|count, _| {
        count.tickets_handled += 1;
        Ok(())
    })?;
    Ok(counting.counts)
}
