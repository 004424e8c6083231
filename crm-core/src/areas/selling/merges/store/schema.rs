//! What refers to records (DUP-12), as the schema and the catalogue say it: columns that refer to a record's table, tables whose rows
//! hang on records of any kind, by `home` and `record`, and the slots of what packs define. Nothing is written down by hand but
//! what is no reference by its looks, and what follows from others and is made anew.

use std::sync::LazyLock;

use crate::engine::objects::catalogue::current::Catalogue;
use crate::engine::objects::catalogue::slots::Class;
use crate::engine::storage::migrate;

/// A column of a table.
#[derive(Debug)]
pub(crate) struct Column {
    pub(crate) name: String,
    /// Whether it holds bytes, as public ids are.
    bytes: bool,
    /// The table that it refers to.
    pub(crate) refers: Option<String>,
}

/// A table of the schema.
#[derive(Debug)]
pub(crate) struct Table {
    pub(crate) name: String,
    pub(crate) columns: Vec<Column>,
    pub(crate) key: Vec<String>,
    /// What no two rows have alike, whatever else they have; the key too.
    unique: Vec<Vec<String>>,
}

impl Table {
    fn has(&self, name: &str) -> bool {
        self.columns.iter().any(|column| column.name == name)
    }

    /// Whether its rows name records of any kind by their public ids. (What is derived has their keys in a column of that name.)
    fn names_records(&self) -> bool {
        self.columns.iter().any(|column| column.name == "record" && column.bytes)
    }
}

/// Every table of the schema.
pub(crate) fn tables() -> &'static [Table] {
    static TABLES: LazyLock<Vec<Table>> = LazyLock::new(|| read(migrate::schema()));
    &TABLES
}

/// The table of that name.
pub(crate) fn table(name: &str) -> Option<&'static Table> {
    tables().iter().find(|table| table.name == name)
}

/// The parts of a list in parentheses.
fn parts(list: &str) -> Vec<&str> {
    let (mut depth, mut from, mut found) = (0, 0, Vec::new());
    for (at, sign) in list.char_indices() {
        match sign {
            '(' => depth += 1,
            ')' => depth -= 1,
            ',' if depth == 0 => {
                found.push(list[from..at].trim());
                from = at + 1;
            }
            _ => {}
        }
    }
    found.push(list[from..].trim());
    found
}

/// What stands between the first parenthesis and the one that closes it.
fn inside(text: &str) -> &str {
    let Some(open) = text.find('(') else { return "" };
    let mut depth = 0;
    for (at, sign) in text[open..].char_indices() {
        depth += i32::from(sign == '(') - i32::from(sign == ')');
        if depth == 0 {
            return &text[open + 1..open + at];
        }
    }
    ""
}

fn names(list: &str) -> Vec<String> {
    parts(inside(list)).into_iter().map(str::to_owned).collect()
}

fn read(schema: &str) -> Vec<Table> {
    let mut tables: Vec<Table> = Vec::new();
    for statement in schema.split(';').map(str::trim) {
        if let Some(rest) = statement.strip_prefix("CREATE TABLE ") {
            tables.push(of_statement(rest));
        } else if let Some(rest) = statement.strip_prefix("CREATE UNIQUE INDEX ")
            && let Some((_, on)) = rest.split_once(" ON ")
            // One that holds of some rows alone is its area's to mind.
            && !on.contains(" WHERE ")
            && let Some(table) = on.split(' ').next()
            && let Some(table) = tables.iter_mut().find(|known| known.name == table)
        {
            table.unique.push(names(on));
        }
    }
    tables
}

fn of_statement(rest: &str) -> Table {
    let name = rest.split([' ', '(']).next().unwrap_or_default().to_owned();
    let mut table = Table { name, columns: Vec::new(), key: Vec::new(), unique: Vec::new() };
    for part in parts(inside(rest)) {
        if part.starts_with("PRIMARY KEY") {
            table.key = names(part);
        } else if part.starts_with("UNIQUE") {
            table.unique.push(names(part));
        } else if !part.starts_with("CHECK") {
            let name = part.split([' ', '\n']).next().unwrap_or_default().to_owned();
            let refers = part.split_once("REFERENCES ").and_then(|(_, to)| to.split([' ', '(']).next());
            if part.contains(" PRIMARY KEY") {
                table.key = vec![name.clone()];
            }
            if part.contains(" UNIQUE") {
                table.unique.push(vec![name.clone()]);
            }
            let bytes = part.contains(" BLOB");
            table.columns.push(Column { name, bytes, refers: refers.map(str::to_owned) });
        }
    }
    table.unique.push(table.key.clone());
    table
}

/// What a row names a record by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum By {
    /// Its key.
    Key,
    /// Its public id, beside its table.
    Home,
    /// Its public id alone.
    Id,
}

/// A column by which rows refer to records.
#[derive(Debug, Clone)]
pub(crate) struct Reference {
    pub(crate) table: String,
    pub(crate) column: String,
    pub(crate) by: By,
    /// What else of the row's key tells it from others: one or two numbers.
    pub(crate) rest: Vec<String>,
    /// Where no two rows may have the same record and these.
    pub(crate) alike: Vec<Vec<String>>,
    /// The object that packs define, or give this field, whose table it is.
    pub(crate) object: Option<String>,
}

impl Reference {
    /// Its name in the journal.
    pub(crate) fn place(&self) -> String {
        format!("{}.{}", self.table, self.column)
    }

    /// Whether the row that came first stays where two fall together: elsewhere the survivor's does.
    pub(crate) fn keeps_the_first(&self, table: &Table) -> bool {
        self.by == By::Home && !table.key.contains(&self.column)
    }
}

/// Columns with keys of records that the schema does not refer.
pub(crate) const LOOSE: &[(&str, &str, &str)] = &[("activity_records", "customer", "customers")];

/// Tables of what follows from others, and is made anew for the survivor.
pub(crate) const DERIVED: &[&str] = &["customer_totals"];

/// Columns called `record` that go on naming the record that was: what was done with it, by its name then.
pub(crate) const NAMED_THEN: &[&str] = &["audit_changes"];

/// What the column leaves of names, without the ones that name a record.
fn without(names: &[String], gone: &[&str]) -> Vec<String> {
    names.iter().filter(|name| !gone.contains(&name.as_str())).cloned().collect()
}

/// Every reference of the schema to records of a table.
pub(crate) fn of_schema(to: &str) -> Vec<Reference> {
    let mut found = Vec::new();
    for table in tables().iter().filter(|table| !DERIVED.contains(&table.name.as_str())) {
        let mut add = |column: &str, by: By, gone: &[&str]| {
            let alike = table.unique.iter().filter(|unique| unique.iter().any(|name| name == column));
            found.push(Reference {
                table: table.name.clone(),
                column: column.to_owned(),
                by,
                rest: without(&table.key, gone),
                alike: alike.map(|unique| without(unique, gone)).collect(),
                object: None,
            });
        };
        for column in &table.columns {
            let loose = LOOSE.contains(&(table.name.as_str(), column.name.as_str(), to));
            if column.refers.as_deref() == Some(to) || loose {
                add(&column.name, By::Key, &[&column.name]);
            }
        }
        if table.names_records() && !NAMED_THEN.contains(&table.name.as_str()) {
            match table.has("home") {
                true => add("record", By::Home, &["home", "record"]),
                false => add("record", By::Id, &["record"]),
            }
        }
    }
    found
}

/// Every reference of what packs define, of those that sleep too.
pub(crate) fn of_packs(catalogue: &Catalogue, to: &str) -> Vec<Reference> {
    let mut found = Vec::new();
    for table in &catalogue.tables {
        for (slot, known) in table.slots.iter() {
            let refers = matches!(&known.class, Class::References(target) if target == to);
            if !refers || known.field.is_none() {
                continue;
            }
            let unique = table.indexes.values().filter_map(|definition| definition.strip_prefix("UNIQUE "));
            let alike = unique.map(names).filter(|unique| unique.iter().any(|name| name == slot.as_str()));
            found.push(Reference {
                table: table.key.to_string(),
                column: slot.to_string(),
                by: By::Key,
                rest: vec!["id".to_owned()],
                alike: alike.map(|unique| without(&unique, &[slot.as_str()])).collect(),
                object: Some(table.object.to_string()),
            });
        }
    }
    found
}
