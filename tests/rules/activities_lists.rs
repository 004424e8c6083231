//! ACT-17: lists of activities, whose pages are as if there were no others than those that are read; ACT-13: which are overdue.

use crm_core::activities::{
    ActivityFilter, ActivityPage, ActivityStatus, Completion, NewActivity, NewAttendee, Priority,
};
use crm_core::prelude::*;
use serde_json::json;

use crate::activities::{about, filtered, narrow, plan, task};
use crate::notes::key;
use crate::support::*;

/// All pages of a list, and how many there were.
fn pages(session: &Session, filter: &ActivityFilter, limit: i64) -> (Vec<String>, Vec<i64>, i64) {
    let (mut found, mut sizes, mut after) = (Vec::new(), Vec::new(), None);
    loop {
        let request = PageRequest { limit: Some(limit), after, count: Some(true) };
        let page: ActivityPage = session.activities().list(Some(filter.clone()), Some(request)).unwrap();
        sizes.push(page.items.len() as i64);
        found.extend(page.items.into_iter().map(|activity| activity.subject));
        after = page.next;
        if after.is_none() {
            return (found, sizes, page.total.unwrap().count);
        }
    }
}

// ACT-17: planned ones by time, the others latest first; page by page, as if there were no others than those that are read.
#[test]
fn lists_are_in_order_and_page_by_page() {
    let office = Office::new();
    let record = key("customer", office.customer().id);
    narrow(&office, "account_manager", "customers");
    let (ann, ben) = (office.ann.activities(), &office.ben);
    let planned = |subject: &str, day: &str| {
        plan(&office.ann, NewActivity { due_on: Some(date(day)), ..about(&office.ann, subject, &record, &office.ann) })
    };
    planned("c", "2026-03-09");
    planned("a", "2026-03-02");
    let timed = NewActivity {
        due_on: None,
        starts_at: "2026-03-05T02:00:00Z".parse().ok(),
        ends_at: "2026-03-05T03:00:00Z".parse().ok(),
        ..task(&office.ann, "b", "2026-03-05")
    };
    plan(&office.ann, timed);
    for (subject, day) in [("x", "2026-02-02"), ("z", "2026-01-02"), ("y", "2026-02-01")] {
        let made = planned(subject, day);
        ann.complete(made.id, Completion::default(), None).unwrap();
    }
    let share = json!({"entity": "customer", "id": record.id, "user": user(ben), "access": "read"});
    let own = ActivityFilter::default();
    let hers = ActivityFilter { person: office.ann.user(), ..Default::default() };
    for limit in 1..=7 {
        let (found, sizes, count) = pages(&office.ann, &own, limit);
        assert_eq!((found.concat(), count), ("abcxyz".to_owned(), 6), "{limit}");
        assert!(sizes[..sizes.len() - 1].iter().all(|size| *size == limit), "{sizes:?}");
        assert_eq!(pages(ben, &hers, limit), (vec![], vec![0], 0));
    }
    office.ann.call("shares.give", &share.to_string()).unwrap();
    for limit in 1..=6 {
        let (found, sizes, count) = pages(ben, &hers, limit);
        // What is about nothing stays hers.
        assert_eq!((found.concat(), count), ("acxyz".to_owned(), 5), "{limit}");
        assert_eq!(sizes.len() as i64, (5 + limit - 1) / limit, "{sizes:?}");
        let of_record = ActivityFilter { record: Some(record.clone()), ..Default::default() };
        assert_eq!(pages(ben, &of_record, limit).0.concat(), "acxyz");
    }
    let status = |status| filtered(&office.ann, ActivityFilter { status: Some(status), ..Default::default() });
    assert_eq!(status(ActivityStatus::Planned), ["a", "b", "c"]);
    assert_eq!(status(ActivityStatus::Done), ["x", "y", "z"]);
    assert_eq!(status(ActivityStatus::Cancelled), Vec::<String>::new());
    // A cursor is one of either part, whatever is asked for.
    for after in ["x", "1aaaa"] {
        let filter = ActivityFilter { status: Some(ActivityStatus::Planned), ..Default::default() };
        let request = PageRequest { after: Some(after.into()), ..Default::default() };
        let refused = office.ann.activities().list(Some(filter), Some(request)).unwrap_err();
        assert_eq!(refused.code(), "invalid");
    }
    let subject = ActivityFilter { subject: Some("Ｂ".into()), ..Default::default() };
    assert_eq!(filtered(&office.ann, subject), ["b"]);
    let days = |from: &str, to: &str| {
        let (day_from, day_to) = (Some(date(from)), Some(date(to)));
        filtered(&office.ann, ActivityFilter { day_from, day_to, ..Default::default() })
    };
    assert_eq!(days("2026-03-03", "2026-03-05"), ["b"]);
    assert_eq!(days("2026-03-05", "2026-03-09"), ["b", "c"]);
    assert_eq!(days("2026-02-01", "2026-02-01"), ["y"]);
    let priority = ActivityFilter { priority: Some(Priority::High), ..Default::default() };
    assert_eq!(filtered(&office.ann, priority), Vec::<String>::new());
    let kind = ActivityFilter { kind: Some(entry(&office.ann, "activity_kind", "任务")), ..Default::default() };
    assert_eq!(filtered(&office.ann, kind).len(), 6);
}

// ACT-17: those of a person are what they have to do, what they gave, and what they attend; of a team, what its people have to do.
#[test]
fn of_a_person_and_of_a_team() {
    let office = Office::new();
    let to = |subject: &str, session: &Session| NewActivity {
        assignee: session.user(),
        ..task(&office.manager, subject, "2026-03-06")
    };
    plan(&office.manager, to("given", &office.ben));
    plan(
        &office.ann,
        NewActivity {
            attendees: Some(vec![NewAttendee { user: office.ben.user(), ..Default::default() }]),
            ..task(&office.ann, "attended", "2026-03-07")
        },
    );
    let mine = |session: &Session| filtered(session, ActivityFilter::default());
    assert_eq!(mine(&office.ben), ["given", "attended"]);
    assert_eq!(mine(&office.manager), ["given"]);
    let new = crm_core::departments::NewDepartment { name: "华东".into(), ..Default::default() };
    let team = office.admin.departments().create(new, None).unwrap().id;
    let of_team = |session: &Session| filtered(session, ActivityFilter { team: Some(team), ..Default::default() });
    assert_eq!(of_team(&office.manager), Vec::<String>::new());
    let moved = json!({"id": user(&office.ben), "changes": {"department": team}});
    office.admin.call("users.update", &moved.to_string()).unwrap();
    assert_eq!(of_team(&office.manager), ["given"]);
    assert_eq!(of_team(&office.ann), Vec::<String>::new());
    assert_eq!(of_team(&office.ben), ["given"]);
    plan(&office.manager, to("later", &office.ben));
    assert_eq!(of_team(&office.manager), ["given", "later"]);
}

// ACT-13: overdue from an instant on, which is set anew with the assignee, their zone and the company's.
#[test]
fn overdue_by_the_clock_of_the_assignee() {
    let office = Office::new();
    let due =
        plan(&office.manager, NewActivity { assignee: office.ann.user(), ..task(&office.manager, "t", "2026-03-02") });
    let overdue = |at: &str| {
        office.clock.set(at);
        let told = office.manager.activities().get(due.id).unwrap().overdue;
        for wanted in [true, false] {
            let filter = ActivityFilter { person: office.manager.user(), overdue: Some(wanted), ..Default::default() };
            assert_eq!(filtered(&office.manager, filter).len(), usize::from(told == wanted), "{at}");
        }
        told
    };
    // The second of March ends in Shanghai at 16:00, in New York at 05:00 of the next day, in London at midnight.
    assert!(!overdue("2026-03-02T15:59:59Z") && overdue("2026-03-02T16:00:00Z"));
    let zone = |session: &Session, zone: &str| {
        session.call("users.update_profile", &json!({"changes": {"time_zone": zone}}).to_string()).unwrap();
    };
    zone(&office.ann, "America/New_York");
    assert!(!overdue("2026-03-03T04:59:59Z") && overdue("2026-03-03T05:00:00Z"));
    office.manager.activities().delegate(due.id, user(&office.ben), None, None).unwrap();
    assert!(!overdue("2026-03-02T15:59:59Z") && overdue("2026-03-02T16:00:00Z"));
    office.admin.call("settings.update", r#"{"changes": {"time_zone": "Europe/London"}}"#).unwrap();
    assert!(!overdue("2026-03-02T23:59:59Z") && overdue("2026-03-03T00:00:00Z"));
    zone(&office.ben, "America/New_York");
    assert!(!overdue("2026-03-03T04:59:59Z"));
    office.ben.call("users.update_profile", r#"{"changes": {"clear": ["time_zone"]}}"#).unwrap();
    assert!(overdue("2026-03-03T00:00:00Z"));
    let done = office.ben.activities().complete(due.id, Completion::default(), None).unwrap().activity;
    assert!(!done.overdue && !overdue("2027-01-01T00:00:00Z"));
    // Its own time zone is the one of its assignee when it was planned.
    assert_eq!(done.time_zone, "Asia/Shanghai");
    let at = NewActivity {
        due_on: None,
        due_at: "2027-01-01T00:00:00Z".parse().ok(),
        ..task(&office.ann, "i", "2026-03-02")
    };
    assert!(plan(&office.ann, at).overdue);
}

// ACT-17: an activity is on the days of its own dates, whatever zone it goes by; an instant at midnight is on the day that it
// begins.
#[test]
fn days_are_its_own_and_midnight_is_a_day() {
    let office = Office::new();
    let at = |text: &str| Some(text.parse().unwrap());
    let none = |subject: &str| NewActivity { due_on: None, ..task(&office.ann, subject, "2026-03-05") };
    // The fifth begins in Shanghai on the fourth at 16:00.
    plan(&office.ann, NewActivity { due_at: at("2026-03-04T16:00:00Z"), ..none("midnight") });
    plan(
        &office.ann,
        NewActivity { starts_at: at("2026-03-04T15:00:00Z"), ends_at: at("2026-03-04T16:00:00Z"), ..none("late") },
    );
    plan(
        &office.ann,
        NewActivity { starts_at: at("2026-03-04T16:00:00Z"), ends_at: at("2026-03-04T17:00:00Z"), ..none("early") },
    );
    for zone in ["America/New_York", "Pacific/Kiritimati"] {
        plan(&office.ann, NewActivity { time_zone: Some(zone.into()), ..task(&office.ann, zone, "2026-03-05") });
    }
    let days = NewActivity {
        starts_on: Some(date("2026-03-04")),
        ends_on: Some(date("2026-03-05")),
        time_zone: Some("America/New_York".into()),
        ..none("days")
    };
    plan(&office.ann, days);
    let on = |from: &str, to: &str| {
        let (day_from, day_to) = (Some(date(from)), Some(date(to)));
        let mut found = filtered(&office.ann, ActivityFilter { day_from, day_to, ..Default::default() });
        found.sort();
        found
    };
    assert_eq!(on("2026-03-03", "2026-03-03"), Vec::<String>::new());
    assert_eq!(on("2026-03-04", "2026-03-04"), ["days", "late"]);
    let fifth = ["America/New_York", "Pacific/Kiritimati", "days", "early", "midnight"];
    assert_eq!(on("2026-03-05", "2026-03-05"), fifth);
    assert_eq!(on("2026-03-06", "2026-03-06"), Vec::<String>::new());
    // Each side by itself.
    let from = ActivityFilter { day_from: Some(date("2026-03-05")), ..Default::default() };
    assert_eq!(filtered(&office.ann, from).len(), 5);
    let to = ActivityFilter { day_to: Some(date("2026-03-04")), ..Default::default() };
    assert_eq!(filtered(&office.ann, to).len(), 2);
}

// ACT-17: the longest that there may be, planned or not, is on its last day, and on its first.
#[test]
fn the_longest_is_found_on_its_last_day() {
    let office = Office::new();
    let year = |subject: &str| NewActivity {
        due_on: None,
        starts_on: Some(date("2025-03-05")),
        ends_on: Some(date("2026-03-05")),
        time_zone: Some("Pacific/Kiritimati".into()),
        ..task(&office.ann, subject, "2026-03-05")
    };
    let done = plan(&office.ann, year("done"));
    office.ann.activities().complete(done.id, Completion::default(), None).unwrap();
    plan(&office.ann, year("planned"));
    let on = |day: &str| {
        let (day_from, day_to) = (Some(date(day)), Some(date(day)));
        filtered(&office.ann, ActivityFilter { day_from, day_to, ..Default::default() })
    };
    assert_eq!(on("2026-03-05"), ["planned", "done"]);
    assert_eq!(on("2025-03-05"), ["planned", "done"]);
    assert_eq!((on("2026-03-06"), on("2025-03-04")), (vec![], vec![]));
}
