//! Products and orders of which packs or people say something beside the books: each is written in a savepoint with its custom
//! fields, and told the audit as what a person writes is, so that defaults, formulas, checks and roll-ups hold of it and its
//! history tells them (EXT-3, EXT-5); and each is removed as one that a person deletes (OBJ-13, PROC-3).

use super::dates::Pushed;
use super::push::{items, result};
use super::store::{derived, extended as store};
use super::types::{PushOutcome, PushResult};
use crate::engine::error::{CrmError, FieldError, Result};
use crate::engine::gate::{Context, Entity};
use crate::engine::ids::RecordId;
use crate::engine::objects::custom::without_nulls;
use crate::engine::storage::Table;
use crate::engine::tree::Tree;
use crate::engine::validate::Violations;
use crate::engine::wire::Record;
use crate::orders::{self, OrderId};
use crate::products::{Product, ProductId};

/// The name of the list in which a record is pushed alone.
pub(crate) const ALONE: &str = "record";

/// Pushes a record alone, in the list of that name.
pub(crate) type PushOne<'p> = &'p dyn Fn(&mut Context<'_>) -> Pushed;

/// A record that is written with its custom fields.
pub(crate) struct Line<'l> {
    pub(crate) entity: &'l Entity,
    /// The host's key.
    pub(crate) key: &'l str,
    /// What is told of custom fields.
    pub(crate) custom: &'l Option<Tree>,
    /// What its declared rules found wrong.
    pub(crate) wrong: &'l [FieldError],
}

impl Line<'_> {
    /// Writes it; in a savepoint, since what is found wrong behind the write takes it back.
    pub(crate) fn write(&self, cx: &mut Context<'_>, push: PushOne<'_>) -> Result<(PushOutcome, RecordId)> {
        let before = self.there(cx)?;
        let entity = self.entity.clone();
        let extended = match &before {
            Some((id, _)) => cx.custom_changes(entity, *id, self.custom)?,
            None => {
                cx.custom_of_new(entity, &without_nulls(self.custom), false)?;
                false
            }
        };
        // Whatever is wrong with the line is told at once.
        let mut wrong = std::mem::take(cx.violations()).into_fields();
        cx.violations().within(format!("{ALONE}[0]"), |found| found.extend(self.wrong.iter().cloned()));
        let (mut pushed, dates) = push(cx)?;
        let Some(pushed) = pushed.records.pop() else { return Err(CrmError::bug("a line without a result")) };
        wrong.extend(pushed.errors);
        if !wrong.is_empty() {
            return Err(CrmError::Invalid { fields: wrong });
        }
        let mut outcome = pushed.outcome;
        if extended && outcome == PushOutcome::Unchanged {
            outcome = PushOutcome::Updated;
            store::count_version(cx.tx(), self.entity, self.key)?;
        }
        let Some((id, after)) = self.there(cx)? else { return Err(CrmError::bug("a line left no record")) };
        match before {
            None => cx.created(self.entity.clone(), id, &*after)?,
            Some(_) if outcome == PushOutcome::Unchanged => {}
            Some((_, before)) => cx.updated(self.entity.clone(), id, &*before, &*after)?,
        }
        dates.tell(cx)?;
        Ok((outcome, id))
    }

    /// The record under the host's key.
    fn there(&self, cx: &mut Context<'_>) -> Result<Option<(RecordId, Box<dyn Record>)>> {
        by_external_id(cx, self.entity, self.key)
    }
}

/// Writes the records of a list one by one: `push` pushes the one at that place alone.
pub(super) fn one_by_one(
    cx: &mut Context<'_>,
    entity: &Entity,
    (list, keys): (&str, &[&str]),
    per_record: bool,
    push: &dyn Fn(&mut Context<'_>, usize) -> Pushed,
) -> Result<PushResult> {
    let mut items = items(cx, list, keys, |key| key)?;
    let others = std::mem::take(cx.violations());
    for (at, item) in items.iter_mut().enumerate() {
        let wrong = std::mem::take(&mut item.errors).into_fields();
        let line = Line { entity, key: item.key, custom: &None, wrong: &wrong };
        match cx.savepoint(|cx| line.write(cx, &|cx| push(cx, at))) {
            Ok((outcome, _)) => item.outcome = outcome,
            Err(CrmError::Invalid { fields }) => item.errors.extend(fields),
            Err(failure) => return Err(failure),
        }
    }
    *cx.violations() = others;
    Ok(result(cx, list, items, per_record))
}

/// Whether records of a kind can't just be removed: packs say something of them, or something hangs on any of them.
pub(super) fn is_tied(cx: &mut Context<'_>, entity: &Entity) -> Result<bool> {
    Ok(cx.has_packs(entity)? || cx.has_hanging(entity)?)
}

/// Does for a record that is to be removed what follows from its deletion, and tells the audit. Says whether it may go; what
/// stands against it is wrong with its line. An order leaves the customer whose last one it may be.
pub(super) fn let_go(
    cx: &mut Context<'_>,
    entity: &Entity,
    key: &str,
    leaves: Option<(i64, i64)>,
    wrong: &mut Violations,
) -> Result<bool> {
    let Some((id, record)) = by_external_id(cx, entity, key)? else { return Ok(true) };
    let others = std::mem::take(cx.violations());
    let done = cx.savepoint(|cx| {
        if let Some((customer, order)) = leaves {
            derived::refresh_last_order_date(cx.tx(), customer, Some(order))?;
        }
        cx.deleted(entity.clone(), id, &*record)
    });
    *cx.violations() = others;
    match done {
        Ok(()) => return Ok(true),
        Err(CrmError::Conflict { reason, .. }) => {
            wrong.add("", &reason, "can't be removed: records of other kinds refer to it", None);
        }
        Err(CrmError::Invalid { fields }) => wrong.extend(fields),
        Err(failure) => return Err(failure),
    }
    Ok(false)
}

/// The record under the host's key; none where there is none.
fn by_external_id(
    cx: &mut Context<'_>,
    entity: &Entity,
    external_id: &str,
) -> Result<Option<(RecordId, Box<dyn Record>)>> {
    let Some(id) = store::by_external_id(cx.tx(), entity, external_id)? else { return Ok(None) };
    let record: Option<Box<dyn Record>> = match *entity == Entity::ORDER {
        true => orders::rules::subject(cx, OrderId(id))?.map(|found| Box::new(found.order) as _),
        false => Product::find(cx.tx(), ProductId(id))?.map(|(_, product)| Box::new(product) as _),
    };
    Ok(record.map(|record| (RecordId(id), record)))
}
