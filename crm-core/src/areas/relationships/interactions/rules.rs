//! What is checked and done.

use super::store;
use super::types::*;
use crate::activities::{ending as activities, touch};
use crate::customers::CustomerId;
use crate::customers::belonging::{self, Belonging};
use crate::customers::rules as customers;
use crate::engine::error::Result;
use crate::engine::gate::{Context, Created, Entity};
use crate::engine::page::PageRequest;
use crate::engine::storage::{Changes, Table, Value};
use crate::engine::tree::Tree;
use crate::tickets::TicketId;
use crate::tickets::store as tickets;

/// The interaction as its guards see it, `None` where there is none.
pub(crate) fn subject(cx: &mut Context<'_>, id: InteractionId) -> Result<Option<Belonging<Interaction>>> {
    match Interaction::find(cx.tx(), id)? {
        Some((key, found)) => {
            let customer = found.customer.id;
            Belonging::of(cx, Entity::INTERACTION, id, found.version, customer, (key, found)).map(Some)
        }
        None => Ok(None),
    }
}

/// The interaction, once the acting user may do this with it now.
fn guarded(cx: &mut Context<'_>, id: InteractionId, version: &Option<i64>) -> Result<(i64, Interaction)> {
    let found = subject(cx, id)?;
    belonging::guarded(cx, Entity::INTERACTION, id, found, version)
}

fn read_again(cx: &mut Context<'_>, id: InteractionId) -> Result<Interaction> {
    match Interaction::find(cx.tx(), id)? {
        Some((_, found)) => Ok(found),
        None => cx.not_found(Entity::INTERACTION, id),
    }
}

/// The ticket that was followed is one of the customer; another is a violation.
fn check_followed(cx: &mut Context<'_>, ticket: &Option<TicketId>, customer: CustomerId) -> Result<()> {
    if let Some(ticket) = ticket
        && !(store::is_ticket_of(cx.tx(), *ticket, customer)? && cx.is_known(&Entity::TICKET, *ticket)?)
    {
        cx.violations().add("ticket", "not_of_customer", "must be a ticket of the same customer", None);
    }
    Ok(())
}

/// VISIT-1.
pub(crate) fn create(
    cx: &mut Context<'_>,
    customer: &CustomerId,
    new: &NewInteraction,
    id: &Option<InteractionId>,
) -> Result<Interaction> {
    let (key, found) = customers::load(cx, *customer)?;
    cx.guard(&found, &None)?;
    let id = match cx.create_once_below(Entity::INTERACTION, id.map(Into::into), customer, new)? {
        Created::New(id) => InteractionId(id),
        Created::Before(id) => return read_again(cx, InteractionId(id)),
    };
    check_followed(cx, &new.ticket, *customer)?;
    if let Some(activity) = new.activity {
        activities::becomes(cx, activity, *customer)?;
    }
    cx.custom_of_new(Entity::INTERACTION, &new.custom, true)?;
    cx.check_fields()?;
    let touches = new.date <= cx.today()?;
    let more = vec![
        ("since_on", cx.today()?.into()),
        ("idle_since", cx.today()?.into()),
        ("touches", touches.into()),
        ("customer", key.into()),
        ("creator", cx.actor_key().map_or(Value::Null, Value::from)),
        ("created_at", cx.now().into()),
    ];
    Interaction::insert(cx.tx(), id, new, more)?;
    if touches {
        touch::was_done(cx.tx(), key, new.date)?;
    }
    if let Some(ticket) = new.ticket {
        tickets::refresh_followed_up(cx.tx(), ticket)?;
    }
    let interaction = read_again(cx, id)?;
    cx.created(Entity::INTERACTION, id, &interaction)?;
    Ok(interaction)
}

/// READ-1.
pub(super) fn get(cx: &mut Context<'_>, id: &InteractionId) -> Result<Interaction> {
    Ok(guarded(cx, *id, &None)?.1)
}

/// VISIT-1.
pub(super) fn list(
    cx: &mut Context<'_>,
    customer: &Option<CustomerId>,
    filter: &Option<InteractionFilter>,
    page: &Option<PageRequest>,
    matching: &Option<Tree>,
) -> Result<InteractionPage> {
    let customer = customers::listed(cx, customer)?;
    let matching = cx.matching(&Entity::INTERACTION, matching)?;
    cx.check_fields()?;
    let filter = match filter {
        Some(f) => Some(InteractionFilter { ticket: cx.filtered(&Entity::TICKET, f.ticket)?, ..f.clone() }),
        None => None,
    };
    let visible = cx.listed_of(customer, &Entity::INTERACTION)?;
    store::list(cx.tx(), visible, customer, filter.as_ref(), page, matching.as_ref())
}

/// VISIT-1.
pub(super) fn update(cx: &mut Context<'_>, id: &InteractionId, changes: &InteractionUpdate) -> Result<Interaction> {
    let (key, before) = guarded(cx, *id, &changes.version)?;
    if changes.ticket.is_some() && changes.ticket != before.ticket.as_ref().map(|ticket| ticket.id) {
        check_followed(cx, &changes.ticket, before.customer.id)?;
    }
    let extended = cx.custom_changes(Entity::INTERACTION, *id, &changes.custom)?;
    cx.check_fields()?;
    let mut after = before.clone();
    changes.apply(&mut after);
    if after == before && !extended {
        return Ok(before);
    }
    after.version += 1;
    if after.date == before.date {
        after.update(cx.tx(), key, changes, vec![])?;
    } else {
        let touches = after.date <= cx.today()?;
        after.update(cx.tx(), key, changes, vec![("touches", touches.into())])?;
        touch::of_customer(cx.tx(), after.customer.id.0)?;
    }
    let (earlier, present) = (before.ticket.as_ref().map(|t| t.id), after.ticket.as_ref().map(|t| t.id));
    if earlier != present {
        for ticket in earlier.into_iter().chain(present) {
            tickets::refresh_followed_up(cx.tx(), ticket)?;
        }
    }
    let after = read_again(cx, *id)?;
    cx.updated(Entity::INTERACTION, *id, &before, &after)?;
    Ok(after)
}

/// VISIT-1.
pub(super) fn delete(cx: &mut Context<'_>, id: &InteractionId, version: &Option<i64>) -> Result<()> {
    let (key, before) = guarded(cx, *id, version)?;
    cx.deleted(Entity::INTERACTION, *id, &before)?;
    Interaction::delete(cx.tx(), key)?;
    touch::of_customer(cx.tx(), before.customer.id.0)?;
    if let Some(ticket) = &before.ticket {
        tickets::refresh_followed_up(cx.tx(), ticket.id)?;
    }
    Ok(())
}
