//! The areas, in groups by subject. Each stands on the engine and is entered in its lists.

pub mod administration;
pub mod books;
pub mod people;
pub mod relationships;
pub mod reporting;
pub mod selling;
pub mod service;
