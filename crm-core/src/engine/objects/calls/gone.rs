//! What follows for records of defined objects from the deletion of a typed one (OBJ-13).

use super::super::days::Moment;
use super::super::shape::Catalogue as Objects;
use crate::engine::error::Result;
use crate::engine::gate::{Context, Entity};
use crate::engine::ids::RecordId;
use crate::engine::storage::params;

impl Context<'_> {
    /// Does what the fields that refer to a typed record say of its deletion, before its row goes. Where no defined object
    /// refers to its kind, nothing but the catalogue is looked at, which the call has by then or reads once.
    ///
    /// # Errors
    /// Conflict `in_use` where a field says so, or what would go with it can't; `too_many`.
    pub(crate) fn typed_goes(&mut self, entity: &Entity, id: RecordId) -> Result<()> {
        let catalogue = self.catalogue()?;
        let name = entity.as_str();
        let Some(object) = catalogue.definitions.object(name).filter(|_| catalogue.referred.contains(name)) else {
            return Ok(());
        };
        let sql = format!("SELECT id FROM {} WHERE uid = ?", object.table);
        let Some(key) = self.tx().one(&sql, params![id.0], |c| c.next::<i64>())? else { return Ok(()) };
        let company = self.company()?;
        let (zone, currency) = (company.zone.clone(), company.currency.clone());
        let moment = Moment::at(zone, self.now(), self.actor_id().map(|user| user.0));
        let seen = moment.seen();
        let ((), written) = self.writing(&catalogue, &moment, &seen, |writer| writer.typed_gone(name, key, id))?;
        self.tell_written(&written, &currency)
    }
}
