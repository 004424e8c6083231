//! The life of packs behind their first day: put to sleep and woken, renamed in one another, purged, taken elsewhere
//! (PACK-5 to PACK-13).

pub mod asleep;
pub mod export;
pub mod purge;
pub mod rights;
pub mod switch;
pub(crate) mod taken;

#[cfg(test)]
mod tests;
