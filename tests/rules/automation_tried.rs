//! AUTO-12: what a rule would do, told without doing it.

use serde_json::{Value as Json, json};

use crate::automation::{entry, get, job, jobs, rule, words};
use crate::objects_laws::call;
use crate::support::*;

fn try_out(office: &Office, rule: Json, records: &[&Json]) -> Json {
    let records: Vec<Json> = records.iter().map(|record| json!({"object": "yard.job", "id": record["id"]})).collect();
    call(&office.admin, "automations.try_out", json!({"rule": rule, "records": records})).unwrap()
}

// AUTO-12: condition, changes, notices and messages, other rules in turn; nothing of it remains.
#[test]
fn a_rule_is_tried_out() {
    let office = Office::new();
    office.apply(jobs());
    rule(
        &office,
        "next",
        json!({"object": "yard.entry", "trigger": {"kind": "created"},
               "actions": [{"create": "yard.entry", "with": {"words": "concat('after ', words)"}}],
               "condition": "words == 'tried'"}),
    );
    let one = job(&office, json!({"name": "a", "price": "20", "worker": user(&office.manager)}));
    let two = job(&office, json!({"name": "b", "price": "5"}));
    let tried = json!({"object": "yard.job", "trigger": {"kind": "updated"}, "condition": "price > 10",
        "actions": [{"set": {"rank": "3"}}, entry("'tried'"), {"notify": ["worker"], "text": "{name}: {rank}"},
                    {"call": "outbox.emit", "with": {"topic": "'tried'", "fields": {"value": ["rank"]}}}]});
    let dump = || {
        let all = ["audit.list", "automations.runs", "outbox.list"];
        all.map(|list| call(&office.admin, list, json!({})).unwrap())
    };
    let before = dump();
    let trials = try_out(&office, tried.clone(), &[&one, &two]);
    let changed = |at: usize| {
        let changes = trials[at]["changes"].as_array().unwrap().clone();
        changes
            .into_iter()
            .map(|change| format!("{} {}", change["entity"], change["action"]).replace('"', ""))
            .collect::<Vec<_>>()
    };
    assert_eq!((&trials[0]["met"], &trials[1]["met"]), (&json!(true), &json!(false)));
    assert_eq!(changed(0), ["yard.job updated", "yard.entry created", "yard.entry created"]);
    assert!(changed(1).is_empty());
    assert_eq!(
        trials[0]["notices"],
        json!([{"user": {"object": "user", "id": user(&office.manager), "title": null}, "text": "a: 3"}])
    );
    let payload: Json = serde_json::from_str(trials[0]["messages"][0]["payload"].as_str().unwrap()).unwrap();
    assert_eq!(payload["fields"], json!({"rank": 3}));
    assert_eq!((&trials[0]["error"], &trials[0]["more"]), (&Json::Null, &json!(false)));

    assert_eq!(dump(), before);
    assert!(words(&office).is_empty());
    assert_eq!((&get(&office, &one)["version"], &get(&office, &one)["values"]["rank"]), (&json!(1), &Json::Null));
    assert!(call(&office.manager, "notifications.list", json!({})).unwrap()["items"].as_array().unwrap().is_empty());

    // What it would fail by is told; what is wrong with it is, by its path; and it is the administrators' alone.
    let failing = json!({"object": "yard.job", "trigger": {"kind": "updated"}, "on_failure": "refuse",
                         "actions": [{"set": {"rank": "price"}}]});
    let trials = try_out(&office, failing, &[&one]);
    assert!(trials[0]["error"].as_str().unwrap().contains("rank"), "{trials}");
    let wrong = json!({"object": "yard.job", "trigger": {"kind": "created"}, "actions": [{"set": {"colour": "1"}}]});
    let found = call(&office.admin, "automations.try_out", json!({"rule": wrong, "records": []}));
    assert!(format!("{found:?}").contains("actions[0].set.colour"), "{found:?}");
    let records = json!([{"object": "customer", "id": one["id"]}]);
    let other = call(&office.admin, "automations.try_out", json!({"rule": tried, "records": records}));
    assert!(format!("{other:?}").contains("wrong_kind"), "{other:?}");
    let asked = json!({"rule": tried, "records": []});
    assert_eq!(refused(call(&office.manager, "automations.try_out", asked)), "forbidden");
}
