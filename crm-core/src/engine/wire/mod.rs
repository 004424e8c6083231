//! Values as JSON, the way they cross every boundary and stand in the audit.
//!
//! Each type says in a few lines how it is written and read ([`Wire`]); a record says it by its static description and
//! a list of references to its fields. What walks the JSON therefore exists once, whatever the number of record types:
//! compiled for each of them, as a derive would, it was half of the library. Public types derive serde's traits too, for
//! hosts in Rust; the engine's records never pass through those, and a test holds that both give the same JSON.

mod node;
mod types;

use std::borrow::Cow;

pub(crate) use node::write_node;
pub use node::{Misfit, Node};

use crate::engine::schema::{FieldInfo, RecordInfo, Schema};
use crate::engine::schema_check;

/// A value that is written as JSON.
pub trait Written {
    /// Appends the value.
    fn write(&self, out: &mut Vec<u8>);

    /// Whether it is what stands in the place of an absent value, so that it need not be written.
    fn is_absent(&self) -> bool {
        false
    }
}

/// A value that is read from JSON too.
pub trait Wire: Written + Sized {
    /// Reads a value.
    ///
    /// # Errors
    /// [`Misfit`] where the JSON is none of this type.
    fn read(node: Node<'_>) -> Result<Self, Misfit>;

    /// What a missing value means in what an older version wrote.
    fn missing() -> Option<Self> {
        None
    }
}

/// A record as its fields.
pub trait Record: Written {
    /// What is known of its fields.
    fn fields(&self) -> &'static [FieldInfo];

    /// Hands over the fields' values, in their order.
    fn with_fields(&self, f: &mut dyn FnMut(&[&dyn Written]));
}

/// A record with its description.
pub trait Fields: Record {
    /// What is known of the record.
    const INFO: &'static RecordInfo;
    /// What is known of the fields.
    const FIELDS: &'static [FieldInfo] = Self::INFO.fields;
}

/// The JSON of a value.
pub fn to_json(value: &dyn Written) -> String {
    let mut out = Vec::with_capacity(128);
    value.write(&mut out);
    // Every `write` appends whole texts.
    String::from_utf8(out).unwrap_or_default()
}

/// A value from its JSON.
///
/// # Errors
/// [`Misfit`] where it is not JSON, or none of this type.
pub fn from_json<T: Wire>(json: &str) -> Result<T, Misfit> {
    T::read(Node::parse(json)?)
}

/// The same for a value that no operation takes, what a host's callback gives: what is wrong with it is told as that of
/// arguments is, every field of it.
///
/// # Errors
/// [`CrmError::Invalid`](crate::CrmError::Invalid).
pub fn from_host<T: Wire + Schema>(json: &str) -> crate::engine::error::Result<T> {
    from_json(json).map_err(|misfit| schema_check::explain_value(&T::TYPE, json, misfit))
}

/// Appends a record. Optional fields that are absent are left out.
pub fn write_fields(out: &mut Vec<u8>, fields: &[FieldInfo], values: &[&dyn Written]) {
    write_object(out, fields, &mut values.iter().copied());
}

/// The same, of values however they come.
pub(crate) fn write_object<'v>(
    out: &mut Vec<u8>,
    fields: &[FieldInfo],
    values: &mut dyn Iterator<Item = &'v (dyn Written + 'v)>,
) {
    out.push(b'{');
    let mut first = true;
    for (field, value) in fields.iter().zip(values) {
        if field.optional && value.is_absent() {
            continue;
        }
        if !first {
            out.push(b',');
        }
        first = false;
        out.push(b'"');
        out.extend_from_slice(field.name().as_bytes());
        out.extend_from_slice(b"\":");
        value.write(out);
    }
    out.push(b'}');
}

/// Where a field's value goes.
pub trait Slot {
    /// Reads it.
    ///
    /// # Errors
    /// [`Misfit`] where the JSON is none of its type.
    fn fill(&mut self, node: Node<'_>) -> Result<(), Misfit>;
}

impl<T: Wire> Slot for T {
    fn fill(&mut self, node: Node<'_>) -> Result<(), Misfit> {
        *self = T::read(node)?;
        Ok(())
    }
}

/// What an object is read for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Arguments, or a record that a host gives.
    Given,
    /// An update: `null` would leave open whether to keep or to clear.
    Update,
    /// What the engine wrote itself, an older version of it perhaps: what is missing is left as it is.
    Stored,
}

/// Reads an object into the places of its fields. A field that is missing and not optional, one that is not known, one
/// that is given twice, and (in an update) a `null` are misfits: what is wrong with which is told by `schema_check`.
///
/// # Errors
/// [`Misfit`] for each of these.
pub fn read_fields(
    node: Node<'_>,
    fields: &[FieldInfo],
    kind: Kind,
    slots: &mut [&mut dyn Slot],
) -> Result<(), Misfit> {
    read_object(node, fields, kind, &mut |at, node| slots[at].fill(node))
}

/// The same, by whatever takes the value of the field at a place.
///
/// # Errors
/// As [`read_fields`].
pub(crate) fn read_object(
    node: Node<'_>,
    fields: &[FieldInfo],
    kind: Kind,
    take: &mut dyn FnMut(usize, Node<'_>) -> Result<(), Misfit>,
) -> Result<(), Misfit> {
    let Node::Object(mut entries) = node else { return Err(Misfit("an object is wanted")) };
    // More than all fields: so at least one is unknown or given twice, and looking for it takes long.
    if entries.len() > fields.len() {
        return Err(Misfit("an unknown field, or one that is given twice"));
    }
    for (place, field) in fields.iter().enumerate() {
        match entries.iter().position(|(name, _)| name == field.name()) {
            Some(at) => {
                let (_, value) = entries.swap_remove(at);
                if kind == Kind::Update && matches!(value, Node::Null) {
                    return Err(Misfit("null leaves open whether to keep or to clear"));
                }
                take(place, value)?;
            }
            None if field.optional || kind == Kind::Stored || excused(field, &entries) => {}
            None => return Err(Misfit("a required field is missing")),
        }
    }
    if entries.is_empty() { Ok(()) } else { Err(Misfit("an unknown field, or one that is given twice")) }
}

/// Whether the field may be left out for what another says, which stands behind it.
fn excused(field: &FieldInfo, entries: &[(Cow<'_, str>, Node<'_>)]) -> bool {
    let Some((unless, says)) = field.unless() else { return false };
    let else_ = |value: &Node<'_>| !matches!(value, Node::Null) && !matches!(value, Node::Text(text) if text == says);
    entries.iter().any(|(name, value)| name == unless && else_(value))
}

/// An argument: the value that was read, or for one that may be left out its default.
///
/// # Errors
/// [`Misfit`] where a required one is missing.
pub fn given<T>(read: Option<T>, default: Option<T>) -> Result<T, Misfit> {
    read.or(default).ok_or(Misfit("a required argument is missing"))
}

/// Appends a text with its quotes.
pub fn write_text(out: &mut Vec<u8>, text: &str) {
    // A vector takes all that is written, and text has no other way to fail.
    let _ = serde_json::to_writer(out, text);
}

/// A text, where the node is one.
fn text<'t>(node: Node<'t>, wanted: &'static str) -> Result<Cow<'t, str>, Misfit> {
    match node {
        Node::Text(text) => Ok(text),
        _ => Err(Misfit(wanted)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::customers::{CustomerUpdate, NewCustomer};
    use crate::engine::money::Money;
    use crate::engine::page::PageRequest;
    use crate::sales::{NewOrder, NewOrderLine};

    /// The engine's own JSON and serde's, which hosts in Rust use, are the same, both ways.
    fn same<T: Wire + serde::Serialize + serde::de::DeserializeOwned + PartialEq + std::fmt::Debug>(value: &T) {
        let json = to_json(value);
        assert_eq!(json, serde_json::to_string(value).expect("JSON"));
        assert_eq!(from_json::<T>(&json).as_ref(), Ok(value), "{json}");
        assert_eq!(&serde_json::from_str::<T>(&json).expect("JSON"), value);
    }

    #[test]
    fn the_engines_json_is_serdes() {
        let money = Money { amount: "12.50".parse().expect("decimal"), currency: "CNY".into() };
        let line = NewOrderLine { product_external_id: Some("a\"\\\n\u{1}值".into()), ..Default::default() };
        same(&money);
        same(&NewCustomer { name: "华东".into(), registered_capital: Some(money), ..Default::default() });
        same(&CustomerUpdate { clear: Some(vec!["remarks".into()]), version: Some(-3), ..Default::default() });
        same(&NewOrder {
            external_id: "1".into(),
            date: "2026-03-02".parse().expect("a date"),
            lines: vec![line; 2],
            ..Default::default()
        });
        same(&PageRequest { count: Some(true), ..Default::default() });
        same(&PageRequest::default());
    }

    #[test]
    fn what_does_not_fit_is_refused_by_both() {
        for json in [
            r#"{"limit": 1, "limit": 1}"#,
            r#"{"limit": 1.0}"#,
            r#"{"limit": "1"}"#,
            r#"{"limit": 1, "other": null}"#,
            r#"[null, 1]"#,
            r#"{"limit": 1}}"#,
            r#"{"count": 1}"#,
        ] {
            assert!(from_json::<PageRequest>(json).is_err(), "{json}");
            assert!(serde_json::from_str::<PageRequest>(json).is_err(), "{json}");
        }
        assert!(from_json::<PageRequest>(r#"{"limit": null}"#).is_ok());
        assert!(from_json::<CustomerUpdate>(r#"{"name": null}"#).is_err());
        assert!(from_json::<NewCustomer>("{}").is_err());
    }
}
