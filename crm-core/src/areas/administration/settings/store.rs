//! The settings' statements.

use super::types::{REQUIRED_CUSTOMER_FIELDS, Settings};
use crate::engine::clock::IdSource;
use crate::engine::company::NewDatabase;
use crate::engine::error::{CrmError, Result};
use crate::engine::storage::{Transaction, params};

/// The settings, and how far a recount of who is complete has come where one is under way.
#[derive(Debug)]
pub(super) struct Kept {
    pub(super) settings: Settings,
    pub(super) recounted_to: Option<i64>,
}

pub(super) fn load(tx: &mut dyn Transaction) -> Result<Kept> {
    let select = "SELECT version, time_zone, currency, required_customer_fields, sign_in_days, result_required, \
                  next_step_required, file_max_bytes, files_quota_bytes, recounted_to FROM settings WHERE id = 1";
    tx.one(select, &[], |c| {
        let settings = Settings {
            version: c.next()?,
            time_zone: c.next()?,
            currency: c.next()?,
            required_customer_fields: c
                .next::<String>()?
                .split(' ')
                .filter(|f| !f.is_empty())
                .map(str::to_owned)
                .collect(),
            sign_in_days: c.next()?,
            result_required: c.next::<String>()?.lines().map(str::to_owned).collect(),
            next_step_required: c.next::<String>()?.lines().map(str::to_owned).collect(),
            file_max_bytes: c.next()?,
            files_quota_bytes: c.next()?,
        };
        Ok(Kept { settings, recounted_to: c.next()? })
    })?
    .ok_or_else(|| CrmError::storage("corrupt"))
}

/// Writes the settings of a new database.
pub(crate) fn create(tx: &mut dyn Transaction, new: &NewDatabase, _ids: &mut IdSource) -> Result<()> {
    new.check()?;
    tx.execute(
        "INSERT INTO settings (id, version, time_zone, currency, required_customer_fields) VALUES (1, 1, ?, ?, ?)",
        params![&new.time_zone, &new.currency, REQUIRED_CUSTOMER_FIELDS.join(" ")],
    )?;
    Ok(())
}

/// Writes everything, the version too.
pub(crate) fn update(tx: &mut dyn Transaction, s: &Settings) -> Result<usize> {
    tx.execute(
        "UPDATE settings SET version = ?, time_zone = ?, currency = ?, required_customer_fields = ?, sign_in_days = ?, \
         result_required = ?, next_step_required = ?, file_max_bytes = ?, files_quota_bytes = ? WHERE id = 1",
        params![
            s.version,
            &s.time_zone,
            &s.currency,
            s.required_customer_fields.join(" "),
            s.sign_in_days,
            s.result_required.join("\n"),
            s.next_step_required.join("\n"),
            s.file_max_bytes,
            s.files_quota_bytes
        ],
    )
}

/// Notes how far a recount has come.
pub(crate) fn set_recounted_to(tx: &mut dyn Transaction, customer: Option<i64>) -> Result<usize> {
    tx.execute("UPDATE settings SET recounted_to = ? WHERE id = 1", params![customer])
}
