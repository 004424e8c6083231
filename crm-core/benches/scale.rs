//! What lists, reports and the churn scan cost on a large database: `cargo bench -p crm-core --bench scale`.
//!
//! Builds 100,000 customers and 300,000 orders in a temporary file, through the operations that a host would use, and
//! prints how many records a second arrived; then the first and the thousandth page of every list, in milliseconds of
//! wall time (the best of five), and what the reports and the scan take. `CRM_SCALE=0.1` builds a tenth.
//!
//! Orders are to arrive as fast in a large file as in a small one. Where `CRM_SCALE` is more than one, the rate at which
//! 100,000 orders arrived up to the 300,000th is compared with that of the last 100,000, and with the rate in a file
//! of `CRM_SCALE=1`, which has fewer customers too. From 10 on the program fails where the
//! last orders arrive at less than 0.85 of the rate at 300,000. `-- pushes` ends it there.

#![allow(clippy::unwrap_used, missing_docs, reason = "a program for developers")]

use std::process::ExitCode;
use std::sync::Arc;
use std::time::Instant;

use crm_core::contacts::NewContact;
use crm_core::customers::{CustomerId, NewCustomer};
use crm_core::dictionary::DictionaryEntryId;
use crm_core::interactions::NewInteraction;
use crm_core::opportunities::NewOpportunity;
use crm_core::prelude::*;
use crm_core::reports::{CompositionBy, NewManagementReport};
use crm_core::sales::{NewOrder, NewOrderLine, NewProduct, NewStock};
use crm_core::tickets::NewTicket;
use crm_core::users::NewUser;
use crm_core::{Environment, Synchronous};
use serde_json::{Value, json};

/// Records a call.
const BATCH: usize = 5_000;
/// The page whose cost must not differ from the first one's.
const DEEP: usize = 1_000;
const MANAGERS: usize = 20;
/// Customers at `CRM_SCALE=1`, each with three orders.
const CUSTOMERS: usize = 100_000;
/// Orders of a small file, and those of which a rate is taken.
const SMALL: usize = 3 * CUSTOMERS;
const WINDOW: usize = 100_000;
/// How much of the rate at 300,000 orders the rate at ten times as many must be.
const RATIO: f64 = 0.85;

/// A clock that the program moves on by itself.
struct Clock(std::sync::atomic::AtomicI64, std::sync::atomic::AtomicU64);

impl Environment for Clock {
    fn now(&self) -> Timestamp {
        let seconds = self.0.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        Timestamp::from_timestamp(seconds, 0).unwrap()
    }

    fn random(&self, bytes: &mut [u8; 32]) {
        let n = self.1.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        bytes[..8].copy_from_slice(&n.wrapping_mul(0x9e37_79b9_7f4a_7c15).to_le_bytes());
        bytes[8..16].copy_from_slice(&n.to_le_bytes());
    }
}

fn seconds<T>(work: impl FnOnce() -> T) -> (T, f64) {
    let start = Instant::now();
    let result = work();
    (result, start.elapsed().as_secs_f64())
}

/// The best of five, in milliseconds.
fn best(mut work: impl FnMut()) -> f64 {
    (0..5).map(|_| seconds(&mut work).1 * 1e3).fold(f64::INFINITY, f64::min)
}

/// Builds `count` records by batches, and prints the rate. Gives the rates of [`WINDOW`] records up to [`SMALL`], and of
/// the last ones.
fn build(name: &str, count: usize, batch: usize, mut work: impl FnMut(std::ops::Range<usize>)) -> (f64, f64) {
    let start = Instant::now();
    // When each batch was in, by the number of records.
    let mut times = vec![(0, 0.0)];
    let mut at = 0;
    while at < count {
        let end = (at + batch).min(count);
        work(at..end);
        at = end;
        times.push((at, start.elapsed().as_secs_f64()));
    }
    let took = start.elapsed().as_secs_f64();
    println!("{name:<28} {count:>8} records {took:>8.2} s {:>10.0} a second", count as f64 / took);
    let rate = |end: usize| {
        let when = |records: usize| times.iter().rfind(|(at, _)| *at <= records).copied().unwrap_or_default();
        let (from, to) = (when(end.saturating_sub(WINDOW)), when(end));
        (to.0 - from.0) as f64 / (to.1 - from.1)
    };
    (rate(SMALL.min(count)), rate(count))
}

/// The office that works on the database.
struct World {
    clock: Arc<Clock>,
    session: Session,
    managers: Vec<Session>,
    customers: Vec<CustomerId>,
}

fn open(file: &std::path::Path) -> World {
    let clock = Arc::new(Clock(1_767_225_600.into(), 0.into()));
    let crm = Crm::options().environment(clock.clone()).synchronous(Synchronous::Normal).open(file).unwrap();
    let all = ["system_administrator", "sales_manager", "account_manager", "executive", "integration"];
    let session = crm.session(crm.bootstrap("boss", "Boss", &all).unwrap()).unwrap();
    let managers = (0..MANAGERS)
        .map(|i| {
            let new = NewUser {
                login: format!("manager{i}"),
                display_name: format!("Manager {i}"),
                roles: Some(vec!["account_manager".into()]),
                ..Default::default()
            };
            crm.session(session.users().create(new, None).unwrap().id).unwrap()
        })
        .collect();
    World { clock, session, managers, customers: Vec::new() }
}

impl World {
    fn entries(&self, category: &str) -> Vec<DictionaryEntryId> {
        self.session.dictionary().choices(category.into()).unwrap().into_iter().map(|c| c.id).collect()
    }

    /// Customers, and what the host's sales system says; the rates at which orders arrived.
    fn fill_books(&mut self, customers: usize) -> (f64, f64) {
        let (regions, levels) = (self.entries("region"), self.entries("customer_level"));
        let session = self.session.clone();
        build("customers.import_many", customers, BATCH, |range| {
            let batch = range
                .map(|i| NewCustomer {
                    name: format!("客户 Customer {i} Ltd"),
                    region: Some(regions[i % regions.len()]),
                    account_manager: self.managers[i % MANAGERS].user(),
                    level: Some(levels[i % levels.len()]),
                    satisfaction: Some(1 + (i % 5) as i64),
                    credit: Some(1 + (i / 5 % 5) as i64),
                    address: Some(format!("Street {i}")),
                    phone: Some(format!("021-{i:08}")),
                    external_id: Some(format!("C{i}")),
                    ..Default::default()
                })
                .collect();
            let done = session.customers().import_many(batch, None, None, None, None).unwrap();
            self.customers.extend(done.records.iter().filter_map(|r| r.id));
        });
        assert_eq!(self.customers.len(), customers);
        let orders = customers * 3;
        build("sales.push_products", customers / 10, BATCH, |range| {
            let batch = range.map(|i| NewProduct {
                external_id: format!("P{i}"),
                name: format!("Product {i}"),
                ..Default::default()
            });
            session.sales().push_products(batch.collect(), None).unwrap();
        });
        build("sales.push_stock", customers / 10, BATCH, |range| {
            let batch = range.map(|i| NewStock {
                external_id: format!("S{i}"),
                product_external_id: format!("P{i}"),
                warehouse: format!("W{}", i % 7),
                quantity: 5.into(),
                ..Default::default()
            });
            session.sales().push_stock(batch.collect(), None).unwrap();
        });
        build("sales.push_orders", orders, BATCH, |range| {
            let batch = range.map(|i| {
                // A tenth of all goes to one customer; the rest is spread, so that some have none.
                let customer = if i % 10 == 0 { 7 } else { i.wrapping_mul(7_919) % customers };
                NewOrder {
                    external_id: format!("O{i}"),
                    customer_external_id: format!("C{customer}"),
                    date: Date::from_ymd_opt(2023 + (i % 4) as i32, 1 + (i / 4 % 12) as u32, 1 + (i % 28) as u32)
                        .unwrap(),
                    status: [5, 6, 6, 2, 9][i % 5],
                    lines: vec![NewOrderLine {
                        product_external_id: Some(format!("P{}", i % 1_000)),
                        quantity: (1 + (i % 9) as i64).into(),
                        unit_price: (10 + (i % 990) as i64).into(),
                        ..Default::default()
                    }],
                    ..Default::default()
                }
            });
            session.sales().push_orders(batch.collect(), None).unwrap();
        })
    }

    /// What people write, record by record.
    fn fill_by_hand(&mut self, customers: usize) {
        let kinds = self.entries("ticket_kind");
        let genders = self.entries("gender");
        let session = self.session.clone();
        let small = customers / 2;
        build("contacts.create", small, 1, |range| {
            for i in range {
                let new = NewContact {
                    name: Some(format!("Contact {i}")),
                    gender: Some(genders[i % 2]),
                    position: Some("Buyer".into()),
                    office_phone: Some("1".into()),
                    ..Default::default()
                };
                session.contacts().create(self.customers[i], new, None, None).unwrap();
            }
        });
        build("interactions.create", small, 1, |range| {
            for i in range {
                let new = NewInteraction {
                    date: Date::from_ymd_opt(2025, 1 + (i % 12) as u32, 1 + (i % 28) as u32).unwrap(),
                    place: "Shanghai".into(),
                    summary: "Visit".into(),
                    details: "Talked".into(),
                    ..Default::default()
                };
                session.interactions().create(self.customers[i], new, None).unwrap();
            }
        });
        build("tickets.create", small, 1, |range| {
            for i in range {
                let new = NewTicket {
                    kind: kinds[i % kinds.len()],
                    summary: format!("Ticket {i}"),
                    customer: self.customers[i],
                    request: "Help".into(),
                    ..Default::default()
                };
                self.managers[i % MANAGERS].tickets().create(new, None).unwrap();
            }
        });
        build("opportunities.create", small, 1, |range| {
            for i in range {
                let new = NewOpportunity {
                    customer_name: format!("Prospect {i}"),
                    success_probability: (i % 101) as i64,
                    summary: format!("Summary {i}"),
                    description: "Long".into(),
                    ..Default::default()
                };
                self.managers[i % MANAGERS].opportunities().create(new, None, None).unwrap();
            }
        });
    }

    fn page(&self, operation: &str, mut arguments: Value, page: Value) -> Value {
        arguments["page"] = page;
        serde_json::from_str(&self.session.call(operation, &arguments.to_string()).unwrap()).unwrap()
    }

    /// The first page of a list, and the thousandth; a list that is shorter has none.
    fn list(&self, name: &str, operation: &str, arguments: Value) {
        let limit = 20;
        let first = best(|| drop(self.page(operation, arguments.clone(), json!({"limit": limit}))));
        // To the cursor of the deep page by great strides.
        let (mut after, mut left) = (Value::Null, (DEEP - 1) * limit);
        while left > 0 {
            let stride = left.min(10_000);
            let mut page = json!({"limit": stride});
            if !after.is_null() {
                page["after"] = after.clone();
            }
            after = self.page(operation, arguments.clone(), page)["next"].clone();
            left -= stride;
            if after.is_null() {
                break;
            }
        }
        if after.is_null() {
            println!("{name:<44} {first:>10.2} {:>12}", "-");
            return;
        }
        let deep = best(|| drop(self.page(operation, arguments.clone(), json!({"limit": limit, "after": after}))));
        println!("{name:<44} {first:>10.2} {deep:>12.2}");
    }
}

fn main() -> ExitCode {
    let scale: f64 = std::env::var("CRM_SCALE").ok().and_then(|s| s.parse().ok()).unwrap_or(1.0);
    let customers = ((CUSTOMERS as f64 * scale) as usize).max(1_000);
    let folder = tempfile::tempdir().unwrap();
    let smaller = (customers > CUSTOMERS).then(|| {
        let folder = tempfile::tempdir().unwrap();
        let rates = open(&folder.path().join("small.crm")).fill_books(CUSTOMERS);
        println!();
        rates.1
    });
    let file = folder.path().join("scale.crm");
    let mut world = open(&file);
    let (first, last) = world.fill_books(customers);
    if let Some(smaller) = smaller {
        println!("{:<28} {smaller:>39.0} a second, in a file of {CUSTOMERS} customers", "  at 300000 orders");
        println!("{:<28} {first:>39.0} a second, in this file", "  at 300000 orders");
        let ratios = format!("{:.2} and {:.2} of those", last / smaller, last / first);
        println!("{:<28} {last:>39.0} a second, {ratios}", format!("  at {} orders", 3 * customers));
    }
    let slow = customers >= 10 * CUSTOMERS && last / first < RATIO;
    if std::env::args().any(|argument| argument == "pushes") {
        return outcome(slow);
    }
    world.fill_by_hand(customers);
    // More than half a year later.
    world.clock.0.fetch_add(400 * 86_400, std::sync::atomic::Ordering::Relaxed);
    let (scan, took) = seconds(|| world.session.churn().scan().unwrap());
    println!("{:<28} {:>8} warnings {took:>7.2} s", "churn.scan (first)", scan.warned);
    let (_, took) = seconds(|| world.session.churn().scan().unwrap());
    println!("{:<28} {:>26.2} s", "churn.scan (again)", took);
    println!("{:<28} {:>23} MB", "file", std::fs::metadata(&file).unwrap().len() / 1_000_000);

    println!("\n{:<44} {:>10} {:>12}", "milliseconds for 20 rows", "page 1", "page 1,000");
    let manager = world.managers[3].user().unwrap().to_string();
    let busy = world.customers[7].to_string();
    let level = world.entries("customer_level")[2].to_string();
    world.list("customers.list", "customers.list", json!({}));
    world.list("customers.list account_manager", "customers.list", json!({"filter": {"account_manager": manager}}));
    world.list("customers.list status", "customers.list", json!({"filter": {"status": "active"}}));
    world.list("customers.list level", "customers.list", json!({"filter": {"level": level}}));
    world.list("customers.list name (none)", "customers.list", json!({"filter": {"name": "nobody"}}));
    world.list("contacts.list", "contacts.list", json!({}));
    world.list("interactions.list", "interactions.list", json!({}));
    world.list("orders.list (a tenth of all)", "orders.list", json!({"customer": busy}));
    world.list("opportunities.list", "opportunities.list", json!({}));
    world.list("opportunities.list creator", "opportunities.list", json!({"filter": {"creator": manager}}));
    world.list("tickets.list", "tickets.list", json!({}));
    world.list("tickets.list status", "tickets.list", json!({"filter": {"status": "created"}}));
    world.list("tickets.list not followed up", "tickets.list", json!({"filter": {"followed_up": false}}));
    world.list("churn.list", "churn.list", json!({}));
    world.list("churn.list status", "churn.list", json!({"filter": {"status": "warned"}}));
    world.list("products.list", "products.list", json!({}));
    world.list("stock.list", "stock.list", json!({}));
    world.list("audit.list", "audit.list", json!({}));
    world.list("reports.contribution", "reports.contribution", json!({}));
    world.list("reports.contribution year", "reports.contribution", json!({"filter": {"year": 2025}}));
    world.list("reports.contribution name", "reports.contribution", json!({"filter": {"customer_name": "999"}}));

    println!("\n{:<44} {:>10}", "milliseconds", "");
    let reports = world.session.reports();
    let once = |name: &str, work: &mut dyn FnMut()| println!("{name:<44} {:>10.2}", best(work));
    once("reports.composition level", &mut || drop(reports.composition(CompositionBy::Level, false).unwrap()));
    once("reports.service", &mut || drop(reports.service(None).unwrap()));
    let submit = |from: &str, to: &str| {
        let (period_from, period_to) = (from.parse().unwrap(), to.parse().unwrap());
        drop(reports.submit(NewManagementReport { period_from, period_to, ..Default::default() }, None).unwrap());
    };
    once("reports.submit, a year", &mut || submit("2025-01-01", "2025-12-31"));
    once("reports.submit, a quarter", &mut || submit("2025-01-01", "2025-03-31"));
    once("customers.list 20, counted", &mut || {
        world.page("customers.list", json!({}), json!({"limit": 20, "count": true}));
    });
    let (check, took) = seconds(|| world.session.maintenance().check().unwrap());
    assert!(check.ok, "{:?}", check.findings);
    println!("{:<44} {:>10.0}", "maintenance.check", took * 1e3);
    if let Some(peak) = peak_memory() {
        println!("{:<44} {peak:>10} MB", "most memory of the process");
    }
    outcome(slow)
}

/// What the program ends with.
fn outcome(slow: bool) -> ExitCode {
    if slow {
        println!("\norders arrive too slowly: less than {RATIO} of the rate at 300000 orders");
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}

/// The most memory that the process held, where the system says.
fn peak_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|l| l.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse::<u64>().ok().map(|kb| kb / 1_000)
}
