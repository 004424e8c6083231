//! A console for the engine: a small web program that shows whatever the engine says of itself. It knows no object and no field
//! by name, so it serves the records of a pack that an administrator applied a minute ago like those of the engine's own areas.
//!
//! HTML comes from the server and works without scripts; one small script adds comfort. It is what a vendor copies to begin with.

mod approvals;
mod ask;
mod asked;
mod board;
mod cells;
mod chart;
mod conditions;
mod consent;
mod day;
mod draw;
mod factor;
mod fault;
mod files;
mod filter;
mod form;
mod given;
mod hanging;
mod home;
mod import;
mod kinds;
mod list;
mod listen;
mod notices;
mod operate;
mod packs;
mod page;
mod parameters;
mod record;
mod references;
mod register;
mod routes;
mod screens;
mod seen;
mod sent;
mod serve;
mod sessions;
mod sign_in;
mod table;
mod views;
mod visit;
mod words;
mod zone;

pub use listen::listen;
pub use routes::router;
pub use visit::{App, Settings};
