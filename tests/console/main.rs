//! The console as a browser meets it: over HTTP, against its router in the same process.

mod administration;
mod approvals;
mod browser;
mod charts;
mod demo;
mod forms;
mod frame;
mod hanging;
mod harm;
mod limits;
mod lists;
mod named;
mod pictures;
mod records;
mod server;
mod sessions;
mod sources;
mod speed;
mod world;
