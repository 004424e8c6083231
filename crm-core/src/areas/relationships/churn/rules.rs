//! What is checked and done.

use super::status::Case;
use super::types::*;
use super::{scan as scanner, store};
use crate::customers::rules as customers;
use crate::customers::{CustomerId, CustomerRef};
use crate::engine::error::{CrmError, Result};
use crate::engine::gate::{Context, Entity, Slices};
use crate::engine::page::{Inside, PageRequest, Room};

/// The warning as its guards see it, or `NotFound`.
fn load(cx: &mut Context<'_>, id: WarningId) -> Result<Case> {
    match store::get(cx.tx(), id)? {
        Some(case) => Ok(case),
        None => cx.not_found(Entity::WARNING, id),
    }
}

/// The warning as a screen asks about it, with whether its customer is still quiet; `None` where there is none.
pub(crate) fn subject(cx: &mut Context<'_>, id: WarningId) -> Result<Option<Case>> {
    let Some(mut case) = store::get(cx.tx(), id)? else { return Ok(None) };
    case.recovering = case.warning.status == WarningStatus::Deferred && !is_quiet(cx, case.customer_key)?;
    Ok(Some(case))
}

/// CHURN-1.
pub(super) fn scan(slices: &mut Slices<'_>) -> Result<ChurnScan> {
    scanner::run(slices, None)
}

/// READ-1.
pub(super) fn get(cx: &mut Context<'_>, id: &WarningId) -> Result<ChurnWarning> {
    let case = load(cx, *id)?;
    cx.guard(&case, &None)?;
    Ok(case.warning)
}

/// CHURN-5.
pub(super) fn list(
    cx: &mut Context<'_>,
    filter: &Option<ChurnWarningFilter>,
    page: &Option<PageRequest>,
) -> Result<ChurnWarningPage> {
    cx.check_fields()?;
    let filter = match filter {
        Some(f) => Some(ChurnWarningFilter { customer: cx.filtered(&Entity::CUSTOMER, f.customer)?, ..f.clone() }),
        None => None,
    };
    let visible = cx.visibility(&Entity::WARNING)?;
    store::list(cx.tx(), visible, filter.as_ref(), page)
}

/// CHURN-6: the history stays.
pub(super) fn history(cx: &mut Context<'_>, customer: &CustomerId, after: &Option<String>) -> Result<ChurnHistory> {
    let (key, customer) = customers::load(cx, *customer)?;
    cx.guard(&customer, &None)?;
    cx.check_fields()?;
    let customer = CustomerRef::from(&customer);
    let mut history = ChurnHistory { customer, warnings: Vec::new(), win_backs: Vec::new(), next: None };
    let (mut inside, mut room) = (Inside::of("history", 2, after)?, Room::of_record());
    if let Some(page) = inside.request(0, &room) {
        let (warnings, next) = store::of_customer(cx.tx(), key, &page, &mut room)?;
        history.warnings = warnings;
        inside.ended(0, next);
    }
    if let Some(page) = inside.request(1, &room) {
        let (win_backs, next) = store::win_backs(cx.tx(), key, &page, &mut room)?;
        history.win_backs = win_backs;
        inside.ended(1, next);
    }
    history.next = inside.next();
    Ok(history)
}

/// CHURN-3.
pub(super) fn measures(cx: &mut Context<'_>, id: &WarningId, page: &Option<PageRequest>) -> Result<MeasurePage> {
    let case = load(cx, *id)?;
    cx.guard(&case, &None)?;
    cx.check_fields()?;
    store::measures(cx.tx(), case.key, page)
}

/// CHURN-3.
pub(super) fn defer(
    cx: &mut Context<'_>,
    id: &WarningId,
    measure: &str,
    version: &Option<i64>,
) -> Result<ChurnWarning> {
    let case = load(cx, *id)?;
    cx.guard(&case, version)?;
    cx.check_fields()?;
    let (now, author) = (cx.now(), cx.actor_key());
    store::defer(cx.tx(), case.key, measure, author, now)?;
    changed(cx, &case.warning)
}

/// CHURN-4.
pub(super) fn confirm(
    cx: &mut Context<'_>,
    id: &WarningId,
    reason: &str,
    version: &Option<i64>,
) -> Result<ChurnWarning> {
    let case = load(cx, *id)?;
    match cx.guard(&case, version) {
        // CHURN-2: the state is looked at again before it decides. The recovery stays although the call is refused,
        // or the customer would be called quiet until the next scan.
        Ok(()) | Err(CrmError::IllegalTransition { .. }) if case.is_open() && !is_quiet(cx, case.customer_key)? => {
            scanner::close_recovered(cx, case.key, &case.warning)?;
            let operation = cx.operation().name.to_owned();
            return cx.refuse_and_keep(CrmError::IllegalTransition {
                from: WarningStatus::Recovered.as_str().to_owned(),
                operation,
            });
        }
        guarded => guarded?,
    }
    cx.check_fields()?;
    let now = cx.now();
    store::close(cx.tx(), case.key, WarningStatus::Lost, Some(reason), now)?;
    customers::lose(cx, case.warning.customer.id)?;
    changed(cx, &case.warning)
}

/// Whether the condition of CHURN-1 holds for the customer now.
fn is_quiet(cx: &mut Context<'_>, customer: i64) -> Result<bool> {
    let before = scanner::quiet_before(cx)?;
    store::is_quiet(cx.tx(), customer, before)
}

/// Reads the warning again and records what changed.
fn changed(cx: &mut Context<'_>, before: &ChurnWarning) -> Result<ChurnWarning> {
    let after = load(cx, before.id)?.warning;
    cx.updated(Entity::WARNING, after.id, before, &after)?;
    Ok(after)
}
