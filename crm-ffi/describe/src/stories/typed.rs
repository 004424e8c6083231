//! Whether a JSON value can be said in a typed language, and what values kept between steps are.

use std::collections::HashMap;

use crm_core::schema::{FieldInfo, Type};
use crm_core::{Date, Timestamp, UserId};
use serde_json::{Map, Value};

use super::Language;

/// A value kept between steps.
#[derive(Clone)]
pub struct Kept {
    /// How the language speaks of it.
    pub expression: String,
    /// Its type.
    pub ty: Type,
}

impl Kept {
    /// The value where another type is wanted.
    pub fn as_type(&self, wanted: &Type, language: &dyn Language) -> String {
        let expression = match (&self.ty, wanted) {
            (Type::Optional(_), Type::Optional(_)) => return self.expression.clone(),
            (Type::Optional(_), _) => language.unwrap(&self.expression),
            _ => self.expression.clone(),
        };
        match (self.ty.required(), wanted.required()) {
            (Type::Text, _) => expression,
            (_, Type::Text) => language.to_text(&expression),
            _ => expression,
        }
    }

    fn fits(&self, wanted: &Type) -> bool {
        match (self.ty.required(), wanted.required()) {
            (Type::Id(_), Type::Id(_) | Type::Text) | (Type::Text, Type::Text) => true,
            (Type::Record(a), Type::Record(b)) => a.name == b.name,
            (Type::Choice(a), Type::Choice(b)) => a.name == b.name,
            (a, b) => a.name() == b.name(),
        }
    }
}

/// Whether every argument or field can be said.
pub fn object_fits(map: &Map<String, Value>, fields: &[FieldInfo], update: bool, kept: &HashMap<String, Kept>) -> bool {
    map.keys().all(|name| fields.iter().any(|f| f.name() == name))
        && fields.iter().all(|field| match map.get(field.name()) {
            None => field.optional,
            Some(Value::Null) => !update && matches!(field.ty, Type::Optional(_)),
            Some(value) => fits(value, &field.ty, kept),
        })
}

/// Whether a value can be said in its type.
pub fn fits(value: &Value, ty: &Type, kept: &HashMap<String, Kept>) -> bool {
    if let Some(name) = value.as_str().and_then(|text| text.strip_prefix('$')) {
        return kept.get(name).is_some_and(|kept| kept.fits(ty));
    }
    let text = |check: &dyn Fn(&str) -> bool| value.as_str().is_some_and(check);
    match ty {
        Type::Optional(inner) => value.is_null() || fits(value, inner, kept),
        Type::Nothing => value.is_null(),
        Type::Text | Type::Secret | Type::Json | Type::Name(_) => value.is_string(),
        // A text in these languages, put together of its parts.
        Type::Tree => all_kept(value, kept),
        // In this one no value that was kept can stand.
        Type::Value => !value.to_string().contains("\"$"),
        // A value each, of those that JSON alone tells apart.
        Type::Values => value.as_object().is_some_and(|values| {
            values.values().all(|value| {
                let kept = value.as_str().is_some_and(|text| text.starts_with('$'));
                !kept && (value.is_string() || value.is_i64() || value.is_boolean() || value.is_null())
            })
        }),
        Type::Bytes => text(&|t| {
            t.len() % 4 == 0 && t.trim_end_matches('=').bytes().all(|b| b.is_ascii_alphanumeric() || b"+/".contains(&b))
        }),
        Type::Integer => value.is_i64(),
        Type::Boolean => value.is_boolean(),
        Type::Decimal => text(&|t| {
            let digits = t.strip_prefix('-').unwrap_or(t);
            let (whole, places) = digits.split_once('.').unwrap_or((digits, "0"));
            [whole, places].iter().all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()))
                && digits.len() < 25
        }),
        Type::Date => text(&|t| t.parse::<Date>().is_ok()),
        Type::Instant => text(&|t| t.contains('T') && t.parse::<Timestamp>().is_ok()),
        Type::Id(_) => text(&|t| t.parse::<UserId>().is_ok()),
        Type::Choice(choice) => text(&|t| choice.values.iter().any(|(v, _)| *v == t)),
        Type::List(inner) => value.as_array().is_some_and(|items| items.iter().all(|v| fits(v, inner, kept))),
        Type::Record(record) => value.as_object().is_some_and(|map| {
            let update = record.fields.iter().any(|f| f.name() == "clear");
            object_fits(map, record.fields, update, kept)
        }),
    }
}

/// Whether every value that a tree names is kept.
fn all_kept(tree: &Value, kept: &HashMap<String, Kept>) -> bool {
    match tree {
        Value::String(text) => text.strip_prefix('$').is_none_or(|name| kept.contains_key(name)),
        Value::Array(items) => items.iter().all(|item| all_kept(item, kept)),
        Value::Object(entries) => entries.values().all(|value| all_kept(value, kept)),
        _ => true,
    }
}

/// `customer_name` as `customerName`.
pub fn camel(name: &str) -> String {
    let mut words = name.split(['_', '-']);
    let mut camel = words.next().unwrap_or_default().to_lowercase();
    for word in words {
        let mut letters = word.chars();
        camel.extend(letters.next().map(|c| c.to_ascii_uppercase()));
        camel.push_str(&letters.as_str().to_lowercase());
    }
    camel
}

/// `opportunity_won` as `OpportunityWon`.
pub fn pascal(name: &str) -> String {
    let camel = camel(name);
    let mut letters = camel.chars();
    letters.next().map(|c| c.to_ascii_uppercase()).into_iter().chain(letters).collect()
}
