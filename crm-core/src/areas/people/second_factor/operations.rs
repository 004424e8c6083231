//! The operations on second factors.

use super::rules;
use super::types::*;
use crate::engine::ids::UserId;
use crate::engine::secret::Secret;
use crate::users::User;

/// Hands the area's table to a projecting macro.
#[doc(hidden)]
#[macro_export]
macro_rules! second_factor_operations { ($($project:ident)::+) => { $($project)::+! {
    second_factor: SecondFactor, "Second factors (双因素认证), which signing in takes beside a password.";

    /// Begins a second factor of the acting user's: a new secret, told this once, of which their device makes a code of
    /// six digits every thirty seconds (TOTP of RFC 6238, FACTOR-1). `issuer` is the name that the device shows beside
    /// the login name, `CRM` unless another is given. It asks nobody for anything until `confirm`, and a new `begin`
    /// replaces it; while one is on it is a conflict (`factor_on`).
    write[enrols, conflict] fn begin(issuer: Option<String> = None [text(100)]) -> BegunFactor;

    /// Turns the second factor on that was begun, with a code of the device, and gives ten recovery codes, told this once
    /// (FACTOR-1). Signing in takes a code from now on. Where none was begun it is a conflict (`factor_not_begun`).
    write[enrols, conflict] fn confirm(code: Secret) -> RecoveryCodes;

    /// Turns the acting user's second factor off, with a code of the device or a recovery code (FACTOR-4). A wrong one is
    /// refused as `login_failed` and counts as a failed log-in. Where there is none it is a conflict (`factor_off`).
    write[confirm, conflict, login_failed] fn disable(code: Secret) -> User;

    /// Takes another user's second factor away, who lost their device (FACTOR-4); signing in takes the password alone
    /// until they begin a new one. The log of sign-ins tells it. One's own is a conflict (`own_factor`): `disable` takes a
    /// code. Where there is none it is a conflict too (`factor_off`).
    write[confirm] fn reset(id: UserId, version: Option<i64> = None) -> User;

    /// Checks a code of a user whom the host authenticated itself, of the device or a recovery code (FACTOR-2). It counts
    /// once, and a wrong one counts as at the engine's log-in: `login_failed` (`wrong_credentials`, `locked`; without a
    /// code `code_required`). Whoever has no second factor passes, which the answer says.
    write[login_failed] fn check(user: UserId, code: Option<Secret> = None) -> FactorCheck;
} } }

crate::second_factor_operations!(crate::engine::operations::project_core);
