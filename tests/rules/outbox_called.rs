//! MACH-8, AUTO-10: messages that an action of a defined object puts into the outbox.

use serde_json::{Value as Json, json};

use crate::objects_laws::{call, pack};
use crate::support::*;

/// A pack of jobs whose action tells the host.
fn jobs(then: Json) -> Json {
    pack(json!({
        "job": {"title": "name", "fields": {
            "name": {"type": "text", "required": true},
            "price": {"type": "decimal", "places": 2},
            "of": {"type": "ref", "to": "customer"}},
        "status": {"start": "open", "states": {"open": {}, "ended": {"final": true}}, "actions": {
            "end": {"from": ["open"], "to": "ended", "takes": ["price"], "then": then}}}}
    }))
}

fn payloads(office: &Office) -> Vec<Json> {
    let taken = office.integration.outbox().take(None, None, None).unwrap();
    taken.iter().map(|message| serde_json::from_str(&message.payload).unwrap()).collect()
}

// MACH-8, AUTO-10: an effect calls it on the acting record or another, once everything is written, and only if that was.
#[test]
fn an_action_tells_the_host() {
    let office = Office::new();
    let customer = office.customer();
    let then = json!([
        {"call": "outbox.emit", "when": "price > 0",
         "with": {"topic": "'job.ended'", "fields": {"value": ["price", "status", "name"]}}},
        {"call": "outbox.emit", "with": {"topic": "concat('job.', name)", "record": "of"}},
        {"call": "outbox.emit", "with": {"topic": "concat('job.', name)", "record": "of"}}
    ]);
    office.apply(jobs(then));
    let manager = &office.manager;
    let new = json!({"name": "a", "of": customer.id});
    let job = call(manager, "yard.job.create", json!({"new": new})).unwrap();
    let end = |id: &Json, price: &str| call(manager, "yard.job.end", json!({"id": id, "with": {"price": price}}));
    assert!(end(&job["id"], "many").is_err());
    assert!(payloads(&office).is_empty());
    end(&job["id"], "12.50").unwrap();
    let told = payloads(&office);
    assert_eq!(told.len(), 2);
    assert_eq!((&told[0]["event"], &told[0]["object"]), (&json!("job.ended"), &json!("yard.job")));
    assert_eq!(told[0]["id"], job["id"]);
    assert_eq!(told[0]["version"], 2);
    assert_eq!(told[0]["fields"], json!({"price": "12.5", "status": "ended", "name": "a"}));
    assert_eq!(told[0]["changed"], json!(["price", "status"]));
    assert_eq!((&told[1]["event"], &told[1]["id"]), (&json!("job.a"), &json!(customer.id)));
    // A condition that does not hold; a reference that is empty: there is nothing to be on.
    let job = call(manager, "yard.job.create", json!({"new": {"name": "b"}})).unwrap();
    assert_eq!(end(&job["id"], "0").unwrap()["status"], "ended");
    assert!(payloads(&office).is_empty());
}

// MACH-8: what an effect gives to a call has its types, and is all there, before the pack is applied.
#[test]
fn what_is_called_is_known_before() {
    let office = Office::new();
    let found = |with: Json| {
        let document = jobs(json!([{"call": "outbox.emit", "with": with}]));
        let plan = call(&office.admin, "packs.plan", json!({"document": document})).unwrap();
        let told = |one: &Json| format!("{}:{}", one["field"], one["code"]).replace('"', "");
        plan["refusals"].as_array().unwrap().iter().map(told).collect::<Vec<_>>()
    };
    let at = "objects.job.status.actions.end.then[0].with";
    assert_eq!(found(json!({})), [format!("{at}.topic:required")]);
    for (wrong, code) in [
        (json!({"topic": "1"}), "topic:type"),
        (json!({"topic": "'a'", "record": "name"}), "record:type"),
        (json!({"topic": "'a'", "merge_within": "'soon'"}), "merge_within:type"),
        (json!({"topic": "'a'", "merge_within": {"value": 86_401}}), "merge_within:type"),
        (json!({"topic": "'a'", "fields": "name"}), "fields:type"),
        (json!({"topic": "'a'", "fields": ["1"]}), "fields[0]:type"),
        (json!({"topic": "'a'", "colour": "'red'"}), "colour:unknown_field"),
    ] {
        assert_eq!(found(wrong.clone()), [format!("{at}.{code}")], "{wrong}");
    }
}

// MACH-7: where an effect takes the acting record away, nothing is left to tell of, and the call is refused whole.
#[test]
fn nothing_is_told_of_what_goes() {
    let office = Office::new();
    let mut document = jobs(json!([{"call": "outbox.emit", "with": {"topic": "'gone'"}}, {"delete": true}]));
    // What has left its start is deleted no more.
    document.pointer_mut("/objects/job/status/actions/end").unwrap().as_object_mut().unwrap().remove("to");
    document["objects"]["job"]["status"]["actions"]["close"] = json!({"from": ["open"], "to": "ended"});
    office.apply(document);
    let job = call(&office.manager, "yard.job.create", json!({"new": {"name": "a"}})).unwrap();
    let refused = call(&office.manager, "yard.job.end", json!({"id": job["id"]})).unwrap_err();
    assert_eq!(refused.code(), "not_found");
    assert_eq!(call(&office.manager, "yard.job.get", json!({"id": job["id"]})).unwrap()["status"], "open");
    assert!(payloads(&office).is_empty());
}
