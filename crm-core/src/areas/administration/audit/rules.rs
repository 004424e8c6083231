//! What is checked and done.

use super::store;
use super::types::*;
use crate::error::Result;
use crate::gate::Context;
use crate::page::PageRequest;

/// AUDIT-1.
pub(super) fn list(
    cx: &mut Context<'_>,
    filter: &Option<AuditFilter>,
    page: &Option<PageRequest>,
) -> Result<AuditPage> {
    cx.check_fields()?;
    store::list(cx.tx(), filter.as_ref(), page)
}

/// PERM-2.
pub(super) fn refusals(
    cx: &mut Context<'_>,
    filter: &Option<RefusalFilter>,
    page: &Option<PageRequest>,
) -> Result<RefusalPage> {
    cx.check_fields()?;
    store::refusals(cx.tx(), filter.as_ref(), page)
}
