//! Values of defined fields (TYPE): read from what a caller gives, held to their type, and brought into and out of the slots
//! in which they lie.

mod formats;
mod given;
mod stored;
#[cfg(test)]
mod tests;

pub use formats::fits;
pub use given::{Currency, Given, Named, Unfit, given, target};
pub use stored::{Held, Lies, SCALE, read, write};
