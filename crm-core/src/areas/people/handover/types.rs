//! What a caller sends and gets.

use crate::customers::CustomerFilter;
use crate::engine::gate::Entity;
use crate::engine::ids::RecordId;
use crate::engine::record::record;
use crate::opportunities::OpportunityFilter;
use crate::tickets::TicketFilter;
use crate::users::Holding;

record! {
    /// What a person has, for others to take over.
    output HandoverPreview {
        /// Kind by kind; empty where it is nothing.
        holds: Vec<Holding>,
    }
}

record! {
    /// A record that is to be handed over.
    input HandedRecord {
        /// Its kind: `customer`, `opportunity` or `ticket`.
        entity: Entity,
        /// Its id.
        id: RecordId,
    }
}

record! {
    /// What is to be handed over: everything, records named, or what filters find. Filters of several kinds may be given
    /// together; kinds without one stay.
    input NewHandover {
        /// Everything that the person has, their collaborations too.
        everything: Option<bool> = None [default("false")],
        /// These records, at most 10,000.
        records: Option<Vec<HandedRecord>> = None [at_most(10_000)],
        /// Those of their customers that this finds; an empty filter finds all.
        customers: Option<CustomerFilter> = None,
        /// Those of their open opportunities that this finds.
        opportunities: Option<OpportunityFilter> = None,
        /// Those of their open tickets that this finds.
        tickets: Option<TicketFilter> = None,
        /// Whether the person, if active, becomes a collaborator of the customers that they hand over.
        keep_as_collaborator: Option<bool> = None [default("false")],
    }
}

record! {
    /// What was handed over.
    output HandoverResult {
        /// How many records passed on, kind by kind.
        moved: Vec<Holding>,
        /// How many of the records named the person did not have, or not any more.
        skipped: i64,
        /// How many of those that a filter or everything means were left, since the caller's roles do not change them.
        left: i64,
    }
}
