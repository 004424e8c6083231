//! A process that is killed while it serves what is due: each reminder comes once (PROC-8, ACT-12).

use std::process::{Command, Stdio};
use std::time::Duration;

use crm_core::activities::NewActivity;
use crm_core::prelude::*;

use crate::support::{FixedEnvironment, MORNING, Office, entry};

/// When all of them are due.
const DUE: &str = "2026-03-03T02:00:00Z";

const MANY: usize = 2_000;

/// What the test below kills: it serves what is due, some at a time, and then waits.
#[test]
fn child_that_serves_until_killed() {
    let (Ok(file), Ok(now)) = (std::env::var("CRM_TEST_KILL_DUE"), std::env::var("CRM_TEST_NOW")) else { return };
    let crm = Crm::options().environment(FixedEnvironment::new(&now)).open(file).unwrap();
    let host = crm.session_by_login("erp").unwrap();
    loop {
        if host.jobs().run_due(Some(150)).unwrap().is_empty() {
            std::thread::sleep(Duration::from_millis(100));
        }
    }
}

#[test]
fn each_reminder_comes_once_whoever_is_killed() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("office.crm");
    let clock = FixedEnvironment::new(MORNING);
    let office = Office::staff(Crm::options().environment(clock.clone()).open(&file).unwrap(), clock);
    let kind = entry(&office.ann, "activity_kind", "任务");
    let new = |at: usize| NewActivity {
        kind,
        subject: at.to_string(),
        due_at: Some(DUE.parse().unwrap()),
        // Both are told together, at the second.
        reminders: Some(vec![0, 5]),
        ..Default::default()
    };
    for from in [0, MANY / 2] {
        office.ann.activities().create_many((from..from + MANY / 2).map(new).collect(), false).unwrap();
    }
    let raw = rusqlite::Connection::open(&file).unwrap();
    raw.busy_timeout(Duration::from_secs(10)).unwrap();
    let count = |what: &str| -> usize {
        let sql = format!("SELECT {what} FROM notifications WHERE kind = 'reminded'");
        raw.query_row(&sql, [], |row| row.get::<_, i64>(0)).unwrap() as usize
    };
    let mut within = 0;
    for round in 0..4 {
        let before = count("count(*)");
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "reminders::child_that_serves_until_killed"])
            .env("CRM_TEST_KILL_DUE", &file)
            // A second each, by which the ids of one differ from those of another.
            .env("CRM_TEST_NOW", format!("2026-03-03T02:00:0{round}Z"))
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        while count("count(*)") == before && before < MANY {
            assert!(child.try_wait().unwrap().is_none(), "it ended by itself");
            std::thread::sleep(Duration::from_millis(1));
        }
        child.kill().unwrap();
        child.wait().unwrap();
        within += usize::from((1..MANY).contains(&count("count(*)")));
        assert_eq!(count("count(*)"), count("count(DISTINCT record)"));
    }
    assert!(within > 0, "nobody was killed while it served");
    office.clock.set("2026-03-03T02:00:09Z");
    while !office.integration.jobs().run_due(None).unwrap().is_empty() {}
    assert_eq!([count("count(*)"), count("count(DISTINCT record)")], [MANY, MANY]);
    assert!(office.admin.maintenance().check().unwrap().ok);
}
