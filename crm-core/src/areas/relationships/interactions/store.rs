//! The statements on interactions.

use super::types::*;
use crate::customers::{CustomerId, CustomerRef};
use crate::engine::clock::Timestamp;
use crate::engine::error::Result;
use crate::engine::page::PageRequest;
use crate::engine::storage::{Columns, Direction, ListQuery, Order, Transaction, Visibility, params};
use crate::tickets::{TicketId, TicketRef};
use crate::users::UserRef;

/// What [`read`] reads, in its order.
macro_rules! columns {
    () => {
        "i.uid, i.version, c.uid, c.name, i.date, i.place, i.summary, i.details, i.remarks, t.uid, t.number, \
         t.summary, u.uid, u.display_name, i.created_at"
    };
}

macro_rules! tables {
    () => {
        "interactions i JOIN customers c ON c.id = i.customer LEFT JOIN tickets t ON t.id = i.ticket \
         LEFT JOIN users u ON u.id = i.creator"
    };
}

const NEWEST_FIRST: Order =
    Order { name: "interactions", keys: &[("i.date", Direction::Descending), ("i.id", Direction::Descending)] };

fn read(c: &mut Columns<'_>) -> Result<Interaction> {
    Ok(Interaction {
        id: InteractionId(c.next()?),
        version: c.next()?,
        customer: CustomerRef::read(c)?,
        date: c.next()?,
        place: c.next()?,
        summary: c.next()?,
        details: c.next()?,
        remarks: c.next()?,
        ticket: TicketRef::read_optional(c)?,
        creator: UserRef::read_optional(c)?,
        created_at: c.next()?,
    })
}

/// The interaction with its key.
pub(crate) fn get(tx: &mut dyn Transaction, id: InteractionId) -> Result<Option<(i64, Interaction)>> {
    let sql = concat!("SELECT i.id, ", columns!(), " FROM ", tables!(), " WHERE i.uid = ?");
    tx.one(sql, params![&id.0], |c| Ok((c.next()?, read(c)?)))
}

pub(crate) fn list(
    tx: &mut dyn Transaction,
    customer: Option<i64>,
    filter: Option<&InteractionFilter>,
    page: &Option<PageRequest>,
) -> Result<InteractionPage> {
    let mut query = ListQuery::new(columns!(), tables!(), Visibility::All);
    query.when("i.customer = ?", customer);
    if let Some(f) = filter {
        query.when("i.ticket = (SELECT id FROM tickets WHERE uid = ?)", f.ticket.as_ref().map(|t| &t.0));
        query.when("i.creator = (SELECT id FROM users WHERE uid = ?)", f.creator.as_ref().map(|u| &u.0));
        query.when("i.date >= ?", f.date_from);
        query.when("i.date <= ?", f.date_to);
    }
    query.page(tx, NEWEST_FIRST, page, read).map(InteractionPage::from)
}

/// The key of a ticket of the customer.
pub(crate) fn ticket_of(tx: &mut dyn Transaction, ticket: TicketId, customer: CustomerId) -> Result<Option<i64>> {
    tx.one(
        "SELECT t.id FROM tickets t JOIN customers c ON c.id = t.customer WHERE t.uid = ? AND c.uid = ?",
        params![&ticket.0, &customer.0],
        |c| c.next(),
    )
}

pub(crate) fn insert(
    tx: &mut dyn Transaction,
    id: InteractionId,
    customer: i64,
    new: &NewInteraction,
    ticket: Option<i64>,
    creator: Option<i64>,
    now: Timestamp,
) -> Result<i64> {
    tx.insert(
        "INSERT INTO interactions (uid, customer, date, place, summary, details, remarks, ticket, creator, created_at) \
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        params![&id.0, customer, new.date, &new.place, &new.summary, &new.details, &new.remarks, ticket, creator, now,],
    )
}

/// Writes the editable fields and the version; the ticket is found by its id.
pub(crate) fn update(tx: &mut dyn Transaction, key: i64, i: &Interaction) -> Result<usize> {
    tx.execute(
        "UPDATE interactions SET version = ?, date = ?, place = ?, summary = ?, details = ?, remarks = ?, \
         ticket = (SELECT id FROM tickets WHERE uid = ?) WHERE id = ?",
        params![
            i.version,
            i.date,
            &i.place,
            &i.summary,
            &i.details,
            &i.remarks,
            i.ticket.as_ref().map(|t| &t.id.0),
            key,
        ],
    )
}

pub(crate) fn delete(tx: &mut dyn Transaction, key: i64) -> Result<usize> {
    tx.execute("DELETE FROM interactions WHERE id = ?", params![key])
}
