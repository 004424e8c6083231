//! Packs asleep and awake (PACK-9).

use serde_json::{Value as Json, json};

use crate::engine::error::CrmError;
use crate::engine::objects::depot::{Depot, told, with};
use crate::engine::objects::expr::Value;

/// Shelves, with how many boxes stand on them.
fn shelves() -> Json {
    json!({
        "pack": "depot", "version": 1, "language": 1, "title": "Depot",
        "objects": {"shelf": {
            "title": "label",
            "fields": {"label": {"type": "text", "max": 20, "required": true}}
        }}
    })
}

/// Boxes that stand on shelves, by one pack that requires the other.
fn boxes(on_delete: &str) -> Json {
    json!({
        "pack": "boxes", "version": 1, "language": 1, "title": "Boxes", "requires": {"depot": 1},
        "objects": {"box": {
            "title": "label",
            "fields": {
                "label": {"type": "text", "max": 20},
                "on": {"type": "ref", "to": "depot.shelf", "on_delete": on_delete}
            }
        }},
        "extend": {"depot.shelf": {
            "fields": {
                "boxes": {"type": "integer", "rollup": {"count": true, "of": "boxes.box", "by": "on"}},
                "height": {"type": "integer", "min": 1},
                "twice": {"type": "integer", "formula": "height * 2"}
            },
            "checks": {"low": {"check": "height < 10", "text": "Too high."}}
        }}
    })
}

fn reason(error: &CrmError) -> &str {
    match error {
        CrmError::Conflict { reason, .. } => reason,
        other => panic!("{other}"),
    }
}

fn whole(value: i64) -> Value {
    Value::Number(crate::engine::objects::expr::Number::whole(value).expect("a number"))
}

// PACK-9: of a pack that sleeps nothing is known, its data stay, and waking it computes what went on meanwhile.
#[test]
fn a_pack_sleeps_and_wakes() {
    let depot = Depot::new();
    depot.apply(&shelves());
    depot.apply(&boxes("refuse"));
    depot.create("depot.shelf", 1, json!({"label": "A", "height": 4}));
    depot.create("boxes.box", 2, json!({"label": "one", "on": 1}));
    // Something that is awake requires it.
    let held = depot.switch("depot", false).expect_err("boxes require it");
    assert_eq!(reason(&held), "in_use");
    let before = depot.catalogue().version;
    assert!(depot.switch("boxes", false).expect("asleep"));
    assert!(!depot.switch("boxes", false).expect("already"));
    let catalogue = depot.catalogue();
    assert!(catalogue.version > before);
    assert!(!catalogue.models.contains_key("boxes.box"));
    let shelf = &catalogue.models["depot.shelf"];
    assert!(shelf.fields.iter().all(|field| field.name != "boxes" && field.name != "height"));
    assert!(shelf.checks.is_empty());
    // What it required can sleep too, and then it can't wake.
    assert!(depot.switch("depot", false).expect("asleep"));
    let alone = depot.switch("boxes", true).expect_err("its shelves are gone");
    let CrmError::Invalid { fields } = alone else { panic!("{alone}") };
    assert_eq!((&*fields[0].field, &*fields[0].code), ("requires.depot", "requires"));
    assert!(depot.switch("depot", true).expect("awake"));
    // A shelf that comes meanwhile has nothing in fields that sleep.
    depot.create("depot.shelf", 3, json!({"label": "B"}));
    assert!(depot.switch("boxes", true).expect("awake"));
    assert_eq!(depot.values("depot.shelf", "boxes"), [whole(1), whole(0)]);
    assert_eq!(depot.values("depot.shelf", "twice"), [whole(8), Value::Null]);
    assert_eq!(depot.values("depot.shelf", "height"), [whole(4), Value::Null]);
    let nobody = depot.switch("hotel", true).expect_err("no such pack");
    assert!(matches!(nobody, CrmError::NotFound { .. }));
}

// PACK-9: other applications leave what sleeps as it is.
#[test]
fn others_change_meanwhile() {
    let depot = Depot::new();
    depot.apply(&shelves());
    depot.apply(&boxes("refuse"));
    depot.create("depot.shelf", 1, json!({"label": "A", "height": 4}));
    let indexes = |depot: &Depot| -> Vec<_> {
        let tables = depot.catalogue().tables;
        tables.iter().map(|table| (table.key, table.indexes.clone())).collect()
    };
    let before = indexes(&depot);
    depot.switch("boxes", false).expect("asleep");
    depot.apply(&with(with(shelves(), "/version", json!(2)), "/title", json!("Store")));
    assert_eq!(indexes(&depot), before);
    // Its names are not free while its fields lie there.
    let taken = json!({
        "pack": "my", "version": 1, "language": 1, "title": "Ours",
        "extend": {"depot.shelf": {"fields": {"height": {"type": "integer"}}}}
    });
    assert_eq!(told(&depot.plan(&taken)), ["depot.shelf.height name_taken"]);
    depot.switch("boxes", true).expect("awake");
    assert_eq!(depot.values("depot.shelf", "height"), [whole(4)]);
}

// PACK-9, OBJ-13: what a reference says of a deletion holds while its pack sleeps.
#[test]
fn references_hold_asleep() {
    for (on_delete, left) in [("refuse", 1), ("clear", 1), ("delete", 0)] {
        let depot = Depot::new();
        depot.apply(&shelves());
        depot.apply(&boxes(on_delete));
        depot.create("depot.shelf", 1, json!({"label": "A"}));
        depot.create("boxes.box", 2, json!({"label": "one", "on": 1}));
        depot.switch("boxes", false).expect("asleep");
        let deleted = depot.delete("depot.shelf", 1);
        assert_eq!(deleted.as_ref().err().map(reason), (on_delete == "refuse").then_some("in_use"));
        depot.switch("boxes", true).expect("awake");
        let on = depot.values("boxes.box", "on");
        assert_eq!(on.len(), left, "{on_delete}");
        assert_eq!(on.iter().any(|value| *value != Value::Null), on_delete == "refuse");
    }
}

// PACK-7: a hidden reference is in nobody's way.
#[test]
fn hidden_references_hold_nothing() {
    let depot = Depot::new();
    depot.apply(&shelves());
    depot.apply(&boxes("refuse"));
    depot.create("depot.shelf", 1, json!({"label": "A"}));
    depot.create("boxes.box", 2, json!({"label": "one", "on": 1}));
    let mut hidden =
        with(with(boxes("refuse"), "/version", json!(2)), "/removed", json!(["box.on", "depot.shelf.boxes"]));
    hidden["objects"]["box"]["fields"].as_object_mut().expect("fields").remove("on");
    hidden["extend"]["depot.shelf"]["fields"].as_object_mut().expect("fields").remove("boxes");
    depot.apply(&hidden);
    depot.delete("depot.shelf", 1).expect("deleted");
    assert_eq!(depot.values("boxes.box", "label").len(), 1);
}

// PACK-9, OBJ-13: what would go is looked at as it goes: each record by itself, with all that goes with it; what goes too holds
// nothing, in whatever order the fields stand.
#[test]
fn what_is_said_of_a_deletion_is_what_it_does() {
    let tied = |first: &str, second: &str| {
        json!({
            "pack": "boxes", "version": 1, "language": 1, "title": "Boxes", "requires": {"depot": 1},
            "objects": {
                "box": {"title": "label", "fields": {
                    "label": {"type": "text"},
                    "on": {"type": "ref", "to": "depot.shelf", "on_delete": "delete"},
                    "beside": {"type": "ref", "to": "depot.shelf", "on_delete": "delete"},
                    first: {"type": "ref", "to": "depot.shelf", "on_delete": if first == "held" { "refuse" } else { "delete" }},
                    second: {"type": "ref", "to": "depot.shelf", "on_delete": if second == "held" { "refuse" } else { "delete" }}
                }},
                "seal": {"title": "label", "fields": {
                    "label": {"type": "text"},
                    "box": {"type": "ref", "to": "boxes.box"},
                    "with": {"type": "ref", "to": "depot.shelf", "on_delete": "delete"}
                }}
            }
        })
    };
    for (first, second) in [("held", "taken"), ("taken", "held")] {
        let depot = Depot::new();
        depot.apply(&shelves());
        depot.apply(&tied(first, second));
        for key in 1..=6 {
            depot.create("depot.shelf", key, json!({"label": "A"}));
        }
        // A box that a seal holds stands on the first and beside the second.
        depot.create("boxes.box", 11, json!({"on": 1, "beside": 2}));
        depot.create("boxes.seal", 12, json!({"box": 1}));
        // The seal of the box on the third goes with the shelf too.
        depot.create("boxes.box", 13, json!({"on": 3}));
        depot.create("boxes.seal", 14, json!({"box": 2, "with": 3}));
        // A box that goes with the fourth is held by nothing else; one stays that refers to the fifth.
        depot.create("boxes.box", 15, json!({"taken": 4, "held": 4}));
        depot.create("boxes.box", 16, json!({"held": 5}));
        depot.switch("boxes", false).expect("asleep");
        let keys = [1, 2, 3, 4, 5, 6];
        let held = depot.in_use("depot.shelf", &keys);
        assert_eq!(held, [1, 2, 5].into(), "{first}, {second}");
        for key in keys {
            let deleted = depot.delete("depot.shelf", key);
            assert_eq!(deleted.as_ref().err().map(reason), held.contains(&key).then_some("in_use"), "{key}");
        }
        depot.switch("boxes", true).expect("awake");
        assert_eq!(depot.values("boxes.box", "label").len(), 2, "{first}, {second}");
    }
}
