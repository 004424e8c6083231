//! Documents of packs beside what the house makes of them (SETUP-5): what a pack says, and what only the house knows, the ids of
//! its people and records, which no pack can say.

use std::collections::HashSet;

use serde_json::{Map, Value};

use super::Kind;
use crate::engine::objects::define::document::MY;
use crate::engine::schema::{FieldInfo, RecordInfo, Type};
use crate::engine::validate::Violations;

/// The administrators' own layer.
pub(crate) const OWN: &str = MY;

impl Kind {
    /// Whether a document says what a pack's does, but for what only the house knows and the ids of parts.
    pub(crate) fn says_the_same(&self, pack: &Value, document: &Value) -> bool {
        let said = |value: &Value| self.normal(value).map(|value| without(self.form.info, &value));
        said(pack).is_some_and(|pack| said(document).as_ref() == Some(&pack))
    }

    /// A document as another house can take it: without the ids of people, records and parts.
    pub(crate) fn without_ids(&self, document: &Value) -> Value {
        without(self.form.info, document)
    }

    /// A document in the form in which it is kept; none, where it can't be read.
    fn normal(&self, document: &Value) -> Option<Value> {
        let content = (self.form.read)(&document.to_string(), &mut Violations::default())?;
        serde_json::from_str(&content.json()).ok()
    }

    /// A pack's document with what the house knew of the one before it.
    pub(crate) fn with_the_house(&self, pack: &Value, before: &Value) -> Value {
        let Some(mut document) = self.normal(pack) else { return pack.clone() };
        carry(self.form.info, &mut document, before);
        document
    }
}

/// Whether a field holds ids of records: of a part its own, else those of the house.
fn is_id(field: &FieldInfo) -> bool {
    match field.ty.required() {
        Type::Id(_) => true,
        Type::List(inner) => matches!(inner.required(), Type::Id(_)),
        _ => false,
    }
}

/// What a document says beside ids.
fn without(info: &RecordInfo, value: &Value) -> Value {
    match value {
        Value::Array(items) => items.iter().map(|item| without(info, item)).collect(),
        Value::Object(map) => {
            let field = |name: &str| info.fields.iter().find(|field| field.name() == name);
            let said = map.iter().filter_map(|(name, inner)| match field(name) {
                Some(field) if is_id(field) => None,
                Some(field) => {
                    let inner = field.ty.record().map_or_else(|| inner.clone(), |record| without(record, inner));
                    Some((name.clone(), inner))
                }
                None => Some((name.clone(), inner.clone())),
            });
            Value::Object(said.collect::<Map<_, _>>())
        }
        other => other.clone(),
    }
}

/// Puts what the house knew where the new document says nothing. Of a list the elements are those that say the same; of as many
/// as before, what is left is what stood in its place.
fn carry(info: &RecordInfo, document: &mut Value, before: &Value) {
    for field in info.fields {
        let (name, earlier) = (field.name(), before.get(field.name()));
        let Some(earlier) = earlier.filter(|earlier| !earlier.is_null()) else { continue };
        match (field.ty.record(), document.get_mut(name)) {
            (None, Some(here)) if is_id(field) && name != "id" && is_nothing(here) => *here = earlier.clone(),
            (None, None) if is_id(field) && name != "id" => document[name] = earlier.clone(),
            (Some(record), Some(Value::Array(items))) => {
                let earlier = earlier.as_array().map_or(&[][..], Vec::as_slice);
                let alike = items.len() == earlier.len();
                let mut taken: HashSet<usize> = HashSet::new();
                let same = |item: &Value, taken: &HashSet<usize>| {
                    let said = without(record, item);
                    earlier.iter().enumerate().find(|(at, one)| !taken.contains(at) && without(record, one) == said)
                };
                let mut places: Vec<Option<usize>> = Vec::with_capacity(items.len());
                for item in items.iter() {
                    let at = same(item, &taken).map(|(at, _)| at);
                    taken.extend(at);
                    places.push(at);
                }
                for (at, (item, place)) in items.iter_mut().zip(places).enumerate() {
                    let place = place.or_else(|| (alike && taken.insert(at)).then_some(at));
                    if let Some(one) = place.and_then(|place| earlier.get(place)) {
                        carry(record, item, one);
                    }
                }
            }
            (Some(record), Some(inner @ Value::Object(_))) => carry(record, inner, earlier),
            _ => {}
        }
    }
}

fn is_nothing(value: &Value) -> bool {
    value.is_null() || value.as_array().is_some_and(Vec::is_empty)
}
