//! What a caller gives a record, as JSON by the names of its fields (OBJ-9).

use serde_json::{Map, Value as Json};

use super::super::expr::{Nature, Value};
use super::super::model::{FieldModel, Model};
use super::super::values::{self, Currency, Given, Held, Named};
use super::content::{Inputs, List, MOST_PARTS, Part};
use super::parts::too_many;
use super::rollup::Models;
use crate::engine::error::{CrmError, Result};
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

/// Reads whole lists of parts (OBJ-11), by the names that the whole gives them: of `given` those that are lists, the others
/// are left alone. A part of an update may have the `id` of one that is there. What is wrong with a part stands in it.
///
/// # Errors
/// What `find` gives; what is wrong with a list is told in `out`.
pub fn lists(
    world: &dyn Models,
    model: &Model,
    given: &Map<String, Json>,
    (company, update): (&Currency, bool),
    find: &mut Find<'_>,
    out: &mut Violations,
) -> Result<Vec<List>> {
    let mut lists = Vec::new();
    for list in &model.parts {
        let Some(json) = given.get(list.name.as_str()) else { continue };
        let part = world.model(&list.object).ok_or_else(|| CrmError::bug(format!("{} has no model", list.object)))?;
        let Some(items) = json.as_array() else {
            tell(out, &list.name, "type", None);
            continue;
        };
        if items.len() > MOST_PARTS {
            // Of so many nothing else is looked at.
            too_many(&list.name, out);
            continue;
        }
        let mut parts = Vec::with_capacity(items.len());
        for item in items {
            parts.push(one(part, item, (company, update), find)?);
        }
        lists.push(List { name: list.name.clone(), parts });
    }
    Ok(lists)
}

/// Reads a part.
fn one(model: &Model, json: &Json, (company, update): (&Currency, bool), find: &mut Find<'_>) -> Result<Part> {
    let mut part = Part::default();
    let Some(given) = json.as_object() else {
        tell(&mut part.found, "", "type", None);
        return Ok(part);
    };
    let mut fields = given.clone();
    if let Some(id) = given.get("id").filter(|_| update) {
        fields.shift_remove("id");
        part.id = id.as_str().and_then(|text| text.parse().ok());
        if part.id.is_none() {
            tell(&mut part.found, "id", "type", None);
        }
    }
    // A part is in its whole: that is not said of it again.
    let whole = model.whole.map(|place| model.fields[place].name.as_str());
    if let Some(whole) = whole.filter(|whole| fields.shift_remove(*whole).is_some()) {
        tell(&mut part.found, whole, "read_only", None);
    }
    part.fields = read(model, &fields, company, find, &mut |_, _| false, &mut part.found)?;
    Ok(part)
}

/// Tells what is wrong with a field.
pub fn tell(out: &mut Violations, field: &str, code: &str, limit: Option<String>) {
    let detail = labels::violation(Locale::En, code, limit.as_deref()).unwrap_or_else(|| code.to_owned());
    out.add(field, code, &detail, limit);
}
