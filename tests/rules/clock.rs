//! The clock that a host gives: what is believed of it, and what happens where it calls the engine.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use crm_core::prelude::*;
use crm_core::{Environment, SystemEnvironment};

use crate::support::*;

#[test]
fn an_instant_that_cant_be_right_ends_the_call() {
    for (now, believed) in [
        // A clock that answers nothing, one whose unit is wrong, a battery that is empty, an overflow.
        ("1970-01-01T00:00:00Z", false),
        ("1970-01-21T13:00:00Z", false),
        ("2000-01-01T00:00:00Z", false),
        ("2019-12-31T23:59:59.999999Z", false),
        ("2020-01-01T00:00:00Z", true),
        ("2199-12-31T23:59:59Z", true),
        ("2200-01-01T00:00:00Z", false),
        ("9999-12-31T00:00:00Z", false),
    ] {
        for any_time in [false, true] {
            let clock = FixedEnvironment::new(MORNING);
            let crm = Crm::options().environment(clock.clone()).any_time(any_time).open_in_memory().unwrap();
            let office = Office::staff(crm, clock);
            office.clock.set(now);
            let made = office.ann.opportunities().create(new_opportunity("钟"), None, None);
            let password = office.crm.login("ann", &"a wrong password".into());
            if believed || any_time {
                assert_eq!(made.unwrap().created_at, now.parse::<Timestamp>().unwrap());
                assert_eq!(refused(password), "login_failed");
            } else {
                let told = made.unwrap_err();
                assert_eq!((told.code(), told.number()), ("clock", 13), "{now}");
                assert!(told.text(Locale::ZhHans).contains("时钟"), "{}", told.text(Locale::ZhHans));
                assert_eq!(refused(office.ann.opportunities().list(None, None, None)), "clock", "{now}");
                assert_eq!(refused(password), "clock", "{now}");
                // Nothing of it stands anywhere.
                office.clock.set(MORNING);
                assert_eq!(office.manager.opportunities().list(None, None, None).unwrap().items, []);
            }
        }
    }
    let opening = Crm::options().environment(FixedEnvironment::new("1980-01-01T00:00:00Z")).open_in_memory();
    assert_eq!(opening.unwrap_err().code(), "clock");
}

/// A clock, and a source of chance, that call the engine.
#[derive(Default)]
struct Curious {
    session: Mutex<Option<Session>>,
    calls: AtomicUsize,
    panics: bool,
}

impl Curious {
    fn ask(&self) {
        let session = self.session.lock().unwrap().clone();
        if let Some(session) = session {
            self.calls.fetch_add(1, Ordering::SeqCst);
            // A write: it needs both.
            session.opportunities().create(new_opportunity("内"), None, None).unwrap();
            assert!(!self.panics, "a clock that panics");
        }
    }
}

impl Environment for Curious {
    fn now(&self) -> Timestamp {
        self.ask();
        "2031-05-06T07:08:09Z".parse().unwrap()
    }

    fn random(&self, bytes: &mut [u8; 32]) {
        self.ask();
        SystemEnvironment.random(bytes);
    }
}

#[test]
fn a_clock_that_calls_the_engine_has_the_systems_time_there() {
    for panics in [false, true] {
        let clock = Arc::new(Curious { panics, ..Default::default() });
        let crm = Crm::options().environment(clock.clone()).open_in_memory().unwrap();
        let han = crm.bootstrap("han.meimei", "韩梅梅", &["sales_manager", "account_manager"]).unwrap();
        let session = crm.session(han).unwrap();
        *clock.session.lock().unwrap() = Some(session.clone());
        let outer = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            session.opportunities().create(new_opportunity("外"), None, None)
        }));
        *clock.session.lock().unwrap() = None;
        let made = session.opportunities().list(None, None, None).unwrap().items;
        let at = |name: &str| made.iter().filter(|o| o.customer_name == name).map(|o| o.created_at).collect::<Vec<_>>();
        if panics {
            assert!(outer.is_err());
            assert_eq!((at("外").len(), at("内").len()), (0, 1));
        } else {
            // Asked for the time and for chance, each called once, and no deeper.
            assert_eq!(clock.calls.load(Ordering::SeqCst), 2);
            assert_eq!(at("外"), ["2031-05-06T07:08:09Z".parse::<Timestamp>().unwrap()]);
            assert_eq!(at("内").len(), 2);
        }
        assert!(at("内").iter().all(|at| *at != "2031-05-06T07:08:09Z".parse::<Timestamp>().unwrap()));
        // The thread that was inside the clock asks it again from now on.
        let later = session.opportunities().create(new_opportunity("后"), None, None).unwrap();
        assert_eq!(later.created_at, "2031-05-06T07:08:09Z".parse::<Timestamp>().unwrap());
    }
}

const RIGHT: &str = "2026-03-02T01:00:00Z";

#[test]
fn refusals_of_a_clock_ahead_do_not_swallow_those_of_today() {
    let office = Office::new();
    let ask = |now: &str| {
        office.clock.set(now);
        assert_eq!(refused(office.ann.audit().list(None, None)), "forbidden");
        office.clock.set(RIGHT);
        // They are written one by one.
        office.admin.audit().refusals(None, None).unwrap()
    };
    ask("2033-01-01T00:00:00Z");
    ask("2026-03-02T01:00:30Z");
    ask("2026-03-02T01:00:31Z");
    let found: Vec<_> = ask(RIGHT).items.iter().map(|r| (r.first_at, r.times)).collect();
    let at = |text: &str| text.parse::<Timestamp>().unwrap();
    assert_eq!(found, [(at("2033-01-01T00:00:00Z"), 1), (at("2026-03-02T01:00:30Z"), 3)]);
}
