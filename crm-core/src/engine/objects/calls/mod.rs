//! Calls that write records of defined objects, from the right to the audit (MACH-10): what the general operations
//! (`objects.create`) do, and those that are named after an object (`hotel.room.create`), which are the same calls.

mod allowed;
mod dialled;
mod finding;
mod gone;
mod guard;
mod history;
mod maintained;
mod many;
mod saying;
mod write;

pub(crate) use dialled::dialled;
pub(super) use dialled::{is_verb, known};
#[cfg(test)]
pub(crate) use history::change as kept;
pub(crate) use history::value as told;
