//! What an expression is checked against (EXPR-2, EXPR-11): types, what is known of a field, and the places that
//! expressions stand in.

use std::sync::Arc;

use smol_str::SmolStr;

use crate::engine::touched::DATES;

/// The type of a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Type {
    /// True or false.
    Boolean,
    /// Whole, decimal, or money in the company's currency.
    Number,
    /// A text.
    Text,
    /// A day.
    Date,
    /// An instant.
    Instant,
    /// One of these names, in the order of their definition.
    Choice(Arc<[SmolStr]>),
    /// A record of the object of this name; users are `user`, departments `department`.
    Record(SmolStr),
    /// An entry of this category of the dictionary, with `item` and `value`.
    Entry(SmolStr),
    /// Money of any currency, of which can be asked only whether it is empty (TYPE-4).
    Foreign,
}

/// Where the value of a field comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Nature {
    /// It is given, by whoever or whatever.
    Given,
    /// It is computed of the record's other fields.
    Formula,
    /// It is counted or summed over other records.
    Rollup,
    /// The engine sets it: `id`, `number`, `status` and the other names that no definition says.
    Kernel,
}

/// What is known of a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// Its type.
    pub ty: Type,
    /// Where its value comes from.
    pub nature: Nature,
    /// Its place in the order of its object's fields, by which a record in memory finds its value.
    pub index: u32,
}

/// The fields of every object, as expressions see them.
pub trait Fields {
    /// What is known of a field; none where the object has none of that name. The kernel's names are fields too, where
    /// the object has them; `owner` and `superior` where one of its fields is the owner.
    fn field(&self, object: &str, name: &str) -> Option<Known>;

    /// Whether a category of the dictionary has an entry of this value (TYPE-6).
    fn has_entry(&self, category: &str, value: &str) -> bool;
}

/// Where an expression stands, and so what it sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// The formula of a field: own fields and roll-ups.
    Formula,
    /// A title, or what fills a new field: own fields and references.
    Title,
    /// The default of a field: own fields before it, and references, the user and the time.
    Default {
        /// The index of the field.
        before: u32,
    },
    /// Checks, needs, changes, actions and effects: own fields, references, the user and the time.
    Check,
    /// Conditions and actions of rules, conditions of flows: the record before the call as well.
    Rule,
}

impl Place {
    /// Whether `me`, `today` and `now` may be named.
    pub(super) fn sees_call(self) -> bool {
        !matches!(self, Place::Formula | Place::Title)
    }

    /// Whether `old` may be named.
    pub(super) fn sees_old(self) -> bool {
        self == Place::Rule
    }

    /// Whether a path may lead over references.
    pub(super) fn sees_references(self) -> bool {
        self != Place::Formula
    }

    /// Whether a field of the record itself may be named.
    pub(super) fn sees(self, name: &str, known: &Known) -> bool {
        if known.nature == Nature::Kernel {
            return match name {
                "title" => false,
                "number" | "version" | "state_since" => !matches!(self, Place::Formula | Place::Default { .. }),
                // What is done with a record moves them, and no write of it.
                name if DATES.contains(&name) => !matches!(self, Place::Formula | Place::Default { .. }),
                // What moves without the record is no part of what stands in its row.
                "status" | "superior" => self != Place::Formula,
                _ => true,
            };
        }
        match self {
            Place::Default { before } => known.nature == Nature::Given && known.index < before,
            _ => true,
        }
    }
}
