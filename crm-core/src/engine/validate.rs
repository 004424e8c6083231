//! Field rules, declared with the field (`name: String [short]`): they check and describe it. No violation hides others.

use std::collections::HashMap;

use serde_json::{Value, json};

use crate::engine::confidential::ConfidentialKind;
use crate::engine::cursor;
use crate::engine::error::{CrmError, FieldError, Result};

pub use crate::engine::field::{Field, MAX_QUANTITY, MAX_SCALE};

/// What a field's value must satisfy beside its type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// A text of at most this many characters; `lines` allows newline and tab.
    Text {
        /// The longest text, in Unicode scalar values.
        max: u32,
        /// Whether newline and tab may stand in it.
        lines: bool,
    },
    /// A text that is kept as it is: a space at its end is a part of it.
    Verbatim,
    /// A whole number from … to …
    Range {
        /// The smallest value.
        min: i64,
        /// The largest value.
        max: i64,
    },
    /// A decimal of at most six places, and of at most 9,000,000,000,000 either way.
    Quantity,
    /// The id of an entry of this dictionary category.
    Category(&'static str),
    /// In an update: the field may be changed but neither emptied nor cleared.
    Required,
    /// At most this many elements.
    AtMost(u32),
    /// A secret of at least this many characters.
    AtLeast(u32),
    /// What stands in the place of an absent value, as JSON.
    Default(&'static str),
    /// Must be given by whoever may write it; for whoever may not, the record is incomplete without it (FIELD-7).
    Demanded,
    /// Of a record that the engine gives: the field can be withheld, and this is how (FIELD-1).
    Confidential(ConfidentialKind),
    /// Needed unless this other field of the record says something else than the value behind it: then it may be blank, zero or
    /// left out.
    Unless(&'static str, &'static str),
    /// An e-mail address.
    Email,
    /// An amount of nothing or more.
    NotNegative,
    /// It stands for this field of another record, `customer.last_order_date`: whoever does not read that one in full
    /// gets, and asks, no more of this one.
    Of(&'static str),
    /// Its value names a field of this kind of record, which is grouped by (FIELD-5).
    Names(&'static str),
    /// A kind of record by its name, of a pack's too (`hotel.room`): whether there is that one the call itself finds.
    Defined,
    /// In a filter: what is compared as a whole. A text that is there must not be empty, for nothing has an empty key,
    /// and whoever asks for it has lost the one they meant.
    Exact,
}

/// The rules as they are written in a record: `[short]`, `[range(1, 5)]`.
#[expect(non_upper_case_globals, reason = "they read as words in the record tables")]
pub(crate) mod rule {
    use super::Rule;

    pub const short: Rule = Rule::Text { max: crate::engine::text::SHORT, lines: false };
    pub const long: Rule = Rule::Text { max: crate::engine::text::LONG, lines: true };
    pub const required: Rule = Rule::Required;
    pub const demanded: Rule = Rule::Demanded;
    pub const exact: Rule = Rule::Exact;
    pub const defined: Rule = Rule::Defined;
    pub const verbatim: Rule = Rule::Verbatim;
    pub const quantity: Rule = Rule::Quantity;
    pub const email: Rule = Rule::Email;
    pub const not_negative: Rule = Rule::NotNegative;
    pub const cursor: Rule = Rule::Text { max: super::cursor::LONGEST, lines: false };

    pub const fn text(max: u32) -> Rule {
        Rule::Text { max, lines: false }
    }

    /// A text of so many characters, in lines.
    pub const fn lines(max: u32) -> Rule {
        Rule::Text { max, lines: true }
    }

    pub const fn range(min: i64, max: i64) -> Rule {
        Rule::Range { min, max }
    }

    pub const fn category(name: &'static str) -> Rule {
        Rule::Category(name)
    }

    pub const fn at_most(elements: u32) -> Rule {
        Rule::AtMost(elements)
    }

    pub const fn at_least(characters: u32) -> Rule {
        Rule::AtLeast(characters)
    }

    pub const fn default(json: &'static str) -> Rule {
        Rule::Default(json)
    }

    pub const fn unless(field: &'static str, says: &'static str) -> Rule {
        Rule::Unless(field, says)
    }

    pub const fn of(field: &'static str) -> Rule {
        Rule::Of(field)
    }

    pub const fn names(entity: &'static str) -> Rule {
        Rule::Names(entity)
    }

    /// The kinds of FIELD-1, as they are written in a record: `[confidential(phone)]`.
    #[allow(dead_code, reason = "no record has a field of every kind")]
    pub mod kind {
        use crate::engine::confidential::ConfidentialKind;

        pub const phone: ConfidentialKind = ConfidentialKind::Phone;
        pub const id_number: ConfidentialKind = ConfidentialKind::IdNumber;
        pub const account: ConfidentialKind = ConfidentialKind::Account;
        pub const person: ConfidentialKind = ConfidentialKind::Person;
        pub const email: ConfidentialKind = ConfidentialKind::Email;
        pub const address: ConfidentialKind = ConfidentialKind::Address;
        pub const amount: ConfidentialKind = ConfidentialKind::Amount;
        pub const text: ConfidentialKind = ConfidentialKind::Text;
        pub const value: ConfidentialKind = ConfidentialKind::Value;
    }
}

impl Rule {
    /// Adds the rule to a JSON Schema property.
    pub fn describe(&self, property: &mut Value) {
        match self {
            Rule::Text { max, lines } => {
                property["maxLength"] = json!(max);
                property["multiline"] = json!(lines);
            }
            Rule::Range { min, max } => {
                property["minimum"] = json!(min);
                property["maximum"] = json!(max);
            }
            Rule::Quantity => {
                property["maxScale"] = json!(MAX_SCALE);
                property["minimum"] = json!(-MAX_QUANTITY);
                property["maximum"] = json!(MAX_QUANTITY);
            }
            Rule::Category(name) => property["category"] = json!(name),
            Rule::Required => property["clearable"] = json!(false),
            Rule::AtMost(max) => property["maxItems"] = json!(max),
            Rule::AtLeast(min) => property["minLength"] = json!(min),
            Rule::Confidential(kind) => property["confidential"] = json!(kind.as_str()),
            // The field tells its default, declared or not; who must give what is told to each caller by `meta.describe`.
            Rule::Verbatim | Rule::Default(_) | Rule::Demanded | Rule::Of(_) | Rule::Names(_) => {}
            Rule::Unless(field, says) => property["unless"] = json!({*field: says}),
            Rule::Email => property["format"] = json!("email"),
            Rule::NotNegative => property["minimum"] = json!(0),
            // There are others than the version knows.
            Rule::Defined => drop(property.as_object_mut().and_then(|property| property.remove("enum"))),
            Rule::Exact => property["minLength"] = json!(1),
        }
    }
}

/// The offending fields found so far, and where in the arguments the search is.
#[derive(Debug, Default, Clone)]
pub struct Violations {
    path: Vec<String>,
    found: Vec<FieldError>,
    /// Whether the fields of a record in a record stand behind its name.
    by_path: bool,
}

impl Violations {
    /// Adds one.
    pub fn add(&mut self, field: &str, code: &str, detail: impl Into<String>, limit: Option<String>) {
        let mut full = self.path.join(".");
        if !field.is_empty() {
            if !full.is_empty() {
                full.push('.');
            }
            full.push_str(field);
        }
        self.found.push(FieldError::new(full, code, detail, limit));
    }

    /// For documents, which are found wrong by whole paths: the fields of a record in a record stand behind its name, where
    /// those of an argument stand by their own.
    pub(crate) fn by_path() -> Violations {
        Violations { by_path: true, ..Violations::default() }
    }

    /// Whether the fields of a record of this name stand behind it: always those of a list's element.
    pub(crate) fn goes_into(&self, name: &str) -> bool {
        name.ends_with(']') || (self.by_path && !name.is_empty())
    }

    /// Searches inside a record of this name.
    pub fn inside(&mut self, name: &str, search: impl FnOnce(&mut Violations)) {
        if self.goes_into(name) { self.within(name.to_owned(), search) } else { search(self) }
    }

    /// Searches inside a part; its name stands before every field found there.
    pub fn within(&mut self, name: String, search: impl FnOnce(&mut Violations)) {
        self.path.push(name);
        search(self);
        self.path.pop();
    }

    /// Goes into a part, whose name stands before every field that is found until it is left.
    pub(crate) fn enter(&mut self, name: String) {
        self.path.push(name);
    }

    /// Leaves it.
    pub(crate) fn leave(&mut self) {
        self.path.pop();
    }

    /// A required value is missing or blank.
    pub(crate) fn missing(&mut self, field: &str) {
        self.add(field, "required", "is required", None);
    }

    /// A required value is missing from the whole record; an update that blanks it has been told already.
    pub(crate) fn missing_once(&mut self, field: &str) {
        if !self.has(field) {
            self.missing(field);
        }
    }

    /// A whole number is outside its range.
    pub(crate) fn out_of_range(&mut self, field: &str, min: i64, max: i64) {
        self.add(field, "out_of_range", format!("must be from {min} to {max}"), Some(format!("{min}..{max}")));
    }

    /// A dictionary does not have the value.
    pub(crate) fn unknown_choice(&mut self, field: &str, category: &str) {
        self.add(
            field,
            "unknown_choice",
            format!("is not an entry of the dictionary category {category}"),
            Some(category.into()),
        );
    }

    /// Whether the field was already found offending, so that it isn't told twice.
    pub(crate) fn has(&self, field: &str) -> bool {
        self.found.iter().any(|f| f.field == field)
    }

    /// Whether nothing was found.
    pub fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// Takes out what was found inside the elements of a list, by element; the fields are named within the element
    /// then. A batch that treats its records one by one begins with it; what is wrong with the list itself stays.
    pub(crate) fn take_elements(&mut self, list: &str) -> HashMap<usize, Vec<FieldError>> {
        let mut taken: HashMap<usize, Vec<FieldError>> = HashMap::new();
        for mut found in std::mem::take(&mut self.found) {
            match element(&found.field, list) {
                Some((index, field)) => {
                    found.field = field.to_owned();
                    taken.entry(index).or_default().push(found);
                }
                None => self.found.push(found),
            }
        }
        taken
    }

    /// Adds what was found elsewhere.
    pub(crate) fn extend(&mut self, found: impl IntoIterator<Item = FieldError>) {
        for f in found {
            self.add(&f.field, &f.code, f.detail, f.limit);
        }
    }

    /// What was found.
    pub(crate) fn into_fields(self) -> Vec<FieldError> {
        self.found
    }

    /// The violations as an error, if there are any; they are taken out.
    pub(crate) fn finish(&mut self) -> Result<()> {
        if self.found.is_empty() {
            return Ok(());
        }
        Err(CrmError::Invalid { fields: std::mem::take(&mut self.found) })
    }
}

/// Splits `orders[3].lines[0].unit` of the list `orders` into 3 and `lines[0].unit`.
fn element<'f>(field: &'f str, list: &str) -> Option<(usize, &'f str)> {
    let (index, rest) = field.strip_prefix(list)?.strip_prefix('[')?.split_once(']')?;
    Some((index.parse().ok()?, rest.strip_prefix('.').unwrap_or(rest)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_of_a_list_are_told_apart() {
        assert_eq!(element("orders[3].lines[0].unit", "orders"), Some((3, "lines[0].unit")));
        assert_eq!(element("external_ids[12]", "external_ids"), Some((12, "")));
        for other in ["orders", "removed_orders[1].x", "orders.x", "orders[x].y"] {
            assert_eq!(element(other, "orders"), None, "{other}");
        }
        let mut out = Violations::default();
        out.add("orders", "too_many", "", None);
        out.add("orders[3].number", "too_long", "", None);
        assert_eq!(out.take_elements("orders")[&3][0].field, "number");
        assert!(out.has("orders") && !out.has("orders[3].number"));
    }
}
