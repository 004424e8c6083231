//! Looking through everything that is there (DUP-8): record by record, each asked as a check would be, so that a scan finds what
//! checks find. What was found is written in slices.

use std::collections::BTreeSet;

use super::ask::{Asking, Common};
use super::fields::Subject;
use super::loaded::{Rule, Rules, rules};
use super::rules::still_meet;
use super::setup::DUPLICATE_RULE;
use super::store::{self, NewPair, Two};
use super::types::*;
use super::upkeep;
use crate::engine::clock::Timestamp;
use crate::engine::error::Result;
use crate::engine::gate::{Context, Slices};
use crate::engine::schedule::End;
use crate::engine::setup::store::named;
use crate::settings;

/// Records of one look, and pairs of one transaction.
const SLICE: usize = 500;

/// Values that are told.
const TOLD: usize = 100;

/// DUP-8.
pub(super) fn scan(slices: &mut Slices<'_>, rule: &Option<String>) -> Result<DuplicateScan> {
    let rule = rule.clone();
    let wanted = slices.read(|cx| match &rule {
        Some(name) => {
            let found = named::<super::setup::DuplicateRule>(cx.tx(), &DUPLICATE_RULE, name)?;
            let found = found.filter(|found| found.enabled);
            if found.is_none() && !cx.violations().has("rule") {
                cx.violations().add("rule", "unknown", "is no rule that is in use", None);
            }
            cx.check_fields()?;
            Ok(found.map(|found| found.key))
        }
        None => cx.check_fields().map(|()| None),
    })?;
    let mut scan = Scan { wanted, done: DuplicateScan::nothing(), common: BTreeSet::new() };
    scan.run(slices)?;
    let common = scan.common.into_iter().take(TOLD);
    let told = |(subject, field, value): Common| CommonValue { object: subject.name().to_owned(), field, value };
    scan.done.too_common = common.map(told).collect();
    Ok(scan.done)
}

/// On Sundays.
pub(super) fn weekly(slices: &mut Slices<'_>, end: End<'_>) -> Result<i64> {
    let done = scan(slices, &None)?;
    slices.write(|cx| end(cx))?;
    Ok(done.new_pairs + done.dropped_pairs)
}

/// From when on there is something to scan: always, where that is wanted.
pub(super) fn wanted_from(cx: &mut Context<'_>) -> Result<Option<Timestamp>> {
    Ok(settings::rules::of(cx)?.duplicate_scan.then_some(Timestamp::MIN_UTC))
}

impl DuplicateScan {
    fn nothing() -> DuplicateScan {
        DuplicateScan {
            records: 0,
            comparisons: 0,
            new_pairs: 0,
            known_pairs: 0,
            dropped_pairs: 0,
            too_common: Vec::new(),
        }
    }
}

/// A scan under way.
struct Scan {
    /// The one rule that is scanned by.
    wanted: Option<i64>,
    done: DuplicateScan,
    common: BTreeSet<Common>,
}

/// What one look found.
struct Found {
    last: Option<i64>,
    records: i64,
    comparisons: i64,
    common: BTreeSet<Common>,
    pairs: Vec<(Two, i64, usize, i64)>,
}

impl Scan {
    fn wants(&self, rule: &Rule) -> bool {
        self.wanted.is_none_or(|wanted| wanted == rule.key)
    }

    fn run(&mut self, slices: &mut Slices<'_>) -> Result<()> {
        upkeep::finish(slices)?;
        for subject in Subject::ALL {
            let mut behind = 0;
            loop {
                let found = slices.read(|cx| self.look(cx, subject, behind))?;
                self.done.records += found.records;
                self.done.comparisons += found.comparisons;
                if self.common.len() < TOLD {
                    self.common.extend(found.common);
                }
                self.keep(slices, &found.pairs)?;
                match found.last {
                    Some(last) => behind = last,
                    None => break,
                }
            }
        }
        self.drop_others(slices)
    }

    /// What records behind a key meet.
    fn look(&self, cx: &mut Context<'_>, subject: Subject, behind: i64) -> Result<Found> {
        let none = Found { last: None, records: 0, comparisons: 0, common: BTreeSet::new(), pairs: Vec::new() };
        let Some(rules) = rules(cx)?.filter(|rules| rules.rules.iter().any(|r| r.of == subject && self.wants(r)))
        else {
            return Ok(none);
        };
        let records = store::saying(cx.tx(), subject, behind, SLICE)?;
        let mut found = Found { last: records.last().map(|(key, _)| *key), ..none };
        let by = rules.rules.iter().filter(|rule| rule.of == subject && self.wants(rule)).count();
        found.records = i64::try_from(records.len() * by).unwrap_or(i64::MAX);
        for (key, said) in &records {
            let mut asking = Asking::new(&rules, subject, said, Some(*key));
            for hit in asking.hits(cx.tx(), &|rule| self.wants(rule))? {
                let Some(rule) = rules.rules.get(hit.rule) else { continue };
                // The other one finds it too, and is counted there.
                if rule.is_mutual() && hit.met.1 < *key {
                    continue;
                }
                found.pairs.push((Two::of((subject, *key), hit.met), rule.key, hit.group, hit.score));
            }
            found.comparisons += asking.comparisons;
            found.common.extend(asking.common);
        }
        Ok(found)
    }

    fn keep(&mut self, slices: &mut Slices<'_>, pairs: &[(Two, i64, usize, i64)]) -> Result<()> {
        for some in pairs.chunks(SLICE) {
            let new = slices.write(|cx| {
                let mut new = 0;
                for (two, rule, group, score) in some {
                    let pair = NewPair {
                        two: *two,
                        rule: *rule,
                        group: *group,
                        score: *score,
                        found: PairFound::Scan,
                        at: cx.now(),
                        accepted_by: None,
                    };
                    let id = cx.new_id();
                    new += i64::from(store::insert_pair(cx.tx(), id, &pair)?);
                }
                Ok(new)
            })?;
            self.done.new_pairs += new;
            self.done.known_pairs += i64::try_from(some.len()).unwrap_or(i64::MAX) - new;
        }
        Ok(())
    }

    /// Open pairs that match no more go.
    fn drop_others(&mut self, slices: &mut Slices<'_>) -> Result<()> {
        let scanned = slices.read(|cx| {
            let found = rules(cx)?;
            let keys = found.iter().flat_map(|rules| &rules.rules).filter(|rule| self.wants(rule)).map(|rule| rule.key);
            Ok(keys.collect::<Vec<i64>>())
        })?;
        for rule in scanned {
            let mut behind = 0;
            loop {
                let (last, gone) = slices.read(|cx| no_more(cx, rule, behind))?;
                if !gone.is_empty() {
                    self.done.dropped_pairs += slices.write(|cx| {
                        let mut dropped = 0;
                        for key in &gone {
                            dropped += store::remove_pair(cx.tx(), *key)? as i64;
                        }
                        Ok(dropped)
                    })?;
                }
                match last {
                    Some(last) => behind = last,
                    None => break,
                }
            }
        }
        Ok(())
    }
}

/// The last of some open pairs behind a key, and those of them that match no more.
fn no_more(cx: &mut Context<'_>, rule: i64, behind: i64) -> Result<(Option<i64>, Vec<i64>)> {
    let Some(rules) = rules(cx)? else { return Ok((None, Vec::new())) };
    let rules: &Rules = &rules;
    let (mut last, mut gone) = (None, Vec::new());
    for (key, a, b) in store::open_pairs(cx.tx(), rule, behind, SLICE)? {
        last = Some(key);
        let both = Subject::find(&a.0).zip(Subject::find(&b.0));
        let meet = match both {
            Some((first, second)) => still_meet(cx, rules, rule, (first, a.1), (second, b.1))?,
            None => false,
        };
        if !meet {
            gone.push(key);
        }
    }
    Ok((last, gone))
}
