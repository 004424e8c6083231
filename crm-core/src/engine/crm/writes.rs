//! Whatever the engine writes takes along the refusals and sign-ins that wait to be written.

use std::time::Duration;

use super::{Crm, Inner};
use crate::engine::audit::{Refused, SignIn};
use crate::engine::clock::Timestamp;
use crate::engine::error::Result;
use crate::engine::patience::Patience;
use crate::engine::storage::Body;

/// How long the last one who closes the engine waits to write what was refused.
const GOODBYE: Duration = Duration::from_secs(1);

impl Crm {
    /// Runs the body in a writing transaction, which takes along the refusals that wait for one. Everything that writes
    /// for a call writes here.
    pub(crate) fn write(&self, patience: &Patience, body: Body<'_>) -> Result<()> {
        self.0.write(patience, body)
    }

    /// Counts a refusal, which the audit tells (PERM-2) though nothing is written for it now. A database that is open for
    /// reading only keeps none.
    pub(crate) fn count_refusal(&self, refused: Refused, at: Timestamp) {
        if !self.is_read_only() && self.0.refusals.count(refused, at) {
            // So many kinds of them that memory should have an end, where the writer is free just now.
            let _ = self.0.write(&Patience::of(Duration::ZERO), &mut |_| Ok(()));
        }
    }

    /// Notes a sign-in for its log (LOGIN-1), likewise. One that succeeded is written at once where the writer is free:
    /// it has hashed a password, and a commit is little beside that. Where somebody else writes it goes with that.
    pub(crate) fn note_sign_in(&self, sign_in: SignIn, at: Timestamp) {
        if self.is_read_only() {
            return;
        }
        let at_once = !sign_in.is_failure();
        if self.0.refusals.sign_in(sign_in, at) || at_once {
            let _ = self.0.write(&Patience::of(Duration::ZERO), &mut |_| Ok(()));
        }
    }

    /// Writes the refusals and sign-ins that wait, of all calls that ended before.
    pub(crate) fn write_refusals(&self, patience: &Patience) -> Result<()> {
        let patience = patience.with_deadline();
        while !self.0.refusals.are_written() {
            self.0.write(&patience, &mut |_| Ok(()))?;
        }
        Ok(())
    }
}

impl Inner {
    fn write(&self, patience: &Patience, body: Body<'_>) -> Result<()> {
        let mut batch = self.refusals.batch();
        self.storage.write(patience, &mut |tx| {
            body(tx)?;
            batch.write(tx)
        })?;
        batch.committed();
        Ok(())
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        if !self.refusals.are_written() {
            let _ = self.write(&Patience::of(GOODBYE), &mut |_| Ok(()));
        }
    }
}
