//! Values of fields in memory, and the records that hold them: what a filter tree is asked of before anything is
//! written.

use std::borrow::Cow;

use rust_decimal::Decimal;
use uuid::Uuid;

use super::shape::{Field, Object};
use crate::engine::clock::{Date, Timestamp};
use crate::engine::error::Result;

/// The value of a field that is not empty.
#[derive(Debug, Clone, PartialEq)]
pub enum Held<'a> {
    /// A text as it was written, not folded.
    Text(Cow<'a, str>),
    /// True or false.
    Boolean(bool),
    /// A whole number, a decimal, or an amount.
    Number(Decimal),
    /// A calendar date.
    Date(Date),
    /// An instant.
    Instant(Timestamp),
    /// One of a closed list, a status too.
    Choice(Cow<'a, str>),
    /// The record that is referred to, or the record itself.
    Record(Uuid),
}

/// A record in memory, as whoever asks sees it.
pub trait Record {
    /// The value of one of its own fields; none where it is empty.
    ///
    /// # Errors
    /// Where it can't be read.
    fn value(&self, field: &Field) -> Result<Option<Held<'_>>>;

    /// The record that the field refers to; none where it is empty, or hidden from whoever asks (FILT-8).
    ///
    /// # Errors
    /// Where it can't be read.
    fn follow(&self, reference: &Field, to: &Object) -> Result<Option<Box<dyn Record + '_>>>;

    /// Whether one of the records of `object` whose field `by` refers to this one, and which whoever asks sees, is one
    /// for which `wanted` is true.
    ///
    /// # Errors
    /// What `wanted` gives, and where they can't be read.
    fn some(&self, object: &Object, by: &Field, wanted: &mut dyn FnMut(&dyn Record) -> Result<bool>) -> Result<bool>;
}
