//! A storage that keeps every statement that passes through it.

#![allow(dead_code, reason = "each test binary uses its part")]

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use crm_core::Result;
use crm_core::storage::{Body, Dialect, EachRow, Patience, Storage, Transaction, Value};

/// How often a statement was seen, and the parameters that it had last.
type Seen = (usize, Vec<Value<'static>>);

/// The statements seen since the last look, each once: how often, and the parameters that it had last.
#[derive(Clone, Default)]
pub struct Statements(Arc<Mutex<BTreeMap<String, Seen>>>);

impl Statements {
    /// Takes what was seen since the last time.
    pub fn take(&self) -> Vec<String> {
        self.seen().into_keys().collect()
    }

    /// The same, with the parameters that each had last.
    pub fn take_bound(&self) -> Vec<(String, Vec<Value<'static>>)> {
        self.seen().into_iter().map(|(sql, (_, params))| (sql, params)).collect()
    }

    /// The same, with how often each was seen.
    pub fn take_counted(&self) -> BTreeMap<String, usize> {
        self.seen().into_iter().map(|(sql, (count, _))| (sql, count)).collect()
    }

    fn seen(&self) -> BTreeMap<String, Seen> {
        std::mem::take(&mut *self.0.lock().unwrap())
    }

    fn add(&self, sql: &str, params: &[Value<'_>]) {
        let owned = params.iter().map(|param| match param {
            Value::Null => Value::Null,
            Value::Integer(i) => Value::Integer(*i),
            Value::Boolean(b) => Value::Boolean(*b),
            Value::Text(t) => Value::Text(Cow::Owned(t.clone().into_owned())),
            Value::Blob(b) => Value::Blob(Cow::Owned(b.clone().into_owned())),
        });
        let mut seen = self.0.lock().unwrap();
        let entry = seen.entry(sql.to_owned()).or_default();
        *entry = (entry.0 + 1, owned.collect());
    }
}

/// Passes everything on, and notes the statements.
pub struct Watched<S> {
    inner: S,
    seen: Statements,
}

impl<S: Storage> Watched<S> {
    pub fn new(inner: S) -> (Watched<S>, Statements) {
        let seen = Statements::default();
        (Watched { inner, seen: seen.clone() }, seen)
    }
}

impl<S: Storage> Storage for Watched<S> {
    fn read(&self, patience: &Patience, body: Body<'_>) -> Result<()> {
        self.inner.read(patience, &mut |tx| body(&mut WatchedTransaction { inner: tx, seen: &self.seen }))
    }

    fn write(&self, patience: &Patience, body: Body<'_>) -> Result<()> {
        self.inner.write(patience, &mut |tx| body(&mut WatchedTransaction { inner: tx, seen: &self.seen }))
    }

    fn alter(&self, patience: &Patience, body: Body<'_>) -> Result<()> {
        self.inner.alter(patience, &mut |tx| body(&mut WatchedTransaction { inner: tx, seen: &self.seen }))
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

struct WatchedTransaction<'t> {
    inner: &'t mut dyn Transaction,
    seen: &'t Statements,
}

impl Transaction for WatchedTransaction<'_> {
    fn execute(&mut self, sql: &str, params: &[Value<'_>]) -> Result<usize> {
        self.seen.add(sql, params);
        self.inner.execute(sql, params)
    }

    fn insert(&mut self, sql: &str, params: &[Value<'_>]) -> Result<i64> {
        self.seen.add(sql, params);
        self.inner.insert(sql, params)
    }

    fn query(&mut self, sql: &str, params: &[Value<'_>], each: &mut dyn EachRow) -> Result<()> {
        self.seen.add(sql, params);
        self.inner.query(sql, params, each)
    }

    fn savepoint(&mut self, body: Body<'_>) -> Result<()> {
        let seen = self.seen;
        self.inner.savepoint(&mut |tx| body(&mut WatchedTransaction { inner: tx, seen }))
    }

    fn integrity(&mut self) -> Result<Vec<String>> {
        self.inner.integrity()
    }

    fn dialect(&self) -> Dialect {
        self.inner.dialect()
    }
}
