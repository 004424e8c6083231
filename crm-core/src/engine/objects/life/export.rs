//! The documents of packs in the order in which an empty database takes them (PACK-13).

use super::super::catalogue::current::Kept;
use super::super::define::document::{MY, Pack};
use super::super::shape::Name;
use crate::engine::error::{CrmError, Result};

/// The documents of all packs that are awake, or of these and of what they require; each stands behind what it requires, and
/// the administrators' own is the last, since it names whatever it likes.
///
/// # Errors
/// [`CrmError::NotFound`] where there is no pack of a name; whatever the database says.
pub fn export(kept: &Kept, names: Option<&[String]>) -> Result<Vec<Pack>> {
    let all = kept.all()?;
    let awake = |name: &Name| kept.packs.iter().any(|pack| pack.enabled && pack.name == *name);
    let mut open: Vec<&Pack> = Vec::new();
    match names {
        None => open.extend(all.iter().filter(|pack| awake(&pack.name))),
        Some(names) => {
            for name in names {
                let found = all.iter().find(|pack| pack.name == *name);
                let nothing = || CrmError::NotFound { entity: "pack".into(), id: name.chars().take(100).collect() };
                open.push(found.ok_or_else(nothing)?);
            }
        }
    }
    // The administrators' own says only by what it names which it needs: all come before it.
    open.sort_by_key(|pack| pack.name == MY);
    let mut done: Vec<&Pack> = Vec::new();
    for pack in open {
        behind(&all, pack, &mut done);
    }
    Ok(done.into_iter().cloned().collect())
}

/// Puts a pack behind what it requires. No circle of packs is applied (PACK-12).
fn behind<'a>(all: &'a [Pack], pack: &'a Pack, done: &mut Vec<&'a Pack>) {
    // What is required first is put first: a stack of packs with how much of each is put already.
    let mut open = vec![(pack, 0)];
    while let Some((pack, at)) = open.pop() {
        if done.iter().any(|known| known.name == pack.name) {
            continue;
        }
        match pack.requires.get(at) {
            Some((name, _)) => {
                open.push((pack, at + 1));
                let required = all.iter().find(|other| other.name == *name);
                open.extend(required.filter(|other| !open_has(&open, other)).map(|other| (other, 0)));
            }
            None => done.push(pack),
        }
    }
}

fn open_has(open: &[(&Pack, usize)], pack: &Pack) -> bool {
    open.iter().any(|(known, _)| known.name == pack.name)
}
