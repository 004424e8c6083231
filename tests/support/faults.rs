//! A storage that fails on demand, and a dump that shows whether anything is left.

#![allow(dead_code, reason = "each test binary uses its part")]

use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::sync::{Arc, Mutex, OnceLock};

use crm_core::storage::sqlite::{SqliteOptions, SqliteStorage};
use crm_core::storage::{Body, Cell, Dialect, Patience, Row, Storage, Transaction, Value};
use crm_core::{Crm, CrmError, Options, Result, Session};

use crate::support::wrap::{Way, Wrap, Wrapped};

/// Fails the n-th statement of writing transactions, once armed. The commit counts as one more statement.
pub type FaultyStorage = Wrapped<SqliteStorage, Fuse>;

/// Arms the storage from outside.
#[derive(Clone)]
pub struct Fuse {
    /// Statements left before the failure; negative: never.
    left: Arc<AtomicI64>,
    strike: fn() -> Result<()>,
}

impl Fuse {
    /// The n-th statement from now on fails, counted from 1.
    pub fn arm(&self, n: i64) {
        self.left.store(n, Ordering::SeqCst);
    }

    pub fn disarm(&self) {
        self.arm(-1);
    }

    /// Whether the failure has not happened yet.
    pub fn is_armed(&self) -> bool {
        self.left.load(Ordering::SeqCst) > 0
    }

    fn burn(&self) -> Result<()> {
        if self.is_armed() && self.left.fetch_sub(1, Ordering::SeqCst) == 1 { (self.strike)() } else { Ok(()) }
    }
}

/// The storage with its fuse.
pub fn faulty(inner: SqliteStorage) -> (FaultyStorage, Fuse) {
    striking(inner, || Err(CrmError::Storage { problem: "io".into() }))
}

/// With something else to happen at the n-th statement.
pub fn striking(inner: SqliteStorage, strike: fn() -> Result<()>) -> (FaultyStorage, Fuse) {
    let fuse = Fuse { left: Arc::new(AtomicI64::new(-1)), strike };
    (Wrapped { inner, wrap: fuse.clone() }, fuse)
}

impl Wrap for Fuse {
    const READS: bool = false;
    const ALTERS: bool = true;

    fn before(&self, _: &mut dyn Transaction, _: Way, _: &str, _: &[Value<'_>]) -> Result<()> {
        self.burn()
    }

    fn commits(&self) -> Result<()> {
        self.burn()
    }
}

/// Tries calls without keeping anything of them: while it is on, a writing transaction runs to its end and is undone,
/// and its caller hears of success. The calls are those of an understudy, another engine on the same storage, so that
/// what the first one keeps in memory stays as it is too.
pub struct Rehearsing {
    storage: Arc<Rehearsal>,
    options: OnceLock<Options>,
    understudy: Mutex<Option<Crm>>,
}

struct Rehearsal {
    inner: SqliteStorage,
    on: AtomicBool,
    texts: Mutex<BTreeSet<String>>,
}

impl Rehearsing {
    pub fn new() -> Rehearsing {
        let inner = SqliteStorage::in_memory(&SqliteOptions::default()).unwrap();
        let storage = Rehearsal { inner, on: AtomicBool::new(false), texts: Mutex::default() };
        Rehearsing { storage: Arc::new(storage), options: OnceLock::new(), understudy: Mutex::default() }
    }

    /// The engine whose calls are kept.
    pub fn open(&self, options: Options) -> Crm {
        self.options.set(options).ok().unwrap();
        self.another()
    }

    fn another(&self) -> Crm {
        let options = self.options.get().unwrap().clone();
        options.open_storage(Box::new(Shared(self.storage.clone()))).unwrap()
    }

    /// Runs the body, with a session of the same user, so that nothing is kept.
    pub fn rehearse<T>(&self, session: &Session, body: impl FnOnce(&Session) -> Result<T>) -> Result<T> {
        let mut understudy = self.understudy.lock().unwrap();
        self.storage.texts.lock().unwrap().clear();
        self.storage.on.store(true, Ordering::SeqCst);
        let crm = understudy.take().unwrap_or_else(|| self.another());
        let outcome = crm.session(session.user().unwrap()).and_then(|session| body(&session));
        match outcome {
            // One that remembers a refusal would write it with what is tried next.
            Err(CrmError::Forbidden { .. }) => drop(crm),
            _ => *understudy = Some(crm),
        }
        self.storage.on.store(false, Ordering::SeqCst);
        outcome
    }

    /// Whether the text would have stood in the database, exactly so, and not in the audit alone.
    pub fn would_keep(&self, text: &str) -> bool {
        self.storage.texts.lock().unwrap().contains(text)
    }
}

/// Every text of every table but the audit's.
fn texts(tx: &mut dyn Transaction) -> Result<BTreeSet<String>> {
    let mut columns = Vec::new();
    tx.query(
        "SELECT t.name, c.name FROM sqlite_schema t, pragma_table_info(t.name) c WHERE t.type = 'table' \
         AND c.type = 'TEXT' AND t.name NOT LIKE 'audit_%' AND t.name NOT IN ('role_operations', 'dictionary_entries') \
         OR t.name = 'dictionary_entries' AND c.name IN ('category', 'item', 'value')",
        &[],
        &mut |row: &dyn Row| {
            if let (Cell::Text(table), Cell::Text(column)) = (row.value(0)?, row.value(1)?) {
                columns.push(format!("SELECT \"{column}\" FROM \"{table}\""));
            }
            Ok(true)
        },
    )?;
    let mut found = BTreeSet::new();
    for sql in columns {
        tx.query(&sql, &[], &mut |row: &dyn Row| {
            if let Cell::Text(text) = row.value(0)? {
                found.insert(text.to_owned());
            }
            Ok(true)
        })?;
    }
    Ok(found)
}

impl Storage for Rehearsal {
    fn read(&self, patience: &Patience, body: Body<'_>) -> Result<()> {
        self.inner.read(patience, body)
    }

    fn write(&self, patience: &Patience, body: Body<'_>) -> Result<()> {
        if !self.on.load(Ordering::SeqCst) {
            return self.inner.write(patience, body);
        }
        let curtain = CrmError::Bug { detail: "the rehearsal is over".into() };
        let mut outcome = Ok(());
        self.inner.write(patience, &mut |tx| {
            outcome = tx.savepoint(&mut |tx| {
                body(tx)?;
                *self.texts.lock().unwrap() = texts(tx)?;
                Err(curtain.clone())
            });
            Ok(())
        })?;
        match outcome {
            Err(error) if error == curtain => Ok(()),
            outcome => outcome,
        }
    }

    fn alter(&self, patience: &Patience, body: Body<'_>) -> Result<()> {
        self.inner.alter(patience, body)
    }

    fn backup(&self, patience: &Patience, file: &Path) -> Result<PathBuf> {
        self.inner.backup(patience, file)
    }

    fn dialect(&self) -> Dialect {
        self.inner.dialect()
    }

    fn is_read_only(&self) -> bool {
        self.inner.is_read_only()
    }
}

/// One storage for the engine and for the test that looks into it.
pub struct Shared<S>(pub Arc<S>);

impl<S: Storage> Storage for Shared<S> {
    fn read(&self, patience: &Patience, body: Body<'_>) -> Result<()> {
        self.0.read(patience, body)
    }

    fn write(&self, patience: &Patience, body: Body<'_>) -> Result<()> {
        self.0.write(patience, body)
    }

    fn alter(&self, patience: &Patience, body: Body<'_>) -> Result<()> {
        self.0.alter(patience, body)
    }

    fn backup(&self, patience: &Patience, file: &Path) -> Result<PathBuf> {
        self.0.backup(patience, file)
    }

    fn dialect(&self) -> Dialect {
        self.0.dialect()
    }

    fn is_read_only(&self) -> bool {
        self.0.is_read_only()
    }
}

/// Every row of every table as text, refusals apart: those are written on purpose when a call is refused.
pub fn dump(storage: &dyn Storage) -> String {
    let mut out = String::new();
    storage
        .read(&Patience::default(), &mut |tx| {
            out.clear();
            let mut tables = Vec::new();
            tx.query(
                "SELECT name, sql FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_stat%' \
                 AND name <> 'audit_refusals' ORDER BY name",
                &[],
                &mut |row: &dyn Row| {
                    if let (Cell::Text(name), Cell::Text(sql)) = (row.value(0)?, row.value(1)?) {
                        tables.push((name.to_owned(), sql.to_owned()));
                    }
                    Ok(true)
                },
            )?;
            for (table, sql) in tables {
                let columns = columns(tx, &table, sql)?;
                let mut rows = Vec::new();
                tx.query(&format!("SELECT * FROM \"{table}\""), &[], &mut |row: &dyn Row| {
                    let mut line = String::new();
                    for i in 0..columns {
                        let _ = write!(line, "{:?}|", row.value(i)?);
                    }
                    rows.push(line);
                    Ok(true)
                })?;
                rows.sort();
                let _ = write!(out, "== {table}\n{}\n", rows.join("\n"));
            }
            Ok(())
        })
        .unwrap();
    out
}

/// How many columns a table has, which is asked once of each way in which one is made: dumps are made by the thousand.
fn columns(tx: &mut dyn Transaction, table: &str, sql: String) -> Result<usize> {
    thread_local! { static KNOWN: RefCell<HashMap<String, usize>> = RefCell::default(); }
    if let Some(known) = KNOWN.with_borrow(|known| known.get(&sql).copied()) {
        return Ok(known);
    }
    let mut columns = 0;
    tx.query(&format!("SELECT name FROM pragma_table_info('{table}')"), &[], &mut |_: &dyn Row| {
        columns += 1;
        Ok(true)
    })?;
    KNOWN.with_borrow_mut(|known| known.insert(sql, columns));
    Ok(columns)
}
