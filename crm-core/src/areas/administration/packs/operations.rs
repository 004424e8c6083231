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

    /// Puts a pack to sleep (PACK-9): its operations and fields are unknown, its checks, roll-ups and grants asleep. The data
    /// stay, and its references still decide over deletions. While another pack that is enabled requires it, or names what it
    /// defines, it is a conflict (`in_use`).
    write[confirm, not_found, conflict] fn disable(name: String) -> Pack;

    /// Wakes a pack that was disabled, and computes its roll-ups and formulas anew. What in its document does not hold any
    /// more is refused, each by its path.
    write[not_found] fn enable(name: String) -> Pack;

    /// Destroys hidden data for good (PACK-8): an object (`hotel.service`), a field (`hotel.service.hours`,
    /// `hotel.customer.tier`), or a disabled pack as a whole (`hotel`). All or nothing: what is not hidden is a conflict
    /// (`in_use`). The audit stays.
    write[confirm, not_found, conflict] fn purge(paths: Vec<String> [at_most(100)]) -> PurgeReport;

    /// Gives the documents of all packs that are enabled, or of these with what they require, in the order in which an empty
    /// database takes them: `{"packs": [document, …]}` (PACK-13). Of all of them, and of `my`, also what administrators put by
    /// `setup.put`, as that takes it elsewhere: `"setup": [{"kind", "name", "enabled", "position", "document"}, …]`, without
    /// the ids of people and records; left out where there is nothing.
    read[not_found] fn export(names: Option<Vec<String>> = None [at_most(100)]) -> Tree;
} } }

crate::packs_operations!(crate::engine::operations::project_core);
