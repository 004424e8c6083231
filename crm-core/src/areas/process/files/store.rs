//! The statements on files and uploads.

pub(super) mod content;
pub(super) mod keys;

use super::types::*;
use crate::engine::clock::Timestamp;
use crate::engine::error::Result;
use crate::engine::ids::{RecordId, UserId};
use crate::engine::objects::Bearer;
use crate::engine::page::PageRequest;
use crate::engine::storage::{Columns, Direction, ListQuery, Order, Transaction, Value, Visibility, params};
use crate::engine::value::ObjectRef;
use crate::users::UserRef;

/// A file with its keys.
pub(crate) struct Found {
    pub(super) key: i64,
    /// The table of the record that it hangs on.
    pub(super) home: String,
    /// The key of what is in its latest version.
    pub(super) content: i64,
    pub(super) file: File,
    /// The acting user, where they maintain the record.
    pub(super) maintainer: Option<UserId>,
}

/// An upload with its keys.
pub(crate) struct Sent {
    pub(super) key: i64,
    pub(super) home: String,
    pub(super) content: i64,
    pub(super) upload: Upload,
    pub(super) description: Option<String>,
    pub(super) media_type: Option<String>,
    /// The file that it replaces; it may be gone meanwhile.
    pub(super) replaces: Option<FileId>,
    /// The offset at which the last part began.
    pub(super) last_offset: i64,
    pub(super) uploader: (i64, UserId),
}

/// What [`read`] reads, in its order.
macro_rules! columns {
    () => {
        "f.id, f.home, v.content, f.uid, f.version, f.record, f.name, f.description, f.latest, c.size, c.sha256, \
         v.media_type, v.inline_safe, u.uid, u.display_name, f.created_at"
    };
}

macro_rules! tables {
    () => {
        "files f JOIN file_versions v ON v.file = f.id AND v.number = f.latest JOIN file_contents c ON c.id = v.content \
         LEFT JOIN users u ON u.id = f.uploader"
    };
}

const NEWEST_FIRST: Order = Order { name: "files", keys: &[("f.id", Direction::Descending)] };

pub(super) fn hex(digest: &[u8]) -> String {
    digest.iter().fold(String::with_capacity(64), |mut text, byte| {
        use std::fmt::Write;
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn hanging(record: uuid::Uuid) -> ObjectRef {
    ObjectRef { object: String::new(), id: RecordId(record), title: None }
}

/// The file, and what its record is called by itself alone.
fn read(c: &mut Columns<'_>) -> Result<Found> {
    let (key, home, content) = (c.next()?, c.next()?, c.next()?);
    let (id, version, record) = (FileId(c.next()?), c.next()?, hanging(c.next()?));
    let (name, description, file_version, size) = (c.next()?, c.next()?, c.next()?, c.next()?);
    let sha256 = hex(&c.next::<Vec<u8>>()?);
    let (media_type, inline_safe) = (c.next()?, c.next()?);
    let uploader = UserRef::read_optional(c)?;
    let created_at = c.next()?;
    let file = File {
        id,
        version,
        record,
        name,
        description,
        file_version,
        size,
        sha256,
        media_type,
        inline_safe,
        uploader,
        created_at,
    };
    Ok(Found { key, home, content, file, maintainer: None })
}

pub(super) fn get(tx: &mut dyn Transaction, id: FileId) -> Result<Option<Found>> {
    tx.one(concat!("SELECT ", columns!(), " FROM ", tables!(), " WHERE f.uid = ?"), params![&id.0], read)
}

pub(super) fn by_key(tx: &mut dyn Transaction, key: i64) -> Result<Option<Found>> {
    tx.one(concat!("SELECT ", columns!(), " FROM ", tables!(), " WHERE f.id = ?"), params![key], read)
}

pub(super) fn list(tx: &mut dyn Transaction, bearer: &Bearer, page: &Option<PageRequest>) -> Result<FilePage> {
    let mut query = ListQuery::new(columns!(), tables!(), Visibility::whole("their record is read"));
    query.and("f.home = ? AND f.record = ?", [bearer.home.as_str().into(), (&bearer.record.id.0).into()]);
    let read = |c: &mut Columns<'_>| {
        let Found { mut file, .. } = read(c)?;
        file.record.clone_from(&bearer.record);
        Ok(file)
    };
    query.page(tx, NEWEST_FIRST, page, read).map(FilePage::from)
}

/// The versions of a file, the latest first.
pub(super) fn versions(tx: &mut dyn Transaction, file: i64) -> Result<Vec<FileVersion>> {
    let sql = "SELECT v.number, c.size, c.sha256, v.media_type, v.inline_safe, u.uid, u.display_name, v.created_at \
               FROM file_versions v JOIN file_contents c ON c.id = v.content LEFT JOIN users u ON u.id = v.uploader \
               WHERE v.file = ? ORDER BY v.number DESC";
    tx.all(sql, params![file], |c| {
        Ok(FileVersion {
            file_version: c.next()?,
            size: c.next()?,
            sha256: hex(&c.next::<Vec<u8>>()?),
            media_type: c.next()?,
            inline_safe: c.next()?,
            uploader: UserRef::read_optional(c)?,
            created_at: c.next()?,
        })
    })
}

/// What is in a version of a file, and how large it is.
pub(super) fn content(tx: &mut dyn Transaction, file: i64, number: i64) -> Result<Option<i64>> {
    let sql = "SELECT content FROM file_versions WHERE file = ? AND number = ?";
    tx.one(sql, params![file, number], |c| c.next())
}

/// How many files hang on a record, as far as there may be some.
pub(super) fn count(tx: &mut dyn Transaction, bearer: &Bearer) -> Result<i64> {
    tx.value(
        "SELECT count(*) FROM (SELECT 1 FROM files WHERE home = ? AND record = ? LIMIT ?) counted",
        params![bearer.home.as_str(), &bearer.record.id.0, MAX_FILES],
    )
}

pub(super) fn insert(
    tx: &mut dyn Transaction,
    id: FileId,
    bearer: &Bearer,
    (name, description): (&str, &Option<String>),
    (uploader, now): (Option<i64>, Timestamp),
) -> Result<i64> {
    tx.insert(
        "INSERT INTO files (uid, home, record, name, description, latest, uploader, created_at) \
         VALUES (?, ?, ?, ?, ?, 0, ?, ?)",
        params![&id.0, bearer.home.as_str(), &bearer.record.id.0, name, description, uploader, now],
    )
}

/// A version that comes.
pub(super) struct Coming<'a> {
    pub(super) file: i64,
    pub(super) number: i64,
    pub(super) upload: Option<UploadId>,
    pub(super) content: i64,
    pub(super) media_type: &'a str,
    pub(super) inline_safe: bool,
}

/// Adds a version to a file, the latest from now on.
pub(super) fn add(tx: &mut dyn Transaction, new: &Coming<'_>, uploader: Option<i64>, now: Timestamp) -> Result<()> {
    let upload = new.upload.map(|upload| upload.0);
    tx.execute(
        "INSERT INTO file_versions (file, number, upload, content, media_type, inline_safe, uploader, created_at) \
         VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        params![new.file, new.number, upload, new.content, new.media_type, new.inline_safe, uploader, now],
    )?;
    tx.execute("UPDATE files SET latest = ? WHERE id = ?", params![new.number, new.file]).map(drop)
}

pub(super) fn update(tx: &mut dyn Transaction, key: i64, file: &File) -> Result<()> {
    let sql = "UPDATE files SET version = ?, name = ?, description = ? WHERE id = ?";
    tx.execute(sql, params![file.version, &file.name, &file.description, key]).map(drop)
}

pub(super) fn delete(tx: &mut dyn Transaction, key: i64) -> Result<()> {
    tx.execute("DELETE FROM files WHERE id = ?", params![key]).map(drop)
}

/// Takes away the files of one record, or of the records of one home, and ends what is still sent for them; what was in them is
/// theirs no more. What falls due for such an upload finds none.
pub(super) fn delete_all(tx: &mut dyn Transaction, home: &str, record: Option<uuid::Uuid>) -> Result<usize> {
    let mut params = vec![Value::from(home)];
    let of = match &record {
        Some(record) => {
            params.push(Value::from(record));
            "home = ? AND record = ?"
        }
        None => "home = ?",
    };
    let loosen = "UPDATE file_contents SET loose = TRUE WHERE id IN \
                  (SELECT v.content FROM files f JOIN file_versions v ON v.file = f.id WHERE ";
    tx.execute(&format!("{loosen}{of})"), &params)?;
    let sent = tx.all(&format!("SELECT id FROM file_uploads WHERE {of}"), &params, |c| c.next())?;
    for key in sent {
        give_up(tx, key)?;
    }
    tx.execute(&format!("DELETE FROM files WHERE {of}"), &params)
}

/// How long an upload may be idle.
pub(super) const IDLE: chrono::TimeDelta = chrono::TimeDelta::hours(24);

fn read_sent(c: &mut Columns<'_>) -> Result<Sent> {
    let (key, home, content) = (c.next()?, c.next()?, c.next()?);
    let (id, record, name) = (UploadId(c.next()?), hanging(c.next()?), c.next()?);
    let (size, received) = (c.next()?, c.next()?);
    let idle_until = c.next::<Timestamp>()?.checked_add_signed(IDLE);
    let (description, media_type) = (c.next()?, c.next()?);
    let replaces = c.next::<Option<uuid::Uuid>>()?.map(FileId);
    let last_offset = c.next()?;
    let uploader = (c.next()?, UserId(c.next()?));
    let upload = Upload { id, record, name, size, received, idle_until };
    Ok(Sent { key, home, content, upload, description, media_type, replaces, last_offset, uploader })
}

/// What is still sent, by its id.
pub(super) fn sent(tx: &mut dyn Transaction, id: UploadId) -> Result<Option<Sent>> {
    let sql = "SELECT s.id, s.home, s.content, s.uid, s.record, s.name, c.size, s.received, s.touched_at, s.description, \
               s.media_type, s.replaces, s.last_offset, u.id, u.uid FROM file_uploads s \
               JOIN file_contents c ON c.id = s.content JOIN users u ON u.id = s.uploader WHERE s.uid = ?";
    tx.one(sql, params![&id.0], read_sent)
}

/// What is begun.
pub(super) struct Begun<'a> {
    pub(super) id: UploadId,
    pub(super) bearer: &'a Bearer,
    pub(super) new: &'a NewFile,
    pub(super) name: &'a str,
    pub(super) content: i64,
    pub(super) uploader: i64,
    pub(super) now: Timestamp,
}

pub(super) fn begin(tx: &mut dyn Transaction, begun: &Begun<'_>) -> Result<i64> {
    let Begun { id, bearer, new, name, content, uploader, now } = begun;
    let replaces = new.replaces.map(|file| file.0);
    tx.insert(
        "INSERT INTO file_uploads (uid, home, record, replaces, name, description, media_type, content, uploader, touched_at) \
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        params![
            &id.0,
            bearer.home.as_str(),
            &bearer.record.id.0,
            replaces,
            *name,
            &new.description,
            &new.media_type,
            content,
            uploader,
            now
        ],
    )
}

/// Notes how far an upload has come.
pub(super) fn reached(tx: &mut dyn Transaction, key: i64, from: i64, to: i64, now: Timestamp) -> Result<()> {
    let sql = "UPDATE file_uploads SET last_offset = ?, received = ?, touched_at = ? WHERE id = ?";
    tx.execute(sql, params![from, to, now, key]).map(drop)
}

/// Has an upload begin anew, with another content.
pub(super) fn begin_anew(tx: &mut dyn Transaction, key: i64, content: i64) -> Result<()> {
    tx.execute("UPDATE file_uploads SET content = ? WHERE id = ?", params![content, key]).map(drop)
}

/// Those of a person beside one that are behind the newest so many.
pub(super) fn too_many(tx: &mut dyn Transaction, uploader: i64, beside: i64, most: i64) -> Result<Vec<i64>> {
    let sql = "SELECT id FROM file_uploads WHERE uploader = ? AND id <> ? \
               ORDER BY touched_at DESC, id DESC LIMIT 1000 OFFSET ?";
    tx.all(sql, params![uploader, beside, most], |c| c.next())
}

/// Ends an upload of which nothing becomes, where it is there.
pub(super) fn give_up(tx: &mut dyn Transaction, key: i64) -> Result<()> {
    let sql = "SELECT s.content, c.size, s.received FROM file_uploads s JOIN file_contents c ON c.id = s.content WHERE s.id = ?";
    let sent = tx.one(sql, params![key], |c| Ok((c.next()?, c.next()?, c.next()?)))?;
    let Some((content, size, received)) = sent else { return Ok(()) };
    content::let_go(tx, content, size, received)?;
    done(tx, key)
}

/// A version that was sent in parts, as far as whoever sends it again is asked.
pub(super) struct Finished {
    pub(super) file: FileId,
    /// The key of who sent it.
    pub(super) uploader: Option<i64>,
    pub(super) size: i64,
}

/// What came of an upload.
pub(super) fn finished(tx: &mut dyn Transaction, id: UploadId) -> Result<Option<Finished>> {
    let sql = "SELECT f.uid, v.uploader, c.size FROM file_versions v JOIN files f ON f.id = v.file \
               JOIN file_contents c ON c.id = v.content WHERE v.upload = ?";
    tx.one(sql, params![&id.0], |c| Ok(Finished { file: FileId(c.next()?), uploader: c.next()?, size: c.next()? }))
}

/// Takes an upload away that is a file now.
pub(super) fn done(tx: &mut dyn Transaction, key: i64) -> Result<()> {
    tx.execute("DELETE FROM file_uploads WHERE id = ?", params![key]).map(drop)
}
