//! What is kept of a record when a request is submitted, to be compared with what is at the end (APPR-9): the frozen fields, the
//! values that conditions read, and its files.

use serde_json::{Map, Value as Json, json};

use super::loaded::{Flow, Guarded};
use super::store;
use crate::engine::error::Result;
use crate::engine::gate::Context;
use crate::engine::ids::RecordId;
use crate::engine::objects::expr::{Nature, Value};
use crate::engine::objects::model::FieldModel;
use crate::engine::objects::records::{follows, read};
use crate::engine::objects::told;
use crate::engine::objects::values::Held;

/// What every change has differently.
const ALWAYS: [&str; 4] = ["id", "version", "state_since", "created_at"];

/// Whether a field is one that a flow freezes: what follows from others is none, unless a condition reads it.
fn freezes(flow: &Flow, field: &FieldModel) -> bool {
    let own = field.nature == Nature::Given && !follows(field) && !ALWAYS.contains(&field.name.as_str());
    own && flow.content.frozen.as_ref().is_none_or(|fields| fields.iter().any(|name| field.name == *name))
}

/// A value that a condition reads.
fn plain(value: &Value) -> Json {
    match value {
        Value::Null => Json::Null,
        Value::Boolean(value) => json!(value),
        Value::Number(number) => json!(number.to_decimal().normalize().to_string()),
        Value::Text(text) => json!(text.as_str()),
        Value::Date(date) => json!(date.to_string()),
        Value::Instant(at) => json!(at.timestamp_micros()),
        Value::Record(id) => json!(id.to_string()),
    }
}

impl Context<'_> {
    /// What is kept of a record for a flow; none where there is no such record. `after` is what the operation would leave.
    pub(super) fn keep_for(
        &mut self,
        guarded: &Guarded,
        flow: &Flow,
        (home, id): (&str, RecordId),
        after: Option<&[Held]>,
    ) -> Result<Option<String>> {
        let (catalogue, currency) = (self.catalogue()?, self.company()?.currency.clone());
        let Some((_, mut picture)) = read(self.tx(), &guarded.model, &*catalogue, id)? else { return Ok(None) };
        let model = &guarded.model;
        let mut fields = Map::new();
        for (field, held) in model.fields.iter().zip(&picture.held).filter(|(field, _)| freezes(flow, field)) {
            fields.insert(field.name.to_string(), told(field, held, model.places, &currency));
        }
        let (mut values, mut own) = (Vec::new(), Vec::new());
        for condition in flow.conditions.iter().flatten() {
            picture.fetch(self.tx(), condition)?;
            values.extend(picture.values_read(condition).iter().map(plain));
            own.extend(
                condition.own.iter().filter_map(|place| model.fields.get(*place)).map(|field| field.name.to_string()),
            );
        }
        own.sort_unstable();
        own.dedup();
        let mut leaves = Vec::new();
        if let Some(after) = after {
            picture.held = after.to_vec();
            for condition in flow.conditions.iter().flatten() {
                picture.fetch(self.tx(), condition)?;
                leaves.extend(picture.values_read(condition).iter().map(plain));
            }
        }
        let mut files = Map::new();
        for (file, digest) in store::files(self.tx(), home, id)? {
            let digest: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
            files.insert(file.to_string(), json!(digest));
        }
        Ok(Some(json!({"fields": fields, "values": values, "leaves": leaves, "own": own, "files": files}).to_string()))
    }
}

/// Whether what was kept is what there is. Files that came since are none of those that were kept.
pub(super) fn is_same(kept: &str, now: &str) -> bool {
    let parse = |text: &str| serde_json::from_str::<Json>(text).unwrap_or_default();
    let (kept, now) = (parse(kept), parse(now));
    let files = |json: &Json| json["files"].as_object().cloned().unwrap_or_default();
    let there = files(&now);
    kept["fields"] == now["fields"]
        && kept["values"] == now["values"]
        && files(&kept).iter().all(|(file, digest)| there.get(file) == Some(digest))
}

/// Whether the values that conditions read are the same, as they are and as the operation would leave them.
pub(super) fn reads_same(kept: &str, now: &str) -> bool {
    let parse = |text: &str| serde_json::from_str::<Json>(text).unwrap_or_default();
    let (kept, now) = (parse(kept), parse(now));
    ["values", "leaves"].iter().all(|of| kept[*of] == now[*of])
}
