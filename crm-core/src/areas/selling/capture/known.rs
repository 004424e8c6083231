//! Who a sender is: whose contact, or a person of which open opportunity. Rules on duplicates, where they are built, know better.

use serde_json::Value as Json;

use super::keys;
use super::mail::Sender;
use super::store::{self, Became};
use crate::dictionary::store as dictionary;
use crate::engine::error::Result;
use crate::engine::gate::{Context, Entity};
use crate::engine::text::fold;
use crate::engine::validate::{Field, Violations};
use crate::opportunities::{NewOpportunity, ProbabilityFrom};

/// The dictionary category of the domains at which anybody may have an address.
const PUBLIC: &str = "public_mail_domain";

/// The dictionary category of where buyers come from, and what in it an e-mail is.
const ORIGIN: (&str, &str) = ("origin", "mail");

/// The e-mail of an opportunity's contact.
pub(super) fn email_of(new: &NewOpportunity) -> Option<String> {
    new.contact_email.clone()
}

/// CAPT-1: the chance of success of what was captured is nobody's estimate, unless a form asks for one.
pub(super) fn never_by_hand(new: &mut Json) {
    if new.get("success_probability").is_none() {
        new["probability_from"] = ProbabilityFrom::Score.as_str().into();
    }
}

/// CAPT-1: where exactly one active customer's contact has the e-mail or mobile number, the opportunity is that customer's, and
/// the name that was given stands in the description.
pub(super) fn name_customer(cx: &mut Context<'_>, new: &mut NewOpportunity) -> Result<()> {
    let email = email_of(new).and_then(|text| keys::email(&text));
    let phone = new.contact_phone.as_deref().and_then(|given| Some(keys::written(given, &keys::phone(given)?)));
    let found = store::customers_with(cx.tx(), email.as_deref(), phone.as_ref())?;
    let [(id, name)] = &found[..] else { return Ok(()) };
    // Who captures names no customer that is not there for them (SCOPE-8).
    if !cx.is_known(&Entity::CUSTOMER, *id)? {
        return Ok(());
    }
    if fold(name) != fold(&new.customer_name) && !new.description.contains(&new.customer_name) {
        let most = super::record::LONG - new.customer_name.chars().count() - 1;
        new.description = format!("{}\n{}", super::record::cut(&new.description, most), new.customer_name);
    }
    new.customer = Some(*id);
    new.customer_name.clone_from(name);
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
pub(super) fn open_of(cx: &mut Context<'_>, email: &str) -> Result<Option<Became>> {
    Ok(store::open_of(cx.tx(), email)?.map(Became::Opportunity))
}

/// CAPT-5, row 5: the active customer whose contact's address it is, or its own, where it is one's alone.
pub(super) fn customer_of(cx: &mut Context<'_>, email: &str) -> Result<Option<Became>> {
    let found = store::customers_of(cx.tx(), email)?;
    Ok(match found[..] {
        [one] => Some(Became::Customer(one)),
        _ => None,
    })
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
    let mut new = NewOpportunity {
        customer_name: super::record::cut(name, 500),
        contact_name: sender.name.as_deref().map(|name| super::record::cut(name, 500)),
        contact_email: Some(sender.address.clone()),
        origin: dictionary::by_value(cx.tx(), ORIGIN.0, ORIGIN.1)?,
        probability_from: Some(ProbabilityFrom::Score),
        summary,
        description,
        ..Default::default()
    };
    // An address that answers reach, and that is none by our rules, stands in the capture.
    let mut found = Violations::default();
    new.check(&[], "", &mut found);
    if found.has("contact_email") {
        new.contact_email = None;
    }
    Ok(new)
}
