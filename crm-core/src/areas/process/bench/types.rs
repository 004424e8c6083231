//! What a caller gets.

use crate::engine::clock::{Date, Timestamp};
use crate::engine::page::Total;
use crate::engine::record::record;
use crate::engine::value::{ObjectRef, Values};
use crate::users::UserRef;

record! {
    /// What somebody has before them today (BENCH-1).
    output Bench {
        /// Whose it is.
        person: UserRef,
        /// The company's day.
        day: Date,
        /// The sections to which the caller has a right, in their order.
        sections: Vec<BenchSection>,
    }
}

record! {
    /// A section of the workbench.
    output BenchSection {
        /// Its name: `overdue`, or that of a saved view.
        name: String,
        /// Of a saved view what `views.rows` takes: the name of a pack's, the id of a person's.
        view: Option<String>,
        /// What it is called, in the session's language.
        label: String,
        /// How many there are.
        total: Total,
        /// The first of them, as many as were asked for.
        rows: Vec<BenchRow>,
    }
}

record! {
    /// A row of a section.
    output BenchRow {
        /// The record. A work report that nobody has begun is none yet: it is named by whose it is, and by what it will be called.
        record: ObjectRef,
        /// The day that it stands under, where its section goes by days.
        day: Option<Date>,
        /// The instant that it stands under, where its section goes by instants.
        at: Option<Timestamp>,
        /// The record that it is about: the customer of a ticket, the main record of an activity.
        about: Option<ObjectRef>,
        /// Of a saved view: the values of its columns. Of a work report: the `kind` and the `period` by which `draft` begins or finds
        /// it.
        values: Values,
        /// Of a saved view: the names of the columns that the caller does not read in full.
        withheld: Vec<String>,
    }
}
