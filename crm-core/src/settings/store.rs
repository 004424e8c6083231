//! The settings' statements.

use super::types::{NewDatabase, REQUIRED_CUSTOMER_FIELDS, Settings};
use crate::error::{CrmError, Result};
use crate::storage::{Transaction, params};

pub(crate) fn load(tx: &mut dyn Transaction) -> Result<Settings> {
    tx.one("SELECT version, time_zone, currency, required_customer_fields FROM settings WHERE id = 1", &[], |c| {
        Ok(Settings {
            version: c.next()?,
            time_zone: c.next()?,
            currency: c.next()?,
            required_customer_fields: c
                .next::<String>()?
                .split(' ')
                .filter(|f| !f.is_empty())
                .map(str::to_owned)
                .collect(),
        })
    })?
    .ok_or_else(|| CrmError::storage("corrupt"))
}

/// Writes the settings of a new database.
pub(crate) fn create(tx: &mut dyn Transaction, new: &NewDatabase) -> Result<()> {
    if new.time_zone.parse::<chrono_tz::Tz>().is_err() {
        return Err(CrmError::field("time_zone", "unknown_value", "is not an IANA time zone"));
    }
    if iso_currency::Currency::from_code(&new.currency).is_none() {
        return Err(CrmError::field("currency", "unknown_value", "is not an ISO 4217 currency"));
    }
    tx.execute(
        "INSERT INTO settings (id, version, time_zone, currency, required_customer_fields) VALUES (1, 1, ?, ?, ?)",
        params![&new.time_zone, &new.currency, REQUIRED_CUSTOMER_FIELDS.join(" ")],
    )?;
    Ok(())
}
