//! Which person a line of customers means, where the customer has contacts of that name already: whatever the line says
//! is stored, as that person's or as another's, or the report says that it is not.
//!
//! A number that both have decides. Otherwise a mobile number that differs, or an office number where no mobile one is
//! there to decide, means a second person of the same name: nothing is overwritten that may be somebody else's. And
//! where nothing contradicts, the one person of that name is meant.

use super::convert::error;
use crate::contacts::{self, Contact, ContactId, ContactUpdate};
use crate::customers::rules::Incomplete;
use crate::dictionary::choose::choose;
use crate::engine::error::{FieldError, Result};
use crate::engine::gate::{Context, Entity};
use crate::engine::objects::custom::without_nulls;

/// Who is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Meant {
    /// The contact at this place of those of the name.
    Known(usize),
    /// Somebody new.
    New,
    /// One of several, and nothing says which.
    OneOfMany,
}

/// Keeps what a line says of a contact; whether anything changed.
pub(super) fn keep(
    cx: &mut Context<'_>,
    customer: i64,
    contact: &ContactUpdate,
    notes: &mut Vec<FieldError>,
) -> Result<bool> {
    let Some(name) = &contact.name else { return Ok(false) };
    let mut known = contacts::store::named(cx.tx(), customer, name)?;
    let persons: Vec<&Contact> = known.iter().map(|(_, person)| person).collect();
    match meant(contact, &persons) {
        Meant::Known(at) => {
            let (key, before) = known.swap_remove(at);
            let version = before.version;
            cx.keeps_for_flows((Entity::CONTACT.as_str(), before.id.into()), "update")?;
            let after = within(cx, |cx| contacts::rules::change(cx, key, before, contact, Incomplete::Allowed))?;
            Ok(after.version != version)
        }
        Meant::New => {
            add(cx, customer, contact)?;
            if !known.is_empty() {
                let detail = "is the name of another contact with other numbers, beside whom this one was added";
                notes.push(error("contact.name", "same_name", detail, None));
            }
            Ok(true)
        }
        Meant::OneOfMany => {
            let detail = "is the name of several contacts, and no number says whose; nothing of it was kept";
            notes.push(error("contact.name", "ambiguous_contact", detail, None));
            Ok(false)
        }
    }
}

fn add(cx: &mut Context<'_>, customer: i64, contact: &ContactUpdate) -> Result<()> {
    choose(cx, "contact.gender", "gender", &contact.gender)?;
    cx.check_fields()?;
    let id = ContactId(cx.new_id());
    within(cx, |cx| {
        contacts::birthdays::check(cx, &contact.birthday);
        cx.custom_of_new(Entity::CONTACT, &without_nulls(&contact.custom), false)?;
        cx.check_fields()?;
        contacts::rules::add(cx, id, customer, contact).map(drop)
    })
}

/// Names the fields of a refusal as the mapping does.
fn within<T>(cx: &mut Context<'_>, work: impl FnOnce(&mut Context<'_>) -> Result<T>) -> Result<T> {
    work(cx).map_err(|failure| match failure {
        crate::engine::error::CrmError::Invalid { fields } => crate::engine::error::CrmError::Invalid {
            fields: fields.into_iter().map(|e| FieldError { field: format!("contact.{}", e.field), ..e }).collect(),
        },
        other => other,
    })
}

/// A number without what is only spelling.
fn digits(number: Option<&String>) -> Option<String> {
    let bare: String = number?.chars().filter(|c| c.is_alphanumeric() || *c == '+').collect();
    (!bare.is_empty()).then_some(bare)
}

fn meant(given: &ContactUpdate, known: &[&Contact]) -> Meant {
    if known.is_empty() {
        return Meant::New;
    }
    let (mobile, office) = (digits(given.mobile.as_ref()), digits(given.office_phone.as_ref()));
    let numbers: Vec<_> = known.iter().map(|k| (digits(k.mobile.as_ref()), digits(k.office_phone.as_ref()))).collect();
    if mobile.is_some()
        && let Some(at) = numbers.iter().position(|(m, _)| *m == mobile)
    {
        return Meant::Known(at);
    }
    let differs = |one: &Option<String>, other: &Option<String>| one.is_some() && other.is_some() && one != other;
    if office.is_some()
        && let Some(at) = numbers.iter().position(|(m, o)| *o == office && !differs(m, &mobile))
    {
        return Meant::Known(at);
    }
    // Nobody has the number. Who has none where one is given, or is given none, may be meant.
    let mut free = numbers.iter().enumerate().filter(|(_, (m, o))| !differs(m, &mobile) && !differs(o, &office));
    match (free.next(), free.next()) {
        (Some((at, _)), None) => Meant::Known(at),
        (Some(_), Some(_)) => Meant::OneOfMany,
        (None, _) => Meant::New,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::customers::CustomerRef;

    fn person(mobile: &str, office: &str) -> Contact {
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        Contact {
            id: ContactId(uuid::Uuid::nil()),
            version: 1,
            customer: CustomerRef { id: crate::customers::CustomerId(uuid::Uuid::nil()), name: String::new() },
            name: Some("李强".into()),
            gender: None,
            position: None,
            office_phone: some(office),
            mobile: some(mobile),
            birthday: None,
            remarks: None,
            email: None,
            created_at: crate::engine::clock::Timestamp::UNIX_EPOCH,
            custom: crate::engine::value::Values::default(),
            withheld: Vec::new(),
        }
    }

    #[test]
    fn numbers_say_which_person_is_meant() {
        use Meant::{Known, New, OneOfMany};
        for (known, mobile, office, who) in [
            (&[][..], "1", "", New),
            // The mobile number decides, however it is spelt; then the office's.
            (&[("138 0013", "021-1")], "138-0013", "021-2", Known(0)),
            (&[("", "021-1")], "138", "0211", Known(0)),
            (&[("1", "7"), ("2", "7")], "2", "7", Known(1)),
            // Another mobile number is another person, whatever the switchboard's.
            (&[("1", "7")], "2", "7", New),
            (&[("1", "7")], "2", "", New),
            (&[("", "7")], "", "8", New),
            // Nothing contradicts.
            (&[("", "")], "2", "8", Known(0)),
            (&[("1", "")], "", "8", Known(0)),
            (&[("1", "7")], "", "", Known(0)),
            (&[("1", "7"), ("", "")], "2", "", Known(1)),
            // Nothing says which.
            (&[("1", "7"), ("2", "8")], "", "", OneOfMany),
            (&[("", ""), ("", "")], "3", "", OneOfMany),
        ] {
            let persons: Vec<Contact> = known.iter().map(|(m, o)| person(m, o)).collect();
            let persons: Vec<&Contact> = persons.iter().collect();
            let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
            let given = ContactUpdate { mobile: some(mobile), office_phone: some(office), ..Default::default() };
            assert_eq!(meant(&given, &persons), who, "{mobile:?} {office:?} among {known:?}");
        }
    }
}
