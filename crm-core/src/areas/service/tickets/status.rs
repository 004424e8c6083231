//! When may, and who: the status machine of tickets.
//!
//! ```text
//! created ──assign──▶ assigned ──handle──▶ handled ──feedback, 3 to 5──▶ archived
//!                     reassign ◀─feedback, 1 or 2─┘ reassign
//! ```

use super::types::{Ticket, TicketStatus};
use crate::gate::Entity;
use crate::gate::guard::{Duty, Guard, Subject, Whose, identity};
use crate::ids::UserId;

const CREATED: &str = TicketStatus::Created.as_str();
const ASSIGNED: &str = TicketStatus::Assigned.as_str();
const HANDLED: &str = TicketStatus::Handled.as_str();

pub(crate) const GUARDS: &[Guard] = &[
    // Any active user may be given a ticket (DUTY-1), and must be able to read it then.
    Guard {
        operation: "tickets.get",
        on: Entity::Ticket,
        whose: Whose::RoleOr(&[Duty::Assignee, Duty::Handler]),
        when: &[],
    },
    Guard { operation: "tickets.assign", on: Entity::Ticket, whose: Whose::Anyone, when: &[CREATED] },
    Guard { operation: "tickets.reassign", on: Entity::Ticket, whose: Whose::Anyone, when: &[ASSIGNED, HANDLED] },
    Guard { operation: "tickets.handle", on: Entity::Ticket, whose: Whose::Only(&[Duty::Assignee]), when: &[ASSIGNED] },
    Guard {
        operation: "tickets.feedback",
        on: Entity::Ticket,
        whose: Whose::RoleOr(&[Duty::Handler]),
        when: &[HANDLED],
    },
];

impl Subject for Ticket {
    identity!(Ticket);

    fn state(&self) -> &'static str {
        self.status.as_str()
    }

    fn creator(&self) -> Option<UserId> {
        Some(self.creator.id)
    }

    fn on_duty(&self, duty: Duty) -> Option<UserId> {
        match duty {
            Duty::Assignee => self.assignee.as_ref().map(|u| u.id),
            Duty::Handler => self.handler.as_ref().map(|u| u.id),
            Duty::AccountManager => None,
        }
    }
}
