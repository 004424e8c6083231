//! CAL-1, CAL-2, CAL-5: what stands in calendars, who is busy, and feeds.

use crm_core::activities::{Activity, NewActivity, NewAttendee, Reach, Response};
use crm_core::calendar::{CalendarEntry, MAX_DAYS, MAX_PEOPLE};
use crm_core::departments::NewDepartment;
use crm_core::prelude::*;
use crm_core::users::{NewUser, UserUpdate};
use crm_core::{CrmError, People, PeopleKind, RecordId, UserId};

use crate::activities::{plan, task};
use crate::reminders::at;
use crate::support::*;

/// A meeting from an instant to another.
pub(crate) fn meeting(session: &Session, subject: &str, starts: &str, ends: &str) -> NewActivity {
    NewActivity {
        kind: entry(session, "activity_kind", "会议"),
        due_on: None,
        starts_at: Some(at(starts)),
        ends_at: Some(at(ends)),
        ..task(session, subject, "2026-03-02")
    }
}

fn these(users: &[&Session]) -> People {
    People { users: Some(users.iter().map(|session| user(session)).collect()), ..Default::default() }
}

fn between(session: &Session, people: People, from: &str, before: &str, busy: bool) -> Result<Vec<CalendarEntry>> {
    session.calendar().entries(people, at(from), at(before), busy, None)
}

/// What stands there, as `person subject`; of what is not read a question mark.
fn said(entries: &[CalendarEntry]) -> Vec<String> {
    let line = |one: &CalendarEntry| format!("{} {}", one.person.display_name, one.subject.as_deref().unwrap_or("?"));
    entries.iter().map(line).collect()
}

fn attending(session: &Session) -> NewAttendee {
    NewAttendee { user: session.user(), ..Default::default() }
}

fn wrong(refused: Result<Vec<CalendarEntry>>) -> Vec<String> {
    refused.unwrap_err().fields().iter().map(|found| format!("{}:{}", found.field, found.code)).collect()
}

// CAL-1: in full what the caller reads, of others' appointments that they are busy, and when.
#[test]
fn of_others_it_is_told_when_they_are_busy() {
    let office = Office::new();
    let subject = "薪酬";
    let new = NewActivity {
        place: Some("三楼".into()),
        personal: Some(true),
        attendees: Some(vec![attending(&office.executive)]),
        ..meeting(&office.ann, subject, "2026-03-03T02:00:00Z", "2026-03-03T03:00:00Z")
    };
    let made = plan(&office.ann, new);
    plan(&office.ann, task(&office.ann, "报价", "2026-03-03"));
    let day =
        |session: &Session, people| between(session, people, "2026-03-02T16:00:00Z", "2026-03-03T16:00:00Z", false);
    let own = day(&office.ann, these(&[&office.ann, &office.executive])).unwrap();
    assert_eq!(said(&own), ["安娜 报价", "安娜 薪酬", "高总 薪酬"]);
    assert_eq!((own[1].activity, own[1].busy, own[1].personal), (Some(made.id), true, Some(true)));
    assert_eq!((own[2].response, own[0].busy), (Some(Response::None), false));
    // Its people read it, whatever their roles; nobody else does, not the sales manager either.
    assert_eq!(said(&day(&office.executive, these(&[&office.ann])).unwrap()), ["安娜 报价", "安娜 薪酬"]);
    for session in [&office.manager, &office.stranger, &office.ben] {
        let found = day(session, these(&[&office.ann])).unwrap();
        let busy: Vec<_> = found.iter().filter(|one| one.activity.is_none()).collect();
        assert_eq!(busy.len(), 1);
        let CalendarEntry { person, busy, starts_at, ends_at, .. } = busy[0].clone();
        let bare = CalendarEntry { kind: None, ..found.iter().find(|one| one.activity.is_none()).unwrap().clone() };
        assert_eq!((person.id, busy), (user(&office.ann), true));
        assert_eq!((starts_at, ends_at), (Some(at("2026-03-03T02:00:00Z")), Some(at("2026-03-03T03:00:00Z"))));
        let json = serde_json::to_string(&bare).unwrap();
        assert!(!json.contains(subject) && !json.contains("三楼") && !json.contains(&made.id.to_string()), "{json}");
    }
    // Who declined does not have it any more; who is cancelled on neither.
    office.executive.activities().respond(made.id, Response::Declined, None).unwrap();
    assert!(day(&office.ann, these(&[&office.executive])).unwrap().is_empty());
    office.ann.activities().cancel(made.id, None, None, None).unwrap();
    assert_eq!(said(&day(&office.ann, these(&[&office.ann])).unwrap()), ["安娜 报价"]);
}

// CAL-1: of whom, and how much.
#[test]
fn of_so_many_people_and_days() {
    let office = Office::new();
    let (from, before) = ("2026-03-02T00:00:00Z", "2026-03-03T00:00:00Z");
    let ask = |people: People| between(&office.ann, people, from, before, false);
    let kind = |kind| People { kind, ..Default::default() };
    for (people, expected) in [
        (kind(PeopleKind::Owner), vec!["people.kind:not_supported"]),
        (
            People { role: Some("sales_manager".into()), kind: PeopleKind::Role, ..Default::default() },
            vec!["people.kind:not_supported"],
        ),
        (People::default(), vec!["people.users:required"]),
        (kind(PeopleKind::Department), vec!["people.department:required"]),
        (
            People { department: Some(RecordId(user(&office.ann).0)), ..kind(PeopleKind::Department) },
            vec!["people.department:unknown_record"],
        ),
        (People { level: Some(2), ..these(&[&office.ann]) }, vec!["people.level:not_here"]),
        (
            People { users: Some(vec![user(&office.ann), UserId::default()]), ..Default::default() },
            vec!["people.users[1]:not_active_user"],
        ),
    ] {
        assert_eq!(wrong(ask(people)), expected);
    }
    let reversed = between(&office.ann, these(&[&office.ann]), before, before, false);
    assert_eq!(wrong(reversed), ["at_before:period_reversed"]);
    let last = at(from) + chrono::TimeDelta::days(MAX_DAYS);
    let ask_until = |before| office.ann.calendar().entries(these(&[&office.ann]), at(from), before, false, None);
    assert!(ask_until(last).is_ok());
    assert_eq!(wrong(ask_until(last + chrono::TimeDelta::microseconds(1))), ["at_before:too_many_days"]);
    // A department with its parts, as long as that is not too many.
    let department = |name: &str, parent| {
        office
            .admin
            .departments()
            .create(NewDepartment { name: name.into(), parent, ..Default::default() }, None)
            .unwrap()
            .id
    };
    let north = department("北区", None);
    let part = department("一组", Some(north));
    let move_to = |session: &Session, department| {
        let changes = UserUpdate { department: Some(department), ..Default::default() };
        office.admin.users().update(user(session), changes).unwrap();
    };
    move_to(&office.ann, north);
    move_to(&office.ben, part);
    for session in [&office.ann, &office.ben, &office.manager] {
        plan(session, meeting(session, "例会", "2026-03-02T02:00:00Z", "2026-03-02T03:00:00Z"));
    }
    let of = People { department: Some(RecordId(north.0)), ..kind(PeopleKind::Department) };
    assert_eq!(said(&ask(of.clone()).unwrap()), ["安娜 例会", "本 ?"]);
    for nth in 2..=MAX_PEOPLE {
        let new = NewUser {
            login: format!("u{nth}"),
            display_name: "员工".into(),
            department: Some(part),
            ..Default::default()
        };
        if nth == MAX_PEOPLE {
            assert!(ask(of.clone()).is_ok());
        }
        office.admin.users().create(new, None).unwrap();
    }
    assert_eq!(wrong(ask(of)), ["people:too_many"]);
}

// CAL-2: what begins when another ends meets it not; to-dos and days are never busy; what is moved does not meet itself.
#[test]
fn what_a_time_would_meet() {
    let office = Office::new();
    let made = plan(&office.ann, meeting(&office.ann, "验收", "2026-03-02T02:00:00Z", "2026-03-02T03:00:00Z"));
    plan(&office.ann, task(&office.ann, "报价", "2026-03-02"));
    let due = NewActivity {
        due_on: None,
        due_at: Some(at("2026-03-02T02:30:00Z")),
        ..task(&office.ann, "电话", "2026-03-02")
    };
    plan(&office.ann, due);
    let days = NewActivity {
        due_on: None,
        starts_on: Some(date("2026-03-02")),
        ends_on: Some(date("2026-03-04")),
        ..task(&office.ann, "出差", "2026-03-02")
    };
    plan(&office.ann, days);
    let meets = |session: &Session, from: &str, before: &str| {
        between(session, these(&[&office.ann]), from, before, true).unwrap()
    };
    assert!(meets(&office.ann, "2026-03-02T01:00:00Z", "2026-03-02T02:00:00Z").is_empty());
    assert!(meets(&office.ann, "2026-03-02T03:00:00Z", "2026-03-02T04:00:00Z").is_empty());
    assert_eq!(said(&meets(&office.ann, "2026-03-02T01:30:00Z", "2026-03-02T02:30:00Z")), ["安娜 验收"]);
    assert_eq!(said(&meets(&office.ben, "2026-03-02T02:59:59Z", "2026-03-02T04:00:00Z")), ["安娜 ?"]);
    let (from, before) = (at("2026-03-02T02:00:00Z"), at("2026-03-02T03:00:00Z"));
    let moved = office.ann.calendar().entries(these(&[&office.ann]), from, before, true, Some(made.id)).unwrap();
    assert!(moved.is_empty());
    // It is told, and nobody is kept from it.
    plan(&office.ann, meeting(&office.ann, "第二场", "2026-03-02T02:30:00Z", "2026-03-02T03:30:00Z"));
    office.clock.set("2026-03-02T05:00:00Z");
    let done = crm_core::activities::Completion { result: Some("通过".into()), ..Default::default() };
    office.ann.activities().complete(made.id, done, None).unwrap();
    assert_eq!(said(&meets(&office.ann, "2026-03-02T02:00:00Z", "2026-03-02T03:00:00Z")), ["安娜 第二场"]);
    let all =
        between(&office.ann, these(&[&office.ann]), "2026-03-02T00:00:00Z", "2026-03-02T15:00:00Z", false).unwrap();
    assert_eq!(said(&all), ["安娜 报价", "安娜 出差", "安娜 验收", "安娜 电话", "安娜 第二场"]);
}

fn read(office: &Office, token: &str) -> Result<String> {
    office.integration.calendar().feed(token.into())
}

fn no_feed() -> CrmError {
    CrmError::NotFound { entity: "calendar_feed".into(), id: String::new() }
}

// CAL-5: a secret of 256 bits, told once, which opening again, closing and disabling void.
#[test]
fn a_feed_is_asked_for_by_its_secret() {
    let office = Office::new();
    let call = NewActivity {
        due_on: None,
        due_at: Some(at("2026-03-03T02:00:00Z")),
        ..task(&office.ann, "约看样", "2026-03-03")
    };
    plan(&office.ann, call);
    let first = office.ann.calendar().open_feed().unwrap();
    assert_eq!(first.token.len(), 43);
    assert!(read(&office, &first.token).unwrap().contains("SUMMARY:约看样\r\n"));
    let second = office.ann.calendar().open_feed().unwrap();
    assert_ne!(first.token, second.token);
    assert_eq!(read(&office, &first.token).unwrap_err(), no_feed());
    assert!(read(&office, &second.token).is_ok());
    for other in ["", "x", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"].iter().skip(1) {
        assert_eq!(read(&office, other).unwrap_err(), no_feed());
    }
    office.admin.users().disable(user(&office.ann), None).unwrap();
    assert_eq!(read(&office, &second.token).unwrap_err(), no_feed());
    office.admin.users().enable(user(&office.ann), None).unwrap();
    assert!(read(&office, &second.token).is_ok());
    office.ann.calendar().close_feed().unwrap();
    office.ann.calendar().close_feed().unwrap();
    assert_eq!(read(&office, &second.token).unwrap_err(), no_feed());
    // The secret stands nowhere, but for who asked.
    let audit = serde_json::to_string(&office.admin.audit().list(None, None).unwrap()).unwrap();
    assert!(audit.contains("calendar.open_feed") && !audit.contains(&second.token), "{audit}");
    assert_eq!(office.ann.calendar().feed(second.token.as_str().into()).unwrap_err().code(), "forbidden");
}

// CAL-5: after a restore it is void.
#[test]
fn a_restored_database_has_no_feeds() {
    let folder = tempfile::tempdir().unwrap();
    let (file, copy) = (folder.path().join("a.crm"), folder.path().join("b.crm"));
    let clock = FixedEnvironment::new(MORNING);
    let open = |file: &std::path::Path| Crm::options().environment(clock.clone()).open(file).unwrap();
    let office = Office::staff(open(&file), clock.clone());
    let token = office.ann.calendar().open_feed().unwrap().token;
    office.admin.maintenance().backup(copy.to_str().unwrap().into()).unwrap();
    let restored = open(&copy).session(user(&office.integration)).unwrap();
    assert_eq!(restored.calendar().feed(token.as_str().into()).unwrap_err(), no_feed());
    assert!(read(&office, &token).is_ok());
}

// CAL-5: what its owner has and attends, from 30 days ago to 400 ahead, but for what they declined and what was cancelled.
#[test]
fn a_feed_shows_what_its_owner_has() {
    let office = Office::new();
    let on = |subject: &str, day: &str| plan(&office.ann, task(&office.ann, subject, day));
    on("旧", "2026-01-30");
    on("近", "2026-02-01");
    on("远", "2027-04-05");
    on("更远", "2027-04-08");
    let cancelled: Activity = on("取消", "2026-03-03");
    office.ann.activities().cancel(cancelled.id, None, None, None).unwrap();
    let given = NewActivity { assignee: Some(user(&office.ann)), ..task(&office.manager, "交办", "2026-03-04") };
    plan(&office.manager, given);
    let invited = |subject: &str| {
        let new = meeting(&office.manager, subject, "2026-03-05T02:00:00Z", "2026-03-05T03:00:00Z");
        plan(&office.manager, NewActivity { attendees: Some(vec![attending(&office.ann)]), ..new })
    };
    invited("参加");
    let declined = invited("谢绝");
    office.ann.activities().respond(declined.id, Response::Declined, None).unwrap();
    let weekly =
        NewActivity { recurrence: Some("FREQ=WEEKLY;COUNT=3".into()), ..task(&office.ann, "周会", "2026-03-02") };
    let series = plan(&office.ann, weekly);
    let second = office
        .ann
        .activities()
        .list(None, None)
        .unwrap()
        .items
        .into_iter()
        .filter(|one| one.series == series.series)
        .nth(1)
        .unwrap();
    office.ann.activities().cancel(second.id, None, Some(Reach::This), None).unwrap();
    let token = office.ann.calendar().open_feed().unwrap().token;
    let feed = read(&office, &token).unwrap();
    let mut subjects: Vec<&str> = feed.lines().filter_map(|line| line.strip_prefix("SUMMARY:")).collect();
    subjects.sort_unstable();
    let mut expected = ["近", "远", "交办", "参加", "周会"];
    expected.sort_unstable();
    assert_eq!(subjects, expected);
    assert!(feed.contains("RRULE:FREQ=WEEKLY;COUNT=3\r\nEXDATE;VALUE=DATE:20260309\r\n"), "{feed}");
    // Of the giver it is none.
    let token = office.manager.calendar().open_feed().unwrap().token;
    let feed = read(&office, &token).unwrap();
    assert!(!feed.contains("交办") && feed.contains("参加") && feed.contains("谢绝"), "{feed}");
}
