//! Values of fields of any kind of record, as they cross every boundary: JSON on the wire and in C, natural types in Python,
//! an enum in Kotlin and Swift. What a value is, its field says; its JSON alone does not tell a date from a text.
//!
//! ```
//! use crm_core::{Value, Values};
//!
//! let values: Values = [("name", Value::Text("华东".into())), ("credit", Value::Integer(3))].into_iter().collect();
//! assert_eq!(values.text("name")?, Some("华东"));
//! assert_eq!(values.integer("level")?, None);
//! assert!(values.date("credit").unwrap_err().to_string().contains("integer"));
//! # Ok::<(), crm_core::CrmError>(())
//! ```

#[cfg(feature = "python")]
mod python;
mod wire;

use rust_decimal::Decimal;

use crate::engine::clock::{Date, Timestamp};
use crate::engine::confidential::Part;
use crate::engine::error::{CrmError, Result};
use crate::engine::ids::RecordId;
use crate::engine::money::Money;
use crate::engine::record::record;
use crate::engine::schema::{Schema, Type};
use crate::engine::validate::{Field, Rule, Violations};

/// The most values that are given at once: as many as an object has fields.
const MOST: usize = 200;

record! {
    /// A record that another refers to (OBJ-8).
    output ObjectRef {
        /// The object that it is of, `customer`.
        object: String,
        /// Its id.
        id: RecordId,
        /// What it is called; absent where it is out of the reader's reach, or called nothing.
        title: Option<String>,
    }
}

/// The value of a field.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
pub enum Value {
    /// A text, or one of a closed list.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// True or false.
    Boolean(bool),
    /// A decimal, exact.
    Decimal(Decimal),
    /// An amount with its currency.
    Money(Money),
    /// A calendar date.
    Date(Date),
    /// An instant.
    Instant(Timestamp),
    /// A record that is referred to.
    Record(ObjectRef),
    /// No value.
    #[default]
    Null,
}

impl Value {
    /// Whether there is none.
    pub fn is_null(&self) -> bool {
        *self == Value::Null
    }

    /// Its type, in a word.
    pub fn kind(&self) -> &'static str {
        match self {
            Value::Text(_) => "text",
            Value::Integer(_) => "integer",
            Value::Boolean(_) => "boolean",
            Value::Decimal(_) => "decimal",
            Value::Money(_) => "money",
            Value::Date(_) => "date",
            Value::Instant(_) => "instant",
            Value::Record(_) => "record",
            Value::Null => "null",
        }
    }
}

/// A value with its name.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct NamedValue {
    /// The name of the field, or the path to it.
    pub name: String,
    /// The value.
    pub value: Value,
}

/// Values by their names, in their order; each name once.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Values(Vec<NamedValue>);

impl Values {
    /// The value of that name; none where there is no such name.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.0.iter().find(|named| named.name == name).map(|named| &named.value)
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// The names and values, in their order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.0.iter().map(|named| (named.name.as_str(), &named.value))
    }

    /// The values, to be changed.
    pub(crate) fn values_mut(&mut self) -> impl Iterator<Item = &mut Value> {
        self.0.iter_mut().map(|named| &mut named.value)
    }

    /// Adds a value, or puts it in the place of the one of that name.
    pub fn insert(&mut self, name: impl Into<String>, value: Value) {
        let name = name.into();
        match self.0.iter_mut().find(|named| named.name == name) {
            Some(named) => named.value = value,
            None => self.0.push(NamedValue { name, value }),
        }
    }

    fn misfit<T>(name: &str, found: &Value, wanted: &str) -> Result<T> {
        Err(CrmError::field(name, "type", format!("is of type {}, not {wanted}", found.kind())))
    }
}

/// The strict getters: another type is an error, which names both; no value, and a name that is not there, is none.
macro_rules! getters {
    ($( $(#[doc = $doc:tt])* $name:ident $Variant:ident($found:ident) -> $ty:ty = $give:expr; )*) => {
        impl Values { $(
            $(#[doc = $doc])*
            ///
            /// # Errors
            /// [`CrmError::Invalid`] (`type`) where a value of another type stands there.
            pub fn $name(&self, name: &str) -> Result<Option<$ty>> {
                match self.get(name) {
                    None | Some(Value::Null) => Ok(None),
                    Some(Value::$Variant($found)) => Ok(Some($give)),
                    Some(other) => Values::misfit(name, other, stringify!($name)),
                }
            }
        )* }
    };
}

getters! {
    /// The text of that name.
    text Text(found) -> &str = found.as_str();
    /// The whole number of that name.
    integer Integer(found) -> i64 = *found;
    /// The truth value of that name.
    boolean Boolean(found) -> bool = *found;
    /// The decimal of that name.
    decimal Decimal(found) -> Decimal = *found;
    /// The amount of that name.
    money Money(found) -> &Money = found;
    /// The date of that name.
    date Date(found) -> Date = *found;
    /// The instant of that name.
    instant Instant(found) -> Timestamp = *found;
    /// The record of that name.
    record Record(found) -> &ObjectRef = found;
}

impl From<Vec<NamedValue>> for Values {
    fn from(named: Vec<NamedValue>) -> Self {
        named.into_iter().map(|NamedValue { name, value }| (name, value)).collect()
    }
}

impl From<Values> for Vec<NamedValue> {
    fn from(values: Values) -> Self {
        values.0
    }
}

impl<N: Into<String>> FromIterator<(N, Value)> for Values {
    fn from_iter<I: IntoIterator<Item = (N, Value)>>(named: I) -> Self {
        let mut values = Values::default();
        named.into_iter().for_each(|(name, value)| values.insert(name, value));
        values
    }
}

impl Schema for Value {
    const TYPE: Type = Type::Value;

    fn text_bytes(&self) -> usize {
        match self {
            Value::Text(text) => text.len(),
            Value::Record(record) => record.text_bytes(),
            _ => 0,
        }
    }

    #[cfg(feature = "python")]
    fn classes(module: &pyo3::Bound<'_, pyo3::types::PyModule>) -> pyo3::PyResult<()> {
        Money::classes(module)?;
        ObjectRef::classes(module)
    }
}

impl Schema for Values {
    const TYPE: Type = Type::Values;

    fn text_bytes(&self) -> usize {
        self.iter().map(|(_, value)| value.text_bytes()).sum()
    }

    #[cfg(feature = "python")]
    fn classes(module: &pyo3::Bound<'_, pyo3::types::PyModule>) -> pyo3::PyResult<()> {
        Value::classes(module)
    }
}

// What each value must be, only its field says; whoever knows the field looks there.
impl Field for Values {
    fn check(&self, _rules: &[Rule], name: &str, out: &mut Violations) {
        if self.len() > MOST {
            out.add(name, "too_many", format!("must have at most {MOST} elements"), Some(MOST.to_string()));
        }
    }
}

// What of them is withheld is left out where they are read: only there it is known of which fields they are.
impl Part for Value {}
impl Part for Values {}

#[cfg(feature = "uniffi")]
uniffi::custom_type!(Values, Vec<NamedValue>, {
    lower: |values| values.into(),
    try_lift: |named| Ok(named.into()),
});

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::wire::{from_json, to_json};

    fn all() -> Values {
        let id: RecordId = "0195b5e2-7f00-7000-8000-00000000abcd".parse().expect("an id");
        [
            ("text", Value::Text("华\"东".into())),
            ("integer", Value::Integer(-3)),
            ("boolean", Value::Boolean(true)),
            ("decimal", Value::Decimal("1.50".parse().expect("a decimal"))),
            ("money", Value::Money(Money { amount: "12.50".parse().expect("a decimal"), currency: "CNY".into() })),
            ("date", Value::Date("2026-03-05".parse().expect("a date"))),
            ("instant", Value::Instant("2026-03-05T02:00:00Z".parse().expect("an instant"))),
            ("record", Value::Record(ObjectRef { object: "user".into(), id, title: Some("安".into()) })),
            ("null", Value::Null),
        ]
        .into_iter()
        .collect()
    }

    #[test]
    fn values_stand_on_the_wire_as_their_types_do() {
        let json = to_json(&all());
        assert_eq!(
            json,
            concat!(
                r#"{"text":"华\"东","integer":-3,"boolean":true,"decimal":"1.50","money":{"amount":"12.50","currency":"CNY"},"#,
                r#""date":"2026-03-05","instant":"2026-03-05T02:00:00.000000Z","#,
                r#""record":{"object":"user","id":"0195b5e2-7f00-7000-8000-00000000abcd","title":"安"},"null":null}"#
            )
        );
        assert_eq!(serde_json::to_string(&all()).expect("JSON"), json.replace(".000000Z", "Z"));
        // What JSON tells apart comes back; the rest as the text that stands there.
        let back: Values = from_json(&json).expect("values");
        assert_eq!(to_json(&back), json);
        assert_eq!(
            (back.money("money").expect("money").is_some(), back.record("record").expect("one").is_some()),
            (true, true)
        );
        assert_eq!(back.get("date"), Some(&Value::Text("2026-03-05".into())));
        assert_eq!(serde_json::from_str::<Values>(&json).expect("values"), back);
        for wrong in [r#"{"a": 1, "a": 2}"#, r#"{"a": [1]}"#, r#"{"a": 1.5}"#, r#"{"a": {"b": 1}}"#, "[]"] {
            assert!(from_json::<Values>(wrong).is_err(), "{wrong}");
            assert!(serde_json::from_str::<Values>(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn getters_are_strict() {
        let values = all();
        assert_eq!(values.integer("integer").expect("a number"), Some(-3));
        assert_eq!(values.date("null").expect("none"), None);
        assert_eq!(values.boolean("nothing").expect("none"), None);
        let refused = values.date("money").expect_err("another type");
        assert_eq!((refused.fields()[0].field.as_str(), refused.fields()[0].code.as_str()), ("money", "type"));
        assert_eq!(refused.fields()[0].detail, "is of type money, not date");
    }
}
