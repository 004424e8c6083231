//! What a step concerns among the records that are there, and what of them stands against it (PACK-2).

use std::collections::{BTreeMap, BTreeSet, HashMap};

use sha2::{Digest, Sha256};

use super::super::catalogue::current::Catalogue;
use super::super::days::Moment;
use super::super::define::document::FieldType;
use super::super::expr::{Type, Value, into};
use super::super::model::{FieldModel, Model};
use super::super::records::{Call, Picture, Refresh, compared, point};
use super::super::shape::{Catalogue as Objects, Name};
use super::super::values;
use super::fields::FieldChange;
use super::objects::{ObjectChange, full};
use super::packs::Changes;
use super::steps::Count;
use crate::engine::error::{CrmError, Result};
use crate::engine::sorting::Arranged as _;
use crate::engine::storage::{Transaction, Value as Stored};

/// How many of those that stand against a step are named.
pub const NAMED: usize = 10;

/// What was counted for a step.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counted {
    /// How many records.
    pub rows: i64,
    /// The titles of the first of them, where they stand against the step.
    pub titles: Vec<String>,
    /// What else is to be known of it, which is no reason against it: `no_index`.
    pub note: Option<&'static str>,
}

/// What is counted by.
#[derive(Debug)]
pub struct Counting<'a> {
    /// The definitions as they will be, over the rows as they are.
    pub world: &'a Catalogue,
    /// What expressions see of the call.
    pub call: Call<'a>,
    /// The moment at which filters are asked.
    pub moment: &'a Moment,
    /// What changes.
    pub changes: &'a Changes,
}

impl<'a> Counting<'a> {
    /// Counts for one step.
    ///
    /// # Errors
    /// Whatever the database says.
    pub fn count(&self, tx: &mut dyn Transaction, what: &Count) -> Result<Counted> {
        match what {
            Count::Nothing => Ok(Counted::default()),
            Count::Records { object } => match self.model(object) {
                Some(model) => rows(tx, model, "1 = 1"),
                None => Ok(Counted::default()),
            },
            Count::Lacking { object, field } => {
                let Some(model) = self.model(object) else { return Ok(Counted::default()) };
                let field = field_of(model, field)?;
                // What lies beside a typed record has no row yet where nothing was given.
                if field.fill.is_some() || model.extended.is_some() {
                    return self.scanned(tx, model, |picture| picture.value(&field.name) == &Value::Null);
                }
                rows(tx, model, &format!("{} IS NULL", field.lies.value))
            }
            Count::InState { object, state } => {
                let Some(model) = self.model(object) else { return Ok(Counted::default()) };
                self.scanned_where(tx, model, |picture| picture.value("status") == &Value::Text(state.clone()))
            }
            Count::Unfit { object, field } => {
                let Some(model) = self.model(object) else { return Ok(Counted::default()) };
                let field = field_of(model, field)?;
                self.scanned_where(tx, model, |picture| !fits(field, picture))
            }
            Count::Breaking { object, check } => {
                let Some(model) = self.model(object) else { return Ok(Counted::default()) };
                self.breaking(tx, model, check)
            }
            Count::Twice { object, unique } => {
                let Some(model) = self.model(object) else { return Ok(Counted::default()) };
                let unique = unique.checked_sub(1).and_then(|at| model.unique.get(at));
                let unique = unique.ok_or_else(|| CrmError::bug("a unique that is not there"))?;
                let mut seen: HashMap<[u8; 16], bool> = HashMap::new();
                self.scanned_where(tx, model, |picture| {
                    if !among(picture, &unique.states) {
                        return false;
                    }
                    let Some(digest) = digest(picture, &unique.fields) else { return false };
                    seen.insert(digest, true).is_some()
                })
            }
            Count::Overlapping { object, span } => {
                let Some(model) = self.model(object) else { return Ok(Counted::default()) };
                self.overlapping(tx, model, *span)
            }
        }
    }

    /// The fields that can't be computed in some records, or would not fit, by their paths.
    ///
    /// # Errors
    /// Whatever the database says.
    pub fn unfit(&self, tx: &mut dyn Transaction) -> Result<Vec<(String, Counted)>> {
        let mut unfit: BTreeMap<String, Counted> = BTreeMap::new();
        let world: &'a Catalogue = self.world;
        for model in world.models.values().chain(world.extended.values()) {
            if places(model, self.changes).is_empty() && other(model, self.changes).is_empty() {
                continue;
            }
            let own = model.name.strip_prefix(&*self.changes.pack).and_then(|rest| rest.strip_prefix('.'));
            let path = own.unwrap_or(&model.name);
            self.refresh(model).each(tx, |tx, _, _, picture, found| {
                for error in found.into_fields() {
                    self.name(tx, picture, unfit.entry(format!("{path}.{}", error.field)).or_default())?;
                }
                Ok(())
            })?;
        }
        Ok(unfit.into_iter().collect())
    }

    /// The model of an object: of a new one, which has no rows, nothing is counted.
    fn model(&self, object: &str) -> Option<&'a Model> {
        let world: &'a Catalogue = self.world;
        world.models.get(object).or_else(|| world.extended.get(object)).map(|model| &**model)
    }

    /// What is filled or computed anew in the records of an object.
    fn refresh(&self, model: &'a Model) -> Refresh<'a> {
        let places = places(model, self.changes);
        Refresh { world: self.world, call: self.call, moment: self.moment, model, places, aside: BTreeSet::new() }
    }

    /// Counts the records of which something is true, without naming any.
    fn scanned(
        &self,
        tx: &mut dyn Transaction,
        model: &'a Model,
        mut wanted: impl FnMut(&Picture<'a>) -> bool,
    ) -> Result<Counted> {
        let mut counted = Counted::default();
        self.refresh(model).each(tx, |_, _, _, picture, _| {
            counted.rows += i64::from(wanted(picture));
            Ok(())
        })?;
        Ok(counted)
    }

    /// Counts the records that stand against a step, and names the first of them.
    fn scanned_where(
        &self,
        tx: &mut dyn Transaction,
        model: &'a Model,
        mut wanted: impl FnMut(&Picture<'a>) -> bool,
    ) -> Result<Counted> {
        let mut counted = Counted::default();
        self.refresh(model).each(tx, |tx, _, _, picture, _| {
            if wanted(picture) {
                self.name(tx, picture, &mut counted)?;
            }
            Ok(())
        })?;
        Ok(counted)
    }

    /// Counts a record, and names it while few are.
    fn name(&self, tx: &mut dyn Transaction, picture: &Picture<'_>, counted: &mut Counted) -> Result<()> {
        counted.rows += 1;
        if counted.titles.len() >= NAMED {
            return Ok(());
        }
        let model = picture.model;
        // A typed record is called by one of its fields.
        let field = Objects::object(&self.world.definitions, &model.name).and_then(|object| object.title.as_ref());
        let title = if let Some(field) = field {
            Ok(picture.value(field).clone())
        } else {
            let mut picture = picture.clone();
            picture.fetch(tx, &model.title)?;
            picture.evaluate(&model.title, self.call.context)
        };
        counted.titles.push(match title {
            Ok(Value::Text(title)) => title.to_string(),
            _ => String::new(),
        });
        Ok(())
    }

    /// The records that break a check, or of which it can't be asked; they stay (CHECK-1).
    fn breaking(&self, tx: &mut dyn Transaction, model: &'a Model, check: &str) -> Result<Counted> {
        let check = model.checks.iter().find(|known| known.name == check);
        let check = check.ok_or_else(|| CrmError::bug("a check that is not there"))?;
        let (mut counted, context) = (Counted::default(), self.call.context);
        self.refresh(model).each(tx, |tx, _, _, picture, _| {
            let mut picture = picture.clone();
            picture.fetch(tx, &check.check)?;
            let broken = !matches!(picture.evaluate(&check.check, context), Ok(Value::Boolean(true) | Value::Null));
            counted.rows += i64::from(broken);
            Ok(())
        })?;
        Ok(counted)
    }

    /// The records whose spans begin before another one's end that began before them.
    fn overlapping(&self, tx: &mut dyn Transaction, model: &'a Model, span: usize) -> Result<Counted> {
        let span = span.checked_sub(1).and_then(|at| model.spans.get(at));
        let span = span.ok_or_else(|| CrmError::bug("a span that is not there"))?;
        let mut spans: Vec<([u8; 16], Point, Point, i64)> = Vec::new();
        self.refresh(model).each(tx, |_, key, _, picture, _| {
            if !among(picture, &span.states) {
                return Ok(());
            }
            let ends = (Point::of(picture, span.from), Point::of(picture, span.to));
            if let ((Some(from), Some(to)), Some(by)) = (ends, digest(picture, &span.by)) {
                spans.push((by, from, to, key));
            }
            Ok(())
        })?;
        spans.sort_unstable();
        let mut overlapping = BTreeSet::new();
        let mut last: Option<([u8; 16], Point)> = None;
        for (by, from, to, key) in spans {
            // One that ends before it begins was refused when it was written.
            let within = last.as_ref().filter(|(other, _)| *other == by).map(|(_, end)| end.clone());
            if within.as_ref().is_some_and(|end| from < *end) {
                overlapping.insert(key);
            }
            last = Some((by, within.map_or(to.clone(), |end| end.max(to))));
        }
        let mut counted = Counted::default();
        self.refresh(model).each(tx, |tx, key, _, picture, _| {
            if overlapping.contains(&key) {
                self.name(tx, picture, &mut counted)?;
            }
            Ok(())
        })?;
        Ok(counted)
    }
}

/// A day or an instant as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Point {
    Day(String),
    Instant(i64),
}

impl Point {
    fn of(picture: &Picture<'_>, place: usize) -> Option<Point> {
        match point(picture, place)? {
            Stored::Text(day) => Some(Point::Day(day.into_owned())),
            Stored::Integer(instant) => Some(Point::Instant(instant)),
            _ => None,
        }
    }
}

/// The places of the fields of an object that are filled or computed anew.
pub(super) fn places(model: &Model, changes: &Changes) -> BTreeSet<usize> {
    those(model, changes, &|change| change.computed)
}

/// The places of those in whose slots other values stand than before, the state among them.
pub(super) fn other(model: &Model, changes: &Changes) -> BTreeSet<usize> {
    let mut found = those(model, changes, &|change| !change.replaced.is_empty());
    let own = own(model, changes).filter(|change| !change.states.is_empty());
    found.extend(own.and_then(|_| model.fields.iter().position(|field| field.name == "status")));
    found
}

fn own<'c>(model: &Model, changes: &'c Changes) -> Option<&'c ObjectChange> {
    changes.objects.iter().find(|change| full(&changes.pack, &change.name) == model.name)
}

fn those(model: &Model, changes: &Changes, wanted: &dyn Fn(&FieldChange) -> bool) -> BTreeSet<usize> {
    let added = changes.extensions.iter().find(|(object, _)| *object == model.name).map(|(_, fields)| fields);
    let changed = own(model, changes).map(|change| &change.fields).into_iter().chain(added);
    let changed = changed.flat_map(|fields| &fields.fields).filter(|change| wanted(change));
    changed.filter_map(|change| model.fields.iter().position(|field| field.name == change.name)).into_set()
}

fn field_of<'m>(model: &'m Model, name: &str) -> Result<&'m FieldModel> {
    let found = model.fields.iter().find(|field| field.name == name);
    found.ok_or_else(|| CrmError::bug(format!("{} has no {name}", model.name)))
}

/// The rows of an object for which a condition is true.
fn rows(tx: &mut dyn Transaction, model: &Model, condition: &str) -> Result<Counted> {
    let sql = format!("SELECT count(*) FROM {} r WHERE {condition}", model.table);
    Ok(Counted { rows: tx.value(&sql, &[])?, ..Counted::default() })
}

/// Whether a record in its state is among those that are compared.
fn among(picture: &Picture<'_>, states: &[Name]) -> bool {
    states.is_empty() || matches!(picture.value("status"), Value::Text(status) if states.contains(status))
}

/// What stands for the values of some fields, folded; none where one is empty.
fn digest(picture: &Picture<'_>, fields: &[usize]) -> Option<[u8; 16]> {
    let mut hash = Sha256::new();
    for place in fields {
        match compared(picture, *place)? {
            Stored::Text(text) => hash.update(text.as_bytes()),
            Stored::Integer(number) => hash.update(number.to_be_bytes()),
            Stored::Boolean(value) => hash.update([u8::from(value)]),
            Stored::Blob(bytes) => hash.update(bytes),
            Stored::Null => return None,
        }
        hash.update([0xff]);
    }
    hash.finalize().first_chunk().copied()
}

/// Whether what a field has fits its type.
fn fits(field: &FieldModel, picture: &Picture<'_>) -> bool {
    let value = picture.value(&field.name);
    if *value == Value::Null {
        return true;
    }
    let Some(declared) = &field.field else {
        // The state.
        return !matches!((&field.ty, value), (Type::Choice(states), Value::Text(state)) if !states.contains(state));
    };
    // Rounded, or cut, it is another.
    let kept = into(&field.target, value.clone()).is_ok_and(|kept| kept == *value);
    kept && match (&declared.ty, value) {
        (FieldType::Choice { values }, Value::Text(text)) => values.contains(text),
        (FieldType::Text { format: Some(format), .. }, Value::Text(text)) => values::fits(*format, text).is_ok(),
        _ => true,
    }
}
