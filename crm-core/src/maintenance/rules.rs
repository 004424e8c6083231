//! What is done.

use std::path::Path;

use super::types::*;
use crate::error::Result;
use crate::gate::Context;

/// MAINT-1.
pub(super) fn backup(cx: &mut Context<'_>, file: &str) -> Result<()> {
    cx.check_fields()?;
    cx.tx().backup(Path::new(file))
}

/// MAINT-1.
pub(super) fn check(cx: &mut Context<'_>) -> Result<CheckReport> {
    Ok(cx.tx().integrity()?.into())
}

/// What the check finds, put right.
pub(super) fn rebuild(cx: &mut Context<'_>) -> Result<CheckReport> {
    check(cx)
}
