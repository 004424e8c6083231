//! The statements of signing in.

use chrono::TimeDelta;

use crate::engine::clock::Timestamp;
use crate::engine::error::Result;
use crate::engine::ids::UserId;
use crate::engine::storage::{Columns, Transaction, params};
use crate::engine::text;

/// What signing in needs to know of a user.
pub(in crate::areas::people::users) struct Account {
    pub(in crate::areas::people::users) key: i64,
    pub(in crate::areas::people::users) id: UserId,
    pub(in crate::areas::people::users) login: String,
    pub(in crate::areas::people::users) active: bool,
    pub(in crate::areas::people::users) password_hash: Option<String>,
}

fn read(c: &mut Columns<'_>) -> Result<Account> {
    Ok(Account { key: c.next()?, id: UserId(c.next()?), login: c.next()?, active: c.next()?, password_hash: c.next()? })
}

pub(in crate::areas::people::users) fn by_id(tx: &mut dyn Transaction, id: UserId) -> Result<Option<Account>> {
    tx.one(
        "SELECT id, uid, login_folded, status = 'active', password_hash FROM users WHERE uid = ?",
        params![&id.0],
        read,
    )
}

/// By folded login name; see [`LoginForms`].
pub(in crate::areas::people::users) fn by_login(
    tx: &mut dyn Transaction,
    login: &LoginForms,
) -> Result<Option<Account>> {
    tx.one(
        "SELECT id, uid, login_folded, status = 'active', password_hash FROM users WHERE login_folded IN (?, ?) \
         ORDER BY CASE WHEN login_folded = ? THEN 0 ELSE 1 END LIMIT 1",
        params![&login.now, &login.before, &login.before],
        read,
    )
}

/// A login name as it is compared, and as version 0.1.0 did: where two names were told apart then that are one now, one
/// of them keeps the form that it had, and is found by it first.
pub(in crate::areas::people::users) struct LoginForms {
    pub(in crate::areas::people::users) now: String,
    pub(in crate::areas::people::users) before: String,
}

impl LoginForms {
    pub(in crate::areas::people::users) fn new(login: &str) -> LoginForms {
        LoginForms { now: text::fold(login), before: text::fold_as_before(login) }
    }

    /// Those of a name as it is typed, so much of it.
    pub(in crate::areas::people::users) fn of(login: &str, most: usize) -> LoginForms {
        let mut name = login.to_owned();
        text::normalise(&mut name);
        let cut = |folded: String| if folded.len() > most { folded.chars().take(most).collect() } else { folded };
        let LoginForms { now, before } = LoginForms::new(&name);
        LoginForms { now: cut(now), before: cut(before) }
    }
}

/// The folded login name of a user.
pub(in crate::areas::people::users) fn login(tx: &mut dyn Transaction, user: i64) -> Result<String> {
    tx.value("SELECT login_folded FROM users WHERE id = ?", params![user])
}

/// Whether the login is locked. A lock that ends further ahead than any does was made while the clock said something
/// else, and doesn't count.
pub(in crate::areas::people::users) fn is_locked(
    tx: &mut dyn Transaction,
    login: &str,
    now: Timestamp,
    longest: TimeDelta,
) -> Result<bool> {
    tx.value(
        "SELECT EXISTS (SELECT 1 FROM login_failures WHERE login = ? AND locked_until > ? AND locked_until <= ?)",
        params![login, now, now + longest],
    )
}

/// The wrong tries in a row, and until when they lock the login.
pub(in crate::areas::people::users) fn failures(
    tx: &mut dyn Transaction,
    login: &str,
) -> Result<Option<(i64, Option<Timestamp>)>> {
    tx.one("SELECT times, locked_until FROM login_failures WHERE login = ?", params![login], |c| {
        Ok((c.next()?, c.next()?))
    })
}

pub(in crate::areas::people::users) fn count_failure(
    tx: &mut dyn Transaction,
    login: &str,
    times: i64,
    now: Timestamp,
    locked_until: Option<Timestamp>,
) -> Result<()> {
    tx.execute(
        "INSERT INTO login_failures (login, times, last_at, locked_until) VALUES (?, ?, ?, ?) ON CONFLICT (login) \
         DO UPDATE SET times = excluded.times, last_at = excluded.last_at, locked_until = excluded.locked_until",
        params![login, times, now, locked_until],
    )?;
    Ok(())
}

pub(in crate::areas::people::users) fn forget_failures(tx: &mut dyn Transaction, login: &str) -> Result<()> {
    tx.execute("DELETE FROM login_failures WHERE login = ?", params![login])?;
    Ok(())
}

/// Forgets old failures of names that nobody has, so that guessing names can't fill the database.
pub(in crate::areas::people::users) fn forget_unknown(
    tx: &mut dyn Transaction,
    before: Timestamp,
    now: Timestamp,
) -> Result<()> {
    // What is noted in the future was noted by another clock, and would stay until then.
    tx.execute(
        "DELETE FROM login_failures WHERE (last_at < ? OR last_at > ?) \
         AND login NOT IN (SELECT login_folded FROM users)",
        params![before, now],
    )?;
    Ok(())
}

/// Forgets the failures of all names that nobody has but so many, the latest. One that is forgotten begins anew, as if it
/// had not been tried; that takes as many other names first.
pub(in crate::areas::people::users) fn keep_unknown(tx: &mut dyn Transaction, most: i64) -> Result<()> {
    tx.execute(
        "DELETE FROM login_failures WHERE login IN (SELECT f.login FROM login_failures f \
         WHERE f.login NOT IN (SELECT login_folded FROM users) ORDER BY f.last_at DESC LIMIT 1000 OFFSET ?)",
        params![most],
    )?;
    Ok(())
}
