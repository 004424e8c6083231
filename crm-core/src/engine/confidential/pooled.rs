//! What pools hide of their records (ASSIGN-7): a right to fields that goes by the record, for whoever neither looks after the pool
//! nor gives records to others. Which of a result's records are in such a pool is asked once, in the call's own transaction.
//! A condition over such a field, a search, an order or a sum, finds no record of these pools.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use super::declared::{self, Declared};
use super::parts::Part;
use super::store;
use super::{FieldRight, Limits};
use crate::engine::error::Result;
use crate::engine::gate::{Entity, kind};
use crate::engine::schema::{FieldInfo, Of, RecordInfo};
use crate::engine::storage::Transaction;

/// The pool of what is in any, where it is not known in which.
const ANY: i64 = -1;

/// What pools hide from somebody.
#[derive(Debug, Default)]
pub(super) struct Pooled {
    /// The fields, by their pools.
    pub(super) hidden: Vec<(i64, &'static Declared)>,
    /// The pools of records that are in one.
    found: RefCell<BTreeMap<Uuid, i64>>,
    /// The records that a result tells of, while they are looked for.
    sought: RefCell<BTreeSet<(&'static str, Uuid)>>,
    seeking: Cell<bool>,
    /// The pools over whose hidden fields something was asked.
    asked: RefCell<BTreeSet<i64>>,
}

impl Pooled {
    /// Hides what the pools with these keys hide.
    pub(super) fn of(hidden: Vec<(i64, &'static Declared)>) -> Pooled {
        Pooled { hidden, ..Pooled::default() }
    }

    fn hides(&self, pool: i64, declared: &Declared) -> bool {
        self.hidden.iter().any(|(of, hidden)| (*of == pool || pool == ANY) && std::ptr::eq(*hidden, declared))
    }
}

impl Limits {
    /// The right to a field of a record that is in a pool.
    pub(super) fn to_pooled(&self, declared: &'static Declared, pool: Option<i64>) -> FieldRight {
        let right = self.to(declared);
        match pool.zip(self.pooled.as_ref()) {
            Some((pool, pooled)) if pooled.hides(pool, declared) => {
                right.min(store::effective(declared, FieldRight::Masked))
            }
            _ => right,
        }
    }

    /// The pool of a record that is told of, where that hides something; none too while records are looked for.
    pub(super) fn pool_of(&self, info: &'static RecordInfo, parts: &[&mut dyn Part]) -> Option<i64> {
        let pooled = self.pooled.as_ref()?;
        let (entity, place) = pooled.tells_of(info)?;
        let at = info.fields.iter().position(|field| field.name() == place)?;
        let id = parts.get(at)?.id()?;
        if pooled.seeking.get() {
            pooled.sought.borrow_mut().insert((entity, id));
            return None;
        }
        pooled.found.borrow().get(&id).copied()
    }

    /// Whether records are looked for, and nothing is withheld yet.
    pub(super) fn is_seeking(&self) -> bool {
        self.pooled.as_ref().is_some_and(|pooled| pooled.seeking.get())
    }

    /// Looks which of the records that a result tells of are in a pool; `walk` goes through it.
    ///
    /// # Errors
    /// Whatever the database says.
    pub(crate) fn seek(&self, tx: &mut dyn Transaction, walk: impl FnOnce(&Limits)) -> Result<()> {
        let Some(pooled) = &self.pooled else { return Ok(()) };
        pooled.seeking.set(true);
        walk(self);
        pooled.seeking.set(false);
        let mut of: BTreeMap<&'static str, Vec<Uuid>> = BTreeMap::new();
        for (entity, id) in std::mem::take(&mut *pooled.sought.borrow_mut()) {
            of.entry(entity).or_default().push(id);
        }
        let mut found = BTreeMap::new();
        for (entity, ids) in of {
            store::pools_of(tx, entity, &ids, &mut found)?;
        }
        *pooled.found.borrow_mut() = found;
        Ok(())
    }

    /// Looks whether one record is in a pool, before its history is told.
    ///
    /// # Errors
    /// Whatever the database says.
    pub(crate) fn seek_one(&self, tx: &mut dyn Transaction, entity: &str, id: Uuid) -> Result<()> {
        let Some(pooled) = &self.pooled else { return Ok(()) };
        let mut found = BTreeMap::new();
        if let Some((_, declared)) = pooled.hidden.iter().find(|(_, declared)| declared.entity == entity) {
            store::pools_of(tx, declared.entity, &[id], &mut found)?;
        }
        pooled.found.borrow_mut().extend(found);
        Ok(())
    }

    /// The pool by which what was kept of a record is told: its own, or where it is not known which record that is, any.
    pub(super) fn pool_kept(&self, id: Option<Uuid>) -> Option<i64> {
        let pooled = self.pooled.as_ref()?;
        match id {
            Some(id) => pooled.found.borrow().get(&id).copied(),
            None => Some(ANY),
        }
    }

    /// Notes that something is asked over a field.
    pub(super) fn ask_over(&self, of: Option<Of>, field: &FieldInfo) {
        if self.pooled.is_some() {
            declared::links(of, field).into_iter().for_each(|declared| self.ask_over_declared(declared));
        }
    }

    pub(super) fn ask_over_declared(&self, declared: &Declared) {
        let Some(pooled) = &self.pooled else { return };
        let pools = pooled.hidden.iter().filter(|(_, hidden)| std::ptr::eq(*hidden, declared));
        pooled.asked.borrow_mut().extend(pools.map(|(pool, _)| *pool));
    }

    /// The condition that a record of a kind is in none of the pools over whose hidden fields something was asked, of the table's
    /// alias; none where nothing was, and of records that belong to none which could be.
    pub(crate) fn not_pooled(&self, entity: &Entity, alias: &str) -> Option<String> {
        let asked = self.pooled.as_ref()?.asked.borrow();
        if asked.is_empty() {
            return None;
        }
        // Keys alone, which come from the database: no list of parameters has to be carried along.
        let pools = asked.iter().map(i64::to_string).collect::<Vec<_>>().join(", ");
        let belongs = kind::find(entity).ok()?.belongs;
        store::not_pooled(entity.as_str(), belongs, alias, &pools)
    }
}

impl Pooled {
    /// Of which record it tells what may be hidden, and the field that says which: its own id, or that of whom it mentions.
    fn tells_of(&self, info: &'static RecordInfo) -> Option<(&'static str, &'static str)> {
        let hidden = |declared: &&'static Declared| self.hidden.iter().any(|(_, of)| std::ptr::eq(*of, *declared));
        let found = info.fields.iter().flat_map(|field| declared::links(info.of, field)).find(hidden)?;
        match info.of {
            Some(of) if of.entity == found.entity && info.begins_with_id() => Some((found.entity, "id")),
            _ => Some((found.entity, found.entity)),
        }
    }
}
