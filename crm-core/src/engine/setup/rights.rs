//! The rights to the documents of a kind (SETUP-6): `setup.<kind>` writes and reads, `setup.<kind>.read` reads. Roles hold
//! them beside the names of operations.

use std::sync::LazyLock;

use super::Kind;
use crate::engine::error::{CrmError, Result};
use crate::engine::gate::Context;
use crate::engine::permission::{self, Holders};

/// A right that roles hold and that is no operation's name.
#[derive(Debug)]
pub(crate) struct NamedRight {
    /// Its name.
    pub(crate) name: String,
    /// The built-in roles that hold it.
    pub(crate) holders: &'static Holders,
}

/// What is wanted of a kind's documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wanted {
    /// To read them.
    Read,
    /// To write them.
    Write,
}

/// The rights to every kind.
pub(crate) fn rights() -> &'static [NamedRight] {
    static RIGHTS: LazyLock<Vec<NamedRight>> = LazyLock::new(|| {
        let of = |kind: &'static Kind| {
            let right = |name, holders| NamedRight { name, holders };
            [right(kind.right(), &kind.writes), right(kind.reading_right(), &kind.reads)]
        };
        super::all().flat_map(of).collect()
    });
    &RIGHTS
}

impl Kind {
    /// The name of the right to write its documents, and to read them.
    pub(crate) fn right(&self) -> String {
        format!("setup.{}", self.name)
    }

    /// The name of the right to read its documents.
    pub(crate) fn reading_right(&self) -> String {
        format!("setup.{}.read", self.name)
    }

    /// Whether the acting user may.
    pub(crate) fn lets(&self, cx: &mut Context<'_>, wanted: Wanted) -> Result<bool> {
        let Some(user) = cx.actor_key() else { return Ok(true) };
        let by = |holders: &Holders| holders.everyone;
        if by(&self.writes) || (wanted == Wanted::Read && by(&self.reads)) {
            return Ok(true);
        }
        Ok(permission::holds(cx.tx(), user, &self.right())?
            || (wanted == Wanted::Read && permission::holds(cx.tx(), user, &self.reading_right())?))
    }

    /// Refuses whom it does not let.
    ///
    /// # Errors
    /// `Forbidden`, as for an operation that no role of theirs holds.
    pub(crate) fn admit(&self, cx: &mut Context<'_>, wanted: Wanted) -> Result<()> {
        match self.lets(cx, wanted)? {
            true => Ok(()),
            false => Err(CrmError::forbidden(cx.operation().name, "no_permission")),
        }
    }
}
