//! Who a sender is: whose contact, or a person of which open opportunity. Rules on duplicates, where they are built, know better.

use serde_json::Value as Json;

use super::keys;
use super::mail::Sender;
use super::store::{self, Became};
use crate::dictionary::store as dictionary;
use crate::engine::error::Result;
use crate::engine::gate::Context;
use crate::opportunities::NewOpportunity;

/// The dictionary category of the domains at which anybody may have an address.
const PUBLIC: &str = "public_mail_domain";

/// The e-mail of an opportunity's contact.
pub(super) fn email_of(_new: &NewOpportunity) -> Option<String> {
    None
}

/// CAPT-1: the chance of success of what was captured is nobody's estimate.
pub(super) fn never_by_hand(new: &mut Json) {
    if new.get("success_probability").is_none() {
        new["success_probability"] = 0.into();
    }
}

/// CAPT-1.
pub(super) fn name_customer(_cx: &mut Context<'_>, _new: &mut NewOpportunity) -> Result<()> {
    Ok(())
}

/// CAPT-4: the one open opportunity that has the contact's e-mail, or the customer's name and the contact's telephone number.
pub(super) fn same_open(cx: &mut Context<'_>, new: &NewOpportunity) -> Result<Option<Became>> {
    let phone = new.contact_phone.as_deref().and_then(|given| Some(keys::written(given, &keys::phone(given)?)));
    let email = email_of(new).and_then(|text| keys::email(&text));
    let found = store::open_like(cx.tx(), email.as_deref(), phone.as_ref(), &new.customer_name)?;
    Ok(match found[..] {
        [one] => Some(Became::Opportunity(one)),
        _ => None,
    })
}

/// CAPT-5, row 4: the newest open opportunity of which this is a person's address.
pub(super) fn open_of(_cx: &mut Context<'_>, _email: &str) -> Result<Option<Became>> {
    Ok(None)
}

/// CAPT-5, row 5: the active customer whose contact's address it is, or its own, where it is one's alone.
pub(super) fn customer_of(_cx: &mut Context<'_>, _email: &str) -> Result<Option<Became>> {
    Ok(None)
}

/// The lead that a message makes.
pub(super) fn lead(
    cx: &mut Context<'_>,
    (sender, key): (&Sender, &str),
    summary: String,
    description: String,
) -> Result<NewOpportunity> {
    let domain = keys::domain(key);
    let is_public = dictionary::by_item_or_value(cx.tx(), PUBLIC, domain)?.is_some();
    let name = match is_public || domain.is_empty() {
        true => sender.name.as_deref().unwrap_or(&sender.address),
        false => domain,
    };
    Ok(NewOpportunity {
        customer_name: super::record::cut(name, 500),
        contact_name: sender.name.as_deref().map(|name| super::record::cut(name, 500)),
        summary,
        description,
        ..Default::default()
    })
}
