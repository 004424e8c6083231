//! The operations on shares.

use super::rules;
use super::types::*;
use crate::departments::DepartmentId;
use crate::engine::gate::Entity;
use crate::engine::ids::{RecordId, UserId};
use crate::engine::page::PageRequest;

/// Hands the area's table to a projecting macro.
#[doc(hidden)]
#[macro_export]
macro_rules! shares_operations { ($($project:ident)::+) => { $($project)::+! {
    shares: Shares, "Shares (共享): one customer, opportunity or ticket shown to somebody whose it is not.";

    /// Shares a customer, an opportunity or a ticket with one active user, or with one department and those below it
    /// (SHARE-2, SHARE-3): the one or the other is given. What is shared with the same before has this access from now
    /// on. A record has at most 200 (a conflict, `too_many`).
    write fn give(
        entity: Entity,
        id: RecordId,
        access: ShareAccess,
        user: Option<UserId> = None,
        department: Option<DepartmentId> = None,
    ) -> ShareList;

    /// Takes the share with a user or with a department back (SHARE-5); where there is none nothing changes. The user who
    /// has it may, too.
    write[confirm] fn take_back(
        entity: Entity,
        id: RecordId,
        user: Option<UserId> = None,
        department: Option<DepartmentId> = None,
    ) -> ();

    /// Lists with whom a record is shared, for those who may share it (SHARE-6); those who were given it first at the
    /// beginning.
    read fn list(entity: Entity, id: RecordId) -> ShareList;

    /// Lists the records of a kind that are shared with the acting user or with their department, latest share first
    /// (SHARE-6). One that is shared with both is listed for each.
    read fn mine(entity: Entity, page: Option<PageRequest> = None) -> SharedRecordPage;
} } }

crate::shares_operations!(crate::engine::operations::project_core);
