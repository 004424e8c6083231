//! When may, and who: the status machine of opportunities.
//!
//! ```text
//! unassigned ──assign──▶ assigned ──develop──▶ developed
//!   update, delete        reassign └──fail────▶ failed
//! ```

use super::types::{Opportunity, OpportunityStatus};
use crate::gate::Entity;
use crate::gate::guard::{Duty, Guard, Subject, Whose, identity};
use crate::ids::UserId;

const UNASSIGNED: &str = OpportunityStatus::Unassigned.as_str();
const ASSIGNED: &str = OpportunityStatus::Assigned.as_str();

/// Whoever may read any, and the assignee, who must see what they develop (DUTY-1).
const READER: Whose = Whose::RoleOr(&[Duty::Assignee]);

pub(crate) const GUARDS: &[Guard] = &[
    Guard { operation: "opportunities.get", on: Entity::Opportunity, whose: READER, when: &[] },
    Guard { operation: "opportunities.assignments", on: Entity::Opportunity, whose: READER, when: &[] },
    Guard { operation: "opportunities.update", on: Entity::Opportunity, whose: Whose::Anyone, when: &[UNASSIGNED] },
    Guard { operation: "opportunities.delete", on: Entity::Opportunity, whose: Whose::Creator, when: &[UNASSIGNED] },
    Guard { operation: "opportunities.assign", on: Entity::Opportunity, whose: Whose::Anyone, when: &[UNASSIGNED] },
    Guard { operation: "opportunities.reassign", on: Entity::Opportunity, whose: Whose::Anyone, when: &[ASSIGNED] },
    Guard {
        operation: "opportunities.develop",
        on: Entity::Opportunity,
        whose: Whose::Only(&[Duty::Assignee]),
        when: &[ASSIGNED],
    },
    Guard {
        operation: "opportunities.fail",
        on: Entity::Opportunity,
        whose: Whose::Only(&[Duty::Assignee]),
        when: &[ASSIGNED],
    },
];

impl Subject for Opportunity {
    identity!(Opportunity);

    fn state(&self) -> &'static str {
        self.status.as_str()
    }

    fn creator(&self) -> Option<UserId> {
        Some(self.creator.id)
    }

    fn on_duty(&self, duty: Duty) -> Option<UserId> {
        match duty {
            Duty::Assignee => self.assignee.as_ref().map(|u| u.id),
            _ => None,
        }
    }
}
