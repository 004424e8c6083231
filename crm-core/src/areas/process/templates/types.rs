//! What a caller sends and gets.

use crate::engine::labels::Locale;
use crate::engine::record::{choices, record};

/// The most records of one relation that a document prints.
pub const MAX_RELATED: usize = 1_000;

/// The most characters of a template's body.
pub const MAX_BODY: u32 = 80_000;

/// The most bytes of a document: 5 MiB.
pub const MAX_PRINTED: usize = 5 * 1024 * 1024;

choices! {
    /// What a template makes.
    TemplateFormat {
        /// HTML, in which every value is escaped.
        Html = "html",
        /// Plain text.
        Text = "text",
    }
}

record! {
    /// How a document is made.
    input RenderOptions {
        /// The language of dates, numbers and labels; the template's where absent.
        language: Option<Locale> = None,
        /// The version of the template; the present one where absent. Clauses are those of now.
        version: Option<i64> = None [range(1, 1_000_000_000)],
    }
}

record! {
    /// A document that was made of a record (DOC-6).
    output Document {
        /// What stands in it.
        text: String,
        /// What it is, `text/html` or `text/plain`.
        media_type: String,
        /// The name of the template.
        template: String,
        /// The version of the template.
        template_version: i64,
        /// What the template names and the caller does not read in full: paths from the record (`phone`, `contacts.phone`), from
        /// the caller with `me` in front. What is hidden prints as nothing, what is masked as its mask.
        withheld: Vec<String>,
    }
}
