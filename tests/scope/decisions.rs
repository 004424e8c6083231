//! SCOPE-1 to SCOPE-4, SCOPE-7, SCOPE-8, SCOPE-10, HAND-5: the decisions of `tests/decisions/scope.json`, cell by cell, by
//! the oracle and by the engine.

use serde_json::Value;

use crate::cast::Cast;
use crate::oracle;
use crate::world::{World, letter};

pub fn table() -> Value {
    serde_json::from_str(include_str!("../decisions/scope.json")).unwrap()
}

/// A cell: who does what with which record, and what becomes of it.
pub type Cell = (String, String, String, char);

fn cells(table: &Value, cast: &Cast) -> Vec<Cell> {
    let mut cells = Vec::new();
    for (head, rows) in table["decisions"].as_object().unwrap() {
        let mut columns = head.split_whitespace();
        let operation = columns.next().unwrap();
        let records: Vec<&str> = columns.collect();
        let mut seen = Vec::new();
        for row in rows.as_str().unwrap().split_whitespace() {
            let mut letters = row.chars();
            let user = letters.next().unwrap().to_string();
            let letters: Vec<char> = letters.collect();
            assert_eq!(letters.len(), records.len(), "{head}: {row}");
            for (record, letter) in records.iter().zip(letters) {
                assert!("ynfsodvi".contains(letter), "{head}: {row}");
                cells.push((operation.to_owned(), user.clone(), (*record).to_owned(), letter));
            }
            seen.push(user);
        }
        let mut missing: Vec<&String> = cast.users.keys().filter(|user| !seen.contains(user)).collect();
        missing.sort();
        assert!(missing.is_empty() && seen.len() == cast.users.len(), "{head}: without {missing:?}");
    }
    cells
}

#[test]
fn the_oracle_agrees_with_every_cell() {
    let table = table();
    let cast = Cast::read(&table);
    let cells = cells(&table, &cast);
    assert!(cells.len() > 600, "{}", cells.len());
    for (operation, user, record, expected) in cells {
        let found = cast.decide(&user, oracle::find(&operation), &record);
        assert_eq!(found, expected, "{operation} {user} {record}");
    }
}

/// What is not there answers as what nobody has, byte for byte (SCOPE-7).
#[test]
fn the_engine_agrees_with_every_cell() {
    let table = table();
    let cast = Cast::read(&table);
    let cells = cells(&table, &cast);
    let mut wrong = Vec::new();
    // One that changes something is made in a world of its own.
    let world = World::new(cast.clone());
    for (operation, user, record, expected) in &cells {
        let changes = ["opportunities.delete", "tickets.assign", "tickets.handle"].contains(&operation.as_str());
        let own = (changes && *expected == 'y').then(|| World::new(cast.clone()));
        let world = own.as_ref().unwrap_or(&world);
        let asked = |record: &str| {
            let arguments = world.arguments(operation, record).to_string();
            world.session(user).call(operation, &arguments)
        };
        let result = asked(record);
        if letter(&result) != *expected {
            wrong.push(format!("{operation} {user} {record}: {} for {expected}", letter(&result)));
        }
        if *expected == 'n' || *expected == 'v' {
            let nobodys = asked("X0");
            let told = |result: &crm_core::Result<String>, record: &str| {
                let error = result.as_ref().unwrap_err();
                format!("{error:?} {error}").replace(world.id(record), "it")
            };
            assert_eq!(told(&result, record), told(&nobodys, "X0"), "{operation} {user} {record}");
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(world.check(), Vec::<String>::new());
}
