//! What the fields of the survivor are (DUP-11).

use serde_json::{Map, Value as Json};

use super::kinds::{Loaded, Sort};
use super::types::*;
use crate::engine::error::Result;
use crate::engine::gate::Context;
use crate::engine::ids::RecordId;
use crate::engine::objects::custom::MergedCustom;

/// A field, with whose value the survivor has then.
pub(super) struct Taken {
    pub(super) name: String,
    pub(super) from: Option<usize>,
    /// Of a custom field.
    pub(super) custom: Option<MergedCustom>,
}

/// How custom fields are named beside those of the kind.
const CUSTOM: &str = "custom.";

impl Taken {
    /// What a record has in it.
    pub(super) fn value<'t>(&'t self, order: &'t [Loaded], at: usize) -> &'t Json {
        const NULL: &Json = &Json::Null;
        match &self.custom {
            Some(custom) => custom.values.get(at).map_or(NULL, |(json, _)| json),
            None => order.get(at).and_then(|record| record.fields.get(&self.name)).unwrap_or(NULL),
        }
    }
}

/// Every field of the records, the survivor first, and from which of them it is taken.
pub(super) fn take(cx: &mut Context<'_>, sort: Sort, order: &[Loaded], choices: &[FieldChoice]) -> Result<Vec<Taken>> {
    let ids: Vec<RecordId> = order.iter().map(|record| record.id).collect();
    let mut all: Vec<Taken> =
        sort.fields().map(|name| Taken { name: name.to_owned(), from: None, custom: None }).collect();
    let customs = cx.custom_of_merged(&sort.entity(), &ids)?;
    all.extend(customs.into_iter().map(|custom| {
        let name = format!("{CUSTOM}{}", custom.name);
        Taken { name, from: None, custom: Some(custom) }
    }));
    let mut chosen = vec![None; all.len()];
    for (at, choice) in choices.iter().enumerate() {
        let path = |part: &str| format!("choices[{at}].{part}");
        let field = all.iter().position(|taken| taken.name == choice.field);
        let from = ids.iter().position(|id| *id == choice.record.id);
        if from.is_none() || choice.record.object != sort.entity().as_str() {
            cx.violations().add(&path("record"), "unknown_record", "is none of those that are merged", None);
        }
        let Some(field) = field else {
            cx.violations().add(&path("field"), "unknown_field", "is no field that is merged", None);
            continue;
        };
        let taken = &all[field];
        let writes = match &taken.custom {
            Some(custom) => custom.writes,
            None => cx.rights().to(sort.entity().as_str(), &taken.name).writes(),
        };
        let kept = sort.unique().contains(&taken.name.as_str()) && !taken.value(order, 0).is_null();
        if !writes || kept && from != Some(0) {
            cx.violations().add(&path("field"), "not_writable", "can't be chosen", None);
        } else if chosen[field].is_some() {
            cx.violations().add(&path("field"), "not_unique", "is chosen twice", None);
        }
        chosen[field] = from;
    }
    let filled = |at: usize| {
        let some = sort.together().iter().filter(|name| order[at].fields.get(**name).is_some_and(|v| !v.is_null()));
        some.count()
    };
    let most = (0..order.len()).rev().max_by_key(|at| filled(*at)).filter(|at| filled(*at) > 0);
    for (taken, chosen) in all.iter_mut().zip(chosen) {
        let first = || (0..order.len()).find(|at| !taken.value(order, *at).is_null());
        let together = sort.together().contains(&taken.name.as_str());
        taken.from = chosen.or_else(|| if together { most } else { first() });
    }
    Ok(all)
}

/// The fields as a preview tells them, as far as the caller reads them.
pub(super) fn told(cx: &mut Context<'_>, sort: Sort, order: &[Loaded], all: &[Taken]) -> Vec<MergedField> {
    let told = |taken: &Taken| {
        let reads = match &taken.custom {
            Some(custom) => custom.reads,
            None => cx.rights().to(sort.entity().as_str(), &taken.name).reads(),
        };
        let values = order.iter().enumerate().map(|(at, record)| {
            let value = taken.value(order, at);
            let value = (reads && !value.is_null()).then(|| value.to_string());
            MergedValue { record: record.id, value }
        });
        MergedField {
            field: taken.name.clone(),
            values: values.collect(),
            taken: taken.from.filter(|at| reads && !taken.value(order, *at).is_null()).map(|at| order[at].id),
            unique: sort.unique().contains(&taken.name.as_str()),
        }
    };
    all.iter().map(told).collect()
}

/// The fields in which the survivor becomes another, with what they had and what they have then.
pub(super) fn differing(order: &[Loaded], all: &[Taken]) -> (Map<String, Json>, Map<String, Json>) {
    let (mut before, mut after) = (Map::new(), Map::new());
    for taken in all {
        let Some(from) = taken.from.filter(|from| *from > 0) else { continue };
        let (was, is) = (taken.value(order, 0), taken.value(order, from));
        if was != is {
            before.insert(taken.name.clone(), was.clone());
            after.insert(taken.name.clone(), is.clone());
        }
    }
    (before, after)
}

/// The name of a custom field among all.
pub(super) fn custom_name(name: &str) -> Option<&str> {
    name.strip_prefix(CUSTOM)
}
