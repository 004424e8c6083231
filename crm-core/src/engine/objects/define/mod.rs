//! Definitions of objects, as packs write them (PACK): the typed form of a document, its reader, its checker and its
//! printer. All are functions over documents; what is stored where is asked of whoever stores.

pub mod behaviour;
pub mod document;
pub mod field;
pub mod role;
pub mod view;

mod words;
