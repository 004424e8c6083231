//! LIM-2, as far as a clock is not asked: what defined objects cost in statements and in steps of SQLite's machine, and that they
//! cost nothing where nobody asks for them. The times themselves are told by `docs/performance.md`.

use std::collections::BTreeMap;
use std::path::Path;

use crm_core::storage::sqlite::{SqliteOptions, SqliteStorage};
use crm_core::{Crm, Session};
use serde_json::{Value as Json, json};

use crate::support::{FixedEnvironment, MORNING, Office, new_customer};
use crate::watch::{Statements, watched, work};

fn call(session: &Session, operation: &str, with: Json) -> Json {
    let answer = session.call(operation, &with.to_string()).unwrap_or_else(|refused| panic!("{operation}: {refused}"));
    serde_json::from_str(&answer).unwrap()
}

/// An office on a file, with a pack that has this many objects beside the one that is asked.
fn office(file: &Path, others: Option<usize>) -> (Office, Statements) {
    let clock = FixedEnvironment::new(MORNING);
    let (storage, seen) = watched(SqliteStorage::open(file, &SqliteOptions::default()).unwrap());
    let crm = Crm::options().environment(clock.clone()).open_storage(Box::new(storage)).unwrap();
    let office = Office::staff(crm, clock);
    if let Some(others) = others {
        let mut objects = json!({"stone": {"title": "name", "fields": {
            "name": {"type": "text"}, "weight": {"type": "integer"}, "found": {"type": "date"},
            "colour": {"type": "choice", "values": ["grey", "red"]}, "price": {"type": "money"}}}});
        for at in 0..others {
            objects[format!("other_{at}")] = json!({"title": "'x'", "fields": {"a": {"type": "text"}}});
        }
        let document = json!({"pack": "pit", "version": 1, "language": 1, "title": "Pit", "objects": objects,
                              "roles": {"sales_manager": ["pit"]}});
        let plan = call(&office.admin, "packs.plan", json!({"document": document}));
        assert_eq!(plan["refusals"], json!([]));
        call(&office.admin, "packs.apply", json!({"document": document, "plan": plan["digest"]}));
    }
    (office, seen)
}

fn stone(at: usize) -> Json {
    json!({"name": format!("stone {at}"), "weight": at, "found": "2026-03-01", "colour": "red",
           "price": {"amount": "1.50", "currency": "CNY"}})
}

/// The statements of a call, each with how often it was made.
fn statements(seen: &Statements, call: impl FnOnce()) -> BTreeMap<String, usize> {
    seen.take();
    call();
    seen.take_counted()
}

// LIM-2: a create is one insert, however many objects there are beside; what it takes else is as much as with one.
#[test]
fn a_create_costs_what_it_writes() {
    let folder = tempfile::tempdir().unwrap();
    let taken = |others: usize| {
        let (office, seen) = office(&folder.path().join(format!("{others}.crm")), Some(others));
        let create = |at| drop(call(&office.manager, "pit.stone.create", json!({"new": stone(at)})));
        create(0);
        let taken = statements(&seen, || create(1));
        let inserts: Vec<(&String, &usize)> =
            taken.iter().filter(|(sql, _)| sql.starts_with("INSERT INTO object_")).collect();
        assert_eq!(inserts.iter().map(|(_, count)| **count).collect::<Vec<_>>(), [1], "{taken:#?}");
        (taken.values().sum::<usize>(), taken)
    };
    let ((one, few), (many, more)) = (taken(0), taken(150));
    assert_eq!(one, many, "{few:#?}\n{more:#?}");
}

// LIM-2: a list of fifty is one statement, of at most a tenth more steps than by hand.
#[test]
fn a_list_costs_what_it_reads() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("list.crm");
    let (office, seen) = office(&file, Some(3));
    let records: Vec<Json> = (0..200).map(stone).collect();
    call(&office.manager, "objects.create_many", json!({"object": "pit.stone", "records": records}));
    let list = || drop(call(&office.manager, "pit.stone.list", json!({"page": {"limit": 50}})));
    list();
    seen.take();
    list();
    let asked: Vec<_> = seen.take_bound().into_iter().filter(|(sql, _)| sql.contains(" FROM object_")).collect();
    let [(sql, params)] = asked.as_slice() else { panic!("{asked:#?}") };
    let connection = rusqlite::Connection::open(&file).unwrap();
    let slots = "SELECT s.slot, t.id FROM object_slots s JOIN object_tables t ON t.id = s.object WHERE t.name = 'pit.stone' \
                 ORDER BY s.field";
    let mut slots = connection.prepare(slots).unwrap();
    let slots: Vec<(String, i64)> =
        slots.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap().map(Result::unwrap).collect();
    let columns = slots.iter().map(|(slot, _)| format!("o.{slot}")).collect::<Vec<_>>().join(", ");
    // What a record tells, its title among it.
    let by_hand = format!(
        "SELECT o.uid, o.version, o.created_at, o.{title}, u.uid, u.display_name, {columns}, o.created_at, o.id \
         FROM object_{table} o LEFT JOIN users u ON u.id = o.creator ORDER BY o.created_at DESC, o.id DESC LIMIT 51",
        title = slots[0].0,
        table = slots[0].1,
    );
    let (engine, hand) = (work(&connection, sql, params), work(&connection, &by_hand, &[]));
    assert_eq!((engine.scanned, engine.sorted), (hand.scanned, hand.sorted), "{sql}");
    assert!(engine.steps * 100 <= hand.steps * 110, "{engine:?} against {hand:?}\n{sql}");
}

// LIM-2: typed areas take the statements that they took before, where no pack gives their records anything.
#[test]
fn typed_areas_pay_nothing_for_packs() {
    let folder = tempfile::tempdir().unwrap();
    let taken = |packs: Option<usize>, name: &str| {
        let (office, seen) = office(&folder.path().join(name), packs);
        office.admin.call("settings.update", r#"{"changes": {"required_customer_fields": []}}"#).unwrap();
        let customer =
            office.manager.customers().create(new_customer(&office.manager, "华东精密"), None, None).unwrap();
        statements(&seen, || {
            let customer = json!(customer.id);
            call(&office.manager, "customers.update", json!({"id": customer, "changes": {"phone": "021"}}));
            call(&office.manager, "customers.get", json!({"id": customer}));
            call(&office.manager, "customers.list", json!({}));
        })
    };
    assert_eq!(taken(None, "without.crm"), taken(Some(40), "with.crm"));
}

// LIM-2: opening reads no more where two hundred tables are, and neither does the first call that asks for none of them.
#[test]
fn two_hundred_tables_open_like_none() {
    let folder = tempfile::tempdir().unwrap();
    let taken = |packs: Option<usize>, name: &str| {
        let file = folder.path().join(name);
        let (first, _) = office(&file, packs);
        let admin = first.admin.user().unwrap();
        drop(first);
        let (storage, seen) = watched(SqliteStorage::open(&file, &SqliteOptions::default()).unwrap());
        let crm = Crm::options().environment(FixedEnvironment::new(MORNING)).open_storage(Box::new(storage)).unwrap();
        crm.session(admin).unwrap().users().me().unwrap();
        seen.take_counted()
    };
    assert_eq!(taken(None, "none.crm"), taken(Some(199), "many.crm"));
}
