//! The statements on what is in files (FILE-3): kept once for each digest and size, in pieces of one length.

use crate::engine::clock::Timestamp;
use crate::engine::error::{CrmError, Result};
use crate::engine::file_store::PIECE;
use crate::engine::storage::{Transaction, params};

/// Pieces that are looked at, or go, in one transaction.
pub(in super::super) const PIECES: i64 = 64;

pub(in super::super) fn piece_of(offset: i64) -> (i64, usize) {
    let piece = i64::try_from(PIECE).unwrap_or(i64::MAX);
    (offset / piece, usize::try_from(offset % piece).unwrap_or(0))
}

/// How long a piece of a content is; 0 behind the last.
pub(in super::super) fn length_of(size: i64, place: i64) -> usize {
    let piece = i64::try_from(PIECE).unwrap_or(i64::MAX);
    usize::try_from(size.saturating_sub(place.saturating_mul(piece)).clamp(0, piece)).unwrap_or(0)
}

/// A piece of bytes that came whole.
pub(in super::super) fn cut(bytes: &[u8], place: i64) -> Option<Vec<u8>> {
    bytes.chunks(PIECE).nth(usize::try_from(place).ok()?).map(<[u8]>::to_vec)
}

/// Makes room for a content that is sent in parts.
pub(in super::super) fn begin(tx: &mut dyn Transaction, size: i64) -> Result<i64> {
    more(tx, size)?;
    tx.insert("INSERT INTO file_contents (size) VALUES (?)", params![size])
}

/// The content with that digest and size, where it is kept.
pub(in super::super) fn known(tx: &mut dyn Transaction, sha256: &[u8; 32], size: i64) -> Result<Option<i64>> {
    tx.one("SELECT id FROM file_contents WHERE sha256 = ? AND size = ?", params![sha256, size], |c| c.next())
}

/// Keeps the bytes, unless they are kept already.
pub(in super::super) fn keep(tx: &mut dyn Transaction, sha256: &[u8; 32], bytes: &[u8]) -> Result<i64> {
    let size = i64::try_from(bytes.len()).unwrap_or(i64::MAX);
    if let Some(content) = known(tx, sha256, size)? {
        return Ok(content);
    }
    let content = begin(tx, size)?;
    append(tx, content, 0, bytes)?;
    name(tx, content, sha256)?;
    Ok(content)
}

/// Says what the digest of a content is, all of which has come.
pub(in super::super) fn name(tx: &mut dyn Transaction, content: i64, sha256: &[u8; 32]) -> Result<()> {
    tx.execute("UPDATE file_contents SET sha256 = ? WHERE id = ?", params![sha256, content]).map(drop)
}

/// Writes bytes behind those that are there.
pub(in super::super) fn append(tx: &mut dyn Transaction, content: i64, offset: i64, bytes: &[u8]) -> Result<()> {
    let (mut place, begun) = piece_of(offset);
    let mut rest = bytes;
    if begun > 0 && !rest.is_empty() {
        let (fits, more) = rest.split_at(rest.len().min(PIECE - begun));
        let mut piece = piece(tx, content, place)?.ok_or_else(|| CrmError::storage("corrupt"))?;
        piece.truncate(begun);
        piece.extend_from_slice(fits);
        let sql = "UPDATE file_pieces SET bytes = ? WHERE content = ? AND place = ?";
        tx.execute(sql, params![&piece[..], content, place])?;
        (place, rest) = (place + 1, more);
    }
    for piece in rest.chunks(PIECE) {
        let sql = "INSERT INTO file_pieces (content, place, bytes) VALUES (?, ?, ?)";
        tx.execute(sql, params![content, place, piece])?;
        place += 1;
    }
    Ok(())
}

/// One piece, where there are so many.
pub(in super::super) fn piece(tx: &mut dyn Transaction, content: i64, place: i64) -> Result<Option<Vec<u8>>> {
    let sql = "SELECT bytes FROM file_pieces WHERE content = ? AND place = ?";
    tx.one(sql, params![content, place], |c| c.next())
}

/// The bytes of a content from an offset on, at most so many of them.
pub(in super::super) fn read(tx: &mut dyn Transaction, content: i64, offset: i64, length: usize) -> Result<Vec<u8>> {
    let (mut place, mut begun) = piece_of(offset);
    let mut read = Vec::new();
    while read.len() < length {
        let Some(piece) = piece(tx, content, place)? else { break };
        let wanted = piece.get(begun..).unwrap_or_default();
        read.extend_from_slice(&wanted[..wanted.len().min(length - read.len())]);
        (place, begun) = (place + 1, 0);
    }
    Ok(read)
}

/// Lets go of a content that was sent in vain: of which no more comes, that is kept already, or is sent anew. What came of it
/// takes its room until it goes at night.
pub(in super::super) fn let_go(tx: &mut dyn Transaction, content: i64, size: i64, received: i64) -> Result<()> {
    more(tx, received - size)?;
    let sql = "UPDATE file_contents SET size = ?, loose = TRUE WHERE id = ?";
    tx.execute(sql, params![received, content]).map(drop)
}

/// Says that something let go of the contents of a file.
pub(in super::super) fn loosen(tx: &mut dyn Transaction, file: i64) -> Result<()> {
    let sql = "UPDATE file_contents SET loose = TRUE WHERE id IN (SELECT content FROM file_versions WHERE file = ?)";
    tx.execute(sql, params![file]).map(drop)
}

/// How much is kept.
pub(in super::super) fn space(tx: &mut dyn Transaction) -> Result<i64> {
    tx.value("SELECT bytes FROM file_space WHERE id = 1", &[])
}

/// Counts what is kept beside.
pub(super) fn more(tx: &mut dyn Transaction, bytes: i64) -> Result<()> {
    tx.execute("UPDATE file_space SET bytes = bytes + ? WHERE id = 1", params![bytes]).map(drop)
}

/// Whether something let go of a content.
pub(in super::super) fn any_loose(tx: &mut dyn Transaction) -> Result<bool> {
    tx.value("SELECT EXISTS (SELECT 1 FROM file_contents WHERE loose = TRUE AND id > 0)", &[])
}

/// Looks at one of those that something let go of: gives it back to whoever uses it still, or takes some of its pieces
/// away, in the end itself. Gives how many contents went; none where there is none to look at.
pub(in super::super) fn clean(tx: &mut dyn Transaction, now: Timestamp) -> Result<Option<i64>> {
    let sql = "SELECT c.id, c.size, EXISTS (SELECT 1 FROM file_versions v WHERE v.content = c.id) \
               OR EXISTS (SELECT 1 FROM file_uploads u WHERE u.content = c.id) \
               FROM file_contents c WHERE c.loose = TRUE AND c.id > 0 ORDER BY c.id LIMIT 1";
    let Some((content, size, used)) =
        tx.one(sql, &[], |c| Ok((c.next::<i64>()?, c.next::<i64>()?, c.next::<bool>()?)))?
    else {
        return Ok(None);
    };
    if used {
        tx.execute("UPDATE file_contents SET loose = FALSE WHERE id = ?", params![content])?;
        return Ok(Some(0));
    }
    // Nobody comes to use it while its pieces go.
    tx.execute("UPDATE file_contents SET sha256 = NULL WHERE id = ?", params![content])?;
    let sql = "DELETE FROM file_pieces WHERE content = ? AND place IN \
               (SELECT place FROM file_pieces WHERE content = ? ORDER BY place LIMIT ?)";
    let went = tx.execute(sql, params![content, content, PIECES])?;
    if i64::try_from(went).unwrap_or(i64::MAX) == PIECES {
        return Ok(Some(0));
    }
    more(tx, -size)?;
    super::keys::forget(tx, content, now)?;
    tx.execute("DELETE FROM file_contents WHERE id = ?", params![content])?;
    Ok(Some(1))
}

/// How much is kept, added up.
pub(in super::super) fn counted(tx: &mut dyn Transaction) -> Result<i64> {
    tx.value("SELECT COALESCE(CAST(sum(size) AS BIGINT), 0) FROM file_contents", &[])
}

/// Notes how much is kept; whether that was wrong.
pub(in super::super) fn recount(tx: &mut dyn Transaction) -> Result<bool> {
    let sql = "UPDATE file_space SET bytes = (SELECT COALESCE(CAST(sum(size) AS BIGINT), 0) FROM file_contents) \
               WHERE id = 1 AND bytes <> (SELECT COALESCE(CAST(sum(size) AS BIGINT), 0) FROM file_contents)";
    Ok(tx.execute(sql, &[])? > 0)
}
