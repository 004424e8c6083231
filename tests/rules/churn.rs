//! CHURN: warnings, from the first measure to loss, recovery and win-back; the scan is proved in `churn_scan`.

use crm_core::Total;
use crm_core::churn::{ChurnWarning, ChurnWarningFilter, WarningId, WarningStatus};
use crm_core::customers::{Customer, CustomerStatus, CustomerUpdate, NewCustomer};
use crm_core::prelude::*;

use crate::support::*;

/// Six months and a day after [`MORNING`], on the company's calendar.
pub const QUIET: &str = "2026-09-03T01:00:00Z";

/// A customer of ann's that the ERP knows by the key.
pub fn customer(office: &Office, key: &str) -> Customer {
    let new = NewCustomer { external_id: Some(key.into()), ..new_customer(&office.ann, &format!("客户 {key}")) };
    office.ann.customers().create(new, None, None).unwrap()
}

/// The customer's order of the day; 2 is open, 9 cancelled.
pub fn ordered(office: &Office, key: &str, day: &str, status: i64) {
    let order = new_order(&format!("{key}-{day}"), key, day, status);
    office.integration.sales().push_orders(vec![order], None).unwrap();
}

pub fn scan(office: &Office) -> (i64, i64) {
    let scan = office.integration.churn().scan().unwrap();
    (scan.warned, scan.recovered)
}

pub fn warnings(office: &Office) -> Vec<ChurnWarning> {
    office.ann.churn().list(None, None).unwrap().items
}

/// An office where ann's one customer, C1, has become quiet: warned.
pub fn warned() -> (Office, ChurnWarning) {
    let office = Office::new();
    customer(&office, "C1");
    office.clock.set(QUIET);
    assert_eq!(scan(&office), (1, 0));
    let warning = warnings(&office).remove(0);
    (office, warning)
}

/// The same, deferred.
pub fn deferred() -> (Office, ChurnWarning) {
    let (office, warning) = warned();
    let warning = office.ann.churn().defer(warning.id, "电话回访".into(), None).unwrap();
    (office, warning)
}

/// The same, lost.
fn lost() -> (Office, ChurnWarning) {
    let (office, warning) = deferred();
    let warning = office.ann.churn().confirm(warning.id, "转向竞争对手".into(), None).unwrap();
    (office, warning)
}

/// The same, recovered by an order.
fn recovered() -> (Office, ChurnWarning) {
    let (office, warning) = deferred();
    ordered(&office, "C1", "2026-09-01", 2);
    assert_eq!(scan(&office), (0, 1));
    let warning = office.ann.churn().get(warning.id).unwrap();
    (office, warning)
}

pub fn state(office: &Office, id: WarningId) -> WarningStatus {
    office.ann.churn().get(id).unwrap().status
}

#[test]
fn a_confirmation_finds_the_recovery_and_is_refused() {
    for make in [warned, deferred] {
        let (office, warning) = make();
        ordered(&office, "C1", "2026-09-01", 2);
        let heard = Recorder::on(&office.crm);
        // Refused before the state is looked at, it changes nothing.
        assert_eq!(refused(office.ben.churn().confirm(warning.id, "x".into(), None)), "forbidden");
        assert_eq!(refused(office.ann.churn().confirm(warning.id, "x".into(), Some(77))), "conflict");
        assert_eq!(state(&office, warning.id), warning.status);
        // CHURN-2: it is refused, whatever the reason given …
        let refusal = office.ann.churn().confirm(warning.id, " ".into(), None).unwrap_err();
        let expected = CrmError::IllegalTransition { from: "recovered".into(), operation: "churn.confirm".into() };
        assert_eq!(refusal, expected);
        // … and the recovery stays, though the call was refused; the customer does too.
        let after = office.ann.churn().get(warning.id).unwrap();
        assert_eq!((after.status, after.reason), (WarningStatus::Recovered, None));
        assert_eq!(office.ann.customers().get(warning.customer.id).unwrap().status, CustomerStatus::Active);
        // AUDIT-1: it is a change like any other, and listeners hear of it.
        let events = heard.take();
        assert_eq!(events.len(), 1);
        assert_eq!((events[0].operation.as_str(), events[0].user), ("churn.confirm", Some(user(&office.ann))));
        assert_eq!(events[0].records.iter().map(|r| r.entity.clone()).collect::<Vec<_>>(), [Entity::WARNING]);
        // Once recovered it is as any recovered one.
        assert_eq!(office.ann.churn().confirm(warning.id, "x".into(), None).unwrap_err(), expected);
        assert!(heard.take().is_empty());
    }
}

#[test]
fn measures_are_appended() {
    let (office, warning) = warned();
    // CHURN-3: the measure is required.
    assert_eq!(invalid(office.ann.churn().defer(warning.id, " ".into(), None)), ["measure:required"]);
    office.ann.churn().defer(warning.id, "电话回访\n无人接听".into(), None).unwrap();
    office.clock.advance(chrono::TimeDelta::days(2));
    // CHURN-3: it may be repeated; author and time are the engine's.
    let twice = office.ann.churn().defer(warning.id, "上门拜访".into(), Some(2)).unwrap();
    assert_eq!((twice.status, twice.version), (WarningStatus::Deferred, 3));
    let texts: Vec<_> = twice.measures.iter().map(|m| m.measure.as_str()).collect();
    // CHURN-3: earlier measures are never overwritten.
    assert_eq!(texts, ["电话回访\n无人接听", "上门拜访"]);
    assert_eq!(twice.measures[0].at, QUIET.parse::<Timestamp>().unwrap());
    assert_eq!(twice.measures[1].at, "2026-09-05T01:00:00Z".parse::<Timestamp>().unwrap());
    assert!(twice.measures.iter().all(|m| m.author.as_ref().is_some_and(|a| a.id == user(&office.ann))));
    assert_eq!(office.manager.churn().get(warning.id).unwrap(), twice);
    assert_eq!(warnings(&office), [twice]);
}

#[test]
fn a_confirmation_loses_the_customer_in_the_same_call() {
    let (office, warning) = deferred();
    // CHURN-4: with a reason.
    assert_eq!(invalid(office.ann.churn().confirm(warning.id, "\u{3000}".into(), None)), ["reason:required"]);
    let before = office.ann.customers().get(warning.customer.id).unwrap();
    let heard = Recorder::on(&office.crm);
    let confirmed = office.ann.churn().confirm(warning.id, "转向竞争对手".into(), None).unwrap();
    // CHURN-4: lost, with reason and date.
    assert_eq!(confirmed.status, WarningStatus::Lost);
    assert_eq!(confirmed.reason.as_deref(), Some("转向竞争对手"));
    assert_eq!(confirmed.closed_at, Some(QUIET.parse().unwrap()));
    // CHURN-4: in the same transaction the customer is lost.
    let after = office.ann.customers().get(warning.customer.id).unwrap();
    assert_eq!((after.status, after.lost_at), (CustomerStatus::Lost, confirmed.closed_at));
    assert_eq!(after.version, before.version + 1);
    let events = heard.take();
    assert_eq!(events.len(), 1);
    assert_eq!(
        events[0].records.iter().map(|r| r.entity.clone()).collect::<Vec<_>>(),
        [Entity::CUSTOMER, Entity::WARNING]
    );
    // CUST-4: orders still arrive and never reactivate it by themselves; the scan passes it by.
    ordered(&office, "C1", "2026-09-02", 5);
    assert_eq!(scan(&office), (0, 0));
    assert_eq!(office.ann.customers().get(after.id).unwrap().status, CustomerStatus::Lost);
    office.clock.set("2028-01-01T01:00:00Z");
    assert_eq!(scan(&office), (0, 0));
}

#[test]
fn every_operation_in_every_state() {
    type Make = fn() -> (Office, ChurnWarning);
    type Call = fn(&Office, WarningId) -> Result<()>;
    let states: [(&str, Make); 4] =
        [("warned", warned), ("deferred", deferred), ("lost", lost), ("recovered", recovered)];
    let operations: [(&str, Call); 2] = [
        ("churn.defer", |o, id| o.ann.churn().defer(id, "x".into(), None).map(drop)),
        ("churn.confirm", |o, id| o.ann.churn().confirm(id, "x".into(), None).map(drop)),
    ];
    for (from, make) in states {
        for (operation, call) in &operations {
            // CHURN-3, CHURN-4: the machine.
            let to = match (from, *operation) {
                ("warned" | "deferred", "churn.defer") => Some("deferred"),
                ("deferred", "churn.confirm") => Some("lost"),
                _ => None,
            };
            let (office, warning) = make();
            assert_eq!(warning.status.as_str(), from);
            // META-1: the screen is told the same.
            let allowed = office.ann.meta().allowed(Entity::WARNING, vec![warning.id.into()]).unwrap().remove(0);
            assert_eq!(allowed.operations.iter().any(|o| o == operation), to.is_some(), "{operation} while {from}");
            match (call(&office, warning.id), to) {
                (Ok(()), Some(to)) => assert_eq!(state(&office, warning.id).as_str(), to),
                (Err(error), None) => {
                    let expected =
                        CrmError::IllegalTransition { from: from.into(), operation: (*operation).to_owned() };
                    assert_eq!(error, expected, "{operation} while {from}");
                    assert_eq!(state(&office, warning.id).as_str(), from);
                }
                (outcome, _) => panic!("{operation} while {from}: {outcome:?}"),
            }
        }
    }
    // CHURN-1, CHURN-2: the scan by state, where the customer stays quiet and where it does not.
    for (from, make) in states {
        let (office, warning) = make();
        assert_eq!(scan(&office), (0, 0), "a second scan while {from}");
        ordered(&office, "C1", "2026-09-02", 2);
        let open = matches!(from, "warned" | "deferred");
        assert_eq!(scan(&office), (0, i64::from(open)), "a scan behind an order while {from}");
        assert_eq!(state(&office, warning.id).as_str(), if open { "recovered" } else { from });
    }
    // CHURN-6: a win-back by the customer's state.
    for (from, make) in states {
        let (office, warning) = make();
        let back = office.manager.customers().win_back(warning.customer.id, "x".into(), None);
        assert_eq!(back.map(|c| c.status).ok(), (from == "lost").then_some(CustomerStatus::Active), "while {from}");
        assert_eq!(state(&office, warning.id).as_str(), from);
    }
}

#[test]
fn the_present_account_manager_answers() {
    let (office, warning) = warned();
    for (name, session) in office.everyone() {
        if name != "ann" {
            // CHURN-3, CHURN-4: nobody else, the sales manager neither.
            assert_eq!(refused(session.churn().defer(warning.id, "x".into(), None)), "forbidden", "{name}");
            assert_eq!(refused(session.churn().confirm(warning.id, "x".into(), None)), "forbidden", "{name}");
        }
        let reads = ["manager", "ann", "ben"].contains(&name);
        // READ-1: account managers and sales managers read all warnings.
        assert_eq!(session.churn().get(warning.id).is_ok(), reads, "get by {name}");
        assert_eq!(session.churn().list(None, None).is_ok(), reads, "list by {name}");
        assert_eq!(session.churn().history(warning.customer.id, None).is_ok(), reads, "history by {name}");
        // The scan is the host's.
        assert_eq!(session.churn().scan().is_ok(), name == "integration", "scan by {name}");
    }
    // DUTY-1: without permission and duty, the same refusal whether it exists or not.
    assert_eq!(refused(office.stranger.churn().defer(WarningId::default(), "x".into(), None)), "forbidden");
    assert_eq!(refused(office.manager.churn().defer(WarningId::default(), "x".into(), None)), "not_found");
    let hand_over = |to: &Session| {
        let changes = CustomerUpdate { account_manager: Some(user(to)), ..Default::default() };
        office.manager.customers().update(warning.customer.id, changes, None).unwrap();
    };
    hand_over(&office.ben);
    // CHURN-3: the current one.
    assert_eq!(refused(office.ann.churn().defer(warning.id, "x".into(), None)), "forbidden");
    let deferred = office.ben.churn().defer(warning.id, "x".into(), None).unwrap();
    // CHURN-3: lists keep the manager of the time.
    assert_eq!(deferred.account_manager.map(|u| u.id), Some(user(&office.ann)));
    // DUTY-1: whatever their roles.
    hand_over(&office.stranger);
    assert!(office.stranger.churn().get(warning.id).is_ok());
    office.stranger.churn().defer(warning.id, "y".into(), None).unwrap();
    office.stranger.churn().confirm(warning.id, "z".into(), None).unwrap();
}

#[test]
fn a_sales_manager_stands_in_where_nobody_can_answer() {
    let office = Office::new();
    let new = NewCustomer { name: "Alfreds".into(), external_id: Some("ALFKI".into()), ..Default::default() };
    office.integration.customers().import_many(vec![new], Some(true), None, None, None).unwrap();
    office.clock.set(QUIET);
    scan(&office);
    let warning = warnings(&office).remove(0);
    assert_eq!(warning.account_manager, None);
    // CHURN-3: a customer without an account manager is nobody's, so a sales manager answers; no account manager.
    assert_eq!(refused(office.ann.churn().defer(warning.id, "x".into(), None)), "forbidden");
    office.manager.churn().defer(warning.id, "x".into(), None).unwrap();
    office.manager.churn().confirm(warning.id, "y".into(), None).unwrap();
}

#[test]
fn a_sales_manager_stands_in_for_who_is_disabled() {
    let (office, warning) = warned();
    office.admin.users().disable(user(&office.ann), None).unwrap();
    assert_eq!(refused(office.ann.churn().defer(warning.id, "x".into(), None)), "forbidden");
    // CHURN-3, CHURN-4: a sales manager where that person is disabled, no other account manager.
    assert_eq!(refused(office.ben.churn().defer(warning.id, "x".into(), None)), "forbidden");
    let allowed = office.manager.meta().allowed(Entity::WARNING, vec![warning.id.into()]).unwrap().remove(0);
    assert_eq!(allowed.operations, ["churn.defer"]);
    office.manager.churn().defer(warning.id, "x".into(), None).unwrap();
    let confirmed = office.manager.churn().confirm(warning.id, "y".into(), None).unwrap();
    // CHURN-3: lists keep the manager of the time.
    assert_eq!(confirmed.account_manager.map(|u| u.id), Some(user(&office.ann)));
    assert_eq!(confirmed.measures[0].author.as_ref().map(|u| u.id), Some(user(&office.manager)));
}

#[test]
fn list_filters_and_pages() {
    let office = Office::new();
    for (i, key) in ["甲", "乙", "丙", "丁"].iter().enumerate() {
        customer(&office, key);
        if i > 0 {
            ordered(&office, key, &format!("2026-03-0{i}"), 2);
        }
    }
    office.clock.set(QUIET);
    // 丁 ordered on 3 March and is quiet one day later.
    assert_eq!(scan(&office), (3, 0));
    office.clock.set("2026-09-05T01:00:00Z");
    assert_eq!(scan(&office), (1, 0));
    let all = warnings(&office);
    office.ann.churn().defer(all[0].id, "x".into(), None).unwrap();
    office.ann.churn().defer(all[3].id, "y".into(), None).unwrap();
    office.ann.churn().defer(all[3].id, "z".into(), None).unwrap();
    let found = |filter: ChurnWarningFilter| -> Vec<String> {
        let page = office.ben.churn().list(Some(filter), None).unwrap();
        page.items.iter().map(|w| w.customer.name.trim_start_matches("客户 ").to_owned()).collect()
    };
    let none = ChurnWarningFilter::default;
    // CHURN-5: each filter, newest first.
    assert_eq!(found(none()), ["丁", "丙", "乙", "甲"]);
    assert_eq!(found(ChurnWarningFilter { status: Some(WarningStatus::Warned), ..none() }), ["丙", "乙"]);
    assert_eq!(found(ChurnWarningFilter { status: Some(WarningStatus::Deferred), ..none() }), ["丁", "甲"]);
    assert_eq!(found(ChurnWarningFilter { customer_name: Some("客户 乙".into()), ..none() }), ["乙"]);
    assert_eq!(found(ChurnWarningFilter { customer: Some(all[1].customer.id), ..none() }), ["丙"]);
    assert_eq!(found(ChurnWarningFilter { account_manager: Some(user(&office.ann)), ..none() }).len(), 4);
    assert!(found(ChurnWarningFilter { account_manager: Some(user(&office.ben)), ..none() }).is_empty());
    assert_eq!(found(ChurnWarningFilter { last_order_from: Some(date("2026-03-02")), ..none() }), ["丁", "丙"]);
    assert_eq!(found(ChurnWarningFilter { last_order_before: Some(date("2026-03-02")), ..none() }), ["乙"]);
    // CHURN-5: with the measures of each, and paged.
    let first = PageRequest { limit: Some(3), count: Some(true), ..Default::default() };
    let page = office.ben.churn().list(None, Some(first)).unwrap();
    assert_eq!(page.total, Some(Total { count: 4, more: false }));
    assert_eq!(page.items.iter().map(|w| w.measures.len()).collect::<Vec<_>>(), [1, 0, 0]);
    let rest = PageRequest { after: page.next, ..Default::default() };
    let page = office.ben.churn().list(None, Some(rest)).unwrap();
    let texts: Vec<_> = page.items[0].measures.iter().map(|m| m.measure.as_str()).collect();
    assert_eq!((page.items.len(), texts), (1, vec!["y", "z"]));
    assert_eq!(page.next, None);
}

#[test]
fn a_lost_customer_is_won_back() {
    let (office, warning) = lost();
    let id = warning.customer.id;
    for (name, session) in office.everyone() {
        if name != "manager" {
            // CHURN-6: a sales manager; not even the customer's account manager.
            assert_eq!(refused(session.customers().win_back(id, "x".into(), None)), "forbidden", "{name}");
        }
    }
    // CHURN-6: with a reason.
    assert_eq!(invalid(office.manager.customers().win_back(id, " ".into(), None)), ["reason:required"]);
    assert_eq!(refused(office.manager.customers().win_back(id, "x".into(), Some(1))), "conflict");
    office.clock.set("2026-10-10T01:00:00Z");
    let back = office.manager.customers().win_back(id, "新价格".into(), Some(2)).unwrap();
    // CHURN-6: active again.
    assert_eq!((back.status, back.lost_at, back.version), (CustomerStatus::Active, None, 3));
    // CUST-4: and no longer frozen.
    let changes = CustomerUpdate { credit: Some(2), ..Default::default() };
    office.ann.customers().update(id, changes, None).unwrap();
    // CHURN-6: only a lost one.
    assert_eq!(refused(office.manager.customers().win_back(id, "x".into(), None)), "illegal_transition");
    // CHURN-1: the six months are counted from the win-back.
    assert_eq!(scan(&office), (0, 0));
    office.clock.set("2027-04-10T01:00:00Z");
    assert_eq!(scan(&office), (0, 0));
    office.clock.set("2027-04-11T01:00:00Z");
    assert_eq!(scan(&office), (1, 0));
    // CHURN-6: the history stays.
    let history = office.ann.churn().history(id, None).unwrap();
    assert_eq!(history.customer.id, id);
    let states: Vec<_> = history.warnings.iter().map(|w| w.status).collect();
    assert_eq!(states, [WarningStatus::Lost, WarningStatus::Warned]);
    assert_eq!(history.warnings[0].measures.len(), 1);
    assert_eq!(history.win_backs.len(), 1);
    assert_eq!(history.win_backs[0].reason, "新价格");
    assert_eq!(history.win_backs[0].author.as_ref().map(|u| u.id), Some(user(&office.manager)));
}
