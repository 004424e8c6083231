//! The operations on packs.

use super::rules;
use super::types::*;
use crate::engine::tree::Tree;

/// Hands the area's table to a projecting macro.
#[doc(hidden)]
#[macro_export]
macro_rules! packs_operations { ($($project:ident)::+) => { $($project)::+! {
    packs: Packs, "Definitions of objects, fields, rules and views (对象定义).";

    /// Lists the packs that are applied, disabled ones too, in the order in which they were. There are at most 100.
    read fn list() -> Vec<Pack>;

    /// Gives a pack with its document, as it is in force.
    read[not_found] fn get(name: String) -> PackDetail;

    /// Says what a document would change (PACK-2): the steps, each with its class and the records that it concerns, and what
    /// stands against it. Nothing is written. What is wrong with the document stands in `refusals`, all at once, each by its
    /// path. The digest is what `apply` asks for.
    read fn plan(document: Tree) -> PackPlan;

    /// Applies a document exactly as it was planned (PACK-3, PACK-4), all or nothing. `plan` is the digest of its plan: where
    /// the document, the catalogue or what a step does is another by now, it is a conflict (`stale_plan`). What stands
    /// against it is refused. The same document again does nothing.
    write[confirm, conflict] fn apply(document: Tree, plan: String) -> Pack;
} } }

crate::packs_operations!(crate::engine::operations::project_core);
