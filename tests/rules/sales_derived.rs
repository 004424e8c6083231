//! SALES-1: which customer an order belongs to, and what is derived from orders, whatever happens to them.

use crm_core::customers::{Customer, CustomerUpdate};
use crm_core::prelude::*;
use crm_core::sales::NewOrder;

use crate::support::*;

fn push(office: &Office, order: NewOrder) -> String {
    let result = office.integration.sales().push_orders(vec![order], None).unwrap();
    result.records[0].outcome.to_string()
}

fn last_order(office: &Office, customer: &Customer) -> Option<String> {
    office.ann.customers().get(customer.id).unwrap().last_order_date.map(|d| d.to_string())
}

#[test]
fn orders_wait_for_their_customer() {
    let office = Office::new();
    push(&office, new_order("A1", "C1", "2026-01-05", 5));
    push(&office, new_order("A2", "C1", "2026-02-05", 9));
    push(&office, new_order("A3", "C2", "2026-02-06", 6));
    // SALES-1: orders of a customer not known yet are kept, and join it when it appears.
    let c1 = known_customer(&office, "C1");
    assert_eq!(last_order(&office, &c1).as_deref(), Some("2026-01-05"));
    assert_eq!(order_total(&office, &c1, 2026, 5), [(1, "25.00 CNY".into())]);
    assert_eq!(office.ann.orders().list(c1.id, None, None, None).unwrap().items.len(), 1);
    // They leave it with the key, and those of the new key join.
    let rekey = |key: Option<&str>| {
        let changes = match key {
            Some(key) => CustomerUpdate { external_id: Some(key.into()), ..Default::default() },
            None => CustomerUpdate { clear: Some(vec!["external_id".into()]), ..Default::default() },
        };
        office.ann.customers().update(c1.id, changes, None).unwrap()
    };
    rekey(Some("C2"));
    assert_eq!(last_order(&office, &c1).as_deref(), Some("2026-02-06"));
    assert!(order_total(&office, &c1, 2026, 5).is_empty());
    assert_eq!(order_total(&office, &c1, 2026, 6), [(1, "25.00 CNY".into())]);
    rekey(None);
    assert_eq!(last_order(&office, &c1), None);
    assert!(order_total(&office, &c1, 2026, 6).is_empty());
    assert!(office.ann.orders().list(c1.id, None, None, None).unwrap().items.is_empty());
    // Orders pushed meanwhile wait again.
    push(&office, new_order("A4", "C1", "2026-02-20", 5));
    rekey(Some("C1"));
    // AUDIT-2: whoever follows hears that orders moved, which way and by which key.
    let changes = office.admin.changes().since(0, None, None, None).unwrap().items;
    let moved =
        changes.into_iter().map(|item| item.change).filter(|c| c.entity == Entity::ORDER).filter_map(|c| c.after);
    let moved: Vec<serde_json::Value> = moved.map(|after| serde_json::from_str(&after).unwrap()).collect();
    let moved: Vec<_> = moved.iter().filter(|after| after["customer"] == c1.id.to_string()).collect();
    let seen: Vec<_> =
        moved.iter().map(|m| (m["external_id"].as_str(), m["joined"].as_i64(), m["left"].as_i64())).collect();
    let joined = |key, times| (Some(key), Some(times), Some(0));
    let left = |key, times| (Some(key), Some(0), Some(times));
    assert_eq!(seen, [joined("C1", 2), left("C1", 2), joined("C2", 1), left("C2", 1), joined("C1", 3)]);
    assert_eq!(last_order(&office, &c1).as_deref(), Some("2026-02-20"));
    assert_eq!(order_total(&office, &c1, 2026, 5), [(2, "50.00 CNY".into())]);
}

#[test]
fn derived_data_follow_every_change_of_an_order() {
    let office = Office::new();
    let (c1, c2) = (known_customer(&office, "C1"), known_customer(&office, "C2"));
    push(&office, new_order("A0", "C1", "2025-06-01", 6));
    let mut o = new_order("A1", "C1", "2026-01-05", 2);
    push(&office, o.clone());
    // SALES-1, CHURN-1: the latest order that is not cancelled, open ones too.
    assert_eq!(last_order(&office, &c1).as_deref(), Some("2026-01-05"));
    o.status = 9;
    push(&office, o.clone());
    assert_eq!(last_order(&office, &c1).as_deref(), Some("2025-06-01"));
    o.status = 5;
    push(&office, o.clone());
    assert_eq!(order_total(&office, &c1, 2026, 5), [(1, "25.00 CNY".into())]);
    assert!(order_total(&office, &c1, 2026, 9).is_empty() && order_total(&office, &c1, 2026, 2).is_empty());
    o.date = date("2024-12-31");
    o.lines[0].quantity = decimal("4");
    push(&office, o.clone());
    assert_eq!(last_order(&office, &c1).as_deref(), Some("2025-06-01"));
    assert_eq!(order_total(&office, &c1, 2024, 5), [(1, "50.00 CNY".into())]);
    o.customer_external_id = "C2".into();
    push(&office, o.clone());
    assert!(order_total(&office, &c1, 2024, 5).is_empty());
    assert_eq!(order_total(&office, &c2, 2024, 5), [(1, "50.00 CNY".into())]);
    assert_eq!(last_order(&office, &c2).as_deref(), Some("2024-12-31"));
    office.integration.sales().remove_orders(vec!["A1".into(), "A0".into()], None).unwrap();
    assert_eq!((last_order(&office, &c1), last_order(&office, &c2)), (None, None));
    assert!(order_total(&office, &c2, 2024, 5).is_empty());
}

#[test]
fn sums_never_overflow() {
    let office = Office::new();
    let customer = known_customer(&office, "C1");
    let huge = |key: String| {
        let total = Some(decimal("10000000000000.00"));
        NewOrder { total, lines: Vec::new(), ..new_order(&key, "C1", "2026-01-05", 5) }
    };
    // SALES-1: one order has a limit …
    let over = NewOrder { total: Some(decimal("10000000000000.01")), ..huge("A".into()) };
    assert_eq!(invalid(office.integration.sales().push_orders(vec![over], None)), ["orders[0].total:out_of_range"]);
    // … and what a customer's orders add up to has one too: 64 bits hold 9,223 such orders.
    let many = (0..9_300).map(|i| huge(format!("A{i}"))).collect::<Vec<_>>();
    assert!(
        invalid(office.integration.sales().push_orders(many.clone(), None))
            .contains(&"orders[9223].total:out_of_range".into())
    );
    let result = office.integration.sales().push_orders(many, Some(true)).unwrap();
    assert_eq!((result.created, result.refused), (9_223, 77));
    assert_eq!(order_total(&office, &customer, 2026, 5), [(9_223, "92230000000000000.00 CNY".into())]);
}

#[test]
fn the_check_finds_what_is_derived_wrongly() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("company.crm");
    let clock = FixedEnvironment::new(MORNING);
    let crm = Crm::options().environment(clock.clone()).open(&file).unwrap();
    let office = Office::staff(crm, clock);
    let (c1, c2) = (known_customer(&office, "C1"), known_customer(&office, "C2"));
    push(&office, new_order("A1", "C1", "2026-01-05", 5));
    push(&office, new_order("A2", "C2", "2026-01-06", 5));
    let maintenance = office.admin.maintenance();
    assert!(maintenance.check().unwrap().ok);
    let c1_before = office.ann.customers().get(c1.id).unwrap();
    let other = rusqlite::Connection::open(&file).unwrap();
    for (damage, findings) in [
        ("UPDATE customer_totals SET amount = amount + 1", 2),
        ("UPDATE customer_totals SET orders = 7 WHERE customer = 1", 1),
        ("DELETE FROM customer_totals", 2),
        (
            "INSERT INTO customer_totals (customer, year, currency, status, orders, amount) \
             VALUES (1, 1999, 'USD', 6, 1, 100)",
            1,
        ),
        ("UPDATE customers SET last_order_date = NULL WHERE id = 1", 1),
        ("UPDATE customers SET last_order_date = '2026-02-02'", 2),
        // The order, its totals under both customers, and both customers' dates.
        ("UPDATE orders SET customer = 2 WHERE external_id = 'A1'", 4),
        ("UPDATE orders SET year = 2025 WHERE external_id = 'A1'", 3),
    ] {
        other.execute(damage, []).unwrap();
        // MAINT-1: derived data against recomputation.
        assert_eq!(maintenance.check().unwrap().findings.len(), findings, "{damage}");
        assert!(maintenance.rebuild().unwrap().ok, "{damage}");
    }
    assert_eq!(office.ann.customers().get(c1.id).unwrap(), c1_before);
    assert_eq!(order_total(&office, &c2, 2026, 5), [(1, "25.00 CNY".into())]);
}
