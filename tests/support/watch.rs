//! A storage that keeps every statement that passes through it.

#![allow(dead_code, reason = "each test binary uses its part")]

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use crm_core::Result;
use crm_core::storage::{Storage, Transaction, Value};
use rusqlite::StatementStatus;
use rusqlite::types::Value as Sql;

use crate::support::wrap::{Way, Wrap, Wrapped};

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
pub type Watched<S> = Wrapped<S, Statements>;

/// The storage, watched.
pub fn watched<S: Storage>(inner: S) -> (Watched<S>, Statements) {
    let seen = Statements::default();
    (Wrapped { inner, wrap: seen.clone() }, seen)
}

impl Wrap for Statements {
    const READS: bool = true;
    const ALTERS: bool = true;

    fn before(&self, _: &mut dyn Transaction, _: Way, sql: &str, params: &[Value<'_>]) -> Result<()> {
        self.add(sql, params);
        Ok(())
    }
}

/// What a statement took.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Work {
    /// Steps of SQLite's machine.
    pub steps: i64,
    /// Rows to which it went one by one, along no index.
    pub scanned: i64,
    /// Sorts.
    pub sorted: i64,
}

/// Runs a statement anew to its end, on a connection of its own, and says what it took.
pub fn work(connection: &rusqlite::Connection, sql: &str, params: &[Value<'_>]) -> Work {
    let mut statement = connection.prepare(sql).unwrap();
    for (at, param) in params.iter().enumerate() {
        let value = match param {
            Value::Null => Sql::Null,
            Value::Integer(i) => Sql::Integer(*i),
            Value::Boolean(b) => Sql::Integer(i64::from(*b)),
            Value::Text(t) => Sql::Text(t.clone().into_owned()),
            Value::Blob(b) => Sql::Blob(b.clone().into_owned()),
        };
        statement.raw_bind_parameter(at + 1, value).unwrap();
    }
    let mut rows = statement.raw_query();
    while rows.next().unwrap().is_some() {}
    drop(rows);
    let status = |of| i64::from(statement.get_status(of));
    Work {
        steps: status(StatementStatus::VmStep),
        scanned: status(StatementStatus::FullscanStep),
        sorted: status(StatementStatus::Sort),
    }
}
