//! Objects. Expressions (EXPR), by the vectors that define them and by laws. Filter trees and orders (FILT): the vectors,
//! both translations against each other over random trees and rows, the plans of their statements, and whatever else may be
//! given for a tree.

#![allow(clippy::unwrap_used, missing_docs, reason = "tests")]

#[path = "../support/mod.rs"]
mod support;

mod aggregate;
mod anything;
mod bounds;
mod expr;
mod expr_booking;
mod expr_laws;
mod expr_random;
mod expr_seam;
mod expr_slow;
mod filters;
mod mistakes;
mod orders;
mod packs;
mod packs_mistakes;
mod packs_random;
mod plans;
mod random;
mod tape;
mod upgrades;
mod vectors;
mod world;

use crm_core::storage::sqlite::{SqliteOptions, SqliteStorage};

/// The objects' tables in SQLite, behind what refuses the statements that only SQLite takes.
fn database() -> world::Database {
    let storage = SqliteStorage::in_memory(&SqliteOptions::default()).unwrap();
    world::Database::new(Box::new(support::portable::portable(storage)))
}
