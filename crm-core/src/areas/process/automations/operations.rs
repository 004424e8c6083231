//! The operations on automation.

use super::rules;
use super::types::*;
use crate::engine::page::{Count, PageRequest};
use crate::engine::tree::Tree;
use crate::objects::RecordKey;

/// Hands the area's table to a projecting macro.
#[doc(hidden)]
#[macro_export]
macro_rules! automations_operations { ($($project:ident)::+) => { $($project)::+! {
    automations: Automations, "Automation (自动化规则): what rules did, and would do.";

    /// Tells what a rule, given as a document, would do with records of its object, in order and other rules in turn (AUTO-12),
    /// as if it were enabled behind all others. Everything is done and undone: nothing of it is kept.
    write[not_found] fn try_out(rule: Tree, records: Vec<RecordKey> [at_most(100)]) -> Vec<Trial>;

    /// Lists the runs of rules, newest first (AUTO-13): to administrators all, to others those of records that they read. A page
    /// looks at 2,000 others at the most: it may end before it is full, even empty, and goes on with `next`.
    read fn runs(filter: Option<RunFilter> = None, page: Option<PageRequest> = None) -> RunPage;

    /// Tells how often the condition of a rule did not hold; nothing more is kept of that (AUTO-13). Up to 63 of what
    /// another process counted may not be written yet.
    read[not_found] fn unmet(rule: String [text(100), exact]) -> Count;
} } }

crate::automations_operations!(crate::engine::operations::project_core);
