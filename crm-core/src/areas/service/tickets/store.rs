//! The statements on tickets.

use super::status::SERVICE;
use super::types::*;
use crate::customers::{CustomerId, CustomerRef};
use crate::dictionary::Choice;
use crate::engine::clock::{Date, Timestamp};
use crate::engine::error::Result;
use crate::engine::gate::Entity;
use crate::engine::ids::RecordId;
use crate::engine::objects::Matching;
use crate::engine::page::{PageRequest, Room};
use crate::engine::scope::{At, Follows, Person, Scoped, Told};
use crate::engine::storage::{Columns, Direction, ListQuery, Order, Transaction, Visibility, params};
use crate::engine::tables::{Folded, Held, folded};
use crate::engine::text::fold;
use crate::opportunities::Assignment;
use crate::users::UserRef;

/// Texts that are kept folded too.
pub(super) const FOLDED: &[Folded] = folded! {
    tickets: "summary" => summary_folded;
};

/// Tickets assigned to them and not archived, and those of theirs that nobody has yet.
pub(super) const HELD: &[Held] = &[Held {
    entity: Entity::TICKET,
    count: "SELECT count(*) FROM (SELECT assignee AS holder FROM tickets WHERE status <> 'archived' \
            UNION ALL SELECT creator FROM tickets WHERE status = 'created') AS h WHERE h.holder = ?",
}];

/// Who sees a ticket: its assignee, before there is one its creator, who handled it last, and the holders of its customer
/// (SCOPE-3). While it is open, its assignee sees the customer too, and its contacts (SCOPE-10).
pub(super) static SCOPED: &[Scoped] = &[Scoped {
    entity: Entity::TICKET,
    number: 3,
    at: At::Instant("created_at"),
    follows: Some(Follows { entity: Entity::CUSTOMER, column: "customer" }),
    holders: &[Person { join: "", key: "COALESCE($.assignee, $.creator)" }, Person { join: "", key: "$.handler" }],
    pooled: None,
    shares: Some(("ticket_shares", "ticket")),
    readers: &[],
    settles: &[],
    told: &[
        Told {
            entity: Entity::CUSTOMER,
            fields: &["assignee", "status"],
            keys: "SELECT t.customer FROM tickets t WHERE t.id",
        },
        Told {
            entity: Entity::CONTACT,
            fields: &["assignee", "status"],
            keys: "SELECT k.id FROM tickets t JOIN contacts k ON k.customer = t.customer WHERE t.id",
        },
    ],
}];

/// What [`read`] reads, in its order.
macro_rules! columns {
    () => {
        "t.uid, t.version, t.number, t.status, k.uid, k.item, t.summary, b.uid, b.name, t.request, c.uid, \
         c.display_name, t.created_at, a.uid, a.display_name, r.uid, r.display_name, t.assigned_at, h.uid, \
         h.display_name, t.handled_at, t.handling, t.result, t.satisfaction, t.archived_at"
    };
}

macro_rules! tables {
    () => {
        "tickets t JOIN dictionary_entries k ON k.id = t.kind JOIN customers b ON b.id = t.customer \
         JOIN users c ON c.id = t.creator LEFT JOIN users a ON a.id = t.assignee \
         LEFT JOIN users r ON r.id = t.assigner LEFT JOIN users h ON h.id = t.handler"
    };
}

const NEWEST_FIRST: Order =
    Order { name: "tickets", keys: &[("t.created_at", Direction::Descending), ("t.id", Direction::Descending)] };

/// An interaction with the customer followed the ticket. In the words of the index.
const FOLLOWED: &str = "t.followed_up = TRUE";

/// Handled, archived or not, and none followed. In the words of the index.
const NOT_FOLLOWED: &str = "t.followed_up = FALSE AND t.status IN ('handled', 'archived')";

/// Whether an interaction followed a ticket, as it is derived.
macro_rules! followed {
    () => {
        "CASE WHEN EXISTS (SELECT 1 FROM interactions i WHERE i.ticket = tickets.id) THEN TRUE ELSE FALSE END"
    };
}

fn read(c: &mut Columns<'_>) -> Result<Ticket> {
    Ok(Ticket {
        id: TicketId(c.next()?),
        version: c.next()?,
        number: c.next()?,
        status: c.next()?,
        kind: Choice::read(c)?,
        summary: c.next()?,
        customer: CustomerRef::read(c)?,
        request: c.next()?,
        creator: UserRef::read(c)?,
        created_at: c.next()?,
        assignee: UserRef::read_optional(c)?,
        assigner: UserRef::read_optional(c)?,
        assigned_at: c.next()?,
        handler: UserRef::read_optional(c)?,
        handled_at: c.next()?,
        handling: c.next()?,
        result: c.next()?,
        satisfaction: c.next()?,
        archived_at: c.next()?,
        custom: crate::engine::value::Values::default(),
        withheld: Vec::new(),
    })
}

/// The ticket with its key.
pub(crate) fn get(tx: &mut dyn Transaction, id: TicketId) -> Result<Option<(i64, Ticket)>> {
    let sql = concat!("SELECT t.id, ", columns!(), " FROM ", tables!(), " WHERE t.uid = ?");
    tx.one(sql, params![&id.0], |c| Ok((c.next()?, read(c)?)))
}

pub(crate) fn list(
    tx: &mut dyn Transaction,
    visible: Visibility,
    filter: Option<&TicketFilter>,
    page: &Option<PageRequest>,
    matching: Option<&Matching>,
) -> Result<TicketPage> {
    let mut query = ListQuery::new(columns!(), tables!(), visible);
    if let Some(f) = filter {
        query.when("t.status = ?", f.status);
        query.when("t.customer = (SELECT id FROM customers WHERE uid = ?)", f.customer.as_ref().map(|c| &c.0));
        query.when("t.kind = (SELECT id FROM dictionary_entries WHERE uid = ?)", f.kind.as_ref().map(|k| &k.0));
        query.when("t.creator = (SELECT id FROM users WHERE uid = ?)", f.creator.as_ref().map(|u| &u.0));
        query.when("t.assignee = (SELECT id FROM users WHERE uid = ?)", f.assignee.as_ref().map(|u| &u.0));
        query.when("t.created_at >= ?", f.created_from);
        query.when("t.created_at < ?", f.created_before);
        if let Some(followed) = f.followed_up {
            query.and(if followed { FOLLOWED } else { NOT_FOLLOWED }, []);
        }
        query.contains(tx, "b.name_folded", &f.customer_name);
        query.contains(tx, "t.summary_folded", &f.summary);
    }
    query.matching(tx, matching)?;
    query.page(tx, NEWEST_FIRST, page, read).map(TicketPage::from)
}

/// Derives anew whether an interaction followed the ticket, after one came, went, or follows another ticket now.
pub(crate) fn refresh_followed_up(tx: &mut dyn Transaction, id: TicketId) -> Result<usize> {
    tx.execute(concat!("UPDATE tickets SET followed_up = ", followed!(), " WHERE uid = ?"), params![&id.0])
}

/// The first tickets behind a key that are wrong about whether an interaction followed them, in order.
pub(super) fn wrongly_followed_up(tx: &mut dyn Transaction, behind: i64, most: usize) -> Result<Vec<i64>> {
    tx.all(
        concat!("SELECT id FROM tickets WHERE id > ? AND followed_up <> ", followed!(), " ORDER BY id LIMIT ?"),
        params![behind, most as i64],
        |c| c.next(),
    )
}

/// Derives it anew for the one with the key, where it is wrong.
pub(super) fn mend_followed_up(tx: &mut dyn Transaction, key: i64) -> Result<usize> {
    tx.execute(
        concat!("UPDATE tickets SET followed_up = ", followed!(), " WHERE id = ? AND followed_up <> ", followed!()),
        params![key],
    )
}

/// Whether the user serves a customer just now (SCOPE-10).
pub(super) fn ties(tx: &mut dyn Transaction, entity: &Entity, id: RecordId, user: i64) -> Result<Vec<&'static str>> {
    if *entity != Entity::CUSTOMER {
        return Ok(Vec::new());
    }
    let serves: bool = tx.value(
        "SELECT EXISTS (SELECT 1 FROM tickets WHERE customer = (SELECT id FROM customers WHERE uid = ?) \
         AND assignee = ? AND status <> 'archived')",
        params![&id.0, user],
    )?;
    Ok(if serves { vec![SERVICE.name] } else { Vec::new() })
}

/// The key of a customer.
pub(crate) fn customer(tx: &mut dyn Transaction, id: CustomerId) -> Result<Option<i64>> {
    tx.one("SELECT id FROM customers WHERE uid = ?", params![&id.0], |c| c.next())
}

#[expect(clippy::too_many_arguments, reason = "one a column that the caller has looked up")]
pub(crate) fn insert(
    tx: &mut dyn Transaction,
    id: TicketId,
    number: i64,
    new: &NewTicket,
    kind: Option<i64>,
    customer: Option<i64>,
    creator: Option<i64>,
    (now, today): (Timestamp, Date),
) -> Result<i64> {
    tx.insert(
        "INSERT INTO tickets (uid, number, kind, summary, summary_folded, customer, request, creator, created_at, \
         state_since, since_on, idle_since) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        params![
            &id.0,
            number,
            kind,
            &new.summary,
            fold(&new.summary),
            customer,
            &new.request,
            creator,
            now,
            now,
            today,
            today
        ],
    )
}

/// Gives the ticket to somebody and notes it in the history.
pub(crate) fn assign(
    tx: &mut dyn Transaction,
    key: i64,
    status: TicketStatus,
    assignee: Option<i64>,
    assigner: Option<i64>,
    now: Timestamp,
) -> Result<()> {
    tx.execute(
        "UPDATE tickets SET version = version + 1, status = ?, assignee = ?, assigner = ?, assigned_at = ? \
         WHERE id = ?",
        params![status, assignee, assigner, now, key],
    )?;
    tx.insert(
        "INSERT INTO ticket_assignments (ticket, assignee, assigner, assigned_at) VALUES (?, ?, ?, ?)",
        params![key, assignee, assigner, now],
    )?;
    Ok(())
}

/// The ticket's assignments, oldest first, as far as there is room; and where they go on.
pub(crate) fn assignments(
    tx: &mut dyn Transaction,
    key: i64,
    page: &Option<PageRequest>,
    room: &mut Room,
) -> Result<(Vec<Assignment>, Option<String>)> {
    const OLDEST_FIRST: Order = Order { name: "ticket_assignments", keys: &[("n.id", Direction::Ascending)] };
    let mut query = ListQuery::new(
        "a.uid, a.display_name, r.uid, r.display_name, n.assigned_at",
        "ticket_assignments n JOIN users a ON a.id = n.assignee LEFT JOIN users r ON r.id = n.assigner",
        Visibility::whole("their ticket was asked for"),
    );
    query.and("n.ticket = ?", [key.into()]);
    let (assignments, next, _) = query.page_in(tx, OLDEST_FIRST, page, room, Assignment::read)?;
    Ok((assignments, next))
}

/// Begins an attempt: the ticket shows it, without an answer yet.
pub(crate) fn handle(
    tx: &mut dyn Transaction,
    key: i64,
    handling: &str,
    handler: Option<i64>,
    now: Timestamp,
) -> Result<()> {
    tx.execute(
        "UPDATE tickets SET version = version + 1, status = 'handled', handling = ?, handler = ?, handled_at = ?, \
         result = NULL, satisfaction = NULL WHERE id = ?",
        params![handling, handler, now, key],
    )?;
    tx.insert(
        "INSERT INTO ticket_attempts (ticket, handler, handled_at, handling) VALUES (?, ?, ?, ?)",
        params![key, handler, now, handling],
    )?;
    Ok(())
}

/// Adds the customer's answer to the latest attempt.
pub(crate) fn feedback(
    tx: &mut dyn Transaction,
    key: i64,
    status: TicketStatus,
    result: &str,
    satisfaction: i64,
    by: Option<i64>,
    now: Timestamp,
) -> Result<()> {
    let archived_at = (status == TicketStatus::Archived).then_some(now);
    tx.execute(
        "UPDATE tickets SET version = version + 1, status = ?, result = ?, satisfaction = ?, archived_at = ? \
         WHERE id = ?",
        params![status, result, satisfaction, archived_at, key],
    )?;
    tx.execute(
        "UPDATE ticket_attempts SET result = ?, satisfaction = ?, feedback_by = ?, feedback_at = ? \
         WHERE id = (SELECT max(id) FROM ticket_attempts WHERE ticket = ?)",
        params![result, satisfaction, by, now, key],
    )?;
    Ok(())
}

/// The ticket's attempts, oldest first, as far as there is room; and where they go on.
pub(crate) fn attempts(
    tx: &mut dyn Transaction,
    key: i64,
    page: &Option<PageRequest>,
    room: &mut Room,
) -> Result<(Vec<TicketAttempt>, Option<String>)> {
    const OLDEST_FIRST: Order = Order { name: "ticket_attempts", keys: &[("n.id", Direction::Ascending)] };
    let mut query = ListQuery::new(
        "h.uid, h.display_name, n.handled_at, n.handling, n.result, n.satisfaction, f.uid, f.display_name, \
         n.feedback_at",
        "ticket_attempts n JOIN users h ON h.id = n.handler LEFT JOIN users f ON f.id = n.feedback_by",
        Visibility::whole("their ticket was asked for"),
    );
    query.and("n.ticket = ?", [key.into()]);
    let (attempts, next, _) = query.page_in(tx, OLDEST_FIRST, page, room, |c| {
        Ok(TicketAttempt {
            handler: UserRef::read(c)?,
            handled_at: c.next()?,
            handling: c.next()?,
            result: c.next()?,
            satisfaction: c.next()?,
            feedback_by: UserRef::read_optional(c)?,
            feedback_at: c.next()?,
            withheld: Vec::new(),
        })
    })?;
    Ok((attempts, next))
}
