//! What is given of a record: values of its fields, and whole lists of its parts (OBJ-9, OBJ-11).

use super::super::shape::Name;
use super::super::values::Held;
use crate::engine::ids::RecordId;
use crate::engine::validate::Violations;

/// How many parts of one kind a whole has at the most (OBJ-11).
pub const MOST_PARTS: usize = 1_000;

/// The fields that are given, by their places. What the kernel keeps may be among them where a record is brought back.
pub type Inputs = Vec<(usize, Held)>;

/// What is given of a record.
#[derive(Debug, Default, Clone)]
pub struct Content {
    /// The fields.
    pub fields: Inputs,
    /// The lists of its parts that are given, each whole; others stay as they are.
    pub lists: Vec<List>,
}

impl From<Inputs> for Content {
    fn from(fields: Inputs) -> Content {
        Content { fields, lists: Vec::new() }
    }
}

/// A whole list of parts.
#[derive(Debug, Clone)]
pub struct List {
    /// What the whole calls it, `lines`.
    pub name: Name,
    /// The parts, in their order.
    pub parts: Vec<Part>,
}

/// A part that is given.
#[derive(Debug, Default, Clone)]
pub struct Part {
    /// In an update the part that is changed, in a create the id that it gets; none for a new one with an id of its own.
    pub id: Option<RecordId>,
    /// Its fields.
    pub fields: Inputs,
    /// What is wrong with what was given, by the names of its fields.
    pub found: Violations,
}
