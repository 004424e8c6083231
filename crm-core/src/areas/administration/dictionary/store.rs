//! The statements on dictionary entries.

use std::sync::LazyLock;

use super::status::Found;
use super::types::*;
use crate::engine::area;
use crate::engine::error::Result;
use crate::engine::page::PageRequest;
use crate::engine::storage::{Columns, Direction, ListQuery, Order, Row, Transaction, Visibility, params};
use crate::engine::tables::{Column, Folded, folded};
use crate::engine::text::fold;

/// Texts that are kept folded too.
pub(super) const FOLDED: &[Folded] = folded! {
    dictionary_entries: "item" => item_folded;
    dictionary_entries: "value" => value_folded;
};

/// What [`read`] reads, in its order.
macro_rules! columns {
    () => {
        "e.id, e.uid, e.version, e.number, e.category, e.item, e.value, e.editable"
    };
}

/// Keys ascend in the order of entry.
const BY_CATEGORY: Order =
    Order { name: "dictionary", keys: &[("e.category", Direction::Ascending), ("e.id", Direction::Ascending)] };

fn read(c: &mut Columns<'_>) -> Result<(i64, DictionaryEntry)> {
    Ok((
        c.next()?,
        DictionaryEntry {
            id: DictionaryEntryId(c.next()?),
            version: c.next()?,
            number: c.next()?,
            category: c.next()?,
            item: c.next()?,
            value: c.next()?,
            editable: c.next()?,
        },
    ))
}

/// Whether any typed record refers to the entry: one look for each column that can.
fn in_use() -> String {
    let look = |column: &Column| format!("EXISTS (SELECT 1 FROM {} WHERE {} = e.id)", column.table, column.name);
    area::all().flat_map(|area| area.entries).map(look).collect::<Vec<_>>().join(" OR ")
}

pub(crate) fn get(tx: &mut dyn Transaction, id: DictionaryEntryId) -> Result<Option<DictionaryEntry>> {
    let sql = concat!("SELECT ", columns!(), " FROM dictionary_entries e WHERE e.uid = ?");
    tx.one(sql, params![&id.0], |c| read(c).map(|(_, entry)| entry))
}

/// The entry with its key, and whether typed records use it; and whether any pack was ever applied, whose may.
pub(super) fn find(tx: &mut dyn Transaction, id: DictionaryEntryId) -> Result<Option<(Found, bool)>> {
    static SQL: LazyLock<String> = LazyLock::new(|| {
        format!(
            "SELECT {}, {}, EXISTS (SELECT 1 FROM settings WHERE catalogue > 0) FROM dictionary_entries e WHERE e.uid = ?",
            columns!(),
            in_use()
        )
    });
    tx.one(&SQL, params![&id.0], |c| {
        let (key, entry) = read(c)?;
        Ok((Found { key, entry, in_use: c.next()? }, c.next()?))
    })
}

pub(crate) fn list(
    tx: &mut dyn Transaction,
    filter: Option<&DictionaryFilter>,
    page: &Option<PageRequest>,
) -> Result<DictionaryPage> {
    let mut query =
        ListQuery::new(columns!(), "dictionary_entries e", Visibility::whole("the dictionary is everybody's"));
    if let Some(f) = filter {
        query.when("e.category = ?", f.category.as_ref());
        query.when("e.editable = ?", f.editable);
        query.contains(tx, "e.item_folded", &f.item);
        query.contains(tx, "e.value_folded", &f.value);
    }
    query.page(tx, BY_CATEGORY, page, |c| read(c).map(|(_, e)| e)).map(DictionaryPage::from)
}

pub(crate) fn choices(tx: &mut dyn Transaction, category: &str) -> Result<Vec<DictionaryChoice>> {
    tx.all("SELECT uid, item, value FROM dictionary_entries WHERE category = ? ORDER BY id", params![category], |c| {
        Ok(DictionaryChoice { id: DictionaryEntryId(c.next()?), item: c.next()?, value: c.next()? })
    })
}

/// Whether the category has as many entries as it may have.
pub(crate) fn is_full(tx: &mut dyn Transaction, category: &str) -> Result<bool> {
    let found: i64 = tx.value("SELECT count(*) FROM dictionary_entries WHERE category = ?", params![category])?;
    Ok(found >= MAX_CHOICES)
}

/// The key of the entry, if it is in the category.
pub(crate) fn in_category(tx: &mut dyn Transaction, id: DictionaryEntryId, category: &str) -> Result<Option<i64>> {
    tx.one("SELECT id FROM dictionary_entries WHERE uid = ? AND category = ?", params![&id.0, category], |c| c.next())
}

/// The entry of a category with this item, else with this value (DICT-1).
pub(crate) fn by_item_or_value(
    tx: &mut dyn Transaction,
    category: &str,
    text: &str,
) -> Result<Option<DictionaryEntryId>> {
    tx.one(
        "SELECT uid FROM dictionary_entries WHERE category = ? AND (item = ? OR value = ?) \
         ORDER BY CASE WHEN item = ? THEN 0 ELSE 1 END LIMIT 1",
        params![category, text, text, text],
        |c| Ok(DictionaryEntryId(c.next()?)),
    )
}

/// The entry of a category with this value.
pub(crate) fn by_value(tx: &mut dyn Transaction, category: &str, value: &str) -> Result<Option<DictionaryEntryId>> {
    let sql = "SELECT uid FROM dictionary_entries WHERE category = ? AND value = ?";
    tx.one(sql, params![category, value], |c| Ok(DictionaryEntryId(c.next()?)))
}

/// Whether another entry of the category has the item, and whether one has the value; `but` is the entry's own key.
pub(crate) fn taken(
    tx: &mut dyn Transaction,
    category: &str,
    item: &str,
    value: &str,
    but: Option<i64>,
) -> Result<(bool, bool)> {
    let but = but.unwrap_or(0);
    let item = tx.value(
        "SELECT EXISTS (SELECT 1 FROM dictionary_entries WHERE category = ? AND item = ? AND id <> ?)",
        params![category, item, but],
    )?;
    let value = tx.value(
        "SELECT EXISTS (SELECT 1 FROM dictionary_entries WHERE category = ? AND value = ? AND id <> ?)",
        params![category, value, but],
    )?;
    Ok((item, value))
}

/// How many entries the category has, and the largest value that is a whole number; 0 where none is.
pub(crate) fn entries_and_largest_value(tx: &mut dyn Transaction, category: &str) -> Result<(i64, i64)> {
    let (mut entries, mut largest) = (0, 0);
    let sql = "SELECT value FROM dictionary_entries WHERE category = ?";
    tx.query(sql, params![category], &mut |row: &dyn Row| {
        let value: String = Columns::new(row).next()?;
        entries += 1;
        largest = largest.max(value.parse().unwrap_or(0));
        Ok(true)
    })?;
    Ok((entries, largest))
}

pub(crate) fn insert(
    tx: &mut dyn Transaction,
    id: DictionaryEntryId,
    number: i64,
    category: &str,
    item: &str,
    value: &str,
    editable: bool,
) -> Result<i64> {
    tx.insert(
        "INSERT INTO dictionary_entries (uid, number, category, item, item_folded, value, value_folded, editable) \
         VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        params![&id.0, number, category, item, fold(item), value, fold(value), editable],
    )
}

/// Writes the fields and the version.
pub(crate) fn update(tx: &mut dyn Transaction, key: i64, e: &DictionaryEntry) -> Result<usize> {
    tx.execute(
        "UPDATE dictionary_entries SET version = ?, category = ?, item = ?, item_folded = ?, value = ?, \
         value_folded = ?, editable = ? WHERE id = ?",
        params![e.version, &e.category, &e.item, fold(&e.item), &e.value, fold(&e.value), e.editable, key],
    )
}

pub(crate) fn delete(tx: &mut dyn Transaction, key: i64) -> Result<usize> {
    tx.execute("DELETE FROM dictionary_entries WHERE id = ?", params![key])
}
