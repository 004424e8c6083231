//! Hidden data destroyed for good (PACK-8).

use serde_json::{Value as Json, json};

use crate::engine::error::CrmError;
use crate::engine::objects::catalogue::slots::Use;
use crate::engine::objects::depot::{Depot, told, with};
use crate::engine::objects::expr::{Number, Value};
use crate::engine::objects::life::purge::{Purged, purge};

fn depot() -> Json {
    json!({
        "pack": "depot", "version": 1, "language": 1, "title": "Depot",
        "objects": {
            "shelf": {"title": "label", "fields": {"label": {"type": "text", "max": 20}}},
            "crate": {
                "title": "label",
                "fields": {
                    "label": {"type": "text", "max": 20, "search": true},
                    "note": {"type": "text", "max": 20, "search": true},
                    "size": {"type": "integer"},
                    "on": {"type": "ref", "to": "depot.shelf"},
                    "twin": {"type": "ref", "to": "depot.crate"}
                }
            },
            "slip": {
                "title": "words", "part_of": {"field": "crate", "name": "slips"},
                "fields": {
                    "crate": {"type": "ref", "to": "depot.crate", "required": true},
                    "words": {"type": "text", "max": 20}
                }
            }
        }
    })
}

fn without(document: Json, version: u32, paths: &[&str]) -> Json {
    let mut document = with(document, "/version", json!(version));
    for path in paths {
        let (object, field) = path.split_once('.').unwrap_or((path, ""));
        let objects = document["objects"].as_object_mut().expect("objects");
        let gone = match field {
            "" => objects.shift_remove(object),
            field => objects[object]["fields"].as_object_mut().expect("fields").shift_remove(field),
        };
        assert!(gone.is_some());
    }
    with(document, "/removed", json!(paths))
}

impl Depot {
    fn purge(&self, paths: &[&str]) -> Result<Vec<Purged>, CrmError> {
        let paths: Vec<String> = paths.iter().map(|path| (*path).to_owned()).collect();
        self.within(true, |tx| purge(tx, &paths))
    }

    /// The columns in which a field lies.
    fn slots(&self, object: &str, field: &str) -> Vec<String> {
        let tables = self.catalogue().tables;
        let table = tables.iter().find(|table| !table.hidden && table.object == object).expect("a table");
        let key = table.field(field).expect("a field").key;
        let uses = [Use::Value, Use::Folded, Use::Currency];
        uses.iter().filter_map(|what| table.slots.of(key, *what)).map(ToString::to_string).collect()
    }

    fn in_order(&self) -> Vec<String> {
        self.within(false, |tx| tx.integrity()).expect("looked")
    }
}

fn filled() -> Depot {
    let stage = Depot::new();
    stage.apply(&depot());
    stage.create("depot.shelf", 1, json!({"label": "S"}));
    stage.create("depot.crate", 2, json!({"label": "A", "note": "old", "size": 3, "on": 1}));
    stage.create("depot.crate", 3, json!({"label": "B", "note": "older", "on": 1, "twin": 1}));
    stage
}

fn rows(purged: &[Purged]) -> Vec<(&str, i64)> {
    purged.iter().map(|one| (one.path.as_str(), one.rows)).collect()
}

fn refused(error: &CrmError) -> &str {
    match error {
        CrmError::Conflict { reason, .. } => reason,
        CrmError::NotFound { .. } => "not_found",
        other => panic!("{other}"),
    }
}

// PACK-8: a hidden field is destroyed for good; its slots are free, empty, and taken again.
#[test]
fn fields_are_destroyed() {
    let stage = filled();
    let (note, on) = (stage.slots("depot.crate", "note"), stage.slots("depot.crate", "on"));
    assert_eq!(refused(&stage.purge(&["depot.crate.note"]).expect_err("it is shown")), "in_use");
    stage.apply(&without(depot(), 2, &["crate.note", "crate.on"]));
    for nothing in ["depot.crate.never", "depot.box", "hotel", "depot.crate.size.more", ""] {
        assert_eq!(refused(&stage.purge(&[nothing]).expect_err("nothing is there")), "not_found", "{nothing}");
    }
    // All or nothing.
    assert_eq!(refused(&stage.purge(&["depot.crate.note", "depot.crate.size"]).expect_err("one is shown")), "in_use");
    let back = with(with(depot(), "/version", json!(3)), "/objects/crate/fields/note/was", json!("note"));
    assert_eq!(told(&stage.plan(&back)), Vec::<String>::new());
    let version = stage.catalogue().version;
    let purged = stage.purge(&["depot.crate.note", "depot.crate.on"]).expect("purged");
    assert_eq!(rows(&purged), [("depot.crate.note", 2), ("depot.crate.on", 2)]);
    assert!(stage.catalogue().version > version);
    assert_eq!(refused(&stage.purge(&["depot.crate.note"]).expect_err("it is gone")), "not_found");
    // What comes back is another one, and empty; its slots are the freed ones, of references only where they lead there too.
    let mut again = with(back, "/version", json!(4));
    again["objects"]["crate"]["fields"]["other"] = json!({"type": "ref", "to": "depot.crate"});
    stage.apply(&again);
    assert_eq!(stage.slots("depot.crate", "note"), note);
    assert_eq!(stage.slots("depot.crate", "on"), on);
    assert_ne!(stage.slots("depot.crate", "other"), on);
    assert_eq!(stage.values("depot.crate", "note"), [Value::Null, Value::Null]);
    assert_eq!(stage.values("depot.crate", "on"), [Value::Null, Value::Null]);
    assert_eq!(stage.values("depot.crate", "size"), [Value::Number(Number::whole(3).expect("a number")), Value::Null]);
    assert_eq!(stage.in_order(), Vec::<String>::new());
}

// PACK-8: a hidden object goes with its parts, and with hidden references to it; others go on.
#[test]
fn objects_are_destroyed() {
    let stage = filled();
    stage.apply(&without(depot(), 2, &["crate", "slip"]));
    let purged = stage.purge(&["depot.crate"]).expect("purged");
    assert_eq!(rows(&purged), [("depot.crate", 2)]);
    assert_eq!(refused(&stage.purge(&["depot.slip"]).expect_err("it went with its whole")), "not_found");
    stage.create("depot.shelf", 9, json!({"label": "T"}));
    stage.apply(&with(depot(), "/version", json!(3)));
    stage.create("depot.crate", 10, json!({"label": "C", "on": 1}));
    assert_eq!(stage.values("depot.crate", "label"), [Value::Text("C".into())]);
    // A hidden reference to what goes does not stand in the way of its own table.
    stage.apply(&without(depot(), 4, &["shelf", "crate.on"]));
    assert_eq!(rows(&stage.purge(&["depot.shelf"]).expect("purged")), [("depot.shelf", 2)]);
    stage.create("depot.crate", 11, json!({"label": "D", "twin": 1}));
    stage.delete("depot.crate", 2).expect("deleted");
    assert_eq!(stage.in_order(), Vec::<String>::new());
}

// PACK-8: a pack that sleeps is purged whole by its name, what it added to others too.
#[test]
fn a_pack_is_destroyed() {
    let stage = filled();
    let boxes = json!({
        "pack": "boxes", "version": 1, "language": 1, "title": "Boxes", "requires": {"depot": 1},
        "objects": {"box": {"title": "label", "fields": {
            "label": {"type": "text", "max": 20}, "on": {"type": "ref", "to": "depot.shelf"},
            "lid": {"type": "ref", "to": "boxes.lid"}
        }}, "lid": {"title": "'x'", "fields": {"of": {"type": "ref", "to": "boxes.box"}}}},
        "extend": {
            "depot.shelf": {"fields": {"height": {"type": "integer"}, "first": {"type": "ref", "to": "boxes.box"}}},
            "customer": {"fields": {"boxes": {"type": "integer"}}}
        }
    });
    stage.apply(&boxes);
    stage.create("boxes.box", 20, json!({"label": "one", "on": 1}));
    stage.create("boxes.lid", 21, json!({"of": 1}));
    stage.create("depot.shelf", 22, json!({"label": "T", "height": 4, "first": 1}));
    assert_eq!(refused(&stage.purge(&["boxes"]).expect_err("it is awake")), "in_use");
    stage.sleep("boxes");
    // What it required can sleep, but not go: something lies in it still.
    stage.sleep("depot");
    assert_eq!(refused(&stage.purge(&["depot"]).expect_err("boxes lie in it")), "in_use");
    stage.switch("depot", true).expect("awake");
    assert_eq!(rows(&stage.purge(&["boxes"]).expect("purged")), [("boxes", 4)]);
    let catalogue = stage.catalogue();
    assert_eq!(catalogue.packs.iter().map(|pack| pack.name.as_str()).collect::<Vec<_>>(), ["depot"]);
    assert!(catalogue.tables.iter().all(|table| !table.object.starts_with("boxes.")));
    // From the beginning, as if it had never been.
    stage.delete("depot.shelf", 2).expect("deleted");
    stage.apply(&boxes);
    stage.create("boxes.box", 23, json!({"label": "two", "on": 1}));
    assert_eq!(stage.values("depot.shelf", "height"), [Value::Null]);
    assert_eq!(stage.values("boxes.box", "label"), [Value::Text("two".into())]);
    assert_eq!(stage.in_order(), Vec::<String>::new());
}
