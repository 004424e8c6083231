//! The statements on the tags that records bear.

use super::setup::Tag;
use super::types::TagRef;
use crate::engine::error::Result;
use crate::engine::objects::Bearer;
use crate::engine::setup::Configures;
use crate::engine::setup::store::awake;
use crate::engine::storage::{Transaction, params};
use crate::setup::SetupId;

/// The tags of a record with their keys, in their order; those of a pack that sleeps are told by nothing (PACK-9).
pub(super) fn of(tx: &mut dyn Transaction, bearer: &Bearer) -> Result<Vec<(i64, TagRef)>> {
    tx.all(
        concat!(
            "SELECT d.id, d.uid, d.name, d.form, d.content FROM record_tags h JOIN setup_documents d ON d.id = h.tag \
             WHERE h.home = ? AND h.record = ? AND ",
            awake!(),
            " ORDER BY d.position, d.id"
        ),
        params![bearer.home.as_str(), &bearer.record.id.0],
        |c| {
            let (key, id, name) = (c.next()?, SetupId(c.next()?), c.next()?);
            let (form, content): (i64, String) = (c.next()?, c.next()?);
            let Tag { colour, .. } = Tag::FORMS.read(form, &content)?;
            Ok((key, TagRef { id, name, colour }))
        },
    )
}

pub(super) fn add(tx: &mut dyn Transaction, bearer: &Bearer, tag: i64) -> Result<usize> {
    tx.execute(
        "INSERT INTO record_tags (home, record, tag) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        params![bearer.home.as_str(), &bearer.record.id.0, tag],
    )
}

pub(super) fn remove(tx: &mut dyn Transaction, bearer: &Bearer, tag: i64) -> Result<usize> {
    tx.execute(
        "DELETE FROM record_tags WHERE home = ? AND record = ? AND tag = ?",
        params![bearer.home.as_str(), &bearer.record.id.0, tag],
    )
}

/// How many tags a record bears, whatever sleeps.
pub(super) fn number(tx: &mut dyn Transaction, bearer: &Bearer) -> Result<usize> {
    let sql = "SELECT count(*) FROM record_tags WHERE home = ? AND record = ?";
    let number: i64 = tx.value(sql, params![bearer.home.as_str(), &bearer.record.id.0])?;
    Ok(usize::try_from(number).unwrap_or_default())
}

/// The tables of the records that bear it.
pub(super) fn homes(tx: &mut dyn Transaction, tag: i64) -> Result<Vec<String>> {
    tx.all("SELECT DISTINCT home FROM record_tags WHERE tag = ?", params![tag], |c| c.next())
}

/// Whether any record bears it.
pub(super) fn is_borne(tx: &mut dyn Transaction, tag: i64) -> Result<bool> {
    tx.value("SELECT EXISTS (SELECT 1 FROM record_tags WHERE tag = ?)", params![tag])
}

/// How many records bear it, as far as that.
pub(super) fn count(tx: &mut dyn Transaction, tag: i64, most: i64) -> Result<i64> {
    tx.value("SELECT count(*) FROM (SELECT 1 FROM record_tags WHERE tag = ? LIMIT ?) AS counted", params![tag, most])
}

/// Puts one tag in the place of another, wherever that is borne; on how many records it was.
pub(super) fn replace(tx: &mut dyn Transaction, from: i64, into: i64) -> Result<usize> {
    tx.execute(
        "INSERT INTO record_tags (home, record, tag) SELECT home, record, ? FROM record_tags WHERE tag = ? \
         ON CONFLICT DO NOTHING",
        params![into, from],
    )?;
    let_go(tx, from)
}

/// Takes a tag from whatever bears it; from how many records.
pub(super) fn let_go(tx: &mut dyn Transaction, tag: i64) -> Result<usize> {
    tx.execute("DELETE FROM record_tags WHERE tag = ?", params![tag])
}
