//! What happens where a record is written that may be there already (DUP-6): it is refused, or the pair is kept; and the
//! keys of it are kept in any case (DUP-5).

use std::collections::BTreeSet;

use super::ask::{Asking, Hit};
use super::fields::{Compared, Other, Said, Subject};
use super::loaded::{Rules, rules};
use super::setup::DuplicateAction;
use super::store::{self, KeyRow, NewPair, Two};
use super::types::*;
use crate::engine::error::{CrmError, FieldError, Result};
use crate::engine::gate::Context;
use crate::engine::ids::RecordId;
use crate::engine::likeness::meeting::Occasion;
use crate::engine::likeness::{Letters, blocks};
use crate::engine::sorting::Arranged as _;
use crate::settings;

/// The reason of a refusal.
pub(crate) const DUPLICATE: &str = "duplicate";

/// A record is there from now on: called behind the write, with its key.
///
/// # Errors
/// `Conflict` where a rule asks, or blocks.
pub(crate) fn created<R: Compared>(cx: &mut Context<'_>, key: i64, id: impl Into<RecordId>, after: &R) -> Result<()> {
    let Some(rules) = rules(cx)? else { return Ok(()) };
    let (subject, said) = (R::SUBJECT, whole(cx, &rules, R::SUBJECT, key, after.said())?);
    let on = cx.meeting.occasion;
    let mut asking = Asking::new(&rules, subject, &said, Some(key));
    let hits = asking.hits(cx.tx(), &|rule| rule.action(on) != DuplicateAction::Off)?;
    decide(cx, &rules, (subject, key, id.into()), on, hits)?;
    store::insert_keys(cx.tx(), key, &keys(&rules, subject, &said))
}

/// A record says something else from now on: called behind the write.
///
/// # Errors
/// As [`created`]: for what it did not meet before.
pub(crate) fn updated<R: Compared>(
    cx: &mut Context<'_>,
    key: i64,
    id: impl Into<RecordId>,
    (before, after): (&R, &R),
) -> Result<()> {
    if before.said() == after.said() {
        return Ok(());
    }
    updated_from(cx, key, id, (before, after), None)
}

/// The same where persons of an opportunity may say something else too: what those beside its contact said before.
pub(crate) fn updated_from<R: Compared>(
    cx: &mut Context<'_>,
    key: i64,
    id: impl Into<RecordId>,
    (before, after): (&R, &R),
    others: Option<Vec<Other>>,
) -> Result<()> {
    let Some(rules) = rules(cx)? else { return Ok(()) };
    let subject = R::SUBJECT;
    let after = whole(cx, &rules, subject, key, after.said())?;
    let mut before = before.said();
    before.1 = others.unwrap_or_else(|| after.1.clone());
    if before == after {
        return Ok(());
    }
    let (was, is) = (keys(&rules, subject, &before), keys(&rules, subject, &after));
    let on = match cx.meeting.occasion {
        Occasion::Import => Occasion::Import,
        _ => Occasion::Update,
    };
    let wanted = |rule: &super::loaded::Rule| rule.action(on) != DuplicateAction::Off;
    let mut hits = Asking::new(&rules, subject, &after, Some(key)).hits(cx.tx(), &wanted)?;
    if !hits.is_empty() {
        let known = Asking::new(&rules, subject, &before, Some(key)).hits(cx.tx(), &wanted)?;
        hits.retain(|hit| !known.iter().any(|known| known.met == hit.met));
    }
    decide(cx, &rules, (subject, key, id.into()), on, hits)?;
    let gone: Vec<KeyRow> = was.iter().filter(|row| !is.contains(row)).cloned().collect();
    let new: Vec<KeyRow> = is.into_iter().filter(|row| !was.contains(row)).collect();
    store::delete_keys(cx.tx(), key, &gone)?;
    store::insert_keys(cx.tx(), key, &new)
}

/// What the persons of an opportunity say beside its contact, before that is another; none where nothing of it is compared.
pub(crate) fn others(cx: &mut Context<'_>, key: i64) -> Result<Option<Vec<Other>>> {
    match rules(cx)? {
        Some(rules) if rules.persons => store::others(cx.tx(), key).map(Some),
        _ => Ok(None),
    }
}

/// What a record says, with what its persons do where that is compared.
fn whole<'s>(cx: &mut Context<'_>, rules: &Rules, subject: Subject, key: i64, mut said: Said<'s>) -> Result<Said<'s>> {
    if rules.persons && subject == Subject::Opportunity {
        said.1 = store::others(cx.tx(), key)?;
    }
    Ok(said)
}

/// A record goes: called before its row does.
pub(crate) fn deleted<R: Compared>(cx: &mut Context<'_>, key: i64, before: &R) -> Result<()> {
    leave(cx, key, before, false)
}

/// An opportunity is closed, and takes no part any more.
pub(crate) fn closed<R: Compared>(cx: &mut Context<'_>, key: i64, before: &R) -> Result<()> {
    leave(cx, key, before, true)
}

fn leave<R: Compared>(cx: &mut Context<'_>, key: i64, before: &R, stays: bool) -> Result<()> {
    let Some(rules) = rules(cx)? else { return Ok(()) };
    let said = whole(cx, &rules, R::SUBJECT, key, before.said())?;
    let rows = keys(&rules, R::SUBJECT, &said);
    store::delete_keys(cx.tx(), key, &rows)?;
    store::remove_pairs(cx.tx(), (R::SUBJECT, key), stays)
}

/// The keys that are kept of a record.
pub(super) fn keys(rules: &Rules, subject: Subject, said: &Said<'_>) -> Vec<KeyRow> {
    let mut rows = Vec::new();
    for kind in rules.kinds.iter().filter(|kind| kind.spec.subject == subject) {
        rows.extend(keys_of(rules, kind, said));
    }
    rows
}

/// Those of one kind.
pub(super) fn keys_of(rules: &Rules, kind: &store::KeyKind, said: &Said<'_>) -> Vec<KeyRow> {
    let (spec, mut rows) = (&kind.spec, Vec::new());
    for whole in spec.subject.keys(&rules.house, said, &spec.field, spec.way) {
        if spec.threshold == 0 {
            rows.push(KeyRow { kind: kind.key, key: whole, whole: String::new() });
            continue;
        }
        for key in blocks::stored(&Letters::of(&whole).all, spec.threshold) {
            rows.push(KeyRow { kind: kind.key, key, whole: whole.clone() });
        }
    }
    rows
}

/// Refuses the write, or keeps the pairs.
fn decide(
    cx: &mut Context<'_>,
    rules: &Rules,
    (subject, key, id): (Subject, i64, RecordId),
    on: Occasion,
    hits: Vec<Hit>,
) -> Result<()> {
    if hits.is_empty() {
        return Ok(());
    }
    let (mut counted, mut told) = (Vec::with_capacity(hits.len()), Vec::new());
    for hit in hits {
        if let Some(one) = tell(cx, rules, subject, &hit)? {
            cx.meeting.met.extend(one.number);
            told.push(one);
            counted.push(hit);
        }
    }
    let action = |hit: &Hit| rules.rules.get(hit.rule).map_or(DuplicateAction::Off, |rule| rule.action(on));
    let strongest = counted.iter().map(action).max().unwrap_or(DuplicateAction::Off);
    let refuses = match strongest {
        _ if cx.meeting.quiet => false,
        DuplicateAction::Block => !cx.meeting.accepts || !may_ignore(cx)?,
        DuplicateAction::Ask => !cx.meeting.accepts,
        _ => false,
    };
    if refuses {
        told.truncate(MAX_HITS);
        let (entity, id) = (subject.entity().as_str().to_owned(), id.to_string());
        return Err(CrmError::Conflict {
            entity,
            id,
            reason: DUPLICATE.to_owned(),
            hits: told,
            limit: None,
            until: None,
        });
    }
    let accepted = strongest >= DuplicateAction::Ask && !cx.meeting.quiet;
    let found = match on {
        Occasion::Create => PairFound::Create,
        Occasion::Update => PairFound::Update,
        Occasion::Import => PairFound::Import,
        Occasion::Convert => PairFound::Convert,
    };
    for hit in counted {
        let Some(rule) = rules.rules.get(hit.rule) else { continue };
        let pair = NewPair {
            two: Two::of((subject, key), hit.met),
            rule: rule.key,
            group: hit.group,
            score: hit.score,
            found,
            at: cx.now(),
            accepted_by: cx.actor_key().filter(|_| accepted),
        };
        let id = cx.new_id();
        store::insert_pair(cx.tx(), id, &pair)?;
    }
    Ok(())
}

/// A refusal of one record among others, told at a field with the numbers of those that it meets.
pub(crate) fn refusal(field: &str, hits: &[DuplicateHit]) -> FieldError {
    let numbers: Vec<i64> = hits.iter().filter_map(|hit| hit.number).collect();
    FieldError::new(field, DUPLICATE, "may be there already", listed(&numbers))
}

/// What is noted of a record that met others, with their numbers.
pub(crate) fn note(field: &str, met: &[i64]) -> Option<FieldError> {
    let numbers = listed(met)?;
    Some(FieldError::new(field, DUPLICATE, "may be there already", Some(numbers)))
}

/// Numbers in order, each once.
fn listed(numbers: &[i64]) -> Option<String> {
    let numbers: BTreeSet<i64> = numbers.iter().copied().into_set();
    let numbers: Vec<String> = numbers.iter().take(MAX_HITS).map(i64::to_string).collect();
    (!numbers.is_empty()).then(|| numbers.join(", "))
}

/// Whether the acting user may ignore duplicates, and so accept what a rule blocks.
fn may_ignore(cx: &mut Context<'_>) -> Result<bool> {
    Ok(cx.held()?.is_none_or(|held| held.0.contains("duplicates.ignore")))
}

/// A hit as the acting user is told of it; none, where it is not for them (DUP-7).
pub(super) fn tell(cx: &mut Context<'_>, rules: &Rules, of: Subject, hit: &Hit) -> Result<Option<DuplicateHit>> {
    let (met, key) = hit.met;
    let Some(told) = store::told(cx.tx(), met, key)? else { return Ok(None) };
    let masked = !cx.is_known(&met.entity(), told.id)?;
    if masked && hit.similar {
        return Ok(None);
    }
    let Some(rule) = rules.rules.get(hit.rule) else { return Ok(None) };
    let entity = of.entity();
    let seen = |field: &&String| cx.rights().to(entity.as_str(), field).reads();
    let fields = rule.groups.get(hit.group).into_iter().flatten().map(|criterion| &criterion.field);
    let fields: Vec<String> = fields.filter(seen).cloned().collect();
    let owner = if masked && !settings::rules::of(cx)?.duplicates_tell_owner { None } else { told.owner };
    let bare = DuplicateHit {
        rule: rule.name.clone(),
        group: hit.group as i64,
        score: hit.score,
        object: met.name().to_owned(),
        fields,
        masked,
        id: None,
        number: None,
        name: None,
        status: None,
        owner,
    };
    if masked {
        return Ok(Some(bare));
    }
    let name = told.name.and_then(|name| cx.rights().told(met.entity().as_str(), met.title(), name));
    Ok(Some(DuplicateHit { id: Some(told.id), number: told.number, name, status: told.status, ..bare }))
}
