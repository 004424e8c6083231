//! A clock that was wrong once: what it left behind does not outlive it.

use chrono::TimeDelta;
use crm_core::PasswordCost;
use crm_core::churn::{ChurnScan, ChurnWarningFilter, WarningStatus};
use crm_core::customers::CustomerId;
use crm_core::prelude::*;

use crate::support::*;

fn office() -> Office {
    let clock = FixedEnvironment::new(MORNING);
    let cheap = PasswordCost { memory_kib: 8, passes: 1 };
    let crm = Crm::options().environment(clock.clone()).password_cost(cheap).open_in_memory().unwrap();
    Office::staff(crm, clock)
}

fn reason(result: Result<Session>) -> String {
    match result {
        Ok(_) => "in".into(),
        Err(CrmError::LoginFailed { reason }) => reason,
        Err(other) => panic!("{other}"),
    }
}

fn fail(office: &Office, login: &str, times: usize) {
    for _ in 0..times {
        assert!(office.crm.login(login, &"not the one".into()).is_err());
    }
}

#[test]
fn a_lock_of_another_clock_does_not_count() {
    let office = office();
    office.admin.users().set_password(user(&office.ann), Some("right password".into()), None).unwrap();
    let login = || reason(office.crm.login("ann", &"right password".into()));
    // The clock says 2041 while somebody guesses.
    office.clock.set("2041-06-15T08:30:00Z");
    fail(&office, "ann", 5);
    assert_eq!(login(), "locked");
    // It is set right: USER-2, a lock lasts fifteen minutes and never ends later than that from now.
    office.clock.set(MORNING);
    assert_eq!(login(), "in");
    // The row of tries begins anew, and locks as ever.
    office.clock.set("2041-06-15T08:30:00Z");
    fail(&office, "ann", 5);
    office.clock.set(MORNING);
    fail(&office, "ann", 4);
    assert_eq!(login(), "in");
    fail(&office, "ann", 5);
    assert_eq!(login(), "locked");
    // Changing one's own password asks the same.
    let own = |password: &str| office.ann.users().change_password("a new password".into(), Some(password.into()));
    assert!(matches!(own("right password"), Err(CrmError::LoginFailed { reason }) if reason == "locked"));
    // A clock that is set back by less than a lock lasts changes nothing of it …
    office.clock.advance(TimeDelta::minutes(-1));
    assert_eq!(login(), "in", "it would end sixteen minutes ahead, which no lock of this clock does");
    fail(&office, "ann", 5);
    assert_eq!(login(), "locked");
    office.clock.advance(TimeDelta::minutes(14));
    assert_eq!(login(), "locked");
    // … and it ends when it ends.
    office.clock.advance(TimeDelta::minutes(1));
    assert_eq!(login(), "in");
}

#[test]
fn a_customer_that_begins_in_the_future_begins_with_the_scan_that_meets_it() {
    let office = office();
    let early = office.customer();
    office.clock.set("2039-01-01T01:00:00Z");
    let new = new_customer(&office.ann, "西北风电");
    let late = office.ann.customers().create(new, None, None).unwrap();
    office.clock.set("2026-03-07T01:00:00Z");
    let warned = || -> Vec<CustomerId> {
        let open = ChurnWarningFilter { status: Some(WarningStatus::Warned), ..Default::default() };
        office.ann.churn().list(Some(open), None).unwrap().items.into_iter().map(|w| w.customer.id).collect()
    };
    let scan = |at: &str| {
        office.clock.set(at);
        office.integration.churn().scan().unwrap()
    };
    // CHURN-1: nobody is quiet yet; the customer of 2039 begins today.
    assert_eq!(scan("2026-03-07T02:00:00Z"), ChurnScan { warned: 0, recovered: 0 });
    // Counted from there, it is quiet when six months have gone, and not before.
    scan("2026-09-03T02:00:00Z");
    assert_eq!(warned(), [early.id]);
    assert_eq!(scan("2026-09-07T02:00:00Z"), ChurnScan { warned: 0, recovered: 0 });
    assert_eq!(scan("2026-09-08T02:00:00Z"), ChurnScan { warned: 1, recovered: 0 });
    assert!(warned().contains(&late.id));
    // The job does the same.
    office.clock.set("2039-01-01T01:00:00Z");
    let third = office.ann.customers().create(new_customer(&office.ann, "东北石化"), None, None).unwrap();
    office.clock.set("2026-09-14T02:00:00Z");
    office.integration.jobs().run_due(None).unwrap();
    assert_eq!(scan("2027-03-14T02:00:00Z").warned, 0);
    assert_eq!(scan("2027-03-15T02:00:00Z").warned, 1);
    assert!(warned().contains(&third.id));
}
