//! The statements of checks that belong to no area: texts prepared for searching, in every table that has one.

use crate::engine::tables::Folded;
use crate::error::Result;
use crate::storage::{Transaction, params};
use crate::text::fold;

/// The keys of the rows whose folded text is not that of their text, with what it should be.
pub(super) fn wrongly_folded(tx: &mut dyn Transaction, f: &Folded) -> Result<Vec<(i64, Option<String>)>> {
    let mut wrong = Vec::new();
    let sql = format!("SELECT id, {}, {} FROM {}", f.text, f.column.name, f.column.table);
    tx.query(&sql, &[], &mut |row: &dyn crate::storage::Row| {
        let mut c = crate::storage::Columns::new(row);
        let (key, text, folded): (i64, Option<String>, Option<String>) = (c.next()?, c.next()?, c.next()?);
        let wanted = text.as_deref().map(fold);
        if wanted != folded {
            wrong.push((key, wanted));
        }
        Ok(true)
    })?;
    if f.column.name == "login_folded" {
        // Of two login names that a change of folding made one, the later keeps the form that it had.
        let taken = "SELECT EXISTS (SELECT 1 FROM users WHERE login_folded = ? AND id <> ?)";
        let mut free = Vec::with_capacity(wrong.len());
        for (key, wanted) in wrong {
            if !tx.value::<bool>(taken, params![&wanted, key])? {
                free.push((key, wanted));
            }
        }
        wrong = free;
    }
    Ok(wrong)
}

pub(super) fn set_folded(tx: &mut dyn Transaction, f: &Folded, key: i64, folded: &Option<String>) -> Result<usize> {
    tx.execute(&format!("UPDATE {} SET {} = ? WHERE id = ?", f.column.table, f.column.name), params![folded, key])
}
