//! Which records one meets, by the rules that are in force (DUP-1, DUP-5).

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::fields::{Said, Subject};
use super::loaded::{Criterion, Rule, Rules};
use super::store::{self, Two};
use super::types::MAX_ALIKE;
use crate::engine::error::Result;
use crate::engine::likeness::{Letters, blocks, score};
use crate::engine::storage::Transaction;

/// A record that is met.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Hit {
    /// The rule, by its place.
    pub(super) rule: usize,
    pub(super) group: usize,
    pub(super) score: i64,
    pub(super) met: (Subject, i64),
    /// Whether likeness had a part in it: that is told of no record that the caller does not see (DUP-7).
    pub(super) similar: bool,
}

/// The records of a group, each with how alike it is.
type Alike = BTreeMap<i64, i64>;

/// A value that too many records have: their object, the field, the key.
pub(super) type Common = (Subject, String, String);

/// A question: what a record says, and what was looked up for it.
pub(super) struct Asking<'a> {
    pub(super) rules: &'a Rules,
    pub(super) of: Subject,
    pub(super) said: &'a Said<'a>,
    /// The record's own key, where it is there.
    pub(super) me: Option<i64>,
    /// Who has a key; none where too many do.
    known: HashMap<(i64, String), Option<Vec<i64>>>,
    pub(super) common: BTreeSet<Common>,
    pub(super) comparisons: i64,
}

impl<'a> Asking<'a> {
    pub(super) fn new(rules: &'a Rules, of: Subject, said: &'a Said<'a>, me: Option<i64>) -> Asking<'a> {
        let (known, common) = (HashMap::new(), BTreeSet::new());
        Asking { rules, of, said, me, known, common, comparisons: 0 }
    }

    /// The records that it meets by rules that are wanted; those that somebody ignores are none.
    pub(super) fn hits(&mut self, tx: &mut dyn Transaction, wanted: &dyn Fn(&Rule) -> bool) -> Result<Vec<Hit>> {
        let rules = self.rules;
        let mut found: Vec<Hit> = Vec::new();
        for (place, rule) in rules.rules.iter().enumerate() {
            if rule.of != self.of || !wanted(rule) {
                continue;
            }
            let mut of_rule: BTreeMap<i64, Hit> = BTreeMap::new();
            for (group, criteria) in rule.groups.iter().enumerate() {
                let similar = criteria.iter().any(|criterion| criterion.threshold.is_some());
                for (key, score) in self.group(tx, rule, criteria)? {
                    let hit = Hit { rule: place, group, score, met: (rule.against, key), similar };
                    match of_rule.get(&key) {
                        // The first that holds, but rather one that needs no likeness.
                        Some(there) if !there.similar || similar => {}
                        _ => drop(of_rule.insert(key, hit)),
                    }
                }
            }
            if of_rule.is_empty() {
                continue;
            }
            self.leave_out(tx, rule, &mut of_rule)?;
            found.extend(of_rule.into_values());
        }
        Ok(found)
    }

    fn leave_out(&self, tx: &mut dyn Transaction, rule: &Rule, found: &mut BTreeMap<i64, Hit>) -> Result<()> {
        let Some(me) = self.me else { return Ok(()) };
        if rule.against == self.of {
            found.remove(&me);
        }
        // None meets the customer that it names.
        if self.of == Subject::Opportunity
            && rule.against == Subject::Customer
            && let Some(named) = store::customer_of(tx, me)?
        {
            found.remove(&named);
        }
        let mut ignored = Vec::new();
        for key in found.keys() {
            if store::is_ignored(tx, Two::of((self.of, me), (rule.against, *key)))? {
                ignored.push(*key);
            }
        }
        for key in &ignored {
            found.remove(key);
        }
        Ok(())
    }

    /// The records for which all comparisons of a group hold.
    fn group(&mut self, tx: &mut dyn Transaction, rule: &Rule, criteria: &[Criterion]) -> Result<Alike> {
        let mut found: Option<Alike> = None;
        for criterion in criteria {
            let keys = self.of.keys(&self.rules.house, self.said, &criterion.field, criterion.way);
            if keys.is_empty() {
                return Ok(Alike::new());
            }
            let next = match (criterion.threshold, found) {
                (None, found) => self.equal(tx, rule, criterion, &keys, found)?,
                (Some(threshold), None) => self.similar(tx, rule, criterion, &keys, threshold)?,
                (Some(threshold), Some(found)) => self.similar_among(tx, rule, criterion, &keys, (threshold, found))?,
            };
            if next.is_empty() {
                return Ok(next);
            }
            found = Some(next);
        }
        Ok(found.unwrap_or_default())
    }

    /// Those of the records that have a key in common.
    fn equal(
        &mut self,
        tx: &mut dyn Transaction,
        rule: &Rule,
        criterion: &Criterion,
        keys: &[String],
        among: Option<Alike>,
    ) -> Result<Alike> {
        let mut alike = Alike::new();
        for key in keys {
            for record in self.having(tx, rule, criterion, key)?.unwrap_or_default() {
                self.comparisons += 1;
                if let Some(score) = among.as_ref().map_or(Some(100), |among| among.get(&record).copied()) {
                    alike.insert(record, score);
                }
            }
        }
        Ok(alike)
    }

    /// All records with a key that is alike.
    fn similar(
        &mut self,
        tx: &mut dyn Transaction,
        rule: &Rule,
        criterion: &Criterion,
        keys: &[String],
        threshold: usize,
    ) -> Result<Alike> {
        let (mut alike, Some(kind)) = (Alike::new(), criterion.blocks) else { return Ok(Alike::new()) };
        for key in keys {
            if self.having(tx, rule, criterion, key)?.is_none() {
                continue;
            }
            let letters = Letters::of(key);
            let mut seen: BTreeSet<(i64, String)> = BTreeSet::new();
            for block in blocks::asked(&letters.all, threshold) {
                for (record, whole) in store::having_part(tx, kind, &block)? {
                    if self.is_me(rule, record) || !seen.insert((record, whole.clone())) {
                        continue;
                    }
                    self.comparisons += 1;
                    let Some(score) = score(&letters, &Letters::of(&whole), threshold) else { continue };
                    if !self.is_common(tx, rule, criterion, &whole)? {
                        let best = alike.entry(record).or_insert(score);
                        *best = score.max(*best);
                    }
                }
            }
        }
        Ok(alike)
    }

    /// Those of the records that have a key that is alike.
    fn similar_among(
        &mut self,
        tx: &mut dyn Transaction,
        rule: &Rule,
        criterion: &Criterion,
        keys: &[String],
        (threshold, among): (usize, Alike),
    ) -> Result<Alike> {
        let mut own = Vec::with_capacity(keys.len());
        for key in keys {
            if self.having(tx, rule, criterion, key)?.is_some() {
                own.push(Letters::of(key));
            }
        }
        let mut alike = Alike::new();
        for (record, before) in among {
            let Some((_, said)) = store::said(tx, rule.against, record)? else { continue };
            self.comparisons += 1;
            let mut best = None;
            for key in rule.against.keys(&self.rules.house, &said, &criterion.other, criterion.way) {
                let letters = Letters::of(&key);
                let found = own.iter().filter_map(|own| score(own, &letters, threshold)).max();
                if found > best && !self.is_common(tx, rule, criterion, &key)? {
                    best = found;
                }
            }
            if let Some(best) = best {
                alike.insert(record, before.min(best));
            }
        }
        Ok(alike)
    }

    fn is_me(&self, rule: &Rule, record: i64) -> bool {
        rule.against == self.of && self.me == Some(record)
    }

    /// The other records that have a key; none where too many do, this one with them.
    fn having(
        &mut self,
        tx: &mut dyn Transaction,
        rule: &Rule,
        criterion: &Criterion,
        key: &str,
    ) -> Result<Option<Vec<i64>>> {
        let place = (criterion.exact, key.to_owned());
        let found = match self.known.get(&place) {
            Some(found) => found.clone(),
            None => {
                let found = self.look_up(tx, rule, criterion, key)?;
                self.known.insert(place, found.clone());
                found
            }
        };
        Ok(found)
    }

    fn look_up(
        &mut self,
        tx: &mut dyn Transaction,
        rule: &Rule,
        criterion: &Criterion,
        key: &str,
    ) -> Result<Option<Vec<i64>>> {
        let mut found = store::having(tx, criterion.exact, key, MAX_ALIKE + 2)?;
        found.retain(|record| !self.is_me(rule, *record));
        let all = found.len() + usize::from(rule.against == self.of);
        if all > MAX_ALIKE {
            self.common.insert((rule.against, criterion.other.clone(), key.to_owned()));
            return Ok(None);
        }
        Ok(Some(found))
    }

    /// Whether too many records have a key that was found.
    fn is_common(&mut self, tx: &mut dyn Transaction, rule: &Rule, criterion: &Criterion, key: &str) -> Result<bool> {
        if let Some(found) = self.known.get(&(criterion.exact, key.to_owned())) {
            return Ok(found.is_none());
        }
        let common = store::having(tx, criterion.exact, key, MAX_ALIKE + 1)?.len() > MAX_ALIKE;
        if common {
            self.common.insert((rule.against, criterion.other.clone(), key.to_owned()));
        }
        Ok(common)
    }
}
