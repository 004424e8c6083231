//! The date of a customer's last order as packs see it: whatever the host pushes, imports and removes, what they compute of it,
//! check and sum follows (EXT-5, ROLL-3).

use crm_core::customers::{Customer, CustomerUpdate};
use crm_core::imports::ImportOutcome;
use crm_core::prelude::*;
use crm_core::sales::{NewOrder, PushResult, SalesChanges};
use crm_core::storage::sqlite::{SqliteOptions, SqliteStorage};
use serde_json::{Value as Json, json};

use crate::custom::told as values;
use crate::imports::{bytes, column, told as lines_told};
use crate::pushed_custom::proven;
use crate::support::*;
use crate::watch::{Statements, watched};

/// What is computed of the date, checked, and summed over customers.
fn months() -> Json {
    json!({
        "pack": "months", "version": 1, "language": 1, "title": "Months",
        "extend": {
            "customer": {
                "fields": {"last_month": {"type": "date", "formula": "month_start(last_order_date)"}},
                "checks": {"soon": {"check": "last_order_date < #2030-01-01", "text": "That is too far away."}}
            },
            "user": {"fields": {
                "latest": {"type": "date", "rollup": {"max": "last_order_date", "of": "customer", "by": "account_manager"}}
            }}
        }
    })
}

/// The same beside sums over the orders, which hold together with the date.
fn sums() -> Json {
    let mut pack = months();
    pack["extend"]["customer"]["fields"]["orders"] = json!({"type": "integer", "rollup":
        {"count": true, "of": "order", "by": "customer", "where": {"not": {"field": "status", "is": 9}}}});
    pack["extend"]["customer"]["fields"]["year"] = json!({"type": "integer", "formula": "year(last_order_date)"});
    pack["extend"]["user"]["fields"]["years"] =
        json!({"type": "integer", "rollup": {"sum": "year", "of": "customer", "by": "account_manager"}});
    pack["extend"]["customer"]["checks"]["dated"] = json!({
        "check": "last_order_date == null or orders > 0", "text": "There is an order of that date."});
    pack["extend"]["customer"]["checks"]["counted"] = json!({
        "check": "orders == 0 or last_order_date != null", "text": "There is a date of these orders."});
    pack
}

fn told(result: &PushResult) -> Vec<String> {
    let errors = |r: &crm_core::sales::PushedRecord| {
        r.errors.iter().map(|e| format!(" {}:{}", e.field, e.code)).collect::<String>()
    };
    result.records.iter().map(|r| format!("{} {}{}", r.key, r.outcome, errors(r))).collect()
}

/// An office with two customers of Ann's, which the host knows.
struct Dated {
    office: Office,
    customers: [Customer; 2],
}

impl Dated {
    fn new(pack: Json) -> Dated {
        let office = Office::for_packs();
        office.apply(pack);
        let customers = ["C1", "C2"].map(|key| known_customer(&office, key));
        for customer in &customers {
            let hers = CustomerUpdate { account_manager: Some(user(&office.ann)), ..Default::default() };
            office.manager.customers().update(customer.id, hers, None).unwrap();
        }
        Dated { office, customers }
    }

    /// The month of each customer, and the latest date of Ann's; all of it is what the rows say.
    #[track_caller]
    fn is(&self, months: [&str; 2], latest: &str) {
        let text = |json: &Json| json.as_str().unwrap_or_default().to_owned();
        let found = [0, 1].map(|at| {
            let customer = self.office.ann.customers().get(self.customers[at].id).unwrap();
            text(&values(&customer.custom)["last_month"])
        });
        let ann = self.office.admin.users().get(user(&self.office.ann)).unwrap();
        assert_eq!((found, text(&values(&ann.custom)["latest"])), (months.map(str::to_owned), latest.to_owned()));
        proven(&self.office);
    }
}

fn order(key: &str, of: &str, day: &str) -> NewOrder {
    new_order(key, of, day, 5)
}

fn keys(keys: &[&str]) -> Vec<String> {
    keys.iter().map(|key| (*key).to_owned()).collect()
}

// EXT-5, ROLL-3: pushes of many, of one, cancelled ones, feeds and removals; where packs say something of orders too.
#[test]
fn what_packs_say_of_the_last_order_date_follows_what_is_pushed() {
    for pack in [months(), sums()] {
        let dated = Dated::new(pack);
        let sales = dated.office.integration.sales();
        let orders =
            vec![order("1", "C1", "2026-01-05"), order("2", "C1", "2026-02-05"), order("3", "C2", "2026-03-09")];
        assert_eq!(sales.push_orders(orders, None).unwrap().created, 3);
        dated.is(["2026-02-01", "2026-03-01"], "2026-03-09");
        // One of the same month changes the date and not the month; a cancelled one counts no more.
        sales.push_orders(vec![order("4", "C2", "2026-03-10")], Some(true)).unwrap();
        dated.is(["2026-02-01", "2026-03-01"], "2026-03-10");
        sales.push_orders(vec![new_order("2", "C1", "2026-02-05", 9)], None).unwrap();
        dated.is(["2026-01-01", "2026-03-01"], "2026-03-10");
        // Moved to another customer.
        sales.push_orders(vec![order("4", "C1", "2026-03-10")], None).unwrap();
        dated.is(["2026-03-01", "2026-03-01"], "2026-03-10");
        assert_eq!(told(&sales.remove_orders(keys(&["4", "9"]), Some(true)).unwrap()), ["4 removed", "9 unchanged"]);
        dated.is(["2026-01-01", "2026-03-01"], "2026-03-09");
        let changes = SalesChanges {
            orders: Some(vec![order("5", "C1", "2026-05-01")]),
            removed_orders: Some(keys(&["3"])),
            next_cursor: "1".into(),
            ..Default::default()
        };
        sales.apply_changes("erp".into(), changes, None, None).unwrap();
        dated.is(["2026-05-01", ""], "2026-05-01");
        assert_eq!(sales.remove_orders(keys(&["1", "2", "5"]), None).unwrap().removed, 3);
        dated.is(["", ""], "");
    }
}

// EXT-5: what a customer's check says of the date refuses the line that would set it, and no other; whole, all.
#[test]
fn a_check_of_the_last_order_date_refuses_its_line() {
    for pack in [months(), sums()] {
        let dated = Dated::new(pack);
        let sales = dated.office.integration.sales();
        let orders =
            || vec![order("1", "C1", "2026-01-05"), order("2", "C1", "2031-02-05"), order("3", "C2", "2026-03-09")];
        assert_eq!(invalid(sales.push_orders(orders(), None)), ["orders[1].customer.checks.soon:check"]);
        dated.is(["", ""], "");
        let pushed = told(&sales.push_orders(orders(), Some(true)).unwrap());
        assert_eq!(pushed, ["1 created", "2 refused customer.checks.soon:check", "3 created"]);
        dated.is(["2026-01-01", "2026-03-01"], "2026-03-09");
        // What else is wrong with a line is told beside it.
        let wrong = vec![
            order("4", "C2", "2031-01-01"),
            new_order("5", "C2", "2026-04-01", 100),
            order("1", "C1", "2026-01-06"),
        ];
        let pushed = told(&sales.push_orders(wrong, Some(true)).unwrap());
        assert_eq!(pushed, ["4 refused customer.checks.soon:check", "5 refused status:out_of_range", "1 updated"]);
        dated.is(["2026-01-01", "2026-03-01"], "2026-03-09");
    }
}

// SALES-3: as what is imported.
#[test]
fn a_file_of_orders_moves_the_last_order_date_for_packs() {
    for pack in [months(), sums()] {
        let dated = Dated::new(pack);
        let heads = ["no", "who", "day", "state"];
        let fields = ["external_id", "customer_external_id", "date", "status"];
        let mapping = fields.iter().zip(heads).map(|(field, head)| column(field, head)).collect();
        let lines = ["order", "product_name", "quantity", "unit_price"];
        let lines =
            lines.iter().zip(["no", "what", "pieces", "each"]).map(|(field, head)| column(field, head)).collect();
        let file = "no,who,day,state\n1,C1,2026-01-05,5\n2,C2,2031-01-06,5\n3,C2,2026-02-02,5\n";
        let rows = "no,what,pieces,each\n1,bolt,1,2\n2,bolt,1,2\n3,bolt,1,2\n";
        let report = dated.office.integration.imports().orders(bytes(file), mapping, bytes(rows), lines, None).unwrap();
        assert_eq!(lines_told(&report), ["2 created", "3 refused customer.checks.soon:check", "4 created"]);
        assert_eq!(report.lines[2].outcome, ImportOutcome::Created);
        dated.is(["2026-01-01", "2026-02-01"], "2026-02-02");
    }
}

// EXT-5, SALES-1: the customer who loses a key loses the date, and the one who gets it has it.
#[test]
fn the_last_order_date_moves_with_a_customers_key_for_packs() {
    for pack in [months(), sums()] {
        let dated = Dated::new(pack);
        dated.office.integration.sales().push_orders(vec![order("1", "C1", "2026-01-05")], None).unwrap();
        let rename = |at: usize, key: &str| {
            let changes = CustomerUpdate { external_id: Some(key.into()), ..Default::default() };
            dated.office.manager.customers().update(dated.customers[at].id, changes, None).unwrap();
        };
        rename(0, "C9");
        dated.is(["", ""], "");
        rename(1, "C1");
        dated.is(["", "2026-01-01"], "2026-01-05");
    }
}

// ROLL-3, LIM-2: where packs only sum over orders, those of a customer whose key changes are summed once, however many they are.
#[test]
fn a_customers_key_moves_many_orders_at_the_cost_of_one() {
    let taken = |lines: usize| {
        let (storage, seen): (_, Statements) = watched(SqliteStorage::in_memory(&SqliteOptions::default()).unwrap());
        let clock = FixedEnvironment::new(MORNING);
        let crm = Crm::options().environment(clock.clone()).open_storage(Box::new(storage)).unwrap();
        let office = Office::staff(crm, clock);
        office.apply(sums());
        let customer = known_customer(&office, "C1");
        let orders = (0..lines).map(|at| order(&format!("o{at}"), "C1", "2026-01-05")).collect();
        office.integration.sales().push_orders(orders, None).unwrap();
        ["C2", "C1"].map(|key| {
            let changes = CustomerUpdate { external_id: Some(key.into()), ..Default::default() };
            seen.take();
            office.manager.customers().update(customer.id, changes, None).unwrap();
            let asked = seen.take_counted().values().sum::<usize>();
            let has = values(&office.ann.customers().get(customer.id).unwrap().custom)["orders"].clone();
            assert_eq!(has, if key == "C1" { lines } else { 0 });
            proven(&office);
            asked
        })
    };
    assert_eq!(taken(2), taken(30));
}

// LIM-2: many orders of one customer cost one look more than where nobody has a pack, however many they are.
#[test]
fn orders_of_one_customer_bring_what_packs_say_of_it_once() {
    let taken = |pack: bool, lines: usize| {
        let (storage, seen): (_, Statements) = watched(SqliteStorage::in_memory(&SqliteOptions::default()).unwrap());
        let clock = FixedEnvironment::new(MORNING);
        let crm = Crm::options().environment(clock.clone()).open_storage(Box::new(storage)).unwrap();
        let office = Office::staff(crm, clock);
        if pack {
            office.apply(months());
        }
        known_customer(&office, "C1");
        let sales = office.integration.sales();
        let names: Vec<String> = (0..lines).map(|at| format!("o{at}")).collect();
        let orders: Vec<_> = names.iter().map(|key| order(key, "C1", "2026-01-05")).collect();
        let count = |call: &dyn Fn()| {
            seen.take();
            call();
            seen.take_counted().values().sum::<usize>()
        };
        [
            count(&|| assert_eq!(sales.push_orders(orders.clone(), None).unwrap().created as usize, lines)),
            count(&|| assert_eq!(sales.remove_orders(names.clone(), None).unwrap().removed as usize, lines)),
        ]
    };
    for pack in [false, true] {
        let (few, many) = (taken(pack, 20), taken(pack, 40));
        let more: Vec<usize> = many.iter().zip(few).map(|(many, few)| many - few).collect();
        // An order and its line; the same gone.
        assert_eq!(more, [40, 40], "{few:?} {many:?}");
    }
}
