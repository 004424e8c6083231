//! When may, and who: a plan is alive while its opportunity is `assigned`. The guards look at the opportunity.

use crate::collaborators::status::COLLABORATOR;
use crate::engine::gate::guard::Whose;
use crate::engine::permission::rights;
use crate::opportunities::OpportunityStatus;
use crate::opportunities::status::{ASSIGNEE, ASSIGNEE_ALONE, READER};
use crate::shares::status::SHARED_TO_WRITE;

const ASSIGNED: &str = OpportunityStatus::Assigned.as_str();

/// Whoever plans: the assignee and who works on it beside them (SHARE-1, SHARE-2), or a sales manager.
const PLANNER: Whose<'_> = Whose::RoleOr(&[ASSIGNEE, COLLABORATOR, SHARED_TO_WRITE]);

rights! {
    get           by MA on OPPORTUNITY whose READER;
    add           by M  on OPPORTUNITY whose PLANNER        when [ASSIGNED];
    update        by M  on PLAN_ITEM   whose PLANNER        when [ASSIGNED];
    delete        by M  on PLAN_ITEM   whose PLANNER        when [ASSIGNED];
    record_result by A  on PLAN_ITEM   whose ASSIGNEE_ALONE when [ASSIGNED];
}
