//! What a merge is about, looked at before anything is written (DUP-10).

use super::fields::{self, Taken};
use super::kinds::{Loaded, Sort};
use super::moves;
use super::store::{self, moves::Party};
use super::types::*;
use crate::engine::error::{CrmError, Result};
use crate::engine::gate::Context;
use crate::engine::sorting::Arrange as _;
use crate::objects::RecordKey;

/// Records that are to become one.
pub(super) struct Plan {
    pub(super) sort: Sort,
    /// The survivor first.
    pub(super) order: Vec<Loaded>,
    pub(super) fields: Vec<Taken>,
}

impl Plan {
    /// A record of it, by all that rows know it by.
    pub(super) fn party(&self, at: usize) -> Party<'static> {
        Party { home: self.sort.home(), key: self.order[at].key, id: self.order[at].id }
    }
}

/// The call's arguments that say which records.
pub(super) struct Asked<'a> {
    pub(super) records: &'a [RecordKey],
    pub(super) survivor: &'a Option<RecordKey>,
    pub(super) choices: &'a [FieldChoice],
    pub(super) versions: &'a [RecordVersion],
}

/// The kind of the records, and each once.
fn named(cx: &mut Context<'_>, asked: &Asked<'_>) -> Result<(Sort, Vec<RecordKey>)> {
    let mut named: Vec<RecordKey> = Vec::new();
    for (at, record) in asked.records.iter().enumerate() {
        let same = named.first().is_none_or(|first| first.object == record.object);
        if !same && !cx.violations().has(&format!("records[{at}].object")) {
            let first = named.first().map(|first| first.object.clone());
            cx.violations().add(&format!("records[{at}].object"), "wrong_kind", "is of another kind", first);
        }
        if !named.contains(record) {
            named.push(record.clone());
        }
    }
    let sort = asked.records.first().and_then(|record| Sort::of(&record.object));
    if sort.is_none() && !asked.records.is_empty() {
        let detail = "can't be merged";
        cx.violations().add("records[0].object", "not_supported", detail, Some(Sort::names()));
    } else if named.len() < 2 {
        cx.violations().add("records", "too_few", "must be two at least", Some("2".into()));
    }
    if !cx.by_role() && (sort.is_none() || named.len() < 2) {
        // Only a duty on records opens the call, and there is none to have it on.
        return Err(CrmError::forbidden(cx.operation().name, "no_permission"));
    }
    cx.check_fields()?;
    sort.map(|sort| (sort, named)).ok_or_else(|| CrmError::bug("a violation that was not told"))
}

/// Looks at the records, once the acting user may merge all of them.
pub(super) fn plan(cx: &mut Context<'_>, asked: &Asked<'_>) -> Result<Plan> {
    let (sort, named) = named(cx, asked)?;
    let mut order = Vec::with_capacity(named.len());
    for record in &named {
        let loaded = sort.load(cx, record.id)?;
        let version = asked.versions.iter().find(|version| version.record == *record).map(|version| version.version);
        cx.guard(&*loaded.subject, &version)?;
        order.push(loaded);
    }
    for (at, version) in asked.versions.iter().enumerate() {
        if !named.contains(&version.record) {
            let path = format!("versions[{at}].record");
            cx.violations().add(&path, "unknown_record", "is none of those that are merged", None);
        }
    }
    in_order(cx, sort, &mut order)?;
    if let Some(survivor) = asked.survivor {
        match order.iter().position(|record| record.id == survivor.id && survivor.object == sort.entity().as_str()) {
            Some(at) => order[..=at].rotate_right(1),
            None => cx.violations().add("survivor", "unknown_record", "is none of those that are merged", None),
        }
    }
    let fields = fields::take(cx, sort, &order, asked.choices)?;
    cx.check_fields()?;
    Ok(Plan { sort, order, fields })
}

/// The order of the records: the first is the survivor, unless another is named.
fn in_order(cx: &mut Context<'_>, sort: Sort, order: &mut [Loaded]) -> Result<()> {
    let keys: Vec<i64> = order.iter().map(|record| record.key).collect();
    let orders = if sort == Sort::Customer { store::orders_of(cx.tx(), &keys)? } else { Vec::new() };
    order.arrange_by_key(|record| {
        let has = |field: &str| record.fields.get(field).is_some_and(|value| !value.is_null());
        let complete = record.fields.get("complete").and_then(serde_json::Value::as_bool).unwrap_or(false);
        let count = orders.iter().find(|(key, _)| *key == record.key).map_or(0, |(_, count)| *count);
        match sort {
            Sort::Customer => (record.lost, !has("external_id"), -count, !complete, record.key),
            Sort::Contact => (false, false, 0, false, record.key),
        }
    });
    Ok(())
}

/// What would refuse the merge, each as the refusal that it is.
pub(super) fn refusals(cx: &mut Context<'_>, plan: &Plan) -> Result<Vec<(MergeRefusal, CrmError)>> {
    let mut found = Vec::new();
    let operation = "merges.apply";
    let mut refuse = |code: &str, record, what: Option<String>, refusal| {
        found.push((MergeRefusal { code: code.into(), record, what }, refusal));
    };
    for (at, record) in plan.order.iter().enumerate() {
        // The survivor is lost, and this one is not; or the customer of a contact is.
        let frozen = match plan.sort {
            Sort::Customer => at > 0 && plan.order[0].lost && !record.lost,
            Sort::Contact => record.lost,
        };
        if frozen {
            let refusal = CrmError::IllegalTransition { from: "lost".into(), operation: operation.into() };
            refuse("illegal_transition", Some(record.id), None, refusal);
        }
    }
    for record in &plan.order {
        match cx.in_no_approval(plan.sort.home(), record.id) {
            Err(refusal) if !refusal.is_failure() => refuse("in_approval", Some(record.id), None, refusal),
            asked => asked?,
        }
    }
    for what in moves::not_unique(cx, plan)? {
        let refusal = CrmError::conflict(plan.sort.entity().as_str(), plan.order[0].id, "not_unique");
        refuse("not_unique", None, Some(what), refusal);
    }
    Ok(found)
}
