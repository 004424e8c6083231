//! The statements on plan items.

use super::types::*;
use crate::clock::Timestamp;
use crate::error::Result;
use crate::ids::{OpportunityId, PlanItemId};
use crate::storage::{Columns, Transaction, params};
use crate::users::UserRef;

/// The start of every query; [`read`] reads its columns.
macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT p.id, p.uid, p.version, o.uid, p.date, p.content, p.result, u.uid, u.display_name, p.created_at \
             FROM plan_items p JOIN opportunities o ON o.id = p.opportunity LEFT JOIN users u ON u.id = p.creator ",
            $rest
        )
    };
}

fn read(c: &mut Columns<'_>) -> Result<(i64, PlanItem)> {
    Ok((
        c.next()?,
        PlanItem {
            id: PlanItemId(c.next()?),
            version: c.next()?,
            opportunity: OpportunityId(c.next()?),
            date: c.next()?,
            content: c.next()?,
            result: c.next()?,
            creator: UserRef::read_optional(c)?,
            created_at: c.next()?,
        },
    ))
}

/// The step with its key.
pub(crate) fn get(tx: &mut dyn Transaction, id: PlanItemId) -> Result<Option<(i64, PlanItem)>> {
    tx.one(select!("WHERE p.uid = ?"), params![&id.0], read)
}

/// The steps of an opportunity, by date.
pub(crate) fn list(tx: &mut dyn Transaction, opportunity: i64) -> Result<Vec<PlanItem>> {
    tx.all(select!("WHERE p.opportunity = ? ORDER BY p.date, p.id"), params![opportunity], |c| {
        read(c).map(|(_, item)| item)
    })
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

pub(crate) fn update(tx: &mut dyn Transaction, key: i64, item: &PlanItem) -> Result<usize> {
    tx.execute(
        "UPDATE plan_items SET version = ?, content = ?, result = ? WHERE id = ?",
        params![item.version, &item.content, &item.result, key],
    )
}

pub(crate) fn delete(tx: &mut dyn Transaction, key: i64) -> Result<usize> {
    tx.execute("DELETE FROM plan_items WHERE id = ?", params![key])
}
