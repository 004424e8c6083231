//! The parts of a document in which it names objects and fields of others.

use super::behaviour::Check;
use super::document::{Extension, Field, FieldType, Grant, Link, Measure, Object, Pack, Rollup, Summed, View};
use super::rename::Renaming;
use crate::engine::objects::mistakes::within;
use crate::engine::objects::shape::Name;
use crate::engine::setup;

impl Renaming<'_> {
    /// All of a document.
    pub(super) fn pack(&mut self, pack: &mut Pack) {
        let own = pack.clone();
        for object in &mut pack.objects {
            let full = own.full(&object.name);
            self.own(&within("objects", &object.name), &full, object);
        }
        for extension in &mut pack.extend {
            self.extension(extension);
        }
        for view in &mut pack.views {
            self.view(&within("views", &view.name), view);
        }
        for document in &mut pack.setup {
            let path = format!("setup.{}.{}", document.kind, document.name);
            let kind = setup::find(&document.kind);
            if let Some(now) = kind.and_then(|kind| (kind.form.rename)(document.document.value(), self, &path)) {
                document.document = now.into();
            }
        }
        for role in &mut pack.roles {
            for (at, grant) in role.grants.iter_mut().enumerate() {
                self.grant(&format!("roles.{}[{at}]", role.name), grant);
            }
        }
        for labels in &mut pack.labels {
            for (text, _) in &mut labels.texts {
                self.label(&format!("labels.{}.{text}", labels.language), &own, text);
            }
        }
        // What is removed counts for nothing any more where it was another's; its own parts of others' objects go by these.
        for (at, text) in pack.removed.iter_mut().enumerate() {
            self.label(&format!("removed[{at}]"), &own, text);
        }
        for replaced in &mut pack.replaced {
            self.label(&within("replaced", &replaced.path.clone()), &own, &mut replaced.path);
        }
    }

    fn own(&mut self, path: &str, full: &Name, object: &mut Object) {
        self.expr(&within(path, "title"), full, &mut object.title);
        self.declared(&within(path, "fields"), full, &mut object.fields);
        self.checks(&within(path, "checks"), full, &mut object.checks);
        for (at, change) in object.change.iter_mut().enumerate() {
            self.expr(&format!("{path}.change[{at}].when"), full, &mut change.when);
        }
        if let Some(machine) = &mut object.status {
            for action in &mut machine.actions {
                self.action(&format!("{path}.status.actions.{}", action.name), full, action);
            }
        }
    }

    fn declared(&mut self, path: &str, object: &Name, fields: &mut [Field]) {
        for field in fields {
            let path = within(path, &field.name);
            if let FieldType::Ref { to, .. } = &mut field.ty {
                self.object(&within(&path, "to"), to);
            }
            self.may(&within(&path, "default"), object, &mut field.default);
            self.may(&within(&path, "formula"), object, &mut field.formula);
            self.may(&within(&path, "fill"), object, &mut field.fill);
            if let Some(rollup) = &mut field.rollup {
                self.rollup(&within(&path, "rollup"), object, rollup);
            }
            if let Some(duties) = &mut field.confidential {
                self.fields(&within(&path, "confidential"), object, duties);
            }
        }
    }

    fn rollup(&mut self, path: &str, object: &Name, rollup: &mut Rollup) {
        let of = rollup.of.clone();
        self.object(&within(path, "of"), &mut rollup.of);
        match &mut rollup.measure {
            Summed::Count => {}
            Summed::Sum(field) => self.field(&within(path, "sum"), &of, field),
            Summed::Min(field) => self.field(&within(path, "min"), &of, field),
            Summed::Max(field) => self.field(&within(path, "max"), &of, field),
        }
        match &mut rollup.link {
            Link::By(by) => self.field(&within(path, "by"), &of, by),
            Link::Match(pairs) => {
                for (own, theirs) in pairs {
                    let path = within(&within(path, "match"), own);
                    self.field(&path, object, own);
                    self.field(&path, &of, theirs);
                }
            }
        }
        if let Some(tree) = &mut rollup.filter {
            self.filter(&within(path, "where"), &of, &of, tree);
        }
    }

    pub(super) fn checks(&mut self, path: &str, object: &Name, checks: &mut [Check]) {
        for check in checks {
            self.expr(&within(&within(path, &check.name), "check"), object, &mut check.check);
        }
    }

    fn extension(&mut self, extension: &mut Extension) {
        let (of, path) = (extension.object.clone(), within("extend", &extension.object));
        self.object(&path, &mut extension.object);
        self.declared(&within(&path, "fields"), &of, &mut extension.fields);
        self.checks(&within(&path, "checks"), &of, &mut extension.checks);
        for (operation, fields) in &mut extension.needs {
            self.fields(&format!("{path}.needs.{operation}"), &of, fields);
        }
        for adjust in &mut extension.adjust {
            let path = within(&within(&path, "adjust"), &adjust.field);
            self.field(&path, &of, &mut adjust.field);
            self.may(&within(&path, "default"), &of, &mut adjust.default);
            if let Some(before) = &mut adjust.before {
                self.field(&within(&path, "before"), &of, before);
            }
        }
    }

    /// A view.
    pub(super) fn view(&mut self, path: &str, view: &mut View) {
        let of = view.of.clone();
        self.object(&within(path, "of"), &mut view.of);
        if let Some(tree) = &mut view.filter {
            self.filter(&within(path, "filter"), &of, &of, tree);
        }
        for (name, ty) in &mut view.parameters {
            if self.definitions.get(ty).is_some() {
                self.object(&within(&within(path, "parameters"), name), ty);
            }
        }
        for (at, column) in view.columns.iter_mut().enumerate() {
            self.path(&format!("{path}.columns[{at}]"), &of, column);
        }
        if !view.is_table() {
            return self.order(&within(path, "sort"), &of, &mut view.sort);
        }
        // A table is sorted by the names of its columns, which follow from keys and measures.
        let names = |view: &View| -> Vec<String> {
            view.group.iter().map(|key| key.column()).chain(view.measures.iter().map(Measure::column)).collect()
        };
        let before = names(view);
        for (at, key) in view.group.iter_mut().enumerate() {
            let path = format!("{path}.group[{at}]");
            let path = if key.by.is_some() { within(&path, "field") } else { path };
            self.path(&path, &of, &mut key.path);
        }
        for (at, measure) in view.measures.iter_mut().enumerate() {
            if let Measure::Of(taken, text) = measure {
                self.path(&format!("{path}.measures[{at}].{}", taken.as_str()), &of, text);
            }
        }
        let after = names(view);
        for sort in &mut view.sort {
            let (sign, name) = if sort.starts_with('-') { sort.split_at(1) } else { ("", sort.as_str()) };
            if let Some(at) = before.iter().position(|column| column == name) {
                *sort = format!("{sign}{}", after[at]);
            }
        }
    }

    fn grant(&mut self, path: &str, grant: &mut Grant) {
        match grant {
            Grant::Pack { .. } => {}
            Grant::Object { object, .. } | Grant::Verb { object, .. } => self.object(path, object),
            Grant::Field { object, field, .. } => {
                let of = object.clone();
                self.object(path, object);
                self.field(path, &of, field);
            }
        }
    }
}
