//! ACT-14: the days that follow from what is done and planned with a record, since when nothing was done, and since when it is in its
//! state; they are fields for lists, and no change of the record.

use crm_core::activities::{Activity, ActivityUpdate, Completion, NewActivity};
use crm_core::objects::RecordKey;
use crm_core::prelude::*;
use serde_json::{Value, json};

use crate::activities::{about, plan};
use crate::fill::Filled;
use crate::notes::key;
use crate::support::*;
use crate::watch::Statements;

/// The days beside a record: what was done last, what is next, until when something is planned, since when it is idle.
pub(crate) type Days = [Option<String>; 4];

const COLUMNS: &str = "last_activity_on, next_activity_on, planned_until, idle_since";

pub(crate) fn days(filled: &Filled, table: &str, id: uuid::Uuid) -> Days {
    let sql = format!("SELECT {COLUMNS} FROM {table} WHERE uid = ?");
    filled.raw.query_row(&sql, [id.as_bytes()], |row| Ok([row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?])).unwrap()
}

fn told(session: &Session, object: &str, id: impl std::fmt::Display) -> Value {
    let with = json!({"object": object, "id": id.to_string()});
    serde_json::from_str(&session.call("objects.get", &with.to_string()).unwrap()).unwrap()
}

fn some(days: [&str; 4]) -> Days {
    days.map(|day| Some(day.to_owned()).filter(|day| !day.is_empty()))
}

// Through the record's customer field the customer is touched too; the latest day counts, and what goes away counts no more.
#[test]
fn an_activity_touches_its_records_and_their_customer() {
    let filled = Filled::new();
    let office = &filled.office;
    let customer = office.customer();
    let new = json!({"customer": customer.id, "new": {"name": "王芳", "gender": entry(&office.ann, "gender", "女"),
        "position": "采购", "office_phone": "1"}});
    let contact: Value = serde_json::from_str(&office.ann.call("contacts.create", &new.to_string()).unwrap()).unwrap();
    let contact: uuid::Uuid = contact["id"].as_str().unwrap().parse().unwrap();
    let both = || [days(&filled, "contacts", contact), days(&filled, "customers", customer.id.0)];
    assert_eq!(both(), [some(["", "", "", "2026-03-02"]), some(["", "", "", "2026-03-02"])]);
    let record = RecordKey { object: "contact".into(), id: contact.into() };
    let span = NewActivity {
        due_on: None,
        starts_on: Some(date("2026-03-09")),
        ends_on: Some(date("2026-03-11")),
        ..about(&office.ann, "b", &record, &office.ann)
    };
    let first = plan(&office.ann, about(&office.ann, "a", &record, &office.ann));
    let second = plan(&office.ann, span);
    let planned = some(["", "2026-03-06", "2026-03-11", "2026-03-02"]);
    assert_eq!(both(), [planned.clone(), planned]);
    office.clock.set("2026-03-04T16:30:00Z");
    // By the company's clock it is the fifth.
    office.ann.activities().complete(first.id, Completion::default(), None).unwrap();
    let done = some(["2026-03-05", "2026-03-09", "2026-03-11", "2026-03-05"]);
    assert_eq!(both(), [done.clone(), done]);
    office.ann.activities().cancel(second.id, None, None, None).unwrap();
    office.ann.activities().delete(second.id, None).unwrap();
    assert_eq!(both(), [(); 2].map(|()| some(["2026-03-05", "", "", "2026-03-05"])));
    office.ann.activities().reopen(first.id, None).unwrap();
    assert_eq!(both(), [(); 2].map(|()| some(["", "2026-03-06", "2026-03-06", "2026-03-02"])));
    // An interaction touches its customer alone, on its day; one of tomorrow does not.
    let noted = |day: &str| {
        let new = json!({"date": day, "place": "x", "summary": "x", "details": "x"});
        office.ann.call("interactions.create", &json!({"customer": customer.id, "new": new}).to_string()).unwrap();
    };
    noted("2026-03-03");
    noted("2026-03-06");
    assert_eq!(both()[1], some(["2026-03-03", "2026-03-06", "2026-03-06", "2026-03-03"]));
    assert_eq!(both()[0][0], None);
    // The contact goes, and what is planned with it.
    office.ann.call("contacts.delete", &json!({"id": contact}).to_string()).unwrap();
    assert_eq!(days(&filled, "customers", customer.id.0), some(["2026-03-03", "", "", "2026-03-03"]));
    assert!(office.admin.maintenance().check().unwrap().ok);
}

// ACT-14, AUTO-2, PROC-11: another owner and another state are noted, and no day is a change of the record.
#[test]
fn owners_states_and_no_change() {
    let filled = Filled::new();
    let office = &filled.office;
    let customer = office.customer();
    let state = |table: &str, id: uuid::Uuid| -> i64 {
        let sql = format!("SELECT state_since FROM {table} WHERE uid = ?");
        filled.raw.query_row(&sql, [id.as_bytes()], |row| row.get(0)).unwrap()
    };
    let at = |text: &str| text.parse::<Timestamp>().unwrap().timestamp_micros();
    let made = state("customers", customer.id.0);
    office.clock.set("2026-03-10T02:00:00Z");
    let given = json!({"id": customer.id, "changes": {"account_manager": user(&office.ben)}});
    office.manager.call("customers.update", &given.to_string()).unwrap();
    assert_eq!(days(&filled, "customers", customer.id.0)[3].as_deref(), Some("2026-03-10"));
    assert_eq!(state("customers", customer.id.0), made);
    office.clock.set("2026-03-12T02:00:00Z");
    let opportunity = office.opportunity();
    assert_eq!(state("opportunities", opportunity.id.0), at("2026-03-12T02:00:00Z"));
    office.clock.set("2026-03-13T02:00:00Z");
    office.manager.opportunities().assign(opportunity.id, user(&office.ann), None, None).unwrap();
    assert_eq!(state("opportunities", opportunity.id.0), at("2026-03-13T02:00:00Z"));
    assert_eq!(days(&filled, "opportunities", opportunity.id.0)[3].as_deref(), Some("2026-03-13"));
    let version = office.ben.customers().get(customer.id).unwrap().version;
    let events = Recorder::on(&office.crm);
    plan(&office.ben, about(&office.ben, "a", &key("customer", customer.id), &office.ben));
    let heard = format!("{:?}", events.take());
    assert!(heard.contains("activity") && !heard.contains("customer\""), "{heard}");
    assert_eq!(office.ben.customers().get(customer.id).unwrap().version, version);
    let shown = told(&office.ben, "customer", customer.id);
    assert!(shown["state_since"].is_string(), "{shown}");
    office.clock.set("2026-03-14T02:00:00Z");
    let given = json!({"id": customer.id, "changes": {"account_manager": user(&office.ann)}});
    office.manager.call("customers.update", &given.to_string()).unwrap();
    let lost = office.lose(customer.id);
    assert_ne!(state("customers", lost.id.0), made);
    office.clock.set("2028-01-05T02:00:00Z");
    office.manager.customers().win_back(customer.id, "回来了".into(), None).unwrap();
    assert_eq!(state("customers", lost.id.0), at("2028-01-05T02:00:00Z"));
    assert_eq!(days(&filled, "customers", customer.id.0)[3].as_deref(), Some("2028-01-05"));
    assert!(office.admin.maintenance().check().unwrap().ok);
}

// ACT-14: they are asked for in filter trees, and lists go by them.
#[test]
fn they_are_fields() {
    let office = Office::new();
    let (one, two) = (office.customer(), known_customer(&office, "K2"));
    plan(&office.manager, about(&office.manager, "a", &key("customer", one.id), &office.manager));
    let found = |matching: Value| -> Vec<String> {
        let page = office.manager.call("customers.list", &json!({"matching": matching}).to_string()).unwrap();
        let page: Value = serde_json::from_str(&page).unwrap();
        page["items"].as_array().unwrap().iter().map(|item| item["id"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(found(json!({"field": "next_activity_on", "le": "2026-03-06"})), [one.id.to_string()]);
    assert_eq!(found(json!({"field": "next_activity_on", "empty": true})), [two.id.to_string()]);
    assert_eq!(found(json!({"field": "idle_since", "is": {"today": 0}})).len(), 2);
    let list = json!({"object": "customer", "sort": ["-planned_until"], "fields": ["planned_until"]});
    let page = office.manager.call("objects.list", &list.to_string()).unwrap();
    let page: Value = serde_json::from_str(&page).unwrap();
    assert_eq!(page["items"][0]["values"], json!({"planned_until": "2026-03-06"}), "{page}");
    let fields = office.manager.call("meta.object", &json!({"name": "customer"}).to_string()).unwrap();
    let fields: Value = serde_json::from_str(&fields).unwrap();
    let idle = fields["fields"].as_array().unwrap().iter().find(|field| field["name"] == "idle_since").unwrap();
    assert_eq!((&idle["writable"], &idle["sortable"]), (&json!(false), &json!(true)));
}

// ACT-14: another zone moves what is planned at an instant; what was done stays on the day that it had.
#[test]
fn another_zone_moves_what_is_planned() {
    let filled = Filled::new();
    let office = &filled.office;
    let customer = office.customer();
    let record = key("customer", customer.id);
    let late = |at: &str| NewActivity {
        due_on: None,
        due_at: at.parse().ok(),
        ..about(&office.ann, "a", &record, &office.ann)
    };
    plan(&office.ann, late("2026-03-10T17:00:00Z"));
    let done = plan(&office.ann, late("2026-03-02T17:00:00Z"));
    office.clock.set("2026-03-02T17:00:00Z");
    office.ann.activities().complete(done.id, Completion::default(), None).unwrap();
    assert_eq!(
        days(&filled, "customers", customer.id.0),
        some(["2026-03-03", "2026-03-11", "2026-03-11", "2026-03-03"])
    );
    let zone = json!({"changes": {"time_zone": "Europe/London"}});
    office.admin.call("settings.update", &zone.to_string()).unwrap();
    assert_eq!(
        days(&filled, "customers", customer.id.0),
        some(["2026-03-03", "2026-03-10", "2026-03-10", "2026-03-03"])
    );
    assert!(office.admin.maintenance().check().unwrap().ok);
}

// MAINT-1: whatever of it is wrong is found and made anew.
#[test]
fn what_is_wrong_is_made_anew() {
    let filled = Filled::new();
    let office = &filled.office;
    let customer = office.customer();
    let made = plan(&office.ann, about(&office.ann, "a", &key("customer", customer.id), &office.ann));
    plan(&office.ann, about(&office.ann, "b", &key("customer", customer.id), &office.ann));
    office.ann.activities().complete(made.id, Completion::default(), None).unwrap();
    let right = days(&filled, "customers", customer.id.0);
    for damage in [
        "UPDATE customers SET last_activity_on = NULL",
        "UPDATE customers SET next_activity_on = '2020-01-01'",
        "UPDATE customers SET planned_until = NULL",
        "UPDATE customers SET idle_since = '2020-01-01'",
        "UPDATE activities SET first_on = NULL WHERE status = 'planned'",
        "UPDATE activities SET last_on = '2020-01-01' WHERE status = 'done'",
        "UPDATE activity_records SET last_on = NULL",
        "UPDATE activity_records SET customer = NULL",
    ] {
        assert!(filled.raw.execute(damage, []).unwrap() > 0, "{damage}");
        assert!(!office.admin.maintenance().check().unwrap().ok, "{damage}");
        assert!(office.admin.maintenance().rebuild().unwrap().ok, "{damage}");
        assert!(office.admin.maintenance().check().unwrap().ok, "{damage}");
        assert_eq!(days(&filled, "customers", customer.id.0), right, "{damage}");
    }
}

// PROC-10: what it costs. A write that moves no day pays for nothing.
#[test]
fn what_it_costs() {
    let (filled, seen) = Filled::watched();
    let office = &filled.office;
    let customer = office.customer();
    let record = key("customer", customer.id);
    let touching = |seen: &Statements, call: &dyn Fn()| -> Vec<String> {
        seen.take();
        call();
        seen.take().into_iter().filter(|sql| COLUMNS.split(", ").any(|column| sql.contains(column))).collect()
    };
    let made = std::cell::RefCell::new(None::<Activity>);
    let create = || *made.borrow_mut() = Some(plan(&office.ann, about(&office.ann, "a", &record, &office.ann)));
    // What stands there and what follows; what differs.
    assert_eq!(touching(&seen, &create).len(), 2);
    let id = made.borrow().as_ref().unwrap().id;
    let renamed = || {
        let changes = ActivityUpdate { subject: Some("b".into()), ..Default::default() };
        office.ann.activities().update(id, changes, None).unwrap();
    };
    assert!(touching(&seen, &renamed).is_empty());
    let changed = || {
        let changes = json!({"id": customer.id, "changes": {"address": "上海"}});
        office.ann.call("customers.update", &changes.to_string()).unwrap();
    };
    assert!(touching(&seen, &changed).is_empty());
    let noted = || {
        let new = json!({"date": "2026-03-02", "place": "x", "summary": "x", "details": "x"});
        office.ann.call("interactions.create", &json!({"customer": customer.id, "new": new}).to_string()).unwrap();
    };
    // Its own row, and the customer's.
    assert_eq!(touching(&seen, &noted).len(), 2);
}

// ACT-14 of defined objects: the customer that a record refers to is touched with it, another owner is noted, and `off` has none of it.
#[test]
fn defined_records_are_touched_too() {
    let filled = Filled::new();
    let office = &filled.office;
    let customers = [office.customer(), known_customer(office, "K2")];
    office.apply(json!({"pack": "yard", "version": 1, "language": 1, "title": "Yard", "objects": {
        "lot": {"title": "name", "owner": "keeper", "fields": {
            "name": {"type": "text"}, "keeper": {"type": "user", "default": "me"},
            "buyer": {"type": "ref", "to": "customer", "on_delete": "clear"}}},
        "gate": {"title": "name", "fields": {"name": {"type": "text"}}, "off": ["activities"]}
    }, "roles": {"sales_manager": ["yard"]}}));
    let manager = &office.manager;
    let call = |operation: &str, with: Value| -> Value {
        let answer =
            manager.call(operation, &with.to_string()).unwrap_or_else(|error| panic!("{operation}: {error:?}"));
        serde_json::from_str(&answer).unwrap()
    };
    let lot = call("yard.lot.create", json!({"new": {"name": "A", "buyer": customers[0].id}}));
    let id: uuid::Uuid = lot["id"].as_str().unwrap().parse().unwrap();
    let table: String = filled
        .raw
        .query_row("SELECT 'object_' || id FROM object_tables WHERE name = 'yard.lot'", [], |row| row.get(0))
        .unwrap();
    let of = |at: usize| days(&filled, "customers", customers[at].id.0);
    assert_eq!(days(&filled, &table, id), some(["", "", "", "2026-03-02"]));
    let record = RecordKey { object: "yard.lot".into(), id: id.into() };
    let made = plan(manager, about(manager, "a", &record, manager));
    let planned = some(["", "2026-03-06", "2026-03-06", "2026-03-02"]);
    assert_eq!((days(&filled, &table, id), of(0)), (planned.clone(), planned.clone()));
    // It is another customer's now, and so is what is planned.
    call("yard.lot.update", json!({"id": id, "changes": {"values": {"buyer": customers[1].id}}}));
    assert_eq!((of(0), of(1)), (some(["", "", "", "2026-03-02"]), planned));
    office.clock.set("2026-03-04T02:00:00Z");
    call("yard.lot.update", json!({"id": id, "changes": {"values": {"keeper": user(&office.ann)}}}));
    assert_eq!(days(&filled, &table, id)[3].as_deref(), Some("2026-03-04"));
    manager.activities().complete(made.id, Completion::default(), None).unwrap();
    assert_eq!(of(1), some(["2026-03-04", "", "", "2026-03-04"]));
    let list = json!({"filter": {"field": "buyer.last_activity_on", "is": {"today": 0}}, "sort": ["idle_since"], "fields": ["idle_since"]});
    assert_eq!(call("yard.lot.list", list)["items"][0]["values"], json!({"idle_since": "2026-03-04"}));
    let none = json!({"filter": {"field": "idle_since", "empty": true}});
    assert_eq!(refused(manager.call("yard.gate.list", &none.to_string())), "invalid");
    let gate = call("yard.gate.create", json!({"new": {"name": "G"}}));
    assert!(gate["id"].is_string() && office.admin.maintenance().check().unwrap().ok);
    // What is done stays without the record, and touches its customer no more.
    call("yard.lot.delete", json!({"id": id}));
    assert_eq!(of(1), some(["", "", "", "2026-03-02"]));
    // While a pack sleeps nobody knows whose its records are, and nothing is wrong for it.
    let other = call("yard.lot.create", json!({"new": {"name": "B", "buyer": customers[0].id}}));
    let record = RecordKey { object: "yard.lot".into(), id: other["id"].as_str().unwrap().parse().unwrap() };
    plan(manager, about(manager, "b", &record, manager));
    office.admin.packs().disable("yard".into()).unwrap();
    assert!(office.admin.maintenance().check().unwrap().ok);
    office.admin.packs().purge(vec!["yard".into()]).unwrap();
    assert_eq!(of(0), some(["", "", "", "2026-03-02"]));
    assert!(office.admin.maintenance().check().unwrap().ok);
}
