//! What a caller sends and gets.

use crate::ObjectRef;
use crate::engine::record::{choices, record};
use crate::engine::schedule::Job;
use crate::setup::SetupRef;
use crate::users::UserRef;

choices! {
    /// To whom of several a record is given (AUTO-9).
    Dealing {
        /// To each in turn.
        RoundRobin = "round_robin",
        /// To who has the fewest in hand.
        LeastBusy = "least_busy",
    }
}

choices! {
    /// Why somebody does not get a record by a rule (ASSIGN-2).
    PassedOver {
        /// They get none just now, by the rule.
        Disabled = "disabled",
        /// They are disabled.
        Inactive = "inactive",
        /// They may not develop opportunities.
        NotAccountManager = "not_account_manager",
        /// They don't take it.
        Filter = "filter",
        /// Its region or industry is none of theirs.
        Match = "match",
        /// They have had as many today as they may.
        Quota = "quota",
        /// Somebody else comes before them.
        Turn = "turn",
    }
}

choices! {
    /// Why records stay where they are when others are distributed (ASSIGN-6).
    LeftReason {
        /// No rule accepts them.
        NoRule = "no_rule",
        /// Whoever takes them has had as many today as they may.
        Quota = "quota",
        /// Of no rule that accepts them a member is eligible.
        Nobody = "nobody",
    }
}

record! {
    /// Somebody who might get a record by a rule.
    output AssignmentCandidate {
        /// Who.
        user: UserRef,
        /// By which rule.
        rule: SetupRef,
        /// Whether they would get it.
        chosen: bool,
        /// Why not, where they would not.
        passed_over: Option<PassedOver>,
    }
}

record! {
    /// What became of a record that rules were asked for.
    output Assigned {
        /// The record.
        record: ObjectRef,
        /// Who got it; absent where nobody did.
        user: Option<UserRef>,
        /// By which rule.
        rule: Option<SetupRef>,
    }
}

record! {
    /// How many records somebody got.
    output Received {
        /// Who.
        user: UserRef,
        /// How many.
        records: i64,
    }
}

record! {
    /// How many records stay where they are.
    output LeftOver {
        /// Why.
        reason: LeftReason,
        /// How many.
        records: i64,
    }
}

record! {
    /// What became of records that were distributed.
    output Distribution {
        /// How many there were.
        candidates: i64,
        /// How many somebody got.
        assigned: i64,
        /// How many each got, the oldest account first.
        members: Vec<Received>,
        /// How many nobody got, and why.
        left: Vec<LeftOver>,
        /// Whether there are more candidates than one call distributes.
        more: bool,
    }
}

impl Job {
    /// The day's distribution of leads and of customers without an account manager (ASSIGN-6).
    pub const ASSIGNMENT: Job = Job::named("assignment");
}
