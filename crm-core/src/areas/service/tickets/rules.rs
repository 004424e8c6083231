//! What is checked and done.

use super::store;
use super::types::*;
use crate::customers::rules as customers;
use crate::dictionary::choose::choose;
use crate::engine::error::Result;
use crate::engine::gate::{Context, Created, Entity};
use crate::engine::ids::UserId;
use crate::engine::page::{Inside, PageRequest, Room};
use crate::engine::tree::Tree;
use crate::users::rules::active_user;

/// A customer as satisfied as this, or more, closes a ticket (TICKET-4).
const SATISFIED: i64 = 3;

/// The ticket with its internal key, or `NotFound`.
pub(crate) fn load(cx: &mut Context<'_>, id: TicketId) -> Result<(i64, Ticket)> {
    match store::get(cx.tx(), id)? {
        Some(found) => Ok(found),
        None => cx.not_found(Entity::TICKET, id),
    }
}

/// The ticket, once the acting user may do this with it now.
fn guarded(cx: &mut Context<'_>, id: TicketId, version: &Option<i64>) -> Result<(i64, Ticket)> {
    let found = load(cx, id)?;
    cx.guard(&found.1, version)?;
    Ok(found)
}

/// Reads the ticket again and records what changed.
fn changed(cx: &mut Context<'_>, before: &Ticket) -> Result<Ticket> {
    let (_, after) = load(cx, before.id)?;
    cx.updated(Entity::TICKET, before.id, before, &after)?;
    Ok(after)
}

/// TICKET-1.
pub(super) fn create(cx: &mut Context<'_>, new: &NewTicket, id: &Option<TicketId>) -> Result<Ticket> {
    // One that is unknown, or not there for the caller, is a wrong field, for who may record tickets of any (SCOPE-8).
    let customer = match customers::subject(cx, new.customer)? {
        Some(customer) if cx.is_there(&customer)? => Some(customer),
        _ => None,
    };
    if let Some(customer) = &customer {
        cx.guard_whose(customer)?;
    }
    let id = match cx.create_once(Entity::TICKET, id.map(Into::into), new)? {
        Created::New(id) => TicketId(id),
        Created::Before(id) => return Ok(load(cx, TicketId(id))?.1),
    };
    let kind = choose(cx, "kind", "ticket_kind", &Some(new.kind))?;
    let customer = match customer {
        Some(customer) => store::customer(cx.tx(), customer.id)?,
        None => None,
    };
    if customer.is_none() {
        cx.violations().add("customer", "unknown_record", "is not a customer", None);
    }
    cx.custom_of_new(Entity::TICKET, &new.custom, true)?;
    cx.check_fields()?;
    let number = cx.next_number(Entity::TICKET)?;
    let (now, creator) = ((cx.now(), cx.today()?), cx.actor_key());
    store::insert(cx.tx(), id, number, new, kind, customer, creator, now)?;
    let (_, ticket) = load(cx, id)?;
    cx.created(Entity::TICKET, id, &ticket)?;
    Ok(ticket)
}

/// TICKET-5.
pub(super) fn get(cx: &mut Context<'_>, id: &TicketId, after: &Option<String>) -> Result<TicketDetail> {
    let (key, ticket) = guarded(cx, *id, &None)?;
    cx.check_fields()?;
    let mut detail = TicketDetail { ticket, attempts: Vec::new(), assignments: Vec::new(), next: None };
    let (mut inside, mut room) = (Inside::of("ticket", 2, after)?, Room::of_record());
    if let Some(page) = inside.request(0, &room) {
        let (attempts, next) = store::attempts(cx.tx(), key, &page, &mut room)?;
        detail.attempts = attempts;
        inside.ended(0, next);
    }
    if let Some(page) = inside.request(1, &room) {
        let (assignments, next) = store::assignments(cx.tx(), key, &page, &mut room)?;
        detail.assignments = assignments;
        inside.ended(1, next);
    }
    detail.next = inside.next();
    Ok(detail)
}

/// TICKET-5.
pub(super) fn list(
    cx: &mut Context<'_>,
    filter: &Option<TicketFilter>,
    page: &Option<PageRequest>,
    matching: &Option<Tree>,
) -> Result<TicketPage> {
    let matching = cx.matching(&Entity::TICKET, matching)?;
    cx.check_fields()?;
    let filter = match filter {
        Some(f) => Some(TicketFilter { customer: cx.filtered(&Entity::CUSTOMER, f.customer)?, ..f.clone() }),
        None => None,
    };
    let visible = cx.visibility(&Entity::TICKET)?;
    store::list(cx.tx(), visible, filter.as_ref(), page, matching.as_ref())
}

/// TICKET-2.
pub(super) fn assign(cx: &mut Context<'_>, id: &TicketId, assignee: &UserId, version: &Option<i64>) -> Result<Ticket> {
    give(cx, *id, *assignee, version)
}

/// TICKET-6.
pub(super) fn reassign(
    cx: &mut Context<'_>,
    id: &TicketId,
    assignee: &UserId,
    version: &Option<i64>,
) -> Result<Ticket> {
    give(cx, *id, *assignee, version)
}

/// Assigning and reassigning differ only in the states the guard table allows them in: a new ticket becomes assigned,
/// any other stays where it is.
fn give(cx: &mut Context<'_>, id: TicketId, assignee: UserId, version: &Option<i64>) -> Result<Ticket> {
    let (key, before) = guarded(cx, id, version)?;
    let assignee = active_user(cx, "assignee", &Some(assignee))?;
    cx.check_fields()?;
    pass(cx, key, &before, assignee)
}

fn pass(cx: &mut Context<'_>, key: i64, before: &Ticket, assignee: Option<i64>) -> Result<Ticket> {
    let status = match before.status {
        TicketStatus::Created => TicketStatus::Assigned,
        other => other,
    };
    let (now, assigner) = (cx.now(), cx.actor_key());
    store::assign(cx.tx(), key, status, assignee, assigner, now)?;
    changed(cx, before)
}

/// HAND-2: a ticket that is not archived is somebody else's from now on. The caller has checked that it may be.
pub(crate) fn hand_over(cx: &mut Context<'_>, id: TicketId, to: i64) -> Result<()> {
    let (key, before) = load(cx, id)?;
    pass(cx, key, &before, Some(to)).map(drop)
}

/// TICKET-3.
pub(super) fn handle(cx: &mut Context<'_>, id: &TicketId, handling: &str, version: &Option<i64>) -> Result<Ticket> {
    let (key, before) = guarded(cx, *id, version)?;
    cx.check_fields()?;
    let (now, handler) = (cx.now(), cx.actor_key());
    store::handle(cx.tx(), key, handling, handler, now)?;
    changed(cx, &before)
}

/// TICKET-4.
pub(super) fn feedback(
    cx: &mut Context<'_>,
    id: &TicketId,
    result: &str,
    satisfaction: &i64,
    version: &Option<i64>,
) -> Result<Ticket> {
    let (key, before) = guarded(cx, *id, version)?;
    cx.check_fields()?;
    let status = after_feedback(*satisfaction);
    let (now, by) = (cx.now(), cx.actor_key());
    store::feedback(cx.tx(), key, status, result, *satisfaction, by, now)?;
    changed(cx, &before)
}

/// Where the customer's answer leaves a handled ticket.
fn after_feedback(satisfaction: i64) -> TicketStatus {
    if satisfaction >= SATISFIED { TicketStatus::Archived } else { TicketStatus::Assigned }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_is_satisfied_and_two_is_not() {
        let after: Vec<TicketStatus> = (1..=5).map(after_feedback).collect();
        use TicketStatus::{Archived, Assigned};
        assert_eq!(after, [Assigned, Assigned, Archived, Archived, Archived]);
    }
}
