//! What a caller gets.

use crate::engine::clock::Timestamp;
use crate::engine::record::record;
use crate::engine::schedule::Job;

record! {
    /// When a job falls due.
    output DueJob {
        /// The job.
        job: Job,
        /// The instant from which on it is due; in the past where it is due already.
        due_at: Timestamp,
    }
}

record! {
    /// One run of a job.
    output JobRun {
        /// The job.
        job: Job,
        /// The instant at which it had fallen due; where several were missed, the last of them.
        due_at: Timestamp,
        /// When it ran, and as of when.
        ran_at: Timestamp,
        /// The number of records it changed, or of items that were served.
        changed: i64,
        /// The number of items that failed, and are tried again or were given up.
        failed: i64,
        /// The code of the error that ended it, or what was to come behind it, before all was done: what is left stays due.
        failure: Option<String>,
    }
}
