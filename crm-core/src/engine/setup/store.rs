//! The statements on setup documents, for whoever keeps them and whoever reads them.

use serde_json::Value;
use uuid::Uuid;

use super::names::{Naming, sort};
use super::{Configures, Content, Kind, Named};
use crate::engine::clock::Timestamp;
use crate::engine::error::{CrmError, Result};
use crate::engine::ids::RecordId;
use crate::engine::storage::{Columns, Transaction, params};
use crate::engine::text::fold;
use crate::engine::tree::Tree;
use crate::engine::validate::Violations;

/// A document as what it configures reads it.
#[derive(Debug)]
pub(crate) struct Document<T> {
    /// Its key, by which records refer to it.
    pub(crate) key: i64,
    pub(crate) id: RecordId,
    pub(crate) name: String,
    pub(crate) version: i64,
    pub(crate) enabled: bool,
    pub(crate) content: T,
}

/// That a document, `d` or what is said, is none of a pack that sleeps (PACK-9). A pack's has its name in front.
macro_rules! awake {
    () => {
        awake!("d")
    };
    ($document:literal) => {
        concat!(
            "(",
            $document,
            ".pack IS NULL OR EXISTS (SELECT 1 FROM packs p WHERE p.enabled = TRUE AND substr(",
            $document,
            ".name, 1, length(p.name) + 1) = p.name || '.'))"
        )
    };
}
pub(crate) use awake;

/// The start of every query for documents with their contents; [`read`] reads its columns.
macro_rules! select {
    ($rest:literal $(, $more:literal)?) => {
        concat!(
            "SELECT d.id, d.uid, d.name, d.version, d.enabled, d.form, d.content FROM setup_documents d ",
            $rest,
            " AND ",
            awake!()
            $(, $more)?
        )
    };
}

fn read<T: Configures>(c: &mut Columns<'_>) -> Result<Document<T>> {
    let (key, id, name, version) = (c.next()?, RecordId(c.next()?), c.next()?, c.next()?);
    let enabled = c.next()?;
    let (form, content): (i64, String) = (c.next()?, c.next()?);
    Ok(Document { key, id, name, version, enabled, content: T::FORMS.read(form, &content)? })
}

/// The enabled documents of a kind, in their order: by position, then by age.
pub(crate) fn enabled<T: Configures>(tx: &mut dyn Transaction, kind: &Kind) -> Result<Vec<Document<T>>> {
    tx.all(select!("WHERE d.kind = ? AND d.enabled = TRUE", " ORDER BY d.position, d.id"), params![kind.name], read)
}

/// A document that is enabled and says what administrators say.
pub(crate) struct OfHouse {
    pub(crate) kind: &'static Kind,
    pub(crate) name: String,
    /// Whether it lies over a pack's.
    pub(crate) over: bool,
    pub(crate) document: Tree,
}

/// The enabled documents of no pack, and those in the administrators' own layer over a pack's.
pub(crate) fn of_house(tx: &mut dyn Transaction) -> Result<Vec<OfHouse>> {
    let sql = concat!(
        "SELECT d.kind, d.name, d.pack, d.form, d.content FROM setup_documents d WHERE d.enabled = TRUE \
         AND (d.pack IS NULL OR d.pack = ?) AND ",
        awake!(),
        " ORDER BY d.kind, d.position, d.id"
    );
    let found = tx.all(sql, params![super::OWN], |c| {
        let (kind, name, pack): (String, _, Option<String>) = (c.next()?, c.next()?, c.next()?);
        let (form, content): (i64, String) = (c.next()?, c.next()?);
        let Some(kind) = super::find(&kind) else { return Ok(None) };
        Ok(Some(OfHouse { kind, name, over: pack.is_some(), document: kind.tree(form, &content)? }))
    })?;
    Ok(found.into_iter().flatten().collect())
}

/// The document of a kind that an argument names, enabled or not.
pub(crate) fn named<T: Configures>(tx: &mut dyn Transaction, kind: &Kind, name: &str) -> Result<Option<Document<T>>> {
    tx.one(select!("WHERE d.kind = ? AND d.name_folded = ?"), params![kind.name, fold(name)], read)
}

/// The document of that key, which is one of the kind.
pub(crate) fn of_key<T: Configures>(tx: &mut dyn Transaction, key: i64) -> Result<Option<Document<T>>> {
    tx.one(select!("WHERE d.id = ?"), params![key], read)
}

/// The key of a document.
pub(super) fn key(tx: &mut dyn Transaction, kind: &str, name: &str) -> Result<Option<i64>> {
    let sql = concat!("SELECT d.id FROM setup_documents d WHERE d.kind = ? AND d.name_folded = ? AND ", awake!());
    tx.one(sql, params![kind, fold(name)], |c| c.next())
}

/// The id of a document, by its name.
pub(crate) fn id_of(tx: &mut dyn Transaction, kind: &Kind, name: &str) -> Result<Option<RecordId>> {
    let sql = concat!("SELECT d.uid FROM setup_documents d WHERE d.kind = ? AND d.name_folded = ? AND ", awake!());
    tx.one(sql, params![kind.name, fold(name)], |c| Ok(RecordId(c.next()?)))
}

/// Whether a table has the record.
pub(super) fn is_record(tx: &mut dyn Transaction, table: &'static str, id: RecordId) -> Result<bool> {
    tx.value(&format!("SELECT EXISTS (SELECT 1 FROM {table} WHERE uid = ?)"), params![id.0])
}

/// Whether a document of a pack that sleeps has the name.
pub(crate) fn sleeps(tx: &mut dyn Transaction, kind: &Kind, name: &str) -> Result<bool> {
    Ok(is_taken(tx, kind, name)? && key(tx, kind.name, name)?.is_none())
}

/// Whether a document of the kind has the name, awake or not.
pub(crate) fn is_taken(tx: &mut dyn Transaction, kind: &Kind, name: &str) -> Result<bool> {
    let sql = "SELECT EXISTS (SELECT 1 FROM setup_documents WHERE kind = ? AND name_folded = ?)";
    tx.value(sql, params![kind.name, fold(name)])
}

/// How many documents a kind has.
pub(crate) fn count(tx: &mut dyn Transaction, kind: &Kind) -> Result<i64> {
    tx.value("SELECT count(*) FROM setup_documents WHERE kind = ?", params![kind.name])
}

/// The place behind the last document of a kind.
pub(crate) fn last_position(tx: &mut dyn Transaction, kind: &Kind) -> Result<i64> {
    tx.value("SELECT COALESCE(max(position), 0) + 1 FROM setup_documents WHERE kind = ?", params![kind.name])
}

impl Kind {
    /// A content as the JSON of today's form.
    pub(crate) fn tree(&self, form: i64, content: &str) -> Result<Tree> {
        self.form.forms.read(form, content)
    }

    /// A content that is kept.
    pub(crate) fn content(&self, document: &Value) -> Result<Box<dyn Content>> {
        let mut out = Violations::default();
        (self.form.read)(&document.to_string(), &mut out).ok_or_else(|| CrmError::storage("corrupt"))
    }
}

/// What is written of a document.
pub(crate) struct Written<'a> {
    pub(crate) kind: &'a Kind,
    pub(crate) name: &'a str,
    pub(crate) version: i64,
    pub(crate) enabled: bool,
    pub(crate) position: i64,
    pub(crate) content: &'a str,
    pub(crate) at: Timestamp,
    pub(crate) by: Option<i64>,
    /// The layer in which it lies: a pack's, the administrators' own over a pack's ([`super::OWN`]), or none.
    pub(crate) pack: Option<&'a str>,
}

/// Inserts a document; gives its key.
pub(crate) fn insert(tx: &mut dyn Transaction, id: Uuid, new: &Written<'_>) -> Result<i64> {
    let Written { kind, name, version, enabled, position, content, at, by, pack } = new;
    let key = tx.insert(
        "INSERT INTO setup_documents (uid, version, kind, name, name_folded, enabled, position, form, content, \
         created_at, changed_at, changed_by, pack) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        params![
            id,
            version,
            kind.name,
            *name,
            fold(name),
            enabled,
            position,
            kind.form.forms.latest(),
            *content,
            at,
            at,
            by,
            *pack
        ],
    )?;
    keep_version(tx, key, new)?;
    Ok(key)
}

/// Writes a document's next version.
pub(crate) fn update(tx: &mut dyn Transaction, key: i64, next: &Written<'_>) -> Result<()> {
    let Written { kind, name, version, enabled, position, content, at, by, pack } = next;
    let form = kind.form.forms.latest();
    tx.execute(
        "UPDATE setup_documents SET version = ?, name = ?, name_folded = ?, enabled = ?, position = ?, form = ?, \
         content = ?, changed_at = ?, changed_by = ?, pack = ? WHERE id = ?",
        params![version, *name, fold(name), enabled, position, form, *content, at, by, *pack, key],
    )?;
    keep_version(tx, key, next)
}

fn keep_version(tx: &mut dyn Transaction, key: i64, written: &Written<'_>) -> Result<()> {
    let Written { kind, name, version, enabled, position, content, at, by, .. } = written;
    tx.execute(
        "INSERT INTO setup_versions (document, version, name, enabled, position, form, content, changed_at, changed_by) \
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        params![key, version, *name, enabled, position, kind.form.forms.latest(), *content, at, by],
    )
    .map(drop)
}

/// Deletes a document with its versions, its parts and what it names.
pub(crate) fn delete(tx: &mut dyn Transaction, key: i64) -> Result<()> {
    tx.execute("DELETE FROM setup_documents WHERE id = ?", params![key]).map(drop)
}

/// The key of the document that has a part.
pub(crate) fn document_of_part(tx: &mut dyn Transaction, id: Uuid) -> Result<Option<i64>> {
    tx.one("SELECT document FROM setup_parts WHERE uid = ?", params![id], |c| c.next())
}

/// Keeps which parts a document has: those that stay keep their keys.
pub(crate) fn keep_parts(tx: &mut dyn Transaction, key: i64, ids: &[Uuid]) -> Result<()> {
    let kept: Vec<Uuid> = tx.all("SELECT uid FROM setup_parts WHERE document = ?", params![key], |c| c.next())?;
    for gone in kept.iter().filter(|id| !ids.contains(id)) {
        tx.execute("DELETE FROM setup_parts WHERE uid = ?", params![*gone])?;
    }
    for new in ids.iter().filter(|id| !kept.contains(id)) {
        tx.insert("INSERT INTO setup_parts (uid, document) VALUES (?, ?)", params![*new, key])?;
    }
    Ok(())
}

/// Keeps what a document names.
pub(crate) fn keep_names(tx: &mut dyn Transaction, key: i64, all: &[Named]) -> Result<()> {
    tx.execute("DELETE FROM setup_names WHERE document = ?", params![key])?;
    for named in all {
        let Some((sort, name)) = named.kept() else { continue };
        tx.execute(
            "INSERT INTO setup_names (sort, name, document, path) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
            params![sort, name, key, named.path],
        )?;
    }
    Ok(())
}

/// The documents that name a record, by its kind and id, each place of them.
pub(crate) fn naming(tx: &mut dyn Transaction, sort: &str, name: &str) -> Result<Vec<Naming>> {
    tx.all(
        concat!(
            "SELECT d.id, d.kind, d.name, d.enabled, n.path FROM setup_names n \
             JOIN setup_documents d ON d.id = n.document WHERE n.sort = ? AND n.name = ? AND ",
            awake!(),
            " ORDER BY d.kind, d.position, d.id, n.path"
        ),
        params![sort, name],
        |c| Ok(Naming { key: c.next()?, kind: c.next()?, name: c.next()?, enabled: c.next()?, path: c.next()? }),
    )
}

/// How many documents name a record.
pub(crate) fn count_naming(tx: &mut dyn Transaction, sort: &str, name: &str) -> Result<i64> {
    tx.value(
        concat!(
            "SELECT count(DISTINCT d.id) FROM setup_names n JOIN setup_documents d ON d.id = n.document \
             WHERE n.sort = ? AND n.name = ? AND ",
            awake!()
        ),
        params![sort, name],
    )
}

/// The documents that name a document.
pub(crate) fn naming_document(tx: &mut dyn Transaction, kind: &Kind, name: &str) -> Result<Vec<Naming>> {
    naming(tx, &sort(kind.name), &fold(name))
}

/// What stood in a document in one of its versions; none, where it had no such version.
pub(crate) fn version<T: Configures>(tx: &mut dyn Transaction, key: i64, version: i64) -> Result<Option<T>> {
    let kept: Option<(i64, String)> = tx.one(
        "SELECT form, content FROM setup_versions WHERE document = ? AND version = ?",
        params![key, version],
        |c| Ok((c.next()?, c.next()?)),
    )?;
    kept.map(|(form, content)| T::FORMS.read(form, &content)).transpose()
}
