//! Due work (PROC-8), by kinds that these tests declare.

mod beside;

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex};

use chrono::TimeDelta;

use super::samples::{KILLED_AT, KINDS, TABLES, TAKES_AWAY};
use super::{Job, JobRun};
use crate::engine::error::Result;
use crate::engine::storage::{Transaction, Value, params};
use crate::notifications::NotificationKind;
use crate::{Crm, Environment, Session, SystemEnvironment, Timestamp};

/// A Monday, on which no job of the calendar is due.
const MORNING: &str = "2026-03-02T01:00:00Z";

struct Clock(Mutex<Timestamp>);

impl Environment for Clock {
    fn now(&self) -> Timestamp {
        *self.0.lock().expect("a clock")
    }

    fn random(&self, bytes: &mut [u8; 32]) {
        SystemEnvironment.random(bytes);
    }
}

/// A database on whose clock the tests turn.
struct House {
    clock: Arc<Clock>,
    crm: Crm,
    host: Session,
}

fn at(text: &str) -> Timestamp {
    text.parse().expect("an instant")
}

impl House {
    fn new() -> House {
        let clock = Arc::new(Clock(Mutex::new(at(MORNING))));
        let crm = Crm::options().environment(clock.clone()).open_in_memory().expect("an engine");
        House::of(clock, crm)
    }

    /// A new file.
    fn on(file: &Path) -> House {
        let clock = Arc::new(Clock(Mutex::new(at(MORNING))));
        let crm = Crm::options().environment(clock.clone()).open(file).expect("an engine");
        House::of(clock, crm)
    }

    fn of(clock: Arc<Clock>, crm: Crm) -> House {
        let host = crm.bootstrap("erp", "ERP", &["integration", "system_administrator"]).expect("a user");
        let host = crm.session(host).expect("a session");
        let house = House { clock, crm, host };
        TABLES.iter().for_each(|table| house.run(table));
        house
    }

    fn set(&self, now: Timestamp) {
        *self.clock.0.lock().expect("a clock") = now;
    }

    fn write<T>(&self, body: impl Fn(&mut dyn Transaction) -> Result<T>) -> T {
        let mut done = None;
        let mut run = |tx: &mut dyn Transaction| {
            done = Some(body(tx)?);
            Ok(())
        };
        self.crm.storage().write(&self.crm.patience(), &mut run).expect("written");
        done.expect("a result")
    }

    fn run(&self, sql: &str) {
        self.write(|tx| tx.execute(sql, &[]).map(drop));
    }

    /// Sets an item of the kind of this number.
    fn item(&self, kind: usize, subject: i64, due_at: Timestamp) {
        self.write(|tx| KINDS[kind].set(tx, subject, 0, due_at));
    }

    /// The subjects that were served, in the order in which they were.
    fn served(&self) -> Vec<i64> {
        self.write(|tx| tx.all("SELECT subject FROM served ORDER BY id", &[], |c| c.next()))
    }

    fn due(&self) -> Vec<JobRun> {
        self.host.jobs().run_due(None).expect("run")
    }

    /// How many of each kind were done, and how many failed.
    fn told(&self) -> Vec<(String, i64, i64)> {
        self.due().into_iter().map(|run| (run.job.to_string(), run.changed, run.failed)).collect()
    }

    fn next(&self) -> (String, Timestamp) {
        let next = self.host.jobs().next_due().expect("told");
        (next.job.to_string(), next.due_at)
    }
}

fn told(kind: &str, done: i64, failed: i64) -> Vec<(String, i64, i64)> {
    vec![(kind.to_owned(), done, failed)]
}

// PROC-8: oldest first whatever they are, as many as are asked for, each once; an item that is moved comes then alone, one
// that is forgotten never.
#[test]
fn items_are_served_oldest_first_and_once() {
    let house = House::new();
    let hour = |hours: i64| at(MORNING) + TimeDelta::hours(hours);
    for (kind, subject, hours) in [(0, 1, 5), (1, 2, 2), (0, 3, 3), (0, 4, 9), (0, 5, 1)] {
        house.item(kind, subject, hour(hours));
    }
    assert_eq!(house.next(), ("once".into(), hour(1)));
    assert_eq!((house.due(), house.served()), (vec![], vec![]));
    house.set(hour(6));
    let runs = house.host.jobs().run_due(Some(2)).expect("run");
    let run = |name: &'static str, due_at| JobRun {
        job: Job::named(name),
        due_at,
        ran_at: hour(6),
        changed: 1,
        failed: 0,
        failure: None,
    };
    assert_eq!(runs, [run("once", hour(1)), run("daily", hour(2))]);
    assert_eq!(house.served(), [5, 2]);
    // What is left waits for nobody else.
    house.item(0, 1, hour(8));
    assert_eq!(house.next(), ("once".into(), hour(3)));
    assert_eq!(house.told(), told("once", 1, 0));
    assert_eq!(house.told(), []);
    house.write(|tx| KINDS[0].forget(tx, 4));
    house.set(hour(10));
    assert_eq!(house.told(), told("once", 1, 0));
    assert_eq!(house.served(), [5, 2, 3, 1]);
    // A clock set back repeats nothing.
    house.set(hour(0));
    assert_eq!((house.told(), house.next()), (vec![], ("daily".into(), hour(26))));
}

// PROC-8: what fails leaves nothing, is tried again after 1, 5 and 30 minutes, and then given up; it stops no other.
#[test]
fn what_fails_is_tried_again_and_given_up() {
    let house = House::new();
    house.run("INSERT INTO failing VALUES (2)");
    for subject in 1..=3 {
        house.item(0, subject, at(MORNING));
    }
    let mut now = at(MORNING);
    assert_eq!(house.told(), told("once", 2, 1));
    assert_eq!(house.served(), [1, 3]);
    for minutes in [1, 5, 30] {
        let again = now + TimeDelta::minutes(minutes);
        assert_eq!(house.next(), ("once".into(), again));
        house.set(again - TimeDelta::microseconds(1));
        assert_eq!(house.told(), []);
        house.set(again);
        assert_eq!(house.told(), told("once", 0, 1));
        now = again;
    }
    // Given up: the next is a job of the calendar.
    assert_eq!(house.next().0, "churn_scan");
    let kept = "SELECT tries, failure FROM due_items WHERE subject = 2 AND next_at IS NULL";
    let kept: Option<(i64, String)> = house.write(|tx| tx.one(kept, &[], |c| Ok((c.next()?, c.next()?))));
    assert_eq!(kept, Some((4, "conflict".to_owned())));
    // The administrators are told, once (NOTIFY-1).
    let told_of = house.host.notifications().list(true, None).expect("told").items;
    assert_eq!((told_of.len(), told_of[0].kind), (1, NotificationKind::GivenUp));
    assert_eq!(told_of[0].text, "Work failed and was given up: once");
    assert_eq!((&told_of[0].actor, &told_of[0].record), (&None, &None));
    // Set anew it begins anew.
    house.run("DELETE FROM failing");
    house.item(0, 2, now);
    assert_eq!((house.told(), house.served()), (told("once", 1, 0), vec![1, 3, 2]));
    assert_eq!(house.write(|tx| tx.value::<i64>("SELECT count(*) FROM due_items WHERE kind = 'once'", &[])), 0);
}

// PROC-8: what comes again is served once for all that was missed, as of now; where it is given up, it waits for its next.
#[test]
fn what_comes_again_is_given_its_next_instant() {
    let house = House::new();
    let day = |days: i64| at(MORNING) + TimeDelta::days(days);
    house.item(1, 7, day(0));
    assert_eq!((house.told(), house.next()), (told("daily", 1, 0), ("daily".into(), day(1))));
    house.set(day(2) + TimeDelta::hours(1));
    assert_eq!((house.told(), house.next()), (told("daily", 1, 0), ("daily".into(), day(3))));
    house.run("INSERT INTO failing VALUES (7)");
    for minutes in [0, 1, 6, 36] {
        house.set(day(3) + TimeDelta::minutes(minutes));
        assert_eq!(house.told(), told("daily", 0, 1), "{minutes}");
    }
    assert_eq!(house.next().1, day(4));
    house.run("DELETE FROM failing");
    house.set(day(4));
    assert_eq!((house.told(), house.served()), (told("daily", 1, 0), vec![7; 3]));
}

// PROC-8: a retry or a next run that ends further ahead than its span allows was set by a wrong clock, and counts as due.
#[test]
fn a_clock_gone_wrong_stops_nothing_for_years() {
    let house = House::new();
    let wrong = at("2036-03-03T01:00:00Z");
    house.run("INSERT INTO failing VALUES (1)");
    house.item(0, 1, at(MORNING));
    house.item(1, 2, at(MORNING));
    let far = at("2036-01-01T00:00:00Z");
    house.item(0, 3, far + TimeDelta::days(365));
    house.set(wrong);
    let failed_and_done = house.told();
    assert!(failed_and_done.contains(&("once".into(), 0, 1)) && failed_and_done.contains(&("daily".into(), 1, 0)));
    // Back again: the retry and the daily one are due, and what was set for that year waits for it.
    house.run("DELETE FROM failing");
    house.set(at(MORNING) + TimeDelta::hours(1));
    let both = house.told();
    assert!(both.contains(&("once".into(), 1, 0)) && both.contains(&("daily".into(), 1, 0)), "{both:?}");
    assert_eq!(house.served(), [2, 1, 2]);
    assert_eq!(house.told(), []);
    // A clock that is a little behind repeats nothing.
    house.set(at(MORNING) + TimeDelta::minutes(30));
    assert_eq!(house.told(), []);
}

// PROC-8: what an item before it took away, in the same transaction too, is not served.
#[test]
fn what_is_taken_away_meanwhile_is_not_served() {
    let house = House::new();
    for subject in [TAKES_AWAY, TAKES_AWAY + 1, TAKES_AWAY + 2] {
        house.item(0, subject, at(MORNING));
    }
    assert_eq!((house.told(), house.served()), (told("once", 2, 0), vec![TAKES_AWAY, TAKES_AWAY + 2]));
}

// PROC-8: many that fail keep nobody waiting; no transaction takes more than two hundred.
#[test]
fn a_flood_of_failures_starves_nobody() {
    let house = House::new();
    let many = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 450) INSERT INTO ";
    house.run(&format!("{many} failing SELECT i FROM n"));
    let first = at(MORNING) - TimeDelta::hours(1);
    house.write(|tx| {
        let sql = format!("{many} due_items (kind, subject, due_at, next_at) SELECT 'once', i, ?, ? FROM n");
        tx.execute(&sql, params![first, first])
    });
    house.item(0, 1000, at(MORNING));
    assert_eq!(house.host.jobs().run_due(Some(450)).expect("run")[0].failed, 450);
    assert_eq!((house.told(), house.served()), (told("once", 1, 0), vec![1000]));
    // An item of a kind that nobody declares any more fails too.
    house.run("INSERT INTO due_items (kind, subject, due_at, next_at) VALUES ('gone', 1, 0, 0)");
    assert_eq!(house.told(), told("gone", 0, 1));
}

// PROC-8: served once, whoever asks.
#[test]
fn two_who_ask_at_once_serve_each_item_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("due.crm");
    let house = House::on(&file);
    for subject in 0..300 {
        house.item(0, subject, at(MORNING));
    }
    let other = Crm::options().environment(house.clock.clone()).open(&file).expect("an engine");
    let sessions = [&house.crm, &other].map(|crm| crm.session_by_login("erp").expect("a session"));
    let done: i64 = std::thread::scope(|scope| {
        let asking = sessions.each_ref().map(|session| {
            scope.spawn(|| session.jobs().run_due(None).expect("run").iter().map(|run| run.changed).sum::<i64>())
        });
        asking.map(|one| one.join().expect("ended")).into_iter().sum()
    });
    assert_eq!((done, house.served()), (300, (0..300).collect()));
}

/// What the test below kills.
#[test]
fn child_that_serves_until_killed() {
    let Ok(file) = std::env::var("CRM_TEST_DUE_FILE") else { return };
    let clock = Arc::new(Clock(Mutex::new(at(MORNING))));
    let crm = Crm::options().environment(clock).open(file).expect("an engine");
    crm.session_by_login("erp").expect("a session").jobs().run_due(None).expect("run");
    println!("\nfinished");
}

// PROC-8: a process that is killed in the middle of an item leaves it due, with what it had not committed.
#[test]
fn what_is_killed_in_the_middle_is_served_once() {
    for killed_at in [1, 150, 200, 201, 260] {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("due.crm");
        let house = House::on(&file);
        house.write(|tx| {
            for subject in 1..=260 {
                KINDS[0].set(tx, subject, 0, at(MORNING))?;
            }
            Ok(())
        });
        drop(house);
        let test = concat!(module_path!(), "::child_that_serves_until_killed");
        let mut child = Command::new(std::env::current_exe().expect("this test"))
            .args(["--exact", test.split_once("::").expect("a path").1, "--nocapture"])
            .env("CRM_TEST_DUE_FILE", &file)
            .env(KILLED_AT, killed_at.to_string())
            .stdout(Stdio::piped())
            .spawn()
            .expect("a child");
        let said = BufReader::new(child.stdout.take().expect("its output")).lines().map_while(|line| line.ok());
        let last = said.into_iter().find(|line| line == "waits" || line == "finished");
        child.kill().expect("killed");
        child.wait().expect("ended");
        assert_eq!(last.as_deref(), Some("waits"), "{killed_at}");
        let clock = Arc::new(Clock(Mutex::new(at(MORNING))));
        let crm = Crm::options().environment(clock.clone()).open(&file).expect("it opens");
        let host = crm.session_by_login("erp").expect("a session");
        let house = House { clock, crm, host };
        // Whole transactions before it are there, and nothing of its own; on a busy machine they end by time.
        let before = i64::try_from(house.served().len()).expect("few");
        assert!(before < killed_at, "{before} of {killed_at}");
        assert_eq!(house.served(), (1..=before).collect::<Vec<i64>>(), "{killed_at}");
        assert_eq!(house.told(), told("once", 260 - before, 0));
        assert_eq!(house.served(), (1..=260).collect::<Vec<i64>>(), "{killed_at}");
        let left: i64 = house.write(|tx| tx.value("SELECT count(*) FROM due_items", &[]));
        assert_eq!(left, 0);
    }
}

// PROC-8: by the index of the instants alone, however many there are.
#[test]
fn what_is_due_is_found_by_its_index() {
    let house = House::new();
    for (sql, index) in [
        (
            "SELECT kind, next_at FROM due_items WHERE next_at IS NOT NULL ORDER BY next_at, id LIMIT 1",
            "due_items_next (next_at>?)",
        ),
        (
            "SELECT id, kind, subject, part, due_at, tries FROM due_items WHERE next_at <= ? ORDER BY next_at, id LIMIT ?",
            "due_items_next (next_at<?)",
        ),
        (
            "SELECT EXISTS (SELECT 1 FROM due_items WHERE again = TRUE AND tries > 0 AND tries = ? AND next_at > ?)",
            "due_items_retry (tries=? AND next_at>?)",
        ),
        (
            "SELECT EXISTS (SELECT 1 FROM due_items WHERE again = TRUE AND tries = 0 AND kind = ? AND next_at > ?)",
            "due_items_again (kind=? AND next_at>?)",
        ),
        (
            "UPDATE due_items SET next_at = ? WHERE again = TRUE AND tries > 0 AND tries = ? AND next_at > ?",
            "due_items_retry (tries=? AND next_at>?)",
        ),
        (
            "UPDATE due_items SET next_at = ? WHERE again = TRUE AND tries = 0 AND kind = ? AND next_at > ?",
            "due_items_again (kind=? AND next_at>?)",
        ),
        ("DELETE FROM due_items WHERE kind = ? AND subject = ?", "due_items_subject (kind=? AND subject=?)"),
    ] {
        let plan: Vec<String> = house.write(|tx| {
            let marks = vec![Value::Integer(0); sql.matches('?').count()];
            tx.all(&format!("EXPLAIN QUERY PLAN {sql}"), &marks, |c| {
                c.skip(3);
                c.next()
            })
        });
        let told = plan.join("; ");
        assert!(told.contains(&format!("INDEX {index}")) && !told.contains("TEMP B-TREE"), "{sql}: {told}");
    }
}
