//! Explains why arguments have the wrong shape: *every* offending field, not only the first one the parser met, and
//! those too that have the right shape but break the rule declared with them. Runs only once the parser has refused, so
//! that a correct call never pays for it.

use serde_json::Value;

use crate::engine::bytes::Bytes;
use crate::engine::error::CrmError;
use crate::engine::exact;
use crate::engine::ids::RecordId;
use crate::engine::money::Money;
use crate::engine::operations::Operation;
use crate::engine::schema::{FieldInfo, Type};
use crate::engine::text::is_blank;
use crate::engine::tree;
use crate::engine::validate::{Field, Rule, Violations};
use crate::engine::wire::{Misfit, Node};

/// Reads JSON once more, as a value. serde's own reader of values takes too much stack for each level, of which hosts' threads
/// may have little.
fn again(json: &str) -> Result<Value, String> {
    let place = |syntax: serde_json::Error| format!("line {}, column {}", syntax.line(), syntax.column());
    // An opening bracket a level, whatever stands in texts: where there are few, numbers are kept as they are, too large ones too.
    if json.bytes().filter(|byte| matches!(byte, b'[' | b'{')).take(65).count() < 65 {
        return serde_json::from_str(json).map_err(place);
    }
    let node: Node<'_> = serde_json::from_str(json).map_err(place)?;
    tree::value(node, false).map_err(|misfit| misfit.0.to_owned())
}

/// The refusal for arguments that could not be read.
pub(crate) fn explain(operation: &Operation, json: &str, misfit: Misfit) -> CrmError {
    refusal(json, "the arguments are", misfit, |value, out| object(value, operation.arguments, false, "", out))
}

/// The refusal for a value that could not be read.
pub(crate) fn explain_value(ty: &Type, json: &str, misfit: Misfit) -> CrmError {
    refusal(json, "it is", misfit, |value, out| check(value, ty, &[], "", out))
}

/// Adds what is wrong with a document that could not be read.
pub(crate) fn explain_into(ty: &Type, json: &str, misfit: Misfit, out: &mut Violations) {
    match again(json) {
        Ok(value) => check(&value, ty, &[], "", out),
        Err(_) => out.add("", "not_json", "it is not JSON", None),
    }
    if out.is_empty() {
        // What only the parser saw.
        out.add("", "wrong_type", misfit.0, None);
    }
}

/// Whether a value is one that an argument takes.
pub(crate) fn fits_argument(value: &Value, argument: &FieldInfo) -> bool {
    let mut out = Violations::default();
    check(value, &argument.ty, argument.rules, argument.name(), &mut out);
    out.is_empty()
}

fn refusal(json: &str, what: &str, misfit: Misfit, look: impl Fn(&Value, &mut Violations)) -> CrmError {
    let value = match again(json) {
        Ok(value) => value,
        Err(place) => return CrmError::field("", "not_json", format!("{what} not JSON ({place})")),
    };
    let mut out = Violations::default();
    look(&value, &mut out);
    match out.finish() {
        Err(refusal) => refusal,
        // What only the parser saw: a field that is given twice, say.
        Ok(()) => CrmError::field("", "wrong_type", misfit.0),
    }
}

/// The record that the arguments speak of, as far as they can be read: the first id of a kind that the operation is called
/// on, among the arguments or inside of one of them, else the first argument that is an id. It may be an optional one: a
/// list of one customer's contacts speaks of the customer.
pub(crate) fn record_of(operation: &Operation, json: &str) -> Option<RecordId> {
    let value = again(json).ok()?;
    let id = |value: &Value, field: &FieldInfo| value.get(field.name())?.as_str()?.parse().ok();
    let called_on = operation.right.guard.as_ref().map_or(&[][..], |guard| guard.on);
    let is_called_on = |field: &&FieldInfo| match field.ty.required() {
        Type::Id(name) => called_on.iter().any(|kind| is_id_of(name, kind.as_str())),
        _ => false,
    };
    if let Some(field) = operation.arguments.iter().find(is_called_on) {
        return id(&value, field);
    }
    for argument in operation.arguments {
        if let Type::Record(record) = argument.ty.required()
            && let Some(field) = record.fields.iter().find(is_called_on)
        {
            return id(value.get(argument.name())?, field);
        }
    }
    id(&value, operation.arguments.iter().find(|f| matches!(f.ty.required(), Type::Id(_)))?)
}

/// Whether `PlanItemId` is the type of ids of the kind `plan_item`.
pub(crate) fn is_id_of(name: &str, kind: &str) -> bool {
    let mut letters = kind.split('_').flat_map(|word| {
        let mut letters = word.chars();
        letters.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(letters)
    });
    name.strip_suffix("Id").is_some_and(|name| name.chars().eq(letters.by_ref()))
}

fn object(value: &Value, fields: &[FieldInfo], update: bool, name: &str, out: &mut Violations) {
    let Value::Object(map) = value else {
        out.add(name, "wrong_type", "must be an object", None);
        return;
    };
    for key in map.keys() {
        if !fields.iter().any(|f| f.name() == key) {
            let short: String = key.chars().take(100).collect();
            out.add(&short, "unknown_field", "is not a field here", None);
        }
    }
    for field in fields {
        match map.get(field.name()) {
            None if field.optional => {}
            None if excused(map, field) => {}
            None => out.missing(field.name()),
            Some(Value::String(text)) if is_blank(text) && field.unless().is_some() && !excused(map, field) => {
                out.missing(field.name());
            }
            Some(Value::Null) if update => {
                out.add(field.name(), "null", "must not be null; to empty it, list it in clear", None)
            }
            Some(value) => check(value, &field.ty, field.rules, field.name(), out),
        }
    }
}

/// Whether the field may be left out for what another says.
fn excused(map: &serde_json::Map<String, Value>, field: &FieldInfo) -> bool {
    let Some((unless, says)) = field.unless() else { return false };
    map.get(unless).is_some_and(|value| !value.is_null() && value.as_str() != Some(says))
}

fn check(value: &Value, ty: &Type, rules: &[Rule], name: &str, out: &mut Violations) {
    let fits = match ty {
        Type::Nothing => value.is_null(),
        Type::Text => keeps(value.as_str().map(str::to_owned), rules, name, out),
        Type::Secret | Type::Json => value.is_string(),
        Type::Tree | Type::Value => true,
        Type::Values => value.is_object(),
        Type::Integer if is_huge(value) => {
            // A whole number like any other out of range, though no field could hold it.
            let range = rules.iter().find_map(|rule| match rule {
                Rule::Range { min, max } => Some((*min, *max)),
                _ => None,
            });
            let (min, max) = range.unwrap_or((i64::MIN, i64::MAX));
            out.out_of_range(name, min, max);
            return;
        }
        Type::Integer => keeps(value.as_i64(), rules, name, out),
        Type::Boolean => value.is_boolean(),
        Type::Decimal => decimal(value, rules, name, out),
        Type::Date => keeps(value.as_str().and_then(exact::date), rules, name, out),
        Type::Instant => text_fits(value, |t| exact::instant(t).is_some()),
        Type::Id(_) => text_fits(value, |t| t.parse::<uuid::Uuid>().is_ok()),
        Type::Bytes => text_fits(value, Bytes::is_base64),
        Type::Choice(_) | Type::Name(_) => {
            if let (Value::String(text), Some(choice)) = (value, ty.choice()) {
                choice.check(text, name, out);
                return;
            }
            false
        }
        Type::Optional(inner) => {
            // A blank text is none, but where it was to name something.
            let blank = matches!((value, inner), (Value::String(text), Type::Text) if is_blank(text));
            let blank = blank && !rules.contains(&Rule::Exact);
            if !value.is_null() && !blank {
                check(value, inner, rules, name, out);
            }
            return;
        }
        Type::List(inner) => {
            if let Value::Array(items) = value {
                for (i, item) in items.iter().enumerate() {
                    check(item, inner, rules, &format!("{name}[{i}]"), out);
                }
                return;
            }
            false
        }
        Type::Record(record) if record.name == "Money" => {
            money(value, record.fields, rules, name, out);
            return;
        }
        Type::Record(record) => {
            let update = record.fields.iter().any(|f| f.name() == "clear");
            let inside = if out.goes_into(name) { "" } else { name };
            out.inside(name, |out| object(value, record.fields, update, inside, out));
            return;
        }
    };
    if !fits {
        out.add(name, "wrong_type", format!("must be {}", article(ty)), Some(ty.name()));
    }
}

/// What is wrong with an amount of money: with its shape, or else, under the name of the field that it stands in, with
/// its value.
fn money(value: &Value, fields: &[FieldInfo], rules: &[Rule], name: &str, out: &mut Violations) {
    let text = |field: &str| value.get(field)?.as_str();
    let amount = text("amount").and_then(|text| exact::decimal_or_refused(text).ok());
    match (amount, text("currency"), value.as_object().map(serde_json::Map::len)) {
        (Some(amount), Some(currency), Some(2)) => {
            keeps(Some(Money { amount, currency: currency.to_owned() }), rules, name, out);
        }
        _ => out.within(name.to_owned(), |out| object(value, fields, false, "", out)),
    }
}

/// Whether a value of the type was there; what the rules declared with its field say of it is told.
fn keeps<T: Field>(value: Option<T>, rules: &[Rule], name: &str, out: &mut Violations) -> bool {
    let Some(mut value) = value else { return false };
    value.normalise(rules);
    value.check(rules, name, out);
    true
}

/// Whether the value is a decimal; one that is none of any field's for its size is told as those that are just beyond.
fn decimal(value: &Value, rules: &[Rule], name: &str, out: &mut Violations) -> bool {
    match value.as_str().map(exact::decimal_or_refused) {
        Some(Ok(decimal)) => keeps(Some(decimal), rules, name, out),
        _ => false,
    }
}

/// Whether it is a whole number beyond 64 bits.
fn is_huge(value: &Value) -> bool {
    let Value::Number(number) = value else { return false };
    !number.is_i64() && (number.is_u64() || number.as_f64().is_some_and(|f| f.abs() >= 9_223_372_036_854_775_808.0))
}

fn text_fits(value: &Value, fits: impl Fn(&str) -> bool) -> bool {
    value.as_str().is_some_and(fits)
}

fn article(ty: &Type) -> String {
    match ty {
        Type::Integer => "a whole number".into(),
        Type::Boolean => "true or false".into(),
        Type::Date => "a date, YYYY-MM-DD".into(),
        Type::Instant => "an instant, like 2026-01-31T12:00:00Z".into(),
        Type::Id(_) => "a UUID".into(),
        Type::Decimal => "a decimal number as text".into(),
        Type::List(_) => "a list".into(),
        Type::Bytes => "bytes in base64".into(),
        other => format!("a {}", other.name()),
    }
}
