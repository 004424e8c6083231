//! The check compares derived data in constant memory, all of them wrong too (MAINT-1).

use std::process::Command;

use crm_core::prelude::*;

use crate::rise;

/// Says to a process of its own over how many customers to measure.
const MEASURE: &str = "CRM_MEASURE_CHECK";

/// What ten times the rows may take more than they did: a part of what SQLite keeps of the file.
const GROWTH: i64 = 6 * 1024 * 1024;

/// So many customers with eight orders each, in eight years; nothing that follows from the orders is there.
fn fill(file: &std::path::Path, customers: usize) {
    let raw = rusqlite::Connection::open(file).unwrap();
    let numbers = |last: usize| {
        format!("WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {last}) SELECT")
    };
    let uid = |kind: usize| format!("unhex(printf('019500000000700080{kind:02}%012x', i))");
    raw.execute_batch(&format!(
        "PRAGMA synchronous = OFF; BEGIN;
         INSERT INTO customers (uid, complete, name, name_folded, external_id, created_at, active_since)
         {} {}, TRUE, 'C' || i, 'x', 'X' || i, 0, '2026-03-02' FROM n;
         INSERT INTO orders (uid, external_id, number, customer_external_id, customer, date, year, status, currency, total)
         {} {}, 'O' || i, i, 'X' || (1 + i / 8), 1 + i / 8, (2010 + i % 8) || '-03-02', 2010 + i % 8, 5, 'CNY', i FROM n;
         COMMIT",
        numbers(customers),
        uid(1),
        numbers(customers * 8 - 1),
        uid(2),
    ))
    .unwrap();
}

fn measure(customers: usize) -> i64 {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("company.crm");
    let crm = Crm::open(&file).unwrap();
    let admin = crm.bootstrap("admin", "admin", &["system_administrator"]).unwrap();
    let session = crm.session(admin).unwrap();
    fill(&file, customers);
    let (rise, report) = rise(|| session.maintenance().check().unwrap());
    // Who is complete, the folded names, by what they are found, and dates and sums, of which a hundred findings are told.
    assert_eq!(report.findings.len(), 1 + 1 + 1 + 101, "{:?}", report.findings.iter().step_by(50).collect::<Vec<_>>());
    let untold = format!("and {} more of the kind", customers * 9 - 1 - 100);
    assert!(report.findings.contains(&untold), "{untold}");
    rise
}

fn measured(customers: usize) -> i64 {
    let mut child = Command::new(std::env::current_exe().unwrap());
    child.args(["check::memory_does_not_grow_with_the_data", "--exact", "--nocapture"]);
    let output = child.env(MEASURE, customers.to_string()).output().unwrap();
    let told = String::from_utf8_lossy(&output.stdout);
    let rise = told.lines().find_map(|line| line.split_once("rise ")).map(|(_, rise)| rise.trim().parse().unwrap());
    let rise: i64 = rise.unwrap_or_else(|| panic!("{told}{}", String::from_utf8_lossy(&output.stderr)));
    println!("check: {customers} customers, {:.1} MiB above the start", rise as f64 / 1024.0 / 1024.0);
    rise
}

#[test]
fn memory_does_not_grow_with_the_data() {
    if let Ok(customers) = std::env::var(MEASURE) {
        return println!("rise {}", measure(customers.parse().unwrap()));
    }
    let (small, large) = (measured(4_000), measured(40_000));
    assert!(large < small + GROWTH, "{small} for a tenth of the rows, {large} for all");
}
