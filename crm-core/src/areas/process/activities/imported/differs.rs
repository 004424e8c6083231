//! What a calendar file says of an activity otherwise than it is.

use chrono::SubsecRound;
use uuid::Uuid;

use super::super::store::calendar;
use super::super::times::{When, when};
use super::super::types::*;
use super::Came;
use crate::contacts::ContactId;
use crate::engine::clock::Timestamp;
use crate::engine::error::Result;
use crate::engine::gate::Context;

/// By what address a calendar file names somebody who attends.
fn addresses(cx: &mut Context<'_>, activity: &Activity) -> Result<Vec<String>> {
    let users: Vec<Uuid> =
        activity.attendees.iter().filter_map(|one| one.user.as_ref()).map(|user| user.id.0).collect();
    let known = calendar::addresses(cx.tx(), &users)?;
    let urn = |id: &Uuid| format!("urn:uuid:{id}");
    let address = |one: &Attendee| match (&one.user, &one.contact) {
        (Some(user), _) => known.get(&user.id.0).cloned().unwrap_or_else(|| urn(&user.id.0)),
        (_, Some(contact)) => urn(&contact.id.0),
        _ => one.email.clone().unwrap_or_default(),
    };
    Ok(activity.attendees.iter().map(address).collect())
}

/// What the file says differently.
pub(super) fn changes(cx: &mut Context<'_>, came: &Came, before: &Activity) -> Result<ActivityUpdate> {
    let new = &came.new;
    let differs = |given: bool| given.then_some(());
    let mut clear = Vec::new();
    let mut text = |name: &str, given: &Option<String>, had: &Option<String>| {
        if given.is_none() && had.is_some() {
            clear.push(name.to_owned());
        }
        given.clone().filter(|given| Some(given) != had.as_ref())
    };
    let (details, place) = (text("details", &new.details, &before.details), text("place", &new.place, &before.place));
    let (was, is): (When, When) = (whole_seconds(&when!(before)), when!(new));
    let moved = was != is;
    let is = if moved { is } else { When::default() };
    let known = addresses(cx, before)?;
    let named = new.attendees.as_deref().unwrap_or_default();
    let others = known.len() != named.len()
        || !named.iter().all(|one| known.iter().any(|known| Some(known) == one.email.as_ref()));
    let attendee = |one: &NewAttendee| {
        // Who is here already stays who they are.
        let at = known.iter().position(|known| Some(known) == one.email.as_ref());
        match at.and_then(|at| before.attendees.get(at)) {
            Some(Attendee { user: Some(user), .. }) => NewAttendee { user: Some(user.id), ..NewAttendee::default() },
            Some(Attendee { contact: Some(contact), .. }) => {
                NewAttendee { contact: Some(ContactId(contact.id.0)), ..NewAttendee::default() }
            }
            Some(Attendee { name, email, .. }) => {
                NewAttendee { name: name.clone(), email: email.clone(), ..NewAttendee::default() }
            }
            None => one.clone(),
        }
    };
    let zone = new.time_zone.clone().filter(|zone| *zone != before.time_zone);
    Ok(ActivityUpdate {
        kind: Some(new.kind).filter(|kind| came.kind_named && *kind != before.kind.id),
        subject: Some(new.subject.clone()).filter(|subject| *subject != before.subject),
        details,
        place,
        priority: new.priority.filter(|priority| *priority != before.priority),
        due_on: is.due_on,
        due_at: is.due_at,
        starts_at: is.starts_at,
        ends_at: is.ends_at,
        starts_on: is.starts_on,
        ends_on: is.ends_on,
        time_zone: zone,
        attendees: differs(others).map(|()| named.iter().map(attendee).collect()),
        reminders: new.reminders.clone().filter(|reminders| *reminders != before.reminders),
        personal: new.personal.filter(|personal| *personal != before.personal),
        clear: Some(clear).filter(|clear| !clear.is_empty()),
        ..ActivityUpdate::default()
    })
}

/// A time as files have it.
fn whole_seconds(when: &When) -> When {
    let whole = |at: Option<Timestamp>| at.map(|at| at.trunc_subsecs(0));
    let (due_at, starts_at, ends_at) = (whole(when.due_at), whole(when.starts_at), whole(when.ends_at));
    When { due_at, starts_at, ends_at, ..*when }
}
