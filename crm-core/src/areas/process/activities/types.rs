//! What a caller sends and gets.

use crate::contacts::ContactId;
use crate::departments::DepartmentId;
use crate::dictionary::{Choice, DictionaryEntryId};
use crate::engine::clock::{Date, Timestamp};
use crate::engine::error::FieldError;
use crate::engine::gate::kind::kinds;
use crate::engine::ids::{UserId, id};
use crate::engine::page::page;
use crate::engine::record::{choices, record, update};
use crate::engine::schedule::Job;
use crate::engine::storage::referred;
use crate::engine::value::ObjectRef;
use crate::interactions::{Interaction, InteractionDraft, InteractionId};
use crate::objects::RecordKey;
use crate::users::UserRef;

/// Those who may attend an activity.
pub const MAX_ATTENDEES: u32 = 100;

/// Reminders of an activity.
pub const MAX_REMINDERS: u32 = 5;

/// Records on which an activity may hang.
pub const MAX_RECORDS: u32 = 20;

kinds! {
    /// An activity: a task, a call, a meeting, a mail, a visit.
    ACTIVITY = "activity" in activities;
}

impl Job {
    /// People are reminded of activities (ACT-12).
    pub const REMINDERS: Job = Job::named("reminders");
    /// What follows from somebody's zone, day and department goes on (ACT-12, ACT-13).
    pub const ACTIVITIES_ANEW: Job = Job::named("activities_anew");
}

id! {
    /// Identifies an activity.
    ActivityId
}

referred! { ActivityId in activities }

id! {
    /// Identifies a series of activities.
    SeriesId
}

choices! {
    /// How far a change of one activity of a series reaches (ACT-11).
    Reach {
        /// It alone; later changes of the series pass it by.
        This = "this",
        /// It and those behind it, which become a series of their own.
        Following = "following",
        /// All that are planned and were not changed alone.
        All = "all",
    }
}

choices! {
    /// Where an activity stands.
    ActivityStatus {
        /// It is yet to be done.
        Planned = "planned",
        /// It was done.
        Done = "done",
        /// It won't be done.
        Cancelled = "cancelled",
    }
}

choices! {
    /// How much an activity matters.
    Priority {
        /// Less than others.
        Low = "low",
        /// As most do.
        Normal = "normal",
        /// More than others.
        High = "high",
        /// Before all others.
        Urgent = "urgent",
    }
}

choices! {
    /// What somebody says to being asked to attend.
    Response {
        /// Nothing yet.
        None = "none",
        /// They come.
        Accepted = "accepted",
        /// They don't come.
        Declined = "declined",
        /// They may come.
        Tentative = "tentative",
    }
}

record! {
    /// Who is to attend an activity: a user, a contact, or somebody by name and e-mail address.
    input NewAttendee {
        /// An active user.
        user: Option<UserId> = None,
        /// A contact of a customer.
        contact: Option<ContactId> = None,
        /// The name of anybody else.
        name: Option<String> = None [short],
        /// Their e-mail address.
        email: Option<String> = None [short],
    }
}

record! {
    /// Who attends an activity.
    output Attendee {
        /// The user.
        user: Option<UserRef>,
        /// The contact; absent where the reader does not read it.
        contact: Option<ObjectRef>,
        /// The name of anybody else.
        name: Option<String>,
        /// Their e-mail address.
        email: Option<String>,
        /// What they said.
        response: Response,
    }
}

record! {
    /// What is given to plan an activity. When it is, is given in exactly one of four forms: `due_on`; `due_at`; `starts_at` and
    /// `ends_at`; `starts_on` and `ends_on`.
    input NewActivity {
        /// What sort of activity: an entry of the dictionary category `activity_kind`.
        kind: DictionaryEntryId [category("activity_kind")],
        /// What it is, in a line.
        subject: String [short],
        /// Whatever else is to be known of it.
        details: Option<String> = None [long],
        /// Where it takes place.
        place: Option<String> = None [short],
        /// How much it matters.
        priority: Option<Priority> = None [default("\"normal\"")],
        /// The day by the end of which it is to be done.
        due_on: Option<Date> = None,
        /// The instant by which it is to be done.
        due_at: Option<Timestamp> = None,
        /// The instant at which it begins.
        starts_at: Option<Timestamp> = None,
        /// The instant at which it ends, 31 days later at the most.
        ends_at: Option<Timestamp> = None,
        /// Its first day.
        starts_on: Option<Date> = None,
        /// Its last day, the 366th at the most.
        ends_on: Option<Date> = None,
        /// The time zone whose clock it goes by, an IANA name; the assignee's where absent.
        time_zone: Option<String> = None [text(100)],
        /// How it recurs: a rule of RFC 5545, as `FREQ=WEEKLY;BYDAY=MO`, on the clock of its time zone (ACT-8).
        recurrence: Option<String> = None [text(500)],
        /// The active user who is to do it; the caller where absent.
        assignee: Option<UserId> = None,
        /// Who is to attend.
        attendees: Option<Vec<NewAttendee>> = None [at_most(100)],
        /// The records that it is about, the main one first.
        records: Option<Vec<RecordKey>> = None [at_most(20)],
        /// How many minutes before it its assignee is reminded of it, and who attends: 0 to 40,320; before the start of their day, where
        /// it goes by days.
        reminders: Option<Vec<i64>> = None [at_most(5)],
        /// Whether nobody reads it but its people.
        personal: Option<bool> = None [default("false")],
    }
}

update! {
    /// Changes to an activity. Where its time is given in another form, that takes the place of the present one.
    ActivityUpdate {
        /// What sort of activity: an entry of the dictionary category `activity_kind`.
        kind: DictionaryEntryId [category("activity_kind"), required],
        /// What it is, in a line.
        subject: String [short, required],
        /// Whatever else is to be known of it.
        details: String [long],
        /// Where it takes place.
        place: String [short],
        /// How much it matters.
        priority: Priority [required],
        /// The day by the end of which it is to be done.
        due_on: Date [required],
        /// The instant by which it is to be done.
        due_at: Timestamp [required],
        /// The instant at which it begins.
        starts_at: Timestamp [required],
        /// The instant at which it ends, 31 days later at the most.
        ends_at: Timestamp [required],
        /// Its first day.
        starts_on: Date [required],
        /// Its last day, the 366th at the most.
        ends_on: Date [required],
        /// The time zone whose clock it goes by, an IANA name.
        time_zone: String [text(100), required],
        /// How it recurs, with the following ones or all (ACT-11). One that did not recur begins a series.
        recurrence: String [text(500), required],
        /// Who attends, all of them. Who is among them already keeps what they said, and contacts that the caller does not read stay.
        attendees: Vec<NewAttendee> [at_most(100), required],
        /// The records that it is about, all that the caller reads, the main one first. Those that the caller does not read stay.
        records: Vec<RecordKey> [at_most(20), required],
        /// How many minutes before it its people are reminded of it, all of them; an empty list for none.
        reminders: Vec<i64> [at_most(5), required],
        /// Whether nobody reads it but its people.
        personal: bool [required],
    }
}

record! {
    /// An activity: a task, a call, a meeting, a mail, a visit.
    output Activity {
        /// Its id.
        id: ActivityId,
        /// Its version, for updates.
        version: i64,
        /// Its short number.
        number: i64,
        /// What sort of activity it is.
        kind: Choice,
        /// What it is, in a line.
        subject: String,
        /// Whatever else is to be known of it.
        details: Option<String>,
        /// Where it takes place.
        place: Option<String>,
        /// How much it matters.
        priority: Priority,
        /// Where it stands.
        status: ActivityStatus,
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
        /// The time zone whose clock it goes by, an IANA name.
        time_zone: String,
        /// Whether it is overdue: planned, though its time has passed.
        overdue: bool,
        /// Who is to do it, or did it.
        assignee: UserRef,
        /// Who gave it to them; absent where nobody else did.
        giver: Option<UserRef>,
        /// Who planned it; absent where the engine did.
        creator: Option<UserRef>,
        /// When it was planned.
        created_at: Timestamp,
        /// Who attends.
        attendees: Vec<Attendee>,
        /// The record that it is mainly about; absent where there is none, where it was deleted, and where the reader does not
        /// read it.
        main: Option<ObjectRef>,
        /// The records that it is about, as far as the reader reads them, in their order.
        records: Vec<ObjectRef>,
        /// How many minutes before it its people are reminded of it, the nearest first.
        reminders: Vec<i64>,
        /// Whether nobody reads it but its people.
        personal: bool,
        /// When it was done.
        done_at: Option<Timestamp>,
        /// Who completed it.
        done_by: Option<UserRef>,
        /// What came of it.
        result: Option<String>,
        /// Why it was cancelled.
        reason: Option<String>,
        /// What was said when it was given on, or handed back, last.
        comment: Option<String>,
        /// The interaction that it became (ACT-7).
        interaction: Option<InteractionId>,
        /// How it recurs; absent where it does not.
        recurrence: Option<String>,
        /// The series that it is of.
        series: Option<SeriesId>,
        /// Its original local start, by which its series knows it: a date, or a date and a time on the clock of its zone.
        occurrence: Option<String>,
    }
}

record! {
    /// What became of one of many activities.
    output ActivityCreated {
        /// Its id; absent where it was refused.
        id: Option<ActivityId>,
        /// Its number.
        number: Option<i64>,
        /// Why it was refused.
        errors: Vec<FieldError>,
    }
}

record! {
    /// What became of many activities (ACT-2).
    output ActivityBatch {
        /// How many were planned.
        created: i64,
        /// How many were refused.
        refused: i64,
        /// What became of each, in the order in which they were given.
        records: Vec<ActivityCreated>,
    }
}

record! {
    /// What is told of an activity that was done (ACT-4).
    input Completion {
        /// What came of it; required for the kinds that the setting `result_required` names.
        result: Option<String> = None [long],
        /// When it was done, now or earlier; now where absent.
        done_at: Option<Timestamp> = None,
        /// What is to be done next; required where nothing else is planned on a main record of an object that the setting
        /// `next_step_required` names (ACT-5).
        next: Option<NewActivity> = None,
        /// Given where it becomes an interaction with the customer that its main record is, or belongs to (ACT-7).
        interaction: Option<InteractionDraft> = None,
    }
}

record! {
    /// What became of completing an activity.
    output Completed {
        /// The activity, which is done.
        activity: Activity,
        /// What is to be done next.
        next: Option<Activity>,
        /// The interaction that it became.
        interaction: Option<Interaction>,
    }
}

page!(ActivityPage of Activity, "A page of activities: planned ones by their time, the earliest first, and behind them the others, the latest first.");

record! {
    /// Which activities are wanted; what is absent does not restrict (ACT-17). Where neither a person nor a record nor a team is
    /// given, they are the caller's.
    input ActivityFilter {
        /// Those of this user: as their assignee, as who gave them, or as somebody who attends.
        person: Option<UserId> = None,
        /// Those that this record is among the records of.
        record: Option<RecordKey> = None,
        /// Those whose assignee is of this department.
        team: Option<DepartmentId> = None,
        /// In this state.
        status: Option<ActivityStatus> = None,
        /// Of this kind: an entry of the dictionary category `activity_kind`.
        kind: Option<DictionaryEntryId> = None [category("activity_kind")],
        /// That matter so much.
        priority: Option<Priority> = None,
        /// Whether they are overdue.
        overdue: Option<bool> = None,
        /// On this day of the company's calendar or later.
        day_from: Option<Date> = None,
        /// On this day of the company's calendar or earlier.
        day_to: Option<Date> = None,
        /// The subject contains this; width and case don't matter, and an empty text restricts nothing.
        subject: Option<String> = None [short],
    }
}
