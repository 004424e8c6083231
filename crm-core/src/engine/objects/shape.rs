//! What the engine knows of a kind of record, typed or defined (OBJ-2): its name, its table, and of each field the type,
//! the column and how a value stands in it. A typed area declares its object beside its table, as a constant; a defined
//! object comes from the catalogue. Either is cheap to copy, so that a tree that was read needs neither any more.
//!
//! ```
//! use crm_core::objects::shape::{Field, Object};
//!
//! static FIELDS: &[Field] = &[
//!     Field::id(),
//!     Field::choice("status", "status", &["open", "closed"]),
//!     Field::searched("name", "name", "name_folded").never_empty(),
//!     Field::decimal("weight", "weight_e6", 3, 6),
//!     Field::reference("keeper", "keeper", "user"),
//! ];
//! static CRATE: Object = Object::typed("crate", "crates", Some("created_at"), "name", FIELDS);
//!
//! assert_eq!(CRATE.field("weight").map(|field| field.column.as_str()), Some("weight_e6"));
//! ```

use std::fmt::Write;
use std::ops::Deref;
use std::sync::Arc;

use crate::engine::hanging::Several;

/// A name of an object, a field, a table or a column: of a typed object a constant, of a defined one a short text.
pub type Name = smol_str::SmolStr;

/// The object whose records are the users; `{me: true}` is one of them.
pub const USER: &str = "user";

/// The object of departments.
pub const DEPARTMENT: &str = "department";

/// The object whose records are the entries of the dictionary.
pub const ENTRY: &str = "dictionary_entry";

/// A list that is either a constant or shared: copying it costs nothing.
#[derive(Debug)]
pub enum Shared<T: 'static> {
    /// Of a typed object.
    Fixed(&'static [T]),
    /// Of a defined one.
    Counted(Arc<[T]>),
}

impl<T> Clone for Shared<T> {
    fn clone(&self) -> Self {
        match self {
            Shared::Fixed(items) => Shared::Fixed(items),
            Shared::Counted(items) => Shared::Counted(Arc::clone(items)),
        }
    }
}

impl<T> Deref for Shared<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        match self {
            Shared::Fixed(items) => items,
            Shared::Counted(items) => items,
        }
    }
}

impl<T> From<Vec<T>> for Shared<T> {
    fn from(items: Vec<T>) -> Self {
        Shared::Counted(items.into())
    }
}

/// The names of a choice, in the order of its definition.
#[derive(Debug, Clone)]
pub enum Names {
    /// Of a typed object.
    Fixed(&'static [&'static str]),
    /// Of a defined one.
    Counted(Arc<[Name]>),
}

impl Names {
    /// The names.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        let (fixed, counted): (&[&str], &[Name]) = match self {
            Names::Fixed(names) => (names, &[]),
            Names::Counted(names) => (&[], names),
        };
        fixed.iter().copied().chain(counted.iter().map(Name::as_str))
    }

    /// The place of a name in the definition, from 0.
    pub fn place(&self, name: &str) -> Option<usize> {
        self.iter().position(|known| known == name)
    }
}

/// The type of a field, with what it takes to find its values in the table.
#[derive(Debug, Clone)]
pub enum Kind {
    /// The public id of the record itself, sixteen bytes.
    Id,
    /// A text. `twin` is the column of the folded text, where it is searchable.
    Text {
        /// The column of the folded text.
        twin: Option<Name>,
    },
    /// True or false.
    Boolean {
        /// Whether it stands in a column of whole numbers, as 1 or 0: slots do, truth columns of typed tables don't.
        number: bool,
    },
    /// A whole number.
    Integer,
    /// A decimal.
    Decimal {
        /// The most places that a value may have.
        places: u32,
        /// The places that stand in the column, whose values are whole units of the last: 6 are millionths.
        scale: u32,
    },
    /// An amount, in minor units.
    Money {
        /// The column of its currency; none where it is the company's. Amounts of any currency can't be compared.
        currency: Option<Name>,
    },
    /// A calendar date, as ISO text.
    Date,
    /// An instant, in microseconds.
    Instant,
    /// One of a closed list, a status too; as text.
    Choice(Names),
    /// A record of an object, by its key. Users and departments are such.
    Reference(Name),
    /// An entry of the dictionary, by its key: a reference to the object of that name, in one category.
    Entry {
        /// The object whose records are the entries.
        of: Name,
        /// The category.
        category: Name,
    },
}

impl Kind {
    /// The object that it refers to.
    pub fn to(&self) -> Option<&Name> {
        match self {
            Kind::Reference(name) | Kind::Entry { of: name, .. } => Some(name),
            _ => None,
        }
    }

    /// The category of the dictionary whose entries it refers to.
    pub fn category(&self) -> Option<&str> {
        match self {
            Kind::Entry { category, .. } => Some(category),
            _ => None,
        }
    }
}

/// A field of an object.
#[derive(Debug, Clone)]
pub struct Field {
    /// Its name.
    pub name: Name,
    /// Its column.
    pub column: Name,
    /// Its type.
    pub kind: Kind,
    /// The table beside the object's own in which the column stands, with the key of the same record in `id`; there may
    /// be no row. Custom fields of typed records stand so.
    pub beside: Option<Name>,
    /// Whether the column is never NULL.
    pub filled: bool,
    /// Whether whatever refers to the record tells it, to everybody who reads that.
    pub told: bool,
    /// Whether an index begins with the column, so that the records which refer to one are found by it (OBJ-16).
    pub indexed: bool,
    /// Where its values lie, of a field of which a record has several. Its column is then the record's public id.
    pub several: Option<Lying>,
}

/// Where the values of a field lie of which a record has several.
#[derive(Debug, Clone, Copy)]
pub struct Lying {
    /// The table of what hangs on records.
    pub(super) table: &'static str,
    pub(super) field: &'static Several,
}

impl Field {
    /// A field of any kind.
    pub const fn new(name: &'static str, column: &'static str, kind: Kind) -> Field {
        Field {
            name: Name::new_static(name),
            column: Name::new_static(column),
            kind,
            beside: None,
            filled: false,
            told: false,
            indexed: false,
            several: None,
        }
    }

    /// A truth value that stands in no column.
    pub(crate) fn truth(name: &str) -> Field {
        let kind = Kind::Boolean { number: false };
        Field { name: Name::new(name), ..Field::new("", "", kind) }.never_empty()
    }

    /// A field of which a record has several values, that lie in a table of what hangs on records. It is asked as a searched
    /// text is.
    pub(crate) fn several(table: &'static str, field: &'static Several) -> Field {
        let kind = Kind::Text { twin: Some(Name::new_static("uid")) };
        Field { several: Some(Lying { table, field }), ..Field::new(field.name, "uid", kind) }
    }

    /// The record's public id.
    pub const fn id() -> Field {
        Field::new("id", "uid", Kind::Id).never_empty().told()
    }

    /// A whole number.
    pub const fn integer(name: &'static str, column: &'static str) -> Field {
        Field::new(name, column, Kind::Integer)
    }

    /// A calendar date.
    pub const fn date(name: &'static str, column: &'static str) -> Field {
        Field::new(name, column, Kind::Date)
    }

    /// An instant.
    pub const fn instant(name: &'static str, column: &'static str) -> Field {
        Field::new(name, column, Kind::Instant)
    }

    /// An entry of a category of the dictionary.
    pub const fn entry(name: &'static str, column: &'static str, category: &'static str) -> Field {
        let category = Name::new_static(category);
        Field::new(name, column, Kind::Entry { of: Name::new_static(ENTRY), category })
    }

    /// A text that is not searched.
    pub const fn text(name: &'static str, column: &'static str) -> Field {
        Field::new(name, column, Kind::Text { twin: None })
    }

    /// A searchable text, with its folded twin.
    pub const fn searched(name: &'static str, column: &'static str, twin: &'static str) -> Field {
        Field::new(name, column, Kind::Text { twin: Some(Name::new_static(twin)) })
    }

    /// A truth value in a column of its own type.
    pub const fn boolean(name: &'static str, column: &'static str) -> Field {
        Field::new(name, column, Kind::Boolean { number: false })
    }

    /// A decimal of so many places, in a column of so many.
    pub const fn decimal(name: &'static str, column: &'static str, places: u32, scale: u32) -> Field {
        Field::new(name, column, Kind::Decimal { places, scale })
    }

    /// An amount in the company's currency.
    pub const fn money(name: &'static str, column: &'static str) -> Field {
        Field::new(name, column, Kind::Money { currency: None })
    }

    /// An amount in the currency that the other column names.
    pub const fn money_of(name: &'static str, column: &'static str, currency: &'static str) -> Field {
        Field::new(name, column, Kind::Money { currency: Some(Name::new_static(currency)) })
    }

    /// One of these names, in their order.
    pub const fn choice(name: &'static str, column: &'static str, names: &'static [&'static str]) -> Field {
        Field::new(name, column, Kind::Choice(Names::Fixed(names)))
    }

    /// A reference to a record of that object.
    pub const fn reference(name: &'static str, column: &'static str, to: &'static str) -> Field {
        Field::new(name, column, Kind::Reference(Name::new_static(to)))
    }

    /// The field, whose column is never NULL.
    #[must_use]
    pub const fn never_empty(mut self) -> Field {
        self.filled = true;
        self
    }

    /// The field, which whatever refers to the record tells with it.
    #[must_use]
    pub const fn told(mut self) -> Field {
        self.told = true;
        self
    }

    /// The field, with whose column an index begins.
    #[must_use]
    pub const fn indexed(mut self) -> Field {
        self.indexed = true;
        self
    }

    /// What a cursor over the field stands for: with any other, the cursor is one of another list.
    pub(super) fn stamp(&self, out: &mut String) {
        let Field { name, column, kind, beside, .. } = self;
        // A text takes whatever is written to it.
        let _ = write!(out, "{name} {column} {} ", beside.as_deref().unwrap_or_default());
        let _ = match kind {
            Kind::Id => write!(out, "id"),
            Kind::Text { twin } => write!(out, "text {}", twin.as_deref().unwrap_or_default()),
            Kind::Boolean { number } => write!(out, "boolean {number}"),
            Kind::Integer => write!(out, "integer"),
            Kind::Decimal { places, scale } => write!(out, "decimal {places} {scale}"),
            Kind::Money { currency } => write!(out, "money {}", currency.as_deref().unwrap_or_default()),
            Kind::Date => write!(out, "date"),
            Kind::Instant => write!(out, "instant"),
            Kind::Choice(names) => names.iter().try_for_each(|name| write!(out, "{name},")),
            Kind::Reference(to) => write!(out, "to {to}"),
            Kind::Entry { of, category } => write!(out, "entry {of} {category}"),
        };
        out.push('\n');
    }
}

/// What a typed object's screens go by and its shape does not say (OBJ-17).
#[derive(Debug)]
pub struct Screen {
    /// The columns of a list that matter, in their order.
    pub columns: &'static [&'static str],
    /// Fields that stand in another group than that of their types, group by group.
    pub groups: &'static [(&'static str, &'static [&'static str])],
    /// Where records go from state to state, as on a board, the states in which they stay.
    pub last: Option<&'static [&'static str]>,
}

/// A kind of record.
#[derive(Debug, Clone)]
pub struct Object {
    /// Its name, `customer` or `hotel.room`.
    pub name: Name,
    /// Its table, with the key in `id` and the public id in `uid`.
    pub table: Name,
    /// The column of the instant at which a record was made, which comes before the key in "newest first"; none where the
    /// key alone says it.
    pub made: Option<Name>,
    /// What can be asked of it: its own fields and those that every object has.
    pub fields: Shared<Field>,
    /// The text field that a record is called by.
    pub title: Option<Name>,
    /// What its screens go by, where it is typed and that is said.
    pub screen: Option<&'static Screen>,
    /// What can be asked of it by a name, and is a tree over its fields.
    pub conditions: Shared<Condition>,
    /// Whether it is only met on the way from records that refer to it: it is no kind of record that one lists or opens.
    pub on_the_way: bool,
}

/// A question by a name, as if it were a truth value of the record: `{field: "forgotten", is: true}`.
#[derive(Debug, Clone)]
pub struct Condition {
    /// Its name, which is none of a field.
    pub name: Name,
    /// The tree that it stands for.
    pub tree: serde_json::Value,
}

impl Object {
    /// The object of a typed area, whose records are called by the text field `title`.
    pub const fn typed(
        name: &'static str,
        table: &'static str,
        made: Option<&'static str>,
        title: &'static str,
        fields: &'static [Field],
    ) -> Object {
        let made = match made {
            Some(column) => Some(Name::new_static(column)),
            None => None,
        };
        Object {
            name: Name::new_static(name),
            table: Name::new_static(table),
            made,
            fields: Shared::Fixed(fields),
            title: Some(Name::new_static(title)),
            screen: None,
            conditions: Shared::Fixed(&[]),
            on_the_way: false,
        }
    }

    /// The object, which is only met on the way from others.
    #[must_use]
    pub const fn on_the_way(mut self) -> Object {
        self.on_the_way = true;
        self
    }

    /// The object, whose screens go by this.
    #[must_use]
    pub const fn drawn_by(mut self, screen: &'static Screen) -> Object {
        self.screen = Some(screen);
        self
    }

    /// The field that a record is called by.
    pub fn title(&self) -> Option<&Field> {
        self.title.as_ref().and_then(|name| self.field(name))
    }

    /// The question of that name.
    pub fn condition(&self, name: &str) -> Option<&Condition> {
        self.conditions.iter().find(|condition| condition.name == name)
    }

    /// The field of that name.
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.name == name)
    }
}

/// Where objects are found by their names.
pub trait Catalogue {
    /// The object of that name, `customer` or `hotel.room`.
    fn object(&self, name: &str) -> Option<&Object>;

    /// The field of an object that is its owner (OBJ-10).
    fn owner(&self, _object: &str) -> Option<&Name> {
        None
    }

    /// The field of that name of which records of the object have several values; it is none of its own.
    fn several(&self, _object: &Object, _name: &str) -> Option<Field> {
        None
    }
}

/// Which fields somebody may ask for (FILT-8).
pub trait Rights {
    /// Whether the field is read in full. Whoever does not read the records of an object at all reads none of its fields.
    fn reads(&self, object: &Object, field: &Field) -> bool;
}

/// Who acts as the system reads everything.
#[derive(Debug, Clone, Copy)]
pub struct Everything;

impl Rights for Everything {
    fn reads(&self, _: &Object, _: &Field) -> bool {
        true
    }
}
