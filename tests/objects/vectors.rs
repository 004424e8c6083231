//! The rows of the vectors, which the fuzz target of filter trees asks too.

use std::collections::BTreeMap;

use crm_core::exact;
use crm_core::objects::held::Held;
use crm_core::objects::shape::Kind;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use crate::world::{Objects, Rows};

/// The vectors of expressions and filters.
pub const VECTORS: &str = include_str!("vectors.json");

/// The value of a field as a vector writes it.
fn held(kind: &Kind, value: &Value, ids: &BTreeMap<String, Uuid>) -> Option<Held<'static>> {
    let text = || value.as_str().unwrap().to_owned();
    Some(match (kind, value) {
        (_, Value::Null) => return None,
        (Kind::Text { .. }, _) => Held::Text(text().into()),
        (Kind::Boolean { .. }, _) => Held::Boolean(value.as_bool().unwrap()),
        (Kind::Integer, _) => Held::Number(value.as_i64().unwrap().into()),
        (Kind::Money { currency: Some(_) }, _) => {
            Held::Number(exact::decimal(value["amount"].as_str().unwrap()).unwrap())
        }
        (Kind::Decimal { .. } | Kind::Money { .. }, _) => Held::Number(exact::decimal(&text()).unwrap()),
        (Kind::Date, _) => Held::Date(exact::date(&text()).unwrap()),
        (Kind::Instant, _) => Held::Instant(exact::instant(&text()).unwrap()),
        (Kind::Choice(_), _) => Held::Choice(text().into()),
        (Kind::Id | Kind::Reference(_) | Kind::Entry { .. }, _) => Held::Record(ids[&text()]),
    })
}

/// The rows of the vectors, and their ids by their names.
pub fn rows(all: &Value) -> (Rows, BTreeMap<String, Uuid>) {
    let (mut rows, mut ids) = (Rows::new(), BTreeMap::new());
    for object in Objects::ORDER {
        for row in all[object].as_array().unwrap() {
            let fields = rows.objects.get(object).fields.clone();
            let mut values: BTreeMap<String, Held<'static>> = BTreeMap::new();
            for (name, value) in row.as_object().unwrap().iter().filter(|(name, _)| *name != "id") {
                let field = fields.iter().find(|field| field.name == name).unwrap();
                values.extend(held(&field.kind, value, &ids).map(|held| (name.clone(), held)));
            }
            if object == "booking" {
                // The vectors give the order by the rows themselves, the oldest first.
                let made = exact::instant("2026-01-01T00:00:00Z").unwrap();
                values.insert("created_at".to_owned(), Held::Instant(made));
            }
            ids.insert(row["id"].as_str().unwrap().to_owned(), rows.add(object, values));
        }
    }
    (rows, ids)
}

/// A tree with the ids of rows in the place of their names.
pub fn named(json: &Value, ids: &BTreeMap<String, Uuid>) -> Value {
    match json {
        Value::String(text) => ids.get(text).map_or_else(|| json.clone(), |id| json!(id.to_string())),
        Value::Array(items) => items.iter().map(|item| named(item, ids)).collect(),
        Value::Object(entries) => {
            entries.iter().map(|(name, value)| (name.clone(), named(value, ids))).collect::<Map<_, _>>().into()
        }
        other => other.clone(),
    }
}
