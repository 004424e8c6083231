//! The operations on substitutes.

use super::rules;
use super::types::*;
use crate::engine::ids::UserId;

/// Hands the area's table to a projecting macro.
#[doc(hidden)]
#[macro_export]
macro_rules! substitutes_operations { ($($project:ident)::+) => { $($project)::+! {
    substitutes: Substitutes, "Substitutes (审批代理人): who signs off for whom, and for how long.";

    /// Names who signs off for the caller, from an instant until before another, for all flows or some (APPR-12); administrators name
    /// them for others. The substitute may decide what is open or opens then, and so may the person. Of several the latest named
    /// counts; chains are followed, up to five long.
    ///
    /// With an `id` of the caller's (a UUIDv7) a repetition with equal fields returns the substitute that is there; with
    /// other fields it is a conflict (`id_taken`).
    write[conflict] fn set(new: NewSubstitute, id: Option<SubstituteId> = None) -> Substitute;

    /// Ends that somebody signs off for another: whose substitute it is does, and any administrator.
    write fn end(id: SubstituteId, version: Option<i64> = None) -> ();

    /// Lists the substitutes that a person has now or will have, the latest named first; the caller's where nobody is named.
    read fn list(user: Option<UserId> = None) -> Vec<Substitute>;
} } }

crate::substitutes_operations!(crate::engine::operations::project_core);
