//! SALE-11: open opportunities that want attention, and why.

use std::borrow::Cow;

use chrono::{Days as CalendarDays, NaiveTime};

use super::rules::days_left;
use super::types::*;
use super::{pipelines, store};
use crate::engine::clock::{Date, Timestamp};
use crate::engine::error::Result;
use crate::engine::gate::{Context, Entity};
use crate::engine::page::PageRequest;
use crate::engine::tree::Tree;
use crate::engine::zone::Zone;
use crate::settings;

/// The days that alerts are told by.
#[derive(Debug, Clone, Copy)]
pub(super) struct Days {
    /// The company's date.
    pub(super) today: Date,
    /// What nothing was done with since this day or longer is idle.
    pub(super) idle: Date,
}

/// What alerts are told by beside the opportunity itself.
#[derive(Debug, Clone, Copy)]
pub(super) struct Beside {
    pub(super) planned_until: Option<Date>,
    pub(super) idle_since: Option<Date>,
    /// The company's day on which it entered its stage, and how many days it may be there.
    pub(super) entered_on: Option<Date>,
    pub(super) max_days: Option<i64>,
}

impl Days {
    /// Whether something that began on a day has gone on for longer than so many days.
    fn is_over(self, began: Date, days: i64) -> bool {
        (self.today - began).num_days() > days
    }

    /// Why an opportunity wants attention.
    pub(super) fn reasons(self, of: &Opportunity, beside: Beside) -> Vec<AlertReason> {
        let Beside { planned_until, idle_since, entered_on, max_days } = beside;
        let ahead = |day: Option<Date>| day.is_some_and(|day| day >= self.today);
        let stuck = entered_on.zip(max_days).is_some_and(|(began, days)| self.is_over(began, days));
        let found = [
            (AlertReason::Stuck, stuck),
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
    let zone = cx.company()?.zone.clone();
    // Who entered before this instant is longer there than so many days.
    let before = |days: i64| {
        let first = today.checked_sub_days(CalendarDays::new(u64::try_from(days).unwrap_or_default()));
        zone.instant(first.unwrap_or(Date::MIN).and_time(NaiveTime::MIN))
    };
    let stages = pipelines::store::limits(cx.tx())?.into_iter().map(|days| (days, before(days))).collect();
    let by = By { days: Days { today, idle }, stages, zone: &zone };
    let mut found = store::alerts(cx.tx(), visible, filter.as_deref(), page, matching.as_ref(), &by)?;
    days_left(cx, found.items.iter_mut().map(|alert| &mut alert.opportunity))?;
    Ok(found)
}

/// What alerts are found by: their days; for each number of days that a stage allows, before which instant who is stuck entered.
pub(super) struct By<'z> {
    pub(super) days: Days,
    pub(super) stages: Vec<(i64, Timestamp)>,
    pub(super) zone: &'z Zone,
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
