//! The operations on the tags that records bear; the tags themselves are setup documents.

use super::rules;
use super::types::*;
use crate::engine::page::Count;
use crate::objects::RecordKey;

/// Hands the area's table to a projecting macro.
#[doc(hidden)]
#[macro_export]
macro_rules! tags_operations { ($($project:ident)::+) => { $($project)::+! {
    tags: Tags, "Tags (标签) on records of any kind.";

    /// Puts tags on a record and takes others off it, by their names (TAG-1); gives those that it bears then. It asks for reading
    /// the record, whatever its state: one out of reach is refused as its own `get` would be. A name in `add` that no enabled
    /// tag has is refused as `unknown`, a tag that is not for the record's kind as `not_supported`; one in `remove` that the
    /// record does not bear is no matter.
    write[rules, not_found] fn set(record: RecordKey, add: Option<Vec<String>> = None [text(100), at_most(50)], remove: Option<Vec<String>> = None [text(100), at_most(50)]) -> Vec<TagRef>;

    /// Gives the tags that a record bears, in their order, to whoever reads it.
    read[not_found] fn list(record: RecordKey) -> Vec<TagRef>;

    /// Merges one tag into another (TAG-1): every record that bears it bears the other one instead, once, and it is deleted.
    /// Gives how many records bore it, whoever reads them. What `set` would refuse of `into` is refused: a tag that is not
    /// enabled as `unknown`, one that is not for all of these records as `not_supported`. A tag that a pack brings goes with that
    /// alone (`in_use`).
    write[confirm] fn merge(tag: String [text(100)], into: String [text(100)]) -> Count;
} } }

crate::tags_operations!(crate::engine::operations::project_core);
