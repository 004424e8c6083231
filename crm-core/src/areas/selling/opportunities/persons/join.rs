//! SALE-5: whom an opportunity was about become contacts of its customer, unless they are one.

use super::store::{self, Shown};
use super::types::Person;
use crate::contacts::rules as contacts;
use crate::contacts::{Contact, ContactId, ContactUpdate, store as contact_store};
use crate::engine::error::{CrmError, Result};
use crate::engine::gate::Context;
use crate::engine::storage::Table;
use crate::engine::text::fold;
use crate::opportunities::Opportunity;

/// Those with a name become contacts of the customer with that key, which is not lost, with what is known of them; one who equals a contact
/// that is there is that one.
pub(in super::super) fn join(cx: &mut Context<'_>, key: i64, of: &Opportunity, customer: i64) -> Result<()> {
    for (row, person) in store::rows(cx.tx(), key, of)? {
        if person.contact.is_some() || person.name.is_none() {
            continue;
        }
        let (contact, found) = contact_of(cx, customer, &person)?;
        let shown = Shown::of(&found);
        store::link(cx.tx(), key, row, (contact, &shown))?;
        if person.primary {
            store::lead(cx.tx(), key, &shown)?;
        }
    }
    Ok(())
}

/// The contact that a person is from now on, with its key.
fn contact_of(cx: &mut Context<'_>, customer: i64, person: &Person) -> Result<(i64, Contact)> {
    let name = person.name.as_deref().unwrap_or_default();
    let known = contact_store::named(cx.tx(), customer, name)?;
    if let Some(same) = known.into_iter().find(|(_, contact)| is_same(contact, person)) {
        return Ok(same);
    }
    let id = ContactId(cx.new_id());
    let known = ContactUpdate {
        name: person.name.clone(),
        office_phone: person.phone.clone(),
        email: person.email.clone(),
        position: person.position.clone(),
        ..Default::default()
    };
    contacts::add(cx, id, customer, &known)?;
    Contact::find(cx.tx(), id)?.ok_or_else(|| CrmError::bug("a contact that was just made"))
}

/// Whether a contact of the same name has the same e-mail address or a number in common (DUP-2, `contact`).
fn is_same(contact: &Contact, of: &Person) -> bool {
    let alike = |one: &Option<String>, other: &Option<String>, key: fn(&str) -> String| {
        let key = |text: &Option<String>| text.as_deref().map(key).filter(|key| !key.is_empty());
        key(one).is_some_and(|one| Some(one) == key(other))
    };
    alike(&contact.email, &of.email, fold)
        || [&contact.office_phone, &contact.mobile].into_iter().any(|phone| alike(phone, &of.phone, digits))
}

fn digits(phone: &str) -> String {
    fold(phone).chars().filter(char::is_ascii_digit).collect()
}
