//! What types look like from outside: the static description behind the operation list, the generated documents,
//! and forms that a host draws (META-3).

use serde_json::{Value, json};

use crate::engine::validate::{Rule, Violations};

/// The shape of an argument, a result or a field.
#[derive(Debug, Clone, Copy)]
pub enum Type {
    /// Nothing is returned.
    Nothing,
    /// Text.
    Text,
    /// A text that is never shown again: a password.
    Secret,
    /// A whole number.
    Integer,
    /// True or false.
    Boolean,
    /// An exact decimal number, as text in JSON.
    Decimal,
    /// A calendar date, `YYYY-MM-DD`.
    Date,
    /// An instant, RFC 3339 in UTC.
    Instant,
    /// The public id of a record; the name of its type.
    Id(&'static str),
    /// Bytes, base64 in JSON.
    Bytes,
    /// A JSON value, as text.
    Json,
    /// Any JSON value, as it is.
    Tree,
    /// The value of a field of any kind of record, whose type the field says.
    Value,
    /// Such values by their names.
    Values,
    /// A record.
    Record(&'static RecordInfo),
    /// One of a fixed set of values.
    Choice(&'static ChoiceInfo),
    /// A name, of which the version knows those that are described.
    Name(fn() -> &'static ChoiceInfo),
    /// Any number of values.
    List(&'static Type),
    /// A value or nothing.
    Optional(&'static Type),
}

/// A record type.
#[derive(Debug)]
pub struct RecordInfo {
    /// Its name in every binding, `NewOpportunity`.
    pub name: &'static str,
    /// Its documentation.
    pub doc: &'static str,
    /// Its fields, in order.
    pub fields: &'static [FieldInfo],
    /// The kind of record whose fields these are, by their names, where some can be withheld.
    pub of: Option<Of>,
}

/// Of which kind of record fields are, for field rights.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Of {
    /// The kind, `customer`.
    pub entity: &'static str,
    /// Whether they are conditions: what is asked of the fields, and not their values.
    pub asks: bool,
    /// Whether the record is taken whole, so that a field that is not given is emptied.
    pub replaces: bool,
}

impl Of {
    /// Values of fields.
    pub(crate) const fn fields(entity: &'static str) -> Option<Of> {
        Some(Of { entity, asks: false, replaces: false })
    }

    /// All fields of what is replaced.
    pub(crate) const fn whole(entity: &'static str) -> Option<Of> {
        Some(Of { entity, asks: false, replaces: true })
    }

    /// Conditions over fields.
    pub(crate) const fn conditions(entity: &'static str) -> Option<Of> {
        Some(Of { entity, asks: true, replaces: false })
    }

    /// Conditions over the same.
    pub(crate) const fn asked(of: Option<Of>) -> Option<Of> {
        match of {
            Some(Of { entity, .. }) => Of::conditions(entity),
            None => None,
        }
    }
}

impl RecordInfo {
    /// Whether something of it, or of a record in it, can be withheld.
    pub(crate) const fn is_confidential(&self) -> bool {
        let mut found = self.of.is_some();
        let mut i = 0;
        while i < self.fields.len() {
            found |= self.fields[i].ty.is_confidential();
            i += 1;
        }
        found
    }

    /// The kind of record of which its fields are; empty where they are of none.
    pub(crate) fn kind(&self) -> &'static str {
        self.of.map_or("", |of| of.entity)
    }

    /// Whether packs may give fields to it, or to a record in it.
    pub(crate) const fn is_extended(&self) -> bool {
        let mut i = 0;
        while i < self.fields.len() {
            if matches!(self.fields[i].ty, Type::Values) && self.of.is_some() || self.fields[i].ty.is_extended() {
                return true;
            }
            i += 1;
        }
        false
    }
}

/// A field of a record or an argument of an operation.
#[derive(Debug)]
pub struct FieldInfo {
    /// Its name, and behind that its documentation. There are thousands of fields, and every pointer takes 24 bytes more
    /// in a library, by which it is relocated.
    text: &'static str,
    /// Its type.
    pub ty: Type,
    /// What a value must satisfy beside its type.
    pub rules: &'static [Rule],
    /// The bytes of its name.
    named: u8,
    /// Whether it may be left out.
    pub optional: bool,
}

impl FieldInfo {
    /// Describes one by its name, and by its name with its documentation behind that.
    pub const fn new(
        name: &'static str,
        text: &'static str,
        ty: Type,
        optional: bool,
        rules: &'static [Rule],
    ) -> FieldInfo {
        assert!(name.len() < 256, "the name of a field is too long");
        FieldInfo { text, ty, rules, named: name.len() as u8, optional }
    }

    /// Its name, `customer_name`.
    pub const fn name(&self) -> &'static str {
        self.text.split_at(self.named as usize).0
    }

    /// Its documentation.
    pub const fn doc(&self) -> &'static str {
        self.text.split_at(self.named as usize).1
    }

    /// The other field of the record without which it must be there, and what that then says.
    pub const fn unless(&self) -> Option<(&'static str, &'static str)> {
        // Only the last rule: there are thousands of fields.
        match self.rules.last() {
            Some(Rule::Unless(field, says)) => Some((*field, *says)),
            _ => None,
        }
    }

    /// What stands in the place of an absent value, as JSON, where that is one fixed value.
    pub fn default(&self) -> Option<&'static str> {
        let declared = self.rules.iter().find_map(|rule| match rule {
            Rule::Default(json) => Some(*json),
            _ => None,
        });
        // Of the types that are not `Optional`, the tables know one default.
        match declared {
            None if self.optional && matches!(self.ty, Type::Boolean) => Some("false"),
            declared => declared,
        }
    }
}

/// The values of a choice.
#[derive(Debug)]
pub struct ChoiceInfo {
    /// Its name in every binding, `OpportunityStatus`.
    pub name: &'static str,
    /// Its documentation.
    pub doc: &'static str,
    /// The values on the wire with their documentation, in order.
    pub values: &'static [(&'static str, &'static str)],
    /// Whether there may be others than these: a type of names, a text in each language.
    pub open: bool,
}

impl ChoiceInfo {
    /// Reports a text that is none of the values.
    pub(crate) fn check(&self, value: &str, field: &str, out: &mut Violations) {
        if !self.values.iter().any(|(known, _)| *known == value) {
            let known = self.values.iter().map(|(value, _)| *value).collect::<Vec<_>>().join(", ");
            out.add(field, "unknown_value", format!("must be one of {known}"), Some(known));
        }
    }
}

/// A type that can cross a boundary.
pub trait Schema {
    /// Its description.
    const TYPE: Type;

    /// The bytes of the texts in it, by which a page ends ([`page`](crate::page)).
    fn text_bytes(&self) -> usize {
        0
    }

    /// Adds the classes of the type, and of the types inside it, to the Python module.
    ///
    /// # Errors
    /// What Python refuses.
    #[cfg(feature = "python")]
    fn classes(_module: &pyo3::Bound<'_, pyo3::types::PyModule>) -> pyo3::PyResult<()> {
        Ok(())
    }
}

macro_rules! plain {
    ($($t:ty => $ty:expr),* $(,)?) => { $( impl Schema for $t { const TYPE: Type = $ty; } )* };
}

plain! {
    () => Type::Nothing,
    bool => Type::Boolean,
    // The only integer that crosses a boundary: what is out of a field's range is then a finding of its rule, and not of
    // a parser that knows no field.
    i64 => Type::Integer,
    rust_decimal::Decimal => Type::Decimal,
    crate::engine::clock::Date => Type::Date,
    crate::engine::clock::Timestamp => Type::Instant,
}

impl Schema for String {
    const TYPE: Type = Type::Text;

    fn text_bytes(&self) -> usize {
        self.len()
    }
}

impl<T: Schema> Schema for Option<T> {
    const TYPE: Type = Type::Optional(&T::TYPE);

    fn text_bytes(&self) -> usize {
        self.as_ref().map_or(0, T::text_bytes)
    }

    #[cfg(feature = "python")]
    fn classes(module: &pyo3::Bound<'_, pyo3::types::PyModule>) -> pyo3::PyResult<()> {
        T::classes(module)
    }
}

impl<T: Schema> Schema for Vec<T> {
    const TYPE: Type = Type::List(&T::TYPE);

    fn text_bytes(&self) -> usize {
        self.iter().map(T::text_bytes).sum()
    }

    #[cfg(feature = "python")]
    fn classes(module: &pyo3::Bound<'_, pyo3::types::PyModule>) -> pyo3::PyResult<()> {
        T::classes(module)
    }
}

impl Type {
    /// The name that documents print: `text`, `list of Opportunity`, `OpportunityId`.
    pub fn name(&self) -> String {
        match self {
            Type::Nothing => "nothing".into(),
            Type::Text => "text".into(),
            Type::Secret => "secret".into(),
            Type::Integer => "integer".into(),
            Type::Boolean => "boolean".into(),
            Type::Decimal => "decimal".into(),
            Type::Date => "date".into(),
            Type::Instant => "instant".into(),
            Type::Id(name) => (*name).into(),
            Type::Bytes => "bytes".into(),
            Type::Json => "json".into(),
            Type::Tree => "tree".into(),
            Type::Value => "value".into(),
            Type::Values => "values".into(),
            Type::Record(r) => r.name.into(),
            Type::Choice(c) => c.name.into(),
            Type::Name(known) => known().name.into(),
            Type::List(t) => format!("list of {}", t.name()),
            Type::Optional(t) => format!("{} or nothing", t.name()),
        }
    }

    /// Whether something of a record in it can be withheld.
    pub(crate) const fn is_confidential(&self) -> bool {
        match self {
            Type::Record(record) => record.is_confidential(),
            Type::List(inner) | Type::Optional(inner) => inner.is_confidential(),
            _ => false,
        }
    }

    /// Whether packs may give fields to a record in it.
    pub(crate) const fn is_extended(&self) -> bool {
        match self {
            Type::Record(record) => record.is_extended(),
            Type::List(inner) | Type::Optional(inner) => inner.is_extended(),
            _ => false,
        }
    }

    /// The record that it is, or that its elements are.
    pub(crate) fn record(&self) -> Option<&'static RecordInfo> {
        match self {
            Type::Record(record) => Some(record),
            Type::List(inner) | Type::Optional(inner) => inner.record(),
            _ => None,
        }
    }

    /// The type without its `Optional` wrapper.
    pub fn required(&self) -> &Type {
        match self {
            Type::Optional(inner) => inner.required(),
            other => other,
        }
    }

    /// The values it may have, where they are known.
    pub fn choice(&self) -> Option<&'static ChoiceInfo> {
        match self {
            Type::Choice(choice) => Some(choice),
            Type::Name(known) => Some(known()),
            _ => None,
        }
    }

    /// The record and choice types that this one mentions, itself included, each once, in order of first mention.
    pub fn collect(&self, records: &mut Vec<&'static RecordInfo>, choices: &mut Vec<&'static ChoiceInfo>) {
        match self {
            Type::Record(r) if !records.iter().any(|known| known.name == r.name) => {
                records.push(r);
                for field in r.fields {
                    field.ty.collect(records, choices);
                }
            }
            Type::Choice(_) | Type::Name(_) => {
                choices.extend(self.choice().filter(|c| !choices.iter().any(|known| known.name == c.name)));
            }
            Type::List(t) | Type::Optional(t) => t.collect(records, choices),
            _ => {}
        }
    }

    /// The description as JSON, in the vocabulary of JSON Schema, records nested in place.
    pub fn to_json(&self) -> Value {
        match self {
            Type::Nothing => json!({"type": "null"}),
            Type::Text => json!({"type": "string"}),
            Type::Secret => json!({"type": "string", "format": "password"}),
            Type::Integer => json!({"type": "integer"}),
            Type::Boolean => json!({"type": "boolean"}),
            Type::Decimal => json!({"type": "string", "format": "decimal"}),
            Type::Date => json!({"type": "string", "format": "date"}),
            Type::Instant => json!({"type": "string", "format": "date-time"}),
            Type::Id(name) => json!({"type": "string", "format": "uuid", "title": name}),
            Type::Bytes => json!({"type": "string", "contentEncoding": "base64"}),
            Type::Json => json!({"type": "string", "contentMediaType": "application/json"}),
            // Of any type: a schema that says nothing of it.
            Type::Tree | Type::Value => json!({}),
            Type::Values => json!({"type": "object"}),
            Type::Choice(_) | Type::Name(_) => self.choice().map_or(Value::Null, |c| {
                json!({
                    "type": "string",
                    "title": c.name,
                    "enum": c.values.iter().map(|(v, _)| *v).collect::<Vec<_>>(),
                })
            }),
            Type::List(t) => json!({"type": "array", "items": t.to_json()}),
            Type::Optional(t) => t.to_json(),
            Type::Record(r) => {
                let mut schema = fields_to_json(r.fields);
                schema["title"] = json!(r.name);
                schema["description"] = json!(r.doc.trim());
                schema
            }
        }
    }
}

/// The description of some fields as a JSON Schema object.
pub fn fields_to_json(fields: &[FieldInfo]) -> Value {
    let mut properties = serde_json::Map::new();
    for field in fields {
        let mut property = field.ty.to_json();
        property["description"] = json!(field.doc().trim());
        for rule in field.rules {
            rule.describe(&mut property);
        }
        if let Some(default) = field.default() {
            property["default"] = serde_json::from_str(default).unwrap_or_default();
        }
        properties.insert(field.name().into(), property);
    }
    json!({
        "type": "object",
        "properties": properties,
        "required": fields.iter().filter(|f| !f.optional && f.unless().is_none()).map(|f| f.name()).collect::<Vec<_>>(),
        "additionalProperties": false,
    })
}
