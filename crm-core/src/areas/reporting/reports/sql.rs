//! Statements in pieces.

use crate::engine::storage::Value;

/// A piece of a statement with its parameters.
#[derive(Debug, Default)]
pub(super) struct Sql<'a> {
    pub(super) text: String,
    pub(super) params: Vec<Value<'a>>,
}

impl<'a> Sql<'a> {
    pub(super) fn push(&mut self, text: &str, params: impl IntoIterator<Item = Value<'a>>) -> &mut Self {
        self.text.push_str(text);
        self.params.extend(params);
        self
    }

    pub(super) fn append(&mut self, other: Sql<'a>) -> &mut Self {
        self.text.push_str(&other.text);
        self.params.extend(other.params);
        self
    }
}
