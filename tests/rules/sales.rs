//! SALES-1: what the host pushes.

use std::sync::{Arc, Mutex};

use crm_core::audit::Action;
use crm_core::prelude::*;
use crm_core::sales::{NewOrder, NewOrderLine, NewProduct, NewStock, PushResult, PushedRecord, SalesChanges};
use crm_core::{ChangeEvent, ChangeListener, ChangedRecord};

use crate::support::*;

fn product(key: &str, name: &str) -> NewProduct {
    NewProduct { external_id: key.into(), name: name.into(), ..Default::default() }
}

fn stock(key: &str, quantity: &str) -> NewStock {
    NewStock {
        external_id: key.into(),
        product_external_id: "P1".into(),
        warehouse: "上海".into(),
        quantity: decimal(quantity),
        ..Default::default()
    }
}

fn push(office: &Office, order: NewOrder) -> String {
    let result = office.integration.sales().push_orders(vec![order], None).unwrap();
    result.records[0].outcome.to_string()
}

fn outcomes(result: &PushResult) -> Vec<(&str, &str)> {
    result.records.iter().map(|r| (r.key.as_str(), r.outcome.as_str())).collect()
}

fn errors(record: &PushedRecord) -> Vec<String> {
    record.errors.iter().map(|f| format!("{}:{}", f.field, f.code)).collect()
}

#[test]
fn pushes_are_idempotent_upserts_by_the_hosts_keys() {
    let office = Office::new();
    let sales = office.integration.sales();
    let two = vec![product("P1", "轴承"), product("P2", "齿轮")];
    // SALES-1: created, then unchanged, then the changed one updated; by the host's keys.
    let first = sales.push_products(two.clone(), None).unwrap();
    assert_eq!(outcomes(&first), [("P1", "created"), ("P2", "created")]);
    assert_eq!((first.created, first.unchanged), (2, 0));
    let again = sales.push_products(two, None).unwrap();
    assert_eq!(outcomes(&again), [("P1", "unchanged"), ("P2", "unchanged")]);
    let changed = sales.push_products(vec![product("P2", "齿轮 II"), product("P1", " 轴承 ")], None).unwrap();
    assert_eq!(outcomes(&changed), [("P2", "updated"), ("P1", "unchanged")]);
    // SALES-1: the same for stock, by value and not by spelling.
    for (quantity, outcome) in [("1.5", "created"), ("1.500", "unchanged"), ("1.500001", "updated")] {
        let result = sales.push_stock(vec![stock("S1", quantity)], None).unwrap();
        assert_eq!(outcomes(&result), [("S1", outcome)]);
    }
    // SALES-1: and for orders, lines included.
    let mut o = new_order("A1", "C1", "2026-01-05", 2);
    assert_eq!(push(&office, o.clone()), "created");
    assert_eq!(push(&office, o.clone()), "unchanged");
    o.lines[0].quantity = decimal("3");
    assert_eq!(push(&office, o.clone()), "updated");
    o.lines.push(new_line("P2", "1", "1"));
    assert_eq!(push(&office, o.clone()), "updated");
    o.delivery_address = Some("苏州".into());
    assert_eq!(push(&office, o.clone()), "updated");
    o.lines.pop();
    assert_eq!(push(&office, o.clone()), "updated");
    assert_eq!(push(&office, o), "unchanged");
    // SALES-1: a key twice in one call is two pushes, the later the last word.
    let twice = sales.push_products(vec![product("P3", "旧"), product("P3", "新")], None).unwrap();
    assert_eq!(outcomes(&twice), [("P3", "created"), ("P3", "updated")]);
    // SALES-1: removals, idempotent too.
    let gone = sales.remove_products(vec!["P1".into(), "P9".into()], None).unwrap();
    assert_eq!(outcomes(&gone), [("P1", "removed"), ("P9", "unchanged")]);
    assert_eq!(outcomes(&sales.remove_stock(vec!["S1".into()], None).unwrap()), [("S1", "removed")]);
    let gone = sales.remove_orders(vec!["A1".into(), "A1".into()], None).unwrap();
    assert_eq!(outcomes(&gone), [("A1", "removed"), ("A1", "unchanged")]);
}

#[test]
fn a_push_is_whole_or_per_record() {
    let office = Office::new();
    let sales = office.integration.sales();
    let records = || {
        vec![
            product("P1", "轴承"),
            NewProduct { price: Some(decimal("0.0000001")), currency: Some("XXZ".into()), ..product("P2", "") },
            product("P3", "齿轮"),
        ]
    };
    // SALES-1: whole or not at all by default, every wrong field of every record named.
    let mut two_wrong = records();
    two_wrong.push(product("", "x"));
    assert_eq!(
        invalid(sales.push_products(two_wrong, None)),
        [
            "products[1].name:required",
            "products[1].price:too_precise",
            "products[1].currency:unknown_currency",
            "products[3].external_id:required"
        ]
    );
    assert!(office.manager.products().list(None, None, None).unwrap().items.is_empty());
    // SALES-1: per record on request.
    let result = sales.push_products(records(), Some(true)).unwrap();
    assert_eq!(outcomes(&result), [("P1", "created"), ("P2", "refused"), ("P3", "created")]);
    assert_eq!((result.created, result.refused), (2, 1));
    assert_eq!(errors(&result.records[1]), ["name:required", "price:too_precise", "currency:unknown_currency"]);
    assert_eq!(office.manager.products().list(None, None, None).unwrap().items.len(), 2);
    // Orders name the line too.
    let mut wrong = new_order("A1", "", "2026-01-05", 100);
    wrong.lines.push(NewOrderLine {
        product_external_id: None,
        amount: Some(decimal("0.001")),
        ..wrong.lines[0].clone()
    });
    wrong.lines.push(NewOrderLine { discount_rate: Some(decimal("1.1")), ..new_line("P1", "1", "1") });
    wrong.lines.push(new_line("P1", "9000000000001", "1"));
    wrong.lines.push(new_line("P1", "9000000000000", "9000000000000"));
    let result = sales.push_orders(vec![wrong, new_order("A2", "C1", "2026-01-05", 5)], Some(true)).unwrap();
    assert_eq!(
        errors(&result.records[0]),
        [
            "customer_external_id:required",
            "status:out_of_range",
            "lines[3].quantity:out_of_range",
            "lines[1].product_name:required",
            "lines[1].amount:too_precise",
            "lines[2].discount_rate:out_of_range",
            "lines[4].amount:out_of_range",
        ]
    );
    assert_eq!(outcomes(&result)[1], ("A2", "created"));
    // A blank key can't be removed.
    assert_eq!(invalid(sales.remove_orders(vec!["A2".into(), " ".into()], None)), ["external_ids[1]:required"]);
    let result = sales.remove_orders(vec!["A2".into(), " ".into()], Some(true)).unwrap();
    assert_eq!(outcomes(&result), [("A2", "removed"), ("", "refused")]);
}

#[test]
fn a_call_brings_up_to_ten_thousand_records() {
    let office = Office::new();
    let customer = known_customer(&office, "C1");
    let many = |n: usize| (0..n).map(|i| new_order(&format!("A{i}"), "C1", "2026-01-05", 5)).collect::<Vec<_>>();
    // SALES-1: up to 10,000 records a call.
    assert_eq!(invalid(office.integration.sales().push_orders(many(10_001), Some(true))), ["orders:too_many"]);
    assert_eq!(office.integration.sales().push_orders(many(10_000), None).unwrap().created, 10_000);
    assert_eq!(office.integration.sales().push_orders(many(10_000), None).unwrap().unchanged, 10_000);
    assert_eq!(order_total(&office, &customer, 2026, 5), [(10_000, "250000.00 CNY".into())]);
}

#[test]
fn quantities_and_prices_are_exact_and_only_amounts_are_money() {
    let office = Office::new();
    let customer = known_customer(&office, "C1");
    // SALES-1: up to 6 places, and the total is the sum of the lines where the host gives none.
    let mut o = new_order("A1", "C1", "2026-01-05", 5);
    o.lines = vec![
        new_line("P1", "0.333333", "3.000001"), // 0.999999333333
        NewOrderLine { discount_rate: Some(decimal("0.15")), ..new_line("P1", "15", "7.7") }, // 98.175
        NewOrderLine { amount: Some(decimal("-8.1")), ..new_line("P1", "1", "100") },
    ];
    push(&office, o.clone());
    assert_eq!(order_total(&office, &customer, 2026, 5), [(1, "91.08 CNY".into())]);
    // SALES-1: the host's total where it gives one.
    o.total = Some(decimal("90"));
    push(&office, o.clone());
    assert_eq!(order_total(&office, &customer, 2026, 5), [(1, "90.00 CNY".into())]);
    // A currency has its own places, and sums stay apart by currency.
    o.total = Some(decimal("90.5"));
    o.currency = Some("JPY".into());
    assert_eq!(
        invalid(office.integration.sales().push_orders(vec![o.clone()], None)),
        ["orders[0].lines[2].amount:too_precise", "orders[0].total:too_precise"]
    );
    o.total = None;
    o.lines.pop();
    push(&office, o);
    assert_eq!(order_total(&office, &customer, 2026, 5), [(1, "99 JPY".into())]);
}

#[test]
fn only_the_host_pushes() {
    let office = Office::new();
    for (name, session) in office.everyone() {
        let sales = session.sales();
        let changes = SalesChanges { next_cursor: "1".into(), ..Default::default() };
        let results = [
            sales.push_products(Vec::new(), None).map(drop),
            sales.push_stock(Vec::new(), None).map(drop),
            sales.push_orders(Vec::new(), None).map(drop),
            sales.remove_products(Vec::new(), None).map(drop),
            sales.remove_stock(Vec::new(), None).map(drop),
            sales.remove_orders(Vec::new(), None).map(drop),
            sales.apply_changes("erp".into(), changes, None, None).map(drop),
            sales.feed("erp".into()).map(drop),
            sales.feeds().map(drop),
            sales.forget_feed("erp".into()),
        ];
        for result in results {
            // Roles: sales pushes are the integration's.
            match name {
                "integration" => result.unwrap(),
                _ => assert_eq!(refused(result), "forbidden", "{name}"),
            }
        }
    }
}

struct Ear(Mutex<Vec<ChangeEvent>>);

impl ChangeListener for Ear {
    fn changed(&self, event: ChangeEvent) {
        self.0.lock().unwrap().push(event);
    }
}

#[test]
fn a_push_leaves_one_summary() {
    let office = Office::new();
    let ear = Arc::new(Ear(Mutex::default()));
    office.crm.on_change(ear.clone());
    let orders: Vec<_> = (0..50).map(|i| new_order(&format!("A{i}"), "C1", "2026-01-05", 5)).collect();
    office.integration.sales().push_orders(orders.clone(), None).unwrap();
    // What changed nothing leaves nothing.
    office.integration.sales().push_orders(orders, None).unwrap();
    let events = ear.0.lock().unwrap();
    let summary = ChangedRecord { entity: Entity::ORDER, id: None, action: Action::Bulk };
    // AUDIT-1: one summary row for a push.
    assert_eq!(events.iter().map(|e| e.records.clone()).collect::<Vec<_>>(), [vec![summary]]);
}
