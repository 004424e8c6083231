//! What is checked and done.

use super::types::*;
use super::{birthdays, kinds, store};
use crate::customers::CustomerId;
use crate::customers::belonging::{self, Belonging};
use crate::customers::rules as customers;
use crate::customers::rules::Incomplete;
use crate::dictionary::choose::choose;
use crate::duplicates::{OnDuplicate, meet};
use crate::engine::error::Result;
use crate::engine::gate::{Context, Created, Entity};
use crate::engine::likeness::meeting::Occasion;
use crate::engine::page::PageRequest;
use crate::engine::storage::{Changes, New, Table, Value};
use crate::engine::tree::Tree;
use crate::opportunities::persons;

/// The contact as its guards see it, `None` where there is none.
pub(crate) fn subject(cx: &mut Context<'_>, id: ContactId) -> Result<Option<Belonging<Contact>>> {
    match Contact::find(cx.tx(), id)? {
        Some((key, contact)) => {
            let customer = contact.customer.id;
            Belonging::of(cx, Entity::CONTACT, id, contact.version, customer, (key, contact)).map(Some)
        }
        None => Ok(None),
    }
}

/// The contact, once the acting user may do this with it now.
fn guarded(cx: &mut Context<'_>, id: ContactId, version: &Option<i64>) -> Result<(i64, Contact)> {
    let found = subject(cx, id)?;
    belonging::guarded(cx, Entity::CONTACT, id, found, version)
}

fn read_again(cx: &mut Context<'_>, id: ContactId) -> Result<Contact> {
    match Contact::find(cx.tx(), id)? {
        Some((_, contact)) => Ok(contact),
        None => cx.not_found(Entity::CONTACT, id),
    }
}

/// CONTACT-1.
pub(super) fn create(
    cx: &mut Context<'_>,
    customer: &CustomerId,
    new: &NewContact,
    id: &Option<ContactId>,
    duplicates: &Option<OnDuplicate>,
) -> Result<Contact> {
    cx.meeting.says(Occasion::Create, duplicates);
    let (key, found) = customers::load(cx, *customer)?;
    cx.guard_whose(&found)?;
    let id = match cx.create_once_below(Entity::CONTACT, id.map(Into::into), customer, new)? {
        Created::New(id) => ContactId(id),
        Created::Before(id) => return read_again(cx, ContactId(id)),
    };
    cx.guard(&found, &None)?;
    demand(cx, [new.name.is_some(), new.gender.is_some(), new.position.is_some(), new.office_phone.is_some()]);
    choose(cx, "gender", "gender", &new.gender)?;
    birthdays::check(cx, &new.birthday);
    cx.custom_of_new(Entity::CONTACT, &new.custom, true)?;
    cx.check_fields()?;
    add(cx, id, key, new)
}

/// What every contact must have, of those that the caller may write (FIELD-7).
fn demand(cx: &mut Context<'_>, filled: [bool; 4]) {
    for (field, filled) in ["name", "gender", "position", "office_phone"].into_iter().zip(filled) {
        if !filled && cx.rights().to(Entity::CONTACT.as_str(), field).writes() {
            cx.violations().missing_once(field);
        }
    }
}

/// Adds a contact with what is known of it to the customer with the key.
pub(crate) fn add(cx: &mut Context<'_>, id: ContactId, customer: i64, known: &impl New<Contact>) -> Result<Contact> {
    let more = vec![
        ("customer", customer.into()),
        ("creator", cx.actor_key().map_or(Value::Null, Value::Integer)),
        ("created_at", cx.now().into()),
        ("since_on", cx.today()?.into()),
        ("idle_since", cx.today()?.into()),
    ];
    let key = Contact::insert(cx.tx(), id, known, more)?;
    let contact = read_again(cx, id)?;
    if contact.birthday.is_some() {
        store::settle_birthday(cx.tx(), key)?;
    }
    meet::created(cx, key, id, &contact)?;
    cx.created(Entity::CONTACT, id, &contact)?;
    // FOLLOW-1: a contact does not say who made it.
    cx.follow_as_creator(kinds::CONTACT.table, id.into())?;
    Ok(contact)
}

/// READ-1.
pub(super) fn get(cx: &mut Context<'_>, id: &ContactId) -> Result<Contact> {
    Ok(guarded(cx, *id, &None)?.1)
}

/// CONTACT-1.
pub(super) fn list(
    cx: &mut Context<'_>,
    customer: &Option<CustomerId>,
    filter: &Option<ContactFilter>,
    page: &Option<PageRequest>,
    matching: &Option<Tree>,
) -> Result<ContactPage> {
    let customer = customers::listed(cx, customer)?;
    let matching = cx.matching(&Entity::CONTACT, matching)?;
    let of_day = |f: &ContactFilter| ContactFilter { birthday: birthdays::check(cx, &f.birthday), ..f.clone() };
    let filter = filter.as_ref().map(of_day);
    cx.check_fields()?;
    let visible = cx.listed_of(customer, &Entity::CONTACT)?;
    store::list(cx.tx(), visible, customer, filter.as_ref(), page, matching.as_ref())
}

/// CONTACT-1.
pub(super) fn update(
    cx: &mut Context<'_>,
    id: &ContactId,
    changes: &ContactUpdate,
    duplicates: &Option<OnDuplicate>,
) -> Result<Contact> {
    cx.meeting.says(Occasion::Update, duplicates);
    let (key, before) = guarded(cx, *id, &changes.version)?;
    change(cx, key, before, changes, Incomplete::Refused)
}

/// Changes the contact with the key; who may, when, and the version were looked at before.
pub(crate) fn change(
    cx: &mut Context<'_>,
    key: i64,
    before: Contact,
    changes: &ContactUpdate,
    incomplete: Incomplete,
) -> Result<Contact> {
    choose(cx, "gender", "gender", &changes.gender)?;
    birthdays::check(cx, &changes.birthday);
    let mut after = before.clone();
    changes.apply(&mut after);
    if incomplete == Incomplete::Refused {
        demand(
            cx,
            [after.name.is_some(), after.gender.is_some(), after.position.is_some(), after.office_phone.is_some()],
        );
    }
    let extended = cx.custom_changes(Entity::CONTACT, before.id, &changes.custom)?;
    cx.check_fields()?;
    if after == before && !extended {
        return Ok(before);
    }
    after.version += 1;
    after.update(cx.tx(), key, changes, vec![])?;
    if after.birthday != before.birthday {
        store::settle_birthday(cx.tx(), key)?;
    }
    let after = read_again(cx, before.id)?;
    meet::updated(cx, key, before.id, (&before, &after))?;
    persons::contact_changed(cx, key, &before, &after)?;
    cx.updated(Entity::CONTACT, before.id, &before, &after)?;
    Ok(after)
}

/// CONTACT-1.
pub(super) fn delete(cx: &mut Context<'_>, id: &ContactId, version: &Option<i64>) -> Result<()> {
    let (key, before) = guarded(cx, *id, version)?;
    cx.deleted(Entity::CONTACT, *id, &before)?;
    meet::deleted(cx, key, &before)?;
    Contact::delete(cx.tx(), key).map(drop)
}
