//! What a call means for rules that count from what it wrote: a record falls due sooner than any other, or was due by then.

use std::collections::BTreeSet;

use uuid::Uuid;

use super::BY_TIME;
use super::loaded::Timed;
use super::store;
use crate::engine::automation::event::{Event, Mark};
use crate::engine::automation::loaded::Rule;
use crate::engine::error::Result;
use crate::engine::gate::Context;
use crate::engine::sorting::Arranged as _;
use crate::engine::touched::STATE_SINCE;

/// Whether what a rule counts from is another in a record.
fn concerns(rule: &Rule, event: &Event) -> bool {
    let Some(Timed::Counted(counted)) = &rule.timed else { return false };
    let name = counted.field.name.as_str();
    event.created || event.touched.contains(name) || name == STATE_SINCE && event.moved[1].is_some()
}

impl Context<'_> {
    /// Notes what falls due by what the call has written, once everything is: the next instant of a rule, and records that got a value
    /// which was due by then.
    pub(crate) fn settle_rules_by_time(&mut self) -> Result<()> {
        let Some(rules) = self.rules()?.filter(|rules| rules.counted) else { return Ok(()) };
        let mut found: BTreeSet<(i64, Uuid)> = store::take_noted(self.tx())?.into_iter().into_set();
        for event in self.happened(&rules, Mark::default()) {
            let ruled = rules.objects.get(&event.object).filter(|_| !event.gone);
            let concerned = ruled.iter().flat_map(|ruled| &ruled.rules).filter(|rule| concerns(rule, &event));
            found.extend(concerned.map(|rule| (rule.key, event.id.0)));
        }
        if found.is_empty() {
            return Ok(());
        }
        let (now, zone) = (self.now(), self.company()?.zone.clone());
        for (key, id) in found {
            let timed = rules.find(key).and_then(|(_, rule)| rule.timed.as_ref());
            let Some(Timed::Counted(counted)) = timed else { continue };
            let (base, clock) = (counted.of_record(self.tx(), id)?, store::clock(self.tx(), key)?);
            let (Some(base), Some(clock)) = (base, clock) else { continue };
            let due = counted.counting(&zone).due(base);
            if due > now {
                BY_TIME.sooner(self.tx(), key, 0, due)?;
            } else if now - due <= counted.late_within {
                store::late(self.tx(), key, id)?;
                BY_TIME.sooner(self.tx(), key, 0, now)?;
            } else if due > clock.served_to {
                // Too late, though the rule has not been served for that time yet.
                store::serve(self.tx(), key, (id, base.number(), due))?;
            }
        }
        Ok(())
    }
}
