//! The catalogue: what packs define, where each of their fields lies, and the tables that are made for them (OBJ-20).

pub mod apply;
pub mod current;
pub mod house;
pub mod kept;
pub(crate) mod loaded;
pub mod place;
pub mod slots;
pub mod tables;
pub(crate) mod twins;
pub mod viewed;
