//! Records that are named when a value is given (TYPE-7): what is out of the caller's reach is as unknown as what is not
//! there.

use super::super::catalogue::current::Catalogue;
use super::super::define::document::FieldType;
use super::super::model::FieldModel;
use super::super::values::{Lies, Named};
use crate::engine::error::Result;
use crate::engine::gate::{Context, Entity};
use crate::engine::ids::RecordId;
use crate::engine::scope::ScopeLevel;
use crate::engine::storage::{ToValue, Value, params};
use crate::engine::text::fold;

/// What is found of a record: its key and its id.
type Found = Option<(i64, RecordId)>;

impl Context<'_> {
    /// The record that is named for a field.
    pub(in super::super) fn find_named(
        &mut self,
        catalogue: &Catalogue,
        field: &FieldModel,
        named: &Named,
    ) -> Result<Found> {
        let Some(declared) = &field.field else { return Ok(None) };
        match (&declared.ty, named) {
            (FieldType::Entry { category }, Named::Id(id)) => {
                let sql = "SELECT id, uid FROM dictionary_entries WHERE uid = ? AND category = ?";
                self.found(sql, params![id, category.as_str()])
            }
            (FieldType::User { .. }, Named::Id(id)) => {
                self.found("SELECT id, uid FROM users WHERE uid = ? AND status = 'active'", params![id])
            }
            (FieldType::Department { .. }, Named::Id(id)) => {
                self.found("SELECT id, uid FROM departments WHERE uid = ?", params![id])
            }
            (FieldType::Ref { to, .. }, named) => self.find_referred(catalogue, to, named),
            _ => Ok(None),
        }
    }

    fn find_referred(&mut self, catalogue: &Catalogue, to: &str, named: &Named) -> Result<Found> {
        let Some(model) = catalogue.models.get(to) else { return self.find_typed(catalogue, to, named) };
        let (column, wanted) = match named {
            Named::Id(id) => ("uid", id.to_value()),
            Named::Key(text) => {
                let key = model.object.key.as_ref();
                let lies = key.and_then(|key| model.fields.iter().find(|field| field.name == *key)).map(|f| &f.lies);
                let Some(Lies { folded: Some(folded), .. }) = lies else { return Ok(None) };
                (folded.as_str(), Value::Text(fold(text).into()))
            }
        };
        let sql = format!("SELECT id, uid, owner, owner_department FROM {} WHERE {column} = ?", model.table);
        let row = self.tx().one(&sql, &[wanted], |c| Ok((c.next()?, RecordId(c.next()?), c.next()?, c.next()?)))?;
        let Some((key, id, owner, department)) = row else { return Ok(None) };
        let reach = self.reach()?;
        // Whoever may read none of them at all is told by the host whom to name.
        let level = reach.reading(&model.name).filter(|_| model.owner.is_some()).unwrap_or(ScopeLevel::All);
        Ok(reach.holds(level, owner, department).then_some((key, id)))
    }

    fn find_typed(&mut self, catalogue: &Catalogue, to: &str, named: &Named) -> Result<Found> {
        let (Some(defined), Named::Id(id)) = (catalogue.definitions.get(to), named) else { return Ok(None) };
        let found = self.found(&format!("SELECT id, uid FROM {} WHERE uid = ?", defined.object.table), params![id])?;
        let known = found.is_some() && self.is_known(&Entity::from(to), RecordId(*id))?;
        Ok(found.filter(|_| known))
    }

    fn found(&mut self, sql: &str, params: &[Value<'_>]) -> Result<Found> {
        self.tx().one(sql, params, |c| Ok((c.next()?, RecordId(c.next()?))))
    }
}
