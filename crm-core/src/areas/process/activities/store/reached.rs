//! Whom a level of `activities` reaches (ACT-3), as a part of statements of other areas: what people did is told to who may see
//! what they have to do.

use crate::engine::error::Result;
use crate::engine::scope::ScopeLevel;
use crate::engine::storage::{Transaction, Value, params};

/// Whom somebody's level reaches, themself among them: a condition on `u`, a row of users, with its parameters.
pub(crate) fn reached(user: i64, level: ScopeLevel) -> (&'static str, Vec<Value<'static>>) {
    let me = Value::Integer(user);
    match level {
        ScopeLevel::Own => ("u.id = ?", vec![me]),
        ScopeLevel::Department => {
            ("(u.id = ? OR u.department = (SELECT o.department FROM users o WHERE o.id = ?))", vec![me.clone(), me])
        }
        ScopeLevel::Below => (
            "(u.id = ? OR u.department IN (WITH RECURSIVE down (id) AS (SELECT o.department FROM users o WHERE o.id = ? \
             UNION SELECT d.id FROM departments d JOIN down ON down.id = d.parent) SELECT down.id FROM down))",
            vec![me.clone(), me],
        ),
        ScopeLevel::All => ("u.id IS NOT NULL", Vec::new()),
    }
}

/// Whether somebody's level reaches a person, both by their keys.
pub(crate) fn reaches(tx: &mut dyn Transaction, user: i64, level: ScopeLevel, person: i64) -> Result<bool> {
    let (condition, mut values) = reached(user, level);
    values.extend(params![person].iter().cloned());
    tx.value(&format!("SELECT EXISTS (SELECT 1 FROM users u WHERE {condition} AND u.id = ?)"), &values)
}
