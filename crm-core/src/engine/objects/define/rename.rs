//! The names of others' objects and fields in a document: which it names, and at which places, and the same document with
//! other names where a new version of another pack has given some (PACK-2, VIEW-9). All names change at once, so that two
//! may change places.

use std::cell::RefCell;
use std::collections::BTreeMap;

use serde_json::Value;

use super::definitions::Definitions;
use super::document::{Pack, View};
use super::installed::Installed;
use crate::engine::objects::expr::{self, Place};
use crate::engine::objects::mistakes::within;
use crate::engine::objects::shape::{Catalogue as _, Name};
use crate::engine::setup;
use crate::engine::tree::Tree;

/// New names of objects, and of fields by their objects; all by the names that were in force before.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Renames {
    /// Of objects, with their packs.
    pub objects: BTreeMap<Name, Name>,
    /// Of fields, by object and field.
    pub fields: BTreeMap<(Name, Name), Name>,
    /// Of values of choices, and of states, by object and field.
    pub values: BTreeMap<(Name, Name), BTreeMap<Name, Name>>,
}

impl Renames {
    /// Whether nothing is named otherwise.
    pub fn is_empty(&self) -> bool {
        self.objects.is_empty() && self.fields.is_empty() && self.values.is_empty()
    }
}

/// A name that a document names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Use {
    /// The place in the document.
    pub path: String,
    /// The object, by the name that was in force before.
    pub object: Name,
    /// The field, where one of its fields is named.
    pub field: Option<Name>,
    /// Whether it is named otherwise now.
    pub renamed: bool,
}

impl Use {
    /// Whether it is said of what was once: what a version took away or replaced needs nothing to be there.
    pub fn is_past(&self) -> bool {
        ["removed[", "replaced."].iter().any(|part| self.path.starts_with(part))
    }
}

/// A walk over a document.
pub struct Renaming<'a> {
    /// Every object by the names that the document has them by.
    pub(super) definitions: &'a Definitions,
    installed: &'a dyn Installed,
    renames: &'a Renames,
    uses: Vec<Use>,
}

impl std::fmt::Debug for Renaming<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Renaming").field("renames", self.renames).finish_non_exhaustive()
    }
}

/// Gives a document the new names. `definitions` are those that it was written beside. Gives what it names.
pub fn rename(pack: &mut Pack, definitions: &Definitions, installed: &dyn Installed, renames: &Renames) -> Vec<Use> {
    let mut renaming = Renaming { definitions, installed, renames, uses: Vec::new() };
    renaming.pack(pack);
    renaming.uses
}

/// Gives a person's view the new names (VIEW-9). What it names and loses stands in it as before.
pub(super) fn rename_view(view: &mut View, definitions: &Definitions, installed: &dyn Installed, renames: &Renames) {
    Renaming { definitions, installed, renames, uses: Vec::new() }.view("", view);
}

/// Gives a setup document the new names. Gives it where it says any.
pub(crate) fn rename_setup(
    kind: &setup::Kind,
    document: &Value,
    definitions: &Definitions,
    installed: &dyn Installed,
    renames: &Renames,
) -> Option<Value> {
    (kind.form.rename)(document, &mut Renaming { definitions, installed, renames, uses: Vec::new() }, "")
}

/// What a setup document names, at places of which `path` stands in front.
pub(crate) fn named_by(
    (kind, path): (&setup::Kind, &str),
    document: &Value,
    definitions: &Definitions,
    installed: &dyn Installed,
) -> Vec<Use> {
    let renames = Renames::default();
    let mut renaming = Renaming { definitions, installed, renames: &renames, uses: Vec::new() };
    (kind.form.rename)(document, &mut renaming, path);
    renaming.uses
}

impl<'a> Renaming<'a> {
    /// What the names from before stand for.
    pub(crate) fn definitions(&self) -> &'a Definitions {
        self.definitions
    }
}

impl Renaming<'_> {
    fn note(&mut self, path: &str, object: &str, field: Option<&str>, renamed: bool) {
        let (object, field) = (Name::new(object), field.map(Name::new));
        self.uses.push(Use { path: path.to_owned(), object, field, renamed });
    }

    /// An object that is reached, without its name.
    pub(crate) fn reached(&mut self, path: &str, object: &str) {
        self.note(path, object, None, false);
    }

    fn new_field(&self, object: &str, field: &str) -> Option<Name> {
        self.renames.fields.get(&(Name::new(object), Name::new(field))).cloned()
    }

    /// The name of an object.
    pub(crate) fn object(&mut self, path: &str, name: &mut Name) {
        let new = self.renames.objects.get(name).cloned();
        self.note(path, name, None, new.is_some());
        if let Some(new) = new {
            *name = new;
        }
    }

    /// The name of a field of an object.
    pub(crate) fn field(&mut self, path: &str, object: &str, name: &mut Name) {
        let new = self.new_field(object, name);
        self.note(path, object, Some(name), new.is_some());
        if let Some(new) = new {
            *name = new;
        }
    }

    /// A value of a choice, by its object and field.
    pub(crate) fn value(&mut self, path: &str, (object, field): (&Name, &Name), name: &mut Name) {
        let new =
            self.renames.values.get(&(object.clone(), field.clone())).and_then(|values| values.get(name)).cloned();
        if let Some(new) = new {
            self.note(path, object, Some(field), true);
            *name = new;
        }
    }

    /// Names of fields in a list.
    pub(crate) fn fields(&mut self, path: &str, object: &str, names: &mut [Name]) {
        for (at, name) in names.iter_mut().enumerate() {
            self.field(&format!("{path}[{at}]"), object, name);
        }
    }

    /// An expression about a record of the object. One that does not hold stays as it is.
    pub(crate) fn expr(&mut self, path: &str, object: &str, text: &mut String) {
        let seen = self.definitions.fields(self.installed);
        let Ok(expr) = expr::check(text, &seen, object, Place::Rule, None) else { return };
        let named = RefCell::new(Vec::new());
        expr.print(&|object, field| {
            let known = (Name::new(object), Name::new(field));
            if !named.borrow().contains(&known) {
                named.borrow_mut().push(known);
            }
            None
        });
        let mut any = false;
        for (object, field) in named.into_inner() {
            let renamed = self.new_field(&object, &field).is_some();
            any |= renamed;
            self.note(path, &object, Some(&field), renamed);
        }
        if any {
            *text = expr.print(&|object, field| self.new_field(object, field));
        }
    }

    /// An expression that may be absent.
    pub(crate) fn may(&mut self, path: &str, object: &str, text: &mut Option<String>) {
        if let Some(text) = text {
            self.expr(path, object, text);
        }
    }

    /// A path from an object to a field, over references.
    pub(crate) fn path(&mut self, path: &str, object: &str, text: &mut String) {
        let (mut words, mut here) = (Vec::new(), Some(Name::new(object)));
        for word in text.split('.') {
            let Some(object) = here else {
                words.push(word.to_owned());
                continue;
            };
            let mut name = Name::new(word);
            let known = self.definitions.get(&object).and_then(|of| of.field(word));
            here = known.and_then(|(field, _)| field.kind.to().cloned());
            if known.is_some() {
                self.field(path, &object, &mut name);
            }
            words.push(name.to_string());
        }
        *text = words.join(".");
    }

    /// Paths of an order: `-` stands in front for downwards.
    pub(crate) fn order(&mut self, path: &str, object: &str, texts: &mut [String]) {
        for (at, text) in texts.iter_mut().enumerate() {
            let (sign, rest) = if text.starts_with('-') { text.split_at(1) } else { ("", text.as_str()) };
            let (sign, mut rest) = (sign.to_owned(), rest.to_owned());
            self.path(&format!("{path}[{at}]"), object, &mut rest);
            *text = format!("{sign}{rest}");
        }
    }

    /// The object to which a path of another leads.
    pub(super) fn leads(&self, object: &str, text: &str) -> Option<Name> {
        text.split('.')
            .try_fold(Name::new(object), |here, word| self.definitions.object(&here)?.field(word)?.kind.to().cloned())
    }

    /// A filter tree over the records of an object; `acting` is whose expressions its values are.
    pub(crate) fn filter(&mut self, path: &str, object: &str, acting: &str, tree: &mut Tree) {
        let mut value = tree.value().clone();
        self.node(path, object, acting, &mut value);
        if value != *tree.value() {
            *tree = Tree::from(value);
        }
    }

    fn node(&mut self, path: &str, object: &str, acting: &str, node: &mut Value) {
        let Value::Object(node) = node else { return };
        let mut children = None;
        for key in ["some", "none"] {
            if let Some(Value::String(text)) = node.get_mut(key) {
                let mut name = Name::new(text.as_str());
                children = Some(name.clone());
                self.object(&within(path, key), &mut name);
                *text = name.to_string();
            }
        }
        if let (Some(of), Some(Value::String(text))) = (&children, node.get_mut("by")) {
            let mut name = Name::new(text.as_str());
            self.field(&within(path, "by"), of, &mut name);
            *text = name.to_string();
        }
        let mut values = None;
        if let Some(Value::String(text)) = node.get_mut("field") {
            values = self.renamed_values(object, text);
            self.path(&within(path, "field"), object, text);
        }
        for (key, inner) in node.iter_mut() {
            let path = within(path, key);
            match key.as_str() {
                "field" | "some" | "none" | "by" => {}
                "and" | "or" => {
                    for (at, one) in inner.as_array_mut().into_iter().flatten().enumerate() {
                        self.node(&format!("{path}[{at}]"), object, acting, one);
                    }
                }
                "not" => self.node(&path, object, acting, inner),
                "where" => self.node(&path, children.as_deref().unwrap_or(object), acting, inner),
                _ => {
                    let list = inner.is_array();
                    let given = match inner {
                        Value::Array(values) => values.iter_mut().collect(),
                        one => vec![one],
                    };
                    for (at, one) in given.into_iter().enumerate() {
                        let path = if list { format!("{path}[{at}]") } else { path.clone() };
                        let now = one
                            .as_str()
                            .zip(values.as_ref())
                            .and_then(|(value, (of, now))| Some((of, now.get(value)?)));
                        if let Some(((object, field), now)) = now {
                            self.note(&path, object, Some(field), true);
                            *one = now.as_str().into();
                            continue;
                        }
                        if let Some(Value::String(text)) = one.get_mut("value") {
                            self.expr(&within(&path, "value"), acting, text);
                        }
                    }
                }
            }
        }
    }

    /// The values that stand for others now, of the field to which a path leads by the names from before; with it.
    fn renamed_values(&self, object: &str, text: &str) -> Option<((Name, Name), BTreeMap<Name, Name>)> {
        let (object, field) = match text.rsplit_once('.') {
            Some((way, field)) => (self.leads(object, way)?, field),
            None => (Name::new(object), text),
        };
        let of = (object, Name::new(field));
        let values = self.renames.values.get(&of)?.clone();
        Some((of, values))
    }

    /// A path of labels, of what is removed and replaced: it begins with an object of the pack's own, else a typed one, else
    /// another pack's (OBJ-18).
    pub(super) fn label(&mut self, path: &str, pack: &Pack, text: &mut String) {
        let words: Vec<&str> = text.split('.').collect();
        let Some((first, rest)) = words.split_first() else { return };
        if pack.objects.iter().any(|object| object.name == *first) {
            return;
        }
        let typed = |name: &str| self.definitions.get(name).is_some_and(|of| !of.is_defined());
        let full = rest.first().map(|second| Name::new(format!("{first}.{second}")));
        let (before, object, rest) = match (full.filter(|full| self.definitions.get(full).is_some()), rest) {
            _ if typed(first) => (String::new(), Name::new(first), rest),
            (Some(full), [_, rest @ ..]) => (String::new(), full, rest),
            (None, [second, rest @ ..]) if typed(second) => (format!("{first}."), Name::new(second), rest),
            _ => return,
        };
        let mut name = object.clone();
        self.object(path, &mut name);
        let mut parts = vec![format!("{before}{name}")];
        if let Some((field, rest)) = rest.split_first() {
            let mut field = Name::new(field);
            if self.definitions.get(&object).is_some_and(|of| of.field(&field).is_some()) {
                self.field(path, &object, &mut field);
            }
            parts.push(field.to_string());
            parts.extend(rest.iter().map(ToString::to_string));
        }
        *text = parts.join(".");
    }
}
