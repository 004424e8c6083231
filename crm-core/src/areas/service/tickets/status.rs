//! When may, and who: the status machine of tickets.
//!
//! ```text
//! created ──assign──▶ assigned ──handle──▶ handled ──feedback, 3 to 5──▶ archived
//!                     reassign ◀─feedback, 1 or 2─┘ reassign
//! ```

use super::types::{Ticket, TicketStatus};
use crate::engine::gate::guard::{Duty, Subject, Whose, identity};
use crate::engine::ids::UserId;
use crate::engine::permission::rights;

const CREATED: &str = TicketStatus::Created.as_str();
const ASSIGNED: &str = TicketStatus::Assigned.as_str();
const HANDLED: &str = TicketStatus::Handled.as_str();

/// The person the ticket is assigned to.
const ASSIGNEE: Duty<'_> = Duty { name: "assignee", phrase: "its assignee" };

/// The person who handled the ticket last.
const HANDLER: Duty<'_> = Duty { name: "handler", phrase: "the person who handled it last" };

/// Whoever may read any; and any active user may be given a ticket (DUTY-1), and must be able to read it then.
const READER: Whose<'_> = Whose::RoleOr(&[ASSIGNEE, HANDLER]);

/// Nobody but the assignee handles it.
const ASSIGNEE_ALONE: Whose<'_> = Whose::Only(&[ASSIGNEE]);

/// Whoever asks the customer: the person who handled it, or a sales manager.
const ASKER: Whose<'_> = Whose::RoleOr(&[HANDLER]);

rights! {
    create   by A;
    get      by MA on TICKET whose READER;
    list     by MA;
    assign   by M  on TICKET                      when [CREATED];
    reassign by M  on TICKET                      when [ASSIGNED, HANDLED];
    handle   by A  on TICKET whose ASSIGNEE_ALONE when [ASSIGNED];
    feedback by M  on TICKET whose ASKER          when [HANDLED];
}

impl Subject for Ticket {
    identity!(TICKET);

    fn state(&self) -> &str {
        self.status.as_str()
    }

    fn creator(&self) -> Option<UserId> {
        Some(self.creator.id)
    }

    fn duties(&self) -> Vec<(&str, UserId)> {
        let assignee = self.assignee.iter().map(|user| (ASSIGNEE.name, user.id));
        assignee.chain(self.handler.iter().map(|user| (HANDLER.name, user.id))).collect()
    }
}
