//! ACT-12, ACT-13: another zone, start of the day or department of somebody who has very much planned, in slices.

use crm_core::activities::ActivityFilter;
use crm_core::departments::{DepartmentId, NewDepartment};
use crm_core::jobs::Job;
use crm_core::page::PageRequest;
use crm_core::prelude::*;
use crm_core::users::{ProfileUpdate, UserUpdate};

use crate::fill::Filled;
use crate::reminders::{at, due, reminded, run};
use crate::support::*;

/// More than a slice goes over.
const MANY: usize = 700;

/// An office in which ann has very much planned for a Monday, with reminders.
fn busy(reminders: &[i64]) -> Filled {
    planned(Filled::new(), reminders)
}

fn planned(filled: Filled, reminders: &[i64]) -> Filled {
    let ann = &filled.office.ann;
    let many = (0..MANY).map(|_| due(ann, "2026-03-09", reminders)).collect();
    ann.activities().create_many(many, false).unwrap();
    filled
}

fn own(session: &Session, zone: &str) {
    let changes = ProfileUpdate { time_zone: Some(zone.into()), ..Default::default() };
    session.users().update_profile(changes).unwrap();
}

/// Goes on until all is done, in calls of one item each; how many that were.
fn go_on(office: &Office) -> usize {
    let mut calls = 0;
    while office.integration.jobs().run_due(Some(1)).unwrap().iter().any(|run| run.job == Job::ACTIVITIES_ANEW) {
        calls += 1;
    }
    calls
}

fn counted(session: &Session, filter: ActivityFilter) -> i64 {
    let page = PageRequest { count: Some(true), limit: Some(1), ..Default::default() };
    session.activities().list(Some(filter), Some(page)).unwrap().total.unwrap().count
}

/// How many are overdue, and how many are not: by the filter, and by what each says.
fn overdue(office: &Office) -> [i64; 2] {
    let of = |session: &Session, overdue: bool| {
        let filter = ActivityFilter { overdue: Some(overdue), person: office.ann.user(), ..Default::default() };
        let (mut after, mut found) = (None, 0);
        loop {
            let request = PageRequest { limit: Some(300), after, ..Default::default() };
            let page = session.activities().list(Some(filter.clone()), Some(request)).unwrap();
            found += page.items.len() as i64;
            assert!(page.items.iter().all(|one| one.overdue == overdue));
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        assert_eq!(counted(session, filter), found);
        found
    };
    let told = [true, false].map(|overdue| of(&office.ann, overdue));
    assert_eq!([true, false].map(|overdue| of(&office.manager, overdue)), told);
    told
}

fn is_sound(office: &Office) -> bool {
    office.admin.maintenance().check().unwrap().ok
}

// ACT-13: what is overdue is right by the new zone at once, however much is kept as it was; each slice is a transaction of its own.
#[test]
fn another_zone_is_right_at_once_and_kept_in_slices() {
    let filled = busy(&[]);
    let (office, many) = (&filled.office, MANY as i64);
    // The day is over in Shanghai, and not in New York.
    office.clock.set("2026-03-09T16:00:00Z");
    assert_eq!(overdue(office), [many, 0]);
    own(&office.ann, "America/New_York");
    let late = || filled.count("activities WHERE overdue_at <= 1773072000000000");
    assert!((1..many).contains(&late()), "{}", late());
    assert_eq!(overdue(office), [0, many]);
    assert!(is_sound(office));
    // And back, while it is under way.
    own(&office.ann, "Asia/Shanghai");
    assert_eq!(overdue(office), [many, 0]);
    own(&office.ann, "America/New_York");
    assert_eq!(go_on(office), 2);
    assert_eq!((late(), overdue(office)), (0, [0, many]));
    assert!(is_sound(office) && filled.count("activity_walks") == 0);
    // The company's zone, for whoever has none.
    let clear = Some(vec!["time_zone".into()]);
    office.ann.users().update_profile(ProfileUpdate { clear, ..Default::default() }).unwrap();
    assert_eq!(overdue(office), [many, 0]);
    go_on(office);
    let zone = |name: &str| crm_core::settings::SettingsUpdate { time_zone: Some(name.into()), ..Default::default() };
    office.admin.settings().update(zone("America/New_York")).unwrap();
    assert_eq!(overdue(office), [0, many]);
    assert!(is_sound(office) && late() > 0);
    assert!(go_on(office) > 2);
    assert_eq!((late(), overdue(office)), (0, [0, many]));
    assert!(is_sound(office) && filled.count("activity_walks") == 0);
}

// ACT-12: reminders move in slices too; one that falls due meanwhile goes by the new clock.
#[test]
fn reminders_move_in_slices() {
    let filled = busy(&[0]);
    let office = &filled.office;
    office.clock.set("2026-03-08T12:00:00Z");
    own(&office.ann, "Europe/Berlin");
    // 09:00 in Shanghai: what was not moved yet tells nobody, and waits for Berlin.
    assert!(filled.count("due_items WHERE kind = 'reminders' AND due_at = 1773018000000000") > 0);
    run(office, "2026-03-09T01:00:00Z");
    assert_eq!(reminded(&office.ann), 0);
    run(office, "2026-03-09T07:59:59Z");
    assert_eq!(reminded(&office.ann), 0);
    let runs: i64 = (0..5).map(|_| run(office, "2026-03-09T08:00:00Z")).sum();
    assert_eq!(runs, MANY as i64);
    assert_eq!(filled.count("notifications WHERE kind = 'reminded'"), MANY as i64);
    assert_eq!(filled.count("due_items WHERE kind IN ('reminders', 'activities_anew')"), 0);
}

// ACT-12: what falls due between a change of the clock and its slice counts from the change.
#[test]
fn a_slice_that_comes_late_drops_nothing() {
    let filled = busy(&[0]);
    let office = &filled.office;
    office.clock.set("2026-03-09T00:00:00Z");
    let starts = |time: &str| ProfileUpdate { day_starts: Some(time.into()), ..Default::default() };
    office.ann.users().update_profile(starts("08:30")).unwrap();
    for _ in 0..5 {
        run(office, "2026-03-09T02:00:00Z");
    }
    assert_eq!(filled.count("notifications WHERE kind = 'reminded'"), MANY as i64);
}

// ACT-17: of which department somebody's are, comes over in slices, planned ones first.
#[test]
fn another_department_comes_over_in_slices() {
    let filled = busy(&[0]);
    let office = &filled.office;
    let new = |name: &str| -> DepartmentId {
        office.admin.departments().create(NewDepartment { name: name.into(), ..Default::default() }, None).unwrap().id
    };
    let (east, south) = (new("华东"), new("华南"));
    let moves = |to: DepartmentId| {
        let changes = UserUpdate { department: Some(to), ..Default::default() };
        office.admin.users().update(user(&office.ann), changes).unwrap();
    };
    let of = |team: DepartmentId| counted(&office.ann, ActivityFilter { team: Some(team), ..Default::default() });
    moves(east);
    assert!(is_sound(office) && (1..MANY as i64).contains(&of(east)));
    assert_eq!(go_on(office), 2);
    assert_eq!((of(east), is_sound(office)), (MANY as i64, true));
    moves(south);
    moves(east);
    moves(south);
    go_on(office);
    assert_eq!((of(east), of(south), is_sound(office)), (0, MANY as i64, true));
    assert!(office.integration.jobs().next_due().unwrap().due_at > at("2026-03-02T02:00:00Z"));
}

// PROC-10: a slice goes along an index from where the last one ended, and sorts nothing.
#[test]
fn a_slice_begins_where_the_last_one_ended() {
    let (filled, seen) = Filled::watched();
    let filled = planned(filled, &[]);
    let office = &filled.office;
    own(&office.ann, "America/New_York");
    let new = NewDepartment { name: "华东".into(), ..Default::default() };
    let department = Some(office.admin.departments().create(new, None).unwrap().id);
    let changes = UserUpdate { department, ..Default::default() };
    office.admin.users().update(user(&office.ann), changes).unwrap();
    seen.take();
    assert_eq!(go_on(office), 4);
    let plans: Vec<Vec<String>> = seen
        .take()
        .iter()
        .filter(|sql| sql.contains("activity) > (?") || sql.contains("id) > (?"))
        .map(|sql| {
            let mut plan = filled.raw.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
            let mut rows = plan.raw_query();
            let mut steps = Vec::new();
            while let Some(row) = rows.next().unwrap() {
                steps.push(row.get::<_, String>(3).unwrap());
            }
            steps
        })
        .collect();
    assert_eq!(plans.len(), 2);
    for step in plans.iter().flatten() {
        assert!(step.starts_with("SEARCH ") && step.contains('='), "{plans:#?}");
    }
}
