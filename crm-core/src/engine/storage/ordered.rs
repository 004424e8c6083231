//! The rows of a table in the order of a key, a page at a time: what is compared with another is passed through beside it,
//! however long both are.

use std::collections::VecDeque;

use super::Transaction;
use crate::engine::error::Result;

/// Rows that are read together.
const PAGE: usize = 1_000;

/// Reads so many rows behind a key.
type Page<K, R> = fn(&mut dyn Transaction, &K, usize) -> Result<Vec<R>>;

/// A stream of rows.
pub(crate) struct Ordered<K, R> {
    rows: VecDeque<R>,
    behind: K,
    /// Nothing stands behind the rows.
    ended: bool,
    page: Page<K, R>,
    key: fn(&R) -> K,
}

impl<K, R> Ordered<K, R> {
    /// The rows behind a key; `key` gives each one's own.
    pub(crate) fn behind(behind: K, page: Page<K, R>, key: fn(&R) -> K) -> Self {
        Ordered { rows: VecDeque::new(), behind, ended: false, page, key }
    }

    /// The row that comes next.
    pub(crate) fn peek(&mut self, tx: &mut dyn Transaction) -> Result<Option<&R>> {
        if self.rows.is_empty() && !self.ended {
            self.rows = (self.page)(tx, &self.behind, PAGE)?.into();
            self.ended = self.rows.len() < PAGE;
            if let Some(last) = self.rows.back() {
                self.behind = (self.key)(last);
            }
        }
        Ok(self.rows.front())
    }

    /// Takes the row that comes next, where it is such a one.
    pub(crate) fn next_if(&mut self, tx: &mut dyn Transaction, such: impl FnOnce(&R) -> bool) -> Result<Option<R>> {
        Ok(if self.peek(tx)?.is_some_and(such) { self.rows.pop_front() } else { None })
    }
}
