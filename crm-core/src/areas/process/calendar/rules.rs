//! What is checked and done.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::TimeDelta;
use sha2::{Digest, Sha256};

pub(super) use super::entries::entries;
use super::export::{self, Whose};
pub(super) use super::import::import_ics;
use super::store;
use super::types::*;
use crate::activities::agenda;
use crate::activities::rules as activities;
use crate::activities::{Activity, ActivityFilter};
use crate::engine::error::{CrmError, Result};
use crate::engine::gate::{Context, Entity};
use crate::engine::identity::Identity;
use crate::engine::ids::UserId;
use crate::engine::page::PageRequest;
use crate::engine::secret::Secret;
use crate::users::rules::own;

/// The activities that are looked at for one file: each of a series counts.
const LOOKED_AT: usize = 20_000;

/// What a feed shows of the past, and ahead.
const BEHIND: TimeDelta = TimeDelta::days(30);
const AHEAD: TimeDelta = TimeDelta::days(400);

/// CAL-3.
pub(super) fn export_ics(cx: &mut Context<'_>, filter: &Option<ActivityFilter>) -> Result<String> {
    let mut found: Vec<Activity> = Vec::new();
    let mut after = None;
    loop {
        let page = Some(PageRequest { after, limit: Some(200), count: None });
        let page = activities::list(cx, filter, &page)?;
        found.extend(page.items);
        after = page.next;
        if after.is_none() || found.len() > LOOKED_AT || export::is_too_much(&found, MAX_EXPORTED) {
            break;
        }
    }
    let keyed = agenda::keyed(cx, found)?;
    let told = agenda::marked(cx, keyed)?;
    match export::written(cx, told, Whose::Reader, MAX_EXPORTED)? {
        Some(text) => Ok(text),
        None => {
            let detail = format!("are more than {MAX_EXPORTED}");
            cx.violations().add("filter", "too_many", detail, Some(MAX_EXPORTED.to_string()));
            cx.check_fields()?;
            Err(CrmError::bug("a refusal"))
        }
    }
}

/// CAL-5: opening again voids what was.
pub(super) fn open_feed(cx: &mut Context<'_>) -> Result<FeedToken> {
    let (key, _) = own(cx)?;
    cx.check_fields()?;
    close(cx, key)?;
    let secret: [u8; 32] = cx.new_secret();
    let token = URL_SAFE_NO_PAD.encode(secret);
    let (id, now) = (CalendarFeedId(cx.new_id()), cx.now());
    let epoch = Identity::load(cx.tx())?.epoch();
    store::open(cx.tx(), key, id, &digest(&token), (epoch, now))?;
    let Some(feed) = store::feed(cx.tx(), key)? else { return Err(CrmError::bug("a feed that was not opened")) };
    cx.created(Entity::CALENDAR_FEED, id, &feed)?;
    Ok(FeedToken { token, opened_at: now })
}

/// CAL-5.
pub(super) fn close_feed(cx: &mut Context<'_>) -> Result<()> {
    let (key, _) = own(cx)?;
    cx.check_fields()?;
    close(cx, key)
}

fn close(cx: &mut Context<'_>, user: i64) -> Result<()> {
    let Some(feed) = store::feed(cx.tx(), user)? else { return Ok(()) };
    store::close(cx.tx(), user)?;
    cx.deleted(Entity::CALENDAR_FEED, feed.id, &feed)
}

/// What is kept of a secret.
fn digest(token: &str) -> [u8; 32] {
    Sha256::digest(token.as_bytes()).into()
}

/// CAL-5.
pub(super) fn feed(cx: &mut Context<'_>, token: &Secret) -> Result<String> {
    cx.check_fields()?;
    let epoch = Identity::load(cx.tx())?.epoch();
    let owner = store::owner(cx.tx(), &digest(token.reveal()), epoch)?;
    let mut text = None;
    if let Some(owner) = owner {
        cx.in_place_of(owner, &mut |theirs| {
            text = Some(of_owner(theirs, owner)?);
            Ok(())
        })?;
    }
    // One refusal for all, which tells nothing of the secret.
    text.ok_or_else(|| CrmError::NotFound { entity: Entity::CALENDAR_FEED.as_str().into(), id: String::new() })
}

/// What somebody has and attends, in their own eyes.
fn of_owner(cx: &mut Context<'_>, (key, id): (i64, UserId)) -> Result<String> {
    let now = cx.now();
    let found = agenda::first(cx, key, (now - BEHIND, now + AHEAD), MAX_IN_FEED)?;
    let told = agenda::marked(cx, found)?;
    let written = export::written(cx, told, Whose::Own(id), usize::MAX)?;
    written.ok_or_else(|| CrmError::bug("a feed without an end"))
}
