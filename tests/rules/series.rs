//! ACT-8 to ACT-11: activities that recur. What rules yield is proved in `engine/recurrence`.

use chrono::Datelike;
use crm_core::activities::{
    Activity, ActivityFilter, ActivityId, ActivityStatus, ActivityUpdate, Completion, NewActivity, NewAttendee, Reach,
    Response,
};
use crm_core::jobs::Job;
use crm_core::prelude::*;
use crm_core::{CrmError, RecordId};
use serde_json::{Value, json};

use crate::activities::{plan, task};
use crate::notes::key;
use crate::support::*;

/// An activity that recurs, from an instant on, for half an hour.
fn timed(session: &Session, rule: &str, starts_at: &str) -> NewActivity {
    let starts: Timestamp = starts_at.parse().unwrap();
    NewActivity {
        due_on: None,
        starts_at: Some(starts),
        ends_at: Some(starts + chrono::TimeDelta::minutes(30)),
        recurrence: Some(rule.into()),
        ..task(session, "周会", "2026-03-02")
    }
}

fn daily(session: &Session, rule: &str, day: &str) -> NewActivity {
    NewActivity { recurrence: Some(rule.into()), ..task(session, "巡检", day) }
}

/// Everything of somebody's, by occurrence: status, original local start, when.
fn all(session: &Session) -> Vec<Activity> {
    let (mut found, mut after) = (Vec::new(), None);
    loop {
        let filter = ActivityFilter { person: session.user(), ..Default::default() };
        let request = PageRequest { limit: Some(200), after, ..Default::default() };
        let page = session.activities().list(Some(filter), Some(request)).unwrap();
        found.extend(page.items);
        after = page.next;
        if after.is_none() {
            found.sort_by_key(|one| (one.occurrence.clone(), one.number));
            return found;
        }
    }
}

/// Those of one series.
fn of(session: &Session, one: &Activity) -> Vec<Activity> {
    all(session).into_iter().filter(|other| other.series.is_some() && other.series == one.series).collect()
}

/// When they are: the day, or the instant.
fn when(activities: &[Activity]) -> Vec<String> {
    let text = |one: &Activity| match (one.due_on, one.starts_at.or(one.due_at)) {
        (Some(day), _) => day.format("%m-%d").to_string(),
        (_, Some(at)) => at.format("%m-%dT%H:%M").to_string(),
        _ => "?".to_owned(),
    };
    activities.iter().map(text).collect()
}

fn occurrences(activities: &[Activity]) -> Vec<&str> {
    activities.iter().map(|one| one.occurrence.as_deref().unwrap()).collect()
}

fn run(office: &Office) -> i64 {
    let runs = office.integration.jobs().run_due(None).unwrap();
    runs.iter().filter(|run| run.job == Job::OCCURRENCES_MADE).map(|run| run.changed).sum()
}

fn moved(starts_at: &str) -> ActivityUpdate {
    let starts: Timestamp = starts_at.parse().unwrap();
    let ends_at = Some(starts + chrono::TimeDelta::minutes(30));
    ActivityUpdate { starts_at: Some(starts), ends_at, ..Default::default() }
}

fn ruled(rule: &str) -> ActivityUpdate {
    ActivityUpdate { recurrence: Some(rule.into()), ..Default::default() }
}

const FOLLOWING: Option<Reach> = Some(Reach::Following);
const ALL: Option<Reach> = Some(Reach::All);

#[test]
fn what_is_wrong_with_a_rule_is_told() {
    let office = Office::new();
    let create = |new| invalid(office.ann.activities().create(new, None));
    let monday = "2026-03-02";
    for (rule, wrong) in [
        ("FREQ=HOURLY", "recurrence:unsupported"),
        ("FREQ=DAILY;UNTIL=20260301T000000Z", "recurrence:unsupported"),
        ("FREQ=WEEKLY;BYDAY=TU", "recurrence:not_in_rule"),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", "recurrence:not_in_rule"),
        ("FREQ=DAILY;UNTIL=20260301", "recurrence:past"),
    ] {
        assert_eq!(create(daily(&office.ann, rule, monday)), [wrong], "{rule}");
    }
    assert_eq!(create(daily(&office.ann, "FREQ=DAILY;COUNT=5", "2026-02-25")), ["recurrence:past"]);
    // ACT-8: the part is named.
    match office.ann.activities().create(daily(&office.ann, "FREQ=DAILY;BYHOUR=9", monday), None).unwrap_err() {
        CrmError::Invalid { fields } => assert_eq!(fields[0].limit.as_deref(), Some("BYHOUR")),
        other => panic!("{other}"),
    }
    // Beside whatever else is wrong.
    let new = NewActivity { due_on: None, ..daily(&office.ann, "FREQ=HOURLY", monday) };
    assert_eq!(create(new), ["when:one_form", "recurrence:unsupported"]);
    assert!(all(&office.ann).is_empty());
}

// ACT-10: those within 400 days, and at least the next one; those before today are counted, not made.
#[test]
fn occurrences_are_activities_of_their_own() {
    let office = Office::new();
    let (ann, customer) = (&office.ann, office.customer());
    let attendee = NewAttendee { user: office.ben.user(), ..Default::default() };
    let new = NewActivity {
        records: Some(vec![key("customer", customer.id)]),
        attendees: Some(vec![attendee]),
        ..timed(ann, "freq=weekly;byday=mo;count=5", "2026-02-16T02:00:00Z")
    };
    let first = plan(ann, new);
    // Two of the five were before today.
    assert_eq!(
        (first.occurrence.as_deref(), first.recurrence.as_deref()),
        (Some("2026-03-02T10:00:00"), Some("FREQ=WEEKLY;BYDAY=MO;COUNT=5"))
    );
    let series = of(ann, &first);
    assert_eq!(when(&series), ["03-02T02:00", "03-09T02:00", "03-16T02:00"]);
    for one in &series {
        assert_eq!(one.ends_at.unwrap() - one.starts_at.unwrap(), chrono::TimeDelta::minutes(30));
        assert_eq!((&one.main, one.attendees.len(), one.version), (&first.main, 1, 1));
    }
    // Each has its own state and replies.
    office.ben.activities().respond(series[1].id, Response::Accepted, None).unwrap();
    ann.activities().complete(series[0].id, Completion::default(), None).unwrap();
    let now = of(ann, &first);
    assert_eq!(
        now.iter().map(|one| one.attendees[0].response).collect::<Vec<_>>(),
        [Response::None, Response::Accepted, Response::None]
    );
    assert_eq!((now[0].status, now[1].status), (ActivityStatus::Done, ActivityStatus::Planned));

    // 400 days ahead; a rarer one at least once more.
    let every_day = plan(ann, daily(ann, "FREQ=DAILY", "2026-03-02"));
    let days = of(ann, &every_day);
    assert_eq!((days.len(), days[400].due_on), (401, Some(date("2027-04-06"))));
    let rare = plan(ann, daily(ann, "FREQ=YEARLY;INTERVAL=3", "2026-03-03"));
    assert_eq!(when(&of(ann, &rare)), ["03-03"]);
    let long_ago = plan(ann, daily(ann, "FREQ=YEARLY;INTERVAL=7", "2020-05-01"));
    assert_eq!(long_ago.due_on, Some(date("2027-05-01")));
    // A series is one thing that is given: nobody hears of each (NOTIFY-1).
    let given =
        NewActivity { assignee: office.ben.user(), ..daily(&office.manager, "FREQ=DAILY;COUNT=9", "2026-03-02") };
    plan(&office.manager, given);
    assert_eq!(office.ben.notifications().list(false, None).unwrap().items.len(), 1);
}

// ACT-9: on the wall clock of its zone, in a gap by the offset before it.
#[test]
fn occurrences_keep_the_wall_clock() {
    let office = Office::new();
    let berlin = |new| NewActivity { time_zone: Some("Europe/Berlin".into()), ..new };
    let first = plan(&office.ann, berlin(timed(&office.ann, "FREQ=DAILY;COUNT=3", "2026-03-28T01:30:00Z")));
    let series = of(&office.ann, &first);
    assert_eq!(when(&series), ["03-28T01:30", "03-29T01:30", "03-30T00:30"]);
    let local = ["2026-03-28T02:30:00", "2026-03-29T02:30:00", "2026-03-30T02:30:00"];
    assert_eq!(occurrences(&series), local);
    // Moving that of the gap by an hour moves all by an hour, from where the rule has them.
    office.ann.activities().update(series[1].id, moved("2026-03-29T01:30:00Z"), ALL).unwrap();
    assert_eq!(occurrences(&of(&office.ann, &first)), local);
    office.ann.activities().update(series[0].id, moved("2026-03-28T02:30:00Z"), ALL).unwrap();
    assert_eq!(when(&of(&office.ann, &first)), ["03-28T02:30", "03-29T01:30", "03-30T01:30"]);
}

// ACT-10: a job adds what is missing, each once; PROC-8: in slices, and after a pause as of now.
#[test]
fn a_job_makes_the_next_ones() {
    let office = Office::new();
    let ann = &office.ann;
    let weekly = plan(ann, timed(ann, "FREQ=WEEKLY", "2026-03-02T02:00:00Z"));
    let yearly = plan(ann, daily(ann, "FREQ=YEARLY;INTERVAL=2", "2026-06-01"));
    let made = of(ann, &weekly).len();
    assert_eq!((made, run(&office)), (58, 0));
    office.clock.set("2026-03-09T01:59:00Z");
    assert_eq!((run(&office), of(ann, &weekly).len()), (1, made + 1));
    assert_eq!((run(&office), of(ann, &weekly).len()), (0, made + 1));
    // Made by the engine, and told to nobody.
    let last = of(ann, &weekly).pop().unwrap();
    assert_eq!((last.creator, last.assignee.id), (weekly.creator.clone(), user(ann)));
    // The next of a rare one exists as soon as the last has come.
    assert_eq!(of(ann, &yearly).len(), 1);
    office.clock.set("2026-06-01T01:00:00Z");
    run(&office);
    assert_eq!(when(&of(ann, &yearly)), ["06-01", "06-01"]);
    // After a pause of years, in slices.
    let every_day = plan(ann, daily(ann, "FREQ=DAILY", "2026-06-01"));
    office.clock.set("2028-06-01T01:00:00Z");
    assert!(run(&office) > 5);
    let days = of(ann, &every_day);
    assert_eq!((days.len(), days.last().unwrap().due_on), (731 + 401, Some(date("2029-07-06"))));
    assert_eq!(run(&office), 0);
}

// ACT-10: a deleted one is not made again; a rare series goes on when its last one is done, cancelled, deleted, changed alone.
#[test]
fn a_deleted_one_is_not_made_again() {
    let office = Office::new();
    let ann = &office.ann;
    let first = plan(ann, daily(ann, "FREQ=DAILY;COUNT=4", "2026-03-02"));
    let series = of(ann, &first);
    ann.activities().delete(series[1].id, None).unwrap();
    let longer = ruled("FREQ=DAILY;COUNT=5");
    let answer = ann.activities().update(series[2].id, longer, ALL).unwrap();
    assert_eq!(
        (answer.id, answer.version, answer.recurrence.as_deref()),
        (series[2].id, 2, Some("FREQ=DAILY;COUNT=5"))
    );
    assert_eq!(when(&of(ann, &first)), ["03-02", "03-04", "03-05", "03-06"]);
    let leave = [
        |ann: &Session, id: ActivityId| ann.activities().complete(id, Completion::default(), None).map(drop).unwrap(),
        |ann: &Session, id: ActivityId| ann.activities().cancel(id, None, None, None).map(drop).unwrap(),
        |ann: &Session, id: ActivityId| ann.activities().delete(id, None).unwrap(),
        |ann: &Session, id: ActivityId| {
            let changes = ActivityUpdate { subject: Some("另".into()), ..Default::default() };
            ann.activities().update(id, changes, None).map(drop).unwrap()
        },
    ];
    for (year, leave) in (2026..).zip(leave) {
        let rare = plan(ann, daily(ann, "FREQ=YEARLY;INTERVAL=5;COUNT=2", &format!("{year}-08-01")));
        leave(ann, rare.id);
        let next = of(ann, &rare).pop().unwrap();
        assert_eq!((next.due_on, next.subject.as_str()), (Some(date(&format!("{}-08-01", year + 5))), "巡检"));
        // That was the last.
        leave(ann, next.id);
        assert!(of(ann, &rare).len() <= 2);
    }
}

// ACT-11: alone; later changes of the series pass it by.
#[test]
fn one_alone_and_then_all() {
    let office = Office::new();
    let ann = &office.ann;
    let first = plan(ann, timed(ann, "FREQ=WEEKLY;BYDAY=MO;COUNT=5", "2026-03-02T02:00:00Z"));
    let series = of(ann, &first);
    let refused = ann.activities().update(series[2].id, ruled("FREQ=WEEKLY;BYDAY=MO"), None);
    assert_eq!(invalid(refused), ["recurrence:reaches_further"]);
    ann.activities().complete(series[0].id, Completion::default(), None).unwrap();
    let third = ann.activities().update(series[2].id, moved("2026-03-17T06:00:00Z"), None).unwrap();
    assert_eq!((third.occurrence.as_deref(), third.series), (Some("2026-03-16T10:00:00"), first.series));
    ann.activities().update(series[3].id, moved("2026-03-23T03:00:00Z"), ALL).unwrap();
    let now = of(ann, &first);
    assert_eq!(when(&now), ["03-02T02:00", "03-09T03:00", "03-17T06:00", "03-23T03:00", "03-30T03:00"]);
    // The occurrence of all moves, so that the done and the changed are found by it.
    let at_eleven = ["02", "09", "16", "23", "30"].map(|day| format!("2026-03-{day}T11:00:00"));
    assert_eq!(occurrences(&now), at_eleven);
    assert_eq!(now.iter().map(|one| one.version).collect::<Vec<_>>(), [2, 2, 2, 2, 2]);
    // What is changed beside the time is the same for all, but for those.
    let changes = ActivityUpdate { subject: Some("例会".into()), ..Default::default() };
    ann.activities().update(series[1].id, changes, ALL).unwrap();
    let subjects: Vec<_> = of(ann, &first).into_iter().map(|one| one.subject).collect();
    assert_eq!(subjects, ["周会", "例会", "周会", "例会", "例会"]);
}

// ACT-11: another day moves the days of the week, and the end with it; where a rule can't say that, one is asked for.
#[test]
fn all_move_by_days() {
    let office = Office::new();
    let ann = &office.ann;
    let first = plan(ann, timed(ann, "FREQ=WEEKLY;BYDAY=MO;UNTIL=20260316T020000Z", "2026-03-02T02:00:00Z"));
    let answer = ann.activities().update(first.id, moved("2026-03-03T03:00:00Z"), ALL).unwrap();
    assert_eq!(answer.recurrence.as_deref(), Some("FREQ=WEEKLY;UNTIL=20260317T030000Z;BYDAY=TU"));
    assert_eq!(when(&of(ann, &first)), ["03-03T03:00", "03-10T03:00", "03-17T03:00"]);
    let monthly = plan(ann, daily(ann, "FREQ=MONTHLY;BYDAY=2MO;COUNT=2", "2026-03-09"));
    let tuesday = ActivityUpdate { due_on: Some(date("2026-03-10")), ..Default::default() };
    let refused = ann.activities().update(monthly.id, tuesday.clone(), ALL);
    assert_eq!(invalid(refused), ["recurrence:not_in_rule"]);
    let both = ActivityUpdate { recurrence: Some("FREQ=MONTHLY;BYDAY=2TU;COUNT=2".into()), ..tuesday };
    ann.activities().update(monthly.id, both, ALL).unwrap();
    assert_eq!(when(&of(ann, &monthly)), ["03-10", "04-14"]);
}

// ACT-11: those that another rule yields too stay, others go, missing ones are made; done and changed ones leave the series.
#[test]
fn another_rule() {
    let office = Office::new();
    let ann = &office.ann;
    let first = plan(ann, daily(ann, "FREQ=DAILY;COUNT=6", "2026-03-02"));
    let series = of(ann, &first);
    ann.activities().complete(series[1].id, Completion::default(), None).unwrap();
    let changes = ActivityUpdate { subject: Some("改".into()), ..Default::default() };
    ann.activities().update(series[3].id, changes, None).unwrap();
    // Every other day: Monday, Wednesday, Friday stay; Saturday goes, Sunday is new.
    let answer = ann.activities().update(series[5].id, ruled("FREQ=DAILY;INTERVAL=2;COUNT=4"), ALL).unwrap();
    assert_eq!((answer.id, answer.due_on), (series[0].id, Some(date("2026-03-02"))));
    let now = of(ann, &first);
    assert_eq!(when(&now), ["03-02", "03-04", "03-06", "03-08"]);
    assert_eq!([now[1].id, now[2].id], [series[2].id, series[4].id]);
    for left in [series[1].id, series[3].id] {
        let left = ann.activities().get(left).unwrap();
        assert_eq!((left.series, left.recurrence, left.occurrence), (None, None, None));
    }
    assert_eq!(refused(ann.activities().get(series[5].id)), "not_found");
    // One that is further ahead than others are made stays as well, and is not made again.
    let rare = plan(ann, daily(ann, "FREQ=YEARLY;INTERVAL=2", "2026-03-02"));
    assert_eq!(when(&of(ann, &rare)), ["03-02", "03-02"]);
    ann.activities().update(rare.id, ruled("FREQ=YEARLY"), ALL).unwrap();
    let years = || of(ann, &rare).into_iter().map(|one| one.due_on.unwrap().year()).collect::<Vec<_>>();
    assert_eq!(years(), [2026, 2027, 2028]);
    office.clock.set("2027-02-02T01:00:00Z");
    run(&office);
    assert_eq!(years(), [2026, 2027, 2028]);
    office.clock.set("2028-03-02T01:00:00Z");
    run(&office);
    assert_eq!(years(), [2026, 2027, 2028, 2029]);
    office.clock.set(MORNING);
    // Where nothing would be left, nothing changes.
    let nothing = ann.activities().update(now[0].id, ruled("FREQ=DAILY;UNTIL=20260301"), ALL);
    assert_eq!(invalid(nothing), ["recurrence:past"]);
    assert_eq!(when(&of(ann, &first)), ["03-02", "03-04", "03-06", "03-08"]);
    // One that was in no series begins one.
    let single = plan(ann, task(ann, "单次", "2026-03-02"));
    let begun = ann.activities().update(single.id, ruled("FREQ=DAILY;COUNT=3"), ALL).unwrap();
    assert_eq!((begun.id, when(&of(ann, &begun))), (single.id, vec!["03-02".into(), "03-03".into(), "03-04".into()]));
}

// ACT-11: the series ends before it and a new one begins with it, COUNT less those before.
#[test]
fn following_ones() {
    let office = Office::new();
    let ann = &office.ann;
    let first = plan(ann, timed(ann, "FREQ=WEEKLY;COUNT=5", "2026-02-23T02:00:00Z"));
    let series = of(ann, &first);
    assert_eq!(series.len(), 4);
    let third = ann.activities().update(series[2].id, moved("2026-03-16T03:00:00Z"), FOLLOWING).unwrap();
    assert_eq!((third.id, third.recurrence.as_deref()), (series[2].id, Some("FREQ=WEEKLY;COUNT=2")));
    assert_ne!(third.series, first.series);
    assert_eq!(when(&of(ann, &third)), ["03-16T03:00", "03-23T03:00"]);
    let before = of(ann, &first);
    assert_eq!(when(&before), ["03-02T02:00", "03-09T02:00"]);
    assert_eq!(before[0].recurrence.as_deref(), Some("FREQ=WEEKLY;UNTIL=20260309"));
    // With the first one there is nothing before: it is the series itself.
    let all = ann.activities().update(third.id, ruled("FREQ=WEEKLY;COUNT=3"), FOLLOWING).unwrap();
    assert_eq!((all.series, of(ann, &third).len()), (third.series, 3));
    // An endless one goes on behind the change.
    let endless = plan(ann, daily(ann, "FREQ=WEEKLY", "2026-03-04"));
    let second = of(ann, &endless)[1].clone();
    let changes = ActivityUpdate { subject: Some("改".into()), ..Default::default() };
    let changed = ann.activities().update(second.id, changes, FOLLOWING).unwrap();
    assert_eq!((of(ann, &endless).len(), of(ann, &changed).len()), (1, 56));
    office.clock.set("2026-03-20T02:00:00Z");
    run(&office);
    let last = of(ann, &changed).pop().unwrap();
    assert_eq!((of(ann, &endless).len(), last.subject.as_str()), (1, "改"));
    assert_eq!(of(ann, &changed).len(), 59);
}

// ACT-11 of cancelling: one, those behind it, all; then no more are made.
#[test]
fn cancelled_ones() {
    let office = Office::new();
    let ann = &office.ann;
    let first = plan(ann, daily(ann, "FREQ=WEEKLY", "2026-03-02"));
    let series = of(ann, &first);
    ann.activities().cancel(series[0].id, None, None, None).unwrap();
    let states = |one: &Activity| of(ann, one).iter().filter(|one| one.status == ActivityStatus::Planned).count();
    assert_eq!(states(&first), 57);
    let third = ann.activities().cancel(series[2].id, Some("停".into()), FOLLOWING, None).unwrap();
    assert_eq!((third.status, third.reason.as_deref()), (ActivityStatus::Cancelled, Some("停")));
    assert_eq!((states(&first), states(&third)), (1, 0));
    ann.activities().cancel(series[1].id, None, ALL, None).unwrap();
    assert_eq!(states(&first), 0);
    office.clock.set("2027-03-02T02:00:00Z");
    assert_eq!(run(&office), 0);
    assert_eq!(all(ann).len(), 58);
}

// ACT-11: who has but one of a series, changed alone, does nothing to the rest.
#[test]
fn whoever_has_one_reaches_no_other() {
    let office = Office::new();
    let (ann, ben) = (&office.ann, &office.ben);
    let first = plan(ann, daily(ann, "FREQ=DAILY;COUNT=3", "2026-03-02"));
    let passed = ann.activities().delegate(first.id, user(ben), None, None).unwrap();
    let changes = ActivityUpdate { subject: Some("改".into()), ..Default::default() };
    assert_eq!(refused(ben.activities().update(passed.id, changes.clone(), ALL)), "not_found");
    ben.activities().update(passed.id, changes.clone(), None).unwrap();
    // Who planned them all reaches the others from there.
    ann.activities().update(passed.id, changes, ALL).unwrap();
    assert_eq!(of(ann, &first).iter().filter(|one| one.subject == "改").count(), 3);
}

// PROC-3: with the record on which alone they hang the planned ones go, and their series; a leaver's go on as somebody else's.
#[test]
fn with_the_record_a_series_goes() {
    let office = Office::new();
    let ann = &office.ann;
    let customer = office.customer();
    let new = json!({"customer": customer.id, "new": {"name": "王芳", "position": "采购经理", "office_phone": "021-5555 0102",
                     "gender": entry(ann, "gender", "女")}});
    let made: Value = serde_json::from_str(&ann.call("contacts.create", &new.to_string()).unwrap()).unwrap();
    let record = key("contact", made["id"].as_str().unwrap().parse::<RecordId>().unwrap());
    let new = NewActivity { records: Some(vec![record]), ..daily(ann, "FREQ=WEEKLY", "2026-03-02") };
    let first = plan(ann, new);
    ann.activities().complete(first.id, Completion::default(), None).unwrap();
    ann.call("contacts.delete", &json!({"id": made["id"]}).to_string()).unwrap();
    assert_eq!(of(ann, &first).len(), 1);
    office.clock.set("2026-04-02T02:00:00Z");
    run(&office);
    assert_eq!(of(ann, &first).len(), 1);
    assert!(office.admin.maintenance().check().unwrap().ok);
}

#[test]
fn many_at_once_recur_within_bounds() {
    let office = Office::new();
    let new = || daily(&office.ann, "FREQ=DAILY;COUNT=2", "2026-03-02");
    let many = |count| office.ann.activities().create_many(vec![new(); count], false);
    assert_eq!(many(50).unwrap().created, 50);
    assert_eq!(all(&office.ann).len(), 100);
    assert_eq!(invalid(many(51)), ["activities:too_many"]);
}
