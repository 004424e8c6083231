//! The documents of packs in the order in which an empty database takes them (PACK-13).

use super::super::catalogue::current::Kept;
use super::super::define::document::Pack;
use super::super::define::in_order;
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
    let all: Vec<&Pack> = all.iter().collect();
    Ok(in_order(&all, open).into_iter().cloned().collect())
}
