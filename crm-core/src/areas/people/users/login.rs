//! How a session begins.

use super::attempt::Attempt;
use super::store::login as store;
use crate::engine::audit::{Refused, SignIn};
use crate::engine::clock::Timestamp;
use crate::engine::crm::Crm;
use crate::engine::error::{CrmError, Result};
use crate::engine::ids::UserId;
use crate::engine::secret::Secret;
use crate::engine::session::{Actor, Session};
use crate::engine::storage::Transaction;
use crate::sign_ins::{Client, SignInMeans, SignInOutcome};

pub(crate) use super::attempt::{Counted, by_code, name, nobodys};
pub(super) use super::attempt::{LOCKED_FOR, count_wrong};

/// What beginning a session without a password is called in the audit's refusals.
const SESSION: &str = "session";

impl Crm {
    /// A session of an active user, whom the host has authenticated itself.
    ///
    /// # Errors
    /// [`CrmError::NotFound`] or [`CrmError::Forbidden`] (`disabled`).
    pub fn session(&self, user: UserId) -> Result<Session> {
        begin(self, &user.to_string(), None, |tx| store::by_id(tx, user))
    }

    /// A session of an active user by login name, whom the host has authenticated itself.
    ///
    /// # Errors
    /// As [`Crm::session`].
    pub fn session_by_login(&self, login: &str) -> Result<Session> {
        let folded = store::LoginForms::of(login, usize::MAX);
        begin(self, login, None, |tx| store::by_login(tx, &folded))
    }

    /// A session of an active user, whom the host has authenticated itself, and who signs in with it: the log of sign-ins
    /// tells it, with the client (LOGIN-1). For the one session with which somebody comes in; those that a host begins
    /// for each request are no sign-ins.
    ///
    /// ```
    /// use crm_core::sign_ins::{Client, SignInMeans};
    ///
    /// # fn main() -> crm_core::Result<()> {
    /// # let crm = crm_core::Crm::open_in_memory()?;
    /// # let admin = crm.bootstrap("admin", "管理员", &["system_administrator"])?;
    /// let client = Client { address: Some("192.0.2.7".into()), device: Some("Firefox 140, Linux".into()) };
    /// let session = crm.session_with(admin, &client)?;
    /// let row = session.sign_ins().mine(None)?.items.remove(0);
    /// assert_eq!((row.means, row.address), (Some(SignInMeans::Host), client.address));
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// As [`Crm::session`], and [`CrmError::Invalid`] for a client whose texts are too long.
    pub fn session_with(&self, user: UserId, client: &Client) -> Result<Session> {
        let client = client.checked(self.default_locale())?;
        begin(self, &user.to_string(), Some(client), |tx| store::by_id(tx, user))
    }

    /// A session of an active user who gives login name and password (USER-2), for a host that leaves authentication
    /// to the engine. The fifth wrong try in a row locks the login for fifteen minutes, in which the right password is
    /// refused too; a name that nobody has behaves, and takes as long, as one that somebody has. Failures are in the
    /// audit, and every attempt in the log of sign-ins (LOGIN-1). [`Crm::sign_in`] takes a code too, and says where the
    /// attempt comes from.
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
    /// [`CrmError::LoginFailed`] (`wrong_credentials`, `locked`; `code_required` where the user has a second factor), and
    /// [`CrmError::Forbidden`] (`disabled`) for the right password of a disabled user.
    pub fn login(&self, login: &str, password: &Secret) -> Result<Session> {
        self.sign_in(login, password, None, None)
    }

    /// The same with a code, where the user has a second factor (FACTOR-2), and with the client that the attempt comes
    /// from, for the log of sign-ins (LOGIN-1). The code is one of the user's device, or a recovery code; an empty one is
    /// none, and where the user has no second factor it is not looked at.
    ///
    /// The right password without the code that it takes is refused as `code_required`, which counts as no wrong try:
    /// ask for the code, and call again with both. A wrong code counts like a wrong password, and is told as one.
    ///
    /// # Errors
    /// As [`Crm::login`], and [`CrmError::Invalid`] for a client whose texts are too long. A database that is open for
    /// reading only can't note that a code was used, and takes none: [`CrmError::Storage`] (`read_only`).
    pub fn sign_in(
        &self,
        login: &str,
        password: &Secret,
        code: Option<&Secret>,
        client: Option<&Client>,
    ) -> Result<Session> {
        let client = client.map(|client| client.checked(self.default_locale())).transpose()?;
        let attempt = Attempt::new(self, login, client.unwrap_or_default())?;
        attempt.by_password(password, code)
    }
}

fn begin(
    crm: &Crm,
    asked: &str,
    client: Option<Client>,
    find: impl Fn(&mut dyn Transaction) -> Result<Option<store::Account>>,
) -> Result<Session> {
    let mut found = None;
    crm.storage().read(&crm.patience(), &mut |tx| {
        found = find(tx)?;
        Ok(())
    })?;
    let Some(account) = found else {
        return Err(CrmError::NotFound { entity: "user".into(), id: asked.chars().take(100).collect() });
    };
    if account.active && client.is_none() {
        return Ok(session(crm, &account, false));
    }
    let now = crm.now()?;
    if let Some(client) = client {
        let reason = if account.active { "" } else { "disabled" };
        note(crm, Some(account.key), &account.login, SignInMeans::Host, reason, &client, now);
    }
    if account.active { Ok(session(crm, &account, false)) } else { Err(disabled(crm, &account, "", SESSION, now)) }
}

/// Notes a sign-in for its log, a failed one where there is a reason.
pub(super) fn note(
    crm: &Crm,
    user: Option<i64>,
    login: &str,
    means: SignInMeans,
    reason: &str,
    client: &Client,
    now: Timestamp,
) {
    let outcome = if reason.is_empty() { SignInOutcome::Succeeded } else { SignInOutcome::Failed };
    let sign_in = SignIn {
        user,
        login: login.to_owned(),
        means: Some(means.as_str()),
        outcome: outcome.as_str(),
        reason: reason.to_owned(),
        address: client.address.clone().unwrap_or_default(),
        device: client.device.clone().unwrap_or_default(),
    };
    crm.note_sign_in(sign_in, now);
}

/// Counts a refusal for the audit.
pub(super) fn count(crm: &Crm, user: Option<i64>, login: &str, operation: &str, reason: &str, now: Timestamp) {
    let (login, operation, reason) = (login.to_owned(), operation.to_owned(), reason.to_owned());
    crm.count_refusal(Refused { user, login, operation, reason }, now);
}

/// Records that a disabled user wanted to begin, and gives the refusal.
pub(super) fn disabled(crm: &Crm, account: &store::Account, login: &str, operation: &str, now: Timestamp) -> CrmError {
    count(crm, Some(account.key), login, operation, "disabled", now);
    CrmError::forbidden(operation, "disabled")
}

pub(super) fn session(crm: &Crm, account: &store::Account, by_engine: bool) -> Session {
    Session::new(crm.clone(), Actor::User { key: account.key, id: account.id, by_engine })
}
