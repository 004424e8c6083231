//! A whole and what is written of its parts: what follows them is settled behind them, and a part that is written alone, by an
//! effect or a reference that is cleared, is a change of its whole (OBJ-11).

use super::super::model::Model;
use super::content::MOST_PARTS;
use super::effects::changeable;
use super::judge::{Asked, following, frozen_parts};
use super::parts::{Later, too_many};
use super::picture::Picture;
use super::rollup::Parents;
use super::row;
use super::writer::{Writer, Written};
use crate::engine::error::Result;
use crate::engine::validate::Violations;

impl<'a> Writer<'a, '_> {
    /// Brings the parents of what was written to it, then says what follows the record's own parts: `given` is the record as
    /// the call gave it. What is wrong refuses the call (ROLL-4).
    pub(super) fn settle(
        &mut self,
        parents: Parents,
        given: &Picture<'a>,
        key: i64,
        later: &Later,
        asked: &Asked<'_>,
    ) -> Result<()> {
        let (call, mut found) = (self.call(), Violations::default());
        self.bring(parents, given, key, &mut found)?;
        if !later.following.is_empty()
            && let Some(mut picture) = row::read_by_key(self.tx, given.model, self.world, key)?
        {
            let mut told = Violations::default();
            picture.formulas(self.tx, &call, &mut told)?;
            found.extend(told.into_fields().into_iter().filter(|error| !found.has(&error.field)).collect::<Vec<_>>());
            following(self.tx, &call, &mut picture, given, asked, &mut found)?;
        }
        found.finish()
    }

    /// Brings parents to a record that was written, with its parts. Its own checks are named as they are, and those of the
    /// whole whose effects are under way.
    pub(super) fn bring(
        &mut self,
        parents: Parents,
        record: &Picture<'_>,
        key: i64,
        found: &mut Violations,
    ) -> Result<()> {
        let call = self.call();
        let whole = self.whole_of(record)?.filter(|(whole, key)| self.is_acting(whole, *key));
        let (model, key) = whole.unwrap_or((record.model, key));
        let rolled = parents.write(self.tx, &call, self.world, self.moment, Some((&model.name, key)), found)?;
        self.rolled.extend(rolled);
        Ok(())
    }

    /// Whether the effects under way are this record's own: nothing of it is frozen for them (MACH-5).
    pub(super) fn is_acting(&self, model: &Model, key: i64) -> bool {
        self.acting.as_ref().is_some_and(|(name, acting)| *name == model.name && *acting == key)
    }

    /// The whole of a part, where it has one.
    pub(super) fn whole_of<'w>(&self, part: &Picture<'w>) -> Result<Option<(&'a Model, i64)>> {
        let key = part.model.whole.and_then(|place| part.held[place].key);
        match part.model.whole().zip(key) {
            Some((whole, key)) => Ok(Some((self.model(whole)?, key))),
            None => Ok(None),
        }
    }

    /// What stands against a part that is written alone: a whole whose parts are frozen (MACH-5).
    ///
    /// # Errors
    /// [`CrmError::IllegalTransition`] where the whole's state is final.
    pub(super) fn ask_whole(&mut self, part: &Picture<'_>, found: &mut Violations) -> Result<()> {
        let Some((model, key)) = self.whole_of(part)? else { return Ok(()) };
        if self.is_acting(model, key) {
            return Ok(());
        }
        let Some(whole) = row::read_by_key(self.tx, model, self.world, key)? else { return Ok(()) };
        changeable(&whole)?;
        let lists = model.parts.iter().filter(|list| list.object == part.model.name);
        let lists: Vec<_> = lists.map(|list| list.name.clone()).collect();
        let call = self.call();
        frozen_parts(self.tx, &call, &whole, &lists, found)
    }

    /// The place of a part that is made alone, behind those that its whole has; nothing of another record.
    pub(super) fn alone(&mut self, picture: &Picture<'_>, found: &mut Violations) -> Result<i64> {
        let Some(place) = picture.model.whole else { return Ok(0) };
        let Some((whole, key)) = self.whole_of(picture)? else {
            found.missing_once(&picture.model.fields[place].name);
            return Ok(0);
        };
        self.ask_whole(picture, found)?;
        let (count, behind) = row::behind_parts(self.tx, picture.model, key)?;
        if count >= MOST_PARTS as i64 {
            let list = whole.parts.iter().find(|list| list.object == picture.model.name);
            too_many(list.map_or("", |list| &list.name), found);
        }
        Ok(behind)
    }

    /// What stands against a change of a part alone: it stays with its whole.
    pub(super) fn stays(
        &mut self,
        before: &Picture<'_>,
        picture: &Picture<'_>,
        freezes: bool,
        found: &mut Violations,
    ) -> Result<()> {
        let Some(place) = picture.model.whole else { return Ok(()) };
        let name = &picture.model.fields[place].name;
        if before.held[place] != picture.held[place] && !found.has(name) {
            found.add(name, "fixed", "can't be changed", None);
        }
        if freezes && !picture.changed(before).is_empty() { self.ask_whole(before, found) } else { Ok(()) }
    }

    /// Raises the version of the whole of a part that was written alone, once a call.
    pub(super) fn touch_whole(&mut self, part: &Picture<'_>) -> Result<()> {
        let Some((model, key)) = self.whole_of(part)? else { return Ok(()) };
        if self.raised.contains(&(model.name.clone(), key)) {
            return Ok(());
        }
        let Some(before) = row::read_by_key(self.tx, model, self.world, key)? else { return Ok(()) };
        let mut picture = before.clone();
        self.raise(&mut picture, key);
        self.rewrite(key, &before, &picture)?;
        self.wrote(Written::of(model, key, Some(before), Some(picture)));
        Ok(())
    }
}
