//! What a caller sends and gets.

use crate::engine::clock::Timestamp;
use crate::engine::gate::kind::kinds;
use crate::engine::ids::{RecordId, id};
pub use crate::engine::likeness::meeting::{DuplicateHit, OnDuplicate};
use crate::engine::page::page;
use crate::engine::record::{choices, record};
use crate::engine::schedule::Job;
use crate::objects::RecordKey;
use crate::users::UserRef;

/// The hits that a refusal carries at most.
pub const MAX_HITS: usize = 20;

/// The hits that a check tells at most: the first by rules, those of a rule by age.
pub const MAX_CHECKED: usize = 100;

/// How many records of an object may have a key that says something.
pub const MAX_ALIKE: usize = 20;

/// The records of a cluster that are told.
pub const MAX_IN_CLUSTER: usize = 100;

kinds! {
    /// Two records that may be the same.
    DUPLICATE_PAIR = "duplicate_pair" in duplicate_pairs;
}

impl Job {
    /// Making the keys by which duplicates are found (DUP-5).
    pub const DUPLICATE_KEYS: Job = Job::named("duplicate_keys");
    /// Looking through all records for duplicates (DUP-8).
    pub const DUPLICATE_SCAN: Job = Job::named("duplicate_scan");
}

id! {
    /// Identifies a pair of records that may be the same.
    PairId
}

choices! {
    /// What has become of a pair.
    PairState {
        /// Nobody has decided yet.
        Open = "open",
        /// They are two: no later check or scan tells of them.
        Ignored = "ignored",
        /// They became one.
        Merged = "merged",
    }
}

choices! {
    /// On what occasion a pair was found.
    PairFound {
        /// A record was created.
        Create = "create",
        /// A record was changed.
        Update = "update",
        /// A record was imported.
        Import = "import",
        /// An opportunity became a customer.
        Convert = "convert",
        /// A device brought it.
        Sync = "sync",
        /// All records were looked through.
        Scan = "scan",
    }
}

record! {
    /// One of the records of a pair.
    output PairedRecord {
        /// Its object, `customer`.
        object: String,
        /// Its id.
        id: RecordId,
        /// Its number.
        number: Option<i64>,
        /// What it is called; absent where that is withheld.
        name: Option<String>,
        /// Whose it is, by name.
        owner: Option<String>,
    }
}

record! {
    /// Two records that may be the same (DUP-9).
    output DuplicatePair {
        /// Its id.
        id: PairId,
        /// One record.
        first: PairedRecord,
        /// The other one.
        second: PairedRecord,
        /// The rule by which they were found, by its name.
        rule: String,
        /// Which of its groups held, counted from 0.
        group: i64,
        /// How alike they are, in hundredths.
        score: i64,
        /// On what occasion they were found.
        found: PairFound,
        /// When they were found.
        found_at: Timestamp,
        /// What has become of it.
        state: PairState,
        /// What was said when it was ignored.
        note: Option<String>,
        /// Who had the record written though it was asked, where somebody did.
        accepted_by: Option<UserRef>,
    }
}

page!(PairPage of DuplicatePair, "A page of pairs, newest first.");

record! {
    /// Which pairs are wanted; what is absent does not restrict.
    input PairFilter {
        /// In this state.
        state: Option<PairState> = None,
        /// Of two records of this object.
        object: Option<String> = None [text(100), exact],
        /// With this record.
        record: Option<RecordKey> = None,
        /// Found by the rule of this name.
        rule: Option<String> = None [text(100), exact],
    }
}

record! {
    /// Records that are connected by open pairs.
    output DuplicateCluster {
        /// The records, oldest first, 100 at most.
        records: Vec<PairedRecord>,
        /// How many there are.
        size: i64,
        /// How many open pairs connect them.
        pairs: i64,
    }
}

page!(ClusterPage of DuplicateCluster, "A page of clusters, largest first.");

record! {
    /// A value that too many records have to say anything.
    output CommonValue {
        /// Their object, `customer`.
        object: String,
        /// The field.
        field: String,
        /// The value as it is compared.
        value: String,
    }
}

record! {
    /// What a scan came to (DUP-8).
    output DuplicateScan {
        /// Records looked at, once a rule of theirs.
        records: i64,
        /// Records that were compared with one of those.
        comparisons: i64,
        /// Pairs that were not known.
        new_pairs: i64,
        /// Pairs that were known.
        known_pairs: i64,
        /// Open pairs that match no more, and are gone.
        dropped_pairs: i64,
        /// Values that more than 20 records have, the first 100 of them: no two are taken for the same by these.
        too_common: Vec<CommonValue>,
    }
}
