//! ACT-10: whoever makes the next activities of a series is killed at any moment, and each is there once.

use std::process::{Command, Stdio};
use std::time::Duration;

use crm_core::activities::{ActivityFilter, NewActivity};
use crm_core::prelude::*;

use crate::support::{FixedEnvironment, MORNING, Office, date, entry};

/// What the test below kills: it makes what is due, one item a call.
#[test]
fn child_that_makes_the_next_ones() {
    let (Ok(file), Ok(now)) = (std::env::var("CRM_TEST_SERIES"), std::env::var("CRM_TEST_NOW")) else { return };
    let crm = Crm::options().environment(FixedEnvironment::new(&now)).open(file).unwrap();
    let erp = crm.session_by_login("erp").unwrap();
    while !erp.jobs().run_due(Some(1)).unwrap().is_empty() {}
}

#[test]
fn a_killed_process_makes_none_twice_and_leaves_none_out() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("office.crm");
    let clock = FixedEnvironment::new(MORNING);
    let office = Office::staff(Crm::options().environment(clock.clone()).open(&file).unwrap(), clock);
    let new = NewActivity {
        kind: entry(&office.ann, "activity_kind", "任务"),
        subject: "巡检".into(),
        due_on: Some(date("2026-03-02")),
        recurrence: Some("FREQ=DAILY".into()),
        ..Default::default()
    };
    office.ann.activities().create(new, None).unwrap();
    drop(office);
    let days = |crm: &Crm| {
        let ann = crm.session_by_login("ann").unwrap();
        let (mut days, mut after) = (Vec::new(), None);
        loop {
            let filter = ActivityFilter { person: ann.user(), ..Default::default() };
            let request = PageRequest { limit: Some(200), after, ..Default::default() };
            let page = ann.activities().list(Some(filter), Some(request)).unwrap();
            days.extend(page.items.into_iter().map(|one| one.due_on.unwrap()));
            after = page.next;
            if after.is_none() {
                return days;
            }
        }
    };
    // Ten years later, so that there is much to make; at another moment each round.
    let mut made = Vec::new();
    for round in 0..8 {
        let now = format!("2036-03-02T01:0{round}:00Z");
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "series::child_that_makes_the_next_ones", "--nocapture"])
            .env("CRM_TEST_SERIES", &file)
            .env("CRM_TEST_NOW", &now)
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_millis(150 + 53 * round));
        child.kill().unwrap();
        child.wait().unwrap();
        let crm = Crm::options().environment(FixedEnvironment::new(&now)).open(&file).unwrap();
        assert!(crm.session_by_login("admin").unwrap().maintenance().check().unwrap().ok);
        let found = days(&crm);
        let expected: Vec<Date> = date("2026-03-02").iter_days().take(found.len()).collect();
        assert_eq!(found, expected, "round {round}");
        made.push(found.len());
    }
    // It was killed in the middle of it.
    assert!(made.iter().any(|made| (402..4_054).contains(made)), "{made:?}");
    let crm = Crm::options().environment(FixedEnvironment::new("2036-03-02T01:30:00Z")).open(&file).unwrap();
    while !crm.session_by_login("erp").unwrap().jobs().run_due(None).unwrap().is_empty() {}
    let found = days(&crm);
    assert_eq!((found.len(), found.last()), (4_054, Some(&date("2037-04-06"))));
}
