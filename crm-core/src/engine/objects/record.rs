//! Records of any kind as they are told (OBJ-8).

use crate::engine::audit::Action;
use crate::engine::clock::Timestamp;
use crate::engine::error::FieldError;
use crate::engine::ids::RecordId;
use crate::engine::page::page;
use crate::engine::record::{record, table};
use crate::engine::tree::Tree;
use crate::engine::value::{ObjectRef, Value, Values};

record! {
    /// A record of any kind.
    output ObjectRecord {
        /// The object that it is of, `customer`.
        object: String,
        /// Its id.
        id: RecordId,
        /// How often it was changed, from 1; an update that gives it is refused where it was changed since.
        version: i64,
        /// Its number for people, where its kind has one.
        number: Option<String>,
        /// Its state, where its kind has states.
        status: Option<String>,
        /// Since when it is in that state, where that is kept.
        state_since: Option<Timestamp>,
        /// What it is called; empty where that is withheld, or was not given.
        title: String,
        /// Who made it, where that is kept.
        creator: Option<ObjectRef>,
        /// When it was made, where that is kept.
        created_at: Option<Timestamp>,
        /// The values of the fields that were asked for, by their names or paths. What is empty is null.
        values: Values,
        /// The parts by the names of their lists, each as `{"id", "values", "withheld"}` (OBJ-11); absent in lists, and where
        /// its kind has none.
        parts: Option<Tree>,
        /// The names of those fields that the caller does not read in full: hidden ones are absent, masked ones show a part.
        withheld: Vec<String>,
    }
}

record! {
    /// A record of any kind, named.
    input RecordKey {
        /// The object that it is of, `customer`.
        object: String,
        /// Its id.
        id: RecordId,
    }
}

record! {
    /// The records of one object that refer to a record by one field (OBJ-16).
    output Related {
        /// Their object, `ticket`.
        object: String,
        /// The field by which they refer to it.
        field: String,
        /// Its label in the session's language.
        label: String,
        /// How many they are, 1,000 at the most.
        count: i64,
        /// Whether there are more than `count`.
        more: bool,
        /// The newest of them, as many as were asked for.
        rows: Vec<ObjectRef>,
    }
}

record! {
    /// A change of a record (OBJ-15).
    output HistoryChange {
        /// When.
        at: Timestamp,
        /// Who; absent where the engine acted for itself.
        user: Option<ObjectRef>,
        /// The operation, `opportunities.assign`.
        operation: String,
        /// The rule or action that caused it, where the call itself did not.
        cause: Option<String>,
        /// What happened to the record.
        action: Action,
        /// The fields that changed, by their present names, as far as the reader reads them today; of a new record those
        /// that were given, of a deleted one those that it had.
        fields: Vec<HistoryField>,
    }
}

record! {
    /// A field that a change changed.
    output HistoryField {
        /// Its name.
        field: String,
        /// Its label in the session's language.
        label: String,
        /// Its value before; absent where it was empty. What is no single value, a list, stands as its JSON.
        before: Option<Value>,
        /// Its value afterwards; absent where it is empty.
        after: Option<Value>,
    }
}

page!(HistoryPage of HistoryChange, "A page of a record's changes, newest first.");

page!(ObjectPage of ObjectRecord, "A page of records of one kind.");

record! {
    /// A table over the records of one kind (VIEW-4).
    output ObjectTable {
        /// What its columns are: the keys by which records are grouped, and the measures of each group behind them.
        columns: Vec<ObjectColumn>,
        /// The rows, each with a value a column; 10,000 at the most.
        rows: Vec<Vec<Value>>,
        /// The measures that are left out, since the caller does not read their fields.
        withheld: Vec<String>,
    }
}
table!(ObjectTable);

record! {
    /// A column of a table.
    output ObjectColumn {
        /// Its name, by which the table is sorted: `status`, `created_at.month`, `amount.sum`, `count`.
        name: String,
        /// Its label in the session's language.
        label: String,
        /// The type of its values: `text`, `integer`, `boolean`, `decimal`, `money`, `date`, `instant`, `record`.
        kind: String,
    }
}

record! {
    /// Changes to a record of a defined object (OBJ-9); what is not named stays as it is.
    input ObjectUpdate {
        /// New values by the names of their fields. A null is refused as `type`: `clear` empties a field.
        values: Option<Tree> = None,
        /// The names of fields that are emptied. One that is among the values too is refused as `set_and_cleared`.
        clear: Option<Vec<String>> = None [text(40), at_most(200)],
        /// Lists of parts by their names, each whole (OBJ-11): `{"lines": [{"id": "…", "amount": …}, {…}]}`. A part with an
        /// id is changed, one without is added, one that is missing is removed; their order is kept.
        parts: Option<Tree> = None,
        /// The version that the caller saw; where the record was changed since, it is a conflict (`stale_version`).
        version: Option<i64> = None,
    }
}

record! {
    /// What became of many records that were created at once.
    output ObjectBatch {
        /// How many were created.
        created: i64,
        /// How many were refused.
        refused: i64,
        /// What became of each, in the order in which they were given.
        records: Vec<ObjectCreated>,
    }
}

record! {
    /// What became of one of many records.
    output ObjectCreated {
        /// Its id; absent where it was refused.
        id: Option<RecordId>,
        /// Its number, where its object has a series.
        number: Option<String>,
        /// Why it was refused.
        errors: Vec<FieldError>,
    }
}
