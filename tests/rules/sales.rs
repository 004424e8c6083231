//! SALES: what the host's sales system sends.

use crm_core::*;

use crate::support::*;

pub fn product(key: &str, name: &str) -> NewProduct {
    NewProduct { external_id: key.into(), name: name.into(), ..Default::default() }
}

pub fn line(product: &str, quantity: &str, unit_price: &str) -> NewOrderLine {
    NewOrderLine {
        product_external_id: Some(product.into()),
        quantity: quantity.parse().unwrap(),
        unit_price: unit_price.parse().unwrap(),
        ..Default::default()
    }
}

pub fn order(key: &str, customer: &str, day: &str, status: i64) -> NewOrder {
    NewOrder {
        external_id: key.into(),
        customer_external_id: customer.into(),
        date: date(day),
        status,
        lines: vec![line("P1", "2", "12.5")],
        ..Default::default()
    }
}

fn outcomes(result: &PushResult) -> Vec<(&str, &str)> {
    result.records.iter().map(|r| (r.key.as_str(), r.outcome.as_str())).collect()
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
    let again = sales.push_products(two.clone(), None).unwrap();
    assert_eq!(outcomes(&again), [("P1", "unchanged"), ("P2", "unchanged")]);
    let changed = sales.push_products(vec![product("P2", "齿轮 II"), product("P1", " 轴承 ")], None).unwrap();
    assert_eq!(outcomes(&changed), [("P2", "updated"), ("P1", "unchanged")]);
    // SALES-1: the same for stock and orders, lines included.
    let stock = |quantity: &str| {
        vec![NewStock {
            external_id: "S1".into(),
            product_external_id: "P1".into(),
            warehouse: "上海".into(),
            quantity: quantity.parse().unwrap(),
            ..Default::default()
        }]
    };
    for (quantity, outcome) in [("1.5", "created"), ("1.500", "unchanged"), ("1.500001", "updated")] {
        assert_eq!(outcomes(&sales.push_stock(stock(quantity), None).unwrap()), [("S1", outcome)]);
    }
    let mut o = order("A1", "C1", "2026-01-05", 2);
    assert_eq!(outcomes(&sales.push_orders(vec![o.clone()], None).unwrap()), [("A1", "created")]);
    assert_eq!(outcomes(&sales.push_orders(vec![o.clone()], None).unwrap()), [("A1", "unchanged")]);
    o.lines[0].quantity = "3".parse().unwrap();
    assert_eq!(outcomes(&sales.push_orders(vec![o.clone()], None).unwrap()), [("A1", "updated")]);
    o.lines.push(line("P2", "1", "1"));
    assert_eq!(outcomes(&sales.push_orders(vec![o.clone()], None).unwrap()), [("A1", "updated")]);
    assert_eq!(outcomes(&sales.push_orders(vec![o], None).unwrap()), [("A1", "unchanged")]);
    // SALES-1: removals, idempotent too.
    let gone = sales.remove_products(vec!["P1".into(), "P9".into()], None).unwrap();
    assert_eq!(outcomes(&gone), [("P1", "removed"), ("P9", "unchanged")]);
    assert_eq!(outcomes(&sales.remove_stock(vec!["S1".into()], None).unwrap()), [("S1", "removed")]);
    assert_eq!(outcomes(&sales.remove_orders(vec!["A1".into()], None).unwrap()), [("A1", "removed")]);
}
