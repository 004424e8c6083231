//! What is checked and done.

use std::collections::BTreeSet;

use super::store;
use super::types::*;
use crate::activities;
use crate::assignment;
use crate::customers::{REQUIRABLE, recount};
use crate::dictionary::choose::choose;
use crate::dictionary::store as dictionary;
use crate::duplicates;
use crate::engine::audit::{Action, Change};
use crate::engine::error::{CrmError, Result};
use crate::engine::gate::kind::{Found, found};
use crate::engine::gate::{Context, Entity, Slices};
use crate::engine::hanging::Concern;
use crate::engine::ids::RecordId;
use crate::engine::likeness::is_region;
use crate::engine::objects::expr::minutes;
use crate::engine::objects::reprinting::Reprint;
use crate::engine::record::apply;
use crate::engine::sorting::Arrange as _;
use crate::engine::sorting::Arranged as _;
use crate::pools;
use crate::scoring;
use crate::work_reports::{NewWorkReportDue, WorkReportDue};

/// The settings, read once a call.
pub(crate) fn of<'a>(cx: &'a mut Context<'_>) -> Result<&'a Settings> {
    cx.once(store::load)
}

/// What a customer is complete by, read once a call.
pub(crate) fn of_customers<'a>(cx: &'a mut Context<'_>) -> Result<&'a store::Required> {
    cx.once(store::required)
}

/// The settings as their guards see them, by the nil id.
pub(super) fn subject(cx: &mut Context<'_>, id: RecordId) -> Result<Found> {
    if id.0.is_nil() { found(Some(get(cx)?)) } else { Ok(None) }
}

pub(super) fn get(cx: &mut Context<'_>) -> Result<Settings> {
    of(cx).cloned()
}

/// TIME-1, CUST-2. What is required is in force with the first transaction.
pub(super) fn update(slices: &mut Slices<'_>, changes: &SettingsUpdate) -> Result<Settings> {
    let found = slices.take_found().into_fields();
    let after = slices.write(|cx| {
        cx.violations().extend(found.iter().cloned());
        change(cx, changes)
    })?;
    recount::finish(slices)?;
    activities::redated::finish(slices)?;
    Ok(after)
}

fn change(cx: &mut Context<'_>, changes: &SettingsUpdate) -> Result<Settings> {
    let before = get(cx)?;
    cx.guard(&before, &changes.version)?;
    let mut after = before.clone();
    apply!(changes => after; time_zone, currency, sign_in_days, forgotten_after_days, birthday_days, file_max_bytes,
        files_quota_bytes, lost_reason_required, idle_days, enrich, duplicates_tell_owner, duplicates_told_a_day,
        duplicate_scan, phone_region, assignment_at, recycle_at, merge_undo_days, score_since);
    if !is_time_zone(&after.time_zone) && !cx.violations().has("time_zone") {
        cx.violations().add("time_zone", "unknown_time_zone", "is not an IANA time zone", None);
    }
    if !is_currency(&after.currency) && !cx.violations().has("currency") {
        cx.violations().add("currency", "unknown_currency", "is not an ISO 4217 currency", None);
    }
    if !is_region(&after.phone_region) && !cx.violations().has("phone_region") {
        cx.violations().add("phone_region", "unknown_value", "is no region whose numbers are known", None);
    }
    for (field, time) in [("assignment_at", &after.assignment_at), ("recycle_at", &after.recycle_at)] {
        if minutes(time).is_none() && !cx.violations().has(field) {
            let limit = "00:00..23:59";
            cx.violations().add(field, "out_of_range", format!("must be a time within {limit}"), Some(limit.into()));
        }
    }
    if let Some(fields) = &changes.required_customer_fields {
        after.required_customer_fields = required(cx, fields);
    }
    if let Some(kinds) = &changes.result_required {
        after.result_required = activity_kinds(cx, kinds, &before.result_required)?;
    }
    if let Some(objects) = &changes.next_step_required {
        after.next_step_required = bearing_activities(cx, objects, &before.next_step_required)?;
    }
    if let Some(levels) = &changes.forgotten_levels {
        after.forgotten_levels = forgotten(cx, levels)?;
    }
    if let Some(dues) = &changes.work_report_due {
        reports_due(cx, dues, &mut after.work_report_due);
    }
    if let Some(fields) = &changes.score_fields {
        after.score_fields = counting(cx, fields, &before.score_fields)?;
    }
    if let Some(roles) = &changes.work_report_roles {
        after.work_report_roles = roles_known(cx, roles)?;
    }
    cx.check_fields()?;
    if after == before {
        return Ok(before);
    }
    if after.currency != before.currency
        && let Some(field) = cx.amount_kept()?
    {
        // TYPE-4: each of these would be another amount.
        return Err(CrmError::conflict(Entity::SETTINGS.as_str(), field, "in_use"));
    }
    after.version += 1;
    store::update(cx.tx(), &after)?;
    if after.currency != before.currency {
        crate::opportunities::estimate::base_changed(cx, &after.currency)?;
    }
    let asked = |of: &Settings| (of.forgotten_after_days, of.forgotten_levels.clone());
    if asked(&after) != asked(&before) {
        store::ask_anew(cx.tx())?;
    }
    cx.read_again();
    if after.required_customer_fields != before.required_customer_fields {
        recount::begin(cx)?;
    }
    if (&after.assignment_at, &after.time_zone) != (&before.assignment_at, &before.time_zone) {
        assignment::daily::set(cx)?;
    }
    if (&after.recycle_at, &after.time_zone) != (&before.recycle_at, &before.time_zone) {
        pools::recycle::retimed(cx, after.time_zone != before.time_zone)?;
    }
    if after.time_zone != before.time_zone {
        activities::anew::zone_changed(cx)?;
        cx.clocks_rezoned()?;
    }
    cx.updated(Entity::SETTINGS, RecordId::default(), &before, &after)?;
    scoring::upkeep::settings_changed(cx, &before, &after)?;
    if after.phone_region != before.phone_region {
        duplicates::upkeep::changed(cx)?;
    }
    Ok(after)
}

/// Fields that count for scores, each once. One that stood there may have gone since.
fn counting(cx: &mut Context<'_>, fields: &[String], before: &[String]) -> Result<Vec<String>> {
    for (i, field) in fields.iter().enumerate() {
        let path = format!("score_fields[{i}]");
        if cx.violations().has(&path) {
            continue;
        }
        if fields.iter().take(i).any(|known| known == field) {
            cx.violations().add(&path, "not_unique", "is named twice", None);
        } else if !before.contains(field) && !scoring::fields::can_count(cx, field)? {
            cx.violations().add(
                &path,
                "unknown_field",
                "is no field of opportunities whose values can be counted",
                None,
            );
        }
    }
    Ok(fields.to_vec())
}

/// Objects that bear activities in the order of the alphabet, each once. One that stood there may have gone since.
fn bearing_activities(cx: &mut Context<'_>, objects: &[String], before: &[String]) -> Result<Vec<String>> {
    for (i, object) in objects.iter().enumerate() {
        let path = format!("next_step_required[{i}]");
        if before.contains(object) || cx.violations().has(&path) {
            continue;
        }
        match cx.bears(object, Concern::Activities, None)? {
            Some(true) => {}
            Some(false) => cx.violations().add(&path, "not_supported", "has no activities", None),
            None => cx.violations().add(&path, "unknown_object", "is no kind of record", None),
        }
    }
    let wanted: BTreeSet<String> = objects.iter().cloned().into_set();
    Ok(wanted.into_iter().collect())
}

/// Levels of customers with their days, in one order, each level once (ACT-15).
fn forgotten(cx: &mut Context<'_>, levels: &[NewLevelDays]) -> Result<Vec<LevelDays>> {
    let mut wanted: Vec<LevelDays> = Vec::with_capacity(levels.len());
    for (i, NewLevelDays { level, days }) in levels.iter().enumerate() {
        let path = format!("forgotten_levels[{i}].level");
        if wanted.iter().any(|known| known.level == *level) {
            cx.violations().add(&path, "not_unique", "is named twice", None);
            continue;
        }
        choose(cx, &path, "customer_level", &Some(*level))?;
        wanted.push(LevelDays { level: *level, days: *days });
    }
    wanted.arrange_by_key(|of| of.level.0);
    Ok(wanted)
}

/// When work reports are due: those that are named, each once, at a time of the clock (WORK-4).
fn reports_due(cx: &mut Context<'_>, given: &[NewWorkReportDue], dues: &mut [WorkReportDue]) {
    for (i, NewWorkReportDue { kind, days, time }) in given.iter().enumerate() {
        let path = format!("work_report_due[{i}]");
        if given.iter().take(i).any(|known| known.kind == *kind) {
            cx.violations().add(&format!("{path}.kind"), "not_unique", "is named twice", None);
        }
        if minutes(time).is_none() {
            let limit = "00:00..23:59";
            let detail = format!("must be a time within {limit}");
            cx.violations().add(&format!("{path}.time"), "out_of_range", detail, Some(limit.into()));
        }
        if let Some(due) = dues.iter_mut().find(|due| due.kind == *kind) {
            *due = WorkReportDue { kind: *kind, days: *days, time: time.clone() };
        }
    }
}

/// Roles that there are, in the order of the alphabet, each once.
fn roles_known(cx: &mut Context<'_>, roles: &[String]) -> Result<Vec<String>> {
    for (i, role) in roles.iter().enumerate() {
        let path = format!("work_report_roles[{i}]");
        if !cx.violations().has(&path) && !store::is_role(cx.tx(), role)? {
            cx.violations().add(&path, "unknown", "is no role", None);
        }
    }
    let wanted: BTreeSet<String> = roles.iter().cloned().into_set();
    Ok(wanted.into_iter().collect())
}

/// Objects that get other names are wanted a next step of by those (PACK-2).
pub(super) fn reprint(again: &mut Reprint<'_>) -> Result<()> {
    let before = store::load(again.tx)?;
    let mut after = before.clone();
    let wanted = before.next_step_required.iter().map(|object| again.by.object(object).unwrap_or(object).to_owned());
    after.next_step_required = wanted.into_set().into_iter().collect();
    if after == before {
        return Ok(());
    }
    after.version += 1;
    store::update(again.tx, &after)?;
    let id = RecordId::default();
    again.changes.push(Change::new(Entity::SETTINGS, id, Action::Updated, Some(&before), Some(&after)));
    Ok(())
}

/// Values of kinds of activity in the order of the alphabet, each once. One that stood there may have lost its entry since.
fn activity_kinds(cx: &mut Context<'_>, values: &[String], before: &[String]) -> Result<Vec<String>> {
    let known: Vec<String> =
        dictionary::choices(cx.tx(), "activity_kind")?.into_iter().map(|choice| choice.value).collect();
    for (i, value) in values.iter().enumerate() {
        let path = format!("result_required[{i}]");
        if !known.contains(value) && !before.contains(value) && !cx.violations().has(&path) {
            cx.violations().unknown_choice(&path, "activity_kind");
        }
    }
    let wanted: BTreeSet<String> = values.iter().cloned().into_set();
    Ok(wanted.into_iter().collect())
}

/// The list of required fields in its own order, each once; the name is always among them.
fn required(cx: &mut Context<'_>, fields: &[String]) -> Vec<String> {
    for (i, field) in fields.iter().enumerate() {
        if field != NAME && !REQUIRABLE.contains(&field.as_str()) {
            let path = format!("required_customer_fields[{i}]");
            if !cx.violations().has(&path) {
                let all = REQUIRABLE.join(", ");
                cx.violations().add(&path, "unknown_value", format!("must be one of {NAME}, {all}"), Some(all));
            }
        }
    }
    let wanted = REQUIRABLE.iter().filter(|name| fields.iter().any(|field| field == *name));
    std::iter::once(NAME).chain(wanted.copied()).map(str::to_owned).collect()
}

/// The field that every customer has.
const NAME: &str = "name";
