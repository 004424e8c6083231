//! Setting the persons of an opportunity (SALE-8).

use super::given::given;
use super::store;
use super::types::{NewPerson, Person};
use crate::duplicates::meet;
use crate::engine::confidential::FieldRight;
use crate::engine::error::Result;
use crate::engine::gate::{Context, Entity};
use crate::engine::wire::to_json;
use crate::opportunities::rules::{load, write_with};
use crate::opportunities::store::contact_folded;
use crate::opportunities::{Opportunity, OpportunityId};

/// Whom an opportunity with that key is about, in their order, as they are told the caller: of whom nothing is read there is nobody.
pub(in super::super) fn persons(cx: &mut Context<'_>, key: i64, of: &Opportunity) -> Result<Vec<Person>> {
    let mut found = store::rows(cx.tx(), key, of)?;
    let told = |person: &Person| {
        let fields =
            [("contact_name", &person.name), ("contact_phone", &person.phone), ("contact_email", &person.email)];
        let right = |field: &str| cx.rights().to(Entity::OPPORTUNITY.as_str(), field);
        fields.into_iter().any(|(field, value)| value.is_some() && right(field) > FieldRight::Hidden)
    };
    // That there is one says that a field is filled.
    found.retain(|(row, person)| row.is_some() || told(person));
    Ok(found.into_iter().map(|(_, person)| person).collect())
}

/// SALE-8.
pub(in super::super) fn set_persons(
    cx: &mut Context<'_>,
    id: &OpportunityId,
    persons: &[NewPerson],
    version: &Option<i64>,
) -> Result<Vec<Person>> {
    let (key, before) = load(cx, *id)?;
    cx.guard(&before, version)?;
    // What is not given goes, read or not.
    let writes = |field: &str| cx.rights().to(Entity::OPPORTUNITY.as_str(), field).writes();
    if !["contact_name", "contact_phone", "contact_email"].into_iter().all(writes) {
        cx.violations().add("persons", "not_writable", "are fields that you may not write", None);
    }
    let new = given(cx, "persons", persons, before.customer)?;
    cx.check_fields()?;
    let was = store::persons(cx.tx(), key, &before)?;
    if was.len() == new.len() && new.iter().zip(&was).all(|(new, was)| new.is(was)) {
        return Ok(was);
    }
    let others = meet::others(cx, key)?;
    store::delete(cx.tx(), key)?;
    store::insert(cx.tx(), key, &new)?;
    let mut after = before.clone();
    let primary = new.into_iter().find(|person| person.primary).unwrap_or_default();
    (after.contact_name, after.contact_phone, after.contact_email) = (primary.name, primary.phone, primary.email);
    let more = vec![contact_folded(&after.contact_name, &after.contact_phone)];
    // Nothing is refused for whom it meets then: the call does not say that it accepts them.
    cx.meeting.quiet = true;
    let after = write_with(cx, key, &before, after, more, others)?;
    let is = store::persons(cx.tx(), key, &after)?;
    cx.told_beside((&Entity::OPPORTUNITY, (*id).into()), "persons", (Some(to_json(&was)), Some(to_json(&is))));
    Ok(is)
}
