//! The statements that documents need beside those of the records that they print.

use crate::engine::error::Result;
use crate::engine::storage::{Transaction, params};

/// The time zone that a user has chosen.
pub(super) fn time_zone(tx: &mut dyn Transaction, user: i64) -> Result<Option<String>> {
    Ok(tx.one("SELECT time_zone FROM users WHERE id = ?", params![user], |c| c.next())?.flatten())
}

/// The company's time zone.
pub(super) fn company_time_zone(tx: &mut dyn Transaction) -> Result<String> {
    tx.value("SELECT time_zone FROM settings WHERE id = 1", &[])
}
