//! The statements on second factors.

use crate::engine::clock::Timestamp;
use crate::engine::error::Result;
use crate::engine::storage::{Transaction, params};

/// A second factor as it is kept.
pub(super) struct Factor {
    pub(super) secret: Vec<u8>,
    /// Whether it was confirmed, and so is asked for.
    pub(super) on: bool,
    /// The step of the last code that was accepted.
    pub(super) last_step: Option<i64>,
}

pub(super) fn find(tx: &mut dyn Transaction, user: i64) -> Result<Option<Factor>> {
    tx.one(
        "SELECT secret, confirmed_at IS NOT NULL, last_step FROM second_factors WHERE user_id = ?",
        params![user],
        |c| Ok(Factor { secret: c.next()?, on: c.next()?, last_step: c.next()? }),
    )
}

/// Whether signing in asks the user for a code.
pub(crate) fn is_on(tx: &mut dyn Transaction, user: i64) -> Result<bool> {
    tx.value(
        "SELECT EXISTS (SELECT 1 FROM second_factors WHERE user_id = ? AND confirmed_at IS NOT NULL)",
        params![user],
    )
}

/// Whether a role of the user requires one.
pub(super) fn is_required(tx: &mut dyn Transaction, user: i64) -> Result<bool> {
    tx.value(
        "SELECT EXISTS (SELECT 1 FROM user_roles ur JOIN roles r ON r.id = ur.role \
         WHERE ur.user_id = ? AND r.requires_factor = TRUE)",
        params![user],
    )
}

/// Keeps a new secret in place of one that was not confirmed.
pub(super) fn begin(tx: &mut dyn Transaction, user: i64, secret: &[u8]) -> Result<usize> {
    tx.execute(
        "INSERT INTO second_factors (user_id, secret) VALUES (?, ?) ON CONFLICT (user_id) \
         DO UPDATE SET secret = excluded.secret, confirmed_at = NULL, last_step = NULL",
        params![user, secret],
    )
}

pub(super) fn confirm(tx: &mut dyn Transaction, user: i64, now: Timestamp, step: i64) -> Result<usize> {
    tx.execute("UPDATE second_factors SET confirmed_at = ?, last_step = ? WHERE user_id = ?", params![now, step, user])
}

/// Notes of which step a code was accepted.
pub(super) fn set_step(tx: &mut dyn Transaction, user: i64, step: i64) -> Result<usize> {
    tx.execute("UPDATE second_factors SET last_step = ? WHERE user_id = ?", params![step, user])
}

pub(super) fn add_recovery(tx: &mut dyn Transaction, user: i64, digest: [u8; 32]) -> Result<usize> {
    tx.execute("INSERT INTO recovery_codes (user_id, digest) VALUES (?, ?)", params![user, digest])
}

/// Uses a recovery code up; whether it was there.
pub(super) fn use_recovery(tx: &mut dyn Transaction, user: i64, digest: [u8; 32]) -> Result<bool> {
    let used = tx.execute("DELETE FROM recovery_codes WHERE user_id = ? AND digest = ?", params![user, digest])?;
    Ok(used > 0)
}

/// How many recovery codes are left.
pub(super) fn recovery_codes(tx: &mut dyn Transaction, user: i64) -> Result<i64> {
    tx.value("SELECT count(*) FROM recovery_codes WHERE user_id = ?", params![user])
}

/// Takes it away with its recovery codes.
pub(super) fn delete(tx: &mut dyn Transaction, user: i64) -> Result<usize> {
    tx.execute("DELETE FROM recovery_codes WHERE user_id = ?", params![user])?;
    tx.execute("DELETE FROM second_factors WHERE user_id = ?", params![user])
}
