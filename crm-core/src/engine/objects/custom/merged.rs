//! Custom fields of records that become one (DUP-11), and of what refers to them (DUP-12).

use serde_json::{Value as Json, json};

use super::super::calls::told;
use super::super::expr::{Nature, Value};
use super::super::model::{Belongs, Model};
use super::super::records::{self, read_by_key};
use super::super::values::Held;
use super::Given;
use crate::engine::error::Result;
use crate::engine::gate::{Context, Entity};
use crate::engine::ids::RecordId;
use crate::engine::objects::days::Moment;
use crate::engine::storage::params;
use crate::engine::validate::Violations;

/// A custom field of records that are merged.
#[derive(Debug)]
pub(crate) struct MergedCustom {
    pub(crate) place: usize,
    pub(crate) name: String,
    /// What each record has, as JSON, and as it is held.
    pub(crate) values: Vec<(Json, Held)>,
    /// Whether the caller reads it, and writes it.
    pub(crate) reads: bool,
    pub(crate) writes: bool,
}

impl Context<'_> {
    /// The custom fields of records of a typed kind that hold what was given, with what each has.
    pub(crate) fn custom_of_merged(&mut self, entity: &Entity, ids: &[RecordId]) -> Result<Vec<MergedCustom>> {
        let Some(kind) = self.customised(entity)? else { return Ok(Vec::new()) };
        let model = kind.model()?;
        let mut pictures = Vec::new();
        for id in ids {
            pictures.push(records::read(self.tx(), model, &*kind.catalogue, *id)?.map(|(_, picture)| picture));
        }
        let reach = self.reach()?;
        let mut found = Vec::new();
        for (place, field) in model.fields.iter().enumerate() {
            if field.field.is_none() || field.formula.is_some() || field.nature == Nature::Rollup {
                continue;
            }
            let value = |picture: &Option<records::Picture<'_>>| {
                let held = picture.as_ref().map(|picture| picture.held[place].clone()).unwrap_or_default();
                let json = match held.value {
                    Value::Null => Json::Null,
                    _ => told(field, &held, model.places, kind.company.code.as_str()),
                };
                (json, held)
            };
            let right = reach.to_field(&model.name, &field.name);
            found.push(MergedCustom {
                place,
                name: field.name.to_string(),
                values: pictures.iter().map(value).collect(),
                reads: right.reads(),
                writes: right.writes(),
            });
        }
        Ok(found)
    }

    /// Has the record that is told the audit next take these values of its custom fields.
    pub(crate) fn custom_becomes(&mut self, entity: &Entity, id: RecordId, inputs: Vec<(usize, Held)>) {
        if !inputs.is_empty() {
            let (entity, id, spared) = (entity.clone(), Some(id), Vec::new());
            self.custom.given = Some(Given { entity, id, inputs, demanded: false, spared });
        }
    }

    /// Custom fields by their names and JSON, as [`Context::custom_becomes`] takes them.
    pub(crate) fn custom_inputs(
        &mut self,
        entity: &Entity,
        fields: serde_json::Map<String, Json>,
    ) -> Result<Vec<(usize, Held)>> {
        let Some(kind) = self.customised(entity)? else { return Ok(Vec::new()) };
        let model = kind.model()?;
        let mut inputs = Vec::new();
        for (name, json) in fields {
            let Some(place) = model.fields.iter().position(|field| field.name == name) else { continue };
            let held = super::kept_value(self.tx(), &kind.catalogue, &model.fields[place], &json, &kind.company)?;
            inputs.push((place, held));
        }
        Ok(inputs)
    }

    /// Has records of a typed kind that refer to another one now by a field brought to that, where packs say more of them
    /// than sums over that field.
    pub(crate) fn custom_refers_anew(
        &mut self,
        entity: &Entity,
        field: &str,
        ids: &[RecordId],
        (from, to): (RecordId, RecordId),
        later: (Entity, i64),
    ) -> Result<()> {
        if ids.is_empty() || !self.has_more_than_sums(entity, field)? {
            return Ok(());
        }
        let (before, after) = (json!({ field: from }), json!({ field: to }));
        self.customise_beside(entity, ids, (&before, &after), Some(&later))
    }

    /// Whether records of a defined object may refer to another one by this slot without more being asked: nothing is
    /// computed of it, and no check, span or roll-up of another goes by it. What sleeps is asked nothing.
    pub(crate) fn refers_plainly(&mut self, object: &str, table: &str, slot: &str) -> Result<bool> {
        let catalogue = self.catalogue()?;
        let Some(model) = catalogue.models.get(object).filter(|model| model.table == table) else { return Ok(true) };
        let Some(place) = model.fields.iter().position(|field| field.lies.value == slot) else { return Ok(true) };
        Ok(is_plain(model, place))
    }

    /// Has records of a defined object refer to another one, each as an update of it would: with what follows, and refused
    /// where that is.
    ///
    /// # Errors
    /// `Invalid` with what is wrong, by the object's name; whatever the database says.
    pub(crate) fn refer_anew(&mut self, object: &str, slot: &str, keys: &[i64], to: (i64, RecordId)) -> Result<()> {
        let catalogue = self.catalogue()?;
        let company = self.company()?;
        let (zone, currency) = (company.zone.clone(), company.currency.clone());
        let moment = Moment::at(zone, self.now(), self.actor_id().map(|user| user.0));
        let seen = moment.seen();
        let ((), written) = self.writing(&catalogue, &moment, &seen, |writer| {
            let model = writer.model(object)?;
            let Some(place) = model.fields.iter().position(|field| field.lies.value == slot) else { return Ok(()) };
            for key in keys {
                let Some(before) = read_by_key(writer.tx, model, writer.world, *key)? else { continue };
                let held = Held { value: Value::Record(to.1), key: Some(to.0), currency: None };
                writer.update(*key, before, vec![(place, held)], false, Violations::default())?;
            }
            Ok(())
        })?;
        self.tell_written(&written, &currency)
    }

    /// The tables that lie beside those of a typed kind.
    pub(crate) fn tables_beside(&mut self, entity: &Entity) -> Result<Vec<(String, Vec<String>)>> {
        let catalogue = self.catalogue()?;
        let beside = catalogue.tables.iter().filter(|table| table.is_beside(entity.as_str()));
        let named = beside.map(|table| {
            let slots = table.slots.iter().map(|(slot, _)| slot.to_string());
            (table.key.to_string(), std::iter::once("id".to_owned()).chain(slots).collect())
        });
        Ok(named.collect())
    }

    /// How many versions of a record's row there were.
    pub(crate) fn raise_version(&mut self, table: &str, key: i64) -> Result<usize> {
        self.tx().execute(&format!("UPDATE {table} SET version = version + 1 WHERE id = ?"), params![key])
    }
}

fn is_plain(model: &Model, place: usize) -> bool {
    let by_span = model.spans.iter().any(|span| span.by.contains(&place));
    let fed = model.feeds.iter().any(|sum| match &sum.belongs {
        Belongs::By(by) => *by != place,
        Belongs::Match(_) => true,
    });
    model.checks.is_empty() && model.formulas.is_empty() && !by_span && !fed
}
