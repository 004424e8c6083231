//! What is checked and done.

use chrono::Days;

use super::setup::{ACTIVITY_PLAN, ActivityPlan, ActivityPlanStep, KINDS};
use crate::activities::rules as activities;
use crate::activities::{Activity, NewActivity};
use crate::dictionary::store as dictionary;
use crate::engine::clock::Date;
use crate::engine::error::{CrmError, Result};
use crate::engine::gate::Context;
use crate::engine::hanging::Concern;
use crate::engine::setup::store::{Document, named};
use crate::objects::RecordKey;

/// ACT-16.
pub(super) fn apply(cx: &mut Context<'_>, plan: &str, record: &RecordKey, start: &Date) -> Result<Vec<Activity>> {
    let bearer = cx.bearer(record, Concern::Activities)?;
    let found = named(cx.tx(), &ACTIVITY_PLAN, plan)?.filter(|found: &Document<ActivityPlan>| found.enabled);
    match &found {
        None if !cx.violations().has("plan") => {
            cx.violations().add("plan", "unknown", "is no plan that is in use", None);
        }
        Some(found) if found.content.object != bearer.record.object => {
            cx.violations().add("plan", "not_supported", "is not for records of this kind", None);
        }
        _ => {}
    }
    cx.check_fields()?;
    let steps = found.map(|found| found.content.steps).unwrap_or_default();
    let mut planned = Vec::with_capacity(steps.len());
    for (at, step) in steps.iter().enumerate() {
        let made = new(cx, record, *start, step).and_then(|new| activities::planned(cx, &new));
        planned.push(made.map_err(|error| behind(error, at))?);
    }
    Ok(planned)
}

/// The activity that a step plans.
fn new(cx: &mut Context<'_>, record: &RecordKey, start: Date, step: &ActivityPlanStep) -> Result<NewActivity> {
    // An entry that an enabled plan names stays.
    let kind = dictionary::by_value(cx.tx(), KINDS, &step.kind)?;
    let kind = kind.ok_or_else(|| CrmError::field("kind", "unknown_record", "is not in the dictionary any more"))?;
    let days = Days::new(step.days.unwrap_or_default().unsigned_abs());
    let due_on = start.checked_add_days(days);
    let due_on = due_on.ok_or_else(|| CrmError::field("due_on", "out_of_range", "is beyond the calendar"))?;
    let assignee = cx.people(record, &step.people)?.first().map(|(_, user)| *user);
    Ok(NewActivity {
        kind,
        subject: step.subject.clone(),
        details: step.details.clone(),
        priority: step.priority,
        due_on: Some(due_on),
        assignee,
        records: Some(vec![record.clone()]),
        ..Default::default()
    })
}

/// What is wrong with a step stands behind its place.
fn behind(error: CrmError, at: usize) -> CrmError {
    match error {
        CrmError::Invalid { mut fields } => {
            fields.iter_mut().for_each(|found| found.field = format!("steps[{at}].{}", found.field));
            CrmError::Invalid { fields }
        }
        other => other,
    }
}
