//! When may, and who: a plan is alive while its opportunity is `assigned`. The guards look at the opportunity.

use crate::gate::Entity;
use crate::gate::guard::{Duty, Guard, Whose};
use crate::opportunities::OpportunityStatus;

const ASSIGNED: &[&str] = &[OpportunityStatus::Assigned.as_str()];

/// Whoever plans: the assignee, or a sales manager.
const PLANNER: Whose = Whose::RoleOr(&[Duty::Assignee]);

pub(crate) const GUARDS: &[Guard] = &[
    Guard { operation: "plans.get", on: Entity::Opportunity, whose: PLANNER, when: &[] },
    Guard { operation: "plans.add", on: Entity::Opportunity, whose: PLANNER, when: ASSIGNED },
    Guard { operation: "plans.update", on: Entity::PlanItem, whose: PLANNER, when: ASSIGNED },
    Guard { operation: "plans.delete", on: Entity::PlanItem, whose: PLANNER, when: ASSIGNED },
    Guard {
        operation: "plans.record_result",
        on: Entity::PlanItem,
        whose: Whose::Only(&[Duty::Assignee]),
        when: ASSIGNED,
    },
];
