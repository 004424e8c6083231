//! What the classes of an object are called, in every language alike.

use super::Thing;
use super::names::{Names, pascal};

/// The classes of an object; of a part what it is in its whole too. A language makes those that it has a use for.
pub struct Classes {
    /// A record that is read.
    pub record: String,
    /// A part that is read in its whole.
    pub part: String,
    /// What a part has.
    pub values: String,
    /// The object's calls.
    pub calls: String,
    /// A new record, or a new part.
    pub new: String,
    /// What changes of a record, or of a part in a list.
    pub changes: String,
}

impl Classes {
    /// The names, which are free among those that are taken.
    pub fn of(thing: &Thing, taken: &mut Names) -> Classes {
        let own = pascal(&thing.own);
        let of_part =
            |name: &str, taken: &mut Names| if thing.is_part() { taken.take(name.to_owned()) } else { String::new() };
        Classes {
            record: taken.take(format!("{own}Record")),
            calls: taken.take(format!("{own}Calls")),
            part: of_part(&format!("{own}Part"), taken),
            values: of_part(&format!("{own}Values"), taken),
            new: taken.take(format!("New{own}")),
            changes: taken.take(format!("{own}{}", if thing.is_part() { "Change" } else { "Update" })),
        }
    }
}
