//! The statements on levels, reach and the state.

use super::principal::{self, Kind, Principal};
use super::{Levels, ScopeLevel, kinds};
use crate::engine::error::{CrmError, Result};
use crate::engine::storage::{Cell, Columns, FromValue, Row, ToValue, Transaction, Value, params};

/// A level as the database keeps it: by its place among them, so that the widest is the highest.
#[derive(Debug, Clone, Copy)]
pub(crate) struct LevelNumber(pub(crate) ScopeLevel);

impl FromValue for LevelNumber {
    fn from_value(cell: Cell<'_>) -> Result<Self> {
        let corrupt = || CrmError::storage("corrupt");
        match cell {
            Cell::Integer(number) => {
                let at = usize::try_from(number).map_err(|_| corrupt())?;
                ScopeLevel::ALL.get(at).map(|level| LevelNumber(*level)).ok_or_else(corrupt)
            }
            _ => Err(corrupt()),
        }
    }
}

impl ToValue for LevelNumber {
    fn to_value(&self) -> Value<'_> {
        Value::Integer(self.0 as i64)
    }
}

/// The widest levels of an area among those of the user's roles that hold the operation (SCOPE-2); `None` where none does.
pub(super) fn widest(
    tx: &mut dyn Transaction,
    user: i64,
    operation: &str,
    area: &str,
) -> Result<Option<(ScopeLevel, ScopeLevel)>> {
    let (reads, writes): (Option<LevelNumber>, Option<LevelNumber>) = tx
        .one(
            "SELECT max(COALESCE(s.reads, 3)), max(COALESCE(s.writes, 3)) FROM user_roles r \
             JOIN role_operations o ON o.role = r.role AND o.operation = ? \
             LEFT JOIN role_scopes s ON s.role = r.role AND s.area = ? WHERE r.user_id = ?",
            params![operation, area, user],
            |c| Ok((c.next()?, c.next()?)),
        )?
        .unwrap_or_default();
    Ok(reads.zip(writes).map(|(reads, writes)| (reads.0, writes.0)))
}

/// The widest levels over all of a user's roles in an area that asks for them itself.
pub(crate) fn asked(tx: &mut dyn Transaction, user: i64, area: &str) -> Result<Levels> {
    let mut widest = Levels { reads: ScopeLevel::Own, writes: ScopeLevel::Own };
    tx.query(
        "SELECT r.name, r.built_in, s.reads, s.writes FROM user_roles h JOIN roles r ON r.id = h.role \
         LEFT JOIN role_scopes s ON s.role = r.id AND s.area = ? WHERE h.user_id = ?",
        params![area, user],
        &mut |row: &dyn Row| {
            let mut c = Columns::new(row);
            let (name, built_in): (String, bool) = (c.next()?, c.next()?);
            let begins = kinds::begins(area, built_in.then_some(name.as_str()));
            let (reads, writes): (Option<LevelNumber>, Option<LevelNumber>) = (c.next()?, c.next()?);
            widest.reads = widest.reads.max(reads.map_or(begins, |level| level.0));
            widest.writes = widest.writes.max(writes.map_or(begins, |level| level.0));
            Ok(true)
        },
    )?;
    Ok(widest)
}

/// The levels that are set for a role: the area, what it reads, what it writes.
pub(crate) fn levels_of(tx: &mut dyn Transaction, role: i64) -> Result<Vec<(String, ScopeLevel, ScopeLevel)>> {
    tx.all("SELECT area, reads, writes FROM role_scopes WHERE role = ? ORDER BY area", params![role], |c| {
        Ok((c.next()?, c.next::<LevelNumber>()?.0, c.next::<LevelNumber>()?.0))
    })
}

/// Sets the levels of a role in an area; those that it begins with are those of an area that is not there.
pub(crate) fn set_levels(
    tx: &mut dyn Transaction,
    role: i64,
    area: &str,
    (reads, writes): (ScopeLevel, ScopeLevel),
    begins: ScopeLevel,
) -> Result<usize> {
    tx.execute("DELETE FROM role_scopes WHERE role = ? AND area = ?", params![role, area])?;
    if (reads, writes) == (begins, begins) {
        return Ok(0);
    }
    tx.execute(
        "INSERT INTO role_scopes (role, area, reads, writes, narrows) VALUES (?, ?, ?, ?, ?)",
        params![role, area, LevelNumber(reads), LevelNumber(writes), !kinds::asks(area)],
    )
}

// ---- reach -----------------------------------------------------------------------------------------------------------

/// What the rows of `reach` follow from: the user, their department, and each above it.
fn reach() -> String {
    format!(
        "WITH RECURSIVE up (user_id, department) AS (\
         SELECT u.id, u.department FROM users u WHERE u.department IS NOT NULL {{which}} \
         UNION SELECT up.user_id, d.parent FROM up JOIN departments d ON d.id = up.department WHERE d.parent IS NOT NULL) \
         SELECT u.id AS user_id, {} AS principal FROM users u WHERE TRUE {{which}} \
         UNION ALL SELECT u.id, {} FROM users u WHERE u.department IS NOT NULL {{which}} \
         UNION ALL SELECT up.user_id, {} FROM up",
        principal::of("u.id", Kind::Holder),
        principal::of("u.department", Kind::Department),
        principal::of("up.department", Kind::Below),
    )
}

/// The principals that a user should have.
pub(super) fn true_reach(tx: &mut dyn Transaction, user: i64) -> Result<Vec<i64>> {
    let sql = reach().replace("{which}", "AND u.id = ?");
    let mut principals: Vec<i64> = tx.all(&sql, params![user, user, user], |c| {
        let _: i64 = c.next()?;
        c.next()
    })?;
    principals.sort_unstable();
    Ok(principals)
}

/// The principals that a user has.
pub(super) fn kept_reach(tx: &mut dyn Transaction, user: i64) -> Result<Vec<i64>> {
    tx.all("SELECT principal FROM reach WHERE user_id = ? ORDER BY principal", params![user], |c| c.next())
}

/// Puts what a user reaches by right; whether it was wrong.
pub(super) fn settle_reach(tx: &mut dyn Transaction, user: i64) -> Result<bool> {
    let truth = true_reach(tx, user)?;
    if kept_reach(tx, user)? == truth {
        return Ok(false);
    }
    tx.execute("DELETE FROM reach WHERE user_id = ?", params![user])?;
    for principal in truth {
        tx.execute("INSERT INTO reach (user_id, principal) VALUES (?, ?)", params![user, principal])?;
    }
    Ok(true)
}

/// Some users behind a key, in order.
pub(super) fn users(tx: &mut dyn Transaction, behind: i64, most: usize) -> Result<Vec<i64>> {
    tx.all("SELECT id FROM users WHERE id > ? ORDER BY id LIMIT ?", params![behind, most as i64], |c| c.next())
}

/// The users of a department and of those below it.
pub(super) fn users_within(tx: &mut dyn Transaction, department: i64) -> Result<Vec<i64>> {
    tx.all(
        "WITH RECURSIVE down (id) AS (SELECT id FROM departments WHERE id = ? \
         UNION SELECT d.id FROM departments d JOIN down ON down.id = d.parent) \
         SELECT u.id FROM users u JOIN down ON down.id = u.department ORDER BY u.id",
        params![department],
        |c| c.next(),
    )
}

/// The user's own department and those above it.
pub(super) fn departments(principals: &[Principal]) -> (Option<i64>, Vec<i64>) {
    let own = principals.iter().find(|principal| principal.is(Kind::Department)).map(|principal| principal.key());
    let above = principals.iter().filter(|principal| principal.is(Kind::Below)).map(|principal| principal.key());
    (own, above.collect())
}

/// The pools that are for a user, or that they look after (ASSIGN-7).
pub(crate) fn pools_for(tx: &mut dyn Transaction, user: i64) -> Result<Vec<i64>> {
    tx.all(
        "WITH RECURSIVE above (id) AS (SELECT u.department FROM users u WHERE u.id = ? AND u.department IS NOT NULL \
         UNION SELECT d.parent FROM above JOIN departments d ON d.id = above.id WHERE d.parent IS NOT NULL) \
         SELECT p.pool FROM pool_people p WHERE p.user_id IS NULL AND p.department IS NULL AND p.role IS NULL \
         UNION SELECT p.pool FROM pool_people p WHERE p.user_id = ? \
         UNION SELECT p.pool FROM user_roles h JOIN pool_people p ON p.role = h.role WHERE h.user_id = ? \
         UNION SELECT p.pool FROM above JOIN pool_people p ON p.department = above.id",
        params![user, user, user],
        |c| c.next(),
    )
}

// ---- the state -------------------------------------------------------------------------------------------------------

/// Whether anybody is narrowed, or is going to be.
pub(super) fn state(tx: &mut dyn Transaction) -> Result<i64> {
    Ok(tx.one("SELECT scoped FROM settings WHERE id = 1", &[], |c| c.next())?.unwrap_or_default())
}

pub(super) fn set_state(tx: &mut dyn Transaction, state: i64) -> Result<usize> {
    tx.execute("UPDATE settings SET scoped = ?, scope_epoch = scope_epoch + 1 WHERE id = 1", params![state])
}

/// What processes remember holds no more.
pub(crate) fn next_epoch(tx: &mut dyn Transaction) -> Result<usize> {
    tx.execute("UPDATE settings SET scope_epoch = scope_epoch + 1 WHERE id = 1", &[])
}

/// Whether any role is narrowed.
pub(super) fn any_narrowed(tx: &mut dyn Transaction) -> Result<bool> {
    tx.value("SELECT EXISTS (SELECT 1 FROM role_scopes WHERE narrows = TRUE)", &[])
}

/// Whether there are rows that nobody needs any more.
pub(super) fn any_rows(tx: &mut dyn Transaction) -> Result<bool> {
    tx.value("SELECT EXISTS (SELECT 1 FROM access) OR EXISTS (SELECT 1 FROM reach)", &[])
}

/// Removes so many rows that nobody needs; how many there were.
pub(super) fn remove_rows(tx: &mut dyn Transaction, most: usize) -> Result<usize> {
    let access = tx.execute(
        "DELETE FROM access WHERE (entity, principal, at, record) IN (\
         SELECT entity, principal, at, record FROM access ORDER BY entity, principal, at, record LIMIT ?)",
        params![most as i64],
    )?;
    let reach = tx.execute(
        "DELETE FROM reach WHERE (user_id, principal) IN (\
         SELECT user_id, principal FROM reach ORDER BY user_id, principal LIMIT ?)",
        params![most as i64],
    )?;
    Ok(access + reach)
}

/// What is noted beside a user, of a row of `users`.
macro_rules! noted {
    () => {
        "CASE WHEN (SELECT s.scoped FROM settings s WHERE s.id = 1) < 2 THEN (SELECT s.scoped FROM settings s WHERE s.id = 1) \
         WHEN EXISTS (SELECT 1 FROM user_roles r JOIN role_scopes x ON x.role = r.role AND x.narrows = TRUE WHERE r.user_id = users.id) THEN 2 \
         ELSE 1 END"
    };
}

/// Notes beside every user what follows from the state and the roles.
pub(super) fn note_all(tx: &mut dyn Transaction) -> Result<usize> {
    tx.execute(concat!("UPDATE users SET scoped = ", noted!(), " WHERE scoped <> ", noted!()), &[])
}

/// Notes it beside one; whether it changed.
pub(super) fn note(tx: &mut dyn Transaction, user: i64) -> Result<bool> {
    let sql = concat!("UPDATE users SET scoped = ", noted!(), " WHERE id = ? AND scoped <> ", noted!());
    Ok(tx.execute(sql, params![user])? > 0)
}

/// The first users behind a key of whom it is noted wrongly, in order.
pub(super) fn wrongly_noted(tx: &mut dyn Transaction, behind: i64, most: usize) -> Result<Vec<i64>> {
    let sql = concat!("SELECT id FROM users WHERE id > ? AND scoped <> ", noted!(), " ORDER BY id LIMIT ?");
    tx.all(sql, params![behind, most as i64], |c| c.next())
}
