//! Numbered migrations with checksums. A newer database is refused, a damaged one is never deleted, and each step
//! changes the schema and its version in one transaction.

use sha2::{Digest, Sha256};

use super::{Storage, Transaction, params};
use crate::clock::{Environment, IdSource, to_micros};
use crate::engine::area;
use crate::engine::company::NewDatabase;
use crate::error::{CrmError, Result};
use crate::permission;

struct Migration {
    number: i64,
    name: &'static str,
    sql: &'static str,
}

/// Every migration, oldest first. A released one is never edited; the checksum would tell.
const MIGRATIONS: &[Migration] =
    &[Migration { number: 1, name: "initial", sql: include_str!("../../../migrations/0001_initial.sql") }];

/// Creates or upgrades the schema, and brings the built-in roles to this version.
pub(crate) fn bring_up(storage: &dyn Storage, new: &NewDatabase, environment: &dyn Environment) -> Result<()> {
    let current = current(storage)?;
    let latest = MIGRATIONS.last().map_or(0, |m| m.number);
    if current > latest {
        return Err(CrmError::storage("newer"));
    }
    if storage.is_read_only() {
        return if current == latest { Ok(()) } else { Err(CrmError::storage("older")) };
    }
    let now = to_micros(environment.now());
    let mut seed = [0; 32];
    environment.random(&mut seed);
    for migration in MIGRATIONS.iter().filter(|m| m.number > current) {
        storage.write(&mut |tx| {
            // Another process may have done it while we waited for the lock.
            if migration.number > 1 && version(tx)? >= migration.number || migration.number == 1 && exists(tx)? {
                return Ok(());
            }
            for statement in statements(migration.sql) {
                tx.execute(statement, &[])?;
            }
            tx.execute(
                "INSERT INTO schema_migrations (number, name, checksum, applied_at) VALUES (?, ?, ?, ?)",
                params![migration.number, migration.name, checksum(migration.sql), now],
            )?;
            if migration.number == 1 {
                let mut ids = IdSource::new(now, seed);
                for begin in area::all().filter_map(|area| area.begin) {
                    begin(tx, new, &mut ids)?;
                }
            }
            Ok(())
        })?;
    }
    // Opening a database that is current must not wait for anybody's write lock.
    let mut roles_current = false;
    storage.read(&mut |tx| {
        roles_current = permission::is_current(tx)?;
        Ok(())
    })?;
    if roles_current {
        return Ok(());
    }
    environment.random(&mut seed);
    storage.write(&mut |tx| permission::synchronise(tx, &mut IdSource::new(now, seed), now))
}

/// The schema's version, 0 for an empty database.
fn current(storage: &dyn Storage) -> Result<i64> {
    let mut found = 0;
    storage.read(&mut |tx| {
        found = if exists(tx)? { version(tx)? } else { 0 };
        Ok(())
    })?;
    Ok(found)
}

fn exists(tx: &mut dyn Transaction) -> Result<bool> {
    // Asking for the table itself is portable, where every catalogue is not; SQLite answers "no such table" as an
    // error of its own kind, so the catalogue it is until a second back-end teaches better.
    tx.value("SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'schema_migrations')", &[])
}

fn version(tx: &mut dyn Transaction) -> Result<i64> {
    let applied: Vec<(i64, Vec<u8>)> =
        tx.all("SELECT number, checksum FROM schema_migrations ORDER BY number", &[], |c| Ok((c.next()?, c.next()?)))?;
    for (number, sum) in &applied {
        if let Some(known) = MIGRATIONS.iter().find(|m| m.number == *number)
            && checksum(known.sql)[..] != sum[..]
        {
            return Err(CrmError::storage("unknown_schema"));
        }
    }
    Ok(applied.last().map_or(0, |(number, _)| *number))
}

fn checksum(sql: &str) -> [u8; 32] {
    Sha256::digest(sql.as_bytes()).into()
}

/// The statements of a migration: they end with a semicolon at the end of a line, and comments stand on lines of
/// their own.
fn statements(sql: &str) -> impl Iterator<Item = &str> {
    sql.split(";\n")
        .map(str::trim)
        .filter(|s| s.lines().any(|l| !l.trim().is_empty() && !l.trim_start().starts_with("--")))
}
