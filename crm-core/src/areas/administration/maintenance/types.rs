//! What a caller gets.

use crate::engine::record::record;

record! {
    /// What a check found.
    output CheckReport {
        /// Whether nothing is wrong.
        ok: bool,
        /// What is wrong, a line each, in English: for the log and the vendor's support.
        findings: Vec<String>,
    }
}

impl From<Vec<String>> for CheckReport {
    fn from(findings: Vec<String>) -> Self {
        CheckReport { ok: findings.is_empty(), findings }
    }
}
