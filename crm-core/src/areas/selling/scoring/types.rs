//! What a caller sends and gets.

use rust_decimal::Decimal;

use crate::departments::DepartmentRef;
use crate::engine::record::{choices, record};
use crate::engine::schedule::Job;

impl Job {
    /// Counting anew what was won and lost, and scoring what is open by it (SCORE-4).
    pub const SCORES: Job = Job::named("scores");
    /// Bringing records to rules of scores that changed (SCORE-6).
    pub const RULE_SCORES: Job = Job::named("rule_scores");
}

choices! {
    /// What a rule of scores is of.
    ScoredKind {
        /// Opportunities.
        Opportunity = "opportunity",
        /// Customers.
        Customer = "customer",
    }
}

#[expect(clippy::derivable_impls, reason = "the macro that declares choices derives no default")]
impl Default for ScoredKind {
    fn default() -> Self {
        ScoredKind::Opportunity
    }
}

record! {
    /// How many opportunities with a value were won, and how many were lost (SCORE-2).
    output ScoreCount {
        /// The department in which they were closed; absent for none.
        department: Option<DepartmentRef>,
        /// The field: one of the setting `score_fields`, `stage`, or `closed` for all of them.
        field: String,
        /// The value: a text, `true`, or the id of what the field names; empty for `closed`.
        value: String,
        /// What the value is called, where it is an id.
        label: Option<String>,
        /// How many were won, and 0.1.
        won: Decimal,
        /// How many were lost, and 0.1.
        lost: Decimal,
    }
}

record! {
    /// What a value does to a score (SCORE-5).
    output ScoreFactor {
        /// The field, or `stage`.
        field: String,
        /// The value: a text, `true`, or the id of what the field names.
        value: String,
        /// What the value is called, where it is an id.
        label: Option<String>,
        /// The share of what was won that had it, six places; of the first stage that came so far.
        won_share: Decimal,
        /// The share of what was lost that had it, six places.
        lost_share: Decimal,
        /// How much it pulls: above 0.5 towards winning, below towards losing.
        pull: Decimal,
    }
}

record! {
    /// A rule of scores that holds of a record.
    output ScorePoints {
        /// What the rule is called.
        rule: String,
        /// What it gives.
        points: i64,
    }
}

record! {
    /// Why an opportunity has its score (SCORE-5), as far as the caller reads what it goes by.
    output ScoreExplanation {
        /// The chance in percent that it is won, as it is by now; absent where nothing was closed yet, or withheld.
        score: Option<Decimal>,
        /// The department whose closed ones it is learned from; absent where it is all.
        department: Option<DepartmentRef>,
        /// What pulls towards winning, the strongest first.
        strengths: Vec<ScoreFactor>,
        /// What pulls towards losing, the strongest first.
        weaknesses: Vec<ScoreFactor>,
        /// The sum of what rules give; absent where there are none, or withheld.
        rule_score: Option<i64>,
        /// The rules that hold, by name.
        rules: Vec<ScorePoints>,
    }
}
