//! Who maintains a record (PROC-2): whoever may call its `update`, whatever its state; where its kind has none, whoever holds it
//! and sales managers. It is asked of records that the acting user reads.

use super::super::model::Model;
use super::super::record::RecordKey;
use super::super::records;
use super::guard::Called;
use crate::engine::area;
use crate::engine::error::{CrmError, Result};
use crate::engine::gate::{Context, Entity, kind};
use crate::engine::ids::RecordId;
use crate::engine::permission::{SALES_MANAGER, has_role};
use crate::engine::storage::params;

/// What maintains.
const UPDATE: &str = "update";

impl Context<'_> {
    /// Refuses who does not maintain the record.
    ///
    /// # Errors
    /// What the record's own `update` says, but of its version and its state.
    pub(crate) fn maintained(&mut self, record: &RecordKey) -> Result<()> {
        let standing = self.standing_of_call();
        let catalogue = self.catalogue()?;
        let asked = match catalogue.models.get(record.object.as_str()) {
            Some(model) => self.maintains_object(model, record.id),
            None => self.maintains_typed(&record.object, record.id),
        };
        self.stand_again(standing);
        asked
    }

    fn maintains_object(&mut self, model: &Model, id: RecordId) -> Result<()> {
        let catalogue = self.catalogue()?;
        // A part is written with its whole.
        if let Some(whole) = catalogue.whole(model) {
            let sql =
                format!("SELECT w.uid FROM {} p JOIN {} w ON w.id = p.whole WHERE p.uid = ?", model.table, whole.table);
            return match self.tx().one(&sql, params![&id.0], |c| c.next())? {
                Some(of) => self.maintains_object(whole, RecordId(of)),
                None => self.not_found(Entity::from(model.name.as_str()), id),
            };
        }
        let held = self.reach()?.level(&model.name, UPDATE).is_some();
        self.called_as(&format!("{}.{UPDATE}", model.name), held);
        if !held {
            return self.no_permission();
        }
        match records::read(self.tx(), model, &*catalogue, id)? {
            Some((key, picture)) => {
                self.guard_object(&Called { key, id, picture: &picture, owned: None, superiors: None }, UPDATE, None)
            }
            None => self.not_found(Entity::from(model.name.as_str()), id),
        }
    }

    fn maintains_typed(&mut self, object: &str, id: RecordId) -> Result<()> {
        let entity = Entity::from(object);
        let own = area::all().find(|area| area.name() == area::of_kind(object));
        let updates = own.is_some_and(|area| area.operations.iter().any(|operation| operation.short_name() == UPDATE));
        if updates {
            self.in_stead_of(object, UPDATE)?;
        }
        let Some(subject) = kind::find(&entity)?.subject(self, id)? else { return self.not_found(entity, id) };
        if !updates {
            let me = self.actor_id();
            let holds = me.is_none() || subject.duties().iter().any(|(_, who)| Some(*who) == me);
            let user = self.actor_key();
            return if holds || has_role(self.tx(), user, SALES_MANAGER)? {
                Ok(())
            } else {
                Err(CrmError::forbidden(self.called(), "not_yours"))
            };
        }
        match self.guard_whose(&*subject) {
            Err(refusal) if !self.by_role() && !refusal.is_failure() => self.no_permission(),
            guarded => guarded.map(drop),
        }
    }
}
