//! SALES-1: a push is one transaction, or one for each thousand records.

use crm_core::audit::AuditFilter;
use crm_core::prelude::*;
use crm_core::sales::{NewOrder, NewOrderLine, NewProduct};
use crm_core::storage::sqlite::{SqliteOptions, SqliteStorage};
use rust_decimal::Decimal;

use crate::support::*;
use crate::watch::watched;

fn product(i: usize, name: &str) -> NewProduct {
    NewProduct { external_id: format!("S{i:05}"), name: name.into(), ..Default::default() }
}

fn order(key: &str, lines: usize) -> NewOrder {
    let line = NewOrderLine {
        product_name: Some("washer".into()),
        quantity: Decimal::ONE,
        unit_price: Decimal::TWO,
        ..Default::default()
    };
    NewOrder {
        external_id: key.into(),
        customer_external_id: "B".into(),
        date: Date::from_ymd_opt(2026, 2, 3).unwrap(),
        status: 5,
        lines: vec![line; lines],
        ..Default::default()
    }
}

/// How many records each audited call of the operation created, latest first.
fn created(office: &Office, operation: &str) -> Vec<i64> {
    let filter = AuditFilter { operation: Some(operation.into()), ..Default::default() };
    let calls = office.admin.audit().list(Some(filter), None).unwrap().items;
    let counts = |json: &str| serde_json::from_str::<serde_json::Value>(json).unwrap();
    calls.iter().map(|call| counts(&call.arguments)["created"].as_i64().unwrap_or(0)).collect()
}

#[test]
fn a_push_per_record_is_written_five_hundred_records_at_a_time() {
    let office = Office::new();
    let recorder = Recorder::on(&office.crm);
    let wrong = [0, 1_499, 2_499];
    let products: Vec<NewProduct> =
        (0..2_500).map(|i| product(i, if wrong.contains(&i) { "" } else { "spring" })).collect();
    let result = office.integration.sales().push_products(products.clone(), Some(true)).unwrap();
    // SALES-1: each record's result in the order of the call, what is wrong named within the record.
    assert_eq!((result.created, result.refused, result.records.len()), (2_497, 3, 2_500));
    for (i, record) in result.records.iter().enumerate() {
        let errors: Vec<String> = record.errors.iter().map(|e| format!("{}:{}", e.field, e.code)).collect();
        assert_eq!(record.key, format!("S{i:05}"));
        assert_eq!(errors.concat(), if wrong.contains(&i) { "name:required" } else { "" });
    }
    // Each slice is told and audited by itself.
    assert_eq!(recorder.take().len(), 5);
    assert_eq!(created(&office, "sales.push_products"), [499, 500, 499, 500, 499]);
    // A list that is too long is refused, whatever is wrong inside of it.
    let long: Vec<NewProduct> = (0..10_001).map(|i| product(i, "")).collect();
    assert_eq!(invalid(office.integration.sales().push_products(long, Some(true))), ["products:too_many"]);
    // Removals go the same way.
    let mut keys: Vec<String> = products.into_iter().map(|p| p.external_id).collect();
    keys[1_200] = "x".repeat(501);
    let result = office.integration.sales().remove_products(keys, Some(true)).unwrap();
    assert_eq!((result.removed, result.refused, result.unchanged), (2_496, 1, 3));
    assert_eq!(recorder.take().len(), 5);
}

#[test]
fn orders_with_very_many_lines_are_fewer_in_a_transaction() {
    let office = Office::new();
    let recorder = Recorder::on(&office.crm);
    let orders = vec![order("L1", 900), order("L2", 300), order("L3", 9_000), order("L4", 1)];
    let result = office.integration.sales().push_orders(orders, Some(true)).unwrap();
    assert_eq!((result.created, result.refused), (4, 0));
    assert_eq!(recorder.take().len(), 3);
    assert_eq!(created(&office, "sales.push_orders"), [1, 1, 2]);
}

#[test]
fn a_push_that_must_be_whole_is_one_transaction_that_only_writes() {
    let storage = SqliteStorage::in_memory(&SqliteOptions::default()).unwrap();
    let (watched, statements) = watched(storage);
    let clock = FixedEnvironment::new("2026-03-02T01:00:00Z");
    let crm = Crm::options().environment(clock.clone()).open_storage(Box::new(watched)).unwrap();
    let office = Office::staff(crm, clock);
    let recorder = Recorder::on(&office.crm);
    // What the fields declare, and what is found out by computing: all of it, and before anything is written.
    let mut orders = vec![order("W1", 2), order("W2", 1), order("", 1), order("W4", 1)];
    orders[1].lines[0].amount = Some(Decimal::new(12_345, 4));
    orders[3].currency = Some("QQQ".into());
    statements.take();
    assert_eq!(
        invalid(office.integration.sales().push_orders(orders, None)),
        [
            "orders[1].lines[0].amount:too_precise",
            "orders[2].external_id:required",
            "orders[3].currency:unknown_currency"
        ]
    );
    let seen = statements.take();
    assert!(!seen.iter().any(|sql| sql.starts_with("INSERT") || sql.starts_with("UPDATE")), "{seen:?}");
    assert!(recorder.take().is_empty());
    let orders: Vec<NewOrder> = (0..2_100).map(|i| order(&format!("W{i}"), 1)).collect();
    assert_eq!(office.integration.sales().push_orders(orders, None).unwrap().created, 2_100);
    assert_eq!(recorder.take().len(), 1);
    assert_eq!(created(&office, "sales.push_orders"), [2_100]);
}
