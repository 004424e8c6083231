//! The operations on scores; `opportunities.explain_score` tells why one has its own.

use super::rules;
use super::types::*;
use crate::departments::DepartmentId;

/// Hands the area's table to a projecting macro.
#[doc(hidden)]
#[macro_export]
macro_rules! scoring_operations { ($($project:ident)::+) => { $($project)::+! {
    scoring: Scoring, "Scores (评分): the chance that an opportunity is won, learned from closed ones.";

    /// Lists what scores are learned from (SCORE-2): per department in which opportunities were closed, field and value how many were
    /// won and lost, each with the 0.1 that it began with. With a `department` those of that one, with a `field` that one:
    /// `origin`, `stage`, `closed`. At most 10,000 are told.
    read fn counts(department: Option<DepartmentId> = None, field: Option<String> = None [text(100)]) -> Vec<ScoreCount>;
} } }

crate::scoring_operations!(crate::engine::operations::project_core);
