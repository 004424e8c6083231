//! One changed record, with its fields before and after.

use crate::engine::gate::Entity;
use crate::engine::ids::RecordId;
use crate::engine::record::choices;
use crate::engine::schema::FieldInfo;
use crate::engine::value::ObjectRef;
use crate::engine::wire::Record;
use crate::engine::wire::to_json as json;

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
        /// It was merged into another, whose id stands in `into`, and is called by its own still.
        Merged = "merged",
        /// A merge was undone: it is there again.
        Restored = "restored",
    }
}

/// What stands in a change of a record that was merged, behind it, or restored, before it: the id of the other.
#[derive(serde::Serialize, serde::Deserialize)]
pub(crate) struct MergedInto {
    pub(crate) into: RecordId,
}

impl Action {
    /// As it is kept: what was merged is gone, and what is restored came, and what stands on the other side tells them apart.
    pub(super) fn kept(self) -> Action {
        match self {
            Action::Merged => Action::Deleted,
            Action::Restored => Action::Created,
            kept => kept,
        }
    }

    /// What was kept with these fields before and behind.
    pub(crate) fn told(self, before: Option<&str>, after: Option<&str>) -> Action {
        match self {
            Action::Deleted if after.is_some() => Action::Merged,
            Action::Created if before.is_some() => Action::Restored,
            kept => kept,
        }
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
    /// The rule or action that caused it, where the call itself did not (OBJ-19).
    pub(crate) cause: Option<String>,
}

impl Change {
    pub(crate) fn new(
        entity: Entity,
        id: RecordId,
        action: Action,
        before: Option<&dyn Record>,
        after: Option<&dyn Record>,
    ) -> Change {
        let (before, after) = match (before, after) {
            (Some(before), Some(after)) => {
                let (before, after) = difference(before, after);
                (Some(before), Some(after))
            }
            (before, after) => (before.map(|record| json(record)), after.map(|record| json(record))),
        };
        Change { entity, id: Some(id), action, before, after, cause: None }
    }

    /// The change of what hangs on a record, which is named before and after, whether or not it differs: by it is known who is
    /// told of the change.
    pub(crate) fn of_record(mut self, record: &ObjectRef) -> Change {
        let named = format!("{{\"record\":{}", json(record));
        for fields in self.before.iter_mut().chain(&mut self.after) {
            let comma = if fields == "{}" { "" } else { "," };
            fields.replace_range(..1, &format!("{named}{comma}"));
        }
        self
    }

    pub(crate) fn summary(entity: Entity, json: String) -> Change {
        Change { entity, id: None, action: Action::Bulk, before: None, after: Some(json), cause: None }
    }
}

/// Only the fields that differ: an update of one field must not write the whole record twice.
fn difference(before: &dyn Record, after: &dyn Record) -> (String, String) {
    let (mut old, mut new) = (Differing::new(before.fields()), Differing::new(after.fields()));
    before.with_fields(&mut |values| old.values = values.iter().map(|value| json(*value)).collect());
    after.with_fields(&mut |values| new.values = values.iter().map(|value| json(*value)).collect());
    (old.but(&new), new.but(&old))
}

/// A record's fields as JSON, on the way to those that another one has differently.
struct Differing {
    fields: &'static [FieldInfo],
    values: Vec<String>,
}

impl Differing {
    fn new(fields: &'static [FieldInfo]) -> Self {
        Differing { fields, values: Vec::new() }
    }

    fn but(&self, other: &Differing) -> String {
        let mut out = String::from("{");
        for (at, value) in self.values.iter().enumerate().filter(|(at, value)| other.values.get(*at) != Some(value)) {
            if out.len() > 1 {
                out.push(',');
            }
            // The names are plain words.
            out.push_str(&format!("\"{}\":{value}", self.fields[at].name()));
        }
        out.push('}');
        out
    }
}
