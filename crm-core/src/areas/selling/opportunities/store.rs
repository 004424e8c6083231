//! The statements on opportunities.

use super::alerts::{Beside, By};
use super::pipelines::Entering;
use super::pipelines::store::columns;
use super::types::*;
use crate::customers::Customer;
use crate::engine::calendar::company_date;
use crate::engine::clock::Timestamp;
use crate::engine::error::Result;
use crate::engine::gate::Entity;
use crate::engine::ids::{RecordId, UserId};
use crate::engine::objects::Matching;
use crate::engine::page::PageRequest;
use crate::engine::scope::{At, Person, Scoped};
use crate::engine::storage::{
    Columns, Direction, Filter, ListQuery, Order, Table, Transaction, Value, Visibility, params,
};
use crate::engine::tables::{Folded, Held, folded};
use crate::engine::text::fold;
use crate::users::UserRef;

/// Texts that are kept folded too.
pub(super) const FOLDED: &[Folded] = folded! {
    opportunities: "customer_name" => customer_name_folded;
    opportunities: "summary" => summary_folded;
    pipelines: "name" => name_folded;
    pipeline_stages: "name" => name_folded;
    opportunities: "coalesce(contact_name, '') || '\n' || coalesce(contact_phone, '')" => contact_folded;
};

/// Opportunities assigned to them and in development, and those of theirs that nobody has yet.
pub(super) const HELD: &[Held] = &[Held {
    entity: Entity::OPPORTUNITY,
    count: "SELECT count(*) FROM (SELECT assignee AS holder FROM opportunities WHERE status = 'assigned' \
            UNION ALL SELECT creator FROM opportunities WHERE status = 'unassigned' AND pool IS NULL) AS h WHERE h.holder = ?",
}];

/// Who sees an opportunity: its assignee, before there is one its creator, and its collaborators (SCOPE-3). One that is in a pool is
/// held by nobody (ASSIGN-7).
pub(super) static SCOPED: &[Scoped] = &[Scoped {
    entity: Entity::OPPORTUNITY,
    number: 2,
    at: At::Instant("created_at"),
    follows: None,
    holders: &[
        Person { join: "", key: "CASE WHEN $.pool IS NULL THEN COALESCE($.assignee, $.creator) END" },
        Person { join: "JOIN opportunity_collaborators k ON k.opportunity = $.id", key: "k.user_id" },
    ],
    pooled: Some("pool"),
    shares: Some(("opportunity_shares", "opportunity")),
    readers: &[],
    settles: &[],
    told: &[],
}];

const NEWEST_FIRST: Order =
    Order { name: "opportunities", keys: &[("o.created_at", Direction::Descending), ("o.id", Direction::Descending)] };

impl Assignment {
    /// Reads the assignee, the assigner and the time.
    pub(crate) fn read(c: &mut Columns<'_>) -> Result<Assignment> {
        Ok(Assignment { assignee: UserRef::read(c)?, assigner: UserRef::read_optional(c)?, assigned_at: c.next()? })
    }
}

pub(crate) fn list(
    tx: &mut dyn Transaction,
    visible: Visibility,
    filter: Option<&OpportunityFilter>,
    page: &Option<PageRequest>,
    matching: Option<&Matching>,
) -> Result<OpportunityPage> {
    let mut list = Opportunity::list(visible);
    if let Some(filter) = filter {
        filter.narrow(tx, &mut list)?;
    }
    list.matching(tx, matching)?;
    list.page(tx, NEWEST_FIRST, page, Opportunity::read).map(OpportunityPage::from)
}

/// Name and phone of the contact, folded, as one text to search in.
pub(super) fn contact_folded(name: &Option<String>, phone: &Option<String>) -> (&'static str, Value<'static>) {
    let text = [name.as_deref().unwrap_or_default(), phone.as_deref().unwrap_or_default()].join("\n");
    ("contact_folded", fold(&text).into())
}

/// The key of the user, if they are active and hold a role that develops opportunities, the account managers' or one made
/// after it (OPP-4).
pub(crate) fn active_account_manager(tx: &mut dyn Transaction, user: UserId) -> Result<Option<i64>> {
    tx.one(
        "SELECT u.id FROM users u WHERE u.uid = ? AND u.status = 'active' AND EXISTS (SELECT 1 FROM user_roles r \
         JOIN role_operations o ON o.role = r.role AND o.operation = 'opportunities.develop' WHERE r.user_id = u.id)",
        params![&user.0],
        |c| c.next(),
    )
}

pub(super) fn assign(
    tx: &mut dyn Transaction,
    key: i64,
    assignee: Option<i64>,
    (assigner, now): (Option<i64>, Timestamp),
    entering: Option<&Entering>,
) -> Result<()> {
    let [pipeline, stage, since, probability] = columns(entering, now);
    let (to, by): (Value<'_>, Value<'_>) =
        (assignee.map_or(Value::Null, Value::from), assigner.map_or(Value::Null, Value::from));
    tx.execute(
        "UPDATE opportunities SET version = version + 1, status = 'assigned', assignee = ?, assigner = ?, \
         assigned_at = ?, release_reason = NULL, department = (SELECT u.department FROM users u WHERE u.id = ?), \
         pipeline = COALESCE(?, pipeline), stage = COALESCE(?, stage), stage_since = COALESCE(?, stage_since), \
         success_probability = CASE WHEN probability_from = 'stage' THEN COALESCE(?, success_probability) \
         ELSE success_probability END WHERE id = ?",
        &[to.clone(), by, now.into(), to, pipeline, stage, since, probability, key.into()],
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
        Visibility::whole("their opportunity was asked for"),
    );
    query.and("h.opportunity = ?", [key.into()]);
    query.page(tx, OLDEST_FIRST, page, Assignment::read).map(AssignmentPage::from)
}

/// Gives it back: it is nobody's, in no stage, and its creator's again.
pub(super) fn release(tx: &mut dyn Transaction, key: i64, reason: &str) -> Result<usize> {
    tx.execute(
        "UPDATE opportunities SET version = version + 1, status = 'unassigned', assignee = NULL, assigner = NULL, \
         assigned_at = NULL, release_reason = ?, pipeline = NULL, stage = NULL, stage_since = NULL, department = NULL, \
         success_probability = CASE WHEN probability_from = 'stage' THEN 0 ELSE success_probability END WHERE id = ?",
        params![reason, key],
    )
}

/// It is another version of it, as where it goes into a pool.
pub(super) fn touch(tx: &mut dyn Transaction, key: i64) -> Result<usize> {
    tx.execute("UPDATE opportunities SET version = version + 1 WHERE id = ?", params![key])
}

/// What a failure was for: in words, and the entry of the dictionary.
#[derive(Debug, Default)]
pub(super) struct Lost<'a> {
    pub(super) reason: Option<&'a str>,
    pub(super) entry: Option<i64>,
}

/// Ends the development, with what a failure was for or the customer it created.
pub(super) fn close(
    tx: &mut dyn Transaction,
    key: i64,
    status: OpportunityStatus,
    lost: Lost<'_>,
    customer: Option<i64>,
    now: Timestamp,
) -> Result<usize> {
    tx.execute(
        "UPDATE opportunities SET version = version + 1, status = ?, failure_reason = ?, lost_reason = ?, \
         customer = coalesce(?, customer), closed_at = ? WHERE id = ?",
        params![status, lost.reason, lost.entry, customer, now, key],
    )
}

/// The opportunity is of this customer, and bears its name.
pub(super) fn name_customer(tx: &mut dyn Transaction, key: i64, customer: &Customer) -> Result<usize> {
    tx.execute(
        "UPDATE opportunities SET customer = (SELECT id FROM customers WHERE uid = ?), customer_named = TRUE, \
         customer_name = ?, customer_name_folded = ? WHERE id = ?",
        params![&customer.id.0, &customer.name, fold(&customer.name), key],
    )
}

/// Those that name a customer bear its new name; how many there are.
pub(super) fn rename(tx: &mut dyn Transaction, customer: i64, name: &str) -> Result<usize> {
    tx.execute(
        "UPDATE opportunities SET customer_name = ?, customer_name_folded = ? WHERE customer = ? AND customer_named = TRUE",
        params![name, fold(name), customer],
    )
}

/// Those that name a customer.
pub(super) fn naming(tx: &mut dyn Transaction, customer: i64) -> Result<Vec<RecordId>> {
    let sql = "SELECT uid FROM opportunities WHERE customer = ? AND customer_named = TRUE ORDER BY id";
    tx.all(sql, params![customer], |c| Ok(RecordId::from(c.next::<uuid::Uuid>()?)))
}

/// Amounts count in another currency of the company's.
pub(super) fn base_changed(tx: &mut dyn Transaction, currency: &str) -> Result<usize> {
    tx.execute(
        "UPDATE opportunities SET base_amount = CASE WHEN amount_currency = ? THEN amount END, \
         base_amount_currency = CASE WHEN amount_currency = ? THEN amount_currency END WHERE amount IS NOT NULL",
        params![currency, currency],
    )
}

/// Open ones that want attention by these days, newest first, each with why (SALE-11).
pub(super) fn alerts(
    tx: &mut dyn Transaction,
    visible: Visibility,
    filter: Option<&OpportunityFilter>,
    page: &Option<PageRequest>,
    matching: Option<&Matching>,
    by: &By<'_>,
) -> Result<AlertPage> {
    let days = by.days;
    let mut list = Opportunity::list(visible);
    list.also("o.planned_until, o.idle_since, (SELECT s.max_days FROM pipeline_stages s WHERE s.id = o.stage)");
    // As the index of open ones says it, which no other index answers.
    list.and("coalesce(o.closed_at, 0) = 0", []);
    let (today, idle): (Value<'_>, Value<'_>) = (days.today.into(), days.idle.into());
    let mut wants = "(o.expected_close < ? OR o.idle_since <= ? OR (coalesce(o.next_step_on, '') < ? \
                     AND coalesce(o.planned_until, '') < ?)"
        .to_owned();
    let mut values = vec![today.clone(), idle, today.clone(), today];
    for (limit, before) in &by.stages {
        wants.push_str(
            " OR (o.stage_since < ? AND o.stage IN (SELECT s.id FROM pipeline_stages s WHERE s.max_days = ?))",
        );
        values.extend([Value::from(*before), Value::from(*limit)]);
    }
    wants.push(')');
    list.and(&wants, values);
    if let Some(filter) = filter {
        filter.narrow(tx, &mut list)?;
    }
    list.matching(tx, matching)?;
    list.page(tx, NEWEST_FIRST, page, |c| {
        let opportunity = Opportunity::read(c)?;
        let (planned_until, idle_since, max_days) = (c.next()?, c.next()?, c.next()?);
        let entered_on = opportunity.stage_since.map(|at| company_date(by.zone, at));
        let reasons = days.reasons(&opportunity, Beside { planned_until, idle_since, entered_on, max_days });
        Ok(Alert { opportunity, reasons })
    })
    .map(AlertPage::from)
}
