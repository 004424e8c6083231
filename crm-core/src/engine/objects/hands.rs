//! In whose hands records are, whatever their kind (AUTO-9): what somebody has in hand, and giving one to somebody, by its own
//! assigning or as another owner, with all that this asks of who calls.

use serde_json::json;

use super::record::{ObjectUpdate, RecordKey};
use super::shape::Name;
use crate::engine::error::{CrmError, Result};
use crate::engine::gate::Context;
use crate::engine::ids::UserId;
use crate::engine::tree::Tree;

/// Of records that have an owner, where it is said whose they are.
#[derive(Debug)]
pub(crate) struct InHand {
    /// Their table.
    pub(crate) home: Name,
    /// The field that is the owner.
    pub(crate) field: Name,
    /// Its column.
    pub(crate) owner: Name,
    /// The condition that a row of the table, `r`, is in no final state.
    pub(crate) open: String,
}

impl Context<'_> {
    /// What somebody has in hand of an object's records; none where these have no owner.
    ///
    /// # Errors
    /// `Invalid` where there is no such object (`object`: `unknown_object`).
    pub(crate) fn in_hand(&mut self, object: &str) -> Result<Option<InHand>> {
        let catalogue = self.catalogue()?;
        let Some(found) = catalogue.definitions.get(object) else { return self.no_object() };
        let owner = found.owner.as_deref().and_then(|owner| found.object.field(owner));
        let Some(owner) = owner.filter(|owner| owner.beside.is_none()) else { return Ok(None) };
        let last: Vec<String> = match (&found.machine, found.object.screen.and_then(|screen| screen.last)) {
            (Some(machine), _) => {
                machine.states.iter().filter(|state| state.is_final).map(|state| format!("'{}'", state.name)).collect()
            }
            (None, Some(last)) => last.iter().map(|state| format!("'{state}'")).collect(),
            (None, None) => Vec::new(),
        };
        let open = match found.object.field("status").filter(|_| !last.is_empty()) {
            Some(status) => format!("r.{} NOT IN ({})", status.column, last.join(", ")),
            None => "TRUE".to_owned(),
        };
        let (home, field, owner) = (found.object.table.clone(), owner.name.clone(), owner.column.clone());
        Ok(Some(InHand { home, field, owner, open }))
    }

    /// Gives a record that has an owner to somebody.
    ///
    /// # Errors
    /// Whatever its own operation refuses.
    pub(crate) fn give(&mut self, record: &RecordKey, to: UserId) -> Result<()> {
        let catalogue = self.catalogue()?;
        let found = catalogue.definitions.get(&record.object);
        let owner = found.and_then(|found| Some((found, found.owner.as_deref()?)));
        let (found, owner) = owner.ok_or_else(|| CrmError::bug("a record without an owner"))?;
        if found.is_defined() {
            let values = Some(Tree::from(json!({owner: to})));
            return self
                .update_object(&record.object, record.id, &ObjectUpdate { values, ..Default::default() })
                .map(drop);
        }
        let (object, assigned) = (record.object.as_str(), json!({"id": record.id, owner: to}));
        if !self.has_in_stead(object, "assign") {
            return self.call_in_stead(object, "update", &json!({"id": record.id, "changes": {owner: to}}));
        }
        match self.call_in_stead(object, "assign", &assigned) {
            Err(CrmError::IllegalTransition { .. }) => self.call_in_stead(object, "reassign", &assigned),
            done => done,
        }
    }
}
