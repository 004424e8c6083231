//! Fields of objects as they are written (TYPE), with roll-ups, uniqueness and spans (ROLL, UNIQ, SPAN).

use rust_decimal::Decimal;

use super::words::words;
use crate::engine::objects::shape::Name;
use crate::engine::tree::Tree;

/// A field.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// Its name.
    pub name: Name,
    /// Its type, with what belongs to that.
    pub ty: FieldType,
    /// Given at create and never cleared.
    pub required: bool,
    /// What fills it where nothing is given.
    pub default: Option<String>,
    /// What computes it.
    pub formula: Option<String>,
    /// What is counted or summed over other records.
    pub rollup: Option<Rollup>,
    /// Given at create and changed never.
    pub fixed: bool,
    /// Searched, and so folded.
    pub search: bool,
    /// Hidden from all but those that a grant names, and these duties (TYPE-9).
    pub confidential: Option<Vec<Name>>,
    /// What it is for.
    pub doc: Option<String>,
    /// Its former names.
    pub was: Vec<Name>,
    /// What fills it in records that were there before it.
    pub fill: Option<String>,
}

impl Field {
    /// A field of a type, of which nothing else is said.
    pub fn new(name: Name, ty: FieldType) -> Field {
        Field {
            name,
            ty,
            required: false,
            default: None,
            formula: None,
            rollup: None,
            fixed: false,
            search: false,
            confidential: None,
            doc: None,
            was: Vec::new(),
            fill: None,
        }
    }

    /// Whether the engine sets it, and nobody else.
    pub fn is_computed(&self) -> bool {
        self.formula.is_some() || self.rollup.is_some()
    }
}

/// The most characters of a text of which nothing is said.
pub const TEXT: u32 = 500;

/// The type of a field.
#[derive(Debug, Clone, PartialEq)]
pub enum FieldType {
    /// A text.
    Text {
        /// The most characters.
        max: u32,
        /// Whether it has lines.
        lines: bool,
        /// What it must look like.
        format: Option<Format>,
    },
    /// True or false.
    Boolean,
    /// A whole number.
    Integer {
        /// The least.
        min: Option<i64>,
        /// The most.
        max: Option<i64>,
    },
    /// A number with decimal places.
    Decimal {
        /// The most places, 0 to 6.
        places: u32,
        /// The least.
        min: Option<Decimal>,
        /// The most.
        max: Option<Decimal>,
    },
    /// An amount.
    Money {
        /// The least.
        min: Option<Decimal>,
        /// The most.
        max: Option<Decimal>,
        /// Whether it may be in any currency, not the company's alone.
        any_currency: bool,
    },
    /// A day.
    Date,
    /// An instant.
    Instant,
    /// One of these.
    Choice {
        /// The names.
        values: Vec<Name>,
    },
    /// An entry of the dictionary.
    Entry {
        /// Its category.
        category: Name,
    },
    /// A record.
    Ref {
        /// Of this object.
        to: Name,
        /// What becomes of this record when that one is deleted; none where nothing is said, which is
        /// [`OnDelete::Refuse`].
        on_delete: Option<OnDelete>,
    },
    /// A user.
    User {
        /// As of a reference.
        on_delete: Option<OnDelete>,
    },
    /// A department.
    Department {
        /// As of a reference.
        on_delete: Option<OnDelete>,
    },
}

impl FieldType {
    /// The object to which a field of the type refers, but for entries.
    pub fn to(&self) -> Option<&str> {
        match self {
            FieldType::Ref { to, .. } => Some(to),
            FieldType::User { .. } => Some("user"),
            FieldType::Department { .. } => Some("department"),
            _ => None,
        }
    }

    /// What becomes of the record when what the field refers to is deleted, where the field says it.
    pub fn on_delete(&self) -> Option<OnDelete> {
        match self {
            FieldType::Ref { on_delete, .. } | FieldType::User { on_delete } | FieldType::Department { on_delete } => {
                *on_delete
            }
            _ => None,
        }
    }
}

words! {
    /// What a text must look like.
    Format {
        /// A telephone number.
        Phone "phone",
        /// An address of electronic mail.
        Email "email",
        /// An address of the web.
        Url "url",
    }
}

words! {
    /// What becomes of a record when one that it refers to is deleted (OBJ-13).
    OnDelete {
        /// The deletion is refused.
        Refuse "refuse",
        /// The reference is cleared.
        Clear "clear",
        /// It is deleted too.
        Delete "delete",
    }
}

/// What is counted or summed over other records (ROLL-2).
#[derive(Debug, Clone, PartialEq)]
pub struct Rollup {
    /// What of them.
    pub measure: Summed,
    /// Their object.
    pub of: Name,
    /// Which of them.
    pub link: Link,
    /// Which of these only.
    pub filter: Option<Tree>,
}

/// What a roll-up takes of the records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Summed {
    /// Their number.
    Count,
    /// The sum of a field.
    Sum(Name),
    /// The least of a field.
    Min(Name),
    /// The greatest of a field.
    Max(Name),
}

impl Summed {
    /// The field, and the word that stands before it.
    pub fn field(&self) -> Option<(&'static str, &Name)> {
        match self {
            Summed::Count => None,
            Summed::Sum(field) => Some(("sum", field)),
            Summed::Min(field) => Some(("min", field)),
            Summed::Max(field) => Some(("max", field)),
        }
    }
}

/// Which records a roll-up is over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Link {
    /// Those whose reference it is.
    By(Name),
    /// Those whose fields are equal: own field and theirs.
    Match(Vec<(Name, Name)>),
}

/// What no two records may have in common (UNIQ-1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unique {
    /// The fields.
    pub fields: Vec<Name>,
    /// Among the records in these states; none for all.
    pub states: Option<Vec<Name>>,
    /// What is said of a second one.
    pub text: Option<String>,
}

/// Spans of equal `by` that may not overlap (SPAN-1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// The fields that must be equal.
    pub by: Vec<Name>,
    /// The field with which a span begins.
    pub from: Name,
    /// The field before which it ends.
    pub to: Name,
    /// Among the records in these states; none for all.
    pub states: Option<Vec<Name>>,
    /// What is said of a second one.
    pub text: Option<String>,
}
