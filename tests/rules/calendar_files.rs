//! CAL-3, CAL-4: calendar files, written and read.

use crm_core::activities::{
    Activity, ActivityFilter, ActivityStatus, ActivityUpdate, Completion, NewActivity, NewAttendee, Priority, Reach,
    Response,
};
use crm_core::calendar::MAX_FILE;
use crm_core::imports::{ImportOutcome, ImportReport};
use crm_core::prelude::*;
use crm_core::users::ProfileUpdate;
use proptest::prelude::*;

use crate::activities::{plan, task};
use crate::calendar::meeting;
use crate::reminders::at;
use crate::support::*;

fn export(session: &Session) -> String {
    session.calendar().export_ics(None).unwrap()
}

fn import(session: &Session, file: &str) -> ImportReport {
    session.calendar().import_ics(file.as_bytes().to_vec().into()).unwrap()
}

/// A file of these components, each a kind and its lines.
fn file(components: &[(&str, &str)]) -> String {
    let mut out = "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//x//y//EN\n".to_owned();
    for (kind, lines) in components {
        out += &format!("BEGIN:{kind}\n{lines}\nEND:{kind}\n");
    }
    (out + "END:VCALENDAR\n").replace('\n', "\r\n")
}

/// Created, updated, unchanged, refused.
fn counts(report: &ImportReport) -> [i64; 4] {
    assert_eq!(report.read, report.created + report.updated + report.unchanged + report.refused);
    [report.created, report.updated, report.unchanged, report.refused]
}

/// What is wrong with each component that was refused, as `line field:code`.
fn wrong(report: &ImportReport) -> Vec<String> {
    let refused = report.lines.iter().filter(|line| line.outcome == ImportOutcome::Refused);
    let codes = refused.map(|line| {
        let codes: Vec<String> = line.errors.iter().map(|e| format!("{}:{}", e.field, e.code)).collect();
        format!("{} {}", line.line, codes.join(" "))
    });
    codes.collect()
}

fn all(session: &Session) -> Vec<Activity> {
    let page = PageRequest { limit: Some(1_000), ..Default::default() };
    session.activities().list(None, Some(page)).unwrap().items
}

/// The activities of a file that begins with these lines of an event, one.
fn one(office: &Office, kind: &str, lines: &str) -> Activity {
    let report = import(&office.ann, &file(&[(kind, lines)]));
    assert_eq!(counts(&report), [1, 0, 0, 0], "{lines}: {:?}", report.lines);
    all(&office.ann).into_iter().max_by_key(|activity| activity.number).unwrap()
}

/// In another database, whose ann imports the file, it comes out as it went in; and here it changes nothing.
fn comes_back(office: &Office) -> Office {
    let told = export(&office.ann);
    let again = import(&office.ann, &told);
    assert_eq!((again.created, again.updated, again.refused), (0, 0, 0), "{told}\n{:?}", again.lines);
    let other = Office::new();
    let report = import(&other.ann, &told);
    assert_eq!((report.unchanged, report.refused), (0, 0), "{told}\n{:?}", report.lines);
    let back = export(&other.ann);
    assert_eq!(sorted(&back), sorted(&told), "{told}\n{back}");
    let again = import(&other.ann, &told);
    assert_eq!((again.created, again.updated, again.refused), (0, 0, 0), "{:?}", again.lines);
    other
}

/// The components of a file, in whatever order they stood.
fn sorted(file: &str) -> Vec<String> {
    let mut parts: Vec<String> =
        file.split("BEGIN:V").filter(|part| !part.starts_with("ALARM")).map(str::to_owned).collect();
    parts.iter_mut().for_each(|part| *part = part.replace("END:VCALENDAR\r\n", ""));
    parts.sort();
    parts
}

// CAL-3: each form, with all that is told of it.
#[test]
fn what_is_written() {
    let office = Office::new();
    let long = "行\n二; 三, 四\\".repeat(20);
    let guest = NewAttendee {
        name: Some("Li \"Lei\", Ltd".into()),
        email: Some("li@example.com".into()),
        ..Default::default()
    };
    let ben = NewAttendee { user: office.ben.user(), ..Default::default() };
    let new = NewActivity {
        details: Some(long),
        place: Some("三楼".into()),
        priority: Some(Priority::Urgent),
        reminders: Some(vec![0, 30]),
        personal: Some(true),
        attendees: Some(vec![guest, ben]),
        ..meeting(&office.ann, "验收", "2026-03-03T02:00:00Z", "2026-03-03T03:00:00Z")
    };
    let made = plan(&office.ann, new);
    let told = export(&office.ann);
    assert!(told.lines().all(|line| line.len() <= 75), "{told}");
    assert!(told.split("\r\n").all(|line| !line.contains('\n')));
    let unfolded = told.replace("\r\n ", "");
    for line in [
        &format!("UID:{}@crm", made.id),
        "DTSTAMP:20260302T010000Z",
        "SEQUENCE:0",
        "DTSTART;TZID=Asia/Shanghai:20260303T100000",
        "DTEND;TZID=Asia/Shanghai:20260303T110000",
        "SUMMARY:验收",
        "LOCATION:三楼",
        "CATEGORIES:meeting",
        "PRIORITY:1",
        "CLASS:PRIVATE",
        "STATUS:CONFIRMED",
        "ATTENDEE;CN=\"Li ^'Lei^', Ltd\";PARTSTAT=NEEDS-ACTION:mailto:li@example.com",
        &format!("ATTENDEE;CN=本;PARTSTAT=NEEDS-ACTION:urn:uuid:{}", user(&office.ben)),
        "TRIGGER:PT0M",
        "TRIGGER:-PT30M",
        "BEGIN:VTIMEZONE",
    ] {
        assert!(unfolded.contains(&format!("{line}\r\n")), "{line}\n{unfolded}");
    }
    assert!(unfolded.contains("行\\n二\\; 三\\, 四\\\\行"));
    // Another time raises the sequence, another place does not.
    office.clock.set("2026-03-02T02:00:00Z");
    let place = ActivityUpdate { place: Some("四楼".into()), ..Default::default() };
    office.ann.activities().update(made.id, place, None).unwrap();
    assert!(export(&office.ann).contains("DTSTAMP:20260302T020000Z\r\nSEQUENCE:0\r\n"));
    let time = ActivityUpdate { ends_at: Some(at("2026-03-03T04:00:00Z")), ..Default::default() };
    office.ann.activities().update(made.id, time, None).unwrap();
    assert!(export(&office.ann).contains("SEQUENCE:1\r\n"));
    comes_back(&office);
}

// CAL-3, CAL-4: to-dos, days, what is done and what was cancelled.
#[test]
fn every_form_comes_back() {
    let office = Office::new();
    let email = ProfileUpdate { email: Some("ben@example.com".into()), ..Default::default() };
    office.ben.users().update_profile(email).unwrap();
    let due = |subject: &str, zone: &str| NewActivity {
        due_on: None,
        due_at: Some(at("2026-10-25T01:30:00Z")),
        time_zone: Some(zone.into()),
        reminders: Some(vec![15]),
        ..task(&office.ann, subject, "2026-03-02")
    };
    // The second 02:30 of that night no clock says.
    plan(&office.ann, due("第二次", "Europe/Berlin"));
    plan(&office.ann, due("世界时", "UTC"));
    plan(&office.ann, NewActivity { due_at: Some(at("2026-03-02T02:00:00.75Z")), ..due("零头", "Asia/Shanghai") });
    let day = NewActivity { reminders: Some(vec![0, 1_440, 60]), ..task(&office.ann, "当天", "2026-03-04") };
    plan(&office.ann, day);
    let ben = NewAttendee { user: office.ben.user(), ..Default::default() };
    let days = NewActivity {
        due_on: None,
        starts_on: Some(date("2026-03-05")),
        ends_on: Some(date("2026-03-07")),
        attendees: Some(vec![ben]),
        reminders: Some(vec![900]),
        priority: Some(Priority::Low),
        ..task(&office.ann, "展会", "2026-03-02")
    };
    plan(&office.ann, days);
    let done = plan(&office.ann, task(&office.ann, "做完", "2026-03-01"));
    office.ann.activities().complete(done.id, Completion::default(), None).unwrap();
    let held = plan(&office.ann, meeting(&office.ann, "开过", "2026-03-01T02:00:00Z", "2026-03-01T02:00:00.5Z"));
    let result = Completion { result: Some("通过".into()), ..Default::default() };
    office.ann.activities().complete(held.id, result, None).unwrap();
    let off = plan(&office.ann, meeting(&office.ann, "作罢", "2026-03-09T02:00:00Z", "2026-03-09T03:00:00Z"));
    office.ann.activities().cancel(off.id, None, None, None).unwrap();
    let told = export(&office.ann);
    for part in [
        "DUE:20261025T013000Z\r\n",
        "DUE;VALUE=DATE:20260304\r\n",
        "TRIGGER;RELATED=END:PT540M\r\n",
        "DTSTART;VALUE=DATE:20260305\r\nDTEND;VALUE=DATE:20260308\r\n",
        "STATUS:COMPLETED\r\nCOMPLETED:20260302T010000Z\r\n",
        "STATUS:CONFIRMED\r\nX-CRM-DONE:20260302T010000Z\r\n",
        "STATUS:CANCELLED\r\n",
        "PARTSTAT=NEEDS-ACTION:mailto:ben@example.com\r\n",
    ] {
        assert!(told.contains(part), "{part}\n{told}");
    }
    let other = comes_back(&office);
    let states: Vec<_> = all(&other.ann)
        .iter()
        .filter(|one| one.subject == "开过")
        .map(|one| (one.status, one.result.clone()))
        .collect();
    assert_eq!(states, [(ActivityStatus::Done, None)]);
}

// CAL-3, CAL-4: a series once, with what is left out and what is different of it.
#[test]
fn series_come_back() {
    let office = Office::new();
    let new = NewActivity {
        recurrence: Some("FREQ=WEEKLY;UNTIL=20260430".into()),
        reminders: Some(vec![10]),
        ..meeting(&office.ann, "周会", "2026-03-02T02:00:00Z", "2026-03-02T03:00:00Z")
    };
    let series = plan(&office.ann, new).series;
    let members: Vec<_> = all(&office.ann).into_iter().filter(|one| one.series == series).collect();
    let activities = office.ann.activities();
    activities.cancel(members[1].id, None, None, None).unwrap();
    activities.delete(members[2].id, None).unwrap();
    let moved = ActivityUpdate {
        starts_at: Some(at("2026-03-24T02:00:00Z")),
        ends_at: Some(at("2026-03-24T02:30:00Z")),
        ..Default::default()
    };
    activities.update(members[3].id, moved, Some(Reach::This)).unwrap();
    let result = Completion { result: Some("开过".into()), ..Default::default() };
    activities.complete(members[0].id, result, None).unwrap();
    let todo = NewActivity {
        recurrence: Some("FREQ=MONTHLY;BYMONTHDAY=-1".into()),
        ..task(&office.ann, "月报", "2026-03-31")
    };
    plan(&office.ann, todo);
    let told = export(&office.ann);
    for part in [
        &format!("UID:{}@crm\r\n", series.unwrap()),
        "RRULE:FREQ=WEEKLY;UNTIL=20260430T155959Z\r\nEXDATE;TZID=Asia/Shanghai:20260309T100000,20260316T100000\r\n",
        "RECURRENCE-ID;TZID=Asia/Shanghai:20260323T100000\r\nDTSTART;TZID=Asia/Shanghai:20260324T100000\r\n",
        "RECURRENCE-ID;TZID=Asia/Shanghai:20260302T100000\r\n",
        "DTSTART;VALUE=DATE:20260331\r\nRRULE:FREQ=MONTHLY;BYMONTHDAY=-1\r\n",
    ] {
        assert!(told.replace("\r\n ", "").contains(part), "{part}\n{told}");
    }
    assert_eq!(told.matches("RRULE").count(), 2, "{told}");
    comes_back(&office);
}

// CAL-4: what other programs write, and what becomes of it.
#[test]
fn what_is_said_is_taken_and_nothing_is_guessed() {
    let office = Office::new();
    let base = "SUMMARY:a\nDTSTAMP:20260301T000000Z\n";
    let event = |uid: &str, lines: &str| one(&office, "VEVENT", &format!("UID:{uid}\n{base}{lines}"));
    let todo = |uid: &str, lines: &str| one(&office, "VTODO", &format!("UID:{uid}\n{base}{lines}"));
    let times = |one: &Activity| (one.starts_at, one.ends_at);
    // Without an end, or of no length, half an hour; without a zone by the caller's clock; a day that ends before it begins is one.
    let bare = event("1", "DTSTART:20260303T100000");
    assert_eq!(times(&bare), (Some(at("2026-03-03T02:00:00Z")), Some(at("2026-03-03T02:30:00Z"))));
    assert_eq!((bare.kind.item.as_str(), bare.assignee.id), ("会议", user(&office.ann)));
    let none = event("2", "DTSTART:20260303T020000Z\nDTEND:20260303T020000Z");
    assert_eq!((times(&none), none.time_zone.as_str()), (times(&bare), "UTC"));
    let lasting = event("3", "DTSTART;TZID=W. Europe Standard Time:20260328T100000\nDURATION:P1D");
    assert_eq!(times(&lasting), (Some(at("2026-03-28T09:00:00Z")), Some(at("2026-03-29T08:00:00Z"))));
    assert_eq!(lasting.time_zone, "Europe/Berlin");
    for (uid, end) in [("4", "DTEND;VALUE=DATE:20260303"), ("5", "DTEND;VALUE=DATE:20260301"), ("6", "X-A:b")] {
        let day = event(uid, &format!("DTSTART;VALUE=DATE:20260303\n{end}"));
        assert_eq!((day.starts_on, day.ends_on), (Some(date("2026-03-03")), Some(date("2026-03-03"))));
    }
    // Categories name a kind by its value; alarms, people and states.
    let visit = event(
        "7",
        "DTSTART:20260303T100000\nCATEGORIES:Blue,visit\nPRIORITY:3\nCLASS:CONFIDENTIAL\n\
         ATTENDEE;PARTSTAT=ACCEPTED;CN=Li:MAILTO:li@example.com\nATTENDEE:mailto:wu@example.com\nATTENDEE:mailto:wu@example.com\n\
         BEGIN:VALARM\nACTION:AUDIO\nTRIGGER:-P1D\nEND:VALARM\nBEGIN:VALARM\nTRIGGER;VALUE=DATE-TIME:20260303T010000Z\nEND:VALARM",
    );
    assert_eq!((visit.kind.item.as_str(), visit.priority, visit.personal), ("拜访", Priority::High, true));
    assert_eq!(visit.reminders, [60, 1_440]);
    let who: Vec<_> = visit.attendees.iter().map(|one| (one.name.as_deref(), one.response)).collect();
    assert_eq!(who, [(Some("Li"), Response::Accepted), (Some("wu@example.com"), Response::None)]);
    let task = todo("8", "DUE:20260303T020000Z\nSTATUS:COMPLETED\nCOMPLETED:20260301T010000Z");
    assert_eq!((task.kind.item.as_str(), task.status, task.result), ("任务", ActivityStatus::Done, None));
    assert_eq!((task.due_at, task.done_at), (Some(at("2026-03-03T02:00:00Z")), Some(at("2026-03-01T01:00:00Z"))));
    assert_eq!(todo("9", "DTSTART;VALUE=DATE:20260303").due_on, Some(date("2026-03-03")));
    // What can't be told is left out and noted, or refused.
    let noted = import(
        &office.ann,
        &file(&[("VEVENT", &format!("UID:10\n{base}DTSTART:20260303T100000\nBEGIN:VALARM\nTRIGGER:PT5M\nEND:VALARM"))]),
    );
    assert_eq!(noted.lines[0].notes[0].field, "reminders");
    for (lines, expected) in [
        ("UID:x\nSUMMARY:a", "when:required"),
        ("UID:x\nDTSTART:20260303T100000", "subject:required"),
        ("SUMMARY:a\nDTSTART:20260303T100000", "key:required"),
        ("UID:x\nSUMMARY:a\nDTSTART;TZID=Beijing:20260303T100000", "time_zone:unknown_time_zone"),
        ("UID:x\nSUMMARY:a\nDTSTART:20260303T100000\nDTEND:20260303T090000", "when:period_reversed"),
        ("UID:x\nSUMMARY:a\nDTSTART:20260303T100000\nDTEND;VALUE=DATE:20260304", "when:wrong_type"),
        ("UID:x\nSUMMARY:a\nDTSTART:2026-03-03", "when:wrong_type"),
        ("UID:x\nSUMMARY:a\nDTSTART:20260303T100000\nRRULE:FREQ=HOURLY", "recurrence:unsupported"),
        ("UID:x\nSUMMARY:a\nDTSTART:20260303T100000\nRDATE:20260304T100000", "recurrence:unsupported"),
        ("UID:x\nSUMMARY:a\nDTSTART:20260303T100000\nRRULE:FREQ=WEEKLY;BYDAY=MO", "recurrence:not_in_rule"),
        ("UID:x\nSUMMARY:a\nDTSTART:20260303T100000\nSEQUENCE:-1", "key:wrong_type"),
        ("UID:x\nSUMMARY:a\nDTSTART:20260303T100000\nX-CRM-DONE:20260303T000000Z", "done_at:in_future"),
        ("UID:x\nSUMMARY:a\nDTSTART:20260303T100000\nno property", "line:wrong_syntax"),
    ] {
        let good = ("VEVENT", "UID:1\nSUMMARY:a\nDTSTART:20260303T100000");
        let report = import(&office.ann, &file(&[("VEVENT", lines), good]));
        assert_eq!(counts(&report), [0, 0, 1, 1], "{lines}: {:?}", report.lines);
        assert_eq!(wrong(&report), [format!("4 {expected}")], "{lines}");
    }
}

// CAL-4: a file is read up to its bounds, and whole files are refused as such.
#[test]
fn files_have_bounds() {
    let office = Office::new();
    let refused = |file: Vec<u8>| office.ann.calendar().import_ics(file.into()).unwrap_err().fields()[0].code.clone();
    assert_eq!(refused(Vec::new()), "no_calendar");
    assert_eq!(refused(b"BEGIN:VEVENT\r\nEND:VEVENT\r\n".to_vec()), "no_calendar");
    let mut full = file(&[]).into_bytes();
    full.resize(MAX_FILE, b' ');
    assert_eq!(office.ann.calendar().import_ics(full.clone().into()).unwrap().read, 0);
    full.push(b' ');
    assert_eq!(refused(full), "too_long");
    let bare = vec![("VEVENT", "X-A:b"); 10_001];
    assert_eq!(refused(file(&bare).into_bytes()), "too_many");
    let most = office.ann.calendar().import_ics(file(&bare[..10_000]).into_bytes().into()).unwrap();
    assert_eq!(most.refused, 10_000);
    for session in [&office.stranger, &office.integration] {
        let file = file(&[]).into_bytes();
        assert_eq!(session.calendar().import_ics(file.into()).unwrap_err().code(), "forbidden");
        assert_eq!(session.calendar().export_ics(None).unwrap_err().code(), "forbidden");
    }
}

// CAL-4: a higher sequence, or a later stamp of an equal one, changes what is there; another's is not touched.
#[test]
fn what_is_newer_changes_what_is_there() {
    let office = Office::new();
    let lines = |sequence: i64, stamp: &str, summary: &str, hour: i64| {
        format!(
            "UID:m1\nDTSTAMP:{stamp}\nSEQUENCE:{sequence}\nSUMMARY:{summary}\nDTSTART:20260303T{hour:02}0000Z\nDTEND:20260303T{:02}0000Z",
            hour + 1
        )
    };
    let send = |session: &Session, text: String| counts(&import(session, &file(&[("VEVENT", &text)])));
    let (old, new) = ("20260301T000000Z", "20260301T000001Z");
    assert_eq!(send(&office.ann, lines(1, old, "a", 2)), [1, 0, 0, 0]);
    for (sequence, stamp, summary, expected) in [
        (1, old, "b", [0, 0, 1, 0]),
        (0, new, "b", [0, 0, 1, 0]),
        (1, new, "a", [0, 0, 1, 0]),
        (1, new, "b", [0, 1, 0, 0]),
        (1, new, "c", [0, 0, 1, 0]),
        (2, old, "c", [0, 1, 0, 0]),
    ] {
        assert_eq!(send(&office.ann, lines(sequence, stamp, summary, 2)), expected, "{sequence} {stamp} {summary}");
    }
    let found = all(&office.ann).remove(0);
    assert_eq!((found.subject.as_str(), all(&office.ann).len()), ("c", 1));
    // Ben has none of that name, and gets one of his own.
    assert_eq!(send(&office.ben, lines(9, new, "d", 3)), [1, 0, 0, 0]);
    assert_eq!(all(&office.ann)[0].subject, "c");
    // Who only attends may not change it.
    let ben = vec![NewAttendee { user: office.ben.user(), ..Default::default() }];
    let theirs = plan(
        &office.ann,
        NewActivity {
            attendees: Some(ben),
            ..meeting(&office.ann, "请来", "2026-03-04T02:00:00Z", "2026-03-04T03:00:00Z")
        },
    );
    let told = office
        .ben
        .calendar()
        .export_ics(Some(ActivityFilter { subject: Some("请来".into()), ..Default::default() }))
        .unwrap();
    let changed = told.replace("SEQUENCE:0", "SEQUENCE:5").replace("SUMMARY:请来", "SUMMARY:x");
    assert_eq!(counts(&import(&office.ben, &changed)), [0, 0, 1, 0]);
    assert_eq!(counts(&import(&office.ann, &changed)), [0, 1, 0, 0]);
    let kept = office.ann.activities().get(theirs.id).unwrap();
    assert_eq!((kept.subject.as_str(), kept.attendees[0].user.as_ref().map(|user| user.id)), ("x", office.ben.user()));
    // Cancelled, it is; and what has ended stays so.
    let cancelled = format!("{}\nSTATUS:CANCELLED", lines(3, new, "c", 2));
    assert_eq!(send(&office.ann, cancelled.clone()), [0, 1, 0, 0]);
    assert_eq!(office.ann.activities().get(found.id).unwrap().status, ActivityStatus::Cancelled);
    assert_eq!(send(&office.ann, lines(4, new, "e", 2)), [0, 0, 1, 0]);
}

// CAL-4: a series changes as one, but for what was changed alone, and what is left out of it goes.
#[test]
fn a_newer_series_changes_as_one() {
    let office = Office::new();
    let text = |sequence: i64, hour: i64, more: &str| {
        format!(
            "UID:s1\nDTSTAMP:20260301T000000Z\nSEQUENCE:{sequence}\nSUMMARY:a\nRRULE:FREQ=DAILY;COUNT=5\n\
             DTSTART;TZID=China Standard Time:20260303T{hour:02}0000\nDTEND;TZID=China Standard Time:20260303T{:02}3000{more}",
            hour
        )
    };
    let send = |components: &[(&str, &str)]| counts(&import(&office.ann, &file(components)));
    let other = "UID:s1\nDTSTAMP:20260301T000000Z\nSUMMARY:b\nRECURRENCE-ID;TZID=China Standard Time:20260304T100000\n\
                 DTSTART;TZID=China Standard Time:20260304T150000";
    // What is different of it may stand before it.
    assert_eq!(
        send(&[("VEVENT", other), ("VEVENT", &text(1, 10, "\nEXDATE;TZID=China Standard Time:20260307T100000"))]),
        [1, 1, 0, 0]
    );
    let told = || {
        all(&office.ann)
            .iter()
            .map(|one| format!("{} {}", one.subject, one.starts_at.unwrap().format("%d %H:%M")))
            .collect::<Vec<_>>()
    };
    assert_eq!(told(), ["a 03 02:00", "b 04 07:00", "a 05 02:00", "a 06 02:00"]);
    assert_eq!(send(&[("VEVENT", &text(1, 10, "")), ("VEVENT", other)]), [0, 0, 2, 0]);
    assert_eq!(send(&[("VEVENT", &text(2, 11, "\nEXDATE;TZID=China Standard Time:20260305T100000"))]), [0, 1, 0, 0]);
    assert_eq!(told(), ["a 03 03:00", "b 04 07:00", "a 06 03:00"]);
    assert_eq!(send(&[("VEVENT", &format!("{}\nSTATUS:CANCELLED", text(3, 11, "")))]), [0, 1, 0, 0]);
    let planned = all(&office.ann).into_iter().filter(|one| one.status == ActivityStatus::Planned).count();
    assert_eq!(planned, 1);
}

/// Something that somebody plans.
#[derive(Debug, Clone)]
struct Any {
    subject: String,
    details: Option<String>,
    form: u8,
    day: u32,
    zone: usize,
    rule: usize,
    reminders: Vec<i64>,
    fate: u8,
}

const ZONES: [&str; 4] = ["Asia/Shanghai", "Europe/Berlin", "America/New_York", "UTC"];

const RULES: [&str; 5] = [
    "",
    "FREQ=DAILY;COUNT=4",
    "FREQ=MONTHLY;COUNT=3",
    "FREQ=WEEKLY;INTERVAL=2;UNTIL=20260601",
    "FREQ=DAILY;UNTIL=20260405",
];

fn any_activity() -> impl Strategy<Value = Any> {
    let texts = ("[a-z一-龥;,\\\\\"^:]{1,40}", proptest::option::of("[a-z一-龥;,\\\\\n]{1,120}"));
    let rest = (0_u8..4, 1_u32..28, 0_usize..4, 0_usize..5, proptest::collection::vec(0_i64..540, 0..3), 0_u8..5);
    (texts, rest).prop_map(|((subject, details), (form, day, zone, rule, reminders, fate))| Any {
        subject,
        details: details.map(|text| format!("x{}x", text)),
        form,
        day,
        zone,
        rule,
        reminders,
        fate,
    })
}

fn planned(office: &Office, any: &Any) {
    let day = format!("2026-03-{:02}", any.day);
    let instant = at(&format!("{day}T06:30:00Z"));
    let mut new = NewActivity {
        details: any.details.clone(),
        reminders: Some(any.reminders.clone()),
        time_zone: Some(ZONES[any.zone].into()),
        recurrence: Some(RULES[any.rule].to_owned()).filter(|rule| !rule.is_empty()),
        due_on: None,
        ..task(&office.ann, &any.subject, &day)
    };
    match any.form {
        0 => new.due_on = Some(date(&day)),
        1 => new.due_at = Some(instant),
        2 => (new.starts_on, new.ends_on) = (Some(date(&day)), Some(date(&day) + chrono::TimeDelta::days(2))),
        _ => (new.starts_at, new.ends_at) = (Some(instant), Some(instant + chrono::TimeDelta::minutes(90))),
    }
    // What would not recur from then on is left alone.
    let Ok(made) = office.ann.activities().create(new, None) else { return };
    let activities = office.ann.activities();
    match any.fate {
        0 => drop(
            activities.complete(made.id, Completion { result: Some("r".into()), ..Default::default() }, None).unwrap(),
        ),
        1 => drop(activities.cancel(made.id, None, None, None).unwrap()),
        2 => drop(
            activities
                .update(made.id, ActivityUpdate { subject: Some("改".into()), ..Default::default() }, None)
                .unwrap(),
        ),
        _ => {}
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    // CAL-4: what the engine exports comes back unchanged, in another database equal in all that CAL-3 writes.
    #[test]
    fn whatever_is_planned_comes_back(all in proptest::collection::vec(any_activity(), 1..5)) {
        let office = Office::new();
        all.iter().for_each(|any| planned(&office, any));
        comes_back(&office);
    }
}
