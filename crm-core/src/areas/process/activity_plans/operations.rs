//! The operation by which plans are applied; the plans themselves are setup documents.

use super::rules;
use crate::activities::Activity;
use crate::engine::clock::Date;
use crate::objects::RecordKey;

/// Hands the area's table to a projecting macro.
#[doc(hidden)]
#[macro_export]
macro_rules! activity_plans_operations { ($($project:ident)::+) => { $($project)::+! {
    activity_plans: ActivityPlans, "Activity plans (活动方案): what is done with every record of a kind, step by step.";

    /// Plans the activities of an enabled plan on a record from a day on, all of them or none (ACT-16): each is due so many
    /// days after `start`, and is the first person's that its step names; the caller's where that is nobody. Everything is
    /// asked that `activities.create` asks, of each step by its place (`steps[1].assignee`). A plan that there is not, or that
    /// is not enabled, is refused as `unknown`, one that is for other records as `not_supported`. Packs do the same by the
    /// effect `call`.
    write[rules, not_found, conflict] fn apply(plan: String [text(100)], record: RecordKey, start: Date) -> Vec<Activity>;
} } }

crate::activity_plans_operations!(crate::engine::operations::project_core);
