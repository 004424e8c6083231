//! The outbox (AUTO-10): messages to the host, that exist only where the call committed. The engine sends nothing: a host takes
//! them, does what they are for, and says so. What one tells a person is kept as what it is about, and said when it is taken.

mod store;

use serde_json::{Map, Value as Json, json};
use uuid::Uuid;

use crate::engine::error::{CrmError, Result};
use crate::engine::gate::Context;
use crate::engine::objects::record::ObjectRecord;
use crate::engine::objects::record::RecordKey;
use crate::engine::telling::Person;
use crate::engine::wire::to_json;

/// The most bytes of a payload.
pub(crate) const MAX_PAYLOAD: usize = 64 * 1024;

/// A message on its way into the outbox.
pub(crate) struct Emission<'a> {
    /// The record that it is about, which is there.
    pub(crate) record: &'a RecordKey,
    pub(crate) topic: &'a str,
    /// Own fields of the record, whose values it tells.
    pub(crate) fields: &'a [String],
    /// For so many seconds a message of the topic about the record that nobody took is replaced.
    pub(crate) merge_within: i64,
}

/// The medium of what people are told at once (NOTIFY-4).
pub(crate) const PUSH: &str = "push";

/// The medium of what they have not read, in one message.
pub(crate) const DIGEST: &str = "digest";

/// A message to somebody on its way into the outbox (AUTO-10).
pub(crate) struct ToPerson<'a> {
    pub(crate) to: Person,
    /// By what it is to reach them.
    pub(crate) medium: &'a str,
    pub(crate) topic: &'a str,
    /// The record that it is about, where it is about one.
    pub(crate) record: Option<&'a RecordKey>,
}

/// What a message says: the exact text that hosts sign.
fn payload(emission: &Emission<'_>, record: &ObjectRecord, changed: &[&String], time: &str) -> Result<String> {
    let told: Json = serde_json::from_str(&to_json(record)).map_err(|e| CrmError::bug(e.to_string()))?;
    let time: Json = serde_json::from_str(time).map_err(|e| CrmError::bug(e.to_string()))?;
    let value = |name: &String| (name.clone(), told["values"][name.as_str()].clone());
    let fields: Map<String, Json> = emission.fields.iter().map(value).collect();
    let payload = json!({
        "event": emission.topic,
        "object": record.object,
        "id": record.id,
        "version": record.version,
        "time": time,
        "fields": fields,
        "changed": changed,
    });
    Ok(payload.to_string())
}

impl Context<'_> {
    /// The queue of the events of a record; none where there is no such object. They keep it where the object is called otherwise.
    pub(crate) fn queue_of(&mut self, record: &RecordKey) -> Result<Option<String>> {
        let catalogue = self.catalogue()?;
        let found = catalogue.definitions.get(&record.object);
        Ok(found.map(|found| format!("event/{}/{}", found.object.table, record.id)))
    }

    /// Puts a message into the outbox; none where it would be larger than one may be. What it tells of the record is what the
    /// engine itself reads, whoever calls: that a field is named is an administrator's decision, or the host's.
    pub(crate) fn emit(&mut self, emission: &Emission<'_>) -> Result<Option<Uuid>> {
        let Some(queue) = self.queue_of(emission.record)? else {
            return Err(CrmError::bug("a message about no object"));
        };
        let operation = self.operation();
        let record = self.as_the_engine(operation, |cx| cx.printed_record(emission.record, emission.fields))?;
        let changed = self.changed_of(emission.record, emission.fields);
        let now = self.now();
        let payload = payload(emission, &record, &changed, &to_json(&now))?;
        if payload.len() > MAX_PAYLOAD {
            return Ok(None);
        }
        let since = now - chrono::TimeDelta::seconds(emission.merge_within);
        if emission.merge_within > 0
            && let Some((key, id)) = store::untaken(self.tx(), &queue, emission.topic, since)?
        {
            store::replace(self.tx(), key, &payload)?;
            return Ok(Some(id));
        }
        let id = self.new_id();
        store::insert(self.tx(), id, (emission.record, &queue), (emission.topic, &payload), now)?;
        Ok(Some(id))
    }

    /// Puts a message to somebody into the outbox. What is kept of what it says is read when it is taken, and asked then whether
    /// they may still be told it (AUTO-11).
    pub(crate) fn message(&mut self, to: &ToPerson<'_>, kept: &str) -> Result<Uuid> {
        let (id, now) = (self.new_id(), self.now());
        let queue = format!("person/{}/{}", to.to.1, to.medium);
        store::insert_for(self.tx(), id, to, (&queue, kept), now)?;
        Ok(id)
    }

    /// Those of the fields that the call has changed.
    fn changed_of<'f>(&self, record: &RecordKey, fields: &'f [String]) -> Vec<&'f String> {
        let mut changed: Vec<&String> = Vec::new();
        for change in self.changes_so_far().filter(|change| change.id == Some(record.id)) {
            if *change.entity.as_str() != *record.object {
                continue;
            }
            let told = change.before.iter().chain(&change.after).map(|json| serde_json::from_str::<Json>(json));
            for told in told.flatten() {
                // What packs give a typed record stands behind one name.
                let in_it = |name: &str| told.get(name).is_some() || told["custom"].get(name).is_some();
                changed.extend(fields.iter().filter(|name| in_it(name)));
            }
        }
        fields.iter().filter(|name| changed.contains(name)).collect()
    }
}
