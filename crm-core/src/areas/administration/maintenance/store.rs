//! The statements of checks that belong to no area: texts prepared for searching, in every table that has one.

use crate::error::Result;
use crate::storage::{Transaction, params};
use crate::text::fold;

/// A text that is kept folded too.
pub(super) struct Folded {
    pub(super) table: &'static str,
    /// The text as SQL.
    text: &'static str,
    /// The column of the folded text.
    folded: &'static str,
}

macro_rules! folded {
    ($($table:ident: $text:literal => $folded:ident;)*) => {
        &[$( Folded { table: stringify!($table), text: $text, folded: stringify!($folded) } ),*]
    };
}

/// Every folded column of the schema.
pub(super) const FOLDED: &[Folded] = folded! {
    dictionary_entries: "item" => item_folded;
    dictionary_entries: "value" => value_folded;
    users: "login" => login_folded;
    users: "display_name" => display_name_folded;
    customers: "name" => name_folded;
    contacts: "name" => name_folded;
    opportunities: "customer_name" => customer_name_folded;
    opportunities: "summary" => summary_folded;
    opportunities: "coalesce(contact_name, '') || '\n' || coalesce(contact_phone, '')" => contact_folded;
    tickets: "summary" => summary_folded;
    products: "name" => name_folded;
    products: "model" => model_folded;
    products: "batch" => batch_folded;
    stock: "warehouse" => warehouse_folded;
};

/// The keys of the rows whose folded text is not that of their text, with what it should be.
pub(super) fn wrongly_folded(tx: &mut dyn Transaction, f: &Folded) -> Result<Vec<(i64, Option<String>)>> {
    let mut wrong = Vec::new();
    let sql = format!("SELECT id, {}, {} FROM {}", f.text, f.folded, f.table);
    tx.query(&sql, &[], &mut |row: &dyn crate::storage::Row| {
        let mut c = crate::storage::Columns::new(row);
        let (key, text, folded): (i64, Option<String>, Option<String>) = (c.next()?, c.next()?, c.next()?);
        let wanted = text.as_deref().map(fold);
        if wanted != folded {
            wrong.push((key, wanted));
        }
        Ok(true)
    })?;
    if f.folded == "login_folded" {
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
    tx.execute(&format!("UPDATE {} SET {} = ? WHERE id = ?", f.table, f.folded), params![folded, key])
}

#[cfg(test)]
mod tests {
    use super::FOLDED;

    #[test]
    fn every_folded_column_of_the_schema_is_looked_at() {
        let mut table = "";
        let mut found = Vec::new();
        for line in include_str!("../../../../migrations/0001_initial.sql").lines() {
            if let Some(rest) = line.strip_prefix("CREATE TABLE ") {
                table = rest.trim_end_matches(" (");
            }
            let column = line.split_whitespace().next().unwrap_or_default();
            if line.starts_with("    ") && column.ends_with("_folded") {
                found.push((table, column));
            }
        }
        // MAINT-1: derived data against recomputation.
        assert_eq!(found, FOLDED.iter().map(|f| (f.table, f.folded)).collect::<Vec<_>>());
    }
}
