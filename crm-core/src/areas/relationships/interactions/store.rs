//! The statements on interactions.

use super::types::*;
use crate::customers::CustomerId;
use crate::engine::error::Result;
use crate::engine::gate::Entity;
use crate::engine::objects::Matching;
use crate::engine::page::PageRequest;
use crate::engine::scope::{At, Follows, Scoped};
use crate::engine::storage::{Direction, Filter, Order, Table, Transaction, Visibility, params};
use crate::tickets::TicketId;

/// Who sees an interaction: whoever holds the customer (SCOPE-4).
pub(super) static SCOPED: &[Scoped] = &[Scoped::following_only(
    Entity::INTERACTION,
    5,
    At::Day("date"),
    Follows { entity: Entity::CUSTOMER, column: "customer" },
    &[],
)];

const NEWEST_FIRST: Order =
    Order { name: "interactions", keys: &[("i.date", Direction::Descending), ("i.id", Direction::Descending)] };

pub(super) fn list(
    tx: &mut dyn Transaction,
    visible: Visibility,
    customer: Option<i64>,
    filter: Option<&InteractionFilter>,
    page: &Option<PageRequest>,
    matching: Option<&Matching>,
) -> Result<InteractionPage> {
    let mut list = Interaction::list(visible);
    list.when("i.customer = ?", customer);
    if let Some(filter) = filter {
        filter.narrow(tx, &mut list)?;
    }
    list.matching(tx, matching)?;
    list.page(tx, NEWEST_FIRST, page, Interaction::read).map(InteractionPage::from)
}

/// Whether the ticket is one of the customer.
pub(super) fn is_ticket_of(tx: &mut dyn Transaction, ticket: TicketId, customer: CustomerId) -> Result<bool> {
    tx.value(
        "SELECT EXISTS (SELECT 1 FROM tickets t JOIN customers c ON c.id = t.customer WHERE t.uid = ? AND c.uid = ?)",
        params![&ticket.0, &customer.0],
    )
}
