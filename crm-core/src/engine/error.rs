//! The one error type that leaves the engine.
//!
//! Variants are named by what the caller can do about them. Each has a stable string code and a stable number, which
//! are never reused for another meaning. Texts for people come from the labels ([`CrmError::text`]); no variant ever
//! carries SQL, a file path or the contents of a record.
//!
//! ```
//! use crm_core::{Crm, CrmError, Locale};
//! use crm_core::opportunities::NewOpportunity;
//!
//! # fn main() -> crm_core::Result<()> {
//! # let crm = Crm::open_in_memory()?;
//! # let han = crm.bootstrap("han.meimei", "韩梅梅", &["sales_manager"])?;
//! # let session = crm.session(han)?;
//! let new = NewOpportunity { customer_name: " ".into(), success_probability: 101, ..Default::default() };
//! match session.opportunities().create(new, None, None) {
//!     // Show every field what is wrong with it; the code is for programs, `detail` for people.
//!     Err(CrmError::Invalid { fields }) => {
//!         let found: Vec<_> = fields.iter().map(|f| (f.field.as_str(), f.code.as_str())).collect();
//!         assert_eq!(found[..2], [("customer_name", "required"), ("success_probability", "out_of_range")]);
//!         assert_eq!(fields[1].limit.as_deref(), Some("0..100"));
//!     }
//!     // Read the record again and decide.
//!     Err(CrmError::Conflict { reason, .. }) => panic!("{reason}"),
//!     // Anything else: a sentence in the user's language.
//!     other => panic!("{:?}", other.map_err(|e| e.text(Locale::ZhHans))),
//! }
//! # Ok(())
//! # }
//! ```

mod json;

use serde::{Deserialize, Serialize};

use crate::engine::clock::Timestamp;
use crate::engine::labels::{self, Locale};
use crate::engine::likeness::meeting::DuplicateHit;
use crate::engine::operations::Operation;
use crate::engine::record::record;

/// What every fallible call of the engine returns.
pub type Result<T, E = CrmError> = std::result::Result<T, E>;

record! {
    /// One offending field of a refused call.
    output FieldError {
        /// The field, as a path inside the arguments: `customer_name`, `customers[3].name`.
        field: String,
        /// What is wrong, as a stable code: `required`, `too_long`, `out_of_range`, `not_unique`, `unknown_field` …
        code: String,
        /// The same in a sentence, in English.
        detail: String,
        /// The limit that was passed, where there is one: `500`, `0..100`, a dictionary category.
        limit: Option<String>,
        /// The field's label, in the session's language; the field's name where it has none.
        label: String,
        /// What is wrong, in the session's language: `must have at most 500 characters`.
        text: String,
    }
}

impl FieldError {
    /// One offending field, its label and text in the language of the call under way on this thread (English outside
    /// of one).
    pub fn new(field: impl Into<String>, code: &str, detail: impl Into<String>, limit: Option<String>) -> FieldError {
        let none = String::new;
        let bare = FieldError {
            field: field.into(),
            code: code.into(),
            detail: detail.into(),
            limit,
            label: none(),
            text: none(),
        };
        bare.told(labels::spoken(), None)
    }

    /// The same with label and text in this language, the label that of the operation's argument where it has one of
    /// its own.
    pub(crate) fn told(mut self, locale: Locale, operation: Option<&Operation>) -> FieldError {
        // What a definition says of its own fields is kept.
        let text = |locale| labels::violation(locale, &self.code, self.limit.as_deref());
        if self.label.is_empty() || self.label == labels::field_of(labels::spoken(), None, &self.field) {
            self.label = labels::field_of(locale, operation, &self.field);
        }
        if self.text.is_empty() || self.text == text(labels::spoken()).unwrap_or_else(|| self.detail.clone()) {
            self.text = text(locale).unwrap_or_else(|| self.detail.clone());
        }
        self
    }
}

/// Why a call was refused or failed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "snake_case")]
#[cfg_attr(feature = "uniffi", derive(uniffi::Error))]
#[non_exhaustive]
pub enum CrmError {
    /// Arguments break a rule; *every* offending field is listed. Correct them and call again.
    #[error("invalid: {}", list(fields))]
    Invalid {
        /// The offending fields, in the order of the arguments.
        fields: Vec<FieldError>,
    },
    /// The record does not exist (any more).
    #[error("not found: {entity} {id}")]
    NotFound {
        /// The kind of record, `opportunity`.
        entity: String,
        /// The id that was asked for.
        id: String,
    },
    /// The record is not as the caller assumed: a stale version, an id that is taken, a record in use. Read again and
    /// decide.
    #[error("conflict on {entity} {id}: {reason}")]
    Conflict {
        /// The kind of record.
        entity: String,
        /// The record's id.
        id: String,
        /// A stable code: `stale_version`, `id_taken`, `in_use`, `last_administrator`, `stale_cursor`, `file_exists`,
        /// `not_new` …
        reason: String,
        /// The records that it may be the same as, where the reason is `duplicate`, at most 20 (DUP-6).
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        hits: Vec<DuplicateHit>,
        /// The number that was passed, where there is one: how many records somebody may have.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        limit: Option<i64>,
        /// The instant at which it is no more in the way, where that is known.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        until: Option<String>,
    },
    /// The operation is not possible in the record's present state.
    #[error("{operation} is not possible while {from}")]
    IllegalTransition {
        /// The state the record is in.
        from: String,
        /// The operation that was refused.
        operation: String,
    },
    /// The acting user may not do this.
    #[error("{operation} is forbidden: {reason}")]
    Forbidden {
        /// The operation that was refused.
        operation: String,
        /// A stable code: `no_permission`, `not_yours`, `disabled`, `second_factor`, `field`, `out_of_scope`.
        reason: String,
    },
    /// There is no such operation in this version.
    #[error("unknown operation {operation}")]
    UnknownOperation {
        /// The name that was called.
        operation: String,
    },
    /// Login name, password and code do not match, the code is wanting, or the login is locked.
    #[error("login failed: {reason}")]
    LoginFailed {
        /// A stable code: `wrong_credentials`, `code_required`, `locked`.
        reason: String,
    },
    /// Others (another process, another thread's long write, many log-ins at once) were in the way for longer than five
    /// seconds. Nothing changed; call again.
    #[error("the database is busy")]
    Busy,
    /// A sales feed of the host could not answer, or answered nonsense. What it delivered before is here.
    #[error("the sales feed failed: {detail}")]
    FeedFailed {
        /// What went wrong, in the feed's words.
        detail: String,
    },
    /// The call was interrupted by the host, or the time limit of its session is over. Nothing changed, but what an
    /// operation that commits in parts had committed before.
    #[error("interrupted")]
    Interrupted,
    /// The database could not be read or written.
    #[error("storage: {problem}")]
    Storage {
        /// A stable code: `io`, `full`, `corrupt`, `newer`, `not_a_database`, `read_only`, `closed`, `too_large` (a sum
        /// of a report), `file_store` (the host's store for files failed), `file_missing` (it lost something), `no_file_store` …
        problem: String,
    },
    /// The clock, the host's or the operating system's, gives an instant that can't be right: before 2020 or after 2199.
    /// Nothing changed; set it right, or open with [`crate::Options::any_time`] where such a time is meant.
    #[error("the clock says {at}")]
    Clock {
        /// What it says.
        at: String,
    },
    /// A defect of the engine; nothing changed. Please report it with the detail.
    #[error("internal error: {detail}")]
    Bug {
        /// What was found, for the report.
        detail: String,
    },
}

fn list(fields: &[FieldError]) -> String {
    let mut text = String::new();
    for (i, f) in fields.iter().enumerate() {
        if i > 0 {
            text.push_str("; ");
        }
        text.push_str(&f.field);
        text.push(' ');
        text.push_str(&f.detail);
    }
    text
}

/// How the problem of a collision begins.
const COLLISION: &str = "collision: ";

/// Every error code with its number. Numbers are never reused; a retired one stays here as a comment.
pub const ERROR_CODES: &[(&str, i32)] = &[
    ("invalid", 1),
    ("not_found", 2),
    ("conflict", 3),
    ("illegal_transition", 4),
    ("forbidden", 5),
    ("unknown_operation", 6),
    ("login_failed", 7),
    ("busy", 8),
    ("interrupted", 9),
    ("storage", 10),
    ("bug", 11),
    ("feed_failed", 12),
    ("clock", 13),
];

impl CrmError {
    /// The stable code of the variant, `not_found`.
    pub fn code(&self) -> &'static str {
        match self {
            CrmError::Invalid { .. } => "invalid",
            CrmError::NotFound { .. } => "not_found",
            CrmError::Conflict { .. } => "conflict",
            CrmError::IllegalTransition { .. } => "illegal_transition",
            CrmError::Forbidden { .. } => "forbidden",
            CrmError::UnknownOperation { .. } => "unknown_operation",
            CrmError::LoginFailed { .. } => "login_failed",
            CrmError::Busy => "busy",
            CrmError::FeedFailed { .. } => "feed_failed",
            CrmError::Interrupted => "interrupted",
            CrmError::Storage { .. } => "storage",
            CrmError::Clock { .. } => "clock",
            CrmError::Bug { .. } => "bug",
        }
    }

    /// Whether the call failed, rather than was refused for what it asked.
    pub(crate) fn is_failure(&self) -> bool {
        matches!(
            self,
            CrmError::Busy
                | CrmError::Interrupted
                | CrmError::Storage { .. }
                | CrmError::Clock { .. }
                | CrmError::Bug { .. }
        )
    }

    /// The stable number of the variant, as in [`ERROR_CODES`].
    pub fn number(&self) -> i32 {
        let code = self.code();
        ERROR_CODES.iter().find(|(c, _)| *c == code).map_or(0, |(_, n)| *n)
    }

    /// The error as a sentence for people, in the given language.
    pub fn text(&self, locale: Locale) -> String {
        labels::error_text(self, locale)
    }

    /// The same error with the labels and texts of its fields in this language; of another, if it named one before.
    #[must_use]
    pub fn in_language(self, locale: Locale) -> CrmError {
        self.told(locale, None)
    }

    pub(crate) fn told(self, locale: Locale, operation: Option<&Operation>) -> CrmError {
        match self {
            CrmError::Invalid { fields } => {
                CrmError::Invalid { fields: fields.into_iter().map(|field| field.told(locale, operation)).collect() }
            }
            other => other,
        }
    }

    /// The offending fields of an [`CrmError::Invalid`]; empty for every other variant.
    pub fn fields(&self) -> &[FieldError] {
        match self {
            CrmError::Invalid { fields } => fields,
            _ => &[],
        }
    }

    /// One offending field.
    pub(crate) fn field(field: &str, code: &str, detail: impl Into<String>) -> CrmError {
        CrmError::Invalid { fields: vec![FieldError::new(field, code, detail, None)] }
    }

    /// One field that passes a limit.
    pub(crate) fn limited(field: &str, code: &str, detail: &str, limit: impl ToString) -> CrmError {
        CrmError::Invalid { fields: vec![FieldError::new(field, code, detail, Some(limit.to_string()))] }
    }

    pub(crate) fn storage(problem: &str) -> CrmError {
        CrmError::Storage { problem: problem.into() }
    }

    /// What a [`Storage`](crate::storage::Storage) tells where a statement collides with what other rows hold: a key that
    /// is taken, a reference to a row that is gone, a transaction that can't be put into an order with another. The
    /// constraint is named, never a value. It does not leave the engine: a writing transaction runs once more, since
    /// somebody else may have been faster, and is a defect where it collides again.
    pub fn collision(constraint: &str) -> CrmError {
        CrmError::Storage { problem: format!("{COLLISION}{constraint}") }
    }

    pub(crate) fn is_collision(&self) -> bool {
        matches!(self, CrmError::Storage { problem } if problem.starts_with(COLLISION))
    }

    /// What a collision is where nobody else was in the way: a check that a rule forgot.
    pub(crate) fn settled(self) -> CrmError {
        match &self {
            CrmError::Storage { problem } => match problem.strip_prefix(COLLISION) {
                Some(constraint) => CrmError::bug(format!("a constraint fired: {constraint}")),
                None => self,
            },
            _ => self,
        }
    }

    pub(crate) fn bug(detail: impl Into<String>) -> CrmError {
        CrmError::Bug { detail: detail.into() }
    }

    pub(crate) fn conflict(entity: &str, id: impl ToString, reason: &str) -> CrmError {
        CrmError::Conflict {
            entity: entity.into(),
            id: id.to_string(),
            reason: reason.into(),
            hits: Vec::new(),
            limit: None,
            until: None,
        }
    }

    /// A conflict with the number that was passed.
    pub(crate) fn over(entity: &str, id: impl ToString, reason: &str, limit: i64) -> CrmError {
        let (entity, id, reason) = (entity.into(), id.to_string(), reason.into());
        CrmError::Conflict { entity, id, reason, hits: Vec::new(), limit: Some(limit), until: None }
    }

    /// A conflict that is none any more from an instant on.
    pub(crate) fn not_before(entity: &str, id: impl ToString, reason: &str, until: Timestamp) -> CrmError {
        let (entity, id, reason) = (entity.into(), id.to_string(), reason.into());
        CrmError::Conflict {
            entity,
            id,
            reason,
            hits: Vec::new(),
            limit: None,
            until: Some(until.to_rfc3339_opts(chrono::SecondsFormat::Micros, true)),
        }
    }

    pub(crate) fn forbidden(operation: &str, reason: &str) -> CrmError {
        CrmError::Forbidden { operation: operation.into(), reason: reason.into() }
    }
}
