//! What keeps a database in order, and what describes the engine.

pub mod audit;
pub mod changes;
pub mod dictionary;
pub mod jobs;
pub mod maintenance;
pub mod meta;
pub mod settings;
