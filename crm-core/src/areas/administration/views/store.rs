//! The statements on views that people keep.

use super::status::Found;
use super::types::*;
use crate::departments::DepartmentId;
use crate::engine::error::Result;
use crate::engine::storage::{Columns, Transaction, Value, children, params};
use crate::engine::tables::{Folded, folded};
use crate::engine::text::fold;
use crate::engine::tree::Tree;
use crate::users::UserRef;

/// Texts that are kept folded too.
pub(super) const FOLDED: &[Folded] = folded! {
    views: "name" => name_folded;
};

/// The start of every query; [`read`] reads its columns.
macro_rules! select {
    ($($rest:expr),+) => {
        concat!(
            "SELECT v.id, v.uid, v.name, v.version, v.object, v.definition, u.uid, u.display_name, v.everybody \
             FROM views v LEFT JOIN users u ON u.id = v.owner ",
            $($rest),+
        )
    };
}

/// The keys of the views that a user may ask: their own and those that are shared with them, with the departments above theirs.
/// The parameters are the user's key four times.
macro_rules! reaching {
    ($rest:literal) => {
        concat!(
            "WITH RECURSIVE up (id) AS (SELECT department FROM users WHERE id = ? AND department IS NOT NULL \
             UNION SELECT d.parent FROM departments d JOIN up ON up.id = d.id WHERE d.parent IS NOT NULL), \
             reached (id) AS (SELECT id FROM views WHERE owner = ? UNION SELECT id FROM views WHERE everybody = TRUE \
             UNION SELECT s.view_id FROM user_roles r JOIN view_roles s ON s.role = r.role WHERE r.user_id = ? \
             UNION SELECT s.view_id FROM up JOIN view_departments s ON s.department = up.id) ",
            $rest
        )
    };
}

/// Whether a view is shared, in a statement in which it is `v`.
macro_rules! shared {
    () => {
        "(v.everybody = TRUE OR EXISTS (SELECT 1 FROM view_roles s WHERE s.view_id = v.id) \
         OR EXISTS (SELECT 1 FROM view_departments s WHERE s.view_id = v.id))"
    };
}

fn read(c: &mut Columns<'_>) -> Result<Found> {
    let (key, id) = (c.next()?, ViewId(c.next()?));
    let (name, version, object) = (c.next()?, c.next()?, c.next()?);
    let definition: Tree = c.next::<String>()?.parse()?;
    let owner = UserRef::read_optional(c)?;
    let shares = ViewShares { everybody: c.next()?, ..ViewShares::default() };
    let view = View { id: Some(id), name, version, object, definition, owner, shares, broken: false };
    Ok(Found { key, id: id.into(), view })
}

/// The views with whom they are shared.
fn with_shares(tx: &mut dyn Transaction, mut found: Vec<Found>) -> Result<Vec<Found>> {
    let keys: Vec<i64> = found.iter().map(|found| found.key).collect();
    let roles = "SELECT s.view_id, r.name FROM view_roles s JOIN roles r ON r.id = s.role WHERE s.view_id";
    let mut roles =
        children(tx, roles, &keys, "r.name", &mut { usize::MAX }, |c| c.next::<String>())?.unwrap_or_default();
    let departments =
        "SELECT s.view_id, d.uid FROM view_departments s JOIN departments d ON d.id = s.department WHERE s.view_id";
    let read = |c: &mut Columns<'_>| Ok(DepartmentId(c.next()?));
    let mut departments =
        children(tx, departments, &keys, "d.name, d.id", &mut { usize::MAX }, read)?.unwrap_or_default();
    for Found { key, view, .. } in &mut found {
        view.shares.roles = roles.remove(key).unwrap_or_default();
        view.shares.departments = departments.remove(key).unwrap_or_default();
    }
    Ok(found)
}

fn one(tx: &mut dyn Transaction, sql: &str, params: &[Value<'_>]) -> Result<Option<Found>> {
    let found: Vec<Found> = tx.one(sql, params, read)?.into_iter().collect();
    Ok(with_shares(tx, found)?.pop())
}

pub(super) fn get(tx: &mut dyn Transaction, id: ViewId) -> Result<Option<Found>> {
    one(tx, select!("WHERE v.uid = ?"), params![id.0])
}

/// Its definition, where the user may ask it; the engine may ask any.
pub(super) fn asked(tx: &mut dyn Transaction, id: ViewId, user: Option<i64>) -> Result<Option<Tree>> {
    let read = |c: &mut Columns<'_>| c.next::<String>();
    let text = match user {
        Some(user) => tx.one(
            reaching!("SELECT v.definition FROM views v WHERE v.uid = ? AND v.id IN (SELECT id FROM reached)"),
            params![user, user, user, id.0],
            read,
        )?,
        None => tx.one("SELECT definition FROM views WHERE uid = ?", params![id.0], read)?,
    };
    text.map(|text| text.parse()).transpose()
}

/// Those that say something of the workbench and that the user may ask, by age.
pub(super) fn on_bench(tx: &mut dyn Transaction, user: Option<i64>) -> Result<Vec<(ViewId, String, Tree)>> {
    let sql = format!(
        "{} AND {}(v.definition, ?) > 0 ORDER BY v.id",
        reaching!("SELECT v.uid, v.name, v.definition FROM views v WHERE v.id IN (SELECT id FROM reached)"),
        tx.dialect().position
    );
    // As it is printed; that it says so is looked at behind this.
    let said = "\"bench\":true";
    let read = |c: &mut Columns<'_>| Ok((ViewId(c.next()?), c.next()?, c.next::<String>()?.parse()?));
    tx.all(&sql, params![user, user, user, said], read)
}

/// The views that the user may ask, their own first, each by its name.
pub(super) fn list(tx: &mut dyn Transaction, user: Option<i64>, object: &Option<String>) -> Result<Vec<Found>> {
    let found = match user {
        Some(user) => tx.all(
            concat!(
                reaching!(""),
                select!(
                    "WHERE v.id IN (SELECT id FROM reached) AND (? IS NULL OR v.object = ?) \
                     ORDER BY CASE WHEN v.owner = ? THEN 0 ELSE 1 END, v.name_folded, v.id"
                )
            ),
            params![user, user, user, object, object, user],
            read,
        )?,
        None => tx.all(
            select!("WHERE v.owner IS NULL AND (? IS NULL OR v.object = ?) ORDER BY v.name_folded, v.id"),
            params![object, object],
            read,
        )?,
    };
    with_shares(tx, found)
}

/// How many somebody has.
pub(super) fn count(tx: &mut dyn Transaction, owner: Option<i64>) -> Result<i64> {
    tx.value("SELECT count(*) FROM views WHERE COALESCE(owner, 0) = COALESCE(?, 0)", params![owner])
}

/// How many are shared, but for this one.
pub(super) fn count_shared(tx: &mut dyn Transaction, but: i64) -> Result<i64> {
    tx.value(concat!("SELECT count(*) FROM views v WHERE v.id <> ? AND ", shared!()), params![but])
}

/// Whether another view of the owner's has the name.
pub(super) fn name_taken(tx: &mut dyn Transaction, owner: Option<i64>, name: &str, but: Option<i64>) -> Result<bool> {
    tx.value(
        "SELECT EXISTS (SELECT 1 FROM views WHERE COALESCE(owner, 0) = COALESCE(?, 0) AND name_folded = ? AND id <> ?)",
        params![owner, fold(name), but.unwrap_or(0)],
    )
}

pub(super) fn insert(
    tx: &mut dyn Transaction,
    id: ViewId,
    owner: Option<i64>,
    new: &NewView,
    object: &str,
) -> Result<i64> {
    let NewView { name, definition } = new;
    tx.insert(
        "INSERT INTO views (uid, owner, name, name_folded, object, definition) VALUES (?, ?, ?, ?, ?, ?)",
        params![id.0, owner, name, fold(name), object, definition.to_string()],
    )
}

/// Writes what is its owner's to say.
pub(super) fn update(tx: &mut dyn Transaction, key: i64, view: &View) -> Result<usize> {
    tx.execute(
        "UPDATE views SET version = ?, name = ?, name_folded = ?, object = ?, definition = ?, everybody = ? WHERE id = ?",
        params![
            view.version,
            view.name,
            fold(&view.name),
            view.object,
            view.definition.to_string(),
            view.shares.everybody,
            key
        ],
    )
}

/// Writes which roles and departments it is shared with.
pub(super) fn share(tx: &mut dyn Transaction, key: i64, roles: &[i64], departments: &[i64]) -> Result<()> {
    tx.execute("DELETE FROM view_roles WHERE view_id = ?", params![key])?;
    tx.execute("DELETE FROM view_departments WHERE view_id = ?", params![key])?;
    for role in roles {
        let add = "INSERT INTO view_roles (role, view_id) VALUES (?, ?) ON CONFLICT DO NOTHING";
        tx.execute(add, params![role, key])?;
    }
    for department in departments {
        let add = "INSERT INTO view_departments (department, view_id) VALUES (?, ?) ON CONFLICT DO NOTHING";
        tx.execute(add, params![department, key])?;
    }
    Ok(())
}

/// The views that a user shares, by age.
pub(super) fn shared_of(tx: &mut dyn Transaction, owner: i64) -> Result<Vec<Found>> {
    let found = tx.all(select!("WHERE v.owner = ? AND ", shared!(), " ORDER BY v.id"), params![owner], read)?;
    with_shares(tx, found)
}

/// Gives a view to another.
pub(super) fn give(tx: &mut dyn Transaction, key: i64, to: i64, name: &str) -> Result<usize> {
    let give = "UPDATE views SET owner = ?, name = ?, name_folded = ?, version = version + 1 WHERE id = ?";
    tx.execute(give, params![to, name, fold(name), key])
}

/// The definitions of views behind a key, each with its own.
pub(super) fn definitions(tx: &mut dyn Transaction, behind: i64, most: i64) -> Result<Vec<(i64, Tree)>> {
    let page = "SELECT id, definition FROM views WHERE id > ? ORDER BY id LIMIT ?";
    tx.all(page, params![behind, most], |c| Ok((c.next()?, c.next::<String>()?.parse()?)))
}

/// Writes what a view asks by other names.
pub(super) fn reprint(tx: &mut dyn Transaction, key: i64, object: &str, definition: &Tree) -> Result<usize> {
    let update = "UPDATE views SET version = version + 1, object = ?, definition = ? WHERE id = ?";
    tx.execute(update, params![object, definition.to_string(), key])
}

pub(super) fn delete(tx: &mut dyn Transaction, key: i64) -> Result<usize> {
    tx.execute("DELETE FROM view_roles WHERE view_id = ?", params![key])?;
    tx.execute("DELETE FROM view_departments WHERE view_id = ?", params![key])?;
    tx.execute("DELETE FROM views WHERE id = ?", params![key])
}
