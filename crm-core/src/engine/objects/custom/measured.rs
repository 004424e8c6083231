//! How large custom fields are in a list: they are read behind the page, which ends by them all the same.

use super::super::define::document::FieldType;
use super::super::shape::Name;
use crate::engine::error::Result;
use crate::engine::gate::{Context, Entity};

/// The bytes of the texts of a kind's custom fields, of those that the caller reads.
#[derive(Debug)]
pub(crate) struct Measure {
    beside: Name,
    sum: String,
}

impl Measure {
    /// The column of a list whose table has this name.
    pub(crate) fn column(&self, alias: &str) -> String {
        format!("COALESCE((SELECT {} FROM {} beside WHERE beside.id = {alias}.id), 0)", self.sum, self.beside)
    }
}

impl Context<'_> {
    /// How large the custom fields of a kind are; none where it has none that count.
    ///
    /// # Errors
    /// Whatever the database says.
    pub(crate) fn custom_measure(&mut self, entity: &Entity) -> Result<Option<Measure>> {
        if !self.has_custom(entity)? {
            return Ok(None);
        }
        let catalogue = self.catalogue()?;
        let Some(model) = catalogue.extended.get(entity.as_str()) else { return Ok(None) };
        let Some(beside) = model.extended.as_ref().and_then(|extended| extended.beside.clone()) else {
            return Ok(None);
        };
        let mut sizes = Vec::new();
        for field in &model.fields {
            let Some(declared) = &field.field else { continue };
            if declared.confidential.is_some() && !self.reach()?.to_field(&model.name, &field.name).reads() {
                continue;
            }
            let column = &field.lies.value;
            match &declared.ty {
                FieldType::Text { .. } | FieldType::Choice { .. } => {
                    sizes.push(format!("COALESCE(octet_length(beside.{column}), 0)"));
                }
                // What everybody is told of a record counts; what only some are told would say that it is there.
                ty => {
                    let to = ty.to().and_then(|to| catalogue.definitions.get(to)).map(|defined| &defined.object);
                    let title = to.and_then(|to| Some((to, to.title().filter(|title| title.told)?)));
                    if let Some((to, title)) = title {
                        let (table, title) = (&to.table, &title.column);
                        sizes.push(format!(
                            "COALESCE((SELECT octet_length(t.{title}) FROM {table} t WHERE t.id = beside.{column}), 0)"
                        ));
                    }
                }
            }
        }
        Ok((!sizes.is_empty()).then(|| Measure { beside, sum: sizes.join(" + ") }))
    }
}
