//! The statements on users.

pub(super) mod login;

use self::login::LoginForms;
use super::types::*;
use crate::departments::DepartmentRef;
use crate::dictionary::Choice;
use crate::engine::area;
use crate::engine::clock::Timestamp;
use crate::engine::confidential;
use crate::engine::error::{CrmError, Result};
use crate::engine::ids::UserId;
use crate::engine::objects::Matching;
use crate::engine::page::{PageRequest, Room};
use crate::engine::storage::{Columns, Direction, ListQuery, Order, Transaction, Value, Visibility, children, params};
use crate::engine::tables::{Folded, folded};
use crate::engine::text::fold;

/// Texts that are kept folded too.
pub(super) const FOLDED: &[Folded] = folded! {
    users: "login" => login_folded unique;
    users: "display_name" => display_name_folded;
};

/// What [`read`] reads, in its order.
macro_rules! columns {
    () => {
        "u.id, u.uid, u.version, u.login, u.display_name, u.status, d.uid, d.name, u.email, u.phone, \
         u.password_hash IS NOT NULL, EXISTS (SELECT 1 FROM second_factors f \
         WHERE f.user_id = u.id AND f.confirmed_at IS NOT NULL), u.created_at, u.time_zone, u.day_starts, u.auto_follow, \
         u.digest, u.digest_at, u.push"
    };
}

const TABLES: &str = "users u LEFT JOIN departments d ON d.id = u.department";

const BY_LOGIN: Order =
    Order { name: "users", keys: &[("u.login_folded", Direction::Ascending), ("u.id", Direction::Ascending)] };

const BY_NAME: Order = Order {
    name: "colleagues",
    keys: &[("u.display_name_folded", Direction::Ascending), ("u.id", Direction::Ascending)],
};

/// A user without what other tables hold of them.
fn read(c: &mut Columns<'_>) -> Result<(i64, User)> {
    Ok((
        c.next()?,
        User {
            id: UserId(c.next()?),
            version: c.next()?,
            login: c.next()?,
            display_name: c.next()?,
            status: c.next()?,
            department: DepartmentRef::read_optional(c)?,
            email: c.next()?,
            phone: c.next()?,
            regions: Vec::new(),
            industries: Vec::new(),
            roles: Vec::new(),
            has_password: c.next()?,
            has_second_factor: c.next()?,
            created_at: c.next()?,
            time_zone: c.next()?,
            day_starts: c.next()?,
            auto_follow: c.next()?,
            digest: c.next()?,
            digest_at: c.next()?,
            push: reasons(c.next()?)?,
            custom: Default::default(),
            withheld: Vec::new(),
        },
    ))
}

/// Reasons, as they stand in one text.
fn reasons(text: String) -> Result<Vec<NotificationReason>> {
    text.split_whitespace().map(|reason| reason.parse().map_err(|_| CrmError::storage("corrupt"))).collect()
}

/// The user with their key.
pub(crate) fn get(tx: &mut dyn Transaction, id: UserId) -> Result<Option<(i64, User)>> {
    let found = tx.one(
        concat!("SELECT ", columns!(), " FROM users u LEFT JOIN departments d ON d.id = u.department WHERE u.uid = ?"),
        params![&id.0],
        read,
    )?;
    let Some((key, mut user)) = found else { return Ok(None) };
    fill(tx, &[key], std::slice::from_mut(&mut user), &mut { usize::MAX })?;
    Ok(Some((key, user)))
}

pub(crate) fn list(
    tx: &mut dyn Transaction,
    filter: Option<&UserFilter>,
    page: &Option<PageRequest>,
    matching: Option<&Matching>,
) -> Result<UserPage> {
    let mut query = ListQuery::new(columns!(), TABLES, Visibility::whole("who works here is no secret"));
    if let Some(f) = filter {
        query.when("u.status = ?", f.status);
        query.when("d.uid = ?", f.department.as_ref().map(|d| &d.0));
        query.when(HOLDS_ROLE, f.role.as_ref());
        if f.name.is_some() {
            query.contains(tx, "(u.login_folded || ' ' || u.display_name_folded)", &f.name);
        }
    }
    query.matching(tx, matching)?;
    query.page_with_parts(tx, BY_LOGIN, page, &mut Room::of(page), read, fill).map(UserPage::from)
}

/// Reads what other tables hold of the users, where that is no more than is allowed.
fn fill(tx: &mut dyn Transaction, keys: &[i64], users: &mut [User], allowed: &mut usize) -> Result<bool> {
    let Some(mut regions) = regions(tx, keys, allowed)? else { return Ok(false) };
    let Some(mut industries) = industries(tx, keys, allowed)? else { return Ok(false) };
    let Some(mut roles) = roles(tx, keys, allowed)? else { return Ok(false) };
    for (key, user) in keys.iter().zip(users) {
        user.regions = regions.remove(key).unwrap_or_default();
        user.industries = industries.remove(key).unwrap_or_default();
        user.roles = roles.remove(key).unwrap_or_default();
    }
    Ok(true)
}

const HOLDS_ROLE: &str =
    "EXISTS (SELECT 1 FROM user_roles ur JOIN roles r ON r.id = ur.role WHERE ur.user_id = u.id AND r.name = ?)";

/// The active users of whom a condition on `u` holds, as colleagues see them, the oldest account first, and no more than so many.
pub(crate) fn colleagues_of(
    tx: &mut dyn Transaction,
    condition: &str,
    params: &[Value<'_>],
    most: usize,
) -> Result<Vec<Colleague>> {
    let sql = format!(
        "SELECT u.id, u.uid, u.display_name, d.uid, d.name FROM {TABLES} WHERE u.status = 'active' AND {condition} ORDER BY u.id \
         LIMIT {most}"
    );
    let (keys, mut found): (Vec<i64>, Vec<Colleague>) = tx.all(&sql, params, colleague)?.into_iter().unzip();
    worked(tx, &keys, &mut found, &mut { usize::MAX })?;
    Ok(found)
}

/// A colleague with the key, without what they work.
fn colleague(c: &mut Columns<'_>) -> Result<(i64, Colleague)> {
    Ok((
        c.next()?,
        Colleague {
            id: UserId(c.next()?),
            display_name: c.next()?,
            department: DepartmentRef::read_optional(c)?,
            regions: Vec::new(),
            industries: Vec::new(),
        },
    ))
}

/// Reads what colleagues work, where it is no more than is allowed.
fn worked(tx: &mut dyn Transaction, keys: &[i64], colleagues: &mut [Colleague], allowed: &mut usize) -> Result<bool> {
    let Some(mut regions) = regions(tx, keys, allowed)? else { return Ok(false) };
    let Some(mut industries) = industries(tx, keys, allowed)? else { return Ok(false) };
    for (key, colleague) in keys.iter().zip(colleagues) {
        colleague.regions = regions.remove(key).unwrap_or_default();
        colleague.industries = industries.remove(key).unwrap_or_default();
    }
    Ok(true)
}

/// Active users, as colleagues see them.
pub(crate) fn colleagues(
    tx: &mut dyn Transaction,
    filter: Option<&ColleagueFilter>,
    page: &Option<PageRequest>,
) -> Result<ColleaguePage> {
    let mut query = ListQuery::new(
        "u.id, u.uid, u.display_name, d.uid, d.name",
        TABLES,
        Visibility::whole("who works here is no secret"),
    );
    query.and("u.status = 'active'", []);
    if let Some(f) = filter {
        query.contains(tx, "u.display_name_folded", &f.name);
        query.when("d.uid = ?", f.department.as_ref().map(|d| &d.0));
        query.when(
            "EXISTS (SELECT 1 FROM user_regions ur JOIN dictionary_entries e ON e.id = ur.region \
             WHERE ur.user_id = u.id AND e.uid = ?)",
            f.region.as_ref().map(|r| &r.0),
        );
        query.when(
            "EXISTS (SELECT 1 FROM user_industries ui WHERE ui.user_id = u.id AND ui.industry = ?)",
            f.industry.as_ref(),
        );
        query.when(HOLDS_ROLE, f.role.as_ref());
    }
    query.page_with_parts(tx, BY_NAME, page, &mut Room::of(page), colleague, worked).map(ColleaguePage::from)
}

type ByUser<T> = Option<std::collections::HashMap<i64, Vec<T>>>;

fn regions(tx: &mut dyn Transaction, users: &[i64], allowed: &mut usize) -> Result<ByUser<Choice>> {
    let select = "SELECT r.user_id, e.uid, e.item FROM user_regions r JOIN dictionary_entries e ON e.id = r.region WHERE r.user_id";
    children(tx, select, users, "e.id", allowed, Choice::read)
}

fn industries(tx: &mut dyn Transaction, users: &[i64], allowed: &mut usize) -> Result<ByUser<String>> {
    let select = "SELECT i.user_id, i.industry FROM user_industries i WHERE i.user_id";
    children(tx, select, users, "i.industry", allowed, |c| c.next())
}

fn roles(tx: &mut dyn Transaction, users: &[i64], allowed: &mut usize) -> Result<ByUser<String>> {
    let select = "SELECT ur.user_id, r.name FROM user_roles ur JOIN roles r ON r.id = ur.role WHERE ur.user_id";
    children(tx, select, users, "r.name", allowed, |c| c.next())
}

/// The key of a user, disabled ones too.
pub(crate) fn key(tx: &mut dyn Transaction, id: UserId) -> Result<Option<i64>> {
    tx.one("SELECT id FROM users WHERE uid = ?", params![&id.0], |c| c.next())
}

/// The key of a user, if they are active.
pub(crate) fn active(tx: &mut dyn Transaction, id: UserId) -> Result<Option<i64>> {
    tx.one("SELECT id FROM users WHERE uid = ? AND status = 'active'", params![&id.0], |c| c.next())
}

/// Whether there is any user.
pub(crate) fn any(tx: &mut dyn Transaction) -> Result<bool> {
    tx.value("SELECT EXISTS (SELECT 1 FROM users)", &[])
}

/// Whether another user has the login name.
pub(crate) fn login_taken(tx: &mut dyn Transaction, login: &str, but: Option<i64>) -> Result<bool> {
    let LoginForms { now, before } = LoginForms::new(login);
    tx.value(
        "SELECT EXISTS (SELECT 1 FROM users WHERE login_folded IN (?, ?) AND id <> ?)",
        params![now, before, but.unwrap_or(0)],
    )
}

/// Whether the user is an active administrator and nobody else is.
pub(crate) fn is_last_administrator(tx: &mut dyn Transaction, key: i64) -> Result<bool> {
    let administrators: Vec<i64> = tx.all(
        "SELECT u.id FROM users u JOIN user_roles ur ON ur.user_id = u.id JOIN roles r ON r.id = ur.role \
         WHERE u.status = 'active' AND r.name = ? AND r.built_in = TRUE LIMIT 2",
        params![crate::engine::permission::ADMINISTRATOR],
        |c| c.next(),
    )?;
    Ok(administrators == [key])
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
         created_at, extended) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, (SELECT s.extended FROM settings s WHERE s.id = 1))",
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

/// Writes what people set for themselves (PROC-7).
pub(crate) fn set_own(tx: &mut dyn Transaction, key: i64, u: &User) -> Result<usize> {
    let push: Vec<&str> = u.push.iter().map(|reason| reason.as_str()).collect();
    tx.execute(
        "UPDATE users SET time_zone = ?, day_starts = ?, auto_follow = ?, digest = ?, digest_at = ?, push = ? \
         WHERE id = ?",
        params![&u.time_zone, &u.day_starts, u.auto_follow, u.digest, &u.digest_at, push.join(" "), key],
    )
}

/// Writes login, names, e-mail and phone.
pub(crate) fn update(tx: &mut dyn Transaction, key: i64, u: &User) -> Result<usize> {
    tx.execute(
        "UPDATE users SET login = ?, login_folded = ?, display_name = ?, display_name_folded = ?, email = ?, phone = ? \
         WHERE id = ?",
        params![&u.login, fold(&u.login), &u.display_name, fold(&u.display_name), &u.email, &u.phone, key],
    )
}

pub(crate) fn set_department(tx: &mut dyn Transaction, user: i64, department: Option<i64>) -> Result<usize> {
    tx.execute("UPDATE users SET department = ? WHERE id = ?", params![department, user])
}

pub(crate) fn set_status(tx: &mut dyn Transaction, user: i64, status: UserStatus) -> Result<usize> {
    tx.execute("UPDATE users SET status = ? WHERE id = ?", params![status, user])
}

pub(crate) fn set_password(tx: &mut dyn Transaction, user: i64, hash: Option<&str>) -> Result<usize> {
    tx.execute("UPDATE users SET password_hash = ? WHERE id = ?", params![hash, user])
}

pub(crate) fn password(tx: &mut dyn Transaction, user: i64) -> Result<Option<String>> {
    tx.value("SELECT password_hash FROM users WHERE id = ?", params![user])
}

pub(crate) fn count_version(tx: &mut dyn Transaction, user: i64) -> Result<usize> {
    tx.execute("UPDATE users SET version = version + 1 WHERE id = ?", params![user])
}

pub(crate) fn set_regions(tx: &mut dyn Transaction, user: i64, regions: &[i64]) -> Result<()> {
    tx.execute("DELETE FROM user_regions WHERE user_id = ?", params![user])?;
    for region in regions {
        tx.execute(
            "INSERT INTO user_regions (user_id, region) VALUES (?, ?) ON CONFLICT DO NOTHING",
            params![user, region],
        )?;
    }
    Ok(())
}

pub(crate) fn set_industries(tx: &mut dyn Transaction, user: i64, industries: &[String]) -> Result<()> {
    tx.execute("DELETE FROM user_industries WHERE user_id = ?", params![user])?;
    for industry in industries {
        tx.execute(
            "INSERT INTO user_industries (user_id, industry) VALUES (?, ?) ON CONFLICT DO NOTHING",
            params![user, industry],
        )?;
    }
    Ok(())
}

pub(crate) fn set_roles(tx: &mut dyn Transaction, user: i64, roles: &[i64]) -> Result<()> {
    tx.execute("DELETE FROM user_roles WHERE user_id = ?", params![user])?;
    for role in roles {
        tx.execute("INSERT INTO user_roles (user_id, role) VALUES (?, ?) ON CONFLICT DO NOTHING", params![user, role])?;
    }
    confidential::note_user(tx, user).map(drop)
}

/// What the user still holds, kind by kind.
pub(crate) fn holdings(tx: &mut dyn Transaction, user: i64) -> Result<Vec<Holding>> {
    let mut all = Vec::new();
    for held in area::all().flat_map(|area| area.held) {
        let count = tx.value(held.count, params![user])?;
        if count > 0 {
            all.push(Holding { entity: held.entity.clone(), count });
        }
    }
    Ok(all)
}

/// A user by login name, active or not.
pub(crate) fn by_login(tx: &mut dyn Transaction, login: &str) -> Result<Option<UserId>> {
    Ok(login::by_login(tx, &LoginForms::new(login))?.map(|account| account.id))
}
