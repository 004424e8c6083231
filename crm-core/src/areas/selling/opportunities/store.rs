//! The statements on opportunities.

use super::types::*;
use crate::customers::CustomerId;
use crate::engine::clock::Timestamp;
use crate::engine::error::Result;
use crate::engine::gate::Entity;
use crate::engine::ids::UserId;
use crate::engine::page::PageRequest;
use crate::engine::storage::{Columns, Direction, ListQuery, Order, Transaction, Visibility, params};
use crate::engine::tables::{Folded, Held, folded};
use crate::engine::text::fold;
use crate::users::UserRef;

/// Texts that are kept folded too.
pub(super) const FOLDED: &[Folded] = folded! {
    opportunities: "customer_name" => customer_name_folded;
    opportunities: "summary" => summary_folded;
    opportunities: "coalesce(contact_name, '') || '\n' || coalesce(contact_phone, '')" => contact_folded;
};

/// Opportunities assigned to them and in development.
pub(super) const HELD: &[Held] = &[Held {
    entity: Entity::OPPORTUNITY,
    count: "SELECT count(*) FROM opportunities WHERE assignee = ? AND status = 'assigned'",
}];

/// What [`read`] reads, in its order.
macro_rules! columns {
    () => {
        "o.uid, o.version, o.number, o.status, o.source, o.customer_name, o.success_probability, \
         o.summary, o.contact_name, o.contact_phone, o.description, c.uid, c.display_name, o.created_at, \
         a.uid, a.display_name, r.uid, r.display_name, o.assigned_at, o.closed_at, o.failure_reason, k.uid"
    };
}

macro_rules! tables {
    () => {
        "opportunities o JOIN users c ON c.id = o.creator LEFT JOIN users a ON a.id = o.assignee \
         LEFT JOIN users r ON r.id = o.assigner LEFT JOIN customers k ON k.id = o.customer"
    };
}

const NEWEST_FIRST: Order =
    Order { name: "opportunities", keys: &[("o.created_at", Direction::Descending), ("o.id", Direction::Descending)] };

impl Assignment {
    /// Reads the assignee, the assigner and the time.
    pub(crate) fn read(c: &mut Columns<'_>) -> Result<Assignment> {
        Ok(Assignment { assignee: UserRef::read(c)?, assigner: UserRef::read_optional(c)?, assigned_at: c.next()? })
    }
}

fn read(c: &mut Columns<'_>) -> Result<Opportunity> {
    Ok(Opportunity {
        id: OpportunityId(c.next()?),
        version: c.next()?,
        number: c.next()?,
        status: c.next()?,
        source: c.next()?,
        customer_name: c.next()?,
        success_probability: c.next()?,
        summary: c.next()?,
        contact_name: c.next()?,
        contact_phone: c.next()?,
        description: c.next()?,
        creator: UserRef::read(c)?,
        created_at: c.next()?,
        assignee: UserRef::read_optional(c)?,
        assigner: UserRef::read_optional(c)?,
        assigned_at: c.next()?,
        closed_at: c.next()?,
        failure_reason: c.next()?,
        customer: c.next::<Option<uuid::Uuid>>()?.map(CustomerId),
    })
}

/// The opportunity with its key.
pub(crate) fn get(tx: &mut dyn Transaction, id: OpportunityId) -> Result<Option<(i64, Opportunity)>> {
    tx.one(concat!("SELECT o.id, ", columns!(), " FROM ", tables!(), " WHERE o.uid = ?"), params![&id.0], |c| {
        Ok((c.next()?, read(c)?))
    })
}

pub(crate) fn list(
    tx: &mut dyn Transaction,
    filter: Option<&OpportunityFilter>,
    page: &Option<PageRequest>,
) -> Result<OpportunityPage> {
    let mut query = ListQuery::new(columns!(), tables!(), Visibility::All);
    if let Some(f) = filter {
        query.when("o.status = ?", f.status);
        query.when("o.creator = (SELECT id FROM users WHERE uid = ?)", f.creator.as_ref().map(|u| &u.0));
        query.when("o.assignee = (SELECT id FROM users WHERE uid = ?)", f.assignee.as_ref().map(|u| &u.0));
        query.when("o.created_at >= ?", f.created_from);
        query.when("o.created_at < ?", f.created_before);
        query.contains(tx, "o.customer_name_folded", &f.customer_name);
        query.contains(tx, "o.summary_folded", &f.summary);
        query.contains(tx, "o.contact_folded", &f.contact);
    }
    query.page(tx, NEWEST_FIRST, page, read).map(OpportunityPage::from)
}

/// Name and phone of the contact, folded, as one text to search in.
fn contact_folded(name: Option<&str>, phone: Option<&str>) -> String {
    fold(&[name.unwrap_or_default(), phone.unwrap_or_default()].join("\n"))
}

pub(crate) fn insert(
    tx: &mut dyn Transaction,
    id: OpportunityId,
    number: i64,
    new: &NewOpportunity,
    creator: Option<i64>,
    now: Timestamp,
) -> Result<i64> {
    tx.insert(
        "INSERT INTO opportunities (uid, number, source, customer_name, customer_name_folded, success_probability, \
         summary, summary_folded, contact_name, contact_phone, contact_folded, description, creator, created_at) \
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        params![
            &id.0,
            number,
            &new.source,
            &new.customer_name,
            fold(&new.customer_name),
            new.success_probability,
            &new.summary,
            fold(&new.summary),
            &new.contact_name,
            &new.contact_phone,
            contact_folded(new.contact_name.as_deref(), new.contact_phone.as_deref()),
            &new.description,
            creator,
            now,
        ],
    )
}

/// Writes the editable fields and the version.
pub(crate) fn update(tx: &mut dyn Transaction, key: i64, o: &Opportunity) -> Result<usize> {
    tx.execute(
        "UPDATE opportunities SET version = ?, source = ?, customer_name = ?, customer_name_folded = ?, \
         success_probability = ?, summary = ?, summary_folded = ?, contact_name = ?, contact_phone = ?, \
         contact_folded = ?, description = ? WHERE id = ?",
        params![
            o.version,
            &o.source,
            &o.customer_name,
            fold(&o.customer_name),
            o.success_probability,
            &o.summary,
            fold(&o.summary),
            &o.contact_name,
            &o.contact_phone,
            contact_folded(o.contact_name.as_deref(), o.contact_phone.as_deref()),
            &o.description,
            key,
        ],
    )
}

pub(crate) fn delete(tx: &mut dyn Transaction, key: i64) -> Result<usize> {
    tx.execute("DELETE FROM opportunities WHERE id = ?", params![key])
}

/// The key of the user, if they are active and hold the role of account managers (OPP-4).
pub(crate) fn active_account_manager(tx: &mut dyn Transaction, user: UserId) -> Result<Option<i64>> {
    tx.one(
        "SELECT u.id FROM users u JOIN user_roles ur ON ur.user_id = u.id JOIN roles r ON r.id = ur.role \
         WHERE u.uid = ? AND u.status = 'active' AND r.name = 'account_manager'",
        params![&user.0],
        |c| c.next(),
    )
}

pub(crate) fn assign(
    tx: &mut dyn Transaction,
    key: i64,
    assignee: Option<i64>,
    assigner: Option<i64>,
    now: Timestamp,
) -> Result<()> {
    tx.execute(
        "UPDATE opportunities SET version = version + 1, status = 'assigned', assignee = ?, assigner = ?, \
         assigned_at = ? WHERE id = ?",
        params![assignee, assigner, now, key],
    )?;
    tx.insert(
        "INSERT INTO opportunity_assignments (opportunity, assignee, assigner, assigned_at) VALUES (?, ?, ?, ?)",
        params![key, assignee, assigner, now],
    )?;
    Ok(())
}

pub(crate) fn assignments(tx: &mut dyn Transaction, key: i64, page: &Option<PageRequest>) -> Result<AssignmentPage> {
    const OLDEST_FIRST: Order = Order { name: "assignments", keys: &[("h.id", Direction::Ascending)] };
    let mut query = ListQuery::new(
        "a.uid, a.display_name, r.uid, r.display_name, h.assigned_at",
        "opportunity_assignments h JOIN users a ON a.id = h.assignee LEFT JOIN users r ON r.id = h.assigner",
        Visibility::All,
    );
    query.and("h.opportunity = ?", [key.into()]);
    query.page(tx, OLDEST_FIRST, page, Assignment::read).map(AssignmentPage::from)
}

/// Ends the development, with the reason for a failure or the customer it created.
pub(crate) fn close(
    tx: &mut dyn Transaction,
    key: i64,
    status: OpportunityStatus,
    reason: Option<&str>,
    customer: Option<i64>,
    now: Timestamp,
) -> Result<usize> {
    tx.execute(
        "UPDATE opportunities SET version = version + 1, status = ?, failure_reason = ?, customer = ?, closed_at = ? \
         WHERE id = ?",
        params![status, reason, customer, now, key],
    )
}
