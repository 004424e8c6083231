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
        Entity::DictionaryEntry => boxed(crate::dictionary::store::get(cx.tx(), DictionaryEntryId(id))?),
        Entity::Customer => boxed(crate::customers::store::get(cx.tx(), crate::ids::CustomerId(id))?),
        Entity::Ticket => boxed(crate::tickets::store::get(cx.tx(), TicketId(id))?),
        Entity::Contact => {
            Ok(crate::contacts::rules::subject(cx, crate::ids::ContactId(id))?.map(|s| Box::new(s) as _))
        }
        Entity::Interaction => {
            Ok(crate::interactions::rules::subject(cx, crate::ids::InteractionId(id))?.map(|s| Box::new(s) as _))
        }
        Entity::Order => Ok(crate::orders::rules::subject(cx, crate::ids::OrderId(id))?.map(|s| Box::new(s) as _)),
        Entity::Warning => Ok(crate::churn::store::get(cx.tx(), WarningId(id))?.map(|case| Box::new(case) as _)),
        Entity::User => boxed(crate::users::store::get(cx.tx(), UserId(id))?),
        Entity::Role => boxed(crate::roles::store::get(cx.tx(), RoleId(id))?),
        Entity::Department => boxed(crate::departments::store::get(cx.tx(), DepartmentId(id))?),
        Entity::Settings if id.is_nil() => Ok(Some(Box::new(cx.settings()?.clone()))),
        _ => Ok(None),
    }
}

/// A record that is its own subject.
fn boxed<S: Subject + 'static>(found: Option<(i64, S)>) -> Result<Found> {
    Ok(found.map(|(_, subject)| Box::new(subject) as Box<dyn Subject>))
}
