//! What packs grant to roles (OBJ-7, PACK-10), as rows of what roles hold: the layer of the packs that are enabled, written
//! anew whenever that changes. What a person granted by hand stays.

use std::collections::{BTreeMap, BTreeSet};

use super::define::document::{Grant, Level, Object, Opened, Pack};
use super::reach;
use super::shape::Name;
use crate::engine::error::Result;
use crate::engine::gate::Context;
use crate::engine::permission;
use crate::engine::scope::{LevelNumber, ScopeLevel};
use crate::engine::storage::params;

/// The verbs of every defined object that are rights, beside its actions.
pub(crate) const VERBS: [&str; 7] = ["create", "get", "list", "update", "delete", "restore", "export"];

/// What a role is granted.
#[derive(Debug, Default)]
struct Wanted {
    /// The pack whose own the role is.
    pack: Option<Name>,
    rights: BTreeSet<String>,
    /// The narrowest level that is written for an object: of what reads, and of what writes.
    levels: BTreeMap<Name, (ScopeLevel, ScopeLevel)>,
}

/// The rights to an object, each by its name.
pub(crate) fn rights_of(full: &str, object: &Object) -> Vec<String> {
    let actions = object.status.iter().flat_map(|machine| &machine.actions).map(|action| action.name.as_str());
    VERBS.into_iter().chain(actions).map(|verb| format!("{full}.{verb}")).collect()
}

/// The objects that have rights of their own: a part is read and written by those to its whole.
pub(crate) fn granted(pack: &Pack) -> impl Iterator<Item = (Name, &Object)> {
    let whole = pack.objects.iter().filter(|object| object.part_of.is_none());
    whole.map(|object| (pack.full(&object.name), object))
}

/// Writes what the documents grant, which are those of the packs that are enabled.
///
/// # Errors
/// Whatever the database says.
pub(crate) fn settle(cx: &mut Context<'_>, documents: &[Pack]) -> Result<()> {
    let mut wanted: BTreeMap<String, Wanted> = BTreeMap::new();
    for pack in documents {
        for role in &pack.roles {
            let of = wanted.entry(role.name.to_string()).or_default();
            if role.name.strip_prefix(pack.name.as_str()).is_some_and(|rest| rest.starts_with('.')) {
                of.pack = Some(pack.name.clone());
            }
            role.grants.iter().for_each(|grant| of.add(grant, documents));
        }
    }
    let mut keys: BTreeMap<i64, Wanted> = BTreeMap::new();
    for (name, of) in wanted {
        keys.insert(role_key(cx, &name, of.pack.as_deref())?, of);
    }
    let there = "SELECT role, operation FROM role_operations WHERE by_hand = 0";
    let there: Vec<(i64, String)> = cx.tx().all(there, &[], |c| Ok((c.next()?, c.next()?)))?;
    for (role, right) in there {
        if !keys.get(&role).is_some_and(|of| of.rights.contains(&right)) {
            let delete = "DELETE FROM role_operations WHERE role = ? AND operation = ?";
            cx.tx().execute(delete, params![role, right])?;
        }
    }
    cx.tx().execute("DELETE FROM role_object_scopes", &[])?;
    for (role, of) in keys {
        for right in &of.rights {
            let insert =
                "INSERT INTO role_operations (role, operation, by_hand) VALUES (?, ?, 0) ON CONFLICT DO NOTHING";
            cx.tx().execute(insert, params![role, right])?;
        }
        for (object, (reads, writes)) in of.levels {
            let (reads, writes) = (LevelNumber(reads), LevelNumber(writes.min(reads)));
            let insert = "INSERT INTO role_object_scopes (role, object, reads, writes) VALUES (?, ?, ?, ?)";
            cx.tx().execute(insert, params![role, object.as_str(), reads, writes])?;
        }
    }
    Ok(())
}

/// The key of a role: one of the pack's own is made where it is not there yet.
fn role_key(cx: &mut Context<'_>, name: &str, pack: Option<&str>) -> Result<i64> {
    let found = "SELECT id, pack FROM roles WHERE name = ?";
    let found: Option<(i64, Option<String>)> = cx.tx().one(found, params![name], |c| Ok((c.next()?, c.next()?)))?;
    match (found, pack) {
        (Some((key, of)), Some(pack)) if of.as_deref() == Some(pack) => Ok(key),
        (Some((key, _)), None) => Ok(key),
        (taken, _) => {
            if taken.is_some() {
                permission::give_up_name(cx.tx(), name)?;
            }
            let (id, now) = (cx.new_id(), cx.now());
            let insert =
                "INSERT INTO roles (uid, version, name, built_in, created_at, pack) VALUES (?, 1, ?, FALSE, ?, ?)";
            cx.tx().insert(insert, params![&id, name, now, pack])
        }
    }
}

impl Wanted {
    fn add(&mut self, grant: &Grant, documents: &[Pack]) {
        let objects = |wanted: &dyn Fn(&Name) -> bool| -> Vec<(Name, &Object)> {
            documents.iter().flat_map(granted).filter(|(full, _)| wanted(full)).collect()
        };
        match grant {
            Grant::Pack { pack, level } => {
                let of = |full: &Name| full.split_once('.').is_some_and(|(own, _)| own == pack);
                for (full, object) in objects(&of) {
                    self.whole(&full, object, level.as_ref());
                }
            }
            Grant::Object { object, level } => {
                for (full, object) in objects(&|full| full == object) {
                    self.whole(&full, object, level.as_ref());
                }
            }
            Grant::Verb { object, verb, level } => {
                self.rights.insert(format!("{object}.{verb}"));
                self.narrow(object, reach::reads(verb), level.as_ref());
            }
            Grant::Field { object, field, opened } => {
                let opened = if *opened == Opened::Write { "write" } else { "read" };
                self.rights.insert(format!("{object}.{field}:{opened}"));
            }
        }
    }

    fn whole(&mut self, full: &Name, object: &Object, level: Option<&Level>) {
        self.rights.extend(rights_of(full, object));
        self.narrow(full, true, level);
        self.narrow(full, false, level);
    }

    /// Takes a level over, where one is written and none is narrower.
    fn narrow(&mut self, object: &Name, reads: bool, level: Option<&Level>) {
        let Some(level) = level else { return };
        let level = match level {
            Level::Own => ScopeLevel::Own,
            Level::Department => ScopeLevel::Department,
            Level::Below => ScopeLevel::Below,
            Level::All => ScopeLevel::All,
        };
        let (of_reads, of_writes) = self.levels.entry(object.clone()).or_insert((ScopeLevel::All, ScopeLevel::All));
        let narrowed = if reads { of_reads } else { of_writes };
        *narrowed = level.min(*narrowed);
    }
}
