//! What the parts of a document say of one another, and of what is installed: everything that its shape alone does not
//! show. Every mistake is told at once, by its path; what only follows from something unread is not.

use std::collections::BTreeSet;

use serde_json::Value;

use super::definitions::{Defined, Definitions, Fact};
use super::document::Pack;
use super::installed::{Installed, Unplaced};
use super::limits;
use super::mistakes::{Found, Unread};
use super::read::Read;
use crate::engine::error::FieldError;
use crate::engine::objects::expr::{self, Expr, Nature, Type};
use crate::engine::objects::filter::read::{Place, Reader};
use crate::engine::objects::mistakes::within;
use crate::engine::objects::path::Crossed;
use crate::engine::objects::shape::{self, Everything, Name};

/// What is wrong with a document besides its shape, in the order of its parts. `read.mistakes` comes before it. Of a pack
/// whose name could not be read nothing is judged: by it everything is named.
pub fn check(read: &Read, installed: &dyn Installed) -> Vec<FieldError> {
    if read.pack.name.is_empty() {
        return Vec::new();
    }
    let definitions = Definitions::new(&read.pack, installed, &Unplaced);
    let mut checker = Checker {
        pack: &read.pack,
        unread: &read.unread,
        installed,
        definitions: &definitions,
        found: Found::default(),
        place: expr::Place::Check,
        of_house: false,
    };
    checker.requires();
    checker.bounds();
    for object in &read.pack.objects {
        checker.object(object);
    }
    for extension in &read.pack.extend {
        checker.extension(extension);
    }
    for view in &read.pack.views {
        checker.view(&within("views", &view.name), view);
    }
    for document in &read.pack.setup {
        if !installed.has_kind(&document.kind) {
            checker.wrong(format!("setup.{}.{}", document.kind, document.name), "unknown_kind");
        }
    }
    checker.roles();
    checker.labels();
    checker.found.0
}

/// The state of a check.
pub(super) struct Checker<'a> {
    pub(super) pack: &'a Pack,
    pub(super) unread: &'a Unread,
    pub(super) installed: &'a dyn Installed,
    pub(super) definitions: &'a Definitions,
    pub(super) found: Found,
    /// Where the expressions of conditions and effects stand: a rule's see the record before the call.
    pub(super) place: expr::Place,
    /// Whether it is of this house alone, and may name people and roles that no other has.
    pub(super) of_house: bool,
}

impl<'a> Checker<'a> {
    /// The other packs.
    pub(super) fn others(&self) -> impl Iterator<Item = &'a Pack> + use<'a> {
        let (installed, own): (&'a dyn Installed, &'a Name) = (self.installed, &self.pack.name);
        installed.packs().iter().filter(move |pack| pack.name != *own)
    }

    pub(super) fn wrong(&mut self, path: impl Into<String>, code: &str) {
        self.found.add(path, code);
    }

    pub(super) fn beyond(&mut self, path: impl Into<String>, code: &str, limit: impl ToString) {
        self.found.beyond(path, code, limit);
    }

    /// A name that is not there: told, unless it is one that could not be read.
    pub(super) fn missing(&mut self, path: impl Into<String>, name: &str, code: &str) {
        if !name.is_empty() && !self.unread.named_in(name) {
            self.found.add(path, code);
        }
    }

    /// The packs that are required: there, new enough, and not in a circle (PACK-12).
    fn requires(&mut self) {
        for (name, version) in &self.pack.requires {
            let path = within("requires", name);
            let there = self.installed.packs().iter().find(|pack| pack.name == *name);
            match there {
                Some(there) if there.version >= *version && *name != self.pack.name && !self.needs_us(there) => {}
                Some(there) if there.version < *version => self.beyond(path, "requires", there.version),
                _ => self.wrong(path, "requires"),
            }
        }
    }

    /// Whether a pack requires the one that is checked, over whatever others.
    fn needs_us(&self, pack: &Pack) -> bool {
        let (mut open, mut seen) = (vec![pack], BTreeSet::new());
        while let Some(pack) = open.pop() {
            if pack.requires.iter().any(|(name, _)| *name == self.pack.name) {
                return true;
            }
            if seen.insert(&pack.name) {
                let required = |other: &&Pack| pack.requires.iter().any(|(name, _)| *name == other.name);
                open.extend(self.installed.packs().iter().filter(required));
            }
        }
        false
    }

    /// How much a database may have in all (LIM-1).
    fn bounds(&mut self) {
        let of = |pack: &Pack| pack.objects.len() + pack.extend.len();
        let (packs, objects) = (self.others().count(), self.others().map(of).sum::<usize>());
        if packs >= limits::PACKS {
            self.beyond("pack", "too_many", limits::PACKS);
        }
        if of(self.pack) <= limits::OBJECTS && objects + of(self.pack) > limits::OBJECTS {
            self.beyond("objects", "too_many", limits::OBJECTS);
        }
    }

    /// The object of a name, which this pack may name.
    pub(super) fn named(&mut self, path: &str, name: &str) -> Option<&'a Defined> {
        let definitions = self.definitions;
        let found = definitions.get(name);
        match found {
            None => self.missing(path, name, "unknown_object"),
            Some(defined) => {
                if let Some(pack) = defined.pack.as_ref().filter(|pack| !self.pack.may_name(pack)) {
                    self.beyond(path, "requires", pack);
                }
            }
        }
        found
    }

    /// A field that a document defines; the kernel's names, and those of a typed kind, are none.
    pub(super) fn defined(
        &mut self,
        path: &str,
        of: &'a Defined,
        name: &str,
    ) -> Option<(&'a shape::Field, &'a Fact, &'a super::document::Field)> {
        let found = of.field(name).and_then(|(shape, fact)| Some((shape, fact, fact.field.as_ref()?)));
        if found.is_none() {
            self.missing(path, name, "unknown_field");
        }
        found
    }

    /// A field of an object that somebody else than the engine gives.
    pub(super) fn given(&mut self, path: &str, of: &'a Defined, name: &str) -> Option<(&'a shape::Field, &'a Fact)> {
        let found = of.field(name);
        match found {
            None => {
                self.missing(path, name, "unknown_field");
                None
            }
            Some((_, fact)) if fact.nature != Nature::Given => {
                self.wrong(path, "read_only");
                None
            }
            found => found,
        }
    }

    /// An expression about a record of the object; none where it is wrong, which is told.
    pub(super) fn expr(
        &mut self,
        path: &str,
        text: &str,
        object: &str,
        place: expr::Place,
        to: Option<&Type>,
    ) -> Option<Expr> {
        match expr::check(text, &self.definitions.fields(self.installed), object, place, to) {
            Ok(expr) => Some(expr),
            Err(mistakes) => {
                // What was read as nothing was told when it was read.
                let follows = self.unread.named_in(text) || self.unread.named_in(path);
                if !follows && !self.unread.under(path) {
                    self.found.expression(path, &mistakes);
                }
                None
            }
        }
    }

    /// A condition.
    pub(super) fn truth(&mut self, path: &str, text: &str, object: &str) {
        self.expr(path, text, object, self.place, Some(&Type::Boolean));
    }

    /// What trees and orders are read with.
    pub(super) fn reader<'r>(&'r self, place: Place<'r>) -> Reader<'r> {
        Reader { catalogue: self.definitions, rights: &Everything, place, places: self.installed.places() }
    }

    /// A filter tree that is asked of an object's records. Whether it is right.
    pub(super) fn filter(
        &mut self,
        path: &str,
        tree: &Value,
        of: &Defined,
        place: Place<'_>,
        crossed: &mut Crossed,
    ) -> bool {
        match self.reader(place).filter(&of.object, tree, crossed) {
            Ok(_) => {
                self.objects_in(path, tree);
                true
            }
            Err(mistakes) => {
                if !self.unread.named_in(&tree.to_string()) {
                    self.found.inside(path, mistakes);
                }
                false
            }
        }
    }

    /// The objects of `some` and `none` must be ones that the pack may name.
    fn objects_in(&mut self, path: &str, tree: &Value) {
        let mut found = Vec::new();
        walk(tree, path, &mut |path, node| {
            for key in ["some", "none"] {
                if let Some(name) = node.get(key).and_then(Value::as_str) {
                    found.push((within(path, key), name.to_owned()));
                }
            }
        });
        for (path, name) in found {
            self.named(&path, &name);
        }
    }

    /// States of a machine, as `while` and others name them.
    pub(super) fn states(&mut self, path: &str, of: &Defined, states: &[Name]) {
        let known: Vec<&str> = of.machine.iter().flat_map(|machine| &machine.states).map(|s| s.name.as_str()).collect();
        for (at, state) in states.iter().enumerate() {
            if !known.contains(&state.as_str()) && !self.unread.named_in(state) {
                self.beyond(format!("{path}[{at}]"), "unknown_value", known.join(", "));
            }
        }
    }

    /// Duties: `owner`, `creator`, `superior`, or a user field.
    pub(super) fn duties(&mut self, path: &str, of: &Defined, duties: &[Name]) {
        for (at, duty) in duties.iter().enumerate() {
            self.duty(format!("{path}[{at}]"), of, duty);
        }
    }

    pub(super) fn duty(&mut self, path: String, of: &Defined, duty: &Name) {
        let is_user = |name: &str| of.field(name).map(|(field, _)| field.kind.to().is_some_and(|to| to == shape::USER));
        match (duty.as_str(), &of.owner) {
            ("owner" | "superior", Some(_)) => {}
            ("creator", _) if of.field("creator").is_some() => {}
            (name, _) => match is_user(name) {
                Some(true) => {}
                Some(false) => self.wrong(path, "type"),
                None => self.missing(path, name, "unknown_field"),
            },
        }
    }
}

/// A node of a filter tree.
pub(super) type Node = serde_json::Map<String, Value>;

/// Calls `each` with every node of a filter tree and its place.
pub(super) fn walk(tree: &Value, path: &str, each: &mut dyn FnMut(&str, &Node)) {
    let Value::Object(node) = tree else { return };
    each(path, node);
    for key in ["and", "or"] {
        if let Some(Value::Array(items)) = node.get(key) {
            for (at, item) in items.iter().enumerate() {
                walk(item, &format!("{}[{at}]", within(path, key)), each);
            }
        }
    }
    for key in ["not", "where"] {
        if let Some(inner) = node.get(key) {
            walk(inner, &within(path, key), each);
        }
    }
}
