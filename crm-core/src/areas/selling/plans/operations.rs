//! The operations on development plans.

use super::rules;
use super::types::*;
use crate::opportunities::OpportunityId;

/// Hands the area's table to a projecting macro.
#[doc(hidden)]
#[macro_export]
macro_rules! plans_operations { ($($project:ident)::+) => { $($project)::+! {
    plans: Plans, "Development plans (客户开发计划) of opportunities.";

    /// Gives an opportunity's plan: the opportunity with its steps by date (PLAN-4). The assignee may, whatever their
    /// roles (DUTY-1).
    ///
    /// One answer carries at most 1,000 steps, and 4 MiB of their texts. Where there are more, `next` is there: pass it
    /// as `after`.
    read fn get(opportunity: OpportunityId, after: Option<String> = None [cursor]) -> Plan;

    /// Adds a step to the plan of an assigned opportunity (PLAN-1). Any day may be planned, past ones too.
    ///
    /// With an `id` of the caller's (a UUIDv7) a repetition with equal fields returns the step that is there; with
    /// other fields it is a conflict (`id_taken`).
    write fn add(opportunity: OpportunityId, new: NewPlanItem, id: Option<PlanItemId> = None) -> PlanItem;

    /// Changes what a step is about, while the opportunity is assigned (PLAN-2). Its date is fixed: delete the step
    /// and add another.
    write fn update(id: PlanItemId, changes: PlanItemUpdate) -> PlanItem;

    /// Deletes a step with its result, while the opportunity is assigned (PLAN-2).
    write[confirm] fn delete(id: PlanItemId, version: Option<i64> = None) -> ();

    /// Records what came of a step, or revises it, while the opportunity is assigned; only the assignee may (PLAN-3).
    write fn record_result(id: PlanItemId, result: String [long], version: Option<i64> = None) -> PlanItem;
} } }

crate::plans_operations!(crate::engine::operations::project_core);
