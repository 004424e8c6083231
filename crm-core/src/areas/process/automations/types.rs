//! What a caller sends and gets.

pub use crate::engine::automation::RunOutcome;
use crate::engine::clock::Timestamp;
use crate::engine::page::page;
use crate::engine::record::record;
use crate::engine::schedule::Job;
use crate::engine::value::ObjectRef;
use crate::objects::RecordKey;

impl Job {
    /// Removing runs of rules from the log that are old enough (AUTO-13).
    pub const AUTOMATION_KEPT: Job = Job::named("automation_kept");
}

record! {
    /// A run of a rule (AUTO-13).
    output AutomationRun {
        /// The rule, as it was called then.
        rule: String,
        /// Its version.
        rule_version: i64,
        /// The record, which may be gone by now.
        record: ObjectRef,
        /// The operation that was called, from which the run followed.
        operation: String,
        /// What became of it.
        outcome: RunOutcome,
        /// Why it failed.
        error: Option<String>,
        /// How much it changed.
        changes: i64,
        /// When.
        ran_at: Timestamp,
    }
}

page!(@declare RunPage of AutomationRun, "A page of the log of runs, newest first.", [
    ["How often the condition of the rule that the filter names did not hold; nothing more is kept of that."]
    unmet : Option<i64>
]);

record! {
    /// Which runs are wanted; what is absent does not restrict.
    input RunFilter {
        /// Of the rule of this name; of one that is gone, by the name that it had.
        rule: Option<String> = None [text(100)],
        /// Of this record.
        record: Option<RecordKey> = None,
        /// Of which that became.
        outcome: Option<RunOutcome> = None,
    }
}
