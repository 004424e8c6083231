//! Finds a record of any kind as its guards see it. One line an entity that has guards.

use super::guard::Subject;
use super::{Context, Entity};
use crate::error::Result;
use crate::ids::{
    DepartmentId, DictionaryEntryId, OpportunityId, PlanItemId, RecordId, RoleId, TicketId, UserId, WarningId,
};

type Found = Option<Box<dyn Subject>>;

/// The record as its guards see it, `None` where there is no such record.
pub(crate) fn load(cx: &mut Context<'_>, entity: Entity, id: RecordId) -> Result<Found> {
    let id = id.0;
    match entity {
        Entity::Opportunity => boxed(crate::opportunities::store::get(cx.tx(), OpportunityId(id))?),
        Entity::PlanItem => Ok(crate::plans::rules::subject(cx, PlanItemId(id))?.map(|s| Box::new(s) as _)),
        Entity::DictionaryEntry => {
            Ok(crate::dictionary::store::find(cx.tx(), DictionaryEntryId(id))?.map(|found| Box::new(found) as _))
        }
        Entity::Customer => boxed(crate::customers::store::get(cx.tx(), crate::ids::CustomerId(id))?),
        Entity::Ticket => boxed(crate::tickets::store::get(cx.tx(), TicketId(id))?),
        Entity::Contact => {
            Ok(crate::contacts::rules::subject(cx, crate::ids::ContactId(id))?.map(|s| Box::new(s) as _))
        }
        Entity::Interaction => {
            Ok(crate::interactions::rules::subject(cx, crate::ids::InteractionId(id))?.map(|s| Box::new(s) as _))
        }
        Entity::Order => Ok(crate::orders::rules::subject(cx, crate::ids::OrderId(id))?.map(|s| Box::new(s) as _)),
        Entity::Warning => Ok(crate::churn::rules::subject(cx, WarningId(id))?.map(|case| Box::new(case) as _)),
        Entity::User => Ok(crate::users::rules::subject(cx, UserId(id))?.map(|found| Box::new(found) as _)),
        Entity::Role => boxed(crate::roles::store::get(cx.tx(), RoleId(id))?),
        Entity::Department => {
            Ok(crate::departments::store::get(cx.tx(), DepartmentId(id))?.map(|found| Box::new(found) as _))
        }
        Entity::Settings if id.is_nil() => Ok(Some(Box::new(crate::settings::rules::of(cx)?.clone()))),
        _ => Ok(None),
    }
}

/// A record that is its own subject.
fn boxed<S: Subject + 'static>(found: Option<(i64, S)>) -> Result<Found> {
    Ok(found.map(|(_, subject)| Box::new(subject) as Box<dyn Subject>))
}
