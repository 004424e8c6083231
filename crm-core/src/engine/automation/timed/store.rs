//! The statements on the clocks of rules, and on the records that fall due.

use uuid::Uuid;

use super::base::Base;
use super::loaded::Counted;
use crate::engine::clock::Timestamp;
use crate::engine::error::Result;
use crate::engine::ids::RecordId;
use crate::engine::objects::filter::sql::Piece;
use crate::engine::objects::shape::{Kind, Name};
use crate::engine::storage::{Columns, Transaction, Value, params};

/// The clock of a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Clock {
    /// The key of the rule's document.
    pub(super) document: i64,
    /// The table and the field that it counts from.
    pub(super) home: String,
    pub(super) field: String,
    /// How it counts.
    pub(super) stamp: String,
    /// Until when it has been served.
    pub(super) served_to: Timestamp,
    /// Of a run under way: until when that goes, and what it looked at last.
    pub(super) run_to: Option<Timestamp>,
    pub(super) after_base: Option<i64>,
    pub(super) after_key: Option<i64>,
    /// How many records it was run for by now.
    pub(super) ran: i64,
}

const CLOCK: &str = "SELECT document, home, field, stamp, served_to, run_to, after_base, after_key, ran FROM \
                     automation_clocks";

fn clock_of(c: &mut Columns<'_>) -> Result<Clock> {
    Ok(Clock {
        document: c.next()?,
        home: c.next()?,
        field: c.next()?,
        stamp: c.next()?,
        served_to: c.next()?,
        run_to: c.next()?,
        after_base: c.next()?,
        after_key: c.next()?,
        ran: c.next()?,
    })
}

/// The clock of a rule's document.
pub(super) fn clock(tx: &mut dyn Transaction, document: i64) -> Result<Option<Clock>> {
    tx.one(&format!("{CLOCK} WHERE document = ?"), params![document], clock_of)
}

/// Every clock: of enabled rules, of which there are 200 at most.
pub(super) fn clocks(tx: &mut dyn Transaction) -> Result<Vec<Clock>> {
    tx.all(&format!("{CLOCK} ORDER BY document"), &[], clock_of)
}

/// Begins a clock, in whose place none stands.
pub(super) fn begin(tx: &mut dyn Transaction, clock: &Clock) -> Result<()> {
    let Clock { document, home, field, stamp, served_to, .. } = clock;
    tx.execute(
        "INSERT INTO automation_clocks (document, home, field, stamp, served_to) VALUES (?, ?, ?, ?, ?)",
        params![document, home, field, stamp, served_to],
    )
    .map(drop)
}

/// Takes a clock away, with all that was kept of it.
pub(super) fn end(tx: &mut dyn Transaction, document: i64) -> Result<()> {
    tx.execute("DELETE FROM automation_clocks WHERE document = ?", params![document]).map(drop)
}

/// Writes how far a rule has been served.
pub(super) fn advance(tx: &mut dyn Transaction, clock: &Clock) -> Result<()> {
    let Clock { document, served_to, run_to, after_base, after_key, ran, .. } = clock;
    tx.execute(
        "UPDATE automation_clocks SET served_to = ?, run_to = ?, after_base = ?, after_key = ?, ran = ? WHERE document = ?",
        params![served_to, run_to, after_base, after_key, ran, document],
    )
    .map(drop)
}

/// Whether the document is enabled, at this version.
pub(super) fn stands(tx: &mut dyn Transaction, document: i64, version: i64) -> Result<bool> {
    tx.value(
        "SELECT EXISTS (SELECT 1 FROM setup_documents WHERE id = ? AND version = ? AND enabled = TRUE)",
        params![document, version],
    )
}

/// Whether the document is there and enabled, awake or not.
pub(super) fn is_enabled(tx: &mut dyn Transaction, document: i64) -> Result<bool> {
    let sql = "SELECT EXISTS (SELECT 1 FROM setup_documents WHERE id = ? AND enabled = TRUE)";
    tx.value(sql, params![document])
}

/// Notes that a rule is served for a value of a record; whether it was not before.
pub(super) fn serve(
    tx: &mut dyn Transaction,
    clock: i64,
    (record, base, due_at): (Uuid, i64, Timestamp),
) -> Result<bool> {
    let added = tx.execute(
        "INSERT INTO automation_served (clock, record, base, due_at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
        params![clock, &record, base, due_at],
    )?;
    Ok(added > 0)
}

/// Forgets what fell due before an instant: such a value can't come back in time.
pub(super) fn prune(tx: &mut dyn Transaction, clock: i64, before: Timestamp) -> Result<()> {
    tx.execute("DELETE FROM automation_served WHERE clock = ? AND due_at < ?", params![clock, before]).map(drop)
}

/// Notes that a record got a value that was due by then.
pub(super) fn late(tx: &mut dyn Transaction, clock: i64, record: Uuid) -> Result<()> {
    let sql = "INSERT INTO automation_late (clock, record) VALUES (?, ?) ON CONFLICT DO NOTHING";
    tx.execute(sql, params![clock, &record]).map(drop)
}

/// Some of the records that got such a value, which are served with that.
pub(super) fn take_late(tx: &mut dyn Transaction, clock: i64, most: i64) -> Result<Vec<Uuid>> {
    let sql = "SELECT record FROM automation_late WHERE clock = ? ORDER BY record LIMIT ?";
    let some: Vec<Uuid> = tx.all(sql, params![clock, most], |c| c.next())?;
    for record in &some {
        tx.execute("DELETE FROM automation_late WHERE clock = ? AND record = ?", params![clock, record])?;
    }
    Ok(some)
}

/// Whether there is such a record.
pub(super) fn any_late(tx: &mut dyn Transaction, clock: i64) -> Result<bool> {
    tx.value("SELECT EXISTS (SELECT 1 FROM automation_late WHERE clock = ?)", params![clock])
}

/// The records of which derived days were written in the call, by the clock of the rule that counts from them.
pub(super) fn take_noted(tx: &mut dyn Transaction) -> Result<Vec<(i64, Uuid)>> {
    let noted = tx.all("SELECT clock, record FROM automation_noted ORDER BY clock, record", &[], |c| {
        Ok((c.next()?, c.next()?))
    })?;
    if !noted.is_empty() {
        tx.execute("DELETE FROM automation_noted", &[])?;
    }
    Ok(noted)
}

/// A record by its key or its id.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Of {
    /// Its key.
    Key(i64),
    /// Its id.
    Id(Uuid),
}

/// Notes that a field that nobody but the engine writes is another one of a record of the table: for the rules that count from it.
/// Where there are none it is one look-up.
pub(crate) fn note(tx: &mut dyn Transaction, home: &str, of: Of, fields: &[&str]) -> Result<()> {
    let (column, of) = match of {
        Of::Key(key) => ("id", Value::from(key)),
        Of::Id(id) => ("uid", Value::Blob(id.as_bytes().to_vec().into())),
    };
    let sql = format!(
        "INSERT INTO automation_noted (clock, record) SELECT c.document, x.uid FROM automation_clocks c \
         JOIN {home} x ON x.{column} = ? WHERE c.home = ? AND c.field = ? ON CONFLICT DO NOTHING"
    );
    for field in fields {
        tx.execute(&sql, &[of.clone(), home.into(), (*field).into()])?;
    }
    // From the latest day of what was done or ordered follows when a record falls back into a pool.
    if matches!(home, "customers" | "opportunities") && fields.iter().any(|field| field.starts_with("last_")) {
        let sql = format!(
            "INSERT INTO noted_records (noted_in, noted) SELECT ?, x.uid FROM {home} x \
             JOIN settings s ON s.id = 1 AND s.recycles > 0 WHERE x.{column} = ? ON CONFLICT DO NOTHING"
        );
        tx.execute(&sql, &[home.into(), of])?;
    }
    Ok(())
}

/// A record that may be due: its key, its id, and what it has in the field that is counted from.
pub(super) type Row = (i64, Uuid, Base);

fn base_of(kind: &Kind, c: &mut Columns<'_>) -> Result<Option<Base>> {
    Ok(match kind {
        Kind::Date => c.next::<Option<_>>()?.map(Base::Day),
        _ => c.next::<Option<_>>()?.map(Base::Instant),
    })
}

impl Counted {
    /// The start of a query over the field that is counted from: the key and the column first.
    fn select(&self, columns: &str) -> String {
        let (table, column) = (&self.table, &self.field.column);
        match &self.field.beside {
            Some(beside) => {
                format!("SELECT {columns}, b.{column} FROM {beside} b JOIN {table} x ON x.id = b.id WHERE ")
            }
            None => format!("SELECT {columns}, b.{column} FROM {table} b WHERE "),
        }
    }

    fn columns(&self) -> &'static str {
        if self.field.beside.is_some() { "b.id, x.uid" } else { "b.id, b.uid" }
    }

    /// Some records that have a value in a range, in the order of their values, behind the last that was looked at.
    pub(super) fn page(
        &self,
        tx: &mut dyn Transaction,
        (low, high): (Base, Base),
        after: Option<i64>,
        most: i64,
    ) -> Result<Vec<Row>> {
        let column = &self.field.column;
        let sql = format!(
            "{}b.{column} >= ? AND b.{column} <= ? AND (b.{column} > ? OR b.id > ?) ORDER BY b.{column}, b.id LIMIT ?",
            self.select(self.columns())
        );
        let (low, high) = (low.value(), high.value());
        let values = [low.clone(), high, low, after.unwrap_or(i64::MIN).into(), most.into()];
        let rows = tx.all(&sql, &values, |c| Ok((c.next()?, c.next()?, base_of(&self.field.kind, c)?)))?;
        Ok(rows.into_iter().filter_map(|(key, id, base)| Some((key, id, base?))).collect())
    }

    /// What some records behind a value have, the earliest first.
    pub(super) fn ahead(&self, tx: &mut dyn Transaction, low: Base, most: i64) -> Result<Vec<Base>> {
        let column = &self.field.column;
        let sql = format!("{}b.{column} >= ? ORDER BY b.{column} LIMIT ?", self.select("b.id"));
        let rows = tx.all(&sql, &[low.value(), most.into()], |c| {
            let _: i64 = c.next()?;
            base_of(&self.field.kind, c)
        })?;
        Ok(rows.into_iter().flatten().collect())
    }

    /// What a record has in the field.
    pub(super) fn of_record(&self, tx: &mut dyn Transaction, id: Uuid) -> Result<Option<Base>> {
        let whole = if self.field.beside.is_some() { "x" } else { "b" };
        let sql = format!("{}{whole}.uid = ?", self.select("b.id"));
        let found = tx.one(&sql, params![&id], |c| {
            let _: i64 = c.next()?;
            base_of(&self.field.kind, c)
        })?;
        Ok(found.flatten())
    }

    /// The index by which records are found, where none begins with the column anyway.
    fn index(&self) -> Option<(String, String)> {
        let Counted { table, field, made, .. } = self;
        let home = field.beside.as_ref().unwrap_or(table);
        let has_one = field.beside.is_none() && made.as_ref() == Some(&field.column);
        let name = format!("{home}_timed_{}", field.column);
        (!has_one).then(|| (name, format!("{home} ({})", field.column)))
    }

    /// Makes that index.
    pub(super) fn make_index(&self, tx: &mut dyn Transaction) -> Result<()> {
        match self.index() {
            Some((name, on)) => tx.execute(&format!("CREATE INDEX IF NOT EXISTS {name} ON {on}"), &[]).map(drop),
            None => Ok(()),
        }
    }
}

/// Drops the index that was made for a clock, where no other goes by it.
pub(super) fn drop_index(tx: &mut dyn Transaction, gone: &Clock) -> Result<()> {
    let others = clocks(tx)?.iter().any(|other| other.document != gone.document && index(other) == index(gone));
    match index(gone).filter(|_| !others) {
        Some(name) => tx.execute(&format!("DROP INDEX IF EXISTS {name}"), &[]).map(drop),
        None => Ok(()),
    }
}

/// The index that a clock goes by, as its stamp says.
fn index(clock: &Clock) -> Option<String> {
    let mut parts = clock.stamp.split('|');
    let (home, column) = (parts.next()?, parts.next()?);
    (!column.is_empty()).then(|| format!("{home}_timed_{column}"))
}

/// Some of the records of a table that a condition finds, with its joins, behind the last of them.
pub(super) fn sought(
    tx: &mut dyn Transaction,
    table: &Name,
    (joins, condition): (Piece, Piece),
    after: Option<i64>,
    most: i64,
) -> Result<Vec<(i64, RecordId)>> {
    let and = if condition.sql.is_empty() { String::new() } else { format!(" AND {}", condition.sql) };
    let sql = format!(
        "SELECT sought.id, sought.uid FROM {table} sought{} WHERE sought.id > ?{and} ORDER BY sought.id LIMIT ?",
        joins.sql
    );
    let params = [joins.params, vec![after.unwrap_or(i64::MIN).into()], condition.params, vec![most.into()]].concat();
    tx.all(&sql, &params, |c| Ok((c.next()?, RecordId(c.next()?))))
}
