//! A call of several transactions (`[sliced]` in its table): what is too much for one hold of the writer.
//!
//! Such a call passes the gate once, on a snapshot: its permission and the declared rules of its arguments. Then its
//! rule runs *outside* every transaction, so that reading a file or comparing two lists holds nobody up, and asks for
//! transactions as it needs them:
//!
//! ```text
//! pub(super) fn rebuild(slices: &mut Slices<'_>, …) -> Result<Rebuilt> {
//!     let mut cursor = 0;
//!     loop {
//!         let wrong = slices.read(|cx| store::wrong_behind(cx.tx(), cursor, PAGE))?;   // a snapshot
//!         …
//!         slices.write(|cx| repair(cx, &wrong))?;                                       // one slice
//!     }
//! }
//! ```
//!
//! * Each slice is a whole call to the outside: authorised anew, audited with its own row, committed, and told to the
//!   listeners, before the next one begins. So a user who is disabled meanwhile gets no further, and no event carries
//!   more records than a slice changes.
//! * Between two slices others write. What a slice read is old when the next one begins: a cursor is a key and not a
//!   position, and what was found in `read` is looked at again in `write` where it matters.
//! * What was committed stays when a later slice fails. A rule that must be whole does all in one `write`, and says so
//!   to its callers.
//! * Time and ids are the call's: every slice has the same instant, and no id comes twice.
//! * An interruption ends the call even where it comes between two slices; a rule that works for long outside of them
//!   asks [`Slices::still_wanted`] now and then.
//! * Only a role opens such a call (a duty on a record is proved inside a transaction).

use super::{Call, Context, ErasedArguments};
use crate::error::{CrmError, Result};
use crate::operations::{Access, Arguments, Operation};
use crate::session::Session;
use crate::validate::Violations;

/// A rule of several transactions: how it gets them, and its arguments.
pub(crate) type SlicedRule<'a, A, R> = &'a dyn Fn(&mut Slices<'_>, &A) -> Result<R>;

/// The transactions of one call.
pub(crate) struct Slices<'s> {
    session: &'s Session,
    call: Call<'s>,
}

impl Session {
    /// Runs an operation of several transactions with typed arguments.
    pub(crate) fn gate_sliced<A: Arguments, R>(
        &self,
        operation: &'static Operation,
        mut arguments: A,
        rule: SlicedRule<'_, A, R>,
    ) -> Result<R> {
        arguments.normalise();
        if operation.access == Access::Write && self.crm().is_read_only() {
            return Err(CrmError::storage("read_only"));
        }
        let mut call = Call::new(self, operation, Ok(&arguments as &dyn ErasedArguments));
        call.access = Access::Read;
        self.transact(&mut call, &mut |_| Ok(()))?;
        // The declared rules have spoken, and what a slice changes is told by itself: no arguments are kept.
        call.violations = Violations::default();
        rule(&mut Slices { session: self, call }, &arguments)
    }
}

impl Slices<'_> {
    /// Runs on a snapshot.
    pub(crate) fn read<T>(&mut self, body: impl FnMut(&mut Context<'_>) -> Result<T>) -> Result<T> {
        self.slice(Access::Read, body)
    }

    /// Runs in a writing transaction of its own; commits, audits and tells the listeners when it returns `Ok`. As every
    /// transaction's closure it may run more than once, and has no effect of its own but through its result.
    pub(crate) fn write<T>(&mut self, body: impl FnMut(&mut Context<'_>) -> Result<T>) -> Result<T> {
        self.slice(Access::Write, body)
    }

    fn slice<T>(&mut self, access: Access, mut body: impl FnMut(&mut Context<'_>) -> Result<T>) -> Result<T> {
        self.still_wanted()?;
        self.call.access = access;
        let mut result = None;
        self.session.transact(&mut self.call, &mut |cx| {
            result = Some(body(cx)?);
            Ok(())
        })?;
        result.ok_or_else(|| CrmError::bug("a slice ended without a result"))
    }

    /// From here on the engine itself acts: the audit and the listeners name `system`, whoever asked for it.
    pub(crate) fn act_for_the_engine(&mut self) {
        self.call.for_the_engine = true;
    }

    /// Refuses with [`CrmError::Interrupted`] where somebody interrupted the engine since the call began.
    pub(crate) fn still_wanted(&self) -> Result<()> {
        if self.session.crm().storage().interruptions() == self.call.begun_at {
            Ok(())
        } else {
            Err(CrmError::Interrupted)
        }
    }
}
