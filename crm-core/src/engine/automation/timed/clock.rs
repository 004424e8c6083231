//! The clocks of rules: when they begin and end, and when a rule falls due next.

use chrono::Days;

use super::loaded::{Coming, Counted, Timed};
use super::store::{self, Clock};
use super::{BY_RECURRENCE, BY_TIME, DAILY, YEARLY};
use crate::engine::automation::document::{AUTOMATION, Automation};
use crate::engine::clock::Timestamp;
use crate::engine::due::{Item, Kind};
use crate::engine::error::Result;
use crate::engine::gate::Context;
use crate::engine::money;
use crate::engine::setup::store::enabled;
use crate::engine::zone::Zone;

/// Values before a rule falls due that are looked at for the next one.
const LOOKED_AT: i64 = 500;

impl Timed {
    /// The kind of due work by which it is served.
    pub(super) fn kind(&self) -> &'static Kind {
        match self {
            Timed::Counted(_) => &BY_TIME,
            Timed::Coming(_) => &BY_RECURRENCE,
        }
    }
}

impl Context<'_> {
    /// Begins the clocks of rules that were enabled, or count otherwise now, and ends those of rules that were disabled. It looks
    /// forward alone, but for a rule with `backlog`.
    pub(in crate::engine::automation) fn clocks_changed(&mut self) -> Result<()> {
        let company = self.company()?;
        let (zone, places) = (company.zone.clone(), money::decimal_places(&company.currency).unwrap_or_default());
        let (catalogue, now, kept) = (self.catalogue()?, self.now(), store::clocks(self.tx())?);
        for document in enabled::<Automation>(self.tx(), &AUTOMATION)? {
            // What sleeps, or comes with what is applied just now, goes on as it did.
            let Some(timed) = document.content.timed(&catalogue.definitions, places) else { continue };
            let stamp = timed.stamp();
            match kept.iter().find(|clock| clock.document == document.key) {
                Some(clock) if clock.stamp == stamp => continue,
                Some(other) => self.end_clock(other)?,
                None => {}
            }
            let served_to = if document.content.backlog { earliest() } else { now };
            let clock = Clock {
                document: document.key,
                home: timed.home().to_string(),
                field: timed.field().to_owned(),
                stamp,
                served_to,
                run_to: None,
                after_base: None,
                after_key: None,
                ran: 0,
            };
            store::begin(self.tx(), &clock)?;
            if let Timed::Counted(counted) = &timed {
                counted.make_index(self.tx())?;
            }
            if let Some(next) = self.next_of(&timed, &clock, &zone)? {
                timed.kind().set(self.tx(), document.key, 0, next)?;
            }
        }
        for clock in kept {
            if !store::is_enabled(self.tx(), clock.document)? {
                self.end_clock(&clock)?;
            }
        }
        Ok(())
    }

    fn end_clock(&mut self, clock: &Clock) -> Result<()> {
        store::end(self.tx(), clock.document)?;
        store::drop_index(self.tx(), clock)?;
        BY_TIME.forget(self.tx(), clock.document)?;
        BY_RECURRENCE.forget(self.tx(), clock.document)
    }

    /// Has every rule by time looked at anew, after the company got another time zone.
    pub(crate) fn clocks_rezoned(&mut self) -> Result<()> {
        let now = self.now();
        for clock in store::clocks(self.tx())? {
            BY_TIME.sooner(self.tx(), clock.document, 0, now)?;
            BY_RECURRENCE.sooner(self.tx(), clock.document, 0, now)?;
        }
        Ok(())
    }

    /// When a rule falls due next, behind what it was served for.
    fn next_of(&mut self, timed: &Timed, clock: &Clock, zone: &Zone) -> Result<Option<Timestamp>> {
        let now = self.now();
        match timed {
            // Another clock was ahead, or this one was set back.
            Timed::Counted(_) if clock.served_to > now => Ok(Some(clock.served_to.min(now + DAILY))),
            Timed::Counted(counted) => self.next_counted(counted, clock, zone).map(Some),
            Timed::Coming(coming) => Ok(coming.next(clock.served_to, zone).map(|next| next.min(now + YEARLY))),
        }
    }

    fn next_counted(&mut self, counted: &Counted, clock: &Clock, zone: &Zone) -> Result<Timestamp> {
        let (now, behind, counting) = (self.now(), clock.served_to, counted.counting(zone));
        let low = counting.between((behind, behind), counted.by_days()).0;
        if behind == earliest() {
            return Ok(now);
        }
        if counted.by_days() {
            return Ok(counting.next_of_days(behind).min(now + DAILY));
        }
        let ahead = counted.ahead(self.tx(), low, LOOKED_AT)?;
        let first = ahead.iter().map(|base| counting.due(*base)).filter(|due| *due > behind).min();
        Ok(first.unwrap_or(now + DAILY).min(now + DAILY))
    }
}

/// Before everything that a record may have.
fn earliest() -> Timestamp {
    chrono::NaiveDate::from_ymd_opt(1, 1, 1).unwrap_or_default().and_time(chrono::NaiveTime::MIN).and_utc()
}

impl Coming {
    /// The first time behind an instant.
    pub(super) fn next(&self, behind: Timestamp, zone: &Zone) -> Option<Timestamp> {
        let day = zone.local(behind).date();
        let day = day.checked_sub_days(Days::new(1)).unwrap_or(day);
        let clock = self.clock(zone);
        let mut times = self.recurrence.times_from(self.first, &clock, day).map(|time| time.at);
        times.find(|at| *at > behind)
    }
}

/// When the item of a rule falls due again; at once where there is more to do.
pub(super) fn next(cx: &mut Context<'_>, item: &Item) -> Result<Option<Timestamp>> {
    let (now, zone) = (cx.now(), cx.company()?.zone.clone());
    let Some(clock) = store::clock(cx.tx(), item.subject)? else { return Ok(None) };
    let rules = cx.rules()?;
    let timed = rules.as_ref().and_then(|rules| rules.find(clock.document)?.1.timed.as_ref());
    let Some(timed) = timed.filter(|timed| timed.stamp() == clock.stamp) else { return Ok(Some(now + DAILY)) };
    if clock.run_to.is_some() || store::any_late(cx.tx(), clock.document)? {
        return Ok(Some(now));
    }
    cx.next_of(timed, &clock, &zone)
}
