//! AUTO-6: whatever the rules are, a call ends: each rule once a record, five runs in a chain, a thousand changes.

use serde_json::{Value as Json, json};

use crate::automation::{entry, get, job, jobs, rule, update, words};
use crate::objects_laws::call;
use crate::support::*;

fn outcomes(office: &Office, rule: &str) -> Vec<String> {
    let runs = call(&office.admin, "automations.runs", json!({"filter": {"rule": rule}})).unwrap();
    runs["items"].as_array().unwrap().iter().map(|run| run["outcome"].as_str().unwrap().to_owned()).collect()
}

fn on_update(condition: Json, actions: Json) -> Json {
    json!({"object": "yard.job", "trigger": {"kind": "updated"}, "condition": condition, "actions": actions})
}

// AUTO-6: a rule runs once for a record of a call; a second run is noted.
#[test]
fn a_rule_runs_once_for_a_record() {
    let office = Office::new();
    office.apply(jobs());
    let count = json!([{"set": {"rank": "coalesce(rank, 0) + 1"}}]);
    rule(&office, "up", on_update(Json::Null, count.clone()));
    rule(&office, "too", on_update(Json::Null, count));
    let made = job(&office, json!({"name": "a"}));
    update(&office, &made, json!({"name": "b"})).unwrap();
    assert_eq!(get(&office, &made)["values"]["rank"], 2);
    assert_eq!(outcomes(&office, "up"), ["suppressed", "done"]);
    // It ran behind the other, and saw what that did.
    assert_eq!(outcomes(&office, "too"), ["done"]);
}

// AUTO-6: of a chain the sixth run is suppressed.
#[test]
fn a_chain_ends() {
    let office = Office::new();
    office.apply(jobs());
    let next = json!({"object": "yard.entry", "trigger": {"kind": "created"},
                      "actions": [{"create": "yard.entry", "with": {"words": "concat(words, '+')"}}]});
    rule(&office, "next", next);
    call(&office.manager, "yard.entry.create", json!({"new": {"words": "a"}})).unwrap();
    assert_eq!(words(&office), ["a", "a+", "a++", "a+++", "a++++", "a+++++"]);
    assert_eq!(outcomes(&office, "next"), ["suppressed", "done", "done", "done", "done", "done"]);
}

// AUTO-6, MACH-9: one record of a call causes a thousand changes at the most; a run beyond fails.
#[test]
fn changes_are_bounded() {
    let office = Office::new();
    office.apply(jobs());
    let records: Vec<Json> = (0..400).map(|number| json!({"name": format!("n{number}")})).collect();
    call(&office.manager, "yard.job.create_many", json!({"records": records})).unwrap();
    let all = json!({"each": "yard.job", "where": {"not": {"field": "name", "is": "x"}}});
    for name in ["one", "two", "three"] {
        let touch = json!([{"set": {"price": "1"}, "on": all}]);
        rule(&office, name, json!({"object": "yard.entry", "trigger": {"kind": "created"}, "actions": touch}));
    }
    call(&office.manager, "yard.entry.create", json!({"new": {"words": "a"}})).unwrap();
    assert_eq!(outcomes(&office, "one"), ["done"]);
    assert_eq!(outcomes(&office, "three"), ["failed"]);
}

// AUTO-6: a property of random sets of rules: the call ends, within the limits.
#[test]
fn random_rules_end() {
    let mut state = 20_261_128_u64;
    let mut pick = |below: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    for round in 0..8 {
        let office = Office::new();
        office.apply(jobs());
        let mut names = Vec::new();
        for number in 0..6 {
            let object = ["yard.job", "yard.entry"][usize::try_from(pick(2)).unwrap()];
            let kind = ["created", "updated", "transition"]
                [usize::try_from(pick(if object == "yard.job" { 3 } else { 2 })).unwrap()];
            let every = json!({"each": "yard.job", "where": {"not": {"field": "name", "is": "x"}}});
            let effect = match (pick(5), object) {
                (0, _) => json!({"create": "yard.job", "with": {"name": "'j'"}}),
                (1, _) => json!({"create": "yard.entry", "with": {"words": "'e'"}}),
                (2, _) => json!({"set": {"rank": "coalesce(rank, 0) + 1"}, "on": every}),
                (3, "yard.job") => json!({"act": "hold"}),
                (_, "yard.job") => json!({"set": {"price": "coalesce(price, 0) + 1"}}),
                _ => json!({"set": {"words": "concat(words, '.')"}}),
            };
            let effect = match effect["set"].get("rank") {
                // The acting record has no rank, where it is no job.
                Some(_) => json!({"set": {"rank": "1"}, "on": effect["on"]}),
                None => effect,
            };
            let name = format!("r{number}");
            rule(&office, &name, json!({"object": object, "trigger": {"kind": kind}, "actions": [effect]}));
            names.push(name);
        }
        let made = job(&office, json!({"name": "a"}));
        update(&office, &made, json!({"price": "2"})).unwrap();
        let runs = call(&office.admin, "automations.runs", json!({"page": {"limit": 10_000}})).unwrap();
        let runs = runs["items"].as_array().unwrap();
        for name in &names {
            for operation in ["objects.create", "objects.update"] {
                let mut of: Vec<&Json> = runs
                    .iter()
                    .filter(|run| run["rule"] == **name && run["outcome"] == "done")
                    .filter(|run| {
                        run["operation"].as_str().unwrap().starts_with("yard") || run["operation"] == operation
                    })
                    .map(|run| &run["record"]["id"])
                    .collect();
                let all = of.len();
                of.sort_by_key(|id| id.to_string());
                of.dedup();
                // Two calls were made.
                assert!(all <= 2 * of.len(), "round {round}: {runs:?}");
            }
        }
        let changes: i64 = runs.iter().map(|run| run["changes"].as_i64().unwrap()).sum();
        assert!(changes <= 2_000, "round {round}: {changes}");
    }
    assert_eq!(entry("'x'")["create"], "yard.entry");
}

// AUTO-3: a create of many customers raises rules for each; imports only those that say so.
#[test]
fn imports_concern_rules_that_say_so() {
    let office = Office::new();
    let on = |topic: &str, imports: bool| {
        json!({"object": "customer", "trigger": {"kind": "created"}, "imports": imports,
               "actions": [{"call": "outbox.emit", "with": {"topic": topic}}]})
    };
    rule(&office, "by hand", on("'hand'", false));
    rule(&office, "any", on("'any'", true));
    let new = |name: &str| serde_json::to_value(new_customer(&office.ann, name)).unwrap();
    let made = call(&office.manager, "customers.create_many", json!({"customers": [new("甲"), new("乙")]})).unwrap();
    assert_eq!(made["created"], 2, "{made}");
    assert_eq!((outcomes(&office, "by hand").len(), outcomes(&office, "any").len()), (2, 2));
    let made = call(&office.integration, "customers.import_many", json!({"customers": [new("丙")]})).unwrap();
    assert_eq!(made["created"], 1, "{made}");
    assert_eq!((outcomes(&office, "by hand").len(), outcomes(&office, "any").len()), (2, 3));
}
