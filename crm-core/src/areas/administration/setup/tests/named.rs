//! SETUP-4: what an enabled document names is there, and stays.

use serde_json::{Value, json};

use super::*;

#[test]
fn kinds_that_act_begin_disabled() {
    let house = House::new();
    // A disabled one may lack what it names; enabling it asks, and so does each put from then on.
    let night = put(&house.admin, "night_alarm", "night", alarm("North")).expect("created");
    assert_eq!(night["enabled"], false);
    assert_eq!(wrong(on(&house.admin, "enable", "night_alarm", "night")), ["route:unknown_record"]);
    put(&house.admin, "route", "North", route(&["a"])).expect("created");
    let enabled = on(&house.admin, "enable", "night_alarm", "night").expect("enabled");
    assert_eq!((&enabled["enabled"], &enabled["version"]), (&json!(true), &json!(2)));
    assert_eq!(on(&house.admin, "enable", "night_alarm", "night").expect("unchanged"), enabled);
    assert_eq!(wrong(put(&house.admin, "night_alarm", "night", alarm("South"))), ["route:unknown_record"]);
    let disabled = on(&house.admin, "disable", "night_alarm", "night").expect("disabled");
    assert_eq!((&disabled["enabled"], &disabled["version"]), (&json!(false), &json!(3)));
    put(&house.admin, "night_alarm", "night", alarm("South")).expect("a disabled one may lack it");

    // What the kind says against it.
    let loud = json!({"route": "North", "volume": 10});
    put(&house.admin, "night_alarm", "night", loud).expect("replaced");
    on(&house.admin, "enable", "night_alarm", "night").expect("enabled");
    assert_eq!(wrong(on(&house.admin, "disable", "night_alarm", "night")), ["name:in_use"]);
}

#[test]
fn what_an_enabled_document_names_can_not_go() {
    let house = House::new();
    put(&house.admin, "route", "North", route(&["a"])).expect("created");
    for name in ["dusk", "night"] {
        put(&house.admin, "night_alarm", name, alarm("north")).expect("created");
        on(&house.admin, "enable", "night_alarm", name).expect("enabled");
    }
    // All that name it are listed.
    let refusal = on(&house.admin, "delete", "route", "North").expect_err("it is named");
    let told: Vec<_> = refusal.fields().iter().map(|f| (f.code.as_str(), f.limit.as_deref())).collect();
    assert_eq!(told, [("in_use", Some("night_alarm dusk")), ("in_use", Some("night_alarm night"))]);
    for name in ["dusk", "night"] {
        on(&house.admin, "disable", "night_alarm", name).expect("disabled");
    }
    on(&house.admin, "delete", "route", "North").expect("nobody needs it");
    assert_eq!(refused(on(&house.admin, "get", "route", "North")), "not_found");
}

#[test]
fn records_that_are_named_can_not_go_either() {
    let house = House::new();
    let east = call(&house.admin, "departments.create", json!({"new": {"name": "East"}})).expect("a department");
    let id = east["id"].clone();
    let mut document = route(&["a"]);
    document["departments"] = json!([id]);
    put(&house.admin, "route", "North", document).expect("created");
    // The refusal and what screens are told are the same.
    let allowed = |house: &House| -> bool {
        let with = json!({"entity": "department", "ids": [id]});
        let told = call(&house.admin, "meta.allowed", with).expect("an answer");
        told[0]["operations"].as_array().expect("operations").contains(&json!("departments.delete"))
    };
    assert!(!allowed(&house));
    assert_eq!(refused(call(&house.admin, "departments.delete", json!({"id": id}))), "conflict:in_use");
    on(&house.admin, "disable", "route", "North").expect("disabled");
    assert!(allowed(&house));
    call(&house.admin, "departments.delete", json!({"id": id})).expect("deleted");
    assert_eq!(wrong(on(&house.admin, "enable", "route", "North")), ["departments[0]:unknown_record"]);
}

// TAG-1, SETUP-4: a tag that an enabled document names is merged away no more than it is deleted, which is told where it is named.
#[test]
fn what_an_enabled_document_names_is_not_merged_away() {
    let house = House::new();
    for name in ["vip", "gold"] {
        put(&house.admin, "tag", name, json!({"colour": "#aa0000"})).expect("created");
    }
    let fields = json!({"changes": {"required_customer_fields": ["name"]}});
    call(&house.admin, "settings.update", fields).expect("settings");
    let new = json!({"new": {"name": "华东精密机械"}});
    let customer = call(&house.manager, "customers.create", new).expect("a customer");
    let record = json!({"object": "customer", "id": customer["id"]});
    call(&house.manager, "tags.set", json!({"record": record, "add": ["vip"]})).expect("borne");
    let watch = json!({"object": "customer", "tells": [], "tag": "vip"});
    put(&house.admin, "watch", "ours", watch).expect("created");
    let merge = || call(&house.admin, "tags.merge", json!({"tag": "vip", "into": "gold"}));
    let refusal = merge().expect_err("it is named");
    let told: Vec<_> =
        refusal.fields().iter().map(|f| (f.field.as_str(), f.code.as_str(), f.limit.as_deref())).collect();
    assert_eq!(told, [("tag", "in_use", Some("watch ours"))]);
    let borne = call(&house.manager, "tags.list", json!({"record": record})).expect("a list");
    assert_eq!(borne[0]["name"], "vip");
    on(&house.admin, "disable", "watch", "ours").expect("disabled");
    assert_eq!(merge().expect("merged")["count"], 1);
}

#[test]
fn another_name_is_said_by_who_names_it() {
    let house = House::new();
    put(&house.admin, "route", "North", route(&["a"])).expect("created");
    put(&house.admin, "route", "South", route(&["a"])).expect("created");
    put(&house.admin, "night_alarm", "night", alarm("north")).expect("created");
    on(&house.admin, "enable", "night_alarm", "night").expect("enabled");
    let rename =
        |from: &str, to: &str| call(&house.admin, "setup.rename", json!({"kind": "route", "name": from, "to": to}));
    assert_eq!(wrong(rename("North", "ＳＯＵＴＨ")), ["to:not_unique"]);
    assert_eq!(wrong(rename("North", " ")), ["to:required"]);
    let north = get(&house.admin, "route", "North");
    let renamed = rename("North", "Up").expect("renamed");
    assert_eq!((&renamed["id"], &renamed["name"], &renamed["version"]), (&north["id"], &json!("Up"), &json!(2)));
    // SETUP: renaming is seen everywhere; what named it still does.
    let night = get(&house.admin, "night_alarm", "night");
    assert_eq!((&night["document"]["route"], &night["version"]), (&json!("Up"), &json!(3)));
    assert_eq!(wrong(on(&house.admin, "delete", "route", "Up")), ["name:in_use"]);
    // Another spelling of its own name is no other document's.
    assert_eq!(rename("Up", "UP").expect("renamed")["name"], "UP");
    assert_eq!(rename("up", "UP").expect("unchanged")["version"], 3);
    assert_eq!(get(&house.admin, "night_alarm", "night")["document"]["route"], "UP");
}

#[test]
fn what_follows_is_done() {
    let house = House::new();
    put(&house.admin, "route", "North", route(&["a"])).expect("created");
    put(&house.admin, "night_alarm", "night", alarm("North")).expect("created");
    on(&house.admin, "enable", "night_alarm", "night").expect("enabled");
    on(&house.admin, "delete", "night_alarm", "night").expect("deleted");
    let calls = call(&house.admin, "audit.list", json!({})).expect("a list");
    let told: Vec<&Value> = calls["items"]
        .as_array()
        .expect("calls")
        .iter()
        .flat_map(|call| call["changes"].as_array().expect("changes"))
        .filter(|change| change["entity"] == "department")
        .map(|change| &change["after"])
        .collect();
    assert_eq!(told, ["\"Delete night false\"", "\"Enable night true\"", "\"Put night false\""]);
}
