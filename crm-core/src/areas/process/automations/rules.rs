//! What is checked and done.

use std::collections::BTreeMap;

use chrono::TimeDelta;

pub(super) use super::trials::try_out;

use super::store::{self, By, Kept};
use super::types::*;
use crate::engine::automation::AUTOMATION;
use crate::engine::clock::Timestamp;
use crate::engine::cursor::{self, Key};
use crate::engine::error::{CrmError, Result};
use crate::engine::gate::{Context, Entity, Slices};
use crate::engine::ids::RecordId;
use crate::engine::page::{COUNT_LIMIT, Count, PageRequest, Room, Total};
use crate::engine::permission::{ADMINISTRATOR, has_role};
use crate::engine::schedule::End;
use crate::engine::setup::store::id_of;
use crate::engine::text::fold;

/// The name of the list in its cursors.
const LIST: &str = "automation_runs";

/// Runs that are looked at together.
const AT_ONCE: i64 = 200;

/// Runs that one page looks at.
const MOST_LOOKED_AT: i64 = 2_000;

/// How long runs are kept, and how many (AUTO-13).
const KEPT: TimeDelta = TimeDelta::days(90);
const MOST_KEPT: i64 = 100_000;

/// Runs that one transaction of the job removes.
const SLICE: i64 = 1_000;

/// What is wanted of the log.
struct Wanted {
    by: By,
    /// What the filter says besides.
    name: Option<String>,
    record: Option<(String, RecordId)>,
    outcome: Option<RunOutcome>,
    /// Whether all are told, and not only those of records that the caller reads.
    all: bool,
}

impl Wanted {
    fn takes(&self, kept: &Kept) -> bool {
        let record = |(home, id): &(String, RecordId)| kept.home == *home && kept.run.record.id == *id;
        self.name.as_ref().is_none_or(|name| fold(&kept.run.rule) == *name)
            && self.record.as_ref().is_none_or(record)
            && self.outcome.is_none_or(|outcome| kept.run.outcome == outcome)
    }
}

/// What a filter says; the rule's id too, where there is one of that name.
fn wanted(cx: &mut Context<'_>, filter: Option<&RunFilter>) -> Result<Wanted> {
    let actor = cx.actor_key();
    let all = actor.is_none() || has_role(cx.tx(), actor, ADMINISTRATOR)?;
    let mut wanted = Wanted { by: By::All, name: None, record: None, outcome: None, all };
    let Some(RunFilter { rule, record, outcome }) = filter else { return Ok(wanted) };
    if let Some(outcome) = outcome {
        (wanted.by, wanted.outcome) = (By::Outcome(*outcome), Some(*outcome));
    }
    if let Some(rule) = rule {
        let named = id_of(cx.tx(), &AUTOMATION, rule)?;
        wanted.by = named.map_or_else(|| By::Name(fold(rule)), By::Rule);
    }
    if let Some(key) = record {
        let catalogue = cx.catalogue()?;
        match catalogue.definitions.get(&key.object) {
            Some(found) => {
                let home = found.object.table.to_string();
                // Of a rule that was renamed the runs before that are left out here.
                wanted.name = rule.as_ref().map(|rule| fold(rule));
                wanted.by = By::Record(home, key.id);
            }
            None => cx.violations().add("filter.record", "unknown_object", "is no kind of record", None),
        }
    }
    Ok(wanted)
}

/// Gives the runs before a place that the caller may be told, some at a time, until `each` has enough or so many were looked
/// at. Gives the place of the last that was, where there are more.
fn walk(
    cx: &mut Context<'_>,
    wanted: &Wanted,
    mut below: i64,
    each: &mut dyn FnMut(Kept) -> bool,
) -> Result<Option<i64>> {
    let mut looked_at = 0;
    loop {
        let some = store::some(cx.tx(), &wanted.by, (below, AT_ONCE))?;
        let Some(last) = some.last().map(|last| last.place) else { return Ok(None) };
        let ended = i64::try_from(some.len()).unwrap_or(AT_ONCE) < AT_ONCE;
        let mut homes: BTreeMap<String, Vec<RecordId>> = BTreeMap::new();
        for kept in &some {
            homes.entry(kept.home.clone()).or_default().push(kept.run.record.id);
        }
        let (mut objects, mut read) = (BTreeMap::new(), BTreeMap::new());
        for (home, ids) in homes {
            let named = cx.read_among(&home, &ids)?;
            read.extend(named.into_iter().map(|(id, told)| ((home.clone(), id), told)));
            objects.insert(home.clone(), cx.object_at(&home)?.unwrap_or_default());
        }
        for mut kept in some.into_iter().filter(|kept| wanted.takes(kept)) {
            let told = read.get(&(kept.home.clone(), kept.run.record.id));
            let place = kept.place;
            match told {
                Some(told) => kept.run.record = told.clone(),
                None if wanted.all => {
                    kept.run.record.object = objects.get(&kept.home).map(ToString::to_string).unwrap_or_default();
                }
                None => continue,
            }
            if !each(kept) {
                return Ok(Some(place + 1));
            }
        }
        looked_at += AT_ONCE;
        below = last;
        if ended {
            return Ok(None);
        }
        if looked_at >= MOST_LOOKED_AT {
            return Ok(Some(last));
        }
    }
}

/// AUTO-13.
pub(super) fn runs(cx: &mut Context<'_>, filter: &Option<RunFilter>, page: &Option<PageRequest>) -> Result<RunPage> {
    let wanted = wanted(cx, filter.as_ref())?;
    cx.check_fields()?;
    let below = match page.as_ref().and_then(|page| page.after.as_ref()) {
        Some(after) => match cursor::decode(LIST, after, 1)?.first() {
            Some(Key::Integer(place)) => *place,
            _ => return Err(CrmError::cursor()),
        },
        None => i64::MAX,
    };
    let mut room = Room::of(page);
    let mut items = Vec::new();
    let next = walk(cx, &wanted, below, &mut |kept| {
        if room.is_full() {
            return false;
        }
        room.take(&kept.run);
        items.push(kept.run);
        true
    })?;
    let total = match page {
        Some(PageRequest { count: Some(true), .. }) => Some(count(cx, &wanted)?),
        _ => None,
    };
    let next = next.map(|place| cursor::encode(LIST, &[Key::Integer(place)]));
    Ok(RunPage { items, next, total })
}

/// AUTO-13.
pub(super) fn unmet(cx: &mut Context<'_>, rule: &str) -> Result<Count> {
    cx.check_fields()?;
    match id_of(cx.tx(), &AUTOMATION, rule)? {
        Some(id) => Ok(Count { count: store::unmet(cx.tx(), id)? + cx.unmet_kept_back(id) }),
        None => Err(CrmError::NotFound { entity: Entity::SETUP_DOCUMENT.as_str().into(), id: rule.to_owned() }),
    }
}

/// How many there are, up to 1,000 and so far as a page looks.
fn count(cx: &mut Context<'_>, wanted: &Wanted) -> Result<Total> {
    let mut found = 0_i64;
    let more = walk(cx, wanted, i64::MAX, &mut |_| {
        found += 1;
        found <= COUNT_LIMIT
    })?;
    Ok(Total { count: found.min(COUNT_LIMIT), more: more.is_some() })
}

/// From when on the job has something to do.
pub(super) fn old_from(cx: &mut Context<'_>) -> Result<Option<Timestamp>> {
    if store::beyond(cx.tx(), MOST_KEPT)?.is_some() {
        return Ok(Some(Timestamp::MIN_UTC));
    }
    Ok(store::first(cx.tx())?.map(|at| at + KEPT))
}

/// AUTO-13: removes runs that are old enough, and the oldest beyond what is kept.
pub(super) fn look_after(slices: &mut Slices<'_>, end: End<'_>) -> Result<i64> {
    let mut removed = 0;
    loop {
        let some = slices.write(|cx| {
            let now = cx.now();
            let mut some = store::remove_old(cx.tx(), now - KEPT, SLICE)?;
            if some == 0
                && let Some(place) = store::beyond(cx.tx(), MOST_KEPT)?
            {
                some = store::remove_up_to(cx.tx(), place, SLICE)?;
            }
            if some == 0 {
                end(cx)?;
            }
            Ok(i64::try_from(some).unwrap_or(SLICE))
        })?;
        if some == 0 {
            return Ok(removed);
        }
        removed += some;
    }
}
