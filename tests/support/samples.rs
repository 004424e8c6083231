//! Arguments made from the schema: well-formed ones, and ones of the wrong shape.

#![allow(dead_code, reason = "each test binary uses its part")]

use crm_core::Operation;
use crm_core::schema::{FieldInfo, Type};
use crm_core::validate::Rule;
use serde_json::{Map, Value, json};

/// Well-formed arguments, optional ones included; ids refer to nothing.
pub fn arguments(operation: &Operation) -> Value {
    object(operation.arguments)
}

fn object(fields: &[FieldInfo]) -> Value {
    // An update names a field or clears it, never both: what the engine would refuse stays out.
    fields
        .iter()
        .filter(|f| !["clear", "version", "after"].contains(&f.name()))
        .map(|f| (f.name().to_owned(), field(f)))
        .collect::<Map<_, _>>()
        .into()
}

fn field(info: &FieldInfo) -> Value {
    if info.name() == "query" {
        return json!({"measures": [{"count": true}]});
    }
    if info.name() == "object" {
        return json!("customer");
    }
    if info.name() == "birthday" {
        return json!("1990-03-02");
    }
    if info.rules.contains(&Rule::Email) {
        return json!("text@example.com");
    }
    let minimum = info.rules.iter().find_map(|r| match r {
        Rule::Range { min, .. } => Some(*min),
        _ => None,
    });
    value(&info.ty, minimum.unwrap_or(1))
}

fn value(ty: &Type, number: i64) -> Value {
    match ty {
        Type::Nothing => Value::Null,
        Type::Text | Type::Secret => json!("text"),
        Type::Integer => json!(number),
        Type::Boolean => json!(true),
        Type::Decimal => json!("1.5"),
        Type::Date => json!("2026-03-02"),
        Type::Instant => json!("2026-03-02T00:00:00Z"),
        Type::Id(_) => json!("0195b5e2-7f00-7000-8000-00000000abcd"),
        Type::Bytes => json!("YWJj"),
        Type::Json => json!("{}"),
        // True of every record.
        Type::Tree => json!({"field": "id", "empty": false}),
        Type::Value => json!("text"),
        Type::Values => json!({}),
        Type::Record(record) => object(record.fields),
        Type::Choice(_) | Type::Name(_) => json!(ty.choice().unwrap().values[0].0),
        Type::List(inner) => json!([value(inner, number)]),
        Type::Optional(inner) => value(inner, number),
    }
}

/// The arguments with one part replaced by something of another type, for every part of them.
pub fn misshapen(operation: &Operation) -> Vec<Value> {
    let good = arguments(operation);
    let mut all = vec![json!([1]), json!(null), json!(7), json!("text"), json!({"nonsense": 1})];
    let mut with_extra = good.clone();
    with_extra["nonsense"] = json!(1);
    all.push(with_extra);
    for argument in operation.arguments {
        // Nothing but a tree is a list of objects with a key like this.
        if !matches!(argument.ty.required(), Type::Tree) {
            let mut wrong = good.clone();
            wrong[argument.name()] = json!([{"?": {}}]);
            all.push(wrong);
        }
        if !argument.optional {
            let mut missing = good.clone();
            missing.as_object_mut().unwrap().remove(argument.name());
            all.push(missing);
        }
    }
    all
}
