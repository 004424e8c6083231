//! WORK-5, WORK-6: what people did in a time.
//!
//! Whose work somebody sees is told by their level of `activities` (SCOPE-11); what a row counts is all that person's work, whatever
//! records it was about.

mod spans;
mod store;

use std::collections::BTreeMap;

use self::spans::Spans;
use self::store::{Count, Counts, Whom};
use super::work_types::*;
use crate::activities::store::reached::reached;
use crate::departments::DepartmentRef;
use crate::engine::clock::Date;
use crate::engine::error::Result;
use crate::engine::gate::Context;
use crate::engine::scope::ScopeLevel;
use crate::users::UserRef;

/// Days of a period.
const MAX_DAYS: i64 = 366;

/// Rows of an answer.
const MAX_ROWS: usize = 10_000;

/// Somebody whose work is counted.
pub(super) struct Person {
    key: i64,
    user: UserRef,
    active: bool,
    team: Option<(i64, DepartmentRef)>,
}

/// WORK-6.
pub(super) fn work(cx: &mut Context<'_>, filter: &WorkFilter) -> Result<WorkStatistics> {
    let (from, to) = (filter.period_from, filter.period_to);
    if to < from {
        let limit = Some(from.to_string());
        cx.violations().add("filter.period_to", "period_reversed", "must not be before period_from", limit);
    } else if (to - from).num_days() >= MAX_DAYS {
        let detail = format!("must be at most {MAX_DAYS} days");
        cx.violations().add("filter.period_to", "too_many_days", detail, Some(MAX_DAYS.to_string()));
    }
    cx.check_fields()?;
    let (user, level) = match cx.actor_key().zip(cx.levels_asked("activities")?) {
        Some((user, levels)) => (user, levels.reads),
        None => (0, ScopeLevel::All),
    };
    let spans = Spans::of(&cx.company()?.zone, (from, to), filter.interval);
    let mut whom = Whom::of(reached(user, level));
    whom.narrow(filter);
    let people = store::people(cx.tx(), &whom)?;
    let counts = store::counts(cx, &spans, &whom)?;
    let people: Vec<Person> =
        people.into_iter().filter(|person| person.active || counts.has(person.key, spans.len())).collect();
    let by = filter.by.unwrap_or(WorkBy::Person);
    let mut rows: Vec<(Option<UserRef>, Option<DepartmentRef>, Vec<Count>)> = Vec::new();
    let mut total = Count::default();
    match by {
        WorkBy::Person => {
            at_most(cx, people.len(), &spans)?;
            for person in people {
                let own = counts.row(person.key, spans.len());
                own.iter().for_each(|count| total.add(count));
                rows.push((Some(person.user), person.team.map(|(_, team)| team), own));
            }
        }
        WorkBy::Team => {
            // Who is of no department stands behind all that there are.
            let mut teams: BTreeMap<(bool, i64), (Option<DepartmentRef>, Vec<Count>)> = BTreeMap::new();
            for person in people {
                let (place, team) = match person.team {
                    Some((key, team)) => ((false, key), Some(team)),
                    None => ((true, 0), None),
                };
                let (_, sums) = teams.entry(place).or_insert_with(|| (team, vec![Count::default(); spans.len()]));
                for (sum, count) in sums.iter_mut().zip(counts.row(person.key, spans.len())) {
                    sum.add(&count);
                    total.add(&count);
                }
            }
            at_most(cx, teams.len(), &spans)?;
            rows.extend(teams.into_values().map(|(team, sums)| (None, team, sums)));
        }
    }
    let kinds = store::kinds(cx.tx())?;
    let each = |(person, team, counts): (Option<UserRef>, Option<DepartmentRef>, Vec<Count>)| {
        let of = counts.into_iter().zip(spans.days()).map(move |(count, day)| (count, *day));
        let row = |(count, day): (Count, Date)| WorkRow {
            person: person.clone(),
            team: team.clone(),
            day,
            figures: count.figures(&kinds),
        };
        of.map(row).collect::<Vec<_>>()
    };
    let rows = rows.into_iter().flat_map(each).collect();
    let total = total.figures(&kinds);
    Ok(WorkStatistics { by, period_from: from, period_to: to, rows, total, partial: level != ScopeLevel::All })
}

/// Refuses an answer of too many rows.
fn at_most(cx: &mut Context<'_>, whose: usize, spans: &Spans) -> Result<()> {
    if whose.saturating_mul(spans.len()) > MAX_ROWS {
        let detail = format!("there would be more than {MAX_ROWS} rows");
        cx.violations().add("filter", "too_many", detail, Some(MAX_ROWS.to_string()));
    }
    cx.check_fields()
}

/// What one person did in a period, both days included (WORK-2).
pub(crate) fn of_person(cx: &mut Context<'_>, person: i64, period: (Date, Date)) -> Result<WorkFigures> {
    let spans = Spans::of(&cx.company()?.zone, period, None);
    let whom = Whom::of(reached(person, ScopeLevel::Own));
    let counts: Counts = store::counts(cx, &spans, &whom)?;
    let kinds = store::kinds(cx.tx())?;
    Ok(counts.row(person, 1).into_iter().next().unwrap_or_default().figures(&kinds))
}
