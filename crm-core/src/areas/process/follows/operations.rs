//! The operations on who follows records.

use super::rules;
use super::types::*;
use crate::engine::ids::UserId;
use crate::objects::RecordKey;

/// Hands the area's table to a projecting macro.
#[doc(hidden)]
#[macro_export]
macro_rules! follows_operations { ($($project:ident)::+) => { $($project)::+! {
    follows: Follows, "Followers (关注人) of records of any kind.";

    /// Follows a record that one reads (FOLLOW-1), or has others follow it who read it too: that may who maintains the record. With
    /// `updates` they hear of every change, without of notes, new files, another state or owner, and the end alone; called again it
    /// says that anew. Rules have those follow whom they name. A record has at most 1,000 followers beside its creator and its owner.
    write[rules, not_found] fn follow(record: RecordKey, users: Option<Vec<UserId>> = None [at_most(1000)], updates: bool = false) -> ();

    /// Follows a record no more (FOLLOW-1), or takes somebody else away, which may who maintains it. They don't follow it by
    /// themselves again, whatever they do with it.
    write[not_found] fn unfollow(record: RecordKey, user: Option<UserId> = None) -> ();

    /// Gives who follows a record to whoever reads it, the oldest account first.
    read[not_found] fn list(record: RecordKey) -> Vec<Follower>;
} } }

crate::follows_operations!(crate::engine::operations::project_core);
