//! When may, and who: the status machine of tickets.
//!
//! ```text
//! created ──assign──▶ assigned ──handle──▶ handled ──feedback, 3 to 5──▶ archived
//!                     reassign ◀─feedback, 1 or 2─┘ reassign
//! ```

use super::types::{Ticket, TicketStatus};
use crate::collaborators::status::COLLABORATOR;
use crate::customers::status::ACCOUNT_MANAGER;
use crate::engine::gate::guard::{Duty, Subject, Whose, identity};
use crate::engine::ids::UserId;
use crate::engine::objects::custom::Extends;
use crate::engine::permission::rights;
use crate::shares::status::{SHARED, SHARED_TO_WRITE};

const CREATED: &str = TicketStatus::Created.as_str();
const ASSIGNED: &str = TicketStatus::Assigned.as_str();
const HANDLED: &str = TicketStatus::Handled.as_str();

/// The person the ticket is assigned to.
const ASSIGNEE: Duty<'_> = Duty::within("assignee", "its assignee");

/// The person who handled the ticket last.
const HANDLER: Duty<'_> = Duty::within("handler", "the person who handled it last");

/// On a customer: whoever a ticket of it is assigned to that is not archived (SCOPE-10).
pub(crate) const SERVICE: Duty<'_> = Duty::beside("service", "the assignee of an open ticket of the customer");

/// Whoever may record any, and who works on the customer (SHARE-1).
const REPORTER: Whose<'_> = Whose::RoleOr(&[ACCOUNT_MANAGER, COLLABORATOR, SHARED_TO_WRITE]);

/// Whoever may read any; any active user may be given a ticket (DUTY-1), and must be able to read it then; and with whom
/// it or its customer is shared (SHARE-2).
const READER: Whose<'_> = Whose::RoleOr(&[ASSIGNEE, HANDLER, SHARED]);

/// Nobody but the assignee handles it.
const ASSIGNEE_ALONE: Whose<'_> = Whose::Only(&[ASSIGNEE]);

/// Whoever asks the customer: the person who handled it, or a sales manager.
const ASKER: Whose<'_> = Whose::RoleOr(&[HANDLER]);

/// Whoever may change the fields that packs give any, and its assignee (EXT-3).
const EXTENDER: Whose<'_> = Whose::RoleOr(&[ASSIGNEE]);

/// Who writes the fields that packs give tickets, whatever their state.
pub(crate) static EXTENDS: Extends = Extends::by("M", EXTENDER);

rights! {
    create   by A  on CUSTOMER whose REPORTER;
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
