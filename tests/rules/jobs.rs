//! CHURN-1 by the calendar: due jobs, from one process and from several, and the scheduler.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use crm_core::jobs::{DueJob, Job};
use crm_core::prelude::*;
use crm_core::{Environment, Options, Synchronous};

use crate::support::*;

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// An office on a new database with a customer of ann's, and the time half a year and some later: Tuesday,
/// 2026-09-08, 09:00 in Shanghai.
fn office_with(options: Options, open: impl FnOnce(Options) -> Crm) -> Office {
    let clock = FixedEnvironment::new(MORNING);
    let office = Office::staff(open(options.environment(clock.clone())), clock);
    office.customer();
    office.clock.set("2026-09-08T01:00:00Z");
    office
}

fn office() -> Office {
    office_with(Crm::options(), |o| o.open_in_memory().unwrap())
}

fn warnings(office: &Office) -> usize {
    office.ann.churn().list(None, None).unwrap().items.len()
}

#[test]
fn the_scan_runs_when_it_is_due_and_only_then() {
    let office = Office::new();
    office.customer();
    let jobs = office.integration.jobs();
    let next = |due_at: &str| DueJob { job: Job::CHURN_SCAN, due_at: at(due_at) };
    // CHURN-1: every Saturday at 02:00 in Shanghai; a new database has missed nothing.
    assert_eq!(jobs.next_due().unwrap(), next("2026-03-06T18:00:00Z"));
    assert_eq!(jobs.run_due(None).unwrap(), []);
    office.clock.set("2026-03-06T17:59:59.999999Z");
    assert_eq!(jobs.run_due(None).unwrap(), []);
    office.clock.set("2026-03-06T18:00:00Z");
    assert_eq!(jobs.next_due().unwrap(), next("2026-03-06T18:00:00Z"));
    let run = jobs.run_due(None).unwrap();
    assert_eq!(run.len(), 1);
    assert_eq!((run[0].due_at, run[0].ran_at, run[0].changed), (at("2026-03-06T18:00:00Z"), office.clock.now(), 0));
    // Once.
    assert_eq!(jobs.run_due(None).unwrap(), []);
    assert_eq!(jobs.next_due().unwrap(), next("2026-03-13T18:00:00Z"));
}

#[test]
fn missed_scans_run_once_as_of_now() {
    let office = office();
    let jobs = office.integration.jobs();
    // CHURN-1: the host was down for half a year; what counts is the last of the missed ones.
    assert_eq!(jobs.next_due().unwrap().due_at, at("2026-09-04T18:00:00Z"));
    let runs = jobs.run_due(None).unwrap();
    assert_eq!(runs.len(), 1);
    assert_eq!((runs[0].due_at, runs[0].ran_at), (at("2026-09-04T18:00:00Z"), office.clock.now()));
    // CHURN-1: as of now.
    let warning = office.ann.churn().list(None, None).unwrap().items.remove(0);
    assert_eq!((warning.warned_at, runs[0].changed), (office.clock.now(), 1));
    assert_eq!(jobs.run_due(None).unwrap(), []);
    assert_eq!(jobs.next_due().unwrap().due_at, at("2026-09-11T18:00:00Z"));
}

#[test]
fn the_engine_acts_and_only_the_host_asks() {
    let office = office();
    for (name, session) in office.everyone() {
        if name != "integration" {
            // Jobs are the host's: nothing a person decides.
            assert_eq!(refused(session.jobs().run_due(None)), "forbidden", "{name}");
            assert_eq!(refused(session.jobs().next_due()), "forbidden", "{name}");
        }
    }
    let heard = Recorder::on(&office.crm);
    office.integration.jobs().run_due(None).unwrap();
    let events = heard.take();
    // Jobs run as the actor `system`, whoever asked.
    assert_eq!(events.len(), 1);
    assert_eq!((events[0].operation.as_str(), events[0].user), ("jobs.run_due", None));
    // A run that changes nothing leaves nothing.
    office.clock.advance(chrono::TimeDelta::days(7));
    assert_eq!(office.integration.jobs().run_due(None).unwrap().len(), 1);
    assert!(heard.take().is_empty());
}

#[test]
fn a_gap_of_the_zone_moves_the_scan() {
    let clock = FixedEnvironment::new("2023-04-24T09:00:00Z");
    let crm = Crm::options().time_zone("Asia/Gaza").environment(clock.clone()).open_in_memory().unwrap();
    let office = Office::staff(crm, clock);
    let jobs = office.integration.jobs();
    // CHURN-1: on 2023-04-29 Gaza went from 02:00 to 03:00: the first instant after the gap.
    assert_eq!(jobs.next_due().unwrap().due_at, at("2023-04-29T00:00:00Z"));
    office.clock.set("2023-04-28T23:59:59Z");
    assert_eq!(jobs.run_due(None).unwrap(), []);
    office.clock.set("2023-04-29T00:00:00Z");
    assert_eq!(jobs.run_due(None).unwrap().len(), 1);
    assert_eq!(jobs.next_due().unwrap().due_at, at("2023-05-05T23:00:00Z"));
}

#[test]
fn an_overlap_of_the_zone_runs_the_scan_once() {
    let clock = FixedEnvironment::new("2014-06-23T09:00:00Z");
    let options = Crm::options().time_zone("Africa/Casablanca").any_time(true);
    let crm = options.environment(clock.clone()).open_in_memory().unwrap();
    let office = Office::staff(crm, clock);
    let jobs = office.integration.jobs();
    // CHURN-1: Casablanca lived 02:00 to 03:00 twice on 2014-06-28: the first 02:00 …
    assert_eq!(jobs.next_due().unwrap().due_at, at("2014-06-28T01:00:00Z"));
    office.clock.set("2014-06-28T01:00:00Z");
    assert_eq!(jobs.run_due(None).unwrap().len(), 1);
    // … and not the second.
    office.clock.set("2014-06-28T02:00:00Z");
    assert_eq!(jobs.run_due(None).unwrap(), []);
}

#[test]
fn a_clock_that_goes_wrong_has_nothing_run_twice_and_nothing_left_out() {
    let office = office();
    let jobs = office.integration.jobs();
    let run = |now: &str| {
        office.clock.set(now);
        jobs.run_due(None).unwrap().iter().map(|run| run.due_at).collect::<Vec<Timestamp>>()
    };
    assert_eq!(run("2026-09-05T01:00:00Z"), [at("2026-09-04T18:00:00Z")]);
    assert_eq!(run("2026-09-12T01:00:00Z"), [at("2026-09-11T18:00:00Z")]);
    assert_eq!(run("2026-09-19T01:00:00Z"), [at("2026-09-18T18:00:00Z")]);
    // Set back by weeks: what is due there was served, and so was what comes next.
    for now in ["2026-09-08T01:00:00Z", "2026-09-12T01:00:00Z", "2026-09-18T18:00:00Z"] {
        assert_eq!(run(now).first(), None, "{now}");
        assert_eq!(jobs.next_due().unwrap().due_at, at("2026-09-25T18:00:00Z"), "{now}");
    }
    // Ten years ahead, and right again: what falls due meanwhile is not left out.
    assert_eq!(run("2036-09-06T01:00:00Z"), [at("2036-09-05T18:00:00Z")]);
    assert_eq!(run("2026-09-20T01:00:00Z").first(), None);
    assert_eq!(jobs.next_due().unwrap().due_at, at("2026-09-25T18:00:00Z"));
    assert_eq!(run("2026-09-25T18:00:00Z"), [at("2026-09-25T18:00:00Z")]);
    assert_eq!(run("2026-09-25T19:00:00Z").first(), None);
}

#[test]
fn two_processes_at_once_run_it_once() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("office.crm");
    let office = office_with(Crm::options().synchronous(Synchronous::Normal), |options| options.open(&file).unwrap());
    let open = || {
        let options = Crm::options().synchronous(Synchronous::Normal).environment(office.clock.clone());
        options.open(&file).unwrap().session_by_login("erp").unwrap()
    };
    let hosts = [open(), open(), office.integration.clone(), office.integration.clone()];
    for week in 0..10 {
        let start = std::sync::Barrier::new(hosts.len());
        let runs: usize = std::thread::scope(|scope| {
            let asked: Vec<_> = hosts
                .iter()
                .map(|session| {
                    scope.spawn(|| {
                        start.wait();
                        session.jobs().run_due(None).unwrap().len()
                    })
                })
                .collect();
            asked.into_iter().map(|host| host.join().unwrap()).sum()
        });
        // CHURN-1: each scan runs exactly once, whoever asks at the same time.
        assert_eq!(runs, 1, "in week {week}");
        office.clock.advance(chrono::TimeDelta::days(7));
    }
    assert_eq!(warnings(&office), 1);
}

/// Waits until it holds, for five seconds at the most.
#[track_caller]
fn eventually(what: &str, holds: impl Fn() -> bool) {
    let start = Instant::now();
    while !holds() {
        assert!(start.elapsed() < Duration::from_secs(5), "{what} did not happen");
        std::thread::sleep(Duration::from_millis(2));
    }
}

#[test]
fn the_scheduler_runs_jobs_until_it_is_dropped() {
    let office = office();
    let due = || office.integration.jobs().next_due().unwrap().due_at;
    let scheduler = office.crm.start_scheduler().unwrap();
    // CHURN-1: the missed scan runs as the thread starts.
    eventually("the missed scan", || warnings(&office) == 1);
    eventually("the note of it", || due() == at("2026-09-11T18:00:00Z"));
    // The clock jumps; a host that knows of it says so.
    office.clock.set("2026-09-11T18:00:00Z");
    scheduler.wake();
    eventually("the next scan", || due() == at("2026-09-18T18:00:00Z"));
    drop(scheduler);
    office.clock.set("2026-09-18T18:00:00Z");
    std::thread::sleep(Duration::from_millis(50));
    // Dropped, it runs nothing more.
    assert_eq!(due(), at("2026-09-18T18:00:00Z"));
}

/// A host's clock that panics when told.
struct Moody {
    clock: Arc<FixedEnvironment>,
    angry: AtomicBool,
    panicked: AtomicBool,
}

impl Environment for Moody {
    fn now(&self) -> Timestamp {
        let in_scheduler = std::thread::current().name() == Some("crm-scheduler");
        if in_scheduler && self.angry.load(Ordering::SeqCst) {
            self.panicked.store(true, Ordering::SeqCst);
            std::panic::resume_unwind(Box::new("no time"));
        }
        self.clock.now()
    }

    fn random(&self, bytes: &mut [u8; 32]) {
        self.clock.random(bytes);
    }
}

#[test]
fn the_scheduler_survives_a_panic() {
    let clock = FixedEnvironment::new(MORNING);
    let moody =
        Arc::new(Moody { clock: clock.clone(), angry: AtomicBool::new(true), panicked: AtomicBool::new(false) });
    let office = Office::staff(Crm::options().environment(moody.clone()).open_in_memory().unwrap(), clock);
    office.customer();
    office.clock.set("2026-09-08T01:00:00Z");
    let scheduler = office.crm.start_scheduler().unwrap();
    eventually("the panic", || moody.panicked.load(Ordering::SeqCst));
    assert_eq!(warnings(&office), 0);
    moody.angry.store(false, Ordering::SeqCst);
    // The panic ended one look and not the thread.
    eventually("the scan", || {
        scheduler.wake();
        warnings(&office) == 1
    });
}

// PROC-8, CHURN-1: what is read only says what falls due and runs none of it, whether anything is due or not.
#[test]
fn a_read_only_database_tells_what_is_due_and_runs_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("office.crm");
    let office = office_with(Crm::options(), |options| options.open(&file).unwrap());
    let due = office.integration.jobs().next_due().unwrap();
    let options = Crm::options().read_only(true).environment(office.clock.clone());
    let host = options.open(&file).unwrap().session_by_login("erp").unwrap();
    let refused = Err(CrmError::Storage { problem: "read_only".into() });
    assert_eq!((host.jobs().next_due().unwrap(), host.jobs().run_due(None)), (due, refused.clone()));
    office.integration.jobs().run_due(None).unwrap();
    let next = DueJob { job: Job::CHURN_SCAN, due_at: at("2026-09-11T18:00:00Z") };
    assert_eq!((host.jobs().next_due().unwrap(), host.jobs().run_due(None)), (next, refused));
}

#[test]
fn a_read_only_database_has_no_scheduler() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("office.crm");
    drop(Crm::open(&file).unwrap());
    let crm = Crm::options().read_only(true).open(&file).unwrap();
    assert_eq!(crm.start_scheduler().unwrap_err(), CrmError::Storage { problem: "read_only".into() });
}
