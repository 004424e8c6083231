//! One changed record, with its fields before and after.

use serde::Serialize;
use serde_json::{Map, Value};

use crate::error::{CrmError, Result};
use crate::gate::Entity;
use crate::ids::RecordId;
use crate::record::choices;

choices! {
    /// What happened to a record.
    Action {
        /// It was created.
        Created = "created",
        /// It was changed.
        Updated = "updated",
        /// It was deleted.
        Deleted = "deleted",
        /// Many records of the kind were pushed at once; one row sums them up.
        Bulk = "bulk",
    }
}

/// A change on its way into the audit.
#[derive(Debug)]
pub(crate) struct Change {
    pub(crate) entity: Entity,
    pub(crate) id: Option<RecordId>,
    pub(crate) action: Action,
    /// JSON objects: the whole record where it was created or deleted, the fields that differ where it was updated.
    pub(crate) before: Option<String>,
    pub(crate) after: Option<String>,
}

impl Change {
    pub(crate) fn new<R: Serialize>(
        entity: Entity,
        id: RecordId,
        action: Action,
        before: Option<&R>,
        after: Option<&R>,
    ) -> Result<Change> {
        let (before, after) = match (before, after) {
            (Some(before), Some(after)) => difference(before, after)?,
            (before, after) => (before.map(json).transpose()?, after.map(json).transpose()?),
        };
        Ok(Change { entity, id: Some(id), action, before, after })
    }

    pub(crate) fn summary(entity: Entity, json: String) -> Change {
        Change { entity, id: None, action: Action::Bulk, before: None, after: Some(json) }
    }
}

fn json<R: Serialize>(record: &R) -> Result<String> {
    serde_json::to_string(record).map_err(|e| CrmError::bug(e.to_string()))
}

fn fields<R: Serialize>(record: &R) -> Result<Map<String, Value>> {
    match serde_json::to_value(record) {
        Ok(Value::Object(map)) => Ok(map),
        Ok(_) => Err(CrmError::bug("a change of something that is no record")),
        Err(e) => Err(CrmError::bug(e.to_string())),
    }
}

/// Only the fields that differ: an update of one field must not write the whole record twice.
fn difference<R: Serialize>(before: &R, after: &R) -> Result<(Option<String>, Option<String>)> {
    let (mut before, mut after) = (fields(before)?, fields(after)?);
    let same: Vec<String> =
        before.iter().filter(|(name, value)| after.get(*name) == Some(value)).map(|(name, _)| name.clone()).collect();
    for name in same {
        before.remove(&name);
        after.remove(&name);
    }
    Ok((Some(json(&before)?), Some(json(&after)?)))
}
