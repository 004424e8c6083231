//! Keeps `access` as the truth is. What a call touched follows from the changes that it tells the audit: no rule has to
//! think of it, and none can forget it.

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use super::kinds::{self, Scoped};
use super::principal::{Kind, Principal};
use super::{store, truth};
use crate::engine::audit::{Action, Change};
use crate::engine::error::{CrmError, Result};
use crate::engine::gate::{Entity, kind};
use crate::engine::ids::RecordId;
use crate::engine::storage::{Transaction, each_by_key, params};

/// Those whose changes touch what everybody reaches.
const USER: &str = "user";
const DEPARTMENT: &str = "department";
const ROLE: &str = "role";

/// A record that a call is about to delete, by its kind's number and its key.
pub(crate) type Gone = (i64, i64);

/// The key of a record that is about to be deleted, where its kind has a scope.
pub(crate) fn going(tx: &mut dyn Transaction, entity: &Entity, id: RecordId) -> Result<Option<Gone>> {
    let Some(scoped) = kinds::find(entity) else { return Ok(None) };
    let sql = format!("SELECT id FROM {} WHERE uid = ?", scoped.table());
    let key: Option<i64> = tx.one(&sql, params![&id.0], |c| c.next())?;
    key.map(|key| Some((scoped.number, key)))
        .ok_or_else(|| CrmError::bug(format!("{entity} was deleted before it was told")))
}

/// Puts right what a call touched: behind its rule, in its transaction.
pub(crate) fn settle(tx: &mut dyn Transaction, changes: &[Change], gone: &[Gone]) -> Result<()> {
    let mut found = Touched::default();
    for change in changes {
        found.read(tx, change)?;
    }
    for (number, key) in gone {
        found.keys.entry(*number).or_default().insert(*key);
    }
    found.settle(tx)
}

/// What a call touched.
#[derive(Default)]
struct Touched {
    /// Records, by the number of their kind.
    keys: BTreeMap<i64, BTreeSet<i64>>,
    /// Those whose followers are touched too.
    settled: BTreeMap<i64, BTreeSet<i64>>,
    /// Those that tell others, by the place of what is told among all kinds'.
    telling: BTreeMap<(i64, usize), BTreeSet<i64>>,
    /// People who reach something else now.
    people: BTreeSet<i64>,
    /// Something changed that is remembered.
    epoch: bool,
    roles: bool,
}

impl Touched {
    fn read(&mut self, tx: &mut dyn Transaction, change: &Change) -> Result<()> {
        let Some(id) = change.id else { return Ok(()) };
        // The names of what changed stand in it as keys; a text that looks like one makes more work and no mistake.
        let after = change.after.as_deref().unwrap_or_default();
        let names = |field: &str| change.action == Action::Created || after.contains(&format!("\"{field}\":"));
        match change.entity.as_str() {
            USER => {
                self.epoch = true;
                self.people.extend(key(tx, &change.entity, id.0)?);
            }
            DEPARTMENT => {
                self.epoch = true;
                if names("parent")
                    && let Some(department) = key(tx, &change.entity, id.0)?
                {
                    self.people.extend(store::users_within(tx, department)?);
                }
            }
            ROLE => (self.epoch, self.roles) = (true, true),
            _ => {}
        }
        let Some(scoped) = kinds::find(&change.entity) else { return Ok(()) };
        self.epoch |= scoped.shares.is_some() && names("shares");
        if matches!(change.action, Action::Deleted | Action::Merged) {
            return Ok(());
        }
        let Some(key) = key(tx, &change.entity, id.0)? else { return Ok(()) };
        self.keys.entry(scoped.number).or_default().insert(key);
        if change.action != Action::Created && scoped.settles.iter().any(|field| names(field)) {
            self.settled.entry(scoped.number).or_default().insert(key);
        }
        for (at, told) in scoped.told.iter().enumerate() {
            if told.fields.iter().any(|field| names(field)) {
                self.telling.entry((scoped.number, at)).or_default().insert(key);
            }
        }
        Ok(())
    }

    fn settle(mut self, tx: &mut dyn Transaction) -> Result<()> {
        if self.roles {
            store::note_all(tx)?;
        }
        for user in &self.people {
            store::note(tx, *user)?;
            moved(tx, *user)?;
        }
        for scoped in kinds::all() {
            if let Some(settled) = self.settled.remove(&scoped.number) {
                let settled: Vec<i64> = settled.into_iter().collect();
                for (follower, column) in scoped.following() {
                    let select = format!("SELECT r.id FROM {} r WHERE r.{column}", follower.table());
                    self.more(tx, follower, &select, &settled)?;
                }
            }
            for (at, told) in scoped.told.iter().enumerate() {
                if let Some(telling) = self.telling.remove(&(scoped.number, at))
                    && let Some(other) = kinds::find(&told.entity)
                {
                    let telling: Vec<i64> = telling.into_iter().collect();
                    self.more(tx, other, told.keys, &telling)?;
                }
            }
        }
        for scoped in kinds::all() {
            if let Some(keys) = self.keys.remove(&scoped.number) {
                let keys: Vec<i64> = keys.into_iter().collect();
                truth::settle(tx, scoped, &keys)?;
            }
        }
        if self.epoch {
            store::next_epoch(tx)?;
        }
        Ok(())
    }

    fn more(&mut self, tx: &mut dyn Transaction, kind: &Scoped, select: &str, of: &[i64]) -> Result<()> {
        let keys = self.keys.entry(kind.number).or_default();
        each_by_key(tx, select, &[], of, |c| {
            keys.insert(c.next()?);
            Ok(())
        })
    }
}

/// The key of a record.
fn key(tx: &mut dyn Transaction, entity: &Entity, id: Uuid) -> Result<Option<i64>> {
    let sql = format!("SELECT id FROM {} WHERE uid = ?", kind::find(entity)?.table);
    tx.one(&sql, params![&id], |c| c.next())
}

/// Somebody, or the department they belong to, moved: everything that they hold is put right, wherever it is, page by page.
/// That they hold it stays.
fn moved(tx: &mut dyn Transaction, user: i64) -> Result<()> {
    if !store::settle_reach(tx, user)? {
        return Ok(());
    }
    for kind in kinds::all() {
        let mut behind = (i64::MIN, i64::MIN);
        loop {
            let held = truth::of_principal(tx, kind, Principal::new(user, Kind::Holder), behind)?;
            let Some(last) = held.last() else { break };
            behind = *last;
            let keys: Vec<i64> = held.iter().map(|(_, record)| *record).collect();
            truth::settle(tx, kind, &keys)?;
        }
    }
    Ok(())
}
