//! The world of the vectors: a booking with its fields, and the records that it refers to.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock};

use crm_core::objects::expr::{Context, Fields, Known, Nature, Number, Path, Place, Record, Type, Value};
use crm_core::{Date, RecordId, Timestamp};
use serde_json::Value as Json;
use smol_str::SmolStr;

/// The vectors, as they stand in their file.
pub static VECTORS: LazyLock<Json> =
    LazyLock::new(|| serde_json::from_str(include_str!("vectors.json")).expect("the vectors are JSON"));

/// The part of the vectors about expressions.
pub fn expressions() -> &'static Json {
    &VECTORS["expressions"]
}

/// The schema of the vectors.
pub struct Schema(HashMap<String, Vec<(SmolStr, Known)>>);

/// A choice of these names.
pub fn choice<'a>(names: impl IntoIterator<Item = &'a str>) -> Type {
    Type::Choice(names.into_iter().map(SmolStr::new).collect::<Arc<[SmolStr]>>())
}

fn ty(json: &Json) -> Type {
    if let Some(values) = json.as_array() {
        return choice(values.iter().map(|value| value.as_str().expect("a name")));
    }
    match json.as_str().expect("a type") {
        "decimal" | "integer" | "money" => Type::Number,
        "text" => Type::Text,
        "date" => Type::Date,
        "instant" => Type::Instant,
        "boolean" => Type::Boolean,
        "money, any currency" => Type::Foreign,
        other => Type::Record(other.strip_prefix("→ ").expect("a reference").into()),
    }
}

impl Schema {
    fn of_vectors() -> Schema {
        let object = |(name, fields): (&String, &Json)| {
            let mut known: Vec<(SmolStr, Known)> = Vec::new();
            let mut add = |name: &str, ty, nature| {
                let index = u32::try_from(known.len()).expect("few");
                known.push((name.into(), Known { ty, nature, index }));
            };
            for (field, json) in fields.as_object().expect("fields") {
                let nature = if field == "status" { Nature::Kernel } else { Nature::Given };
                add(field, ty(json), nature);
            }
            for (field, ty) in [
                ("id", Type::Record(name.into())),
                ("creator", Type::Record("user".into())),
                ("created_at", Type::Instant),
                ("version", Type::Number),
                ("number", Type::Text),
                ("state_since", Type::Instant),
                ("title", Type::Text),
            ] {
                add(field, ty, Nature::Kernel);
            }
            if name == "booking" {
                // What the vectors do without.
                add("kind", Type::Entry("booking_kind".into()), Nature::Given);
                add("kind2", Type::Entry("booking_kind".into()), Nature::Given);
                add("source", Type::Entry("source".into()), Nature::Given);
                add("total", Type::Number, Nature::Formula);
                add("nights", Type::Number, Nature::Rollup);
            }
            (name.clone(), known)
        };
        Schema(expressions()["schema"].as_object().expect("objects").iter().map(object).collect())
    }
}

impl Fields for Schema {
    fn field(&self, object: &str, name: &str) -> Option<Known> {
        self.0.get(object)?.iter().find(|(known, _)| known == name).map(|(_, known)| known.clone())
    }

    fn has_entry(&self, category: &str, value: &str) -> bool {
        category == "booking_kind" && ["个人", "团队"].contains(&value)
    }
}

/// The schema of the vectors, with what they do without.
pub static SCHEMA: LazyLock<Schema> = LazyLock::new(Schema::of_vectors);

/// The index of a field of the booking.
pub fn index(name: &str) -> u32 {
    SCHEMA.field("booking", name).unwrap_or_else(|| panic!("{name}")).index
}

/// The id of a record by its name in the vectors.
pub fn id(name: &str) -> RecordId {
    let mut bytes = [0; 16];
    bytes[..name.len()].copy_from_slice(name.as_bytes());
    uuid(bytes)
}

fn uuid(bytes: [u8; 16]) -> RecordId {
    let hex: String = bytes.iter().map(|b| format!("{b:02x}")).collect();
    hex.parse().expect("sixteen bytes")
}

/// A number of its text, which may be negative.
pub fn number(text: &str) -> Number {
    match text.strip_prefix('-') {
        Some(text) => Number::literal(text).expect("a number").negated(),
        None => Number::literal(text).expect("a number"),
    }
}

/// A value as the vectors write it: `{"number": "1.5"}`.
pub fn value(json: &Json) -> Value {
    let Some((kind, json)) = json.as_object().and_then(|value| value.iter().next()) else { return Value::Null };
    let text = || json.as_str().expect("a text");
    match kind.as_str() {
        "boolean" => Value::Boolean(json.as_bool().expect("true or false")),
        "number" => Value::Number(number(text())),
        "text" | "choice" => Value::Text(text().into()),
        "date" => Value::Date(text().parse::<Date>().expect("a day")),
        "instant" => Value::Instant(text().parse::<Timestamp>().expect("an instant")),
        "record" => Value::Record(id(text())),
        other => panic!("{other}"),
    }
}

/// A value of a field of a type, as the records of the vectors have it.
fn plain(ty: &Type, json: &Json) -> Value {
    match (ty, json) {
        (_, Json::Null) => Value::Null,
        (_, Json::Bool(value)) => Value::Boolean(*value),
        (Type::Number, Json::String(text)) => Value::Number(number(text)),
        (Type::Number, json) => Value::Number(number(&json.to_string())),
        (Type::Record(_), Json::String(name)) => Value::Record(id(name)),
        (_, Json::String(text)) => Value::Text(text.as_str().into()),
        _ => panic!("{json}"),
    }
}

/// A booking, and as it was before.
#[derive(Default, Clone)]
pub struct Booking {
    pub now: HashMap<u32, Value>,
    pub old: HashMap<u32, Value>,
}

impl Booking {
    /// What a vector gives: `old` has the record's fields, but those that it says.
    pub fn of_vector(vector: &Json) -> Booking {
        let given = |json: &Json| -> HashMap<u32, Value> {
            let fields = json.as_object().into_iter().flatten();
            fields.map(|(name, json)| (index(name), value(json))).collect()
        };
        let mut now = given(&vector["fields"]);
        now.insert(index("id"), Value::Record(id("booking")));
        let mut old = now.clone();
        old.extend(given(&vector["old"]));
        Booking { now, old }
    }
}

impl Record for Booking {
    fn value(&self, path: &Path) -> Value {
        let fields = if path.old() { &self.old } else { &self.now };
        assert_eq!(path.own().is_none(), path.crossing().is_some(), "what is no own field is fetched");
        let mut steps = path.steps().iter();
        let mut value = steps.next().and_then(|own| fields.get(&own.index)).cloned().unwrap_or_default();
        for step in steps {
            let Value::Record(here) = value else { return Value::Null };
            let records = expressions()["records"][step.object.as_str()].as_object().expect("its records");
            let (_, record) = records.iter().find(|(name, _)| id(name) == here).expect("the record is there");
            let known = SCHEMA.field(&step.object, &step.name).expect("it was checked");
            assert_eq!(known.index, step.index);
            value = plain(&known.ty, &record[step.name.as_str()]);
        }
        value
    }
}

/// The call of a vector, by the name of its context.
pub fn context(name: &str) -> Context {
    let json = &expressions()["contexts"][name];
    let text = |key: &str| json[key].as_str().expect("a text");
    Context::new(text("zone"), text("now").parse().expect("an instant"), Some(id(text("me")))).expect("a zone")
}

/// The place of a vector.
pub fn place(json: &Json) -> Place {
    match json.as_str() {
        None | Some("rule") => Place::Rule,
        Some("check") => Place::Check,
        Some("formula") => Place::Formula,
        Some(other) => panic!("{other}"),
    }
}
