//! The statements on notes.

use super::types::*;
use crate::engine::clock::Timestamp;
use crate::engine::error::Result;
use crate::engine::ids::RecordId;
use crate::engine::objects::Bearer;
use crate::engine::page::{PageRequest, Room};
use crate::engine::storage::{Columns, Direction, ListQuery, Order, Transaction, Visibility, children, params};
use crate::engine::value::ObjectRef;
use crate::users::UserRef;

/// A note with its keys.
pub(crate) struct Found {
    pub(super) key: i64,
    /// The table of the record that it hangs on.
    pub(super) home: String,
    pub(super) note: Note,
}

/// What [`read`] reads, in its order.
macro_rules! columns {
    () => {
        "n.id, n.home, n.uid, n.version, n.record, n.content, t.uid, u.uid, u.display_name, n.created_at, n.edited_at"
    };
}

macro_rules! tables {
    () => {
        "notes n LEFT JOIN notes t ON t.id = n.reply_to LEFT JOIN users u ON u.id = n.author"
    };
}

const NEWEST_FIRST: Order =
    Order { name: "notes", keys: &[("n.thread", Direction::Descending), ("n.place", Direction::Descending)] };

/// The note without its mentions, and what its record is called by itself alone.
fn read(c: &mut Columns<'_>) -> Result<Found> {
    let (key, home, id, version) = (c.next()?, c.next()?, NoteId(c.next()?), c.next()?);
    let record = ObjectRef { object: String::new(), id: RecordId(c.next()?), title: None };
    let (text, reply_to) = (c.next()?, c.next::<Option<uuid::Uuid>>()?.map(NoteId));
    let author = UserRef::read_optional(c)?;
    let (created_at, edited_at) = (c.next()?, c.next()?);
    let note = Note { id, version, record, text, mentions: Vec::new(), reply_to, author, created_at, edited_at };
    Ok(Found { key, home, note })
}

/// Reads whom notes mention, where they are no more than is allowed.
fn fill(tx: &mut dyn Transaction, keys: &[i64], notes: &mut [Note], allowed: &mut usize) -> Result<bool> {
    let select =
        "SELECT m.note, u.uid, u.display_name FROM note_mentions m JOIN users u ON u.id = m.user_id WHERE m.note";
    let Some(mut found) = children(tx, select, keys, "m.note, m.place", allowed, UserRef::read)? else {
        return Ok(false);
    };
    for (key, note) in keys.iter().zip(notes) {
        note.mentions = found.remove(key).unwrap_or_default();
    }
    Ok(true)
}

pub(super) fn get(tx: &mut dyn Transaction, id: NoteId) -> Result<Option<Found>> {
    let sql = concat!("SELECT ", columns!(), " FROM ", tables!(), " WHERE n.uid = ?");
    let Some(mut found) = tx.one(sql, params![&id.0], read)? else { return Ok(None) };
    fill(tx, &[found.key], std::slice::from_mut(&mut found.note), &mut { usize::MAX })?;
    Ok(Some(found))
}

pub(super) fn by_key(tx: &mut dyn Transaction, key: i64) -> Result<Option<Found>> {
    tx.one(concat!("SELECT ", columns!(), " FROM ", tables!(), " WHERE n.id = ?"), params![key], read)
}

/// The note of a record that may be replied to, by its key; with whether it is a reply itself.
pub(super) fn of_record(tx: &mut dyn Transaction, bearer: &Bearer, id: NoteId) -> Result<Option<(i64, bool)>> {
    let sql = "SELECT id, reply_to IS NOT NULL FROM notes WHERE uid = ? AND home = ? AND record = ?";
    tx.one(sql, params![&id.0, bearer.home.as_str(), &bearer.record.id.0], |c| Ok((c.next()?, c.next()?)))
}

pub(super) fn list(tx: &mut dyn Transaction, bearer: &Bearer, page: &Option<PageRequest>) -> Result<NotePage> {
    let mut query = ListQuery::new(columns!(), tables!(), Visibility::whole("their record is read"));
    query.and("n.home = ? AND n.record = ?", [bearer.home.as_str().into(), (&bearer.record.id.0).into()]);
    let read = |c: &mut Columns<'_>| {
        let Found { key, mut note, .. } = read(c)?;
        note.record.clone_from(&bearer.record);
        Ok((key, note))
    };
    query.page_with_parts(tx, NEWEST_FIRST, page, &mut Room::of(page), read, fill).map(NotePage::from)
}

/// What a new note is beside what was given.
pub(super) struct New<'a> {
    pub(super) id: NoteId,
    pub(super) bearer: &'a Bearer,
    pub(super) text: &'a str,
    pub(super) reply_to: Option<i64>,
    pub(super) author: Option<i64>,
    pub(super) now: Timestamp,
}

pub(super) fn insert(tx: &mut dyn Transaction, new: &New<'_>) -> Result<i64> {
    let New { id, bearer, text, reply_to, author, now } = new;
    // Where it stands its key says, which is known behind the insertion alone. Until then it stands where no note does.
    let key = tx.insert(
        "INSERT INTO notes (uid, home, record, thread, place, reply_to, content, author, created_at) \
         VALUES (?, ?, ?, 0, 0, ?, ?, ?, ?)",
        params![&id.0, bearer.home.as_str(), &bearer.record.id.0, reply_to, *text, author, now],
    )?;
    let thread = reply_to.unwrap_or(key);
    tx.execute("UPDATE notes SET thread = ?, place = ? WHERE id = ?", params![thread, -key, key])?;
    Ok(key)
}

pub(super) fn update(tx: &mut dyn Transaction, key: i64, note: &Note) -> Result<usize> {
    tx.execute(
        "UPDATE notes SET version = ?, content = ?, edited_at = ? WHERE id = ?",
        params![note.version, &note.text, note.edited_at, key],
    )
}

/// Writes whom a note mentions.
pub(super) fn mention(tx: &mut dyn Transaction, key: i64, users: &[i64]) -> Result<()> {
    tx.execute("DELETE FROM note_mentions WHERE note = ?", params![key])?;
    for (place, user) in users.iter().enumerate() {
        let place = i64::try_from(place).unwrap_or(i64::MAX);
        tx.execute("INSERT INTO note_mentions (note, place, user_id) VALUES (?, ?, ?)", params![key, place, user])?;
    }
    Ok(())
}

/// How many replies a note has, as far as that.
pub(super) fn replies(tx: &mut dyn Transaction, key: i64, most: i64) -> Result<i64> {
    tx.value("SELECT count(*) FROM (SELECT 1 FROM notes WHERE reply_to = ? LIMIT ?) AS counted", params![key, most])
}

/// Makes the replies to a note notes of their own; gives each with the version that it had.
pub(super) fn let_stand_alone(tx: &mut dyn Transaction, key: i64) -> Result<Vec<(NoteId, i64)>> {
    let replies = "SELECT uid, version FROM notes WHERE reply_to = ? ORDER BY id";
    let replies = tx.all(replies, params![key], |c| Ok((NoteId(c.next()?), c.next()?)))?;
    if !replies.is_empty() {
        let sql = "UPDATE notes SET version = version + 1, reply_to = NULL, thread = id WHERE reply_to = ?";
        tx.execute(sql, params![key])?;
    }
    Ok(replies)
}

pub(super) fn delete(tx: &mut dyn Transaction, key: i64) -> Result<usize> {
    tx.execute("DELETE FROM notes WHERE id = ?", params![key])
}
