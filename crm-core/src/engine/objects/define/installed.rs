//! What a document is judged beside: what the database and this version of the engine have besides the pack, and where
//! the values of fields stand.

use super::document::{MY, Pack};
use crate::engine::objects::shape::{self, Name};

/// A typed kind of record.
#[derive(Debug, Clone)]
pub struct Typed {
    /// What can be asked of it.
    pub object: shape::Object,
    /// Its area, `customers`, whose operations write it.
    pub area: Name,
    /// The field that is its owner, where it has one.
    pub owner: Option<Name>,
    /// Whether packs may give it fields (EXT-1).
    pub extends: bool,
}

/// A typed operation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Callable {
    /// Whether effects may call it (MACH-8).
    pub for_rules: bool,
    /// The names of its arguments; of a create those of the new record.
    pub arguments: Vec<Name>,
}

/// What there is besides the pack.
pub trait Installed {
    /// The typed kinds of record.
    fn typed(&self) -> &[Typed];

    /// The packs that are enabled, in the order in which they were applied. The pack itself, or an older version of it, may be
    /// among them, where it has its place.
    fn packs(&self) -> &[Pack];

    /// Whether setup documents of that kind are known.
    fn has_kind(&self, kind: &str) -> bool;

    /// A typed operation, `outbox.emit`.
    fn operation(&self, name: &str) -> Option<Callable>;

    /// Whether people can be told something (`notify`).
    fn notifies(&self) -> bool;

    /// Whether effects create typed records and set what is their area's own (MACH-8). What packs give them any effect sets.
    fn writes_typed(&self) -> bool {
        false
    }

    /// Whether the dictionary has that category.
    fn has_category(&self, category: &str) -> bool;

    /// Whether a category of the dictionary has an entry of that value.
    fn has_entry(&self, category: &str, value: &str) -> bool;

    /// Whether there is a built-in role of that name.
    fn has_role(&self, role: &str) -> bool;

    /// The decimal places of the company's currency.
    fn places(&self) -> u32;
}

impl Pack {
    /// The full name of one of its objects, `hotel.room`.
    pub fn full(&self, object: &str) -> Name {
        Name::new(format!("{}.{object}", self.name))
    }

    /// Whether it may name what another pack defines: it requires that, or is the administrators' own (PACK-6).
    pub fn may_name(&self, pack: &str) -> bool {
        pack == self.name || self.name == MY || self.requires.iter().any(|(name, _)| name == pack)
    }
}

/// Where the values of a field stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed {
    /// The column.
    pub column: Name,
    /// The column of the folded text, which a searched text has.
    pub twin: Option<Name>,
    /// The column of the currency, which an amount in any currency has.
    pub currency: Option<Name>,
    /// The table beside the object's own, of a custom field.
    pub beside: Option<Name>,
}

/// Whoever stores the records of defined objects.
pub trait Slots {
    /// The table of an object, and the column of the instant at which a record was made, where lists need it.
    fn table(&self, object: &str) -> (Name, Option<Name>);

    /// Where a field of an object stands. `folded` says whether the text needs a twin; the kernel's names are asked for
    /// too.
    fn column(&self, object: &str, field: &str, folded: bool) -> Placed;

    /// The places of a decimal's column.
    fn scale(&self, places: u32) -> u32;
}

/// Where nothing is stored yet: columns that bear the names of their fields.
#[derive(Debug, Clone, Copy)]
pub struct Unplaced;

impl Slots for Unplaced {
    fn table(&self, object: &str) -> (Name, Option<Name>) {
        (Name::new(object), None)
    }

    fn column(&self, _: &str, field: &str, folded: bool) -> Placed {
        let column = Name::new(field);
        let twin = folded.then(|| Name::new(format!("{field}_folded")));
        Placed { column, twin, currency: Some(Name::new(format!("{field}_currency"))), beside: None }
    }

    fn scale(&self, places: u32) -> u32 {
        places
    }
}
