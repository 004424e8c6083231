//! TAG-1 beside packs: tags that packs bring, for objects that packs define (SETUP-5, PACK-2, PACK-8, PACK-9).

use crm_core::objects::RecordKey;
use serde_json::{Value, json};

use crate::notes::key;
use crate::support::*;
use crate::tags::{borne, names, put, set};

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
