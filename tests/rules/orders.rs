//! ORDER: a customer's orders, read from the host's sales system.

use crm_core::customers::{Customer, CustomerId, CustomerUpdate, NewCustomer};
use crm_core::orders::{OrderFilter, OrderId, OrderLine, OrderPage};
use crm_core::prelude::*;
use crm_core::sales::{NewOrder, NewOrderLine, NewProduct};

use crate::support::*;

/// A customer of ann's with orders of many statuses.
fn ordered(office: &Office) -> Customer {
    let new = NewCustomer { external_id: Some("C1".into()), ..new_customer(&office.ann, "华东精密机械") };
    let customer = office.ann.customers().create(new, None, None).unwrap();
    let orders = vec![
        NewOrder { status_label: Some("已下单".into()), ..new_order("A1", "C1", "2026-01-01", 2) },
        NewOrder { delivery_address: Some("苏州".into()), ..new_order("A2", "C1", "2026-01-02", 5) },
        NewOrder { status_label: Some("gone out".into()), ..new_order("A3", "C1", "2026-01-03", 6) },
        new_order("A4", "C1", "2026-01-03", 9),
        NewOrder { number: Some("SO-5".into()), ..new_order("A5", "C1", "2025-12-31", 5) },
        new_order("A6", "C1", "2026-01-03", 5),
        new_order("A7", "C2", "2026-01-04", 5),
    ];
    office.integration.sales().push_orders(orders, None).unwrap();
    customer
}

fn numbers(page: &OrderPage) -> Vec<&str> {
    page.items.iter().map(|o| o.number.as_str()).collect()
}

#[test]
fn shipped_and_paid_orders_are_listed_newest_first() {
    let office = Office::new();
    let customer = ordered(&office);
    let all = office.ben.orders().list(customer.id, None, None, None).unwrap();
    // ORDER-1: only shipped (5) and paid (6), newest first.
    assert_eq!(numbers(&all), ["A6", "A3", "A2", "SO-5"]);
    // ORDER-1: number, date, delivery address, status.
    let o = &all.items[2];
    assert_eq!((o.date, o.delivery_address.as_deref(), o.status), (date("2026-01-02"), Some("苏州"), 5));
    assert_eq!(o.customer.as_ref().map(|c| c.id), Some(customer.id));
    assert_eq!(o.total, Some(Money { amount: decimal("25.00"), currency: "CNY".into() }));
    // ORDER-1: paged, with a count on request.
    let mut seen = Vec::new();
    let mut request = PageRequest { limit: Some(3), count: Some(true), ..Default::default() };
    loop {
        let page = office.ann.orders().list(customer.id, None, Some(request.clone()), None).unwrap();
        assert_eq!(page.total.as_ref().map(|t| t.count), Some(4));
        seen.extend(page.items.iter().map(|o| o.number.clone()));
        match page.next {
            Some(next) => request.after = Some(next),
            None => break,
        }
    }
    assert_eq!(seen, numbers(&all));
    // Filters never show more than ORDER-1 lets.
    let listed = |filter| numbers(&office.ann.orders().list(customer.id, Some(filter), None, None).unwrap()).join(" ");
    assert_eq!(listed(OrderFilter { status: Some(6), ..Default::default() }), "A3");
    assert_eq!(listed(OrderFilter { status: Some(2), ..Default::default() }), "");
    let january =
        OrderFilter { date_from: Some(date("2026-01-02")), date_to: Some(date("2026-01-02")), ..Default::default() };
    assert_eq!(listed(january), "A2");
    assert_eq!(refused(office.ann.orders().list(CustomerId::default(), None, None, None)), "not_found");
}

#[test]
fn one_order_is_shown_in_full() {
    let office = Office::new();
    let customer = ordered(&office);
    let product =
        NewProduct { external_id: "P1".into(), name: "轴承".into(), unit: Some("只".into()), ..Default::default() };
    let mut big = new_order("A8", "C1", "2026-02-01", 5);
    big.total = Some(decimal("30"));
    big.lines.push(NewOrderLine {
        product_name: Some("安装".into()),
        unit: Some("次".into()),
        amount: Some(decimal("5")),
        ..new_line("P2", "1", "5.000001")
    });
    office.integration.sales().push_orders(vec![big], None).unwrap();
    let id = office.ann.orders().list(customer.id, None, None, None).unwrap().items[0].id;
    let unknown = office.ann.orders().get(id, None).unwrap();
    assert_eq!((unknown.lines[0].product, unknown.lines[0].product_name.as_str()), (None, "P1"));
    office.integration.sales().push_products(vec![product], None).unwrap();
    let shown = office.manager.orders().get(id, None).unwrap();
    // ORDER-2: its total, the host's …
    assert_eq!((shown.order.number.as_str(), shown.order.total.unwrap().amount), ("A8", decimal("30.00")));
    // ORDER-2: … and its lines: product, quantity, unit, unit price, amount.
    let line = |l: &OrderLine| {
        let amount = l.amount.as_ref().unwrap().amount.to_string();
        (l.position, l.product_name.clone(), l.quantity, l.unit.clone(), l.unit_price.unwrap(), amount)
    };
    assert_eq!(
        shown.lines.iter().map(line).collect::<Vec<_>>(),
        [
            (1, "轴承".into(), decimal("2"), Some("只".into()), decimal("12.5"), "25.00".into()),
            (2, "安装".into(), decimal("1"), Some("次".into()), decimal("5.000001"), "5.00".into()),
        ]
    );
    assert!(shown.lines[0].product.is_some());
    assert_eq!(refused(office.ann.orders().get(OrderId::default(), None)), "not_found");
}

#[test]
fn statuses_have_names() {
    let office = Office::new();
    let customer = ordered(&office);
    let names = |session: &Session| {
        let page = session.orders().list(customer.id, None, None, None).unwrap();
        page.items.iter().map(|o| o.status_label.clone()).collect::<Vec<_>>()
    };
    // SALES-1, ORDER-1: 5 is 已发货, 6 已回款, whatever the host calls them.
    assert_eq!(names(&office.ann.with_locale(Locale::ZhHans)), ["已发货", "已回款", "已发货", "已发货"]);
    assert_eq!(names(&office.ann), ["Shipped", "Paid", "Shipped", "Shipped"]);
}

#[test]
fn sales_managers_account_managers_and_who_looks_after_the_customer_read_orders() {
    let office = Office::new();
    let customer = ordered(&office);
    let id = office.ann.orders().list(customer.id, None, None, None).unwrap().items[0].id;
    let give = CustomerUpdate { account_manager: Some(user(&office.executive)), ..Default::default() };
    office.manager.customers().update(customer.id, give, None).unwrap();
    for (name, session) in office.everyone() {
        let results =
            [session.orders().list(customer.id, None, None, None).map(drop), session.orders().get(id, None).map(drop)];
        for result in results {
            match name {
                // READ-1: account managers and sales managers; DUTY-1: the customer's account manager.
                "manager" | "ann" | "ben" | "executive" => result.unwrap(),
                _ => assert_eq!(refused(result), "forbidden", "{name}"),
            }
        }
    }
    // DUTY-1: the same refusal where there is no such record.
    assert_eq!(refused(office.executive.orders().get(OrderId::default(), None)), "forbidden");
    assert_eq!(refused(office.stranger.orders().list(CustomerId::default(), None, None, None)), "forbidden");
}
