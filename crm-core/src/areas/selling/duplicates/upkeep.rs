//! The keys that the rules need: which there are, and how they are made for the records that are there (DUP-5).

use chrono::TimeDelta;

use super::fields::Subject;
use super::loaded::{Rules, Spec, documents, house, needed, rules};
use super::meet::keys_of;
use super::store::{self, KeyKind};
use crate::engine::clock::IdSource;
use crate::engine::company::NewDatabase;
use crate::engine::due::{self, Again};
use crate::engine::error::Result;
use crate::engine::gate::{Context, Slices};
use crate::engine::likeness::{House, MAIL_CATEGORY, MAIL_DOMAINS, SUFFIX_CATEGORY, SUFFIXES, standard};
use crate::engine::schedule::Job;
use crate::engine::storage::Transaction;

/// Records whose keys one transaction makes.
const SLICE: usize = 500;

/// Keys that one transaction removes.
const REMOVED: i64 = 5_000;

/// Making keys, slice by slice.
pub(super) const KEYS: due::Kind = due::Kind {
    job: Job::DUPLICATE_KEYS,
    doc: "Making the keys by which duplicates are found, where rules or what they go by changed (DUP-5).",
    serve: |cx, _| step(cx).map(drop),
    again: Some(Again {
        next: |cx, _| {
            let (left, now) = (is_left(cx)?, cx.now());
            Ok(left.then_some(now))
        },
        ahead: TimeDelta::minutes(1),
    }),
};

/// The item's number.
const ITEM: i64 = 1;

/// What tells duplicates may be another: called behind a change of it.
pub(crate) fn changed(cx: &mut Context<'_>) -> Result<()> {
    changed_but(cx, None)
}

/// The same where a rule goes.
pub(super) fn changed_but(cx: &mut Context<'_>, gone: Option<i64>) -> Result<()> {
    let house = house(cx.tx())?;
    let documents = documents(cx.tx(), gone)?;
    let needed = needed(documents.iter().map(|document| &document.content));
    settle(cx.tx(), &house, needed.into_iter().collect())?;
    store::next_version(cx.tx())?;
    cx.meeting.changed = true;
    cx.read_again();
    if is_left(cx)? {
        let now = cx.now();
        KEYS.set(cx.tx(), ITEM, 0, now)?;
    }
    Ok(())
}

/// Entries of the dictionary changed: of what categories.
pub(crate) fn entries_changed(cx: &mut Context<'_>, categories: &[&str]) -> Result<()> {
    let ours = |category: &&str| [SUFFIX_CATEGORY, MAIL_CATEGORY].contains(category);
    if categories.iter().any(ours) && cx.company()?.duplicates != 0 { changed(cx) } else { Ok(()) }
}

/// Brings the kinds of keys to what is needed: others are spent, and new ones begin.
fn settle(tx: &mut dyn Transaction, house: &House, mut needed: Vec<Spec>) -> Result<()> {
    for kind in store::kinds(tx)?.iter().filter(|kind| !kind.spent) {
        let wanted = needed.iter().position(|spec| *spec == kind.spec && kind.stamp == house.stamp());
        match wanted {
            Some(place) => drop(needed.remove(place)),
            None => store::spend(tx, kind.key)?,
        }
    }
    for spec in &needed {
        let none = store::saying(tx, spec.subject, 0, 1)?.is_empty();
        store::insert_kind(tx, spec, house.stamp(), if none { None } else { Some(0) })?;
    }
    Ok(())
}

/// Whether keys are to be made, or removed.
fn is_left(cx: &mut Context<'_>) -> Result<bool> {
    Ok(store::kinds(cx.tx())?.iter().any(|kind| kind.spent || kind.reached.is_some()))
}

/// One slice of what is left.
fn step(cx: &mut Context<'_>) -> Result<()> {
    let kinds = store::kinds(cx.tx())?;
    let Some(first) = kinds.iter().find(|kind| !kind.spent && kind.reached.is_some()) else {
        if let Some(spent) = kinds.iter().find(|kind| kind.spent) {
            store::remove_some(cx.tx(), spent.key, REMOVED)?;
        }
        return Ok(());
    };
    let together =
        |kind: &&KeyKind| !kind.spent && kind.spec.subject == first.spec.subject && kind.reached == first.reached;
    let together: Vec<&KeyKind> = kinds.iter().filter(together).collect();
    let house = house(cx.tx())?;
    let rules = Rules { house, kinds: Vec::new(), rules: Vec::new(), persons: true };
    let records = store::saying(cx.tx(), first.spec.subject, first.reached.unwrap_or_default(), SLICE)?;
    for (record, said) in &records {
        let rows: Vec<_> = together.iter().flat_map(|kind| keys_of(&rules, kind, said)).collect();
        store::insert_keys(cx.tx(), *record, &rows)?;
    }
    let reached = records.last().filter(|_| records.len() == SLICE).map(|(record, _)| *record);
    for kind in &together {
        store::reach(cx.tx(), kind.key, reached)?;
    }
    if reached.is_none() {
        // Their rules are in force now.
        store::next_version(cx.tx())?;
        cx.meeting.changed = true;
        cx.read_again();
    }
    Ok(())
}

/// Makes all that is left; what was made by other rules of comparing than these too.
pub(crate) fn finish(slices: &mut Slices<'_>) -> Result<()> {
    let stale = slices.read(|cx| {
        let house = house(cx.tx())?;
        Ok(store::kinds(cx.tx())?.iter().any(|kind| !kind.spent && kind.stamp != house.stamp()))
    })?;
    if stale {
        slices.write(changed)?;
    }
    while slices.read(is_left)? {
        slices.write(step)?;
    }
    Ok(())
}

/// The keys of a record that are not there.
pub(super) fn lacks_keys(cx: &mut Context<'_>, subject: Subject, behind: i64, most: usize) -> Result<Vec<i64>> {
    let (Some(rules), mut wrong, mut behind) = (rules(cx)?, Vec::new(), behind) else { return Ok(Vec::new()) };
    let whole: Vec<&KeyKind> =
        rules.kinds.iter().filter(|kind| kind.spec.subject == subject && kind.reached.is_none()).collect();
    if whole.is_empty() {
        return Ok(Vec::new());
    }
    loop {
        let records = store::saying(cx.tx(), subject, behind, SLICE)?;
        let Some((last, _)) = records.last() else { return Ok(wrong) };
        behind = *last;
        for (record, said) in &records {
            for row in whole.iter().flat_map(|kind| keys_of(&rules, kind, said)) {
                if !store::has_key(cx.tx(), *record, &row)? {
                    wrong.push(*record);
                    break;
                }
            }
            if wrong.len() == most {
                return Ok(wrong);
            }
        }
    }
}

/// Writes the keys of a record that are not there; whether any was not.
pub(super) fn mend_keys(cx: &mut Context<'_>, subject: Subject, record: i64) -> Result<bool> {
    let Some(rules) = rules(cx)? else { return Ok(false) };
    let Some((_, said)) = store::said(cx.tx(), subject, record)? else { return Ok(false) };
    let rows = super::meet::keys(&rules, subject, &said);
    let mut mended = false;
    for row in &rows {
        mended |= !store::has_key(cx.tx(), record, row)?;
    }
    store::insert_keys(cx.tx(), record, &rows)?;
    Ok(mended)
}

/// What a new database begins with: the rules of DUP-2, in force at once.
pub(super) fn begin(tx: &mut dyn Transaction, _new: &NewDatabase, ids: &mut IdSource) -> Result<()> {
    let now = ids.now();
    standard::bring(tx, ids, now, true)?;
    let items = |entries: &[(&str, &str)]| entries.iter().map(|(item, _)| (*item).to_owned()).collect::<Vec<_>>();
    let house = House::of(&items(SUFFIXES), &items(MAIL_DOMAINS), "CN");
    let documents = documents(tx, None)?;
    let needed = needed(documents.iter().map(|document| &document.content));
    settle(tx, &house, needed.into_iter().collect())
}
