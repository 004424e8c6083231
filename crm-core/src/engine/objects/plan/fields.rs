//! What changes with the fields of an object or of an extension (PACK-2, PACK-7).

use super::super::define::document::{Field, FieldType, Replaced};
use super::super::shape::Name;
use super::names::{self, Is, Named};
use super::steps::{Class, Count, Told};
use super::types::{self, Becomes};

/// What becomes of a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldChange {
    /// Its name.
    pub name: Name,
    /// What it is.
    pub is: Is,
    /// What becomes of its values.
    pub becomes: Becomes,
    /// Whether they are computed anew, or filled where they lack.
    pub computed: bool,
    /// Values that stand for others now.
    pub replaced: Vec<(Name, Name)>,
}

/// What becomes of the fields of one object.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FieldChanges {
    /// Of each that it has, in its order.
    pub fields: Vec<FieldChange>,
    /// Those that are gone.
    pub gone: Vec<Name>,
}

impl FieldChanges {
    /// The name that an old field has now; none where it is gone.
    pub fn present(&self, old: &str) -> Option<&Name> {
        let is = |field: &&FieldChange| match &field.is {
            Is::Same => field.name == old,
            Is::Renamed(was) => was == old,
            Is::Back(_) | Is::New => false,
        };
        self.fields.iter().find(is).map(|field| &field.name)
    }
}

/// Where the fields that are compared stand.
pub(super) struct Place<'a> {
    /// The object as paths name it, `room`.
    pub(super) path: &'a str,
    /// The object with its pack, `hotel.room`.
    pub(super) object: &'a Name,
    /// Of a field that is hidden, of what type it was.
    pub(super) hidden: &'a dyn Fn(&str) -> Option<String>,
    /// An object's present name by its old one.
    pub(super) renamed: &'a dyn Fn(&Name) -> Name,
    /// Values that stand for others now.
    pub(super) replaced: &'a [Replaced],
}

/// Compares the fields.
pub(super) fn compare(told: &mut Told, place: &Place<'_>, old: &[Field], new: &[Field]) -> FieldChanges {
    let names = names::compare(&named(old), &named(new), |name| (place.hidden)(name).is_some());
    let mut changes = FieldChanges::default();
    for twice in names.twice {
        told.refuse(format!("{}.{twice}", place.path), "repeated", None);
    }
    for (field, is) in new.iter().zip(names.new) {
        changes.fields.push(one(told, place, old, field, is));
    }
    for gone in names.gone {
        told.gone(format!("{}.{gone}", place.path));
        changes.gone.push(gone);
    }
    changes
}

fn named(fields: &[Field]) -> Vec<Named<'_>> {
    fields.iter().map(|field| Named { name: &field.name, was: &field.was }).collect()
}

/// Compares one field with what it was.
fn one(told: &mut Told, place: &Place<'_>, old: &[Field], new: &Field, is: Is) -> FieldChange {
    let path = format!("{}.{}", place.path, new.name);
    let replaced = replaced(place.replaced, &path);
    let mut change = FieldChange { name: new.name.clone(), is, becomes: Becomes::Same, computed: false, replaced };
    let before = match &change.is {
        Is::Same => &new.name,
        Is::Renamed(was) => {
            told.renamed(&path, format!("{}.{was}", place.path));
            was
        }
        Is::Back(was) => {
            back(told, place, &path, was, new);
            change.computed = fills(told, place, &path, None, new);
            return change;
        }
        Is::New => {
            told.step(&path, Class::Safe);
            change.computed = fills(told, place, &path, None, new);
            return change;
        }
    };
    // What is the same or renamed is among the old ones.
    let Some(before) = old.iter().find(|field| field.name == *before) else { return change };
    change.becomes = types::compare(&before.ty, &new.ty, place.renamed);
    let count = Count::Unfit { object: place.object.clone(), field: new.name.clone() };
    let records = Count::Records { object: place.object.clone() };
    match change.becomes {
        Becomes::Same => {}
        Becomes::Fits => told.step(&path, Class::Safe),
        Becomes::Rewritten => told.counted(&path, Class::Rewrites, records),
        Becomes::Narrowed => told.counted(&path, Class::Counts, count),
        Becomes::Another => told.refuse(&path, "type", Some(types::kind(&before.ty))),
    }
    change.computed = fills(told, place, &path, Some(before), new);
    values(told, place, &path, &before.ty, &new.ty);
    plainly(told, &path, before, new);
    change
}

/// A hidden field comes back only as what it was.
fn back(told: &mut Told, place: &Place<'_>, path: &str, was: &Name, new: &Field) {
    let mut kind = (place.hidden)(was).unwrap_or_default();
    // What it refers to may be called otherwise from now on.
    if let Some(to) = kind.strip_prefix("ref ") {
        kind = format!("ref {}", (place.renamed)(&to.into()));
    }
    if kind == types::kind(&new.ty) {
        // Its values may be older than its limits.
        told.counted(path, Class::Counts, Count::Unfit { object: place.object.clone(), field: new.name.clone() });
    } else {
        told.refuse(path, "type", Some(kind));
    }
}

/// What is computed or filled, and what is required now; whether values are written.
fn fills(told: &mut Told, place: &Place<'_>, path: &str, old: Option<&Field>, new: &Field) -> bool {
    let same = |of: fn(&Field) -> bool| old.is_some_and(of);
    // What it is rounded to is part of what it is computed by.
    let by_the_same = old.is_some_and(|old| old.formula == new.formula && old.rollup == new.rollup && old.ty == new.ty);
    let computed = new.is_computed() && !by_the_same;
    let filled = new.fill.is_some() && old.is_none_or(|old| old.fill != new.fill);
    let twin = new.search && !same(|old| old.search);
    let writes = computed || filled || (twin && old.is_some());
    if writes {
        told.counted(path, Class::Rewrites, Count::Records { object: place.object.clone() });
    }
    if new.required && !same(|old| old.required) {
        let count = Count::Lacking { object: place.object.clone(), field: new.name.clone() };
        told.counted(path, Class::Counts, count);
    }
    writes
}

/// A value of a choice is left out only where the document says so or replaces it.
fn values(told: &mut Told, place: &Place<'_>, path: &str, old: &FieldType, new: &FieldType) {
    let (FieldType::Choice { values: old }, FieldType::Choice { values: new }) = (old, new) else { return };
    for value in old.iter().filter(|value| !new.contains(value)) {
        let path_of = format!("{path}.{value}");
        if !replaced(place.replaced, path).iter().any(|(from, _)| from == value) {
            told.gone(path_of);
        }
    }
}

/// What else is said of a field and touches no value.
fn plainly(told: &mut Told, path: &str, old: &Field, new: &Field) {
    let differs = (old.default != new.default)
        || (old.fixed != new.fixed)
        || (old.confidential != new.confidential)
        || (old.doc != new.doc)
        || (old.required && !new.required)
        || (old.search && !new.search)
        || (old.is_computed() && !new.is_computed())
        || (old.fill.is_some() && new.fill.is_none());
    if differs {
        told.step(path, Class::Safe);
    }
}

/// The values of a path that stand for others now.
pub(super) fn replaced(replaced: &[Replaced], path: &str) -> Vec<(Name, Name)> {
    replaced.iter().filter(|of| of.path == path).flat_map(|of| of.values.iter().cloned()).collect()
}
