//! ACT-12: whom an activity reminds, and when; what becomes of reminders with it.

use chrono::TimeDelta;
use crm_core::activities::{
    Activity, ActivityId, ActivityUpdate, Completion, MAX_REMINDERS, NewActivity, NewAttendee, Reach, Response,
};
use crm_core::jobs::Job;
use crm_core::notifications::NotificationKind;
use crm_core::prelude::*;
use crm_core::users::{NotificationReason, ProfileUpdate};
use crm_core::{CrmError, Locale};

use crate::activities::{about, plan, task};
use crate::fill::Filled;
use crate::notes::key;
use crate::notifications::list;
use crate::support::*;

pub(crate) fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// A call at an instant, with its reminders.
pub(crate) fn call(session: &Session, due_at: &str, reminders: &[i64]) -> NewActivity {
    NewActivity { due_on: None, due_at: Some(at(due_at)), ..due(session, "2026-03-09", reminders) }
}

/// A task on a day, with its reminders.
pub(crate) fn due(session: &Session, day: &str, reminders: &[i64]) -> NewActivity {
    NewActivity { reminders: Some(reminders.to_vec()), ..task(session, "约看样", day) }
}

/// Serves what is due at an instant; how many reminders that were, whether or not they told anybody.
pub(crate) fn run(office: &Office, now: &str) -> i64 {
    office.clock.set(now);
    let runs = office.integration.jobs().run_due(None).unwrap();
    runs.iter().for_each(|run| assert_eq!((run.failed, &run.failure), (0, &None), "{run:?}"));
    runs.iter().filter(|run| run.job == Job::REMINDERS).map(|run| run.changed).sum()
}

/// How often somebody was reminded so far.
pub(crate) fn reminded(session: &Session) -> usize {
    list(session).iter().filter(|told| told.kind == NotificationKind::Reminded).count()
}

/// When the next reminder falls due, where one does.
pub(crate) fn next(office: &Office) -> Option<Timestamp> {
    let next = office.integration.jobs().next_due().unwrap();
    Some(next.due_at).filter(|_| next.job == Job::REMINDERS)
}

fn attending(users: &[&Session]) -> Option<Vec<NewAttendee>> {
    Some(users.iter().map(|session| NewAttendee { user: session.user(), ..Default::default() }).collect())
}

fn change(session: &Session, id: ActivityId, changes: ActivityUpdate) -> Activity {
    session.activities().update(id, changes, None).unwrap()
}

// ACT-12, NOTIFY-1: so many minutes before, once; the system's act, so whoever planned it hears it. PROC-11: it is not audited.
#[test]
fn a_reminder_comes_once() {
    let office = Office::new();
    let new = call(&office.ann, "2026-03-03T02:00:00Z", &[30, 10, 30]);
    let made = plan(&office.ann, new);
    assert_eq!(made.reminders, [10, 30]);
    assert_eq!(next(&office), Some(at("2026-03-03T01:30:00Z")));
    assert_eq!((run(&office, "2026-03-03T01:29:59.999999Z"), reminded(&office.ann)), (0, 0));
    let calls = office.admin.audit().list(None, None).unwrap().items.len();
    let heard = Recorder::on(&office.crm);
    assert_eq!((run(&office, "2026-03-03T01:30:00Z"), reminded(&office.ann)), (1, 1));
    assert_eq!((run(&office, "2026-03-03T01:30:00Z"), reminded(&office.ann)), (0, 1));
    let told = list(&office.ann).remove(0);
    assert_eq!((told.reason, told.text.as_str()), (NotificationReason::Reminder, "Reminder: 约看样"));
    assert_eq!(told.record.map(|of| (of.object, of.id)), Some(("activity".into(), made.id.into())));
    assert!(told.actor.is_none());
    assert_eq!(list(&office.ann.with_locale(Locale::ZhHans))[0].text, "提醒：约看样");
    // The next of them, and no more.
    assert_eq!(next(&office), Some(at("2026-03-03T01:50:00Z")));
    assert_eq!((run(&office, "2026-03-03T01:50:00Z"), reminded(&office.ann)), (1, 2));
    assert_eq!(next(&office), None);
    assert_eq!((run(&office, "2026-03-04T02:00:00Z"), reminded(&office.ann)), (0, 2));
    assert_eq!(office.admin.audit().list(None, None).unwrap().items.len(), calls);
    assert!(heard.take().is_empty());
}

// ACT-12: the assignee, and who attends and has not declined; of a disabled user none.
#[test]
fn who_attends_is_reminded_but_who_declined_not() {
    let office = Office::new();
    let new = NewActivity {
        attendees: attending(&[&office.ben, &office.manager, &office.executive]),
        ..call(&office.ann, "2026-03-03T02:00:00Z", &[0, 30])
    };
    let made = plan(&office.ann, new);
    office.ben.activities().respond(made.id, Response::Declined, None).unwrap();
    office.manager.activities().respond(made.id, Response::Tentative, None).unwrap();
    office.admin.users().disable(user(&office.executive), None).unwrap();
    run(&office, "2026-03-03T01:30:00Z");
    let counts = || [&office.ann, &office.ben, &office.manager].map(reminded);
    assert_eq!(counts(), [1, 0, 1]);
    // Who comes all the same, who is asked later, and who is there again, are reminded of what is yet to come.
    office.clock.set("2026-03-03T01:40:00Z");
    office.ben.activities().respond(made.id, Response::Accepted, None).unwrap();
    office.admin.users().enable(user(&office.executive), None).unwrap();
    run(&office, "2026-03-03T02:00:00Z");
    assert_eq!((counts(), reminded(&office.executive)), ([2, 1, 2], 1));
}

// ACT-12: who comes or goes leaves what is due for the others as it was, though it was not told yet.
#[test]
fn other_attendees_take_nobodys_reminder() {
    let office = Office::new();
    let new = NewActivity { attendees: attending(&[&office.ben]), ..call(&office.ann, "2026-03-03T02:00:00Z", &[30]) };
    let made = plan(&office.ann, new);
    office.clock.set("2026-03-03T01:31:00Z");
    let attendees = attending(&[&office.manager]);
    change(&office.ann, made.id, ActivityUpdate { attendees, ..Default::default() });
    // Another one more is none less.
    change(&office.ann, made.id, ActivityUpdate { reminders: Some(vec![5, 30]), ..Default::default() });
    run(&office, "2026-03-03T01:32:00Z");
    assert_eq!([&office.ann, &office.ben, &office.manager].map(reminded), [1, 0, 0]);
    run(&office, "2026-03-03T01:55:00Z");
    assert_eq!([&office.ann, &office.ben, &office.manager].map(reminded), [2, 0, 1]);
}

// ACT-12: what moves reminds anew, of what is done, cancelled or deleted nobody is reminded, and what is planned again reminds again.
#[test]
fn reminders_go_with_the_activity() {
    let office = Office::new();
    let made = plan(&office.ann, call(&office.ann, "2026-03-03T02:00:00Z", &[30]));
    run(&office, "2026-03-03T01:30:00Z");
    assert_eq!(reminded(&office.ann), 1);
    let due_at = |text: &str| ActivityUpdate { due_at: Some(at(text)), ..Default::default() };
    change(&office.ann, made.id, due_at("2026-03-03T03:00:00Z"));
    // What does not change its time changes no reminder.
    change(&office.ann, made.id, ActivityUpdate { subject: Some("看样".into()), ..Default::default() });
    assert_eq!(next(&office), Some(at("2026-03-03T02:30:00Z")));
    run(&office, "2026-03-03T02:30:00Z");
    assert_eq!((reminded(&office.ann), list(&office.ann)[0].text.as_str()), (2, "Reminder: 看样"));
    // One that has passed when it is set does not come.
    change(&office.ann, made.id, due_at("2026-03-03T02:45:00Z"));
    assert_eq!((next(&office), run(&office, "2026-03-03T02:46:00Z")), (None, 0));
    change(&office.ann, made.id, due_at("2026-03-04T02:00:00Z"));
    let activities = office.ann.activities();
    activities.complete(made.id, Completion { result: Some("好".into()), ..Default::default() }, None).unwrap();
    assert_eq!(next(&office), None);
    activities.reopen(made.id, None).unwrap();
    assert_eq!(next(&office), Some(at("2026-03-04T01:30:00Z")));
    activities.cancel(made.id, None, None, None).unwrap();
    assert_eq!(next(&office), None);
    activities.reopen(made.id, None).unwrap();
    change(&office.ann, made.id, ActivityUpdate { reminders: Some(Vec::new()), ..Default::default() });
    assert_eq!(next(&office), None);
    change(&office.ann, made.id, ActivityUpdate { reminders: Some(vec![0]), ..Default::default() });
    activities.delete(made.id, None).unwrap();
    assert_eq!((next(&office), run(&office, "2026-03-05T02:00:00Z")), (None, 0));
    assert_eq!(reminded(&office.ann), 0, "they went with it");
}

// ACT-10, ACT-12: each activity of a series has its own reminders, and they move with all of it.
#[test]
fn each_occurrence_reminds() {
    let office = Office::new();
    let new = NewActivity {
        recurrence: Some("FREQ=DAILY;COUNT=4".into()),
        ..call(&office.ann, "2026-03-03T02:00:00Z", &[30])
    };
    let first = plan(&office.ann, new);
    run(&office, "2026-03-03T01:30:00Z");
    run(&office, "2026-03-04T01:30:00Z");
    assert_eq!((reminded(&office.ann), next(&office)), (2, Some(at("2026-03-05T01:30:00Z"))));
    let changes = ActivityUpdate { due_at: Some(at("2026-03-03T04:00:00Z")), ..Default::default() };
    office.ann.activities().update(first.id, changes, Some(Reach::All)).unwrap();
    // The day's own has moved, too.
    assert_eq!(next(&office), Some(at("2026-03-04T03:30:00Z")));
    (4..=6).for_each(|day| assert_eq!(run(&office, &format!("2026-03-0{day}T03:30:00Z")), 1));
    assert_eq!((reminded(&office.ann), next(&office)), (5, None));
}

// ACT-12, ACT-6: another assignee is reminded instead.
#[test]
fn another_assignee_is_reminded_instead() {
    let office = Office::new();
    let made = plan(&office.ann, call(&office.ann, "2026-03-03T02:00:00Z", &[10, 30]));
    run(&office, "2026-03-03T01:30:00Z");
    office.ann.activities().delegate(made.id, user(&office.ben), None, None).unwrap();
    run(&office, "2026-03-03T01:50:00Z");
    assert_eq!([&office.ann, &office.ben].map(reminded), [1, 1]);
}

// PROC-3: reminders go with the record that an activity is about alone.
#[test]
fn reminders_go_with_the_record() {
    let office = Office::new();
    let (first, second) = (office.opportunity(), office.opportunity());
    let record = |id| key("opportunity", id);
    let new = |id| NewActivity { reminders: Some(vec![0]), ..about(&office.ann, "t", &record(id), &office.ann) };
    plan(&office.ann, new(first.id));
    let both = NewActivity { records: Some(vec![record(first.id), record(second.id)]), ..new(first.id) };
    plan(&office.ann, both);
    office.ann.opportunities().delete(first.id, None).unwrap();
    assert_eq!(next(&office), Some(at("2026-03-06T01:00:00Z")));
    office.ann.opportunities().delete(second.id, None).unwrap();
    assert_eq!(next(&office), None);
}

// PROC-8: a reminder more than a day late is dropped, another comes.
#[test]
fn a_late_reminder_is_dropped() {
    let office = Office::new();
    plan(&office.ann, call(&office.ann, "2026-03-03T02:00:00Z", &[0]));
    plan(&office.ben, call(&office.ben, "2026-03-03T02:00:00.000001Z", &[0]));
    run(&office, "2026-03-04T02:00:00.000001Z");
    assert_eq!([&office.ann, &office.ben].map(reminded), [0, 1]);
    // Of several that are late together it is told once.
    plan(&office.ann, call(&office.ann, "2026-03-05T02:00:00Z", &[0, 5, 10]));
    run(&office, "2026-03-05T03:00:00Z");
    assert_eq!((reminded(&office.ann), next(&office)), (1, None));
}

// ACT-12: what goes by days reminds by the start of each one's day, in their zone; each 1,440 minutes a day of the calendar.
#[test]
fn what_goes_by_days_reminds_by_each_ones_clock() {
    let office = Office::new();
    let own = |session: &Session, zone: &str, starts: &str| {
        let (time_zone, day_starts) = (Some(zone.to_owned()), Some(starts.to_owned()));
        session.users().update_profile(ProfileUpdate { time_zone, day_starts, ..Default::default() }).unwrap();
    };
    own(&office.ben, "Europe/Berlin", "08:30");
    let attendees = attending(&[&office.ben]);
    plan(&office.ann, NewActivity { attendees, ..due(&office.ann, "2026-03-30", &[0, 1_440]) });
    let counts = || [&office.ann, &office.ben].map(reminded);
    for (now, expected) in [
        ("2026-03-29T00:59:59Z", [0, 0]),
        ("2026-03-29T01:00:00Z", [1, 0]),
        ("2026-03-29T06:29:59Z", [1, 0]),
        // Summer time began in that night, and the clock shows 08:30 on either day.
        ("2026-03-29T06:30:00Z", [1, 1]),
        ("2026-03-30T01:00:00Z", [2, 1]),
        ("2026-03-30T06:30:00Z", [2, 2]),
    ] {
        run(&office, now);
        assert_eq!(counts(), expected, "{now}");
    }
    // Days are counted from the first.
    let several = NewActivity {
        due_on: None,
        starts_on: Some(date("2026-04-02")),
        ends_on: Some(date("2026-04-05")),
        ..due(&office.ann, "2026-04-02", &[60])
    };
    plan(&office.ann, several);
    assert_eq!(next(&office), Some(at("2026-04-02T00:00:00Z")));
    // Who moves, moves theirs; an instant has no zone.
    plan(&office.ann, call(&office.ann, "2026-04-02T06:00:00Z", &[0]));
    own(&office.ann, "Europe/Berlin", "09:00");
    // What came already comes again by the new clock, as that of an activity that moved.
    run(&office, "2026-03-30T07:00:00Z");
    assert_eq!((counts(), next(&office)), ([3, 2], Some(at("2026-04-02T06:00:00Z"))));
    run(&office, "2026-04-02T06:00:00Z");
    own(&office.ann, "Asia/Shanghai", "16:00");
    assert_eq!(next(&office), Some(at("2026-04-02T07:00:00Z")));
    // The company's zone is theirs who have none.
    office
        .ann
        .users()
        .update_profile(ProfileUpdate { clear: Some(vec!["time_zone".into()]), ..Default::default() })
        .unwrap();
    let zone = |name: &str| crm_core::settings::SettingsUpdate { time_zone: Some(name.into()), ..Default::default() };
    office.admin.settings().update(zone("Asia/Tokyo")).unwrap();
    assert_eq!(next(&office), Some(at("2026-04-02T06:00:00Z")));
    // In Auckland it has passed.
    office.admin.settings().update(zone("Pacific/Auckland")).unwrap();
    assert_eq!(next(&office), None);
    office.admin.settings().update(zone("Europe/Berlin")).unwrap();
    let before = counts();
    run(&office, "2026-04-02T12:59:59Z");
    assert_eq!(counts(), before);
    run(&office, "2026-04-02T13:00:00Z");
    assert_eq!(counts(), [before[0] + 1, before[1]]);
}

// ACT-12: their bounds.
#[test]
fn reminders_have_their_bounds() {
    let office = Office::new();
    let create = |reminders: &[i64]| office.ann.activities().create(due(&office.ann, "2026-03-09", reminders), None);
    assert_eq!(invalid(create(&[0, 40_321, 40_320, -1])), ["reminders[1]:out_of_range", "reminders[3]:out_of_range"]);
    let many: Vec<i64> = (0..=i64::from(MAX_REMINDERS)).collect();
    assert_eq!(invalid(create(&many)), ["reminders:too_many"]);
    let made = create(&[40_320, 0]).unwrap();
    let wrong = ActivityUpdate { reminders: Some(vec![50_000]), ..Default::default() };
    assert_eq!(invalid(office.ann.activities().update(made.id, wrong, None)), ["reminders[0]:out_of_range"]);
    // ACT-2: of many, each has its own.
    let batch = office
        .ann
        .activities()
        .create_many(vec![due(&office.ann, "2026-03-09", &[1]), due(&office.ann, "2026-03-09", &[-1])], true)
        .unwrap();
    let errors: Vec<&str> = batch.records[1].errors.iter().map(|found| found.field.as_str()).collect();
    assert_eq!((batch.created, errors), (1, vec!["reminders[0]"]));
}

// PROC-8: many are served in as many transactions as it takes, each once; a clock set back repeats none.
#[test]
fn many_reminders_come_each_once() {
    let filled = Filled::new();
    let office = &filled.office;
    let many: Vec<NewActivity> = (0..450).map(|_| call(&office.ann, "2026-03-03T02:00:00Z", &[0])).collect();
    office.ann.activities().create_many(many, false).unwrap();
    office.clock.set("2026-03-03T02:00:00Z");
    let jobs = office.integration.jobs();
    assert_eq!(jobs.run_due(Some(300)).unwrap()[0].changed, 300);
    office.clock.advance(TimeDelta::hours(-2));
    assert_eq!(jobs.run_due(None).unwrap(), []);
    office.clock.advance(TimeDelta::hours(2));
    assert_eq!(jobs.run_due(None).unwrap()[0].changed, 150);
    let told: i64 = filled
        .raw
        .query_row("SELECT count(DISTINCT record) FROM notifications WHERE kind = 'reminded'", [], |row| row.get(0))
        .unwrap();
    assert_eq!((told, next(office)), (450, None));
    let refused: CrmError = office.ann.jobs().run_due(None).unwrap_err();
    assert_eq!(refused.code(), "forbidden");
}
