//! When may, and who: a plan is alive while its opportunity is `assigned`. The guards look at the opportunity.

use crate::engine::permission::rights;
use crate::gate::guard::Whose;
use crate::opportunities::OpportunityStatus;
use crate::opportunities::status::{ASSIGNEE, ASSIGNEE_ALONE};

const ASSIGNED: &str = OpportunityStatus::Assigned.as_str();

/// Whoever plans: the assignee, or a sales manager.
const PLANNER: Whose<'_> = Whose::RoleOr(&[ASSIGNEE]);

rights! {
    get           by MA on Opportunity whose PLANNER;
    add           by M  on Opportunity whose PLANNER        when [ASSIGNED];
    update        by M  on PlanItem    whose PLANNER        when [ASSIGNED];
    delete        by M  on PlanItem    whose PLANNER        when [ASSIGNED];
    record_result by A  on PlanItem    whose ASSIGNEE_ALONE when [ASSIGNED];
}
