//! One write of records of defined objects, with everything that it causes (MACH-10, steps 2 to 7): the record, its parents,
//! and the effects of its action, all or nothing.

use std::collections::BTreeSet;

use super::super::catalogue::current::Catalogue;
use super::super::days::Moment;
use super::super::expr::{Context, Number, Value};
use super::super::model::{ActionModel, Model};
use super::super::values::Held;
use super::judge::{Asked, action as judge_action, judge};
use super::picture::{Call, Picture};
use super::rollup::{Parents, begin};
use super::{row, series};
use crate::engine::clock::{Date, Timestamp};
use crate::engine::error::{CrmError, Result};
use crate::engine::ids::RecordId;
use crate::engine::storage::Transaction;
use crate::engine::validate::Violations;

/// What one record of a call may cause by effects (MACH-9).
pub const MOST_CAUSED: usize = 1_000;

/// How deep effects may cause effects (MACH-9).
pub const MOST_DEEP: usize = 5;

/// The fields that are given, by their places.
pub type Inputs = Vec<(usize, Held)>;

/// A record that was written.
#[derive(Debug)]
pub struct Written<'a> {
    /// Its object.
    pub model: &'a Model,
    /// Its key.
    pub key: i64,
    /// As it was; none where it is new.
    pub before: Option<Picture<'a>>,
    /// As it is; none where it is gone.
    pub after: Option<Picture<'a>>,
    /// The action that caused it, `hotel.reservation.leave`; none where the call itself did.
    pub cause: Option<String>,
}

/// Who writes, and when.
#[derive(Debug, Clone, Copy)]
pub struct Hand {
    /// The acting user; none for the system.
    pub actor: Option<(i64, RecordId)>,
    /// The instant.
    pub now: Timestamp,
    /// The company's date.
    pub today: Date,
}

/// A write under way.
pub struct Writer<'a, 't> {
    /// The transaction.
    pub tx: &'t mut dyn Transaction,
    /// What is defined.
    pub world: &'a Catalogue,
    /// What expressions see of the call.
    pub context: &'a Context,
    /// The moment at which filters are asked.
    pub moment: &'a Moment,
    /// Who writes, and when.
    pub hand: Hand,
    /// New ids.
    pub ids: &'t mut dyn FnMut() -> RecordId,
    /// What was written so far, in order.
    pub written: Vec<Written<'a>>,
    /// The action whose effects are under way, with how deep they are.
    pub(super) cause: Option<(String, usize)>,
    /// How much effects have changed.
    pub(super) caused: usize,
}

impl std::fmt::Debug for Writer<'_, '_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Writer").field("written", &self.written.len()).finish_non_exhaustive()
    }
}

impl<'a, 't> Writer<'a, 't> {
    /// Begins a write.
    pub fn new(
        tx: &'t mut dyn Transaction,
        world: &'a Catalogue,
        (context, moment): (&'a Context, &'a Moment),
        hand: Hand,
        ids: &'t mut dyn FnMut() -> RecordId,
    ) -> Self {
        Writer { tx, world, context, moment, hand, ids, written: Vec::new(), cause: None, caused: 0 }
    }

    pub(super) fn call(&self) -> Call<'a> {
        Call { context: self.context, look: self.world }
    }

    /// The model of a defined object.
    ///
    /// # Errors
    /// A defect, where there is none of that name: the caller has looked.
    pub fn model(&self, object: &str) -> Result<&'a Model> {
        let world: &'a Catalogue = self.world;
        let model = world.models.get(object);
        model.map(|model| &**model).ok_or_else(|| CrmError::bug(format!("{object} has no model")))
    }

    /// Creates a record; `found` is what is wrong with what was given. Gives its key.
    ///
    /// # Errors
    /// [`CrmError::Invalid`] with everything that is wrong at once; whatever the database says.
    pub fn create(&mut self, model: &'a Model, id: RecordId, given: Inputs, mut found: Violations) -> Result<i64> {
        let call = self.call();
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
        let places: BTreeSet<usize> = given.iter().map(|(place, _)| *place).collect();
        take(&mut picture, given, &found);
        picture.fill(self.tx, &call, &places, &mut found)?;
        begin(self.tx, self.world, self.moment, &mut picture, None)?;
        picture.formulas(self.tx, &call, &mut found)?;
        judge(self.tx, &call, &mut picture, &Asked { before: None, key: None, freezes: false }, &mut found)?;
        found.finish()?;
        if let Some(pattern) = &model.object.number {
            let number = series::next(self.tx, &model.table, pattern, self.hand.today)?;
            picture.put("number", Value::Text(number.into()));
        }
        let department = picture.owner_department(self.tx)?;
        let key = row::insert(self.tx, &picture, department)?;
        self.parents(None, Some(&picture), key)?;
        self.wrote(Written { model, key, before: None, after: Some(picture), cause: None });
        Ok(key)
    }

    /// Changes the fields of a record that was read.
    ///
    /// # Errors
    /// As [`Writer::create`].
    pub fn update(
        &mut self,
        key: i64,
        before: Picture<'a>,
        given: Inputs,
        freezes: bool,
        mut found: Violations,
    ) -> Result<()> {
        let call = self.call();
        let mut picture = before.clone();
        take(&mut picture, given, &found);
        begin(self.tx, self.world, self.moment, &mut picture, Some((&before, key)))?;
        picture.formulas(self.tx, &call, &mut found)?;
        let asked = Asked { before: Some(&before), key: Some(key), freezes };
        judge(self.tx, &call, &mut picture, &asked, &mut found)?;
        found.finish()?;
        self.put(key, before, picture)
    }

    /// Calls an action of a record that was read, in one of the states from which it is possible.
    ///
    /// # Errors
    /// As [`Writer::create`]; what its effects are refused for.
    pub fn act(
        &mut self,
        key: i64,
        before: Picture<'a>,
        action: &'a ActionModel,
        given: Inputs,
        mut found: Violations,
    ) -> Result<()> {
        let call = self.call();
        // P1: the record with what the action takes.
        let mut first = before.clone();
        take(&mut first, given, &found);
        begin(self.tx, self.world, self.moment, &mut first, Some((&before, key)))?;
        first.formulas(self.tx, &call, &mut found)?;
        // P2: with all that it sets, each computed from P1.
        let mut picture = first.clone();
        for (place, by) in &action.set {
            let mut computed = first.clone();
            computed.compute(self.tx, &call, *place, by, &mut found)?;
            picture.take_over(*place, &computed);
        }
        begin(self.tx, self.world, self.moment, &mut picture, Some((&before, key)))?;
        if !action.set.is_empty() {
            picture.formulas(self.tx, &call, &mut found)?;
        }
        // P3: in the state of the first case that holds of P2.
        for case in &action.cases {
            if picture.holds(self.tx, &call, case.when.as_ref(), &action.action.name, &mut found)? {
                if *picture.value("status") != Value::Text(case.state.clone()) {
                    picture.put("status", Value::Text(case.state.clone()));
                    picture.put("state_since", Value::Instant(self.hand.now));
                }
                break;
            }
        }
        let asked = Asked { before: Some(&before), key: Some(key), freezes: true };
        judge(self.tx, &call, &mut picture, &asked, &mut found)?;
        judge_action(self.tx, &call, &mut picture, action, &mut found)?;
        found.finish()?;
        let model = picture.model;
        self.put(key, before, picture)?;
        let name = format!("{}.{}", model.name, action.action.name);
        self.effects(model, key, &name, &action.then)
    }

    /// Writes a record that was judged, raises its version, and brings its parents to it. Where nothing differs, nothing is
    /// written.
    fn put(&mut self, key: i64, before: Picture<'a>, mut picture: Picture<'a>) -> Result<()> {
        if picture.changed(&before).is_empty() {
            return Ok(());
        }
        let version = match picture.value("version") {
            Value::Number(number) => number.to_whole().unwrap_or_default(),
            _ => 0,
        };
        let next = Number::whole(version.saturating_add(1)).unwrap_or_default();
        picture.put("version", Value::Number(next));
        let department = picture.owner_department(self.tx)?;
        row::update(self.tx, &picture, &before, key, department)?;
        self.parents(Some(&before), Some(&picture), key)?;
        let model = picture.model;
        self.wrote(Written { model, key, before: Some(before), after: Some(picture), cause: None });
        Ok(())
    }

    /// Brings the parents of a record to it; what is wrong with them refuses the call (ROLL-4).
    pub(super) fn parents(
        &mut self,
        before: Option<&Picture<'_>>,
        after: Option<&Picture<'_>>,
        key: i64,
    ) -> Result<()> {
        let (mut parents, mut found) = (Parents::default(), Violations::default());
        parents.add(self.tx, self.world, self.moment, before, after)?;
        let own = after.map(|picture| (picture.model.name.as_str(), key));
        let call = self.call();
        parents.write(self.tx, &call, self.world, self.moment, own, &mut found)?;
        found.finish()
    }

    /// Notes what was written, with the action that caused it.
    pub(super) fn wrote(&mut self, written: Written<'a>) {
        let cause = self.cause.as_ref().map(|(name, _)| name.clone());
        self.written.push(Written { cause, ..written });
    }
}

/// Puts what was given into a picture; what was refused when it was read is marked.
fn take(picture: &mut Picture<'_>, given: Inputs, found: &Violations) {
    for (place, held) in given {
        picture.held[place] = held;
    }
    for (place, field) in picture.model.fields.iter().enumerate() {
        if found.has(&field.name) {
            picture.wrong.insert(place);
        }
    }
}
