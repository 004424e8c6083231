//! Records of any kind as they are told (OBJ-8).

use crate::engine::clock::Timestamp;
use crate::engine::ids::RecordId;
use crate::engine::page::page;
use crate::engine::record::record;
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
        /// What it is called; empty where that is withheld, or was not given.
        title: String,
        /// Who made it, where that is kept.
        creator: Option<ObjectRef>,
        /// When it was made, where that is kept.
        created_at: Option<Timestamp>,
        /// The values of the fields that were asked for, by their names or paths. What is empty is null.
        values: Values,
        /// The names of those fields that the caller does not read in full: hidden ones are absent, masked ones show a part.
        withheld: Vec<String>,
    }
}

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
