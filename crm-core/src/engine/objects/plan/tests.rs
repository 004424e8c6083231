//! A depot whose definition grows: planned, counted, applied, with its rows beside.

use serde_json::{Value as Json, json};

use crate::engine::error::CrmError;
use crate::engine::objects::catalogue::house::House;
use crate::engine::objects::define::Installed;
use crate::engine::objects::depot::{Depot, steps, told, with};
use crate::engine::objects::expr::Value;

/// The depot of the first day: crates with a size, a colour and a note.
fn first() -> Json {
    json!({
        "pack": "depot", "version": 1, "language": 1, "title": "Depot",
        "objects": {"crate": {
            "title": "concat('crate ', label)",
            "fields": {
                "label": {"type": "text", "max": 20, "required": true},
                "size": {"type": "integer"},
                "colour": {"type": "choice", "values": ["red", "blue", "grey"]},
                "note": {"type": "text", "max": 100}
            }
        }}
    })
}

fn second() -> Json {
    with(first(), "/version", json!(2))
}

fn filled() -> Depot {
    let depot = Depot::new();
    depot.apply(&first());
    let crates = [
        json!({"label": "A", "size": 12, "colour": "red", "note": "fragile"}),
        json!({"label": "B", "size": 7, "colour": "grey"}),
        json!({"label": "ａ", "colour": "blue", "note": "heavy, handle with great care"}),
    ];
    for (given, number) in crates.into_iter().zip(1..) {
        depot.create("depot.crate", number, given);
    }
    depot
}

// PACK-3, PACK-4: a plan changes nothing; what was planned is done, once, and only by its digest.
#[test]
fn a_plan_is_done_as_it_was_told() {
    let depot = Depot::new();
    let plan = depot.plan(&first());
    assert_eq!((steps(&plan), told(&plan)), (vec!["crate Safe 0".into(), "title Safe 0".into()], vec![]));
    assert_eq!(depot.plan(&first()).digest, plan.digest);
    assert!(depot.catalogue().models.is_empty());
    let stale = depot.put(&first(), "another").expect_err("another digest");
    assert!(matches!(stale, CrmError::Conflict { reason, .. } if reason == "stale_plan"));
    depot.put(&first(), &plan.digest).expect("applied");
    let version = depot.catalogue().version;
    // The same again does nothing, whatever the digest.
    assert!(depot.put(&first(), "whatever").expect("nothing").same);
    assert_eq!(depot.catalogue().version, version);
    // Another content of the same version is refused, and so is an older one.
    let other = with(first(), "/title", json!("Stores"));
    assert_eq!(told(&depot.plan(&other)), ["version not_newer"]);
    let newer = with(second(), "/title", json!("Stores"));
    let planned = depot.plan(&newer);
    // What changed meanwhile is planned anew.
    depot.apply(&with(second(), "/doc", json!("Where crates are.")));
    let stale = depot.put(&newer, &planned.digest).expect_err("something else was applied");
    assert!(matches!(stale, CrmError::Conflict { reason, .. } if reason == "stale_plan"));
}

// PACK-2: what stands against a step is counted and named, and refuses it; what fits goes through.
#[test]
fn what_does_not_fit_is_named() {
    let cases: Vec<(Json, Vec<&str>, Vec<&str>)> = vec![
        (
            with(second(), "/objects/crate/fields/note/max", json!(10)),
            vec!["crate.note Counts 1"],
            vec!["crate.note does_not_fit crate ａ"],
        ),
        (with(second(), "/objects/crate/fields/note/max", json!(60)), vec!["crate.note Counts 0"], vec![]),
        (
            with(second(), "/objects/crate/fields/size/min", json!(8)),
            vec!["crate.size Counts 1"],
            vec!["crate.size does_not_fit crate B"],
        ),
        (
            with(second(), "/objects/crate/fields/size/type", json!("date")),
            vec!["crate.size Refused 0"],
            vec!["crate.size type integer"],
        ),
        (
            with(second(), "/objects/crate/unique", json!([{"fields": ["label"]}])),
            vec!["crate.unique.1 Counts 1"],
            vec!["crate.unique.1 not_unique crate ａ"],
        ),
        (
            with(second(), "/objects/crate/checks", json!({"small": {"check": "size < 10", "text": "Too large."}})),
            vec!["crate.checks.small Counts 1"],
            vec![],
        ),
        (with(second(), "/objects/crate/fields/size/required", json!(true)), vec!["crate.size Counts 1"], vec![]),
    ];
    for (document, expected, refused) in cases {
        let depot = filled();
        let plan = depot.plan(&document);
        let refusals: Vec<String> = plan
            .refusals
            .iter()
            .map(|refusal| {
                let limit = refusal.limit.as_ref().map(|limit| format!(" {limit}")).unwrap_or_default();
                format!("{} {}{limit}", refusal.field, refusal.code)
            })
            .collect();
        assert_eq!((steps(&plan), refusals), (own(&expected), own(&refused)), "{document}");
        let applied = depot.put(&document, &plan.digest);
        assert_eq!(applied.is_err(), !refused.is_empty(), "{document}");
    }
}

fn own(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

// PACK-2: rows are brought to what computes and fills them, values to what replaces them, and no version is raised.
#[test]
fn rows_are_brought_to_the_definition() {
    let depot = filled();
    let mut document = second();
    let fields = document.pointer_mut("/objects/crate/fields").expect("fields");
    fields["size"] = json!({"type": "decimal", "places": 1});
    fields["colour"] = json!({"type": "choice", "values": ["red", "blue"]});
    fields["remark"] = json!({"type": "text", "max": 100, "was": "note", "search": true});
    fields.as_object_mut().expect("fields").remove("note");
    fields["volume"] = json!({"type": "decimal", "places": 2, "formula": "size * size"});
    fields["shown"] = json!({"type": "text", "max": 40, "required": true, "fill": "concat(label, '/', colour)"});
    document["replaced"] = json!({"crate.colour": {"grey": "red"}});
    let plan = depot.plan(&document);
    assert_eq!(told(&plan), Vec::<String>::new());
    let said = steps(&plan);
    for step in [
        "crate.size Rewrites 3",
        "crate.colour Counts 0",
        "crate.remark Safe 0",
        "crate.remark Rewrites 3",
        "crate.volume Rewrites 3",
        "crate.shown Rewrites 3",
        "crate.shown Counts 0",
    ] {
        assert!(said.iter().any(|said| said == step), "{step} in {said:#?}");
    }
    depot.put(&document, &plan.digest).expect("applied");
    let texts = |field: &str| -> Vec<String> {
        let values = depot.values("depot.crate", field);
        values
            .iter()
            .map(|value| match value {
                Value::Text(text) => text.to_string(),
                Value::Number(number) => number.to_string(),
                Value::Null => "-".to_owned(),
                other => panic!("{other:?}"),
            })
            .collect()
    };
    assert_eq!(texts("size"), ["12", "7", "-"]);
    assert_eq!(texts("volume"), ["144", "49", "-"]);
    assert_eq!(texts("colour"), ["red", "red", "blue"]);
    assert_eq!(texts("remark"), ["fragile", "-", "heavy, handle with great care"]);
    assert_eq!(texts("shown"), ["A/red", "B/red", "ａ/blue"]);
    assert_eq!(texts("version"), ["1", "1", "1"]);
    // Searched from now on, what was there is found.
    let catalogue = depot.catalogue();
    let model = &catalogue.models["depot.crate"];
    let twin = model.fields.iter().find(|field| field.name == "remark").and_then(|field| field.lies.folded.clone());
    let sql = format!("SELECT count(*) FROM {} WHERE {} = 'fragile'", model.table, twin.expect("a twin"));
    assert_eq!(depot.within(false, |tx| tx.value::<i64>(&sql, &[])).expect("found"), 1);
}

// PACK-12, PACK-1: a document that is wrong by itself is told whole, and nothing of it is done.
#[test]
fn a_wrong_document_does_nothing() {
    let depot = filled();
    let wrong = with(second(), "/objects/crate/fields/size/min", json!("8"));
    let plan = depot.plan(&wrong);
    assert_eq!((told(&plan), plan.steps.len()), (vec!["objects.crate.fields.size.min type".into()], 0));
    assert!(matches!(depot.put(&wrong, &plan.digest), Err(CrmError::Invalid { .. })));
    let cut = json!({"pack": "depot", "version": 2, "language": 1, "title": "Depot"});
    assert_eq!(told(&depot.plan(&cut)), ["crate missing"]);
    let kinds = depot.within(false, |tx| House::load(tx, Vec::new(), 2)).expect("a house");
    assert!(!kinds.has_kind("moon_phase") && kinds.has_role("sales_manager") && kinds.notifies());
    let setup = with(second(), "/setup", json!({"moon_phase": {"nightly": {}}}));
    assert_eq!(told(&depot.plan(&setup)), ["setup.moon_phase.nightly unknown_kind"]);
}
