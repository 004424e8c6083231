//! When may, and who: the status machine of opportunities.
//!
//! ```text
//! unassigned ──assign──▶ assigned ──develop──▶ developed
//!   update, delete ◀─release─ reassign └─fail─▶ failed
//!      └──────────────disqualify─────────────────┘
//! ```

use super::types::{Opportunity, OpportunityStatus};
use crate::collaborators::status::COLLABORATOR;
use crate::engine::gate::guard::{Duty, Subject, Whose, identity};
use crate::engine::ids::UserId;
use crate::engine::objects::custom::Extends;
use crate::engine::permission::rights;
use crate::shares::status::{SHARED, SHARED_TO_WRITE};

const UNASSIGNED: &str = OpportunityStatus::Unassigned.as_str();
const ASSIGNED: &str = OpportunityStatus::Assigned.as_str();

/// The account manager whom the opportunity is assigned to.
pub(crate) const ASSIGNEE: Duty<'_> = Duty::within("assignee", "its assignee");

/// Whoever may read any, the assignee, who must see what they develop (DUTY-1), and who works on it beside them or was
/// shown it (SHARE-1, SHARE-2).
pub(crate) const READER: Whose<'_> = Whose::RoleOr(&[ASSIGNEE, COLLABORATOR, SHARED]);

/// Whoever may change any, and who works on it beside its assignee. The assignee says nothing any more of what others
/// decided on: what an assigned one is about stays (OPP-3).
const MAINTAINER: Whose<'_> = Whose::RoleOr(&[COLLABORATOR, SHARED_TO_WRITE]);

/// Whoever wrote it down.
const CREATOR: Whose<'_> = Whose::Creator;

/// Whoever may give any back, and its assignee (SALE-4).
const RELEASER: Whose<'_> = Whose::RoleOr(&[ASSIGNEE]);

/// Whoever may revise any, its assignee, and who works on it beside them (SALE-7).
const REVISER: Whose<'_> = Whose::RoleOr(&[ASSIGNEE, COLLABORATOR]);
/// Whoever may move any, its assignee, and who works on it beside them (PIPE-4).
const MOVER: Whose<'_> = Whose::RoleOr(&[ASSIGNEE, COLLABORATOR]);

/// Whoever may change any, of one that is assigned whoever may revise any, its assignee, and who works on it beside them (SALE-8, SALE-9).
const DETAILER: Whose<'_> = Whose::RoleOrAlso(&[ASSIGNEE, COLLABORATOR], ASSIGNED, "opportunities.revise");

/// Nobody but the assignee says what became of it.
pub(crate) const ASSIGNEE_ALONE: Whose<'_> = Whose::Only(&[ASSIGNEE]);

rights! {
    create      by MA;
    create_many by MI;
    get         by MA on OPPORTUNITY whose READER;
    list        by MA;
    alerts      by MAE;
    update      by MA on OPPORTUNITY whose MAINTAINER     when [UNASSIGNED];
    revise      by M  on OPPORTUNITY whose REVISER        when [ASSIGNED];
    set_persons by MA on OPPORTUNITY whose DETAILER       when [UNASSIGNED, ASSIGNED];
    set_lines   by MA on OPPORTUNITY whose DETAILER       when [UNASSIGNED, ASSIGNED];
    delete      by MA on OPPORTUNITY whose CREATOR        when [UNASSIGNED];
    assign      by M  on OPPORTUNITY                      when [UNASSIGNED];
    reassign    by M  on OPPORTUNITY                      when [ASSIGNED];
    assignments by MA on OPPORTUNITY whose READER;
    develop     by A  on OPPORTUNITY whose ASSIGNEE_ALONE when [ASSIGNED];
    fail        by A  on OPPORTUNITY whose ASSIGNEE_ALONE when [ASSIGNED];
    release     by M  on OPPORTUNITY whose RELEASER       when [ASSIGNED];
    disqualify  by M  on OPPORTUNITY                      when [UNASSIGNED];
    board       by MAE;
    detail      by MA on OPPORTUNITY whose READER;
    explain_score by MAE on OPPORTUNITY whose RELEASER;
    move_stage  by M  on OPPORTUNITY whose MOVER          when [ASSIGNED];
}

/// Whoever may change the fields that packs give any, and its assignee (EXT-3).
const EXTENDER: Whose<'_> = Whose::RoleOr(&[ASSIGNEE]);

/// Who writes the fields that packs give opportunities, whatever their state.
pub(crate) static EXTENDS: Extends = Extends::by("M", EXTENDER);

impl Subject for Opportunity {
    identity!(OPPORTUNITY);

    fn state(&self) -> &str {
        self.status.as_str()
    }

    fn creator(&self) -> Option<UserId> {
        Some(self.creator.id)
    }

    fn duties(&self) -> Vec<(&str, UserId)> {
        self.assignee.iter().map(|user| (ASSIGNEE.name, user.id)).collect()
    }

    /// SALE-4: what was ever assigned stays. Nobody gives one back without a reason, which it has until it is assigned again.
    fn hindrance(&self, operation: &str) -> Option<&str> {
        (operation == "opportunities.delete" && self.release_reason.is_some()).then_some("has_history")
    }
}
