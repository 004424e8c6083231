//! A storage that is held to the version of the schema it was opened with.

use std::path::{Path, PathBuf};

use super::{Body, Dialect, Patience, Storage, Transaction};
use crate::engine::error::{CrmError, Result};

/// Passes everything on. Another process with a newer engine may upgrade the database while this one has it open: what
/// this engine then wrote would break promises that it does not know, so every writing transaction compares the version
/// first.
///
/// A writing transaction that collides with what somebody else wrote meanwhile runs once more
/// ([`CrmError::collision`]). What fires then too is a check that a rule forgot.
pub(super) struct Current {
    inner: Box<dyn Storage>,
    version: i64,
}

impl Current {
    /// `version` is the schema's that this engine works with.
    pub(super) fn new(inner: Box<dyn Storage>, version: i64) -> Self {
        Current { inner, version }
    }

    fn compare(&self, tx: &mut dyn Transaction) -> Result<()> {
        let found: Option<i64> = tx.value("SELECT max(number) FROM schema_migrations", &[])?;
        if found.is_some_and(|found| found > self.version) { Err(CrmError::storage("newer")) } else { Ok(()) }
    }

    /// A statement that fails for a reason of its own may have met a newer schema; then that is the reason.
    fn unless_newer(&self, failure: CrmError) -> CrmError {
        if !matches!(failure, CrmError::Bug { .. } | CrmError::Storage { .. }) {
            return failure;
        }
        match self.inner.read(&Patience::default(), &mut |tx| self.compare(tx)) {
            Err(newer @ CrmError::Storage { .. }) if newer == CrmError::storage("newer") => newer,
            _ => failure,
        }
    }
}

impl Storage for Current {
    fn read(&self, patience: &Patience, body: Body<'_>) -> Result<()> {
        self.inner.read(patience, body).map_err(|failure| self.unless_newer(failure))
    }

    fn write(&self, patience: &Patience, body: Body<'_>) -> Result<()> {
        let mut once = || {
            self.inner.write(patience, &mut |tx| {
                self.compare(tx)?;
                body(tx)
            })
        };
        match once() {
            // Somebody may have been faster; then the rule finds what they wrote, and says it in its own words.
            Err(collision) if collision.is_collision() => once().map_err(CrmError::settled),
            outcome => outcome,
        }
    }

    fn alter(&self, patience: &Patience, body: Body<'_>) -> Result<()> {
        self.inner.alter(patience, body).map_err(CrmError::settled)
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
