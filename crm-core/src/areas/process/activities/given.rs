//! What is given of an activity, checked and found.

use super::store::Attending;
use super::types::*;
use crate::engine::error::{CrmError, Result};
use crate::engine::gate::Context;
use crate::engine::hanging::Concern;
use crate::engine::ids::UserId;
use crate::engine::objects::Bearer;
use crate::engine::zone::Zone;
use crate::objects::RecordKey;
use crate::users::rules::active_user;
use crate::users::store as users;

/// The records that are named, each of which the acting user reads; another is a wrong field (ACT-1, SCOPE-8).
pub(super) fn records(cx: &mut Context<'_>, field: &str, named: &[RecordKey]) -> Result<Vec<Bearer>> {
    let mut found = Vec::with_capacity(named.len());
    for (at, record) in named.iter().enumerate() {
        let field = format!("{field}[{at}]");
        if named[..at].contains(record) {
            cx.violations().add(&field, "not_unique", "is named twice", None);
            continue;
        }
        if let Some(bearer) = bearer(cx, &field, record)? {
            found.push(bearer);
        }
    }
    Ok(found)
}

fn bearer(cx: &mut Context<'_>, field: &str, record: &RecordKey) -> Result<Option<Bearer>> {
    match cx.bears(&record.object, Concern::Activities, None)? {
        Some(true) => {}
        Some(false) => {
            let detail = format!("{} has no {}", record.object, Concern::Activities.as_str());
            cx.violations().add(field, "not_supported", detail, None);
            return Ok(None);
        }
        None => {
            cx.violations().add(&format!("{field}.object"), "unknown_object", "is no kind of record", None);
            return Ok(None);
        }
    }
    match cx.bearer(record, Concern::Activities) {
        Ok(bearer) => Ok(Some(bearer)),
        Err(failure) if failure.is_failure() => Err(failure),
        Err(_) => {
            cx.violations().add(field, "unknown_record", "is not there", None);
            Ok(None)
        }
    }
}

/// Who is to attend. Whoever is among those of before keeps what they said, and may have been disabled since.
pub(super) fn attendees(cx: &mut Context<'_>, given: &[NewAttendee], before: &[Attendee]) -> Result<Vec<Attending>> {
    let mut found: Vec<Attending> = Vec::with_capacity(given.len());
    for (at, new) in given.iter().enumerate() {
        let field = format!("attendees[{at}]");
        let by_name = new.name.is_some() || new.email.is_some();
        if [new.user.is_some(), new.contact.is_some(), by_name].iter().filter(|way| **way).count() != 1 {
            let detail = "must be exactly one of a user, a contact, a name with an e-mail address";
            cx.violations().add(&field, "one_form", detail, Some("user, contact, name and email".into()));
            continue;
        }
        if given[..at].contains(new) {
            cx.violations().add(&field, "not_unique", "is named twice", None);
            continue;
        }
        for (name, missing) in [("name", new.name.is_none()), ("email", new.email.is_none())] {
            if by_name && missing {
                cx.violations().missing(&format!("{field}.{name}"));
            }
        }
        let same = |one: &&Attendee| {
            one.user.as_ref().map(|user| user.id) == new.user
                && one.contact.as_ref().map(|contact| contact.id) == new.contact.map(Into::into)
                && (&one.name, &one.email) == (&new.name, &new.email)
        };
        let known = before.iter().find(same);
        let contact = match (new.contact, known) {
            (Some(id), None) => {
                let key = RecordKey { object: "contact".into(), id: id.into() };
                bearer(cx, &format!("{field}.contact"), &key)?.map(|bearer| (bearer.home.to_string(), bearer.record.id))
            }
            (Some(_), Some(one)) => one.contact.as_ref().map(|contact| (contact.object.clone(), contact.id)),
            (None, _) => None,
        };
        if known.is_none() {
            active_user(cx, &format!("{field}.user"), &new.user)?;
        }
        let response = known.map_or(Response::None, |one| one.response);
        let (name, email) = (new.name.clone(), new.email.clone());
        found.push(Attending { user: new.user, contact, name, email, response });
    }
    Ok(found)
}

/// Tells where the assignee, who is an active user, does not read the main record (ACT-1).
pub(super) fn assignee_reads(cx: &mut Context<'_>, assignee: UserId, main: &RecordKey) -> Result<()> {
    let Some(key) = users::active(cx.tx(), assignee)? else { return Ok(()) };
    if !cx.is_read_by((key, assignee), main)? {
        cx.violations().add("assignee", "cannot_read", "does not read the main record", None);
    }
    Ok(())
}

/// The time zone that is given, or else a user's own, or the company's.
pub(super) fn time_zone(cx: &mut Context<'_>, given: &Option<String>, of: Option<UserId>) -> Result<String> {
    if let Some(name) = given {
        if name.parse::<Zone>().is_err() && !cx.violations().has("time_zone") {
            cx.violations().add("time_zone", "unknown_time_zone", "is not an IANA time zone", None);
        }
        return Ok(name.clone());
    }
    let own = match of {
        Some(user) => super::store::zone_of(cx.tx(), user)?,
        None => None,
    };
    match own {
        Some(own) => Ok(own),
        None => Ok(crate::settings::rules::of(cx)?.time_zone.clone()),
    }
}

/// A time zone by the name that was kept.
pub(super) fn zone(name: &str) -> Result<Zone> {
    name.parse().map_err(|()| CrmError::storage("corrupt"))
}
