//! The operations on sign-ins.

use super::rules;
use super::types::*;
use crate::engine::page::PageRequest;

/// Hands the area's table to a projecting macro.
#[doc(hidden)]
#[macro_export]
macro_rules! sign_ins_operations { ($($project:ident)::+) => { $($project)::+! {
    sign_ins: SignIns, "The log of sign-ins (登录日志).";

    /// Lists sign-ins and failed ones, newest first (LOGIN-2): every attempt with a password, and every session that a
    /// host began with a client. Failures of one name, address and reason within a minute are one row; beyond a thousand
    /// rows of failures a minute the rest are one, without names. All of this process are told, and those of others that
    /// their processes have written, which they do with whatever they write next.
    read[sliced] fn list(filter: Option<SignInFilter> = None, page: Option<PageRequest> = None) -> SignInPage;

    /// Lists the acting user's own sign-ins, and those that failed under their name, newest first (LOGIN-2).
    read[sliced] fn mine(page: Option<PageRequest> = None) -> SignInPage;
} } }

crate::sign_ins_operations!(crate::engine::operations::project_core);
