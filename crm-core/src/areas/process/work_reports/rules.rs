//! What is checked and done.

use super::period::{Dues, period};
use super::store::{self, Found, Reads};
use super::types::*;
use crate::activities::store::reached::reaches;
use crate::engine::clock::Date;
use crate::engine::error::{CrmError, Result};
use crate::engine::gate::{Context, Entity};
use crate::engine::ids::UserId;
use crate::engine::objects::shape::Name;
use crate::engine::page::PageRequest;
use crate::engine::permission::holds;
use crate::engine::record::apply;
use crate::engine::scope::{Levels, ScopeLevel};
use crate::engine::superior::superior;
use crate::engine::telling::{NotificationKind, Telling};
use crate::objects::RecordKey;
use crate::reports::work;
use crate::settings::rules::of as settings;
use crate::users::{Colleague, UserRef};

/// The operation whose holders read the reports of others whom their level reaches (WORK-4).
const READING: &str = "work_reports.missing";

/// People who are told to have submitted nothing; of more the call is refused.
const MAX_MISSING: usize = 1_000;

/// When reports are due.
pub(super) fn dues(cx: &mut Context<'_>) -> Result<Dues> {
    let zone = cx.company()?.zone.clone();
    Ok(Dues { zone, dues: settings(cx)?.work_report_due.clone() })
}

/// The acting user's levels of `activities`, and whether they read others' reports by a role; none for the engine itself.
fn standing(cx: &mut Context<'_>) -> Result<Option<(i64, Levels, bool)>> {
    let (Some(user), Some(levels)) = (cx.actor_key(), cx.levels_asked("activities")?) else { return Ok(None) };
    Ok(Some((user, levels, holds(cx.tx(), user, READING)?)))
}

/// The report, where it is there for the acting user (WORK-4): their own, and what was submitted to them.
pub(super) fn subject(cx: &mut Context<'_>, id: WorkReportId) -> Result<Option<Found>> {
    let (dues, now) = (dues(cx)?, cx.now());
    let Some((key, author, report)) = store::get(cx.tx(), id, &dues, now)? else { return Ok(None) };
    let found = Found { key, author, report, reader: cx.actor_id(), led: false, reached: true };
    let Some((user, levels, by_role)) = standing(cx)? else { return Ok(Some(found)) };
    if user == author {
        return Ok(Some(found));
    }
    let led = superior(cx.tx(), author)? == Some(user);
    let read = led || by_role && reaches(cx.tx(), user, levels.reads, author)?;
    if !read || found.report.status == WorkReportStatus::Draft {
        return Ok(None);
    }
    let reached = reaches(cx.tx(), user, levels.writes, author)?;
    Ok(Some(Found { led, reached, ..found }))
}

fn load(cx: &mut Context<'_>, id: WorkReportId) -> Result<Found> {
    match subject(cx, id)? {
        Some(found) => Ok(found),
        None => cx.not_found(Entity::WORK_REPORT, id),
    }
}

fn guarded(cx: &mut Context<'_>, id: WorkReportId, version: &Option<i64>) -> Result<Found> {
    let found = load(cx, id)?;
    cx.guard(&found, version)?;
    Ok(found)
}

/// The report as whoever reads it is told of it: of a draft with the figures of now (WORK-2).
fn told(cx: &mut Context<'_>, author: i64, mut report: WorkReport) -> Result<WorkReport> {
    if report.status == WorkReportStatus::Draft {
        report.figures = Some(work::of_person(cx, author, (report.period_from, report.period_to))?);
    }
    Ok(report)
}

/// The report as the audit keeps it: what follows from other records, or from the clock, is no change of a draft.
fn kept(report: &WorkReport) -> WorkReport {
    let mut kept = report.clone();
    if kept.status == WorkReportStatus::Draft {
        kept.figures = None;
        kept.late = false;
    }
    kept
}

/// WORK-1.
pub(super) fn draft(cx: &mut Context<'_>, kind: &ReportKind, day: &Date) -> Result<WorkReport> {
    let (from, _) = period(*kind, *day);
    if from > cx.today()? {
        cx.violations().add("period", "not_begun", "has not begun", None);
    }
    let Some(author) = cx.actor_key() else { return Err(CrmError::field("author", "required", "is required")) };
    cx.check_fields()?;
    if let Some(there) = store::own(cx.tx(), author, *kind, from)? {
        let found = load(cx, there)?;
        return told(cx, author, found.report);
    }
    let (id, number, now) = (WorkReportId(cx.new_id()), cx.next_number(Entity::WORK_REPORT)?, cx.now());
    store::insert(cx.tx(), (id, number), author, (*kind, from), now)?;
    let made = load(cx, id)?.report;
    cx.created(Entity::WORK_REPORT, id, &kept(&made))?;
    told(cx, author, made)
}

/// Writes a report that differs from what it was, and tells the audit.
fn written(cx: &mut Context<'_>, before: &Found, mut after: WorkReport) -> Result<WorkReport> {
    after.version += 1;
    store::update(cx.tx(), before.key, &after)?;
    let after = load(cx, after.id)?.report;
    cx.updated(Entity::WORK_REPORT, after.id, &kept(&before.report), &kept(&after))?;
    told(cx, before.author, after)
}

/// WORK-1.
pub(super) fn update(cx: &mut Context<'_>, id: &WorkReportId, changes: &WorkReportUpdate) -> Result<WorkReport> {
    let found = guarded(cx, *id, &changes.version)?;
    cx.check_fields()?;
    let mut after = found.report.clone();
    apply!(changes => after; done, plan, problems);
    if after == found.report {
        return told(cx, found.author, after);
    }
    written(cx, &found, after)
}

/// WORK-1, WORK-2.
pub(super) fn submit(cx: &mut Context<'_>, id: &WorkReportId, version: &Option<i64>) -> Result<WorkReport> {
    let found = guarded(cx, *id, version)?;
    if found.report.done.is_none() {
        cx.violations().missing("done");
    }
    cx.check_fields()?;
    let mut after = told(cx, found.author, found.report.clone())?;
    after.status = WorkReportStatus::Submitted;
    after.submitted_at = Some(cx.now());
    written(cx, &found, after)
}

/// The table's row `recall`.
pub(super) fn recall(cx: &mut Context<'_>, id: &WorkReportId, version: &Option<i64>) -> Result<WorkReport> {
    let found = guarded(cx, *id, version)?;
    cx.check_fields()?;
    let mut after = found.report.clone();
    after.status = WorkReportStatus::Draft;
    after.submitted_at = None;
    written(cx, &found, after)
}

/// WORK-3.
pub(super) fn review(
    cx: &mut Context<'_>,
    id: &WorkReportId,
    score: &Option<i64>,
    comment: &Option<String>,
    version: &Option<i64>,
) -> Result<WorkReport> {
    let found = guarded(cx, *id, version)?;
    if score.is_none() && comment.is_none() {
        cx.violations().missing_once("score");
    }
    cx.check_fields()?;
    let mut after = found.report.clone();
    after.status = WorkReportStatus::Reviewed;
    after.reviewer = cx.actor_id().map(|id| UserRef { id, display_name: String::new() });
    after.reviewed_at = Some(cx.now());
    after.score = score.or(after.score);
    after.comment = comment.clone().or(after.comment);
    let after = written(cx, &found, after)?;
    let record = RecordKey { object: Entity::WORK_REPORT.to_string(), id: after.id.into() };
    let record = Some((Name::new_static("work_reports"), record));
    // Its author reads it.
    let of = Telling::new((found.author, UserId(after.author.id.0)), NotificationKind::Reviewed);
    cx.tell(Telling { record, proved: true, ..of });
    Ok(after)
}

/// WORK-4.
pub(super) fn get(cx: &mut Context<'_>, id: &WorkReportId) -> Result<WorkReport> {
    let found = guarded(cx, *id, &None)?;
    told(cx, found.author, found.report)
}

/// WORK-4.
pub(super) fn list(
    cx: &mut Context<'_>,
    filter: &Option<WorkReportFilter>,
    page: &Option<PageRequest>,
) -> Result<WorkReportPage> {
    cx.check_fields()?;
    let (dues, now, filter) = (dues(cx)?, cx.now(), filter.clone().unwrap_or_default());
    let reads = standing(cx)?.map(|(user, levels, by_role)| Reads { user, level: by_role.then_some(levels.reads) });
    store::list(cx.tx(), reads, &filter, (&dues, now), page)
}

/// WORK-4.
pub(super) fn missing(cx: &mut Context<'_>, kind: &ReportKind, day: &Date) -> Result<Vec<Colleague>> {
    cx.check_fields()?;
    let (from, _) = period(*kind, *day);
    let roles = settings(cx)?.work_report_roles.clone();
    if roles.is_empty() {
        return Ok(Vec::new());
    }
    let (user, level) = match standing(cx)? {
        Some((user, levels, _)) => (user, levels.reads),
        None => (0, ScopeLevel::All),
    };
    let found = store::missing(cx.tx(), (user, level), roles, (*kind, from), MAX_MISSING + 1)?;
    if found.len() > MAX_MISSING {
        let detail = format!("there are more than {MAX_MISSING} of them");
        cx.violations().add("kind", "too_many", detail, Some(MAX_MISSING.to_string()));
        cx.check_fields()?;
    }
    Ok(found)
}
