//! What every signed-in user does with their own account (USER-3).

use super::types::*;
use super::{login, rules, store};
use crate::engine::error::{CrmError, Result};
use crate::engine::gate::guard::check_version;
use crate::engine::gate::{Context, Entity};
use crate::engine::ids::UserId;
use crate::engine::objects::expr::minutes;
use crate::engine::record::apply;
use crate::engine::secret::Secret;
use crate::engine::text::fold;
use crate::engine::zone::Zone;

/// The acting user; the engine itself is none.
pub(crate) fn own(cx: &mut Context<'_>) -> Result<(i64, User)> {
    match cx.actor_id() {
        Some(id) => rules::load(cx, id),
        None => cx.not_found(Entity::USER, UserId::default()),
    }
}

pub(super) fn me(cx: &mut Context<'_>) -> Result<User> {
    Ok(own(cx)?.1)
}

pub(super) fn update_profile(cx: &mut Context<'_>, changes: &ProfileUpdate) -> Result<User> {
    let (key, before) = own(cx)?;
    check_version(&before, changes.version)?;
    let mut wanted = before.clone();
    apply!(changes => wanted; display_name, email, phone, time_zone, day_starts, auto_follow, digest, digest_at);
    if let Some(push) = &changes.push {
        // In one order, each once.
        wanted.push = NotificationReason::ALL.iter().copied().filter(|reason| push.contains(reason)).collect();
    }
    settings(cx, &wanted);
    let regions = changes.regions.as_deref().map(|r| rules::regions(cx, r)).transpose()?;
    cx.check_fields()?;
    store::update(cx.tx(), key, &wanted)?;
    store::set_own(cx.tx(), key, &wanted)?;
    set_work(cx, key, regions.as_deref(), changes.industries.as_deref())?;
    rules::changed(cx, key, before)
}

/// PROC-7: a zone that there is, and times of the clock.
fn settings(cx: &mut Context<'_>, wanted: &User) {
    if wanted.time_zone.as_deref().is_some_and(|zone| zone.parse::<Zone>().is_err())
        && !cx.violations().has("time_zone")
    {
        cx.violations().add("time_zone", "unknown_time_zone", "is not an IANA time zone", None);
    }
    for (field, time) in [("day_starts", &wanted.day_starts), ("digest_at", &wanted.digest_at)] {
        if minutes(time).is_none() && !cx.violations().has(field) {
            let limit = "00:00..23:59";
            cx.violations().add(field, "out_of_range", format!("must be a time within {limit}"), Some(limit.into()));
        }
    }
}

/// Writes the regions and industries that are given.
pub(super) fn set_work(
    cx: &mut Context<'_>,
    key: i64,
    regions: Option<&[i64]>,
    industries: Option<&[String]>,
) -> Result<()> {
    if let Some(regions) = regions {
        store::set_regions(cx.tx(), key, regions)?;
    }
    if let Some(industries) = industries {
        store::set_industries(cx.tx(), key, industries)?;
    }
    Ok(())
}

/// Whoever has a password proves it before it is changed: a session left open must not be enough to take over the
/// account. A wrong one counts as a failed log-in.
pub(super) fn change_password(cx: &mut Context<'_>, password: &Secret, current: &Option<Secret>) -> Result<User> {
    let (key, before) = own(cx)?;
    let stored = store::password(cx.tx(), key)?;
    let (name, now) = (fold(&before.login), cx.now());
    if stored.is_some() && store::login::is_locked(cx.tx(), &name, now, login::LOCKED_FOR)? {
        return login_failed(cx, "locked");
    }
    if stored.is_some() && current.is_none() {
        cx.violations().missing("current");
    }
    cx.check_fields()?;
    if let (Some(stored), Some(current)) = (&stored, current)
        && !cx.verify_password(stored, current)?
    {
        return login_failed(cx, "wrong_credentials");
    }
    let hash = cx.hash_password(password)?;
    store::set_password(cx.tx(), key, Some(&hash))?;
    // Beside a second factor a password is half of a sign-in: else one that is known would buy endless guesses at codes.
    if !before.has_second_factor {
        store::login::forget_failures(cx.tx(), &name)?;
    }
    let (_, mut after) = rules::load(cx, before.id)?;
    rules::count(cx, key, &before, &mut after)?;
    Ok(after)
}

fn login_failed<T>(cx: &mut Context<'_>, reason: &str) -> Result<T> {
    cx.refuse_and_then(CrmError::LoginFailed { reason: reason.into() }, login::count_wrong)
}
