//! Effects (MACH-7, MACH-8).

use serde_json::Value;

use super::behaviour::{Effect, Given, On, Verb};
use super::check::{Checker, Node, walk};
use super::definitions::{Defined, ty};
use crate::engine::objects::expr::Type;
use crate::engine::objects::filter::read::Place;
use crate::engine::objects::mistakes::within;
use crate::engine::objects::path::{Crossed, Ways};
use crate::engine::objects::shape::{Everything, Name};
use crate::engine::operations::Operation;
use crate::engine::schema;
use crate::engine::schema_check::fits_argument;

impl<'a> Checker<'a> {
    /// An effect of an object's action, or of a rule.
    pub(super) fn effect(&mut self, path: &str, acting: &'a Defined, effect: &'a Effect) {
        let full = acting.object.name.clone();
        if let Some(when) = &effect.when {
            self.truth(&within(path, "when"), when, &full);
        }
        let target = match &effect.on {
            None => Some(acting),
            Some(on) => self.on(&within(path, "on"), acting, on),
        };
        let with = within(path, "with");
        match &effect.verb {
            Verb::Set(set) => {
                let some = !matches!(effect.on, Some(On::Each { .. }));
                for (name, text) in set {
                    let path = within(&within(path, "set"), name);
                    if target.is_some_and(|target| self.sets_typed(&path, &full, (target, name), text, some)) {
                        continue;
                    }
                    if target.is_some_and(|target| self.areas_own(target, name)) {
                        self.wrong(path.as_str(), "unknown_operation");
                    }
                    match target {
                        Some(target) => self.set(&path, &full, target, name, text, effect.on.is_none()),
                        None => drop(self.expr(&path, text, &full, self.place, None)),
                    }
                }
            }
            Verb::Create(name) => {
                if self.creates_typed(path, &full, name, &effect.with) {
                    return;
                }
                if let Some(created) = self.named(&within(path, "create"), name) {
                    self.create(path, &full, created, &effect.with);
                }
            }
            Verb::Act(name) => {
                if let Some(target) = target {
                    self.act(path, &full, target, name, &effect.with, effect.on.is_none());
                }
            }
            Verb::Delete => {
                if target.is_some_and(|target| !target.is_defined()) {
                    self.wrong(within(path, "delete"), "typed");
                }
            }
            Verb::Call(name) => match self.installed.operation(name).filter(|operation| operation.for_rules) {
                Some(operation) => self.call(&with, &full, (name, &operation.arguments), &effect.with),
                None => self.wrong(within(path, "call"), "unknown_operation"),
            },
            Verb::Notify { to, text } => {
                if !self.installed.notifies() {
                    self.wrong(within(path, "notify"), "unknown_operation");
                }
                self.tells(&within(path, "notify"), acting, to);
                self.message(&within(path, "text"), text, &full);
            }
        }
    }

    /// What a typed operation is given: expressions of the types of its arguments, or JSON as it stands. It is on the acting
    /// record where none is named.
    fn call(&mut self, at: &str, full: &str, (name, known): (&str, &[Name]), with: &'a [(Name, Given)]) {
        let arguments = Operation::find(name).map_or(&[][..], |operation| operation.arguments);
        // What is new is given field by field.
        let new = arguments.iter().find(|known| known.name() == "new").and_then(|new| new.ty.required().record());
        let new = new.map_or(&[][..], |record| record.fields);
        for (argument, given) in with {
            let path = within(at, argument);
            if !known.contains(argument) {
                self.wrong(path.as_str(), "unknown_field");
            }
            let Some(wanted) = arguments.iter().chain(new).find(|known| known.name() == *argument) else { continue };
            match (given, wanted.ty.required()) {
                (Given::Expr(text), wanted) => self.argument(&path, text, full, wanted),
                (Given::List(texts), schema::Type::List(wanted)) => {
                    for (at, text) in texts.iter().enumerate() {
                        self.argument(&format!("{path}[{at}]"), text, full, wanted);
                    }
                }
                (Given::Value(tree), _) if fits_argument(tree.value(), wanted) => {
                    self.people_given(&within(&path, "value"), full, wanted, tree);
                }
                (Given::List(_) | Given::Value(_), _) => self.wrong(path.as_str(), "type"),
            }
        }
        let named = |name: &str| name == "record" || with.iter().any(|(given, _)| *given == name);
        let whole = arguments.iter().filter(|known| known.name() != "new" || known.ty.required().record().is_none());
        for lacking in whole.chain(new).filter(|known| !known.optional && !named(known.name())) {
            self.wrong(within(at, lacking.name()), "required");
        }
    }

    /// An expression that an argument of a typed operation gets.
    fn argument(&mut self, path: &str, text: &str, full: &str, wanted: &schema::Type) {
        let Some(expr) = self.expr(path, text, full, self.place, None) else { return };
        let fits = match (wanted, expr.result()) {
            // Empty.
            (_, None) => true,
            (schema::Type::Text, Some(Type::Text | Type::Choice(_)))
            | (schema::Type::Integer, Some(Type::Number))
            | (schema::Type::Boolean, Some(Type::Boolean))
            | (schema::Type::Date, Some(Type::Date))
            | (schema::Type::Instant, Some(Type::Instant)) => true,
            (schema::Type::Record(record), Some(Type::Record(_))) => record.name == "RecordKey",
            _ => false,
        };
        if !fits {
            self.wrong(path, "type");
        }
        self.reveals(path, &expr);
    }

    /// Whether a field is a typed record's own, which nothing writes yet but its area (PACK-12).
    fn areas_own(&self, target: &Defined, name: &str) -> bool {
        let own = target.field(name).is_some_and(|(_, fact)| fact.field.is_none());
        own && !target.is_defined() && !self.installed.writes_typed()
    }

    /// Whose fields change: what a reference leads to, or what is sought.
    fn on(&mut self, path: &str, acting: &'a Defined, on: &'a On) -> Option<&'a Defined> {
        let full = &acting.object.name;
        match on {
            On::Ref(text) => match self.path(path, text, full)? {
                Type::Record(name) => self.named(path, &name),
                _ => {
                    self.wrong(path, "type");
                    None
                }
            },
            On::Each { object, filter, sort, .. } => {
                let of = self.named(&within(path, "each"), object)?;
                let mut crossed = Crossed::default();
                let at = within(path, "where");
                if self.filter(&at, filter.value(), of, Place::Effect, &mut crossed) {
                    self.values(&at, filter.value(), of, full);
                }
                let order = self.reader(Place::Effect).order(&of.object, sort, &mut crossed);
                if let Err(mistakes) = order {
                    self.found.inside(&within(path, "sort"), mistakes);
                }
                Some(of)
            }
        }
    }

    /// The expressions of the acting record in a filter tree, each of the type of what it is compared with.
    fn values(&mut self, path: &str, tree: &Value, of: &Defined, full: &str) {
        let mut found = Vec::new();
        walk_in(tree, path, &of.object.name, &mut |path, object, node| {
            let Some(field) = node.get("field").and_then(Value::as_str) else { return };
            for (key, value) in node.iter().filter(|(key, _)| *key != "field") {
                let path = within(path, key);
                let values = match value {
                    Value::Array(items) => {
                        items.iter().enumerate().map(|(at, item)| (format!("{path}[{at}]"), item)).collect()
                    }
                    value => vec![(path, value)],
                };
                for (path, value) in values {
                    if let Some(text) = value.get("value").and_then(Value::as_str) {
                        found.push((within(&path, "value"), object.to_owned(), field.to_owned(), text.to_owned()));
                    }
                }
            }
        });
        for (path, object, field, text) in found {
            let ways = Ways { catalogue: self.definitions, rights: &Everything };
            let leads = self.definitions.get(&object).map(|of| ways.find(&of.object, &field, &mut Crossed::default()));
            if let Some(Ok(leads)) = leads {
                let to = ty(&leads.field.kind, &leads.of.name);
                self.expr(&path, &text, full, self.place, Some(&to));
            }
        }
    }

    /// A record that is made: what it gets, and what it needs.
    fn create(&mut self, path: &str, full: &str, of: &'a Defined, with: &'a [(Name, Given)]) {
        let at = within(path, "with");
        let operation = of.area.as_ref().map(|area| format!("{area}.create"));
        let known = operation.map(|name| self.installed.operation(&name));
        if known == Some(None) || known.is_some() && !self.installed.writes_typed() {
            return self.wrong(within(path, "create"), "unknown_operation");
        }
        for (name, given) in with {
            let path = within(&at, name);
            match known.as_ref().and_then(Option::as_ref) {
                // An argument of the area's create, which is not a field of that name perhaps.
                Some(operation) if operation.arguments.contains(name) => {}
                Some(_) if of.field(name).is_some_and(|(_, fact)| fact.field.is_none()) => {
                    self.missing(path.as_str(), name, "unknown_field");
                }
                _ => drop(self.given(&path, of, name)),
            }
            self.gets(&path, full, of, name, given, false);
        }
        let lacks = |field: &&super::document::Field| {
            let whole = of.part_of.as_ref().is_some_and(|part| part.field == field.name);
            (field.required && !field.is_computed() || whole)
                && field.default.is_none()
                && !with.iter().any(|(name, _)| *name == field.name)
        };
        let fields = of.facts.iter().filter_map(|fact| fact.field.as_ref());
        for field in fields.filter(lacks).filter(|_| of.is_defined()) {
            if !self.unread.under(&at) {
                self.wrong(within(&at, &field.name), "required");
            }
        }
    }

    /// What a field or an argument gets.
    fn gets(&mut self, path: &str, full: &str, of: &'a Defined, name: &str, given: &Given, own: bool) {
        match given {
            Given::Expr(text) => self.gives(path, full, of, name, text, own),
            // A field of a defined object holds one value.
            Given::List(_) if of.is_defined() => self.wrong(path, "type"),
            given => self.told(path, full, given),
        }
    }

    /// What is told to somebody outside of the objects: nothing confidential.
    fn told(&mut self, path: &str, full: &str, given: &Given) {
        let texts: Vec<(String, &str)> = match given {
            Given::Expr(text) => vec![(path.to_owned(), text)],
            Given::List(texts) => {
                texts.iter().enumerate().map(|(at, text)| (format!("{path}[{at}]"), text.as_str())).collect()
            }
            Given::Value(_) => Vec::new(),
        };
        for (path, text) in texts {
            if let Some(expr) = self.expr(&path, text, full, self.place, None) {
                self.reveals(&path, &expr);
            }
        }
    }

    /// An action of the record, or of another.
    fn act(&mut self, path: &str, full: &str, of: &'a Defined, name: &str, with: &'a [(Name, Given)], own: bool) {
        let at = within(path, "act");
        if !of.is_defined() {
            return self.wrong(at, "typed");
        }
        let action = of.machine.iter().flat_map(|machine| &machine.actions).find(|action| action.name == name);
        let Some(action) = action else { return self.missing(at, name, "unknown_operation") };
        for (name, given) in with {
            let path = within(&within(path, "with"), name);
            if !action.takes.contains(name) {
                self.missing(path.as_str(), name, "unknown_field");
            }
            self.gets(&path, full, of, name, given, own);
        }
    }

    /// A text in which `{path}` prints a field, and `{{` is a brace.
    fn message(&mut self, path: &str, text: &str, full: &str) {
        let mut rest = text;
        while let Some(at) = rest.find('{') {
            let behind = rest.get(at + 1..).unwrap_or_default();
            if let Some(behind) = behind.strip_prefix('{') {
                rest = behind;
                continue;
            }
            let Some((inner, behind)) = behind.split_once('}') else { return self.wrong(path, "syntax") };
            if inner.split('.').all(super::reading::is_name) {
                if let Some(expr) = self.expr(path, inner, full, self.place, None) {
                    // Of the record before the call its own values are kept to be printed, and no titles of others.
                    let record = matches!(expr.result(), Some(Type::Record(_) | Type::Entry(_)));
                    if expr.uses().old && (record || expr.crossing().next().is_some()) {
                        self.wrong(path, "type");
                    }
                    self.reveals(path, &expr);
                }
            } else {
                self.wrong(path, "syntax");
            }
            rest = behind;
        }
    }
}

/// Calls `each` with every node of a tree, its place, and the object of whose records it is asked.
fn walk_in(tree: &Value, path: &str, object: &str, each: &mut dyn FnMut(&str, &str, &Node)) {
    // Children are never inside one another (FILT-6), so that each lies under one change of object at most.
    let mut inner = Vec::new();
    walk(tree, path, &mut |at, node| {
        let of = ["some", "none"].iter().find_map(|key| node.get(*key)).and_then(Value::as_str);
        if let Some(of) = of {
            inner.push((within(at, "where"), of.to_owned()));
        }
        let of = inner.iter().find(|(root, _)| at.starts_with(root.as_str())).map_or(object, |(_, of)| of.as_str());
        each(at, of, node);
    });
}
