//! What a caller gives a record, as JSON by the names of its fields (OBJ-9).

use serde_json::{Map, Value as Json};

use super::super::expr::{Nature, Value};
use super::super::model::{FieldModel, Model};
use super::super::values::{self, Currency, Given, Held, Named};
use super::content::Inputs;
use crate::engine::error::Result;
use crate::engine::ids::RecordId;
use crate::engine::labels::{self, Locale};
use crate::engine::validate::Violations;

/// Finds the record that is named for a field, with its key: none where the caller may not name it.
pub type Find<'f> = dyn FnMut(&FieldModel, &Named) -> Result<Option<(i64, RecordId)>> + 'f;

/// Reads the fields that are given. What is no field is left to `other`, which tells whether it knew the name.
///
/// # Errors
/// What `find` gives; what is wrong with a value is told in `out`.
pub fn read(
    model: &Model,
    given: &Map<String, Json>,
    company: &Currency,
    find: &mut Find<'_>,
    other: &mut dyn FnMut(&str, &Json) -> bool,
    out: &mut Violations,
) -> Result<Inputs> {
    let mut inputs = Inputs::with_capacity(given.len());
    for (name, json) in given {
        let place = model.fields.iter().position(|field| field.name == *name);
        let Some((place, field)) = place.map(|place| (place, &model.fields[place])) else {
            if !other(name, json) {
                tell(out, name, "unknown_field", None);
            }
            continue;
        };
        let Some(declared) = field.field.as_ref().filter(|_| field.nature == Nature::Given) else {
            // What the engine sets.
            tell(out, name, "read_only", None);
            continue;
        };
        let held = match values::given(&declared.ty, json, company) {
            Ok(Given::Value(value)) => Held::from(value),
            Ok(Given::Amount(number, currency)) => {
                Held { value: Value::Number(number), key: None, currency: Some(currency) }
            }
            Ok(Given::Record(named)) => match find(field, &named)? {
                Some((key, id)) => Held { value: Value::Record(id), key: Some(key), currency: None },
                None => {
                    tell(out, name, "unknown_record", None);
                    Held::default()
                }
            },
            Err(unfit) => {
                tell(out, name, unfit.code, unfit.limit);
                Held::default()
            }
        };
        inputs.push((place, held));
    }
    Ok(inputs)
}

/// Tells what is wrong with a field.
pub fn tell(out: &mut Violations, field: &str, code: &str, limit: Option<String>) {
    let detail = labels::violation(Locale::En, code, limit.as_deref()).unwrap_or_else(|| code.to_owned());
    out.add(field, code, &detail, limit);
}
