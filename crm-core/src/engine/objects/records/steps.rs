//! The steps of a write that records of every kind share: a picture is made and filled, its row written, its version raised.

use std::collections::BTreeSet;

use super::super::expr::{Number, Value};
use super::super::model::Model;
use super::super::values::Held;
use super::content::Inputs;
use super::parts::Later;
use super::picture::Picture;
use super::rollup::begin;
use super::writer::Writer;
use super::{row, series};
use crate::engine::error::Result;
use crate::engine::ids::RecordId;
use crate::engine::sorting::Arranged as _;
use crate::engine::validate::Violations;

impl<'a> Writer<'a, '_> {
    /// A new record with what was given, its defaults and its formulas.
    pub(super) fn fresh(
        &mut self,
        model: &'a Model,
        id: RecordId,
        given: Inputs,
        later: &Later,
        found: &mut Violations,
    ) -> Result<Picture<'a>> {
        let mut picture = Picture::new(model);
        picture.put("id", Value::Record(id));
        picture.put("version", Value::Number(Number::whole(1).unwrap_or_default()));
        picture.put("created_at", Value::Instant(self.hand.now));
        if let Some((key, user)) = self.hand.actor {
            picture.put("creator", Held { value: Value::Record(user), key: Some(key), currency: None });
        }
        if let Some(machine) = &model.object.status {
            picture.put("status", Value::Text(machine.start.clone()));
            picture.put("state_since", Value::Instant(self.hand.now));
        }
        let places: BTreeSet<usize> = given.iter().map(|(place, _)| *place).into_set();
        take(&mut picture, given, found);
        picture.wrong.extend(later.unknown);
        let call = self.call();
        picture.fill(self.tx, &call, &places, found)?;
        begin(self.tx, self.world, self.moment, &mut picture, (None, None))?;
        later.formulas(self.tx, &call, &mut picture, found)?;
        Ok(picture)
    }

    /// A record that was read, with what was given and its formulas.
    pub(super) fn changed(
        &mut self,
        before: &Picture<'a>,
        key: i64,
        given: Inputs,
        later: &Later,
        found: &mut Violations,
    ) -> Result<Picture<'a>> {
        let mut picture = before.clone();
        take(&mut picture, given, found);
        picture.wrong.extend(later.unknown);
        begin(self.tx, self.world, self.moment, &mut picture, (Some(before), Some(key)))?;
        let call = self.call();
        later.formulas(self.tx, &call, &mut picture, found)?;
        Ok(picture)
    }

    /// Writes the row of a new record that was judged, with its number.
    pub(super) fn insert(&mut self, picture: &mut Picture<'a>, at: i64) -> Result<i64> {
        let model = picture.model;
        if let Some(pattern) = model.object.number.as_ref().filter(|_| *picture.value("number") == Value::Null) {
            let number = series::next(self.tx, &model.table, pattern, self.hand.today)?;
            picture.put("number", Value::Text(number.into()));
        }
        let department = picture.owner_department(self.tx)?;
        // One that comes back was made before.
        let made = match picture.value("created_at") {
            Value::Instant(at) => self.moment.day_of(*at),
            _ => self.hand.today,
        };
        row::insert(self.tx, picture, department, at, made)
    }

    /// Writes what differs of a record.
    pub(super) fn rewrite(&mut self, key: i64, before: &Picture<'a>, picture: &Picture<'a>) -> Result<()> {
        let department = picture.owner_department(self.tx)?;
        row::update(self.tx, picture, before, key, department)
    }

    /// Raises the version of a record.
    pub(super) fn raise(&mut self, picture: &mut Picture<'_>, key: i64) {
        let version = match picture.value("version") {
            Value::Number(number) => number.to_whole().unwrap_or_default(),
            _ => 0,
        };
        picture.put("version", Value::Number(Number::whole(version.saturating_add(1)).unwrap_or_default()));
        self.raised.insert((picture.model.name.clone(), key));
    }
}

/// Puts what was given into a picture; what was refused when it was read is marked.
pub(super) fn take(picture: &mut Picture<'_>, given: Inputs, found: &Violations) {
    for (place, held) in given {
        picture.held[place] = held;
    }
    if found.is_empty() {
        return;
    }
    for (place, field) in picture.model.fields.iter().enumerate() {
        if found.has(&field.name) {
            picture.wrong.insert(place);
        }
    }
}
