//! What is wrong with a document: every mistake at once, each by its path (PACK-1), and what could not be read, so that
//! nothing is told of what only follows from it.

use std::collections::BTreeSet;

use crate::engine::error::FieldError;
use crate::engine::labels::{self, Locale};
use crate::engine::objects::expr;
use crate::engine::objects::mistakes::{Mistake, within};

/// The mistakes found so far, in the order in which they were met.
#[derive(Debug, Default)]
pub(super) struct Found(pub(super) Vec<FieldError>);

impl Found {
    /// Adds one without a limit.
    pub(super) fn add(&mut self, path: impl Into<String>, code: &str) {
        self.push(path.into(), code, None);
    }

    /// Adds one with the limit that was passed, or what is possible.
    pub(super) fn beyond(&mut self, path: impl Into<String>, code: &str, limit: impl ToString) {
        self.push(path.into(), code, Some(limit.to_string()));
    }

    fn push(&mut self, path: String, code: &str, limit: Option<String>) {
        let detail = labels::violation(Locale::En, code, limit.as_deref()).unwrap_or_else(|| code.to_owned());
        self.0.push(FieldError::new(path, code, detail, limit));
    }

    /// Adds those of a filter or an order, whose place in the document is `path`.
    pub(super) fn inside(&mut self, path: &str, mistakes: Vec<Mistake>) {
        for Mistake { path: inner, code, limit } in mistakes {
            self.push(within(path, &inner), code, limit);
        }
    }

    /// Adds those of an expression, each with its line and column in front.
    pub(super) fn expression(&mut self, path: &str, mistakes: &[expr::Mistake]) {
        for mistake in mistakes {
            let detail = format!("{}:{} {}", mistake.at.line, mistake.at.column, mistake.code.detail());
            self.0.push(FieldError::new(path, mistake.code.as_str(), detail, None));
        }
    }
}

/// What a document names, but could not be read.
#[derive(Debug, Default, Clone)]
pub struct Unread {
    names: BTreeSet<String>,
    paths: Vec<String>,
}

impl Unread {
    pub(super) fn name(&mut self, name: &str) {
        self.names.insert(name.to_owned());
    }

    pub(super) fn path(&mut self, path: &str) {
        self.paths.push(path.to_owned());
    }

    /// Whether a text names something that could not be read: what is wrong with it may follow from that.
    pub fn named_in(&self, text: &str) -> bool {
        !self.names.is_empty()
            && (self.names.contains(text)
                || text.split(|c: char| !c.is_alphanumeric() && c != '_').any(|word| self.names.contains(word)))
    }

    /// Whether something at this path, or inside, was wrong already.
    pub fn under(&self, path: &str) -> bool {
        self.paths
            .iter()
            .any(|known| known.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '['])))
    }
}
