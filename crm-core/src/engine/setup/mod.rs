//! Setup documents (SETUP): what configures the engine, as far as every kind of it is the same.
//!
//! A chapter that is configured declares its kinds beside the rules that read them, each a [`Kind`] in the `setup` of its
//! `AREA`, with a form in Rust by `record!`:
//!
//! ```text
//! record! {
//!     /// Who takes calls of an evening.
//!     input Rota {
//!         /// The people, in turn.
//!         people: Vec<UserId> [at_most(50)],
//!     }
//! }
//!
//! impl Configures for Rota { … } // what is checked beyond its fields, what it names, what follows from it
//!
//! pub(super) static ROTA: Kind =
//!     Kind { name: "rota", writes: Holders::named("SM"), reads: Holders::named("everyone"), ..Kind::of::<Rota>() };
//! ```
//! That is all: keeping, versions, rights, the form for screens and the operations are those of every kind. What reads the
//! documents asks [`store::enabled`] and [`store::named`].

mod difference;
mod form;
mod layers;
mod names;
mod parts;
mod rights;
pub(crate) mod store;

pub(crate) use difference::{changed_paths, differing, replaced};
pub(crate) use form::{Configures, Content, Doing, Form, Step};
pub(crate) use layers::OWN;
pub(crate) use names::{Named, Naming, What, in_use};
pub(crate) use parts::{Parts, fill};
pub(crate) use rights::{Wanted, rights};

use crate::engine::area;
use crate::engine::permission::Holders;

/// Documents of a kind, unless its chapter says fewer (SETUP-6).
pub(crate) const MOST: i64 = 500;

/// The most bytes of a document (SETUP-6).
pub(crate) const LONGEST: usize = 256 * 1024;

/// A kind of setup document.
#[derive(Debug)]
pub(crate) struct Kind {
    /// Its name, `pipeline`. The rights to it are `setup.pipeline` and `setup.pipeline.read`.
    pub(crate) name: &'static str,
    /// The built-in roles that write its documents. Who writes them reads them.
    pub(crate) writes: Holders,
    /// The built-in roles that read them.
    pub(crate) reads: Holders,
    /// Whether a new document is enabled at once. Kinds that act by themselves begin disabled (SETUP-4).
    pub(crate) begins_enabled: bool,
    /// How many there may be.
    pub(crate) most: i64,
    /// What stands in a document.
    pub(crate) form: Form,
}

impl Kind {
    /// A kind of that form, without a name yet: the system administrator's to write and to read, enabled at once.
    pub(crate) const fn of<T: Configures>() -> Kind {
        Kind {
            name: "",
            writes: Holders::named("S"),
            reads: Holders::named("S"),
            begins_enabled: true,
            most: MOST,
            form: Form::of::<T>(),
        }
    }
}

/// Every kind that an area declares, in the order of the areas.
pub(crate) fn all() -> impl Iterator<Item = &'static Kind> {
    area::all().flat_map(|area| area.setup.iter().copied())
}

/// The kind of that name.
pub(crate) fn find(name: &str) -> Option<&'static Kind> {
    all().find(|kind| kind.name == name)
}
