//! What a caller sends and gets.

use crate::engine::clock::{Date, Timestamp};
use crate::engine::gate::kind::kinds;
use crate::engine::ids::id;
use crate::engine::record::{record, update};
use crate::opportunities::{Opportunity, OpportunityId};
use crate::users::UserRef;

kinds! {
    /// An item of a development plan.
    PLAN_ITEM = "plan_item" in plan_items;
}

id! {
    /// Identifies an item of a development plan.
    PlanItemId
}

record! {
    /// What the caller gives to add a step to a plan (PLAN-1).
    input NewPlanItem {
        /// The day it is planned for; it can't be changed later.
        date: Date,
        /// What is to be done.
        content: String [long],
    }
}

update! {
    /// Changes to a step (PLAN-2).
    PlanItemUpdate {
        /// What is to be done.
        content: String [long, required],
    }
}

record! {
    /// A step of a development plan.
    output PlanItem {
        /// Its id.
        id: PlanItemId,
        /// Its version, for updates.
        version: i64,
        /// The opportunity it belongs to.
        opportunity: OpportunityId,
        /// The day it is planned for.
        date: Date,
        /// What is to be done.
        content: String,
        /// What came of it; absent until that is recorded.
        result: Option<String>,
        /// Who planned it.
        creator: Option<UserRef>,
        /// When it was planned.
        created_at: Timestamp,
    }
}

record! {
    /// A development plan: the opportunity and its steps by date (PLAN-4).
    output Plan {
        /// The opportunity it develops.
        opportunity: Opportunity,
        /// The steps, by date.
        items: Vec<PlanItem>,
        /// Pass it as `after` to get the steps that follow; absent where these were all.
        next: Option<String>,
    }
}
