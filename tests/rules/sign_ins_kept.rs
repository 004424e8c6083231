//! LOGIN-1, LOGIN-2: how the log is written and how long it is kept: guessing fills no file, nobody waits for it, and what
//! is old goes.

use chrono::TimeDelta;
use crm_core::PasswordCost;
use crm_core::jobs::{DueJob, Job};
use crm_core::prelude::*;
use crm_core::settings::SettingsUpdate;
use crm_core::sign_ins::{Client, SignIn, SignInFilter, SignInOutcome};

use crate::fill::Filled;
use crate::support::*;
use crate::totp::{PASSWORD, reason};

fn from(address: impl ToString) -> Client {
    Client { address: Some(address.to_string()), device: None }
}

fn rows(admin: &Session, outcome: SignInOutcome) -> Vec<SignIn> {
    let filter = SignInFilter { outcome: Some(outcome), ..Default::default() };
    let page = PageRequest { limit: Some(10_000), ..Default::default() };
    admin.sign_ins().list(Some(filter), Some(page)).unwrap().items
}

/// An office in a file, and the file as another process sees it.
fn filled() -> Filled {
    Filled::open(|options, file| options.password_cost(PasswordCost { memory_kib: 8, passes: 1 }).open(file).unwrap())
}

fn commits(filled: &Filled) -> i64 {
    filled.raw.query_row("PRAGMA data_version", [], |row| row.get(0)).unwrap()
}

#[test]
fn guessing_fills_no_file() {
    let filled = filled();
    let office = &filled.office;
    office.admin.users().disable(user(&office.ben), None).unwrap();
    let begin = |from_address: usize, to: usize| {
        for i in from_address..to {
            assert_eq!(reason(office.crm.session_with(user(&office.ben), &from(i))), "disabled");
        }
    };
    // LOGIN-1: from ever another address; a thousand rows a minute, and the rest of them one.
    begin(0, 2_500);
    let found = rows(&office.admin, SignInOutcome::Failed);
    let rest: Vec<&SignIn> = found.iter().filter(|row| row.reason.as_deref() == Some("more_failures")).collect();
    assert_eq!((found.len(), rest.len(), rest[0].times), (1_001, 1, 1_500));
    assert_eq!((&rest[0].user, &rest[0].login, &rest[0].address, rest[0].means), (&None, &None, &None, None));
    // What has a row goes on being counted in it.
    office.clock.advance(TimeDelta::seconds(59));
    begin(0, 10);
    assert_eq!(rows(&office.admin, SignInOutcome::Failed).iter().map(|row| row.times).sum::<i64>(), 2_510);
    // The next minute has rows again.
    office.clock.advance(TimeDelta::seconds(2));
    begin(0, 1_100);
    let found = rows(&office.admin, SignInOutcome::Failed);
    assert_eq!((found.len(), found.iter().map(|row| row.times).sum::<i64>()), (2_002, 3_610));
    // Successes have theirs whatever others guess.
    office.crm.session_with(user(&office.ann), &from("home")).unwrap();
    assert_eq!(rows(&office.admin, SignInOutcome::Succeeded).len(), 1);
}

#[test]
fn a_failure_writes_nothing_and_a_success_waits_for_nobody() {
    let filled = filled();
    let office = &filled.office;
    office.admin.users().set_password(user(&office.ann), Some(PASSWORD.into()), None).unwrap();
    for _ in 0..5 {
        assert_eq!(reason(office.crm.login("ann", &"guess".into())), "wrong_credentials");
    }
    let before = commits(&filled);
    // LOGIN-1: as refusals are, none of a locked login costs a commit; they go along with what is written next.
    for i in 0..50 {
        let outcome = office.crm.sign_in("ann", &PASSWORD.into(), None, Some(&from(i)));
        assert_eq!(reason(outcome), "locked");
    }
    assert_eq!(commits(&filled), before);
    office.opportunity();
    assert_eq!(filled.count("sign_ins WHERE reason = 'locked'"), 50);
    // A success is written at once …
    office.crm.session_with(user(&office.ben), &from("desk")).unwrap();
    assert_eq!(filled.count("sign_ins WHERE outcome = 'succeeded'"), 1);
    // … but where somebody else writes; then it waits for its turn, and nobody for it.
    filled.raw.execute_batch("BEGIN IMMEDIATE").unwrap();
    for _ in 0..3 {
        office.crm.session_with(user(&office.ben), &from("desk")).unwrap();
    }
    filled.raw.execute_batch("COMMIT").unwrap();
    assert_eq!(filled.count("sign_ins WHERE outcome = 'succeeded'"), 1);
    assert_eq!(office.ben.sign_ins().mine(None).unwrap().items.len(), 4);
    // Closing writes what waits.
    assert_eq!(reason(office.crm.sign_in("ann", &PASSWORD.into(), None, Some(&from("last")))), "locked");
    let Filled { office, raw, .. } = filled;
    drop(office);
    let last: i64 =
        raw.query_row("SELECT count(*) FROM sign_ins WHERE address = 'last'", [], |row| row.get(0)).unwrap();
    assert_eq!(last, 1);
}

#[test]
fn a_database_that_is_open_for_reading_keeps_none() {
    let filled = filled();
    let ben = user(&filled.office.ben);
    filled.office.admin.users().set_password(ben, Some(PASSWORD.into()), None).unwrap();
    filled.office.admin.users().disable(user(&filled.office.ann), None).unwrap();
    let cheap = PasswordCost { memory_kib: 8, passes: 1 };
    let options = Crm::options().environment(filled.office.clock.clone()).password_cost(cheap).read_only(true);
    let crm = options.open(filled.file()).unwrap();
    let before = commits(&filled);
    assert!(crm.login("ben", &PASSWORD.into()).is_ok());
    assert_eq!(reason(crm.login("ben", &"guess".into())), "wrong_credentials");
    assert!(crm.session_with(ben, &from("desk")).is_ok());
    assert_eq!(reason(crm.session_with(user(&filled.office.ann), &from("desk"))), "disabled");
    // LOGIN-1: nor does it keep them for later, and reading the log says what was written before.
    assert_eq!(crm.session(ben).unwrap().sign_ins().mine(None).unwrap().items, []);
    drop(crm);
    assert_eq!(commits(&filled), before);
    assert_eq!(filled.office.admin.sign_ins().list(None, None).unwrap().items, []);
}

#[test]
fn what_is_older_than_the_settings_say_is_removed_in_the_night() {
    let filled = filled();
    let office = &filled.office;
    let (jobs, settings) = (office.integration.jobs(), office.admin.settings());
    // LOGIN-2: 180 days unless the settings say otherwise.
    assert_eq!(settings.get().unwrap().sign_in_days, 180);
    let days = |days: i64| settings.update(SettingsUpdate { sign_in_days: Some(days), ..Default::default() });
    assert_eq!(invalid(days(0)), ["sign_in_days:out_of_range"]);
    assert_eq!(invalid(days(3_651)), ["sign_in_days:out_of_range"]);
    // While nobody signed in there is nothing to do, and nobody is woken for it.
    let due = |at: &str| -> Vec<String> {
        office.clock.set(at);
        jobs.run_due(None).unwrap().into_iter().map(|run| format!("{} {}", run.job, run.changed)).collect()
    };
    assert_eq!(due("2027-03-01T01:00:00Z"), ["churn_scan 0"]);
    office.clock.set(MORNING);
    // The 2nd of March, 09:00 in Shanghai; and some thousand of an hour later.
    office.crm.session_with(user(&office.ann), &from("desk")).unwrap();
    let later = "2026-03-02T02:00:00Z".parse::<Timestamp>().unwrap().timestamp_micros();
    filled.rows(
        "sign_ins",
        11_000,
        "first_at, last_at, times, user_id, login, means, outcome, reason, address, device",
        &format!("{later} + i, {later} + i, 1, 2, 'x', 'host', 'succeeded', '', 'a', ''"),
    );
    assert_eq!(days(30).unwrap().sign_in_days, 30);
    office.clock.advance(TimeDelta::days(1));
    office.crm.session_with(user(&office.ann), &from("home")).unwrap();
    // 30 days behind the first, the next night at three in Shanghai.
    let next = |at: &str| DueJob { job: Job::SIGN_INS_KEPT, due_at: at.parse().unwrap() };
    office.clock.set("2026-03-30T01:00:00Z");
    jobs.run_due(None).unwrap();
    assert_eq!(jobs.next_due().unwrap(), next("2026-04-01T19:00:00Z"));
    assert_eq!(due("2026-04-01T18:59:59Z"), Vec::<String>::new());
    assert_eq!(filled.count("sign_ins"), 11_002);
    assert_eq!(due("2026-04-01T19:00:00Z"), ["sign_ins_kept 11001"]);
    // The one of the day after is there, and goes in the next night.
    let left = office.ann.sign_ins().mine(None).unwrap().items;
    assert_eq!(left.iter().map(|row| row.address.as_deref()).collect::<Vec<_>>(), [Some("home")]);
    assert_eq!(due("2026-04-01T20:00:00Z"), Vec::<String>::new());
    assert_eq!(jobs.next_due().unwrap(), next("2026-04-02T19:00:00Z"));
    assert_eq!(due("2026-04-02T19:00:00Z"), ["sign_ins_kept 1"]);
    assert_eq!(filled.count("sign_ins"), 0);
    assert_eq!(jobs.next_due().unwrap().job, Job::CHURN_SCAN);
    // It is no change of the books; that the days were changed is.
    let calls = office.admin.audit().list(None, None).unwrap().items;
    assert!(calls.iter().all(|call| !call.operation.starts_with("jobs.")), "{calls:?}");
    assert!(calls.iter().any(|call| call.arguments.contains("sign_in_days")));
}
