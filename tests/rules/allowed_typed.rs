//! META-1, OBJ-13: what packs define refers to typed records, and to many; what is allowed says so, and reads no more of it than
//! it needs.

use crm_core::prelude::*;
use serde_json::{Value as Json, json};

use crate::faults::Rehearsing;
use crate::fill::Filled;
use crate::support::*;
use crate::views_packs::created;
use crate::watch::work;

/// Keys that refer to opportunities and contacts in every way, with what hangs on a key, and boxes with drawers to which they lead.
fn annex() -> Json {
    json!({"pack": "annex", "version": 1, "language": 1, "title": "Annex",
        "objects": {
            "key": {"title": "code", "fields": {"code": {"type": "text"},
                "held": {"type": "ref", "to": "opportunity"}, "past": {"type": "ref", "to": "opportunity", "on_delete": "clear"},
                "along": {"type": "ref", "to": "opportunity", "on_delete": "delete"},
                "of": {"type": "ref", "to": "contact", "on_delete": "delete"},
                "drawer": {"type": "ref", "to": "annex.drawer"}, "box": {"type": "ref", "to": "annex.box"}}},
            "tag": {"title": "'tag'", "fields": {"key": {"type": "ref", "to": "annex.key"},
                "with": {"type": "ref", "to": "annex.key", "on_delete": "delete"}}},
            "box": {"title": "name", "fields": {"name": {"type": "text"}}},
            "drawer": {"title": "name", "part_of": {"field": "box", "name": "drawers"}, "fields": {
                "box": {"type": "ref", "to": "annex.box"}, "name": {"type": "text"},
                "under": {"type": "ref", "to": "annex.drawer"}}}},
        "extend": {"customer": {"fields": {"won": {"type": "ref", "to": "opportunity"},
            "lead": {"type": "ref", "to": "opportunity", "on_delete": "clear"}}}},
        "roles": {"sales_manager": ["annex"]}})
}

/// Makes `count` keys alike.
fn keys(session: &Session, count: usize, new: &Json) {
    for some in vec![new.clone(); count].chunks(500) {
        let call = json!({"object": "annex.key", "records": some}).to_string();
        session.call("objects.create_many", &call).unwrap();
    }
}

/// Whether the deletion of each is told to be allowed.
fn told(session: &Session, kind: &str, delete: &str, ids: &[RecordId]) -> Vec<bool> {
    let told = session.meta().allowed(kind.into(), ids.to_vec()).unwrap();
    told.iter().map(|one| one.operations.contains(&delete.to_owned())).collect()
}

// META-1, OBJ-13: what refers to a typed record stands against its deletion, is emptied, or goes too, and what is told of it is
// what the call says; a thousand are emptied at the most.
#[test]
fn what_refers_to_typed_records_is_told() {
    let rehearsing = Rehearsing::new();
    let clock = FixedEnvironment::new(MORNING);
    let crm = rehearsing.open(Crm::options().environment(clock.clone()));
    let office = Office::staff(crm, clock);
    office.admin.call("settings.update", r#"{"changes": {"required_customer_fields": []}}"#).unwrap();
    office.apply(annex());
    let manager = &office.manager;
    let chance =
        || -> RecordId { manager.opportunities().create(new_opportunity("华东"), None, None).unwrap().id.into() };
    let chances: Vec<RecordId> = (0..9).map(|_| chance()).collect();
    let key = |new: Json| created(manager, "annex.key", new);
    key(json!({"code": "held", "held": chances[1]}));
    key(json!({"code": "past", "past": chances[2]}));
    key(json!({"code": "along", "along": chances[3], "held": chances[3]}));
    let tagged = key(json!({"code": "tagged", "along": chances[4]}));
    created(manager, "annex.tag", json!({"key": tagged}));
    let both = key(json!({"code": "both", "along": chances[5]}));
    created(manager, "annex.tag", json!({"key": both, "with": both}));
    let customer = json!({"new": {"name": "华东", "custom": {"won": chances[6], "lead": chances[0]}}}).to_string();
    manager.call("customers.create", &customer).unwrap();
    keys(manager, 1_000, &json!({"past": chances[7]}));
    keys(manager, 1_001, &json!({"past": chances[8]}));
    let all = told(manager, "opportunity", "opportunities.delete", &chances);
    assert_eq!(all, [true, false, true, true, false, true, false, true, false]);
    for (id, listed) in chances.iter().zip(all) {
        let call = json!({"id": id}).to_string();
        let outcome = rehearsing.rehearse(manager, |session| session.call("opportunities.delete", &call));
        assert_eq!(listed, outcome.is_ok(), "{outcome:?}");
        if let Err(refused) = outcome {
            let CrmError::Conflict { reason, .. } = refused else { panic!("{refused}") };
            assert_eq!(reason, if *id == chances[8] { "too_many" } else { "in_use" });
        }
    }
    // Nobody else is told of deletions that are not theirs, nor anybody of what is not there.
    assert_eq!(told(&office.stranger, "opportunity", "opportunities.delete", &chances), [false; 9]);
    assert_eq!(told(manager, "opportunity", "opportunities.delete", &[RecordId::default()]), [false]);
}

// META-1, OBJ-11, OBJ-13: what refers to a part of a record stands against it; what goes with it does not.
#[test]
fn what_refers_to_parts_is_told() {
    let office = Office::for_packs();
    office.apply(annex());
    let manager = &office.manager;
    let boxed = || created(manager, "annex.box", json!({"name": "箱", "drawers": [{"name": "一"}, {"name": "二"}]}));
    let boxes: Vec<String> = (0..4).map(|_| boxed()).collect();
    let drawers = |id: &String| -> Json {
        let found = manager.call("annex.box.get", &json!({"id": id}).to_string()).unwrap();
        serde_json::from_str::<Json>(&found).unwrap()["parts"]["drawers"].clone()
    };
    created(manager, "annex.key", json!({"drawer": drawers(&boxes[0])[1]["id"]}));
    created(manager, "annex.key", json!({"box": boxes[1]}));
    // Of one box a drawer lies under the other, of the last under one of another box.
    for (of, under) in [(2, 2), (3, 2)] {
        let own = drawers(&boxes[of]);
        let parts =
            json!({"drawers": [{"id": own[0]["id"]}, {"id": own[1]["id"], "under": drawers(&boxes[under])[0]["id"]}]});
        let call = json!({"id": boxes[of], "changes": {"parts": parts}}).to_string();
        manager.call("annex.box.update", &call).unwrap();
    }
    let ids: Vec<RecordId> = boxes.iter().map(|id| id.parse().unwrap()).collect();
    let all = told(manager, "annex.box", "annex.box.delete", &ids);
    assert_eq!(all, [false, false, false, true]);
    for (id, listed) in boxes.iter().zip(all).rev() {
        let outcome = manager.call("annex.box.delete", &json!({"id": id}).to_string());
        assert!(!listed || outcome.is_ok(), "{outcome:?}");
    }
    // The last is gone, and holds the third no more.
    assert_eq!(told(manager, "annex.box", "annex.box.delete", &ids), [false, false, false, false]);
    assert!(manager.call("annex.box.get", &json!({"id": boxes[2]}).to_string()).is_err());
}

// META-1: what refers is not read row by row: of one that ten thousand refer to as little as of one that few do.
#[test]
fn as_much_is_read_however_many_refer() {
    let (filled, seen) = Filled::watched();
    let office = &filled.office;
    office.apply(annex());
    let id = created(&office.manager, "annex.box", json!({"name": "箱"}));
    let ids = [id.parse().unwrap()];
    let steps = || -> i64 {
        seen.take();
        assert_eq!(told(&office.manager, "annex.box", "annex.box.delete", &ids), [false]);
        seen.take_bound().iter().map(|(sql, params)| work(&filled.raw, sql, params).steps).sum()
    };
    keys(&office.manager, 10, &json!({"box": id}));
    let few = steps();
    keys(&office.manager, 5_000, &json!({"box": id}));
    let many = steps();
    assert!(many < few + 100, "{few} steps of ten rows, {many} of five thousand");
}

// META-1, SCOPE-14, PROC-2: of many notes on one record, the record is asked for once.
#[test]
fn a_bearer_is_asked_for_once() {
    let (filled, seen) = Filled::watched();
    let ann = &filled.office.ann;
    let customer = ann.customers().create(new_customer(ann, "华东"), None, None).unwrap();
    let new = json!({"record": {"object": "customer", "id": customer.id}, "new": {"text": "记"}}).to_string();
    let note = || -> RecordId {
        let made: Json = serde_json::from_str(&ann.call("notes.create", &new).unwrap()).unwrap();
        made["note"]["id"].as_str().unwrap().parse().unwrap()
    };
    let notes: Vec<RecordId> = (0..6).map(|_| note()).collect();
    for ask in ["meta.seen", "meta.allowed"] {
        let asked = |ids: &[RecordId]| {
            let call = json!({"entity": "note", "ids": ids}).to_string();
            seen.take();
            let told = ann.call(ask, &call).unwrap();
            assert_eq!(told.matches("\"01").count(), ids.len(), "{told}");
            seen.take_counted()
        };
        // Each note is read, with what is kept of it alone, and nothing of the customer.
        let once = asked(&notes[..1]);
        let more: Vec<String> = asked(&notes).into_iter().filter(|(_, count)| *count > 2).map(|(sql, _)| sql).collect();
        let of_customers: Vec<&String> = more.iter().filter(|sql| sql.contains("customers")).collect();
        assert!(once.keys().any(|sql| sql.contains("customers")) && of_customers.is_empty(), "{ask}: {of_customers:?}");
    }
}

// META-3: what the caller's roles hold is read once for all operations, whatever packs add to their forms.
#[test]
fn all_operations_are_described_by_one_look() {
    let (filled, seen) = Filled::watched();
    filled.office.apply(annex());
    let manager = &filled.office.manager;
    seen.take();
    let told = manager.meta().operations().unwrap();
    let of_packs = told.iter().filter(|one| one.arguments.iter().any(|field| field.path.ends_with(".custom.lead")));
    assert!(of_packs.count() > 3);
    // The gate, too, looks at whether packs changed.
    let often: Vec<_> = seen.take_counted().into_iter().filter(|(_, count)| *count > 2).collect();
    assert_eq!(often, []);
}
