//! The settings' statements.

use std::collections::BTreeSet;

use super::types::{LevelDays, REQUIRED_CUSTOMER_FIELDS, Settings};
use crate::dictionary::DictionaryEntryId;
use crate::engine::clock::IdSource;
use crate::engine::company::NewDatabase;
use crate::engine::error::{CrmError, Result};
use crate::engine::sorting::Arranged as _;
use crate::engine::storage::{Transaction, params};
use crate::work_reports::{ReportKind, WorkReportDue};

/// What a customer is complete by: every read of one asks, so no more is read for it.
#[derive(Debug)]
pub(crate) struct Required {
    pub(crate) fields: Vec<String>,
    /// How far a recount of who is complete has come, where one is under way.
    pub(crate) recounted_to: Option<i64>,
}

fn required_fields(kept: &str) -> Vec<String> {
    kept.split(' ').filter(|field| !field.is_empty()).map(str::to_owned).collect()
}

pub(super) fn required(tx: &mut dyn Transaction) -> Result<Required> {
    let select = "SELECT required_customer_fields, recounted_to FROM settings WHERE id = 1";
    tx.one(select, &[], |c| Ok(Required { fields: required_fields(&c.next::<String>()?), recounted_to: c.next()? }))?
        .ok_or_else(|| CrmError::storage("corrupt"))
}

/// Levels with their days, each on a line.
fn levels(kept: &str) -> Result<Vec<LevelDays>> {
    let read = |line: &str| {
        let (level, days) = line.split_once(' ')?;
        Some(LevelDays { level: DictionaryEntryId(level.parse().ok()?), days: days.parse().ok()? })
    };
    kept.lines().map(|line| read(line).ok_or(CrmError::storage("corrupt"))).collect()
}

/// When work reports are due, a kind a line.
fn dues(kept: &str) -> Result<Vec<WorkReportDue>> {
    let read = |line: &str| {
        let mut parts = line.split(' ');
        let (kind, days, time) = (parts.next()?, parts.next()?, parts.next()?);
        let kind = ReportKind::ALL.iter().copied().find(|known| known.as_str() == kind)?;
        Some(WorkReportDue { kind, days: days.parse().ok()?, time: time.to_owned() })
    };
    kept.lines().map(|line| read(line).ok_or(CrmError::storage("corrupt"))).collect()
}

/// Has another name stand for a role from now on, or none where it goes.
pub(crate) fn role_renamed(tx: &mut dyn Transaction, before: &str, after: Option<&str>) -> Result<()> {
    let Settings { work_report_roles: roles, .. } = load(tx)?;
    if !roles.iter().any(|role| role == before) {
        return Ok(());
    }
    let renamed = roles.iter().filter_map(|role| if role == before { after } else { Some(role.as_str()) });
    let renamed: BTreeSet<&str> = renamed.into_set();
    let renamed: Vec<&str> = renamed.into_iter().collect();
    tx.execute("UPDATE settings SET work_report_roles = ? WHERE id = 1", params![renamed.join("\n")]).map(drop)
}

/// After how many days customers are forgotten, and those of levels.
pub(crate) fn forgotten(tx: &mut dyn Transaction) -> Result<(i64, Vec<LevelDays>)> {
    let select = "SELECT forgotten_after_days, forgotten_levels FROM settings WHERE id = 1";
    tx.one(select, &[], |c| Ok((c.next()?, levels(&c.next::<String>()?)?)))?.ok_or_else(|| CrmError::storage("corrupt"))
}

/// What can be asked by a name is another question from now on: whoever has read the catalogue reads it again.
pub(super) fn ask_anew(tx: &mut dyn Transaction) -> Result<usize> {
    tx.execute("UPDATE settings SET catalogue = catalogue + 1 WHERE id = 1", &[])
}

pub(super) fn load(tx: &mut dyn Transaction) -> Result<Settings> {
    let select = "SELECT version, time_zone, currency, required_customer_fields, sign_in_days, result_required, \
                  next_step_required, forgotten_after_days, forgotten_levels, birthday_days, file_max_bytes, \
                  files_quota_bytes, work_report_due, work_report_roles, lost_reason_required, idle_days, enrich, \
                  duplicates_tell_owner, duplicates_told_a_day, duplicate_scan, phone_region, assignment_at, \
                  recycle_at, merge_undo_days, score_fields, score_since FROM settings WHERE id = 1";
    tx.one(select, &[], |c| {
        Ok(Settings {
            version: c.next()?,
            time_zone: c.next()?,
            currency: c.next()?,
            required_customer_fields: required_fields(&c.next::<String>()?),
            sign_in_days: c.next()?,
            result_required: c.next::<String>()?.lines().map(str::to_owned).collect(),
            next_step_required: c.next::<String>()?.lines().map(str::to_owned).collect(),
            forgotten_after_days: c.next()?,
            forgotten_levels: levels(&c.next::<String>()?)?,
            birthday_days: c.next()?,
            file_max_bytes: c.next()?,
            files_quota_bytes: c.next()?,
            work_report_due: dues(&c.next::<String>()?)?,
            work_report_roles: c.next::<String>()?.lines().map(str::to_owned).collect(),
            lost_reason_required: c.next()?,
            idle_days: c.next()?,
            enrich: c.next()?,
            duplicates_tell_owner: c.next()?,
            duplicates_told_a_day: c.next()?,
            duplicate_scan: c.next()?,
            phone_region: c.next()?,
            assignment_at: c.next()?,
            recycle_at: c.next()?,
            merge_undo_days: c.next()?,
            score_fields: required_fields(&c.next::<String>()?),
            score_since: c.next()?,
        })
    })?
    .ok_or_else(|| CrmError::storage("corrupt"))
}

/// Writes the settings of a new database.
pub(crate) fn create(tx: &mut dyn Transaction, new: &NewDatabase, _ids: &mut IdSource) -> Result<()> {
    new.check()?;
    tx.execute(
        "INSERT INTO settings (id, version, time_zone, currency, required_customer_fields, duplicates) VALUES (1, 1, ?, ?, ?, 1)",
        params![&new.time_zone, &new.currency, REQUIRED_CUSTOMER_FIELDS.join(" ")],
    )?;
    Ok(())
}

/// Writes everything, the version too.
pub(crate) fn update(tx: &mut dyn Transaction, s: &Settings) -> Result<usize> {
    let levels: Vec<String> = s.forgotten_levels.iter().map(|of| format!("{} {}", of.level.0, of.days)).collect();
    let dues: Vec<String> =
        s.work_report_due.iter().map(|of| format!("{} {} {}", of.kind.as_str(), of.days, of.time)).collect();
    tx.execute(
        "UPDATE settings SET version = ?, time_zone = ?, currency = ?, required_customer_fields = ?, sign_in_days = ?, \
         result_required = ?, next_step_required = ?, \
         forgotten_after_days = ?, forgotten_levels = ?, birthday_days = ?, file_max_bytes = ?, files_quota_bytes = ?, \
         work_report_due = ?, work_report_roles = ?, lost_reason_required = ?, idle_days = ?, enrich = ?, \
         duplicates_tell_owner = ?, duplicates_told_a_day = ?, duplicate_scan = ?, phone_region = ?, assignment_at = ?, \
         recycle_at = ?, merge_undo_days = ?, score_fields = ?, score_since = ? WHERE id = 1",
        params![
            s.version,
            &s.time_zone,
            &s.currency,
            s.required_customer_fields.join(" "),
            s.sign_in_days,
            s.result_required.join("\n"),
            s.next_step_required.join("\n"),
            s.forgotten_after_days,
            levels.join("\n"),
            s.birthday_days,
            s.file_max_bytes,
            s.files_quota_bytes,
            dues.join("\n"),
            s.work_report_roles.join("\n"),
            s.lost_reason_required,
            s.idle_days,
            s.enrich,
            s.duplicates_tell_owner,
            s.duplicates_told_a_day,
            s.duplicate_scan,
            &s.phone_region,
            &s.assignment_at,
            &s.recycle_at,
            s.merge_undo_days,
            s.score_fields.join(" "),
            s.score_since,
        ],
    )
}

/// Notes how far a recount has come.
pub(crate) fn set_recounted_to(tx: &mut dyn Transaction, customer: Option<i64>) -> Result<usize> {
    tx.execute("UPDATE settings SET recounted_to = ? WHERE id = 1", params![customer])
}

/// How far the days of planned activities are those of the company's zone, where it got another.
pub(crate) fn dated_to(tx: &mut dyn Transaction) -> Result<Option<i64>> {
    tx.value("SELECT dated_to FROM settings WHERE id = 1", &[])
}

/// Notes that.
pub(crate) fn set_dated_to(tx: &mut dyn Transaction, activity: Option<i64>) -> Result<usize> {
    tx.execute("UPDATE settings SET dated_to = ? WHERE id = 1", params![activity])
}

/// Whether there is a role of that name.
pub(super) fn is_role(tx: &mut dyn Transaction, name: &str) -> Result<bool> {
    tx.value("SELECT EXISTS (SELECT 1 FROM roles WHERE name = ?)", params![name])
}
