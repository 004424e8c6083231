//! What is checked and done.

use super::store;
use super::types::*;
use crate::error::{CrmError, Result};
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

/// AUDIT-1.
pub(super) fn changes(cx: &mut Context<'_>, call: &i64, page: &Option<PageRequest>) -> Result<RecordChangePage> {
    if !store::exists(cx.tx(), *call)? {
        return Err(CrmError::NotFound { entity: "audit".into(), id: call.to_string() });
    }
    cx.check_fields()?;
    store::changes(cx.tx(), *call, page)
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
