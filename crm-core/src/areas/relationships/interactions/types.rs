//! What a caller sends and gets.

use crate::activities::ActivityId;
use crate::customers::CustomerRef;
use crate::engine::clock::{Date, Timestamp};
use crate::engine::gate::kind::kinds;
use crate::engine::ids::{UserId, id};
use crate::engine::page::page;
use crate::engine::record::{record, update};
use crate::engine::tree::Tree;
use crate::tickets::{TicketId, TicketRef};
use crate::users::UserRef;

kinds! {
    /// An interaction with a customer.
    INTERACTION = "interaction" in interactions;
}

id! {
    /// Identifies an interaction (a visit, a call) with a customer.
    InteractionId
}

record! {
    /// What the caller gives to record an interaction (VISIT-1).
    input NewInteraction for Interaction {
        /// The day of it.
        date: Date,
        /// Where it took place.
        place: String [short],
        /// What it was about, in a line.
        summary: String [short],
        /// What was said and agreed, in full.
        details: String [long],
        /// Anything else worth knowing.
        remarks: Option<String> = None [long],
        /// The ticket it followed, one of the same customer.
        ticket: Option<TicketId> = None,
        /// The done activity that it tells of, whose main record is the customer or belongs to it; one activity becomes one
        /// interaction (ACT-7).
        activity: Option<ActivityId> = None,
        /// Values of the fields that packs give interactions, by their names.
        custom: Option<Tree> = None,
    }
}

record! {
    /// What is given where an activity becomes an interaction (ACT-7); what is absent is the activity's.
    input InteractionDraft of INTERACTION {
        /// The day of it; the one on which the activity was done where absent.
        date: Option<Date> = None,
        /// Where it took place; the activity's place where absent.
        place: Option<String> = None [short],
        /// What it was about, in a line; the activity's subject where absent.
        summary: Option<String> = None [short],
        /// What was said and agreed, in full; the activity's result where absent.
        details: Option<String> = None [long],
        /// Anything else worth knowing.
        remarks: Option<String> = None [long],
        /// The ticket it followed, one of the same customer.
        ticket: Option<TicketId> = None,
        /// Values of the fields that packs give interactions, by their names.
        custom: Option<Tree> = None,
    }
}

update! {
    /// Changes to an interaction (VISIT-1).
    InteractionUpdate of Interaction {
        /// The day of it.
        date: Date [required],
        /// Where it took place.
        place: String [short, required],
        /// What it was about, in a line.
        summary: String [short, required],
        /// What was said and agreed, in full.
        details: String [long, required],
        /// Anything else worth knowing.
        remarks: String [long],
        /// The ticket it followed, one of the same customer.
        ticket: TicketId [],
        /// Values of the fields that packs give interactions, by their names; a null empties one.
        custom: Tree [required],
    }
}

record! {
    /// An interaction with a customer: a visit, a call.
    output Interaction of INTERACTION extended in interactions as i {
        /// Its id.
        id: InteractionId,
        /// Its version, for updates.
        version: i64,
        /// The customer.
        customer: CustomerRef,
        /// The day of it.
        date: Date,
        /// Where it took place.
        place: String [confidential(text)],
        /// What it was about, in a line.
        summary: String [confidential(text)],
        /// What was said and agreed, in full.
        details: String [confidential(text)],
        /// Anything else worth knowing.
        remarks: Option<String> [confidential(text)],
        /// The ticket it followed.
        ticket: Option<TicketRef>,
        /// Who recorded it.
        creator: Option<UserRef>,
        /// When it was recorded.
        created_at: Timestamp,
    }
}

page!(InteractionPage of Interaction, "A page of interactions, newest first.");

record! {
    /// Which interactions are wanted; what is absent does not restrict.
    filter InteractionFilter of Interaction {
        /// Those that followed this ticket.
        ticket: TicketId => is ticket,
        /// Recorded by this user.
        creator: UserId => is creator,
        /// On this day or later.
        date_from: Date => from date,
        /// On this day or earlier.
        date_to: Date => to date,
    }
}
