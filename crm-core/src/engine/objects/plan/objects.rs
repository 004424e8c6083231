//! What changes with the objects of a pack (PACK-2).

use super::super::define::behaviour::Check;
use super::super::define::document::{Field, Object, Replaced};
use super::super::shape::Name;
use super::fields::{self, FieldChanges, Place, replaced};
use super::names::{self, Is, Named};
use super::steps::{Class, Count, Refusal, Told};

/// What becomes of an object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ObjectChange {
    /// Its name, without that of its pack.
    pub name: Name,
    /// What it is.
    pub is: Is,
    /// What becomes of its fields.
    pub fields: FieldChanges,
    /// States that stand for others now.
    pub states: Vec<(Name, Name)>,
}

/// What is hidden of a pack.
pub trait Hidden {
    /// Whether an object of that name is hidden, without its pack.
    fn object(&self, name: &str) -> bool;

    /// Of what type the hidden field of an object was, by its present name with its pack or that of a typed one.
    fn field(&self, object: &str, field: &str) -> Option<String>;
}

/// A pack's name with an object's: `hotel.room`.
pub(super) fn full(pack: &str, object: &str) -> Name {
    format!("{pack}.{object}").into()
}

/// How the objects of a pack go over into new ones.
pub(super) fn names(old: &[Object], new: &[Object], hidden: &dyn Hidden) -> names::Names {
    let old: Vec<Named<'_>> = old.iter().map(|object| Named { name: &object.name, was: &object.was }).collect();
    let new: Vec<Named<'_>> = new.iter().map(|object| Named { name: &object.name, was: &object.was }).collect();
    names::compare(&old, &new, |name| hidden.object(name))
}

/// What one comparison of objects goes by.
pub(super) struct Objects<'a> {
    pub(super) pack: &'a str,
    pub(super) hidden: &'a dyn Hidden,
    pub(super) renamed: &'a dyn Fn(&Name) -> Name,
    pub(super) replaced: &'a [Replaced],
}

impl Objects<'_> {
    /// Compares an object with what it was.
    pub(super) fn one(&self, told: &mut Told, old: &[Object], new: &Object, is: Is) -> ObjectChange {
        let path = new.name.as_str();
        let object = full(self.pack, path);
        let before = match &is {
            Is::Same => old.iter().find(|known| known.name == new.name),
            Is::Renamed(was) => {
                told.renamed(path, was.as_str());
                old.iter().find(|known| known.name == *was)
            }
            Is::Back(_) | Is::New => {
                told.step(path, Class::Safe);
                None
            }
        };
        let place = Place {
            path,
            object: &object,
            hidden: &|field| self.hidden.field(&object, field),
            renamed: self.renamed,
            replaced: self.replaced,
        };
        let Some(before) = before else {
            if let Is::Back(was) = &is {
                return self.back(told, &place, was, new, is.clone());
            }
            // Of a new object nothing is counted: whatever it says is new with it.
            let mut quiet = Told::default();
            let fields = fields::compare(&mut quiet, &place, &[], &new.fields);
            for Refusal { path, code, limit } in quiet.refusals {
                told.refuse(path, code, limit);
            }
            return ObjectChange { name: new.name.clone(), is, fields, states: Vec::new() };
        };
        let fields = fields::compare(told, &place, &before.fields, &new.fields);
        self.around(told, path, &object, before, new, &fields);
        let states = self.states(told, path, &object, before, new);
        ObjectChange { name: new.name.clone(), is, fields, states }
    }

    /// One that comes back has its fields again, where they are what they were; its records are held against all that it says
    /// now, as those that are there are held against what is new.
    fn back(&self, told: &mut Told, place: &Place<'_>, was: &Name, new: &Object, is: Is) -> ObjectChange {
        let was = full(self.pack, was);
        let place = Place { hidden: &|field| self.hidden.field(&was, field), ..*place };
        let again = |field: &Field| Field {
            was: [&field.was[..], std::slice::from_ref(&field.name)].concat(),
            ..field.clone()
        };
        let fields = fields::compare(told, &place, &[], &new.fields.iter().map(again).collect::<Vec<_>>());
        let bare =
            Object { owner: None, checks: Vec::new(), unique: Vec::new(), no_overlap: Vec::new(), ..new.clone() };
        self.around(told, place.path, place.object, &bare, new, &fields);
        let states = self.states_back(told, &place, new);
        ObjectChange { name: new.name.clone(), is, fields, states }
    }

    /// Which states its records had is told by them alone: what is in none of those that it has now, once what is replaced is,
    /// stands against it.
    fn states_back(&self, told: &mut Told, place: &Place<'_>, new: &Object) -> Vec<(Name, Name)> {
        if new.status.is_none() {
            return Vec::new();
        }
        let (status, object) = (format!("{}.status", place.path), place.object.clone());
        let replaced = replaced(self.replaced, &status);
        for (from, _) in &replaced {
            let records = Count::Records { object: object.clone() };
            told.counted(format!("{status}.{from}"), Class::Rewrites, records);
        }
        told.counted(status, Class::Counts, Count::Unfit { object, field: Name::new_static("status") });
        replaced
    }

    /// Compares what an object has beside fields and states.
    fn around(&self, told: &mut Told, path: &str, object: &Name, old: &Object, new: &Object, fields: &FieldChanges) {
        let present = |name: &Name| fields.present(name).unwrap_or(name).clone();
        let owner = old.owner.as_ref().map(present);
        if owner != new.owner {
            told.counted(format!("{path}.owner"), Class::Rewrites, Count::Records { object: object.clone() });
        }
        if old.part_of.as_ref().map(|part| present(&part.field)) != new.part_of.as_ref().map(|part| part.field.clone())
        {
            told.refuse(format!("{path}.part_of"), "fixed", None);
        }
        let plain = [
            ("title", old.title != new.title),
            ("number", old.number != new.number),
            ("key", old.key.as_ref().map(present) != new.key),
            ("off", old.off != new.off),
            ("doc", old.doc != new.doc),
        ];
        for (what, _) in plain.iter().filter(|(_, differs)| *differs) {
            told.step(format!("{path}.{what}"), Class::Safe);
        }
        let counted = |check: &Check| Count::Breaking { object: object.clone(), check: check.name.clone() };
        let named = |check: &Check| format!("{path}.checks.{}", check.name);
        told.free(&old.checks, &new.checks, named, Class::Counts, counted);
        self.indexes(told, path, object, old, new, &present);
        let change = Unnamed { path: &format!("{path}.change"), old: &old.change, new: &new.change };
        change.compare(told, |old, new| old == new, |_, _| true, |_| (Class::Safe, Count::Nothing));
    }

    /// Compares what may not be twice and what may not overlap. They have no names: one with other fields or states is
    /// another, one with another text the same.
    fn indexes(
        &self,
        told: &mut Told,
        path: &str,
        object: &Name,
        old: &Object,
        new: &Object,
        present: &dyn Fn(&Name) -> Name,
    ) {
        let all = |names: &[Name]| -> Vec<Name> { names.iter().map(present).collect() };
        let unique = Unnamed { path: &format!("{path}.unique"), old: &old.unique, new: &new.unique };
        unique.compare(
            told,
            |old, new| all(&old.fields) == new.fields && old.states == new.states,
            |old, new| old.text == new.text,
            |at| (Class::Counts, Count::Twice { object: object.clone(), unique: at }),
        );
        let span = Unnamed { path: &format!("{path}.no_overlap"), old: &old.no_overlap, new: &new.no_overlap };
        span.compare(
            told,
            |old, new| {
                (all(&old.by), present(&old.from), present(&old.to), &old.states)
                    == (new.by.clone(), new.from.clone(), new.to.clone(), &new.states)
            },
            |old, new| old.text == new.text,
            |at| (Class::Counts, Count::Overlapping { object: object.clone(), span: at }),
        );
    }

    /// Compares states and actions; gives the states that stand for others now.
    fn states(&self, told: &mut Told, path: &str, object: &Name, old: &Object, new: &Object) -> Vec<(Name, Name)> {
        let status = format!("{path}.status");
        let replaced = replaced(self.replaced, &status);
        let (old, new) = match (&old.status, &new.status) {
            (None, None) => return replaced,
            // Records that are there begin where a new one would.
            (None, Some(_)) => {
                told.counted(status, Class::Rewrites, Count::Records { object: object.clone() });
                return replaced;
            }
            (Some(_), None) => {
                told.gone(status);
                return replaced;
            }
            (Some(old), Some(new)) => (old, new),
        };
        if old.start != new.start {
            told.step(&*status, Class::Safe);
        }
        for state in new.states.iter().filter(|state| !old.states.contains(state)) {
            told.step(format!("{status}.{}", state.name), Class::Safe);
        }
        for state in old.states.iter().filter(|state| !new.has(&state.name)) {
            let path = format!("{status}.{}", state.name);
            if replaced.iter().any(|(from, _)| *from == state.name) {
                told.counted(path, Class::Rewrites, Count::Records { object: object.clone() });
            } else if told.is_removed(&path) {
                let count = Count::InState { object: object.clone(), state: state.name.clone() };
                told.counted(path, Class::Counts, count);
            } else {
                told.refuse(path, "missing", None);
            }
        }
        told.kept(&old.actions, &new.actions, |action| format!("{path}.{}", action.name));
        replaced
    }
}

/// Two lists of what has no name, and goes where it is left out: paths count from 1.
struct Unnamed<'a, T> {
    path: &'a str,
    old: &'a [T],
    new: &'a [T],
}

impl<T> Unnamed<'_, T> {
    /// Tells what is new, by its class and what is counted for it; what is said otherwise; and that some are gone.
    fn compare(
        &self,
        told: &mut Told,
        same: impl Fn(&T, &T) -> bool,
        alike: impl Fn(&T, &T) -> bool,
        added: impl Fn(usize) -> (Class, Count),
    ) {
        let Unnamed { path, old, new } = self;
        for (one, at) in new.iter().zip(1..) {
            match old.iter().find(|old| same(old, one)) {
                Some(old) if alike(old, one) => {}
                Some(_) => told.step(format!("{path}.{at}"), Class::Safe),
                None => {
                    let (class, count) = added(at);
                    told.counted(format!("{path}.{at}"), class, count);
                }
            }
        }
        // The place of one that is gone may be another's now: all of them are told by the list.
        if old.iter().any(|old| !new.iter().any(|new| same(old, new))) {
            told.step(*path, Class::Safe);
        }
    }
}
