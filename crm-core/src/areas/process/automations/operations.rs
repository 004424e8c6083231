//! The operations on automation.

use super::rules;
use super::types::*;
use crate::engine::page::PageRequest;

/// Hands the area's table to a projecting macro.
#[doc(hidden)]
#[macro_export]
macro_rules! automations_operations { ($($project:ident)::+) => { $($project)::+! {
    automations: Automations, "Automation (自动化规则): what rules did.";

    /// Lists the runs of rules, newest first (AUTO-13): to administrators all, to others those of records that they read. A page
    /// looks at 2,000 others at the most: it may end before it is full, even empty, and goes on with `next`.
    read fn runs(filter: Option<RunFilter> = None, page: Option<PageRequest> = None) -> RunPage;
} } }

crate::automations_operations!(crate::engine::operations::project_core);
