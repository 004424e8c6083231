//! Filter trees (FILT): the one language in which records are sought. A tree comes as JSON and is checked as a whole
//! ([`read`]); then it is asked of a record in memory ([`memory`]) or becomes a part of a statement ([`sql`]). Both
//! translations take their leaves from the same place (`resolve`), and a test over random trees and rows holds them
//! against each other.

pub mod literal;
pub mod memory;
pub mod parameters;
pub mod read;
pub mod sql;
pub mod tree;

mod joins;
mod operand;
mod resolve;
