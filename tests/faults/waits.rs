//! What waits, for another process or for its turn, hears of an interruption, and whom it is not meant for goes on.

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use crm_core::opportunities::Opportunity;
use crm_core::prelude::*;
use crm_core::sales::{SalesChanges, SalesFeed};

use crate::support::{FixedEnvironment, MORNING, Office, new_opportunity, new_order};

fn office(file: &Path) -> Office {
    let clock = FixedEnvironment::new(MORNING);
    Office::staff(Crm::options().environment(clock.clone()).open(file).unwrap(), clock)
}

/// Holds the write lock as another program does, until it is dropped.
fn hold(file: &Path) -> rusqlite::Connection {
    let connection = rusqlite::Connection::open(file).unwrap();
    connection.execute_batch("BEGIN IMMEDIATE").unwrap();
    connection
}

fn create(session: &Session, name: &str) -> Result<Opportunity> {
    session.opportunities().create(new_opportunity(name), None, None)
}

#[test]
fn an_interruption_reaches_who_waits_for_another_program_and_who_waits_in_the_queue() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("office.crm");
    let office = office(&file);
    let foreigner = hold(&file);
    std::thread::scope(|scope| {
        let [ann, ben, manager] = [&office.ann, &office.ben, &office.manager].map(|session| {
            let session = session.clone();
            scope.spawn(move || create(&session, "等待"))
        });
        // One of them waits for the lock of the file, the others for that one; which is which makes no difference.
        for (session, call) in [(&office.ann, &ann), (&office.ben, &ben)] {
            while !call.is_finished() {
                session.interrupt();
                std::thread::yield_now();
            }
        }
        assert_eq!(ann.join().unwrap().unwrap_err(), CrmError::Interrupted);
        assert_eq!(ben.join().unwrap().unwrap_err(), CrmError::Interrupted);
        assert!(!manager.is_finished(), "an interruption of others ended it");
        drop(foreigner);
        manager.join().unwrap().unwrap();
    });
    let found = office.manager.opportunities().list(None, None, None).unwrap().items;
    assert_eq!(found.len(), 1, "of what was interrupted nothing is there");

    // The engine's interruption ends all of them.
    let foreigner = hold(&file);
    std::thread::scope(|scope| {
        let calls = [&office.ann, &office.ben].map(|session| scope.spawn(|| create(session, "等待")));
        while !calls.iter().all(|call| call.is_finished()) {
            office.crm.interrupt();
            std::thread::yield_now();
        }
        for call in calls {
            assert_eq!(call.join().unwrap().unwrap_err(), CrmError::Interrupted);
        }
    });
    drop(foreigner);
    create(&office.ann, "以后").unwrap();
}

#[test]
fn a_time_limit_ends_waiting_and_working() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("office.crm");
    let office = office(&file);
    let foreigner = hold(&file);
    let hurried = office.ann.with_time_limit(Some(Duration::from_millis(20)));
    assert_eq!(create(&hurried, "限时").unwrap_err(), CrmError::Interrupted);
    drop(foreigner);
    // Many records at once take longer than this, and then none of them is there.
    let many: Vec<_> = (0..5_000).map(|i| new_order(&i.to_string(), "C1", "2026-03-01", 2)).collect();
    let hurried = office.integration.with_time_limit(Some(Duration::from_millis(5)));
    assert_eq!(hurried.sales().push_orders(many, None).unwrap_err(), CrmError::Interrupted);
    let one = vec![new_order("0", "C1", "2026-03-01", 2)];
    assert_eq!(office.integration.sales().push_orders(one, None).unwrap().created, 1);
    create(&office.ann, "不限时").unwrap();
}

/// A sales system that always has more, and is called away from while it thinks.
struct Endless<'a> {
    session: &'a Session,
    asked: AtomicBool,
}

impl SalesFeed for Endless<'_> {
    fn changes_since(&self, cursor: Option<&str>) -> Result<SalesChanges> {
        if self.asked.swap(true, Ordering::SeqCst) {
            self.session.interrupt();
        }
        let next_cursor = format!("{}x", cursor.unwrap_or_default());
        Ok(SalesChanges { next_cursor, more: true, ..Default::default() })
    }
}

#[test]
fn a_pull_is_one_call_interrupted_also_while_the_feed_thinks() {
    let folder = tempfile::tempdir().unwrap();
    let office = office(&folder.path().join("office.crm"));
    let erp = &office.integration;
    let pulled = erp.pull_sales("erp", &Endless { session: erp, asked: AtomicBool::new(false) }, false);
    assert_eq!(pulled.unwrap_err(), CrmError::Interrupted);
    // What was stored before stays (SALES-2).
    assert_eq!(erp.sales().feed("erp".into()).unwrap().cursor.as_deref(), Some("x"));
    // The time limit is one for all of its batches.
    let hurried = erp.with_time_limit(Some(Duration::from_millis(100)));
    let nobody = office.ann.clone();
    let pulled = hurried.pull_sales("erp", &Endless { session: &nobody, asked: AtomicBool::new(false) }, false);
    assert_eq!(pulled.unwrap_err(), CrmError::Interrupted);
}
