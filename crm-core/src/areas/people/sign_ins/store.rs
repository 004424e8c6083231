//! The statements that read the log, and that make room in it. It is written by the engine, beside what calls write.

use super::types::*;
use crate::engine::clock::Timestamp;
use crate::engine::error::Result;
use crate::engine::page::PageRequest;
use crate::engine::storage::{Columns, Direction, ListQuery, Order, Transaction, Visibility, params};
use crate::users::UserRef;

const NEWEST_FIRST: Order =
    Order { name: "sign_ins", keys: &[("s.first_at", Direction::Descending), ("s.id", Direction::Descending)] };

/// The list of them, whoever's they are; administrators and their users read it.
fn all<'a>() -> ListQuery<'a> {
    ListQuery::new(
        "s.first_at, s.last_at, s.times, u.uid, u.display_name, s.login, s.means, s.outcome, s.reason, s.address, \
         s.device",
        "sign_ins s LEFT JOIN users u ON u.id = s.user_id",
        Visibility::whole("the rule says whose"),
    )
}

fn read(c: &mut Columns<'_>) -> Result<SignIn> {
    Ok(SignIn {
        first_at: c.next()?,
        last_at: c.next()?,
        times: c.next()?,
        user: UserRef::read_optional(c)?,
        login: text(c)?,
        means: c.next()?,
        outcome: c.next()?,
        reason: text(c)?,
        address: text(c)?,
        device: text(c)?,
    })
}

/// A text that is empty where there is none.
fn text(c: &mut Columns<'_>) -> Result<Option<String>> {
    Ok(Some(c.next::<String>()?).filter(|text| !text.is_empty()))
}

pub(super) fn list(
    tx: &mut dyn Transaction,
    filter: Option<&SignInFilter>,
    page: &Option<PageRequest>,
) -> Result<SignInPage> {
    let mut query = all();
    if let Some(f) = filter {
        query.when("s.user_id = (SELECT id FROM users WHERE uid = ?)", f.user.as_ref().map(|u| &u.0));
        query.when("s.outcome = ?", f.outcome);
        query.when("s.address = ?", f.address.as_ref());
        query.when("s.first_at >= ?", f.at_from);
        query.when("s.first_at < ?", f.at_before);
    }
    query.page(tx, NEWEST_FIRST, page, read).map(SignInPage::from)
}

pub(super) fn of_user(tx: &mut dyn Transaction, user: i64, page: &Option<PageRequest>) -> Result<SignInPage> {
    let mut query = all();
    query.and("s.user_id = ?", [user.into()]);
    query.page(tx, NEWEST_FIRST, page, read).map(SignInPage::from)
}

/// When the oldest of them was.
pub(super) fn oldest(tx: &mut dyn Transaction) -> Result<Option<Timestamp>> {
    tx.value("SELECT min(first_at) FROM sign_ins", &[])
}

/// Removes so many of those until an instant, the oldest first; gives how many there were.
pub(super) fn remove(tx: &mut dyn Transaction, until: Timestamp, most: i64) -> Result<usize> {
    tx.execute(
        "DELETE FROM sign_ins WHERE id IN (SELECT id FROM sign_ins WHERE first_at <= ? ORDER BY first_at LIMIT ?)",
        params![until, most],
    )
}
