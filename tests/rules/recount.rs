//! CUST-2: the settings change who is complete, of however many customers, in slices; every answer meanwhile is right.

use std::sync::{Arc, Mutex};

use crm_core::customers::{Customer, CustomerFilter, CustomerUpdate, NewCustomer};
use crm_core::prelude::*;
use crm_core::settings::SettingsUpdate;
use crm_core::storage::sqlite::{SqliteOptions, SqliteStorage};
use crm_core::{ChangeEvent, ChangeListener};
use serde_json::json;

use crate::fill::Filled;
use crate::support::*;
use crate::watch::{Statements, watched};

const CUSTOMER: &str = "uid, number, complete, name, name_folded, phone, fax, created_at, active_since";

/// 3,500 customers, each third of which has a phone, and each fifth a fax; none is complete.
fn filled() -> Filled {
    let filled = Filled::new();
    let values = "UID, i, 0, 'C' || i, 'c' || i, CASE WHEN i % 3 = 0 THEN '1' END, CASE WHEN i % 5 = 0 THEN '2' END, 0, \
                  '2026-03-02'";
    filled.rows("customers", 3_500, CUSTOMER, values);
    filled
}

fn required(fields: &[&str]) -> SettingsUpdate {
    let fields = fields.iter().map(|f| (*f).to_owned()).collect();
    SettingsUpdate { required_customer_fields: Some(fields), ..Default::default() }
}

fn with(complete: bool) -> Option<CustomerFilter> {
    Some(CustomerFilter { complete: Some(complete), ..Default::default() })
}

/// Whether every answer about who is complete follows from the customers' fields by what is required now.
#[track_caller]
fn is_right(session: &Session) {
    let required = session.settings().get().unwrap().required_customer_fields;
    let has = |c: &Customer| {
        (!required.contains(&"phone".to_owned()) || c.phone.is_some())
            && (!required.contains(&"fax".to_owned()) || c.fax.is_some())
    };
    let mut counts = Vec::new();
    for filter in [None, with(true), with(false)] {
        let wanted = filter.as_ref().and_then(|f| f.complete);
        let page = PageRequest { limit: Some(10_000), ..Default::default() };
        let list = session.customers().list(filter, Some(page), None).unwrap();
        for c in &list.items {
            assert_eq!(c.complete, has(c), "{}", c.name);
            assert!(wanted.is_none_or(|wanted| c.complete == wanted), "{}", c.name);
        }
        counts.push(list.items.len());
    }
    assert_eq!(counts[0], counts[1] + counts[2], "{counts:?}");
    let all = session.customers().list(None, None, None).unwrap().items;
    let one = all.last().unwrap();
    assert_eq!(session.customers().get(one.id).unwrap(), *one);
}

/// Looks at everything between the slices, and changes what may be in the way.
struct Look {
    session: Session,
    seen: Mutex<Vec<usize>>,
}

impl ChangeListener for Look {
    fn changed(&self, event: ChangeEvent) {
        if event.operation == "settings.update" {
            self.seen.lock().unwrap().push(event.records.len());
            is_right(&self.session);
            // One that no slice has come to yet, and one that was passed by.
            let complete = self.session.customers().list(with(true), None, None).unwrap().items;
            for c in [complete.first(), complete.last()].into_iter().flatten() {
                let changes = CustomerUpdate { postcode: Some(format!("1{}", c.version)), ..Default::default() };
                assert!(self.session.customers().update(c.id, changes, None).unwrap().complete);
            }
            is_right(&self.session);
        }
    }
}

#[test]
fn every_answer_is_right_while_customers_are_looked_at_again() {
    let filled = filled();
    let office = &filled.office;
    // The rows were written by hand: what follows from them is not there yet.
    assert!(office.admin.maintenance().rebuild().unwrap().ok);
    office.admin.settings().update(required(&["fax"])).unwrap();
    is_right(&office.manager);
    let look = Arc::new(Look { session: office.manager.clone(), seen: Mutex::default() });
    office.crm.on_change(look.clone());
    for (fields, events) in [(&["phone"][..], 4), (&["phone", "fax"], 4), (&[], 4), (&["fax"], 4)] {
        look.seen.lock().unwrap().clear();
        office.admin.settings().update(required(fields)).unwrap();
        is_right(&office.manager);
        // At most a thousand customers a slice, each told by itself; the settings with the first.
        let seen = look.seen.lock().unwrap().clone();
        assert_eq!((seen.len(), seen[0], seen[1]), (events, 2, 1), "{fields:?}");
        assert!(office.admin.maintenance().check().unwrap().ok, "{fields:?}");
    }
}

#[test]
fn what_an_interrupted_change_left_is_done_with_the_next_jobs() {
    struct Interrupt(Session);
    impl ChangeListener for Interrupt {
        fn changed(&self, event: ChangeEvent) {
            if event.operation == "settings.update" {
                self.0.interrupt();
            }
        }
    }
    let filled = filled();
    let office = &filled.office;
    assert!(office.admin.maintenance().rebuild().unwrap().ok);
    let stored = || {
        let sql = "SELECT (SELECT count(*) FROM customers WHERE complete), (SELECT recounted_to FROM settings)";
        filled.raw.query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?))).unwrap()
    };
    let interrupted = |fields: &[&str]| {
        let listener = office.crm.on_change(Arc::new(Interrupt(office.admin.clone())));
        assert_eq!(refused(office.admin.settings().update(required(fields))), "interrupted");
        office.crm.remove_listener(listener);
    };
    interrupted(&["phone"]);
    // The settings are in force, and a third of a slice is stored.
    assert_eq!(office.admin.settings().get().unwrap().required_customer_fields, ["name", "phone"]);
    assert_eq!(stored(), (333, Some(1_000)));
    is_right(&office.manager);
    // Nothing is damaged, and who is changed meanwhile is complete or not as all others.
    assert!(office.admin.maintenance().check().unwrap().ok);
    office.clock.advance(chrono::TimeDelta::hours(1));
    office.integration.jobs().run_due(None).unwrap();
    assert_eq!(stored(), (1_166, None));
    is_right(&office.manager);
    // A rebuild goes on too …
    interrupted(&["fax"]);
    assert!(office.admin.maintenance().rebuild().unwrap().ok);
    assert_eq!(stored(), (700, None));
    // … and so does a change of the settings that changes nothing, and one that begins anew.
    interrupted(&["phone"]);
    office.admin.settings().update(SettingsUpdate::default()).unwrap();
    assert_eq!(stored(), (1_166, None));
    interrupted(&["fax"]);
    office.admin.settings().update(required(&["fax", "phone"])).unwrap();
    assert_eq!(stored(), (233, None));
    is_right(&office.manager);
}

// CUST-2: a page costs no statement for each of its customers while they are looked at again.
#[test]
fn a_page_is_one_statement_while_customers_are_looked_at_again() {
    struct Count(Session, Statements, Mutex<Vec<usize>>);
    impl ChangeListener for Count {
        fn changed(&self, event: ChangeEvent) {
            if event.operation == "settings.update" {
                // The first finds out that packs give customers something, and asks for more from then on.
                let taken = [10, 10, 200].map(|limit| {
                    let page = PageRequest { limit: Some(limit), ..Default::default() };
                    self.1.take();
                    let found = self.0.customers().list(None, Some(page), None).unwrap().items;
                    assert!(found.len() == limit as usize && found.iter().all(|c| c.complete == c.phone.is_some()));
                    self.1.take_counted().values().sum::<usize>()
                });
                self.2.lock().unwrap().push(taken[2] - taken[1]);
            }
        }
    }
    let clock = FixedEnvironment::new(MORNING);
    let (storage, seen) = watched(SqliteStorage::in_memory(&SqliteOptions::default()).unwrap());
    let crm = Crm::options().environment(clock.clone()).open_storage(Box::new(storage)).unwrap();
    let office = Office::staff(crm, clock);
    office.admin.settings().update(required(&[])).unwrap();
    office.apply(json!({
        "pack": "care", "version": 1, "language": 1, "title": "Care",
        "extend": {"customer": {"fields": {"agreed": {"type": "boolean", "required": true, "default": "true"}}}}
    }));
    let new = |at: usize| NewCustomer {
        name: format!("{at}"),
        phone: at.is_multiple_of(3).then(|| "1".to_owned()),
        ..Default::default()
    };
    office.ann.customers().create_many((0..1_200).map(new).collect(), None, None, None).unwrap();
    let count = Arc::new(Count(office.manager.clone(), seen, Mutex::default()));
    office.crm.on_change(count.clone());
    office.admin.settings().update(required(&["phone"])).unwrap();
    let more = count.2.lock().unwrap().clone();
    assert!(more.len() > 1 && more.iter().all(|more| *more == 0), "{more:?}");
}
