//! The statements on plan items.

use super::types::*;
use crate::engine::clock::Timestamp;
use crate::engine::error::Result;
use crate::engine::page::{PageRequest, Room};
use crate::engine::storage::{Columns, Direction, ListQuery, Order, Transaction, Visibility, params};
use crate::opportunities::OpportunityId;
use crate::users::UserRef;

/// What [`read`] reads, in its order.
macro_rules! columns {
    () => {
        "p.uid, p.version, o.uid, p.date, p.content, p.result, u.uid, u.display_name, p.created_at"
    };
}

macro_rules! tables {
    () => {
        "plan_items p JOIN opportunities o ON o.id = p.opportunity LEFT JOIN users u ON u.id = p.creator"
    };
}

const BY_DATE: Order =
    Order { name: "plan", keys: &[("p.date", Direction::Ascending), ("p.id", Direction::Ascending)] };

fn read(c: &mut Columns<'_>) -> Result<PlanItem> {
    Ok(PlanItem {
        id: PlanItemId(c.next()?),
        version: c.next()?,
        opportunity: OpportunityId(c.next()?),
        date: c.next()?,
        content: c.next()?,
        result: c.next()?,
        creator: UserRef::read_optional(c)?,
        created_at: c.next()?,
    })
}

/// The step with its key.
pub(crate) fn get(tx: &mut dyn Transaction, id: PlanItemId) -> Result<Option<(i64, PlanItem)>> {
    let sql = concat!("SELECT p.id, ", columns!(), " FROM ", tables!(), " WHERE p.uid = ?");
    tx.one(sql, params![&id.0], |c| Ok((c.next()?, read(c)?)))
}

/// The steps of an opportunity by date, as many as one answer carries; and where they go on.
pub(crate) fn list(
    tx: &mut dyn Transaction,
    opportunity: i64,
    page: &Option<PageRequest>,
) -> Result<(Vec<PlanItem>, Option<String>)> {
    let mut query = ListQuery::new(columns!(), tables!(), Visibility::whole("their opportunity was asked for"));
    query.and("p.opportunity = ?", [opportunity.into()]);
    let (items, next, _) = query.page_in(tx, BY_DATE, page, &mut Room::of_record(), read)?;
    Ok((items, next))
}

pub(crate) fn insert(
    tx: &mut dyn Transaction,
    id: PlanItemId,
    opportunity: i64,
    new: &NewPlanItem,
    creator: Option<i64>,
    now: Timestamp,
) -> Result<i64> {
    tx.insert(
        "INSERT INTO plan_items (uid, opportunity, date, content, creator, created_at) VALUES (?, ?, ?, ?, ?, ?)",
        params![&id.0, opportunity, new.date, &new.content, creator, now],
    )
}

/// `touches` says whether the day of its result counts (ACT-14).
pub(crate) fn update(tx: &mut dyn Transaction, key: i64, item: &PlanItem, touches: bool) -> Result<usize> {
    tx.execute(
        "UPDATE plan_items SET version = ?, content = ?, result = ?, touches = ? WHERE id = ?",
        params![item.version, &item.content, &item.result, touches, key],
    )
}

/// The keys of an opportunity and of the customer that came of it.
pub(crate) fn of_plan(tx: &mut dyn Transaction, opportunity: OpportunityId) -> Result<Option<(i64, Option<i64>)>> {
    let sql = "SELECT id, customer FROM opportunities WHERE uid = ?";
    tx.one(sql, params![&opportunity.0], |c| Ok((c.next()?, c.next()?)))
}

pub(crate) fn delete(tx: &mut dyn Transaction, key: i64) -> Result<usize> {
    tx.execute("DELETE FROM plan_items WHERE id = ?", params![key])
}
