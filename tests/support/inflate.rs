//! A storage that gives texts of the greatest length where the database holds their marks: the worst that a list can
//! meet, without a file of many gigabytes. A text that begins with `~s` becomes a short one, with `~l` a long one.

use crm_core::Result;
use crm_core::storage::{Cell, EachRow, Row, Storage};

use crate::support::wrap::{Wrap, Wrapped};

/// Bytes of a short text in characters of four bytes.
pub const SHORT: usize = 4 * 500;

/// Bytes of a long one.
pub const LONG: usize = 4 * 20_000;

/// The texts that stand in the place of marks.
pub struct Texts {
    short: String,
    long: String,
}

/// The storage, whose marked texts are long.
pub fn inflating<S: Storage>(inner: S) -> Wrapped<S, Texts> {
    let text = |bytes: usize| "𠮷".repeat(bytes / 4);
    Wrapped { inner, wrap: Texts { short: text(SHORT), long: text(LONG) } }
}

impl Wrap for Texts {
    const READS: bool = true;
    const ALTERS: bool = true;

    fn row(&self, row: &dyn Row, each: &mut dyn EachRow) -> Result<bool> {
        each.row(&Inflated { row, texts: self })
    }
}

struct Inflated<'r> {
    row: &'r dyn Row,
    texts: &'r Texts,
}

impl Row for Inflated<'_> {
    fn value(&self, column: usize) -> Result<Cell<'_>> {
        Ok(match self.row.value(column)? {
            Cell::Text(text) if text.starts_with("~s") => Cell::Text(&self.texts.short),
            Cell::Text(text) if text.starts_with("~l") => Cell::Text(&self.texts.long),
            cell => cell,
        })
    }
}
