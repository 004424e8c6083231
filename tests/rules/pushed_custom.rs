//! Products and orders to which packs give something, or on which something hangs, as the host's system pushes and removes
//! them.

use crm_core::customers::{CustomerUpdate, NewCustomer};
use crm_core::notes::NewNote;
use crm_core::objects::ObjectUpdate;
use crm_core::prelude::*;
use crm_core::sales::{NewProduct, PushResult, SalesChanges};
use crm_core::storage::sqlite::{SqliteOptions, SqliteStorage};
use serde_json::{Value as Json, json};

use crate::custom::{custom, key, told as values};
use crate::support::*;
use crate::watch::{Statements, watched};

/// What refers to orders and products, each in its way, and what they are given.
pub fn shop() -> Json {
    let refers = |object: &str, on_delete: &str| {
        json!({"title": "name", "fields": {
            "name": {"type": "text"}, "to": {"type": "ref", "to": object, "on_delete": on_delete}}})
    };
    json!({
        "pack": "shop", "version": 1, "language": 1, "title": "Shop",
        "objects": {
            "claim": refers("order", "refuse"), "visit": refers("order", "clear"), "parcel": refers("order", "delete"),
            "offer": refers("product", "refuse")
        },
        "extend": {
            "order": {
                "fields": {
                    "channel": {"type": "choice", "values": ["web", "shop"], "default": "'web'"},
                    "twice": {"type": "integer", "formula": "status * 2"},
                    "waits": {"type": "boolean", "formula": "customer == null"},
                    "parcels": {"type": "integer", "rollup": {"count": true, "of": "shop.parcel", "by": "to"}}
                },
                "checks": {"unlucky": {"check": "status != 13", "text": "No status has the number 13."}}
            },
            "product": {
                "fields": {
                    "made": {"type": "text", "default": "'here'"},
                    "dear": {"type": "boolean", "formula": "price > 10"}
                },
                "checks": {"named": {"check": "name != 'x'", "text": "It has a name."}}
            },
            "customer": {
                "fields": {
                    "orders": {"type": "integer", "rollup": {"count": true, "of": "order", "by": "customer"}},
                    "statuses": {"type": "integer", "rollup": {"sum": "status", "of": "order", "by": "customer"}},
                    "first": {"type": "date", "rollup": {"min": "date", "of": "order", "by": "customer"}},
                    "last": {"type": "date", "rollup": {"max": "date", "of": "order", "by": "customer",
                             "where": {"field": "status", "is": 5}}},
                    "named": {"type": "integer", "rollup": {"count": true, "of": "order", "match": {"external_id": "number"}}},
                    "more": {"type": "integer", "formula": "orders + 1"},
                    "last_month": {"type": "date", "formula": "month_start(last_order_date)"},
                    "last_day": {"type": "integer", "formula": "day(last_order_date)"},
                    "rank": {"type": "integer", "default": "1"}
                },
                "checks": {"ranked": {"check": "rank != null or first == null", "text": "It has a rank."},
                    "few": {"check": "orders <= 4", "text": "Four orders are enough."}}
            },
            "user": {"fields": {
                "days": {"type": "integer", "rollup": {"sum": "last_day", "of": "customer", "by": "account_manager"}}
            }}
        },
        "roles": {"sales_manager": ["shop"]}
    })
}

fn office() -> Office {
    let office = Office::for_packs();
    office.apply(shop());
    office
}

fn told(result: &PushResult) -> Vec<String> {
    let errors = |r: &crm_core::sales::PushedRecord| {
        r.errors.iter().map(|e| format!(" {}:{}", e.field, e.code)).collect::<String>()
    };
    result.records.iter().map(|r| format!("{} {}{}", r.key, r.outcome, errors(r))).collect()
}

fn product(key: &str, name: &str) -> NewProduct {
    NewProduct { external_id: key.into(), name: name.into(), price: Some(decimal("12.5")), ..Default::default() }
}

fn keys(keys: &[&str]) -> Vec<String> {
    keys.iter().map(|key| (*key).to_owned()).collect()
}

fn made(office: &Office, object: &str, to: impl Into<crm_core::RecordId>) -> crm_core::RecordId {
    let new = json!({"name": "x", "to": to.into().to_string()});
    office.manager.objects().create(object.into(), new.into(), None).unwrap().id
}

#[track_caller]
pub fn proven(office: &Office) {
    let check = office.admin.maintenance().check().unwrap();
    assert!(check.ok, "{:?}", check.findings);
}

// OBJ-13, SALES-1: what refers to a record that the host removes decides as for any deletion; the line is refused, and no other.
#[test]
fn what_refers_to_a_pushed_record_decides_about_its_removal() {
    let office = office();
    let customer = known_customer(&office, "C1");
    let sales = office.integration.sales();
    let orders = ["1", "2", "3", "4"].map(|key| new_order(key, "C1", "2026-01-05", 5)).to_vec();
    sales.push_orders(orders, None).unwrap();
    sales.push_products(vec![product("P1", "bolt"), product("P2", "nut")], None).unwrap();
    let listed = office.ann.orders().list(customer.id, None, None, None).unwrap().items;
    let id = |key: &str| listed.iter().find(|order| order.external_id == key).unwrap().id;
    made(&office, "shop.claim", id("1"));
    let visit = made(&office, "shop.visit", id("2"));
    let parcel = made(&office, "shop.parcel", id("3"));
    let products = office.manager.products().list(None, None, None).unwrap().items;
    made(&office, "shop.offer", products[0].id);
    // Whole it is not taken, and nothing of it is left.
    assert_eq!(invalid(sales.remove_orders(keys(&["2", "1"]), None)), ["external_ids[1]:in_use"]);
    assert_eq!(office.ann.orders().list(customer.id, None, None, None).unwrap().items.len(), 4);
    // A feed goes on behind a line that is refused.
    let changes = SalesChanges {
        removed_orders: Some(keys(&["1", "2", "3", "9"])),
        removed_products: Some(keys(&["P1", "P2"])),
        next_cursor: "1".into(),
        ..Default::default()
    };
    let done = sales.apply_changes("erp".into(), changes, None, Some(true)).unwrap();
    assert_eq!(told(&done.orders), ["1 refused :in_use", "2 removed", "3 removed", "9 unchanged"]);
    assert_eq!(told(&done.products), ["P1 refused :in_use", "P2 removed"]);
    assert_eq!(sales.feed("erp".into()).unwrap().cursor.as_deref(), Some("1"));
    assert_eq!(order_total(&office, &customer, 2026, 5), [(2, "50.00 CNY".to_owned())]);
    let visit = office.manager.objects().get("shop.visit".into(), visit).unwrap();
    assert!(visit.values.get("to").is_none_or(|to| matches!(to, crm_core::Value::Null)), "{visit:?}");
    assert_eq!(refused(office.manager.objects().get("shop.parcel".into(), parcel)), "not_found");
    let kept = office.ann.customers().get(customer.id).unwrap();
    assert_eq!((&values(&kept.custom)["orders"], &values(&kept.custom)["more"]), (&json!(2), &json!(3)));
    // The same key again is another record.
    sales.push_orders(vec![new_order("2", "C1", "2026-01-05", 5)], None).unwrap();
    assert_eq!(
        told(&sales.remove_orders(keys(&["2", "2", "4"]), Some(true)).unwrap()).concat(),
        "2 removed2 unchanged4 removed"
    );
    proven(&office);
}

// OBJ-13, PACK-9: the word of a pack that sleeps holds, and what it gave a record goes with it.
#[test]
fn a_pack_that_sleeps_stands_against_removals_and_leaves_nothing() {
    let office = office();
    let customer = known_customer(&office, "C1");
    let sales = office.integration.sales();
    sales.push_orders(["1", "2"].map(|key| new_order(key, "C1", "2026-01-05", 5)).to_vec(), None).unwrap();
    for order in office.ann.orders().list(customer.id, None, None, None).unwrap().items {
        let shop = ObjectUpdate { values: custom(json!({"channel": "shop"})), ..Default::default() };
        office.manager.objects().extend(key("order", order.id), shop).unwrap();
        if order.external_id == "1" {
            made(&office, "shop.claim", order.id);
        }
    }
    office.admin.packs().disable("shop".into()).unwrap();
    let removed = sales.remove_orders(keys(&["1", "2"]), Some(true)).unwrap();
    assert_eq!(told(&removed), ["1 refused :in_use", "2 removed"]);
    office.admin.packs().enable("shop".into()).unwrap();
    assert_eq!(values(&office.ann.customers().get(customer.id).unwrap().custom)["orders"], 1);
    proven(&office);
}

// PROC-3: notes and tags go with a record that the host removes, also where nobody has a pack; the audit is told how many.
#[test]
fn what_hangs_on_a_pushed_record_goes_with_it() {
    let office = Office::new();
    let sales = office.integration.sales();
    let customer = known_customer(&office, "C1");
    sales.push_orders(vec![new_order("1", "C1", "2026-01-05", 5)], None).unwrap();
    sales.push_products(vec![product("P1", "bolt")], None).unwrap();
    let order = office.ann.orders().list(customer.id, None, None, None).unwrap().items.remove(0).id;
    let product = office.manager.products().list(None, None, None).unwrap().items.remove(0).id;
    let colour = json!({"colour": "#cc0000"});
    office.manager.setup().put("tag".into(), "重点".into(), colour.clone().into(), None, None, None).unwrap();
    for record in [key("order", order), key("product", product)] {
        office.manager.tags().set(record.clone(), Some(vec!["重点".into()]), None).unwrap();
        let note = NewNote { text: "记".into(), ..Default::default() };
        office.manager.notes().create(record, note, None).unwrap();
    }
    let tagged = || office.manager.setup().plan("tag".into(), "重点".into(), json!({"colour": "#000000"}).into());
    assert_eq!(tagged().unwrap().records.count, 2);
    assert_eq!(told(&sales.remove_orders(keys(&["1"]), None).unwrap()), ["1 removed"]);
    assert_eq!(told(&sales.remove_products(keys(&["P1"]), Some(true)).unwrap()), ["P1 removed"]);
    assert_eq!(tagged().unwrap().records.count, 0);
    let calls = office.admin.audit().list(None, None).unwrap().items;
    for (operation, object, id) in
        [("sales.remove_orders", "order", order.to_string()), ("sales.remove_products", "product", product.to_string())]
    {
        let call = calls.iter().find(|call| call.operation == operation).unwrap();
        let went = json!({"deleted": 1, "record": {"object": object, "id": id}}).to_string();
        assert!(call.changes.iter().any(|change| change.after.as_deref() == Some(&went)), "{call:?}");
    }
    proven(&office);
}

// EXT-5, SALES-1: defaults, formulas and checks hold of what is pushed; a check's refusal is that line's.
#[test]
fn pushed_records_have_custom_fields() {
    let office = office();
    let customer = known_customer(&office, "C1");
    let sales = office.integration.sales();
    let order = |key: &str, status| new_order(key, "C1", "2026-01-05", status);
    let pushed = sales.push_orders(vec![order("1", 5), order("2", 13), order("3", 100), order("1", 6)], Some(true));
    assert_eq!(
        told(&pushed.unwrap()),
        ["1 created", "2 refused checks.unlucky:check", "3 refused status:out_of_range", "1 updated"]
    );
    let kept = || office.ann.orders().list(customer.id, None, None, None).unwrap().items.remove(0);
    let all = json!({"channel": "web", "twice": 12, "waits": false, "parcels": 0});
    assert_eq!((values(&kept().custom), kept().version), (all, 2));
    assert_eq!(told(&sales.push_orders(vec![order("1", 6)], None).unwrap()), ["1 unchanged"]);
    // Whole, it is refused with everything that is wrong in any list of it.
    let changes = SalesChanges {
        products: Some(vec![product("P1", "bolt"), product("P2", "x")]),
        orders: Some(vec![order("4", 5), order("5", 13)]),
        next_cursor: "1".into(),
        ..Default::default()
    };
    assert_eq!(
        invalid(sales.apply_changes("erp".into(), changes.clone(), None, None)),
        ["products[1].checks.named:check", "orders[1].checks.unlucky:check"]
    );
    assert_eq!(sales.feed("erp".into()).unwrap().cursor, None);
    let done = sales.apply_changes("erp".into(), changes, None, Some(true)).unwrap();
    assert_eq!((done.products.created, done.products.refused, done.orders.created, done.orders.refused), (1, 1, 1, 1));
    let bolt = office.manager.products().list(None, None, None).unwrap().items.remove(0);
    assert_eq!(values(&bolt.custom), json!({"made": "here", "dear": true}));
    // OBJ-15: its history tells them.
    assert_eq!(office.manager.objects().history(key("product", bolt.id), None).unwrap().items.len(), 1);
    proven(&office);
}

// ROLL-3, ROLL-4: what is summed over orders follows pushes, removals, and customers who get or lose the key of theirs.
#[test]
fn roll_ups_over_orders_follow_pushes_and_keys() {
    let office = office();
    let customer = known_customer(&office, "C1");
    let sales = office.integration.sales();
    let order = |key: &str, of: &str, day: &str| new_order(key, of, day, 5);
    sales
        .push_orders(
            vec![order("1", "C1", "2026-01-05"), order("2", "C1", "2026-02-05"), order("3", "C2", "2026-03-01")],
            None,
        )
        .unwrap();
    let sums = |id| {
        let found = values(&office.ann.customers().get(id).unwrap().custom);
        (found["orders"].clone(), found["statuses"].clone(), found["first"].clone(), found["last"].clone())
    };
    let is = |orders: i64, first: &str, last: &str| (json!(orders), json!(orders * 5), json!(first), json!(last));
    assert_eq!(sums(customer.id), is(2, "2026-01-05", "2026-02-05"));
    // An order waits until its customer comes; the customer begins with what waited.
    let new = NewCustomer { external_id: Some("C2".into()), ..new_customer(&office.ann, "C2") };
    let second = office.ann.customers().create(new, None, None).unwrap();
    assert_eq!(values(&second.custom)["orders"], 1);
    assert_eq!(sums(second.id), is(1, "2026-03-01", "2026-03-01"));
    let waits = |of| values(&office.ann.orders().list(of, None, None, None).unwrap().items[0].custom)["waits"].clone();
    assert_eq!(waits(second.id), false);
    proven(&office);
    // One who loses the key leaves the orders behind, one who gets it takes them.
    let rename = |id, key: &str| {
        let changes = CustomerUpdate { external_id: Some(key.into()), ..Default::default() };
        office.manager.customers().update(id, changes, None)
    };
    rename(second.id, "C9").unwrap();
    assert_eq!(sums(second.id), (json!(0), json!(0), Json::Null, Json::Null));
    proven(&office);
    rename(second.id, "C2").unwrap();
    assert_eq!(sums(second.id), is(1, "2026-03-01", "2026-03-01"));
    // Moved to another customer, and gone: the least and the greatest too.
    sales.push_orders(vec![order("2", "C2", "2026-02-05")], None).unwrap();
    assert_eq!(
        (sums(customer.id), sums(second.id)),
        (is(1, "2026-01-05", "2026-01-05"), is(2, "2026-02-05", "2026-03-01"))
    );
    sales.remove_orders(keys(&["3"]), None).unwrap();
    assert_eq!(sums(second.id), is(1, "2026-02-05", "2026-02-05"));
    // A parent's check refuses the line, and the customer that too many wait for.
    let more = ["4", "5", "6", "7"].map(|key| order(key, "C1", "2026-01-07")).to_vec();
    let pushed = told(&sales.push_orders(more, Some(true)).unwrap());
    assert_eq!(pushed, ["4 created", "5 created", "6 created", "7 refused customer.checks.few:check"]);
    sales.push_orders((0..5).map(|at| order(&format!("w{at}"), "C5", "2026-01-08")).collect(), None).unwrap();
    assert_eq!(invalid(rename(second.id, "C5")), ["checks.few:check"]);
    assert_eq!(sums(second.id), is(1, "2026-02-05", "2026-02-05"));
    proven(&office);
}

/// An office with its statements; with a pack that gives other kinds something, or none.
fn seen(pack: bool) -> (Office, Statements) {
    let clock = FixedEnvironment::new(MORNING);
    let (storage, seen) = watched(SqliteStorage::in_memory(&SqliteOptions::default()).unwrap());
    let crm = Crm::options().environment(clock.clone()).open_storage(Box::new(storage)).unwrap();
    let office = Office::staff(crm, clock);
    if pack {
        office.apply(json!({
            "pack": "other", "version": 1, "language": 1, "title": "Other",
            "objects": {"stone": {"title": "name", "fields": {
                "name": {"type": "text"}, "of": {"type": "ref", "to": "contact"}}}},
            "extend": {"contact": {"fields": {"nick": {"type": "text"}}}}
        }));
    }
    (office, seen)
}

// LIM-2, SALES-1: a line costs no statement more where no pack says anything of its kind and nothing hangs on any of it.
#[test]
fn a_line_pays_nothing_for_the_packs_of_other_kinds() {
    let taken = |pack: bool, lines: usize| {
        let (office, seen) = seen(pack);
        known_customer(&office, "C1");
        let sales = office.integration.sales();
        let each = |prefix: &str| (0..lines).map(|at| format!("{prefix}{at}")).collect::<Vec<_>>();
        let orders: Vec<_> = each("o").iter().map(|key| new_order(key, "C1", "2026-01-05", 5)).collect();
        let products: Vec<_> = each("p").iter().map(|key| product(key, key)).collect();
        let count = |call: &dyn Fn()| {
            seen.take();
            call();
            seen.take_counted().values().sum::<usize>()
        };
        [
            count(&|| assert_eq!(sales.push_orders(orders.clone(), None).unwrap().created as usize, lines)),
            count(&|| assert_eq!(sales.push_products(products.clone(), Some(true)).unwrap().created as usize, lines)),
            count(&|| assert_eq!(sales.remove_orders(each("o"), None).unwrap().removed as usize, lines)),
            count(&|| assert_eq!(sales.remove_products(each("p"), Some(true)).unwrap().removed as usize, lines)),
        ]
    };
    for pack in [false, true] {
        let (few, many) = (taken(pack, 20), taken(pack, 40));
        let more: Vec<usize> = many.iter().zip(few).map(|(many, few)| many - few).collect();
        // An order and its line, a product; the same gone.
        assert_eq!(more, [40, 20, 40, 20], "{few:?} {many:?}");
    }
}
