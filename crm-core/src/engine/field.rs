//! What a type that can stand in a field says of its values: the form they are kept in, what is wrong with them, and
//! which of them are equal.

use rust_decimal::Decimal;

use crate::engine::clock::{Date, Timestamp};
use crate::engine::objects::define::document::Format;
use crate::engine::objects::values::fits;
use crate::engine::text;
use crate::engine::validate::{Rule, Violations};
use crate::engine::wire::Written;

/// A type that can stand in a field: how it is brought into its kept form, and what is wrong with it.
pub trait Field: Written {
    /// Brings the value into its kept form.
    fn normalise(&mut self, _rules: &[Rule]) {}

    /// Whether the value counts as not given.
    fn is_blank(&self) -> bool {
        false
    }

    /// Reports what is wrong with the (normalised) value.
    fn check(&self, _rules: &[Rule], _name: &str, _out: &mut Violations) {}

    /// Brings the value into the one spelling that all values have which are equal to it: what is created under the
    /// caller's id is told from another by it.
    fn by_value(&mut self, _rules: &[Rule]) {}

    /// Whether the value says no more than an absent one would.
    fn says_nothing(&self, _rules: &[Rule]) -> bool {
        false
    }
}

/// Whether the value is what stands in the place of an absent one.
fn is_default(rules: &[Rule], value: impl ToString) -> bool {
    rules.iter().any(|rule| matches!(rule, Rule::Default(json) if *json == value.to_string()))
}

impl Field for bool {
    fn says_nothing(&self, rules: &[Rule]) -> bool {
        is_default(rules, self)
    }
}

impl Field for Date {
    fn check(&self, _rules: &[Rule], name: &str, out: &mut Violations) {
        use chrono::Datelike;
        // ISO text sorts as the calendar does only with four digits of year.
        if !(1..=9999).contains(&self.year()) {
            out.add(name, "out_of_range", "must lie in the years 1 to 9999", Some("0001..9999".into()));
        }
    }
}

impl Field for Timestamp {
    fn normalise(&mut self, _rules: &[Rule]) {
        *self = crate::engine::clock::to_micros(*self);
    }
}

impl Field for i64 {
    fn check(&self, rules: &[Rule], name: &str, out: &mut Violations) {
        for rule in rules {
            if let Rule::Range { min, max } = rule
                && !(*min..=*max).contains(self)
            {
                out.out_of_range(name, *min, *max);
            }
        }
    }

    fn says_nothing(&self, rules: &[Rule]) -> bool {
        is_default(rules, self)
    }
}

/// The largest quantity or unit price that fits its column of millionths.
pub const MAX_QUANTITY: i64 = 9_000_000_000_000;

/// The decimal places of a quantity or unit price.
pub const MAX_SCALE: u32 = crate::engine::storage::MILLIONTHS;

impl Field for Decimal {
    fn check(&self, rules: &[Rule], name: &str, out: &mut Violations) {
        if rules.contains(&Rule::Quantity) {
            if self.normalize().scale() > MAX_SCALE {
                let detail = format!("must have at most {MAX_SCALE} decimal places");
                out.add(name, "too_precise", detail, Some(MAX_SCALE.to_string()));
            }
            if self.abs() > Decimal::from(MAX_QUANTITY) {
                let limit = format!("-{MAX_QUANTITY}..{MAX_QUANTITY}");
                out.add(name, "out_of_range", format!("must be within {limit}"), Some(limit));
            }
        }
    }

    fn by_value(&mut self, _rules: &[Rule]) {
        *self = self.normalize();
    }
}

impl Field for String {
    fn normalise(&mut self, rules: &[Rule]) {
        if !rules.contains(&Rule::Verbatim) {
            text::normalise(self);
        }
    }

    fn is_blank(&self) -> bool {
        text::is_blank(self)
    }

    fn check(&self, rules: &[Rule], name: &str, out: &mut Violations) {
        let (max, lines) = rules
            .iter()
            .find_map(|r| match r {
                Rule::Text { max, lines } => Some((*max, *lines)),
                _ => None,
            })
            .unwrap_or((text::SHORT, false));
        // Whether a blank one is missing of those that need not be there is asked of the whole record.
        if self.is_blank() && !rules.iter().any(|rule| matches!(rule, Rule::Unless(..))) {
            out.missing(name);
        }
        if rules.contains(&Rule::Email)
            && !self.is_blank()
            && let Err(code) = fits(Format::Email, self)
        {
            out.add(name, code, "must be an e-mail address", None);
        }
        // A text has at least as many bytes as characters, so most are never counted.
        if self.len() > max as usize && self.chars().count() > max as usize {
            out.add(name, "too_long", format!("must have at most {max} characters"), Some(max.to_string()));
        }
        if let Some(c) = text::control_character(self, lines) {
            out.add(name, "control_character", format!("must not hold the control character U+{:04X}", c as u32), None);
        }
    }
}

/// An optional value is checked where it is there; a blank text counts as absent, but where it was to name a record, and
/// in an update where it would empty a field that must be there.
impl<T: Field> Field for Option<T> {
    fn normalise(&mut self, rules: &[Rule]) {
        if let Some(value) = self {
            value.normalise(rules);
            if value.is_blank() && !rules.contains(&Rule::Exact) && !rules.contains(&Rule::Required) {
                *self = None;
            }
        }
    }

    fn is_blank(&self) -> bool {
        self.is_none()
    }

    fn check(&self, rules: &[Rule], name: &str, out: &mut Violations) {
        if let Some(value) = self {
            value.check(rules, name, out);
        }
    }

    fn by_value(&mut self, rules: &[Rule]) {
        if let Some(value) = self {
            value.by_value(rules);
            if value.says_nothing(rules) {
                *self = None;
            }
        }
    }
}

impl<T: Field> Field for Vec<T> {
    fn normalise(&mut self, rules: &[Rule]) {
        for value in self {
            value.normalise(rules);
        }
    }

    fn check(&self, rules: &[Rule], name: &str, out: &mut Violations) {
        for rule in rules {
            if let Rule::AtMost(max) = rule
                && self.len() > *max as usize
            {
                out.add(name, "too_many", format!("must have at most {max} elements"), Some(max.to_string()));
                return;
            }
        }
        for (i, value) in self.iter().enumerate() {
            value.check(rules, &format!("{name}[{i}]"), out);
        }
    }

    fn by_value(&mut self, rules: &[Rule]) {
        for value in self {
            value.by_value(rules);
        }
    }

    fn says_nothing(&self, _rules: &[Rule]) -> bool {
        self.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::validate::rule;

    fn found(value: &dyn Field, rules: &[Rule]) -> Vec<String> {
        let mut out = Violations::default();
        value.check(rules, "f", &mut out);
        out.into_fields().into_iter().map(|f| f.code).collect()
    }

    #[test]
    fn texts_are_checked_by_character_not_byte() {
        let limit = [rule::text(3)];
        assert!(found(&"华东区".to_owned(), &limit).is_empty());
        assert_eq!(found(&"华东区域".to_owned(), &limit), ["too_long"]);
        assert_eq!(found(&String::new(), &limit), ["required"]);
        assert_eq!(found(&"a\nb".to_owned(), &limit), ["control_character"]);
        assert!(found(&"a\nb".to_owned(), &[rule::long]).is_empty());
    }

    #[test]
    fn numbers_and_lists_have_limits() {
        assert_eq!(found(&101_i64, &[rule::range(0, 100)]), ["out_of_range"]);
        assert!(found(&100_i64, &[rule::range(0, 100)]).is_empty());
        assert_eq!(found(&vec![1_i64, 2], &[rule::at_most(1)]), ["too_many"]);
        assert_eq!(found(&Decimal::new(1, 7), &[rule::quantity]), ["too_precise"]);
        assert!(found(&Decimal::new(10, 7), &[rule::quantity]).is_empty());
    }

    #[test]
    fn equal_values_have_one_spelling() {
        fn one<T: Field>(mut value: T, rules: &[Rule]) -> T {
            value.by_value(rules);
            value
        }
        assert_eq!(one(Decimal::new(1250, 2), &[]).to_string(), "12.5");
        assert_eq!(one(vec![Some(Decimal::new(100, 2))], &[])[0].map(|d| d.to_string()).as_deref(), Some("1"));
        assert_eq!(one(Some(Vec::<i64>::new()), &[]), None);
        assert_eq!(one(Some(vec![1]), &[]), Some(vec![1]));
        let yes = [rule::default("true")];
        assert_eq!(
            (one(Some(true), &yes), one(Some(false), &yes), one(Some(true), &[])),
            (None, Some(false), Some(true))
        );
        assert_eq!((one(Some(50), &[rule::default("50")]), one(Some(5), &[rule::default("50")])), (None, Some(5)));
    }
}
