//! What areas tell of their tables, for those that look at the tables of all.

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

/// Data that follow from others, and can be made anew.
#[derive(Debug)]
pub(crate) struct Derived {
    /// Compares them with a recomputation; a line a finding.
    pub(crate) check: fn(&mut Context<'_>) -> Result<Vec<String>>,
    /// Makes them anew.
    pub(crate) rebuild: fn(&mut Context<'_>) -> Result<()>,
}
