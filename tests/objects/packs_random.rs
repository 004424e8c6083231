//! Packs from which something is missing, or in which something else stands: whatever it is, they are read, checked and
//! printed without a panic, and what could be read is printed and read again as the same pack.

use crm_core::Tree;
use crm_core::objects::define::{check, read};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::packs::{House, all};

/// The places of a document, each as a JSON pointer.
fn places(value: &Value, path: &str, out: &mut Vec<String>) {
    match value {
        Value::Object(map) => {
            for (key, inner) in map {
                let path = format!("{path}/{}", key.replace('~', "~0").replace('/', "~1"));
                out.push(path.clone());
                places(inner, &path, out);
            }
        }
        Value::Array(items) => {
            for (at, inner) in items.iter().enumerate() {
                let path = format!("{path}/{at}");
                out.push(path.clone());
                places(inner, &path, out);
            }
        }
        _ => {}
    }
}

fn remove(document: &mut Value, pointer: &str) {
    let Some((parent, key)) = pointer.rsplit_once('/') else { return };
    match document.pointer_mut(parent) {
        Some(Value::Object(map)) => drop(map.shift_remove(&key.replace("~1", "/").replace("~0", "~"))),
        Some(Value::Array(items)) => {
            if let Ok(at) = key.parse::<usize>()
                && at < items.len()
            {
                items.remove(at);
            }
        }
        _ => {}
    }
}

/// Reads, checks, prints and reads again.
fn stand(house: &House, document: Value) {
    let first = read(&Tree::from(document));
    let found = check(&first, house);
    assert!(found.iter().all(|error| !error.code.is_empty() && !error.detail.is_empty()));
    let printed = first.pack.print();
    let again = read(&printed);
    // What was left empty because it could not be read is wrong again; of a right document nothing is.
    assert!(!first.mistakes.is_empty() || again.mistakes.is_empty(), "{:?}", again.mistakes);
    if first.mistakes.is_empty() {
        assert_eq!(again.pack, first.pack);
        assert_eq!(again.pack.print().to_string(), printed.to_string());
    }
}

/// What is put in another's place.
fn strange() -> impl Strategy<Value = Value> {
    let texts = prop_oneof!["[a-z_.@:{}() ]{0,12}", Just("hotel.guest".to_owned()), Just("status".to_owned())];
    prop_oneof![
        Just(json!(null)),
        Just(json!(true)),
        any::<i64>().prop_map(Value::from),
        texts.prop_map(Value::from),
        Just(json!([])),
        Just(json!({})),
        Just(json!({"type": "text"})),
        Just(json!({"field": "status", "is": "x"})),
    ]
}

// Of each of the packs every single key is taken away once.
#[test]
fn every_key_may_be_missing() {
    for (name, document) in all() {
        let house = House::beside(name);
        let mut found = Vec::new();
        places(&document, "", &mut found);
        // Labels are all alike: a few of them.
        let labels = |path: &&String| path.starts_with("/labels/zh-Hans/");
        let some: Vec<&String> =
            found.iter().filter(|path| !labels(path)).chain(found.iter().filter(labels).take(5)).collect();
        assert!(some.len() > 500, "{name}: {}", some.len());
        for path in some.into_iter().step_by(3) {
            let mut document = document.clone();
            remove(&mut document, path);
            stand(&house, document);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn anything_may_stand_there(
        which in 0_usize..3,
        edits in prop::collection::vec((any::<prop::sample::Index>(), prop::option::of(strange())), 1..6),
    ) {
        let (name, mut document) = all()[which].clone();
        for (at, value) in edits {
            let mut found = Vec::new();
            places(&document, "", &mut found);
            if found.is_empty() {
                break;
            }
            let path = at.get(&found).clone();
            match value {
                Some(value) => *document.pointer_mut(&path).unwrap() = value,
                None => remove(&mut document, &path),
            }
        }
        stand(&House::beside(name), document);
    }
}
