//! Which custom fields a kind has, for whoever reads values of them from elsewhere than a call: the columns of a file (EXT-3).

use serde_json::Value as Json;

use super::super::define::document::FieldType;
use super::super::expr::Nature;
use super::super::model::Belongs;
use super::super::shape::Name;
use crate::engine::confidential::FieldRight;
use crate::engine::error::Result;
use crate::engine::gate::{Context, Entity, kind};
use crate::engine::tree::Tree;

/// A custom field of a kind.
#[derive(Debug)]
pub(crate) struct CustomField {
    pub(crate) name: Name,
    pub(crate) ty: FieldType,
    pub(crate) required: bool,
    pub(crate) fixed: bool,
    /// Whether the engine sets it.
    pub(crate) computed: bool,
    /// Whether the caller may write it (TYPE-9).
    pub(crate) writable: bool,
    /// Whether it refers to records that may be named by a text (OBJ-12).
    pub(crate) by_key: bool,
}

impl Context<'_> {
    /// Whether packs give a kind anything.
    ///
    /// # Errors
    /// Whatever the database says.
    pub(crate) fn has_custom(&mut self, entity: &Entity) -> Result<bool> {
        Ok(self.is_extended()? && self.catalogue()?.extended.contains_key(entity.as_str()))
    }

    /// Whether packs say more of the records of a kind than sums over them for whom a field of theirs names.
    ///
    /// # Errors
    /// Whatever the database says.
    pub(crate) fn has_more_than_sums(&mut self, entity: &Entity, by: &str) -> Result<bool> {
        if !self.has_custom(entity)? {
            return Ok(false);
        }
        let catalogue = self.catalogue()?;
        let Some(model) = catalogue.extended.get(entity.as_str()) else { return Ok(false) };
        let others = model.feeds.iter().any(|sum| match sum.belongs {
            Belongs::By(place) => model.fields[place].name != by,
            Belongs::Match(_) => true,
        });
        Ok(others || !model.checks.is_empty() || model.fields.iter().any(|field| field.field.is_some()))
    }

    /// Whether packs, those that sleep too, say anything of the records of a kind: give them fields, sum over them, or refer to
    /// them.
    ///
    /// # Errors
    /// Whatever the database says.
    pub(crate) fn has_packs(&mut self, entity: &Entity) -> Result<bool> {
        let table = kind::find(entity)?.table;
        Ok(self.catalogue()?.touches(entity.as_str(), table))
    }

    /// The custom fields of a kind, in their order.
    ///
    /// # Errors
    /// Whatever the database says.
    pub(crate) fn custom_fields(&mut self, entity: &Entity) -> Result<Vec<CustomField>> {
        if !self.has_custom(entity)? {
            return Ok(Vec::new());
        }
        let catalogue = self.catalogue()?;
        let Some(model) = catalogue.extended.get(entity.as_str()) else { return Ok(Vec::new()) };
        let mut out = Vec::new();
        for field in &model.fields {
            let Some(declared) = &field.field else { continue };
            let confidential = declared.confidential.is_some();
            let writable = !confidential || self.reach()?.to_field(&model.name, &field.name) == FieldRight::Full;
            let to = declared.ty.to().and_then(|to| catalogue.models.get(to));
            out.push(CustomField {
                name: field.name.clone(),
                ty: declared.ty.clone(),
                required: declared.required,
                fixed: declared.fixed,
                computed: field.nature != Nature::Given,
                writable,
                by_key: to.is_some_and(|to| to.object.key.is_some()),
            });
        }
        Ok(out)
    }
}

/// The values that are there: what is emptied of a record that is there is nothing to a new one, whose defaults fill it.
pub(crate) fn without_nulls(given: &Option<Tree>) -> Option<Tree> {
    let mut values = given.as_ref()?.value().as_object()?.clone();
    values.retain(|_, value| !value.is_null());
    (!values.is_empty()).then(|| Tree::from(Json::Object(values)))
}
