//! Orders pushed, changed, removed and given to other customers: what is derived from them agrees with a model, and
//! with the engine's own recomputation, after each step.

use std::collections::BTreeMap;

use crm_core::customers::{Customer, CustomerUpdate};
use crm_core::prelude::*;
use crm_core::reports::{ContributionFilter, ContributionRow};
use crm_core::sales::{NewOrder, SalesChanges};
use proptest::prelude::*;

use crate::support::*;

const CUSTOMERS: usize = 3;
const STATUSES: [i64; 4] = [2, 5, 6, 9];
const YEARS: [i64; 2] = [2024, 2025];

/// An order as the model keeps it; the customer is an index of the host's keys.
#[derive(Debug, Clone)]
struct Entry {
    customer: usize,
    date: Date,
    status: i64,
    currency: &'static str,
    total: i64,
}

#[derive(Debug, Clone)]
enum Step {
    /// Orders by their keys, and whether the push is per record. An order of status 100 is wrong.
    Push(Vec<(usize, Entry)>, bool),
    Remove(Vec<usize>),
    /// A feed's batch: orders, and the removal of one that is not among them.
    Pull(Vec<(usize, Entry)>, usize),
    /// A customer gets another of the host's keys, or none.
    Rekey(usize, Option<usize>),
}

fn entry() -> impl Strategy<Value = (usize, Entry)> {
    let status = prop_oneof![12 => prop::sample::select(&STATUSES[..]), 1 => Just(100)];
    let day = (0..YEARS.len(), 1..=12u32).prop_map(|(y, m)| format!("{}-{m:02}-28", YEARS[y]).parse().unwrap());
    (0..6usize, 0..4usize, day, status, prop::sample::select(&["CNY", "USD"][..]), -500..5000i64).prop_map(
        |(key, customer, date, status, currency, total)| (key, Entry { customer, date, status, currency, total }),
    )
}

fn step() -> impl Strategy<Value = Step> {
    let entries = || prop::collection::vec(entry(), 0..5);
    prop_oneof![
        5 => (entries(), any::<bool>()).prop_map(|(e, per_record)| Step::Push(e, per_record)),
        2 => prop::collection::vec(0..6usize, 0..3).prop_map(Step::Remove),
        2 => (entries(), 0..6usize).prop_map(|(e, key)| Step::Pull(e, key)),
        2 => (0..CUSTOMERS, prop::option::of(0..4usize)).prop_map(|(c, key)| Step::Rekey(c, key)),
    ]
}

fn order((key, e): &(usize, Entry)) -> NewOrder {
    NewOrder {
        external_id: format!("A{key}"),
        customer_external_id: format!("C{}", e.customer),
        date: e.date,
        status: e.status,
        currency: Some(e.currency.into()),
        total: Some(rust_decimal::Decimal::new(e.total, 2)),
        ..Default::default()
    }
}

struct World {
    office: Office,
    customers: Vec<Customer>,
    keys: Vec<Option<usize>>,
    orders: BTreeMap<usize, Entry>,
    cursor: Option<String>,
}

impl World {
    fn new() -> World {
        let office = Office::new();
        let create =
            |i| office.ann.customers().create(new_customer(&office.ann, &format!("客户 {i}")), None, None).unwrap();
        let customers = (0..CUSTOMERS).map(create).collect();
        World { office, customers, keys: vec![None; CUSTOMERS], orders: BTreeMap::new(), cursor: None }
    }

    fn take(&mut self, step: &Step) {
        let sales = self.office.integration.sales();
        let right = |entries: &[(usize, Entry)]| entries.iter().all(|(_, e)| e.status < 100);
        match step {
            Step::Push(entries, per_record) => {
                let result = sales.push_orders(entries.iter().map(order).collect(), Some(*per_record));
                // SALES-1: whole or not at all, or per record.
                assert_eq!(result.is_ok(), *per_record || right(entries));
                if result.is_ok() {
                    let kept = entries.iter().filter(|(_, e)| e.status < 100).cloned();
                    self.orders.extend(kept);
                }
            }
            Step::Remove(keys) => {
                let result = sales.remove_orders(keys.iter().map(|k| format!("A{k}")).collect(), None).unwrap();
                let removed = keys.iter().filter(|k| self.orders.remove(k).is_some()).count();
                assert_eq!(result.removed, removed as i64);
            }
            Step::Pull(entries, gone) => {
                let next = format!("{}x", self.cursor.as_deref().unwrap_or_default());
                let changes = SalesChanges {
                    orders: Some(entries.iter().map(order).collect()),
                    removed_orders: Some(vec![format!("A{gone}")]),
                    next_cursor: next.clone(),
                    ..Default::default()
                };
                let fits = right(entries) && entries.iter().all(|(key, _)| key != gone);
                let result = sales.apply_changes("erp".into(), changes, self.cursor.clone(), None);
                // SALES-2: cursor and data together, or neither.
                assert_eq!(result.is_ok(), fits);
                if fits {
                    self.cursor = Some(next);
                    self.orders.extend(entries.iter().cloned());
                    self.orders.remove(gone);
                }
                assert_eq!(sales.feed("erp".into()).unwrap().cursor, self.cursor);
            }
            Step::Rekey(customer, key) => {
                let changes = match key {
                    Some(key) => CustomerUpdate { external_id: Some(format!("C{key}")), ..Default::default() },
                    None => CustomerUpdate { clear: Some(vec!["external_id".into()]), ..Default::default() },
                };
                let result = self.office.ann.customers().update(self.customers[*customer].id, changes, None);
                let free = key.is_none() || self.keys[*customer] == *key || !self.keys.contains(key);
                assert_eq!(result.is_ok(), free);
                if free {
                    self.keys[*customer] = *key;
                }
            }
        }
    }

    /// The orders of a customer.
    fn of(&self, customer: usize) -> impl Iterator<Item = &Entry> {
        let key = self.keys[customer];
        self.orders.values().filter(move |e| Some(e.customer) == key)
    }

    fn agrees(&self) {
        // SALES-1, MAINT-1: derived data against the engine's own recomputation.
        assert_eq!(self.office.admin.maintenance().check().unwrap().findings, Vec::<String>::new());
        for (i, customer) in self.customers.iter().enumerate() {
            let last = self.of(i).filter(|e| e.status != 9).map(|e| e.date).max();
            // SALES-1: the latest order that is not cancelled.
            assert_eq!(self.office.ann.customers().get(customer.id).unwrap().last_order_date, last);
        }
    }

    /// The totals by year and status against the model's.
    fn totals_agree(&self) {
        for year in YEARS {
            for status in STATUSES {
                let filter =
                    ContributionFilter { year: Some(year), statuses: Some(vec![status]), ..Default::default() };
                let page = self.office.manager.reports().contribution(Some(filter), None).unwrap();
                let row = |r: ContributionRow| ((r.customer.id, r.amount.currency), (r.orders, r.amount.amount));
                let shown: BTreeMap<_, _> = page.items.into_iter().filter(|r| r.orders > 0).map(row).collect();
                let mut expected = BTreeMap::new();
                for (i, customer) in self.customers.iter().enumerate() {
                    let counts = |e: &&Entry| e.status == status && e.date.to_string().starts_with(&year.to_string());
                    for e in self.of(i).filter(counts) {
                        let cell = expected
                            .entry((customer.id, e.currency.to_owned()))
                            .or_insert((0_i64, rust_decimal::Decimal::ZERO));
                        cell.0 += 1;
                        cell.1 += rust_decimal::Decimal::new(e.total, 2);
                    }
                }
                assert_eq!(shown, expected, "{year}, status {status}");
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_derived_from_orders_agrees_with_a_model(steps in prop::collection::vec(step(), 1..25)) {
        let mut world = World::new();
        for step in &steps {
            world.take(step);
            world.agrees();
        }
        world.totals_agree();
    }
}
