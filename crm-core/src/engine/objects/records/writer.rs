//! One write of records of defined objects, with everything that it causes (MACH-10, steps 2 to 7): the record, its parents,
//! and the effects of its action, all or nothing.

use std::collections::BTreeSet;

use serde_json::Value as Json;

use super::super::catalogue::current::Catalogue;
use super::super::days::Moment;
use super::super::expr::{Context, Value};
use super::super::life::asleep::Lost;
use super::super::model::{ActionModel, Model};
use super::super::record::RecordKey;
use super::super::shape::Name;
use super::content::{Content, Inputs};
use super::guardable::Guardable;
use super::judge::{Asked, action as judge_action, frozen_parts, judge};
use super::parts::{Later, Listed, Whole};
use super::picture::{Call, Picture};
use super::rollup::{Parents, Rolled, begin};
use super::steps::take;
use crate::engine::clock::{Date, Timestamp};
use crate::engine::error::{CrmError, Result};
use crate::engine::ids::RecordId;
use crate::engine::storage::Transaction;
use crate::engine::validate::Violations;

/// What one record of a call may cause by effects (MACH-9).
pub const MOST_CAUSED: usize = 1_000;

/// How deep effects may cause effects (MACH-9).
pub const MOST_DEEP: usize = 5;

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
    /// Where a whole is gone, its parts as they were, list by list and in order; each is among what was written too.
    pub parts: Vec<(Name, Vec<Picture<'a>>)>,
    /// The action that caused it, `hotel.reservation.leave`; none where the call itself did.
    pub cause: Option<String>,
}

impl<'a> Written<'a> {
    pub(super) fn of(
        model: &'a Model,
        key: i64,
        before: Option<Picture<'a>>,
        after: Option<Picture<'a>>,
    ) -> Written<'a> {
        Written { model, key, before, after, parts: Vec::new(), cause: None }
    }
}

/// What an effect causes beside records (MACH-8), once everything is written.
#[derive(Debug, PartialEq)]
pub enum Deed {
    /// A call of a typed operation that is for rules, with its arguments.
    Call(Name, Json),
    /// A call of the operation that writes a typed record, with its arguments.
    Write(&'static str, Json),
    /// People are told something.
    Notify(Notice),
}

/// What an effect tells people.
#[derive(Debug, PartialEq)]
pub struct Notice {
    /// The record of the action.
    pub record: RecordKey,
    /// The users.
    pub people: Vec<RecordId>,
    /// The part of the object that the text is, by which labels say it.
    pub part: String,
    /// The text, in which `{path}` prints a field.
    pub text: String,
    /// The rule that tells it; none where an action does.
    pub rule: Option<Name>,
    /// What fields of the record before the call had that the text prints, as JSON.
    pub old: Vec<(String, Json)>,
}

/// The rule whose effects are under way.
#[derive(Debug, Clone)]
pub struct RuleOf {
    /// Its name.
    pub name: Name,
    /// The company's currency.
    pub company: String,
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
    /// What effects cause beside, in order.
    pub deeds: Vec<Deed>,
    /// What the effects of a rule have done that may be guarded, in order.
    pub guardable: Vec<Guardable>,
    /// Parents that were brought to their children.
    pub rolled: Vec<Rolled>,
    /// What went along of packs that sleep.
    pub lost: Vec<Lost>,
    /// The action whose effects are under way, with how deep they are.
    pub(super) cause: Option<(String, usize)>,
    /// How much effects have changed.
    pub(super) caused: usize,
    /// The record whose effects are under way: nothing of it is frozen for them (MACH-5).
    pub(super) acting: Option<(Name, i64)>,
    /// The rule whose effects are under way, and not those of an action that it calls.
    pub(super) rule: Option<RuleOf>,
    /// The records whose version the call has raised.
    pub(super) raised: BTreeSet<(Name, i64)>,
    /// What is told of records that are about to go, with all that goes with them, while they are there.
    pub falls: Option<&'t mut Falls<'t>>,
}

/// Hears of records that are about to go, by their objects and ids.
pub type Falls<'t> = dyn FnMut(&mut dyn Transaction, &[(Name, RecordId)]) -> Result<()> + 't;

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
        let (written, deeds, lost, raised) = (Vec::new(), Vec::new(), Vec::new(), BTreeSet::new());
        let (rolled, guardable) = (Vec::new(), Vec::new());
        let (cause, caused, acting, rule, falls) = (None, 0, None, None, None);
        Writer {
            tx,
            world,
            context,
            moment,
            hand,
            ids,
            written,
            deeds,
            guardable,
            rolled,
            lost,
            cause,
            caused,
            acting,
            rule,
            raised,
            falls,
        }
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

    /// The model of a defined object, or of a typed one with what packs give it.
    pub(super) fn any(&self, object: &str) -> Result<&'a Model> {
        let world: &'a Catalogue = self.world;
        world.extended.get(object).map_or_else(|| self.model(object), |model| Ok(model))
    }

    /// Creates a record with its parts; `found` is what is wrong with what was given. Gives its key.
    ///
    /// # Errors
    /// [`CrmError::Invalid`] with everything that is wrong at once; whatever the database says. A write that is refused may
    /// have written before it was: whoever called takes that back.
    pub fn create(
        &mut self,
        model: &'a Model,
        id: RecordId,
        content: impl Into<Content>,
        mut found: Violations,
    ) -> Result<i64> {
        let Content { fields, lists } = content.into();
        let later = Later::of(model, &lists);
        let mut picture = self.fresh(model, id, fields, &later, &mut found)?;
        let (call, asked) = (self.call(), Asked { before: None, key: None, freezes: false, later: &later.following });
        judge(self.tx, &call, &mut picture, &asked, &mut found)?;
        let at = self.alone(&picture, &mut found)?;
        let key = if found.is_empty() { Some(self.insert(&mut picture, at)?) } else { None };
        let (mut parents, mut listed) = (Parents::default(), Listed::default());
        if key.is_some() {
            parents.add(self.tx, self.world, self.moment, None, Some(&picture))?;
        }
        self.lists(
            Whole { picture: &picture, key, new: true, stands: key.is_some() },
            lists,
            (&mut parents, &mut listed),
            &mut found,
        )?;
        found.finish()?;
        let key = key.ok_or_else(|| CrmError::bug("a record that is right and not written"))?;
        self.settle(parents, &picture, key, &later, &asked)?;
        self.touch_whole(&picture)?;
        self.wrote(Written::of(model, key, None, Some(picture)));
        listed.written.into_iter().for_each(|written| self.wrote(written));
        Ok(key)
    }

    /// Changes the fields of a record that was read, and lists of its parts.
    ///
    /// # Errors
    /// As [`Writer::create`].
    pub fn update(
        &mut self,
        key: i64,
        before: Picture<'a>,
        content: impl Into<Content>,
        freezes: bool,
        mut found: Violations,
    ) -> Result<()> {
        let Content { fields, lists } = content.into();
        let model = before.model;
        let later = Later::of(model, &lists);
        let mut picture = self.changed(&before, key, fields, &later, &mut found)?;
        let call = self.call();
        let asked = Asked { before: Some(&before), key: Some(key), freezes, later: &later.following };
        judge(self.tx, &call, &mut picture, &asked, &mut found)?;
        self.stays(&before, &picture, freezes, &mut found)?;
        let stands = found.is_empty();
        let differs = !picture.changed(&before).is_empty();
        if stands && differs {
            self.raise(&mut picture, key);
            self.rewrite(key, &before, &picture)?;
        }
        let (mut parents, mut listed) = (Parents::default(), Listed::default());
        self.lists(
            Whole { picture: &picture, key: Some(key), new: false, stands },
            lists,
            (&mut parents, &mut listed),
            &mut found,
        )?;
        if freezes && !listed.changed.is_empty() {
            frozen_parts(self.tx, &call, &before, &listed.changed, &mut found)?;
        }
        found.finish()?;
        if !differs && listed.changed.is_empty() {
            return Ok(());
        }
        if !differs {
            self.raise(&mut picture, key);
            self.rewrite(key, &before, &picture)?;
        }
        parents.add(self.tx, self.world, self.moment, Some(&before), Some(&picture))?;
        self.settle(parents, &picture, key, &later, &asked)?;
        self.touch_whole(&picture)?;
        self.wrote(Written::of(model, key, Some(before), Some(picture)));
        listed.written.into_iter().for_each(|written| self.wrote(written));
        Ok(())
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
        begin(self.tx, self.world, self.moment, &mut first, (Some(&before), Some(key)))?;
        first.formulas(self.tx, &call, &mut found)?;
        // P2: with all that it sets, each computed from P1.
        let mut picture = first.clone();
        for (place, by) in &action.set {
            let mut computed = first.clone();
            computed.compute(self.tx, &call, *place, by, &mut found)?;
            picture.take_over(*place, &computed);
        }
        begin(self.tx, self.world, self.moment, &mut picture, (Some(&before), Some(key)))?;
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
        let asked = Asked { before: Some(&before), key: Some(key), freezes: true, later: &BTreeSet::new() };
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
        self.raise(&mut picture, key);
        self.rewrite(key, &before, &picture)?;
        let mut parents = Parents::default();
        parents.add(self.tx, self.world, self.moment, Some(&before), Some(&picture))?;
        let mut found = Violations::default();
        self.bring(parents, &picture, key, &mut found)?;
        found.finish()?;
        self.wrote(Written::of(picture.model, key, Some(before), Some(picture)));
        Ok(())
    }

    /// Notes what was written, with the action that caused it.
    pub(super) fn wrote(&mut self, written: Written<'a>) {
        let cause = self.cause.as_ref().map(|(name, _)| name.clone());
        self.written.push(Written { cause, ..written });
    }
}
