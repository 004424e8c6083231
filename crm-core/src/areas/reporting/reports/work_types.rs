//! What a caller sends and gets of the statistics of work.

use crate::departments::{DepartmentId, DepartmentRef};
use crate::dictionary::Choice;
use crate::engine::clock::Date;
use crate::engine::ids::UserId;
use crate::engine::record::{choices, record};
use crate::users::UserRef;

record! {
    /// How many activities of a kind somebody did.
    output WorkKindFigure {
        /// The kind.
        kind: Choice,
        /// How many.
        done: i64,
    }
}

record! {
    /// What somebody did in a time (WORK-5). Days are the company's.
    output WorkFigures {
        /// The customers that they recorded.
        new_customers: i64,
        /// The contacts that they recorded.
        new_contacts: i64,
        /// The opportunities that they recorded.
        new_opportunities: i64,
        /// The activities that were theirs to do by then and were not cancelled.
        planned: i64,
        /// Those of these that were done by the day, or the instant, by which they were to be.
        done_on_time: i64,
        /// Those of these that were not, and are past due.
        missed: i64,
        /// The activities that they did, whenever they were due.
        done: i64,
        /// The same by kind, of the kinds of which they did any.
        done_by_kind: Vec<WorkKindFigure>,
        /// The interactions that they recorded, by their dates.
        interactions: i64,
        /// The opportunities of theirs that were developed.
        developed: i64,
        /// The opportunities of theirs that failed.
        failed: i64,
        /// How often they handled a ticket.
        tickets_handled: i64,
    }
}

choices! {
    /// What a row of the statistics of work is of.
    WorkBy {
        /// A person.
        Person = "person",
        /// The people of a department itself, taken together.
        Team = "team",
    }
}

choices! {
    /// Into what a period is divided.
    WorkInterval {
        /// Days.
        Day = "day",
        /// Weeks, Monday to Sunday.
        Week = "week",
        /// Months of the calendar.
        Month = "month",
    }
}

record! {
    /// Which statistics of work are wanted (WORK-6); of the rest what is absent does not restrict.
    input WorkFilter {
        /// The first day.
        period_from: Date,
        /// The last day, the 366th at the most.
        period_to: Date,
        /// What a row is of.
        by: Option<WorkBy> = None [default("\"person\"")],
        /// Into what the period is divided; not at all where absent.
        interval: Option<WorkInterval> = None,
        /// This user alone.
        person: Option<UserId> = None,
        /// The people of exactly this department.
        team: Option<DepartmentId> = None,
    }
}

record! {
    /// What a person, or a team, did in a time.
    output WorkRow {
        /// The person; absent in the row of a team.
        person: Option<UserRef>,
        /// The department, of a person their own; absent of people without one.
        team: Option<DepartmentRef>,
        /// The first day of this part of the period.
        day: Date,
        /// What they did.
        figures: WorkFigures,
    }
}

record! {
    /// What people did in a period (WORK-6).
    output WorkStatistics {
        /// What a row is of.
        by: WorkBy,
        /// The first day.
        period_from: Date,
        /// The last day.
        period_to: Date,
        /// One row for each person or team and part of the period, in the order of the accounts or departments, the oldest first, and
        /// of time: of everybody who is active, also where there is nothing to count, and of others who did anything.
        rows: Vec<WorkRow>,
        /// What all of them did in the whole period.
        total: WorkFigures,
        /// Whether people are left out whose work the caller does not see.
        partial: bool,
    }
}
