//! The sections of the workbench as a table (BENCH-1): of each its name, the right without which it is absent, whether it is of the
//! caller alone, and what finds it. Another one is another entry.

use std::collections::BTreeMap;

use chrono::{Datelike, Days};

use super::store::{self, Line, Question, When};
use super::types::*;
use super::waiting;
use crate::activities::{Activity, ActivityFilter, ActivityStatus};
use crate::customers::forgotten::Forgotten;
use crate::engine::calendar::day_start;
use crate::engine::clock::{Date, Timestamp};
use crate::engine::error::Result;
use crate::engine::gate::{Context, Entity};
use crate::engine::ids::{RecordId, UserId};
use crate::engine::page::{COUNT_LIMIT, PageRequest, Total};
use crate::engine::value::{ObjectRef, Values};
use crate::{activities, notifications, settings};

/// How many days back what was given to somebody, or done by them, is told; and how many ahead what is planned.
const WEEK: u64 = 7;

/// What is asked of every section.
pub(super) struct Asked {
    /// Whose workbench it is.
    pub(super) key: i64,
    pub(super) person: UserId,
    /// Whether that is somebody else than who asks.
    pub(super) another: bool,
    pub(super) today: Date,
    /// The first instant of the day a week ago.
    pub(super) since: Timestamp,
    pub(super) now: Timestamp,
    pub(super) rows: usize,
}

/// What a section has.
pub(super) struct Found {
    pub(super) rows: Vec<BenchRow>,
    pub(super) total: Total,
}

/// A section.
pub(super) struct Section {
    pub(super) name: &'static str,
    /// The kind of record whose list one must hold; none where everybody has the section.
    pub(super) right: Option<Entity>,
    /// Whether it is absent where another is asked for.
    pub(super) own: bool,
    /// Finds it; none where something else keeps the caller from it.
    pub(super) find: fn(&mut Context<'_>, &Asked) -> Result<Option<Found>>,
}

impl Section {
    const fn of(
        name: &'static str,
        right: Option<Entity>,
        find: fn(&mut Context<'_>, &Asked) -> Result<Option<Found>>,
    ) -> Section {
        Section { name, right, own: false, find }
    }

    /// One that everybody has, of themselves alone.
    const fn own(name: &'static str, find: fn(&mut Context<'_>, &Asked) -> Result<Option<Found>>) -> Section {
        Section { name, right: None, own: true, find }
    }
}

/// All of them, in their order.
pub(super) static SECTIONS: &[Section] = &[
    Section::of("overdue", None, overdue),
    Section::of("today", None, today),
    Section::of("coming", None, coming),
    Section::own("approvals", waiting::approvals),
    Section::own("returned", waiting::returned),
    Section::of("opportunities", Some(Entity::OPPORTUNITY), opportunities),
    Section::of("plan_items", Some(Entity::OPPORTUNITY), plan_items),
    Section::of("tickets", Some(Entity::TICKET), tickets),
    Section::of("warnings", Some(Entity::WARNING), warnings),
    Section::of("forgotten", Some(Entity::CUSTOMER), forgotten),
    Section::of("birthdays", Some(Entity::CONTACT), birthdays),
    Section::of("recent", Some(Entity::CUSTOMER), recent),
    Section::of("served", Some(Entity::TICKET), served),
    Section::own("notifications", unread),
    Section::own("reports", waiting::reports),
];

impl Asked {
    /// By the company's clock, at the call's instant.
    pub(super) fn of(cx: &mut Context<'_>, (key, person): (i64, UserId), rows: usize) -> Result<Asked> {
        let (today, now, another) = (cx.today()?, cx.now(), cx.actor_id() != Some(person));
        let since = day_start(&cx.company()?.zone, before(today));
        Ok(Asked { key, person, another, today, since, now, rows })
    }

    /// The request of a page that is counted.
    pub(super) fn page(&self) -> Option<PageRequest> {
        let limit = i64::try_from(self.rows.max(1)).ok();
        Some(PageRequest { after: None, limit, count: Some(true) })
    }
}

/// The day a week before.
fn before(day: Date) -> Date {
    day.checked_sub_days(Days::new(WEEK)).unwrap_or(day)
}

fn later(day: Date, days: u64) -> Date {
    day.checked_add_days(Days::new(days)).unwrap_or(day)
}

fn overdue(cx: &mut Context<'_>, asked: &Asked) -> Result<Option<Found>> {
    planned(cx, asked, ActivityFilter { overdue: Some(true), ..ActivityFilter::default() })
}

/// What is overdue stands there alone.
fn today(cx: &mut Context<'_>, asked: &Asked) -> Result<Option<Found>> {
    within(cx, asked, (asked.today, asked.today))
}

fn coming(cx: &mut Context<'_>, asked: &Asked) -> Result<Option<Found>> {
    within(cx, asked, (later(asked.today, 1), later(asked.today, WEEK)))
}

fn within(cx: &mut Context<'_>, asked: &Asked, (from, to): (Date, Date)) -> Result<Option<Found>> {
    let days = ActivityFilter { day_from: Some(from), day_to: Some(to), ..ActivityFilter::default() };
    planned(cx, asked, ActivityFilter { overdue: Some(false), ..days })
}

fn planned(cx: &mut Context<'_>, asked: &Asked, filter: ActivityFilter) -> Result<Option<Found>> {
    let (person, status) = (Some(asked.person), Some(ActivityStatus::Planned));
    let page = activities::rules::list(cx, &Some(ActivityFilter { person, status, ..filter }), &asked.page())?;
    let rows = page.items.into_iter().take(asked.rows).map(of_activity).collect();
    Ok(Some(Found { rows, total: page.total.unwrap_or(NONE) }))
}

const NONE: Total = Total { count: 0, more: false };

fn of_activity(activity: Activity) -> BenchRow {
    let record = ObjectRef {
        object: Entity::ACTIVITY.as_str().to_owned(),
        id: RecordId(activity.id.0),
        title: Some(activity.subject),
    };
    let (day, at) = (activity.due_on.or(activity.starts_on), activity.due_at.or(activity.starts_at));
    BenchRow { day, at, about: activity.main, ..bare(record) }
}

pub(super) fn bare(record: ObjectRef) -> BenchRow {
    BenchRow { record, day: None, at: None, about: None, values: Values::default(), withheld: Vec::new() }
}

/// What the rows of a question are: their object, its table where that gives titles, and the table of what they are about.
struct Rows {
    entity: Entity,
    object: Entity,
    titles: Option<&'static str>,
    about: Option<&'static str>,
}

const OPPORTUNITIES: &str = "opportunities";
const TICKETS: &str = "tickets";
const CUSTOMERS: &str = "customers";
const CONTACTS: &str = "contacts";

fn opportunities(cx: &mut Context<'_>, asked: &Asked) -> Result<Option<Found>> {
    let rows = Rows {
        entity: Entity::OPPORTUNITY,
        object: Entity::OPPORTUNITY,
        titles: Some(OPPORTUNITIES),
        about: Some(CUSTOMERS),
    };
    listed(cx, asked, &rows, store::opportunities(asked.key, asked.since)).map(Some)
}

fn plan_items(cx: &mut Context<'_>, asked: &Asked) -> Result<Option<Found>> {
    let rows =
        Rows { entity: Entity::OPPORTUNITY, object: Entity::PLAN_ITEM, titles: None, about: Some(OPPORTUNITIES) };
    listed(cx, asked, &rows, store::plan_items(asked.key, asked.today)).map(Some)
}

/// Tickets, about their customers.
const TICKET_ROWS: Rows =
    Rows { entity: Entity::TICKET, object: Entity::TICKET, titles: Some(TICKETS), about: Some(CUSTOMERS) };

fn tickets(cx: &mut Context<'_>, asked: &Asked) -> Result<Option<Found>> {
    listed(cx, asked, &TICKET_ROWS, store::tickets(asked.key)).map(Some)
}

fn served(cx: &mut Context<'_>, asked: &Asked) -> Result<Option<Found>> {
    listed(cx, asked, &TICKET_ROWS, store::served(asked.key, asked.since)).map(Some)
}

fn warnings(cx: &mut Context<'_>, asked: &Asked) -> Result<Option<Found>> {
    let rows = Rows { entity: Entity::WARNING, object: Entity::WARNING, titles: None, about: Some(CUSTOMERS) };
    listed(cx, asked, &rows, store::warnings(asked.key)).map(Some)
}

/// Customers, about nothing else.
const CUSTOMER_ROWS: Rows =
    Rows { entity: Entity::CUSTOMER, object: Entity::CUSTOMER, titles: Some(CUSTOMERS), about: None };

fn forgotten(cx: &mut Context<'_>, asked: &Asked) -> Result<Option<Found>> {
    let condition = Forgotten::today(cx)?.condition();
    listed(cx, asked, &CUSTOMER_ROWS, store::forgotten(asked.key, condition)).map(Some)
}

fn recent(cx: &mut Context<'_>, asked: &Asked) -> Result<Option<Found>> {
    let days = (before(asked.today), asked.today);
    let question = store::recent(asked.key, asked.another, (asked.since, asked.now), days);
    listed(cx, asked, &CUSTOMER_ROWS, question).map(Some)
}

/// BENCH-2. Whoever does not read birthdays may not infer them.
fn birthdays(cx: &mut Context<'_>, asked: &Asked) -> Result<Option<Found>> {
    if !cx.rights().to(Entity::CONTACT.as_str(), "birthday").reads() {
        return Ok(None);
    }
    let days = settings::rules::of(cx)?.birthday_days;
    let to = later(asked.today, u64::try_from(days).unwrap_or_default());
    let rows =
        Rows { entity: Entity::CONTACT, object: Entity::CONTACT, titles: Some(CONTACTS), about: Some(CUSTOMERS) };
    let mut found = Found { rows: Vec::new(), total: NONE };
    for (year, from, to) in stretches(asked.today, to) {
        let left = Asked { rows: asked.rows - found.rows.len().min(asked.rows), ..*asked };
        let Found { rows: more, total } = in_year(cx, &left, &rows, year, store::birthdays(asked.key, from, to))?;
        found.rows.extend(more);
        let count = found.total.count + total.count;
        let more = found.total.more || total.more || count > COUNT_LIMIT;
        found.total = Total { count: count.min(COUNT_LIMIT), more };
    }
    Ok(Some(found))
}

/// The days of the year between two days, each stretch with its year. In a common year 29 February is kept on the 28th.
fn stretches(from: Date, to: Date) -> Vec<(i32, String, String)> {
    let of = |day: Date| format!("{:02}-{:02}", day.month(), day.day());
    let last = |day: Date| if of(day) == "02-28" && !day.leap_year() { "02-29".to_owned() } else { of(day) };
    if from.year() == to.year() {
        return vec![(from.year(), of(from), last(to))];
    }
    vec![(from.year(), of(from), "12-31".to_owned()), (to.year(), "01-01".to_owned(), last(to))]
}

/// The day of a year on which a day of the year is kept.
fn kept_on(year: i32, of_year: &str) -> Option<Date> {
    let (month, day) = of_year.split_once('-')?;
    let (month, day) = (month.parse().ok()?, day.parse().ok()?);
    Date::from_ymd_opt(year, month, day).or_else(|| Date::from_ymd_opt(year, month, 28))
}

fn listed(cx: &mut Context<'_>, asked: &Asked, rows: &Rows, question: Question<'_>) -> Result<Found> {
    in_year(cx, asked, rows, asked.today.year(), question)
}

/// The rows of a question as the caller is told of them.
fn in_year(cx: &mut Context<'_>, asked: &Asked, of: &Rows, year: i32, question: Question<'_>) -> Result<Found> {
    let visible = cx.visibility(&of.entity)?;
    let (lines, total) = store::ask(cx.tx(), &visible, question, asked.rows)?;
    let titles = called(cx, of.titles, lines.iter().map(|line| line.id))?;
    let mut about = called(cx, of.about, lines.iter().filter_map(|line| line.about))?;
    let told = |line: Line| {
        let title = titles.get(&line.id).and_then(|told| told.title.clone()).or(line.title);
        let row = bare(ObjectRef { object: of.object.as_str().to_owned(), id: line.id, title });
        let (day, at) = match line.when {
            When::Day(day) => (Some(day), None),
            When::At(at) => (None, Some(at)),
            When::OfYear(day) => (kept_on(year, &day), None),
        };
        let about = line.about.and_then(|id| about.get_mut(&id).cloned());
        BenchRow { day, at, about, ..row }
    };
    let rows = lines.into_iter().map(told).collect();
    Ok(Found { rows, total })
}

/// Records of a table as the caller reads them.
fn called(
    cx: &mut Context<'_>,
    home: Option<&str>,
    ids: impl Iterator<Item = RecordId>,
) -> Result<BTreeMap<RecordId, ObjectRef>> {
    let mut ids: Vec<RecordId> = ids.collect();
    ids.sort_unstable();
    ids.dedup();
    match home {
        Some(home) if !ids.is_empty() => cx.read_among(home, &ids),
        _ => Ok(BTreeMap::new()),
    }
}

fn unread(cx: &mut Context<'_>, asked: &Asked) -> Result<Option<Found>> {
    let page = notifications::rules::list(cx, &true, &asked.page())?;
    let told = page.items.into_iter().take(asked.rows).map(|one| {
        let record = ObjectRef { object: "notification".to_owned(), id: RecordId(one.id.0), title: Some(one.text) };
        BenchRow { at: Some(one.created_at), about: one.record, ..bare(record) }
    });
    let rows = told.collect();
    Ok(Some(Found { rows, total: page.total.unwrap_or(NONE) }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on(text: &str) -> Date {
        text.parse().expect("a day")
    }

    // BENCH-2: the days wrap the year's end, and 29 February is kept on the 28th where there is none.
    #[test]
    fn birthdays_are_stretches_of_the_year() {
        for (from, to, wanted) in [
            ("2026-03-02", "2026-03-09", vec![(2026, "03-02", "03-09")]),
            ("2026-12-28", "2027-01-04", vec![(2026, "12-28", "12-31"), (2027, "01-01", "01-04")]),
            ("2026-12-24", "2026-12-31", vec![(2026, "12-24", "12-31")]),
            ("2026-02-21", "2026-02-28", vec![(2026, "02-21", "02-29")]),
            ("2028-02-21", "2028-02-28", vec![(2028, "02-21", "02-28")]),
            ("2026-02-28", "2026-03-07", vec![(2026, "02-28", "03-07")]),
            ("2026-03-01", "2026-03-08", vec![(2026, "03-01", "03-08")]),
        ] {
            let wanted: Vec<_> = wanted.into_iter().map(|(year, a, b)| (year, a.to_owned(), b.to_owned())).collect();
            assert_eq!(stretches(on(from), on(to)), wanted, "{from} {to}");
        }
        for (year, of_year, day) in
            [(2026, "02-29", "2026-02-28"), (2028, "02-29", "2028-02-29"), (2026, "12-31", "2026-12-31")]
        {
            assert_eq!(kept_on(year, of_year), Some(on(day)));
        }
    }
}
