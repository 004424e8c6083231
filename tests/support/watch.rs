//! A storage that keeps every statement that passes through it.

#![allow(dead_code, reason = "each test binary uses its part")]

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use crm_core::Result;
use crm_core::storage::{Storage, Transaction, Value};

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
