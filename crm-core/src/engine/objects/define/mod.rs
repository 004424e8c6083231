//! Definitions of objects, as packs write them (PACK): the typed form of a document, its reader, its checker and its
//! printer. All are functions over documents; what is stored where is asked of whoever stores.

pub mod behaviour;
pub mod definitions;
pub mod document;
pub mod field;
pub mod installed;
pub mod limits;
pub mod role;
pub mod view;

mod check;
mod check_effect;
mod check_extension;
mod check_field;
mod check_label;
mod check_machine;
mod check_object;
mod check_role;
mod check_typed;
mod check_view;
mod kept_view;
mod mistakes;
mod order;
mod print;
mod print_machine;
mod print_object;
mod read;
mod read_field;
mod read_machine;
mod read_object;
mod read_role;
mod read_view;
mod reading;
pub mod rename;
mod rename_action;
mod rename_pack;
pub mod rule;
mod told;
mod typed;
mod words;

pub use check::check;
pub use definitions::{Defined, Definitions};
pub use installed::{Installed, Placed, Slots, Unplaced};
pub use kept_view::{kept_view, renamed_view};
pub use mistakes::Unread;
pub use order::in_order;
pub use read::{Read, read, read_text};
pub use typed::{TypedWrite, callable, typed_kinds, typed_write};

use super::shape::Name;
