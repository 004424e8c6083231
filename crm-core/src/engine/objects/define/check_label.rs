//! Labels, and what is removed and replaced: all of them name parts of definitions by paths (OBJ-18, PACK-2, PACK-7).

use std::collections::BTreeSet;

use super::behaviour::{Check, Machine};
use super::check::Checker;
use super::document::{Field, FieldType, MY, Object, Pack};
use super::reading::is_name;
use crate::engine::objects::mistakes::within;

impl Checker<'_> {
    /// Labels, removed and replaced paths.
    pub(super) fn labels(&mut self) {
        if self.unread.named_in(&self.pack.name) {
            // None of its objects could be read.
            return;
        }
        let mut known = paths(self.pack);
        if self.pack.name == MY {
            for other in self.others() {
                known.extend(paths(other).into_iter().map(|path| format!("{}.{path}", other.name)));
                known.extend(paths(other));
            }
        }
        let setup: Vec<String> =
            self.pack.setup.iter().map(|document| format!("setup.{}.{}.", document.kind, document.name)).collect();
        for labels in &self.pack.labels {
            for (path, _) in &labels.texts {
                let inside = setup.iter().any(|document| path.starts_with(document.as_str()));
                if !inside && !known.contains(path) {
                    self.missing(format!("labels.{}.{path}", labels.language), path, "unknown_field");
                }
            }
        }
        for (at, path) in self.pack.removed.iter().enumerate() {
            let place = format!("removed[{at}]");
            if !path.split('.').all(is_name) {
                self.wrong(place, "not_a_name");
            } else if known.contains(path) && self.pack.name != MY {
                self.wrong(place, "in_use");
            }
        }
        for replaced in &self.pack.replaced {
            let place = within("replaced", &replaced.path);
            let Some(values) = self.values_of(&replaced.path) else {
                self.missing(place, &replaced.path, "unknown_field");
                continue;
            };
            for (old, new) in &replaced.values {
                let place = within(&place, old);
                if values.iter().any(|value| value == old) {
                    self.wrong(place.as_str(), "in_use");
                }
                if !values.iter().any(|value| value == new) {
                    self.beyond(place, "unknown_value", values.join(", "));
                }
            }
        }
    }

    /// The values of a choice, or the states, at a path of the pack's own.
    fn values_of(&self, path: &str) -> Option<Vec<String>> {
        let (object, field) = path.rsplit_once('.')?;
        let own = self.pack.objects.iter().find(|own| own.name == object);
        if let (Some(machine), "status") = (own.and_then(|own| own.status.as_ref()), field) {
            return Some(machine.states.iter().map(|state| state.name.to_string()).collect());
        }
        let extended = self.pack.extend.iter().find(|extension| extension.object == object);
        let fields = own.map(|own| &own.fields).or(extended.map(|extension| &extension.fields))?;
        match &fields.iter().find(|known| known.name == field)?.ty {
            FieldType::Choice { values } => Some(values.iter().map(ToString::to_string).collect()),
            _ => None,
        }
    }
}

/// Every path of a pack that can have a label.
pub(super) fn paths(pack: &Pack) -> BTreeSet<String> {
    let mut out = BTreeSet::from(["title".to_owned()]);
    for category in &pack.dictionary {
        let path = within("dictionary", &category.name);
        out.extend(category.entries.iter().map(|(_, value)| within(&path, value)));
        out.insert(path);
    }
    for object in &pack.objects {
        of_object(pack, object, &mut out);
    }
    for extension in &pack.extend {
        fields(&extension.object, &extension.fields, &mut out);
        checks(&extension.object, &extension.checks, &mut out);
        out.extend(extension.adjust.iter().map(|adjust| within(&extension.object, &adjust.field)));
    }
    for view in &pack.views {
        let path = within("views", &view.name);
        out.extend(view.parameters.iter().map(|(name, _)| within(&path, name)));
        out.insert(path);
    }
    for document in &pack.setup {
        out.insert(format!("setup.{}.{}", document.kind, document.name));
    }
    for role in &pack.roles {
        if let Some((_, name)) = role.name.split_once('.').filter(|(own, _)| *own == pack.name) {
            out.insert(within("roles", name));
        }
    }
    out
}

fn of_object(pack: &Pack, object: &Object, out: &mut BTreeSet<String>) {
    let path = object.name.as_str();
    out.insert(path.to_owned());
    fields(path, &object.fields, out);
    checks(path, &object.checks, out);
    if object.number.is_some() {
        out.insert(within(path, "number"));
    }
    let lists =
        [("unique", object.unique.len()), ("no_overlap", object.no_overlap.len()), ("change", object.change.len())];
    for (list, count) in lists {
        out.extend((1..=count).map(|at| format!("{path}.{list}.{at}")));
    }
    if let Some(machine) = &object.status {
        of_machine(path, machine, out);
    }
    if let Some(part) = &object.part_of {
        // What the whole calls its parts.
        let into = object.fields.iter().find(|field| field.name == part.field).and_then(|field| field.ty.to());
        let whole = into.and_then(|into| into.strip_prefix(pack.name.as_str())?.strip_prefix('.'));
        match whole {
            Some(whole) => drop(out.insert(within(whole, &part.name))),
            // Which whole it is can't be known, and is told elsewhere.
            None => out.extend(pack.objects.iter().map(|other| within(&other.name, &part.name))),
        }
    }
}

fn of_machine(path: &str, machine: &Machine, out: &mut BTreeSet<String>) {
    let status = within(path, "status");
    out.extend(machine.states.iter().map(|state| within(&status, &state.name)));
    out.insert(status);
    out.insert(within(path, "state_since"));
    for action in &machine.actions {
        let path = within(path, &action.name);
        checks(&path, &action.checks, out);
        out.extend((1..=action.then.len()).map(|at| format!("{path}.then.{at}.text")));
        out.insert(path);
    }
}

fn fields(path: &str, fields: &[Field], out: &mut BTreeSet<String>) {
    for field in fields {
        let path = within(path, &field.name);
        if let FieldType::Choice { values } = &field.ty {
            out.extend(values.iter().map(|value| within(&path, value)));
        }
        out.insert(path);
    }
}

fn checks(path: &str, checks: &[Check], out: &mut BTreeSet<String>) {
    out.extend(checks.iter().map(|check| format!("{path}.checks.{}", check.name)));
}
