//! WORK-5, WORK-6: what people did in a time, whose rows somebody sees, and what it costs; `work_counted.rs` recounts random histories.

use crm_core::prelude::*;
use crm_core::reports::{WorkBy, WorkFigures, WorkFilter, WorkInterval, WorkStatistics};
use crm_core::roles::ScopeLevel;
use serde_json::{Value, json};

use crate::activities::task;
use crate::fill::Filled;
use crate::support::*;

fn filter(from: &str, to: &str) -> WorkFilter {
    WorkFilter { period_from: date(from), period_to: date(to), ..Default::default() }
}

pub(crate) fn statistics(session: &Session, filter: WorkFilter) -> WorkStatistics {
    session.reports().work(filter).unwrap()
}

/// The figures without those by kind, in the order of the chapter.
pub(crate) fn row(of: &WorkFigures) -> [i64; 11] {
    [
        of.new_customers,
        of.new_contacts,
        of.new_opportunities,
        of.planned,
        of.done_on_time,
        of.missed,
        of.done,
        of.interactions,
        of.developed,
        of.failed,
        of.tickets_handled,
    ]
}

// WORK-6: whose rows somebody sees; who has nothing has zeros; who is disabled is there where they did anything.
#[test]
fn whose_rows() {
    let office = Office::new();
    office.ann.customers().create(new_customer(&office.ann, "华东"), None, None).unwrap();
    let week = || filter("2026-03-02", "2026-03-08");
    let names = |session: &Session, filter: WorkFilter| -> Vec<String> {
        statistics(session, filter).rows.into_iter().filter_map(|row| row.person.map(|of| of.display_name)).collect()
    };
    let own = statistics(&office.ann, week());
    assert_eq!((own.rows.len(), own.partial, own.total.new_customers), (1, true, 1));
    assert_eq!(row(&statistics(&office.ben, week()).rows[0].figures), [0; 11]);
    let all = statistics(&office.manager, week());
    assert_eq!((all.rows.len(), all.partial), (7, false));
    assert_eq!(names(&office.executive, WorkFilter { person: office.ann.user(), ..week() }), ["安娜"]);
    assert_eq!(names(&office.ben, WorkFilter { person: office.ann.user(), ..week() }), Vec::<String>::new());
    for session in [&office.ann, &office.stranger] {
        office.admin.users().disable(user(session), None).unwrap();
    }
    let left = names(&office.manager, week());
    assert!(left.contains(&"安娜".to_owned()) && !left.contains(&"路人".to_owned()), "{left:?}");
    let role = office.admin.roles().list().unwrap().into_iter().find(|of| of.name == "sales_manager").unwrap();
    office.admin.roles().set_scope(role.id, "activities".into(), ScopeLevel::Own, ScopeLevel::Own, None).unwrap();
    assert_eq!(names(&office.manager, week()), ["韩梅梅"]);
    for (name, session) in office.everyone().into_iter().filter(|(name, _)| !["ann", "stranger"].contains(name)) {
        let may = ["manager", "ben", "executive"].contains(&name);
        assert_eq!(session.reports().work(week()).is_ok(), may, "{name}");
    }
}

// WORK-6: at most 366 days, and so many rows.
#[test]
fn periods_have_bounds() {
    let office = Office::new();
    let asked = |from: &str, to: &str| office.manager.reports().work(filter(from, to));
    assert!(asked("2024-01-01", "2024-12-31").is_ok());
    assert_eq!(invalid(asked("2024-01-01", "2025-01-01")), ["filter.period_to:too_many_days"]);
    assert_eq!(invalid(asked("2026-03-02", "2026-03-01")), ["filter.period_to:period_reversed"]);
    for i in 0..21 {
        let new = json!({"new": {"login": format!("u{i}"), "display_name": "员工", "roles": []}});
        office.admin.call("users.create", &new.to_string()).unwrap();
    }
    let days = WorkFilter { interval: Some(WorkInterval::Day), ..filter("2024-01-01", "2024-12-31") };
    assert_eq!(invalid(office.manager.reports().work(days.clone())), ["filter:too_many"]);
    assert!(office.manager.reports().work(WorkFilter { by: Some(WorkBy::Team), ..days }).is_ok());
}

// WORK-5: each day is the company's, and what ends at midnight is of the day before.
#[test]
fn days_are_the_company_s() {
    let office = Office::new();
    let kind = task(&office.ann, "", "2026-03-02").kind;
    let plan = |when: Value| {
        let mut new = json!({"kind": kind, "subject": "x"});
        new.as_object_mut().unwrap().extend(when.as_object().unwrap().clone());
        office.ann.call("activities.create", &json!({"new": new}).to_string()).unwrap();
    };
    plan(json!({"due_on": "2026-03-05"}));
    plan(json!({"starts_on": "2026-03-01", "ends_on": "2026-03-05"}));
    plan(json!({"due_at": "2026-03-05T15:59:59.999999Z"}));
    plan(json!({"starts_at": "2026-03-05T15:00:00Z", "ends_at": "2026-03-05T16:00:00Z"}));
    // It is the sixth already.
    plan(json!({"due_at": "2026-03-05T16:00:00Z"}));
    let of = |day: &str| statistics(&office.ann, filter(day, day)).rows[0].figures.clone();
    assert_eq!((of("2026-03-05").planned, of("2026-03-06").planned, of("2026-03-04").planned), (4, 1, 0));
    assert_eq!(of("2026-03-05").missed, 0);
    office.clock.set("2026-03-05T16:00:00Z");
    // A day is past when the next begins, an instant when it is.
    assert_eq!((of("2026-03-05").missed, of("2026-03-06").missed), (3, 0));
    office.clock.set("2026-03-05T16:00:00.000001Z");
    assert_eq!((of("2026-03-05").missed, of("2026-03-06").missed), (4, 1));
}

// WORK-6, PROC-10: each measure is counted along an index of its table by person and time, and reads no more where there is more
// before and behind the period.
#[test]
fn the_cost_is_that_of_the_period() {
    let (filled, statements) = Filled::watched();
    let office = &filled.office;
    office.customer();
    statements.take();
    statistics(&office.manager, filter("2026-03-02", "2026-03-08"));
    let seen = statements.take_bound();
    let connection = rusqlite::Connection::open(filled.file()).unwrap();
    let mut measures = Vec::new();
    for (sql, _) in seen.iter().filter(|(sql, _)| sql.contains(" FROM users u CROSS JOIN ")) {
        let mut statement = connection.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
        let mut rows = statement.raw_query();
        let mut lines = Vec::new();
        while let Some(row) = rows.next().unwrap() {
            lines.push(row.get::<_, String>(3).unwrap());
        }
        let own = lines.iter().find(|line| line.contains(" x ")).unwrap_or_else(|| panic!("{sql}: {lines:?}"));
        assert!(own.starts_with("SEARCH x USING ") && own.matches('?').count() >= 2, "{sql}: {lines:?}");
        measures.push(sql.clone());
    }
    assert_eq!(measures.len(), 9, "{measures:?}");
    let work = || -> i64 {
        seen.iter()
            .filter(|(sql, _)| measures.contains(sql))
            .map(|(sql, params)| crate::watch::work(&connection, sql, params).steps)
            .sum()
    };
    // Long before the period: the first few show where an index ends, thousands more cost nothing.
    let older = |rows| {
        filled.rows(
            "interactions",
            rows,
            "uid, customer, date, place, summary, details, creator, created_at",
            "UID, 1, '2025-01-01', 'x', 'x', 'x', 3, 0",
        );
        filled.rows(
            "opportunities",
            rows,
            "uid, status, customer_name, customer_name_folded, success_probability, summary, summary_folded, \
             contact_folded, description, creator, created_at, assignee, closed_at",
            "UID, 'failed', 'x', 'x', 1, 'x', 'x', '', 'x', 3, 0, 3, 0",
        );
        work()
    };
    let few = older(10);
    assert_eq!(older(5_000), few);
}
