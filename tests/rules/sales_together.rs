//! SALES-1: orders that are pushed together come to what they come to one by one, in the order given.

use crm_core::sales::{NewOrder, PushResult};
use proptest::prelude::*;

use crate::support::*;

/// One pushed order, drawn from so few of everything that keys are met again, customers change, and some are unknown.
type Drawn = (usize, usize, usize, usize, usize);

fn order(&(key, customer, day, status, lines): &Drawn) -> NewOrder {
    let mut order = new_order(&format!("K{key}"), &format!("C{customer}"), &format!("202{}-03-1{day}", day % 3), 5);
    order.status = [5, 6, 9, 101][status];
    order.lines = (0..lines).map(|i| new_line(&format!("P{i}"), &format!("{}", i + day), "3.25")).collect();
    // The largest an amount may be, on a few; and one beyond it.
    order.total = [None, None, Some("10000000000000"), Some("10000000000000.01")][lines % 4].map(decimal);
    order
}

fn told(result: &PushResult) -> Vec<String> {
    let errors = |r: &crm_core::sales::PushedRecord| {
        r.errors.iter().map(|e| format!(" {}:{}", e.field, e.code)).collect::<String>()
    };
    result.records.iter().map(|r| format!("{} {}{}", r.key, r.outcome, errors(r))).collect()
}

/// Everything that the orders came to.
fn books(office: &Office, customers: &[crm_core::customers::Customer]) -> Vec<String> {
    let mut books = Vec::new();
    for customer in customers {
        let mut orders = Vec::new();
        for o in office.ann.orders().list(customer.id, None, None, None).unwrap().items {
            let lines = office.ann.orders().get(o.id, None).unwrap().lines;
            let lines: Vec<String> = lines
                .iter()
                .map(|l| format!("{:?} {} {}", l.product_external_id, l.quantity, l.amount.as_ref().unwrap().amount))
                .collect();
            orders.push(format!(
                "{} v{} {} {} {} {lines:?}",
                o.external_id,
                o.version,
                o.date,
                o.status,
                o.total.as_ref().unwrap().amount
            ));
        }
        // Two of one day stand in the order of their making, which is not told here.
        orders.sort();
        books.extend(orders);
        books.push(format!("last {:?}", office.ann.customers().get(customer.id).unwrap().last_order_date));
        for (year, status) in [(2020, 5), (2020, 6), (2021, 5), (2021, 9), (2022, 5), (2022, 6)] {
            books.push(format!("{year} {status} {:?}", order_total(office, customer, year, status)));
        }
    }
    let check = office.admin.maintenance().check().unwrap();
    assert!(check.ok, "{:?}", check.findings);
    books
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..Default::default() })]

    #[test]
    fn orders_pushed_together_come_to_what_they_come_to_one_by_one(
        calls in prop::collection::vec(
            (prop::collection::vec((0..9_usize, 1..5_usize, 0..9_usize, 0..4_usize, 0..5_usize), 1..25),
             prop::collection::vec(0..9_usize, 0..6)),
            1..4,
        ),
    ) {
        let (together, alone) = (Office::new(), Office::new());
        let known = |office: &Office| ["C1", "C2", "C3"].map(|key| known_customer(office, key));
        let customers = (known(&together), known(&alone));
        for (orders, gone) in calls {
            let orders: Vec<NewOrder> = orders.iter().map(order).collect();
            let gone: Vec<String> = gone.iter().map(|key| format!("K{key}")).collect();
            let (many, one) = (together.integration.sales(), alone.integration.sales());
            let at_once = told(&many.push_orders(orders.clone(), Some(true)).unwrap());
            let each: Vec<String> =
                orders.into_iter().flat_map(|o| told(&one.push_orders(vec![o], Some(true)).unwrap())).collect();
            prop_assert_eq!(at_once, each);
            let at_once = told(&many.remove_orders(gone.clone(), Some(true)).unwrap());
            let each: Vec<String> =
                gone.into_iter().flat_map(|k| told(&one.remove_orders(vec![k], Some(true)).unwrap())).collect();
            prop_assert_eq!(at_once, each);
        }
        prop_assert_eq!(books(&together, &customers.0), books(&alone, &customers.1));
    }
}
