//! Custom fields that a typed operation needs (EXT-4), told with what else is wrong with the call.

use super::super::expr::Value;
use super::super::records;
use crate::engine::error::Result;
use crate::engine::gate::{Context, Entity};
use crate::engine::ids::RecordId;
use crate::engine::validate::Violations;

impl Context<'_> {
    /// Tells which custom fields the operation needs that the record will not have by then. It is asked where a rule ends its
    /// search for wrong fields, when both the record and what is given for it are known.
    ///
    /// # Errors
    /// Whatever the database says.
    pub(crate) fn ask_needs(&mut self) -> Result<()> {
        let guarded = self.custom.guarded.take();
        let new = self.custom.given.as_ref().filter(|given| given.id.is_none()).map(|given| given.entity.clone());
        let new = new.filter(|new| guarded.as_ref().is_none_or(|(entity, _)| entity != new));
        if let Some((entity, id)) = guarded {
            self.ask_needs_of(&entity, Some(id))?;
        }
        new.map_or(Ok(()), |entity| self.ask_needs_of(&entity, None))
    }

    /// The same of one record; none is one that is new.
    fn ask_needs_of(&mut self, entity: &Entity, id: Option<RecordId>) -> Result<()> {
        let Some(kind) = self.customised(entity)? else { return Ok(()) };
        let (model, operation) = (kind.model()?, self.operation().name);
        let needs = model.extended.iter().flat_map(|extended| &extended.needs);
        let places: Vec<usize> =
            needs.filter(|(of, _)| *of == operation).flat_map(|(_, places)| places.clone()).collect();
        if places.is_empty() {
            return Ok(());
        }
        let there = match id {
            Some(id) => records::read(self.tx(), model, &*kind.catalogue, id)?.map(|(_, picture)| picture),
            None => None,
        };
        let mut found = Violations::default();
        for place in places {
            let field = &model.fields[place];
            let given = self.custom.given.as_ref().filter(|given| given.entity == *entity);
            let given = given.and_then(|given| given.inputs.iter().find(|(of, _)| *of == place));
            let has = match (given, &there) {
                (Some((_, held)), _) => held.value != Value::Null,
                (None, Some(there)) => there.held[place].value != Value::Null,
                (None, None) => field.default.is_some(),
            };
            if !has && !self.violations().has(&format!("custom.{}", field.name)) {
                found.missing_once(&field.name);
            }
        }
        self.tell_custom(found);
        Ok(())
    }
}
