//! The runs that follow from a call (AUTO-3, AUTO-6): rules of every record that it changed, and of those that their runs
//! change, within limits that end it whatever the rules are.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::event::{Before, Event};
use super::loaded::{Rule, Ruled, Rules};
use super::run::Ran;
use super::{LONGEST_CHAIN, RunOutcome};
use crate::engine::error::Result;
use crate::engine::gate::Context;
use crate::engine::ids::RecordId;
use crate::engine::objects::define::rule::When;
use crate::engine::objects::records::Picture;
use crate::engine::objects::shape::Name;

/// What is known of a record in this call.
#[derive(Default)]
struct Known {
    before: Before,
    /// The rules that ran for it, by their keys, each with the number of its run; and those of which a run was suppressed.
    ran: BTreeMap<i64, usize>,
    suppressed: BTreeSet<i64>,
}

/// The state of a call's runs.
#[derive(Default)]
struct Chain {
    waiting: VecDeque<Event>,
    known: BTreeMap<(Name, RecordId), Known>,
    /// How much each record of the call has caused.
    caused: Vec<usize>,
    /// How many runs there were.
    runs: usize,
    /// How often the condition of a rule did not hold.
    unmet: BTreeMap<RecordId, i64>,
}

impl Chain {
    /// Has an event wait for its turn. What was before is what was when the record was met first.
    fn wait(&mut self, mut event: Event) {
        let before = std::mem::take(&mut event.before);
        let of = (event.object.clone(), event.id);
        self.known.entry(of).or_insert_with(|| Known { before, ..Known::default() });
        self.waiting.push_back(event);
    }
}

/// Whether one of the fields differs that a rule waits for.
fn differs(rule: &Rule, event: &Event, picture: &Picture<'_>) -> bool {
    let Some(old) = picture.old.as_ref().filter(|_| rule.when == When::Updated) else { return true };
    let asked = |name: &str| match rule.fields.is_empty() {
        true => event.touched.contains(name),
        false => rule.fields.iter().any(|field| field == name),
    };
    let fields = picture.model.fields.iter().zip(picture.held.iter().zip(&old.held));
    fields.into_iter().any(|(field, (now, was))| asked(&field.name) && now != was)
}

impl Context<'_> {
    /// Runs the rules of what the call has changed: behind all that it does itself, and before its audit is closed.
    pub(crate) fn run_rules(&mut self) -> Result<()> {
        if self.custom.rolled.is_empty() && self.changes.iter().all(|change| change.id.is_none()) {
            return Ok(());
        }
        let Some(rules) = self.rules()?.filter(|rules| !rules.objects.is_empty()) else { return Ok(()) };
        let answered = self.custom.answered;
        let mut chain = Chain::default();
        for (origin, event) in self.happened(&rules, answered).into_iter().enumerate() {
            chain.wait(Event { depth: 1, origin, ..event });
        }
        chain.caused = vec![0; chain.waiting.len()];
        self.answer_all(&rules, &mut chain)?;
        self.rules_answered();
        self.count_unmet(chain.unmet)
    }

    /// Has what was done so far answered by no rule any more: where each part of a call has runs of its own, they follow it.
    pub(super) fn rules_answered(&mut self) {
        self.custom.answered = self.mark();
    }

    fn answer_all(&mut self, rules: &Rules, chain: &mut Chain) -> Result<()> {
        while let Some(event) = chain.waiting.pop_front() {
            if let Some(ruled) = rules.objects.get(&event.object) {
                self.answer(rules, ruled, chain, &event)?;
            }
        }
        Ok(())
    }

    /// Does what a rule would do with a record, and what other rules would in turn; whoever calls undoes it. None where there is
    /// no such record.
    pub(super) fn follow_rule(
        &mut self,
        rules: &Rules,
        (ruled, rule): (&Ruled, &Rule),
        id: RecordId,
    ) -> Result<Option<Ran>> {
        let event = Event { object: ruled.model.name.clone(), id, depth: 1, ..Event::default() };
        let Some((key, mut picture)) = self.seen_by_rules(rules, ruled, (&event, &Before::default()))? else {
            return Ok(None);
        };
        let holds = self.rule_holds(rules, rule, &mut picture)?;
        if holds == Ok(false) {
            return Ok(Some(Ran { outcome: RunOutcome::Suppressed, changes: 0, error: None }));
        }
        let mark = self.mark();
        let ran = self.run_rule(rules, ruled, rule, (key, &picture), (1, 0), holds)?;
        let mut chain = Chain { caused: vec![ran.changes], runs: 1, ..Chain::default() };
        for event in self.happened(rules, mark) {
            chain.wait(Event { depth: 2, by: Some(rule.key), run: 1, ..event });
        }
        // What was before is what was before this run.
        chain.known.entry((event.object, id)).or_default().ran.insert(rule.key, 1);
        self.answer_all(rules, &mut chain)?;
        self.count_unmet(std::mem::take(&mut chain.unmet))?;
        Ok(Some(ran))
    }

    /// Whether only rules with `imports` are concerned: imports, pushes and hand-overs, but no creates of many.
    fn imports(&self) -> bool {
        self.operation().bulk && self.operation().short_name() != "create_many"
    }

    /// Runs the rules that wait for an event, in their order.
    fn answer(&mut self, rules: &Rules, ruled: &Ruled, chain: &mut Chain, event: &Event) -> Result<()> {
        let imports = self.imports();
        let mut seen: Option<(i64, Picture<'_>)> = None;
        let mut glanced: Option<Picture<'_>> = None;
        let of = (event.object.clone(), event.id);
        for rule in &ruled.rules {
            let Some(known) = chain.known.get(&of) else { return Ok(()) };
            // What a rule itself did to its record is no reason to run it again, and what it has seen in its run is none.
            let ran = known.ran.get(&rule.key).copied();
            let seen_by_it = ran.is_some_and(|run| event.by == Some(rule.key) || run > event.run);
            if seen_by_it || known.suppressed.contains(&rule.key) || !event.is_for(rule) || imports && !rule.imports {
                continue;
            }
            // Whether it is meant is asked of what conditions name, and only for one that is the whole record is read.
            let asks = rule.model.condition.is_some() && seen.is_none() && !event.gone;
            let glance = ruled.glance.as_ref().filter(|_| asks);
            if let Some(glance) = glance.filter(|_| glanced.is_none()) {
                glanced = self.glanced_by_rules(rules, (ruled, glance), (event, &known.before))?;
            } else if glance.is_none() && seen.is_none() {
                seen = self.seen_by_rules(rules, ruled, (event, &known.before))?;
            }
            let picture = match &mut seen {
                Some((_, picture)) => Some(picture),
                None => glanced.as_mut(),
            };
            let Some(picture) = picture else { return Ok(()) };
            if !differs(rule, event, picture) {
                continue;
            }
            let holds = self.rule_holds(rules, rule, picture)?;
            if holds == Ok(false) {
                *chain.unmet.entry(rule.id).or_default() += 1;
                continue;
            }
            if seen.is_none() {
                seen = self.seen_by_rules(rules, ruled, (event, &known.before))?;
            }
            let Some((key, picture)) = &seen else { return Ok(()) };
            let Some(known) = chain.known.get_mut(&of) else { return Ok(()) };
            if ran.is_some() || event.depth > LONGEST_CHAIN {
                known.suppressed.insert(rule.key);
                self.log_run(ruled, rule, event.id, &Ran { outcome: RunOutcome::Suppressed, changes: 0, error: None })?;
                continue;
            }
            chain.runs += 1;
            known.ran.insert(rule.key, chain.runs);
            let mark = self.mark();
            let caused = chain.caused.get(event.origin).copied().unwrap_or_default();
            let ran = self.run_rule(rules, ruled, rule, (*key, picture), (event.depth, caused), holds)?;
            if let Some(so_far) = chain.caused.get_mut(event.origin) {
                *so_far += ran.changes;
            }
            if ran.outcome == RunOutcome::Done {
                (seen, glanced) = (None, None);
                let (depth, origin, by, run) = (event.depth + 1, event.origin, Some(rule.key), chain.runs);
                for event in self.happened(rules, mark) {
                    chain.wait(Event { depth, origin, by, run, ..event });
                }
            }
        }
        Ok(())
    }
}
