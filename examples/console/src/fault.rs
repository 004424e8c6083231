//! What went wrong, for a page that a person can act on.

use axum::http::StatusCode;
use crm_core::{CrmError, FieldError, Locale};

use crate::words::Word;

/// Why a page can't be shown or a thing can't be done.
#[derive(Debug)]
pub struct Fault {
    pub status: StatusCode,
    /// What happened, in a sentence.
    pub text: String,
    /// Which fields are wrong.
    pub fields: Vec<FieldError>,
    /// The engine's code of it; `second_factor` where that must be set up first.
    pub code: &'static str,
}

impl Fault {
    pub fn new(status: StatusCode, word: Word, locale: Locale) -> Fault {
        Fault { status, text: word.text(locale).to_owned(), fields: Vec::new(), code: "" }
    }

    pub fn of(error: &CrmError, locale: Locale) -> Fault {
        let status = match error {
            CrmError::NotFound { .. } | CrmError::UnknownOperation { .. } => StatusCode::NOT_FOUND,
            CrmError::Forbidden { .. } | CrmError::LoginFailed { .. } => StatusCode::FORBIDDEN,
            CrmError::Invalid { .. } => StatusCode::UNPROCESSABLE_ENTITY,
            CrmError::Conflict { .. } | CrmError::IllegalTransition { .. } => StatusCode::CONFLICT,
            CrmError::Busy | CrmError::Interrupted => StatusCode::SERVICE_UNAVAILABLE,
            _ => StatusCode::INTERNAL_SERVER_ERROR,
        };
        let code = match error {
            CrmError::Forbidden { reason, .. } if reason == "second_factor" => "second_factor",
            other => other.code(),
        };
        Fault { status, text: error.text(locale), fields: error.fields().to_vec(), code }
    }
}
