//! The kinds of record that can be merged, and what merging needs of each.

use serde_json::{Map, Value as Json};

use crate::contacts::store as contact_store;
use crate::contacts::{Contact, ContactId, ContactUpdate};
use crate::customers::{Customer, CustomerId, CustomerStatus, CustomerUpdate};
use crate::duplicates::fields::Compared;
use crate::duplicates::meet;
use crate::engine::error::{CrmError, Result};
use crate::engine::gate::guard::Subject;
use crate::engine::gate::{Context, Entity, kind};
use crate::engine::ids::RecordId;
use crate::engine::storage::Table as _;
use crate::engine::wire::{Fields, Record};
use crate::opportunities::{existing, persons};
use crate::sales::rules as sales;
use crate::{activities, contacts, customers, settings};

/// A kind of record that can be merged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    Customer,
    Contact,
}

/// A record that is merged.
pub(super) struct Loaded {
    pub(super) id: RecordId,
    pub(super) key: i64,
    pub(super) fields: Map<String, Json>,
    pub(super) lost: bool,
    pub(super) subject: Box<dyn Subject>,
}

impl Sort {
    const ALL: [Sort; 2] = [Sort::Customer, Sort::Contact];

    pub(super) fn of(object: &str) -> Option<Sort> {
        Sort::ALL.into_iter().find(|sort| sort.entity().as_str() == object)
    }

    /// The names of all of them.
    pub(super) fn names() -> String {
        Sort::ALL.map(|sort| sort.entity().to_string()).join(", ")
    }

    pub(super) fn entity(self) -> Entity {
        match self {
            Sort::Customer => Entity::CUSTOMER,
            Sort::Contact => Entity::CONTACT,
        }
    }

    /// The table of its records.
    pub(super) fn home(self) -> &'static str {
        kind::find(&self.entity()).map_or("", |kind| kind.table)
    }

    /// The fields that an update changes, in their order.
    pub(super) fn fields(self) -> impl Iterator<Item = &'static str> {
        let fields = match self {
            Sort::Customer => <CustomerUpdate as Fields>::FIELDS,
            Sort::Contact => <ContactUpdate as Fields>::FIELDS,
        };
        fields.iter().map(|field| field.name()).filter(|name| !["custom", "clear", "version"].contains(name))
    }

    /// Fields that are taken together, from the record that has most of them.
    pub(super) fn together(self) -> &'static [&'static str] {
        match self {
            Sort::Customer => &["region", "address", "postcode"],
            Sort::Contact => &[],
        }
    }

    /// Fields in which no two records have the same.
    pub(super) fn unique(self) -> &'static [&'static str] {
        match self {
            Sort::Customer => &["external_id"],
            Sort::Contact => &[],
        }
    }

    /// The record.
    pub(super) fn load(self, cx: &mut Context<'_>, id: RecordId) -> Result<Loaded> {
        match self {
            Sort::Customer => {
                let (key, customer) = customers::rules::load(cx, CustomerId(id.0))?;
                let lost = customer.status == CustomerStatus::Lost;
                let fields = fields_of(&customer)?;
                Ok(Loaded { id, key, fields, lost, subject: Box::new(customer) })
            }
            Sort::Contact => {
                let Some((key, contact)) = Contact::find(cx.tx(), ContactId(id.0))? else {
                    return cx.not_found(Entity::CONTACT, id);
                };
                let Some(subject) = contacts::rules::subject(cx, ContactId(id.0))? else {
                    return cx.not_found(Entity::CONTACT, id);
                };
                let lost = subject.state() == CustomerStatus::Lost.as_str();
                Ok(Loaded { id, key, fields: fields_of(&contact)?, lost, subject: Box::new(subject) })
            }
        }
    }

    /// The record as the audit is told of it, of its fields.
    pub(super) fn told(self, fields: &Map<String, Json>) -> Result<Box<dyn Record>> {
        let wrong = |e: serde_json::Error| CrmError::bug(e.to_string());
        let json = Json::Object(fields.clone());
        Ok(match self {
            Sort::Customer => Box::new(serde_json::from_value::<Customer>(json).map_err(wrong)?),
            Sort::Contact => Box::new(serde_json::from_value::<Contact>(json).map_err(wrong)?),
        })
    }

    /// Writes the fields of a record with its next version; what it is called by others is read behind that.
    pub(super) fn write(self, cx: &mut Context<'_>, key: i64, fields: &Map<String, Json>) -> Result<()> {
        let wrong = |e: serde_json::Error| CrmError::bug(e.to_string());
        let json = Json::Object(fields.clone());
        match self {
            Sort::Customer => {
                let mut customer: Customer = serde_json::from_value(json).map_err(wrong)?;
                let lacks = customer.lacks(&settings::rules::of_customers(cx)?.fields);
                customer.complete = lacks.is_empty() && cx.custom_lacks(&Entity::CUSTOMER, customer.id)?.is_empty();
                customer.version += 1;
                customers::store::update(cx.tx(), key, &customer)?;
                contact_store::birthdays_follow(cx.tx(), key).map(drop)
            }
            Sort::Contact => {
                let mut contact: Contact = serde_json::from_value(json).map_err(wrong)?;
                contact.version += 1;
                contact.update(cx.tx(), key, &ContactUpdate::default(), vec![])?;
                contact_store::settle_birthday(cx.tx(), key).map(drop)
            }
        }
    }

    /// What is compared of a record follows what it says (DUP-5): told before, where it was there, and after, where it is. What merging
    /// writes is refused for no duplicate.
    pub(super) fn meets(
        self,
        cx: &mut Context<'_>,
        (key, id): (i64, RecordId),
        before: Option<&Map<String, Json>>,
        after: Option<&Map<String, Json>>,
    ) -> Result<()> {
        match self {
            Sort::Customer => meets::<Customer>(cx, key, id, before, after),
            Sort::Contact => meets::<Contact>(cx, key, id, before, after),
        }
    }

    /// The opportunities that name a customer are called as it is (SALE-3), and persons say what the contact does that they are (SALE-8):
    /// those that came to it, or it itself, bore another name.
    pub(super) fn names_follow(
        self,
        cx: &mut Context<'_>,
        key: i64,
        before: &Map<String, Json>,
        after: &Map<String, Json>,
    ) -> Result<()> {
        if self == Sort::Contact {
            let contact = |of: &Map<String, Json>| {
                serde_json::from_value::<Contact>(Json::Object(of.clone())).map_err(|e| CrmError::bug(e.to_string()))
            };
            return persons::contact_changed(cx, key, &contact(before)?, &contact(after)?);
        }
        let called = |of: &Map<String, Json>| of.get("name").and_then(Json::as_str).unwrap_or_default().to_owned();
        let (before, after) = (called(before), called(after));
        if before == after {
            return Ok(());
        }
        existing::renamed(cx, key, (&before, &after))
    }

    /// Makes anew what follows from the rows of a record.
    pub(super) fn derive(self, cx: &mut Context<'_>, key: i64, id: RecordId) -> Result<()> {
        if self == Sort::Customer {
            sales::customer_has_others(cx, key)?;
            contact_store::birthdays_follow(cx.tx(), key)?;
        }
        activities::touch::of_record(cx.tx(), self.home(), id.0)
    }
}

fn meets<R: Compared + serde::de::DeserializeOwned>(
    cx: &mut Context<'_>,
    key: i64,
    id: RecordId,
    before: Option<&Map<String, Json>>,
    after: Option<&Map<String, Json>>,
) -> Result<()> {
    let read = |fields: &Map<String, Json>| {
        serde_json::from_value::<R>(Json::Object(fields.clone())).map_err(|e| CrmError::bug(e.to_string()))
    };
    let (before, after) = (before.map(read).transpose()?, after.map(read).transpose()?);
    let quiet = std::mem::replace(&mut cx.meeting.quiet, true);
    let met = match (&before, &after) {
        (Some(before), Some(after)) => meet::updated(cx, key, id, (before, after)),
        (Some(before), None) => meet::deleted(cx, key, before),
        (None, Some(after)) => meet::created(cx, key, id, after),
        (None, None) => Ok(()),
    };
    cx.meeting.quiet = quiet;
    met
}

/// The fields of a record as they cross a boundary.
fn fields_of<R: serde::Serialize>(record: &R) -> Result<Map<String, Json>> {
    match serde_json::to_value(record) {
        Ok(Json::Object(fields)) => Ok(fields),
        _ => Err(CrmError::bug("a record that is no object")),
    }
}
