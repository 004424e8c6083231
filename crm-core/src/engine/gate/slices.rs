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

use std::path::Path;

use super::call::{AnyCall, Body, Means, Part, arguments, json};
use super::{Call, Context};
use crate::engine::confidential::Rights;
use crate::engine::error::{CrmError, Result};
use crate::engine::file_store::HostStore;
use crate::engine::operations::Access;
use crate::engine::session::Session;
use crate::engine::validate::Violations;

/// The transactions of one call.
pub(crate) struct Slices<'s> {
    session: &'s Session,
    call: &'s mut Call,
    /// What the audit keeps of the arguments.
    arguments: String,
    /// What the declared rules found, where the rule tells it.
    found: Violations,
}

/// What runs before the first slice: nothing, but the gate looks at who calls, and what with.
struct Entrance<'a> {
    work: &'a dyn AnyCall,
    /// Whether the rule tells what is wrong with the arguments.
    tells: bool,
}

impl Body for Entrance<'_> {
    fn run(&mut self, _: Means<'_, '_>) -> Result<()> {
        Ok(())
    }

    fn write(&self, part: Part, out: &mut Vec<u8>) {
        if part == Part::Given && !self.tells {
            self.work.write(part, out);
        }
    }
}

/// One slice.
struct Slice<'a, T, F> {
    body: F,
    result: Option<T>,
    arguments: &'a str,
}

impl<T, F: FnMut(&mut Context<'_>) -> Result<T>> Body for Slice<'_, T, F> {
    fn run(&mut self, means: Means<'_, '_>) -> Result<()> {
        if let Means::Context(cx) = means {
            self.result = Some((self.body)(cx)?);
        }
        Ok(())
    }

    fn write(&self, part: Part, out: &mut Vec<u8>) {
        if part == Part::Arguments {
            out.extend_from_slice(self.arguments.as_bytes());
        }
    }
}

impl Slices<'_> {
    /// Runs an operation of several transactions.
    pub(super) fn run(session: &Session, call: &mut Call, work: &mut dyn AnyCall) -> Result<()> {
        if call.operation.access == Access::Write && session.crm().is_read_only() {
            return Err(CrmError::storage("read_only"));
        }
        call.access = Access::Read;
        let tells = call.operation.tells();
        let mut found = if tells { std::mem::take(&mut call.violations) } else { Violations::default() };
        let patience = call.patience.with_deadline();
        session.meet_merged(call, work, &patience)?;
        session.transact(call, &mut Entrance { work, tells })?;
        if let Some(limits) = call.rights.limits()
            && tells
            && call.operation.speaks_of_fields()
            && let Some(given) = json(work, Part::Given)
        {
            limits.check(call.operation, &given, &mut found);
        }
        // The declared rules have spoken, and what a slice changes is told by itself.
        call.violations = Violations::default();
        // What came in bulk, a whole file perhaps, has no place in the audit.
        let arguments = if call.operation.bulk { "{}".to_owned() } else { arguments(work) };
        work.run(Means::Slices(&mut Slices { session, call, arguments, found }))
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

    fn slice<T>(&mut self, access: Access, body: impl FnMut(&mut Context<'_>) -> Result<T>) -> Result<T> {
        self.still_wanted()?;
        self.call.access = access;
        let mut slice = Slice { body, result: None, arguments: &self.arguments };
        self.session.transact(self.call, &mut slice)?;
        slice.result.ok_or_else(|| CrmError::bug("a slice ended without a result"))
    }

    /// What the caller reads and writes of the records' fields.
    pub(crate) fn rights(&self) -> &Rights {
        &self.call.rights
    }

    /// What the declared rules, and the caller's field rights, found in the arguments, for a rule that tells it (`[tells]`
    /// in its table).
    pub(crate) fn take_found(&mut self) -> Violations {
        std::mem::take(&mut self.found)
    }

    /// Copies the database into a new file, with no transaction under way. Where the rest of the call fails, `and_then`,
    /// the copy is gone again.
    pub(crate) fn backup(&mut self, file: &Path, and_then: impl FnOnce(&mut Self) -> Result<()>) -> Result<()> {
        self.still_wanted()?;
        let storage = self.session.crm().storage();
        let copy = storage.backup(&self.call.patience, file)?;
        // Who has deleted it meanwhile wanted the same.
        and_then(self).inspect_err(|_| drop(std::fs::remove_file(copy)))
    }

    /// The host's store for what is in files, where there is one; called between two slices, never inside of one.
    pub(crate) fn file_store(&self) -> Option<HostStore> {
        self.session.crm().file_store()
    }

    /// New unpredictable bytes.
    pub(crate) fn random(&self) -> [u8; 32] {
        self.session.crm().random()
    }

    /// Has the refusals until now written, so that a read behind it finds them in the audit.
    pub(crate) fn write_refusals(&mut self) -> Result<()> {
        self.session.crm().write_refusals(&self.call.patience)
    }

    /// Whether the database can't be written to.
    pub(crate) fn is_read_only(&self) -> bool {
        self.session.crm().is_read_only()
    }

    /// From here on the engine itself acts: the audit and the listeners name `system`, whoever asked for it.
    pub(crate) fn act_for_the_engine(&mut self) {
        self.call.for_the_engine = true;
    }

    /// Refuses with [`CrmError::Interrupted`] where somebody interrupted the call since it began, or its time is over.
    pub(crate) fn still_wanted(&self) -> Result<()> {
        self.call.patience.check()
    }
}
