//! A table made anew: SQLite can add, rename and drop a column, and nothing else of a table can be altered there.

use sha2::{Digest, Sha256};

use super::{statements, unix_lines};
use crate::engine::error::{CrmError, Result};
use crate::engine::storage::{Transaction, params};

/// A table that is created under another name, filled from the old one, and takes its place. References to it from
/// other tables hold, since they are not enforced meanwhile and every row keeps its key.
pub(crate) struct Rebuild {
    /// The table.
    pub(crate) table: &'static str,
    /// A file of `migrations/`: first `CREATE TABLE <table> (`, then its indexes, which the old table takes with it.
    pub(crate) sql: &'static str,
    /// Every column of the new table, and what it is of the old one's row.
    pub(crate) columns: &'static [(&'static str, &'static str)],
    /// Every column of the old table that the new one lacks, so that none is lost by being forgotten.
    pub(crate) dropped: &'static [&'static str],
}

impl Rebuild {
    pub(super) fn run(&self, tx: &mut dyn Transaction) -> Result<()> {
        let table = self.table;
        let mut statements = statements::split(self.sql);
        let create = statements.next().unwrap_or_default();
        let head = format!("CREATE TABLE {table} (");
        // Comments before it may speak of the table.
        let begins = |at: &usize| *at == 0 || create[..*at].ends_with(['\n', '\r']);
        let at = create.match_indices(&head).map(|(at, _)| at).find(begins);
        let at = at.ok_or_else(|| CrmError::bug(format!("the migration does not create {table}")))?;
        let body = &create[at + head.len()..];
        self.nothing_is_forgotten(tx)?;
        tx.execute(&format!("CREATE TABLE {table}_anew ({body}"), &[])?;
        let (to, from): (Vec<&str>, Vec<&str>) = self.columns.iter().copied().unzip();
        let copy = format!("INSERT INTO {table}_anew ({}) SELECT {} FROM {table}", to.join(", "), from.join(", "));
        tx.execute(&copy, &[])?;
        self.keep_numbers(tx)?;
        tx.execute(&format!("DROP TABLE {table}"), &[])?;
        tx.execute(&format!("ALTER TABLE {table}_anew RENAME TO {table}"), &[])?;
        statements.try_for_each(|sql| tx.execute(sql, &[]).map(drop))
    }

    /// Every column that the table has is copied, used in what is copied, or dropped by name.
    fn nothing_is_forgotten(&self, tx: &mut dyn Transaction) -> Result<()> {
        let there: Vec<String> = tx.all("SELECT name FROM pragma_table_info(?)", params![self.table], |c| c.next())?;
        for column in &there {
            let used = self.columns.iter().any(|(_, from)| words(from).any(|word| word == column));
            if !used && !self.dropped.contains(&column.as_str()) {
                return Err(CrmError::bug(format!("the migration forgets {}.{column}", self.table)));
            }
        }
        Ok(())
    }

    /// A key that was given and deleted is not given again.
    fn keep_numbers(&self, tx: &mut dyn Transaction) -> Result<()> {
        let numbered: bool = tx.value(tx.dialect().has_table, params!["sqlite_sequence"])?;
        if !numbered {
            return Ok(());
        }
        let last: Option<i64> =
            tx.one("SELECT seq FROM sqlite_sequence WHERE name = ?", params![self.table], |c| c.next())?;
        let Some(last) = last else { return Ok(()) };
        let anew = format!("{}_anew", self.table);
        // Where no row was copied the new table has none yet.
        tx.execute("DELETE FROM sqlite_sequence WHERE name = ?", params![&anew])?;
        tx.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", params![&anew, last])?;
        Ok(())
    }

    /// What stands in the migration's checksum.
    pub(super) fn digest(&self, hash: &mut Sha256) {
        hash.update(unix_lines(self.sql));
        for (to, from) in self.columns {
            hash.update(format!("{} {to} = {from}\n", self.table));
        }
    }
}

/// The words of an expression.
fn words(expression: &str) -> impl Iterator<Item = &str> {
    expression.split(|c: char| !c.is_ascii_alphanumeric() && c != '_')
}
