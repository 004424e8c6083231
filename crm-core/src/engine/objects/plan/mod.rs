//! What a new definition changes (PACK-2): told before anything is changed, and then done exactly so.

pub mod fields;
pub mod names;
pub mod objects;
pub mod packs;
pub mod steps;
pub mod types;
