//! What a document is made of (DOC-2): read under the caller's own rights, as much as the template names and no more.

use std::collections::BTreeSet;

use minijinja::value::Value as Seen;

use super::needs::{Need, Needs};
use super::sorts::Sort;
use super::store;
use super::types::{MAX_PRINTED, MAX_RELATED};
use super::values::{Manner, Node, seen};
use crate::engine::error::Result;
use crate::engine::gate::Context;
use crate::engine::labels::Locale;
use crate::engine::objects::catalogue::current::Catalogue;
use crate::engine::objects::printed::PrintedRoom;
use crate::engine::schema::Schema as _;
use crate::engine::value::Value;
use crate::engine::zone::Zone;
use crate::objects::{ObjectRecord, RecordKey};

/// The most bytes that are read for a document.
const MAX_READ: usize = 4 * MAX_PRINTED;

/// What was read.
pub(super) struct Read {
    record: ObjectRecord,
    related: Vec<(String, Option<Vec<ObjectRecord>>)>,
    me: Option<ObjectRecord>,
}

/// Reads what a template needs of a record. A relation with more records than may be is told with the call's wrong fields.
pub(super) fn read(cx: &mut Context<'_>, key: &RecordKey, needs: &Needs) -> Result<Read> {
    let mut room = PrintedRoom::of(MAX_READ);
    let record = cx.printed_record(key, &paths(&needs.record))?;
    room.take(&record);
    let mut related = Vec::new();
    for (name, (relation, need)) in &needs.related {
        let found = cx.printed_relation(relation, key, &paths(need), MAX_RELATED, &mut room)?;
        if found.as_ref().is_some_and(|found| found.len() > MAX_RELATED) {
            let detail = format!("{name} has more records than {MAX_RELATED}");
            cx.violations().add("template", "too_many", detail, Some(MAX_RELATED.to_string()));
        }
        if room.is_full() {
            cx.violations().add("template", "too_expensive", "reads more than a document may", None);
            break;
        }
        related.push((name.clone(), found));
    }
    let me = cx.printed_caller(&paths(&needs.me))?;
    Ok(Read { record, related, me })
}

fn paths(need: &Need) -> Vec<String> {
    need.paths.keys().cloned().collect()
}

/// The caller's zone, or the company's.
pub(super) fn manner(cx: &mut Context<'_>, locale: Locale) -> Result<Manner> {
    let own = match cx.actor_key() {
        Some(user) => store::time_zone(cx.tx(), user)?.and_then(|zone| zone.parse::<Zone>().ok()),
        None => None,
    };
    let company = cx.company()?;
    Ok(Manner { locale, zone: own.unwrap_or_else(|| company.zone.clone()), currency: company.currency.clone() })
}

impl Read {
    /// The bytes of the longest text.
    pub(super) fn longest(&self) -> usize {
        let related = self.related.iter().flat_map(|(_, found)| found.iter().flatten());
        let records = [&self.record].into_iter().chain(&self.me).chain(related);
        let texts = |record: &ObjectRecord| {
            let values = record.values.iter().map(|(_, value)| value.text_bytes());
            values.chain([record.title.len()]).max().unwrap_or_default()
        };
        records.map(texts).max().unwrap_or_default()
    }

    /// What the template sees, and what is withheld of it.
    pub(super) fn seen(
        self,
        cx: &mut Context<'_>,
        catalogue: &Catalogue,
        needs: &Needs,
        manner: &Manner,
    ) -> Result<(Seen, Vec<String>)> {
        let mut withheld = BTreeSet::new();
        let writing = Writing { catalogue, locale: manner.locale };
        let mut record = writing.record(self.record, &needs.record, "", &mut withheld);
        for (name, found) in self.related {
            let Some((_, need)) = needs.related.get(&name) else { continue };
            if found.is_none() {
                withheld.insert(name.clone());
            }
            let front = format!("{name}.");
            let rows = found.into_iter().flatten();
            let rows: Vec<Seen> = rows.map(|row| writing.record(row, need, &front, &mut withheld).seen()).collect();
            record.put(&name, Seen::from(rows));
        }
        let me = self.me.map(|me| writing.record(me, &needs.me, "me.", &mut withheld)).unwrap_or_default();
        let today = manner.zone.local(cx.now()).date();
        let mut company = Node::default();
        company.put("currency", Seen::from(manner.currency.as_str()));
        company.put("time_zone", Seen::from(store::company_time_zone(cx.tx())?));
        let root = [
            ("record", record.seen()),
            ("me", me.seen()),
            ("company", company.seen()),
            ("today", seen(Value::Date(today))),
        ];
        Ok((root.into_iter().collect(), withheld.into_iter().collect()))
    }
}

/// How values are put where a template finds them.
struct Writing<'a> {
    catalogue: &'a Catalogue,
    locale: Locale,
}

impl Writing<'_> {
    /// A record with what a template needs of it.
    fn record(&self, record: ObjectRecord, need: &Need, front: &str, withheld: &mut BTreeSet<String>) -> Node {
        let mut node = Node::titled(&record.title);
        if !need.paths.contains_key("title") {
            node.put("title", Seen::from(record.title.as_str()));
        }
        for (path, sort) in &need.paths {
            let value = record.values.get(path);
            if value.is_none() || record.withheld.contains(path) {
                withheld.insert(format!("{front}{path}"));
            }
            self.put(&mut node, path, value.cloned().unwrap_or(Value::Null), *sort, need.choices.get(path));
        }
        node
    }

    /// A value where it is found; of a choice its label, and its name behind it. A text that is not there is an empty one.
    fn put(&self, node: &mut Node, path: &str, value: Value, sort: Sort, choice: Option<&(String, String)>) {
        let text = |value| match value {
            Value::Null => Seen::from(""),
            value => seen(value),
        };
        match (choice, value) {
            (Some((object, field)), value) => {
                let label = match &value {
                    Value::Text(name) => Seen::from(self.catalogue.choice_label(self.locale, object, field, name)),
                    _ => Seen::UNDEFINED,
                };
                node.put_more(path, label);
                node.put(&format!("{path}.name"), text(value));
            }
            (None, value) if sort == Sort::TEXT => node.put(path, text(value)),
            (None, value) if sort.may_be(Sort::RECORD) => node.put_more(path, seen(value)),
            (None, value) => node.put(path, seen(value)),
        }
    }
}
