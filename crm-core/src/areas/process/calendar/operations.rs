//! The operations on calendars.

use super::rules;
use super::types::*;
use crate::activities::{ActivityFilter, ActivityId};
use crate::engine::bytes::Bytes;
use crate::engine::clock::Timestamp;
use crate::engine::people::People;
use crate::engine::secret::Secret;
use crate::imports::ImportReport;

/// Hands the area's table to a projecting macro.
#[doc(hidden)]
#[macro_export]
macro_rules! calendar_operations { ($($project:ident)::+) => { $($project)::+! {
    calendar: Calendar, "Calendars (日历): what people have to do and when they are busy, and files that other programs read and write.";

    /// Gives what stands in the calendars of up to 50 people, named by themselves or by their department, between two instants, at
    /// most 92 days apart (CAL-1): what they have to do, and what they attend and have not declined. The earliest comes first, and an
    /// activity of several of them stands there for each. What the caller reads is told in full; of other appointments no more than
    /// that somebody is busy. More than 5,000 are `too_many`.
    ///
    /// With `busy` it gives what makes them busy alone: what an appointment at that time would meet (CAL-2), but for the activity
    /// that is `excluding`, which is to be moved there. Nobody is kept from planning it all the same.
    read fn entries(
        people: People,
        at_from: Timestamp,
        at_before: Timestamp,
        busy: bool = false,
        excluding: Option<ActivityId> = None,
    ) -> Vec<CalendarEntry>;

    /// Gives activities that the caller reads as a calendar file (RFC 5545), those that `activities.list` gives by the same filter
    /// (CAL-3). A series is in it as a whole, once, with what is different of it. More than 1,000 are `too_many`.
    read[not_found] fn export_ics(filter: Option<ActivityFilter> = None) -> String;

    /// Plans what stands in a calendar file for the caller (CAL-4): an event is a meeting and a to-do a task, unless its
    /// categories name another kind of activity by its value. What came with an earlier file is known by its UID among what the
    /// caller has, gave or attends, and changes where the file says that it is newer; what this engine exported does too. A file has
    /// up to 10 MiB and 10,000 components. One that is wrong is refused by itself, on the line where it begins.
    write[bulk, whole, sliced] fn import_ics(file: Bytes) -> ImportReport;

    /// Opens a feed of the caller's calendar, by whose secret the host's system asks for it (CAL-5). The secret is told this once, and
    /// voids the one before it.
    write fn open_feed() -> FeedToken;

    /// Closes the caller's feed: its secret is void.
    write fn close_feed() -> ();

    /// Gives the calendar that a secret stands for, as a calendar file (CAL-5): what its owner has and attends, from 30 days ago
    /// to 400 days ahead, as they read it now. A secret that is unknown or void, or that of a disabled user, is `not_found`.
    read[not_found] fn feed(token: Secret) -> String;
} } }

crate::calendar_operations!(crate::engine::operations::project_core);
