//! AUTO-13: the log of runs.

use serde_json::{Value as Json, json};

use crate::automation::{entry, job, jobs, rule, update};
use crate::objects_laws::call;
use crate::support::*;

// AUTO-13: a row a run; conditions that did not hold are counted only; managers see what they read.
#[test]
fn runs_are_told() {
    let office = Office::new();
    office.apply(jobs());
    let on = json!({"object": "yard.job", "trigger": {"kind": "updated"}, "condition": "price > 10",
                    "actions": [entry("name"), {"set": {"rank": "2"}}]});
    rule(&office, "dear", on.clone());
    let (one, two) = (job(&office, json!({"name": "a"})), job(&office, json!({"name": "b"})));
    update(&office, &one, json!({"price": "5"})).unwrap();
    update(&office, &one, json!({"price": "15"})).unwrap();
    update(&office, &two, json!({"price": "25"})).unwrap();
    let runs = |filter: Json| call(&office.admin, "automations.runs", json!({"filter": filter})).unwrap();
    let all = runs(json!({}));
    assert_eq!(all["items"].as_array().unwrap().len(), 2);
    let last = &all["items"][0];
    assert_eq!((&last["rule"], &last["rule_version"], &last["changes"]), (&json!("dear"), &json!(2), &json!(2)));
    assert_eq!((&last["operation"], &last["record"]["id"]), (&json!("yard.job.update"), &two["id"]));
    assert_eq!(call(&office.admin, "automations.unmet", json!({"rule": "dear"})).unwrap()["count"], 1);
    assert_eq!(refused(call(&office.admin, "automations.unmet", json!({"rule": "cheap"}))), "not_found");
    let record = json!({"object": "yard.job", "id": one["id"]});
    assert_eq!(runs(json!({"record": record}))["items"].as_array().unwrap().len(), 1);
    assert_eq!(runs(json!({"rule": "dear", "record": record}))["items"].as_array().unwrap().len(), 1);
    assert!(runs(json!({"outcome": "failed"}))["items"].as_array().unwrap().is_empty());

    // Pages go on where they ended.
    let page = |page: Json| call(&office.admin, "automations.runs", json!({"page": page})).unwrap();
    let first = page(json!({"limit": 1, "count": true}));
    assert_eq!((&first["items"][0], &first["total"]["count"]), (last, &json!(2)));
    let second = page(json!({"limit": 1, "after": first["next"]}));
    assert_eq!((&second["items"][0]["record"]["id"], &second["next"]), (&one["id"], &Json::Null));

    let told = call(&office.manager, "automations.runs", json!({})).unwrap();
    assert_eq!(told["items"][0]["record"]["title"], "b");
    assert_eq!(refused(call(&office.ann, "automations.runs", json!({}))), "forbidden");
    // The log outlives the rule.
    call(&office.admin, "setup.delete", json!({"kind": "automation", "name": "dear"})).unwrap();
    assert_eq!(runs(json!({"rule": "dear"}))["items"].as_array().unwrap().len(), 2);
}

// AUTO-13: runs are kept for 90 days.
#[test]
fn old_runs_go() {
    let office = Office::new();
    office.apply(jobs());
    rule(&office, "any", json!({"object": "yard.job", "trigger": {"kind": "created"}, "actions": [entry("name")]}));
    job(&office, json!({"name": "a"}));
    let count = || call(&office.admin, "automations.runs", json!({})).unwrap()["items"].as_array().unwrap().len();
    office.clock.advance(chrono::TimeDelta::days(89));
    office.integration.jobs().run_due(None).unwrap();
    assert_eq!(count(), 1);
    office.clock.advance(chrono::TimeDelta::days(2));
    office.integration.jobs().run_due(None).unwrap();
    assert_eq!(count(), 0);
}

// AUTO-3, AUTO-13: a condition is asked of the fields that it names, wherever they stand: the record's own, those behind a
// reference or the owner's superior, those before the call; and what does not hold is counted exactly, rule by rule.
#[test]
fn a_condition_sees_what_it_names() {
    let office = Office::new();
    office.apply(jobs());
    let create =
        |name: &str| office.ann.customers().create(new_customer(&office.ann, name), None, None).unwrap().id.to_string();
    let (near, far) = (create("近处"), create("远处"));
    let said = [
        ("own", "created", "rank > 3"),
        ("behind", "created", "of.name == '近处'"),
        ("above", "created", "empty(superior)"),
        ("many", "created", "rank > 3 and of.name == '近处' and empty(worker)"),
        ("old", "updated", "price > 10 and coalesce(old.price, 0) <= 10 and of.name == '近处'"),
    ];
    for (name, kind, condition) in said {
        let trigger = match kind {
            "updated" => json!({"kind": kind, "fields": ["price"]}),
            _ => json!({"kind": kind}),
        };
        let document = json!({"object": "yard.job", "trigger": trigger, "condition": condition,
                              "actions": [entry(&format!("concat('{name} ', name)"))]});
        rule(&office, name, document);
    }
    let one = job(&office, json!({"name": "a", "rank": 5, "of": near}));
    job(&office, json!({"name": "b", "rank": 1, "of": far}));
    job(&office, json!({"name": "c"}));
    for price in ["5", "15", "25", "10", "11"] {
        update(&office, &one, json!({"price": price})).unwrap();
    }
    update(&office, &one, json!({"name": "d"})).unwrap();
    let unmet = |rule: &str| call(&office.admin, "automations.unmet", json!({"rule": rule})).unwrap()["count"].clone();
    let mut ran: Vec<String> = crate::automation::words(&office);
    ran.sort();
    assert_eq!(ran, ["above a", "above b", "above c", "behind a", "many a", "old a", "old a", "own a"]);
    let counts: Vec<Json> = said.iter().map(|(name, _, _)| unmet(name)).collect();
    assert_eq!(counts, [2, 2, 0, 2, 3].map(|count| json!(count)));

    // Some of what is counted is kept back for a while, and told all the same; another process adds to what is written.
    for _ in 0..200 {
        job(&office, json!({"name": "e", "rank": 1}));
    }
    assert_eq!((unmet("own"), unmet("behind"), unmet("above")), (json!(202), json!(202), json!(0)));
}
