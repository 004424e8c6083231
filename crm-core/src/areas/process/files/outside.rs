//! What lies in the host's store (FILE-4). It is called between transactions alone: the key is noted first, all is there before
//! the commit that names it, and it is deleted behind the one that forgets it, at the latest the night after a process died
//! between.

use sha2::{Digest, Sha256};

use super::store::{self, content, keys};
use crate::engine::clock::Timestamp;
use crate::engine::error::{CrmError, Result};
use crate::engine::file_store::HostStore;
use crate::engine::gate::Slices;

/// How long a key may be noted before something comes of it.
const NOTED: chrono::TimeDelta = chrono::TimeDelta::hours(24);

/// Keys at whose deletion the host's store may fail in one run.
const FAILURES: usize = 10;

/// Which keys that were noted are nobody's any more.
pub(super) fn before(now: Timestamp) -> Timestamp {
    now.checked_sub_signed(NOTED).unwrap_or(now)
}

/// A piece of what is sent, by its number; none behind the last.
type Piece<'p> = dyn FnMut(&mut Slices<'_>, i64) -> Result<Option<Vec<u8>>> + 'p;

/// Puts a content into the host's store, under a key that was never used and is noted. Gives the key.
pub(super) fn put(
    slices: &mut Slices<'_>,
    host: &HostStore,
    sha256: &[u8; 32],
    piece: &mut Piece<'_>,
) -> Result<String> {
    let key = format!("{}-{}", store::hex(sha256), store::hex(&slices.random()[..16]));
    slices.write(|cx| {
        let now = cx.now();
        keys::note(cx.tx(), &key, now)
    })?;
    match put_pieces(slices, host, &key, piece) {
        Ok(()) => Ok(key),
        Err(error) => {
            discard(slices, host, &key);
            Err(error)
        }
    }
}

fn put_pieces(slices: &mut Slices<'_>, host: &HostStore, key: &str, piece: &mut Piece<'_>) -> Result<()> {
    let mut number = 0;
    while let Some(bytes) = piece(slices, number)? {
        host.put(key, number.unsigned_abs(), &bytes)?;
        slices.still_wanted()?;
        number += 1;
    }
    Ok(())
}

/// Takes away what was put in vain: what no content has. What fails here is done at night.
pub(super) fn discard(slices: &mut Slices<'_>, host: &HostStore, key: &str) {
    let given_up = slices.write(|cx| keys::give_up(cx.tx(), key));
    if given_up == Ok(true) && host.delete(key).is_ok() {
        let _ = slices.write(|cx| keys::gone(cx.tx(), key));
    }
}

/// The bytes of a content from an offset on, at most so many of them.
pub(super) fn read(host: &HostStore, key: &str, size: i64, offset: i64, length: usize) -> Result<Vec<u8>> {
    let end = size.min(offset.saturating_add(i64::try_from(length).unwrap_or(i64::MAX)));
    let mut read = Vec::new();
    let mut at = offset;
    while at < end {
        let (place, begun) = content::piece_of(at);
        let piece = whole(host, key, size, place)?;
        let wanted = piece.get(begun..).unwrap_or_default();
        let wanted = &wanted[..wanted.len().min(usize::try_from(end - at).unwrap_or(0))];
        read.extend_from_slice(wanted);
        at += i64::try_from(wanted.len()).unwrap_or(0);
    }
    Ok(read)
}

/// One piece, as long as it was put.
fn whole(host: &HostStore, key: &str, size: i64, place: i64) -> Result<Vec<u8>> {
    let piece = host.read(key, place.unsigned_abs())?;
    piece
        .filter(|piece| piece.len() == content::length_of(size, place))
        .ok_or_else(|| CrmError::storage("file_missing"))
}

/// Deletes what no content has any more; gives the first failure behind all others.
pub(super) fn clean(slices: &mut Slices<'_>) -> Result<()> {
    let Some(host) = slices.file_store() else { return Ok(()) };
    slices.write(|cx| {
        let before = before(cx.now());
        keys::give_up_before(cx.tx(), before)
    })?;
    let (mut behind, mut failed) = (0, Vec::new());
    while let Some((id, key)) = slices.read(|cx| keys::going(cx.tx(), behind))? {
        behind = id;
        match host.delete(&key) {
            Ok(()) => slices.write(|cx| keys::gone(cx.tx(), &key))?,
            Err(error) => failed.push(error),
        }
        if failed.len() == FAILURES {
            break;
        }
    }
    failed.into_iter().next().map_or(Ok(()), Err)
}

/// What the host's store does not hold as it was put, for the check (MAINT-1). All of it is read, a piece at a time.
pub(crate) fn check(slices: &mut Slices<'_>, told: &mut dyn FnMut(String)) -> Result<()> {
    let host = slices.file_store();
    let mut behind = 0;
    while let Some(found) = slices.read(|cx| keys::next(cx.tx(), behind))? {
        behind = found.content;
        let Some(host) = &host else {
            told("contents of files lie in a store of the host's, which is not there".into());
            return Ok(());
        };
        let wrong = match compare(slices, host, &found) {
            Ok(true) => continue,
            Ok(false) => "holds otherwise than it was put",
            Err(CrmError::Storage { problem }) if problem == "file_missing" => "lacks some of",
            Err(CrmError::Storage { problem }) if problem == "file_store" => "can't read",
            Err(error) => return Err(error),
        };
        // The night may have taken it meanwhile.
        if slices.read(|cx| keys::of(cx.tx(), found.content))?.is_some() {
            told(format!("the host's store {wrong} {}", found.key));
        }
    }
    Ok(())
}

fn compare(slices: &Slices<'_>, host: &HostStore, found: &keys::Outside) -> Result<bool> {
    let mut hash = Sha256::new();
    let mut place = 0;
    while content::length_of(found.size, place) > 0 {
        hash.update(whole(host, &found.key, found.size, place)?);
        slices.still_wanted()?;
        place += 1;
    }
    Ok(hash.finalize()[..] == found.sha256[..])
}
