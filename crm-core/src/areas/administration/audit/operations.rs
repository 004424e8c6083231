//! The operations on the audit. Nothing changes it: it only grows.

use super::rules;
use super::types::*;
use crate::engine::page::PageRequest;

/// Hands the area's table to a projecting macro.
#[doc(hidden)]
#[macro_export]
macro_rules! audit_operations { ($($project:ident)::+) => { $($project)::+! {
    audit: Audit, "The audit: calls, changes and refusals.";

    /// Lists the calls that changed something, with the records they changed, newest first (AUDIT-1): all of them, or
    /// those that every given condition of the filter holds for. The order is that of the commits; `at` is when a call was
    /// asked for, which may be before the one that came first.
    read fn list(filter: Option<AuditFilter> = None, page: Option<PageRequest> = None) -> AuditPage;

    /// Lists all records that one call changed, in order (AUDIT-1). `list` carries the first 100 of each call; a call is
    /// named by its `number`. One that there is not is `not_found`.
    read fn changes(call: i64 [range(1, i64::MAX)], page: Option<PageRequest> = None) -> RecordChangePage;

    /// Lists refused calls and failed log-ins, newest first (PERM-2): all of this process until now, and those of others
    /// that their processes have written, which they do with whatever they write next. Of names that nobody has a
    /// thousand a day are kept; the rest of them is counted in one row without a name.
    read[sliced] fn refusals(filter: Option<RefusalFilter> = None, page: Option<PageRequest> = None) -> RefusalPage;
} } }

crate::audit_operations!(crate::engine::operations::project_core);
