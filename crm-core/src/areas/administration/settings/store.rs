//! The settings' statements.

use super::types::{REQUIRED_CUSTOMER_FIELDS, Settings};
use crate::engine::clock::IdSource;
use crate::engine::company::NewDatabase;
use crate::engine::error::{CrmError, Result};
use crate::engine::storage::{Transaction, params};

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

pub(super) fn load(tx: &mut dyn Transaction) -> Result<Settings> {
    let select = "SELECT version, time_zone, currency, required_customer_fields, sign_in_days, result_required, \
                  next_step_required, file_max_bytes, files_quota_bytes FROM settings WHERE id = 1";
    tx.one(select, &[], |c| {
        Ok(Settings {
            version: c.next()?,
            time_zone: c.next()?,
            currency: c.next()?,
            required_customer_fields: required_fields(&c.next::<String>()?),
            sign_in_days: c.next()?,
            result_required: c.next::<String>()?.lines().map(str::to_owned).collect(),
            next_step_required: c.next::<String>()?.lines().map(str::to_owned).collect(),
            file_max_bytes: c.next()?,
            files_quota_bytes: c.next()?,
        })
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
