//! What it costs to see less: `cargo bench -p crm-core --bench scope`.
//!
//! Fills a temporary file past the engine with 100,000 customers of 200 people in nested departments, with what follows
//! them and 5,000 shares; narrows one role, and has the job prepare it. Then everybody reads the same lists on the same
//! file in turn: a manager who sees all, and heads who see from one person's records to nearly all of them. Printed are the
//! manager's times, and of the others the ratios to them: of the shortest of each, since whatever else the machine does only
//! adds. `CRM_SCALE=10` fills ten times as much.

#![allow(clippy::unwrap_used, missing_docs, reason = "a program for developers")]

use std::path::Path;
use std::time::{Duration, Instant};

use crm_core::prelude::*;
use serde_json::{Value, json};

/// Times that each call is made of everybody, in turn: fewer of one that takes long.
const ROUNDS: usize = 200;
const FEWEST: usize = 5;
const LONG: Duration = Duration::from_secs(20);

/// People, and of how many each head is the head.
const PEOPLE: usize = 200;
const HEADS: [(&str, usize); 6] = [("0.5 %", 1), ("1 %", 2), ("5 %", 10), ("19 %", 38), ("48 %", 96), ("98 %", 196)];

fn call(session: &Session, operation: &str, arguments: &Value) -> Value {
    match session.call(operation, &arguments.to_string()) {
        Ok(json) => serde_json::from_str(&json).unwrap(),
        Err(error) => panic!("{operation} {arguments}: {error}"),
    }
}

/// People, departments and roles by the engine; the rest past it.
struct Company {
    crm: Crm,
    admin: Session,
    /// Who sees all, then the heads.
    viewers: Vec<(&'static str, Session)>,
    people: Vec<String>,
}

fn company(file: &Path) -> Company {
    let crm = Crm::open(file).unwrap();
    let roles = ["system_administrator", "sales_manager", "account_manager", "integration"];
    let admin = crm.session(crm.bootstrap("admin", "管理员", &roles).unwrap()).unwrap();
    let head = call(&admin, "roles.list", &json!({}));
    let manager = head.as_array().unwrap().iter().find(|role| role["name"] == "sales_manager").unwrap()["id"].clone();
    call(&admin, "roles.copy", &json!({"id": manager, "name": "head"}));
    // Nested: each head's department holds those of the heads before.
    let (mut departments, mut above) = (Vec::new(), Value::Null);
    for (name, _) in HEADS.iter().rev() {
        let made = call(&admin, "departments.create", &json!({"new": {"name": name, "parent": above}}));
        above = made["id"].clone();
        departments.push(above.clone());
    }
    departments.reverse();
    let hire = |login: &str, role: &str, department: &Value| {
        let new = json!({"login": login, "display_name": login, "roles": [role], "department": department});
        call(&admin, "users.create", &json!({"new": new}))["id"].as_str().unwrap().to_owned()
    };
    let session = |id: &str| crm.session(id.parse().unwrap()).unwrap();
    let all = hire("all", "sales_manager", &Value::Null);
    let mut viewers = vec![("all", session(&all))];
    for ((name, _), department) in HEADS.iter().zip(&departments) {
        viewers.push((name, session(&hire(&format!("head {name}"), "head", department))));
    }
    let mut people = Vec::new();
    for i in 0..PEOPLE {
        let department = HEADS.iter().position(|(_, size)| i < *size).map_or(Value::Null, |at| departments[at].clone());
        people.push(hire(&format!("person {i}"), "account_manager", &department));
    }
    Company { crm, admin, viewers, people }
}

fn fill(raw: &rusqlite::Connection, customers: usize) {
    let numbers = |last: usize| {
        format!("WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {last}) SELECT")
    };
    let uid = |kind: usize| format!("unhex(printf('019500000000700080{kind:02}%012x', i))");
    let first: i64 = raw.query_row("SELECT id FROM users WHERE login = 'person 0'", [], |row| row.get(0)).unwrap();
    let person = format!("{first} + (i * 7919) % {PEOPLE}");
    let kind = "(SELECT min(id) FROM dictionary_entries WHERE category = 'ticket_kind')";
    let region = "(SELECT min(id) FROM dictionary_entries WHERE category = 'region')";
    raw.execute_batch(&format!(
        "PRAGMA synchronous = OFF; PRAGMA cache_size = -400000; BEGIN;
         INSERT INTO customers (uid, number, complete, name, name_folded, account_manager, external_id, created_at,
             active_since, satisfaction, region)
         {} {}, i, TRUE, 'Customer ' || i || ' Ltd', 'customer ' || i || ' ltd', {person}, 'X' || i, i, '2026-11-01',
             1 + i % 5, {region} + i % 8 FROM n;
         INSERT INTO contacts (uid, customer, name, name_folded, created_at)
         {} {}, i, 'Contact ' || i, 'contact ' || i, i FROM n;
         INSERT INTO interactions (uid, customer, date, place, summary, details, created_at)
         {} {}, 1 + i % {customers}, date('2020-01-01', (i % 2000) || ' days'), 'x', 'x', 'x', i FROM n;
         INSERT INTO tickets (uid, number, kind, summary, summary_folded, customer, request, creator, created_at, status,
             archived_at)
         {} {}, i, {kind} + i % 3, 'Ticket ' || i, 'ticket ' || i, i, 'x', {person}, i, 'archived', i FROM n;
         INSERT INTO orders (uid, external_id, number, customer_external_id, customer, date, year, status, currency, total)
         {} {}, 'O' || i, i, 'X' || (1 + i % {customers}), 1 + i % {customers}, '2026-03-02', 2026, 5, 'CNY', i FROM n;
         INSERT INTO customer_totals (customer, currency, status, year, orders, amount)
         SELECT customer, currency, status, year, count(*), sum(total) FROM orders GROUP BY 1, 2, 3, 4;
         INSERT INTO customer_shares (customer, user_id, access, given_at)
         {} i * 17 % {customers} + 1, (SELECT id FROM users WHERE login = 'head ' ||
             CASE i % 6 WHEN 0 THEN '0.5 %' WHEN 1 THEN '1 %' WHEN 2 THEN '5 %' WHEN 3 THEN '19 %' WHEN 4 THEN '48 %'
             ELSE '98 %' END), 'read', 0 FROM n WHERE TRUE ON CONFLICT DO NOTHING;
         INSERT INTO customer_shares (customer, department, access, given_at)
         {} i * 19 % {customers} + 1, (SELECT min(id) FROM departments), 'read', 0 FROM n WHERE TRUE ON CONFLICT DO NOTHING;
         INSERT INTO counters (name, value) VALUES ('customer', {customers}), ('ticket', {customers});
         COMMIT",
        numbers(customers), uid(1),
        numbers(customers), uid(2),
        numbers(customers * 2), uid(3),
        numbers(customers), uid(4),
        numbers(customers * 3), uid(5),
        numbers(customers / 40),
        numbers(customers / 40),
    ))
    .unwrap();
    raw.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).unwrap();
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

/// Prints how long a call takes who sees all, and of the others how many times as long.
fn compare(company: &Company, told: &str, operation: &str, arguments: &dyn Fn(&Session) -> Value) {
    let asked: Vec<String> = company.viewers.iter().map(|(_, session)| arguments(session).to_string()).collect();
    let mut times = vec![Vec::new(); asked.len()];
    let all = Instant::now();
    for round in 0..ROUNDS + 3 {
        if round >= 3 + FEWEST && all.elapsed() > LONG {
            break;
        }
        for (at, (_, session)) in company.viewers.iter().enumerate() {
            let begun = Instant::now();
            session.call(operation, &asked[at]).unwrap();
            if round >= 3 {
                times[at].push(begun.elapsed());
            }
        }
    }
    let shortest: Vec<Duration> = times.iter().filter_map(|times| times.iter().min().copied()).collect();
    let all = shortest[0];
    let ratios: Vec<String> =
        shortest[1..].iter().map(|time| format!("{:5.2}", time.as_secs_f64() / all.as_secs_f64())).collect();
    println!("{told:<44} {:>9.1} µs  {}", all.as_secs_f64() * 1e6, ratios.join("  "));
}

/// All customers of somebody, as named records.
fn hand_over(company: &Company, from: &str, to: &str) {
    let of = json!({"filter": {"account_manager": from}, "page": {"limit": 10_000}});
    let records: Vec<Value> = call(&company.admin, "customers.list", &of)["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|customer| json!({"entity": "customer", "id": customer["id"]}))
        .collect();
    let what = json!({"from_user": from, "to_user": to, "reason": "x", "what": {"records": records}});
    let begun = Instant::now();
    call(&company.admin, "handover.run", &what);
    println!("a hand-over of {} customers: {:.2} s", records.len(), begun.elapsed().as_secs_f64());
}

fn size(file: &Path) -> f64 {
    std::fs::metadata(file).unwrap().len() as f64 / 1e6
}

fn main() {
    let scale: usize = std::env::var("CRM_SCALE").ok().and_then(|text| text.parse().ok()).unwrap_or(1);
    let customers = 100_000 * scale;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("scope.crm");
    let company = company(&file);
    let raw = rusqlite::Connection::open(&file).unwrap();
    fill(&raw, customers);
    let before = size(&file);
    let role = call(&company.admin, "roles.list", &json!({}));
    let head = role.as_array().unwrap().iter().find(|role| role["name"] == "head").unwrap()["id"].clone();
    call(&company.admin, "settings.update", &json!({"changes": {"required_customer_fields": []}}));
    for area in ["customers", "opportunities", "tickets"] {
        let levels = json!({"id": head, "area": area, "reads": "below", "writes": "department"});
        call(&company.admin, "roles.set_scope", &levels);
    }
    let begun = Instant::now();
    let runs = call(&company.admin, "jobs.run_due", &json!({}));
    let rows = runs.as_array().unwrap().iter().find(|run| run["job"] == "scope").unwrap()["changed"].clone();
    println!("preparing {customers} customers: {:.1} s, {rows} rows", begun.elapsed().as_secs_f64());
    raw.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).unwrap();
    println!(
        "file: {before:.0} MB before, {:.0} MB behind ({:+.0} %)",
        size(&file),
        (size(&file) / before - 1.0) * 100.0
    );

    let heads: Vec<String> = HEADS.iter().map(|(name, _)| format!("{name:>5}")).collect();
    println!("{:<44} {:>12}  {}", "", "all", heads.join("  "));
    let bare = |_: &Session| json!({});
    let deep = |operation: &'static str, pages: i64| {
        move |session: &Session| {
            let page = call(session, operation, &json!({"page": {"limit": pages * 50}}));
            json!({"page": {"after": page["next"]}})
        }
    };
    compare(&company, "customers.list, first page", "customers.list", &bare);
    compare(&company, "customers.list, tenth page", "customers.list", &deep("customers.list", 9));
    compare(&company, "contacts.list, first page", "contacts.list", &bare);
    compare(&company, "contacts.list, tenth page", "contacts.list", &deep("contacts.list", 9));
    compare(&company, "interactions.list, first page", "interactions.list", &bare);
    compare(&company, "interactions.list, tenth page", "interactions.list", &deep("interactions.list", 9));
    compare(&company, "tickets.list, first page", "tickets.list", &bare);
    let region = call(&company.admin, "dictionary.choices", &json!({"category": "region"}))[0]["id"].clone();
    compare(&company, "customers.list of a region", "customers.list", &|_| json!({"filter": {"region": region}}));
    compare(&company, "customers.list by a name", "customers.list", &|_| json!({"filter": {"name": "customer 777"}}));
    compare(&company, "customers.list, counted", "customers.list", &|_| json!({"page": {"limit": 1, "count": true}}));
    let newest = |session: &Session| json!({"id": call(session, "customers.list", &json!({"page": {"limit": 1}}))["items"][0]["id"]});
    compare(&company, "customers.get", "customers.get", &newest);
    let customer = call(&company.admin, "customers.list", &json!({"page": {"limit": 1}}))["items"][0]["id"].clone();
    let mut times = Vec::new();
    for i in 0..40 {
        let changes = json!({"account_manager": company.people[10 + i]});
        let begun = Instant::now();
        call(&company.admin, "customers.update", &json!({"id": customer, "changes": changes}));
        times.push(begun.elapsed());
    }
    println!("a customer given to somebody else: {:.2} ms", median(times).as_secs_f64() * 1e3);
    // The first gives the successor as much again, so that the second is of twice as many.
    for (from, to) in [(5, 6), (6, 8)] {
        hand_over(&company, &company.people[from], &company.people[to]);
    }
    let begun = Instant::now();
    let clear = json!({"id": company.people[7], "changes": {"clear": ["department"]}});
    call(&company.admin, "users.update", &clear);
    println!("somebody who holds {} customers moves: {:.2} s", customers / PEOPLE, begun.elapsed().as_secs_f64());
    compare(&company, "reports.contribution", "reports.contribution", &bare);
    compare(&company, "reports.composition", "reports.composition", &|_| json!({"by": "satisfaction"}));
    drop(company.crm);
}
