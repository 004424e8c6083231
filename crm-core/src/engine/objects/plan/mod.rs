//! What a new definition changes (PACK-2): told before anything is changed, and then done exactly so.

pub(crate) mod beside;
pub mod count;
pub mod done;
pub mod fields;
pub mod indexed;
pub mod names;
pub mod objects;
pub mod packs;
pub mod preview;
pub mod steps;
mod taken;
pub mod types;
pub mod whole;

#[cfg(test)]
mod tests;
