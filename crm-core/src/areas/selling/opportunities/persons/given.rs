//! Persons as a caller gives them, judged and filled with what contacts say.

use super::store::Shown;
use super::types::{NewPerson, Person};
use crate::contacts::rules as contacts;
use crate::contacts::{Contact, ContactId};
use crate::customers::CustomerId;
use crate::dictionary::DictionaryEntryId;
use crate::dictionary::choose::choose;
use crate::engine::error::Result;
use crate::engine::gate::{Context, Entity};
use crate::opportunities::NewOpportunity;

/// A person as they are written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in super::super) struct Given {
    pub(in super::super) contact: Option<ContactId>,
    pub(super) contact_key: Option<i64>,
    pub(in super::super) name: Option<String>,
    pub(in super::super) phone: Option<String>,
    pub(in super::super) email: Option<String>,
    pub(super) position: Option<String>,
    pub(super) role: Option<DictionaryEntryId>,
    pub(super) role_key: Option<i64>,
    pub(in super::super) primary: bool,
}

impl Given {
    /// Whether the person that is there says the same.
    pub(super) fn is(&self, there: &Person) -> bool {
        self.contact == there.contact
            && self.name == there.name
            && self.phone == there.phone
            && self.email == there.email
            && self.position == there.position
            && self.role == there.role.as_ref().map(|role| role.id)
            && self.primary == there.primary
    }

    fn says(&self) -> Shown {
        let Given { name, phone, email, position, .. } = self.clone();
        Shown { name, phone, email, position }
    }
}

impl Shown {
    /// What a contact says: its mobile number, or else that of its office.
    pub(super) fn of(contact: &Contact) -> Shown {
        Shown {
            name: contact.name.clone(),
            phone: contact.mobile.clone().or_else(|| contact.office_phone.clone()),
            email: contact.email.clone(),
            position: contact.position.clone(),
        }
    }
}

/// The persons that are given for an opportunity that names this customer, under the name of their argument. What is wrong with them is
/// told, all of it.
pub(in super::super) fn given(
    cx: &mut Context<'_>,
    list: &str,
    persons: &[NewPerson],
    customer: Option<CustomerId>,
) -> Result<Vec<Given>> {
    let (alone, mut primary) = (persons.len() == 1, None);
    let mut found = Vec::with_capacity(persons.len());
    for (at, new) in persons.iter().enumerate() {
        let path = format!("{list}[{at}]");
        let is_primary = new.primary || alone;
        if is_primary && primary.replace(at).is_some() {
            cx.violations().add(&format!("{path}.primary"), "not_unique", "there is one primary person", None);
        }
        let role_key = choose(cx, &format!("{path}.role"), "contact_role", &new.role)?;
        let own = Given {
            name: new.name.clone(),
            phone: new.phone.clone(),
            email: new.email.clone(),
            position: new.position.clone(),
            role: new.role,
            role_key,
            primary: is_primary,
            ..Default::default()
        };
        let person = match new.contact {
            Some(contact) => linked(cx, &format!("{path}.contact"), contact, customer, own)?,
            None => own,
        };
        let bare = [&person.name, &person.phone, &person.email].iter().all(|value| value.is_none());
        let lacks = person.name.is_none() && (!person.primary || bare) && new.contact.is_none();
        let name = format!("{path}.name");
        if lacks && !cx.violations().has(&name) {
            cx.violations().missing_once(&name);
        }
        found.push(person);
    }
    if primary.is_none() && !persons.is_empty() {
        cx.violations().missing_once(&format!("{list}[0].primary"));
    }
    Ok(found)
}

/// A person who is given as a contact, which must be one of the customer that the opportunity names, and there for the caller (SCOPE-8).
fn linked(cx: &mut Context<'_>, field: &str, id: ContactId, customer: Option<CustomerId>, own: Given) -> Result<Given> {
    let found = match contacts::subject(cx, id)? {
        Some(contact) if cx.is_there(&contact)? => Some(contact.into_record()),
        _ => None,
    };
    let Some((key, contact)) = found.filter(|(_, contact)| Some(contact.customer.id) == customer) else {
        cx.violations().add(field, "unknown_record", "is no contact of the customer that is named", None);
        return Ok(own);
    };
    let shown = Shown::of(&contact);
    let says = own.says();
    let reads = |fields: &[&str]| fields.iter().all(|field| cx.rights().to(Entity::CONTACT.as_str(), field).reads());
    // Whoever does not read what the contact says is not told whether it is the same.
    let differs =
        |said: &Option<String>, is: &Option<String>, fields: &[&str]| said.is_some() && (said != is || !reads(fields));
    let others = [
        differs(&says.name, &shown.name, &["name"]),
        differs(&says.phone, &shown.phone, &["mobile", "office_phone"]),
        differs(&says.email, &shown.email, &["email"]),
        differs(&says.position, &shown.position, &["position"]),
    ];
    // What is given by hand ends the link.
    let stays = !others.contains(&true);
    Ok(Given {
        contact: stays.then_some(contact.id),
        contact_key: stays.then_some(key),
        name: says.name.or(shown.name),
        phone: says.phone.or(shown.phone),
        email: says.email.or(shown.email),
        position: says.position.or(shown.position),
        ..own
    })
}

/// The persons of a new opportunity. Its contact is the primary one, and is not said otherwise beside.
pub(in super::super) fn of_new(
    cx: &mut Context<'_>,
    new: &NewOpportunity,
    customer: Option<CustomerId>,
) -> Result<Vec<Given>> {
    let found = given(cx, "persons", new.persons.as_deref().unwrap_or_default(), customer)?;
    if let Some(primary) = found.iter().find(|person| person.primary) {
        for (field, said, is) in [
            ("contact_name", &new.contact_name, &primary.name),
            ("contact_phone", &new.contact_phone, &primary.phone),
            ("contact_email", &new.contact_email, &primary.email),
        ] {
            if said.is_some() && said != is && !cx.violations().has(field) {
                cx.violations().add(field, "derived", "is what the primary person says", None);
            }
        }
    }
    Ok(found)
}
