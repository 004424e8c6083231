//! The statements on what lies in the host's store (FILE-4): which content has which key, and keys that none has.

use crate::engine::clock::Timestamp;
use crate::engine::error::{CrmError, Result};
use crate::engine::storage::{Transaction, params};

/// Notes a key before anything is put under it.
pub(in super::super) fn note(tx: &mut dyn Transaction, key: &str, now: Timestamp) -> Result<()> {
    let sql = "INSERT INTO file_store_keys (key, noted_at) VALUES (?, ?)";
    tx.execute(sql, params![key, now]).map(drop)
}

/// Has a noted key be a new content's, all of which lies under it. Where the night took the key meanwhile, that fails.
pub(in super::super) fn name(tx: &mut dyn Transaction, key: &str, sha256: &[u8; 32], size: i64) -> Result<i64> {
    let sql = "DELETE FROM file_store_keys WHERE key = ? AND going = FALSE";
    if tx.execute(sql, params![key])? == 0 {
        return Err(CrmError::Busy);
    }
    super::content::more(tx, size)?;
    let sql = "INSERT INTO file_contents (sha256, size, store_key) VALUES (?, ?, ?)";
    tx.insert(sql, params![sha256, size, key])
}

/// Has a content that goes forget where it lay: from its commit on all under that key is deleted.
pub(in super::super) fn forget(tx: &mut dyn Transaction, content: i64, now: Timestamp) -> Result<()> {
    let sql = "INSERT INTO file_store_keys (key, noted_at, going) \
               SELECT store_key, ?, TRUE FROM file_contents WHERE id = ? AND store_key IS NOT NULL";
    tx.execute(sql, params![now, content]).map(drop)
}

/// Says that nothing comes of a noted key; whether it is one, and no content's.
pub(in super::super) fn give_up(tx: &mut dyn Transaction, key: &str) -> Result<bool> {
    Ok(tx.execute("UPDATE file_store_keys SET going = TRUE WHERE key = ?", params![key])? > 0)
}

/// Gives up those that were noted before an instant: whoever noted one died.
pub(in super::super) fn give_up_before(tx: &mut dyn Transaction, before: Timestamp) -> Result<()> {
    let sql = "UPDATE file_store_keys SET going = TRUE WHERE going = FALSE AND noted_at < ?";
    tx.execute(sql, params![before]).map(drop)
}

/// Whether there are some that go, or were noted before an instant.
pub(in super::super) fn any(tx: &mut dyn Transaction, before: Timestamp) -> Result<bool> {
    let sql = "SELECT EXISTS (SELECT 1 FROM file_store_keys WHERE going = TRUE AND id > 0) \
               OR EXISTS (SELECT 1 FROM file_store_keys WHERE going = FALSE AND noted_at < ?)";
    tx.value(sql, params![before])
}

/// The next that goes.
pub(in super::super) fn going(tx: &mut dyn Transaction, behind: i64) -> Result<Option<(i64, String)>> {
    let sql = "SELECT id, key FROM file_store_keys WHERE going = TRUE AND id > ? ORDER BY id LIMIT 1";
    tx.one(sql, params![behind], |c| Ok((c.next()?, c.next()?)))
}

/// Forgets a key under which nothing lies any more.
pub(in super::super) fn gone(tx: &mut dyn Transaction, key: &str) -> Result<()> {
    tx.execute("DELETE FROM file_store_keys WHERE key = ? AND going = TRUE", params![key]).map(drop)
}

/// The key of a content that lies in the host's store, and how much it is.
pub(in super::super) fn of(tx: &mut dyn Transaction, content: i64) -> Result<Option<(String, i64)>> {
    let sql = "SELECT store_key, size FROM file_contents WHERE id = ? AND store_key IS NOT NULL";
    tx.one(sql, params![content], |c| Ok((c.next()?, c.next()?)))
}

/// A content that lies in the host's store.
pub(in super::super) struct Outside {
    pub(in super::super) content: i64,
    pub(in super::super) key: String,
    pub(in super::super) size: i64,
    pub(in super::super) sha256: Vec<u8>,
}

/// The next of those.
pub(in super::super) fn next(tx: &mut dyn Transaction, behind: i64) -> Result<Option<Outside>> {
    let sql = "SELECT id, store_key, size, sha256 FROM file_contents \
               WHERE store_key IS NOT NULL AND sha256 IS NOT NULL AND id > ? ORDER BY id LIMIT 1";
    tx.one(sql, params![behind], |c| {
        Ok(Outside { content: c.next()?, key: c.next()?, size: c.next()?, sha256: c.next()? })
    })
}
