//! How long each call holds the writer, and so keeps others waiting: `cargo bench -p crm-core --bench holds`.
//!
//! Fills a temporary file past the engine with 100,000 customers and 300,000 orders, damages what is derived, and prints of
//! each long call how many transactions it took and how long the longest held the writer, from its beginning to behind its
//! commit. `CRM_SCALE=10` fills ten times as much. It fails where one held it for more than 100 ms without being a call
//! that must be whole. At the end a person with 100,000 planned activities moves, and 10,000 reminders are due.

#![allow(clippy::unwrap_used, missing_docs, reason = "a program for developers")]

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use crm_core::activities::NewActivity;
use crm_core::customers::NewCustomer;
use crm_core::departments::NewDepartment;
use crm_core::imports::FieldMapping;
use crm_core::prelude::*;
use crm_core::sales::{NewOrder, NewOrderLine, NewProduct, SalesChanges, SalesFeed};
use crm_core::settings::SettingsUpdate;
use crm_core::storage::sqlite::{SqliteOptions, SqliteStorage};
use crm_core::storage::{Body, Dialect, Patience, Storage};
use crm_core::users::{ProfileUpdate, UserUpdate};
use crm_core::{Bytes, Environment};

/// What nobody should be kept waiting for.
const BOUND: Duration = Duration::from_millis(100);

/// Stands at 2026-11-28, a Saturday on which the scan is due.
struct Clock(Mutex<u64>);

impl Environment for Clock {
    fn now(&self) -> Timestamp {
        "2026-11-28T01:00:00Z".parse().unwrap()
    }

    fn random(&self, bytes: &mut [u8; 32]) {
        let mut n = self.0.lock().unwrap();
        *n += 1;
        bytes[..8].copy_from_slice(&n.wrapping_mul(0x9e37_79b9_7f4a_7c15).to_le_bytes());
        bytes[8..16].copy_from_slice(&n.to_le_bytes());
    }
}

/// How long each transaction held the writer since the last look.
#[derive(Clone, Default)]
struct Holds(Arc<Mutex<Vec<Duration>>>);

/// Passes everything on, and looks at the watch.
struct Timed {
    inner: SqliteStorage,
    holds: Holds,
}

impl Storage for Timed {
    fn read(&self, patience: &Patience, body: Body<'_>) -> Result<()> {
        self.inner.read(patience, body)
    }

    fn write(&self, patience: &Patience, body: Body<'_>) -> Result<()> {
        let mut begun = None;
        let outcome = self.inner.write(patience, &mut |tx| {
            begun = Some(Instant::now());
            body(tx)
        });
        self.holds.0.lock().unwrap().extend(begun.map(|begun| begun.elapsed()));
        outcome
    }

    fn alter(&self, patience: &Patience, body: Body<'_>) -> Result<()> {
        self.inner.alter(patience, body)
    }

    fn backup(&self, patience: &Patience, file: &Path) -> Result<PathBuf> {
        self.inner.backup(patience, file)
    }

    fn dialect(&self) -> Dialect {
        self.inner.dialect()
    }

    fn is_read_only(&self) -> bool {
        self.inner.is_read_only()
    }
}

/// Customers with three orders each, a tenth of them quiet; nothing that follows from the orders is there.
fn fill(raw: &rusqlite::Connection, customers: usize) {
    let numbers = |last: usize| {
        format!("WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {last}) SELECT")
    };
    let uid = |kind: usize| format!("unhex(printf('019500000000700080{kind:02}%012x', i))");
    raw.execute_batch(&format!(
        "PRAGMA synchronous = OFF; PRAGMA cache_size = -200000; BEGIN;
         INSERT INTO customers (uid, number, complete, name, name_folded, phone, external_id, created_at, active_since)
         {} {}, i, FALSE, 'Customer ' || i || ' Ltd', 'customer ' || i || ' ltd',
         CASE WHEN i % 2 = 0 THEN '021-' || i END, 'X' || i, 0,
         CASE WHEN i % 10 = 0 THEN '2025-01-01' ELSE '2026-11-01' END FROM n;
         INSERT INTO counters (name, value) VALUES ('customer', {customers});
         INSERT INTO orders (uid, external_id, number, customer_external_id, customer, date, year, status, currency, total)
         {} {}, 'O' || i, i, 'X' || (1 + i % {customers}), 1 + i % {customers},
         (2023 + i % 3) || '-03-02', 2023 + i % 3, 5, 'CNY', i FROM n;
         COMMIT",
        numbers(customers),
        uid(1),
        numbers(customers * 3),
        uid(2),
    ))
    .unwrap();
}

/// A sales system with one batch of everything.
struct Erp;

impl SalesFeed for Erp {
    fn changes_since(&self, _cursor: Option<&str>) -> Result<SalesChanges> {
        let products = (0..10_000).map(|i| product(&format!("F{i}"))).collect();
        Ok(SalesChanges { products: Some(products), next_cursor: "1".into(), ..Default::default() })
    }
}

fn product(key: &str) -> NewProduct {
    NewProduct { external_id: key.into(), name: format!("Product {key}"), ..Default::default() }
}

fn order(key: usize, customer: usize) -> NewOrder {
    let line = |name: &str| NewOrderLine {
        product_name: Some(name.into()),
        quantity: 2.into(),
        unit_price: 3.into(),
        ..Default::default()
    };
    NewOrder {
        external_id: format!("N{key}"),
        customer_external_id: format!("X{customer}"),
        date: "2026-11-20".parse().unwrap(),
        status: 5,
        lines: vec![line("bolt"), line("nut"), line("washer")],
        ..Default::default()
    }
}

/// Has the log and the system's memory written into the file, the work of [`fill`] above all: the next commit would wait
/// for it. By the system's own program, since closing a handle of the file would give back the engine's locks.
fn settle(raw: &rusqlite::Connection) {
    raw.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).unwrap();
    assert!(std::process::Command::new("sync").status().unwrap().success());
}

struct Bench {
    holds: Holds,
    session: Session,
    raw: rusqlite::Connection,
    slow: Vec<&'static str>,
}

impl Bench {
    /// Times one call; `whole` says that it must be whole, however long that takes.
    fn call<T>(&mut self, name: &'static str, whole: bool, work: impl FnOnce(&Session) -> Result<T>) -> T {
        self.holds.0.lock().unwrap().clear();
        let begun = Instant::now();
        let result = work(&self.session).unwrap_or_else(|e| panic!("{name}: {e}"));
        let took = begun.elapsed().as_secs_f64();
        let holds = std::mem::take(&mut *self.holds.0.lock().unwrap());
        let longest = holds.iter().max().copied().unwrap_or_default();
        println!(
            "{name:<44} {took:>8.2} s {:>6} transactions, the longest {:>8.1} ms{}",
            holds.len(),
            longest.as_secs_f64() * 1e3,
            if whole { "  (must be whole)" } else { "" }
        );
        if longest > BOUND && !whole {
            self.slow.push(name);
        }
        result
    }
}

fn required(fields: &[&str]) -> SettingsUpdate {
    let fields = fields.iter().map(|f| (*f).to_owned()).collect();
    SettingsUpdate { required_customer_fields: Some(fields), ..Default::default() }
}

/// Serves all that is due.
fn rest(session: &Session) -> Result<()> {
    while !session.jobs().run_due(Some(10_000))?.is_empty() {}
    Ok(())
}

/// What somebody has planned who moves to another zone and department, a task a customer; and reminders that are due (ACT-12).
fn activities(bench: &mut Bench, many: usize) {
    const REMINDERS: usize = 10_000;
    let me = bench.raw.query_row("SELECT id FROM users", [], |row| row.get::<_, i64>(0)).unwrap();
    bench
        .raw
        .execute_batch(&format!(
            "BEGIN; WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {many})
             INSERT INTO activities (uid, number, kind, subject, subject_folded, priority, status, due_on, time_zone, assignee,
             creator, created_at, personal, reminders, begins_at, until_at, overdue_at, stage, turn)
             SELECT unhex(printf('019500000000700080aa%012x', i)), -i, (SELECT min(id) FROM dictionary_entries), 'x', 'x', 'normal',
             'planned', date('2026-12-01', '+' || (i % 300) || ' days'), 'Asia/Shanghai', {me}, {me}, 0, 0,
             CASE WHEN i % 2 = 0 THEN '0 1440' ELSE '' END, i, i, i, 0, i FROM n;
             INSERT INTO activity_people (person, stage, turn, activity) SELECT {me}, 0, turn, id FROM activities;
             COMMIT"
        ))
        .unwrap();
    settle(&bench.raw);
    let zone = |zone: &str| ProfileUpdate { time_zone: Some(zone.into()), ..Default::default() };
    bench.call("users.update_profile, another zone", false, |s| s.users().update_profile(zone("Europe/Berlin")));
    bench.call("jobs.run_due, the rest of it", false, rest);
    let new = NewDepartment { name: "East".into(), ..Default::default() };
    let east = bench.session.departments().create(new, None).unwrap().id;
    let moved = UserUpdate { department: Some(east), ..Default::default() };
    bench.call("users.update, another department", false, |s| s.users().update(s.user().unwrap(), moved));
    bench.call("jobs.run_due, the rest of it", false, rest);
    let kind = bench.session.dictionary().choices("activity_kind".into()).unwrap()[0].id;
    let new = |_| NewActivity {
        kind,
        subject: "Call back".into(),
        due_at: Some(Clock(Mutex::new(0)).now()),
        reminders: Some(vec![0]),
        ..Default::default()
    };
    for _ in 0..REMINDERS / 1_000 {
        bench.session.activities().create_many((0..1_000).map(new).collect(), false).unwrap();
    }
    settle(&bench.raw);
    let begun = Instant::now();
    let runs = bench.call("jobs.run_due, 10,000 reminders", false, |s| s.jobs().run_due(Some(10_000)));
    assert_eq!(runs.iter().map(|run| run.changed).sum::<i64>(), REMINDERS as i64);
    println!("{:.0} reminders a second", REMINDERS as f64 / begun.elapsed().as_secs_f64());
}

fn main() {
    let scale: f64 = std::env::var("CRM_SCALE").map_or(1.0, |scale| scale.parse().unwrap());
    let customers = (100_000.0 * scale) as usize;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("company.crm");
    let holds = Holds::default();
    let inner = SqliteStorage::open(&file, &SqliteOptions::default()).unwrap();
    let storage = Box::new(Timed { inner, holds: holds.clone() });
    let crm = Crm::options().environment(Arc::new(Clock(Mutex::new(0)))).open_storage(storage).unwrap();
    let roles = ["system_administrator", "sales_manager", "integration", "executive"];
    let session = crm.session(crm.bootstrap("boss", "Boss", &roles).unwrap()).unwrap();
    let raw = rusqlite::Connection::open(&file).unwrap();
    let begun = Instant::now();
    fill(&raw, customers);
    settle(&raw);
    println!("{customers} customers, {} orders in {:.0} s", customers * 3, begun.elapsed().as_secs_f64());
    let mut bench = Bench { holds, session, raw, slow: Vec::new() };

    bench.call("maintenance.check, all sums missing", false, |s| s.maintenance().check());
    let report = bench.call("maintenance.rebuild, all sums missing", false, |s| s.maintenance().rebuild());
    assert!(report.ok, "{:?}", report.findings);
    bench.call("maintenance.check, nothing wrong", false, |s| s.maintenance().check());
    bench.call("maintenance.rebuild, nothing wrong", false, |s| s.maintenance().rebuild());
    bench
        .raw
        .execute_batch(
            "UPDATE customers SET complete = NOT complete, name_folded = 'x';
             UPDATE orders SET year = 1999 WHERE id % 10 = 0; UPDATE orders SET customer = NULL WHERE id % 10 = 1",
        )
        .unwrap();
    settle(&bench.raw);
    let report = bench.call("maintenance.rebuild, customers and orders", false, |s| s.maintenance().rebuild());
    assert!(report.ok, "{:?}", report.findings);
    for (name, fields) in [
        ("settings.update, a half becomes complete", &["phone"][..]),
        ("settings.update, all become incomplete", &["phone", "fax"]),
        ("settings.update, all become complete", &[]),
    ] {
        bench.call(name, false, |s| s.settings().update(required(fields)));
    }
    let scan = bench.call("churn.scan, a tenth of all is warned", false, |s| s.churn().scan());
    assert!(scan.warned > 0);
    bench.call("jobs.run_due, the scan again", false, |s| s.jobs().run_due(None));
    let many = |from: usize| -> Vec<NewCustomer> {
        let new = |i: usize| NewCustomer {
            name: format!("New {i}"),
            external_id: Some(format!("Y{}", from + i)),
            ..Default::default()
        };
        (0..10_000).map(new).collect()
    };
    bench.call("customers.import_many per record", false, |s| {
        s.customers().import_many(many(0), Some(true), Some(true), None, None)
    });
    bench.call("customers.import_many, all or none", true, |s| {
        s.customers().import_many(many(10_000), Some(true), None, None, None)
    });
    let orders = |from: usize| (0..10_000).map(|i| order(from + i, 1 + (i * 7_919) % customers)).collect::<Vec<_>>();
    bench.call("sales.push_orders per record", false, |s| s.sales().push_orders(orders(0), Some(true)));
    bench.call("sales.push_orders, all or none", true, |s| s.sales().push_orders(orders(10_000), None));
    let keys = || (0..10_000).map(|i| format!("N{i}")).collect::<Vec<_>>();
    bench.call("sales.remove_orders per record", false, |s| s.sales().remove_orders(keys(), Some(true)));
    bench.call("pull_sales per record", false, |s| s.pull_sales("erp", &Erp, true));
    let column = |field: &str, column: &str| FieldMapping {
        field: field.into(),
        column: Some(column.into()),
        ..Default::default()
    };
    let lines = |prefix: &str| -> Bytes {
        let lines: String = (0..20_000).map(|i| format!("{prefix}{i},Name {i}\n")).collect();
        Bytes(format!("no,name\n{lines}").into_bytes())
    };
    let mapping = || vec![column("external_id", "no"), column("name", "name")];
    bench.call("imports.products", false, |s| s.imports().products(lines("I"), mapping(), None));
    bench.call("imports.customers", false, |s| s.imports().customers(lines("J"), mapping(), None, None));
    activities(&mut bench, customers);
    assert!(bench.slow.is_empty(), "held the writer for more than {BOUND:?}: {:?}", bench.slow);
}
