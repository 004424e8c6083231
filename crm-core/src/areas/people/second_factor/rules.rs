//! What is checked and done.

use sha2::{Digest, Sha256};

use super::code::{self, RECOVERY, SECRET, Typed};
use super::store;
use super::types::*;
use crate::engine::audit::{Refused, SignIn};
use crate::engine::clock::Timestamp;
use crate::engine::error::{CrmError, Result};
use crate::engine::gate::{Context, Entity};
use crate::engine::ids::UserId;
use crate::engine::secret::Secret;
use crate::engine::storage::Transaction;
use crate::sign_ins::SignInOutcome;
use crate::users::User;
use crate::users::login::{self, Counted};
use crate::users::rules::{changed, count, load, own, subject};

/// How many recovery codes there are.
const RECOVERY_CODES: usize = 10;

/// Under which name a device keeps the secret unless the host has another.
const ISSUER: &str = "CRM";

/// What somebody showed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Proof {
    /// A code of the device.
    Code,
    /// A recovery code.
    Recovery,
}

/// Accepts what was typed as a code, which counts once; `None` where it is wrong, used or too old (FACTOR-2). Whoever
/// has no second factor shows nothing.
pub(crate) fn accept(tx: &mut dyn Transaction, user: i64, typed: &Secret, now: Timestamp) -> Result<Option<Proof>> {
    let Some(factor) = store::find(tx, user)?.filter(|factor| factor.on) else { return Ok(None) };
    match Typed::of(typed) {
        Typed::Code(number) => match step_of(&factor, number, now)? {
            Some(step) => store::set_step(tx, user, step).map(|_| Some(Proof::Code)),
            None => Ok(None),
        },
        Typed::Recovery(bytes) => {
            let used = store::use_recovery(tx, user, Sha256::digest(bytes).into())?;
            Ok(used.then_some(Proof::Recovery))
        }
        Typed::Other => Ok(None),
    }
}

/// The step whose code it is: of now, the one before or the one after, behind the last that was accepted. One further
/// ahead than any that is accepted now came from another clock, and binds nothing.
fn step_of(factor: &store::Factor, number: u32, now: Timestamp) -> Result<Option<i64>> {
    let here = code::step(now);
    let last = factor.last_step.filter(|last| *last <= here + 1);
    let mut found = None;
    for step in here - 1..=here + 1 {
        if code::code(&factor.secret, step)? == number && last.is_none_or(|last| last < step) {
            found = Some(step);
        }
    }
    Ok(found)
}

/// Whether nothing was typed.
pub(crate) fn is_blank(typed: &Secret) -> bool {
    code::is_blank(typed)
}

fn conflict(user: &User, reason: &str) -> CrmError {
    CrmError::conflict(Entity::USER.as_str(), user.id, reason)
}

/// FACTOR-1.
pub(super) fn begin(cx: &mut Context<'_>, issuer: &Option<String>) -> Result<BegunFactor> {
    let (key, before) = own(cx)?;
    if before.has_second_factor {
        return Err(conflict(&before, "factor_on"));
    }
    cx.check_fields()?;
    let secret: [u8; SECRET] = cx.new_secret();
    store::begin(cx.tx(), key, &secret)?;
    let (_, mut after) = load(cx, before.id)?;
    count(cx, key, &before, &mut after)?;
    let uri = code::uri(issuer.as_deref().unwrap_or(ISSUER), &before.login, &secret);
    Ok(BegunFactor { secret: code::base32(&secret), uri })
}

/// FACTOR-1.
pub(super) fn confirm(cx: &mut Context<'_>, typed: &Secret) -> Result<RecoveryCodes> {
    let (key, before) = own(cx)?;
    if before.has_second_factor {
        return Err(conflict(&before, "factor_on"));
    }
    let Some(factor) = store::find(cx.tx(), key)? else { return Err(conflict(&before, "factor_not_begun")) };
    let now = cx.now();
    let step = match Typed::of(typed) {
        Typed::Code(number) => step_of(&factor, number, now)?,
        _ => None,
    };
    if step.is_none() && !cx.violations().has("code") {
        cx.violations().add("code", "wrong_code", "is not the code of this moment", None);
    }
    cx.check_fields()?;
    store::confirm(cx.tx(), key, now, step.unwrap_or_default())?;
    let mut codes = Vec::with_capacity(RECOVERY_CODES);
    for _ in 0..RECOVERY_CODES {
        let bytes: [u8; RECOVERY] = cx.new_secret();
        store::add_recovery(cx.tx(), key, Sha256::digest(bytes).into())?;
        codes.push(code::recovery(bytes));
    }
    changed(cx, key, before)?;
    Ok(RecoveryCodes { codes })
}

/// FACTOR-4.
pub(super) fn disable(cx: &mut Context<'_>, typed: &Secret) -> Result<User> {
    let (key, before) = own(cx)?;
    if !before.has_second_factor {
        return Err(conflict(&before, "factor_off"));
    }
    cx.check_fields()?;
    prove(cx, key, typed)?;
    store::delete(cx.tx(), key)?;
    changed(cx, key, before)
}

/// FACTOR-4.
pub(super) fn reset(cx: &mut Context<'_>, id: &UserId, version: &Option<i64>) -> Result<User> {
    let Some(found) = subject(cx, *id)? else { return cx.not_found(Entity::USER, *id) };
    cx.guard(&found, version)?;
    let (key, before) = (found.key, found.user);
    cx.check_fields()?;
    store::delete(cx.tx(), key)?;
    let (login, now) = (login::name(cx.tx(), key)?, cx.now());
    let outcome = SignInOutcome::FactorReset.as_str();
    SignIn { user: Some(key), login, outcome, ..SignIn::default() }.write(cx.tx(), now)?;
    changed(cx, key, before)
}

/// FACTOR-2, for a host that authenticates its users itself.
pub(super) fn check(cx: &mut Context<'_>, user: &UserId, typed: &Option<Secret>) -> Result<FactorCheck> {
    let (key, user) = load(cx, *user)?;
    cx.check_fields()?;
    let proof = match (user.has_second_factor, typed.as_ref().filter(|typed| !is_blank(typed))) {
        (false, _) => None,
        (true, None) => return Err(CrmError::LoginFailed { reason: "code_required".into() }),
        (true, Some(typed)) => Some(prove(cx, key, typed)?),
    };
    Ok(FactorCheck {
        has_second_factor: user.has_second_factor,
        requires_factor: store::is_required(cx.tx(), key)?,
        by_recovery: proof == Some(Proof::Recovery),
        recovery_codes: store::recovery_codes(cx.tx(), key)?,
    })
}

/// Accepts the code of somebody who has a second factor, or refuses and counts it as the log-in does: in the same
/// transaction, so that of many tried at once none is looked at behind the lock.
fn prove(cx: &mut Context<'_>, user: i64, typed: &Secret) -> Result<Proof> {
    let (operation, now) = (cx.operation().name.to_owned(), cx.now());
    let name = login::name(cx.tx(), user)?;
    let reason = match login::by_code(cx.tx(), user, &name, typed, now)? {
        Counted::Right(proof) => return Ok(proof),
        Counted::Wrong => "wrong_credentials",
        Counted::Locked => "locked",
    };
    let refused = Refused { user: Some(user), login: name, operation, reason: reason.to_owned() };
    cx.refuse_and_count(CrmError::LoginFailed { reason: reason.to_owned() }, refused)
}
