//! The statements on packs.

use super::types::*;
use crate::engine::error::Result;
use crate::engine::ids::UserId;
use crate::engine::objects::define::read_text;
use crate::engine::objects::life::taken;
use crate::engine::storage::{Columns, Transaction, params};
use crate::users::UserRef;

const SELECT: &str = "SELECT p.uid, p.name, p.version, p.language, p.document, p.enabled, p.applied_at, u.uid, \
                      u.display_name FROM packs p LEFT JOIN users u ON u.id = p.applied_by";

/// Every pack with its document, in the order in which they were applied first.
pub(super) fn list(tx: &mut dyn Transaction) -> Result<Vec<(Pack, String)>> {
    tx.all(&format!("{SELECT} ORDER BY p.id"), &[], read)
}

/// The pack of that name, with its document.
pub(crate) fn get(tx: &mut dyn Transaction, name: &str) -> Result<Option<(Pack, String)>> {
    tx.one(&format!("{SELECT} WHERE p.name = ?"), params![name], read)
}

/// Gives a pack that was applied just now its id.
pub(super) fn identify(tx: &mut dyn Transaction, name: &str, id: PackId) -> Result<usize> {
    tx.execute("UPDATE packs SET uid = ? WHERE name = ? AND uid IS NULL", params![&id.0, name])
}

fn read(c: &mut Columns<'_>) -> Result<(Pack, String)> {
    let (id, name, version, language) = (PackId(c.next()?), c.next()?, c.next()?, c.next()?);
    let document: String = c.next()?;
    let read = read_text(&document).pack;
    let renamed = taken::renamed(&read).into_iter();
    let renamed = renamed.map(|one| PackRename { object: one.object, from: one.from, to: one.to }).collect();
    let title = read.title;
    let (enabled, applied_at) = (c.next()?, c.next()?);
    let by: (Option<_>, Option<_>) = (c.next()?, c.next()?);
    let applied_by = by.0.zip(by.1).map(|(id, display_name)| UserRef { id: UserId(id), display_name });
    Ok((Pack { id, name, version, language, title, enabled, applied_at, applied_by, renamed }, document))
}
