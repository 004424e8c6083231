//! Custom fields that are required, as whoever asks for complete records needs them (EXT-4): what is imported, pushed or
//! captured may lack some, and is incomplete then (CUST-2).

use std::fmt::Write;

use serde_json::{Map, Value as Json};

use super::super::catalogue::current::{Catalogue, Kept};
use super::super::catalogue::house::House;
use super::super::expr::Nature;
use super::super::model::Model;
use super::super::shape::Name;
use crate::engine::audit::{Action, Change};
use crate::engine::confidential::FieldRight;
use crate::engine::error::Result;
use crate::engine::gate::{Context, Entity, kind};
use crate::engine::ids::RecordId;
use crate::engine::money;
use crate::engine::storage::params;

/// The custom fields of a kind that are required, with where they lie.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Required {
    table: Name,
    beside: Name,
    /// Of each its name, its column, and whether it is confidential.
    fields: Vec<(Name, Name, bool)>,
}

/// Brings the mark of a record for being complete to its custom fields: as it was, and as it is.
pub(crate) type Completes = fn(&mut Context<'_>, RecordId) -> Result<Option<(bool, bool)>>;

impl Required {
    /// None where none is required.
    fn of(model: &Model) -> Option<Required> {
        let beside = model.extended.as_ref()?.beside.clone()?;
        let mut fields = Vec::new();
        for field in model.fields.iter().filter(|field| field.nature == Nature::Given) {
            if let Some(declared) = field.field.as_ref().filter(|declared| declared.required) {
                fields.push((field.name.clone(), field.lies.value.clone(), declared.confidential.is_some()));
            }
        }
        (!fields.is_empty()).then(|| Required { table: model.table.clone(), beside, fields })
    }

    /// Those of these names, required or not; none where there is none of them.
    fn among(model: &Model, names: &[&str]) -> Option<Required> {
        let beside = model.extended.as_ref()?.beside.clone()?;
        let mut fields = Vec::new();
        for field in model.fields.iter().filter(|field| names.iter().any(|name| *name == field.name)) {
            if field.nature == Nature::Given
                && let Some(declared) = &field.field
            {
                fields.push((field.name.clone(), field.lies.value.clone(), declared.confidential.is_some()));
            }
        }
        (!fields.is_empty()).then(|| Required { table: model.table.clone(), beside, fields })
    }

    /// The condition that a record has them all; `key` is its key as a column.
    pub(crate) fn filled(&self, key: &str) -> String {
        let mut sql = format!("EXISTS (SELECT 1 FROM {} s WHERE s.id = {key}", self.beside);
        for (_, column, _) in &self.fields {
            // A text takes whatever is written to it.
            let _ = write!(sql, " AND s.{column} IS NOT NULL");
        }
        sql.push(')');
        sql
    }

    /// Whether it is one of them.
    pub(crate) fn has(&self, field: &str) -> bool {
        self.fields.iter().any(|(name, ..)| name == field)
    }

    /// Their names, as typed operations tell them.
    pub(crate) fn names(&self) -> impl Iterator<Item = String> {
        self.fields.iter().map(|(name, ..)| format!("custom.{name}"))
    }
}

impl Context<'_> {
    /// The custom fields of a kind that are required; none where there are none.
    ///
    /// # Errors
    /// Whatever the database says.
    pub(crate) fn custom_required(&mut self, entity: &Entity) -> Result<Option<Required>> {
        if !self.is_extended()? {
            return Ok(None);
        }
        Ok(self.catalogue()?.extended.get(entity.as_str()).and_then(|model| Required::of(model)))
    }

    /// The same behind a change of what is defined, which the call does not go by (PACK-5).
    ///
    /// # Errors
    /// Whatever the database says.
    pub(crate) fn custom_required_now(&mut self, entity: &Entity) -> Result<Option<Required>> {
        let places = money::decimal_places(&self.company()?.currency).unwrap_or_default();
        let kept = Kept::load(self.tx())?;
        let documents = kept.documents()?;
        if !documents.iter().flat_map(|pack| &pack.extend).any(|one| one.object == entity.as_str()) {
            return Ok(None);
        }
        let house = House::load(self.tx(), documents.clone(), places)?;
        let catalogue = Catalogue::new(kept, documents, &house)?;
        Ok(catalogue.extended.get(entity.as_str()).and_then(|model| Required::of(model)))
    }

    /// The names of the required custom fields that a record lacks.
    ///
    /// # Errors
    /// Whatever the database says.
    pub(crate) fn custom_lacks(&mut self, entity: &Entity, id: impl Into<RecordId>) -> Result<Vec<Name>> {
        let Some(required) = self.custom_required(entity)? else { return Ok(Vec::new()) };
        self.lacking(&required, id.into()).map(|lacks| lacks.into_iter().map(|(name, _)| name).collect())
    }

    /// Which of these custom fields a record lacks, required or not; what packs don't give such records any more is not among them.
    ///
    /// # Errors
    /// Whatever the database says.
    pub(crate) fn custom_lacks_among(
        &mut self,
        entity: &Entity,
        id: impl Into<RecordId>,
        names: &[&str],
    ) -> Result<Vec<Name>> {
        if !self.is_extended()? {
            return Ok(Vec::new());
        }
        let catalogue = self.catalogue()?;
        let Some(model) = catalogue.extended.get(entity.as_str()) else { return Ok(Vec::new()) };
        let Some(among) = Required::among(model, names) else { return Ok(Vec::new()) };
        self.lacking(&among, id.into()).map(|lacks| lacks.into_iter().map(|(name, _)| name).collect())
    }

    /// The same as far as the caller may know, as typed operations tell them: whether a hidden field is filled is not told.
    ///
    /// # Errors
    /// Whatever the database says.
    pub(crate) fn told_custom_lacks(&mut self, entity: &Entity, id: impl Into<RecordId>) -> Result<Vec<String>> {
        let Some(required) = self.custom_required(entity)? else { return Ok(Vec::new()) };
        let mut told = Vec::new();
        for (name, confidential) in self.lacking(&required, id.into())? {
            if !confidential || self.reach()?.to_field(entity.as_str(), &name) > FieldRight::Hidden {
                told.push(format!("custom.{name}"));
            }
        }
        Ok(told)
    }

    fn lacking(&mut self, required: &Required, id: RecordId) -> Result<Vec<(Name, bool)>> {
        let Required { table, beside, fields } = required;
        let columns: Vec<String> = fields.iter().map(|(_, column, _)| format!("s.{column} IS NULL")).collect();
        let sql =
            format!("SELECT {} FROM {table} r LEFT JOIN {beside} s ON s.id = r.id WHERE r.uid = ?", columns.join(", "));
        let lacks = self.tx().one(&sql, params![id.0], |c| fields.iter().map(|_| c.next::<bool>()).collect())?;
        let lacks: Vec<bool> = lacks.unwrap_or_default();
        let lacking = fields.iter().zip(lacks).filter(|(_, lacks)| *lacks);
        Ok(lacking.map(|((name, _, confidential), _)| (name.clone(), *confidential)).collect())
    }

    /// Brings the mark for being complete to the custom fields that were just written, where a kind has one; the change tells
    /// it.
    pub(crate) fn settle_complete(&mut self, change: &mut Change) -> Result<()> {
        let completes = kind::find(&change.entity).ok().and_then(|kind| kind.extends).and_then(|of| of.completes);
        let (Some(completes), Some(id)) = (completes, change.id) else { return Ok(()) };
        let Some((was, is)) = completes(self, id)? else { return Ok(()) };
        let parse = |json: &Option<String>| {
            json.as_deref().and_then(|json| serde_json::from_str::<Map<String, Json>>(json).ok())
        };
        let (Some(mut after), before) = (parse(&change.after), parse(&change.before)) else { return Ok(()) };
        match before.filter(|_| change.action == Action::Updated) {
            None => drop(after.insert(COMPLETE.to_owned(), is.into())),
            Some(mut before) => {
                let was = before.get(COMPLETE).and_then(Json::as_bool).unwrap_or(was);
                if was == is {
                    before.shift_remove(COMPLETE);
                    after.shift_remove(COMPLETE);
                } else {
                    before.insert(COMPLETE.to_owned(), was.into());
                    after.insert(COMPLETE.to_owned(), is.into());
                }
                change.before = Some(Json::Object(before).to_string());
            }
        }
        change.after = Some(Json::Object(after).to_string());
        Ok(())
    }
}

/// What the mark is called in a record.
const COMPLETE: &str = "complete";
