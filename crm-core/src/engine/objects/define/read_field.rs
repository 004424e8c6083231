//! Reads fields by their types.

use serde_json::Value;

use super::document::{Field, FieldType, Link, Rollup, Summed, TEXT};
use super::limits;
use super::reading::{Keys, Reading};
use crate::engine::objects::mistakes::within;
use crate::engine::objects::shape::Name;

/// The keys of every field.
const KEYS: &[&str] =
    &["type", "required", "default", "formula", "rollup", "fixed", "confidential", "doc", "was", "fill"];

/// The types, each with the keys that it has besides.
pub(super) const TYPES: &[(&str, &[&str])] = &[
    ("text", &["max", "lines", "format", "search"]),
    ("boolean", &[]),
    ("integer", &["min", "max"]),
    ("decimal", &["places", "min", "max"]),
    ("money", &["min", "max", "currency"]),
    ("date", &[]),
    ("instant", &[]),
    ("choice", &["values"]),
    ("entry", &["category"]),
    ("ref", &["to", "on_delete"]),
    ("user", &["on_delete"]),
    ("department", &["on_delete"]),
];

/// The fields of an object or an extension.
pub(super) fn fields(reading: &mut Reading, keys: &Keys<'_>) -> Vec<Field> {
    let named = reading.named(keys, "fields", limits::FIELDS);
    let mut fields = Vec::with_capacity(named.len());
    for (name, path, json) in named {
        match field(reading, &name, &path, json) {
            Some(field) => fields.push(field),
            None => reading.unread.name(&name),
        }
    }
    let most = [
        (limits::REFERENCES, fields.iter().filter(|field| field.ty.to().is_some()).count()),
        (limits::ROLLUPS, fields.iter().filter(|field| field.rollup.is_some()).count()),
    ];
    for (most, _) in most.into_iter().filter(|(most, there)| there > most) {
        reading.beyond(keys.at("fields"), "too_many", most);
    }
    fields
}

fn field(reading: &mut Reading, name: &Name, path: &str, json: &Value) -> Option<Field> {
    let given = match json {
        Value::Object(map) => map.get("type"),
        _ => {
            reading.wrong(path, "type");
            return None;
        }
    };
    let word = match given {
        Some(Value::String(word)) => word,
        Some(_) => {
            reading.wrong(within(path, "type"), "type");
            return None;
        }
        None => {
            reading.wrong(within(path, "type"), "required");
            return None;
        }
    };
    let Some((word, more)) = TYPES.iter().find(|(known, _)| known == word) else {
        reading.wrong(within(path, "type"), "unknown_type");
        return None;
    };
    let known: Vec<&str> = KEYS.iter().chain(*more).copied().collect();
    let keys = reading.keys(path, json, &known)?;
    let mut field = Field::new(name.clone(), of_type(reading, &keys, name, word)?);
    field.required = reading.flag(&keys, "required");
    field.default = reading.expr(&keys, "default");
    field.formula = reading.expr(&keys, "formula");
    field.rollup = rollup(reading, &keys);
    field.fixed = reading.flag(&keys, "fixed");
    field.search = reading.flag(&keys, "search");
    field.confidential = confidential(reading, &keys);
    field.doc = reading.text(&keys, "doc", limits::DOC);
    field.was = reading.was(&keys);
    field.fill = reading.expr(&keys, "fill");
    Some(field)
}

/// The type, where what makes it up could be read.
fn of_type(reading: &mut Reading, keys: &Keys<'_>, name: &str, word: &str) -> Option<FieldType> {
    const BILLION: i64 = 1_000_000_000;
    Some(match word {
        "text" => FieldType::Text {
            max: reading.count(keys, "max", [1, limits::LONGEST]).unwrap_or(TEXT),
            lines: reading.flag(keys, "lines"),
            format: reading.word_at(keys, "format"),
        },
        "boolean" => FieldType::Boolean,
        "integer" => {
            let bounds = [-limits::WHOLE, limits::WHOLE];
            FieldType::Integer { min: reading.whole(keys, "min", bounds), max: reading.whole(keys, "max", bounds) }
        }
        "decimal" => {
            reading.needed(keys, "places");
            let places = reading.count(keys, "places", [0, limits::PLACES]);
            let most = places.unwrap_or(6);
            let min = reading.decimal(keys, "min", most, 1_000 * BILLION);
            let max = reading.decimal(keys, "max", most, 1_000 * BILLION);
            FieldType::Decimal { places: most, min, max }
        }
        "money" => {
            // No currency has more places than four.
            let min = reading.decimal(keys, "min", 4, 1_000_000 * BILLION);
            let max = reading.decimal(keys, "max", 4, 1_000_000 * BILLION);
            FieldType::Money { min, max, any_currency: any_currency(reading, keys) }
        }
        "date" => FieldType::Date,
        "instant" => FieldType::Instant,
        "choice" => {
            let values = reading.names(keys, "values", limits::VALUES, true);
            if values.is_empty() {
                reading.unread.name(name);
            }
            FieldType::Choice { values }
        }
        "entry" => FieldType::Entry { category: reading.needed_name(keys, "category")? },
        "ref" => {
            let on_delete = reading.word_at(keys, "on_delete");
            FieldType::Ref { to: reading.needed_object(keys, "to")?, on_delete }
        }
        "user" => FieldType::User { on_delete: reading.word_at(keys, "on_delete") },
        "department" => FieldType::Department { on_delete: reading.word_at(keys, "on_delete") },
        _ => return None,
    })
}

fn any_currency(reading: &mut Reading, keys: &Keys<'_>) -> bool {
    match keys.get("currency") {
        None => false,
        Some(Value::String(word)) if word == "any" => true,
        Some(Value::String(_)) => {
            reading.beyond(keys.at("currency"), "unknown_value", "any");
            false
        }
        Some(_) => {
            reading.wrong(keys.at("currency"), "type");
            false
        }
    }
}

/// `true`, or the duties that read it; `false` is as if it were not there.
fn confidential(reading: &mut Reading, keys: &Keys<'_>) -> Option<Vec<Name>> {
    match keys.get("confidential")? {
        Value::Bool(true) => Some(Vec::new()),
        Value::Bool(false) => None,
        Value::Array(_) => Some(reading.names(keys, "confidential", limits::FIELDS, true)),
        _ => {
            reading.wrong(keys.at("confidential"), "type");
            None
        }
    }
}

fn rollup(reading: &mut Reading, keys: &Keys<'_>) -> Option<Rollup> {
    let known = ["count", "sum", "min", "max", "of", "by", "match", "where"];
    let keys = reading.keys(&keys.at("rollup"), keys.get("rollup")?, &known)?;
    let measure = match reading.one_of(&keys, &["count", "sum", "min", "max"]) {
        Some("count") if keys.get("count") == Some(&Value::Bool(true)) => Some(Summed::Count),
        Some("count") => {
            reading.wrong(keys.at("count"), "type");
            None
        }
        Some(word) => reading.needed_name(&keys, word).map(|field| match word {
            "sum" => Summed::Sum(field),
            "min" => Summed::Min(field),
            _ => Summed::Max(field),
        }),
        None => None,
    };
    let of = reading.needed_object(&keys, "of");
    let link = match reading.one_of(&keys, &["by", "match"]) {
        Some("by") => reading.needed_name(&keys, "by").map(Link::By),
        Some(_) => pairs(reading, &keys),
        None => None,
    };
    let filter = reading.tree(&keys, "where");
    Some(Rollup { measure: measure?, of: of?, link: link?, filter })
}

fn pairs(reading: &mut Reading, keys: &Keys<'_>) -> Option<Link> {
    let mut pairs = Vec::new();
    let named = reading.named(keys, "match", limits::PAIRS);
    let there = named.len();
    if keys.get("match").and_then(Value::as_object).is_some_and(serde_json::Map::is_empty) {
        reading.wrong(keys.at("match"), "required");
    }
    for (own, path, json) in named {
        pairs.extend(reading.name(&path, json).map(|theirs| (own, theirs)));
    }
    (!pairs.is_empty() && pairs.len() == there).then_some(Link::Match(pairs))
}
