//! Whom a duty on a record names, for fields that are told by one (TYPE-9). Statements select who that is and leave the
//! comparison to the reader: with the caller among the columns, each user would have a text of their own in the cache.

use super::define::Defined;
use super::shape::{Field, Name};
use crate::engine::error::Result;
use crate::engine::storage::Columns;
use crate::engine::superior;

/// A person whom a duty names.
pub(super) struct Person<'d> {
    /// The field that has them, or whose superior they are.
    pub(super) field: &'d Field,
    pub(super) superior: bool,
}

impl Person<'_> {
    /// The column of their key, where that of the field is known.
    pub(super) fn key(&self, column: String) -> String {
        if self.superior { superior::of(&column) } else { column }
    }
}

/// Whom duties on a record of the object name; the definition was refused where one names nobody.
pub(super) fn people<'d>(found: &'d Defined, duties: &[Name]) -> Vec<Person<'d>> {
    let own = |name: &str| found.object.field(name);
    let person = |duty: &Name| {
        let owner = found.owner.as_deref().and_then(own);
        match (duty.as_str(), owner) {
            // Another name of the field; the owner itself may be called `superior` (OBJ-5).
            ("owner", Some(field)) => Some(Person { field, superior: false }),
            ("superior", Some(field)) if own("superior").is_none() => Some(Person { field, superior: true }),
            (name, _) => Some(Person { field: own(name)?, superior: false }),
        }
    };
    duties.iter().filter_map(person).collect()
}

/// Reads the keys of so many people; whether the caller is one of them.
///
/// # Errors
/// Whatever the columns say.
pub(super) fn is_among(people: usize, caller: Option<i64>, columns: &mut Columns<'_>) -> Result<bool> {
    let mut is = false;
    for _ in 0..people {
        let person: Option<i64> = columns.next()?;
        is |= person.is_some() && person == caller;
    }
    Ok(is)
}
