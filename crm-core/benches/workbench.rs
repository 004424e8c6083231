//! What a day costs: `cargo bench -p crm-core --bench workbench`.
//!
//! Fills two temporary files past the engine, with 1,000 customers and with 100,000, of account managers who have twenty each, with
//! contacts, opportunities, plan items, tickets, interactions and activities. Then one of them asks for the workbench in both in turn;
//! printed are the medians and their ratio, which is to stay below 1.2 (BENCH-3). `CRM_SCALE=0.1` fills a tenth as much.

#![allow(clippy::unwrap_used, missing_docs, reason = "a program for developers")]

#[allow(dead_code, reason = "each program uses its part")]
#[path = "timing/mod.rs"]
mod timing;

use std::path::Path;

use crm_core::prelude::*;
use serde_json::{Value, json};

const SIZES: [usize; 2] = [1_000, 100_000];

/// Customers of each account manager.
const EACH: usize = 20;

/// Calls in a round.
const CALLS: usize = 20;

fn call(session: &Session, operation: &str, arguments: &Value) -> Value {
    match session.call(operation, &arguments.to_string()) {
        Ok(json) => serde_json::from_str(&json).unwrap(),
        Err(error) => panic!("{operation} {arguments}: {error}"),
    }
}

/// A company of so many customers; the session is that of its first account manager.
fn company(file: &Path, customers: usize) -> Session {
    let crm = Crm::open(file).unwrap();
    let roles = ["system_administrator", "sales_manager"];
    let admin = crm.session(crm.bootstrap("admin", "管理员", &roles).unwrap()).unwrap();
    let mut first = None;
    let people = customers.div_ceil(EACH);
    for at in 0..people {
        let new = json!({"login": format!("m{at}"), "display_name": format!("m{at}"), "roles": ["account_manager"]});
        let id = call(&admin, "users.create", &json!({"new": new}))["id"].as_str().unwrap().to_owned();
        first.get_or_insert(id);
    }
    let kind = |category: &str| call(&admin, "dictionary.choices", &json!({"category": category}))[0]["id"].clone();
    let (activity, ticket) = (kind("activity_kind"), kind("ticket_kind"));
    drop(admin);
    drop(crm);
    let raw = rusqlite::Connection::open(file).unwrap();
    let key = |id: &Value| -> i64 {
        let id: uuid::Uuid = id.as_str().unwrap().parse().unwrap();
        raw.query_row("SELECT id FROM dictionary_entries WHERE uid = ?", [id.as_bytes()], |row| row.get(0)).unwrap()
    };
    let (activity, ticket) = (key(&activity), key(&ticket));
    let zero: i64 = raw.query_row("SELECT min(id) FROM users WHERE login = 'm0'", [], |row| row.get(0)).unwrap();
    raw.execute_batch("BEGIN").unwrap();
    let rows = |table: &str, columns: &str, values: &str| {
        let uid = format!("randomblob(16) AS uid, {zero} + (i % {people})");
        let values = values.replacen("UID", &uid, 1).replace("OWNER", &format!("{zero} + (i % {people})"));
        raw.execute_batch(&format!(
            "INSERT INTO {table} ({columns}) WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n \
             WHERE i < {customers}) SELECT {values} FROM n"
        ))
        .unwrap_or_else(|error| panic!("{table}: {error}"));
    };
    let lately = "(unixepoch() - (i % 20) * 86400) * 1000000 + i";
    rows(
        "customers",
        "uid, account_manager, complete, name, name_folded, created_at, active_since, since_on, idle_since",
        "UID, TRUE, 'c' || i, 'c' || i, i, '2025-01-01', '2025-01-01', date('now', '-' || (i % 90) || ' days')",
    );
    rows(
        "contacts",
        "uid, birth_manager, customer, name, name_folded, created_at, birthday, birth_day",
        "UID, i, 'k' || i, 'k' || i, i, strftime('--%m-%d', '2026-01-01', '+' || (i * 7 % 365) || ' days'), \
         strftime('%m-%d', '2026-01-01', '+' || (i * 7 % 365) || ' days')",
    );
    rows(
        "opportunities",
        "uid, assignee, number, status, customer_name, customer_name_folded, success_probability, summary, summary_folded, \
         contact_folded, description, creator, created_at, assigned_at",
        &format!("UID, i, 'assigned', 'n', 'n', 50, 's', 's', '', 'd', OWNER, i, {lately}"),
    );
    rows(
        "plan_items",
        "uid, creator, opportunity, date, content, created_at",
        "UID, i, date('now', '-' || (i % 9) || ' days'), 'p', i",
    );
    rows(
        "tickets",
        "uid, assignee, number, status, kind, summary, summary_folded, customer, request, creator, created_at, handler, handled_at",
        &format!(
            "UID, i, CASE i % 2 WHEN 0 THEN 'assigned' ELSE 'archived' END, {ticket}, 't', 't', i, 'r', OWNER, i, OWNER, {lately}"
        ),
    );
    rows(
        "interactions",
        "uid, creator, customer, date, place, summary, details, created_at",
        "UID, i, date('now', '-' || (i % 20) || ' days'), 'p', 's', 'd', i",
    );
    rows(
        "activities",
        "uid, assignee, number, kind, subject, subject_folded, priority, status, due_at, time_zone, created_at, personal, \
         begins_at, until_at, overdue_at, stage, turn",
        &format!(
            "UID, i, {activity}, 'a', 'a', 'normal', 'planned', {lately}, 'Asia/Shanghai', 0, FALSE, {lately}, {lately}, \
             {lately}, 0, {lately}"
        ),
    );
    raw.execute_batch(
        "INSERT INTO activity_people (person, stage, turn, activity) SELECT assignee, 0, turn, id FROM activities; COMMIT",
    )
    .unwrap();
    drop(raw);
    let crm = Crm::open(file).unwrap();
    crm.session(first.unwrap().parse().unwrap()).unwrap()
}

fn main() {
    let scale: f64 = std::env::var("CRM_SCALE").ok().and_then(|scale| scale.parse().ok()).unwrap_or(1.0);
    let folder = tempfile::tempdir().unwrap();
    let [small, large] = SIZES.map(|size| {
        let customers = ((size as f64 * scale) as usize).max(EACH);
        (customers, company(&folder.path().join(format!("{size}.crm")), customers))
    });
    let ask = |session: &Session| drop(call(session, "bench.today", &json!({})));
    let (few, many, ratio) = timing::alternate(CALLS, &mut |_| ask(&small.1), &mut |_| ask(&large.1));
    println!("{} customers: {few:.0} µs a workbench; {}: {many:.0} µs; {:.2} times", small.0, large.0, 1.0 / ratio);
}
