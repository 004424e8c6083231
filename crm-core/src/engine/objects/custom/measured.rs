//! How large custom fields are in a list: they are read behind the page, which ends by them all the same.

use super::super::define::document::FieldType;
use super::super::duties::people;
use super::super::shape::Name;
use crate::engine::error::Result;
use crate::engine::gate::{Context, Entity};
use crate::engine::storage::Measured;
use crate::engine::superior;

/// The bytes of the texts of a kind's custom fields: of those that the caller reads, and of those that are told by a duty.
#[derive(Debug)]
pub(crate) struct Measure {
    beside: Name,
    sum: String,
    /// The size of each field that is told by a duty, with whom it is told to, each in the table beside or in the kind's own.
    by_duty: Vec<(String, Vec<Told>)>,
    caller: Option<i64>,
}

/// Somebody whom a field is told by a duty.
#[derive(Debug)]
struct Told {
    column: Name,
    beside: bool,
    superior: bool,
}

impl Measure {
    /// The columns of a list whose table has this name.
    pub(crate) fn measured(&self, alias: &str) -> Measured {
        let inside = |what: &str| format!("(SELECT {what} FROM {} beside WHERE beside.id = {alias}.id)", self.beside);
        let mut columns = vec![format!("COALESCE({}, 0)", inside(&self.sum))];
        for (size, people) in &self.by_duty {
            columns.push(format!("COALESCE({}, 0)", inside(size)));
            columns.extend(people.iter().map(|Told { column, beside, superior }| {
                let key = if *beside { inside(&format!("beside.{column}")) } else { format!("{alias}.{column}") };
                if *superior { superior::of(&key) } else { key }
            }));
        }
        let told_to = self.by_duty.iter().map(|(_, people)| people.len()).collect();
        Measured { columns: columns.join(", "), told_to, caller: self.caller }
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
        let (catalogue, reach, caller) = (self.catalogue()?, self.reach()?, self.actor_key());
        let Some(model) = catalogue.extended.get(entity.as_str()) else { return Ok(None) };
        let Some(beside) = model.extended.as_ref().and_then(|extended| extended.beside.clone()) else {
            return Ok(None);
        };
        let defined = catalogue.definitions.get(entity.as_str());
        let (mut sizes, mut by_duty) = (vec!["0".to_owned()], Vec::new());
        for field in &model.fields {
            let Some(declared) = &field.field else { continue };
            let column = &field.lies.value;
            let duties = declared.confidential.as_deref();
            if let Some(duties) = duties.filter(|_| !reach.to_field(&model.name, &field.name).reads()) {
                let people = defined.map(|defined| people(defined, duties)).unwrap_or_default();
                if matches!(declared.ty, FieldType::Text { .. }) && !people.is_empty() {
                    let people = people.into_iter().map(|person| Told {
                        column: person.field.column.clone(),
                        beside: person.field.beside.is_some(),
                        superior: person.superior,
                    });
                    by_duty.push((format!("octet_length(beside.{column})"), people.collect()));
                }
                continue;
            }
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
        let counts = sizes.len() > 1 || !by_duty.is_empty();
        Ok(counts.then(|| Measure { beside, sum: sizes.join(" + "), by_duty, caller }))
    }
}
