//! EXT-5, ROLL-3, ROLL-5: behind whatever the host pushes and removes, and whatever keys customers have, what packs compute and
//! sum is what the rows say.

use crm_core::customers::{CustomerUpdate, NewCustomer};
use crm_core::sales::{NewOrder, NewProduct};
use proptest::prelude::*;

use crate::pushed_custom::{proven, shop};
use crate::support::*;

/// A step of a history, of numbers so small that keys are met again.
#[derive(Debug, Clone)]
enum Step {
    /// Orders: key, customer, day, status.
    Push(Vec<(usize, usize, usize, usize)>, bool),
    Remove(Vec<usize>),
    /// Products: key, price.
    Products(Vec<(usize, usize)>),
    RemoveProducts(Vec<usize>),
    /// A customer's key.
    Key(usize, usize),
    /// A customer that comes with a key.
    Comes(usize),
    /// A parcel, or a claim, of an order.
    Refer(usize, bool),
}

fn step() -> impl Strategy<Value = Step> {
    let order = (0..7_usize, 0..5_usize, 0..4_usize, 0..4_usize);
    prop_oneof![
        4 => (prop::collection::vec(order, 1..8), any::<bool>()).prop_map(|(orders, each)| Step::Push(orders, each)),
        2 => prop::collection::vec(0..7_usize, 1..5).prop_map(Step::Remove),
        1 => prop::collection::vec((0..4_usize, 0..30_usize), 1..5).prop_map(Step::Products),
        1 => prop::collection::vec(0..4_usize, 1..3).prop_map(Step::RemoveProducts),
        2 => (0..3_usize, 0..5_usize).prop_map(|(customer, key)| Step::Key(customer, key)),
        1 => (0..5_usize).prop_map(Step::Comes),
        1 => (0..7_usize, any::<bool>()).prop_map(|(order, claim)| Step::Refer(order, claim)),
    ]
}

fn order(&(key, customer, day, status): &(usize, usize, usize, usize)) -> NewOrder {
    let mut order = new_order(&format!("{key}"), &format!("C{customer}"), &format!("2026-03-0{}", day + 1), 5);
    order.status = [5, 6, 13, 2][status];
    order.number = Some(format!("C{day}"));
    order
}

fn product(&(key, price): &(usize, usize)) -> NewProduct {
    let price = Some(decimal(&price.to_string()));
    NewProduct { external_id: format!("{key}"), name: format!("n{key}"), price, ..Default::default() }
}

fn keys(keys: &[usize]) -> Vec<String> {
    keys.iter().map(ToString::to_string).collect()
}

/// What is refused is refused as what it is, and is no defect.
fn taken<T>(result: crm_core::Result<T>) -> bool {
    match result {
        Ok(_) => true,
        Err(refused) => {
            assert!(["invalid", "conflict"].contains(&refused.code()), "{refused:?}");
            false
        }
    }
}

fn take(office: &Office, customers: &[crm_core::customers::CustomerId], step: &Step) {
    let sales = office.integration.sales();
    match step {
        Step::Push(orders, each) => {
            let orders: Vec<NewOrder> = orders.iter().map(order).collect();
            assert!(taken(sales.push_orders(orders, Some(*each))) || !each);
        }
        Step::Remove(gone) => assert!(taken(sales.remove_orders(keys(gone), Some(true)))),
        Step::Products(products) => {
            assert!(taken(sales.push_products(products.iter().map(product).collect(), Some(true))));
        }
        Step::RemoveProducts(gone) => assert!(taken(sales.remove_products(keys(gone), Some(true)))),
        Step::Key(customer, key) => {
            let changes = match key {
                0 => CustomerUpdate { clear: Some(vec!["external_id".into()]), ..Default::default() },
                key => CustomerUpdate { external_id: Some(format!("C{key}")), ..Default::default() },
            };
            taken(office.manager.customers().update(customers[*customer], changes, None));
        }
        Step::Comes(key) => {
            let new = NewCustomer {
                external_id: Some(format!("C{key}")),
                ..new_customer(&office.ann, &format!("C{}", key % 3))
            };
            taken(office.ann.customers().create(new, None, None));
        }
        Step::Refer(order, claim) => {
            let orders = office.manager.objects().list("order".into(), None, None, None, None).unwrap().items;
            let Some(found) = orders.get(*order) else { return };
            let object = if *claim { "shop.claim" } else { "shop.parcel" };
            let new = serde_json::json!({"name": "x", "to": found.id.to_string()});
            office.manager.objects().create(object.into(), new.into(), None).unwrap();
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..Default::default() })]

    #[test]
    fn what_packs_sum_over_pushed_records_is_what_the_rows_say(steps in prop::collection::vec(step(), 1..14)) {
        let office = Office::for_packs();
        office.apply(shop());
        let customers = ["C1", "C2", "C3"].map(|key| known_customer(&office, key).id);
        for step in &steps {
            take(&office, &customers, step);
            proven(&office);
        }
    }
}
