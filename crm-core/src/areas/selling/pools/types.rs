//! What a caller sends and gets.

use crate::ObjectRef;
use crate::engine::clock::Timestamp;
use crate::engine::page::page;
use crate::engine::record::{choices, record};
use crate::engine::schedule::Job;
use crate::setup::SetupRef;
use crate::users::UserRef;

choices! {
    /// How a stay in a pool ended (ASSIGN-11).
    StayEnd {
        /// Somebody claimed it.
        Claimed = "claimed",
        /// It was given to somebody, out of the pool or otherwise.
        Given = "given",
        /// It was merged into another.
        Merged = "merged",
        /// It was lost, or is none.
        Lost = "lost",
    }
}

choices! {
    /// How somebody stopped being the owner of a record (ASSIGN-11).
    OwnerEnd {
        /// It was put into a pool.
        Put = "put",
        /// It fell back into a pool, since nothing was done.
        Recycled = "recycled",
        /// It was somebody else's from then on, or nobody's.
        HandedOver = "handed_over",
        /// It was merged into another.
        Merged = "merged",
    }
}

record! {
    /// A record that is in a pool.
    output PooledRecord {
        /// The record, and what it is called.
        record: ObjectRef,
        /// Since when it is there.
        since: Timestamp,
        /// Who put it there; absent where the engine did.
        put_by: Option<UserRef>,
        /// Why.
        reason: Option<String>,
        /// Whose it was last, where it was somebody's.
        last_owner: Option<UserRef>,
        /// From when on members may claim it; absent where they may.
        fresh_until: Option<Timestamp>,
    }
}

page!(PooledPage of PooledRecord, "A page of records that are in a pool, the longest there first.");

record! {
    /// What a member may still claim of a pool (ASSIGN-8).
    output PoolStanding {
        /// The pool.
        pool: SetupRef,
        /// How many records of its kind they have in hand.
        in_hand: i64,
        /// How many of these don't count.
        exempt: i64,
        /// How many that count they may have in hand; absent where there is no limit.
        limit: Option<i64>,
        /// How many they claimed from the pool today, whether they still have them or not.
        claimed_today: i64,
        /// How many more they may claim today; absent where there is no limit.
        left: Option<i64>,
    }
}

record! {
    /// A stay of a record in a pool.
    output PoolStay {
        /// The pool; absent where it is gone.
        pool: Option<SetupRef>,
        /// Since when.
        since: Timestamp,
        /// Who put it there; absent where the engine did.
        put_by: Option<UserRef>,
        /// Why.
        reason: Option<String>,
        /// Until when; absent while it is there.
        until: Option<Timestamp>,
        /// How it ended.
        ended: Option<StayEnd>,
        /// Who ended it; absent where the engine did.
        ended_by: Option<UserRef>,
        /// Whose it was from then on.
        got_by: Option<UserRef>,
    }
}

record! {
    /// Whose a customer was for some time.
    output OwnerPeriod {
        /// Whose.
        owner: UserRef,
        /// Since when.
        since: Timestamp,
        /// Until when; absent of its present account manager.
        until: Option<Timestamp>,
        /// How it ended.
        ended: Option<OwnerEnd>,
    }
}

impl Job {
    /// Each night: what nobody worked on falls back into its pool (ASSIGN-11).
    pub const RECYCLE: Job = Job::named("recycle");

    /// Working out when records fall back into pools (ASSIGN-10).
    pub const POOL_DAYS: Job = Job::named("pool_days");
}
