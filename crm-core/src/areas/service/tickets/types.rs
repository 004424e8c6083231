//! What a caller sends and gets.

use crate::customers::{CustomerId, CustomerRef};
use crate::dictionary::{Choice, DictionaryEntryId};
use crate::engine::clock::Timestamp;
use crate::engine::error::Result;
use crate::engine::gate::kind::kinds;
use crate::engine::ids::{UserId, id};
use crate::engine::page::page;
use crate::engine::record::{choices, record};
use crate::engine::storage::referred;
use crate::engine::tree::Tree;
use crate::opportunities::Assignment;
use crate::users::UserRef;

kinds! {
    /// A service ticket.
    TICKET = "ticket" in tickets;
}

id! {
    /// Identifies a service ticket.
    TicketId
}

choices! {
    /// Where a ticket stands.
    TicketStatus {
        /// Recorded; nobody has it yet.
        Created = "created",
        /// Somebody is to handle it, for the first time or again.
        Assigned = "assigned",
        /// It was handled; the customer's answer is awaited.
        Handled = "handled",
        /// The customer was satisfied. Final.
        Archived = "archived",
    }
}

record! {
    /// What the caller gives to record a ticket (TICKET-1).
    input NewTicket of TICKET {
        /// Consultation, suggestion or complaint: an entry of the dictionary category `ticket_kind`.
        kind: DictionaryEntryId [category("ticket_kind")],
        /// What it is about, in a line.
        summary: String [short],
        /// The customer who asks; a lost one may too.
        customer: CustomerId,
        /// What the customer asks for, in full.
        request: String [long],
        /// Values of the fields that packs give tickets, by their names.
        custom: Option<Tree> = None,
    }
}

record! {
    /// A service ticket. `handling`, `handler`, `handled_at`, `result` and `satisfaction` are those of the latest
    /// attempt, also while the ticket is back with its assignee; the earlier ones are in [`TicketDetail`].
    output Ticket of TICKET extended {
        /// Its id.
        id: TicketId,
        /// Its version, for updates.
        version: i64,
        /// Its short number; absent until the engine that gives numbers has seen it.
        number: Option<i64>,
        /// Where it stands.
        status: TicketStatus,
        /// Consultation, suggestion or complaint.
        kind: Choice,
        /// What it is about, in a line.
        summary: String,
        /// The customer who asks.
        customer: CustomerRef,
        /// What the customer asks for, in full.
        request: String [confidential(text)],
        /// Who recorded it.
        creator: UserRef,
        /// When it was recorded.
        created_at: Timestamp,
        /// Who is to handle it; absent while it is new.
        assignee: Option<UserRef>,
        /// Who assigned it (last).
        assigner: Option<UserRef>,
        /// When it was assigned (last).
        assigned_at: Option<Timestamp>,
        /// Who handled it (last).
        handler: Option<UserRef>,
        /// When it was handled (last).
        handled_at: Option<Timestamp>,
        /// What was done (last).
        handling: Option<String> [confidential(text)],
        /// What came of it, as the customer says.
        result: Option<String> [confidential(text)],
        /// How satisfied the customer is with it, from 1 (very dissatisfied) to 5 (very satisfied).
        satisfaction: Option<i64> [confidential(value)],
        /// When it was archived; absent before.
        archived_at: Option<Timestamp>
    }
}

page!(TicketPage of Ticket, "A page of tickets, newest first.");

record! {
    /// One attempt to help, with the customer's answer where there is one (TICKET-4).
    output TicketAttempt of TICKET {
        /// Who handled the ticket.
        handler: UserRef,
        /// When.
        handled_at: Timestamp,
        /// What was done; absent only where it is hidden.
        handling: Option<String>,
        /// What came of it, as the customer says.
        result: Option<String>,
        /// How satisfied the customer is, 1 to 5; less than 3 sent the ticket back.
        satisfaction: Option<i64>,
        /// Who recorded the answer.
        feedback_by: Option<UserRef>,
        /// When the answer was recorded.
        feedback_at: Option<Timestamp>
    }
}

record! {
    /// One ticket in full, with all that was tried (TICKET-5).
    output TicketDetail {
        /// The ticket.
        ticket: Ticket,
        /// The attempts, oldest first.
        attempts: Vec<TicketAttempt>,
        /// The assignments, oldest first; the present one is the last of all.
        assignments: Vec<Assignment>,
        /// Pass it as `after` to get what follows of the history; absent where this was all.
        next: Option<String>
    }
}

record! {
    /// Which tickets are wanted; what is absent does not restrict (TICKET-5).
    input TicketFilter asks TICKET {
        /// In this state.
        status: Option<TicketStatus> = None,
        /// Of this customer.
        customer: Option<CustomerId> = None,
        /// The customer's name contains this; width and case don't matter, and an empty text restricts nothing.
        customer_name: Option<String> = None [short],
        /// The summary contains this; width and case don't matter, and an empty text restricts nothing.
        summary: Option<String> = None [short],
        /// Of this kind: an entry of the dictionary category `ticket_kind`.
        kind: Option<DictionaryEntryId> = None [category("ticket_kind")],
        /// Recorded at this instant or later.
        created_from: Option<Timestamp> = None,
        /// Recorded before this instant.
        created_before: Option<Timestamp> = None,
        /// Recorded by this user.
        creator: Option<UserId> = None,
        /// Given to this user.
        assignee: Option<UserId> = None,
        /// `true`: those that an interaction with the customer followed; `false`: those that were handled (archived or
        /// not), and that none followed yet (VISIT-1).
        followed_up: Option<bool> = None,
    }
}

record! {
    /// A ticket as other records mention it.
    output TicketRef {
        /// The ticket's id.
        id: TicketId,
        /// Its short number.
        number: Option<i64>,
        /// What it is about, in a line.
        summary: String,
    }
}

referred! { TicketId in tickets }
referred! { TicketRef in tickets { id: TicketId, number, summary } }
