//! SALE-5: whom an opportunity was about becomes a contact of its customer, unless they are one.

use super::types::*;
use crate::contacts::rules as contacts;
use crate::contacts::{Contact, ContactId, ContactUpdate, store};
use crate::customers::rules as customers;
use crate::customers::{CustomerId, CustomerStatus};
use crate::engine::error::Result;
use crate::engine::gate::Context;
use crate::engine::text::fold;

/// Of a customer that was there: nothing is added to one that is lost.
pub(super) fn join(cx: &mut Context<'_>, id: CustomerId, of: &Opportunity) -> Result<()> {
    let (key, customer) = customers::load(cx, id)?;
    let Some(name) = of.contact_name.as_deref() else { return Ok(()) };
    if customer.status == CustomerStatus::Lost {
        return Ok(());
    }
    let known = store::named(cx.tx(), key, name)?;
    if known.iter().any(|(_, contact)| is_same(contact, of)) { Ok(()) } else { become_contact(cx, key, of) }
}

/// Adds the contact with what is known of it; without a name there is nobody to add.
pub(super) fn become_contact(cx: &mut Context<'_>, customer: i64, of: &Opportunity) -> Result<()> {
    let Some(name) = of.contact_name.clone() else { return Ok(()) };
    let contact = ContactId(cx.new_id());
    let (office_phone, email) = (of.contact_phone.clone(), of.contact_email.clone());
    let known = ContactUpdate { name: Some(name), office_phone, email, ..Default::default() };
    contacts::add(cx, contact, customer, &known).map(drop)
}

/// Whether a contact of the same name has the same e-mail address or a number in common (DUP-2, `contact`).
fn is_same(contact: &Contact, of: &Opportunity) -> bool {
    let alike = |one: &Option<String>, other: &Option<String>, key: fn(&str) -> String| {
        let key = |text: &Option<String>| text.as_deref().map(key).filter(|key| !key.is_empty());
        key(one).is_some_and(|one| Some(one) == key(other))
    };
    alike(&contact.email, &of.contact_email, fold)
        || [&contact.office_phone, &contact.mobile].into_iter().any(|phone| alike(phone, &of.contact_phone, digits))
}

fn digits(phone: &str) -> String {
    fold(phone).chars().filter(char::is_ascii_digit).collect()
}
