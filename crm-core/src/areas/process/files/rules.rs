//! What is checked and done with files as a whole.

use serde_json::json;

use super::store::{self, Coming, Found, content};
use super::types::*;
use super::{media, names};
use crate::engine::audit::{Action, Change};
use crate::engine::error::{CrmError, Result};
use crate::engine::gate::{Context, Entity};
use crate::engine::hanging::Concern;
use crate::engine::objects::Bearer;
use crate::engine::page::PageRequest;
use crate::engine::record::apply;
use crate::engine::telling::NotificationKind;
use crate::objects::RecordKey;
use crate::settings::rules as settings;

pub(super) use super::putting::{put, read};
pub(super) use super::sending::{append, begin, finish};

/// The file, told as its record is to the acting user, where it is there for them: whoever reads its record (PROC-2).
pub(super) fn read_one(cx: &mut Context<'_>, id: FileId) -> Result<Option<Found>> {
    let Some(mut found) = store::get(cx.tx(), id)? else { return Ok(None) };
    let bearer = cx.bearer_at(&found.home, found.file.record.id, Concern::Files)?;
    Ok(bearer.map(|bearer| {
        found.file.record = bearer.record;
        found
    }))
}

/// The same, with whether the acting user maintains its record: by that its guards go.
pub(super) fn subject(cx: &mut Context<'_>, id: FileId) -> Result<Option<Found>> {
    let Some(mut found) = read_one(cx, id)? else { return Ok(None) };
    let record = RecordKey { object: found.file.record.object.clone(), id: found.file.record.id };
    match cx.maintained(&record) {
        Ok(()) => found.maintainer = cx.actor_id(),
        Err(failure) if failure.is_failure() => return Err(failure),
        Err(_) => {}
    }
    Ok(Some(found))
}

/// The file to whoever reads it.
pub(super) fn load(cx: &mut Context<'_>, id: FileId) -> Result<Found> {
    match read_one(cx, id)? {
        Some(found) => Ok(found),
        None => cx.not_found(Entity::FILE, id),
    }
}

/// The file itself, likewise.
pub(crate) fn shown(cx: &mut Context<'_>, id: FileId) -> Result<File> {
    Ok(load(cx, id)?.file)
}

/// The file, once the acting user may do this with it.
fn guarded(cx: &mut Context<'_>, id: FileId, version: &Option<i64>) -> Result<Found> {
    let Some(found) = subject(cx, id)? else { return cx.not_found(Entity::FILE, id) };
    cx.guard(&found, version)?;
    Ok(found)
}

/// The file as the audit keeps it: what its record is called is another's to tell.
fn kept(file: &File) -> File {
    let mut kept = file.clone();
    kept.record.title = None;
    kept
}

/// Tells the audit of a change. It names the record, by whose readers the change is told.
fn changed(cx: &mut Context<'_>, before: &File, after: &File) {
    let (before, after) = (kept(before), kept(after));
    let change = Change::new(Entity::FILE, after.id.into(), Action::Updated, Some(&before), Some(&after));
    cx.changed_objects([change.of_record(&after.record)]);
}

/// The name in its composed form; where a file can't be called so, the field is wrong.
pub(super) fn named(cx: &mut Context<'_>, name: &str) -> String {
    names::composed(name).unwrap_or_else(|| {
        if !cx.violations().has("name") {
            cx.violations().add("name", "bad_name", "is no name that a file may have", None);
        }
        String::new()
    })
}

/// The file that is replaced: one of the record, that the acting user may change (FILE-1).
pub(super) fn replaced(cx: &mut Context<'_>, bearer: &Bearer, id: Option<FileId>) -> Result<Option<Found>> {
    let Some(id) = id else { return Ok(None) };
    let found = subject(cx, id)?.filter(|found| found.file.record.id == bearer.record.id);
    let Some(found) = found else {
        cx.violations().add("replaces", "unknown_record", "is no file of the record", None);
        return Ok(None);
    };
    let theirs = found.maintainer.is_some() || found.file.uploader.as_ref().map(|user| user.id) == cx.actor_id();
    if !theirs {
        return Err(CrmError::forbidden(cx.called(), "not_yours"));
    }
    cx.files_unfrozen(&bearer.home, bearer.record.id)?;
    Ok(Some(found))
}

/// FILE-5: whether a file may be so large.
pub(super) fn fits(cx: &mut Context<'_>, field: &str, size: i64) -> Result<()> {
    let most = settings::of(cx)?.file_max_bytes;
    if size > most && !cx.violations().has(field) {
        cx.violations().add(field, "too_large", "is more than a file may have", Some(most.to_string()));
    }
    Ok(())
}

/// FILE-5: whether there is room for so much more, and for one more file or version.
pub(super) fn room(cx: &mut Context<'_>, bearer: &Bearer, more: i64, replaced: Option<&Found>) -> Result<()> {
    let full = match replaced {
        Some(found) => found.file.file_version >= MAX_VERSIONS,
        None => store::count(cx.tx(), bearer)? >= MAX_FILES,
    };
    if full {
        return Err(no_room(bearer));
    }
    space(cx, bearer, more)
}

fn no_room(bearer: &Bearer) -> CrmError {
    CrmError::conflict(&bearer.record.object, bearer.record.id, "quota")
}

/// FILE-5: whether there is room for so much more.
pub(super) fn space(cx: &mut Context<'_>, bearer: &Bearer, more: i64) -> Result<()> {
    let quota = settings::of(cx)?.files_quota_bytes;
    if more > 0 && content::space(cx.tx())?.saturating_add(more) > quota { Err(no_room(bearer)) } else { Ok(()) }
}

/// So much of a content says what it is.
pub(super) const BEGINNING: usize = 16 * 1024;

/// A version that was sent whole.
pub(super) struct Arrived<'a> {
    pub(super) id: FileId,
    pub(super) upload: Option<UploadId>,
    pub(super) content: i64,
    /// How it begins, by which its media type is told.
    pub(super) beginning: &'a [u8],
    pub(super) name: &'a str,
    pub(super) description: &'a Option<String>,
    pub(super) word: Option<&'a str>,
}

/// Makes a file, or a version of the one that is replaced, of what was sent.
pub(super) fn arrive(
    cx: &mut Context<'_>,
    bearer: &Bearer,
    new: &Arrived<'_>,
    replaced: Option<Found>,
) -> Result<File> {
    let (by, now) = (cx.actor_key(), cx.now());
    let (media_type, inline_safe) = media::of(new.beginning, new.name, new.word);
    let (file, number) = match &replaced {
        Some(found) => (found.key, found.file.file_version + 1),
        None => (store::insert(cx.tx(), new.id, bearer, (new.name, new.description), (by, now))?, 1),
    };
    let (upload, content, media_type) = (new.upload, new.content, media_type.as_str());
    let coming = Coming { file, number, upload, content, media_type, inline_safe };
    store::add(cx.tx(), &coming, by, now)?;
    let told = |cx: &mut Context<'_>| match store::by_key(cx.tx(), file)? {
        Some(mut found) => {
            found.file.record.clone_from(&bearer.record);
            Ok(found.file)
        }
        None => Err(CrmError::bug("a file that was just written")),
    };
    let Some(Found { file: before, .. }) = replaced else {
        let file = told(cx)?;
        cx.created(Entity::FILE, file.id, &kept(&file))?;
        cx.tell_followers_on(bearer, NotificationKind::Filed, None, Some(json!({"file": file.name})))?;
        return Ok(file);
    };
    let mut after = told(cx)?;
    after.name = new.name.to_owned();
    if new.description.is_some() {
        after.description.clone_from(new.description);
    }
    after.version += 1;
    store::update(cx.tx(), file, &after)?;
    changed(cx, &before, &after);
    Ok(after)
}

/// FILE-1, FILE-7.
pub(super) fn get(cx: &mut Context<'_>, id: &FileId) -> Result<FileDetail> {
    let Found { key, file, .. } = load(cx, *id)?;
    Ok(FileDetail { file, versions: store::versions(cx.tx(), key)? })
}

/// FILE-1.
pub(super) fn list(cx: &mut Context<'_>, record: &RecordKey, page: &Option<PageRequest>) -> Result<FilePage> {
    let bearer = cx.bearer(record, Concern::Files)?;
    cx.check_fields()?;
    store::list(cx.tx(), &bearer, page)
}

/// FILE-1.
pub(super) fn update(cx: &mut Context<'_>, id: &FileId, changes: &FileUpdate) -> Result<File> {
    let Found { key, file: before, .. } = guarded(cx, *id, &changes.version)?;
    let mut after = before.clone();
    apply!(changes => after; description);
    if let Some(name) = &changes.name {
        after.name = named(cx, name);
    }
    cx.check_fields()?;
    if after == before {
        return Ok(before);
    }
    after.version += 1;
    store::update(cx.tx(), key, &after)?;
    changed(cx, &before, &after);
    Ok(after)
}

/// FILE-1, FILE-7.
pub(super) fn delete(cx: &mut Context<'_>, id: &FileId, version: &Option<i64>) -> Result<()> {
    let Found { key, home, file, .. } = guarded(cx, *id, version)?;
    cx.files_unfrozen(&home, file.record.id)?;
    cx.deleted(Entity::FILE, *id, &kept(&file))?;
    content::loosen(cx.tx(), key)?;
    store::delete(cx.tx(), key)
}
