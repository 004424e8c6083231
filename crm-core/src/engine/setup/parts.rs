//! Inner parts of documents that records refer to (SETUP-2): the elements of lists that have an `id`. They keep the one
//! that is given, others get one.

use std::collections::HashSet;

use serde_json::Value;
use uuid::Uuid;

use crate::engine::schema::{RecordInfo, Type};
use crate::engine::validate::Violations;

/// The ids of a document's parts, each with its path, as far as they are given.
#[derive(Debug, Default)]
pub(crate) struct Parts {
    pub(crate) ids: Vec<(String, Uuid)>,
}

impl Parts {
    /// Those of a document.
    pub(crate) fn of(info: &RecordInfo, document: &Value) -> Parts {
        let mut parts = Parts::default();
        parts.look(info, document, "");
        parts
    }

    fn look(&mut self, info: &RecordInfo, value: &Value, path: &str) {
        for (name, record, inner) in records(info, value) {
            let place = if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
            match inner {
                Value::Array(items) => {
                    for (i, item) in items.iter().enumerate() {
                        let place = format!("{place}[{i}]");
                        if let Some(id) = id_of(item).filter(|_| has_id(record)) {
                            self.ids.push((format!("{place}.id"), id));
                        }
                        self.look(record, item, &place);
                    }
                }
                other => self.look(record, other, &place),
            }
        }
    }

    /// Tells ids that stand there twice, or that are none which could have been made.
    pub(crate) fn check(&self, out: &mut Violations) {
        let mut seen = HashSet::new();
        for (path, id) in &self.ids {
            if id.get_version_num() != 7 {
                out.add(path, "not_uuid_v7", "must be a UUID of version 7", None);
            } else if !seen.insert(*id) {
                out.add(path, "not_unique", "stands there twice", None);
            }
        }
    }
}

/// Gives the parts of a document that have no id one: that of the part before which differs in nothing else, so that the
/// same document again changes nothing; or a new one.
pub(crate) fn fill(info: &RecordInfo, document: &mut Value, before: Option<&Value>, new_id: &mut dyn FnMut() -> Uuid) {
    let fields: Vec<_> = records(info, document).map(|(name, record, _)| (name, record)).collect();
    for (name, record) in fields {
        let earlier = before.and_then(|before| before.get(name));
        match document.get_mut(name) {
            Some(Value::Array(items)) => {
                let earlier = earlier.and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
                let mut taken: HashSet<Uuid> = items.iter().filter_map(id_of).collect();
                for item in items {
                    let same = match id_of(item) {
                        Some(id) => earlier.iter().find(|part| id_of(part) == Some(id)),
                        None => earlier.iter().find(|part| {
                            id_of(part).is_none_or(|id| !taken.contains(&id)) && without_ids(part) == without_ids(item)
                        }),
                    };
                    if has_id(record) && id_of(item).is_none() && item.is_object() {
                        let id = same.and_then(id_of).unwrap_or_else(&mut *new_id);
                        taken.insert(id);
                        item["id"] = id.to_string().into();
                    }
                    fill(record, item, same, new_id);
                }
            }
            Some(inner) => fill(record, inner, earlier, new_id),
            None => {}
        }
    }
}

/// The fields that are records, or lists of them, with what stands in them.
fn records<'a>(
    info: &'a RecordInfo,
    value: &'a Value,
) -> impl Iterator<Item = (&'static str, &'static RecordInfo, &'a Value)> {
    info.fields.iter().filter_map(|field| Some((field.name(), field.ty.record()?, value.get(field.name())?)))
}

/// Whether the elements have an id of their own.
fn has_id(record: &RecordInfo) -> bool {
    record.fields.iter().any(|field| field.name() == "id" && matches!(field.ty.required(), Type::Id(_)))
}

fn id_of(value: &Value) -> Option<Uuid> {
    value.get("id")?.as_str()?.parse().ok()
}

/// A part as what it says, whatever its ids and those inside it.
fn without_ids(value: &Value) -> Value {
    match value {
        Value::Array(items) => items.iter().map(without_ids).collect(),
        Value::Object(map) => {
            let kept = map.iter().filter(|(name, _)| *name != "id");
            Value::Object(kept.map(|(name, inner)| (name.clone(), without_ids(inner))).collect())
        }
        other => other.clone(),
    }
}
