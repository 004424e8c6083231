//! The statements that keep rows whole, and put them back.

use serde_json::{Map, Value as Json, json};

use crate::engine::error::{CrmError, Result};
use crate::engine::storage::{Cell, Row, Transaction, Value, params};
use crate::merges::store::schema;

/// What became of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum What {
    /// The loser itself.
    Record,
    /// What packs gave it, beside its row.
    Beside,
    /// It fell together with another.
    Fell,
    /// It was changed.
    Changed,
    /// The merge made it.
    Made,
}

impl What {
    const ALL: [What; 5] = [What::Record, What::Beside, What::Fell, What::Changed, What::Made];

    fn as_str(self) -> &'static str {
        match self {
            What::Record => "record",
            What::Beside => "beside",
            What::Fell => "fell",
            What::Changed => "changed",
            What::Made => "made",
        }
    }
}

/// A row that was kept.
#[derive(Debug)]
pub(crate) struct KeptRow {
    pub(crate) what: What,
    pub(crate) table: String,
    pub(crate) content: Map<String, Json>,
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn unhex(text: &str) -> Result<Vec<u8>> {
    let byte = |at: usize| text.get(at..at + 2).and_then(|two| u8::from_str_radix(two, 16).ok());
    let all: Option<Vec<u8>> = (0..text.len()).step_by(2).map(byte).collect();
    all.ok_or(CrmError::storage("corrupt"))
}

fn kept(cell: Cell<'_>) -> Json {
    match cell {
        Cell::Null => Json::Null,
        Cell::Integer(number) => number.into(),
        Cell::Text(text) => text.into(),
        Cell::Blob(bytes) => json!({ "hex": hex(bytes) }),
    }
}

/// A value as it was kept.
pub(crate) fn value(json: &Json) -> Result<Value<'static>> {
    let corrupt = || CrmError::storage("corrupt");
    Ok(match json {
        Json::Null => Value::Null,
        Json::Number(number) => number.as_i64().ok_or_else(corrupt)?.into(),
        Json::String(text) => Value::Text(text.clone().into()),
        Json::Object(of) => Value::Blob(unhex(of.get("hex").and_then(Json::as_str).ok_or_else(corrupt)?)?.into()),
        _ => return Err(corrupt()),
    })
}

/// The rows of a table under a condition, whole.
pub(crate) fn whole(
    tx: &mut dyn Transaction,
    table: &str,
    columns: &[String],
    condition: &str,
    params: &[Value<'_>],
) -> Result<Vec<Map<String, Json>>> {
    let mut found = Vec::new();
    let sql = format!("SELECT {} FROM {table} WHERE {condition}", columns.join(", "));
    tx.query(&sql, params, &mut |row: &dyn Row| {
        let mut content = Map::new();
        for (at, column) in columns.iter().enumerate() {
            content.insert(column.clone(), kept(row.value(at)?));
        }
        found.push(content);
        Ok(true)
    })?;
    Ok(found)
}

/// The columns of a table of the schema.
pub(crate) fn columns(table: &str) -> Result<Vec<String>> {
    let found = schema::table(table).ok_or_else(|| CrmError::bug(format!("no table {table}")))?;
    Ok(found.columns.iter().map(|column| column.name.clone()).collect())
}

/// Keeps a row.
pub(crate) fn keep(
    tx: &mut dyn Transaction,
    (merge, nth): (i64, i64),
    what: What,
    table: &str,
    content: &Map<String, Json>,
) -> Result<()> {
    let json = Json::Object(content.clone()).to_string();
    tx.insert(
        "INSERT INTO merge_rows (merge, nth, place, what, content) VALUES (?, ?, ?, ?, ?)",
        params![merge, nth, table, what.as_str(), json],
    )
    .map(drop)
}

/// The rows that a merge kept of a loser, in their order.
pub(crate) fn of(tx: &mut dyn Transaction, (merge, nth): (i64, i64)) -> Result<Vec<KeptRow>> {
    let sql = "SELECT what, place, content FROM merge_rows WHERE merge = ? AND nth = ? ORDER BY id";
    tx.all(sql, params![merge, nth], |c| {
        let (what, table): (String, String) = (c.next()?, c.next()?);
        let what = What::ALL.into_iter().find(|known| known.as_str() == what);
        let content = serde_json::from_str(&c.next::<String>()?).ok();
        let (Some(what), Some(content)) = (what, content) else { return Err(CrmError::storage("corrupt")) };
        Ok(KeptRow { what, table, content })
    })
}

/// Deletes a row by columns that tell it.
pub(crate) fn delete(tx: &mut dyn Transaction, table: &str, by: &[(&str, Value<'_>)]) -> Result<usize> {
    let condition: Vec<String> = by.iter().map(|(column, _)| format!("{column} = ?")).collect();
    let values: Vec<Value<'_>> = by.iter().map(|(_, value)| value.clone()).collect();
    tx.execute(&format!("DELETE FROM {table} WHERE {}", condition.join(" AND ")), &values)
}

/// Whether there is a row with this in a column.
pub(crate) fn has(tx: &mut dyn Transaction, table: &str, column: &str, value: &Json) -> Result<bool> {
    let sql = format!("SELECT EXISTS (SELECT 1 FROM {table} WHERE {column} = ?)");
    tx.value(&sql, &[self::value(value)?])
}

/// Puts a row back; gives its key, where it has one of its own.
pub(crate) fn put_back(tx: &mut dyn Transaction, table: &str, content: &Map<String, Json>) -> Result<i64> {
    let columns: Vec<&str> = content.keys().map(String::as_str).collect();
    let values = content.values().map(value).collect::<Result<Vec<_>>>()?;
    let marks = vec!["?"; columns.len()].join(", ");
    let sql = format!("INSERT INTO {table} ({}) VALUES ({marks})", columns.join(", "));
    match content.get("id").and_then(Json::as_i64) {
        Some(key) => tx.execute(&sql, &values).map(|_| key),
        None if schema::table(table).is_some_and(|table| table.key == ["id"]) => tx.insert(&sql, &values),
        None => tx.execute(&sql, &values).map(|_| 0),
    }
}

#[cfg(test)]
mod tests {
    use super::{hex, unhex};

    #[test]
    fn bytes_come_back() {
        assert_eq!(unhex(&hex(&[0, 1, 254, 255])).expect("bytes"), [0, 1, 254, 255]);
        assert!(unhex("0").is_err() && unhex("zz").is_err());
    }
}
