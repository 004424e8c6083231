//! Bringing back a deleted record from what the audit kept of it (OBJ-14): the values by the names of their fields, as on the
//! wire, and its parts under the names that it gives them, as a create takes them.

use serde_json::{Map, Value as Json};

use super::super::define::document::Field;
use super::super::expr::{Nature, Number, Value};
use super::super::model::{FieldModel, Model};
use super::super::shape::USER;
use super::super::values::{Currency, Held};
use super::content::{Content, Inputs, List, Part};
use super::input::{self, Find};
use super::picture::Look;
use super::rollup::Models;
use super::writer::Writer;
use crate::engine::error::{CrmError, Result};
use crate::engine::exact;
use crate::engine::ids::RecordId;
use crate::engine::storage::{Transaction, params};
use crate::engine::validate::Violations;

/// A record as it was deleted.
#[derive(Debug)]
pub struct Restored {
    /// Its id.
    pub id: RecordId,
    /// What it had.
    pub content: Content,
}

/// Reads what the audit kept of a record. Fields that are gone since are left out; one that has another name since is known
/// by the name that it had.
///
/// # Errors
/// A defect, where it has no id; what `find` gives. What does not fit any more is told in `out`, and in its part.
pub fn read(
    world: &dyn Models,
    model: &Model,
    kept: &Map<String, Json>,
    company: &Currency,
    find: &mut Find<'_>,
    out: &mut Violations,
) -> Result<Restored> {
    let (id, fields) = one(model, kept, company, find, out)?;
    let mut lists = Vec::new();
    for list in &model.parts {
        let Some(items) = kept.get(list.name.as_str()).and_then(Json::as_array) else {
            continue;
        };
        let part = world.model(&list.object).ok_or_else(|| CrmError::bug(format!("{} has no model", list.object)))?;
        let mut parts = Vec::with_capacity(items.len());
        for item in items.iter().filter_map(Json::as_object) {
            let mut found = Violations::default();
            let (id, fields) = one(part, item, company, find, &mut found)?;
            parts.push(Part { id: Some(id), fields, found });
        }
        lists.push(List { name: list.name.clone(), parts });
    }
    Ok(Restored { id, content: Content { fields, lists } })
}

fn one(
    model: &Model,
    kept: &Map<String, Json>,
    company: &Currency,
    find: &mut Find<'_>,
    out: &mut Violations,
) -> Result<(RecordId, Inputs)> {
    let id = |json: Option<&Json>| json.and_then(Json::as_str).and_then(|text| text.parse::<RecordId>().ok());
    let mut given = Map::new();
    let mut inputs = Inputs::new();
    for (place, field) in model.fields.iter().enumerate() {
        let Some(declared) = &field.field else {
            inputs.extend(kernel(field, model, kept).map(|held| (place, held)));
            continue;
        };
        // A part's whole is the record that comes back.
        if field.nature == Nature::Given
            && model.whole != Some(place)
            && let Some(json) = named(model, declared, kept)
        {
            given.insert(field.name.to_string(), json.clone());
        }
    }
    inputs.extend(input::read(model, &given, company, find, &mut |_, _| false, out)?);
    Ok((id(kept.get("id")).ok_or_else(|| CrmError::bug("a record that was kept without its id"))?, inputs))
}

/// What was kept of a field: under its name, or one that it had and that no other has now.
fn named<'j>(model: &Model, field: &Field, kept: &'j Map<String, Json>) -> Option<&'j Json> {
    let free = |name: &&super::super::shape::Name| model.fields.iter().all(|other| other.name != **name);
    let mut was = field.was.iter().filter(free).filter_map(|name| kept.get(name.as_str()));
    kept.get(field.name.as_str()).or_else(|| was.next())
}

/// What the kernel kept. The version goes on, so that nobody takes the record for the one that they saw.
fn kernel(field: &FieldModel, model: &Model, kept: &Map<String, Json>) -> Option<Held> {
    let json = kept.get(field.name.as_str());
    let text = json.and_then(Json::as_str);
    let value = match field.name.as_str() {
        "version" => Value::Number(Number::whole(json?.as_i64()?.saturating_add(1))?),
        "creator" => text.and_then(|id| id.parse().ok()).map_or(Value::Null, Value::Record),
        "number" => Value::Text(text?.into()),
        "created_at" => Value::Instant(exact::instant(text?)?),
        "status" | "state_since" => {
            // A state that is gone since is none.
            let state = kept.get("status").and_then(Json::as_str)?;
            let machine = model.object.status.as_ref()?;
            machine.states.iter().find(|known| known.name == state)?;
            if field.name == "status" { Value::Text(state.into()) } else { Value::Instant(exact::instant(text?)?) }
        }
        _ => return None,
    };
    Some(value.into())
}

impl<'a> Writer<'a, '_> {
    /// Brings a record back, with its id, number, creator, values and parts; it is asked what a create would be asked.
    /// Gives its key.
    ///
    /// # Errors
    /// [`CrmError::Conflict`] `id_taken` where it, or a part of it, is there; as [`Writer::create`].
    pub fn restore(&mut self, model: &'a Model, restored: Restored, found: Violations) -> Result<i64> {
        let Restored { id, mut content } = restored;
        self.absent(model, id, (model, id))?;
        self.creator(model, &mut content.fields)?;
        for list in &mut content.lists {
            let object = model.parts.iter().find(|known| known.name == list.name).map(|known| &known.object);
            let part = self.model(object.map_or("", |object| object))?;
            for one in &mut list.parts {
                if let Some(its) = one.id {
                    self.absent(part, its, (model, id))?;
                }
                self.creator(part, &mut one.fields)?;
            }
        }
        self.create(model, id, content, found)
    }

    fn absent(&mut self, model: &Model, id: RecordId, of: (&Model, RecordId)) -> Result<()> {
        let there = format!("SELECT EXISTS (SELECT 1 FROM {} WHERE uid = ?)", model.table);
        if self.tx.value(&there, params![id.0])? {
            return Err(CrmError::conflict(&of.0.name, of.1, "id_taken"));
        }
        Ok(())
    }

    /// Finds who made a record, whether they are still here or not.
    fn creator(&mut self, model: &Model, fields: &mut Inputs) -> Result<()> {
        let place = model.fields.iter().position(|field| field.field.is_none() && field.name == "creator");
        let table = self.world.table(USER).ok_or_else(|| CrmError::bug("users have no table"))?;
        for (_, held) in fields.iter_mut().filter(|(at, _)| Some(*at) == place) {
            held.key = key_of(self.tx, &table, &held.value)?;
            if held.key.is_none() {
                held.value = Value::Null;
            }
        }
        Ok(())
    }
}

fn key_of(tx: &mut dyn Transaction, table: &str, value: &Value) -> Result<Option<i64>> {
    let Value::Record(id) = value else { return Ok(None) };
    tx.one(&format!("SELECT id FROM {table} WHERE uid = ?"), params![id.0], |c| c.next())
}
