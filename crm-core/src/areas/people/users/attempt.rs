//! An attempt to sign in by password, and by a code where the user has a second factor; what is wrong in a row counts, and
//! locks (USER-2, FACTOR-2).

use chrono::TimeDelta;
use sha2::{Digest, Sha256};

use super::login::{count, disabled, note, session};
use super::store::login as store;
use crate::engine::clock::Timestamp;
use crate::engine::crm::Crm;
use crate::engine::error::{CrmError, Result};
use crate::engine::identity::Identity;
use crate::engine::operations::Operation;
use crate::engine::password;
use crate::engine::patience::Patience;
use crate::engine::secret::Secret;
use crate::engine::session::Session;
use crate::engine::storage::Transaction;
use crate::second_factor::rules::{self as factor, Proof};
use crate::second_factor::store::is_on;
use crate::sign_ins::{Client, SignInMeans};

/// Wrong tries in a row that lock a login.
const TRIES: i64 = 5;

/// How long it stays locked.
pub(in crate::areas::people::users) const LOCKED_FOR: TimeDelta = TimeDelta::minutes(15);

/// How long the failures of a name that nobody has are remembered.
const REMEMBERED_FOR: TimeDelta = TimeDelta::days(1);

/// How many such names are remembered, the latest.
const NAMES: i64 = 1_000;

/// The longest folded login name that is looked at: folding can lengthen the 100 characters a name may have.
const MAX_LOGIN: usize = 2_000;

/// What a log-in is called in the audit's refusals.
const OPERATION: &str = "login";

/// One attempt.
pub(super) struct Attempt<'a> {
    crm: &'a Crm,
    asked: store::LoginForms,
    client: Client,
    now: Timestamp,
    /// One deadline for all that follows.
    patience: Patience,
}

impl<'a> Attempt<'a> {
    pub(super) fn new(crm: &'a Crm, login: &str, client: Client) -> Result<Attempt<'a>> {
        let patience = crm.patience().with_deadline();
        let now = crm.now()?;
        Ok(Attempt { crm, asked: store::LoginForms::of(login, MAX_LOGIN), client, now, patience })
    }

    /// A session by login name and password (USER-2), and by a code where the user has a second factor.
    pub(super) fn by_password(&self, password: &Secret, code: Option<&Secret>) -> Result<Session> {
        let (mut account, mut login, mut locked) = (None, String::new(), false);
        self.crm.storage().read(&self.patience, &mut |tx| {
            account = store::by_login(tx, &self.asked)?;
            login = match &account {
                Some(account) => account.login.clone(),
                None => nobodys(tx, &self.asked.now)?,
            };
            locked = store::is_locked(tx, &login, self.now, LOCKED_FOR)?;
            Ok(())
        })?;
        if locked {
            // None counts while it is locked, so there is nothing to write.
            return Err(self.failed(account.map(|a| a.key), &login, SignInMeans::Password, "locked"));
        }
        // No lock is held while the password is hashed; and who is not there is hashed for as well, so that the time an
        // answer takes tells nothing.
        let right = match account.as_ref().and_then(|a| a.password_hash.as_deref()) {
            Some(hash) => password::verify(hash, password, &self.patience)?,
            None => {
                password::hash(self.crm.password_cost(), password, &[0; 16], &self.patience)?;
                false
            }
        };
        match account {
            Some(account) if right => self.by_right_password(&account, code),
            account => {
                let locked = self.count_try(&login)?;
                let reason = if locked { "locked" } else { "wrong_credentials" };
                Err(self.failed(account.map(|a| a.key), &login, SignInMeans::Password, reason))
            }
        }
    }

    /// The right password: where it is the whole sign-in, the failures before it are forgotten, unless others have locked
    /// the login meanwhile.
    fn by_right_password(&self, account: &store::Account, code: Option<&Secret>) -> Result<Session> {
        let (crm, login, now) = (self.crm, &account.login, self.now);
        let (mut failed_before, mut on) = (false, false);
        crm.storage().read(&self.patience, &mut |tx| {
            failed_before = store::failures(tx, login)?.is_some();
            on = is_on(tx, account.key)?;
            Ok(())
        })?;
        let means = if on {
            let Some(code) = code.filter(|code| !factor::is_blank(code)) else {
                // It neither counts nor ends the count: else a known password would buy endless guesses.
                return Err(self.failed(Some(account.key), login, SignInMeans::Password, "code_required"));
            };
            self.by_code(account, code)?
        } else {
            let mut locked = false;
            // Signing in waits for the writer only where there is something to forget.
            if failed_before && !crm.is_read_only() {
                crm.write(&self.patience, &mut |tx| {
                    locked = store::is_locked(tx, login, now, LOCKED_FOR)?;
                    if locked { Ok(()) } else { store::forget_failures(tx, login) }
                })?;
            }
            if locked {
                return Err(self.failed(Some(account.key), login, SignInMeans::Password, "locked"));
            }
            SignInMeans::Password
        };
        if !account.active {
            note(crm, Some(account.key), login, means, "disabled", &self.client, now);
            return Err(disabled(crm, account, login, OPERATION, now));
        }
        note(crm, Some(account.key), login, means, "", &self.client, now);
        Ok(session(crm, account, true))
    }

    /// How the code was shown, where it is right.
    fn by_code(&self, account: &store::Account, code: &Secret) -> Result<SignInMeans> {
        if self.crm.is_read_only() {
            // A code counts once, and a wrong one must count: neither could be noted.
            return Err(CrmError::storage("read_only"));
        }
        let mut counted = Counted::Locked;
        self.crm.write(&self.patience, &mut |tx| {
            counted = by_code(tx, account.key, &account.login, code, self.now)?;
            Ok(())
        })?;
        let reason = match counted {
            Counted::Right(Proof::Code) => return Ok(SignInMeans::Code),
            Counted::Right(Proof::Recovery) => return Ok(SignInMeans::Recovery),
            Counted::Wrong => "wrong_credentials",
            Counted::Locked => "locked",
        };
        Err(self.failed(Some(account.key), &account.login, SignInMeans::Code, reason))
    }

    /// Counts a wrong try; whether the login is locked.
    fn count_try(&self, login: &str) -> Result<bool> {
        let mut locked = false;
        if !self.crm.is_read_only() {
            self.crm.write(&self.patience, &mut |tx| {
                locked = count_try(tx, login, self.now)?;
                Ok(())
            })?;
        }
        Ok(locked)
    }

    /// Records a failure, and gives the refusal.
    fn failed(&self, user: Option<i64>, login: &str, means: SignInMeans, reason: &str) -> CrmError {
        count(self.crm, user, login, OPERATION, reason, self.now);
        note(self.crm, user, login, means, reason, &self.client, self.now);
        CrmError::LoginFailed { reason: reason.to_owned() }
    }
}

/// What became of a code.
pub(crate) enum Counted {
    /// It was accepted, and what was wrong before is forgotten.
    Right(Proof),
    /// It was wrong, and counts.
    Wrong,
    /// The login is locked: it was not looked at.
    Locked,
}

/// Accepts a code, or counts it as a wrong try, in one transaction: of many that are tried at once none is looked at
/// behind the lock.
pub(crate) fn by_code(
    tx: &mut dyn Transaction,
    user: i64,
    login: &str,
    code: &Secret,
    now: Timestamp,
) -> Result<Counted> {
    if store::is_locked(tx, login, now, LOCKED_FOR)? {
        return Ok(Counted::Locked);
    }
    match factor::accept(tx, user, code, now)? {
        Some(proof) => store::forget_failures(tx, login).map(|()| Counted::Right(proof)),
        None => count_try(tx, login, now).map(|_| Counted::Wrong),
    }
}

/// Counts a wrong try; whether the login is locked, where none counts. The try that reaches the limit locks.
fn count_try(tx: &mut dyn Transaction, login: &str, now: Timestamp) -> Result<bool> {
    if store::is_locked(tx, login, now, LOCKED_FOR)? {
        // Tries that were under way together count together: those behind the fifth hear of the lock.
        return Ok(true);
    }
    store::forget_unknown(tx, now - REMEMBERED_FOR, now)?;
    // A lock that has run out begins a new row of tries.
    let before = store::failures(tx, login)?;
    let times = match before {
        Some((times, None)) => times + 1,
        _ => 1,
    };
    store::count_failure(tx, login, times, now, (times >= TRIES).then(|| now + LOCKED_FOR))?;
    if before.is_none() {
        store::keep_unknown(tx, NAMES)?;
    }
    Ok(false)
}

/// What a wrong password given to an operation entails: it counts, and is recorded, as if the user had signed in with
/// it.
pub(in crate::areas::people::users) fn count_wrong(
    session: &Session,
    operation: &'static Operation,
    refusal: &CrmError,
    now: Timestamp,
    patience: &Patience,
) -> Result<()> {
    let (CrmError::LoginFailed { reason }, Some(user)) = (refusal, session.actor().key()) else { return Ok(()) };
    let (crm, mut login, mut locked) = (session.crm(), String::new(), false);
    crm.storage().read(patience, &mut |tx| {
        login = store::login(tx, user)?;
        Ok(())
    })?;
    if !crm.is_read_only() {
        crm.write(patience, &mut |tx| {
            locked = count_try(tx, &login, now)?;
            Ok(())
        })?;
    }
    count(crm, Some(user), &login, operation.name, if locked { "locked" } else { reason }, now);
    Ok(())
}

/// The folded login name of a user.
pub(crate) fn name(tx: &mut dyn Transaction, user: i64) -> Result<String> {
    store::login(tx, user)
}

/// What stands for a folded name that nobody has: people type passwords where a name belongs, so that no more than a hash
/// is kept, of its own in each database.
pub(crate) fn nobodys(tx: &mut dyn Transaction, folded: &str) -> Result<String> {
    let mut hash = Sha256::new();
    hash.update(Identity::load(tx)?.database.as_bytes());
    hash.update(folded);
    let start: String = hash.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    Ok(format!("#{start}"))
}
