//! Files that are put in one call, and reading from files: both know where a content lies (FILE-4).

use sha2::{Digest, Sha256};

use super::outside;
use super::rules::{self, Arrived, arrive};
use super::store::{self, content, keys};
use super::types::*;
use crate::engine::bytes::Bytes;
use crate::engine::error::{CrmError, Result};
use crate::engine::gate::{Context, Created, Entity, Slices};
use crate::engine::hanging::Concern;
use crate::engine::objects::Bearer;
use crate::engine::validate::Field;
use crate::engine::wire::Written;
use crate::objects::RecordKey;
use crate::settings::rules as settings;

/// What is put in one call.
pub(crate) struct Put<'a> {
    pub(crate) record: &'a RecordKey,
    pub(crate) new: &'a NewFile,
    pub(crate) bytes: &'a [u8],
    /// The argument that the bytes are of.
    pub(crate) field: &'a str,
    /// How many there may be in one call.
    pub(crate) most: usize,
    /// Which file it is: a new one, or one that came of the same call before. Gets the SHA-256 in hexadecimal digits, and whether
    /// it is asked before anything is written.
    pub(crate) once: &'a dyn Fn(&mut Context<'_>, &str, bool) -> Result<Created>,
}

/// Where what comes is to lie.
#[derive(Clone, Copy)]
enum Place<'a> {
    /// In the database.
    Here,
    /// In the host's store, where it is already.
    Outside(&'a str),
    /// It is asked whether it would be taken, and nothing is written.
    Asked,
}

/// What comes of it.
enum Outcome {
    File(Box<File>),
    /// It would be taken, and is kept already.
    Known,
    /// It would be taken.
    New,
}

/// FILE-1, FILE-2, FILE-4.
pub(super) fn put(
    slices: &mut Slices<'_>,
    record: &RecordKey,
    new: &NewFile,
    bytes: &Bytes,
    id: &Option<FileId>,
) -> Result<File> {
    let once = |cx: &mut Context<'_>, sha256: &str, asked: bool| {
        if new.replaces.is_some() && id.is_some() {
            cx.violations().add("id", "not_here", "a new version is the file's", None);
            cx.check_fields()?;
        }
        let below = vec![record.object.clone(), record.id.to_string(), sha256.to_owned()];
        once_below(cx, *id, &below, new, asked)
    };
    let put = Put { record, new, bytes: &bytes.0, field: "content", most: MAX_PUT, once: &once };
    put_with(slices, &put, &mut |_, _| Ok(()))
}

/// Whether a file with that id came of equal arguments before.
pub(crate) fn once_below<A: Written + Field + Clone>(
    cx: &mut Context<'_>,
    id: Option<FileId>,
    below: &[String],
    new: &A,
    asked: bool,
) -> Result<Created> {
    let (id, below) = (id.map(Into::into), below.to_vec());
    if asked {
        cx.create_asked_below(Entity::FILE, id, &below, new)
    } else {
        cx.create_once_below(Entity::FILE, id, &below, new)
    }
}

/// Puts a file on a record; `then` belongs to the transaction that does so, and is not asked where it was there before.
pub(crate) fn put_with(
    slices: &mut Slices<'_>,
    put: &Put<'_>,
    then: &mut dyn FnMut(&mut Context<'_>, &File) -> Result<()>,
) -> Result<File> {
    let sha256: [u8; 32] = Sha256::digest(put.bytes).into();
    let mut key = None;
    let host = slices.file_store();
    if let Some(host) = &host {
        match slices.read(|cx| placed(cx, put, &sha256, Place::Asked, then))? {
            Outcome::File(file) => return Ok(*file),
            // Should it go before it is named, it lies in the database.
            Outcome::Known => {}
            Outcome::New => {
                key = Some(outside::put(slices, host, &sha256, &mut |_, place| Ok(content::cut(put.bytes, place)))?);
            }
        }
    }
    let place = key.as_deref().map_or(Place::Here, Place::Outside);
    match slices.write(|cx| placed(cx, put, &sha256, place, then)) {
        Ok(Outcome::File(file)) => Ok(*file),
        Ok(_) => Err(CrmError::bug("a file that was asked for only")),
        Err(error) => {
            if let (Some(host), Some(key)) = (&host, &key) {
                outside::discard(slices, host, key);
            }
            Err(error)
        }
    }
}

fn placed(
    cx: &mut Context<'_>,
    put: &Put<'_>,
    sha256: &[u8; 32],
    place: Place<'_>,
    then: &mut dyn FnMut(&mut Context<'_>, &File) -> Result<()>,
) -> Result<Outcome> {
    let Put { record, new, bytes, field, most, once } = put;
    let bearer = cx.bearer(record, Concern::Files)?;
    let size = i64::try_from(bytes.len()).unwrap_or(i64::MAX);
    if bytes.len() > *most {
        cx.violations().add(field, "too_large", "is more than one call takes", Some(most.to_string()));
    }
    if new.size.is_some_and(|declared| declared != size) {
        cx.violations().add("size", "mismatch", "is not what was sent", None);
    }
    let name = rules::named(cx, &new.name);
    rules::fits(cx, field, size)?;
    cx.check_fields()?;
    let id = match once(cx, &store::hex(sha256), matches!(place, Place::Asked))? {
        Created::New(id) => FileId(id),
        Created::Before(id) => return Ok(Outcome::File(Box::new(rules::load(cx, FileId(id))?.file))),
    };
    let replaced = rules::replaced(cx, &bearer, new.replaces)?;
    let there = content::known(cx.tx(), sha256, size)?;
    if let (Some(found), Some(there)) = (&replaced, there)
        && found.content == there
        && found.file.name == name
        && new.description.as_ref().is_none_or(|text| found.file.description.as_ref() == Some(text))
    {
        // Sent again: nothing is new.
        cx.check_fields()?;
        return Ok(Outcome::File(Box::new(found.file.clone())));
    }
    cx.check_fields()?;
    // Whether others keep the same is nothing that room tells (FILE-3).
    rules::room(cx, &bearer, size, replaced.as_ref())?;
    let content = match (there, place) {
        (Some(_), Place::Asked) => return Ok(Outcome::Known),
        (None, Place::Asked) => return Ok(Outcome::New),
        (Some(there), Place::Here) => there,
        (Some(there), Place::Outside(key)) => {
            keys::give_up(cx.tx(), key)?;
            there
        }
        (None, Place::Here) => content::keep(cx.tx(), sha256, bytes)?,
        (None, Place::Outside(key)) => keys::name(cx.tx(), key, sha256, size)?,
    };
    let beginning = &bytes[..bytes.len().min(rules::BEGINNING)];
    let (description, word) = (&new.description, new.media_type.as_deref());
    let arrived = Arrived { id, upload: None, content, beginning, name: &name, description, word };
    let file = arrive(cx, &bearer, &arrived, replaced)?;
    then(cx, &file)?;
    Ok(Outcome::File(Box::new(file)))
}

/// Puts into the host's store, where there is one, what is not kept yet. Gives its key: what nothing names in the end is to be
/// discarded.
pub(crate) fn prepare(slices: &mut Slices<'_>, bytes: &[u8]) -> Result<Option<String>> {
    let Some(host) = slices.file_store() else { return Ok(None) };
    let sha256: [u8; 32] = Sha256::digest(bytes).into();
    let size = i64::try_from(bytes.len()).unwrap_or(i64::MAX);
    if slices.read(|cx| content::known(cx.tx(), &sha256, size))?.is_some() {
        return Ok(None);
    }
    outside::put(slices, &host, &sha256, &mut |_, place| Ok(content::cut(bytes, place))).map(Some)
}

/// Takes away what was prepared and is named by nothing.
pub(crate) fn discard<'k>(slices: &mut Slices<'_>, keys: impl Iterator<Item = &'k String>) {
    if let Some(host) = slices.file_store() {
        keys.for_each(|key| outside::discard(slices, &host, key));
    }
}

/// Which contents of these sizes there is room for, one after the other, on a record or on a new one (FILE-5).
pub(crate) fn fitting(cx: &mut Context<'_>, bearer: Option<&Bearer>, sizes: &[usize]) -> Result<Vec<bool>> {
    let (most, quota) = {
        let settings = settings::of(cx)?;
        (settings.file_max_bytes, settings.files_quota_bytes)
    };
    let mut files = bearer.map_or(Ok(0), |bearer| store::count(cx.tx(), bearer))?;
    let mut space = content::space(cx.tx())?;
    let fits = |size: &usize| {
        let size = i64::try_from(*size).unwrap_or(i64::MAX);
        let fits = size <= most && files < MAX_FILES && (size == 0 || space.saturating_add(size) <= quota);
        if fits {
            files += 1;
            space += size;
        }
        fits
    };
    Ok(sizes.iter().map(fits).collect())
}

/// Puts a file that there is room for on a record, which the acting user need not read: what was captured comes with its files
/// (CAPT-5). Its name is one that a file may have; what is in it lies in the host's store by this key, or else in the database.
pub(crate) fn attach(
    cx: &mut Context<'_>,
    bearer: &Bearer,
    new: &NewFile,
    bytes: &[u8],
    key: Option<&str>,
) -> Result<File> {
    let sha256: [u8; 32] = Sha256::digest(bytes).into();
    let size = i64::try_from(bytes.len()).unwrap_or(i64::MAX);
    let content = match (content::known(cx.tx(), &sha256, size)?, key) {
        (Some(there), _) => there,
        (None, None) => content::keep(cx.tx(), &sha256, bytes)?,
        (None, Some(key)) => keys::name(cx.tx(), key, &sha256, size)?,
    };
    let id = FileId(cx.new_id());
    let beginning = &bytes[..bytes.len().min(rules::BEGINNING)];
    let (name, description, word) = (new.name.as_str(), &new.description, new.media_type.as_deref());
    arrive(cx, bearer, &Arrived { id, upload: None, content, beginning, name, description, word }, None)
}

/// Where what is read lies.
enum Lies {
    Here(Bytes),
    Outside(String, i64),
}

/// FILE-4, FILE-7. What the host's store lacks is asked for again where it lies otherwise meanwhile.
pub(super) fn read(
    slices: &mut Slices<'_>,
    id: &FileId,
    file_version: &Option<i64>,
    offset: &Option<i64>,
    length: &Option<i64>,
) -> Result<Bytes> {
    let length = length.map_or(MAX_PART, |length| usize::try_from(length).unwrap_or(0)).min(MAX_PART);
    let offset = offset.unwrap_or(0);
    let mut lacked = None;
    loop {
        let (key, size) = match slices.read(|cx| found(cx, *id, *file_version, offset, length))? {
            Lies::Here(bytes) => return Ok(bytes),
            Lies::Outside(key, size) => (key, size),
        };
        let host = slices.file_store().ok_or_else(|| CrmError::storage("no_file_store"))?;
        match outside::read(&host, &key, size, offset, length) {
            Ok(bytes) => return Ok(Bytes(bytes)),
            Err(error) if lacked.as_ref() == Some(&key) => return Err(error),
            Err(_) => lacked = Some(key),
        }
    }
}

fn found(cx: &mut Context<'_>, id: FileId, file_version: Option<i64>, offset: i64, length: usize) -> Result<Lies> {
    let found = rules::load(cx, id)?;
    let content = match file_version {
        Some(number) => store::content(cx.tx(), found.key, number)?,
        None => Some(found.content),
    };
    if content.is_none() {
        cx.violations().add("file_version", "unknown_value", "is no version of the file", None);
    }
    cx.check_fields()?;
    let Some(content) = content else { return Err(CrmError::bug("a version that is not there")) };
    match keys::of(cx.tx(), content)? {
        Some((key, size)) => Ok(Lies::Outside(key, size)),
        None => content::read(cx.tx(), content, offset, length).map(|bytes| Lies::Here(Bytes(bytes))),
    }
}
