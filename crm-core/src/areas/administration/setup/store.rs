//! The statements on setup documents as callers see them; those that write stand in `engine/setup/store.rs`.

use super::types::*;
use crate::engine::error::Result;
use crate::engine::page::PageRequest;
use crate::engine::setup::Kind;
use crate::engine::setup::store::awake;
use crate::engine::storage::{Columns, Direction, ListQuery, Order, Transaction, Visibility, params};
use crate::engine::tables::{Folded, folded};
use crate::engine::text::fold;
use crate::users::UserRef;

/// Texts that are kept folded too.
pub(super) const FOLDED: &[Folded] = folded! {
    setup_documents: "name" => name_folded unique;
};

const BY_PLACE: Order =
    Order { name: "setup", keys: &[("d.position", Direction::Ascending), ("d.id", Direction::Ascending)] };

const NEWEST_FIRST: Order = Order { name: "setup_versions", keys: &[("v.version", Direction::Descending)] };

/// What is read of a document, and of one of its versions.
const PRESENT: &str = "d.id, d.uid, d.pack, d.created_at, d.version, d.name, d.enabled, d.position, d.form, d.content, \
                       d.changed_at, u.uid, u.display_name";
const KEPT: &str = "d.id, d.uid, d.pack, d.created_at, v.version, v.name, v.enabled, v.position, v.form, v.content, \
                    v.changed_at, u.uid, u.display_name";

const DOCUMENTS: &str = "setup_documents d LEFT JOIN users u ON u.id = d.changed_by";
const VERSIONS: &str =
    "setup_versions v JOIN setup_documents d ON d.id = v.document LEFT JOIN users u ON u.id = v.changed_by";

/// Nothing is known of those of a pack that sleeps (PACK-9).
const AWAKE: &str = awake!();

/// A document with its key.
pub(super) type Kept = (i64, SetupDocument);

fn read(kind: &Kind, c: &mut Columns<'_>) -> Result<Kept> {
    let key = c.next()?;
    let (id, pack, created_at) = (SetupId(c.next()?), c.next()?, c.next()?);
    let (version, name, enabled, position) = (c.next()?, c.next()?, c.next()?, c.next()?);
    let (form, content): (i64, String) = (c.next()?, c.next()?);
    let document = kind.tree(form, &content)?;
    let (changed_at, changed_by) = (c.next()?, UserRef::read_optional(c)?);
    let kind = kind.name.to_owned();
    let found = SetupDocument {
        kind,
        name,
        id,
        version,
        enabled,
        position,
        pack,
        created_at,
        changed_at,
        changed_by,
        document,
    };
    Ok((key, found))
}

pub(super) fn find(tx: &mut dyn Transaction, kind: &Kind, name: &str) -> Result<Option<Kept>> {
    let sql = format!("SELECT {PRESENT} FROM {DOCUMENTS} WHERE d.kind = ? AND d.name_folded = ? AND {AWAKE}");
    tx.one(&sql, params![kind.name, fold(name)], |c| read(kind, c))
}

/// The document of that id, of whatever name.
pub(super) fn by_id(tx: &mut dyn Transaction, kind: &Kind, id: SetupId) -> Result<Option<Kept>> {
    let sql = format!("SELECT {PRESENT} FROM {DOCUMENTS} WHERE d.kind = ? AND d.uid = ?");
    tx.one(&sql, params![kind.name, id.0], |c| read(kind, c))
}

/// The document of that key, of whatever kind it says.
pub(super) fn by_key(tx: &mut dyn Transaction, kind: &Kind, key: i64) -> Result<Option<Kept>> {
    let sql = format!("SELECT {PRESENT} FROM {DOCUMENTS} WHERE d.id = ?");
    tx.one(&sql, params![key], |c| read(kind, c))
}

/// The documents of a kind whatever sleeps, behind a key.
pub(super) fn behind(tx: &mut dyn Transaction, kind: &Kind, key: i64) -> Result<Option<Kept>> {
    let sql = format!("SELECT {PRESENT} FROM {DOCUMENTS} WHERE d.kind = ? AND d.id > ? ORDER BY d.id LIMIT 1");
    tx.one(&sql, params![kind.name, key], |c| read(kind, c))
}

/// The documents of a kind that are not the ones of a pack, in the order in which they came: administrators' own, and what they
/// put over a pack's.
pub(super) fn of_the_house(tx: &mut dyn Transaction, kind: &Kind, own: &str) -> Result<Vec<SetupDocument>> {
    let sql = format!(
        "SELECT {PRESENT} FROM {DOCUMENTS} WHERE d.kind = ? AND (d.pack IS NULL OR d.pack = ?) AND {AWAKE} ORDER BY d.id"
    );
    tx.all(&sql, params![kind.name, own], |c| Ok(read(kind, c)?.1))
}

/// The document of a pack by its name, though the pack sleeps.
pub(super) fn of_pack(tx: &mut dyn Transaction, kind: &Kind, name: &str) -> Result<Option<Kept>> {
    let sql = format!("SELECT {PRESENT} FROM {DOCUMENTS} WHERE d.kind = ? AND d.name_folded = ?");
    tx.one(&sql, params![kind.name, fold(name)], |c| read(kind, c))
}

pub(super) fn version(tx: &mut dyn Transaction, kind: &Kind, key: i64, version: i64) -> Result<Option<Kept>> {
    let sql = format!("SELECT {KEPT} FROM {VERSIONS} WHERE v.document = ? AND v.version = ?");
    tx.one(&sql, params![key, version], |c| read(kind, c))
}

pub(super) fn list(
    tx: &mut dyn Transaction,
    kind: &Kind,
    filter: Option<&SetupFilter>,
    page: &Option<PageRequest>,
) -> Result<SetupPage> {
    let mut query = ListQuery::new(PRESENT, DOCUMENTS, Visibility::whole("who has the right to a kind sees all of it"));
    query.and("d.kind = ?", [kind.name.into()]);
    query.and(AWAKE, []);
    if let Some(f) = filter {
        query.when("d.enabled = ?", f.enabled);
        query.contains(tx, "d.name_folded", &f.name);
    }
    query.page(tx, BY_PLACE, page, |c| Ok(read(kind, c)?.1)).map(SetupPage::from)
}

pub(super) fn history(
    tx: &mut dyn Transaction,
    kind: &Kind,
    key: i64,
    page: &Option<PageRequest>,
) -> Result<SetupHistory> {
    let mut query = ListQuery::new(KEPT, VERSIONS, Visibility::whole("who has the right to a kind sees all of it"));
    query.and("v.document = ?", [key.into()]);
    query.page(tx, NEWEST_FIRST, page, |c| Ok(read(kind, c)?.1)).map(SetupHistory::from)
}
