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
    /// The rules that ran for it, by their keys, and those of which a run was suppressed.
    ran: BTreeSet<i64>,
    suppressed: BTreeSet<i64>,
}

/// The state of a call's runs.
#[derive(Default)]
struct Chain {
    waiting: VecDeque<Event>,
    known: BTreeMap<(Name, RecordId), Known>,
    /// How much each record of the call has caused.
    caused: Vec<usize>,
    /// How often the condition of a rule did not hold.
    unmet: BTreeMap<RecordId, i64>,
}

impl Chain {
    /// Has an event wait for its turn. What was before is what was when the record was met first.
    fn wait(&mut self, mut event: Event) {
        let known = self.known.entry((event.object.clone(), event.id)).or_insert_with(|| Known {
            before: std::mem::take(&mut event.before),
            ..Known::default()
        });
        // Rules that it met as a new one are done with it.
        event.created &= event.by.is_none() || known.ran.is_empty();
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
    pub(in crate::engine) fn run_rules(&mut self) -> Result<()> {
        if self.changes.iter().all(|change| change.id.is_none()) {
            return Ok(());
        }
        let Some(rules) = self.rules()?.filter(|rules| !rules.objects.is_empty()) else { return Ok(()) };
        let mut chain = Chain::default();
        for (origin, event) in self.happened(&rules, (0, 0)).into_iter().enumerate() {
            chain.wait(Event { depth: 1, origin, ..event });
        }
        chain.caused = vec![0; chain.waiting.len()];
        while let Some(event) = chain.waiting.pop_front() {
            if let Some(ruled) = rules.objects.get(&event.object) {
                self.answer(&rules, ruled, &mut chain, &event)?;
            }
        }
        self.count_unmet(&chain.unmet)
    }

    /// Whether only rules with `imports` are concerned: imports, pushes and hand-overs, but no creates of many.
    fn imports(&self) -> bool {
        self.operation().bulk && self.operation().short_name() != "create_many"
    }

    /// Runs the rules that wait for an event, in their order.
    fn answer(&mut self, rules: &Rules, ruled: &Ruled, chain: &mut Chain, event: &Event) -> Result<()> {
        let imports = self.imports();
        let mut seen: Option<(i64, Picture<'_>)> = None;
        let of = (event.object.clone(), event.id);
        for rule in &ruled.rules {
            let Some(known) = chain.known.get(&of) else { return Ok(()) };
            let ran = known.ran.contains(&rule.key);
            // What a rule itself did to its record is no reason to run it again.
            let own = ran && event.by == Some(rule.key);
            if own || known.suppressed.contains(&rule.key) || !event.is_for(rule) || imports && !rule.imports {
                continue;
            }
            if seen.is_none() {
                seen = self.seen_by_rules(rules, ruled, (event, &known.before))?;
            }
            let Some((key, picture)) = &mut seen else { return Ok(()) };
            if !differs(rule, event, picture) {
                continue;
            }
            let holds = self.rule_holds(rules, rule, picture)?;
            if holds == Ok(false) {
                *chain.unmet.entry(rule.id).or_default() += 1;
                continue;
            }
            let Some(known) = chain.known.get_mut(&of) else { return Ok(()) };
            if ran || event.depth > LONGEST_CHAIN {
                known.suppressed.insert(rule.key);
                self.log_run(ruled, rule, event.id, &Ran { outcome: RunOutcome::Suppressed, changes: 0, error: None })?;
                continue;
            }
            known.ran.insert(rule.key);
            let (changes, writes) = (self.changes.len(), self.custom.was.len());
            let caused = chain.caused.get(event.origin).copied().unwrap_or_default();
            let ran = self.run_rule(rules, ruled, rule, (*key, picture), (event.depth, caused), holds)?;
            if let Some(so_far) = chain.caused.get_mut(event.origin) {
                *so_far += ran.changes;
            }
            if ran.outcome == RunOutcome::Done {
                seen = None;
                let (depth, origin, by) = (event.depth + 1, event.origin, Some(rule.key));
                for event in self.happened(rules, (changes, writes)) {
                    chain.wait(Event { depth, origin, by, ..event });
                }
            }
        }
        Ok(())
    }
}
