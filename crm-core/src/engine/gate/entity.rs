//! The kinds of record, as the audit, events and `allowed` name them.

use super::kind;
use crate::engine::name::names;

names! {
    /// A kind of record.
    Entity, kind::names
}
