//! Files that are sent in parts (FILE-2).

use sha2::{Digest, Sha256};

use super::outside;
use super::rules::{self, Arrived, arrive};
use super::store::{self, Begun, Sent, content, keys};
use super::types::*;
use crate::engine::bytes::Bytes;
use crate::engine::due::{Item, Kind};
use crate::engine::error::{CrmError, Result};
use crate::engine::gate::{Context, Created, Entity, Slices};
use crate::engine::hanging::Concern;
use crate::engine::objects::Bearer;
use crate::engine::schedule::Job;
use crate::objects::RecordKey;

/// An upload of which nothing more came goes (FILE-2).
pub(super) const IDLE: Kind = Kind {
    job: Job::FILE_UPLOADS,
    doc: "Removing an upload of which nothing came for 24 hours (FILE-2).",
    serve: |cx: &mut Context<'_>, item: &Item| store::give_up(cx.tx(), item.subject),
    again: None,
};

/// The upload with the record for which it is sent, where it is there for the acting user: theirs, and they still read that.
fn found(cx: &mut Context<'_>, id: UploadId) -> Result<Option<(Sent, Bearer)>> {
    let Some(mut sent) = store::sent(cx.tx(), id)? else { return Ok(None) };
    if cx.actor_id() != Some(sent.uploader.1) {
        return Ok(None);
    }
    let object = cx.object_at(&sent.home)?;
    let Some(object) = object else { return Ok(None) };
    let record = RecordKey { object: object.to_string(), id: sent.upload.record.id };
    match cx.bearer(&record, Concern::Files) {
        Ok(bearer) => {
            sent.upload.record = bearer.record.clone();
            Ok(Some((sent, bearer)))
        }
        Err(failure) if failure.is_failure() => Err(failure),
        Err(_) => Ok(None),
    }
}

fn load(cx: &mut Context<'_>, id: UploadId) -> Result<(Sent, Bearer)> {
    match found(cx, id)? {
        Some(found) => Ok(found),
        None => cx.not_found(Entity::UPLOAD, id),
    }
}

/// FILE-2, FILE-5.
pub(super) fn begin(cx: &mut Context<'_>, record: &RecordKey, new: &NewFile, id: &Option<UploadId>) -> Result<Upload> {
    let bearer = cx.bearer(record, Concern::Files)?;
    let name = rules::named(cx, &new.name);
    if new.size.is_none() {
        cx.violations().add("size", "required", "is needed", None);
    }
    if let Some(id) = id {
        if let Some((sent, of)) = found(cx, *id)? {
            let same = of.record.id == record.id
                && (new.size, name) == (Some(sent.upload.size), sent.upload.name.clone())
                && (&new.description, &new.media_type) == (&sent.description, &sent.media_type)
                && new.replaces == sent.replaces;
            return if same { Ok(sent.upload) } else { Err(taken(*id)) };
        }
        if let Some((there, size)) = finished(cx, *id)? {
            let same = there.record.id == record.id && new.size == Some(size);
            let record = there.record;
            let told = Upload { id: *id, record, name, size, received: size, idle_until: None };
            return if same { Ok(told) } else { Err(taken(*id)) };
        }
    }
    if let Some(size) = new.size {
        rules::fits(cx, "size", size)?;
    }
    cx.check_fields()?;
    let Some(size) = new.size else { return Err(CrmError::bug("no size")) };
    let id = match cx.create_once_below(Entity::FILE, id.map(Into::into), record, new)? {
        Created::New(id) => UploadId(id),
        Created::Before(id) => return Err(taken(UploadId(id))),
    };
    let replaced = rules::replaced(cx, &bearer, new.replaces)?;
    cx.check_fields()?;
    rules::room(cx, &bearer, size, replaced.as_ref())?;
    let Some(uploader) = cx.actor_key() else { return Err(CrmError::bug("nobody sends")) };
    let content = content::begin(cx.tx(), size)?;
    let now = cx.now();
    let begun = Begun { id, bearer: &bearer, new, name: &name, content, uploader, now };
    let key = store::begin(cx.tx(), &begun)?;
    for idle in store::too_many(cx.tx(), uploader, key, MAX_UPLOADS - 1)? {
        store::give_up(cx.tx(), idle)?;
        IDLE.forget(cx.tx(), idle)?;
    }
    IDLE.set(cx.tx(), key, 0, now + store::IDLE)?;
    match found(cx, id)? {
        Some((sent, _)) => Ok(sent.upload),
        None => Err(CrmError::bug("an upload that was just begun")),
    }
}

fn taken(id: UploadId) -> CrmError {
    CrmError::conflict(Entity::UPLOAD.as_str(), id, "id_taken")
}

/// The file that came of an upload, with the size of what was sent, to who sent it.
fn finished(cx: &mut Context<'_>, id: UploadId) -> Result<Option<(File, i64)>> {
    let Some(sent) = store::finished(cx.tx(), id)?.filter(|sent| sent.uploader == cx.actor_key()) else {
        return Ok(None);
    };
    Ok(rules::read_one(cx, sent.file)?.map(|found| (found.file, sent.size)))
}

/// FILE-2.
pub(super) fn append(cx: &mut Context<'_>, id: &UploadId, offset: &i64, content: &Bytes) -> Result<Upload> {
    let (Sent { key, content: mut into, last_offset, mut upload, .. }, bearer) = load(cx, *id)?;
    let bytes = &content.0;
    let length = i64::try_from(bytes.len()).unwrap_or(i64::MAX);
    if bytes.len() > MAX_PART {
        cx.violations().add("content", "too_large", "is more than one call takes", Some(MAX_PART.to_string()));
    } else if offset.saturating_add(length) > upload.size {
        cx.violations().add("content", "too_large", "is more than was declared", Some(upload.size.to_string()));
    }
    cx.check_fields()?;
    let now = cx.now();
    let again = *offset == last_offset && offset + length == upload.received;
    if again && content::read(cx.tx(), into, *offset, bytes.len())? == *bytes {
        return Ok(upload);
    }
    if *offset == 0 && upload.received == upload.size {
        // Into another content, so that who reads the one that came reads no mixture.
        rules::space(cx, &bearer, upload.size)?;
        content::let_go(cx.tx(), into, upload.size, upload.received)?;
        into = content::begin(cx.tx(), upload.size)?;
        store::begin_anew(cx.tx(), key, into)?;
    } else if *offset != upload.received {
        return Err(CrmError::conflict(Entity::UPLOAD.as_str(), *id, "wrong_offset"));
    }
    content::append(cx.tx(), into, *offset, bytes)?;
    upload.received = offset + length;
    store::reached(cx.tx(), key, *offset, upload.received, now)?;
    IDLE.set(cx.tx(), key, 0, now + store::IDLE)?;
    upload.idle_until = now.checked_add_signed(store::IDLE);
    Ok(upload)
}

/// What there is when an upload is to become a file.
enum Whole {
    /// All has come, into this content.
    Here(i64),
    /// It is a file already.
    Before(Box<File>),
}

/// FILE-2, FILE-4. What came is read outside of the transaction that makes a file of it; where it was sent anew meanwhile, it is
/// read again. Where the host has a store, it is put there before.
pub(super) fn finish(slices: &mut Slices<'_>, id: &UploadId, sha256: &Option<String>) -> Result<File> {
    let host = slices.file_store();
    loop {
        let content = match slices.read(|cx| whole(cx, *id))? {
            Whole::Here(content) => content,
            Whole::Before(file) => return Ok(*file),
        };
        let mut sent = read_through(slices, content)?;
        if let Some(host) = &host
            && is_right(&sent.digest, sha256)
            && !slices.read(|cx| Ok(content::known(cx.tx(), &sent.digest, sent.size)?.is_some()))?
        {
            let mut piece = |slices: &mut Slices<'_>, place| slices.read(|cx| content::piece(cx.tx(), content, place));
            sent.key = Some(outside::put(slices, host, &sent.digest, &mut piece)?);
        }
        let made = slices.write(|cx| match whole(cx, *id)? {
            Whole::Here(now) if now == content => become_file(cx, *id, &sent, sha256).map(Some),
            Whole::Here(_) => Ok(None),
            Whole::Before(file) => Ok(Some(*file)),
        });
        // Unless it was named.
        if let (Some(host), Some(key)) = (&host, &sent.key) {
            outside::discard(slices, host, key);
        }
        if let Some(file) = made? {
            return Ok(file);
        }
    }
}

/// What came of an upload, read through.
struct Through {
    digest: [u8; 32],
    size: i64,
    beginning: Vec<u8>,
    /// Where it lies in the host's store.
    key: Option<String>,
}

/// Reads a content through, some of it at a time, so that no more than a piece is held.
fn read_through(slices: &mut Slices<'_>, content: i64) -> Result<Through> {
    let (mut hash, mut next) = (Sha256::new(), 0);
    let (mut size, mut beginning) = (0, Vec::new());
    loop {
        let all = slices.read(|cx| {
            for _ in 0..content::PIECES {
                let Some(piece) = content::piece(cx.tx(), content, next)? else { return Ok(true) };
                if next == 0 {
                    beginning = piece[..piece.len().min(rules::BEGINNING)].to_vec();
                }
                hash.update(&piece);
                size += i64::try_from(piece.len()).unwrap_or(0);
                next += 1;
            }
            Ok(false)
        })?;
        if all {
            return Ok(Through { digest: hash.finalize().into(), size, beginning, key: None });
        }
        slices.still_wanted()?;
    }
}

/// Whether the digest is the one that was given, where one was.
fn is_right(digest: &[u8; 32], given: &Option<String>) -> bool {
    given.as_ref().is_none_or(|given| given.eq_ignore_ascii_case(&store::hex(digest)))
}

fn whole(cx: &mut Context<'_>, id: UploadId) -> Result<Whole> {
    if let Some((there, _)) = finished(cx, id)? {
        return Ok(Whole::Before(Box::new(there)));
    }
    let (Sent { content, upload, .. }, _) = load(cx, id)?;
    if upload.received != upload.size {
        cx.violations().add("id", "incomplete", "has not come whole", Some(upload.size.to_string()));
    }
    cx.check_fields()?;
    Ok(Whole::Here(content))
}

fn become_file(cx: &mut Context<'_>, id: UploadId, through: &Through, given: &Option<String>) -> Result<File> {
    let (sent, bearer) = load(cx, id)?;
    let digest = &through.digest;
    if !is_right(digest, given) {
        cx.violations().add("sha256", "mismatch", "is not what was sent", Some(store::hex(digest)));
    }
    let replaced = rules::replaced(cx, &bearer, sent.replaces)?;
    cx.check_fields()?;
    let size = sent.upload.size;
    rules::room(cx, &bearer, 0, replaced.as_ref())?;
    let content = match (content::known(cx.tx(), digest, size)?, &through.key) {
        (Some(there), key) => {
            // It takes its room until the night, so that nobody learns by that what others keep (FILE-3).
            content::let_go(cx.tx(), sent.content, size, size)?;
            if let Some(key) = key {
                keys::give_up(cx.tx(), key)?;
            }
            there
        }
        (None, Some(key)) => {
            // The pieces here go at night, and take no room until then.
            content::let_go(cx.tx(), sent.content, size, 0)?;
            keys::name(cx.tx(), key, digest, size)?
        }
        (None, None) => {
            content::name(cx.tx(), sent.content, digest)?;
            sent.content
        }
    };
    IDLE.forget(cx.tx(), sent.key)?;
    store::done(cx.tx(), sent.key)?;
    let arrived = Arrived {
        id: FileId(id.0),
        upload: Some(id),
        content,
        beginning: &through.beginning,
        name: &sent.upload.name,
        description: &sent.description,
        word: sent.media_type.as_deref(),
    };
    arrive(cx, &bearer, &arrived, replaced)
}
