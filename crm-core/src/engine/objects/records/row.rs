//! The row of a record: written from its picture and read into one.

use super::super::expr::Value;
use super::super::model::{Extended, FieldModel, Model, read_behind};
use super::super::values::{self, Held};
use super::picture::{Look, Picture};
use crate::engine::clock::Date;
use crate::engine::error::{CrmError, Result};
use crate::engine::ids::RecordId;
use crate::engine::storage::{Columns, Row, ToValue, Transaction, Value as Stored};
use crate::engine::touched::DATES;

/// What the kernel keeps (OBJ-5), which lies in no slot; and the days that follow from what is done with a record (ACT-14).
const KERNEL: [&str; 7] = ["id", "version", "creator", "created_at", "number", "status", "state_since"];

/// The tables that a statement joins for the ids of what references lead to: SQLite joins 64 at the most, and an object may
/// have 60 references.
const JOINED: usize = 32;

/// Writes the row of a new record; gives its key. `department` is that of its owner, `at` the place of a part among those of
/// its whole, `made` the company's day on which it was made.
///
/// # Errors
/// Whatever the database says.
pub fn insert(
    tx: &mut dyn Transaction,
    picture: &Picture<'_>,
    department: Option<i64>,
    at: i64,
    made: Date,
) -> Result<i64> {
    let model = picture.model;
    let mut params = Vec::with_capacity(model.fields.len() + 8);
    for (field, held) in model.fields.iter().zip(&picture.held).filter(|(field, _)| !follows(field)) {
        write(field, held, model.places, &mut params)?;
    }
    params.extend([made.to_value(), made.to_value()]);
    if let Some(owner) = model.owner {
        params.extend(owner_of(picture, owner, department));
    }
    if let Some(whole) = model.whole {
        let whole = picture.held[whole].key.ok_or_else(|| CrmError::bug("a part of nothing"))?;
        params.extend([whole, at].map(Stored::Integer));
    }
    let sql = model.statements.insert.get_or_init(|| {
        let mut columns: Vec<&str> = model.fields.iter().filter(|field| !follows(field)).flat_map(columns_of).collect();
        columns.extend(SINCE);
        columns.extend(model.owner.iter().flat_map(|_| OWNER));
        columns.extend(model.whole.iter().flat_map(|_| ["whole", "place"]));
        let marks = vec!["?"; columns.len()].join(", ");
        format!("INSERT INTO {} ({}) VALUES ({marks})", model.table, columns.join(", "))
    });
    tx.insert(sql, &params)
}

/// Writes the fields in which a record differs from what it was.
///
/// # Errors
/// Whatever the database says.
pub fn update(
    tx: &mut dyn Transaction,
    picture: &Picture<'_>,
    before: &Picture<'_>,
    key: i64,
    department: Option<i64>,
) -> Result<()> {
    let (mut columns, mut params) = (Vec::new(), Vec::new());
    for place in picture.changed(before) {
        let field = &picture.model.fields[place];
        // What is the area's own stands in its table.
        if field.typed.is_some() {
            continue;
        }
        columns.extend(columns_of(field).map(str::to_owned));
        write(field, &picture.held[place], picture.model.places, &mut params)?;
    }
    if let Some(owner) = picture.model.owner {
        columns.extend(OWNER.map(str::to_owned));
        params.extend(owner_of(picture, owner, department));
    }
    if columns.is_empty() {
        return Ok(());
    }
    if let Some(extended) = &picture.model.extended {
        return beside(tx, extended, key, &columns, params);
    }
    params.push(Stored::Integer(key));
    let sets: Vec<String> = columns.iter().map(|column| format!("{column} = ?")).collect();
    let sql = format!("UPDATE {} SET {} WHERE id = ?", picture.model.table, sets.join(", "));
    tx.execute(&sql, &params).map(drop)
}

/// Writes custom fields into the table beside a typed one, in which a record has a row from its first value.
fn beside<'a>(
    tx: &mut dyn Transaction,
    extended: &Extended,
    key: i64,
    columns: &[String],
    mut params: Vec<Stored<'a>>,
) -> Result<()> {
    let table = extended.beside.as_ref().ok_or_else(|| CrmError::bug("a custom field without a table"))?;
    params.insert(0, Stored::Integer(key));
    let marks = vec!["?"; params.len()].join(", ");
    let sets: Vec<String> = columns.iter().map(|column| format!("{column} = excluded.{column}")).collect();
    let (columns, sets) = (columns.join(", "), sets.join(", "));
    let sql = format!("INSERT INTO {table} (id, {columns}) VALUES ({marks}) ON CONFLICT (id) DO UPDATE SET {sets}");
    tx.execute(&sql, &params).map(drop)
}

/// Reads a record by its id; gives its key with it.
///
/// # Errors
/// Whatever the database says.
pub fn read<'m>(
    tx: &mut dyn Transaction,
    model: &'m Model,
    look: &dyn Look,
    id: RecordId,
) -> Result<Option<(i64, Picture<'m>)>> {
    one(tx, model, look, "uid", id.0.to_value())
}

/// Reads the records of these ids; what is not there is left out.
///
/// # Errors
/// Whatever the database says.
pub fn read_all<'m>(
    tx: &mut dyn Transaction,
    model: &'m Model,
    look: &dyn Look,
    ids: &[RecordId],
) -> Result<Vec<(i64, Picture<'m>)>> {
    let marks = vec!["?"; ids.len()].join(", ");
    let wanted: Vec<Stored<'_>> = ids.iter().map(|id| id.0.to_value()).collect();
    some(tx, model, look, &format!("r.uid IN ({marks})"), &wanted)
}

/// Reads a record by its key.
///
/// # Errors
/// Whatever the database says.
pub fn read_by_key<'m>(
    tx: &mut dyn Transaction,
    model: &'m Model,
    look: &dyn Look,
    key: i64,
) -> Result<Option<Picture<'m>>> {
    Ok(one(tx, model, look, "id", Stored::Integer(key))?.map(|(_, picture)| picture))
}

/// Reads the records behind a key, in the order of their keys.
///
/// # Errors
/// Whatever the database says.
pub fn page<'m>(
    tx: &mut dyn Transaction,
    model: &'m Model,
    look: &dyn Look,
    behind: i64,
    most: usize,
) -> Result<Vec<(i64, Picture<'m>)>> {
    let params = [Stored::Integer(behind), Stored::Integer(most as i64)];
    some(tx, model, look, "r.id > ? ORDER BY r.id LIMIT ?", &params)
}

/// Reads the parts of a whole, in their order, each with its key.
///
/// # Errors
/// Whatever the database says.
pub fn parts<'m>(
    tx: &mut dyn Transaction,
    model: &'m Model,
    look: &dyn Look,
    whole: i64,
) -> Result<Vec<(i64, Picture<'m>)>> {
    some(tx, model, look, "r.whole = ? ORDER BY r.place, r.id", &[Stored::Integer(whole)])
}

/// How many parts of this kind a whole has, and the place behind the last.
///
/// # Errors
/// Whatever the database says.
pub(super) fn behind_parts(tx: &mut dyn Transaction, model: &Model, whole: i64) -> Result<(i64, i64)> {
    let sql = format!("SELECT count(*), coalesce(max(place) + 1, 0) FROM {} WHERE whole = ?", model.table);
    let found = tx.one(&sql, &[Stored::Integer(whole)], |c| Ok((c.next()?, c.next()?)))?;
    found.ok_or_else(|| CrmError::bug("nothing was counted"))
}

/// Puts a part to its place.
///
/// # Errors
/// Whatever the database says.
pub(super) fn put_at(tx: &mut dyn Transaction, model: &Model, key: i64, at: i64) -> Result<()> {
    let sql = format!("UPDATE {} SET place = ? WHERE id = ? AND place <> ?", model.table);
    tx.execute(&sql, &[at, key, at].map(Stored::Integer)).map(drop)
}

/// Empties fields of a record: what it has is free for another until it is written.
///
/// # Errors
/// Whatever the database says.
pub(super) fn empty(
    tx: &mut dyn Transaction,
    model: &Model,
    key: i64,
    places: impl IntoIterator<Item = usize>,
) -> Result<()> {
    let columns = places.into_iter().flat_map(|place| columns_of(&model.fields[place]));
    let sets: Vec<String> = columns.map(|column| format!("{column} = NULL")).collect();
    if sets.is_empty() {
        return Ok(());
    }
    let sql = format!("UPDATE {} SET {} WHERE id = ?", model.table, sets.join(", "));
    tx.execute(&sql, &[Stored::Integer(key)]).map(drop)
}

fn one<'m>(
    tx: &mut dyn Transaction,
    model: &'m Model,
    look: &dyn Look,
    by: &str,
    wanted: Stored<'_>,
) -> Result<Option<(i64, Picture<'m>)>> {
    Ok(some(tx, model, look, &format!("r.{by} = ?"), &[wanted])?.pop())
}

/// Reads the records for which a condition is true.
fn some<'m>(
    tx: &mut dyn Transaction,
    model: &'m Model,
    look: &dyn Look,
    condition: &str,
    params: &[Stored<'_>],
) -> Result<Vec<(i64, Picture<'m>)>> {
    let statements = &model.statements;
    if statements.read.get().is_none() {
        // Two who compose it at once compose the same.
        let _ = statements.read.set(select(model, look, 0..model.fields.len())?);
    }
    let head = statements.read.get().map(String::as_str).unwrap_or_default();
    let sql = format!("{head}{condition}");
    let mut found = Vec::new();
    tx.query(&sql, params, &mut |row: &dyn Row| {
        let mut columns = Columns::new(row);
        let key: i64 = columns.next()?;
        let mut picture = Picture::new(model);
        for (field, held) in model.fields.iter().zip(&mut picture.held) {
            *held = value(field, model.places, &mut columns)?;
        }
        found.push((key, picture));
        Ok(true)
    })?;
    Ok(found)
}

/// The statement that reads fields of rows, in the order of these places, up to its condition.
pub(super) fn select(model: &Model, look: &dyn Look, places: impl Iterator<Item = usize> + Clone) -> Result<String> {
    let (mut columns, mut joins) = (vec!["r.id".to_owned()], String::new());
    let custom = if model.extended.is_some() { "s" } else { "r" };
    let beside = model.extended.as_ref().and_then(|extended| extended.beside.as_ref());
    if let Some(beside) = beside.filter(|_| places.clone().any(|at| model.fields[at].field.is_some())) {
        joins.push_str(&format!(" LEFT JOIN {beside} s ON s.id = r.id"));
    }
    let mut joined = 0;
    for at in places {
        let field = &model.fields[at];
        let of = if field.field.is_some() { custom } else { "r" };
        columns.push(format!("{of}.{}", field.lies.value));
        // Of a typed amount in any currency no more is asked than whether it is there.
        columns.extend(
            field.lies.currency.iter().filter(|_| field.typed.is_none()).map(|column| format!("{of}.{column}")),
        );
        if let Some(to) = field.keyed() {
            let table = look.table(to).ok_or_else(|| CrmError::bug(format!("{to} has no table")))?;
            joined += 1;
            if joined > JOINED {
                columns.push(format!("(SELECT t.uid FROM {table} t WHERE t.id = {of}.{})", field.lies.value));
                continue;
            }
            columns.push(format!("t{at}.uid"));
            joins.push_str(&format!(" LEFT JOIN {table} t{at} ON t{at}.id = {of}.{}", field.lies.value));
        }
    }
    Ok(format!("SELECT {} FROM {} r{joins} WHERE ", columns.join(", "), model.table))
}

/// Reads the value of a field whose column stands alone.
pub(super) fn value(field: &FieldModel, places: u32, columns: &mut Columns<'_>) -> Result<Held> {
    match (&field.field, &field.typed) {
        (Some(declared), _) => values::read(&declared.ty, &field.lies, places, columns),
        (None, Some(kind)) if kind.to().is_some() => reference(columns),
        (None, Some(kind)) => Ok(read_behind(kind, places, columns)?.into()),
        (None, None) => kernel(&field.name, columns),
    }
}

/// What stands in the slot of a field's value.
pub(super) fn stored(picture: &Picture<'_>, place: usize) -> Result<Option<Stored<'static>>> {
    let held = &picture.held[place];
    Ok(match &held.value {
        Value::Date(date) => Some(Stored::Text(date.to_string().into())),
        Value::Instant(instant) => Some(Stored::Integer(instant.timestamp_micros())),
        Value::Boolean(value) => Some(Stored::Integer(i64::from(*value))),
        Value::Number(_) => {
            let mut out = Vec::new();
            write(&picture.model.fields[place], held, picture.model.places, &mut out)?;
            match out.first() {
                Some(Stored::Integer(units)) => Some(Stored::Integer(*units)),
                _ => None,
            }
        }
        Value::Null | Value::Text(_) | Value::Record(_) => None,
    })
}

fn columns_of(field: &FieldModel) -> impl Iterator<Item = &str> {
    field.lies.slots().map(|slot| slot.as_str())
}

/// Writes what a field has, in the order of its columns.
fn write<'a>(field: &FieldModel, held: &'a Held, places: u32, out: &mut Vec<Stored<'a>>) -> Result<()> {
    match &field.field {
        Some(declared) => values::write(&declared.ty, &field.lies, held, places, out),
        None => {
            out.push(match &held.value {
                Value::Null => Stored::Null,
                Value::Number(number) => Stored::Integer(number.to_whole().unwrap_or_default()),
                Value::Text(text) => Stored::Text(text.as_str().into()),
                Value::Instant(instant) => instant.to_value(),
                Value::Record(id) if field.name == "id" => id.0.to_value(),
                Value::Record(_) => held.key.map_or(Stored::Null, Stored::Integer),
                Value::Boolean(_) | Value::Date(_) => return Err(CrmError::bug("a value that the kernel has not")),
            });
            if field.lies.folded.is_some() {
                out.push(match &held.value {
                    Value::Text(text) => Stored::Text(crate::engine::text::fold(text).into()),
                    _ => Stored::Null,
                });
            }
            Ok(())
        }
    }
}

/// Since when nothing was done with a record that nothing was done with: from the day on which it is made.
const SINCE: [&str; 2] = ["since_on", "idle_since"];

/// Whether a field follows from what is done with the record: no write of the record is one of it.
pub(crate) fn follows(field: &FieldModel) -> bool {
    field.field.is_none() && DATES.contains(&field.name.as_str())
}

/// The owner and the owner's department, which the engine keeps in columns (OBJ-10).
const OWNER: [&str; 2] = ["owner", "owner_department"];

fn owner_of<'a>(picture: &Picture<'_>, owner: usize, department: Option<i64>) -> [Stored<'a>; 2] {
    [picture.held[owner].key, department].map(|key| key.map_or(Stored::Null, Stored::Integer))
}

/// Reads a reference: its key, and the id of the record.
fn reference(columns: &mut Columns<'_>) -> Result<Held> {
    let (key, id): (Option<i64>, Option<uuid::Uuid>) = (columns.next()?, columns.next()?);
    Ok(Held { value: id.map_or(Value::Null, |id| Value::Record(RecordId(id))), key, currency: None })
}

/// Reads what the kernel keeps.
fn kernel(name: &str, columns: &mut Columns<'_>) -> Result<Held> {
    use crate::engine::clock::Timestamp;
    use crate::engine::objects::expr::Number;
    debug_assert!(KERNEL.contains(&name) || DATES.contains(&name), "the kernel has no {name}");
    let value = match name {
        "id" => Value::Record(RecordId(columns.next()?)),
        "version" => Number::whole(columns.next()?).map(Value::Number).ok_or(CrmError::storage("corrupt"))?,
        "creator" => return reference(columns),
        "created_at" | "state_since" => columns.next::<Option<Timestamp>>()?.map_or(Value::Null, Value::Instant),
        name if DATES.contains(&name) => columns.next::<Option<Date>>()?.map_or(Value::Null, Value::Date),
        _ => columns.next::<Option<String>>()?.map_or(Value::Null, |text| Value::Text(text.into())),
    };
    Ok(value.into())
}
