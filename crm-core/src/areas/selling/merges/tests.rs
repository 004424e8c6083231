//! What refers to records is what the schema says: a column that merging does not treat fails here (DUP-12).

use std::collections::BTreeSet;

use super::store::schema::{By, DERIVED, NAMED_THEN, Reference, of_schema, tables};
use crate::engine::crm::Crm;
use crate::engine::error::Result;
use crate::engine::storage::Transaction;

fn within<T>(read: impl Fn(&mut dyn Transaction) -> Result<T>) -> T {
    let crm = Crm::open_in_memory().expect("an engine");
    let mut found = None;
    crm.storage()
        .read(&crm.patience(), &mut |tx| {
            found = Some(read(tx)?);
            Ok(())
        })
        .expect("read");
    found.expect("found")
}

// The schema as it is read is that of the database: every reference and every key.
#[test]
fn the_schema_is_read_whole() {
    let refers = "SELECT t.name, f.\"from\", f.\"table\" FROM sqlite_schema t JOIN pragma_foreign_key_list(t.name) f \
                  WHERE t.type = 'table'";
    let key = "SELECT t.name, c.name FROM sqlite_schema t JOIN pragma_table_info(t.name) c \
               WHERE t.type = 'table' AND c.pk > 0 AND t.name NOT LIKE 'sqlite_%'";
    type Read = (BTreeSet<[String; 3]>, BTreeSet<[String; 2]>);
    let read = |tx: &mut dyn Transaction| -> Result<Read> {
        let refers = tx.all(refers, &[], |c| Ok([c.next()?, c.next()?, c.next()?]))?;
        let keys = tx.all(key, &[], |c| Ok([c.next()?, c.next()?]))?;
        Ok((refers.into_iter().collect(), keys.into_iter().collect()))
    };
    let (refers, keys) = within(read);
    let (mut known, mut own) = (BTreeSet::new(), BTreeSet::new());
    for table in tables() {
        for column in &table.columns {
            if let Some(to) = &column.refers {
                known.insert([table.name.clone(), column.name.clone(), to.clone()]);
            }
        }
        own.extend(table.key.iter().map(|key| [table.name.clone(), key.clone()]));
    }
    assert_eq!(known, refers);
    assert_eq!(own, keys);
    assert!(refers.len() > 100);
}

/// Ids that stand beside the record that they are about, or are of what is never merged.
const OTHER_IDS: &[(&str, &str)] = &[
    ("approvals", "flow"),
    ("automation_runs", "rule"),
    ("automation_unmet", "rule"),
    ("calendar_feeds", "epoch"),
    ("captures", "note"),
    ("file_uploads", "replaces"),
    ("file_versions", "upload"),
    ("merged_records", "loser"),
    ("merged_records", "survivor"),
    ("merges", "survivor"),
    ("noted_records", "noted"),
    ("notifications", "about"),
];

// Every column that can name a record of any kind is one that merging moves, or one of those that say why not.
#[test]
fn every_id_is_decided() {
    let ids = "SELECT t.name, c.name FROM sqlite_schema t JOIN pragma_table_info(t.name) c \
               WHERE t.type = 'table' AND c.type = 'BLOB' AND c.name <> 'uid' \
               AND (c.name = 'record' OR t.sql LIKE '%length(' || c.name || ') = 16%')";
    let ids: Vec<[String; 2]> = within(|tx| tx.all(ids, &[], |c| Ok([c.next()?, c.next()?])));
    for home in ["customers", "contacts"] {
        let moved = of_schema(home);
        for [table, column] in &ids {
            let treated = moved.iter().any(|of| of.table == *table && of.column == *column && of.by != By::Key);
            let other = OTHER_IDS.contains(&(table.as_str(), column.as_str())) || NAMED_THEN.contains(&table.as_str());
            assert!(treated != other, "{table}.{column}");
        }
        for table in tables() {
            for column in table.columns.iter().filter(|column| column.refers.as_deref() == Some(home)) {
                let is = |of: &&Reference| of.table == table.name && of.column == column.name;
                let derived = DERIVED.contains(&table.name.as_str());
                assert!(moved.iter().any(|of| is(&of)) != derived, "{}.{}", table.name, column.name);
            }
        }
        for of in &moved {
            assert!([1, 2].contains(&of.rest.len()), "{} can't be noted", of.place());
        }
    }
}

// DUP-12: what is moved is found by an index, however much there is.
#[test]
fn every_reference_is_found_by_an_index() {
    for home in ["customers", "contacts"] {
        for of in of_schema(home) {
            let condition = match of.by {
                By::Key => format!("{} = 1", of.column),
                By::Home => "home = 'x' AND record = x'00'".to_owned(),
                By::Id => "record = x'00'".to_owned(),
            };
            let sql = format!("EXPLAIN QUERY PLAN SELECT count(*) FROM {} WHERE {condition}", of.table);
            let plan: Vec<String> = within(|tx| {
                tx.all(&sql, &[], |c| {
                    c.skip(3);
                    c.next()
                })
            });
            assert!(plan.iter().all(|step| !step.starts_with("SCAN")), "{}: {plan:?}", of.place());
        }
    }
}
