//! Half-way failures where a call does two things at once: a refused confirmation that keeps the recovery it found,
//! and a due job with the note that it ran.

use std::sync::Arc;

use crm_core::churn::WarningStatus;
use crm_core::customers::{CustomerStatus, NewCustomer};
use crm_core::prelude::*;
use crm_core::storage::sqlite::{SqliteOptions, SqliteStorage};

use crate::faults::{FaultyStorage, Fuse, Shared, dump, faulty};
use crate::support::*;

const QUIET: &str = "2026-09-08T01:00:00Z";

fn office() -> (Office, Arc<FaultyStorage>, Fuse) {
    let (storage, fuse) = faulty(SqliteStorage::in_memory(&SqliteOptions::default()).unwrap());
    let storage = Arc::new(storage);
    let clock = FixedEnvironment::new(MORNING);
    let crm = Crm::options().environment(clock.clone()).open_storage(Box::new(Shared(storage.clone()))).unwrap();
    let office = Office::staff(crm, clock);
    let new = NewCustomer { external_id: Some("C1".into()), ..new_customer(&office.ann, "华东精密机械") };
    office.ann.customers().create(new, None, None).unwrap();
    office.clock.set(QUIET);
    (office, storage, fuse)
}

/// Fails every statement of the call once; gives what it returns when nothing fails any more.
fn strike<T>(storage: &FaultyStorage, fuse: &Fuse, call: impl Fn() -> Result<T>) -> (i64, Result<T>) {
    let before = dump(storage);
    for n in 1.. {
        fuse.arm(n);
        let outcome = call();
        let struck = !fuse.is_armed();
        fuse.disarm();
        if !struck {
            return (n - 1, outcome);
        }
        assert_eq!(outcome.err(), Some(CrmError::Storage { problem: "io".into() }), "statement {n}");
        // BAD-3: nothing is there by half.
        assert_eq!(before, dump(storage), "statement {n}");
    }
    unreachable!()
}

#[test]
fn a_job_that_fails_half_way_stays_due() {
    let (office, storage, fuse) = office();
    let jobs = office.integration.jobs();
    let due = jobs.next_due().unwrap();
    let (failures, runs) = strike(&storage, &fuse, || {
        assert_eq!(jobs.next_due().unwrap(), due);
        jobs.run_due(None)
    });
    // CHURN-1: then it runs, once and in full.
    assert!(failures > 5, "only {failures} failures were tried");
    assert_eq!(runs.unwrap()[0].changed, 1);
    assert_eq!(office.ann.churn().list(None, None).unwrap().items.len(), 1);
}

#[test]
fn a_recovery_that_fails_half_way_is_none() {
    let (office, storage, fuse) = office();
    office.integration.jobs().run_due(None).unwrap();
    let warning = office.ann.churn().list(None, None).unwrap().items.remove(0);
    office.ann.churn().defer(warning.id, "电话回访".into(), None).unwrap();
    office.integration.sales().push_orders(vec![new_order("A1", "C1", "2026-09-07", 2)], None).unwrap();
    let (failures, outcome) =
        strike(&storage, &fuse, || office.ann.churn().confirm(warning.id, "转向竞争对手".into(), None));
    assert!(failures > 5, "only {failures} failures were tried");
    // CHURN-2: refused, and recovered.
    assert_eq!(refused(outcome), "illegal_transition");
    assert_eq!(office.ann.churn().get(warning.id).unwrap().status, WarningStatus::Recovered);
}

#[test]
fn a_confirmation_that_fails_half_way_loses_nobody() {
    let (office, storage, fuse) = office();
    office.integration.jobs().run_due(None).unwrap();
    let warning = office.ann.churn().list(None, None).unwrap().items.remove(0);
    office.ann.churn().defer(warning.id, "电话回访".into(), None).unwrap();
    // CHURN-4: warning and customer are lost together or not at all.
    let (failures, outcome) =
        strike(&storage, &fuse, || office.ann.churn().confirm(warning.id, "转向竞争对手".into(), None));
    assert!(failures > 8, "only {failures} failures were tried");
    assert_eq!(outcome.unwrap().status, WarningStatus::Lost);
    let customer = office.ann.customers().get(warning.customer.id).unwrap();
    assert_eq!(customer.status, CustomerStatus::Lost);
}
