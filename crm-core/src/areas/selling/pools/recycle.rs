//! When what nobody works on falls back into a pool (ASSIGN-10), and that it does (ASSIGN-11).
//!
//! The day stands beside the record. It is computed anew behind every call that wrote what it follows from, in the call's transaction:
//! the record itself, an activity, an order, an opportunity that was won. Where rules change, or the company's zone, it is looked at of
//! all records, slice by slice; and each night of those that a filter may take by now. What falls back is looked at once more before.

use std::collections::BTreeSet;

use chrono::{Days, NaiveTime, TimeDelta};
use uuid::Uuid;

use super::rules::into;
use super::setup::{DealtKind, POOL, Pool, RecycleRule};
use super::store::found;
use super::store::recycle::{self as store, Due, Facts};
use super::types::OwnerEnd;
use crate::engine::calendar::company_date;
use crate::engine::clock::{Date, Timestamp};
use crate::engine::due::{self, Again, Item};
use crate::engine::error::Result;
use crate::engine::gate::{Context, Entity};
use crate::engine::objects::expr::minutes;
use crate::engine::schedule::Job;
use crate::engine::setup::store::{Document, enabled};
use crate::engine::sorting::Arranged as _;
use crate::engine::tables::{Derived, Place, Wrong};
use crate::settings;

/// Records that one transaction looks at.
const SLICE: usize = 500;

/// Records that fall back in one transaction.
const SOME: usize = 100;

/// The one item of the night's work.
const SUBJECT: i64 = 1;

/// The night's work.
pub(super) const NIGHTLY: due::Kind = due::Kind {
    job: Job::RECYCLE,
    doc: "What nobody worked on falls back into its pool (ASSIGN-11).",
    serve: |cx, _| {
        DealtKind::ALL.iter().try_for_each(|kind| {
            let now = cx.now();
            DAYS.forget(cx.tx(), work(*kind, true))?;
            DAYS.set(cx.tx(), work(*kind, true), 0, now)
        })
    },
    again: Some(Again { next: |cx, _| at(cx), ahead: TimeDelta::days(2) }),
};

/// Looking at records, slice by slice: the item's part is the key of the last one that was looked at.
pub(super) const DAYS: due::Kind = due::Kind {
    job: Job::POOL_DAYS,
    doc: "Working out when records fall back into pools, and what is due falls back (ASSIGN-10).",
    serve,
    again: None,
};

/// The item's subject: of which records, and whether what is due falls back.
fn work(kind: DealtKind, falls: bool) -> i64 {
    let kind = if kind == DealtKind::Customer { 1 } else { 2 };
    if falls { kind + 2 } else { kind }
}

fn serve(cx: &mut Context<'_>, item: &Item) -> Result<()> {
    let kind = if item.subject % 2 == 1 { DealtKind::Customer } else { DealtKind::Opportunity };
    let falls = item.subject > 2;
    let next = slice(cx, kind, item.part, falls)?;
    let now = cx.now();
    next.map_or(Ok(()), |behind| DAYS.set(cx.tx(), item.subject, behind, now))
}

/// The next instant of the night's work; none where no rule waits for it.
fn at(cx: &mut Context<'_>) -> Result<Option<Timestamp>> {
    if cx.company()?.recycles == 0 {
        return Ok(None);
    }
    let at = u32::from(minutes(&settings::rules::of(cx)?.recycle_at).unwrap_or_default());
    let at = NaiveTime::from_num_seconds_from_midnight_opt(at * 60, 0).unwrap_or_default();
    let (zone, now, today) = (cx.company()?.zone.clone(), cx.now(), cx.today()?);
    let first = zone.instant(today.and_time(at));
    let tomorrow = today.succ_opt().unwrap_or(today);
    Ok(Some(if first > now { first } else { zone.instant(tomorrow.and_time(at)) }))
}

/// Sets the night's work anew.
fn set(cx: &mut Context<'_>) -> Result<()> {
    match at(cx)? {
        Some(at) => NIGHTLY.set(cx.tx(), SUBJECT, 0, at),
        None => NIGHTLY.forget(cx.tx(), SUBJECT),
    }
}

/// The night's work has another time; with `rezoned` days of the company begin otherwise too.
pub(crate) fn retimed(cx: &mut Context<'_>, rezoned: bool) -> Result<()> {
    set(cx)?;
    if rezoned && cx.company()?.recycles != 0 {
        DealtKind::ALL.iter().try_for_each(|kind| begin(cx, *kind))?;
    }
    Ok(())
}

/// Looks at all records of a kind anew: the first of them at once, others by the calendar.
fn begin(cx: &mut Context<'_>, kind: DealtKind) -> Result<()> {
    let subject = work(kind, false);
    DAYS.forget(cx.tx(), subject)?;
    let (next, now) = (slice(cx, kind, 0, false)?, cx.now());
    next.map_or(Ok(()), |behind| DAYS.set(cx.tx(), subject, behind, now))
}

/// A pool, or what of it is in force, is another.
pub(super) fn changed(cx: &mut Context<'_>, pool: i64, content: Option<&Pool>, kind: DealtKind) -> Result<()> {
    let (kept, today) = (store::in_force(cx.tx(), pool)?, cx.today()?);
    let stamps: Vec<String> = content.map(Pool::stamps).unwrap_or_default();
    if kept.is_empty() && stamps.is_empty() {
        return Ok(());
    }
    let since = |stamp: &String| kept.iter().find(|known| known.0 == *stamp).map_or(today, |known| known.1);
    let next: Vec<(String, Date)> = stamps.into_iter().map(|stamp| (stamp.clone(), since(&stamp))).collect();
    store::keep(cx.tx(), pool, &next)?;
    cx.read_again();
    set(cx)?;
    begin(cx, kind)
}

/// A pool that was for records of that kind is for others now.
pub(super) fn changed_kind(cx: &mut Context<'_>, kind: DealtKind) -> Result<()> {
    if cx.company()?.recycles == 0 { store::forget(cx.tx(), kind) } else { begin(cx, kind) }
}

// ---- the rules -------------------------------------------------------------------------------------------------------

/// Rules, each with the day since which it is in force.
type InForce = Vec<(RecycleRule, Date)>;

/// The enabled pools of a kind, in their places, with the rules that are in force.
struct Book {
    kind: DealtKind,
    pools: Vec<(Document<Pool>, InForce)>,
}

impl Book {
    fn load(cx: &mut Context<'_>, kind: DealtKind) -> Result<Book> {
        let mut pools = Vec::new();
        for pool in enabled::<Pool>(cx.tx(), &POOL)?.into_iter().filter(|pool| pool.content.of == kind) {
            if pool.content.recycle.iter().flatten().next().is_none() {
                continue;
            }
            let kept = store::in_force(cx.tx(), pool.key)?;
            let rules = pool.content.recycle.iter().flatten().zip(pool.content.stamps());
            let since = |stamp: &String| kept.iter().find(|known| known.0 == *stamp).map(|known| known.1);
            let rules = rules.filter_map(|(rule, stamp)| Some((rule.clone(), since(&stamp)?))).collect();
            pools.push((pool, rules));
        }
        Ok(Book { kind, pools })
    }

    /// Whether days pass by which a record's day is another, though nothing was written.
    fn moves(&self) -> bool {
        let told = |rule: &RecycleRule| rule.notice_days.iter().flatten().next().is_some();
        self.filters() || self.pools.iter().flat_map(|(_, rules)| rules).any(|(rule, _)| told(rule))
    }

    /// Whether any takes only what a filter takes.
    fn filters(&self) -> bool {
        let filtered = |rules: &InForce| rules.iter().any(|(rule, _)| rule.filter.is_some());
        self.pools.iter().any(|(pool, rules)| pool.content.filter.is_some() || filtered(rules))
    }

    /// When each of the records falls back, and why.
    fn due(&self, cx: &mut Context<'_>, facts: &[Facts]) -> Result<Vec<Option<Falls<'_>>>> {
        let (today, zone) = (cx.today()?, cx.company()?.zone.clone());
        let keys: Vec<i64> = facts.iter().filter(|of| of.owned).map(|of| of.key).collect();
        let mut due: Vec<Option<Falls<'_>>> = facts.iter().map(|_| None).collect();
        for (pool, rules) in &self.pools {
            let taken = cx.accepted(self.kind.as_str(), pool.content.filter.as_ref(), &keys)?;
            let taken: Vec<i64> = taken.into_iter().collect();
            for (rule, since) in rules {
                let accepted: BTreeSet<i64> = cx.accepted(self.kind.as_str(), rule.filter.as_ref(), &taken)?;
                for (of, due) in facts.iter().zip(&mut due).filter(|(of, _)| accepted.contains(&of.key)) {
                    let Some(on) = rule.falls_due(of, *since, |at| company_date(&zone, at)) else { continue };
                    if due.as_ref().is_none_or(|known| on < known.on) {
                        *due = Some(Falls { on, notice: rule.notice(on, today), pool, rule });
                    }
                }
            }
        }
        Ok(due)
    }
}

/// When a record falls back, into which pool and by which rule.
struct Falls<'b> {
    on: Date,
    notice: Option<Date>,
    pool: &'b Document<Pool>,
    rule: &'b RecycleRule,
}

impl Falls<'_> {
    fn due(falls: Option<&Self>) -> Due {
        Due { on: falls.map(|falls| falls.on), notice: falls.and_then(|falls| falls.notice) }
    }
}

impl RecycleRule {
    /// Its periods by their names, as the reason says them.
    pub(super) fn periods(&self) -> Vec<(&'static str, i64)> {
        let all = [
            ("no_follow_up_days", self.no_follow_up_days),
            ("no_order_days", self.no_order_days),
            ("no_win_days", self.no_win_days),
        ];
        all.into_iter().filter_map(|(name, days)| Some((name, days?))).collect()
    }

    fn reason(&self) -> String {
        let periods: Vec<String> = self.periods().iter().map(|(name, days)| format!("{name} {days}")).collect();
        periods.join(", ")
    }

    /// The day on which all of its periods have run.
    fn falls_due(&self, of: &Facts, in_force: Date, day: impl Fn(Timestamp) -> Date) -> Option<Date> {
        let first = of.owner_since.map(&day).or(of.since_on);
        let begin = first.max(of.active_since).max(Some(in_force));
        let run = |last: Option<Date>, days: Option<i64>| {
            let days = Days::new(u64::try_from(days?).unwrap_or_default());
            begin.max(last).and_then(|begun| begun.checked_add_days(days))
        };
        let all = [
            run(of.last_activity_on, self.no_follow_up_days),
            run(of.last_order_date, self.no_order_days),
            run(of.last_won_at.map(&day), self.no_win_days),
        ];
        all.into_iter().flatten().max()
    }

    /// The first day, today or later, on which that is told beforehand.
    fn notice(&self, on: Date, today: Date) -> Option<Date> {
        let before = |days: &i64| on.checked_sub_days(Days::new(u64::try_from(*days).unwrap_or_default()));
        self.notice_days.iter().flatten().filter_map(before).filter(|day| *day >= today).min()
    }
}

// ---- the days --------------------------------------------------------------------------------------------------------

/// Brings the days of records to what they follow from.
fn settled<'b>(cx: &mut Context<'_>, book: &'b Book, facts: &[Facts]) -> Result<Vec<Option<Falls<'b>>>> {
    let falls = book.due(cx, facts)?;
    for (of, falls) in facts.iter().zip(&falls) {
        let right = Falls::due(falls.as_ref());
        if of.kept != right {
            store::write(cx.tx(), book.kind, of, right)?;
        }
    }
    Ok(falls)
}

/// Behind a call that wrote: of the records that it concerns.
pub(super) fn settle(cx: &mut Context<'_>) -> Result<()> {
    if cx.company()?.recycles == 0 {
        return Ok(());
    }
    let noted = store::take_noted(cx.tx())?;
    let opportunities: BTreeSet<Uuid> = cx.told_records(&Entity::OPPORTUNITY).into_iter().into_set();
    let mut customers: BTreeSet<Uuid> = cx.told_records(&Entity::CUSTOMER).into_iter().into_set();
    if noted.is_empty() && opportunities.is_empty() && customers.is_empty() {
        return Ok(());
    }
    customers.extend(store::won_of(cx.tx(), &opportunities)?);
    for (kind, told) in [(DealtKind::Customer, customers), (DealtKind::Opportunity, opportunities)] {
        let home = kind.home().table;
        let noted = noted.iter().filter(|of| of.0 == home).map(|of| of.1);
        let ids: Vec<Uuid> = told.into_iter().chain(noted).into_set().into_iter().collect();
        if !ids.is_empty() {
            let book = Book::load(cx, kind)?;
            for ids in ids.chunks(SLICE) {
                let facts = store::of_ids(cx.tx(), kind, ids)?;
                settled(cx, &book, &facts)?;
            }
        }
    }
    Ok(())
}

/// Looks at some records behind a key, of which what is due falls back where it is to; behind which key others are left.
fn slice(cx: &mut Context<'_>, kind: DealtKind, behind: i64, falls: bool) -> Result<Option<i64>> {
    let (book, today) = (Book::load(cx, kind)?, cx.today()?);
    // By day nothing moves but what is written: what is due is found by its day.
    let by_day = falls && !book.moves() && DAYS.items(cx.tx(), work(kind, false))?.is_empty();
    let facts = store::page(cx.tx(), kind, behind, if by_day { Some(today) } else { None }, SLICE as i64)?;
    let mut next = facts.last().filter(|_| facts.len() == SLICE).map(|of| of.key);
    let due = settled(cx, &book, &facts)?;
    if !falls {
        return Ok(next);
    }
    let mut falling: Vec<(&Facts, Falls<'_>)> =
        facts.iter().zip(due).filter_map(|(of, due)| Some((of, due.filter(|due| due.on <= today)?))).collect();
    if falling.len() > SOME {
        falling.truncate(SOME);
        next = falling.last().map(|(of, _)| of.key);
    }
    let ids: Vec<Uuid> = falling.iter().map(|(of, _)| of.id).collect();
    let records = found(cx.tx(), kind, &ids)?;
    for (of, falls) in &falling {
        let Some(record) = records.iter().find(|record| record.key == of.key) else { continue };
        let fell = cx.savepoint(|cx| {
            into(cx, kind, record, (falls.pool.key, OwnerEnd::Recycled), &falls.rule.reason())?;
            cx.check_fields()?;
            cx.run_rules()
        });
        // What something stands against waits for the next night.
        fell.or_else(|refusal| if refusal.is_failure() { Err(refusal) } else { Ok(()) })?;
    }
    Ok(next)
}

/// Says when records fall back, and how many days are left.
pub(crate) fn shown(
    cx: &mut Context<'_>,
    kind: DealtKind,
    mut records: Vec<(Uuid, &mut Option<Date>, &mut Option<i64>)>,
) -> Result<()> {
    if records.is_empty() || cx.company()?.recycles == 0 {
        return Ok(());
    }
    let (today, ids) = (cx.today()?, records.iter().map(|of| of.0).collect::<Vec<_>>());
    let due = store::due_of(cx.tx(), kind, &ids)?;
    for (id, on, left) in &mut records {
        if let Some(day) = due.get(id) {
            **on = Some(*day);
            **left = Some((*day - today).num_days().max(0));
        }
    }
    Ok(())
}

/// The days beside records, against what they follow from (MAINT-1).
#[derive(Debug)]
pub(super) struct Kept(pub(super) DealtKind);

impl Derived for Kept {
    fn entity(&self) -> Entity {
        Entity::from(self.0.as_str())
    }

    fn counted(&self, wrong: usize) -> Option<String> {
        Some(format!("{wrong} records are wrong about when they fall back into a pool"))
    }

    fn compare(&self, cx: &mut Context<'_>, behind: &Place, most: usize) -> Result<Vec<Wrong>> {
        // While a slice is to come they may be.
        if !DAYS.items(cx.tx(), work(self.0, false))?.is_empty() {
            return Ok(Vec::new());
        }
        let (book, today) = (Book::load(cx, self.0)?, cx.today()?);
        // What filters take may be otherwise by now, until the night.
        let moves = book.filters();
        let (mut wrong, mut key) = (Vec::new(), behind.key);
        while !moves && wrong.len() < most {
            let facts = store::page(cx.tx(), self.0, key, None, SLICE as i64)?;
            let Some(last) = facts.last() else { break };
            key = last.key;
            let right = book.due(cx, &facts)?;
            for (of, falls) in facts.iter().zip(&right) {
                let right = Falls::due(falls.as_ref());
                let told = of.kept.notice == right.notice || of.kept.notice.is_some_and(|day| day < today);
                if of.kept.on != right.on || !told {
                    wrong.push(Wrong { place: Place::from(of.key), findings: Vec::new(), weight: 1 });
                }
            }
        }
        wrong.truncate(most);
        Ok(wrong)
    }

    fn mend(&self, cx: &mut Context<'_>, place: &Place) -> Result<bool> {
        let book = Book::load(cx, self.0)?;
        let facts = store::page(cx.tx(), self.0, place.key - 1, None, 1)?;
        let facts: Vec<Facts> = facts.into_iter().filter(|of| of.key == place.key).collect();
        let right = book.due(cx, &facts)?;
        let differs = facts.iter().zip(&right).any(|(of, falls)| of.kept != Falls::due(falls.as_ref()));
        settled(cx, &book, &facts)?;
        Ok(differs)
    }
}
