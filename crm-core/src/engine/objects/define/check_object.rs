//! Objects: their names, owner, key, whole, what is unique, spans, checks and what freezes.

use super::check::Checker;
use super::definitions::{Defined, KERNEL};
use super::document::{Field, FieldType, Object, PartOf, Span, Unique};
use crate::engine::hanging::Concern;
use crate::engine::objects::expr::{self, Type};
use crate::engine::objects::mistakes::within;
use crate::engine::objects::shape::{Kind, Name};

/// The verbs of every object (OBJ-7).
pub(super) const VERBS: [&str; 7] = ["create", "get", "list", "update", "delete", "restore", "export"];

/// Names that no field can have (OBJ-5).
const RESERVED: [&str; 23] = [
    "title",
    "status",
    "state_since",
    "last_activity_on",
    "next_activity_on",
    "planned_until",
    "idle_since",
    "checks",
    "unique",
    "no_overlap",
    "change",
    "then",
    "and",
    "or",
    "not",
    "in",
    "true",
    "false",
    "null",
    "me",
    "today",
    "now",
    "old",
];

/// What objects can't be called, since labels and removed things are named by paths that begin so.
const FIRST_WORDS: [&str; 5] = ["title", "dictionary", "views", "setup", "roles"];

impl<'a> Checker<'a> {
    /// An object of the pack.
    pub(super) fn object(&mut self, object: &'a Object) {
        let path = within("objects", &object.name);
        let full = self.pack.full(&object.name);
        let Some(of) = self.definitions.get(&full) else { return };
        if self.installed.operation(&full).is_some() {
            self.wrong(path.as_str(), "name_taken");
        }
        if FIRST_WORDS.contains(&object.name.as_str()) {
            self.wrong(path.as_str(), "reserved");
        }
        self.title(&within(&path, "title"), object, &full);
        for field in &object.fields {
            let path = within(&within(&path, "fields"), &field.name);
            let is_owner = object.owner.as_ref() == Some(&field.name);
            let is_number =
                field.name == "number" && (object.number.is_some() || !matches!(field.ty, FieldType::Text { .. }));
            if is_reserved(&field.name, is_owner) || is_number {
                self.wrong(path.as_str(), "reserved");
            } else {
                self.field(&path, of, field);
            }
        }
        self.cycles(&within(&path, "fields"), of, &object.fields);
        self.owner(&path, of, object);
        if let Some(pattern) = object.number.as_ref().filter(|pattern| !is_pattern(pattern)) {
            self.beyond(within(&path, "number.pattern"), "pattern", pattern);
        }
        self.key(&path, object);
        if let Some(part_of) = &object.part_of {
            self.part(&path, object, part_of, of);
        }
        for (at, unique) in object.unique.iter().enumerate() {
            self.unique(&format!("{path}.unique[{at}]"), of, unique);
        }
        for (at, span) in object.no_overlap.iter().enumerate() {
            self.span(&format!("{path}.no_overlap[{at}]"), of, span);
        }
        for check in &object.checks {
            self.truth(&format!("{path}.checks.{}.check", check.name), &check.check, &full);
        }
        self.changes(&path, object, of);
        if let Some(machine) = &object.status {
            if object.part_of.is_some() {
                self.wrong(within(&path, "status"), "part");
            }
            self.machine(&within(&path, "status"), of, object, machine);
        }
        let concerns: Vec<&str> = Concern::ALL.iter().map(|concern| concern.as_str()).collect();
        for (at, _) in object.off.iter().enumerate().filter(|(_, off)| !concerns.contains(&off.as_str())) {
            self.beyond(format!("{path}.off[{at}]"), "unknown_value", concerns.join(", "));
        }
    }

    fn title(&mut self, path: &str, object: &Object, full: &Name) {
        if let Some(expr) = self.expr(path, &object.title, full, expr::Place::Title, None) {
            if expr.result().is_some_and(|ty| matches!(ty, Type::Instant | Type::Record(_) | Type::Entry(_))) {
                self.wrong(path, "type");
            }
            self.reveals(path, &expr);
        }
    }

    fn owner(&mut self, path: &str, of: &'a Defined, object: &Object) {
        let Some(owner) = &object.owner else { return };
        let path = within(path, "owner");
        if object.part_of.is_some() {
            self.wrong(path, "part");
        } else if let Some((_, _, field)) = self.defined(&path, of, owner)
            && !matches!(field.ty, FieldType::User { .. })
        {
            self.wrong(path, "type");
        }
    }

    /// A key is a text that is unique by itself in every state (OBJ-12).
    fn key(&mut self, path: &str, object: &Object) {
        let Some(key) = &object.key else { return };
        let at = within(path, "key");
        let is_text = |field: &&Field| field.name == *key && matches!(field.ty, FieldType::Text { .. });
        let is_unique = |unique: &Unique| unique.fields.as_slice() == [key.clone()] && unique.states.is_none();
        if object.part_of.is_some() {
            self.wrong(at, "part");
        } else if !object.fields.iter().any(|field| field.name == *key) {
            self.missing(at, key, "unknown_field");
        } else if !object.fields.iter().any(|field| is_text(&field)) {
            self.wrong(at, "type");
        } else if !object.unique.iter().any(is_unique) && !self.unread.under(&within(path, "unique")) {
            self.wrong(at, "not_a_key");
        }
    }

    /// A part has its whole in the same pack, one level deep (OBJ-11).
    fn part(&mut self, path: &str, object: &Object, part_of: &PartOf, of: &'a Defined) {
        let path = within(path, "part_of");
        let at = within(&path, "field");
        let Some((_, _, field)) = self.defined(&at, of, &part_of.field) else { return };
        let FieldType::Ref { to, .. } = &field.ty else { return self.wrong(at, "type") };
        let Some(whole) = self.definitions.get(to) else { return };
        if whole.pack.as_ref() != Some(&self.pack.name) {
            return self.wrong(at, if whole.is_defined() { "not_here" } else { "typed" });
        }
        if whole.part_of.is_some() || *to == self.pack.full(&object.name) {
            self.wrong(at, "part");
        }
        let name = &part_of.name;
        let in_whole = self.pack.objects.iter().find(|other| self.pack.full(&other.name) == *to);
        let actions = whole.machine.iter().flat_map(|machine| &machine.actions);
        let others = self.pack.objects.iter().take_while(|other| other.name != object.name);
        let taken = in_whole.is_some_and(|whole| whole.fields.iter().any(|field| field.name == *name))
            || actions.map(|action| &action.name).any(|action| action == name)
            || others.filter_map(|other| Some((other, other.part_of.as_ref()?))).any(|(other, part)| {
                let into = other.fields.iter().find(|field| field.name == part.field).map(|field| &field.ty);
                part.name == *name && matches!(into, Some(FieldType::Ref { to: whole, .. }) if whole == to)
            });
        if is_reserved(name, false) || name == "number" {
            self.wrong(within(&path, "name"), "reserved");
        } else if taken {
            self.wrong(within(&path, "name"), "name_taken");
        }
    }

    fn unique(&mut self, path: &str, of: &'a Defined, unique: &Unique) {
        let at = within(path, "fields");
        for (number, name) in unique.fields.iter().enumerate() {
            self.stored(&format!("{at}[{number}]"), of, name);
        }
        self.states(&within(path, "while"), of, unique.states.as_deref().unwrap_or_default());
    }

    /// A field by which records are told apart: no roll-up, whose value is another record's, and no foreign money.
    fn stored(&mut self, path: &str, of: &'a Defined, name: &str) {
        if let Some((shape, _, field)) = self.defined(path, of, name) {
            if field.rollup.is_some() {
                self.wrong(path, "not_here");
            } else if matches!(shape.kind, Kind::Money { currency: Some(_) }) {
                self.wrong(path, "type");
            }
        }
    }

    fn span(&mut self, path: &str, of: &'a Defined, span: &Span) {
        for (number, name) in span.by.iter().enumerate() {
            self.stored(&format!("{path}.by[{number}]"), of, name);
        }
        let (from, to) = (within(path, "from"), within(path, "to"));
        let begins = self.defined(&from, of, &span.from).map(|(shape, _, _)| &shape.kind);
        let ends = self.defined(&to, of, &span.to).map(|(shape, _, _)| &shape.kind);
        match (begins, ends) {
            (Some(Kind::Date), Some(Kind::Date)) | (Some(Kind::Instant), Some(Kind::Instant))
                if span.from == span.to =>
            {
                self.wrong(to, "repeated");
            }
            (Some(Kind::Date), Some(Kind::Date)) | (Some(Kind::Instant), Some(Kind::Instant)) => {}
            (Some(Kind::Date | Kind::Instant), Some(_)) => self.wrong(to, "type"),
            (Some(_), Some(_)) => self.wrong(from, "type"),
            _ => {}
        }
        self.states(&within(path, "while"), of, span.states.as_deref().unwrap_or_default());
    }

    fn changes(&mut self, path: &str, object: &'a Object, of: &'a Defined) {
        let full = of.object.name.clone();
        for (at, change) in object.change.iter().enumerate() {
            let path = format!("{path}.change[{at}]");
            for (number, name) in change.fields.iter().enumerate() {
                if !self.has_part(&full, name) {
                    self.given(&format!("{path}.fields[{number}]"), of, name);
                }
            }
            self.truth(&within(&path, "when"), &change.when, &full);
        }
    }

    /// Whether the object has parts of that name.
    pub(super) fn has_part(&self, full: &str, name: &str) -> bool {
        self.part_of(full, name).is_some()
    }

    /// The object of an object's parts of that name.
    pub(super) fn part_of(&self, full: &str, name: &str) -> Option<&'a Object> {
        self.pack.objects.iter().find(|object| {
            object.part_of.as_ref().is_some_and(|part| {
                let into = object.fields.iter().find(|field| field.name == part.field).and_then(|f| f.ty.to());
                part.name == name && into == Some(full)
            })
        })
    }
}

/// Whether a field may not be called so (OBJ-5).
pub(super) fn is_reserved(name: &str, is_owner: bool) -> bool {
    KERNEL.contains(&name) || RESERVED.contains(&name) || matches!(name, "owner" | "superior") && !is_owner
}

/// Whether a text is a pattern of numbers: days in braces, and one counter (NUM-1).
fn is_pattern(pattern: &str) -> bool {
    let mut counters = 0;
    let mut rest = pattern;
    while let Some(at) = rest.find(['{', '}']) {
        let Some((word, behind)) = rest.get(at..).and_then(|rest| rest.strip_prefix('{')?.split_once('}')) else {
            return false;
        };
        match word {
            "yyyy" | "yy" | "mm" | "dd" => {}
            zeros if (1..=9).contains(&zeros.len()) && zeros.bytes().all(|byte| byte == b'0') => counters += 1,
            _ => return false,
        }
        rest = behind;
    }
    counters == 1
}
