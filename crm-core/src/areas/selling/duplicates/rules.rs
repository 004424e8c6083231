//! What is checked and done.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

use serde_json::json;

use super::ask::Asking;
use super::fields::{Said, Subject};
use super::loaded::{Rule, rules};
use super::meet::tell;
use super::store::{self, Two};
use super::types::*;
use crate::engine::cursor::{self, Key};
use crate::engine::error::{CrmError, Result};
use crate::engine::gate::{Context, Entity, Slices};
use crate::engine::ids::RecordId;
use crate::engine::page::{PageRequest, Room, Total};
use crate::engine::sorting::Arrange as _;
use crate::engine::tree::Tree;
use crate::objects::RecordKey;
use crate::settings;

/// The object that an argument names.
fn subject(cx: &mut Context<'_>, field: &str, object: &str) -> Result<Option<Subject>> {
    let known = Subject::find(object);
    if known.is_none() && !cx.violations().has(field) {
        let detail = "must be customer, contact or opportunity";
        cx.violations().add(field, "not_supported", detail, None);
    }
    Ok(known)
}

/// The record of an argument as it is compared, with its key; none where the caller sees none.
fn found(cx: &mut Context<'_>, subject: Subject, id: RecordId) -> Result<Option<store::Saying>> {
    if cx.is_known(&subject.entity(), id)? { store::said_by_id(cx.tx(), subject, id) } else { Ok(None) }
}

/// What a check came to: the hits, and which records it masked.
type Checked = (Vec<DuplicateHit>, Vec<(&'static str, RecordId)>);

/// DUP-7.
pub(super) fn check(
    slices: &mut Slices<'_>,
    object: &str,
    values: &Tree,
    record: &Option<RecordKey>,
) -> Result<Vec<DuplicateHit>> {
    let (mut hits, masked) = slices.read(|cx| look(cx, object, values, record))?;
    if masked.is_empty() {
        return Ok(hits);
    }
    if slices.is_read_only() {
        // Where nothing can be counted, nothing is told.
        hits.retain(|hit| !hit.masked);
        return Ok(hits);
    }
    slices.write(|cx| count(cx, object, &masked))?;
    Ok(hits)
}

fn look(cx: &mut Context<'_>, object: &str, values: &Tree, record: &Option<RecordKey>) -> Result<Checked> {
    let Some(of) = subject(cx, "object", object)? else {
        cx.check_fields()?;
        return Err(CrmError::bug("an object that can't be compared"));
    };
    let said = given(cx, of, values)?;
    if record.as_ref().is_some_and(|record| record.object != object) && !cx.violations().has("record") {
        cx.violations().add("record", "wrong_type", "is a record of another kind", None);
    }
    cx.check_fields()?;
    let (me, said) = match record {
        Some(record) => {
            let Some((key, stored)) = found(cx, of, record.id)? else { return cx.not_found(of.entity(), record.id) };
            let filled = said.into_iter().zip(stored.0).map(|(said, stored)| said.unwrap_or(stored));
            (Some(key), Said(filled.collect(), stored.1))
        }
        None => (None, Said(said.into_iter().map(Option::flatten).collect(), Vec::new())),
    };
    let Some(rules) = rules(cx)? else { return Ok((Vec::new(), Vec::new())) };
    let met = Asking::new(&rules, of, &said, me).hits(cx.tx(), &|_| true)?;
    let (mut hits, mut masked) = (Vec::new(), Vec::new());
    for hit in &met {
        if !is_readable(cx, rules.rules.get(hit.rule), hit.group as i64) {
            continue;
        }
        if hits.len() == MAX_CHECKED {
            break;
        }
        let Some(told) = tell(cx, &rules, of, hit)? else { continue };
        if told.masked
            && let Some(record) = store::told(cx.tx(), hit.met.0, hit.met.1)?
        {
            let record = (hit.met.0.name(), record.id);
            if !masked.contains(&record) {
                masked.push(record);
            }
        }
        hits.push(told);
    }
    Ok((hits, masked))
}

/// What is said so far, a text or none for each field that was named. Others than those that are compared say nothing here.
fn given(cx: &mut Context<'_>, of: Subject, values: &Tree) -> Result<Vec<Option<Option<Cow<'static, str>>>>> {
    let Some(values) = values.value().as_object() else {
        if !cx.violations().has("values") {
            cx.violations().add("values", "wrong_type", "must be an object of fields", None);
        }
        return Ok(Vec::new());
    };
    for (name, value) in values {
        let path = format!("values.{name}");
        if !cx.rights().to(of.entity().as_str(), name).writes() {
            cx.violations().add(&path, "not_writable", "is not yours to write", None);
        } else if of.fields().iter().any(|known| known.name == name) && !value.is_string() && !value.is_null() {
            cx.violations().add(&path, "wrong_type", "must be a text", None);
        }
    }
    let text = |name: &str| values.get(name).map(|value| value.as_str().map(|text| Cow::Owned(text.to_owned())));
    Ok(of.fields().iter().map(|known| text(known.name)).collect())
}

/// Counts what a person is told of records that they don't see, and keeps which.
fn count(cx: &mut Context<'_>, object: &str, masked: &[(&'static str, RecordId)]) -> Result<()> {
    let Some(user) = cx.actor_key() else { return Ok(()) };
    let (day, limit) = (cx.today()?, settings::rules::of(cx)?.duplicates_told_a_day);
    let more = i64::try_from(masked.len()).unwrap_or(i64::MAX);
    if store::told_on(cx.tx(), user, day)?.saturating_add(more) > limit {
        return Err(CrmError::conflict(Entity::DUPLICATE_PAIR.as_str(), "", "daily_limit"));
    }
    store::count_told(cx.tx(), user, day, more)?;
    let told: Vec<_> = masked.iter().map(|(object, id)| json!({"object": object, "id": id.to_string()})).collect();
    cx.told_instead(&json!({"object": object, "told_of": told}))?;
    cx.audit_without_change();
    Ok(())
}

/// Whether the caller reads all that a group of a rule compares: that two records have one number is as much as the number
/// (FIELD-8). Of a rule that is not in force it is not known.
fn is_readable(cx: &Context<'_>, rule: Option<&Rule>, group: i64) -> bool {
    if cx.rights().limits().is_none() {
        return true;
    }
    let criteria = usize::try_from(group).ok().and_then(|group| rule?.groups.get(group));
    let Some((rule, criteria)) = rule.zip(criteria) else { return false };
    let reads = |subject: Subject, field: &str| {
        let entity = subject.entity();
        subject.meant(field).all(|known| cx.rights().to(entity.as_str(), known.name).reads())
    };
    criteria.iter().all(|criterion| reads(rule.of, &criterion.field) && reads(rule.against, &criterion.other))
}

/// Takes out what the caller does not see, and what is withheld from them.
fn seen(cx: &mut Context<'_>, record: &mut PairedRecord) -> Result<bool> {
    let Some(subject) = Subject::find(&record.object) else { return Ok(false) };
    if cx.is_narrowed() && !cx.is_known(&subject.entity(), record.id)? {
        return Ok(false);
    }
    let name = record.name.take();
    record.name = name.and_then(|name| cx.rights().told(&record.object, subject.title(), name));
    Ok(true)
}

/// DUP-9.
pub(super) fn pairs(cx: &mut Context<'_>, filter: &Option<PairFilter>, page: &Option<PageRequest>) -> Result<PairPage> {
    let mut record = None;
    if let Some(wanted) = filter.as_ref().and_then(|filter| filter.record.as_ref()) {
        let of = subject(cx, "filter.record.object", &wanted.object)?;
        cx.check_fields()?;
        if let Some(of) = of {
            // One that is not there is in no pair.
            let key = found(cx, of, wanted.id)?.map_or(0, |(key, _)| key);
            record = Some((of.name(), key));
        }
    }
    cx.check_fields()?;
    let mut listed = store::list(cx.tx(), filter.as_ref(), record, page)?;
    let mut kept = Vec::with_capacity(listed.items.len());
    let known = rules(cx)?;
    for mut pair in listed.items {
        let rule = known.iter().flat_map(|rules| &rules.rules).find(|rule| rule.name == pair.rule);
        if !is_readable(cx, rule, pair.group) {
            continue;
        }
        if seen(cx, &mut pair.first)? && seen(cx, &mut pair.second)? {
            kept.push(pair);
        }
    }
    listed.items = kept;
    // How many there are would count those that are not told.
    if cx.is_narrowed() || cx.rights().limits().is_some() {
        listed.total = None;
    }
    Ok(listed)
}

/// DUP-9.
pub(super) fn ignore(
    cx: &mut Context<'_>,
    pairs: &[PairId],
    ignored: &Option<bool>,
    note: &Option<String>,
) -> Result<i64> {
    let state = if ignored.unwrap_or(true) { PairState::Ignored } else { PairState::Open };
    cx.check_fields()?;
    let mut changed = 0;
    for id in pairs {
        let Some((key, before)) = store::find(cx.tx(), *id)? else {
            return cx.not_found(Entity::DUPLICATE_PAIR, *id);
        };
        let (mut first, mut second) = (before.first.clone(), before.second.clone());
        if !seen(cx, &mut first)? || !seen(cx, &mut second)? {
            return cx.not_found(Entity::DUPLICATE_PAIR, *id);
        }
        if before.state == PairState::Merged {
            return Err(CrmError::conflict(Entity::DUPLICATE_PAIR.as_str(), id, "merged"));
        }
        let note = note.clone().filter(|_| state == PairState::Ignored);
        if before.state == state && before.note == note {
            continue;
        }
        store::ignore(cx.tx(), key, state, note.as_deref())?;
        let after = DuplicatePair { state, note, ..before.clone() };
        cx.updated(Entity::DUPLICATE_PAIR, *id, &before, &after)?;
        changed += 1;
    }
    Ok(changed)
}

/// Which records are one, as far as pairs connect them: each leads to another one, in the end to the oldest.
#[derive(Default)]
struct Connected(HashMap<i64, i64>);

impl Connected {
    fn root(&mut self, record: i64) -> i64 {
        let mut root = record;
        while let Some(next) = self.0.get(&root).filter(|next| **next != root) {
            root = *next;
        }
        let mut at = record;
        while at != root {
            at = self.0.insert(at, root).unwrap_or(root);
        }
        root
    }

    fn connect(&mut self, a: i64, b: i64) {
        let (a, b) = (self.root(a), self.root(b));
        self.0.insert(a.max(b), a.min(b));
        self.0.insert(a.min(b), a.min(b));
    }
}

/// The name of the list, for its cursors.
const CLUSTERS: &str = "duplicate_clusters";

/// DUP-9: the connected open pairs, largest first, then by the oldest record.
pub(super) fn clusters(cx: &mut Context<'_>, object: &str, page: &Option<PageRequest>) -> Result<ClusterPage> {
    let of = subject(cx, "object", object)?;
    cx.check_fields()?;
    let Some(of) = of else { return Err(CrmError::bug("an object that can't be compared")) };
    let mut two = store::connected(cx.tx(), of.name())?;
    let known = rules(cx)?;
    two.retain(|(_, _, key, group)| {
        let rule = known.iter().flat_map(|rules| &rules.rules).find(|rule| rule.key == *key);
        is_readable(cx, rule, *group)
    });
    let mut connected = Connected::default();
    two.iter().for_each(|(a, b, ..)| connected.connect(*a, *b));
    let mut clusters: BTreeMap<i64, (Vec<i64>, i64)> = BTreeMap::new();
    let all: Vec<i64> = connected.0.keys().copied().collect();
    for record in all {
        clusters.entry(connected.root(record)).or_default().0.push(record);
    }
    for (a, ..) in &two {
        clusters.entry(connected.root(*a)).or_default().1 += 1;
    }
    let mut sorted: Vec<(i64, i64, Vec<i64>, i64)> = clusters
        .into_iter()
        .map(|(root, (mut records, pairs))| {
            records.sort_unstable();
            (-i64::try_from(records.len()).unwrap_or(i64::MAX), root, records, pairs)
        })
        .collect();
    sorted.arrange_by_key(|(size, root, ..)| (*size, *root));
    let total = page.as_ref().and_then(|page| page.count).unwrap_or(false).then(|| Total {
        count: i64::try_from(sorted.len()).unwrap_or(i64::MAX).min(crate::engine::page::COUNT_LIMIT),
        more: sorted.len() as i64 > crate::engine::page::COUNT_LIMIT,
    });
    if let Some(after) = page.as_ref().and_then(|page| page.after.as_deref()).filter(|after| !after.is_empty()) {
        let keys = cursor::decode(CLUSTERS, after, 2)?;
        if let [Key::Integer(size), Key::Integer(root)] = keys.as_slice() {
            sorted.retain(|cluster| (cluster.0, cluster.1) > (*size, *root));
        }
    }
    let rows = Room::of(page).rows;
    let more = sorted.len() > rows;
    sorted.truncate(rows);
    let last = sorted.last().filter(|_| more).map(|(size, root, ..)| [Key::Integer(*size), Key::Integer(*root)]);
    let next = last.map(|keys| cursor::encode(CLUSTERS, &keys));
    let mut items = Vec::with_capacity(sorted.len());
    for (size, _, keys, pairs) in sorted {
        let mut records = Vec::new();
        for key in keys.into_iter().take(MAX_IN_CLUSTER) {
            let Some(told) = store::told(cx.tx(), of, key)? else { continue };
            let store::Told { id, number, name, owner, .. } = told;
            let mut record = PairedRecord { object: of.name().to_owned(), id, number, name, owner };
            if seen(cx, &mut record)? {
                records.push(record);
            }
        }
        // Of one that is left nobody is told that it is two.
        if records.len() > 1 {
            items.push(DuplicateCluster { records, size: -size, pairs });
        }
    }
    Ok(ClusterPage { items, next, total })
}

/// Whether two are no pair any more by a rule.
pub(super) fn still_meet(
    cx: &mut Context<'_>,
    rules: &super::loaded::Rules,
    rule: i64,
    one: (Subject, i64),
    other: (Subject, i64),
) -> Result<bool> {
    for (me, met) in [(one, other), (other, one)] {
        let Some((key, said)) = store::said(cx.tx(), me.0, me.1)? else { return Ok(false) };
        let mut asking = Asking::new(rules, me.0, &said, Some(key));
        let hits = asking.hits(cx.tx(), &|known| known.key == rule)?;
        if hits.iter().any(|hit| Two::of(me, hit.met) == Two::of(me, met)) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// DUP-8.
pub(super) fn scan(slices: &mut Slices<'_>, rule: &Option<String>) -> Result<DuplicateScan> {
    super::scan::scan(slices, rule)
}
