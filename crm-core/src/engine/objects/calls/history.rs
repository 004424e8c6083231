//! What the audit keeps of records of defined objects (OBJ-19): the values by the names of their fields, as JSON.

use serde_json::{Map, Value as Json, json};

use super::super::expr::{Nature, Value};
use super::super::model::{FieldModel, Model};
use super::super::records::{Picture, Written, follows};
use super::super::shape::Kind;
use super::super::values::Held;
use crate::engine::audit::{Action, Change};
use crate::engine::clock::Timestamp;
use crate::engine::gate::Entity;
use crate::engine::ids::RecordId;
use crate::engine::money::Money;
use crate::engine::wire::to_json;

/// The change of a record as the audit keeps it: the whole record where it was created or deleted, the fields that differ
/// where it was updated. Of roll-ups nothing is told, since they follow from others (ROLL-4).
pub(crate) fn change(written: &Written<'_>, company: &str) -> Change {
    let Written { model, before, after, parts, cause, .. } = written;
    let told = |picture: &Option<Picture<'_>>, than: &Option<Picture<'_>>| {
        let mut kept = values(model, picture.as_ref()?, than.as_ref(), (after.is_none(), company));
        // What goes is kept whole, its parts under the names that it gives them, so that it can be brought back (OBJ-14).
        for (name, of) in parts {
            kept[name.as_str()] = of.iter().map(|part| values(part.model, part, None, (true, company))).collect();
        }
        Some(kept.to_string())
    };
    let action = match (before, after) {
        (None, _) => Action::Created,
        (Some(_), Some(_)) => Action::Updated,
        (Some(_), None) => Action::Deleted,
    };
    let id = before.as_ref().or(after.as_ref()).map(|picture| picture.value("id").clone());
    let id = match id {
        Some(Value::Record(id)) => Some(id),
        _ => None,
    };
    let entity = Entity::from(model.name.as_str());
    Change { entity, id, action, before: told(before, after), after: told(after, before), cause: cause.clone() }
}

/// The values of a record, or of those fields in which it differs from what it was or will be.
/// Of a record that goes it is told, too, that a field was empty which a default would fill.
fn values(model: &Model, picture: &Picture<'_>, than: Option<&Picture<'_>>, (goes, company): (bool, &str)) -> Json {
    let mut out = Map::new();
    for (place, field) in model.fields.iter().enumerate() {
        let held = &picture.held[place];
        let differs = than.is_none_or(|than| than.held[place] != *held);
        let told = than.is_some() || held.value != Value::Null || goes && field.default.is_some();
        if field.nature != Nature::Rollup && field.typed.is_none() && !follows(field) && differs && told {
            out.insert(field.name.to_string(), value(field, held, model.places, company));
        }
    }
    // Of a typed record only what packs give it is written here, which stands behind one name.
    if model.extended.is_some() { json!({ "custom": out }) } else { Json::Object(out) }
}

/// A value as it is on the wire.
pub(crate) fn value(field: &FieldModel, held: &Held, places: u32, company: &str) -> Json {
    let declared = field.field.as_ref().map(|field| &field.ty);
    match &held.value {
        Value::Null => Json::Null,
        Value::Boolean(value) => json!(value),
        Value::Text(text) => json!(text.as_str()),
        Value::Date(date) => json!(date.to_string()),
        Value::Instant(at) => instant(*at),
        Value::Record(RecordId(id)) => json!(id.to_string()),
        Value::Number(number) => match &field.typed {
            Some(Kind::Money { .. }) => amount(*number, places, company),
            Some(Kind::Decimal { .. }) => json!(number.to_decimal().normalize().to_string()),
            _ => number_of(declared, *number, held, places, company),
        },
    }
}

fn instant(at: Timestamp) -> Json {
    serde_json::from_str(&to_json(&at)).unwrap_or_default()
}

fn amount(number: super::super::expr::Number, places: u32, currency: &str) -> Json {
    let mut amount = number.to_decimal();
    amount.rescale(places);
    serde_json::from_str(&to_json(&Money { amount, currency: currency.to_owned() })).unwrap_or_default()
}

fn number_of(
    ty: Option<&super::super::define::document::FieldType>,
    number: super::super::expr::Number,
    held: &Held,
    places: u32,
    company: &str,
) -> Json {
    use super::super::define::document::FieldType;
    match ty {
        Some(FieldType::Money { .. }) => {
            let currency = held.currency.as_deref().unwrap_or(company);
            let places = held.currency.as_deref().and_then(crate::engine::money::decimal_places).unwrap_or(places);
            amount(number, places, currency)
        }
        Some(FieldType::Decimal { .. }) => json!(number.to_decimal().normalize().to_string()),
        _ => json!(number.to_whole().unwrap_or_default()),
    }
}
