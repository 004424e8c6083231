//! What holds of defined objects whatever a pack says: OBJ-1, TYPE-1, NUM-2, MACH-9.

use std::collections::BTreeSet;

use crm_core::{CrmError, Session};
use serde_json::{Value as Json, json};

use crate::support::{Office, invalid};

pub fn call(session: &Session, operation: &str, with: Json) -> Result<Json, CrmError> {
    session.call(operation, &with.to_string()).map(|answer| serde_json::from_str(&answer).unwrap())
}

fn plan(session: &Session, document: &Json) -> Json {
    call(session, "packs.plan", json!({"document": document})).unwrap()
}

fn refusals(session: &Session, document: &Json) -> Vec<String> {
    let plan = plan(session, document);
    plan["refusals"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| format!("{}:{}", one["field"], one["code"]).replace('"', ""))
        .collect()
}

pub fn pack(objects: Json) -> Json {
    json!({"pack": "yard", "version": 1, "language": 1, "title": "Yard", "objects": objects,
           "roles": {"sales_manager": ["yard"]}})
}

fn next(mut document: Json, change: impl FnOnce(&mut Json)) -> Json {
    document["version"] = json!(document["version"].as_u64().unwrap() + 1);
    change(&mut document);
    document
}

// OBJ-1, OBJ-4: a kind of record is typed, or defined, or configures the engine, and never two of these: typed ones are written by
// their areas alone and take no states, defined ones stand in a pack, and setup documents are no objects.
#[test]
fn a_noun_is_of_one_sort() {
    let office = Office::new();
    office.apply(pack(json!({"crate": {"title": "'x'", "fields": {}}})));
    let all = call(&office.manager, "meta.objects", json!({})).unwrap();
    let kinds: Vec<(String, String)> = all
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["name"].as_str().unwrap().to_owned(), one["kind"].as_str().unwrap().to_owned()))
        .collect();
    assert!(kinds.len() > 10);
    for (name, kind) in &kinds {
        assert_eq!(kind == "typed", !name.contains('.'), "{name} is {kind}");
        let written = call(&office.manager, "objects.create", json!({"object": name, "new": {}}));
        match kind.as_str() {
            "typed" => assert_eq!(invalid(written), ["object:typed"], "{name}"),
            _ => assert!(written.is_ok(), "{name}: {written:?}"),
        }
    }
    let names: BTreeSet<&str> = kinds.iter().map(|(name, _)| name.as_str()).collect();
    for document in ["setup_document", "view", "pack", "route"] {
        assert!(!names.contains(document));
        assert_eq!(
            invalid(call(&office.manager, "objects.list", json!({"object": document}))),
            ["object:unknown_object"]
        );
    }
    // No states of a pack's are added to a typed kind, and no object of a pack bears its name.
    let states = json!({"start": "a", "states": {"a": {}}});
    let mut wrong = pack(json!({}));
    wrong["version"] = json!(2);
    wrong["extend"] = json!({"ticket": {"status": states}});
    assert!(refusals(&office.admin, &wrong).contains(&"extend.ticket.status:unknown_field".to_owned()));
}

// TYPE-1: these types and no others; a reference is to one object.
#[test]
fn the_list_of_types_is_closed() {
    let office = Office::new();
    let with = |field: Json| pack(json!({"crate": {"title": "'x'", "fields": {"f": field}}}));
    let good = [
        json!({"type": "text"}),
        json!({"type": "boolean"}),
        json!({"type": "integer"}),
        json!({"type": "decimal", "places": 2}),
        json!({"type": "money"}),
        json!({"type": "date"}),
        json!({"type": "instant"}),
        json!({"type": "choice", "values": ["a"]}),
        json!({"type": "entry", "category": "region"}),
        json!({"type": "ref", "to": "customer"}),
        json!({"type": "user"}),
        json!({"type": "department"}),
    ];
    for field in good {
        assert_eq!(refusals(&office.admin, &with(field.clone())), [""; 0], "{field}");
    }
    for word in [
        "list", "json", "object", "file", "files", "any", "float", "number", "string", "refs", "time", "Text",
        "text[]", "id", "names",
    ] {
        let told = refusals(&office.admin, &with(json!({"type": word})));
        assert_eq!(told, ["objects.crate.fields.f.type:unknown_type"], "{word}");
    }
    for to in [json!(["customer", "contact"]), json!({"any": true}), json!(3)] {
        let told = refusals(&office.admin, &with(json!({"type": "ref", "to": to})));
        assert_eq!(told, ["objects.crate.fields.f.to:type"]);
    }
    let lists = [json!({"type": "text", "many": true}), json!({"type": "ref", "to": "customer", "list": true})];
    for field in lists {
        assert!(
            refusals(&office.admin, &with(field.clone())).iter().all(|told| told.ends_with(":unknown_field")),
            "{field}"
        );
    }
    // Nor does any field that is there have another, but for the names of what hangs on a record, which stand in none.
    let all = call(&office.manager, "meta.objects", json!({})).unwrap();
    let known =
        ["text", "boolean", "integer", "decimal", "money", "date", "instant", "choice", "entry", "ref", "id", "names"];
    for field in all.as_array().unwrap().iter().flat_map(|one| one["fields"].as_array().unwrap()) {
        assert!(known.contains(&field["kind"].as_str().unwrap()), "{field}");
    }
}

// NUM-2: a changed pattern counts on where its printed period has counted, and begins where nothing was printed so.
#[test]
fn a_changed_pattern_counts_on() {
    let office = Office::new();
    let numbered = |pattern: &str| json!({"slip": {"title": "number", "number": {"pattern": pattern}, "fields": {}}});
    let mut document = pack(numbered("S{yyyy}-{000}"));
    office.apply(document.clone());
    let create = || {
        call(&office.manager, "yard.slip.create", json!({"new": {}})).unwrap()["number"].as_str().unwrap().to_owned()
    };
    let mut change = |pattern: &str| {
        let objects = numbered(pattern);
        document = next(document.clone(), |document| document["objects"] = objects);
        office.apply(document.clone());
    };
    assert_eq!([create(), create(), create()], ["S2026-001", "S2026-002", "S2026-003"]);
    // Other zeros, and other words that print the same.
    change("S{yyyy}-{00000}");
    assert_eq!(create(), "S2026-00004");
    change("S20{yy}-{0}");
    assert_eq!(create(), "S2026-5");
    // Another period has not counted yet.
    change("S{yyyy}{mm}-{000}");
    assert_eq!([create(), create()], ["S202603-001", "S202603-002"]);
    change("{000}/{yyyy}");
    assert_eq!(create(), "001/2026");
    // Back again it is where it was; a number that another pattern gave is passed over.
    change("S{yyyy}-{000}");
    assert_eq!(create(), "S2026-006");
    office.clock.set("2027-01-04T01:00:00Z");
    assert_eq!(create(), "S2027-001");
    change("S{yyyy}{mm}-{000}");
    assert_eq!(create(), "S202701-001");
    office.clock.set("2026-03-09T01:00:00Z");
    assert_eq!(create(), "S202603-003");
}

/// A chain of actions, each of which calls the next, so many deep, and flags that are pulled down all at once.
fn chain(links: usize) -> Json {
    let link = |at: usize| {
        let then = (at < links).then(|| json!([{"act": format!("a{}", at + 1)}]));
        let mut action = json!({"from": ["on"], "set": {"pulled": "coalesce(pulled, 0) + 1"}});
        if let Some(then) = then {
            action["then"] = then;
        }
        (format!("a{at}"), action)
    };
    let mut actions: serde_json::Map<String, Json> = (1..=links).map(link).collect();
    let end = json!({"from": ["on"], "to": "off"});
    actions.insert("end".into(), end.clone());
    let states = json!({"on": {}, "off": {"final": true}});
    let flags = |first: Option<i64>| {
        let mut on = json!({"each": "yard.flag", "where": {"field": "up", "is": true}});
        if let Some(first) = first {
            on["first"] = json!(first);
        }
        json!([{"set": {"up": "false"}, "on": on}])
    };
    pack(json!({
        "rope": {"title": "'x'", "fields": {"pulled": {"type": "integer"}}, "status": {"start": "on", "states": states, "actions": actions}},
        "flag": {"title": "'x'", "fields": {"up": {"type": "boolean"}}},
        "mast": {"title": "'x'", "fields": {}, "status": {"start": "on", "states": states, "actions": {
            "end": end,
            "strike": {"from": ["on"], "then": flags(None)},
            "strike_some": {"from": ["on"], "then": flags(Some(1_000))},
            "strike_twice": {"from": ["on"], "then": [flags(Some(1_000))[0], flags(Some(1))[0]]}
        }}}
    }))
}

fn conflict(outcome: Result<Json, CrmError>) -> String {
    match outcome {
        Err(CrmError::Conflict { reason, .. }) => reason,
        other => panic!("{other:?}"),
    }
}

// MACH-9: effects nested five deep, and a sixth is the conflict; nothing of the call stays.
#[test]
fn effects_are_nested_five_deep() {
    for (links, deep) in [(6, false), (7, true)] {
        let office = Office::new();
        office.apply(chain(links));
        let rope = call(&office.manager, "yard.rope.create", json!({"new": {}})).unwrap();
        let outcome = call(&office.manager, "yard.rope.a1", json!({"id": rope["id"]}));
        let now = call(&office.manager, "yard.rope.get", json!({"id": rope["id"]})).unwrap();
        if deep {
            assert_eq!(conflict(outcome), "too_deep");
            assert_eq!((&now["version"], &now["values"]["pulled"]), (&json!(1), &Json::Null));
        } else {
            assert!(outcome.is_ok(), "{outcome:?}");
            assert_eq!(now["values"]["pulled"], json!(links));
        }
    }
}

// MACH-9: one record of a call causes a thousand changes, and one more is the conflict; nothing of the call stays.
#[test]
fn effects_change_a_thousand_records() {
    let office = Office::new();
    office.apply(chain(1));
    let mast = call(&office.manager, "yard.mast.create", json!({"new": {}})).unwrap()["id"].clone();
    let strike = |how: &str| call(&office.manager, &format!("yard.mast.{how}"), json!({"id": mast}));
    let up = || {
        let filter = json!({"field": "up", "is": true});
        let page = json!({"limit": 1, "count": true});
        let told = call(&office.manager, "yard.flag.list", json!({"filter": filter, "page": page})).unwrap();
        (told["total"]["count"].clone(), told["total"]["more"].clone())
    };
    let raise = |count: usize| {
        let records = vec![json!({"up": true}); count];
        call(&office.manager, "objects.create_many", json!({"object": "yard.flag", "records": records})).unwrap();
    };
    raise(1_000);
    strike("strike").unwrap();
    assert_eq!(up(), (json!(0), json!(false)));
    raise(1_001);
    assert_eq!(conflict(strike("strike")), "too_many");
    assert_eq!(conflict(strike("strike_twice")), "too_many");
    // A thousand of them, and as many of another call.
    strike("strike_some").unwrap();
    assert_eq!(up(), (json!(1), json!(false)));
    strike("strike_some").unwrap();
    assert_eq!(up(), (json!(0), json!(false)));
}
