//! Fills a table with many rows at once, past the engine: what nobody wants to call ten thousand times.

#![allow(dead_code, reason = "each test binary uses its part")]

use std::path::{Path, PathBuf};

use crm_core::storage::sqlite::{SqliteOptions, SqliteStorage};
use crm_core::{Crm, Options};

use crate::support::{FixedEnvironment, MORNING, Office};
use crate::watch::{Statements, watched};

/// An office whose file is open beside the engine.
pub struct Filled {
    pub office: Office,
    pub raw: rusqlite::Connection,
    folder: tempfile::TempDir,
}

impl Filled {
    pub fn new() -> Filled {
        Filled::open(|options, file| options.open(file).unwrap())
    }

    /// One whose statements are watched.
    pub fn watched() -> (Filled, Statements) {
        let mut seen = Statements::default();
        let filled = Filled::open(|options, file| {
            let (storage, statements) = watched(SqliteStorage::open(file, &SqliteOptions::default()).unwrap());
            seen = statements;
            options.open_storage(Box::new(storage)).unwrap()
        });
        (filled, seen)
    }

    /// Opened the way the caller wants.
    pub fn open(open: impl FnOnce(Options, &Path) -> Crm) -> Filled {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("filled.crm");
        let clock = FixedEnvironment::new(MORNING);
        let crm = open(Crm::options().environment(clock.clone()), &file);
        let office = Office::staff(crm, clock);
        let raw = rusqlite::Connection::open(&file).unwrap();
        raw.pragma_update(None, "foreign_keys", true).unwrap();
        Filled { office, raw, folder }
    }

    pub fn file(&self) -> PathBuf {
        self.folder.path().join("filled.crm")
    }

    /// Inserts rows into `table`: `values` are expressions of `i`, from 1 to `rows`, and stand for the columns. `UID`
    /// among them is a new public id.
    pub fn rows(&self, table: &str, rows: usize, columns: &str, values: &str) {
        // The kind of record is a part of the id, so that no two kinds share one.
        let kind = table.bytes().fold(7_u32, |sum, b| sum.wrapping_mul(31).wrapping_add(b.into())) & 0xfff;
        let uid = format!("unhex(printf('01950000000070008%03x%012x', {kind}, i + {}))", self.count(table));
        let sql = format!(
            "INSERT INTO {table} ({columns}) WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n \
             WHERE i < {rows}) SELECT {} FROM n",
            values.replace("UID", &uid)
        );
        assert_eq!(self.raw.execute(&sql, []).unwrap_or_else(|e| panic!("{sql}: {e}")), rows);
    }

    pub fn count(&self, table: &str) -> i64 {
        self.raw.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0)).unwrap()
    }
}
