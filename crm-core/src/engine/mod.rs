//! What every area stands on: the gate and its declarations, storage, texts, time. It names no area.

pub(crate) mod approval;
#[cfg(feature = "arrow")]
pub mod arrow;
pub(crate) mod bell;
pub mod bytes;
pub(crate) mod choices;
pub mod clock;
pub mod confidential;
pub mod error;
pub mod events;
pub mod exact;
#[doc(hidden)]
pub mod ical;
pub mod ids;
pub mod labels;
pub mod money;
pub mod objects;
pub mod operations;
pub mod page;
pub mod permission;
#[cfg(feature = "python")]
pub mod python;
#[doc(hidden)]
pub mod recurrence;
pub mod schema;
pub mod scope;
pub mod storage;
pub mod text;
pub(crate) mod touched;
pub mod tree;
pub mod validate;
pub mod value;
#[doc(hidden)]
pub mod wire;

pub(crate) mod area;
pub(crate) mod audit;
pub(crate) mod automation;
pub(crate) mod calendar;
pub(crate) mod company;
pub(crate) mod crm;
pub(crate) mod cursor;
pub(crate) mod due;
pub(crate) mod entity;
pub(crate) mod field;
pub mod file_store;
pub(crate) mod gate;
pub(crate) mod given;
pub(crate) mod hanging;
pub(crate) mod identity;
pub(crate) mod likeness;
pub(crate) mod merged;
pub(crate) mod name;
pub(crate) mod outbox;
pub(crate) mod password;
pub(crate) mod patience;
pub(crate) mod people;
pub(crate) mod record;
pub(crate) mod rowed;
pub(crate) mod schedule;
pub(crate) mod schema_check;
pub(crate) mod secret;
pub(crate) mod session;
#[cfg_attr(not(test), allow(dead_code, reason = "the one kind that ships names nothing, and is never listed to act"))]
pub(crate) mod setup;
pub(crate) mod sorting;
pub(crate) mod stored;
pub(crate) mod superior;
pub(crate) mod tables;
pub(crate) mod telling;
pub(crate) mod update;
pub(crate) mod zone;
