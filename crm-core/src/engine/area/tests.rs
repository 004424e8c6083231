//! Nothing is forgotten: what areas declare, held against the schema and against each other.

use std::collections::BTreeSet;

use super::all;
use crate::engine::crm::Crm;
use crate::engine::gate::kind;
use crate::engine::operations::Operation;
use crate::engine::schedule;
use crate::engine::storage::params;

/// Every column of the schema with its table and its whole line.
fn columns() -> Vec<(String, String, String)> {
    let schema = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/schema.sql");
    let (mut table, mut found) = (String::new(), Vec::new());
    for line in std::fs::read_to_string(schema).expect("the schema").lines() {
        if let Some(rest) = line.strip_prefix("CREATE TABLE ") {
            table = rest.trim_end_matches(" (").to_owned();
        } else if let Some(rest) = line.strip_prefix("    ")
            && let Some(column) =
                rest.split_whitespace().next().filter(|c| c.chars().all(|c| c.is_lowercase() || c == '_'))
        {
            found.push((table.clone(), column.to_owned(), line.to_owned()));
        }
    }
    assert!(found.len() > 100, "the schema has columns: {found:?}");
    found
}

fn those(which: impl Fn(&str, &str) -> bool) -> BTreeSet<(String, String)> {
    let all = columns().into_iter();
    all.filter(|(_, column, line)| which(column, line)).map(|(table, column, _)| (table, column)).collect()
}

#[test]
fn every_folded_column_of_the_schema_is_declared() {
    let declared = all().flat_map(|area| area.folded);
    let declared: BTreeSet<_> = declared.map(|f| (f.column.table.to_owned(), f.column.name.to_owned())).collect();
    // MAINT-1: derived data against recomputation.
    assert_eq!(declared, those(|column, _| column.ends_with("_folded")));
}

#[test]
fn every_reference_to_the_dictionary_is_declared() {
    let declared: BTreeSet<_> =
        all().flat_map(|area| area.entries).map(|c| (c.table.to_owned(), c.name.to_owned())).collect();
    // DICT-1: an entry in use can't be deleted or change category.
    assert_eq!(declared, those(|_, line| line.contains("REFERENCES dictionary_entries")));
}

#[test]
fn kinds_have_a_table_and_where_something_is_called_on_them_a_subject() {
    let tables: BTreeSet<String> = columns().into_iter().map(|(table, _, _)| table).collect();
    let mut names = BTreeSet::new();
    for kind in kind::all() {
        assert!(names.insert(kind.name), "{} is declared twice", kind.name);
        assert!(tables.contains(kind.table), "{} has no table {}", kind.name, kind.table);
        assert!(kind.doc.trim().ends_with('.'), "{} has a sentence for documents", kind.name);
    }
    for operation in Operation::all() {
        let Some(guard) = &operation.right.guard else { continue };
        for on in guard.on {
            let kind = kind::find(on).unwrap_or_else(|e| panic!("{}: {e}", operation.name));
            assert!(kind.subject.is_some(), "{} is called on {}, which is found by nothing", operation.name, kind.name);
        }
    }
}

#[test]
fn what_users_hold_is_counted_of_kinds() {
    let crm = Crm::open_in_memory().expect("a database");
    for held in all().flat_map(|area| area.held) {
        assert!(kind::find(&held.entity).is_ok(), "{}", held.entity);
        let mut count = 1;
        let read = crm.storage().read(&crm.patience(), &mut |tx| {
            count = tx.value(held.count, params![1])?;
            Ok(())
        });
        assert_eq!((read, count), (Ok(()), 0), "{}", held.entity);
    }
}

#[test]
fn jobs_are_declared_once() {
    let mut names = BTreeSet::new();
    for task in schedule::tasks() {
        assert!(names.insert(task.job.as_str()), "{} is declared twice", task.job);
        assert!(task.doc.ends_with('.'), "{} has a sentence for documents", task.job);
    }
    assert!(!names.is_empty());
}
