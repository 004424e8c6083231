//! SALE-11: open opportunities that want attention, and why.

use std::borrow::Cow;

use chrono::Days as CalendarDays;

use super::store;
use super::types::*;
use crate::engine::clock::Date;
use crate::engine::error::Result;
use crate::engine::gate::{Context, Entity};
use crate::engine::page::PageRequest;
use crate::engine::tree::Tree;
use crate::settings;

/// The days that alerts are told by.
#[derive(Debug, Clone, Copy)]
pub(super) struct Days {
    /// The company's date.
    pub(super) today: Date,
    /// What nothing was done with since this day or longer is idle.
    pub(super) idle: Date,
}

impl Days {
    /// Why an opportunity wants attention. How long it may be in its stage is asked as soon as there are stages.
    pub(super) fn reasons(
        self,
        of: &Opportunity,
        planned_until: Option<Date>,
        idle_since: Option<Date>,
    ) -> Vec<AlertReason> {
        let ahead = |day: Option<Date>| day.is_some_and(|day| day >= self.today);
        let found = [
            (AlertReason::Overdue, of.expected_close.is_some_and(|day| day < self.today)),
            (AlertReason::NoNextStep, !ahead(of.next_step_on) && !ahead(planned_until)),
            (AlertReason::Idle, idle_since.is_some_and(|day| day <= self.idle)),
        ];
        found.into_iter().filter_map(|(reason, holds)| holds.then_some(reason)).collect()
    }
}

/// SALE-11.
pub(super) fn alerts(
    cx: &mut Context<'_>,
    filter: &Option<OpportunityFilter>,
    page: &Option<PageRequest>,
    matching: &Option<Tree>,
) -> Result<AlertPage> {
    let matching = cx.matching(&Entity::OPPORTUNITY, matching)?;
    cx.check_fields()?;
    let filter = asked(cx, filter)?;
    let visible = cx.visibility(&Entity::OPPORTUNITY)?;
    let (today, after) = (cx.today()?, settings::rules::of(cx)?.idle_days);
    let after = CalendarDays::new(u64::try_from(after).unwrap_or_default());
    let idle = today.checked_sub_days(after).unwrap_or(Date::MIN);
    store::alerts(cx.tx(), visible, filter.as_deref(), page, matching.as_ref(), Days { today, idle })
}

/// A filter as it is read for the caller: a customer that is not there for them is none (SCOPE-8).
pub(super) fn asked<'f>(
    cx: &mut Context<'_>,
    filter: &'f Option<OpportunityFilter>,
) -> Result<Option<Cow<'f, OpportunityFilter>>> {
    Ok(match filter {
        Some(f) if f.customer.is_some() => {
            Some(Cow::Owned(OpportunityFilter { customer: cx.filtered(&Entity::CUSTOMER, f.customer)?, ..f.clone() }))
        }
        filter => filter.as_ref().map(Cow::Borrowed),
    })
}
