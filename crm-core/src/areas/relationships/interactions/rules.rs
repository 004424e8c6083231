//! What is checked and done.

use super::store;
use super::types::*;
use crate::customers::CustomerId;
use crate::customers::belonging::{self, Belonging};
use crate::customers::rules as customers;
use crate::engine::error::Result;
use crate::engine::gate::{Context, Created, Entity};
use crate::engine::page::PageRequest;
use crate::engine::record::apply;
use crate::tickets::store as tickets;
use crate::tickets::{TicketId, TicketRef};

/// The interaction as its guards see it, `None` where there is none.
pub(crate) fn subject(cx: &mut Context<'_>, id: InteractionId) -> Result<Option<Belonging<Interaction>>> {
    match store::get(cx.tx(), id)? {
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
    match store::get(cx.tx(), id)? {
        Some((_, found)) => Ok(found),
        None => cx.not_found(Entity::INTERACTION, id),
    }
}

/// The key of the ticket that was followed; one of another customer is a violation.
fn followed(cx: &mut Context<'_>, ticket: &Option<TicketId>, customer: CustomerId) -> Result<Option<i64>> {
    let Some(ticket) = ticket else { return Ok(None) };
    let key = store::ticket_of(cx.tx(), *ticket, customer)?;
    if key.is_none() {
        cx.violations().add("ticket", "not_of_customer", "must be a ticket of the same customer", None);
    }
    Ok(key)
}

/// VISIT-1.
pub(super) fn create(
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
    let ticket = followed(cx, &new.ticket, *customer)?;
    cx.check_fields()?;
    let (now, creator) = (cx.now(), cx.actor_key());
    store::insert(cx.tx(), id, key, new, ticket, creator, now)?;
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
) -> Result<InteractionPage> {
    let customer = customers::listed(cx, customer)?;
    cx.check_fields()?;
    store::list(cx.tx(), customer, filter.as_ref(), page)
}

/// VISIT-1.
pub(super) fn update(cx: &mut Context<'_>, id: &InteractionId, changes: &InteractionUpdate) -> Result<Interaction> {
    let (key, before) = guarded(cx, *id, &changes.version)?;
    followed(cx, &changes.ticket, before.customer.id)?;
    cx.check_fields()?;
    let mut after = before.clone();
    apply!(changes => after; date, place, summary, details, remarks);
    match changes.ticket {
        // The rest of the ticket is read again behind the update.
        Some(id) if after.ticket.as_ref().is_none_or(|t| t.id != id) => {
            after.ticket = Some(TicketRef { id, number: None, summary: String::new() });
        }
        None if changes.clears("ticket") => after.ticket = None,
        _ => {}
    }
    if after == before {
        return Ok(before);
    }
    after.version += 1;
    store::update(cx.tx(), key, &after)?;
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
    store::delete(cx.tx(), key)?;
    if let Some(ticket) = &before.ticket {
        tickets::refresh_followed_up(cx.tx(), ticket.id)?;
    }
    cx.deleted(Entity::INTERACTION, *id, &before)
}
