//! OBJ-13, EXT, PACK-9: what goes with a typed record that is deleted, and what holds it, of what packs define.

use crm_core::storage::sqlite::{SqliteOptions, SqliteStorage};
use crm_core::{Crm, CrmError};
use serde_json::{Value as Json, json};

use crate::support::{FixedEnvironment, MORNING, Office, entry};
use crate::watch::watched;

fn call(session: &crm_core::Session, operation: &str, arguments: Json) -> Result<Json, CrmError> {
    let answer = session.call(operation, &arguments.to_string())?;
    Ok(serde_json::from_str(&answer).unwrap_or_default())
}

#[track_caller]
fn made(session: &crm_core::Session, operation: &str, new: Json) -> Json {
    call(session, operation, json!({"new": new})).unwrap()["id"].clone()
}

/// What a deletion came to: `deleted`, or the reason of the conflict.
#[track_caller]
fn deleted(session: &crm_core::Session, operation: &str, id: &Json) -> String {
    match call(session, operation, json!({"id": id})) {
        Ok(_) => "deleted".to_owned(),
        Err(CrmError::Conflict { reason, .. }) => reason,
        Err(other) => panic!("{other}"),
    }
}

/// How many records of an object the sales manager finds.
fn count(office: &Office, object: &str) -> usize {
    let listed = call(&office.manager, "objects.list", json!({"object": object})).unwrap();
    listed["items"].as_array().unwrap().len()
}

fn allows(session: &crm_core::Session, entity: &str, id: &Json, operation: &str) -> bool {
    let told = call(session, "meta.allowed", json!({"entity": entity, "ids": [id]})).unwrap();
    told[0]["operations"].as_array().unwrap().contains(&json!(operation))
}

/// Guests who refer to a typed object, by a pack that gives the object a field too.
fn house(object: &str, ty: Json, extended: bool) -> Json {
    let mut pack = json!({
        "pack": "house", "version": 1, "language": 1, "title": "House",
        "dictionary": {"diet": {"Fish": "fish", "Bread": "bread"}},
        "objects": {"guest": {"title": "name", "fields": {"name": {"type": "text"}, "of": ty}}},
        "roles": {"sales_manager": ["house.guest"]}
    });
    if extended {
        pack["extend"] =
            json!({object: {"fields": {"nick": {"type": "text"}, "eats": {"type": "entry", "category": "diet"}}}});
    }
    pack
}

fn switch(office: &Office, what: &str) {
    switch_pack(office, "house", what);
}

fn switch_pack(office: &Office, name: &str, what: &str) {
    call(&office.admin, &format!("packs.{what}"), json!({"name": name})).unwrap();
}

fn contact(office: &Office) -> Json {
    let customer = office.customer();
    let gender = entry(&office.ann, "gender", "女");
    let new = json!({"name": "王芳", "gender": gender, "position": "采购经理", "office_phone": "021-5555 0102"});
    call(&office.ann, "contacts.create", json!({"customer": customer.id, "new": new})).unwrap()["id"].clone()
}

/// The records that the last call changed, each with what became of it.
fn last_changes(office: &Office) -> Vec<String> {
    let calls = call(&office.admin, "audit.list", json!({})).unwrap();
    let changes = calls["items"][0]["changes"].as_array().unwrap();
    let mut told: Vec<String> = changes
        .iter()
        .map(|change| {
            assert_eq!(change["id"].is_string(), change["action"] != "bulk", "{change}");
            format!("{} {}", change["entity"].as_str().unwrap(), change["action"].as_str().unwrap())
        })
        .collect();
    told.sort();
    told
}

fn department(office: &Office, name: &str) -> Json {
    made(&office.admin, "departments.create", json!({"name": name, "custom": {"nick": name}}))
}

// EXT-1, OBJ-13: a department goes with what a pack gives it, and what refers to it decides.
#[test]
fn a_department_goes_with_its_custom_fields() {
    for (on_delete, outcome, left) in [("refuse", "in_use", 1), ("clear", "deleted", 1), ("delete", "deleted", 0)] {
        let office = Office::for_packs();
        office.apply(house("department", json!({"type": "department", "on_delete": on_delete}), true));
        let (alone, led) = (department(&office, "A"), department(&office, "B"));
        made(&office.manager, "house.guest.create", json!({"name": "Li", "of": led}));
        assert_eq!(deleted(&office.admin, "departments.delete", &alone), "deleted", "{on_delete}");
        // OBJ-19: the audit has what the fields were.
        let audited = call(&office.admin, "audit.list", json!({})).unwrap()["items"][0]["changes"][0].clone();
        let before: Json = serde_json::from_str(audited["before"].as_str().unwrap()).unwrap();
        assert_eq!(before["custom"]["nick"], json!("A"));
        assert_eq!(deleted(&office.admin, "departments.delete", &led), outcome, "{on_delete}");
        assert_eq!(count(&office, "house.guest"), left, "{on_delete}");
    }
}

// DICT-1: an entry that a defined record or a custom field has is in use, asleep too, and `meta.allowed` says so.
#[test]
fn an_entry_that_packs_use_is_in_use() {
    let office = Office::for_packs();
    office.apply(house("customer", json!({"type": "entry", "category": "diet"}), true));
    let entries = call(&office.admin, "dictionary.list", json!({"filter": {"category": "diet"}})).unwrap();
    let id = |item: &str| {
        let all = entries["items"].as_array().unwrap();
        all.iter().find(|entry| entry["item"] == json!(item)).unwrap()["id"].clone()
    };
    let (fish, bread) = (id("Fish"), id("Bread"));
    let free = made(&office.admin, "dictionary.create", json!({"category": "diet", "item": "Air", "value": "air"}));
    made(&office.manager, "house.guest.create", json!({"name": "Li", "of": fish}));
    made(&office.manager, "customers.create", json!({"name": "华东", "custom": {"eats": bread}}));
    let allowed = |id: &Json| allows(&office.admin, "dictionary_entry", id, "dictionary.delete");
    for asleep in [false, true] {
        if asleep {
            switch(&office, "disable");
        }
        for id in [&fish, &bread] {
            assert!(!allowed(id), "{asleep}");
            assert_eq!(deleted(&office.admin, "dictionary.delete", id), "in_use", "{asleep}");
            let moved = json!({"id": id, "changes": {"category": "region"}});
            assert!(matches!(call(&office.admin, "dictionary.update", moved), Err(CrmError::Conflict { .. })));
            let renamed = json!({"id": id, "changes": {"value": format!("{id}")}});
            call(&office.admin, "dictionary.update", renamed).unwrap();
        }
        assert!(allowed(&free));
    }
    assert_eq!(deleted(&office.admin, "dictionary.delete", &free), "deleted");
    // PACK-7: what is hidden holds nothing.
    switch(&office, "enable");
    let mut hidden = house("customer", json!({"type": "text"}), true);
    hidden["version"] = json!(2);
    hidden["removed"] = json!(["guest.of"]);
    hidden["objects"]["guest"]["fields"].as_object_mut().unwrap().remove("of");
    office.apply(hidden);
    assert!(allowed(&fish));
    assert_eq!(deleted(&office.admin, "dictionary.delete", &fish), "deleted");
}

// PACK-9, OBJ-13: what a reference says of the deletion of a typed record holds while its pack sleeps.
#[test]
fn references_to_typed_records_hold_asleep() {
    for (on_delete, outcome, left) in [("refuse", "in_use", 1), ("clear", "deleted", 1), ("delete", "deleted", 0)] {
        let office = Office::for_packs();
        office.apply(house("contact", json!({"type": "ref", "to": "contact", "on_delete": on_delete}), false));
        let contact = contact(&office);
        made(&office.manager, "house.guest.create", json!({"name": "Li", "of": contact}));
        switch(&office, "disable");
        assert_eq!(deleted(&office.ann, "contacts.delete", &contact), outcome, "{on_delete}");
        switch(&office, "enable");
        assert_eq!(count(&office, "house.guest"), left, "{on_delete}");
    }
    // What an awake pack says and what a sleeping one says over it are one deletion: what goes too holds nothing.
    let office = Office::for_packs();
    let goes = json!({"type": "ref", "to": "contact", "on_delete": "delete"});
    office.apply(house("contact", goes.clone(), false));
    office.apply(json!({
        "pack": "over", "version": 1, "language": 1, "title": "Over", "requires": {"house": 1},
        "objects": {"stay": {"title": "name", "fields": {
            "name": {"type": "text"}, "guest": {"type": "ref", "to": "house.guest"}, "of": goes}}},
        "roles": {"sales_manager": ["over"]}
    }));
    let [gone, held] = [contact(&office), contact(&office)];
    for (of, too) in [(&gone, true), (&held, false)] {
        let guest = made(&office.manager, "house.guest.create", json!({"name": "Li", "of": of}));
        let mut stay = json!({"name": "x", "guest": guest});
        if too {
            stay["of"] = of.clone();
        }
        made(&office.manager, "over.stay.create", stay);
    }
    switch_pack(&office, "over", "disable");
    let delete = "contacts.delete";
    assert_eq!([&gone, &held].map(|id| allows(&office.ann, "contact", id, delete)), [true, false]);
    assert_eq!([&gone, &held].map(|id| deleted(&office.ann, delete, id)), ["deleted", "in_use"]);
    switch_pack(&office, "over", "enable");
    assert_eq!((count(&office, "house.guest"), count(&office, "over.stay")), (1, 1));
}

// OBJ-13, PACK-9: what moved on is history, and goes with nothing while its pack sleeps either; what does go is told.
#[test]
fn what_moved_on_holds_asleep_and_what_goes_is_told() {
    let office = Office::for_packs();
    let of = |to: &str| json!({"type": "ref", "to": to, "on_delete": "delete"});
    office.apply(json!({
        "pack": "base", "version": 1, "language": 1, "title": "Base",
        "objects": {"folder": {"title": "name", "fields": {"name": {"type": "text"}}}},
        "roles": {"sales_manager": ["base"]}
    }));
    office.apply(json!({
        "pack": "house", "version": 1, "language": 1, "title": "House", "requires": {"base": 1},
        "objects": {"contract": {
            "title": "name",
            "fields": {"name": {"type": "text"}, "of": of("contact"), "kept_in": of("base.folder")},
            "status": {"start": "draft", "states": {"draft": {}, "signed": {"final": true}},
                       "actions": {"sign": {"from": ["draft"], "to": "signed"}}}
        }},
        "roles": {"sales_manager": ["house"]}
    }));
    let contacts = [contact(&office), contact(&office)];
    let folders = ["a", "b"].map(|name| made(&office.manager, "base.folder.create", json!({"name": name})));
    for at in [0, 1] {
        let of_contact = made(&office.manager, "house.contract.create", json!({"of": contacts[at]}));
        let in_folder = made(&office.manager, "house.contract.create", json!({"kept_in": folders[at]}));
        if at == 1 {
            for id in [of_contact, in_folder] {
                call(&office.manager, "house.contract.sign", json!({"id": id})).unwrap();
            }
        } else {
            let record = json!({"object": "house.contract", "id": of_contact});
            call(&office.manager, "notes.create", json!({"record": record, "new": {"text": "记"}})).unwrap();
        }
    }
    for asleep in [false, true] {
        if asleep {
            switch(&office, "disable");
        }
        assert_eq!(deleted(&office.ann, "contacts.delete", &contacts[1]), "in_use", "{asleep}");
        assert_eq!(deleted(&office.manager, "base.folder.delete", &folders[1]), "in_use", "{asleep}");
        let allowed = |at: usize| allows(&office.ann, "contact", &contacts[at], "contacts.delete");
        assert_eq!((allowed(0), allowed(1)), (true, false), "{asleep}");
        let allowed = |at: usize| allows(&office.manager, "base.folder", &folders[at], "base.folder.delete");
        assert_eq!((allowed(0), allowed(1)), (true, false), "{asleep}");
    }
    assert_eq!(deleted(&office.ann, "contacts.delete", &contacts[0]), "deleted");
    assert_eq!(last_changes(&office), ["contact deleted", "house.contract deleted", "note bulk"]);
    assert_eq!(deleted(&office.manager, "base.folder.delete", &folders[0]), "deleted");
    assert_eq!(last_changes(&office), ["base.folder deleted", "house.contract deleted"]);
    switch(&office, "enable");
    assert_eq!((count(&office, "house.contract"), count(&office, "base.folder")), (2, 1));
}

// PACK-9, EXT-1: what a pack that sleeps gave a record goes with it; a field that leads to the record itself holds nothing.
#[test]
fn custom_fields_of_a_pack_that_sleeps_go_too() {
    // A typed record never goes because it refers to another.
    for on_delete in ["refuse", "delete"] {
        custom_fields_go_with(on_delete);
    }
}

fn custom_fields_go_with(on_delete: &str) {
    let office = Office::for_packs();
    let mut pack = house("opportunity", json!({"type": "ref", "to": "opportunity"}), true);
    let like = json!({"type": "ref", "to": "opportunity", "on_delete": on_delete});
    pack["extend"]["opportunity"]["fields"]["like"] = like;
    office.apply(pack);
    let opportunities: Vec<Json> = (0..5).map(|_| json!(office.opportunity().id)).collect();
    let like = |at: usize, to: usize| {
        let changes = json!({"custom": {"nick": "n", "like": opportunities[to]}});
        call(&office.ann, "opportunities.update", json!({"id": opportunities[at], "changes": changes})).unwrap();
    };
    [(0, 0), (1, 1), (2, 3)].into_iter().for_each(|(at, to)| like(at, to));
    let delete = |at: usize| deleted(&office.ann, "opportunities.delete", &opportunities[at]);
    assert_eq!((delete(0), delete(3)), ("deleted".into(), "in_use".into()));
    switch(&office, "disable");
    assert_eq!(delete(3), "in_use");
    let allowed = |at: usize| allows(&office.ann, "opportunity", &opportunities[at], "opportunities.delete");
    assert_eq!((allowed(1), allowed(3)), (true, false));
    assert_eq!([delete(1), delete(2), delete(3), delete(4)], ["deleted"; 4]);
    // Nothing is left of them.
    switch(&office, "enable");
    assert_eq!(call(&office.admin, "maintenance.check", json!({})).unwrap()["findings"], json!([]));
}

// ROLL-3: the least and the greatest are those of what is left, by typed fields and by custom ones.
#[test]
fn roll_ups_follow_a_typed_record_that_goes() {
    let office = Office::for_packs();
    office.apply(json!({
        "pack": "visits", "version": 1, "language": 1, "title": "Visits",
        "extend": {
            "interaction": {"fields": {"warmth": {"type": "integer"}}},
            "customer": {"fields": {
                "last": {"type": "date", "rollup": {"max": "date", "of": "interaction", "by": "customer"}},
                "coldest": {"type": "integer", "rollup": {"min": "warmth", "of": "interaction", "by": "customer"}},
                "visits": {"type": "integer", "rollup": {"count": true, "of": "interaction", "by": "customer"}}
            }}
        }
    }));
    let customer = office.customer().id;
    let visits = [("2026-02-01", 3), ("2026-02-28", 1)].map(|(date, warmth)| {
        let new = json!({"date": date, "place": "上海", "summary": "拜访", "details": "谈新订单", "custom": {"warmth": warmth}});
        call(&office.ann, "interactions.create", json!({"customer": customer, "new": new})).unwrap()["id"].clone()
    });
    let told = || call(&office.ann, "customers.get", json!({"id": customer})).unwrap()["custom"].clone();
    assert_eq!(told(), json!({"last": "2026-02-28", "coldest": 1, "visits": 2}));
    for (id, left) in [
        (&visits[1], json!({"last": "2026-02-01", "coldest": 3, "visits": 1})),
        (&visits[0], json!({"last": null, "coldest": null, "visits": 0})),
    ] {
        assert_eq!(deleted(&office.ann, "interactions.delete", id), "deleted");
        assert_eq!(told(), left);
    }
    assert_eq!(call(&office.admin, "maintenance.check", json!({})).unwrap()["findings"], json!([]));
}

// SETUP-4, EXT: where nothing is configured and no pack is there, a deletion and `meta.allowed` ask nothing of either.
#[test]
fn without_packs_and_setup_nothing_is_asked() {
    let (storage, seen) = watched(SqliteStorage::in_memory(&SqliteOptions::default()).unwrap());
    let clock = FixedEnvironment::new(MORNING);
    let crm = Crm::options().environment(clock.clone()).open_storage(Box::new(storage)).unwrap();
    let office = Office::staff(crm, clock);
    let opportunity = json!(office.opportunity().id);
    // The catalogue is read once an engine.
    assert_eq!(deleted(&office.ann, "opportunities.delete", &json!(office.opportunity().id)), "deleted");
    let fish = made(&office.admin, "dictionary.create", json!({"category": "diet", "item": "Fish", "value": "1"}));
    seen.take();
    assert!(allows(&office.ann, "opportunity", &opportunity, "opportunities.delete"));
    assert!(allows(&office.admin, "dictionary_entry", &fish, "dictionary.delete"));
    assert_eq!(deleted(&office.ann, "opportunities.delete", &opportunity), "deleted");
    assert_eq!(deleted(&office.admin, "dictionary.delete", &fish), "deleted");
    let asked: Vec<(String, usize)> = seen.take_counted().into_iter().collect();
    let of = |part: &str| asked.iter().filter(|(sql, _)| sql.contains(part)).map(|(_, times)| times).sum::<usize>();
    // The version of what is defined with the company, once a call, and no key beside the rule's own look.
    assert_eq!((of("catalogue, duplicates, recycles FROM settings"), of("FROM object_tables")), (4, 0), "{asked:#?}");
    // A template can name an entry of the dictionary, and its pack may sleep; nothing of setup names an opportunity.
    assert_eq!((of("setup_names"), of("FROM packs")), (2, 2), "{asked:#?}");
    let whole = |sql: &str| asked.iter().any(|(known, _)| known == sql);
    let keys = ["opportunities", "dictionary_entries"].map(|table| format!("SELECT id FROM {table} WHERE uid = ?"));
    assert!(!keys.iter().any(|sql| whole(sql)), "{asked:#?}");
}

// PACK-9, OBJ-13: a record of a pack that is awake goes by the word of one that sleeps as by hand: with its parts, out of the sums
// over it, told whole; and not where something stands against it.
#[test]
fn what_is_awake_goes_by_the_word_of_a_pack_that_sleeps() {
    let office = Office::for_packs();
    let guest = json!({"type": "ref", "to": "house.guest"});
    office.apply(json!({
        "pack": "house", "version": 1, "language": 1, "title": "House",
        "objects": {
            "guest": {"title": "name", "fields": {"name": {"type": "text"}, "at": {"type": "ref", "to": "customer"}},
                      "status": {"start": "new", "states": {"new": {}, "gone": {"final": true}},
                                 "actions": {"go": {"from": ["new"], "to": "gone"}}}},
            "bag": {"title": "name", "part_of": {"field": "guest", "name": "bags"},
                    "fields": {"name": {"type": "text"}, "guest": guest}},
            "stay": {"title": "name", "fields": {"name": {"type": "text"}, "guest": guest}}
        },
        "extend": {"customer": {"fields": {
            "guests": {"type": "integer", "rollup": {"count": true, "of": "house.guest", "by": "at"}}}}},
        "roles": {"sales_manager": ["house"]}
    }));
    // A list of what goes: a slip goes with the contact, and a guest with the slip.
    let goes = |to: &str| json!({"type": "ref", "to": to, "on_delete": "delete"});
    office.apply(json!({
        "pack": "over", "version": 1, "language": 1, "title": "Over", "requires": {"house": 1},
        "objects": {"slip": {"title": "'slip'", "fields": {"of": goes("contact"), "on": guest}}},
        "extend": {"house.guest": {"fields": {"of": goes("contact"), "slip": goes("over.slip")}}},
        "roles": {"sales_manager": ["over"]}
    }));
    let guests = |contact: &Json, new: Json| {
        let customer = call(&office.ann, "contacts.get", json!({"id": contact})).unwrap()["customer"]["id"].clone();
        let mut whole = json!({"name": "Li", "at": customer, "bags": [{"name": "a"}]});
        whole.as_object_mut().unwrap().extend(new.as_object().unwrap().clone());
        (made(&office.manager, "house.guest.create", whole), customer)
    };
    let slip = |of: &Json| made(&office.manager, "over.slip.create", json!({"of": of}));
    let contacts: Vec<Json> = (0..5).map(|_| contact(&office)).collect();
    let (_, plain) = guests(&contacts[0], json!({"of": contacts[0]}));
    let (deep, _) = guests(&contacts[1], json!({"slip": slip(&contacts[1])}));
    // What holds the guest is a stay, or that the guest is gone; a slip that goes itself holds nothing.
    let (stays, _) = guests(&contacts[2], json!({"of": contacts[2]}));
    made(&office.manager, "house.stay.create", json!({"name": "x", "guest": stays}));
    let (moved, _) = guests(&contacts[3], json!({"slip": slip(&contacts[3])}));
    call(&office.manager, "house.guest.go", json!({"id": moved})).unwrap();
    let (held, _) = guests(&contacts[4], json!({"of": contacts[4]}));
    made(&office.manager, "over.slip.create", json!({"of": contacts[4], "on": held}));
    switch_pack(&office, "over", "disable");
    let ids = json!({"entity": "contact", "ids": contacts});
    let told = call(&office.ann, "meta.allowed", ids).unwrap();
    let may = |at: usize| told[at]["operations"].as_array().unwrap().contains(&json!("contacts.delete"));
    assert_eq!([0, 1, 2, 3, 4].map(may), [true, true, false, false, true]);
    let of = |id: &Json| call(&office.ann, "customers.get", json!({"id": id})).unwrap()["custom"]["guests"].clone();
    assert_eq!(of(&plain), 1);
    let delete = |at: usize| deleted(&office.ann, "contacts.delete", &contacts[at]);
    assert_eq!(delete(0), "deleted");
    assert_eq!(last_changes(&office), ["contact deleted", "house.bag deleted", "house.guest deleted"]);
    assert_eq!(of(&plain), 0);
    assert_eq!(delete(1), "deleted");
    let all = ["contact deleted", "house.bag deleted", "house.guest deleted", "over.slip deleted"];
    assert_eq!(last_changes(&office), all);
    assert_eq!([2, 3, 4].map(delete), ["in_use", "in_use", "deleted"]);
    assert_eq!(call(&office.admin, "maintenance.check", json!({})).unwrap()["findings"], json!([]));
    // OBJ-14: what was told whole is brought back.
    let back = json!({"record": {"object": "house.guest", "id": deep}});
    let back = call(&office.manager, "objects.restore", back).unwrap();
    assert_eq!(back["parts"]["bags"].as_array().unwrap().len(), 1);
    switch_pack(&office, "over", "enable");
    assert_eq!((count(&office, "house.guest"), count(&office, "over.slip")), (3, 1));
}
