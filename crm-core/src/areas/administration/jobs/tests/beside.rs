//! What is told, and goes on, beside what fails.

use std::time::{Duration, Instant};

use super::super::samples::{FULL, SLOW};
use super::super::types::JobRun;
use super::{House, MORNING, at};
use crate::CrmError;

// PROC-8: a transaction that took a tenth of a second takes no item more: what fails behind it takes nothing along.
#[test]
fn what_takes_long_ends_its_transaction() {
    let house = House::new();
    house.item(0, SLOW, at(MORNING));
    house.item(0, FULL, at(MORNING));
    let run = house.due().remove(0);
    assert_eq!((run.changed, run.failed, run.failure.as_deref()), (1, 0, Some("storage")));
    assert_eq!(house.served(), [SLOW]);
}

/// No job of the calendar can be noted; and that one can again.
const STUCK: [&str; 2] =
    ["CREATE TRIGGER stuck BEFORE INSERT ON job_runs BEGIN SELECT RAISE(ABORT, 'stuck'); END", "DROP TRIGGER stuck"];

// PROC-8, CHURN-1: a job that fails hides no item, an item at which all ends no job; alone each is the call's error.
#[test]
fn what_ran_is_told_beside_what_failed() {
    let house = House::new();
    // The scan is due.
    house.set(at("2026-03-07T01:00:00Z"));
    house.run(STUCK[0]);
    assert!(house.host.jobs().run_due(None).is_err());
    house.item(0, 1, at(MORNING));
    let told = |runs: Vec<JobRun>| -> Vec<(String, i64, bool)> {
        runs.into_iter().map(|run| (run.job.to_string(), run.changed, run.failure.is_some())).collect()
    };
    let run = |name: &str, changed, failed| (name.to_owned(), changed, failed);
    assert_eq!(told(house.due()), [run("churn_scan", 0, true), run("once", 1, false)]);
    assert_eq!((house.served(), house.next().0), (vec![1], "churn_scan".into()));
    // The other way round.
    house.run(STUCK[1]);
    house.item(0, FULL, at(MORNING));
    assert_eq!(told(house.due()), [run("churn_scan", 0, false), run("once", 0, true)]);
    assert_eq!(house.host.jobs().run_due(None), Err(CrmError::storage("full")));
}

// PROC-8: the scheduler looks again at once where there are more items than one call serves, though a job fails each time.
#[test]
fn a_failing_job_keeps_no_items_waiting() {
    let house = House::new();
    house.set(at("2026-03-07T01:00:00Z"));
    house.run(STUCK[0]);
    house.run(
        "WITH RECURSIVE n (i) AS (SELECT 1001 UNION ALL SELECT i + 1 FROM n WHERE i < 3100) \
         INSERT INTO due_items (kind, subject, due_at, next_at) SELECT 'once', i, 0, 0 FROM n",
    );
    let scheduler = house.crm.start_scheduler().expect("a thread");
    let start = Instant::now();
    while house.served().len() < 2100 {
        assert!(start.elapsed() < Duration::from_secs(40), "{} served", house.served().len());
        std::thread::sleep(Duration::from_millis(5));
    }
    drop(scheduler);
}
