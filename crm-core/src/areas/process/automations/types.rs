//! What a caller sends and gets.

use crate::audit::RecordChange;
use crate::engine::automation;
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
    /// Running rules for records of which a date or an instant falls due (AUTO-7).
    pub const RULES_BY_TIME: Job = automation::BY_TIME_JOB;
    /// Running rules at the times of a recurrence (AUTO-7).
    pub const RULES_BY_RECURRENCE: Job = automation::BY_RECURRENCE_JOB;
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

/// Records that a rule is tried out with at once.
pub const MAX_TRIED: usize = 100;

/// Changes, notices and messages that a trial tells, each.
pub const MAX_TOLD: usize = 100;

record! {
    /// What a person would be told by rules.
    output TrialNotice {
        /// The person.
        user: ObjectRef,
        /// What.
        text: String,
    }
}

record! {
    /// What would be in the outbox.
    output TrialMessage {
        /// What it is about.
        topic: String,
        /// The record that it is about.
        record: ObjectRef,
        /// What it says.
        payload: String,
    }
}

record! {
    /// What a rule would do with a record, other rules in turn (AUTO-12).
    output Trial {
        /// The record.
        record: ObjectRef,
        /// Whether the condition holds.
        met: bool,
        /// Why it would fail, or another rule refuse the call.
        error: Option<String>,
        /// What would change, in order, as the audit would tell it to the caller.
        changes: Vec<RecordChange>,
        /// Who would be told something.
        notices: Vec<TrialNotice>,
        /// What would be in the outbox.
        messages: Vec<TrialMessage>,
        /// Whether there would be more of these than are told here.
        more: bool,
    }
}

page!(RunPage of AutomationRun, "A page of the log of runs, newest first.");

record! {
    /// Which runs are wanted; what is absent does not restrict.
    input RunFilter {
        /// Of the rule of this name; of one that is gone, by the name that it had.
        rule: Option<String> = None [text(100), exact],
        /// Of this record.
        record: Option<RecordKey> = None,
        /// Of which that became.
        outcome: Option<RunOutcome> = None,
    }
}
