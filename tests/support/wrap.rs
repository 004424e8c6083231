//! A storage around another one: what a test wants to see, change or forbid is said in a few lines, and the rest is
//! passed on here.

use std::path::{Path, PathBuf};

use crm_core::Result;
use crm_core::storage::{Body, Dialect, EachRow, Patience, Row, Storage, Transaction, Value};

/// How a statement passes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    Execute,
    Insert,
    Query,
}

/// What stands between the engine and a storage.
pub trait Wrap: Send + Sync {
    /// Whether the statements of transactions that read pass by it too.
    const READS: bool;

    /// Whether those of changes of the schema do.
    const ALTERS: bool;

    /// A writing transaction was asked for.
    fn begins(&self) {}

    /// A statement is on its way into the transaction.
    fn before(&self, _tx: &mut dyn Transaction, _way: Way, _sql: &str, _params: &[Value<'_>]) -> Result<()> {
        Ok(())
    }

    /// A row is on its way out.
    fn row(&self, row: &dyn Row, each: &mut dyn EachRow) -> Result<bool> {
        each.row(row)
    }

    /// A writing transaction is about to be committed.
    fn commits(&self) -> Result<()> {
        Ok(())
    }

    /// It has ended, one way or the other.
    fn ended(&self, _inner: &dyn Storage, _patience: &Patience) -> Result<()> {
        Ok(())
    }
}

/// The storage.
pub struct Wrapped<S, W> {
    pub inner: S,
    pub wrap: W,
}

impl<S: Storage, W: Wrap> Wrapped<S, W> {
    fn run(&self, tx: &mut dyn Transaction, body: Body<'_>) -> Result<()> {
        body(&mut Passing { inner: tx, wrap: &self.wrap })
    }
}

impl<S: Storage, W: Wrap> Storage for Wrapped<S, W> {
    fn read(&self, patience: &Patience, body: Body<'_>) -> Result<()> {
        match W::READS {
            true => self.inner.read(patience, &mut |tx| self.run(tx, body)),
            false => self.inner.read(patience, body),
        }
    }

    fn write(&self, patience: &Patience, body: Body<'_>) -> Result<()> {
        self.wrap.begins();
        let outcome = self.inner.write(patience, &mut |tx| {
            self.run(tx, body)?;
            self.wrap.commits()
        });
        self.wrap.ended(&self.inner, patience)?;
        outcome
    }

    fn alter(&self, patience: &Patience, body: Body<'_>) -> Result<()> {
        match W::ALTERS {
            true => self.inner.alter(patience, &mut |tx| {
                self.run(tx, body)?;
                self.wrap.commits()
            }),
            false => self.inner.alter(patience, body),
        }
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

struct Passing<'t, W> {
    inner: &'t mut dyn Transaction,
    wrap: &'t W,
}

impl<W: Wrap> Transaction for Passing<'_, W> {
    fn expect(&mut self, records: usize) -> Result<()> {
        self.inner.expect(records)
    }

    fn execute(&mut self, sql: &str, params: &[Value<'_>]) -> Result<usize> {
        self.wrap.before(self.inner, Way::Execute, sql, params)?;
        self.inner.execute(sql, params)
    }

    fn insert(&mut self, sql: &str, params: &[Value<'_>]) -> Result<i64> {
        self.wrap.before(self.inner, Way::Insert, sql, params)?;
        self.inner.insert(sql, params)
    }

    fn query(&mut self, sql: &str, params: &[Value<'_>], each: &mut dyn EachRow) -> Result<()> {
        self.wrap.before(self.inner, Way::Query, sql, params)?;
        let wrap = self.wrap;
        self.inner.query(sql, params, &mut |row: &dyn Row| wrap.row(row, each))
    }

    fn savepoint(&mut self, body: Body<'_>) -> Result<()> {
        let wrap = self.wrap;
        self.inner.savepoint(&mut |tx| body(&mut Passing { inner: tx, wrap }))
    }

    fn integrity(&mut self) -> Result<Vec<String>> {
        self.inner.integrity()
    }

    fn dialect(&self) -> Dialect {
        self.inner.dialect()
    }
}
