//! What areas tell of their tables, for those that look at the tables of all.

use std::fmt::Debug;

use crate::engine::error::Result;
use crate::engine::gate::{Context, Entity};

/// A column of a table.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Column {
    pub(crate) table: &'static str,
    pub(crate) name: &'static str,
}

impl Column {
    pub(crate) const fn of(table: &'static str, name: &'static str) -> Column {
        Column { table, name }
    }
}

/// A text that is kept folded too, for searching.
#[derive(Debug)]
pub(crate) struct Folded {
    /// The column of the folded text.
    pub(crate) column: Column,
    /// The text as SQL.
    pub(crate) text: &'static str,
    /// Whether no two rows have the same.
    pub(crate) unique: bool,
}

/// Declares folded columns: `folded! { customers: "name" => name_folded; }`, or `=> login_folded unique;`.
macro_rules! folded {
    (@unique) => { false };
    (@unique unique) => { true };
    ($($table:ident: $text:literal => $folded:ident $($unique:ident)?;)*) => {
        &[$( $crate::engine::tables::Folded {
            column: $crate::engine::tables::Column::of(stringify!($table), stringify!($folded)),
            text: $text,
            unique: $crate::engine::tables::folded!(@unique $($unique)?),
        } ),*]
    };
}
pub(crate) use folded;

/// What a user holds of a kind of record, so that others must take it over when they leave.
#[derive(Debug)]
pub(crate) struct Held {
    pub(crate) entity: Entity,
    /// Counts it; the parameter is the user's key.
    pub(crate) count: &'static str,
}

/// Data that follow from others, and can be made anew a place at a time (MAINT-1).
///
/// They are compared in the order of their places, by cursors, so that it takes no memory that grows with them; and put
/// right in short transactions, since the comparison says where.
pub(crate) trait Derived: Debug + Sync {
    /// The kind of record that has them, as whoever follows is told.
    fn entity(&self) -> Entity;

    /// What is told of so many wrong places, where they are not told one by one.
    fn counted(&self, _wrong: usize) -> Option<String> {
        None
    }

    /// Compares them with what they follow from, behind a place: the first wrong ones, in order; none, where all is well
    /// from there on.
    fn compare(&self, cx: &mut Context<'_>, behind: &Place, most: usize) -> Result<Vec<Wrong>>;

    /// Makes them anew at a place that was found wrong, if it is so still; whether that changed anything.
    fn mend(&self, cx: &mut Context<'_>, place: &Place) -> Result<bool>;
}

/// A place in an order: a key, within a group where there are several.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place {
    pub(crate) group: String,
    pub(crate) key: i64,
}

impl From<i64> for Place {
    fn from(key: i64) -> Place {
        Place { group: String::new(), key }
    }
}

/// A place at which derived data are wrong.
#[derive(Debug)]
pub(crate) struct Wrong {
    pub(crate) place: Place,
    /// What is wrong there, a line each; empty, where such places are counted.
    pub(crate) findings: Vec<String>,
    /// How many rows must be read to put it right, roughly.
    pub(crate) weight: usize,
}

impl Wrong {
    /// One of those that are counted.
    pub(crate) fn counted(key: i64) -> Wrong {
        Wrong { place: key.into(), findings: Vec::new(), weight: 1 }
    }
}
