//! The parts of a whole, as lists that are given with it (OBJ-11).

use std::collections::{BTreeSet, HashMap, HashSet};

use super::super::expr::Value;
use super::super::model::Model;
use super::super::shape::Name;
use super::super::values::Held;
use super::content::{List, MOST_PARTS, Part};
use super::effects::conflict;
use super::fall::Fall;
use super::judge::{Asked, judge};
use super::picture::{Call, Picture};
use super::rollup::Parents;
use super::row;
use super::writer::{Writer, Written};
use crate::engine::error::{CrmError, Result};
use crate::engine::ids::RecordId;
use crate::engine::storage::Transaction;
use crate::engine::validate::Violations;

/// What of a record is known only later in its write.
#[derive(Debug, Default)]
pub(super) struct Later {
    /// Of a whole the fields that follow the parts which the call writes too: nothing is said of them before these are
    /// written.
    pub(super) following: BTreeSet<usize>,
    /// Of a part the reference to a whole that does not stand.
    pub(super) unknown: Option<usize>,
}

impl Later {
    pub(super) fn of(model: &Model, lists: &[List]) -> Later {
        let following = if lists.is_empty() { BTreeSet::new() } else { model.following_parts() };
        Later { following, unknown: None }
    }

    /// Computes the formulas; of those that follow the parts nothing is told yet.
    pub(super) fn formulas(
        &self,
        tx: &mut dyn Transaction,
        call: &Call<'_>,
        picture: &mut Picture<'_>,
        found: &mut Violations,
    ) -> Result<()> {
        if self.following.is_empty() {
            return picture.formulas(tx, call, found);
        }
        let mut told = Violations::default();
        picture.formulas(tx, call, &mut told)?;
        let model = picture.model;
        let follows = |name: &str| self.following.iter().any(|place| model.fields[*place].name == name);
        found.extend(told.into_fields().into_iter().filter(|error| !follows(&error.field)));
        picture.wrong.retain(|place| !self.following.contains(place));
        Ok(())
    }
}

/// A whole whose lists are written.
#[derive(Debug, Clone, Copy)]
pub(super) struct Whole<'w, 'a> {
    /// As the call gives it.
    pub(super) picture: &'w Picture<'a>,
    /// Its key; none of a new one that is wrong.
    pub(super) key: Option<i64>,
    /// Whether it is new, and so are its parts.
    pub(super) new: bool,
    /// Whether it is written as it is given: else its parts are judged without it, and not written.
    pub(super) stands: bool,
}

/// What became of the lists of a whole.
#[derive(Debug, Default)]
pub(super) struct Listed<'a> {
    /// The lists that differ.
    pub(super) changed: Vec<Name>,
    /// The parts that were written.
    pub(super) written: Vec<Written<'a>>,
}

/// A list under way.
struct Plan<'a> {
    name: Name,
    model: &'a Model,
    /// The parts as they will be, each with the one that it changes.
    parts: Vec<(Option<(i64, Picture<'a>)>, Part)>,
    /// Those that are not among them any more.
    gone: Vec<(i64, Picture<'a>)>,
    /// Whether some that stay stand in another order, or behind a new one.
    moved: bool,
}

/// A part as it will be.
struct Drawn<'a> {
    before: Option<(i64, Picture<'a>)>,
    picture: Picture<'a>,
    found: Violations,
}

impl<'a> Writer<'a, '_> {
    /// Brings lists of a whole to what is given: parts with an id are changed, others added, missing ones removed. They are
    /// judged as the lists will be, so that two may change places.
    pub(super) fn lists(
        &mut self,
        whole: Whole<'_, 'a>,
        lists: Vec<List>,
        (parents, listed): (&mut Parents, &mut Listed<'a>),
        found: &mut Violations,
    ) -> Result<()> {
        let (mut plans, mut gone) = (Vec::with_capacity(lists.len()), Vec::new());
        for list in lists {
            let Some(mut plan) = self.plan(whole, list, found)? else { continue };
            let removed = std::mem::take(&mut plan.gone);
            if !removed.is_empty() {
                listed.changed.push(plan.name.clone());
            }
            gone.extend(removed.into_iter().map(|(key, picture)| (plan.model, key, picture)));
            plans.push(plan);
        }
        if let Some((model, _, first)) = gone.first() {
            let in_use = conflict(model, first.value("id"), "in_use");
            listed.written.extend(self.fell(Fall::of(gone, in_use), parents)?);
        }
        for plan in plans {
            self.list(whole, plan, (&mut *parents, &mut *listed), found)?;
        }
        Ok(())
    }

    /// What becomes of the parts of a list; nothing of one that is too long.
    fn plan(&mut self, whole: Whole<'_, 'a>, list: List, found: &mut Violations) -> Result<Option<Plan<'a>>> {
        let List { name, parts } = list;
        let known = whole.picture.model.parts.iter().find(|part| part.name == name);
        let known = known.ok_or_else(|| CrmError::bug(format!("{} has no parts {name}", whole.picture.model.name)))?;
        let model = self.model(&known.object)?;
        if parts.len() > MOST_PARTS {
            too_many(&name, found);
            return Ok(None);
        }
        let there = match whole.key.filter(|_| !whole.new) {
            Some(key) => row::parts(self.tx, model, self.world, key)?,
            None => Vec::new(),
        };
        let mut there: Vec<Option<(i64, Picture<'a>)>> = there.into_iter().map(Some).collect();
        let mut places: HashMap<RecordId, usize> = HashMap::with_capacity(there.len());
        for (at, (_, picture)) in there.iter().flatten().enumerate() {
            if let Value::Record(id) = picture.value("id") {
                places.insert(*id, at);
            }
        }
        let mut plan = Plan { name, model, parts: Vec::with_capacity(parts.len()), gone: Vec::new(), moved: false };
        let (mut last, mut behind_new, mut seen) = (None, false, HashSet::new());
        for mut part in parts {
            if part.id.is_some_and(|id| !seen.insert(id)) {
                part.found.add("id", "repeated", "is there twice", None);
            }
            let place = part.id.and_then(|id| places.get(&id)).copied();
            match place {
                Some(place) => {
                    plan.moved |= behind_new || last > Some(place);
                    last = Some(place);
                }
                None => behind_new = true,
            }
            if part.id.is_some() && place.is_none() && !whole.new {
                part.found.add("id", "unknown_record", "does not exist", None);
            }
            plan.parts.push((place.and_then(|place| there[place].take()), part));
        }
        plan.gone = there.into_iter().flatten().collect();
        Ok(Some(plan))
    }
    /// Judges the parts of a list as they will be, and writes them in their order.
    fn list(
        &mut self,
        whole: Whole<'_, 'a>,
        plan: Plan<'a>,
        (parents, listed): (&mut Parents, &mut Listed<'a>),
        found: &mut Violations,
    ) -> Result<()> {
        let Plan { name, model, parts, moved, .. } = plan;
        let mut drawn = Vec::with_capacity(parts.len());
        for (before, part) in parts {
            drawn.push(self.draw(whole, model, before, part)?);
        }
        // What they change of what tells them apart is free for the others of the list.
        let apart = model.telling_apart();
        for part in &drawn {
            if let Some((key, before)) = &part.before {
                let changed = part.picture.changed(before);
                row::empty(self.tx, model, *key, changed.intersection(&apart).copied())?;
            }
        }
        let mut behind = match whole.key.filter(|_| !whole.new && !moved) {
            Some(key) => row::behind_parts(self.tx, model, key)?.1,
            None => 0,
        };
        let (call, mut differs) = (self.call(), moved);
        for (number, part) in (0..).zip(drawn) {
            let Drawn { before, mut picture, found: mut own } = part;
            let was = before.as_ref().map(|(_, before)| before);
            let touched = was.is_none_or(|before| !picture.changed(before).is_empty());
            differs |= touched;
            if touched && !own.has("id") {
                let (key, later) = (before.as_ref().map(|(key, _)| *key), &BTreeSet::new());
                let asked = Asked { before: was, key, freezes: false, later };
                judge(self.tx, &call, &mut picture, &asked, &mut own)?;
            }
            let fits = own.is_empty() && whole.stands;
            found.within(format!("{name}[{number}]"), |found| found.extend(own.into_fields()));
            if !fits {
                continue;
            }
            let Some((key, before)) = before else {
                let at = if moved || whole.new { number } else { behind };
                behind += 1;
                let key = self.insert(&mut picture, at)?;
                parents.add(self.tx, self.world, self.moment, None, Some(&picture))?;
                listed.written.push(Written::of(model, key, None, Some(picture)));
                continue;
            };
            if moved {
                row::put_at(self.tx, model, key, number)?;
            }
            if touched {
                self.raise(&mut picture, key);
                self.rewrite(key, &before, &picture)?;
                parents.add(self.tx, self.world, self.moment, Some(&before), Some(&picture))?;
                listed.written.push(Written::of(model, key, Some(before), Some(picture)));
            }
        }
        if differs && !listed.changed.contains(&name) {
            listed.changed.push(name);
        }
        Ok(())
    }

    /// A part with what was given, its defaults and its formulas.
    fn draw(
        &mut self,
        whole: Whole<'_, 'a>,
        model: &'a Model,
        before: Option<(i64, Picture<'a>)>,
        part: Part,
    ) -> Result<Drawn<'a>> {
        let Part { id, mut fields, mut found } = part;
        let place = model.whole.ok_or_else(|| CrmError::bug(format!("{} is no part", model.name)))?;
        let later = Later { unknown: Some(place).filter(|_| !whole.stands), ..Later::default() };
        let picture = match &before {
            Some((key, before)) => self.changed(before, *key, fields, &later, &mut found)?,
            None => {
                let value = whole.picture.value("id").clone();
                fields.push((place, Held { value, key: whole.key, currency: None }));
                let id = id.unwrap_or_else(|| (self.ids)());
                self.fresh(model, id, fields, &later, &mut found)?
            }
        };
        Ok(Drawn { before, picture, found })
    }
}

pub(super) fn too_many(list: &str, found: &mut Violations) {
    let limit = MOST_PARTS.to_string();
    found.add(list, "too_many", format!("must have at most {limit} elements"), Some(limit));
}
