//! SALES: what the host's sales system sends, pushed and pulled.

use std::sync::{Arc, Mutex};

use crm_core::*;

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

/// A complete customer of ann's that the host knows by the key.
fn known(office: &Office, key: &str) -> Customer {
    let new = NewCustomer { external_id: Some(key.into()), ..new_customer(&office.ann, key) };
    office.ann.customers().create(new, None).unwrap()
}

fn push(office: &Office, order: NewOrder) -> String {
    let result = office.integration.sales().push_orders(vec![order], None).unwrap();
    result.records[0].outcome.to_string()
}

fn last_order(office: &Office, customer: &Customer) -> Option<String> {
    office.ann.customers().get(customer.id).unwrap().last_order_date.map(|d| d.to_string())
}

/// What a customer's orders of a status add up to, as the derived totals have it.
fn total(office: &Office, customer: &Customer, year: i64, status: i64) -> Vec<(i64, String)> {
    let filter = ContributionFilter { year: Some(year), statuses: Some(vec![status]), ..Default::default() };
    let page = office.manager.reports().contribution(Some(filter), None).unwrap();
    let rows = page.items.into_iter().filter(|r| r.customer.id == customer.id && r.orders > 0);
    rows.map(|r| (r.orders, format!("{} {}", r.amount.amount, r.amount.currency))).collect()
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
    assert!(office.manager.products().list(None, None).unwrap().items.is_empty());
    // SALES-1: per record on request.
    let result = sales.push_products(records(), Some(true)).unwrap();
    assert_eq!(outcomes(&result), [("P1", "created"), ("P2", "refused"), ("P3", "created")]);
    assert_eq!((result.created, result.refused), (2, 1));
    assert_eq!(errors(&result.records[1]), ["name:required", "price:too_precise", "currency:unknown_currency"]);
    assert_eq!(office.manager.products().list(None, None).unwrap().items.len(), 2);
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
    let customer = known(&office, "C1");
    let many = |n: usize| (0..n).map(|i| new_order(&format!("A{i}"), "C1", "2026-01-05", 5)).collect::<Vec<_>>();
    // SALES-1: up to 10,000 records a call.
    assert_eq!(invalid(office.integration.sales().push_orders(many(10_001), Some(true))), ["orders:too_many"]);
    assert_eq!(office.integration.sales().push_orders(many(10_000), None).unwrap().created, 10_000);
    assert_eq!(office.integration.sales().push_orders(many(10_000), None).unwrap().unchanged, 10_000);
    assert_eq!(total(&office, &customer, 2026, 5), [(10_000, "250000.00 CNY".into())]);
}

#[test]
fn quantities_and_prices_are_exact_and_only_amounts_are_money() {
    let office = Office::new();
    let customer = known(&office, "C1");
    // SALES-1: up to 6 places, and the total is the sum of the lines where the host gives none.
    let mut o = new_order("A1", "C1", "2026-01-05", 5);
    o.lines = vec![
        new_line("P1", "0.333333", "3.000001"), // 0.999999333333
        NewOrderLine { discount_rate: Some(decimal("0.15")), ..new_line("P1", "15", "7.7") }, // 98.175
        NewOrderLine { amount: Some(decimal("-8.1")), ..new_line("P1", "1", "100") },
    ];
    push(&office, o.clone());
    assert_eq!(total(&office, &customer, 2026, 5), [(1, "91.08 CNY".into())]);
    // SALES-1: the host's total where it gives one.
    o.total = Some(decimal("90"));
    push(&office, o.clone());
    assert_eq!(total(&office, &customer, 2026, 5), [(1, "90.00 CNY".into())]);
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
    assert_eq!(total(&office, &customer, 2026, 5), [(1, "99 JPY".into())]);
}

#[test]
fn orders_wait_for_their_customer() {
    let office = Office::new();
    push(&office, new_order("A1", "C1", "2026-01-05", 5));
    push(&office, new_order("A2", "C1", "2026-02-05", 9));
    push(&office, new_order("A3", "C2", "2026-02-06", 6));
    // SALES-1: orders of a customer not known yet are kept, and join it when it appears.
    let c1 = known(&office, "C1");
    assert_eq!(last_order(&office, &c1).as_deref(), Some("2026-01-05"));
    assert_eq!(total(&office, &c1, 2026, 5), [(1, "25.00 CNY".into())]);
    assert_eq!(office.ann.orders().list(c1.id, None, None).unwrap().items.len(), 1);
    // They leave it with the key, and those of the new key join.
    let rekey = |key: Option<&str>| {
        let changes = match key {
            Some(key) => CustomerUpdate { external_id: Some(key.into()), ..Default::default() },
            None => CustomerUpdate { clear: Some(vec!["external_id".into()]), ..Default::default() },
        };
        office.ann.customers().update(c1.id, changes).unwrap()
    };
    rekey(Some("C2"));
    assert_eq!(last_order(&office, &c1).as_deref(), Some("2026-02-06"));
    assert!(total(&office, &c1, 2026, 5).is_empty());
    assert_eq!(total(&office, &c1, 2026, 6), [(1, "25.00 CNY".into())]);
    rekey(None);
    assert_eq!(last_order(&office, &c1), None);
    assert!(total(&office, &c1, 2026, 6).is_empty());
    assert!(office.ann.orders().list(c1.id, None, None).unwrap().items.is_empty());
    // Orders pushed meanwhile wait again.
    push(&office, new_order("A4", "C1", "2026-02-20", 5));
    rekey(Some("C1"));
    assert_eq!(last_order(&office, &c1).as_deref(), Some("2026-02-20"));
    assert_eq!(total(&office, &c1, 2026, 5), [(2, "50.00 CNY".into())]);
}

#[test]
fn derived_data_follow_every_change_of_an_order() {
    let office = Office::new();
    let (c1, c2) = (known(&office, "C1"), known(&office, "C2"));
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
    assert_eq!(total(&office, &c1, 2026, 5), [(1, "25.00 CNY".into())]);
    assert!(total(&office, &c1, 2026, 9).is_empty() && total(&office, &c1, 2026, 2).is_empty());
    o.date = date("2024-12-31");
    o.lines[0].quantity = decimal("4");
    push(&office, o.clone());
    assert_eq!(last_order(&office, &c1).as_deref(), Some("2025-06-01"));
    assert_eq!(total(&office, &c1, 2024, 5), [(1, "50.00 CNY".into())]);
    o.customer_external_id = "C2".into();
    push(&office, o.clone());
    assert!(total(&office, &c1, 2024, 5).is_empty());
    assert_eq!(total(&office, &c2, 2024, 5), [(1, "50.00 CNY".into())]);
    assert_eq!(last_order(&office, &c2).as_deref(), Some("2024-12-31"));
    office.integration.sales().remove_orders(vec!["A1".into(), "A0".into()], None).unwrap();
    assert_eq!((last_order(&office, &c1), last_order(&office, &c2)), (None, None));
    assert!(total(&office, &c2, 2024, 5).is_empty());
}

#[test]
fn sums_never_overflow() {
    let office = Office::new();
    let customer = known(&office, "C1");
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
    assert_eq!(total(&office, &customer, 2026, 5), [(9_223, "92230000000000000.00 CNY".into())]);
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
    let summary = ChangedRecord { entity: Entity::Order, id: None, action: Action::Bulk };
    // AUDIT-1: one summary row for a push.
    assert_eq!(events.iter().map(|e| e.records.clone()).collect::<Vec<_>>(), [vec![summary]]);
}

/// An ERP that hands out prepared batches, each from its cursor.
struct Erp {
    batches: Vec<SalesChanges>,
    asked: Mutex<Vec<Option<String>>>,
}

impl SalesFeed for Erp {
    fn changes_since(&self, cursor: Option<&str>) -> Result<SalesChanges> {
        self.asked.lock().unwrap().push(cursor.map(str::to_owned));
        let at = cursor.map_or(0, |c| c.parse::<usize>().unwrap());
        match self.batches.get(at) {
            Some(batch) => Ok(batch.clone()),
            None => Err(CrmError::FeedFailed { detail: "the ERP is closed".into() }),
        }
    }
}

fn batch(next: &str, more: bool, orders: Vec<NewOrder>, removed: &[&str]) -> SalesChanges {
    SalesChanges {
        orders: Some(orders),
        removed_orders: Some(removed.iter().map(|k| (*k).to_owned()).collect()),
        next_cursor: next.into(),
        more,
        ..Default::default()
    }
}

#[test]
fn a_feed_is_pulled_until_it_has_no_more() {
    let office = Office::new();
    let customer = known(&office, "C1");
    let erp = Erp {
        batches: vec![
            batch("1", true, vec![new_order("A1", "C1", "2026-01-05", 5), new_order("A2", "C1", "2026-01-06", 5)], &[]),
            batch("2", false, vec![new_order("A3", "C1", "2026-01-07", 5)], &["A2", "A9"]),
        ],
        asked: Mutex::default(),
    };
    // SALES-2: the changes since a cursor, with the cursor.
    let pull = office.integration.pull_sales("erp", &erp, false).unwrap();
    assert_eq!((pull.batches, pull.created, pull.removed, pull.unchanged), (2, 3, 1, 1));
    assert_eq!(total(&office, &customer, 2026, 5), [(2, "50.00 CNY".into())]);
    let state = office.integration.sales().feed("erp".into()).unwrap();
    assert_eq!((state.cursor.as_deref(), state.pulled_at), (Some("2"), Some(MORNING.parse().unwrap())));
    // The next pull goes on from there; a feed that fails changes nothing.
    let failed = office.integration.pull_sales("erp", &erp, false).unwrap_err();
    assert_eq!(failed, CrmError::FeedFailed { detail: "the ERP is closed".into() });
    assert_eq!(*erp.asked.lock().unwrap(), [None, Some("1".to_owned()), Some("2".to_owned())]);
    assert_eq!(office.integration.sales().feeds().unwrap(), [state]);
    // A feed can be started over, and its data are the same then.
    office.integration.sales().forget_feed("erp".into()).unwrap();
    assert_eq!(refused(office.integration.sales().forget_feed("erp".into())), "not_found");
    let again = office.integration.pull_sales("erp", &erp, false).unwrap();
    assert_eq!((again.created, again.unchanged, again.removed), (1, 3, 1));
    // Nobody else pulls, and the feed is not even asked.
    let before = erp.asked.lock().unwrap().len();
    assert_eq!(refused(office.manager.pull_sales("erp", &erp, false)), "forbidden");
    assert_eq!(erp.asked.lock().unwrap().len(), before);
}

#[test]
fn cursor_and_data_are_stored_together_or_not_at_all() {
    let office = Office::new();
    let sales = office.integration.sales();
    let good = || vec![new_order("A1", "C1", "2026-01-05", 5)];
    let bad = || vec![new_order("A1", "C1", "2026-01-05", 5), new_order("", "C1", "2026-01-05", 5)];
    let cursor = || sales.feed("erp".into()).unwrap().cursor;
    // SALES-2: a refused batch moves no cursor, and stores nothing.
    let apply = |changes, from: Option<&str>, per_record| {
        sales.apply_changes("erp".into(), changes, from.map(str::to_owned), per_record)
    };
    assert_eq!(invalid(apply(batch("1", false, bad(), &[]), None, None)), ["orders[1].external_id:required"]);
    assert_eq!(cursor(), None);
    assert_eq!(sales.remove_orders(vec!["A1".into()], None).unwrap().unchanged, 1);
    let applied = apply(batch("1", false, bad(), &[]), None, Some(true)).unwrap();
    assert_eq!((applied.orders.created, applied.orders.refused), (1, 1));
    assert_eq!(cursor().as_deref(), Some("1"));
    // SALES-2: a batch must start where the last one ended.
    for from in [None, Some("0"), Some("2")] {
        let refusal = apply(batch("9", false, good(), &[]), from, None).unwrap_err();
        assert!(matches!(&refusal, CrmError::Conflict { reason, .. } if reason == "stale_cursor"), "{refusal}");
    }
    assert_eq!(cursor().as_deref(), Some("1"));
    // A batch has the last word on a key, so it says one thing of it.
    let torn = batch("2", false, good(), &["A7", "A1"]);
    assert_eq!(invalid(apply(torn, Some("1"), None)), ["removed_orders[1]:contradictory"]);
    // 10,000 records altogether.
    let keys: Vec<String> = (0..10_000).map(|i| format!("K{i}")).collect();
    let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
    assert_eq!(invalid(apply(batch("2", false, good(), &keys), Some("1"), None)), ["changes:too_many"]);
    // A feed that promises more must move.
    let erp = Erp { batches: vec![batch("0", true, Vec::new(), &[])], asked: Mutex::default() };
    assert_eq!(refused(office.integration.pull_sales("standing", &erp, false)), "feed_failed");
    // Refused records of a pull per record are told.
    let erp = Erp { batches: vec![batch("1", false, bad(), &[])], asked: Mutex::default() };
    let pull = office.integration.pull_sales("other", &erp, true).unwrap();
    assert_eq!((pull.refused.len(), pull.refused[0].entity), (1, Entity::Order));
}
