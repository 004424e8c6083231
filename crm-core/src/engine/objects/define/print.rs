//! A pack as its document again, in the canonical form: keys in the order of the grammar, nothing that is as if it were
//! not there. Reading it again gives the same pack.

use rust_decimal::Decimal;
use serde_json::{Map, Value};

use super::document::{Adjust, Extension, Grant, Key, Measure, Pack, Role, View};
use super::print_object::{checks, field, object};
use crate::engine::objects::shape::Name;
use crate::engine::tree::Tree;

/// An object of JSON in the making; what is absent or empty is left out.
#[derive(Default)]
pub(super) struct Writing(Map<String, Value>);

impl Writing {
    /// A key with its value.
    pub(super) fn put(&mut self, key: &str, value: impl Into<Value>) -> &mut Writing {
        self.0.insert(key.to_owned(), value.into());
        self
    }

    /// One that may be absent.
    pub(super) fn may(&mut self, key: &str, value: Option<impl Into<Value>>) -> &mut Writing {
        if let Some(value) = value {
            self.put(key, value);
        }
        self
    }

    /// A text or a Name that may be absent.
    pub(super) fn text(&mut self, key: &str, text: Option<impl AsRef<str>>) -> &mut Writing {
        self.may(key, text.map(|text| text.as_ref().to_owned()))
    }

    /// A list that is left out where it is empty.
    pub(super) fn list<T: AsRef<str>>(&mut self, key: &str, items: &[T]) -> &mut Writing {
        if !items.is_empty() {
            self.put(key, texts(items));
        }
        self
    }

    /// True, or nothing.
    pub(super) fn flag(&mut self, key: &str, flag: bool) -> &mut Writing {
        self.may(key, flag.then_some(true))
    }

    /// An object of JSON that is left out where it is empty.
    pub(super) fn entries(&mut self, key: &str, entries: impl IntoIterator<Item = (String, Value)>) -> &mut Writing {
        let map: Map<String, Value> = entries.into_iter().collect();
        if !map.is_empty() {
            self.put(key, map);
        }
        self
    }

    pub(super) fn done(&mut self) -> Value {
        Value::Object(std::mem::take(&mut self.0))
    }
}

/// A list of texts.
pub(super) fn texts<T: AsRef<str>>(items: &[T]) -> Value {
    items.iter().map(|item| Value::from(item.as_ref())).collect()
}

/// `was`: one name, or a list of them.
pub(super) fn was(names: &[Name]) -> Option<Value> {
    match names {
        [] => None,
        [one] => Some(one.as_str().into()),
        names => Some(texts(names)),
    }
}

/// A number: whole in JSON, otherwise its text.
pub(super) fn number(number: Decimal) -> Value {
    let number = number.normalize();
    match i64::try_from(number) {
        Ok(whole) if number.is_integer() => whole.into(),
        _ => number.to_string().into(),
    }
}

impl Pack {
    /// The document in the canonical form.
    pub fn print(&self) -> Tree {
        let mut out = Writing::default();
        out.put("pack", self.name.as_str()).put("version", self.version).put("language", self.language);
        out.put("title", self.title.as_str()).text("doc", self.doc.as_ref());
        out.entries("requires", self.requires.iter().map(|(name, version)| (name.to_string(), (*version).into())));
        out.entries(
            "dictionary",
            self.dictionary.iter().map(|category| {
                let entries = category.entries.iter().map(|(item, value)| (item.clone(), Value::from(value.as_str())));
                (category.name.to_string(), Value::Object(entries.collect()))
            }),
        );
        out.entries("objects", self.objects.iter().map(|one| (one.name.to_string(), object(one))));
        out.entries("extend", self.extend.iter().map(|one| (one.object.to_string(), extension(one))));
        out.entries("views", self.views.iter().map(|one| (one.name.to_string(), view(one))));
        out.entries("setup", self.setup());
        out.entries("roles", self.roles.iter().map(role));
        out.entries(
            "labels",
            self.labels.iter().map(|labels| {
                let texts = labels.texts.iter().map(|(path, text)| (path.clone(), Value::from(text.as_str())));
                (labels.language.clone(), Value::Object(texts.collect()))
            }),
        );
        out.list("removed", &self.removed);
        out.entries(
            "replaced",
            self.replaced.iter().map(|replaced| {
                let values = replaced.values.iter().map(|(old, new)| (old.to_string(), Value::from(new.as_str())));
                (replaced.path.clone(), Value::Object(values.collect()))
            }),
        );
        Tree::from(out.done())
    }

    /// The setup documents, kind by kind.
    fn setup(&self) -> Vec<(String, Value)> {
        let mut kinds: Vec<(String, Value)> = Vec::new();
        for document in &self.setup {
            let at = kinds.iter().position(|(kind, _)| *kind == document.kind).unwrap_or_else(|| {
                kinds.push((document.kind.to_string(), Value::Object(Map::new())));
                kinds.len() - 1
            });
            if let Some(Value::Object(map)) = kinds.get_mut(at).map(|(_, documents)| documents) {
                map.insert(document.name.to_string(), document.document.value().clone());
            }
        }
        kinds
    }
}

fn extension(extension: &Extension) -> Value {
    let mut out = Writing::default();
    out.entries("fields", extension.fields.iter().map(|one| (one.name.to_string(), field(one))));
    out.entries("checks", checks(&extension.checks));
    out.entries("needs", extension.needs.iter().map(|(operation, fields)| (operation.to_string(), texts(fields))));
    out.entries("adjust", extension.adjust.iter().map(adjust));
    out.done()
}

fn adjust(adjust: &Adjust) -> (String, Value) {
    let mut out = Writing::default();
    out.may("required", adjust.required).text("default", adjust.default.as_ref());
    out.text("before", adjust.before.as_ref());
    (adjust.field.to_string(), out.done())
}

impl View {
    /// The view as it is written.
    pub fn printed(&self) -> Value {
        view(self)
    }

    /// What it asks, as a query of a table has it (VIEW-4): without the object and the parameters.
    pub fn query(&self) -> Value {
        let mut query = view(self);
        if let Value::Object(parts) = &mut query {
            parts.retain(|part, _| ["filter", "group", "measures", "sort"].contains(&part.as_str()));
        }
        query
    }
}

fn view(view: &View) -> Value {
    let mut out = Writing::default();
    out.put("of", view.of.as_str()).may("filter", view.filter.as_ref().map(|tree| tree.value().clone()));
    out.entries("parameters", view.parameters.iter().map(|(name, ty)| (name.to_string(), ty.as_str().into())));
    out.list("columns", &view.columns).list("sort", &view.sort).flag("bench", view.bench);
    if !view.group.is_empty() {
        out.put("group", view.group.iter().map(key).collect::<Value>());
    }
    if !view.measures.is_empty() {
        out.put("measures", view.measures.iter().map(measure).collect::<Value>());
    }
    out.done()
}

fn key(key: &Key) -> Value {
    match key.by {
        None => key.path.as_str().into(),
        Some(bucket) => Writing::default().put("field", key.path.as_str()).put("by", bucket.as_str()).done(),
    }
}

fn measure(measure: &Measure) -> Value {
    match measure {
        Measure::Count => Writing::default().put("count", true).done(),
        Measure::Of(taken, path) => Writing::default().put(taken.as_str(), path.as_str()).done(),
    }
}

fn role(role: &Role) -> (String, Value) {
    (role.name.to_string(), role.grants.iter().map(|grant| Value::from(grant.to_string())).collect())
}

/// A grant as it is written: `hotel.room.get@own`.
impl std::fmt::Display for Grant {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let level = match self {
            Grant::Pack { pack, level } => {
                f.write_str(pack)?;
                level
            }
            Grant::Object { object, level } => {
                f.write_str(object)?;
                level
            }
            Grant::Verb { object, verb, level } => {
                write!(f, "{object}.{verb}")?;
                level
            }
            Grant::Field { object, field, opened } => return write!(f, "{object}.{field}:{}", opened.as_str()),
        };
        match level {
            Some(level) => write!(f, "@{}", level.as_str()),
            None => Ok(()),
        }
    }
}
