//! Whom an opportunity is about (SALE-8): contacts of the customer that it names, and others by name.
//!
//! Name, telephone and e-mail of the primary person are the opportunity's `contact_name`, `contact_phone` and `contact_email`, and
//! stand there alone, so that whoever reads opportunities reads no other table; as long as nobody set persons there is no row. What a
//! contact says is kept with the person too, as the name of a customer is with its opportunities, and follows it.

mod follow;
mod given;
mod join;
mod set;
pub(super) mod store;
mod types;

pub(crate) use follow::contact_changed;
pub(super) use follow::{customer_changed, primary_changed};
pub(super) use given::of_new;
pub(super) use join::join;
pub(super) use set::{persons, set_persons};
pub use types::*;
