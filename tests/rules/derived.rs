//! MAINT-1: derived data are compared with what they follow from, whatever is wrong with them, and put right in short
//! transactions.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use crm_core::audit::AuditFilter;
use crm_core::contacts::NewContact;
use crm_core::interactions::NewInteraction;
use crm_core::prelude::*;
use crm_core::sales::NewProduct;
use crm_core::tickets::NewTicket;
use crm_core::{ChangeEvent, ChangeListener};
use proptest::prelude::*;
use rusqlite::types::Value;

use crate::fill::Filled;
use crate::support::*;

const CUSTOMER: &str = "uid, number, complete, name, name_folded, external_id, created_at, active_since";

/// So many customers with as many orders each, of several years, currencies and statuses; everything derived is right.
fn books(customers: usize, orders: usize) -> Filled {
    let filled = Filled::new();
    filled.raw.pragma_update(None, "synchronous", "off").unwrap();
    filled.rows("customers", customers, CUSTOMER, "UID, 1000 + i, 0, 'C' || i, 'c' || i, 'X' || i, 0, '2026-03-02'");
    filled.rows(
        "orders",
        customers * orders,
        "uid, external_id, number, customer_external_id, customer, date, year, status, currency, total",
        &format!(
            "UID, 'O' || i, i, 'X' || (1 + i % {customers}), 1 + i % {customers}, \
             printf('%d-0%d-1%d', 2024 + i % 3, 1 + i % 9, i % 7), 2024 + i % 3, CASE i % 5 WHEN 0 THEN 9 ELSE i % 5 END, \
             CASE WHEN i % 4 = 0 THEN 'USD' ELSE 'CNY' END, 100 * i"
        ),
    );
    // Orders of nobody yet.
    filled.rows(
        "orders",
        7,
        "uid, external_id, number, customer_external_id, date, year, status, currency, total",
        "UID, 'N' || i, i, 'N' || i, '2025-05-05', 2025, 5, 'CNY', 1",
    );
    assert!(filled.office.admin.maintenance().rebuild().unwrap().ok);
    filled
}

/// Everything in the tables that hold derived data.
fn dump(raw: &rusqlite::Connection) -> BTreeMap<&'static str, Vec<Vec<Value>>> {
    let tables =
        ["customers", "customer_totals", "orders", "tickets", "opportunities", "users", "products", "contacts"];
    let all = |table: &&'static str| {
        let mut query = raw.prepare(&format!("SELECT * FROM {table} ORDER BY 1, 2, 3, 4")).unwrap();
        let columns = query.column_count();
        let row = |row: &rusqlite::Row<'_>| (0..columns).map(|i| row.get(i)).collect::<rusqlite::Result<Vec<Value>>>();
        (*table, query.query_map([], row).unwrap().map(|row| row.unwrap()).collect())
    };
    tables.iter().map(all).collect()
}

/// A damage of one row: what is done to which row of how many, in words of SQL in which `~` is a number.
const DAMAGES: &[(&str, &str)] = &[
    ("customers", "complete = NOT complete"),
    ("users", "limited = NOT limited"),
    ("customers", "last_order_date = NULL"),
    ("customers", "last_order_date = printf('19%02d-01-01', ~ % 100)"),
    ("customers", "name_folded = name_folded || ~"),
    ("customer_totals", "amount = amount + 1 + ~"),
    ("customer_totals", "orders = orders + 1 + ~"),
    ("customer_totals", "orders = 0, amount = 0"),
    ("customer_totals", "year = 1900 + ~"),
    ("customer_totals", "currency = 'X' || ~"),
    ("customer_totals", "status = 10 + ~ % 90"),
    ("orders", "customer = 1 + (customer + ~ % 10) % 20"),
    ("orders", "customer = NULL"),
    ("orders", "year = 1800 + ~"),
    ("tickets", "followed_up = NOT followed_up"),
    ("tickets", "summary_folded = ''"),
    ("opportunities", "customer_name_folded = 'x' || ~"),
    ("opportunities", "summary_folded = 'x' || ~"),
    ("opportunities", "contact_folded = 'x' || ~"),
    ("users", "login_folded = 'x' || ~"),
    ("users", "display_name_folded = 'x' || ~"),
    ("products", "name_folded = 'x' || ~"),
    ("contacts", "name_folded = 'x' || ~"),
];

/// Rows that should not be there, and rows that should.
const ROWS: &[&str] = &[
    "INSERT OR IGNORE INTO customer_totals (customer, year, currency, status, orders, amount) \
     VALUES (1 + ~ % 20, 1850 + ~, 'EUR', 7, 1, ~)",
    "INSERT OR IGNORE INTO customer_totals (customer, year, currency, status, orders, amount) \
     VALUES (1 + ~ % 20, 1850 + ~, 'EUR', 7, 0, 0)",
    "DELETE FROM customer_totals WHERE customer = 1 + ~ % 20",
    "DELETE FROM customer_totals WHERE year = 2024 + ~ % 3",
    "DELETE FROM audit_entities WHERE call = (SELECT max(id) - ~ % 9 FROM audit_calls)",
    "INSERT OR IGNORE INTO audit_entities (entity, call) SELECT 'plan_item', max(id) - ~ % 9 FROM audit_calls",
    "UPDATE OR IGNORE audit_entities SET entity = 'stock' WHERE call = (SELECT max(id) - ~ % 9 FROM audit_calls)",
];

/// Does the damage, and says whether it met anything.
fn damage(raw: &rusqlite::Connection, which: usize, row: usize, number: usize) -> bool {
    let number = number.to_string();
    let sql = match DAMAGES.get(which) {
        Some((table, what)) => {
            let columns = if *table == "customer_totals" { "customer, currency, year, status" } else { "id" };
            format!(
                "UPDATE OR IGNORE {table} SET {what} WHERE ({columns}) IN (SELECT {columns} FROM {table} \
                 ORDER BY {columns} LIMIT 1 OFFSET (SELECT {row} % count(*) FROM {table}))"
            )
        }
        None => ROWS[which - DAMAGES.len()].to_owned(),
    };
    raw.execute(&sql.replace('~', &number), []).unwrap_or_else(|e| panic!("{sql}: {e}")) > 0
}

#[test]
fn any_damage_is_found_and_put_right() {
    let filled = books(20, 9);
    let office = &filled.office;
    for (i, name) in ["İzmir", "Bursa"].into_iter().enumerate() {
        let product = NewProduct { external_id: format!("P{i}"), name: name.into(), ..Default::default() };
        office.integration.sales().push_products(vec![product], None).unwrap();
        office.opportunity();
    }
    let customer = office.customer().id;
    let person = NewContact {
        name: Some("Ayşe".into()),
        gender: Some(entry(&office.ann, "gender", "女")),
        position: Some("p".into()),
        office_phone: Some("1".into()),
        ..Default::default()
    };
    office.ann.contacts().create(customer, person, None, None).unwrap();
    for summary in ["followed", "not followed"] {
        let kind = entry(&office.ann, "ticket_kind", "咨询");
        let new = NewTicket { kind, summary: summary.into(), customer, request: "r".into(), ..Default::default() };
        let ticket = office.ann.tickets().create(new, None).unwrap().id;
        let visit = NewInteraction {
            date: date("2026-03-02"),
            place: "p".into(),
            summary: "s".into(),
            details: "d".into(),
            ticket: (summary == "followed").then_some(ticket),
            ..Default::default()
        };
        office.ann.interactions().create(customer, visit, None).unwrap();
    }
    let maintenance = office.admin.maintenance();
    assert_eq!(maintenance.check().unwrap().findings, Vec::<String>::new());
    let right = dump(&filled.raw);
    let kinds = || {
        let sql = "SELECT count(*) FROM (SELECT DISTINCT entity, call FROM audit_changes \
                   EXCEPT SELECT entity, call FROM audit_entities) \
                   UNION ALL SELECT count(*) FROM (SELECT entity, call FROM audit_entities \
                   EXCEPT SELECT entity, call FROM audit_changes)";
        let mut query = filled.raw.prepare(sql).unwrap();
        query.query_map([], |row| row.get::<_, i64>(0)).unwrap().map(|n| n.unwrap()).collect::<Vec<_>>()
    };
    // Each by itself, so that none is forgotten …
    for which in 0..DAMAGES.len() + ROWS.len() {
        assert!(damage(&filled.raw, which, 1, 3), "{which} met nothing");
        let found = maintenance.check().unwrap();
        assert!(!found.ok, "{which}: {:?}", DAMAGES.get(which));
        assert_eq!(maintenance.rebuild().unwrap().findings, Vec::<String>::new(), "{which}");
        assert_eq!((&dump(&filled.raw), kinds()), (&right, vec![0, 0]), "{which}: {:?}", DAMAGES.get(which));
    }
    // … and many at once.
    let damages = proptest::collection::vec((0..DAMAGES.len() + ROWS.len(), 0..500_usize, 0..70_usize), 1..12);
    let runner = ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() };
    proptest!(runner, |(damages in damages)| {
        let met = damages.iter().filter(|(which, row, number)| damage(&filled.raw, *which, *row, *number)).count();
        // What one damage did another may have undone.
        let is_right = dump(&filled.raw) == right && kinds() == [0, 0];
        prop_assert!(is_right || met > 0);
        prop_assert_eq!(maintenance.check().unwrap().ok, is_right);
        prop_assert_eq!(maintenance.rebuild().unwrap().findings, Vec::<String>::new());
        prop_assert_eq!(&dump(&filled.raw), &right);
        prop_assert_eq!(kinds(), [0, 0]);
    });
}

/// Counts the commits of others on this connection's file.
fn commits(raw: &rusqlite::Connection) -> i64 {
    raw.pragma_query_value(None, "data_version", |row| row.get(0)).unwrap()
}

#[test]
fn a_rebuild_with_nothing_to_repair_takes_no_writer() {
    let filled = books(30, 4);
    let before = commits(&filled.raw);
    // Somebody writes all the while.
    filled.raw.execute_batch("BEGIN IMMEDIATE").unwrap();
    assert!(filled.office.admin.maintenance().rebuild().unwrap().ok);
    filled.raw.execute_batch("COMMIT").unwrap();
    assert_eq!(commits(&filled.raw), before);
}

/// Writes, from between two slices, what a slice of the operation must not keep waiting.
struct Between {
    session: Session,
    operation: &'static str,
    heard: Mutex<Vec<ChangeEvent>>,
    written: AtomicUsize,
}

impl ChangeListener for Between {
    fn changed(&self, event: ChangeEvent) {
        if event.operation == self.operation {
            self.heard.lock().unwrap().push(event);
            let n = self.written.fetch_add(1, Ordering::SeqCst);
            let order = new_order(&format!("B{n}"), "X1", "2026-05-01", 5);
            self.session.sales().push_orders(vec![order], None).unwrap();
        }
    }
}

#[test]
fn a_rebuild_repairs_in_slices_between_which_others_write() {
    let filled = books(1_700, 4);
    let office = &filled.office;
    let sums = || dump(&filled.raw).remove("customer_totals").unwrap();
    let right = sums();
    filled.raw.execute("UPDATE customer_totals SET amount = amount + 1", []).unwrap();
    filled.raw.execute("UPDATE customers SET last_order_date = NULL WHERE id % 2 = 0", []).unwrap();
    let between = std::sync::Arc::new(Between {
        session: office.integration.clone(),
        operation: "maintenance.rebuild",
        heard: Mutex::default(),
        written: AtomicUsize::new(0),
    });
    office.crm.on_change(between.clone());
    assert_eq!(office.admin.maintenance().rebuild().unwrap().findings, Vec::<String>::new());
    let heard = between.heard.lock().unwrap().len();
    // 1,700 customers, at most 500 at a time; and what was pushed meanwhile counts.
    assert_eq!((heard, between.written.load(Ordering::SeqCst)), (4, 4));
    let x1: i64 = filled.raw.query_row("SELECT id FROM customers WHERE external_id = 'X1'", [], |r| r.get(0)).unwrap();
    let others = |rows: Vec<Vec<Value>>| -> Vec<Vec<Value>> {
        rows.into_iter().filter(|row| row[0] != Value::Integer(x1)).collect()
    };
    assert_eq!(others(sums()), others(right));
    let pushed = "SELECT orders FROM customer_totals WHERE customer = ? AND year = 2026 AND status = 5";
    assert_eq!(filled.raw.query_row(pushed, [x1], |row| row.get::<_, i64>(0)).unwrap(), 4);
    // AUDIT-1: each slice says what it put right.
    let filter = AuditFilter { operation: Some("maintenance.rebuild".into()), ..Default::default() };
    let calls = office.admin.audit().list(Some(filter), None).unwrap().items;
    assert!(calls.iter().take(4).all(|call| call.arguments.contains("instead of") && call.arguments.contains("more")));
}

#[test]
fn an_interrupted_rebuild_leaves_the_rest_to_the_next() {
    struct Interrupt(Session);
    impl ChangeListener for Interrupt {
        fn changed(&self, event: ChangeEvent) {
            if event.operation == "maintenance.rebuild" {
                self.0.interrupt();
            }
        }
    }
    let filled = books(1_200, 3);
    filled.raw.execute("UPDATE customers SET complete = TRUE", []).unwrap();
    let admin = filled.office.admin.clone();
    let listener = filled.office.crm.on_change(std::sync::Arc::new(Interrupt(admin.clone())));
    assert_eq!(refused(admin.maintenance().rebuild()), "interrupted");
    filled.office.crm.remove_listener(listener);
    let left: i64 =
        filled.raw.query_row("SELECT count(*) FROM customers WHERE complete", [], |row| row.get(0)).unwrap();
    assert_eq!(left, 700);
    assert_eq!(
        admin.maintenance().check().unwrap().findings,
        ["700 customers are wrong about whether they are complete"]
    );
    assert!(admin.maintenance().rebuild().unwrap().ok);
}
