//! What is checked and done.

use serde_json::json;

use super::store::{self, Found};
use super::types::*;
use crate::engine::audit::{Action, Change};
use crate::engine::error::{CrmError, Result};
use crate::engine::gate::{Context, Created, Entity};
use crate::engine::hanging::Concern;
use crate::engine::ids::UserId;
use crate::engine::objects::Bearer;
use crate::engine::objects::shape::Name;
use crate::engine::page::PageRequest;
use crate::engine::telling::Person;
use crate::engine::value::ObjectRef;
use crate::objects::RecordKey;
use crate::users::UserRef;
use crate::users::rules::active_user;
use crate::users::store as users;

/// The note, where it is there for the acting user: whoever reads its record (PROC-2).
pub(super) fn subject(cx: &mut Context<'_>, id: NoteId) -> Result<Option<Found>> {
    let Some(mut found) = store::get(cx.tx(), id)? else { return Ok(None) };
    let bearer = cx.bearer_at(&found.home, found.note.record.id, Concern::Notes)?;
    Ok(bearer.map(|bearer| {
        found.note.record = bearer.record;
        found
    }))
}

fn load(cx: &mut Context<'_>, id: NoteId) -> Result<Found> {
    match subject(cx, id)? {
        Some(found) => Ok(found),
        None => cx.not_found(Entity::NOTE, id),
    }
}

/// The note, once the acting user may do this with it.
fn guarded(cx: &mut Context<'_>, id: NoteId, version: &Option<i64>) -> Result<Found> {
    let found = load(cx, id)?;
    cx.guard(&found, version)?;
    Ok(found)
}

/// Those of the mentioned who read the record, and those who don't (NOTE-2).
fn reached(cx: &mut Context<'_>, note: &Note) -> Result<(Vec<Person>, Vec<UserRef>)> {
    let record = RecordKey { object: note.record.object.clone(), id: note.record.id };
    let (mut reached, mut unreached) = (Vec::new(), Vec::new());
    for user in &note.mentions {
        match users::key(cx.tx(), user.id)?.map(|key| (key, user.id)) {
            Some(person) if cx.is_read_by(person, &record)? => reached.push(person),
            _ => unreached.push(user.clone()),
        }
    }
    Ok((reached, unreached))
}

/// The note with those whom it mentions in vain (NOTE-2).
fn told(cx: &mut Context<'_>, note: Note) -> Result<NoteCreated> {
    let (_, unreached) = reached(cx, &note)?;
    Ok(NoteCreated { note, unreached })
}

/// The same of a note that was written or changed, once those have been told who were not mentioned before.
fn told_anew(cx: &mut Context<'_>, bearer: &Bearer, note: Note, before: Option<&[UserId]>) -> Result<NoteCreated> {
    let (mut reached, unreached) = reached(cx, &note)?;
    reached.retain(|(_, id)| before.is_none_or(|before| !before.contains(id)));
    let author = cx.actor_key();
    cx.tell_of_note(bearer, note.id.0, (author, &reached), before.is_none())?;
    Ok(NoteCreated { note, unreached })
}

/// The note as the audit keeps it: what its record is called is another's to tell.
fn kept(note: &Note) -> Note {
    let mut kept = note.clone();
    kept.record.title = None;
    kept
}

/// The keys of the people who are mentioned, each once. Who stood there before is no new mention, whatever became of them.
fn mentioned(cx: &mut Context<'_>, users: &[UserId], before: &[UserId]) -> Result<Vec<i64>> {
    let mut keys = Vec::with_capacity(users.len());
    for (at, user) in users.iter().enumerate() {
        let key = match before.contains(user) {
            true => users::key(cx.tx(), *user)?,
            false => active_user(cx, &format!("mentions[{at}]"), &Some(*user))?,
        };
        keys.extend(key.filter(|key| !keys.contains(key)));
    }
    Ok(keys)
}

/// NOTE-1.
pub(super) fn create(
    cx: &mut Context<'_>,
    record: &RecordKey,
    new: &NewNote,
    id: &Option<NoteId>,
) -> Result<NoteCreated> {
    let bearer = cx.bearer(record, Concern::Notes)?;
    let id = match cx.create_once_below(Entity::NOTE, id.map(Into::into), record, new)? {
        Created::New(id) => NoteId(id),
        Created::Before(id) => {
            let there = load(cx, NoteId(id))?.note;
            return told(cx, there);
        }
    };
    let mentions = mentioned(cx, new.mentions.as_deref().unwrap_or_default(), &[])?;
    let reply_to = match new.reply_to {
        Some(to) => match store::of_record(cx.tx(), &bearer, to)? {
            Some((key, false)) => {
                if store::replies(cx.tx(), key, MAX_REPLIES)? >= MAX_REPLIES {
                    let detail = format!("has {MAX_REPLIES} replies, and can have no more");
                    cx.violations().add("reply_to", "too_many", detail, Some(MAX_REPLIES.to_string()));
                }
                Some(key)
            }
            Some((_, true)) => {
                cx.violations().add("reply_to", "not_here", "is a reply itself", None);
                None
            }
            None => {
                cx.violations().add("reply_to", "unknown_record", "is no note of the record", None);
                None
            }
        },
        None => None,
    };
    cx.check_fields()?;
    let (author, now) = (cx.actor_key(), cx.now());
    let new = store::New { id, bearer: &bearer, text: &new.text, reply_to, author, now };
    let key = store::insert(cx.tx(), &new)?;
    store::mention(cx.tx(), key, &mentions)?;
    let note = load(cx, id)?.note;
    cx.created(Entity::NOTE, id, &kept(&note))?;
    told_anew(cx, &bearer, note, None)
}

/// A note on a record that the acting user need not read: what was captured joins it (CAPT-5).
pub(crate) fn written(cx: &mut Context<'_>, bearer: &Bearer, text: &str) -> Result<NoteId> {
    let (id, author, now) = (NoteId(cx.new_id()), cx.actor_key(), cx.now());
    let key = store::insert(cx.tx(), &store::New { id, bearer, text, reply_to: None, author, now })?;
    let mut found = store::by_key(cx.tx(), key)?.ok_or_else(|| CrmError::bug("a note that was just written"))?;
    found.note.record.clone_from(&bearer.record);
    cx.created(Entity::NOTE, id, &kept(&found.note))?;
    // Who captures for others follows nothing by that.
    cx.tell_of_note(bearer, id.0, (None, &[]), true)?;
    Ok(id)
}

/// NOTE-1.
pub(super) fn update(cx: &mut Context<'_>, id: &NoteId, changes: &NoteUpdate) -> Result<NoteCreated> {
    let Found { key, home, note: before } = guarded(cx, *id, &changes.version)?;
    let there: Vec<UserId> = before.mentions.iter().map(|user| user.id).collect();
    let mentions = match &changes.mentions {
        Some(users) => Some(mentioned(cx, users, &there)?),
        None => None,
    };
    cx.check_fields()?;
    let mut after = before.clone();
    if let Some(text) = &changes.text {
        after.text.clone_from(text);
    }
    if let Some(users) = &mentions {
        store::mention(cx.tx(), key, users)?;
        after.mentions = load(cx, *id)?.note.mentions;
    }
    if after == before {
        return told(cx, before);
    }
    after.version += 1;
    after.edited_at = Some(cx.now());
    store::update(cx.tx(), key, &after)?;
    changed(cx, &before, &after);
    let bearer = Bearer { home: Name::from(home), record: after.record.clone() };
    told_anew(cx, &bearer, after, Some(&there))
}

/// Tells the audit of a change. It names the record, by whose readers the change is told.
fn changed(cx: &mut Context<'_>, before: &Note, after: &Note) {
    let (before, after) = (kept(before), kept(after));
    let change = Change::new(Entity::NOTE, after.id.into(), Action::Updated, Some(&before), Some(&after));
    cx.changed_objects([change.of_record(&after.record)]);
}

/// NOTE-1.
pub(super) fn delete(cx: &mut Context<'_>, id: &NoteId, version: &Option<i64>) -> Result<()> {
    let Found { key, note, .. } = guarded(cx, *id, version)?;
    let replies = store::let_stand_alone(cx.tx(), key)?;
    let named = ObjectRef { title: None, ..note.record.clone() };
    let stands = |(reply, version): (NoteId, i64)| {
        let (before, after) = (
            json!({"version": version, "reply_to": id.to_string()}),
            json!({"version": version + 1, "reply_to": null}),
        );
        let (entity, of, action) = (Entity::NOTE, Some(reply.into()), Action::Updated);
        let (before, after) = (Some(before.to_string()), Some(after.to_string()));
        Change { entity, id: of, action, before, after, cause: None }.of_record(&named)
    };
    // Who keeps a copy of notes is told of each by itself (AUDIT-2).
    cx.changed_objects(replies.into_iter().map(stands));
    cx.deleted(Entity::NOTE, *id, &kept(&note))?;
    store::delete(cx.tx(), key).map(drop)
}

/// NOTE-1.
pub(super) fn list(cx: &mut Context<'_>, record: &RecordKey, page: &Option<PageRequest>) -> Result<NotePage> {
    let bearer = cx.bearer(record, Concern::Notes)?;
    cx.check_fields()?;
    store::list(cx.tx(), &bearer, page)
}
