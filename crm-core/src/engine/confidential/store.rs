//! The statements that read what a user's roles may do with fields.

use std::collections::BTreeMap;

use uuid::Uuid;

use super::{Declared, FieldRight, find};
use crate::engine::area;
use crate::engine::error::{CrmError, Result};
use crate::engine::storage::{Cell, FromValue, ToValue, Transaction, Value, each_by_key, params};

/// The roles whose holders are withheld nothing, and whose field rights can't be set (FIELD-2, FIELD-11).
pub(crate) const ALWAYS_FULL: &[&str] = &["system_administrator", "integration"];

impl FromValue for RightNumber {
    fn from_value(cell: Cell<'_>) -> Result<Self> {
        match cell {
            Cell::Integer(number) => usize::try_from(number)
                .ok()
                .and_then(|at| FieldRight::ALL.get(at))
                .map(|right| RightNumber(*right))
                .ok_or_else(|| CrmError::storage("corrupt")),
            _ => Err(CrmError::storage("corrupt")),
        }
    }
}

impl ToValue for RightNumber {
    fn to_value(&self) -> Value<'_> {
        Value::Integer(self.0 as i64)
    }
}

/// A right as the database keeps it: by its place among them, so that the widest is the highest.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RightNumber(pub(crate) FieldRight);

/// The fields to which a user's rights are less than full (FIELD-2): the widest right counts among the roles that hold an
/// operation of the record's area, or among all of them where none does. None for
/// whom nothing is ever withheld from.
pub(super) fn less_than_full(
    tx: &mut dyn Transaction,
    user: i64,
) -> Result<Option<Vec<(&'static Declared, FieldRight)>>> {
    // One row a field that is set, or one without a field of a role that sets none.
    let mut roles: BTreeMap<i64, Vec<(&'static Declared, FieldRight)>> = BTreeMap::new();
    let mut always_full = false;
    let rows = tx.all(
        "SELECT r.role, k.name, f.entity, f.field, f.rights FROM user_roles r JOIN roles k ON k.id = r.role \
         LEFT JOIN role_fields f ON f.role = r.role WHERE r.user_id = ?",
        params![user],
        |c| {
            let role: (i64, String) = (c.next()?, c.next()?);
            let field: (Option<String>, Option<String>, Option<RightNumber>) = (c.next()?, c.next()?, c.next()?);
            Ok((role, field))
        },
    )?;
    for ((role, name), field) in rows {
        always_full |= ALWAYS_FULL.contains(&name.as_str());
        let set = roles.entry(role).or_default();
        // A field that this version does not know is in no record of it.
        if let (Some(entity), Some(field), Some(RightNumber(right))) = field
            && let Some(declared) = find(&entity, &field)
        {
            set.push((declared, effective(declared, right)));
        }
    }
    if always_full {
        return Ok(None);
    }
    let mut counting: BTreeMap<&'static str, Vec<i64>> = BTreeMap::new();
    let mut less: Vec<(&'static Declared, FieldRight)> = Vec::new();
    for (declared, _) in roles.values().flatten().copied() {
        if less.iter().any(|(known, _)| std::ptr::eq(*known, declared)) {
            continue;
        }
        let area = declared.area();
        if !counting.contains_key(area) {
            let all: Vec<i64> = roles.keys().copied().collect();
            counting.insert(area, holding(tx, all, area)?);
        }
        let right = counting[area].iter().filter_map(|role| roles.get(role)).map(|set| {
            let set = set.iter().find(|(of, _)| std::ptr::eq(*of, declared));
            set.map_or(FieldRight::Full, |(_, right)| *right)
        });
        less.push((declared, right.max().unwrap_or(FieldRight::Full)));
    }
    less.retain(|(_, right)| *right < FieldRight::Full);
    Ok(Some(less))
}

/// What a right comes to: without a mask masked is hidden, and what can't be absent is masked at the least.
pub(super) fn effective(declared: &Declared, right: FieldRight) -> FieldRight {
    match right {
        FieldRight::Masked if !declared.kind.has_mask() => FieldRight::Hidden,
        FieldRight::Hidden if !declared.can_be_hidden() => FieldRight::Masked,
        right => right,
    }
}

/// Those of the roles that hold an operation of the area, or of one whose records follow its; all of them, where none does.
fn holding(tx: &mut dyn Transaction, roles: Vec<i64>, area: &str) -> Result<Vec<i64>> {
    if roles.len() < 2 {
        return Ok(roles);
    }
    let mut holding = Vec::new();
    for role in &roles {
        for area in area::following(area) {
            let (from, to) = (format!("{area}."), format!("{area}/"));
            let holds: bool = tx.value(
                "SELECT EXISTS (SELECT 1 FROM role_operations WHERE role = ? AND operation >= ? AND operation < ?)",
                params![role, from, to],
            )?;
            if holds {
                holding.push(*role);
                break;
            }
        }
    }
    Ok(if holding.is_empty() { roles } else { holding })
}

/// Whether a role that the user holds has a row, or a pool hides anything, of a row of `users`.
macro_rules! limited {
    () => {
        "CASE WHEN EXISTS (SELECT 1 FROM user_roles r JOIN role_fields f ON f.role = r.role WHERE r.user_id = users.id) \
         OR EXISTS (SELECT 1 FROM pool_hidden) THEN TRUE ELSE FALSE END"
    };
}

/// Notes whether a user has such a role: called behind every change of a user's roles. Says whether that changed.
pub(crate) fn note_user(tx: &mut dyn Transaction, user: i64) -> Result<bool> {
    let sql = concat!("UPDATE users SET limited = ", limited!(), " WHERE id = ? AND limited <> ", limited!());
    Ok(tx.execute(sql, params![user])? > 0)
}

/// The same of everybody who holds a role: called behind every change of the role's rights.
pub(crate) fn note_holders(tx: &mut dyn Transaction, role: i64) -> Result<usize> {
    let sql = concat!(
        "UPDATE users SET limited = ",
        limited!(),
        " WHERE id IN (SELECT h.user_id FROM user_roles h WHERE h.role = ?)"
    );
    tx.execute(sql, params![role])
}

/// The first users behind a key of whom it is noted wrongly, in order.
pub(crate) fn wrongly_noted(tx: &mut dyn Transaction, behind: i64, most: usize) -> Result<Vec<i64>> {
    let sql = concat!("SELECT id FROM users WHERE id > ? AND limited <> ", limited!(), " ORDER BY id LIMIT ?");
    tx.all(sql, params![behind, most as i64], |c| c.next())
}

/// The same of everybody: called behind every change of what pools hide.
pub(crate) fn note_everybody(tx: &mut dyn Transaction) -> Result<usize> {
    let sql = concat!("UPDATE users SET limited = ", limited!(), " WHERE limited <> ", limited!());
    tx.execute(sql, &[])
}

// ---- pools -----------------------------------------------------------------------------------------------------------

/// The kinds of record that are in pools, and one that goes with them.
const CUSTOMER: &str = "customer";
const CONTACT: &str = "contact";
const OPPORTUNITY: &str = "opportunity";

/// What pools hide from a user: everything, but from who looks after the pool or gives records to others (ASSIGN-7).
pub(super) fn hidden_by_pools(tx: &mut dyn Transaction, user: i64) -> Result<Vec<(i64, &'static Declared)>> {
    let rows: Vec<(i64, String, String)> = tx.all(
        "SELECT h.pool, h.entity, h.field FROM pool_hidden h WHERE NOT EXISTS (\
         SELECT 1 FROM pool_people p WHERE p.pool = h.pool AND p.user_id = ? AND p.admin = TRUE) \
         AND NOT EXISTS (SELECT 1 FROM user_roles r JOIN role_operations o ON o.role = r.role \
         AND o.operation = 'assignment.deal' WHERE r.user_id = ?)",
        params![user, user],
        |c| Ok((c.next()?, c.next()?, c.next()?)),
    )?;
    let declared = |(pool, entity, field): (i64, String, String)| Some((pool, find(&entity, &field)?));
    Ok(rows.into_iter().filter_map(declared).collect())
}

/// Adds the pools of those of the records that are in one.
pub(super) fn pools_of(
    tx: &mut dyn Transaction,
    entity: &str,
    ids: &[Uuid],
    found: &mut BTreeMap<Uuid, i64>,
) -> Result<()> {
    let select = match entity {
        CUSTOMER => "SELECT r.uid, r.pool FROM customers r WHERE r.pool IS NOT NULL AND r.uid",
        CONTACT => {
            "SELECT r.uid, c.pool FROM contacts r JOIN customers c ON c.id = r.customer WHERE c.pool IS NOT NULL AND r.uid"
        }
        OPPORTUNITY => "SELECT r.uid, r.pool FROM opportunities r WHERE r.pool IS NOT NULL AND r.uid",
        _ => return Ok(()),
    };
    each_by_key(tx, select, &[], ids, |c| {
        found.insert(c.next()?, c.next()?);
        Ok(())
    })
}

/// The condition that a record of a kind is in none of the pools with these keys, of the table's alias; `belongs` is the column that
/// refers to the record that it follows. None of what could be in no pool.
pub(super) fn not_pooled(entity: &str, belongs: Option<&str>, alias: &str, pools: &str) -> Option<String> {
    if [CUSTOMER, OPPORTUNITY].contains(&entity) {
        return Some(format!("({alias}.pool IS NULL OR {alias}.pool NOT IN ({pools}))"));
    }
    let column = belongs.filter(|column| *column == CUSTOMER)?;
    Some(format!(
        "NOT EXISTS (SELECT 1 FROM customers pooled WHERE pooled.id = {alias}.{column} AND pooled.pool IN ({pools}))"
    ))
}

/// Keeps which fields a pool hides.
pub(crate) fn keep_hidden(tx: &mut dyn Transaction, pool: i64, fields: &[(&'static str, &'static str)]) -> Result<()> {
    tx.execute("DELETE FROM pool_hidden WHERE pool = ?", params![pool])?;
    for (entity, field) in fields {
        tx.execute(
            "INSERT INTO pool_hidden (pool, entity, field) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
            params![pool, *entity, *field],
        )?;
    }
    Ok(())
}
