//! The development is a success (PLAN-5, SALE-5): the organisation becomes a customer, or was one.

use super::pipelines;
use super::rules::{closed, load};
use super::store::{self, Lost};
use super::types::*;
use super::{existing, persons};
use crate::customers::rules as customers;
use crate::customers::rules::Incomplete;
use crate::customers::{CustomerId, CustomerStatus, NewCustomer};
use crate::duplicates::{OnDuplicate, meet};
use crate::engine::error::{CrmError, Result};
use crate::engine::gate::{Context, Created, Entity};
use crate::engine::likeness::meeting::Occasion;

/// PLAN-5, SALE-5.
pub(super) fn develop(
    cx: &mut Context<'_>,
    id: &OpportunityId,
    version: &Option<i64>,
    customer: &Option<CustomerId>,
    into: &Option<CustomerId>,
    duplicates: &Option<OnDuplicate>,
) -> Result<Opportunity> {
    cx.meeting.says(Occasion::Convert, duplicates);
    let (key, before) = load(cx, *id)?;
    cx.guard(&before, version)?;
    let now = cx.now();
    if before.customer.is_some() || into.is_some() {
        let none = |cx: &mut Context<'_>, field| {
            cx.violations().add(field, "not_applicable", "has no meaning here: there is a customer", None);
        };
        if customer.is_some() {
            none(cx, "customer");
        }
        let found = match before.customer {
            Some(_) => {
                into.iter().for_each(|_| none(cx, "into"));
                None
            }
            None => existing::named(cx, "into", *into)?,
        };
        pipelines::may_develop(cx, key, &before)?;
        cx.check_fields()?;
        store::close(cx.tx(), key, OpportunityStatus::Developed, Lost::default(), None, now)?;
        pipelines::left(cx, key, "won")?;
        meet::closed(cx, key, &before)?;
        if let Some(found) = &found {
            store::name_customer(cx.tx(), key, found)?;
        }
        if let Some(of) = found.map(|found| found.id).or(before.customer) {
            let (customer, found) = customers::load(cx, of)?;
            // Nothing is added to one that is lost meanwhile.
            if found.status != CustomerStatus::Lost {
                persons::join(cx, key, &before, customer)?;
            }
        }
        return closed(cx, key, &before);
    }
    let customer = customer_id(cx, &before, *customer)?;
    pipelines::may_develop(cx, key, &before)?;
    cx.check_fields()?;
    // Without a contact's name the phone is the organisation's.
    let phone = if before.contact_name.is_none() { before.contact_phone.clone() } else { None };
    let new = NewCustomer {
        name: before.customer_name.clone(),
        phone,
        email: if before.contact_name.is_none() { before.contact_email.clone() } else { None },
        industry: before.industry.clone(),
        region: before.region.as_ref().map(|region| region.id),
        account_manager: before.assignee.as_ref().map(|u| u.id),
        ..Default::default()
    };
    let (customer_key, _) = customers::add(cx, customer, &new, Incomplete::Allowed)?;
    meet::closed(cx, key, &before)?;
    persons::join(cx, key, &before, customer_key)?;
    store::close(cx.tx(), key, OpportunityStatus::Developed, Lost::default(), Some(customer_key), now)?;
    pipelines::left(cx, key, "won")?;
    closed(cx, key, &before)
}

/// The id of the customer to create: the caller's, where one is given and new.
fn customer_id(cx: &mut Context<'_>, from: &Opportunity, given: Option<CustomerId>) -> Result<CustomerId> {
    if let Some(id) = given
        && id.0.get_version_num() != 7
    {
        cx.violations().add("customer", "not_uuid_v7", "must be a UUID of version 7", None);
        return Ok(id);
    }
    match cx.create_once(Entity::CUSTOMER, given.map(Into::into), &from.id)? {
        Created::New(id) => Ok(CustomerId(id)),
        Created::Before(id) => Err(CrmError::conflict(Entity::CUSTOMER.as_str(), id, "id_taken")),
    }
}
