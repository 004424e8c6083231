//! What is checked and done.

use super::store;
use super::types::*;
use crate::engine::audit::{Action, Change};
use crate::engine::error::Result;
use crate::engine::gate::{Context, Entity};
use crate::engine::hanging::{Concern, FOLLOWERS};
use crate::engine::ids::UserId;
use crate::engine::objects::Bearer;
use crate::engine::telling::MAX_FOLLOWERS;
use crate::engine::wire::to_json;
use crate::objects::RecordKey;
use crate::users::rules::{active_user, own};
use crate::users::store as users;

/// FOLLOW-1.
pub(super) fn list(cx: &mut Context<'_>, record: &RecordKey) -> Result<Vec<Follower>> {
    let bearer = cx.bearer(record, Concern::Followers)?;
    cx.check_fields()?;
    followers(cx, &bearer)
}

fn followers(cx: &mut Context<'_>, bearer: &Bearer) -> Result<Vec<Follower>> {
    let found = cx.followers_of(&bearer.home, bearer.record.id)?;
    let keys: Vec<i64> = found.iter().map(|((key, _), _)| *key).collect();
    let mut called = store::called(cx.tx(), &keys)?;
    let follower = |((key, _), updates)| Some(Follower { user: called.remove(&key)?, updates });
    Ok(found.into_iter().filter_map(follower).collect())
}

/// FOLLOW-1.
pub(super) fn follow(
    cx: &mut Context<'_>,
    record: &RecordKey,
    users: &Option<Vec<UserId>>,
    updates: &bool,
) -> Result<()> {
    let bearer = cx.bearer(record, Concern::Followers)?;
    // A rule is nobody, and maintains every record.
    let me = match cx.actor_id() {
        Some(_) => Some(own(cx)?).map(|(me, user)| (me, user.id)),
        None => None,
    };
    let users = users.clone().filter(|users| !users.is_empty());
    let users = users.or_else(|| me.map(|(_, user)| vec![user])).unwrap_or_default();
    if users.is_empty() {
        cx.violations().missing_once("users");
    }
    if me.is_some() && users.iter().any(|other| Some(*other) != me.map(|(_, user)| user)) {
        cx.maintained(record)?;
    }
    let mut keys: Vec<i64> = Vec::with_capacity(users.len());
    for (at, other) in users.iter().enumerate() {
        let field = format!("users[{at}]");
        let mine = me.filter(|(_, user)| user == other).map(|(me, _)| me);
        let key = if mine.is_some() { mine } else { active_user(cx, &field, &Some(*other))? };
        let Some(key) = key.filter(|key| !keys.contains(key)) else { continue };
        if mine.is_none() && !cx.is_read_by((key, *other), record)? {
            cx.violations().add(&field, "cannot_read", "does not read the record", None);
        }
        keys.push(key);
    }
    let there = cx.rows_of_followers(&bearer)?;
    let more = keys.iter().filter(|key| !there.iter().any(|(known, _)| known == *key)).count();
    if more > 0 && there.len() + more > MAX_FOLLOWERS {
        let detail = format!("a record has at most {MAX_FOLLOWERS} followers");
        cx.violations().add("users", "too_many", detail, Some(MAX_FOLLOWERS.to_string()));
    }
    cx.check_fields()?;
    let before = followers(cx, &bearer)?;
    for key in keys {
        // Who follows as creator or owner says here that they do whatever becomes of that.
        if !there.contains(&(key, *updates)) {
            cx.set_following(&bearer, key, true, *updates)?;
        }
    }
    changed(cx, record, &bearer, before)
}

/// FOLLOW-1.
pub(super) fn unfollow(cx: &mut Context<'_>, record: &RecordKey, user: &Option<UserId>) -> Result<()> {
    let bearer = cx.bearer(record, Concern::Followers)?;
    let (me, mine) = own(cx)?;
    let other = user.filter(|user| *user != mine.id);
    let key = match other {
        None => Some(me),
        Some(other) => {
            cx.maintained(record)?;
            let key = users::key(cx.tx(), other)?;
            if key.is_none() {
                cx.violations().add("user", "unknown_record", "is not a user", None);
            }
            key
        }
    };
    cx.check_fields()?;
    let before = followers(cx, &bearer)?;
    // Who does not follow now says so for later: they would by a note, or as its owner.
    if let Some(key) = key {
        cx.set_following(&bearer, key, false, false)?;
    }
    changed(cx, record, &bearer, before)
}

/// Tells the audit who follows the record from now on, and who does no more: a change of the record that counts no version.
fn changed(cx: &mut Context<'_>, record: &RecordKey, bearer: &Bearer, before: Vec<Follower>) -> Result<()> {
    let after = followers(cx, bearer)?;
    if after == before {
        return Ok(());
    }
    let told = |these: &[Follower], those: &[Follower]| {
        let differing: Vec<String> = these.iter().filter(|one| !those.contains(one)).map(|one| to_json(one)).collect();
        format!("{{\"{FOLLOWERS}\":[{}]}}", differing.join(","))
    };
    let (was, is) = (told(&before, &after), told(&after, &before));
    let (entity, id) = (Entity::from(record.object.as_str()), Some(record.id));
    let (action, before, after) = (Action::Updated, Some(was), Some(is));
    cx.changed_objects([Change { entity, id, action, before, after, cause: None }]);
    Ok(())
}
