//! PACK: what several packs mean for one another when one of them gets a new version: what comes back is what it was, and all
//! of them are placed in one order, in a plan as at the end.

use crm_core::CrmError;
use serde_json::{Value as Json, json};

use crate::support::Office;

/// What a document would do: its steps, each with its class and records, then what stands against it.
fn told(office: &Office, document: &Json) -> Vec<String> {
    let plan = office.admin.packs().plan(document.clone().into()).unwrap();
    let steps = plan.steps.iter().map(|step| format!("{} {} {}", step.path, step.class, step.rows));
    let refusals = plan.refusals.iter().map(|one| match &one.limit {
        Some(limit) => format!("{}: {} ({limit})", one.field, one.code),
        None => format!("{}: {}", one.field, one.code),
    });
    steps.chain(refusals).collect()
}

fn refused(office: &Office, document: &Json) -> Vec<String> {
    told(office, document).into_iter().filter(|told| told.contains(": ")).collect()
}

fn call(office: &Office, operation: &str, with: Json) -> Json {
    let answer = office.manager.call(operation, &with.to_string());
    serde_json::from_str(&answer.unwrap_or_else(|refused| panic!("{operation}: {refused}"))).unwrap()
}

fn pack(name: &str, version: u32, more: Json) -> Json {
    let mut document = json!({"pack": name, "version": version, "language": 1, "title": name});
    document.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    document
}

/// A pack that gives customers fields.
fn gives(name: &str, version: u32, fields: Json) -> Json {
    pack(name, version, json!({"extend": {"customer": {"fields": fields}}}))
}

fn customer(office: &Office, custom: Json) -> Json {
    call(office, "customers.create", json!({"new": {"name": "华东精密", "custom": custom}}))["custom"].clone()
}

/// A depot of shelves and, where a version has them, crates.
fn depot(version: u32, of: Option<Json>) -> Json {
    let shelf = json!({"title": "label", "fields": {"label": {"type": "text"}}});
    let mut document =
        pack("depot", version, json!({"objects": {"shelf": shelf}, "roles": {"sales_manager": ["depot"]}}));
    match of {
        Some(of) => document["objects"]["crate"] = of,
        None => document["removed"] = json!(["crate"]),
    }
    document
}

// PACK-7, PACK-9: an object that comes back brings its own fields; what a sleeping pack gave it lies where it lay, and keeps its
// name.
#[test]
fn what_a_sleeping_pack_gave_an_object_outlives_its_hiding() {
    let office = Office::for_packs();
    let plain = json!({"title": "label", "fields": {"label": {"type": "text"}, "size": {"type": "integer"}}});
    office.apply(depot(1, Some(plain.clone())));
    let my = json!({"extend": {"depot.crate": {"fields": {"grade": {"type": "integer"}}}}});
    office.apply(pack("my", 1, my));
    let made = call(&office, "depot.crate.create", json!({"new": {"label": "A", "size": 12, "grade": 3}}));
    office.admin.packs().disable("my".into()).unwrap();
    office.apply(depot(2, None));
    let mut back = plain;
    back["was"] = json!("crate");
    let mut taken = back.clone();
    taken["fields"]["grade"] = json!({"type": "text"});
    assert_eq!(refused(&office, &depot(3, Some(taken))), ["crate.grade: name_taken"]);
    for field in ["label", "size"] {
        back["fields"][field]["was"] = json!(field);
    }
    office.apply(depot(3, Some(back)));
    office.admin.packs().enable("my".into()).unwrap();
    let found = call(&office, "depot.crate.get", json!({"id": made["id"]}));
    assert_eq!(found["values"], json!({"label": "A", "size": 12, "grade": 3}));
    let filter = json!({"field": "grade", "is": 3});
    assert_eq!(call(&office, "depot.crate.list", json!({"filter": filter}))["items"][0]["id"], made["id"]);
}

// PACK-7: what a pack took from an object while that was hidden is hidden with it, and in nobody's way.
#[test]
fn what_is_gone_meanwhile_does_not_come_back() {
    let office = Office::for_packs();
    let plain = json!({"title": "label", "fields": {"label": {"type": "text"}}});
    office.apply(depot(1, Some(plain.clone())));
    let my = json!({"extend": {"depot.crate": {"fields": {"grade": {"type": "integer"}}}}});
    office.apply(pack("my", 1, my));
    office.admin.packs().disable("my".into()).unwrap();
    office.apply(depot(2, None));
    office.apply(pack("my", 2, json!({"removed": ["depot.crate.grade"]})));
    let mut back = plain;
    back["was"] = json!("crate");
    back["fields"]["grade"] = json!({"type": "text"});
    office.apply(depot(3, Some(back)));
    let made = call(&office, "depot.crate.create", json!({"new": {"label": "A", "grade": "fine"}}));
    assert_eq!(made["values"], json!({"label": "A", "grade": "fine"}));
}

// PACK-6, TYPE-5: the administrators' own is placed behind all others, whenever it came; its defaults see their fields.
#[test]
fn the_administrators_own_is_the_last() {
    let office = Office::for_packs();
    office.apply(gives("my", 1, json!({"nick": {"type": "text"}})));
    let potential = json!({"potential": {"type": "choice", "values": ["high", "low"]}});
    office.apply(gives("bazaar", 1, potential));
    let note = json!({"type": "text", "default": "if(potential == 'high', 'key', null)"});
    office.apply(gives("my", 2, json!({"nick": {"type": "text"}, "note": note})));
    assert_eq!(customer(&office, json!({"potential": "high"}))["note"], "key");
    assert_eq!(customer(&office, json!({"potential": "low"}))["note"], Json::Null);
}

// PACK-12, TYPE-5: a pack is placed behind what it requires, and a new version in the place of the one before it; so is one that
// wakes.
#[test]
fn a_new_version_stands_in_its_place() {
    let office = Office::for_packs();
    let alpha = |version: u32| {
        let mut document = gives("alpha", version, json!({"rank": {"type": "integer"}}));
        document["title"] = json!(format!("Alpha {version}"));
        document
    };
    office.apply(alpha(1));
    let mut beta = gives(
        "beta",
        1,
        json!({"score": {"type": "integer", "default": "rank * 2"},
                                          "bonus": {"type": "integer", "default": "1"}}),
    );
    beta["requires"] = json!({"alpha": 1});
    office.apply(beta);
    office.apply(alpha(2));
    assert_eq!(customer(&office, json!({"rank": 4}))["score"], 8);
    // What administrators say of a field sees what the field sees.
    let my = json!({"extend": {"customer": {"adjust": {"bonus": {"default": "rank + 1"}}}}});
    office.apply(pack("my", 1, my));
    office.apply(alpha(3));
    assert_eq!(customer(&office, json!({"rank": 4}))["bonus"], 5);
    // Its fields come before those of a pack behind it, and take none of their names.
    let more = gives("alpha", 4, json!({"rank": {"type": "integer"}, "score": {"type": "text"}}));
    assert_eq!(refused(&office, &more), ["extend.customer.fields.score: name_taken"]);
    for name in ["my", "beta", "alpha"] {
        office.admin.packs().disable(name.into()).unwrap();
    }
    for name in ["alpha", "beta", "my"] {
        office.admin.packs().enable(name.into()).unwrap();
    }
    assert_eq!(customer(&office, json!({"rank": 4}))["bonus"], 5);
}

// PACK-12: a version that requires a pack which came later is placed behind that.
#[test]
fn what_is_required_stands_before() {
    let office = Office::for_packs();
    office.apply(gives("alpha", 1, json!({"rank": {"type": "integer"}})));
    office.apply(gives("beta", 1, json!({"stage": {"type": "integer"}})));
    let fields = json!({"rank": {"type": "integer", "default": "stage * 3"}});
    let mut alpha = gives("alpha", 2, fields);
    assert_eq!(refused(&office, &alpha), ["extend.customer.fields.rank.default: not_here"]);
    alpha["requires"] = json!({"beta": 1});
    office.apply(alpha);
    assert_eq!(customer(&office, json!({"stage": 2}))["rank"], 6);
}

// PACK-7: a name says only what the pack itself has hidden; another's hidden field of that name is not its own.
#[test]
fn a_hidden_field_is_its_packs_own() {
    let office = Office::for_packs();
    let without = |name: &str, version: u32| pack(name, version, json!({"removed": ["customer.tier"]}));
    let class = |version: u32| {
        gives("club", version, json!({"class": {"type": "text", "was": "tier"}, "since": {"type": "date"}}))
    };
    office.apply(gives("my", 1, json!({"tier": {"type": "text"}})));
    customer(&office, json!({"tier": "mine"}));
    office.apply(without("my", 2));
    // The first version of a pack has hidden nothing.
    office.apply(class(1));
    assert_eq!(told(&office, &class(2)), Vec::<String>::new());
    assert_eq!(customer(&office, json!({"class": "A"}))["class"], "A");
}

// PACK-7: where two packs have hidden fields of one name, each gets its own back.
#[test]
fn each_pack_gets_its_own_back() {
    let office = Office::for_packs();
    let without = |name: &str, version: u32| pack(name, version, json!({"removed": ["customer.tier"]}));
    office.apply(gives("club", 1, json!({"tier": {"type": "text"}})));
    let made = call(&office, "customers.create", json!({"new": {"name": "长江仪器", "custom": {"tier": "gold"}}}));
    office.apply(without("club", 2));
    office.apply(gives("my", 1, json!({"tier": {"type": "integer"}})));
    office.apply(without("my", 2));
    let back = gives("club", 3, json!({"class": {"type": "text", "max": 4, "was": "tier"}}));
    assert_eq!(told(&office, &back), ["customer.class counts 0"]);
    office.apply(back);
    let found = call(&office, "customers.get", json!({"id": made["id"]}));
    assert_eq!(found["custom"], json!({"class": "gold"}));
}

// PACK-2, PACK-7: the records of an object that comes back are held against its states; one in a state that is gone stands
// against it unless another stands for that.
#[test]
fn states_of_what_comes_back_are_counted() {
    let office = Office::for_packs();
    let ticket = |states: Json, actions: Json| {
        json!({"title": "label", "fields": {"label": {"type": "text", "was": "label"}}, "was": "crate",
               "status": {"start": "open", "states": states, "actions": actions}})
    };
    let close = json!({"from": ["open"], "to": "done"});
    let first = ticket(
        json!({"open": {}, "hold": {}, "done": {"final": true}}),
        json!({"close": close, "pause": {"from": ["open"], "to": "hold"}, "go_on": {"from": ["hold"], "to": "open"}}),
    );
    office.apply(depot(1, Some(first)));
    let held = call(&office, "depot.crate.create", json!({"new": {"label": "held"}}))["id"].clone();
    call(&office, "depot.crate.create", json!({"new": {"label": "open"}}));
    call(&office, "depot.crate.pause", json!({"id": held}));
    office.apply(depot(2, None));
    let mut back = depot(3, Some(ticket(json!({"open": {}, "done": {"final": true}}), json!({"close": close}))));
    assert_eq!(
        told(&office, &back),
        ["crate safe 0", "crate.label counts 0", "crate.status counts 1", "crate.status: does_not_fit (held)"]
    );
    back["replaced"] = json!({"crate.status": {"hold": "open"}});
    assert_eq!(
        told(&office, &back),
        ["crate safe 0", "crate.label counts 0", "crate.status.hold rewrites 2", "crate.status counts 0"]
    );
    office.apply(back);
    assert_eq!(call(&office, "depot.crate.get", json!({"id": held}))["status"], "open");
    call(&office, "depot.crate.close", json!({"id": held}));
    assert!(office.admin.maintenance().check().unwrap().ok);
}

// PACK-2, PACK-3, PACK-11: a plan sees the entries that a version brings, as records see them that are filled with them.
#[test]
fn entries_that_come_fill_what_is_there() {
    let office = Office::for_packs();
    let crates = |fields: Json| json!({"title": "label", "fields": fields});
    office.apply(depot(1, Some(crates(json!({"label": {"type": "text"}})))));
    let made = call(&office, "depot.crate.create", json!({"new": {"label": "A"}}));
    let state = json!({"type": "entry", "category": "soundness", "required": true, "fill": "'sound'"});
    let mut next = depot(2, Some(crates(json!({"label": {"type": "text"}, "state": state}))));
    next["dictionary"] = json!({"soundness": {"Sound": "sound", "Broken": "broken"}});
    next["objects"]["crate"]["checks"] =
        json!({"usable": {"check": "state.value == 'sound'", "text": "Broken ones are not kept."}});
    let steps = told(&office, &next);
    for step in ["crate.state rewrites 1", "crate.state counts 0", "crate.checks.usable counts 0"] {
        assert!(steps.iter().any(|told| told == step), "{step} in {steps:#?}");
    }
    // Nothing of it is there before it is applied, and what is stale brings nothing.
    let stale = office.admin.packs().apply(next.clone().into(), "another".into()).unwrap_err();
    assert!(matches!(stale, CrmError::Conflict { reason, .. } if reason == "stale_plan"));
    let entries = || -> Json {
        let all = office.admin.call("dictionary.list", r#"{"filter": {"category": "soundness"}}"#).unwrap();
        serde_json::from_str::<Json>(&all).unwrap()["items"].clone()
    };
    assert_eq!(entries(), json!([]));
    office.apply(next);
    let found = call(&office, "depot.crate.get", json!({"id": made["id"]}));
    let sound = entries().as_array().unwrap().iter().find(|entry| entry["value"] == "sound").unwrap().clone();
    assert_eq!(found["values"]["state"]["id"], sound["id"]);
}

// PACK-2, PACK-11: an entry whose item the category has under another value does not come, and fills nothing.
#[test]
fn an_entry_whose_item_is_taken_does_not_come() {
    let office = Office::for_packs();
    let own = json!({"new": {"category": "soundness", "item": "Sound", "value": "fine"}});
    office.admin.call("dictionary.create", &own.to_string()).unwrap();
    let crates = |fields: Json| json!({"title": "label", "fields": fields});
    office.apply(depot(1, Some(crates(json!({"label": {"type": "text"}})))));
    let made = call(&office, "depot.crate.create", json!({"new": {"label": "A"}}));
    let state = json!({"type": "entry", "category": "soundness", "required": true, "fill": "'sound'"});
    let mut next = depot(2, Some(crates(json!({"label": {"type": "text"}, "state": state}))));
    next["dictionary"] = json!({"soundness": {"Sound": "sound"}});
    assert!(told(&office, &next).contains(&"crate.state counts 1".to_owned()));
    office.apply(next);
    assert_eq!(call(&office, "depot.crate.get", json!({"id": made["id"]}))["values"]["state"], Json::Null);
}
