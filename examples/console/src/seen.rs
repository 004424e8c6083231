//! Which of the records that a page names its visitor may look at. What belongs to a record is named by the engine to whoever sees
//! that record; the page of the named one may still be closed to them, and then it has no link.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crm_core::Locale;
use serde_json::{Value, json};

use crate::ask::texts;
use crate::kinds;
use crate::visit::Visit;
use crate::zone::Zone;

/// As many records as the engine is asked of at once.
const AT_ONCE: usize = 1_000;

/// Who reads a page: their language, and what they may look at.
pub trait Reader {
    fn locale(&self) -> Locale;
    /// Their clock.
    fn zone(&self) -> Arc<Zone>;
    /// Where a record is shown to them; nowhere where they don't see it.
    fn address(&self, object: &str, id: &str) -> Option<String>;
}

/// The records that were named to a visitor, and those of them that they see.
#[derive(Default)]
pub struct Seen(Mutex<Known>);

#[derive(Default)]
struct Known {
    /// By objects, the ids of which nothing is known yet.
    named: BTreeMap<String, BTreeSet<String>>,
    asked: HashSet<String>,
    seen: HashSet<String>,
}

impl Seen {
    fn known(&self) -> MutexGuard<'_, Known> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Remembers the records that an answer names, so that one question serves them all.
    pub fn remember(&self, answer: &Value) {
        remember(&mut self.known(), answer);
    }
}

fn remember(known: &mut Known, answer: &Value) {
    match answer {
        Value::Array(all) => all.iter().for_each(|one| remember(known, one)),
        Value::Object(fields) => {
            let of = |name: &str| answer[name].as_str();
            if let (Some(object), Some(id), Some(_)) = (of("object"), of("id"), of("title"))
                // What is answered with its values is seen.
                && !fields.contains_key("values")
                && !known.asked.contains(id)
            {
                known.named.entry(object.to_owned()).or_default().insert(id.to_owned());
            }
            fields.values().for_each(|value| remember(known, value));
        }
        _ => {}
    }
}

impl Reader for Visit {
    fn locale(&self) -> Locale {
        self.locale
    }

    fn zone(&self) -> Arc<Zone> {
        let found = self.entry().and_then(|entry| Ok(entry.known.zone(&self.session()?)));
        found.unwrap_or_else(|_| Zone::named("").into())
    }

    fn address(&self, object: &str, id: &str) -> Option<String> {
        if !self.sees(object, id) {
            return None;
        }
        if object == crate::approvals::REQUEST {
            return Some(crate::approvals::address(id));
        }
        let screen = self.entry().ok()?.known.screen(&self.session().ok()?, object);
        match (screen, kinds::get_of(object)) {
            (Ok(_), _) => Some(format!("/o/{object}/{id}")),
            (Err(_), Some(_)) => Some(format!("/k/{object}/{id}")),
            (Err(_), None) => None,
        }
    }
}

impl Visit {
    fn sees(&self, object: &str, id: &str) -> bool {
        let mut known = self.seen.known();
        if known.asked.contains(id) {
            return known.seen.contains(id);
        }
        let mut ids = known.named.remove(object).unwrap_or_default();
        ids.insert(id.to_owned());
        let ids: Vec<String> = ids.into_iter().collect();
        for some in ids.chunks(AT_ONCE) {
            // Of what it does not know the engine says nothing, and there is no page to go to.
            let asked = json!({"entity": object, "ids": some});
            let answer = self.session().ok().and_then(|session| crate::ask::ask(&session, "meta.seen", &asked).ok());
            known.seen.extend(answer.iter().flat_map(|answer| texts(&json!({"ids": answer}), "ids")));
            known.asked.extend(some.iter().cloned());
        }
        known.seen.contains(id)
    }
}
