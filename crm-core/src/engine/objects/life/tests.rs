//! Packs over the years: asleep and awake, renamed, purged, taken elsewhere.

mod asleep;
mod export;
mod names;
mod purge;
