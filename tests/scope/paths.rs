//! SCOPE-4, SCOPE-6, SCOPE-11, SCOPE-13, SCOPE-14, SCOPE-17: every path tells of the same records: `get`, the list to its
//! end, the list by an exact name, its count, what follows with and without the customer named, the reports, `meta.seen`
//! and `meta.allowed`, the history.

use std::collections::BTreeSet;

use crm_core::prelude::*;
use serde_json::{Value, json};

use crate::cast::{Cast, Level};
use crate::decisions::table;
use crate::oracle;
use crate::world::{World, letter};

/// A list of a kind, with the field that its name stands in and the filter that finds it.
struct List {
    kind: &'static str,
    operation: &'static str,
    area: &'static str,
    get: &'static str,
    name: &'static str,
    filter: Option<&'static str>,
}

const LISTS: &[List] = &[
    List {
        kind: "customer",
        operation: "customers.list",
        area: "customers",
        get: "customers.get",
        name: "name",
        filter: Some("name"),
    },
    List {
        kind: "contact",
        operation: "contacts.list",
        area: "customers",
        get: "contacts.get",
        name: "name",
        filter: Some("name"),
    },
    List {
        kind: "interaction",
        operation: "interactions.list",
        area: "customers",
        get: "interactions.get",
        name: "summary",
        filter: None,
    },
    List {
        kind: "opportunity",
        operation: "opportunities.list",
        area: "opportunities",
        get: "opportunities.get",
        name: "summary",
        filter: Some("customer_name"),
    },
    List {
        kind: "ticket",
        operation: "tickets.list",
        area: "tickets",
        get: "tickets.get",
        name: "summary",
        filter: Some("summary"),
    },
];

type Names = BTreeSet<String>;

fn ask(session: &Session, operation: &str, arguments: &Value) -> Option<Value> {
    let result = session.call(operation, &arguments.to_string());
    match letter(&result) {
        'y' => Some(serde_json::from_str(&result.unwrap()).unwrap()),
        'f' | 'd' => None,
        other => panic!("{operation} {arguments}: {other}"),
    }
}

/// Every row of a list, read in pages of two.
fn all(session: &Session, operation: &str, arguments: &Value) -> Option<Vec<Value>> {
    let (mut rows, mut after) = (Vec::new(), Value::Null);
    loop {
        let mut arguments = arguments.clone();
        arguments["page"] = json!({"limit": 2, "after": after});
        let page = ask(session, operation, &arguments)?;
        rows.extend(page["items"].as_array().unwrap().iter().cloned());
        after = page["next"].clone();
        if after.is_null() {
            return Some(rows);
        }
        assert_eq!(page["items"].as_array().unwrap().len(), 2, "{operation}: a page that is not full");
    }
}

fn names(rows: &[Value], field: &str) -> Names {
    let names: Vec<&str> = rows.iter().map(|row| row[field].as_str().unwrap()).collect();
    let once: Names = names.iter().map(|name| (*name).to_owned()).collect();
    assert_eq!(once.len(), names.len(), "a row twice: {names:?}");
    once
}

impl Cast {
    /// What an operation that lists the kind shows the user: `None` where no role holds it.
    fn listed(&self, user: &str, operation: &str, area: &str, kind: &str, service: bool) -> Option<Names> {
        let (reads, _) = self.levels(user, operation, area).filter(|_| !self.users[user].disabled)?;
        let seen = self.records.iter().filter(|(id, record)| {
            record.kind == kind
                && (self.reaches(user, reads, record)
                    || self.shared(user, record, false)
                    || (service && self.serves(user, id, record)))
        });
        Some(seen.map(|(name, _)| name.clone()).collect())
    }
}

/// Whether every path agrees with the oracle, for everybody. Gives the number of comparisons.
pub fn agree(world: &World) -> usize {
    let mut compared = 0;
    for user in world.cast.users.keys() {
        for list in LISTS {
            compared += lists(world, user, list);
        }
        compared += followers(world, user) + reports(world, user) + meta(world, user) + history(world, user);
    }
    compared
}

fn lists(world: &World, user: &str, list: &List) -> usize {
    let (cast, session) = (&world.cast, world.session(user));
    let expected = cast.listed(user, list.operation, list.area, list.kind, true);
    let told = format!("{user} {}", list.operation);
    // To its end, in pages.
    let found = all(session, list.operation, &json!({})).map(|rows| names(&rows, list.name));
    assert_eq!(found, expected, "{told}");
    // By number.
    let counted = ask(session, list.operation, &json!({"page": {"limit": 1, "count": true}}));
    let counted = counted.map(|page| page["total"]["count"].as_u64().unwrap() as usize);
    assert_eq!(counted, expected.as_ref().map(BTreeSet::len), "{told}");
    // By an exact name, and one by one.
    for (name, record) in cast.records.iter().filter(|(_, record)| record.kind == list.kind) {
        if let (Some(field), Some(expected)) = (list.filter, &expected) {
            let filter = json!({"filter": {field: name}, "page": {"count": true}});
            let page = ask(session, list.operation, &filter).unwrap();
            let found = names(page["items"].as_array().unwrap(), list.name);
            assert_eq!(found.contains(name), expected.contains(name), "{told} by {name}");
            assert!(found.is_subset(expected), "{told} by {name}");
            assert_eq!(page["total"]["count"].as_u64(), Some(found.len() as u64), "{told} by {name}");
        }
        let got = letter(&session.call(list.get, &json!({"id": world.id(name)}).to_string()));
        assert_eq!(got, cast.decide(user, oracle::find(list.get), name), "{user} {} {name}: {record:?}", list.get);
    }
    2 + 2 * cast.records.len()
}

/// What follows each customer, and what a filter by a customer finds.
fn followers(world: &World, user: &str) -> usize {
    let (cast, session) = (&world.cast, world.session(user));
    let mut compared = 0;
    for (customer, _) in cast.records.iter().filter(|(_, record)| record.kind == "customer") {
        for (list, get) in [("contacts.list", "contacts.get"), ("interactions.list", "interactions.get")] {
            let result = session.call(list, &json!({"customer": world.id(customer)}).to_string());
            let kind = if list == "contacts.list" { "contact" } else { "interaction" };
            let asked = oracle::Asked { operation: list, ..*oracle::find(get) };
            let decided = cast.decide(user, &asked, customer);
            assert_eq!(letter(&result), decided, "{user} {list} {customer}");
            if let Ok(page) = result {
                let page: Value = serde_json::from_str(&page).unwrap();
                let of = cast.records.iter().filter(|(_, record)| record.customer.as_deref() == Some(customer));
                let expected: Names = of.filter(|(_, r)| r.kind == kind).map(|(name, _)| name.clone()).collect();
                let field = if kind == "contact" { "name" } else { "summary" };
                assert_eq!(names(page["items"].as_array().unwrap(), field), expected, "{user} {list} {customer}");
            }
            compared += 1;
        }
        // A customer that is not there matches nothing (SCOPE-8).
        if let Some(tickets) = cast.listed(user, "tickets.list", "tickets", "ticket", false) {
            let page = ask(session, "tickets.list", &json!({"filter": {"customer": world.id(customer)}})).unwrap();
            let there = matches!(cast.decide(user, oracle::find("customers.get"), customer), 'y' | 's');
            let of = |name: &&String| cast.records[*name].customer.as_deref() == Some(customer);
            let expected: Names = tickets.iter().filter(of).filter(|_| there).cloned().collect();
            assert_eq!(names(page["items"].as_array().unwrap(), "summary"), expected, "{user} tickets of {customer}");
            compared += 1;
        }
    }
    compared
}

/// SCOPE-11: reports are of what is seen, and say whether that is all.
fn reports(world: &World, user: &str) -> usize {
    let (cast, session) = (&world.cast, world.session(user));
    let partial = |area: &str, operation: &str| {
        json!(cast.levels(user, operation, area).is_some_and(|levels| levels.0 < Level::All))
    };
    if let Some(expected) = cast.listed(user, "reports.contribution", "customers", "customer", false) {
        let rows = all(session, "reports.contribution", &json!({})).unwrap();
        let found: Names = rows.iter().map(|row| row["customer"]["name"].as_str().unwrap().to_owned()).collect();
        assert_eq!(found, expected, "{user} reports.contribution");
        let page = ask(session, "reports.contribution", &json!({"page": {"count": true}})).unwrap();
        assert_eq!(page["total"]["count"].as_u64(), Some(expected.len() as u64), "{user} reports.contribution");
        assert_eq!(page["partial"], partial("customers", "reports.contribution"), "{user}");
        for by in ["level", "credit", "satisfaction"] {
            let report = json!({"by": by, "all_customers": true});
            let report = ask(session, "reports.composition", &report).unwrap();
            assert_eq!(report["customers"].as_u64(), Some(expected.len() as u64), "{user} reports.composition {by}");
            assert_eq!(report["partial"], partial("customers", "reports.composition"), "{user}");
        }
    }
    if let Some(expected) = cast.listed(user, "reports.service", "tickets", "ticket", false) {
        for arguments in [json!({}), json!({"year": 2026})] {
            let report = ask(session, "reports.service", &arguments).unwrap();
            assert_eq!(report["tickets"].as_u64(), Some(expected.len() as u64), "{user} reports.service {arguments}");
            assert_eq!(report["partial"], partial("tickets", "reports.service"), "{user}");
        }
    }
    4
}

/// SCOPE-14, SCOPE-17.
fn meta(world: &World, user: &str) -> usize {
    let (cast, session) = (&world.cast, world.session(user));
    if cast.users[user].disabled {
        return 0;
    }
    for list in LISTS {
        let of_kind: Vec<&String> = cast.records.iter().filter(|(_, r)| r.kind == list.kind).map(|(n, _)| n).collect();
        let ids: Vec<&str> = of_kind.iter().map(|name| world.id(name)).chain([world.id("X0")]).collect();
        let arguments = json!({"entity": list.kind, "ids": ids});
        let seen = ask(session, "meta.seen", &arguments).unwrap();
        let seen: Names =
            seen.as_array().unwrap().iter().map(|id| world.name(id.as_str().unwrap()).to_owned()).collect();
        let there = |name: &&&String| matches!(cast.decide(user, oracle::find(list.get), name), 'y' | 's');
        let expected: Names = of_kind.iter().filter(there).map(|name| (*name).clone()).collect();
        assert_eq!(seen, expected, "{user} meta.seen {}", list.kind);
        let allowed = ask(session, "meta.allowed", &arguments).unwrap();
        for row in allowed.as_array().unwrap() {
            let name = world.name(row["id"].as_str().unwrap());
            let operations: Vec<&str> =
                row["operations"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
            if !expected.contains(name) {
                let none: [&str; 0] = [];
                assert_eq!(operations, none, "{user} meta.allowed {name}");
            }
            for asked in oracle::OPERATIONS.iter().filter(|asked| {
                let record = if asked.operation == "tickets.create" { "customer" } else { asked.operation };
                record.starts_with(list.kind.get(..5).unwrap()) && operations.contains(&asked.operation)
            }) {
                assert_eq!(cast.decide(user, asked, name), 'y', "{user} meta.allowed {} {name}", asked.operation);
            }
        }
    }
    2 * cast.records.len()
}

/// SCOPE-13: the history of a record is told to who sees it.
fn history(world: &World, user: &str) -> usize {
    let (cast, session) = (&world.cast, world.session(user));
    if cast.users[user].disabled || cast.levels(user, "audit.list", "customers").is_none() {
        return 0;
    }
    for list in LISTS {
        let expected = cast.listed(user, "audit.list", list.area, list.kind, false).unwrap();
        for (name, _) in cast.records.iter().filter(|(_, record)| record.kind == list.kind) {
            let filter = json!({"filter": {"record": world.id(name)}});
            let calls = all(session, "audit.list", &filter).unwrap();
            assert_eq!(!calls.is_empty(), expected.contains(name), "{user} audit of {name}");
        }
        // Nothing that is not seen is mentioned anywhere.
        let told = all(session, "audit.list", &json!({})).unwrap();
        let told = serde_json::to_string(&told).unwrap();
        for (name, _) in cast.records.iter().filter(|(name, r)| r.kind == list.kind && !expected.contains(*name)) {
            assert!(!told.contains(&format!("\"id\":\"{}\"", world.id(name))), "{user} audit tells of {name}");
        }
    }
    cast.records.len()
}

#[test]
fn every_path_agrees() {
    let mut cast = Cast::read(&table());
    // Some of them may look into the history.
    let role = crate::cast::Role { grant: vec!["audit.list".into(), "audit.changes".into()], ..Default::default() };
    cast.roles.insert("auditor".into(), role);
    let narrow = |level| [("customers", level), ("opportunities", level), ("tickets", level)];
    for (role, level) in [("auditor_own", Level::Own), ("auditor_below", Level::Below)] {
        let scope = narrow(level).into_iter().map(|(area, level)| (area.to_owned(), (level, level))).collect();
        let grant = vec![
            "audit.list".into(),
            "audit.changes".into(),
            "reports.contribution".into(),
            "reports.composition".into(),
            "reports.service".into(),
        ];
        cast.roles.insert(role.into(), crate::cast::Role { grant, scope, copy: None });
    }
    for (user, role) in [
        ("陈", "auditor_own"),
        ("区", "auditor_below"),
        ("散", "auditor_own"),
        ("经", "auditor"),
        ("客", "auditor_own"),
    ] {
        cast.users.get_mut(user).unwrap().roles.push(role.into());
    }
    let world = World::new(cast);
    let compared = agree(&world);
    assert!(compared > 1_053, "{compared}");
}
