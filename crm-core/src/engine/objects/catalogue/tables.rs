//! The tables that are made for objects, as statements (OBJ-20): one for each defined object, with the columns of the kernel
//! (OBJ-5), and one beside each typed table that has custom fields. Their names are `object_` and the key in the catalogue.

use std::fmt::Write;

use super::slots::{Class, TableKey};
use crate::engine::error::Result;
use crate::engine::storage::Transaction;

/// Makes the table of a defined object. A part has its whole's key and its place among the whole's parts.
///
/// # Errors
/// Whatever the database says.
pub(super) fn make(tx: &mut dyn Transaction, key: TableKey, whole: Option<TableKey>) -> Result<()> {
    let part = match whole {
        Some(whole) => format!("whole INTEGER NOT NULL REFERENCES {whole} (id), place INTEGER NOT NULL, "),
        None => String::new(),
    };
    let create = format!(
        "CREATE TABLE {key} (id INTEGER PRIMARY KEY, uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16), {part}\
         version INTEGER NOT NULL, creator INTEGER REFERENCES users (id), created_at INTEGER NOT NULL, \
         owner INTEGER REFERENCES users (id), owner_department INTEGER REFERENCES departments (id), \
         number TEXT, number_folded TEXT, status TEXT, state_since INTEGER, last_activity_on TEXT, \
         next_activity_on TEXT, planned_until TEXT, since_on TEXT, idle_since TEXT) STRICT"
    );
    tx.execute(&create, &[])?;
    if whole.is_some() {
        tx.execute(&format!("CREATE INDEX {key}_whole ON {key} (whole, place)"), &[])?;
    }
    tx.execute(&format!("CREATE INDEX {key}_made ON {key} (created_at, id)"), &[]).map(drop)
}

/// Makes the table beside a typed one. A record has a row in it from the first custom value that it is given.
///
/// # Errors
/// Whatever the database says.
pub(super) fn make_beside(tx: &mut dyn Transaction, key: TableKey, typed: &str) -> Result<()> {
    let create = format!("CREATE TABLE {key} (id INTEGER PRIMARY KEY REFERENCES {typed} (id)) STRICT");
    tx.execute(&create, &[]).map(drop)
}

/// Adds a slot to a table; every row has nothing in it. It has no condition, since with one the database would read every row
/// (OBJ-20).
///
/// # Errors
/// Whatever the database says.
pub(super) fn add(tx: &mut dyn Transaction, key: TableKey, slot: &str, class: &Class) -> Result<()> {
    tx.execute(&format!("ALTER TABLE {key} ADD COLUMN {}", class.column(slot)), &[]).map(drop)
}

/// Empties slots that are freed.
///
/// # Errors
/// Whatever the database says.
pub fn empty(tx: &mut dyn Transaction, key: TableKey, slots: &[impl AsRef<str>]) -> Result<usize> {
    let Some((first, rest)) = slots.split_first() else { return Ok(0) };
    let (mut set, mut any) = (format!("{} = NULL", first.as_ref()), format!("{} IS NOT NULL", first.as_ref()));
    for slot in rest {
        // A text takes whatever is written to it.
        let _ = write!(set, ", {} = NULL", slot.as_ref());
        let _ = write!(any, " OR {} IS NOT NULL", slot.as_ref());
    }
    tx.execute(&format!("UPDATE {key} SET {set} WHERE {any}"), &[])
}

/// Drops a slot.
///
/// # Errors
/// Whatever the database says.
pub fn drop_column(tx: &mut dyn Transaction, key: TableKey, slot: &str) -> Result<()> {
    tx.execute(&format!("ALTER TABLE {key} DROP COLUMN {slot}"), &[]).map(drop)
}

/// Drops an index.
///
/// # Errors
/// Whatever the database says.
pub fn drop_index(tx: &mut dyn Transaction, name: &str) -> Result<()> {
    tx.execute(&format!("DROP INDEX IF EXISTS {name}"), &[]).map(drop)
}

/// Removes a table, with its rows.
///
/// # Errors
/// Whatever the database says.
pub fn remove(tx: &mut dyn Transaction, key: TableKey) -> Result<()> {
    tx.execute(&format!("DROP TABLE {key}"), &[]).map(drop)
}

/// An index of a table made for an object.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Index {
    /// Its columns, in their order.
    pub columns: Vec<String>,
    /// The states in which a record is in it; none for all.
    pub states: Vec<String>,
    /// Whether no two records may have the same in all of them.
    pub unique: bool,
}

impl Index {
    /// What it is, as the catalogue keeps it.
    pub fn definition(&self) -> String {
        let kind = if self.unique { "UNIQUE" } else { "INDEX" };
        format!("{kind} {}", self.over())
    }

    /// What it is over. States stand as literals, since a bound value keeps the database from using the index (FILT-9);
    /// they are Names, which need no escape.
    fn over(&self) -> String {
        let mut text = format!("({})", self.columns.join(", "));
        if !self.states.is_empty() {
            let _ = write!(text, " WHERE status IN ('{}')", self.states.join("', '"));
        }
        text
    }

    /// Makes it under its name.
    ///
    /// # Errors
    /// Whatever the database says; where it is unique and the rows are not, that.
    pub(super) fn make(&self, tx: &mut dyn Transaction, key: TableKey, name: &str) -> Result<()> {
        let unique = if self.unique { "UNIQUE " } else { "" };
        tx.execute(&format!("CREATE {unique}INDEX {name} ON {key} {}", self.over()), &[]).map(drop)
    }
}
