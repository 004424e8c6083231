//! Records as rows: what `record!` makes of a declaration that names a table. The columns, reading, inserting, updating
//! and the simple filters follow from the declaration; what is special stays SQL in the area's `store.rs`.
//!
//! ```text
//! record! { output Contact in contacts as k { id: ContactId, customer: CustomerRef, name: Option<String>, … } }
//! record! { input NewContact for Contact { name: String [short], … } }
//! update! { ContactUpdate of Contact { name: String [short, required], … } }
//! record! { filter ContactFilter of Contact { name: String [contains name_folded] } }
//! ```
//! A field stands in the column of its name (`id` in `uid`), a record's mention of another (`CustomerRef`, `UserId`) as
//! that one's key, whose columns are read by a join. A text that the area keeps folded too is folded when it is written.

use uuid::Uuid;

use super::query::ListQuery;
use super::referred::{Put, Reference, Stored};
use super::value::{Columns, Value};
use super::visible::Visibility;
use super::{Transaction, params};
use crate::engine::area;
use crate::engine::error::Result;
use crate::engine::schema::FieldInfo;
use crate::engine::text::fold;
use crate::engine::wire::Fields;

/// A field of a record as it stands in the table.
#[derive(Debug)]
pub(crate) struct StoredField {
    /// Its column, where that is not called as the field is; empty where it is none.
    pub(crate) column: Option<&'static str>,
    /// The table that the column refers to.
    pub(crate) of: Option<&'static Reference>,
    /// The column of the currency, of an amount.
    pub(crate) currency: Option<&'static str>,
}

impl StoredField {
    /// The column of the field that is described.
    fn column(&self, info: &FieldInfo) -> &'static str {
        self.column.unwrap_or(info.name())
    }
}

/// The statements of a table, composed once.
#[derive(Debug)]
pub(crate) struct Texts {
    select: String,
    from: String,
    by_id: String,
    /// Texts that are kept folded too: the column, and that of the folded one.
    folded: Vec<(&'static str, &'static str)>,
}

impl Texts {
    /// Composes them of the declaration.
    pub(crate) fn of((table, alias): (&str, &str), fields: &[FieldInfo], stored: &[StoredField]) -> Texts {
        let mut columns = Vec::new();
        let mut from = format!("{table} {alias}");
        for (info, field) in fields.iter().zip(stored) {
            let name = field.column(info);
            match field.of {
                _ if name.is_empty() => {}
                None => {
                    columns.push(format!("{alias}.{name}"));
                    columns.extend(field.currency.map(|currency| format!("{alias}.{currency}")));
                }
                Some(of) => {
                    columns.extend(of.columns.iter().map(|column| format!("{name}_.{column}")));
                    let join = if of.optional { "LEFT JOIN" } else { "JOIN" };
                    from.push_str(&format!(" {join} {} {name}_ ON {name}_.id = {alias}.{name}", of.table));
                }
            }
        }
        let select = columns.join(", ");
        let folded = area::all().flat_map(|area| area.folded).filter(|folded| folded.column.table == table);
        Texts {
            by_id: format!("SELECT {alias}.id, {select} FROM {from} WHERE {alias}.uid = ?"),
            select,
            from,
            folded: folded.map(|folded| (folded.text, folded.column.name)).collect(),
        }
    }

    /// The statement of records with their keys, that goes on behind the tables.
    fn all(&self, alias: &str, rest: &str) -> String {
        let Texts { select, from, .. } = self;
        format!("SELECT {alias}.id, {select} FROM {from} {rest}")
    }
}

/// A record that is a row of a table. `record!` implements it.
pub(crate) trait Table: Fields + Sized + 'static {
    /// The table, and its name in statements.
    const NAMES: (&'static str, &'static str);
    /// Where its fields stand, in their order.
    const STORED: &'static [StoredField];

    /// The statements.
    fn texts() -> &'static Texts;

    /// Reads the fields.
    fn read(c: &mut Columns<'_>) -> Result<Self>;

    /// What is written of each field.
    fn puts(&self) -> Vec<&dyn Put>;

    /// The record with its key.
    fn find(tx: &mut dyn Transaction, id: impl Into<Uuid>) -> Result<Option<(i64, Self)>> {
        tx.one(&Self::texts().by_id, params![&id.into()], |c| Ok((c.next()?, Self::read(c)?)))
    }

    /// The records of a statement that goes on behind the tables (`WHERE …`), each with its key.
    fn all(tx: &mut dyn Transaction, rest: &str, params: &[Value<'_>]) -> Result<Vec<(i64, Self)>> {
        tx.all(&Self::texts().all(Self::NAMES.1, rest), params, |c| Ok((c.next()?, Self::read(c)?)))
    }

    /// A list of those that are to be seen.
    fn list<'a>(visible: Visibility) -> ListQuery<'a> {
        let texts = Self::texts();
        ListQuery::new(&texts.select, &texts.from, visible)
    }

    /// Inserts what a caller gave, with what the engine gives beside it: columns and their values. Gives the key.
    fn insert<N: New<Self>>(
        tx: &mut dyn Transaction,
        id: impl Into<Uuid>,
        new: &N,
        more: Vec<(&'static str, Value<'_>)>,
    ) -> Result<i64> {
        insert(tx, (Self::NAMES.0, Self::STORED), Self::texts(), &id.into(), N::FIELDS, new.puts(), more)
    }

    /// Writes the fields that the changes are of, and the version, with other columns beside them.
    fn update<C: Changes<Self>>(
        &self,
        tx: &mut dyn Transaction,
        key: i64,
        _: &C,
        more: Vec<(&'static str, Value<'_>)>,
    ) -> Result<usize> {
        let record = Stands { fields: Self::FIELDS, stored: Self::STORED, puts: self.puts() };
        update(tx, Self::NAMES.0, Self::texts(), key, record, C::FIELDS, more)
    }

    /// Writes the fields that differ from those before, with other columns beside them.
    fn update_from(
        &self,
        tx: &mut dyn Transaction,
        key: i64,
        before: &Self,
        more: Vec<(&'static str, Value<'_>)>,
    ) -> Result<usize> {
        let record = Stands { fields: Self::FIELDS, stored: Self::STORED, puts: self.puts() };
        update_from(tx, Self::NAMES.0, Self::texts(), key, record, before.puts(), more)
    }

    /// Deletes the row.
    fn delete(tx: &mut dyn Transaction, key: i64) -> Result<usize> {
        delete(tx, Self::NAMES.0, key)
    }
}

/// What a caller gives to create a record, whose fields stand in the columns of their names.
pub(crate) trait New<T>: Fields {
    /// What is written of each field, in their order; further fields are not written.
    fn puts(&self) -> Vec<&dyn Put>;
}

/// Changes to a record.
pub(crate) trait Changes<T>: Fields {
    /// Applies what is given and empties what is cleared.
    fn apply(&self, record: &mut T);
}

/// Columns with their values, of a statement that writes one row.
struct Written<'a> {
    texts: &'static Texts,
    columns: Vec<(&'static str, Option<&'static str>)>,
    values: Vec<Value<'a>>,
}

impl<'a> Written<'a> {
    fn new(texts: &'static Texts) -> Self {
        Written { texts, columns: Vec::with_capacity(24), values: Vec::with_capacity(24) }
    }

    fn add(&mut self, column: &'static str, of: Option<&Reference>, value: Value<'a>) {
        if let Some((_, folded)) = self.texts.folded.iter().find(|(text, _)| *text == column) {
            self.columns.push((folded, None));
            self.values.push(match &value {
                Value::Text(text) => fold(text).into(),
                _ => Value::Null,
            });
        }
        self.columns.push((column, of.map(|of| of.table)));
        self.values.push(value);
    }

    /// The place of a value in a statement: of a reference the key of the row with the public id.
    fn place(sql: &mut String, of: Option<&'static str>) {
        match of {
            None => sql.push('?'),
            Some(table) => {
                sql.push_str("(SELECT id FROM ");
                sql.push_str(table);
                sql.push_str(" WHERE uid = ?)");
            }
        }
    }

    fn insert(&self, tx: &mut dyn Transaction, table: &str) -> Result<i64> {
        let mut sql = String::with_capacity(512);
        sql.push_str("INSERT INTO ");
        sql.push_str(table);
        for (i, (column, _)) in self.columns.iter().enumerate() {
            sql.push_str(if i == 0 { " (" } else { ", " });
            sql.push_str(column);
        }
        for (i, (_, of)) in self.columns.iter().enumerate() {
            sql.push_str(if i == 0 { ") VALUES (" } else { ", " });
            Self::place(&mut sql, *of);
        }
        sql.push(')');
        tx.insert(&sql, &self.values)
    }

    fn update(mut self, tx: &mut dyn Transaction, table: &str, key: i64) -> Result<usize> {
        let mut sql = String::with_capacity(512);
        sql.push_str("UPDATE ");
        sql.push_str(table);
        for (i, (column, of)) in self.columns.iter().enumerate() {
            sql.push_str(if i == 0 { " SET " } else { ", " });
            sql.push_str(column);
            sql.push_str(" = ");
            Self::place(&mut sql, *of);
        }
        sql.push_str(" WHERE id = ?");
        self.values.push(key.into());
        tx.execute(&sql, &self.values)
    }
}

/// [`Table::insert`], compiled once.
fn insert(
    tx: &mut dyn Transaction,
    (table, stored): (&str, &'static [StoredField]),
    texts: &'static Texts,
    id: &Uuid,
    fields: &'static [FieldInfo],
    puts: Vec<&dyn Put>,
    more: Vec<(&'static str, Value<'_>)>,
) -> Result<i64> {
    let mut written = Written::new(texts);
    written.add("uid", None, Value::from(id));
    // What is given for custom fields stands in another table.
    let own = fields.iter().zip(puts).filter(|(field, _)| field.name() != "custom");
    for (field, put) in own {
        // What is not given costs nothing: its column is NULL, or says what it begins with.
        let value = put.put()?;
        if value == Value::Null {
            continue;
        }
        let column = if field.name() == "id" { "uid" } else { field.name() };
        written.add(column, put.of(), value);
        if let Some(currency) = put.currency() {
            written.add(currency_of(stored, column), None, currency);
        }
    }
    more.into_iter().for_each(|(column, value)| written.add(column, None, value));
    written.insert(tx, table)
}

/// The column of the currency of an amount in this column.
fn currency_of(stored: &'static [StoredField], column: &str) -> &'static str {
    let of = |field: &StoredField| {
        field.currency.filter(|currency| currency.strip_suffix("_currency").is_some_and(|of| of == column))
    };
    stored.iter().find_map(of).unwrap_or_default()
}

/// The fields of a record, each with where it stands and what is written of it.
struct Stands<'a> {
    fields: &'static [FieldInfo],
    stored: &'static [StoredField],
    puts: Vec<&'a dyn Put>,
}

/// [`Table::update`], compiled once.
fn update(
    tx: &mut dyn Transaction,
    table: &str,
    texts: &'static Texts,
    key: i64,
    record: Stands<'_>,
    changes: &[FieldInfo],
    more: Vec<(&'static str, Value<'_>)>,
) -> Result<usize> {
    let mut written = Written::new(texts);
    for ((info, field), put) in record.fields.iter().zip(record.stored).zip(record.puts) {
        let column = field.column(info);
        if column == "version" || changes.iter().any(|change| change.name() == column) {
            written.add(column, put.of(), put.put()?);
            field.currency.zip(put.currency()).into_iter().for_each(|(column, value)| written.add(column, None, value));
        }
    }
    more.into_iter().for_each(|(column, value)| written.add(column, None, value));
    written.update(tx, table, key)
}

/// [`Table::update_from`], compiled once.
fn update_from(
    tx: &mut dyn Transaction,
    table: &str,
    texts: &'static Texts,
    key: i64,
    record: Stands<'_>,
    before: Vec<&dyn Put>,
    more: Vec<(&'static str, Value<'_>)>,
) -> Result<usize> {
    let mut written = Written::new(texts);
    for (((info, field), put), before) in record.fields.iter().zip(record.stored).zip(record.puts).zip(before) {
        let (column, value, currency) = (field.column(info), put.put()?, put.currency());
        if !column.is_empty() && (value != before.put()? || currency != before.currency()) {
            written.add(column, put.of(), value);
            field.currency.zip(currency).into_iter().for_each(|(column, value)| written.add(column, None, value));
        }
    }
    more.into_iter().for_each(|(column, value)| written.add(column, None, value));
    written.update(tx, table, key)
}

/// [`Table::delete`], compiled once.
fn delete(tx: &mut dyn Transaction, table: &str, key: i64) -> Result<usize> {
    tx.execute(&format!("DELETE FROM {table} WHERE id = ?"), params![key])
}

/// Which records of a list are wanted. `record!` implements it of what each field of a filter says.
pub(crate) trait Filter<T: Table> {
    /// Adds the conditions to the list.
    fn narrow<'a>(&'a self, tx: &dyn Transaction, list: &mut ListQuery<'a>) -> Result<()>;
}

/// Adds `column sign value` where there is a value; a reference is compared by its public id.
pub(crate) fn compare<'a, T: Table, V: Stored>(
    list: &mut ListQuery<'a>,
    column: &str,
    sign: &str,
    value: &'a Option<V>,
) -> Result<()> {
    let Some(value) = value else { return Ok(()) };
    let mut condition = format!("{} {sign} ", in_table::<T>(column));
    Written::place(&mut condition, V::OF.map(|of| of.table));
    list.and(&condition, [value.put()?]);
    Ok(())
}

/// Adds that a column refers to the setup document of this name, where there is one; its kind is called as the column is.
pub(crate) fn called<T: Table>(list: &mut ListQuery<'_>, column: &str, name: &Option<String>) {
    let sql = format!(
        "{} = (SELECT d.id FROM setup_documents d WHERE d.kind = '{column}' AND d.name_folded = ?)",
        in_table::<T>(column)
    );
    list.when(&sql, name.as_deref().map(fold));
}

/// A column of the table as it stands in statements.
pub(crate) fn in_table<T: Table>(column: &str) -> String {
    format!("{}.{column}", T::NAMES.1)
}
