//! What is wrong with a record of a defined object is said in the words of its definition (OBJ-18).

use crm_core::{Locale, Tree};

use crate::support::*;

const INN: &str = r#"{
    "pack": "inn", "version": 1, "language": 1, "title": "Rooms",
    "objects": {"room": {
        "title": "number",
        "fields": {
            "number": {"type": "text", "max": 4, "required": true, "search": true},
            "kind": {"type": "choice", "values": ["small", "large"], "required": true},
            "beds": {"type": "integer", "default": "1"}
        },
        "unique": [{"fields": ["number"], "text": "There is such a room."}],
        "checks": {"beds": {"check": "beds > 0", "text": "A room has beds."}}
    }},
    "roles": {"sales_manager": ["inn"]},
    "labels": {"zh-Hans": {"room.number": "房号", "room.kind": "房型", "room.unique.1": "房号已存在。",
                           "room.checks.beds": "客房须有床位。"}}
}"#;

// OBJ-18: labels are the pack's, in the session's language; a missing one is the path's last word, a missing text the
// definition's.
#[test]
fn refusals_speak_the_words_of_the_definition() {
    let office = Office::new();
    let document: Tree = INN.parse().unwrap();
    let packs = office.admin.packs();
    let plan = packs.plan(document.clone()).unwrap();
    packs.apply(document, plan.digest).unwrap();
    let refused = |locale: Locale, new: &str| -> Vec<(String, String, String)> {
        let session = office.manager.with_locale(locale);
        let error = session.call("inn.room.create", &format!(r#"{{"new": {new}}}"#)).unwrap_err();
        let said = error.fields().iter().map(|f| (f.field.clone(), f.label.clone(), f.text.clone()));
        said.collect()
    };
    let one = |field: &str, label: &str, text: &str| (field.to_owned(), label.to_owned(), text.to_owned());
    office.manager.call("inn.room.create", r#"{"new": {"number": "301", "kind": "small"}}"#).unwrap();
    let again = r#"{"number": "３０１", "kind": "small"}"#;
    assert_eq!(refused(Locale::ZhHans, again), [one("number", "房号", "房号已存在。")]);
    assert_eq!(refused(Locale::En, again), [one("number", "Number", "There is such a room.")]);
    let empty = r#"{"number": "302", "beds": 0}"#;
    let said = refused(Locale::ZhHans, empty);
    assert!(said.iter().any(|(field, label, _)| field == "kind" && label == "房型"), "{said:?}");
    assert!(said.iter().any(|(field, _, text)| field == "checks.beds" && text == "客房须有床位。"), "{said:?}");
    let said = refused(Locale::En, empty);
    assert!(said.iter().any(|(field, label, _)| field == "kind" && label == "Kind"), "{said:?}");
    assert!(said.iter().any(|(field, _, text)| field == "checks.beds" && text == "A room has beds."), "{said:?}");
}
