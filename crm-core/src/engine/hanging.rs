//! What hangs on a record of whatever kind (PROC-1 to PROC-3): notes, tags and the like, each kept by an area of its own, which
//! declares its tables in the `hangs` of its `AREA`. Such a table has two columns by which this floor finds its rows: `home`,
//! the table of the record that they hang on, and `record`, the record's public id. A table's name stays where a pack calls
//! its object something else, and no id is given twice, so nothing comes to hang on another record by itself.

use uuid::Uuid;

use crate::engine::area;
use crate::engine::audit::Change;
use crate::engine::error::Result;
use crate::engine::gate::{Context, Entity, kind};
use crate::engine::ids::RecordId;
use crate::engine::storage::{Transaction, params};

/// What may hang on a record, or concern it otherwise. A kind of record bears it or does without (PROC-1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Concern {
    Activities,
    Notes,
    Files,
    Tags,
    Followers,
    Approvals,
    Automation,
}

impl Concern {
    /// All of them: built-in business objects bear them, and what packs define, but for what a definition switches off.
    pub(crate) const ALL: &'static [Concern] = &[
        Concern::Notes,
        Concern::Files,
        Concern::Tags,
        Concern::Activities,
        Concern::Followers,
        Concern::Approvals,
        Concern::Automation,
    ];

    /// Its name, as definitions switch it off.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Concern::Activities => "activities",
            Concern::Notes => "notes",
            Concern::Files => "files",
            Concern::Tags => "tags",
            Concern::Followers => "followers",
            Concern::Approvals => "approvals",
            Concern::Automation => "automation",
        }
    }
}

/// A table of what hangs on records.
#[derive(Debug)]
pub(crate) struct Hanging {
    /// What it is: records that don't bear this have no rows in it, but for what people are told of them.
    pub(crate) concern: Concern,
    /// The fields of each that matter to who looks at the record, the most telling first (OBJ-17); none where the record's page
    /// has nothing of it.
    pub(crate) columns: &'static [&'static str],
    /// Its name.
    pub(crate) table: &'static str,
    /// The kind of record that lies in it, where its rows are records of their own: the audit is told how many went.
    pub(crate) kind: Option<Entity>,
    /// The field by which filter trees ask for it.
    pub(crate) field: Option<Several>,
    /// Where its rows are but ties to records of `kind`, or keep something that stands elsewhere: what goes with the last of
    /// them, before the rows do; how many records that were. Without a record it is asked of all in a home.
    pub(crate) alone: Option<Alone>,
    /// The records to which a bearer may refer and that are asked for with it, and what follows where a bearer refers to another.
    pub(crate) follows: Option<Follows>,
}

/// What follows where a record that bears something refers to another of an object than it did.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Follows {
    /// The object.
    pub(crate) to: &'static str,
    /// Told the table of the record, its id, and the one to which it referred before and the one to which it refers now.
    pub(crate) moved: Moved,
}

/// See [`Follows`].
pub(crate) type Moved = fn(&mut dyn Transaction, &str, Uuid, Option<Uuid>, Option<Uuid>) -> Result<()>;

/// Takes away what hangs on one record alone, or on the records of one home.
pub(crate) type Alone = fn(&mut dyn Transaction, &str, Option<Uuid>) -> Result<usize>;

/// A field of every object whose records bear it, of which a record has several values or none (TAG-1): the names of what the
/// rows refer to.
#[derive(Debug, Clone, Copy)]
pub struct Several {
    /// Its name, `tags`.
    pub(crate) name: &'static str,
    /// The column of the table that refers.
    pub(crate) column: &'static str,
    /// The table that it refers to.
    pub(crate) to: &'static str,
    /// The column of the folded name there.
    pub(crate) called: &'static str,
    /// Which rows there count, by an index that has the name behind what begins it; `$` stands for the row.
    pub(crate) only: &'static str,
}

/// The field by which the audit tells who follows a record from now on, and who does no more.
pub(crate) const FOLLOWERS: &str = "followers";

/// How a change begins that tells that.
pub(crate) const FOLLOWERS_CHANGED: &str = "{\"followers\":";

/// Whether the audit tells by that name what hangs on a record.
pub(crate) fn is_told(name: &str) -> bool {
    name == FOLLOWERS || field(name).is_some()
}

/// The fields by which filter trees ask for what hangs on records, each with the table that has its values.
pub(crate) fn fields() -> impl Iterator<Item = (&'static Hanging, &'static Several)> {
    all().filter_map(|hanging| Some((hanging, hanging.field.as_ref()?)))
}

/// The field of that name.
pub(crate) fn field(name: &str) -> Option<(&'static Hanging, &'static Several)> {
    fields().find(|(_, field)| field.name == name)
}

/// What follows other records beside those that it hangs on.
pub(crate) fn followed() -> impl Iterator<Item = &'static Follows> {
    all().filter_map(|hanging| hanging.follows.as_ref())
}

fn all() -> impl Iterator<Item = &'static Hanging> {
    area::all().flat_map(|area| area.hangs)
}

/// Takes away what hangs on a record that goes; `went` is told of each table how many rows that were.
pub(crate) fn take(
    tx: &mut dyn Transaction,
    home: &str,
    record: Uuid,
    went: &mut dyn FnMut(&Hanging, usize),
) -> Result<()> {
    for hanging in all() {
        let gone = hanging.alone.map(|alone| alone(tx, home, Some(record))).transpose()?;
        let sql = format!("DELETE FROM {} WHERE home = ? AND record = ?", hanging.table);
        let rows = tx.execute(&sql, params![home, &record])?;
        went(hanging, gone.unwrap_or(rows));
    }
    Ok(())
}

/// What the audit is told of what went with a record: how many of a kind.
pub(crate) fn went_with(entity: &Entity, id: RecordId, kind: Entity, rows: usize) -> Change {
    let told = serde_json::json!({"deleted": rows, "record": {"object": entity.as_str(), "id": id.to_string()}});
    Change::summary(kind, told.to_string())
}

/// Takes away what hangs on any record of a table that goes.
pub(crate) fn take_all(tx: &mut dyn Transaction, home: &str) -> Result<()> {
    for hanging in all() {
        hanging.alone.map(|alone| alone(tx, home, None)).transpose()?;
        tx.execute(&format!("DELETE FROM {} WHERE home = ?", hanging.table), params![home])?;
    }
    Ok(())
}

impl Context<'_> {
    /// Whether anything hangs on any record of a typed kind.
    pub(crate) fn has_hanging(&mut self, entity: &Entity) -> Result<bool> {
        let kind = kind::find(entity)?;
        for hanging in all().filter(|hanging| kind.bears.contains(&hanging.concern)) {
            let sql = format!("SELECT count(*) FROM (SELECT 1 FROM {} WHERE home = ? LIMIT 1) r", hanging.table);
            if self.tx().value::<i64>(&sql, params![kind.table])? > 0 {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Takes away what hangs on a record that the call deletes (PROC-3). The audit has the record; of what went with it, it
    /// is told the number.
    pub(crate) fn take_hanging(&mut self, entity: &Entity, home: &str, id: RecordId) -> Result<()> {
        self.end_with_record(home, id)?;
        let mut gone = Vec::new();
        take(self.tx(), home, id.0, &mut |hanging, rows| {
            gone.extend(hanging.kind.clone().filter(|_| rows > 0).map(|kind| (kind, rows)));
        })?;
        self.changed_objects(gone.into_iter().map(|(kind, rows)| went_with(entity, id, kind, rows)));
        Ok(())
    }

    /// The same of a typed record, before its row goes. Of one that bears nothing people may have been told whose it is.
    pub(crate) fn take_hanging_of_typed(&mut self, entity: &Entity, id: RecordId) -> Result<()> {
        match kind::find(entity)? {
            kind if kind.bears.is_empty() && kind.owner.is_none() => Ok(()),
            kind => self.take_hanging(entity, kind.table, id),
        }
    }
}
