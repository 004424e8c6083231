//! TAG-1 beside packs: tags that packs bring, for objects that packs define (SETUP-5, PACK-2, PACK-8, PACK-9).

use crm_core::Tree;
use crm_core::objects::RecordKey;
use crm_core::prelude::*;
use serde_json::{Value, json};

use crate::notes::key;
use crate::support::*;
use crate::tags::{borne, names, put, set, texts};

/// Rooms of that name, and rooms that bear no tags, with a tag for these objects.
fn hotel(version: u32, room: &str, objects: Value) -> Value {
    let mut rooms = json!({"title": "name", "fields": {"name": {"type": "text", "required": true, "search": true}}});
    if room != "room" {
        rooms["was"] = json!("room");
    }
    json!({
        "pack": "hotel", "version": version, "language": 1, "title": "Rooms",
        "objects": {room: rooms, "store": {"title": "'x'", "off": ["tags"], "fields": {}}},
        "setup": {"tag": {"vip": {"colour": "#aa0000", "objects": objects}}},
        "roles": {"sales_manager": ["hotel"]}
    })
}

/// What stands against a pack.
fn against(office: &Office, document: Value) -> Vec<String> {
    let refusals = office.admin.packs().plan(document.into()).unwrap().refusals;
    refusals.into_iter().map(|refusal| format!("{}:{}", refusal.field, refusal.code)).collect()
}

fn room(office: &Office, object: &str) -> RecordKey {
    let made = office.manager.objects().create(object.into(), json!({"name": "301"}).into(), None).unwrap();
    key(object, made.id)
}

fn objects_of(office: &Office, name: &str) -> Value {
    office.manager.setup().get("tag".into(), name.into(), None).unwrap().document.value()["objects"].clone()
}

/// The customers and the rooms that a filter finds.
fn found(office: &Office, object: &str, filter: Value) -> Vec<String> {
    let page = office.manager.objects().list(object.into(), Some(Tree::from(filter)), None, None, None).unwrap();
    page.items.into_iter().map(|record| record.title).collect()
}

// SETUP-5, TAG-1: what a pack brings is judged by what it defines, not by what was there before.
#[test]
fn a_pack_brings_tags_for_its_own_objects() {
    let office = Office::new();
    assert_eq!(
        against(&office, hotel(1, "room", json!(["hotel.room", "hotel.store", "hotel.suite", "customer", "user"]))),
        [
            "setup.tag.vip.objects[1]:not_supported",
            "setup.tag.vip.objects[2]:unknown_object",
            "setup.tag.vip.objects[4]:not_supported"
        ]
    );
    office.apply(hotel(1, "room", json!(["hotel.room"])));
    let first = room(&office, "hotel.room");
    assert_eq!(names(set(&office.manager, &first, &["hotel.vip"], &[])), ["hotel.vip"]);
    // The next version by the names that it gives.
    let old = hotel(2, "suite", json!(["hotel.room"]));
    assert_eq!(against(&office, old), ["setup.tag.vip.objects[0]:unknown_object"]);
    office.apply(hotel(2, "suite", json!(["hotel.suite"])));
    assert_eq!(borne(&office.manager, &key("hotel.suite", first.id)), ["hotel.vip"]);
    assert_eq!(names(set(&office.manager, &room(&office, "hotel.suite"), &["hotel.vip"], &[])), ["hotel.vip"]);

    // TAG-1: another name says nothing of the objects, whatever sleeps.
    put(&office.manager, "客房", json!({"colour": "#00aa00", "objects": ["hotel.suite"]})).unwrap();
    office.admin.packs().disable("hotel".into()).unwrap();
    let put_again = put(&office.manager, "客房", json!({"colour": "#00bb00", "objects": ["hotel.suite"]}));
    assert_eq!(invalid(put_again), ["objects[0]:unknown_object"]);
    let renamed = office.manager.setup().rename("tag".into(), "客房".into(), "套房".into()).unwrap();
    assert_eq!(renamed.name, "套房");
}

// PACK-2: a tag names an object by its new name, the house's own and what administrators put over a pack's.
#[test]
fn a_tag_follows_an_object_that_is_renamed() {
    let office = Office::new();
    office.apply(hotel(1, "room", json!(["hotel.room"])));
    for name in ["客房", "hotel.vip"] {
        put(&office.manager, name, json!({"colour": "#00aa00", "objects": ["customer", "hotel.room"]})).unwrap();
    }
    let my = json!({"pack": "my", "version": 1, "language": 1, "title": "Ours",
                    "setup": {"tag": {"quiet": {"colour": "#0000aa", "objects": ["hotel.room"]}}}});
    office.apply(my);
    let quiet = room(&office, "hotel.room");
    set(&office.manager, &quiet, &["客房", "my.quiet"], &[]).unwrap();
    office.apply(hotel(2, "suite", json!(["hotel.suite"])));
    for (name, objects) in [
        ("客房", json!(["customer", "hotel.suite"])),
        ("hotel.vip", json!(["customer", "hotel.suite"])),
        ("my.quiet", json!(["hotel.suite"])),
    ] {
        assert_eq!(objects_of(&office, name), objects, "{name}");
    }
    let kept = office.admin.packs().get("my".into()).unwrap().document;
    assert_eq!(kept.value()["setup"]["tag"]["quiet"]["objects"], json!(["hotel.suite"]));
    assert_eq!(borne(&office.manager, &key("hotel.suite", quiet.id)), ["客房", "my.quiet"]);
    let added = set(&office.manager, &room(&office, "hotel.suite"), &["客房", "my.quiet", "hotel.vip"], &[]);
    assert_eq!(added.unwrap().len(), 3);
}

// PACK-9, TAG-1: the tags of a pack that sleeps are told by nothing, and come back with it.
#[test]
fn tags_sleep_with_their_pack() {
    let office = Office::new();
    office.apply(hotel(1, "room", json!([])));
    put(&office.manager, "重点", json!({"colour": "#cc0000"})).unwrap();
    let [both, vip] = ["甲", "乙"].map(|name| {
        key("customer", office.ann.customers().create(new_customer(&office.ann, name), None, None).unwrap().id)
    });
    set(&office.ann, &both, &["重点", "hotel.vip"], &[]).unwrap();
    set(&office.ann, &vip, &["hotel.vip"], &[]).unwrap();
    let asked = || {
        let leaf = |op: &str, value: Value| json!({"field": "tags", op: value});
        [
            leaf("is", json!("hotel.vip")),
            json!({"not": leaf("is", json!("hotel.vip"))}),
            leaf("empty", json!(true)),
            leaf("empty", json!(false)),
        ]
        .map(|filter| found(&office, "customer", filter).len())
    };
    assert_eq!(asked(), [2, 0, 0, 2]);
    office.admin.packs().disable("hotel".into()).unwrap();
    assert_eq!((borne(&office.ann, &both), borne(&office.ann, &vip)), (texts(&["重点"]), vec![]));
    assert_eq!(asked(), [0, 2, 1, 1]);
    assert_eq!(invalid(set(&office.ann, &vip, &["hotel.vip"], &[])), ["add[0]:unknown"]);
    assert_eq!(invalid(office.manager.tags().merge("hotel.vip".into(), "重点".into())), ["tag:unknown"]);
    // What is not told is not taken off either.
    assert_eq!(names(set(&office.ann, &both, &[], &["重点", "hotel.vip"])), Vec::<String>::new());
    assert_eq!(names(set(&office.ann, &both, &["重点"], &[])), ["重点"]);
    // It counts among those that a record may bear, since it comes back.
    for at in 0..49 {
        put(&office.manager, &format!("T{at}"), json!({"colour": "#000000"})).unwrap();
    }
    let many: Vec<String> = (0..49).map(|at| format!("T{at}")).collect();
    assert_eq!(office.ann.tags().set(vip.clone(), Some(many), None).unwrap().len(), 49);
    assert_eq!(invalid(set(&office.ann, &vip, &["重点"], &[])), ["add:too_many"]);

    office.admin.packs().enable("hotel".into()).unwrap();
    assert_eq!(borne(&office.ann, &both), ["hotel.vip", "重点"]);
    assert_eq!(borne(&office.ann, &vip).len(), 50);
    assert_eq!(asked(), [2, 0, 0, 2]);
}

// PACK-8, TAG-1: who purges a pack takes its tags from all records; the report counts those with the pack's own.
#[test]
fn a_pack_is_purged_with_its_tags() {
    let office = Office::new();
    office.apply(hotel(1, "room", json!([])));
    put(&office.manager, "重点", json!({"colour": "#cc0000"})).unwrap();
    let customers = ["甲", "乙", "丙"].map(|name| {
        key("customer", office.ann.customers().create(new_customer(&office.ann, name), None, None).unwrap().id)
    });
    for customer in &customers[..2] {
        set(&office.ann, customer, &["hotel.vip", "重点"], &[]).unwrap();
    }
    set(&office.manager, &room(&office, "hotel.room"), &["hotel.vip"], &[]).unwrap();
    room(&office, "hotel.room");
    let packs = office.admin.packs();
    packs.disable("hotel".into()).unwrap();
    let report = packs.purge(vec!["hotel".into()]).unwrap();
    let told: Vec<_> = report.paths.iter().map(|path| (path.path.as_str(), path.rows)).collect();
    // Two rooms, one of them with the tag, and two customers.
    assert_eq!(told, [("hotel", 4)]);
    for customer in &customers[..2] {
        assert_eq!(borne(&office.ann, customer), ["重点"]);
    }
    let audited = office.admin.audit().list(None, None).unwrap().items.remove(0);
    let told = |text: &str| audited.changes.iter().any(|change| change.after.as_deref() == Some(text));
    assert!(told(r#"{"purged":"hotel.vip","records":2}"#), "{audited:?}");
    // Its name is free, and nobody bears the next one of it.
    office.apply(hotel(1, "room", json!([])));
    assert_eq!(found(&office, "customer", json!({"field": "tags", "is": "hotel.vip"})), Vec::<String>::new());
    let check = office.admin.maintenance().check().unwrap();
    assert!(check.ok, "{:?}", check.findings);
    // What a new version leaves out is refused as long as records bear it (PACK-7).
    set(&office.ann, &customers[2], &["hotel.vip"], &[]).unwrap();
    let mut less = hotel(2, "room", json!([]));
    less["setup"] = json!({});
    less["removed"] = json!(["setup.tag.vip"]);
    assert_eq!(against(&office, less), ["setup.tag.vip.name:in_use"]);
}

// TAG-1, SETUP-5: a tag that a pack brings is not merged away, whatever administrators put over it.
#[test]
fn a_tag_of_a_pack_is_not_merged_away() {
    let office = Office::new();
    office.apply(hotel(1, "room", json!([])));
    put(&office.manager, "重点", json!({"colour": "#cc0000"})).unwrap();
    let customer = key("customer", office.customer().id);
    set(&office.ann, &customer, &["hotel.vip"], &[]).unwrap();
    let merge = |tag: &str, into: &str| office.manager.tags().merge(tag.into(), into.into());
    for over in [false, true] {
        if over {
            put(&office.manager, "hotel.vip", json!({"colour": "#123456"})).unwrap();
        }
        assert_eq!(invalid(merge("hotel.vip", "重点")), ["tag:in_use"]);
        assert_eq!(borne(&office.ann, &customer), ["hotel.vip"]);
        assert!(office.manager.setup().get("tag".into(), "hotel.vip".into(), None).is_ok());
    }
    // What was put over it is there yet; the other way round it goes.
    assert_eq!(objects_of(&office, "hotel.vip"), Value::Null);
    set(&office.ann, &customer, &["重点"], &["hotel.vip"]).unwrap();
    assert_eq!(merge("重点", "hotel.vip").unwrap().count, 1);
    assert_eq!(borne(&office.ann, &customer), ["hotel.vip"]);
}

// TAG-1: what sleeps with its pack is moved no more than it could be put on.
#[test]
fn a_tag_is_merged_into_what_its_records_may_bear() {
    let office = Office::new();
    office.apply(hotel(1, "room", json!([])));
    let colour = "#cc0000";
    put(&office.manager, "甲", json!({"colour": colour})).unwrap();
    put(&office.manager, "乙", json!({"colour": colour, "objects": ["customer"]})).unwrap();
    put(&office.manager, "丙", json!({"colour": colour, "objects": ["customer", "hotel.room"]})).unwrap();
    put(&office.manager, "丁", json!({"colour": colour})).unwrap();
    let customer = key("customer", office.customer().id);
    let room = room(&office, "hotel.room");
    for record in [&customer, &room] {
        set(&office.manager, record, &["甲"], &[]).unwrap();
    }
    let merge = |tag: &str, into: &str| office.manager.tags().merge(tag.into(), into.into());
    assert_eq!(invalid(merge("甲", "乙")), ["into:not_supported"]);
    office.admin.packs().disable("hotel".into()).unwrap();
    assert_eq!(invalid(merge("甲", "乙")), ["into:not_supported"]);
    office.manager.setup().disable("tag".into(), "丁".into()).unwrap();
    assert_eq!(invalid(merge("甲", "丁")), ["into:unknown"]);
    assert_eq!(borne(&office.manager, &customer), ["甲"]);
    // A disabled one is merged away, also on a record that sleeps.
    office.manager.setup().disable("tag".into(), "甲".into()).unwrap();
    assert_eq!(merge("甲", "丙").unwrap().count, 2);
    office.admin.packs().enable("hotel".into()).unwrap();
    for record in [&customer, &room] {
        assert_eq!(borne(&office.manager, record), ["丙"]);
    }
    assert_eq!(merge("丙", "乙").map(|_| ()).map_err(|error| error.code()), Err("invalid"));
}

// OBJ-17, FILT: every object whose records bear tags tells the field, with what is asked of it; whoever draws a list offers it.
#[test]
fn the_field_is_described() {
    let office = Office::new();
    office.apply(hotel(1, "room", json!([])));
    let chinese = office.ann.with_locale(crm_core::Locale::ZhHans);
    for (object, bears) in
        [("customer", true), ("order", true), ("hotel.room", true), ("hotel.store", false), ("user", false)]
    {
        let fields = chinese.meta().object(object.into()).unwrap().fields;
        let told = fields.into_iter().find(|field| field.name == "tags");
        assert_eq!(told.is_some(), bears, "{object}");
        let Some(field) = told else { continue };
        assert_eq!(
            (field.label.as_str(), field.kind.as_str(), field.asked),
            ("标签", "names", texts(&["is", "in", "empty"]))
        );
        assert_eq!((field.readable, field.writable, field.sortable, field.required), (true, false, false, false));
    }
    let of = |entity: Entity| chinese.meta().fields(entity).unwrap().into_iter().find(|field| field.name == "tags");
    let field = of(Entity::CUSTOMER).unwrap();
    assert_eq!(
        (field.label.as_str(), field.kind.as_str(), field.asked),
        ("标签", "names", texts(&["is", "in", "empty"]))
    );
    assert!(of(Entity::USER).is_none());
    // No column, since no record has it; nor does it stand over an object's own field of the name.
    let described = office.ann.meta().object("hotel.room".into()).unwrap();
    assert_eq!(described.columns, ["name"]);
    let book = json!({"pack": "shelf", "version": 1, "language": 1, "title": "Books", "objects": {
        "book": {"title": "tags", "fields": {"tags": {"type": "text", "required": true}}}
    }});
    office.apply(book);
    let fields = office.admin.meta().object("shelf.book".into()).unwrap().fields;
    let told: Vec<_> = fields.iter().filter(|field| field.name == "tags").map(|field| field.kind.as_str()).collect();
    assert_eq!(told, ["text"]);
}
