//! Serving a rule that goes by time: some of the records that are due at a time.

use super::SPAN;
use super::base::Base;
use super::loaded::{Coming, Counted, Timed};
use super::store::{self, Clock};
use crate::engine::automation::RunOutcome;
use crate::engine::automation::loaded::{Rule, Ruled, Rules};
use crate::engine::automation::run::{Ran, ends_the_call};
use crate::engine::due::Item;
use crate::engine::error::Result;
use crate::engine::gate::Context;
use crate::engine::ids::RecordId;
use crate::engine::objects::days::Moment;
use crate::engine::objects::filter::sql::{Query, Terms, Whole};

/// Records for which a rule is run at a time.
const SOME: usize = 50;

/// Records that are looked at for them: those that lie beside what is sought, by what months and zones make of it.
const PAGE: i64 = 500;

/// Records for which a rule runs at one time of a recurrence (AUTO-2).
const MOST: i64 = 10_000;

/// A rule that is in force, with its object and all others.
type InForce<'r> = (&'r Rules, &'r Ruled, &'r Rule);

/// Serves the rule of an item.
pub(super) fn serve(cx: &mut Context<'_>, item: &Item) -> Result<()> {
    let Some(mut clock) = store::clock(cx.tx(), item.subject)? else { return Ok(()) };
    let Some(rules) = cx.rules()? else { return Ok(()) };
    // What it names may sleep.
    let Some((ruled, rule)) = rules.find(clock.document) else { return Ok(()) };
    let Some(timed) = rule.timed.as_ref().filter(|timed| timed.stamp() == clock.stamp) else { return Ok(()) };
    let now = cx.now();
    if clock.served_to > now + SPAN {
        // It was set by a clock gone wrong.
        clock.served_to = now;
    }
    if clock.run_to.is_some_and(|to| to > now + SPAN) {
        (clock.run_to, clock.after_base, clock.after_key) = (None, None, None);
    }
    match timed {
        Timed::Counted(counted) => cx.serve_counted((&rules, ruled, rule), counted, clock),
        Timed::Coming(coming) => cx.serve_coming((&rules, ruled, rule), coming, clock),
    }
}

impl Context<'_> {
    fn serve_counted(&mut self, of: InForce<'_>, counted: &Counted, mut clock: Clock) -> Result<()> {
        let (now, zone) = (self.now(), self.company()?.zone.clone());
        let (counting, document) = (counted.counting(&zone), clock.document);
        let mut served = 0;
        for id in store::take_late(self.tx(), document, SOME as i64)? {
            let Some(base) = counted.of_record(self.tx(), id)? else { continue };
            let due = counting.due(base);
            if due <= now && store::serve(self.tx(), document, (id, base.number(), due))? {
                served += 1;
                if !self.fire(of, RecordId(id))? {
                    return Ok(());
                }
            }
        }
        if clock.run_to.is_none() && clock.served_to >= now {
            return store::advance(self.tx(), &clock);
        }
        let (from, to) = (clock.served_to, clock.run_to.unwrap_or(now));
        let (low, high) = counting.between((from, to), counted.by_days());
        let low = clock.after_base.map_or(low, |number| Base::of(number, counted.by_days()));
        let page = counted.page(self.tx(), (low, high), clock.after_key, PAGE)?;
        let mut all = (page.len() as i64) < PAGE;
        for (key, id, base) in page {
            if served >= SOME {
                all = false;
                break;
            }
            (clock.after_base, clock.after_key) = (Some(base.number()), Some(key));
            let due = counting.due(base);
            // What a run before has changed counts anew.
            let is_due = from < due && due <= to && counted.of_record(self.tx(), id)? == Some(base);
            if is_due && store::serve(self.tx(), document, (id, base.number(), due))? {
                served += 1;
                if !self.fire(of, RecordId(id))? {
                    return Ok(());
                }
            }
        }
        if all {
            (clock.served_to, clock.run_to, clock.after_base, clock.after_key) = (to, None, None, None);
            // One run longer than needed, for a clock that goes wrong for a while.
            let kept = counted.late_within.max(SPAN);
            store::prune(self.tx(), document, from.checked_sub_signed(kept).unwrap_or(from))?;
        } else {
            clock.run_to = Some(to);
        }
        store::advance(self.tx(), &clock)
    }

    fn serve_coming(&mut self, of: InForce<'_>, coming: &Coming, mut clock: Clock) -> Result<()> {
        let (now, zone) = (self.now(), self.company()?.zone.clone());
        if clock.run_to.is_none() {
            // However many times were missed, they are one.
            if coming.next(clock.served_to, &zone).is_none_or(|next| next > now) {
                return store::advance(self.tx(), &clock);
            }
            (clock.run_to, clock.after_key, clock.ran) = (Some(now), None, 0);
        }
        let most = (MOST - clock.ran).min(SOME as i64);
        let records = self.sought(coming, clock.after_key, most)?;
        let all = (records.len() as i64) < most;
        for (key, id) in records {
            (clock.after_key, clock.ran) = (Some(key), clock.ran + 1);
            if !self.fire(of, id)? {
                return Ok(());
            }
        }
        if all || clock.ran >= MOST {
            (clock.served_to, clock.run_to, clock.after_key, clock.ran) = (clock.run_to.unwrap_or(now), None, None, 0);
        }
        store::advance(self.tx(), &clock)
    }

    /// Some of the records for which a rule runs at a time of its recurrence, behind the last of them.
    fn sought(&mut self, coming: &Coming, after: Option<i64>, most: i64) -> Result<Vec<(i64, RecordId)>> {
        let moment = Moment::at(self.company()?.zone.clone(), self.now(), None);
        let terms = Terms { moment: &moment, sight: &Whole, position: self.tx().dialect().position };
        let mut query = Query::new("sought", terms);
        let condition = coming.filter.as_ref().map(|filter| query.condition(filter)).transpose()?.unwrap_or_default();
        let joins = query.joins();
        store::sought(self.tx(), &coming.table, (joins, condition), after, most)
    }

    /// Runs a rule for a record, with all that other rules do in turn; it fails alone (AUTO-5). Whether the rule goes on.
    fn fire(&mut self, (rules, ruled, rule): InForce<'_>, id: RecordId) -> Result<bool> {
        let ran = match self.savepoint(|cx| cx.follow_rule(rules, (ruled, rule), id)) {
            Ok(ran) => ran,
            Err(failure) if ends_the_call(&failure) => return Err(failure),
            // Another rule refused it.
            Err(failure) => {
                let ran = Ran { outcome: RunOutcome::Failed, changes: 0, error: Some(failure) };
                self.log_run(ruled, rule, id, &ran)?;
                self.give_up(rule)?;
                Some(ran)
            }
        };
        self.rules_answered();
        match ran.map(|ran| ran.outcome) {
            Some(RunOutcome::Failed) => store::stands(self.tx(), rule.key, rule.version),
            // Its condition does not hold.
            Some(RunOutcome::Suppressed) => {
                self.count_unmet([(rule.id, 1)].into())?;
                Ok(true)
            }
            Some(RunOutcome::Done) | None => Ok(true),
        }
    }
}
