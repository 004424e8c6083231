//! Extensions of typed kinds, and of objects of other packs (EXT, PACK-6).

use super::check::Checker;
use super::check_object::is_reserved;
use super::definitions::{Defined, ty};
use super::document::{Adjust, Extension, MY, OnDelete};
use crate::engine::objects::expr;
use crate::engine::objects::mistakes::within;
use crate::engine::objects::shape::Name;

impl<'a> Checker<'a> {
    /// What the pack adds to an object.
    pub(super) fn extension(&mut self, extension: &'a Extension) {
        let path = within("extend", &extension.object);
        let Some(of) = self.named(&path, &extension.object) else { return };
        if of.pack.as_ref() == Some(&self.pack.name) || !of.extends {
            return self.wrong(path, if of.extends { "not_here" } else { "typed" });
        }
        for field in &extension.fields {
            let path = within(&within(&path, "fields"), &field.name);
            let known = of.field(&field.name);
            let is = |one: &&Extension| one.object == extension.object;
            let theirs = self.others().flat_map(|pack| &pack.extend).filter(is).flat_map(|one| &one.fields);
            let theirs = theirs.into_iter().any(|other| other.name == field.name);
            let ours = known.is_some_and(|(_, fact)| fact.pack == self.pack.name);
            let is_owner = of.owner.as_ref() == Some(&field.name);
            if theirs || !ours && known.is_some_and(|(_, fact)| fact.field.is_some() || !of.is_defined()) {
                self.wrong(path, "name_taken");
            } else if is_reserved(&field.name, is_owner) || !ours {
                self.wrong(path, "reserved");
            } else {
                self.field(&path, of, field);
            }
        }
        self.cycles(&within(&path, "fields"), of, &extension.fields);
        for check in &extension.checks {
            let path = within(&within(&path, "checks"), &check.name);
            if self.has_check(of, &check.name) {
                self.wrong(path.as_str(), "name_taken");
            }
            self.truth(&within(&path, "check"), &check.check, &extension.object);
        }
        for (operation, fields) in &extension.needs {
            self.needs(&format!("{path}.needs.{operation}"), of, operation, fields);
        }
        for adjust in &extension.adjust {
            self.adjust(&within(&within(&path, "adjust"), &adjust.field), of, adjust, &extension.adjust);
        }
    }

    /// Whether another pack gives the object a check of that name.
    fn has_check(&self, of: &Defined, name: &str) -> bool {
        self.others().any(|pack| {
            let object = pack.objects.iter().find(|object| pack.full(&object.name) == of.object.name);
            let own = object.map(|object| object.checks.as_slice()).unwrap_or_default();
            let extensions = pack.extend.iter().filter(|extension| extension.object == of.object.name);
            own.iter().chain(extensions.flat_map(|extension| &extension.checks)).any(|check| check.name == name)
        })
    }

    /// Custom fields that a typed operation needs (EXT-4).
    fn needs(&mut self, path: &str, of: &'a Defined, operation: &str, fields: &[Name]) {
        let Some(area) = &of.area else { return self.wrong(path, "not_here") };
        if self.installed.operation(operation).is_none() {
            return self.wrong(path, "unknown_operation");
        }
        if operation.split_once('.').is_none_or(|(of, _)| of != area) {
            return self.wrong(path, "not_here");
        }
        for (at, name) in fields.iter().enumerate() {
            let path = format!("{path}[{at}]");
            if let Some((_, _, field)) = self.defined(&path, of, name)
                && field.is_computed()
            {
                self.wrong(path, "read_only");
            }
        }
    }

    /// What administrators change of another pack's field; `all` is what they change of the object's.
    fn adjust(&mut self, path: &str, of: &'a Defined, adjust: &'a Adjust, all: &'a [Adjust]) {
        if self.pack.name != MY {
            return self.wrong(path, "not_here");
        }
        let Some((shape, fact, field)) = self.defined(path, of, &adjust.field) else { return };
        if fact.pack == self.pack.name {
            return self.wrong(path, "not_here");
        }
        if field.is_computed() && (adjust.required.is_some() || adjust.default.is_some()) {
            self.wrong(path, "read_only");
        }
        if adjust.required == Some(true) && field.ty.on_delete() == Some(OnDelete::Clear) {
            // What must stay can't be cleared (OBJ-13).
            self.wrong(within(path, "required"), "not_here");
        }
        if let Some(text) = &adjust.default {
            let path = within(path, "default");
            let before = of.index(&adjust.field).and_then(|index| u32::try_from(index).ok()).unwrap_or(u32::MAX);
            let to = ty(&shape.kind, &of.object.name);
            let found = self.expr(&path, text, &of.object.name, expr::Place::Default { before }, Some(&to));
            if let Some(expr) = found {
                self.flow(&path, &expr, Some(field), true);
            }
        }
        if let Some(before) = &adjust.before {
            let path = within(path, "before");
            if *before == adjust.field {
                self.wrong(path, "repeated");
            } else if self.defined(&path, of, before).is_some() && is_behind_itself(adjust, all) {
                self.wrong(path, "cycle");
            }
        }
    }
}

/// Whether a field is said to stand before one that stands, over whatever others, before it.
fn is_behind_itself(adjust: &Adjust, all: &[Adjust]) -> bool {
    let before = |of: &Adjust| all.iter().find(|one| Some(&one.field) == of.before.as_ref());
    // A circle that it is none of would have no end.
    let chain = std::iter::successors(before(adjust), |of| before(of));
    chain.take(all.len()).any(|of| of.field == adjust.field)
}
