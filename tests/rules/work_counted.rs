//! WORK-5, WORK-6, WORK-2: random histories, counted by somebody who knows no SQL.

use std::collections::BTreeMap;

use chrono::{Datelike, TimeDelta};
use crm_core::prelude::*;
use crm_core::reports::{WorkBy, WorkFilter, WorkInterval};
use crm_core::work_reports::ReportKind;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::support::*;
use crate::work_statistics::{row, statistics};

/// What is done at random.
#[derive(Debug, Clone)]
enum Deed {
    Wait(i64),
    Customer(usize),
    Contact(usize),
    Opportunity(usize),
    Assign(usize, usize),
    Develop(usize),
    Fail(usize),
    Plan(usize, usize, i64, usize),
    Complete(usize, usize, i64),
    Cancel(usize),
    Reopen(usize),
    Delegate(usize, usize),
    Note(usize, i64),
    Ticket,
    Handle(usize, usize),
    Answer(usize, i64),
}

fn deed() -> impl Strategy<Value = Deed> {
    let (who, at) = (0..3_usize, 0..9_usize);
    prop_oneof![
        4 => (1..40_i64).prop_map(Deed::Wait),
        1 => who.clone().prop_map(Deed::Customer),
        1 => who.clone().prop_map(Deed::Contact),
        2 => who.clone().prop_map(Deed::Opportunity),
        2 => (at.clone(), 1..3_usize).prop_map(|(at, who)| Deed::Assign(at, who)),
        1 => at.clone().prop_map(Deed::Develop),
        1 => at.clone().prop_map(Deed::Fail),
        5 => (who.clone(), 0..4_usize, -72..72_i64, 0..2_usize).prop_map(|(who, form, by, kind)| Deed::Plan(who, form, by, kind)),
        5 => (at.clone(), who.clone(), 0..60_i64).prop_map(|(at, who, ago)| Deed::Complete(at, who, ago)),
        1 => at.clone().prop_map(Deed::Cancel),
        1 => at.clone().prop_map(Deed::Reopen),
        1 => (at.clone(), who.clone()).prop_map(|(at, who)| Deed::Delegate(at, who)),
        2 => (who.clone(), -5..5_i64).prop_map(|(who, by)| Deed::Note(who, by)),
        2 => Just(Deed::Ticket),
        3 => (at.clone(), 1..3_usize).prop_map(|(at, who)| Deed::Handle(at, who)),
        2 => (at, 1..6_i64).prop_map(|(at, how)| Deed::Answer(at, how)),
    ]
}

/// The columns of [`row`].
const NEW_CUSTOMERS: usize = 0;
const NEW_CONTACTS: usize = 1;
const NEW_OPPORTUNITIES: usize = 2;
const INTERACTIONS: usize = 7;
const DEVELOPED: usize = 8;
const FAILED: usize = 9;
const HANDLED: usize = 10;

/// When an activity is to be done.
#[derive(Debug, Clone, Copy)]
enum Due {
    Day(Date),
    Instant(Timestamp, Date),
}

/// An activity on paper.
#[derive(Debug, Clone)]
struct Task {
    assignee: usize,
    due: Due,
    cancelled: bool,
    done: Option<(Timestamp, usize)>,
    kind: usize,
}

/// What was done, as somebody would write it on paper: of whom, on which day, in which column.
#[derive(Default)]
struct Paper {
    facts: Vec<(usize, Date, usize)>,
    tasks: Vec<Task>,
}

/// The day of an instant in Shanghai, which is eight hours ahead all the year.
fn day_of(at: Timestamp) -> Date {
    (at + TimeDelta::hours(8)).date_naive()
}

impl Paper {
    /// The figures of somebody from the first day to the last, and what they did by kind.
    fn count(&self, who: usize, from: Date, to: Date, now: Timestamp) -> ([i64; 11], BTreeMap<usize, i64>) {
        let (mut row, mut kinds, within) = ([0; 11], BTreeMap::new(), |day: Date| from <= day && day <= to);
        for (of, day, column) in &self.facts {
            row[*column] += i64::from(*of == who && within(*day));
        }
        for task in &self.tasks {
            if let Some((at, by)) = task.done
                && by == who
                && within(day_of(at))
            {
                row[6] += 1;
                *kinds.entry(task.kind).or_default() += 1;
            }
            let (day, on_time, past) = match task.due {
                Due::Day(day) => (day, task.done.is_some_and(|(at, _)| day_of(at) <= day), day_of(now) > day),
                Due::Instant(at, day) => (day, task.done.is_some_and(|(done, _)| done <= at), now > at),
            };
            if task.assignee == who && !task.cancelled && within(day) {
                row[3] += 1;
                row[4] += i64::from(on_time);
                row[5] += i64::from(past && !on_time);
            }
        }
        (row, kinds)
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    // WORK-5, WORK-6: whatever is done, the figures are those of who wrote it down.
    #[test]
    fn whatever_is_done_is_counted(
        deeds in prop::collection::vec(deed(), 30..80),
        asked in prop::collection::vec((-6..12_i64, 0..14_i64, 0..4_usize, any::<bool>()), 4..8),
    ) {
        let office = Office::new();
        let people = [&office.manager, &office.ann, &office.ben];
        let east = json!({"new": {"name": "华东组"}});
        let team: Value = serde_json::from_str(&office.admin.call("departments.create", &east.to_string()).unwrap()).unwrap();
        for who in [1, 2] {
            let joined = json!({"id": user(people[who]), "changes": {"department": team["id"]}});
            office.admin.call("users.update", &joined.to_string()).unwrap();
        }
        let call = |by: usize, operation: &str, with: Value| -> Option<Value> {
            people[by].call(operation, &with.to_string()).ok().map(|answer| serde_json::from_str(&answer).unwrap())
        };
        let kinds = [entry(&office.ann, "activity_kind", "任务"), entry(&office.ann, "activity_kind", "邮件")];
        let (mut now, mut paper): (Timestamp, Paper) = (MORNING.parse().unwrap(), Paper::default());
        let home = office.manager.customers().create(new_customer(&office.manager, "本部"), None, None).unwrap();
        paper.facts.push((0, day_of(now), NEW_CUSTOMERS));
        let (mut opportunities, mut activities, mut tickets, mut owners) = (Vec::new(), Vec::new(), Vec::new(), BTreeMap::new());
        for (nth, deed) in deeds.into_iter().enumerate() {
            let today = day_of(now);
            match deed {
                Deed::Wait(hours) => {
                    now += TimeDelta::hours(hours);
                    office.clock.advance(TimeDelta::hours(hours));
                }
                Deed::Customer(who) => {
                    let new = new_customer(people[who], &format!("客户{nth}"));
                    people[who].customers().create(new, None, None).unwrap();
                    paper.facts.push((who, today, NEW_CUSTOMERS));
                }
                Deed::Contact(who) => {
                    let new = json!({"name": "王芳", "gender": entry(people[who], "gender", "女"), "position": "采购", "office_phone": "1"});
                    if call(who, "contacts.create", json!({"customer": home.id, "new": new})).is_some() {
                        paper.facts.push((who, today, NEW_CONTACTS));
                    }
                }
                Deed::Opportunity(who) => {
                    let made = people[who].opportunities().create(new_opportunity(&format!("机会{nth}")), None, None).unwrap();
                    opportunities.push(made.id);
                    paper.facts.push((who, today, NEW_OPPORTUNITIES));
                }
                Deed::Assign(at, who) if at < opportunities.len()
                    && call(0, "opportunities.assign", json!({"id": opportunities[at], "assignee": user(people[who])})).is_some() =>
                {
                    owners.insert(at, who);
                }
                Deed::Develop(at) => if let Some(who) = owners.get(&at)
                    && call(*who, "opportunities.develop", json!({"id": opportunities[at]})).is_some()
                {
                    // It makes a customer, with a contact where the opportunity names one.
                    let contacts = call(*who, "opportunities.get", json!({"id": opportunities[at]})).unwrap();
                    paper.facts.push((*who, today, DEVELOPED));
                    paper.facts.push((*who, today, NEW_CUSTOMERS));
                    if contacts["contact_name"].is_string() {
                        paper.facts.push((*who, today, NEW_CONTACTS));
                    }
                },
                Deed::Fail(at) => if let Some(who) = owners.get(&at)
                    && call(*who, "opportunities.fail", json!({"id": opportunities[at], "reason": "预算"})).is_some()
                {
                    paper.facts.push((*who, today, FAILED));
                },
                Deed::Plan(who, form, by, kind) => {
                    let (at, day) = (now + TimeDelta::hours(by), today + TimeDelta::days(by / 24));
                    let mut new = json!({"kind": kinds[kind], "subject": "x", "assignee": user(people[who])});
                    let due = match form {
                        0 => {
                            new["due_on"] = json!(day);
                            Due::Day(day)
                        }
                        1 => {
                            new["due_at"] = json!(at);
                            Due::Instant(at, day_of(at))
                        }
                        2 => {
                            (new["starts_on"], new["ends_on"]) = (json!(day - TimeDelta::days(2)), json!(day));
                            Due::Day(day)
                        }
                        _ => {
                            (new["starts_at"], new["ends_at"]) = (json!(at - TimeDelta::hours(3)), json!(at));
                            Due::Instant(at, day_of(at - TimeDelta::microseconds(1)))
                        }
                    };
                    activities.push(call(0, "activities.create", json!({"new": new})).unwrap()["id"].clone());
                    paper.tasks.push(Task { assignee: who, due, cancelled: false, done: None, kind });
                }
                Deed::Complete(at, who, ago) if at < activities.len() => {
                    let done_at = now - TimeDelta::hours(ago);
                    let done = json!({"id": activities[at], "done": {"done_at": done_at}});
                    if call(who, "activities.complete", done).is_some() {
                        paper.tasks[at].done = Some((done_at, who));
                    }
                }
                Deed::Cancel(at) if at < activities.len()
                    && call(0, "activities.cancel", json!({"id": activities[at]})).is_some() =>
                {
                    paper.tasks[at].cancelled = true;
                }
                Deed::Reopen(at) if at < activities.len()
                    && call(0, "activities.reopen", json!({"id": activities[at]})).is_some() =>
                {
                    let task = &mut paper.tasks[at];
                    (task.done, task.cancelled) = (None, false);
                }
                Deed::Delegate(at, who) if at < activities.len()
                    && call(0, "activities.delegate", json!({"id": activities[at], "assignee": user(people[who])})).is_some() =>
                {
                    paper.tasks[at].assignee = who;
                }
                Deed::Note(who, by) => {
                    let new = json!({"date": today + TimeDelta::days(by), "place": "x", "summary": "x", "details": "x"});
                    if call(who, "interactions.create", json!({"customer": home.id, "new": new})).is_some() {
                        paper.facts.push((who, today + TimeDelta::days(by), INTERACTIONS));
                    }
                }
                Deed::Ticket => {
                    let new = json!({"kind": entry(&office.ann, "ticket_kind", "咨询"), "summary": "x", "customer": home.id, "request": "x"});
                    tickets.push(call(0, "tickets.create", json!({"new": new})).unwrap()["id"].clone());
                }
                Deed::Handle(at, who) if at < tickets.len() => {
                    call(0, "tickets.assign", json!({"id": tickets[at], "assignee": user(people[who])}));
                    if call(who, "tickets.handle", json!({"id": tickets[at], "handling": "x"})).is_some() {
                        paper.facts.push((who, today, HANDLED));
                    }
                }
                Deed::Answer(at, how) if at < tickets.len() => {
                    for who in 1..3 {
                        call(who, "tickets.feedback", json!({"id": tickets[at], "result": "x", "satisfaction": how}));
                    }
                }
                _ => {}
            }
        }
        for (since, days, cut, by_team) in asked {
            let from = date("2026-03-02") + TimeDelta::days(since);
            let to = from + TimeDelta::days(days);
            let interval = [None, Some(WorkInterval::Day), Some(WorkInterval::Week), Some(WorkInterval::Month)][cut];
            let by = by_team.then_some(WorkBy::Team);
            let found = statistics(&office.manager, WorkFilter { period_from: from, period_to: to, interval, by, ..Default::default() });
            // The parts, day by day.
            let mut parts: Vec<(Date, Date)> = Vec::new();
            for day in from.iter_days().take_while(|day| *day <= to) {
                let begins = match interval {
                    None => day == from,
                    Some(WorkInterval::Day) => true,
                    Some(WorkInterval::Week) => day == from || day.weekday() == chrono::Weekday::Mon,
                    Some(_) => day == from || day.day() == 1,
                };
                if begins {
                    parts.push((day, day));
                }
                parts.last_mut().unwrap().1 = day;
            }
            let groups: Vec<(Option<usize>, Vec<usize>)> = match by_team {
                true => vec![(None, vec![1, 2]), (None, vec![0])],
                false => (0..3).map(|who| (Some(who), vec![who])).collect(),
            };
            for (person, group) in groups {
                let sought = |of: &&crm_core::reports::WorkRow| match person {
                    Some(who) => of.person.as_ref().map(|of| of.id) == people[who].user(),
                    None => of.person.is_none() && of.team.is_some() == (group.len() == 2),
                };
                let rows: Vec<_> = found.rows.iter().filter(sought).collect();
                prop_assert_eq!(rows.len(), parts.len());
                for (given, (from, to)) in rows.into_iter().zip(&parts) {
                    let (mut sum, mut by_kind) = ([0; 11], BTreeMap::new());
                    for who in &group {
                        let (row, kinds) = paper.count(*who, *from, *to, now);
                        sum.iter_mut().zip(row).for_each(|(sum, more)| *sum += more);
                        kinds.into_iter().for_each(|(kind, done)| *by_kind.entry(kind).or_insert(0) += done);
                    }
                    prop_assert_eq!((given.day, row(&given.figures)), (*from, sum));
                    let told: BTreeMap<usize, i64> = given.figures.done_by_kind.iter()
                        .map(|of| (kinds.iter().position(|kind| *kind == of.kind.id).unwrap(), of.done)).collect();
                    prop_assert_eq!(told, by_kind);
                }
            }
            let whole: i64 = (0..3).map(|who| paper.count(who, from, to, now).0[3]).sum();
            prop_assert_eq!(found.total.planned, whole);
        }
        // WORK-2: a draft's figures are those of its author's row.
        let report = office.ann.work_reports().draft(ReportKind::Weekly, date("2026-03-02")).unwrap();
        let (own, _) = paper.count(1, report.period_from, report.period_to, now);
        prop_assert_eq!(report.figures.as_ref().map(row), Some(own));
    }
}
