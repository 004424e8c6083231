//! AUTO-14: what a rule names stays there while it is enabled, and is called otherwise in it where a new version calls it so.

use serde_json::{Value as Json, json};

use crate::automation::{entry, job, jobs, put, rule, update, words};
use crate::objects_laws::call;
use crate::support::*;

fn against(office: &Office, document: &Json) -> Vec<String> {
    let plan = call(&office.admin, "packs.plan", json!({"document": document})).unwrap();
    let told = |one: &Json| format!("{}:{}", one["field"], one["code"]).replace('"', "");
    plan["refusals"].as_array().unwrap().iter().map(told).collect()
}

fn dear() -> Json {
    json!({"object": "yard.job", "trigger": {"kind": "updated", "fields": ["price"]},
           "condition": "price > coalesce(old.price, 0)", "actions": [entry("concat(name, price)")]})
}

// AUTO-14: a field that an enabled rule names can't go, one that a disabled rule names can; then that does nothing.
#[test]
fn what_a_rule_names_stays() {
    let office = Office::new();
    office.apply(jobs());
    rule(&office, "dear", dear());
    let mut next = jobs();
    next["version"] = json!(2);
    next["objects"]["job"]["fields"].as_object_mut().unwrap().remove("price");
    next["removed"] = json!(["job.price"]);
    let found = against(&office, &next);
    assert!(found.iter().any(|found| found.ends_with(":in_use")), "{found:?}");
    call(&office.admin, "setup.disable", json!({"kind": "automation", "name": "dear"})).unwrap();
    let found = against(&office, &next);
    assert!(!found.iter().any(|found| found.ends_with(":in_use")), "{found:?}");
}

// AUTO-14, PACK-2: a new name is carried into the rule, its trigger, condition and effects.
#[test]
fn a_new_name_is_carried_into_rules() {
    let office = Office::new();
    office.apply(jobs());
    rule(&office, "dear", dear());
    let text = jobs().to_string().replace("\"price\"", "\"cost\"");
    let mut next: Json = serde_json::from_str(&text).unwrap();
    next["version"] = json!(2);
    next["objects"]["job"]["fields"]["cost"]["was"] = json!("price");
    office.apply(next);
    let kept = call(&office.admin, "setup.get", json!({"kind": "automation", "name": "dear"})).unwrap();
    let document = &kept["document"];
    assert_eq!(document["trigger"]["fields"], json!(["cost"]));
    assert_eq!(document["condition"], "cost > coalesce(old.cost, 0)");
    assert_eq!(document["actions"][0]["with"]["words"], "concat(name, cost)");
    let made = job(&office, json!({"name": "a"}));
    update(&office, &made, json!({"cost": "5"})).unwrap();
    assert_eq!(words(&office), ["a5"]);
}

// PACK-9: while the pack sleeps that it is about, a rule does nothing, and wakes with it.
#[test]
fn a_rule_sleeps_with_what_it_names() {
    let office = Office::new();
    office.apply(jobs());
    let on = json!({"object": "customer", "trigger": {"kind": "updated"}, "actions": [entry("name")]});
    rule(&office, "name", on);
    let customer = office.customer();
    let change = |name: &str| {
        call(&office.ann, "customers.update", json!({"id": customer.id, "changes": {"name": name}})).unwrap();
    };
    change("华南");
    call(&office.admin, "packs.disable", json!({"name": "yard"})).unwrap();
    change("华西");
    call(&office.admin, "packs.enable", json!({"name": "yard"})).unwrap();
    change("华北");
    assert_eq!(words(&office), ["华南", "华北"]);
}

// AUTO-1: two hundred may be enabled.
#[test]
fn so_many_are_enabled() {
    let office = Office::new();
    let on = json!({"object": "customer", "trigger": {"kind": "created"},
                    "actions": [{"call": "outbox.emit", "with": {"topic": "'a'"}}]});
    for number in 0..200 {
        rule(&office, &format!("r{number}"), on.clone());
    }
    put(&office, "more", on).unwrap();
    let more = call(&office.admin, "setup.enable", json!({"kind": "automation", "name": "more"}));
    assert!(format!("{more:?}").contains("too_many"), "{more:?}");
}

// AUTO-2: roll-ups that follow other records are fields that differ too, typed or defined, though the audit is not told.
#[test]
fn roll_ups_raise_rules() {
    let office = Office::new();
    let mut document = jobs();
    document["objects"]["job"]["fields"]["entries"] =
        json!({"type": "integer", "rollup": {"of": "yard.entry", "by": "job", "count": true}});
    document["extend"] = json!({"customer": {"fields": {
        "worth": {"type": "decimal", "places": 2, "rollup": {"of": "yard.job", "by": "of", "sum": "price"}},
        "grade": {"type": "text"}}}});
    office.apply(document);
    rule(
        &office,
        "worth",
        json!({"object": "customer", "trigger": {"kind": "updated", "fields": ["worth"]},
               "condition": "worth >= 100 and old.worth < 100",
               "actions": [{"set": {"grade": "concat(old.worth, ' ', worth)"}}]}),
    );
    rule(
        &office,
        "entries",
        json!({"object": "yard.job", "trigger": {"kind": "updated", "fields": ["entries"]},
               "actions": [{"set": {"rank": "old.entries"}}]}),
    );
    let customer = office.customer();
    let grade =
        || call(&office.manager, "customers.get", json!({"id": customer.id})).unwrap()["custom"]["grade"].clone();
    let made = job(&office, json!({"name": "a", "of": customer.id, "price": "60"}));
    assert_eq!(grade(), Json::Null);
    job(&office, json!({"name": "b", "of": customer.id, "price": "50"}));
    assert_eq!(grade(), "60 110");
    for at in 0..2 {
        call(&office.manager, "yard.entry.create", json!({"new": {"words": "x", "job": made["id"]}})).unwrap();
        assert_eq!(crate::automation::get(&office, &made)["values"]["rank"], at);
    }
}
