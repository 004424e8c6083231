//! What a caller sends and gets.

use crate::engine::audit::Action;
use crate::engine::clock::Timestamp;
use crate::engine::gate::Entity;
use crate::engine::ids::{RecordId, UserId};
use crate::engine::page::page;
use crate::engine::record::record;
use crate::users::UserRef;

record! {
    /// One changed record (AUDIT-1).
    output RecordChange {
        /// The number of the change; later changes have higher ones.
        sequence: i64,
        /// The kind of record.
        entity: Entity,
        /// Its id; absent in the one summary of a bulk operation.
        id: Option<RecordId>,
        /// What happened to it.
        action: Action,
        /// The record that it was merged into, where it was.
        into: Option<RecordId>,
        /// Its fields before, as a JSON object: all where it was deleted, those that differ where it was changed; as far as
        /// the reader reads them today.
        before: Option<String>,
        /// Its fields after, as a JSON object: all where it was created, those that differ where it was changed; as far as
        /// the reader reads them today.
        after: Option<String>,
    }
}

record! {
    /// One call that changed something (AUDIT-1).
    output AuditCall {
        /// Its number, by which `changes` gives all that it changed.
        number: i64,
        /// When.
        at: Timestamp,
        /// Who; absent where the engine acted for itself.
        user: Option<UserRef>,
        /// The operation, `opportunities.assign`.
        operation: String,
        /// Its arguments as a JSON object, as far as the reader reads these fields today; a summary in their place for a bulk
        /// operation. Passwords are `***`.
        arguments: String,
        /// The records it changed: the first 100, as far as they are 1 MiB of text.
        changes: Vec<RecordChange>,
        /// Whether it changed more: `changes` gives all of them.
        more_changes: bool,
    }
}

/// Changes that a call carries itself. It stands in a statement too.
pub(crate) const CHANGES_INSIDE: usize = 100;

page!(RecordChangePage of RecordChange, "A page of changed records, in the order of their changes.");

page!(AuditPage of AuditCall, "A page of audited calls, newest first.");

record! {
    /// Which calls are wanted; what is absent does not restrict.
    input AuditFilter {
        /// By this user.
        user: Option<UserId> = None,
        /// Of exactly this operation.
        operation: Option<String> = None [text(100), exact],
        /// That changed this record. With a kind it is not of, it is refused (`wrong_kind`).
        record: Option<RecordId> = None,
        /// That changed a record of this kind, a defined object's by its name (`hotel.room`). Required beside the id of a record
        /// that an earlier version let be of two kinds.
        entity: Option<Entity> = None [defined],
        /// At this instant or later.
        at_from: Option<Timestamp> = None,
        /// Before this instant.
        at_before: Option<Timestamp> = None,
    }
}

record! {
    /// A refused call or a failed log-in; repeats within a minute are counted (PERM-2).
    output Refusal {
        /// When it was refused first.
        first_at: Timestamp,
        /// When it was refused last.
        last_at: Timestamp,
        /// How often.
        times: i64,
        /// Who; absent for a log-in under a name that nobody has, and where so many were refused at once that only their
        /// number was kept.
        user: Option<UserRef>,
        /// The name of a failed log-in, folded. Of one that nobody has there is a hash alone, `#` and sixteen digits: people
        /// type passwords there. Absent where names were so many that only their number was kept.
        login: Option<String>,
        /// The operation; `login` for signing in.
        operation: String,
        /// Why, as a stable code: `no_permission`, `not_yours`, `disabled`, `second_factor`, `field`, `out_of_scope`,
        /// `wrong_credentials`, `code_required`, `locked`.
        reason: String,
    }
}

page!(RefusalPage of Refusal, "A page of refusals, newest first.");

record! {
    /// Which refusals are wanted; what is absent does not restrict.
    input RefusalFilter {
        /// Of this user.
        user: Option<UserId> = None,
        /// Of log-ins whose name contains this; a name that nobody has must be given whole. Width and case don't matter, and
        /// an empty text restricts nothing.
        login: Option<String> = None [text(100)],
        /// Of exactly this operation.
        operation: Option<String> = None [text(100), exact],
        /// For exactly this reason.
        reason: Option<String> = None [text(100), exact],
        /// First refused at this instant or later.
        at_from: Option<Timestamp> = None,
        /// First refused before this instant.
        at_before: Option<Timestamp> = None,
    }
}
