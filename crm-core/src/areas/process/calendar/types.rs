//! What a caller sends and gets.

use crate::activities::{ActivityId, ActivityStatus, Priority, Response, SeriesId};
use crate::dictionary::Choice;
use crate::engine::clock::{Date, Timestamp};
use crate::engine::gate::kind::kinds;
use crate::engine::ids::id;
use crate::engine::record::record;
use crate::engine::value::ObjectRef;
use crate::users::UserRef;

/// People whose calendars are asked for at once.
pub const MAX_PEOPLE: u32 = 50;

/// The days that are asked for at once.
pub const MAX_DAYS: i64 = 92;

/// The entries of one answer.
pub const MAX_ENTRIES: usize = 5_000;

/// What is written into one file: activities that stand alone, series, and what is different of these.
pub const MAX_EXPORTED: usize = 1_000;

/// What is written into a feed.
pub const MAX_IN_FEED: usize = 5_000;

/// The components of a file that is read.
pub const MAX_COMPONENTS: usize = 10_000;

/// The bytes of a file that is read.
pub const MAX_FILE: usize = 10 * 1024 * 1024;

/// The occurrences that are made for one file.
pub const MAX_OCCURRENCES: usize = 20_000;

kinds! {
    /// A feed of somebody's calendar.
    CALENDAR_FEED = "calendar_feed" in calendar_feeds;
}

id! {
    /// Identifies a feed of somebody's calendar.
    CalendarFeedId
}

record! {
    /// What stands in somebody's calendar (CAL-1). Of what the caller does not read there is no more than who is busy, and when.
    output CalendarEntry {
        /// Whose calendar it stands in.
        person: UserRef,
        /// Whether they are busy then: it is planned, and goes from an instant to another (CAL-2).
        busy: bool,
        /// The activity; absent where the caller does not read it, and so with all below but the time.
        activity: Option<ActivityId>,
        /// What sort of activity it is.
        kind: Option<Choice>,
        /// What it is, in a line.
        subject: Option<String>,
        /// Where it takes place.
        place: Option<String>,
        /// How much it matters.
        priority: Option<Priority>,
        /// Where it stands: planned or done.
        status: Option<ActivityStatus>,
        /// Whether it is overdue.
        overdue: Option<bool>,
        /// Whether nobody reads it but its people.
        personal: Option<bool>,
        /// Who is to do it; absent where it is not told.
        assignee: Option<UserRef>,
        /// What the person whose calendar it is said to it, where they attend.
        response: Option<Response>,
        /// The record that it is mainly about, as far as the caller reads that.
        main: Option<ObjectRef>,
        /// The series that it is of.
        series: Option<SeriesId>,
        /// The day by the end of which it is to be done.
        due_on: Option<Date>,
        /// The instant by which it is to be done.
        due_at: Option<Timestamp>,
        /// The instant at which it begins.
        starts_at: Option<Timestamp>,
        /// The instant at which it ends.
        ends_at: Option<Timestamp>,
        /// Its first day.
        starts_on: Option<Date>,
        /// Its last day.
        ends_on: Option<Date>,
    }
}

record! {
    /// A feed that was opened (CAL-5). Its owner is told this once.
    output FeedToken {
        /// The secret by which the host's system asks for it.
        token: String,
        /// When it was opened.
        opened_at: Timestamp,
    }
}

record! {
    /// A feed as the audit keeps it.
    output CalendarFeed {
        /// Its id.
        id: CalendarFeedId,
        /// Whose calendar it is.
        user: UserRef,
        /// When it was opened.
        opened_at: Timestamp,
    }
}
