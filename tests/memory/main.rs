//! Streaming: an import's memory does not grow with its file. Each import has a process of its own: memory is the
//! process's, and what an earlier one gave back to the heap would hide what a later one takes.
//!
//! `CRM_IMPORT_LINES=1000000 cargo test --release -p crm-core --test memory -- --nocapture` measures a file of the largest
//! size; without it a smaller one is held to the same bound, and to what a quarter of it took.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, missing_docs, reason = "tests")]

mod check;
mod files;

use std::fmt::Write;
use std::process::Command;

use crm_core::Bytes;
use crm_core::imports::{FieldMapping, ImportOptions};
use crm_core::prelude::*;

/// What an import may take beside its files.
const BOUND: i64 = 60 * 1024 * 1024;

/// What four times the lines may take more than they did.
const GROWTH: i64 = 8 * 1024 * 1024;

/// A line of the process's status, in bytes.
fn status(name: &str) -> i64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with(name)).unwrap();
    line.split_whitespace().nth(1).unwrap().parse::<i64>().unwrap() * 1024
}

/// How far the resident memory rose above where it stood, at its highest.
fn rise<T>(work: impl FnOnce() -> T) -> (i64, T) {
    // The highest mark begins anew here.
    std::fs::write("/proc/self/clear_refs", "5").unwrap();
    let before = status("VmRSS:");
    let result = work();
    (status("VmHWM:") - before, result)
}

fn column(field: &str, column: &str) -> FieldMapping {
    FieldMapping { field: field.into(), column: Some(column.into()), ..Default::default() }
}

fn constant(field: &str, value: &str) -> FieldMapping {
    FieldMapping { field: field.into(), constant: Some(value.into()), ..Default::default() }
}

/// About 67 bytes a line, so that a million is 64 MiB.
fn file(lines: usize) -> Vec<u8> {
    let mut text = String::with_capacity(lines * 67 + 100);
    text.push_str("no,name,price,day,phone,remarks\n");
    for i in 0..lines {
        let _ = writeln!(
            text,
            "N{:07},轴承 {i:07},{}.25,{:04}-03-{:02},021-{i:07},ok",
            i / 2 * 2,
            i % 900,
            2000 + i / 5_000,
            i % 28 + 1
        );
    }
    text.into_bytes()
}

/// One kind of import; what it did to memory, and how many lines it read.
type Import = fn(&Session, Vec<u8>) -> (i64, i64);

fn products(session: &Session, file: Vec<u8>) -> (i64, i64) {
    let mapping = vec![column("external_id", "no"), column("name", "name"), column("price", "price")];
    let (rise, report) = rise(|| session.imports().products(Bytes(file), mapping, None).unwrap());
    assert_eq!(report.refused, 0);
    (rise, report.read)
}

fn customers(session: &Session, file: Vec<u8>) -> (i64, i64) {
    let mapping = vec![
        column("external_id", "no"),
        column("name", "name"),
        column("phone", "phone"),
        column("contact.name", "name"),
        column("contact.office_phone", "phone"),
        // New items all along.
        column("level", "day"),
    ];
    let options = ImportOptions { create_entries: Some(true), ..Default::default() };
    let (rise, report) = rise(|| session.imports().customers(Bytes(file), mapping, Some(options), None).unwrap());
    assert_eq!(report.refused, 0);
    (rise, report.read)
}

fn orders(session: &Session, file: Vec<u8>) -> (i64, i64) {
    let mapping = vec![
        column("external_id", "no"),
        column("customer_external_id", "no"),
        constant("date", "2026-03-02"),
        constant("status", "5"),
    ];
    let lines = vec![
        column("order", "no"),
        column("product_name", "name"),
        column("unit_price", "price"),
        constant("quantity", "2"),
    ];
    let second = file.clone();
    let (rise, report) = rise(|| session.imports().orders(Bytes(file), mapping, Bytes(second), lines, None).unwrap());
    assert_eq!((report.refused, report.repeated), (0, report.created));
    (rise, report.read)
}

/// A file that is wrong in every line.
fn refused(session: &Session, file: Vec<u8>) -> (i64, i64) {
    let mapping = vec![column("external_id", "no"), column("name", "name"), column("price", "phone")];
    let (rise, report) = rise(|| session.imports().products(Bytes(file), mapping, None).unwrap());
    assert_eq!(report.refused, report.read);
    (rise, report.read)
}

/// Says to a process of its own which import to measure, and of how many lines.
const MEASURE: &str = "CRM_MEASURE_IMPORT";

const KINDS: [(&str, Import); 4] =
    [("products", products), ("orders", orders), ("refused", refused), ("customers", customers)];

/// Measures one import in this process.
fn measure(name: &str, lines: usize) -> i64 {
    let (_, import) = KINDS.iter().find(|(kind, _)| *kind == name).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let crm = Crm::open(folder.path().join("company.crm")).unwrap();
    let erp = crm.bootstrap("erp", "ERP", &["integration", "system_administrator"]).unwrap();
    let session = crm.session(erp).unwrap();
    let (rise, read) = import(&session, file(lines));
    assert_eq!(read, lines as i64);
    rise
}

/// Measures one import in a process of its own.
fn measured(name: &str, lines: usize) -> i64 {
    let this = std::env::current_exe().unwrap();
    let mut child = Command::new(this);
    child.args(["memory_does_not_grow_with_the_file", "--exact", "--nocapture"]);
    let output = child.env(MEASURE, format!("{name} {lines}")).output().unwrap();
    let told = String::from_utf8_lossy(&output.stdout);
    let rise = told.lines().find_map(|line| line.split_once("rise ")).map(|(_, rise)| rise.trim().parse().unwrap());
    let rise: i64 = rise.unwrap_or_else(|| panic!("{told}{}", String::from_utf8_lossy(&output.stderr)));
    println!("{name}: {lines} lines, {:.1} MiB above the start", rise as f64 / 1024.0 / 1024.0);
    rise
}

#[test]
fn memory_does_not_grow_with_the_file() {
    if let Ok(wanted) = std::env::var(MEASURE) {
        let (name, lines) = wanted.split_once(' ').unwrap();
        return println!("rise {}", measure(name, lines.parse().unwrap()));
    }
    let given = std::env::var("CRM_IMPORT_LINES").ok().map(|lines| lines.parse::<usize>().unwrap());
    let lines = given.unwrap_or(24_000);
    for (name, _) in KINDS {
        let small = measured(name, lines / 4);
        let large = measured(name, lines);
        assert!(large < BOUND, "{name}: {large}");
        assert!(
            given.is_some() || large < small + GROWTH,
            "{name}: {small} for a quarter of the lines, {large} for all"
        );
    }
}
