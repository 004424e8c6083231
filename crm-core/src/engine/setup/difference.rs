//! What two documents have differently, by paths: `stages[2].probability`.

use serde_json::{Map, Value};

/// The paths at which two documents differ, in order: the innermost that both have, and the whole of what one has alone.
pub(crate) fn changed_paths(before: &Value, after: &Value) -> Vec<String> {
    let mut found = Vec::new();
    walk(before, after, "", &mut |path, _, _| found.push(path.to_owned()));
    found
}

/// What stands at these paths before and after, for the audit: it keeps the difference and not the documents.
pub(crate) fn differing(before: &Value, after: &Value) -> (Value, Value) {
    let (mut old, mut new) = (Map::new(), Map::new());
    walk(before, after, "", &mut |path, before, after| {
        old.extend(before.map(|value| (path.to_owned(), value.clone())));
        new.extend(after.map(|value| (path.to_owned(), value.clone())));
    });
    (old.into(), new.into())
}

type Each<'e> = &'e mut dyn FnMut(&str, Option<&Value>, Option<&Value>);

fn walk(before: &Value, after: &Value, path: &str, each: Each<'_>) {
    match (before, after) {
        (Value::Object(old), Value::Object(new)) => {
            let added = new.keys().filter(|name| !old.contains_key(*name));
            for name in old.keys().chain(added) {
                let place = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
                inner(old.get(name), new.get(name), &place, each);
            }
        }
        (Value::Array(old), Value::Array(new)) => {
            for i in 0..old.len().max(new.len()) {
                inner(old.get(i), new.get(i), &format!("{path}[{i}]"), each);
            }
        }
        (old, new) if old != new => each(path, Some(old), Some(new)),
        _ => {}
    }
}

fn inner(before: Option<&Value>, after: Option<&Value>, path: &str, each: Each<'_>) {
    match (before, after) {
        (Some(before), Some(after)) => walk(before, after, path, each),
        (before, after) => each(path, before, after),
    }
}

/// The document with another text at a path, where the text there is folded the same as `old`; none, where it is not.
pub(crate) fn replaced(document: &Value, path: &str, old: &str, new: &str) -> Option<Value> {
    let pointer: String = path.split(['.', '[']).map(|step| format!("/{}", step.trim_end_matches(']'))).collect();
    let mut document = document.clone();
    let place = document.pointer_mut(&pointer)?;
    let stands = place.as_str()?;
    if crate::engine::text::fold(stands) != crate::engine::text::fold(old) {
        return None;
    }
    *place = new.into();
    Some(document)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn differences_are_told_by_path() {
        let before = json!({"a": 1, "stages": [{"name": "x", "p": 1}, {"name": "y"}], "gone": {"z": 1}});
        let after = json!({"a": 1, "stages": [{"name": "x", "p": 2}, {"name": "y"}, {"name": "n"}], "new": true});
        // SETUP-3: what would change.
        assert_eq!(changed_paths(&before, &after), ["stages[0].p", "stages[2]", "gone", "new"]);
        assert!(changed_paths(&before, &before).is_empty());
        // SETUP-6: the audit keeps the difference.
        let (old, new) = differing(&before, &after);
        assert_eq!(old, json!({"gone": {"z": 1}, "stages[0].p": 1}));
        assert_eq!(new, json!({"stages[0].p": 2, "stages[2]": {"name": "n"}, "new": true}));
    }

    #[test]
    fn a_name_is_replaced_where_it_stands() {
        let document = json!({"stages": [{"template": "Ａ"}], "text": "a b"});
        let after = replaced(&document, "stages[0].template", "a", "b").expect("it stands there");
        assert_eq!(after, json!({"stages": [{"template": "b"}], "text": "a b"}));
        assert_eq!(replaced(&document, "text", "a", "b"), None);
        assert_eq!(replaced(&document, "stages[1].template", "a", "b"), None);
    }
}
