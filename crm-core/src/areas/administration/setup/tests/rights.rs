//! SETUP-6: who may, by kind; and SETUP-1: the kinds and their forms.

use serde_json::{Value, json};

use super::*;

#[test]
fn kinds_say_what_the_caller_may() {
    let house = House::new();
    let kinds = |session: &Session| -> Vec<(String, bool, bool)> {
        let all = call(session, "setup.kinds", json!({})).expect("kinds");
        let of = |kind: &Value| {
            (kind["kind"].as_str().unwrap_or_default().to_owned(), kind["readable"] == true, kind["writable"] == true)
        };
        let own = |(kind, ..): &(String, bool, bool)| {
            ![
                "activity_plan",
                "approval_flow",
                "assignment_rule",
                "automation",
                "capture_form",
                "duplicate_rule",
                "pipeline",
                "pool",
                "score_rule",
                "tag",
                "template",
            ]
            .contains(&kind.as_str())
        };
        all.as_array().expect("a list").iter().map(of).filter(own).collect()
    };
    let told = |route: (bool, bool), alarm: (bool, bool), watch: (bool, bool)| {
        let of = |name: &str, (reads, writes): (bool, bool)| (name.to_owned(), reads, writes);
        // Nobody's but the administrator's, unless its chapter says else.
        vec![of("route", route), of("night_alarm", alarm), of("watch", watch)]
    };
    assert_eq!(kinds(&house.admin), told((true, true), (true, true), (true, true)));
    assert_eq!(kinds(&house.manager), told((true, true), (false, false), (false, false)));
    assert_eq!(kinds(&house.seller), told((true, false), (false, false), (false, false)));
    assert_eq!(kinds(&house.executive), told((true, false), (true, false), (false, false)));
    // A kind without a label of its own is its name made readable.
    assert_eq!(call(&house.admin, "setup.kinds", json!({})).expect("kinds")[12]["label"], "Night alarm");
}

#[test]
fn the_right_to_a_kind_is_asked_before_anything() {
    let house = House::new();
    put(&house.admin, "night_alarm", "night", alarm("North")).expect("created");
    // Whether there is such a document or not, whatever is wrong with it.
    for name in ["night", "none", ""] {
        for operation in ["get", "history", "enable", "disable", "delete"] {
            assert_eq!(refused(on(&house.manager, operation, "night_alarm", name)), "forbidden", "{operation} {name}");
        }
        assert_eq!(refused(put(&house.manager, "night_alarm", name, json!({}))), "forbidden");
        assert_eq!(refused(put(&house.executive, "night_alarm", name, json!({}))), "forbidden");
    }
    assert_eq!(refused(call(&house.manager, "setup.list", json!({"kind": "night_alarm"}))), "forbidden");
    let plan = json!({"kind": "night_alarm", "name": "night", "document": {}});
    assert_eq!(refused(call(&house.executive, "setup.plan", plan)), "forbidden");
    assert_eq!(refused(put(&house.seller, "route", "North", route(&["a"]))), "forbidden");
    // Reading is enough to read.
    assert_eq!(get(&house.executive, "night_alarm", "night")["version"], 1);
    assert_eq!(refused(call(&house.seller, "setup.list", json!({"kind": "night_alarm"}))), "forbidden");
    // A kind that is none is told to everybody, with what else is wrong.
    assert_eq!(wrong(on(&house.seller, "get", "colour", "")), ["name:required", "kind:unknown_kind"]);
    for operation in ["history", "enable", "disable", "delete"] {
        assert_eq!(wrong(on(&house.admin, operation, "colour", "x")), ["kind:unknown_kind"]);
    }
}

#[test]
fn rights_are_granted_as_operations_are() {
    let house = House::new();
    let role = |grant: Value| call(&house.admin, "roles.create", json!({"new": {"name": "keeper", "grant": grant}}));
    assert_eq!(wrong(role(json!(["setup.colour"]))), ["grant[0]:unknown_operation"]);
    let keeper = role(json!(["setup.night_alarm"])).expect("a role");
    assert_eq!(keeper["operations"], json!(["setup.night_alarm"]));
    let wang = call(&house.seller, "users.me", json!({})).expect("me")["id"].clone();
    let roles = json!({"id": wang, "roles": ["account_manager", "keeper"]});
    call(&house.admin, "users.set_roles", roles).expect("set");
    // Who writes reads.
    put(&house.seller, "night_alarm", "night", alarm("North")).expect("created");
    assert_eq!(get(&house.seller, "night_alarm", "night")["version"], 1);
    let reads =
        json!({"id": keeper["id"], "changes": {"grant": ["setup.night_alarm.read"], "revoke": ["setup.night_alarm"]}});
    call(&house.admin, "roles.update", reads).expect("changed");
    assert_eq!(get(&house.seller, "night_alarm", "night")["version"], 1);
    assert_eq!(refused(put(&house.seller, "night_alarm", "night", alarm("South"))), "forbidden");
    // The area stands for all of it.
    let whole = json!({"id": keeper["id"], "changes": {"grant": ["setup"]}});
    let held = call(&house.admin, "roles.update", whole).expect("changed")["operations"].clone();
    assert!(held.as_array().expect("names").contains(&json!("setup.route")), "{held}");
}

#[test]
fn forms_are_described() {
    let house = House::new();
    let form = |session: &Session, operation: &str, kind: &str| {
        call(session, "meta.describe", json!({"operation": operation, "kind": kind}))
    };
    // SETUP-1: the fields of the kind, with their limits, where the document stands.
    let described = form(&house.manager, "setup.put", "route").expect("a form");
    let field = |path: &str| {
        let all = described["arguments"].as_array().expect("arguments");
        all.iter().find(|f| f["path"] == path).unwrap_or_else(|| panic!("{path}")).clone()
    };
    assert_eq!(field("document.departments[]")["max_items"], 10);
    assert_eq!(field("document.stops[].name")["max_length"], 20);
    assert_eq!(
        (&field("document.stops[].name")["required"], &field("document.stops[].id")["required"]),
        (&json!(true), &json!(false))
    );
    assert_eq!(field("document.stops[].at.floor")["maximum"], 9);
    let permitted = |session, kind| form(session, "setup.put", kind).expect("a form")["permitted"].clone();
    assert_eq!(
        (permitted(&house.manager, "route"), permitted(&house.manager, "night_alarm")),
        (json!(true), json!(false))
    );
    assert_eq!(form(&house.seller, "setup.list", "route").expect("a form")["permitted"], true);
    assert_eq!(wrong(form(&house.admin, "setup.put", "colour")), ["kind:unknown_kind"]);
    assert_eq!(wrong(form(&house.admin, "customers.create", "route")), ["kind:not_here"]);
}
