//! iCalendar (RFC 5545): its texts, read and written. What stands in a calendar, and what that means, is an area's.
//!
//! Reading ([`parse`]) is by octets: lines are unfolded before they are decoded, since programs fold within characters. What is
//! wrong is told of the component that it stands in, so that the others of the file can be taken. Writing ([`Writer`]) folds
//! between characters, so that whoever decodes first reads the same.
//!
//! Pure functions over texts. Names of properties, parameters and components are in capitals, however they were written.

mod read;
#[cfg(test)]
mod tests;
mod values;
mod write;
mod zones;

pub use read::parse;
pub use values::{Moment, date_time, duration, unescape};
pub use write::Writer;
pub(crate) use write::escape;
pub(crate) use zones::{observances, zone_name};

/// A property of a component: `NAME;PARAMETER=value:value`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Property {
    /// Its name.
    pub name: String,
    /// Its parameters, each with its values.
    pub parameters: Vec<(String, Vec<String>)>,
    /// Its value, as it stands: texts are escaped.
    pub value: String,
}

impl Property {
    /// The first value of a parameter.
    pub fn parameter(&self, name: &str) -> Option<&str> {
        let found = self.parameters.iter().find(|(known, _)| known == name);
        found.and_then(|(_, values)| values.first()).map(String::as_str)
    }
}

/// What is wrong with a component.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wrong {
    /// Octets that are no UTF-8.
    Encoding,
    /// A line that is no property.
    Syntax,
    /// It does not end, or something else does in it.
    Unfinished,
}

/// A component: what stands between `BEGIN` and `END`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Component {
    /// Its name.
    pub name: String,
    /// The line of the file on which it begins, the first being 1.
    pub line: usize,
    /// Its properties, in their order.
    pub properties: Vec<Property>,
    /// The components in it, in their order.
    pub components: Vec<Component>,
    /// What is wrong with it first, or with one in it, and on which line.
    pub wrong: Option<(Wrong, usize)>,
}

impl Component {
    /// The first property of a name.
    pub fn property(&self, name: &str) -> Option<&Property> {
        self.properties.iter().find(|property| property.name == name)
    }

    /// All properties of a name.
    pub fn all<'c>(&'c self, name: &'c str) -> impl Iterator<Item = &'c Property> {
        self.properties.iter().filter(move |property| property.name == name)
    }

    /// The value of the first property of a name, as it stands.
    pub fn value(&self, name: &str) -> Option<&str> {
        self.property(name).map(|property| property.value.as_str())
    }

    /// The text of the first property of a name; none where it is empty.
    pub fn text(&self, name: &str) -> Option<String> {
        self.value(name).map(unescape).filter(|text| !text.trim().is_empty())
    }
}
