//! Records of defined objects as one write makes them (MACH-10): the picture of a record, what fills and computes its fields,
//! what is wrong with it, and its row.

mod along;
mod anew;
mod arguments;
mod beside;
mod by_value;
mod content;
mod delete;
mod effects;
mod fall;
mod glance;
mod guardable;
mod in_use;
pub mod input;
mod judge;
mod parts;
mod picture;
mod proven;
mod refresh;
pub mod restore;
mod rollup;
mod row;
mod series;
mod steps;
#[cfg(test)]
mod tests;
mod typed;
mod whole;
mod writer;

pub use anew::{Becomes, bring};
pub use by_value::by_value;
pub use content::{Content, Inputs, List, MOST_PARTS, Part};
pub use delete::begins;
pub use effects::{changeable, stands};
pub use glance::Glance;
pub use guardable::Guardable;
pub use in_use::is_referred;
pub use judge::{Asked, compared, judge, judge_changed, point};
pub use picture::{Call, Look, Picture};
pub(crate) use proven::derived;
pub use refresh::Refresh;
pub use rollup::{Models, Parents, Rolled, begin};
pub(crate) use row::follows;
pub use row::{insert, parts as read_parts, read, read_all, read_by_key, update};
pub use writer::{Deed, Hand, MOST_CAUSED, MOST_DEEP, Notice, RuleOf, Writer, Written};
