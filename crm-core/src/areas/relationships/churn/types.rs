//! What a caller sends and gets.

use crate::customers::{CustomerId, CustomerRef};
use crate::engine::clock::{Date, Timestamp};
use crate::engine::gate::kind::kinds;
use crate::engine::ids::{UserId, id};
use crate::engine::page::page;
use crate::engine::record::{choices, record};
use crate::engine::schedule::Job;
use crate::users::UserRef;

impl Job {
    /// The churn scan, every Saturday at 02:00 in the company's time zone (CHURN-1).
    pub const CHURN_SCAN: Job = Job::named("churn_scan");
}

kinds! {
    /// A churn warning.
    WARNING = "warning" in churn_warnings;
}

id! {
    /// Identifies a churn warning.
    WarningId
}

choices! {
    /// Where a churn warning stands.
    WarningStatus {
        /// The scan found the customer quiet; nothing was tried yet.
        Warned = "warned",
        /// At least one measure was tried.
        Deferred = "deferred",
        /// The loss was confirmed, and the customer is lost. Final.
        Lost = "lost",
        /// The customer ordered again, or was won back. Final; a new quiet spell begins a new warning.
        Recovered = "recovered",
    }
}

record! {
    /// Something that was tried to keep a customer (CHURN-3).
    output Measure of WARNING {
        /// What was tried.
        measure: String [of("warning.measures")],
        /// Who recorded it.
        author: Option<UserRef>,
        /// When.
        at: Timestamp,
    }
}

record! {
    /// A warning that a customer has become quiet.
    output ChurnWarning of WARNING {
        /// Its id.
        id: WarningId,
        /// Its version, for updates.
        version: i64,
        /// Where it stands.
        status: WarningStatus,
        /// The customer that is quiet.
        customer: CustomerRef,
        /// The customer's account manager when the warning was added. Who may defer and confirm is the present one.
        account_manager: Option<UserRef>,
        /// The date of the customer's latest order when the warning was added; absent where it had none.
        last_order_date: Option<Date> [of("customer.last_order_date")],
        /// When it was added.
        warned_at: Timestamp,
        /// When it was confirmed or recovered; absent while it is open.
        closed_at: Option<Timestamp>,
        /// Why the customer is lost, where that was confirmed.
        reason: Option<String> [confidential(text)],
        /// What was tried, the latest 20 of it, as far as they are 1 MiB of text; oldest first.
        measures: Vec<Measure> [confidential(text)],
        /// Whether more was tried: `measures` gives all of it.
        more_measures: bool,
    }
}

/// Measures that a warning carries itself. It stands in a statement too.
pub(crate) const MEASURES_INSIDE: usize = 20;

page!(MeasurePage of Measure, "A page of what was tried against a loss, oldest first.");

page!(ChurnWarningPage of ChurnWarning, "A page of churn warnings, newest first.");

record! {
    /// Which churn warnings are wanted; what is absent does not restrict (CHURN-5).
    input ChurnWarningFilter asks WARNING {
        /// In this state; where absent, closed ones too.
        status: Option<WarningStatus> = None,
        /// Of this customer.
        customer: Option<CustomerId> = None,
        /// The customer's name contains this; width and case don't matter, and an empty text restricts nothing.
        customer_name: Option<String> = None [short],
        /// Looked after by this user when the warning was added.
        account_manager: Option<UserId> = None,
        /// The latest order lay on this day or later.
        last_order_from: Option<Date> = None [of("customer.last_order_date")],
        /// The latest order lay before this day.
        last_order_before: Option<Date> = None [of("customer.last_order_date")],
    }
}

record! {
    /// What a scan did.
    output ChurnScan {
        /// The number of warnings it added.
        warned: i64,
        /// The number of open warnings it found recovered.
        recovered: i64,
    }
}

record! {
    /// A win-back of a lost customer (CHURN-6).
    output WinBack {
        /// Why it came back.
        reason: String,
        /// Who recorded it.
        author: Option<UserRef>,
        /// When.
        at: Timestamp,
    }
}

record! {
    /// The whole story of one customer's quiet spells.
    output ChurnHistory {
        /// The customer.
        customer: CustomerRef,
        /// Its warnings, oldest first.
        warnings: Vec<ChurnWarning>,
        /// Its win-backs, oldest first.
        win_backs: Vec<WinBack>,
        /// Pass it as `after` to get what follows; absent where this was all.
        next: Option<String>,
    }
}
