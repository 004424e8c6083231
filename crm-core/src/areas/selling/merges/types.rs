//! What a caller sends and gets.

use crate::engine::clock::Timestamp;
use crate::engine::gate::kind::kinds;
use crate::engine::ids::{RecordId, UserId, id};
use crate::engine::page::page;
use crate::engine::record::record;
use crate::engine::value::ObjectRef;
use crate::objects::RecordKey;
use crate::users::UserRef;

kinds! {
    /// A merge of records.
    MERGE = "merge" in merges;
}

id! {
    /// Identifies a merge.
    MergeId
}

record! {
    /// From which record a field is taken (DUP-11).
    input FieldChoice {
        /// The field, by its name; one that a pack gives as `custom.tier`.
        field: String [text(200)],
        /// The record, one of those that are merged.
        record: RecordKey,
    }
}

record! {
    /// The version that the caller saw of a record (DUP-10).
    input RecordVersion {
        /// The record, one of those that are merged.
        record: RecordKey,
        /// The version.
        version: i64,
    }
}

record! {
    /// What a record has in a field.
    output MergedValue {
        /// The record.
        record: RecordId,
        /// The value as JSON; absent where there is none, or the caller does not read it.
        value: Option<String>,
    }
}

record! {
    /// A field of the records that are merged (DUP-11).
    output MergedField {
        /// Its name; of one that a pack gives `custom.tier`.
        field: String,
        /// What each record has, the survivor first.
        values: Vec<MergedValue>,
        /// The record whose value the survivor has then; absent where nobody has one.
        taken: Option<RecordId>,
        /// Whether no two records may have the same value there, so that the survivor keeps its own where it has one.
        unique: bool,
    }
}

record! {
    /// Rows that move to the survivor, or that fall together with rows that it has (DUP-12).
    output MergeCount {
        /// The kind of record whose rows they are, `contact`; where they are no records, their table.
        what: String,
        /// By what they refer to the loser.
        field: String,
        /// How many.
        count: i64,
    }
}

record! {
    /// Why a merge would be refused (DUP-10).
    output MergeRefusal {
        /// The code that `apply` would give: `illegal_transition`, `in_approval`, `not_unique` …
        code: String,
        /// The record, where it is one of those that are merged.
        record: Option<RecordId>,
        /// What would be alike, where it is something that refers to them.
        what: Option<String>,
    }
}

record! {
    /// What a merge would do (DUP-14).
    output MergePreview {
        /// The record that stays.
        survivor: ObjectRef,
        /// Those that go, in their order.
        losers: Vec<ObjectRef>,
        /// Every field with all values and whose is taken.
        fields: Vec<MergedField>,
        /// How many of what moves.
        moves: Vec<MergeCount>,
        /// How many of what falls together.
        together: Vec<MergeCount>,
        /// What would refuse it.
        refusals: Vec<MergeRefusal>,
    }
}

record! {
    /// A merge that was done (合并, DUP-10).
    output Merge {
        /// Its id.
        id: MergeId,
        /// Its version.
        version: i64,
        /// The kind of the records, `customer`.
        object: String,
        /// The record that stayed.
        survivor: RecordId,
        /// Those that went: their ids stand for the survivor since. Each with what it was called, as far as the reader reads that.
        losers: Vec<ObjectRef>,
        /// How many of what moved.
        moved: Vec<MergeCount>,
        /// How many of what fell together.
        together: Vec<MergeCount>,
        /// Who merged them; absent where the engine did.
        merged_by: Option<UserRef>,
        /// When.
        merged_at: Timestamp,
        /// Who undid it.
        undone_by: Option<UserRef>,
        /// When it was undone; absent while it stands.
        undone_at: Option<Timestamp>,
    }
}

page!(MergePage of Merge, "A page of merges, newest first.");

record! {
    /// Which merges are wanted; what is absent does not restrict.
    input MergeFilter {
        /// Of records of this kind, `customer`.
        object: Option<String> = None [text(100), exact],
        /// Into this record.
        survivor: Option<RecordId> = None,
        /// By this user.
        merged_by: Option<UserId> = None,
        /// `true`: those that were undone. `false`: those that stand.
        undone: Option<bool> = None,
    }
}

record! {
    /// What stayed with the survivor where a merge was undone (DUP-14).
    output MergeStay {
        /// The kind of record, its table, or `field`.
        what: String,
        /// By what it refers to the record; of the survivor's own the name of the field.
        field: String,
        /// How many.
        count: i64,
        /// Why: `changed` since, `moved` on or deleted since, `gone` what it refers to, `in_use` by another.
        reason: String,
    }
}

record! {
    /// What became of a merge that was undone (DUP-14).
    output MergeUndone {
        /// The merge.
        merge: Merge,
        /// How many of what went back.
        returned: Vec<MergeCount>,
        /// What stayed with the survivor, and why.
        stayed: Vec<MergeStay>,
    }
}
