//! What is given of a record in the one spelling that all have which are equal (OBJ-12): amounts without zeros at their end,
//! instants in UTC, texts in the form in which they are kept, the names in alphabetical order. A repeated create is told by
//! it, parts included.

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json, json};

use super::super::define::document::FieldType;
use super::super::expr::Value;
use super::super::model::Model;
use super::super::values::{self, Currency, Given, Named};
use super::rollup::Models;

/// The spelling of what is given. What is wrong with it stays as it is.
pub fn by_value(world: &dyn Models, model: &Model, given: &Json, company: &Currency) -> Json {
    let Some(given) = given.as_object() else { return given.clone() };
    let mut spelled = BTreeMap::new();
    for (name, json) in given {
        let field = model.fields.iter().find(|field| field.name == *name).and_then(|field| field.field.as_ref());
        let list = model.parts.iter().find(|list| list.name == *name).and_then(|list| world.model(&list.object));
        let json = match (field, list, json) {
            (Some(field), _, json) => value(&field.ty, json, company),
            (None, Some(part), Json::Array(items)) => {
                items.iter().map(|item| by_value(world, part, item, company)).collect()
            }
            (None, _, json) => json.clone(),
        };
        spelled.insert(name.clone(), json);
    }
    Json::Object(spelled.into_iter().collect::<Map<_, _>>())
}

fn value(ty: &FieldType, json: &Json, company: &Currency) -> Json {
    let amount = |number: String, currency: &str| json!({"amount": number, "currency": currency});
    match values::given(ty, json, company) {
        Ok(Given::Value(Value::Number(number))) => {
            let number = number.to_decimal().normalize().to_string();
            if matches!(ty, FieldType::Money { .. }) { amount(number, &company.code) } else { json!(number) }
        }
        Ok(Given::Value(value)) => match value {
            Value::Boolean(value) => json!(value),
            Value::Text(text) => json!(text.as_str()),
            Value::Date(date) => json!(date.to_string()),
            Value::Instant(instant) => json!(instant.timestamp_micros()),
            Value::Record(id) => json!(id.to_string()),
            Value::Null | Value::Number(_) => Json::Null,
        },
        Ok(Given::Amount(number, currency)) => amount(number.to_decimal().normalize().to_string(), &currency),
        Ok(Given::Record(Named::Id(id))) => json!(id.to_string()),
        Ok(Given::Record(Named::Key(key))) => json!({"key": crate::engine::text::fold(&key)}),
        Err(_) => json.clone(),
    }
}
