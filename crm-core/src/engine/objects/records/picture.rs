//! A record in memory: what its fields have, and what lies behind its references, fetched once for all expressions that
//! read it (MACH-6).

use std::collections::BTreeSet;

use uuid::Uuid;

use super::super::define::document::FieldType;
use super::super::expr::{self, Context, Nature, Path, Refusal, Value, into};
use super::super::model::{Behind, Compiled, FieldModel, Model, read_behind};
use super::super::shape::{ENTRY, Name};
use super::super::values::Held;
use crate::engine::error::{CrmError, Result};
use crate::engine::ids::RecordId;
use crate::engine::storage::{Columns, Row, Transaction, params};
use crate::engine::superior::superior;
use crate::engine::text::fold;
use crate::engine::validate::Violations;

/// Where records of other objects are looked up.
pub trait Look {
    /// The table of an object, typed or defined.
    fn table(&self, object: &str) -> Option<Name>;
}

/// A record in memory.
#[derive(Debug, Clone)]
pub struct Picture<'m> {
    /// Its object.
    pub model: &'m Model,
    /// What its fields have, by their places.
    pub held: Vec<Held>,
    /// What lies at the end of each way.
    behind: Vec<Value>,
    /// The references whose ways are fetched, with the keys for which.
    fetched: Vec<(usize, Option<i64>)>,
    /// The owner's superior, once somebody asked, with the key of the owner.
    above: Option<(Option<i64>, Held)>,
    /// The fields that could not be read, filled or computed: nothing else is said of what they are part of.
    pub wrong: BTreeSet<usize>,
    /// The record before the call, where a rule is asked of it.
    pub old: Option<Box<Picture<'m>>>,
}

/// A record as an expression sees it.
struct Seen<'a> {
    picture: &'a Picture<'a>,
    ways: &'a [usize],
}

impl expr::Record for Seen<'_> {
    fn value(&self, path: &Path) -> Value {
        let picture = match (path.old(), &self.picture.old) {
            (false, _) => self.picture,
            (true, Some(old)) => old,
            (true, None) => return Value::Null,
        };
        let own = path.own().and_then(|step| picture.held.get(usize::try_from(step.index).ok()?));
        if let Some(held) = own {
            return held.value.clone();
        }
        if path.own().is_some() {
            return picture.above.as_ref().map(|(_, above)| above.value.clone()).unwrap_or_default();
        }
        let way = path.crossing().and_then(|number| self.ways.get(usize::from(number)));
        way.and_then(|way| picture.behind.get(*way)).cloned().unwrap_or_default()
    }
}

impl<'m> Picture<'m> {
    /// A record of which nothing is known yet.
    pub fn new(model: &'m Model) -> Picture<'m> {
        Picture {
            model,
            held: vec![Held::default(); model.fields.len()],
            behind: vec![Value::Null; model.ways.len()],
            fetched: Vec::new(),
            above: None,
            wrong: BTreeSet::new(),
            old: None,
        }
    }

    /// The place of a field.
    pub fn place(&self, name: &str) -> Option<usize> {
        self.model.fields.iter().position(|field| field.name == name)
    }

    /// What a field has.
    pub fn value(&self, name: &str) -> &Value {
        const NOTHING: &Value = &Value::Null;
        self.place(name).map_or(NOTHING, |place| &self.held[place].value)
    }

    /// Puts a value into a field by its name.
    pub fn put(&mut self, name: &str, held: impl Into<Held>) {
        if let Some(place) = self.place(name) {
            self.held[place] = held.into();
        }
    }

    /// Fetches what lies behind the references that the expression crosses, where it is not there yet.
    ///
    /// # Errors
    /// Whatever the database says.
    pub fn fetch(&mut self, tx: &mut dyn Transaction, compiled: &Compiled) -> Result<()> {
        let model = self.model;
        if let Some(old) = self.old.as_mut().filter(|_| compiled.expr.uses().old) {
            old.fetch(tx, compiled)?;
        }
        let above = if compiled.superior { self.superior(tx)? } else { None };
        for behind in &model.behind {
            let needed = behind.ends.iter().any(|(way, _)| compiled.ways.contains(way));
            let key = self.held.get(behind.first).map_or(above, |held| held.key);
            if !needed || self.fetched.contains(&(behind.first, key)) {
                continue;
            }
            self.fetched.retain(|(first, _)| *first != behind.first);
            self.fetched.push((behind.first, key));
            for (way, value) in ends(tx, behind, key, model.places)? {
                self.behind[way] = value;
            }
        }
        Ok(())
    }

    /// The key of the superior of the record's owner (PROC-6); none where nobody owns it or there is none.
    ///
    /// # Errors
    /// Whatever the database says.
    pub fn superior(&mut self, tx: &mut dyn Transaction) -> Result<Option<i64>> {
        let owner = self.model.person.and_then(|place| self.held[place].key);
        if let Some((of, above)) = &self.above
            && *of == owner
        {
            return Ok(above.key);
        }
        let key = owner.map(|owner| superior(tx, owner)).transpose()?.flatten();
        let id = key.map(|key| tx.value("SELECT uid FROM users WHERE id = ?", params![key])).transpose()?;
        let value = id.map_or(Value::Null, |id| Value::Record(RecordId(id)));
        self.above = Some((owner, Held { value, key, currency: None }));
        Ok(key)
    }

    /// That superior as a record; null where there is none.
    ///
    /// # Errors
    /// Whatever the database says.
    pub fn superior_record(&mut self, tx: &mut dyn Transaction) -> Result<Value> {
        self.superior(tx)?;
        Ok(self.above.as_ref().map_or(Value::Null, |(_, above)| above.value.clone()))
    }

    /// What the expression gives of the record, once what it crosses is fetched.
    ///
    /// # Errors
    /// What can't be computed.
    pub fn evaluate(&self, compiled: &Compiled, context: &Context) -> std::result::Result<Value, Refusal> {
        compiled.expr.evaluate(&Seen { picture: self, ways: &compiled.ways }, context)
    }

    /// Fills the fields that were not given, in their order, each default seeing those before it (TYPE-5).
    ///
    /// # Errors
    /// Whatever the database says.
    pub fn fill(
        &mut self,
        tx: &mut dyn Transaction,
        call: &Call<'_>,
        given: &BTreeSet<usize>,
        found: &mut Violations,
    ) -> Result<()> {
        let model = self.model;
        for (place, field) in model.fields.iter().enumerate() {
            let Some(default) = field.default.as_ref().filter(|_| !given.contains(&place)) else { continue };
            self.compute(tx, call, place, default, found)?;
        }
        Ok(())
    }

    /// Computes the formulas, each behind what it reads.
    ///
    /// # Errors
    /// Whatever the database says.
    pub fn formulas(&mut self, tx: &mut dyn Transaction, call: &Call<'_>, found: &mut Violations) -> Result<()> {
        let model = self.model;
        for place in &model.formulas {
            if let Some(formula) = &model.fields[*place].formula {
                // A formula crosses no reference, and needs nothing of the database.
                self.compute(tx, call, *place, formula, found)?;
            }
        }
        Ok(())
    }

    /// Computes what a field has, and brings it into the field (TYPE-3). Where something that it reads is wrong, it is left
    /// as it is, and nothing is said of it.
    ///
    /// # Errors
    /// Whatever the database says.
    pub fn compute(
        &mut self,
        tx: &mut dyn Transaction,
        call: &Call<'_>,
        place: usize,
        by: &Compiled,
        found: &mut Violations,
    ) -> Result<()> {
        if by.own.iter().any(|own| self.wrong.contains(own)) {
            self.wrong.insert(place);
            return Ok(());
        }
        let model = self.model;
        match self.value_for(tx, call, &model.fields[place], by, found)? {
            Some(held) => self.held[place] = held,
            None => drop(self.wrong.insert(place)),
        }
        Ok(())
    }

    /// What an expression of this record gives to a field, of this record or of another's: brought into the field, with the
    /// key of the record that it is. None where it is wrong, which is told.
    ///
    /// # Errors
    /// Whatever the database says.
    pub fn value_for(
        &mut self,
        tx: &mut dyn Transaction,
        call: &Call<'_>,
        field: &FieldModel,
        by: &Compiled,
        found: &mut Violations,
    ) -> Result<Option<Held>> {
        self.fetch(tx, by)?;
        let value = match self.evaluate(by, call.context) {
            Ok(value) => value,
            Err(refusal) => {
                refused(found, &field.name, refusal)?;
                return Ok(None);
            }
        };
        let held = found_record(tx, call.look, field.field.as_ref().map(|field| &field.ty), value)?;
        Ok(fitted(field, held, found))
    }

    /// The values that an expression reads of the record itself and of what lies behind its references, once that is fetched; not
    /// those of the record before the call.
    pub fn values_read(&self, compiled: &Compiled) -> Vec<Value> {
        let seen = Seen { picture: self, ways: &compiled.ways };
        let now = compiled.expr.paths().iter().filter(|path| !path.old());
        now.map(|path| expr::Record::value(&seen, path)).collect()
    }

    /// Whether a condition holds of the record: only by true (CHECK-2); none always does. Where it can't be computed, that is
    /// told of `name`.
    ///
    /// # Errors
    /// Whatever the database says.
    pub fn holds(
        &mut self,
        tx: &mut dyn Transaction,
        call: &Call<'_>,
        when: Option<&Compiled>,
        name: &str,
        found: &mut Violations,
    ) -> Result<bool> {
        let Some(when) = when else { return Ok(true) };
        self.fetch(tx, when)?;
        match self.evaluate(when, call.context) {
            Ok(value) => Ok(value == Value::Boolean(true)),
            Err(refusal) => {
                refused(found, name, refusal)?;
                Ok(false)
            }
        }
    }

    /// Takes a field over from another picture of the record.
    pub fn take_over(&mut self, place: usize, from: &Picture<'_>) {
        self.held[place] = from.held[place].clone();
        if from.wrong.contains(&place) {
            self.wrong.insert(place);
        }
    }

    /// Keeps what was computed for a field, within its limits.
    pub fn keep(&mut self, place: usize, held: Held, found: &mut Violations) {
        match fitted(&self.model.fields[place], held, found) {
            Some(held) => self.held[place] = held,
            None => drop(self.wrong.insert(place)),
        }
    }

    /// The places of the fields in which the record differs from what it was.
    pub fn changed(&self, before: &Picture<'_>) -> BTreeSet<usize> {
        (0..self.held.len()).filter(|place| self.held[*place] != before.held[*place]).collect()
    }

    /// The department of the record's owner, which the engine keeps beside the owner (OBJ-10).
    ///
    /// # Errors
    /// Whatever the database says.
    pub fn owner_department(&self, tx: &mut dyn Transaction) -> Result<Option<i64>> {
        let owner = self.model.owner.and_then(|place| self.held[place].key);
        let Some(owner) = owner else { return Ok(None) };
        let found = tx.one("SELECT department FROM users WHERE id = ?", params![owner], |c| c.next())?;
        Ok(found.flatten())
    }

    /// The places of the fields that callers may write.
    pub fn given(&self) -> impl Iterator<Item = usize> {
        let fields = self.model.fields.iter().enumerate();
        fields.filter(|(_, field)| field.nature == Nature::Given && field.field.is_some()).map(|(place, _)| place)
    }
}

impl std::fmt::Debug for Call<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Call").field("context", self.context).finish_non_exhaustive()
    }
}

/// What a write knows of its call.
#[derive(Clone, Copy)]
pub struct Call<'a> {
    /// What expressions see of it.
    pub context: &'a Context,
    /// Where records are looked up.
    pub look: &'a dyn Look,
}

/// What a field keeps of what was computed for it (TYPE-3); what does not fit is told.
fn fitted(field: &FieldModel, held: Held, found: &mut Violations) -> Option<Held> {
    match into(&field.target, held.value) {
        Ok(value) => Some(Held { value, key: held.key, currency: held.currency }),
        Err(unfit) => {
            found.add(&field.name, unfit.code, unfit.detail, unfit.limit);
            None
        }
    }
}

/// A computation that gives no value refuses the call (EXPR-9).
pub(super) fn refused(found: &mut Violations, field: &str, refusal: Refusal) -> Result<()> {
    if refusal == Refusal::Defect {
        return Err(CrmError::bug(format!("{field} met a value that is not of its field's type")));
    }
    found.add(field, "formula", refusal.detail(), Some(refusal.as_str().into()));
    Ok(())
}

/// The values at the ends of the ways behind a reference; none behind an empty one (EXPR-4).
fn ends(tx: &mut dyn Transaction, behind: &Behind, key: Option<i64>, places: u32) -> Result<Vec<(usize, Value)>> {
    let mut found: Vec<(usize, Value)> = behind.ends.iter().map(|(way, _)| (*way, Value::Null)).collect();
    let Some(key) = key else { return Ok(found) };
    tx.query(&behind.sql, params![key], &mut |row: &dyn Row| {
        let mut columns = Columns::new(row);
        for ((_, value), (_, kind)) in found.iter_mut().zip(&behind.ends) {
            *value = read_behind(kind, places, &mut columns)?;
        }
        Ok(false)
    })?;
    Ok(found)
}

/// A computed value with the key of the record that it is. A text given to an entry is its value (TYPE-6); a disabled user
/// is nobody, where a default gives one.
fn found_record(tx: &mut dyn Transaction, look: &dyn Look, ty: Option<&FieldType>, value: Value) -> Result<Held> {
    let (table, id): (Name, RecordId) = match (ty, &value) {
        (Some(FieldType::Entry { category }), Value::Text(text)) => {
            let entries = table(look, ENTRY)?;
            let entry = format!("SELECT id, uid FROM {entries} e WHERE category = ? AND value_folded = ?");
            let found = tx.one(&entry, params![category.as_str(), fold(text)], |c| Ok((c.next()?, c.next()?)))?;
            let Some((key, id)): Option<(i64, Option<Uuid>)> = found else { return Ok(Held::default()) };
            // One that a plan sees coming has none yet.
            let id = id.unwrap_or_else(|| Uuid::from_u64_pair(0, key.cast_unsigned()));
            return Ok(Held { value: Value::Record(RecordId(id)), key: Some(key), currency: None });
        }
        (Some(FieldType::Entry { .. }), Value::Record(id)) => (table(look, ENTRY)?, *id),
        (Some(ty), Value::Record(id)) => (table(look, ty.to().unwrap_or_default())?, *id),
        _ => return Ok(value.into()),
    };
    let active = if matches!(ty, Some(FieldType::User { .. })) { " AND status = 'active'" } else { "" };
    let key = tx.one(&format!("SELECT id FROM {table} WHERE uid = ?{active}"), params![id.0], |c| c.next())?;
    Ok(match key {
        Some(key) => Held { value, key: Some(key), currency: None },
        None => Held::default(),
    })
}

fn table(look: &dyn Look, object: &str) -> Result<Name> {
    look.table(object).ok_or_else(|| CrmError::bug(format!("{object} has no table")))
}
