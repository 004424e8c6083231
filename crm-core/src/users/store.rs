//! The statements on users.

use super::types::*;
use crate::clock::Timestamp;
use crate::dictionary::Choice;
use crate::error::Result;
use crate::ids::{DepartmentId, UserId};
use crate::storage::{Transaction, params};
use crate::text::fold;

/// The user with the key.
pub(crate) fn get(tx: &mut dyn Transaction, id: UserId) -> Result<Option<(i64, User)>> {
    let found = tx.one(
        "SELECT u.id, u.uid, u.version, u.login, u.display_name, u.status, d.uid, u.email, u.phone, u.created_at \
         FROM users u LEFT JOIN departments d ON d.id = u.department WHERE u.uid = ?",
        params![&id.0],
        |c| {
            Ok((
                c.next::<i64>()?,
                User {
                    id: UserId(c.next()?),
                    version: c.next()?,
                    login: c.next()?,
                    display_name: c.next()?,
                    status: c.next()?,
                    department: c.next::<Option<uuid::Uuid>>()?.map(DepartmentId),
                    email: c.next()?,
                    phone: c.next()?,
                    regions: Vec::new(),
                    industries: Vec::new(),
                    roles: Vec::new(),
                    created_at: c.next()?,
                },
            ))
        },
    )?;
    let Some((key, mut user)) = found else { return Ok(None) };
    user.regions = tx.all(
        "SELECT e.uid, e.item FROM user_regions r JOIN dictionary_entries e ON e.id = r.region \
         WHERE r.user = ? ORDER BY e.number",
        params![key],
        Choice::read,
    )?;
    user.industries =
        tx.all("SELECT industry FROM user_industries WHERE user = ? ORDER BY industry", params![key], |c| c.next())?;
    user.roles = tx.all(
        "SELECT r.name FROM user_roles ur JOIN roles r ON r.id = ur.role WHERE ur.user = ? ORDER BY r.name",
        params![key],
        |c| c.next(),
    )?;
    Ok(Some((key, user)))
}

pub(crate) fn insert(
    tx: &mut dyn Transaction,
    id: UserId,
    new: &NewUser,
    department: Option<i64>,
    now: Timestamp,
) -> Result<i64> {
    tx.insert(
        "INSERT INTO users (uid, login, login_folded, display_name, display_name_folded, department, email, phone, \
         created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        params![
            &id.0,
            &new.login,
            fold(&new.login),
            &new.display_name,
            fold(&new.display_name),
            department,
            &new.email,
            &new.phone,
            now,
        ],
    )
}

pub(crate) fn set_regions(tx: &mut dyn Transaction, user: i64, regions: &[i64]) -> Result<()> {
    tx.execute("DELETE FROM user_regions WHERE user = ?", params![user])?;
    for region in regions {
        tx.execute(
            "INSERT INTO user_regions (user, region) VALUES (?, ?) ON CONFLICT DO NOTHING",
            params![user, region],
        )?;
    }
    Ok(())
}

pub(crate) fn set_industries(tx: &mut dyn Transaction, user: i64, industries: &[String]) -> Result<()> {
    tx.execute("DELETE FROM user_industries WHERE user = ?", params![user])?;
    for industry in industries {
        tx.execute(
            "INSERT INTO user_industries (user, industry) VALUES (?, ?) ON CONFLICT DO NOTHING",
            params![user, industry],
        )?;
    }
    Ok(())
}

pub(crate) fn set_roles(tx: &mut dyn Transaction, user: i64, roles: &[i64]) -> Result<()> {
    tx.execute("DELETE FROM user_roles WHERE user = ?", params![user])?;
    for role in roles {
        tx.execute("INSERT INTO user_roles (user, role) VALUES (?, ?) ON CONFLICT DO NOTHING", params![user, role])?;
    }
    Ok(())
}
