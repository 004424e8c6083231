//! What an area brings, declared in one place: the `AREA` of its `mod.rs`. Whatever asks every area for something
//! walks over [`all`], so that nothing has to be entered a second time. Every part is written out in every area, an
//! empty one too: what is forgotten does not compile.

#[cfg(test)]
mod tests;

use crate::engine::clock::IdSource;
use crate::engine::company::NewDatabase;
use crate::engine::due;
use crate::engine::error::Result;
use crate::engine::gate::{Context, Entity, Kind};
use crate::engine::hanging::Hanging;
use crate::engine::ids::RecordId;
use crate::engine::labels::Texts;
use crate::engine::objects::reprinting::Reprint;
use crate::engine::operations::Operation;
use crate::engine::schedule::Task;
use crate::engine::scope::Scoped;
use crate::engine::setup;
use crate::engine::storage::Transaction;
use crate::engine::tables::{Column, Derived, Folded, Held};

/// One area.
#[derive(Debug)]
pub(crate) struct Area {
    /// Its table (`operations.rs`).
    pub(crate) operations: &'static [&'static Operation],
    /// The area whose records its own follow, where they do: whoever is known there is known here.
    pub(crate) follows: Option<&'static str>,
    /// The kinds of record it keeps.
    pub(crate) kinds: &'static [Kind],
    /// Those of which it is kept who may see them, the one first that the area's levels speak of.
    pub(crate) scoped: &'static [Scoped],
    /// Its words, in every language (`en.ftl`, `zh-Hans.ftl`).
    pub(crate) texts: Texts,
    /// The columns of its tables that refer to entries of the dictionary.
    pub(crate) entries: &'static [Column],
    /// Its texts that are kept folded too.
    pub(crate) folded: &'static [Folded],
    /// What of its records a user holds.
    pub(crate) held: &'static [Held],
    /// What of its records hangs on those of any kind, and goes with them.
    pub(crate) hangs: &'static [Hanging],
    /// The duties that are written down in its tables.
    pub(crate) ties: Option<Ties>,
    /// Its data that follow from others.
    pub(crate) derived: &'static [&'static dyn Derived],
    /// What it does by the calendar.
    pub(crate) jobs: &'static [Task],
    /// What it does for single records when it falls due.
    pub(crate) due: &'static [due::Kind],
    /// What it puts into a new database.
    pub(crate) begin: Option<Begin>,
    /// The kinds of setup documents that it is configured by.
    pub(crate) setup: &'static [&'static setup::Kind],
    /// What of what it keeps it prints again where objects, fields and values get other names.
    pub(crate) reprints: Option<Reprints>,
    /// What it brings to the changes of a call, behind its rules.
    pub(crate) settles: Option<Settles>,
}

impl Area {
    /// An area that brings nothing: an area names what it brings, and the rest is this.
    pub(crate) const NONE: Area = Area {
        operations: &[],
        follows: None,
        kinds: &[],
        scoped: &[],
        texts: Texts { en: "", zh_hans: "" },
        entries: &[],
        folded: &[],
        held: &[],
        hangs: &[],
        ties: None,
        derived: &[],
        jobs: &[],
        due: &[],
        begin: None,
        setup: &[],
        reprints: None,
        settles: None,
    };
}

/// Gives the duties of the user with the key that are written down beside a record, by their names. It is asked only where
/// neither a role nor the record itself lets the user.
pub(crate) type Ties = fn(&mut dyn Transaction, &Entity, RecordId, i64) -> Result<Vec<&'static str>>;

/// Fills a new database with what an area has in it from the beginning.
pub(crate) type Begin = fn(&mut dyn Transaction, &NewDatabase, &mut IdSource) -> Result<()>;

/// Prints again what an area keeps in the words of definitions.
pub(crate) type Reprints = fn(&mut Reprint<'_>) -> Result<()>;

/// Puts right what follows from what a call wrote. It is asked of every call that writes, so it looks first whether it is concerned.
pub(crate) type Settles = fn(&mut Context<'_>) -> Result<()>;

/// Every area, in the order of the one list (`areas/mod.rs`): the only thing that this floor asks of the one above.
pub(crate) fn all() -> impl Iterator<Item = &'static Area> {
    crate::AREAS.iter().copied()
}

impl Area {
    /// Its name, `customers`.
    pub(crate) fn name(&self) -> &'static str {
        self.operations.first().map_or("", |operation| operation.area)
    }

    /// The area that its records follow in the end: itself, where they follow none.
    fn root(&self) -> &'static str {
        match self.follows {
            Some(followed) => all().find(|area| area.name() == followed).map_or(followed, Area::root),
            None => self.name(),
        }
    }
}

/// The area that keeps a kind of record.
pub(crate) fn of_kind(entity: &str) -> &'static str {
    all().find(|area| area.kinds.iter().any(|kind| kind.name == entity)).map_or("", Area::name)
}

/// The area that an area's records follow in the end: itself, where they follow none.
pub(crate) fn root_of(area: &str) -> &'static str {
    all().find(|found| found.name() == area).map_or("", Area::root)
}

/// The area of a kind of record: the one that the kind's area follows in the end.
pub(crate) fn root_of_kind(entity: &str) -> &'static str {
    all().find(|area| area.kinds.iter().any(|kind| kind.name == entity)).map_or("", Area::root)
}

/// The areas whose records follow an area's in the end, itself among them.
pub(crate) fn following(root: &str) -> impl Iterator<Item = &'static str> {
    all().filter(move |area| area.root() == root).map(Area::name)
}
