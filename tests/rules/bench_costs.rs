//! BENCH-3, PROC-10: what the workbench costs depends on what it shows and counts, not on how large the company is.

use serde_json::json;

use crate::fill::Filled;
use crate::support::*;
use crate::watch::{Statements, work};

/// How many of everything ann has.
const HERS: usize = 40;

/// Fills a company with `customers` customers of ben's, with what follows each, and `HERS` of ann's: whatever a section tells.
fn company(customers: usize) -> (Filled, Statements) {
    let (filled, seen) = Filled::watched();
    let office = &filled.office;
    let of = |table: &str, id: uuid::Uuid| -> i64 {
        let sql = format!("SELECT id FROM {table} WHERE uid = ?");
        filled.raw.query_row(&sql, [id.as_bytes()], |row| row.get(0)).unwrap()
    };
    let kind = of("dictionary_entries", entry(&office.ann, "activity_kind", "任务").0);
    let ticket = of("dictionary_entries", entry(&office.ann, "ticket_kind", "咨询").0);
    let (ann, ben) = (of("users", user(&office.ann).0), of("users", user(&office.ben).0));
    filled.raw.execute_batch("BEGIN").unwrap();
    for (person, rows) in [(ann, HERS), (ben, customers)] {
        let at = |table: &str| filled.count(table);
        let (c, a, o) = (at("customers"), at("activities"), at("opportunities"));
        let day = "date('2026-01-01', '+' || (i % 50) || ' days')";
        let instant = |days: &str| format!("(unixepoch('2026-03-02 04:00') + ({days}) * 86400) * 1000000 + i");
        filled.rows(
            "customers",
            rows,
            "uid, complete, name, name_folded, account_manager, created_at, active_since, since_on, idle_since",
            &format!("UID, TRUE, 'c' || i, 'c' || i, {person}, i, '2025-01-01', '2025-01-01', {day}"),
        );
        filled.rows(
            "contacts",
            rows,
            "uid, customer, name, name_folded, created_at, birthday, birth_day, birth_manager",
            &format!(
                "UID, {c} + i, 'k' || i, 'k' || i, i, strftime('--%m-%d', '2026-01-01', '+' || (i * 7 % 365) || ' days'), \
                 strftime('%m-%d', '2026-01-01', '+' || (i * 7 % 365) || ' days'), {person}"
            ),
        );
        filled.rows(
            "opportunities",
            rows,
            "uid, number, status, customer_name, customer_name_folded, success_probability, summary, summary_folded, \
             contact_folded, description, creator, created_at, assignee, assigned_at",
            &format!(
                "UID, {o} + i, 'assigned', 'n', 'n', 50, 's', 's', '', 'd', {person}, i, {person}, {}",
                instant("-(i % 20)")
            ),
        );
        filled.rows(
            "plan_items",
            rows,
            "uid, opportunity, date, content, created_at",
            &format!("UID, {o} + i, {day}, 'p', i"),
        );
        filled.rows(
            "tickets",
            rows,
            "uid, number, status, kind, summary, summary_folded, customer, request, creator, created_at, assignee, handler, \
             handled_at",
            &format!(
                "UID, {} + i, CASE i % 2 WHEN 0 THEN 'assigned' ELSE 'archived' END, {ticket}, 't', 't', {c} + i, 'r', \
                 {person}, i, {person}, {person}, {}",
                at("tickets"),
                instant("-(i % 20)")
            ),
        );
        filled.rows(
            "churn_warnings",
            rows,
            "uid, status, customer, account_manager, warned_at",
            &format!("UID, 'warned', {c} + i, {person}, i"),
        );
        filled.rows(
            "interactions",
            rows,
            "uid, customer, date, place, summary, details, creator, created_at",
            &format!("UID, {c} + i, date('2026-03-02', '-' || (i % 20) || ' days'), 'p', 's', 'd', {person}, i"),
        );
        // One of three is overdue, one of three lies ahead, one was done.
        let begins = instant("CASE i % 3 WHEN 0 THEN -9 WHEN 1 THEN i % 10 ELSE -(i % 20) END");
        let stage = "CASE i % 3 WHEN 2 THEN 1 ELSE 0 END";
        let turn = format!("CASE i % 3 WHEN 2 THEN -({begins}) ELSE {begins} END");
        filled.rows(
            "activities",
            rows,
            "uid, number, kind, subject, subject_folded, priority, status, due_at, time_zone, assignee, creator, created_at, \
             personal, done_at, done_by, begins_at, until_at, overdue_at, stage, turn, last_on",
            &format!(
                "UID, {a} + i, {kind}, 'a', 'a', 'normal', CASE i % 3 WHEN 2 THEN 'done' ELSE 'planned' END, {begins}, \
                 'Asia/Shanghai', {person}, {person}, 0, 0, CASE i % 3 WHEN 2 THEN {begins} END, \
                 CASE i % 3 WHEN 2 THEN {person} END, {begins}, {begins}, \
                 CASE i % 3 WHEN 2 THEN NULL ELSE {begins} END, {stage}, {turn}, '2026-03-01'"
            ),
        );
        filled.rows(
            "activity_people",
            rows,
            "person, stage, turn, activity",
            &format!("{person}, {stage}, {turn}, {a} + i"),
        );
        filled.rows(
            "activity_records",
            rows,
            "activity, nth, home, record, stage, turn, last_on, customer",
            &format!(
                "{a} + i, 0, 'customers', (SELECT x.uid FROM customers x WHERE x.id = {c} + i), {stage}, {turn}, \
                 '2026-03-01', {c} + i"
            ),
        );
        filled.rows(
            "notifications",
            rows,
            "uid, user_id, place, kind, home, record, created_at",
            &format!(
                "UID, {person}, {c} + 1000 + i, 'deleted', 'customers', (SELECT x.uid FROM customers x WHERE x.id = {c} + i), i"
            ),
        );
    }
    waiting(&filled, [(ann, ben, HERS), (ben, ann, customers)]);
    filled.raw.execute_batch("COMMIT").unwrap();
    (filled, seen)
}

/// Fills in, for each person, requests that they are to decide, their own that came back among others that did not, and reports that
/// are drafts among others that are not.
fn waiting(filled: &Filled, people: [(i64, i64, usize); 2]) {
    let content = r#"'{"object":"customer","operation":"update","steps":[]}'"#;
    for (person, other, rows) in people {
        for (submitter, holder, status) in
            [(other, person, "pending"), (person, other, "returned"), (person, other, "rejected")]
        {
            let at = filled.count("approvals");
            filled.rows(
                "approvals",
                rows,
                "uid, number, home, object, record, operation, arguments, submitter, chosen, flow, flow_name, flow_version, content, \
                 kept, status, round, step, created_at",
                &format!(
                    "UID, {at} + i, 'customers', 'customer', randomblob(16), 'update', '{{}}', {submitter}, '[]', zeroblob(16), 'f', \
                     1, {content}, '{{}}', '{status}', 1, 1, i"
                ),
            );
            let of = "(SELECT x.id FROM approvals x WHERE x.id =";
            let open = if status == "pending" { "open" } else { "void" };
            filled.rows(
                "approval_sign_offs",
                rows,
                "uid, approval, round, step, place, holder, status, opened_at",
                &format!("UID, {of} {at} + i), 1, 1, 1, {holder}, '{open}', i"),
            );
            filled.rows(
                "approval_events",
                rows,
                "approval, round, step, kind, happened_at",
                &format!("{of} {at} + i), 1, 0, 'submitted', i"),
            );
        }
        let at = filled.count("work_reports");
        filled.rows(
            "work_reports",
            rows,
            "uid, number, author, kind, period_from, status, created_at, format",
            &format!(
                "UID, {at} + i, {person}, 'daily', date('2026-02-27', '-' || i || ' days'), CASE i % 2 WHEN 0 THEN 'draft' ELSE 'submitted' END, \
                 i, 1"
            ),
        );
    }
}

/// What ann's workbench takes, in statements and steps of SQLite's machine; and what it tells.
fn cost(filled: &Filled, seen: &Statements) -> (usize, i64, serde_json::Value) {
    let call = || filled.office.ann.call("bench.today", &json!({"rows": 20}).to_string()).unwrap();
    call();
    seen.take();
    let told = serde_json::from_str(&call()).unwrap();
    let (mut statements, mut steps) = (0, 0);
    for (sql, params) in seen.take_bound() {
        statements += 1;
        steps += work(&filled.raw, &sql, &params).steps;
    }
    (statements, steps, told)
}

// BENCH-3: a hundred times as many customers cost no more than a fifth more.
#[test]
fn the_size_of_the_company_costs_nothing() {
    let costs = [1_000, 100_000].map(|customers| {
        let (filled, seen) = company(customers);
        let (statements, steps, told) = cost(&filled, &seen);
        // Each section has something to tell.
        let counts: Vec<i64> =
            told["sections"].as_array().unwrap().iter().map(|s| s["total"]["count"].as_i64().unwrap()).collect();
        assert_eq!(counts.len(), 15);
        assert!(counts.iter().all(|count| *count > 0), "{told}");
        (statements, steps, counts)
    });
    let [(few, small, least), (many, large, most)] = costs;
    assert_eq!((few, least), (many, most));
    assert!((large as f64) <= small as f64 * 1.2, "{small} steps with 1,000 customers, {large} with 100,000");
}

// PROC-10: each section reads along an index, for its rows and for its count; what grows is scanned by none.
#[test]
fn every_section_goes_along_an_index() {
    let (filled, seen) = company(50);
    cost(&filled, &seen);
    seen.take();
    filled.office.ann.call("bench.today", &json!({"rows": 20}).to_string()).unwrap();
    filled.office.ann.call("bench.today", &json!({"rows": 0}).to_string()).unwrap();
    let grows = [
        "activities",
        "activity_people",
        "activity_records",
        "opportunities",
        "plan_items",
        "tickets",
        "churn_warnings",
        "customers",
        "contacts",
        "interactions",
        "notifications",
        "approvals",
        "approval_sign_offs",
        "approval_events",
        "work_reports",
    ];
    let mut entered = std::collections::BTreeSet::new();
    for sql in seen.take().into_iter().filter(|sql| grows.iter().any(|table| sql.contains(&format!(" {table} ")))) {
        let mut plan = filled.raw.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
        let mut rows = plan.raw_query();
        while let Some(row) = rows.next().unwrap() {
            let line: String = row.get(3).unwrap();
            let of_ours = line.starts_with("SCAN")
                && !["t", "r", "counted", "touched"].iter().any(|name| line == format!("SCAN {name}"));
            assert!(!of_ours || line.contains("CONSTANT") || line.contains("(subquery"), "{sql}: {line}");
            entered.extend(line.split_once("INDEX ").map(|(_, rest)| rest.split(' ').next().unwrap().to_owned()));
        }
    }
    for index in [
        "opportunities_assigned",
        "plan_items_open",
        "tickets_to_handle",
        "tickets_handled",
        "customers_forgotten",
        "contacts_birthdays",
        "churn_warnings_open",
        "activities_done",
        "interactions_creator",
        "notifications_unread",
        "approvals_returned",
        "approval_sign_offs_holder",
        "approval_events_approval",
        "work_reports_drafts",
    ] {
        assert!(entered.contains(index), "{index}: {entered:?}");
    }
}
