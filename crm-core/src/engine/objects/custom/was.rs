//! What a typed field had before a change, as the change tells it: the ratchet of checks (CHECK-1) and the roll-ups over typed
//! children ask that.

use serde_json::Value as Json;

use super::super::catalogue::current::Catalogue;
use super::super::expr::{Number, Value};
use super::super::model::FieldModel;
use super::super::shape::{ENTRY, Kind};
use super::super::values::{self, Currency, Given, Held, Named};
use crate::engine::clock;
use crate::engine::error::{CrmError, Result};
use crate::engine::exact;
use crate::engine::ids::RecordId;
use crate::engine::storage::{Transaction, params};

/// What the JSON of a typed field says; a reference stands in it as an id, or as a mention with one.
///
/// # Errors
/// Where it is not of the field's type, which is a defect; whatever the database says.
pub(in super::super) fn held(
    tx: &mut dyn Transaction,
    field: &FieldModel,
    json: &Json,
    known: &Catalogue,
) -> Result<Held> {
    let wrong = || CrmError::bug(format!("{} was not of its field's type", field.name));
    let Some(ty) = field.typed.as_ref().filter(|_| !json.is_null()) else { return Ok(Held::default()) };
    let text = || json.as_str().or_else(|| json.get("id")?.as_str()).ok_or_else(wrong);
    let number = |text: &str| text.parse().ok().and_then(Number::from_decimal).map(Value::Number).ok_or_else(wrong);
    let value = match ty {
        Kind::Id => Value::Record(RecordId(text()?.parse().map_err(|_| wrong())?)),
        Kind::Text { .. } | Kind::Choice(_) => Value::Text(text()?.into()),
        Kind::Boolean { .. } => Value::Boolean(json.as_bool().ok_or_else(wrong)?),
        Kind::Integer => json.as_i64().and_then(Number::whole).map(Value::Number).ok_or_else(wrong)?,
        Kind::Decimal { .. } => number(text()?)?,
        Kind::Money { .. } => number(json.get("amount").and_then(Json::as_str).map_or_else(text, Ok)?)?,
        Kind::Date => Value::Date(exact::date(text()?).ok_or_else(wrong)?),
        Kind::Instant => Value::Instant(clock::to_micros(exact::instant(text()?).ok_or_else(wrong)?)),
        Kind::Reference(to) | Kind::Entry { of: to, .. } => {
            let id = RecordId(text()?.parse().map_err(|_| wrong())?);
            let table = known.definitions.get(to).map(|defined| defined.object.table.clone()).ok_or_else(wrong)?;
            let key = tx.one(&format!("SELECT id FROM {table} WHERE uid = ?"), params![id.0], |c| c.next())?;
            // One that is gone meanwhile is another than whatever stands there now.
            return Ok(Held { value: Value::Record(id), key, currency: None });
        }
    };
    Ok(value.into())
}

/// What a field had that a change of a typed record tells, its own or one of a pack's. What does not fit any more is nothing.
///
/// # Errors
/// As [`held`].
pub(crate) fn kept_value(
    tx: &mut dyn Transaction,
    known: &Catalogue,
    field: &FieldModel,
    json: &Json,
    company: &Currency,
) -> Result<Held> {
    let Some(declared) = &field.field else { return held(tx, field, json, known) };
    Ok(match values::given(&declared.ty, json, company) {
        Ok(Given::Value(value)) => value.into(),
        Ok(Given::Amount(number, currency)) => {
            Held { value: Value::Number(number), key: None, currency: Some(currency) }
        }
        Ok(Given::Record(Named::Id(id))) => {
            let table = known.definitions.get(declared.ty.to().unwrap_or(ENTRY));
            let Some(table) = table.map(|defined| &defined.object.table) else { return Ok(Held::default()) };
            let key = tx.one(&format!("SELECT id FROM {table} WHERE uid = ?"), params![id], |c| c.next())?;
            Held { value: Value::Record(RecordId(id)), key, currency: None }
        }
        Ok(Given::Record(Named::Key(_))) | Err(_) => Held::default(),
    })
}
