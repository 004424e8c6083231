//! What is wrong with a tree that somebody gave: every mistake at once, each with its place inside the tree (FILT-7).

use crate::engine::error::{CrmError, FieldError};
use crate::engine::labels::{self, Locale};

/// One mistake.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// Its place: `and[1].lt`; empty where it is the whole.
    pub path: String,
    /// What is wrong, as a stable code.
    pub code: &'static str,
    /// The limit that was passed, where there is one.
    pub limit: Option<String>,
}

/// Why a value is refused: a code, and the limit where there is one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unfit(pub &'static str, pub Option<String>);

impl Unfit {
    /// One without a limit.
    pub(super) fn of(code: &'static str) -> Unfit {
        Unfit(code, None)
    }

    /// One with a limit.
    pub(super) fn beyond(code: &'static str, limit: impl ToString) -> Unfit {
        Unfit(code, Some(limit.to_string()))
    }
}

/// The mistakes found so far, in the order in which they were met.
#[derive(Debug, Default)]
pub struct Mistakes {
    found: Vec<Mistake>,
}

impl Mistakes {
    /// Adds one without a limit.
    pub(super) fn add(&mut self, path: impl Into<String>, code: &'static str) {
        self.found.push(Mistake { path: path.into(), code, limit: None });
    }

    /// Adds the reason why a value is refused.
    pub(super) fn tell(&mut self, path: impl Into<String>, unfit: Unfit) {
        self.found.push(Mistake { path: path.into(), code: unfit.0, limit: unfit.1 });
    }

    /// What was read, where nothing is wrong with it.
    pub(super) fn or<T>(self, read: Option<T>) -> Result<T, Vec<Mistake>> {
        match read {
            Some(read) if self.found.is_empty() => Ok(read),
            _ => Err(self.found),
        }
    }
}

/// A place inside another: `and[1]` and `lt` are `and[1].lt`.
pub(crate) fn within(path: &str, part: &str) -> String {
    if path.is_empty() || part.is_empty() || part.starts_with('[') {
        [path, part].concat()
    } else {
        [path, ".", part].concat()
    }
}

/// The mistakes as the error of a call; `argument` is the place of the whole, `filter`.
pub fn refused(argument: &str, found: Vec<Mistake>) -> CrmError {
    let field = |mistake: Mistake| {
        let Mistake { path, code, limit } = mistake;
        let detail = labels::violation(Locale::En, code, limit.as_deref()).unwrap_or_else(|| code.to_owned());
        FieldError::new(within(argument, &path), code, detail, limit)
    };
    CrmError::Invalid { fields: found.into_iter().map(field).collect() }
}
