//! CHURN-1, CHURN-2: whom the scan finds, and whom it lets go.

use crm_core::churn::{ChurnWarningFilter, WarningStatus};
use crm_core::customers::NewCustomer;
use crm_core::prelude::*;
use crm_core::{ChangeEvent, ChangeListener};

use crate::churn::*;
use crate::support::*;

#[test]
fn a_customer_is_quiet_after_more_than_six_calendar_months() {
    let office = Office::new();
    let made = customer(&office, "C1");
    // CHURN-1: exactly six months after its creation is not more.
    office.clock.set("2026-09-02T15:59:59Z");
    assert_eq!(scan(&office), (0, 0));
    // CHURN-1: the day after is, on the company's calendar.
    office.clock.set("2026-09-02T16:00:00Z");
    assert_eq!(scan(&office), (1, 0));
    let warning = warnings(&office).remove(0);
    // CHURN-1: customer, account manager, last order date, time.
    assert_eq!(warning.customer.id, made.id);
    assert_eq!(warning.account_manager.map(|u| u.id), Some(user(&office.ann)));
    assert_eq!(warning.last_order_date, None);
    assert_eq!(warning.warned_at, "2026-09-02T16:00:00Z".parse::<Timestamp>().unwrap());
    assert_eq!((warning.status, warning.version), (WarningStatus::Warned, 1));
    // CHURN-1: running it again adds nothing, a week later neither.
    assert_eq!(scan(&office), (0, 0));
    office.clock.advance(chrono::TimeDelta::days(7));
    assert_eq!(scan(&office), (0, 0));
    assert_eq!(warnings(&office).len(), 1);
}

#[test]
fn the_latest_order_that_is_not_cancelled_counts() {
    let office = Office::new();
    for (key, orders) in [
        ("quiet", &[("2026-03-02", 6), ("2026-01-05", 2)][..]),
        ("boundary", &[("2026-03-03", 2)]),
        ("cancelled", &[("2026-03-02", 5), ("2026-08-01", 9)]),
        ("recent", &[("2026-03-02", 5), ("2026-08-01", 0)]),
        ("ordered before it was created here", &[("2025-01-01", 6)]),
        ("never", &[]),
    ] {
        customer(&office, key);
        for (day, status) in orders {
            ordered(&office, key, day, *status);
        }
    }
    office.clock.set(QUIET);
    // CHURN-1: any order that is not cancelled, by its date.
    assert_eq!(scan(&office), (4, 0));
    let mut found: Vec<_> =
        warnings(&office).into_iter().map(|w| (w.customer.name, w.last_order_date.map(|d| d.to_string()))).collect();
    found.sort();
    let named = |key: &str, day: Option<&str>| (format!("客户 {key}"), day.map(str::to_owned));
    assert_eq!(
        found,
        [
            named("cancelled", Some("2026-03-02")),
            named("never", None),
            // The order is older than the customer here: the day it was created counts.
            named("ordered before it was created here", Some("2025-01-01")),
            named("quiet", Some("2026-03-02")),
        ]
    );
}

#[test]
fn six_months_are_calendar_months() {
    for (last, still, quiet) in [
        // CHURN: six months before 31 August is the last day of February.
        ("2026-02-28", "2026-08-31", "2026-09-01"),
        ("2026-02-27", "2026-08-27", "2026-08-28"),
        // In a leap year too.
        ("2028-02-29", "2028-08-31", "2028-09-01"),
        ("2028-02-28", "2028-08-28", "2028-08-29"),
        ("2027-08-31", "2028-02-29", "2028-03-01"),
    ] {
        let clock = FixedEnvironment::new("2026-01-01T01:00:00Z");
        let crm = Crm::options().environment(clock.clone()).open_in_memory().unwrap();
        let office = Office::staff(crm, clock);
        customer(&office, "C1");
        ordered(&office, "C1", last, 2);
        office.clock.set(&format!("{still}T12:00:00Z"));
        assert_eq!(scan(&office), (0, 0), "{still}, ordered on {last}");
        office.clock.set(&format!("{quiet}T12:00:00Z"));
        assert_eq!(scan(&office), (1, 0), "{quiet}, ordered on {last}");
    }
}

#[test]
fn an_order_recovers_the_warning_at_the_next_scan() {
    for make in [warned, deferred] {
        let (office, warning) = make();
        // A cancelled order is none.
        ordered(&office, "C1", "2026-09-02", 9);
        assert_eq!(scan(&office), (0, 0));
        ordered(&office, "C1", "2026-09-01", 2);
        // CHURN-2: at the next scan, and not before.
        assert_eq!(state(&office, warning.id), warning.status);
        assert_eq!(scan(&office), (0, 1));
        let closed = office.ann.churn().get(warning.id).unwrap();
        assert_eq!((closed.status, closed.version), (WarningStatus::Recovered, warning.version + 1));
        assert!(closed.closed_at.is_some());
        // CHURN-2: what was tried stays.
        assert_eq!(closed.measures, warning.measures);
        assert_eq!(scan(&office), (0, 0));
        // CHURN-1: a new quiet spell begins a new warning.
        office.clock.set("2027-03-02T01:00:00Z");
        assert_eq!(scan(&office), (1, 0));
        let all = warnings(&office);
        assert_eq!(all.iter().map(|w| w.status).collect::<Vec<_>>(), [WarningStatus::Warned, WarningStatus::Recovered]);
        assert_eq!(all[0].last_order_date, Some(date("2026-09-01")));
    }
}

#[test]
fn a_scan_of_many_customers_pages() {
    let office = Office::new();
    let many = (0..2_345).map(|i| NewCustomer {
        name: format!("客户 {i}"),
        external_id: Some(i.to_string()),
        ..Default::default()
    });
    office.integration.customers().import_many(many.collect(), Some(true), None, None, None).unwrap();
    for i in [0, 999, 1_000, 1_001, 2_344] {
        ordered(&office, &i.to_string(), "2026-08-01", 2);
    }
    office.clock.set(QUIET);
    // CHURN-1: one warning each, whatever the number.
    assert_eq!(scan(&office), (2_340, 0));
    assert_eq!(scan(&office), (0, 0));
    let orders = (0..2_345).map(|i| new_order(&format!("new {i}"), &i.to_string(), "2026-09-01", 2));
    office.integration.sales().push_orders(orders.collect(), None).unwrap();
    // CHURN-2
    assert_eq!(scan(&office), (0, 2_340));
    let page = PageRequest { limit: Some(10_000), ..Default::default() };
    let all = office.ann.churn().list(None, Some(page)).unwrap().items;
    assert!(all.len() == 2_340 && all.iter().all(|w| w.status == WarningStatus::Recovered));
}

/// So many customers, who never order.
fn silent(office: &Office, count: usize) {
    let many =
        (0..count).map(|i| NewCustomer { name: format!("老客户 {i}"), ..Default::default() }).collect::<Vec<_>>();
    office.integration.customers().import_many(many, Some(true), None, None, None).unwrap();
}

#[test]
fn a_long_scan_is_written_five_hundred_warnings_at_a_time() {
    let office = Office::new();
    silent(&office, 1_234);
    office.clock.set(QUIET);
    let recorder = Recorder::on(&office.crm);
    assert_eq!(scan(&office), (1_234, 0));
    // Each slice is committed and told by itself, so that no listener hears of more at once.
    let heard: Vec<usize> = recorder.take().iter().map(|event| event.records.len()).collect();
    assert_eq!(heard, [500, 500, 234]);
}

/// In the midst of a scan: does something in the place of another user, at the first slice.
struct Meanwhile<F: Fn()>(std::sync::atomic::AtomicBool, F);

impl<F: Fn() + Send + Sync> ChangeListener for Meanwhile<F> {
    fn changed(&self, event: ChangeEvent) {
        let scanned = event.records.iter().any(|record| record.entity == Entity::WARNING);
        if scanned && !self.0.swap(true, std::sync::atomic::Ordering::SeqCst) {
            (self.1)();
        }
    }
}

fn meanwhile(office: &Office, act: impl Fn() + Send + Sync + 'static) {
    office.crm.on_change(std::sync::Arc::new(Meanwhile(Default::default(), act)));
}

#[test]
fn others_write_between_the_slices_of_a_scan() {
    let office = Office::new();
    silent(&office, 1_100);
    let last = known_customer(&office, "LAST");
    office.clock.set(QUIET);
    // Before the second slice the last customer orders again: they are looked at again when they are written, and the
    // scan ends with who is quiet then.
    let integration = office.integration.clone();
    meanwhile(&office, move || {
        let order = new_order("SO-9", "LAST", "2026-08-30", 5);
        integration.sales().push_orders(vec![order], None).unwrap();
    });
    let before = scan(&office);
    assert_eq!(before, (1_100, 0));
    let filter = ChurnWarningFilter { customer: Some(last.id), ..Default::default() };
    assert_eq!(office.ann.churn().list(Some(filter), None).unwrap().items, []);
}

#[test]
fn a_scan_that_is_ended_leaves_its_slices_and_the_next_does_the_rest() {
    let office = Office::new();
    silent(&office, 1_234);
    office.clock.set(QUIET);
    let crm = office.crm.clone();
    meanwhile(&office, move || crm.interrupt());
    assert_eq!(refused(office.integration.churn().scan()), "interrupted");
    assert_eq!(warnings_count(&office), 500);
    assert_eq!(scan(&office), (734, 0));
    assert_eq!(warnings_count(&office), 1_234);
}

#[test]
fn a_job_that_ends_early_stays_due() {
    let office = Office::new();
    silent(&office, 700);
    office.clock.set(QUIET);
    let crm = office.crm.clone();
    meanwhile(&office, move || crm.interrupt());
    let jobs = office.integration.jobs();
    assert_eq!(refused(jobs.run_due(None)), "interrupted");
    // CHURN-1: its instant was not served; the run that does the rest serves it, and once.
    let runs = jobs.run_due(None).unwrap();
    assert_eq!(runs.iter().map(|run| (run.job.as_str(), run.changed)).collect::<Vec<_>>(), [("churn_scan", 200)]);
    assert_eq!(jobs.run_due(None).unwrap(), []);
}

fn warnings_count(office: &Office) -> usize {
    let page = PageRequest { limit: Some(10_000), ..Default::default() };
    office.ann.churn().list(None, Some(page)).unwrap().items.len()
}
