//! PROC-10: what it costs to tell people of records, and to read what they are told, in statements.

use std::collections::BTreeMap;

use crm_core::Crm;
use crm_core::page::PageRequest;
use crm_core::prelude::*;
use crm_core::roles::ScopeLevel;
use crm_core::storage::sqlite::{SqliteOptions, SqliteStorage};
use crm_core::users::NewUser;
use serde_json::{Value, json};

use crate::notes::{key, made};
use crate::notifications::{list, unread, write};
use crate::support::*;
use crate::telling::till;
use crate::watch::{Statements, watched};

fn office() -> (Office, Statements) {
    let clock = FixedEnvironment::new(MORNING);
    let (storage, seen) = watched(SqliteStorage::in_memory(&SqliteOptions::default()).unwrap());
    let crm = Crm::options().environment(clock.clone()).open_storage(Box::new(storage)).unwrap();
    (Office::staff(crm, clock), seen)
}

fn taken(seen: &Statements, call: impl FnOnce()) -> BTreeMap<String, usize> {
    seen.take();
    call();
    seen.take_counted()
}

fn sum(taken: &BTreeMap<String, usize>) -> usize {
    taken.values().sum()
}

// FOLLOW-2: what is the same for all who are told is asked once.
#[test]
fn a_follower_costs_little() {
    let (office, seen) = office();
    let cost = |number: usize| {
        let record = key("opportunity", office.opportunity().id);
        let followers: Vec<UserId> = (0..number)
            .map(|at| {
                let roles = Some(vec!["sales_manager".to_owned()]);
                let login = format!("u{number}.{at}");
                let new = NewUser { login: login.clone(), display_name: login, roles, ..Default::default() };
                office.admin.users().create(new, None).unwrap().id
            })
            .collect();
        office.manager.follows().follow(record.clone(), Some(followers), false).unwrap();
        let taken = taken(&seen, || drop(write(&office.ann, &record, "请看", &[])));
        (sum(&taken), taken)
    };
    let ((two, few), (fifty, many)) = (cost(2), cost(50));
    let each = (fifty - two) as f64 / 48.0;
    assert!(each <= 7.0, "{each} a follower: {few:#?}\n{many:#?}");
}

// FOLLOW-2, OBJ-13: what falls is found once, and who follows it is asked once a kind, however much falls.
#[test]
fn a_fall_is_walked_once() {
    let (office, seen) = office();
    office.apply(till());
    let cost = |lines: usize| {
        let lines: Vec<Value> = (0..lines).map(|at| json!({"what": at.to_string()})).collect();
        let bill = made(&office.ann, "till.bill", json!({"name": "甲", "lines": lines}));
        let taken = taken(&seen, || office.manager.objects().delete(bill.object.clone(), bill.id, None).unwrap());
        let of = |what: &str| taken.iter().filter(|(sql, _)| sql.contains(what)).map(|(_, count)| count).sum::<usize>();
        (of(" = ? ORDER BY id LIMIT ?"), of("FROM followers f JOIN"), of("JOIN users u ON u.id IN (r.creator"))
    };
    // Of each line it is asked whether a claim refers to it.
    assert_eq!((cost(3), cost(40)), ((3, 2, 1), (40, 2, 1)));
}

// NOTIFY-3: who marks one looks at that one.
#[test]
fn marking_one_reads_one() {
    let (office, seen) = office();
    let record = key("opportunity", office.opportunity().id);
    for at in 0..450 {
        write(&office.ann, &record, &at.to_string(), &[&office.ben]);
    }
    let page = PageRequest { limit: Some(450), ..Default::default() };
    let told = office.ben.notifications().list(false, Some(page)).unwrap().items;
    let mark = |ids: Vec<_>| office.ben.notifications().mark_read(Some(ids), None).unwrap().count;
    let taken = taken(&seen, || assert_eq!(mark(vec![told[449].id]), 1));
    let of = |what: &str| taken.iter().filter(|(sql, _)| sql.contains(what)).map(|(_, count)| count).sum::<usize>();
    assert_eq!((of("FROM notifications n"), of("UPDATE notifications")), (1, 1), "{taken:#?}");
    // Twice named, read before, and another's.
    assert_eq!(mark(vec![told[3].id, told[3].id, told[449].id, Default::default()]), 1);
    assert_eq!(office.ann.notifications().mark_read(Some(vec![told[5].id]), None).unwrap().count, 0);
    // Many are marked by few statements.
    let ids: Vec<_> = told[10..410].iter().map(|told| told.id).collect();
    let taken = self::taken(&seen, || assert_eq!(mark(ids), 400));
    assert!(sum(&taken) < 30, "{taken:#?}");
    assert_eq!(unread(&office.ben), 450 - 402);
}

// NOTIFY-3: a page of one does not ask one by one for what is out of reach.
#[test]
fn a_small_page_looks_ahead() {
    let (office, seen) = office();
    let (customer, opportunity) = (key("customer", office.customer().id), key("opportunity", office.opportunity().id));
    write(&office.ann, &opportunity, "看得见", &[&office.ben]);
    for _ in 0..300 {
        write(&office.ann, &customer, "看不见", &[&office.ben]);
    }
    let role = office.admin.roles().list().unwrap().into_iter().find(|role| role.name == "account_manager").unwrap();
    office.admin.roles().set_scope(role.id, "customers".into(), ScopeLevel::Own, ScopeLevel::Own, None).unwrap();
    assert!(office.admin.maintenance().rebuild().unwrap().ok);
    assert_eq!(list(&office.ben).len(), 1);
    let page = Some(PageRequest { limit: Some(1), ..Default::default() });
    let mut found = None;
    let taken = taken(&seen, || found = Some(office.ben.notifications().list(false, page).unwrap()));
    assert_eq!(found.map(|page| (page.items.len(), page.next)), Some((1, None)));
    assert!(sum(&taken) < 40, "{taken:#?}");
}
