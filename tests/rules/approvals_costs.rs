//! APPR-7, APPR-11, APPR-12, PROC-10: what requests, sign-offs and substitutes cost in statements does not depend on how many there are.

use std::collections::BTreeMap;

use crm_core::prelude::*;
use serde_json::{Value as Json, json};

use crate::approvals::{claim, claims, flow, people, sign_off, step, submit};
use crate::fill::Filled;
use crate::objects_laws::call;
use crate::support::*;
use crate::watch::Statements;

fn office() -> (Filled, Statements) {
    let (filled, seen) = Filled::watched();
    filled.office.apply(claims());
    (filled, seen)
}

/// The statements of a call, and how often each is made.
fn statements(seen: &Statements, make: impl Fn() -> Json) -> (BTreeMap<String, usize>, Json) {
    make();
    seen.take();
    let made = make();
    (seen.take_counted(), made)
}

/// How many of them read what approvals keep, or users.
fn reads(counted: &BTreeMap<String, usize>) -> usize {
    let of = |sql: &str| ["approval", "substitutes", "users"].iter().any(|table| sql.contains(table));
    counted.iter().filter(|(sql, _)| sql.starts_with("SELECT") && of(sql)).map(|(_, count)| count).sum()
}

fn clerk(office: &Office, at: usize) -> Session {
    let new = json!({"login": format!("clerk{at}"), "display_name": format!("文员{at}"), "roles": ["executive"]});
    let made = call(&office.admin, "users.create", json!({"new": new})).unwrap();
    office.crm.session(serde_json::from_value(made["id"].clone()).unwrap()).unwrap()
}

// PROC-10, APPR-15: lists read requests, sign-offs and substitutes at once, for whoever reads them by whatever.
#[test]
fn lists_of_requests_cost_the_same_for_few_and_many() {
    let (filled, seen) = office();
    let office = &filled.office;
    flow(office, json!([step("头", &[&office.manager], "any")]), json!({"copy_to": [people(&[&office.stranger])]}));
    // The executive reads no claims: they stand in for the manager, at the end of a chain.
    for (user, substitute) in [(&office.manager, &office.ben), (&office.ben, &office.executive)] {
        let new = json!({"user": crate::support::user(user), "substitute": crate::support::user(substitute),
                         "starts_at": "2026-01-01T00:00:00Z", "ends_at": "2027-01-01T00:00:00Z"});
        call(&office.admin, "substitutes.set", json!({"new": new})).unwrap();
    }
    let ask = |count: usize| (0..count).for_each(|_| drop(submit(&office.ann, &claim(&office.ann, "10")).unwrap()));
    let cost = |of: &Session, filter: Json| {
        let list = || call(of, "approvals.list", json!({"filter": filter, "page": {"count": true}})).unwrap();
        let (counted, page) = statements(&seen, list);
        (counted.values().sum::<usize>(), page["items"].as_array().unwrap().len())
    };
    let everybody = [&office.ann, &office.manager, &office.executive, &office.admin, &office.stranger];
    let all = |count: usize| {
        let of = |of: &&Session| {
            let waiting = json!({"waiting_for": user(of)});
            (cost(of, json!({})), cost(of, json!({"status": "pending"})), cost(of, waiting), count)
        };
        everybody.iter().map(of).collect::<Vec<_>>()
    };
    ask(3);
    let few = all(3);
    ask(27);
    for (few, many) in few.iter().zip(all(30)) {
        assert_eq!((few.0.0, few.1.0, few.2.0), (many.0.0, many.1.0, many.2.0), "{few:?} {many:?}");
        assert!(many.0.1 >= few.0.1);
    }
    // Each saw what is theirs: the executive by standing in, the stranger nothing.
    let seen_by: Vec<usize> = few.iter().map(|of| of.0.1).collect();
    assert_eq!(seen_by, [3, 3, 3, 3, 0]);
}

// APPR-7, APPR-11, APPR-12: who is asked, and who stands in for them, is read once for all of a step, or of what is added.
#[test]
fn asking_many_reads_once() {
    let (filled, seen) = office();
    let office = &filled.office;
    let clerks: Vec<Session> = (0..20).map(|at| clerk(office, at)).collect();
    for pair in clerks.chunks(2) {
        let new = json!({"user": user(&pair[0]), "substitute": user(&pair[1]), "starts_at": "2026-01-01T00:00:00Z",
                         "ends_at": "2027-01-01T00:00:00Z"});
        call(&office.admin, "substitutes.set", json!({"new": new})).unwrap();
    }
    let asked_by = |many: usize| {
        let cast: Vec<&Session> = clerks.iter().step_by(2).take(many).collect();
        flow(office, json!([step("组", &cast, "all")]), json!({}));
        let records: Vec<Json> = (0..2).map(|_| claim(&office.ann, "10")).collect();
        submit(&office.ann, &records[0]).unwrap();
        seen.take();
        let asked = submit(&office.ann, &records[1]).unwrap();
        assert_eq!(asked["sign_offs"].as_array().unwrap().len(), many);
        reads(&telling_apart(seen.take_counted()))
    };
    assert_eq!(asked_by(2), asked_by(10));

    flow(office, json!([step("头", &[&office.manager], "all")]), json!({}));
    let added = |many: usize| {
        let users: Vec<UserId> = clerks.iter().step_by(2).take(many).map(user).collect();
        let asked = submit(&office.ann, &claim(&office.ann, "10")).unwrap();
        let own = sign_off(&asked, &office.manager);
        seen.take();
        call(&office.manager, "approvals.add_signers", json!({"sign_off": own, "users": users, "place": "after"}))
            .unwrap();
        let counted = telling_apart(seen.take_counted());
        // That each whom the caller names is an active user is asked one by one: they are ten at the most.
        reads(&counted) - named(&counted)
    };
    added(1);
    assert_eq!(added(2), added(10));
}

/// Without what each notification takes that is written, which is told of one person.
fn telling_apart(counted: BTreeMap<String, usize>) -> BTreeMap<String, usize> {
    let of_one = |sql: &str| sql.contains("notifications") || sql.contains("push");
    counted.into_iter().filter(|(sql, _)| !of_one(sql)).collect()
}

/// How often it was asked whether somebody who is named is an active user.
fn named(counted: &BTreeMap<String, usize>) -> usize {
    counted.iter().filter(|(sql, _)| sql.contains("FROM users WHERE uid = ?")).map(|(_, count)| count).sum()
}
