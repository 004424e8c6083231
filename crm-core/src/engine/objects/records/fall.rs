//! What goes with a record that is deleted: its parts, and what refers to it where the field says so, with theirs in turn
//! (OBJ-13). Everything that goes is found first, whatever circles there are; then references are cleared, then rows go.

use std::collections::BTreeSet;

use super::super::define::document::{FieldType, OnDelete};
use super::super::expr::Value;
use super::super::life::asleep::{Place, Sleeping};
use super::super::model::{FieldModel, Model};
use super::super::shape::{ENTRY, Name};
use super::super::values::Held;
use super::delete::begins;
use super::picture::{Look, Picture};
use super::rollup::Parents;
use super::row;
use super::writer::{MOST_CAUSED, Writer, Written};
use crate::engine::error::{CrmError, Result};
use crate::engine::ids::RecordId;
use crate::engine::storage::{Value as Stored, params};
use crate::engine::validate::Violations;

/// A record that goes.
struct Going<'a> {
    model: &'a Model,
    key: i64,
    picture: Picture<'a>,
    /// Its parts, list by list.
    parts: Vec<(Name, Vec<Picture<'a>>)>,
    /// Whether it goes because it, or its whole, refers to another.
    follows: bool,
}

/// A reference to what goes.
struct Reference<'a> {
    model: &'a Model,
    key: i64,
    place: usize,
    rule: OnDelete,
}

/// What goes.
pub(super) struct Fall<'a> {
    going: Vec<Going<'a>>,
    known: BTreeSet<(Name, i64)>,
    references: Vec<Reference<'a>>,
    /// How many records go because they refer to another, without their parts.
    followed: usize,
    /// The typed record that goes.
    typed: Option<(Name, i64)>,
    /// The refusal, where something stands against it.
    in_use: CrmError,
}

impl<'a> Fall<'a> {
    /// Records go that were read.
    pub(super) fn of(roots: Vec<(&'a Model, i64, Picture<'a>)>, in_use: CrmError) -> Fall<'a> {
        let (going, known) = (Vec::new(), BTreeSet::new());
        let mut fall = Fall { going, known, references: Vec::new(), followed: 0, typed: None, in_use };
        for (model, key, picture) in roots {
            fall.add(model, key, picture, false);
        }
        fall
    }

    /// A typed record goes.
    pub(super) fn of_typed(object: &str, key: i64, in_use: CrmError) -> Fall<'a> {
        Fall { typed: Some((Name::new(object), key)), ..Fall::of(Vec::new(), in_use) }
    }

    fn add(&mut self, model: &'a Model, key: i64, picture: Picture<'a>, follows: bool) {
        if self.known.insert((model.name.clone(), key)) {
            self.going.push(Going { model, key, picture, parts: Vec::new(), follows });
        }
    }

    fn goes(&self, model: &Model, key: i64) -> bool {
        self.known.contains(&(model.name.clone(), key))
    }

    fn in_use<T>(&self) -> Result<T> {
        Err(self.in_use.clone())
    }

    /// The rows that go, that of the typed record among them: their tables and keys.
    fn rows(&self, world: &dyn Look) -> Vec<Place> {
        let rows = self.going.iter().map(|going| (going.model.table.clone(), going.key));
        let typed = self.typed.as_ref().and_then(|(object, key)| Some((world.table(object)?, *key)));
        rows.chain(typed).collect()
    }

    /// The records that go: their objects and ids.
    fn records(&self) -> Vec<(Name, RecordId)> {
        let record = |going: &Going<'_>| match going.picture.value("id") {
            Value::Record(id) => Some((going.model.name.clone(), *id)),
            _ => None,
        };
        self.going.iter().filter_map(record).collect()
    }

    /// A hindrance at what follows is the deletion's own.
    fn hindered<T>(&self, done: Result<T>) -> Result<T> {
        match done {
            Err(CrmError::Invalid { .. } | CrmError::IllegalTransition { .. }) => self.in_use(),
            done => done,
        }
    }

    fn too_many(&self) -> CrmError {
        self.conflict("too_many")
    }

    /// The refusal, with another reason.
    fn conflict(&self, reason: &str) -> CrmError {
        match &self.in_use {
            CrmError::Conflict { entity, id, .. } => CrmError::conflict(entity, id, reason),
            other => other.clone(),
        }
    }
}

impl<'a> Writer<'a, '_> {
    /// Deletes what goes, with what follows, once that was told; gives what is gone. The parents of the records with which it began are added to
    /// `parents`; those of what follows are brought to it.
    pub(super) fn fell(&mut self, mut fall: Fall<'a>, parents: &mut Parents) -> Result<Vec<Written<'a>>> {
        self.fallen(&mut fall)?;
        if let Some(falls) = &mut self.falls {
            falls(self.tx, &fall.records())?;
        }
        for reference in std::mem::take(&mut fall.references) {
            self.release(reference, &fall)?;
        }
        self.strike(fall, parents)
    }

    fn fallen(&mut self, fall: &mut Fall<'a>) -> Result<()> {
        if let Some((object, key)) = fall.typed.clone() {
            self.referring(&object, key, fall)?;
        }
        let (mut sleeping, mut at) = (Sleeping::of(self.world), 0);
        loop {
            self.falling(fall, &mut at)?;
            // By the word of a pack that sleeps records may go that are awake: they follow as by hand (PACK-9).
            let along = sleeping.going(self.tx, &fall.rows(self.world))?.map_err(|reason| fall.conflict(reason))?;
            let awake: Vec<(&Model, i64)> = sleeping.awake(&along).collect();
            if awake.is_empty() {
                return if along.held { fall.in_use() } else { Ok(()) };
            }
            for (model, key) in awake {
                self.follow(model, key, fall)?;
            }
        }
    }

    /// Whether something stands against the deletion of a record, looked at as it would be deleted.
    pub(super) fn stands(&mut self, object: &str, key: i64) -> Result<bool> {
        let in_use = CrmError::conflict(object, key, "in_use");
        let mut fall = match self.world.models.get(object) {
            None => Fall::of_typed(object, key, in_use),
            Some(model) => match row::read_by_key(self.tx, model, self.world, key)? {
                Some(picture) => Fall::of(vec![(model, key, picture)], in_use),
                None => return Ok(false),
            },
        };
        match self.fallen(&mut fall) {
            Err(failure) if failure.is_failure() => Err(failure),
            Err(_) => Ok(true),
            Ok(()) => {
                Ok(fall.references.iter().any(|one| one.rule != OnDelete::Clear && !fall.goes(one.model, one.key)))
            }
        }
    }

    /// Finds all that goes, and what refers to it; nothing is written.
    fn falling(&mut self, fall: &mut Fall<'a>, at: &mut usize) -> Result<()> {
        while let Some(going) = fall.going.get(*at) {
            let (model, key) = (going.model, going.key);
            self.with_parts(*at, fall)?;
            self.referring(&model.name, key, fall)?;
            *at += 1;
        }
        Ok(())
    }

    /// The parts of a record go with it.
    fn with_parts(&mut self, at: usize, fall: &mut Fall<'a>) -> Result<()> {
        let Going { model, key, follows, .. } = fall.going[at];
        for list in &model.parts {
            let part = self.model(&list.object)?;
            let mut all = Vec::new();
            for (key, picture) in row::parts(self.tx, part, self.world, key)? {
                all.push(picture.clone());
                fall.add(part, key, picture, follows);
            }
            fall.going[at].parts.push((list.name.clone(), all));
        }
        Ok(())
    }

    /// Finds what refers to a record.
    fn referring(&mut self, object: &str, key: i64, fall: &mut Fall<'a>) -> Result<()> {
        let world = self.world;
        self.referring_beside(object, key, fall)?;
        for model in world.models.values() {
            for (place, field) in model.fields.iter().enumerate().filter(|(_, field)| refers(field, object)) {
                // A part goes with its whole, whatever the field says.
                if model.whole == Some(place) {
                    continue;
                }
                let rule = field.field.as_ref().and_then(|field| field.ty.on_delete()).unwrap_or(OnDelete::Refuse);
                let slot = &field.lies.value;
                let sql = format!("SELECT id FROM {} WHERE {slot} = ? ORDER BY id LIMIT ?", model.table);
                let found: Vec<i64> = self.tx.all(&sql, params![key, MOST_CAUSED as i64 + 1], |c| c.next())?;
                if found.len() > MOST_CAUSED {
                    return if rule == OnDelete::Refuse { fall.in_use() } else { Err(fall.too_many()) };
                }
                for key in found {
                    if rule == OnDelete::Delete && !fall.goes(model, key) {
                        self.follow(model, key, fall)?;
                    }
                    fall.references.push(Reference { model, key, place, rule });
                }
            }
        }
        Ok(())
    }

    /// Finds which typed records refer to a record by a custom field. They are never deleted with it: that is their area's.
    fn referring_beside(&mut self, object: &str, key: i64, fall: &mut Fall<'a>) -> Result<()> {
        let world = self.world;
        for model in world.extended.values() {
            let Some(beside) = model.extended.as_ref().and_then(|extended| extended.beside.as_ref()) else { continue };
            for (place, field) in model.fields.iter().enumerate().filter(|(_, field)| refers(field, object)) {
                let rule = field.field.as_ref().and_then(|field| field.ty.on_delete()).unwrap_or(OnDelete::Refuse);
                let sql = format!("SELECT id FROM {beside} WHERE {} = ? ORDER BY id LIMIT ?", field.lies.value);
                let mut found: Vec<i64> = self.tx.all(&sql, params![key, MOST_CAUSED as i64 + 1], |c| c.next())?;
                // One that refers to itself goes with its row.
                found.retain(|theirs| fall.typed.as_ref() != Some(&(model.name.clone(), *theirs)));
                match rule {
                    _ if found.is_empty() => {}
                    OnDelete::Clear if found.len() > MOST_CAUSED => return Err(fall.too_many()),
                    OnDelete::Clear => {
                        let cleared = found.into_iter().map(|key| Reference { model, key, place, rule });
                        fall.references.extend(cleared);
                    }
                    OnDelete::Refuse | OnDelete::Delete => return fall.in_use(),
                }
            }
        }
        Ok(())
    }

    /// A record that refers to what goes is deleted as by hand.
    fn follow(&mut self, model: &'a Model, key: i64, fall: &mut Fall<'a>) -> Result<()> {
        let Some(picture) = row::read_by_key(self.tx, model, self.world, key)? else { return Ok(()) };
        fall.hindered(begins(&picture))?;
        fall.add(model, key, picture, true);
        fall.followed += 1;
        if fall.followed > MOST_CAUSED {
            return Err(fall.too_many());
        }
        Ok(())
    }

    /// Lets a reference go: with its record, or cleared, even a frozen one; else it hinders the deletion.
    fn release(&mut self, reference: Reference<'a>, fall: &Fall<'a>) -> Result<()> {
        let Reference { model, key, place, rule } = reference;
        if fall.goes(model, key) {
            return row::empty(self.tx, model, key, [place]);
        }
        if rule != OnDelete::Clear {
            return fall.in_use();
        }
        let Some(before) = row::read_by_key(self.tx, model, self.world, key)? else { return Ok(()) };
        if model.extended.is_some() {
            let count = format!("UPDATE {} SET version = version + 1 WHERE id = ?", model.table);
            self.tx.execute(&count, params![key])?;
        }
        let cleared = self.update(key, before, vec![(place, Held::default())], false, Violations::default());
        fall.hindered(cleared)
    }

    /// Deletes the rows: parts before their wholes, what follows before what it followed.
    fn strike(&mut self, fall: Fall<'a>, parents: &mut Parents) -> Result<Vec<Written<'a>>> {
        let mut touched = Vec::new();
        for going in fall.going.iter().filter(|going| going.follows) {
            if self.whole_of(&going.picture)?.is_some_and(|(whole, key)| !fall.goes(whole, key)) {
                let mut found = Violations::default();
                let asked = self.ask_whole(&going.picture, &mut found).and_then(|()| found.finish());
                fall.hindered(asked)?;
                touched.push(going.picture.clone());
            }
        }
        // What no model tells of: hidden references, and those of packs that sleep (PACK-9). It is asked of all that goes
        // together, since what goes too holds nothing.
        let lost = Sleeping::of(self.world).let_go(self.tx, &fall.rows(self.world), &|reason| fall.conflict(reason))?;
        self.lost.extend(lost);
        let (whole, part): (Vec<_>, Vec<_>) = fall.going.iter().partition(|going| going.model.whole.is_none());
        for going in whole.into_iter().chain(part).rev() {
            let sql = format!("DELETE FROM {} WHERE id = ?", going.model.table);
            self.tx.execute(&sql, &[Stored::Integer(going.key)])?;
        }
        let mut theirs = Parents::default();
        for going in &fall.going {
            let into = if going.follows { &mut theirs } else { &mut *parents };
            into.add(self.tx, self.world, self.moment, Some(&going.picture), None)?;
        }
        let (call, mut found) = (self.call(), Violations::default());
        let rolled = theirs.write(self.tx, &call, self.world, self.moment, None, &mut found)?;
        self.rolled.extend(rolled);
        fall.hindered(found.finish())?;
        for picture in &touched {
            self.touch_whole(picture)?;
        }
        let gone = |going: Going<'a>| {
            let written = Written::of(going.model, going.key, Some(going.picture), None);
            Written { parts: going.parts, ..written }
        };
        Ok(fall.going.into_iter().rev().map(gone).collect())
    }
}

/// Whether a field refers to records of the object.
pub(super) fn refers(field: &FieldModel, object: &str) -> bool {
    match field.field.as_ref().map(|field| &field.ty) {
        Some(FieldType::Entry { .. }) => object == ENTRY,
        Some(ty) => ty.to() == Some(object),
        None => false,
    }
}
