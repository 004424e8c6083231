//! How a session begins.

use chrono::TimeDelta;

use super::store::login as store;
use crate::engine::audit::Refused;
use crate::engine::clock::Timestamp;
use crate::engine::crm::Crm;
use crate::engine::error::{CrmError, Result};
use crate::engine::ids::UserId;
use crate::engine::operations::Operation;
use crate::engine::patience::Patience;
use crate::engine::secret::Secret;
use crate::engine::session::{Actor, Session};
use crate::engine::storage::Transaction;
use crate::engine::{password, text};

/// Wrong tries in a row that lock a login.
const TRIES: i64 = 5;

/// How long it stays locked.
pub(super) const LOCKED_FOR: TimeDelta = TimeDelta::minutes(15);

/// How long the failures of a name that nobody has are remembered.
const REMEMBERED_FOR: TimeDelta = TimeDelta::days(1);

/// How many such names are remembered, the latest.
const NAMES: i64 = 1_000;

/// The longest folded login name that is looked at: folding can lengthen the 100 characters a name may have.
const MAX_LOGIN: usize = 2_000;

/// What a log-in is called in the audit's refusals.
const OPERATION: &str = "login";

/// What beginning a session without a password is called there.
const SESSION: &str = "session";

impl Crm {
    /// A session of an active user, whom the host has authenticated itself.
    ///
    /// # Errors
    /// [`CrmError::NotFound`] or [`CrmError::Forbidden`] (`disabled`).
    pub fn session(&self, user: UserId) -> Result<Session> {
        begin(self, &user.to_string(), |tx| store::by_id(tx, user))
    }

    /// A session of an active user by login name, whom the host has authenticated itself.
    ///
    /// # Errors
    /// As [`Crm::session`].
    pub fn session_by_login(&self, login: &str) -> Result<Session> {
        let folded = folded(login, usize::MAX);
        begin(self, login, |tx| store::by_login(tx, &folded))
    }

    /// A session of an active user who gives login name and password (USER-2), for a host that leaves authentication
    /// to the engine. The fifth wrong try in a row locks the login for fifteen minutes, in which the right password is
    /// refused too; a name that nobody has behaves, and takes as long, as one that somebody has. Failures are in the
    /// audit.
    ///
    /// ```
    /// # fn main() -> crm_core::Result<()> {
    /// # let cheap = crm_core::PasswordCost { memory_kib: 8, passes: 1 };
    /// # let crm = crm_core::Crm::options().password_cost(cheap).open_in_memory()?;
    /// let admin = crm.bootstrap("admin", "管理员", &["system_administrator"])?;
    /// crm.session(admin)?.users().set_password(admin, Some("correct horse".into()), None)?;
    /// assert_eq!(crm.login("Admin", &"correct horse".into())?.user(), Some(admin));
    /// assert_eq!(crm.login("admin", &"battery staple".into()).unwrap_err().code(), "login_failed");
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// [`CrmError::LoginFailed`] (`wrong_credentials`, `locked`), and [`CrmError::Forbidden`] (`disabled`) for the
    /// right password of a disabled user.
    pub fn login(&self, login: &str, password: &Secret) -> Result<Session> {
        by_password(self, login, password)
    }
}

fn begin(
    crm: &Crm,
    asked: &str,
    find: impl Fn(&mut dyn Transaction) -> Result<Option<store::Account>>,
) -> Result<Session> {
    let mut found = None;
    crm.storage().read(&crm.patience(), &mut |tx| {
        found = find(tx)?;
        Ok(())
    })?;
    match found {
        Some(account) if account.active => Ok(session(crm, &account)),
        Some(account) => Err(disabled(crm, &account, "", SESSION, crm.now()?)),
        None => Err(CrmError::NotFound { entity: "user".into(), id: asked.chars().take(100).collect() }),
    }
}

/// Counts a refusal for the audit.
fn count(crm: &Crm, user: Option<i64>, login: &str, operation: &str, reason: &str, now: Timestamp) {
    let (login, operation, reason) = (login.to_owned(), operation.to_owned(), reason.to_owned());
    crm.count_refusal(Refused { user, login, operation, reason }, now);
}

/// Records that a disabled user wanted to begin, and gives the refusal.
fn disabled(crm: &Crm, account: &store::Account, login: &str, operation: &str, now: Timestamp) -> CrmError {
    count(crm, Some(account.key), login, operation, "disabled", now);
    CrmError::forbidden(operation, "disabled")
}

fn session(crm: &Crm, account: &store::Account) -> Session {
    Session::new(crm.clone(), Actor::User { key: account.key, id: account.id })
}

/// A login name as it is compared, so much of it.
fn folded(login: &str, most: usize) -> store::LoginForms {
    let mut name = login.to_owned();
    text::normalise(&mut name);
    let cut = |folded: String| if folded.len() > most { folded.chars().take(most).collect() } else { folded };
    let store::LoginForms { now, before } = store::LoginForms::new(&name);
    store::LoginForms { now: cut(now), before: cut(before) }
}

/// A session by login name and password (USER-2).
fn by_password(crm: &Crm, login: &str, password: &Secret) -> Result<Session> {
    let asked = folded(login, MAX_LOGIN);
    // One deadline for all that follows.
    let patience = crm.patience().with_deadline();
    let now = crm.now()?;
    let (mut account, mut login, mut locked) = (None, asked.now.clone(), false);
    crm.storage().read(&patience, &mut |tx| {
        account = store::by_login(tx, &asked)?;
        login = account.as_ref().map_or(&asked.now, |account| &account.login).clone();
        locked = store::is_locked(tx, &login, now, LOCKED_FOR)?;
        Ok(())
    })?;
    if locked {
        // None counts while it is locked, so there is nothing to write.
        count(crm, account.map(|a| a.key), &login, OPERATION, "locked", now);
        return Err(CrmError::LoginFailed { reason: "locked".to_owned() });
    }
    // No lock is held while the password is hashed; and who is not there is hashed for as well, so that the time an
    // answer takes tells nothing.
    let right = match account.as_ref().and_then(|a| a.password_hash.as_deref()) {
        Some(hash) => password::verify(hash, password, &patience)?,
        None => {
            password::hash(crm.password_cost(), password, &[0; 16], &patience)?;
            false
        }
    };
    match account {
        Some(account) if right => succeed(crm, account, &login, now, &patience),
        account => Err(refuse(crm, account.map(|a| a.key), &login, OPERATION, "wrong_credentials", now, &patience)?),
    }
}

/// The right password: the failures before it are forgotten, unless others have locked the login meanwhile.
fn succeed(crm: &Crm, account: store::Account, login: &str, now: Timestamp, patience: &Patience) -> Result<Session> {
    let mut failed_before = false;
    crm.storage().read(patience, &mut |tx| {
        failed_before = store::failures(tx, login)?.is_some();
        Ok(())
    })?;
    let mut locked = false;
    // Signing in writes only where there is something to forget.
    if failed_before && !crm.is_read_only() {
        crm.write(patience, &mut |tx| {
            locked = store::is_locked(tx, login, now, LOCKED_FOR)?;
            if !locked {
                store::forget_failures(tx, login)?;
            }
            Ok(())
        })?;
    }
    if locked {
        return Err(refuse(crm, Some(account.key), login, OPERATION, "locked", now, patience)?);
    }
    if !account.active {
        return Err(disabled(crm, &account, login, OPERATION, now));
    }
    Ok(session(crm, &account))
}

/// What a wrong password given to an operation entails: it counts, and is recorded, as if the user had signed in with
/// it.
pub(super) fn count_wrong(
    session: &Session,
    operation: &'static Operation,
    refusal: &CrmError,
    now: Timestamp,
    patience: &Patience,
) -> Result<()> {
    let (CrmError::LoginFailed { reason }, Some(user)) = (refusal, session.actor().key()) else { return Ok(()) };
    let crm = session.crm();
    let mut login = String::new();
    crm.storage().read(patience, &mut |tx| {
        login = store::login(tx, user)?;
        Ok(())
    })?;
    refuse(crm, Some(user), &login, operation.name, reason, now, patience).map(drop)
}

/// Counts a wrong try, records it, and gives the refusal. The try that reaches the limit locks; while it is locked none
/// counts.
fn refuse(
    crm: &Crm,
    user: Option<i64>,
    login: &str,
    operation: &str,
    reason: &str,
    now: Timestamp,
    patience: &Patience,
) -> Result<CrmError> {
    let mut locked = false;
    if !crm.is_read_only() {
        crm.write(patience, &mut |tx| {
            locked = store::is_locked(tx, login, now, LOCKED_FOR)?;
            if locked {
                // Tries that were under way together count together: those behind the fifth hear of the lock.
                return Ok(());
            }
            store::forget_unknown(tx, now - REMEMBERED_FOR, now)?;
            // A lock that has run out begins a new row of tries.
            let before = store::failures(tx, login)?;
            let times = match before {
                Some((times, None)) => times + 1,
                _ => 1,
            };
            store::count_failure(tx, login, times, now, (times >= TRIES).then(|| now + LOCKED_FOR))?;
            if before.is_none() { store::keep_unknown(tx, NAMES) } else { Ok(()) }
        })?;
    }
    let reason = if locked { "locked" } else { reason };
    count(crm, user, login, operation, reason, now);
    Ok(CrmError::LoginFailed { reason: reason.to_owned() })
}
