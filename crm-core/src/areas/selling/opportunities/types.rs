//! What a caller sends and gets.

use super::pipelines::{StageId, StageRef};
use crate::customers::CustomerId;
use crate::departments::{DepartmentId, DepartmentRef};
use crate::dictionary::{Choice, DictionaryEntryId};
use crate::engine::clock::Timestamp;
use crate::engine::gate::kind::kinds;
use crate::engine::ids::{UserId, id};
use crate::engine::page::page;
use crate::engine::record::{choices, record, update};
use crate::engine::tree::Tree;
use crate::setup::SetupRef;
use crate::users::UserRef;

kinds! {
    /// An opportunity.
    OPPORTUNITY = "opportunity" in opportunities;
}

id! {
    /// Identifies an opportunity.
    OpportunityId
}

choices! {
    /// Where an opportunity stands.
    OpportunityStatus {
        /// Nobody develops it yet; it may still be edited and deleted.
        Unassigned = "unassigned",
        /// One account manager develops it, along its plan.
        Assigned = "assigned",
        /// Development succeeded; the customer exists. Final.
        Developed = "developed",
        /// Development failed, or it was none (SALE-4). Final.
        Failed = "failed",
    }
}

record! {
    /// What the caller gives to record an opportunity (OPP-1).
    input NewOpportunity for Opportunity {
        /// Where it came from: a fair, a recommendation.
        source: Option<String> = None [short],
        /// The name of the organisation to win.
        customer_name: String [short],
        /// The chance of success in whole percent, 0 to 100.
        success_probability: i64 [range(0, 100)],
        /// What it is about, in a line.
        summary: String [short],
        /// Whom to talk to.
        contact_name: Option<String> = None [short],
        /// How to reach them.
        contact_phone: Option<String> = None [short],
        /// What it is about, in full.
        description: String [long],
        /// Values of the fields that packs give opportunities, by their names: `{"stage": "found"}`.
        custom: Option<Tree> = None,
    }
}

update! {
    /// Changes to an unassigned opportunity (OPP-2).
    OpportunityUpdate of Opportunity {
        /// Where it came from.
        source: String [short],
        /// The name of the organisation to win.
        customer_name: String [short, required],
        /// The chance of success in whole percent, 0 to 100.
        success_probability: i64 [range(0, 100), required],
        /// What it is about, in a line.
        summary: String [short, required],
        /// Whom to talk to.
        contact_name: String [short],
        /// How to reach them.
        contact_phone: String [short],
        /// What it is about, in full.
        description: String [long, required],
        /// Values of the fields that packs give opportunities, by their names; a null empties one.
        custom: Tree [required],
    }
}

record! {
    /// An opportunity.
    output Opportunity of OPPORTUNITY extended in opportunities as o {
        /// Its id.
        id: OpportunityId,
        /// Its version, for updates.
        version: i64,
        /// Its short number; absent until the engine that gives numbers has seen it.
        number: Option<i64>,
        /// Where it stands.
        status: OpportunityStatus,
        /// Where it came from.
        source: Option<String> [confidential(value)],
        /// The name of the organisation to win.
        customer_name: String,
        /// The chance of success in whole percent, 0 to 100.
        success_probability: i64,
        /// What it is about, in a line.
        summary: String,
        /// Whom to talk to.
        contact_name: Option<String> [confidential(person)],
        /// How to reach them.
        contact_phone: Option<String> [confidential(phone)],
        /// What it is about, in full.
        description: String [confidential(text)],
        /// Who recorded it.
        creator: UserRef,
        /// When it was recorded.
        created_at: Timestamp,
        /// Who develops it, or did when it was closed; absent while it is unassigned.
        assignee: Option<UserRef>,
        /// Who assigned it (last); absent while it is unassigned.
        assigner: Option<UserRef>,
        /// When it was assigned (last); absent while it is unassigned.
        assigned_at: Option<Timestamp>,
        /// When it was developed or failed; absent before.
        closed_at: Option<Timestamp>,
        /// Why it failed, where that was said.
        failure_reason: Option<String> [confidential(text)],
        /// What it was lost for, an entry of the dictionary category `lost_reason`, where that was said (SALE-6).
        lost_reason: Option<Choice> [confidential(value)],
        /// Why it was given back, where it was; absent again once it is assigned (SALE-4).
        release_reason: Option<String> [confidential(text)],
        /// The customer that its development created; absent unless it is developed.
        customer: Option<CustomerId>,
        /// The pipeline in which it is, or was when it was closed; absent while it is unassigned (PIPE).
        pipeline: Option<SetupRef>,
        /// The stage in which it is, or was when it was closed.
        stage: Option<StageRef>,
        /// Since when it is in this stage.
        stage_since: Option<Timestamp>,
        /// The department of its assignee when it was assigned (last).
        department: Option<DepartmentRef>,
    }
}

page!(OpportunityPage of Opportunity, "A page of opportunities, newest first.");

record! {
    /// Which opportunities are wanted; what is absent does not restrict (OPP-5).
    filter OpportunityFilter of Opportunity {
        /// In this state.
        status: OpportunityStatus => is status,
        /// Recorded by this user.
        creator: UserId => is creator,
        /// Developed by this user.
        assignee: UserId => is assignee,
        /// The customer's name contains this; width and case don't matter, and an empty text restricts nothing.
        customer_name: String => contains customer_name_folded [short],
        /// The summary contains this; width and case don't matter, and an empty text restricts nothing.
        summary: String => contains summary_folded [short],
        /// The contact's name or phone contains this; width and case don't matter, and an empty text restricts nothing.
        contact: String => contains contact_folded [short, of("opportunity.contact_name"), of("opportunity.contact_phone")],
        /// Recorded at this instant or later.
        created_from: Timestamp => from created_at,
        /// Recorded before this instant.
        created_before: Timestamp => before created_at,
        /// Lost for this, an entry of the dictionary category `lost_reason`.
        lost_reason: DictionaryEntryId => is lost_reason [category("lost_reason")],
        /// Developed or failed at this instant or later.
        closed_from: Timestamp => from closed_at,
        /// Developed or failed before this instant.
        closed_before: Timestamp => before closed_at,
        /// In the pipeline of this name, or closed in it.
        pipeline: String => called pipeline [text(100)],
        /// In this stage, or closed in it.
        stage: StageId => is stage,
        /// Assigned to somebody of this department when it was (last).
        department: DepartmentId => is department,
    }
}

record! {
    /// One assignment in the history of an opportunity (OPP-6) or a ticket (TICKET-6).
    output Assignment {
        /// To whom.
        assignee: UserRef,
        /// By whom.
        assigner: Option<UserRef>,
        /// When.
        assigned_at: Timestamp,
    }
}

page!(AssignmentPage of Assignment, "A page of assignments, oldest first.");
