//! PROC-10: what lists of activities cost, by which index they go, and how far they look; MAINT-1: what is kept beside activities.

use crm_core::activities::{ActivityFilter, Completion, NewActivity, NewAttendee};
use crm_core::objects::RecordKey;
use crm_core::prelude::*;
use serde_json::json;

use crate::activities::{about, filtered, narrow, plan, task};
use crate::fill::Filled;
use crate::notes::key;
use crate::support::*;
use crate::watch::Statements;

/// How many statements a call takes.
fn cost(seen: &Statements, call: impl FnOnce()) -> usize {
    seen.take();
    call();
    seen.take_counted().values().sum()
}

/// A customer of ann's.
fn customer(office: &Office, name: &str) -> RecordKey {
    let made = office.ann.customers().create(new_customer(&office.ann, name), None, None).unwrap();
    key("customer", made.id)
}

// PROC-10: what somebody reads of another's is asked of a page at once, however many records it is about.
#[test]
fn a_page_of_anothers_costs_the_same_statements() {
    let (filled, seen) = Filled::watched();
    let office = &filled.office;
    narrow(office, "account_manager", "customers");
    let request = || Some(PageRequest { count: Some(true), ..Default::default() });
    let hers = ActivityFilter { person: office.ann.user(), ..Default::default() };
    let list = || office.ben.activities().list(Some(hers.clone()), request()).unwrap();
    let mut costs = Vec::new();
    for at in 0..24 {
        let record = customer(office, &format!("客户 {at}"));
        let share = json!({"entity": "customer", "id": record.id, "user": user(&office.ben), "access": "read"});
        if at % 2 == 0 {
            office.ann.call("shares.give", &share.to_string()).unwrap();
        }
        plan(&office.ann, about(&office.ann, &format!("{at}"), &record, &office.ann));
        if at == 3 || at == 23 {
            list();
            costs.push(cost(&seen, || assert_eq!(list().items.len(), at / 2 + 1)));
        }
    }
    assert!(costs[1] <= costs[0] + 6, "{costs:?}");
    assert_eq!(list().total.unwrap().count, 12);
}

// PROC-10: however many there are that somebody does not read, a page looks at a bounded number; it tells where it goes on, and a
// count that there may be more.
#[test]
fn what_is_not_read_is_looked_at_within_bounds() {
    let filled = Filled::new();
    let office = &filled.office;
    narrow(office, "account_manager", "customers");
    let (hidden, shared) = (customer(office, "华东"), customer(office, "华南"));
    let share = json!({"entity": "customer", "id": shared.id, "user": user(&office.ben), "access": "read"});
    office.ann.call("shares.give", &share.to_string()).unwrap();
    let of = |table: &str, id: uuid::Uuid| -> i64 {
        let sql = format!("SELECT id FROM {table} WHERE uid = ?");
        filled.raw.query_row(&sql, [id.as_bytes()], |row| row.get(0)).unwrap()
    };
    let (ann, kind) = (of("users", user(&office.ann).0), entry(&office.ann, "activity_kind", "任务"));
    let kind = of("dictionary_entries", kind.0);
    let record = hidden.id.0.simple();
    const MANY: usize = 4_500;
    filled.rows(
        "activities",
        MANY,
        "uid, number, kind, subject, subject_folded, priority, status, due_at, time_zone, assignee, creator, created_at, personal, \
         begins_at, until_at, overdue_at, stage, turn",
        &format!("UID, -i, {kind}, 'x', 'x', 'normal', 'planned', i, 'Asia/Shanghai', {ann}, {ann}, 0, 0, i, i, i, 0, i"),
    );
    filled.rows("activity_people", MANY, "person, stage, turn, activity", &format!("{ann}, 0, i, i"));
    let columns = "activity, nth, home, record, stage, turn";
    filled.rows("activity_records", MANY, columns, &format!("i, 0, 'customers', x'{record}', 0, i"));
    plan(&office.ann, about(&office.ann, "shared", &shared, &office.ann));
    let hers = ActivityFilter { person: office.ann.user(), ..Default::default() };
    let page = |after, count| {
        let request = PageRequest { limit: Some(50), after, count: Some(count) };
        office.ben.activities().list(Some(hers.clone()), Some(request)).unwrap()
    };
    let first = page(None, true);
    assert_eq!(first.items, []);
    assert!(first.next.is_some() && first.total.as_ref().unwrap().more, "{first:?}");
    let (mut after, mut found, mut asked) = (first.next, Vec::new(), 0);
    while after.is_some() {
        let page = page(after, false);
        found.extend(page.items.into_iter().map(|activity| activity.subject));
        (after, asked) = (page.next, asked + 1);
    }
    assert_eq!(found, ["shared"]);
    assert!(asked <= 3, "{asked}");
    assert_eq!(filtered(&office.ann, ActivityFilter::default()).len(), 50);
}

// PROC-10: days and what is overdue are ranges of the index, of a person, a record and a department alike.
#[test]
fn days_and_overdue_are_ranges_of_an_index() {
    let (filled, seen) = Filled::watched();
    let office = &filled.office;
    let record = customer(office, "华东");
    plan(&office.ann, about(&office.ann, "t", &record, &office.ann));
    let new = crm_core::departments::NewDepartment { name: "华东".into(), ..Default::default() };
    let team = office.admin.departments().create(new, None).unwrap().id;
    let lists = [
        ActivityFilter::default(),
        ActivityFilter { record: Some(record), ..Default::default() },
        ActivityFilter { team: Some(team), ..Default::default() },
    ];
    // What the plan says of the list's own table; a page that goes on begins at its cursor.
    let ranges = |filter: &ActivityFilter| -> Vec<String> {
        seen.take();
        office.manager.activities().list(Some(filter.clone()), None).unwrap();
        let mut found = Vec::new();
        for sql in seen.take().into_iter().filter(|sql| sql.contains("LIMIT") && sql.contains("a.subject")) {
            let mut plan = filled.raw.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
            let mut rows = plan.raw_query();
            let first: String = rows.next().unwrap().unwrap().get(3).unwrap();
            found.push(first.rsplit_once('(').unwrap().1.trim_end_matches(')').to_owned());
        }
        found.sort();
        found.dedup();
        found
    };
    for (filter, begins) in lists.into_iter().zip(["person=?", "home=? AND record=?", "department=?"]) {
        let days = ActivityFilter { day_from: Some(date("2026-03-05")), day_to: Some(date("2026-03-06")), ..filter };
        assert_eq!(ranges(&days), [format!("{begins} AND stage=? AND turn>? AND turn<?")]);
        let from = ActivityFilter { day_to: None, ..days };
        let (behind, before) = (format!("{begins} AND stage=? AND turn>?"), format!("{begins} AND stage=? AND turn<?"));
        assert_eq!(ranges(&from), [before.clone(), behind]);
        let overdue = ActivityFilter { day_from: None, overdue: Some(true), ..from };
        assert_eq!(ranges(&overdue), [before]);
    }
}

// ACT-13, PROC-10: another zone reads the planned ones that end with a day, by an index, and one department's others not at all.
#[test]
fn another_zone_goes_by_an_index() {
    let (filled, seen) = Filled::watched();
    let office = &filled.office;
    for day in ["2026-03-05", "2026-03-06", "2026-03-05"] {
        plan(&office.ann, task(&office.ann, "t", day));
    }
    let plans = |operation: &str, session: &Session, with: serde_json::Value| {
        seen.take();
        session.call(operation, &with.to_string()).unwrap();
        let statements = seen.take().into_iter().filter(|sql| sql.contains(" activities "));
        let mut met = 0;
        for sql in statements {
            met += 1;
            let mut plan = filled.raw.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
            let mut rows = plan.raw_query();
            while let Some(row) = rows.next().unwrap() {
                let line: String = row.get(3).unwrap();
                let of_activities = line.contains(" activities ") || line.contains(" a ");
                let good =
                    ["activities_last_day", "activities_timed", "PRIMARY KEY"].iter().any(|index| line.contains(index));
                assert!(!of_activities || good, "{sql}: {line}");
                assert!(!line.contains("TEMP B-TREE"), "{sql}: {line}");
            }
        }
        assert!(met > 0);
    };
    plans("users.update_profile", &office.ann, json!({"changes": {"time_zone": "Europe/London"}}));
    plans("users.update_profile", &office.ann, json!({"changes": {"clear": ["time_zone"]}}));
    plans("settings.update", &office.admin, json!({"changes": {"time_zone": "Europe/London"}}));
    office.clock.set("2026-03-06T00:00:00Z");
    let overdue = ActivityFilter { overdue: Some(true), ..Default::default() };
    assert_eq!(filtered(&office.ann, overdue).len(), 2);
}

// MAINT-1: whatever is kept beside activities is compared with what it follows from, and made anew.
#[test]
fn what_follows_is_compared_and_made_anew() {
    let filled = Filled::new();
    let office = &filled.office;
    let record = customer(office, "华东");
    let new = crm_core::departments::NewDepartment { name: "华东".into(), ..Default::default() };
    let team = office.admin.departments().create(new, None).unwrap().id;
    let moved = json!({"id": user(&office.ann), "changes": {"department": team}});
    office.admin.call("users.update", &moved.to_string()).unwrap();
    let attendees = Some(vec![NewAttendee { user: office.ben.user(), ..Default::default() }]);
    plan(&office.manager, NewActivity { attendees, ..about(&office.manager, "a", &record, &office.ann) });
    let done = plan(&office.ann, about(&office.ann, "b", &record, &office.ann));
    office.ann.activities().complete(done.id, Completion::default(), None).unwrap();
    let maintenance = office.admin.maintenance();
    assert!(maintenance.check().unwrap().ok);
    let dump = || -> Vec<Vec<rusqlite::types::Value>> {
        ["activities", "activity_people", "activity_records"]
            .iter()
            .flat_map(|table| {
                let mut query = filled.raw.prepare(&format!("SELECT * FROM {table} ORDER BY 1, 2, 3, 4")).unwrap();
                let columns = query.column_count();
                let rows = query.query_map([], |row| (0..columns).map(|at| row.get(at)).collect()).unwrap();
                rows.map(|row| row.unwrap()).collect::<Vec<_>>()
            })
            .collect()
    };
    let right = dump();
    for damage in [
        "UPDATE activities SET begins_at = begins_at + 1 WHERE id = 1",
        "UPDATE activities SET until_at = until_at + 1 WHERE id = 2",
        "UPDATE activities SET overdue_at = NULL WHERE id = 1",
        "UPDATE activities SET overdue_at = 1 WHERE id = 2",
        "UPDATE activities SET stage = 1 WHERE id = 1",
        "UPDATE activities SET turn = -turn WHERE id = 2",
        "UPDATE activities SET department = NULL",
        "DELETE FROM activity_people WHERE activity = 1",
        "UPDATE activity_people SET turn = turn + 1 WHERE activity = 2",
        "INSERT INTO activity_people (person, stage, turn, activity) SELECT max(id), 0, 0, 1 FROM users",
        "UPDATE activity_records SET stage = 1 - stage",
        "UPDATE activity_records SET turn = 0 WHERE activity = 2",
    ] {
        assert!(filled.raw.execute(damage, []).unwrap() > 0, "{damage}");
        let told = maintenance.check().unwrap();
        assert!(!told.ok && format!("{told:?}").contains("activit"), "{damage}: {told:?}");
        assert!(maintenance.rebuild().unwrap().ok, "{damage}");
        assert_eq!(dump(), right, "{damage}");
        assert!(maintenance.check().unwrap().ok, "{damage}");
    }
}
