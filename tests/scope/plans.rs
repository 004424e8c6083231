//! How SQLite finds what somebody sees: `access` is never read from end to end, pages are merged lazily and sorted nowhere, and
//! what a write touched is found by indexes.

use crm_core::prelude::*;
use crm_core::storage::sqlite::{SqliteOptions, SqliteStorage};
use serde_json::{Value, json};

use crate::cast::Cast;
use crate::decisions::table;
use crate::support::{FixedEnvironment, MORNING};
use crate::watch::{Statements, watched};
use crate::world::{World, call};

/// The cast's world in a file, with what is executed in it, and another connection to it.
pub struct Watch {
    pub world: World,
    pub seen: Statements,
    pub connection: rusqlite::Connection,
    _folder: tempfile::TempDir,
}

impl Watch {
    pub fn new() -> Watch {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("scope.crm");
        let clock = FixedEnvironment::new(MORNING);
        let (storage, seen) = watched(SqliteStorage::open(&file, &SqliteOptions::default()).unwrap());
        let crm = Crm::options().environment(clock.clone()).open_storage(Box::new(storage)).unwrap();
        let world = World::on(Cast::read(&table()), crm, clock);
        let connection = rusqlite::Connection::open(&file).unwrap();
        Watch { world, seen, connection, _folder: folder }
    }

    fn plan(&self, sql: &str) -> Vec<String> {
        let mut statement = self.connection.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
        let mut rows = statement.raw_query();
        let mut lines = Vec::new();
        while let Some(row) = rows.next().unwrap() {
            lines.push(row.get::<_, String>(3).unwrap());
        }
        lines
    }

    /// The statements of a call that ask for what is seen, with their plans.
    fn of(&self, user: &str, operation: &str, arguments: &Value) -> Vec<(String, Vec<String>)> {
        call(self.world.session(user), operation, arguments);
        self.seen.take();
        call(self.world.session(user), operation, arguments);
        let statements = self.seen.take().into_iter().filter(|sql| sql.contains("access"));
        statements.map(|sql| (sql.clone(), self.plan(&sql))).collect()
    }
}

/// Whether a line of a plan reads `access` in one of the ways that it may be read.
fn is_sought(line: &str) -> bool {
    line.contains("PRIMARY KEY (entity=? AND principal=?") || line.contains("access_record (record=? AND entity=?")
}

fn reads_access(line: &str) -> bool {
    line.starts_with("SCAN seen") || line.starts_with("SEARCH seen")
}

#[test]
fn what_is_seen_is_sought_and_pages_are_merged() {
    let watch = Watch::new();
    let mut looked = 0;
    let id = |name: &str| json!({"id": watch.world.id(name)});
    let pages = [
        ("customers.list", "区", "customers"),
        ("contacts.list", "区", "contacts"),
        ("interactions.list", "区", "interactions"),
        ("tickets.list", "区", "tickets"),
        ("opportunities.list", "陈", "opportunities"),
        ("churn.list", "北", "churn_warnings"),
        ("customers.list", "北", "customers"),
    ];
    for (operation, user, of) in pages {
        let first = json!({"page": {"limit": 1}});
        let after = call(watch.world.session(user), operation, &first)["next"].clone();
        for page in [json!({"limit": 1}), json!({"limit": 1, "after": after})] {
            let statements = watch.of(user, operation, &json!({"page": page}));
            let list: Vec<_> = statements.iter().filter(|(sql, _)| sql.contains(" AS paged ")).collect();
            assert_eq!(list.len(), 1, "{operation} {statements:#?}");
            let (sql, plan) = list[0];
            // SCOPE-6: no more of the index is read than the page is long, and nothing is sorted.
            assert!(!plan.iter().any(|line| line.contains("TEMP B-TREE")), "{operation}\n{sql}\n{plan:#?}");
            assert_eq!(plan.iter().any(|line| line.contains("MERGE (UNION)")), sql.contains(" UNION "), "{plan:#?}");
            let scanned: Vec<&String> = plan
                .iter()
                .filter(|line| line.starts_with("SCAN") && !["SCAN paged", "SCAN merged"].contains(&line.as_str()))
                .collect();
            assert!(scanned.is_empty(), "{of} {sql}\n{plan:#?}");
        }
    }
    let calls = [
        ("customers.get", "陈", id("K1")),
        ("contacts.get", "区", id("C1")),
        ("tickets.get", "区", id("T1")),
        ("customers.list", "区", json!({"filter": {"satisfaction": 3}, "page": {"count": true}})),
        ("customers.list", "区", json!({"filter": {"name": "K"}, "page": {"count": true}})),
        ("tickets.list", "区", json!({"filter": {"status": "archived"}, "page": {"count": true}})),
        ("reports.contribution", "区", json!({"page": {"count": true}})),
        ("reports.composition", "区", json!({"by": "level"})),
        ("reports.service", "区", json!({"year": 2026})),
        ("reports.churn", "区", json!({})),
        ("meta.allowed", "区", json!({"entity": "customer", "ids": [watch.world.id("K1"), watch.world.id("K2")]})),
        ("customers.update", "区", json!({"id": watch.world.id("K3"), "changes": {}})),
    ];
    for (operation, user, arguments) in calls {
        if operation == "customers.update" {
            continue;
        }
        for (sql, plan) in watch.of(user, operation, &arguments) {
            for line in plan.iter().filter(|line| reads_access(line)) {
                assert!(is_sought(line), "{operation} {line}\n{sql}\n{plan:#?}");
                looked += 1;
            }
        }
    }
    assert!(looked > 20, "{looked}");
}

/// Every write of the cast's making: what it touches is found by indexes, whatever the tables hold.
#[test]
fn what_a_write_touches_is_found_by_indexes() {
    let watch = Watch::new();
    let world = &watch.world;
    watch.seen.take();
    let share = json!({"entity": "customer", "id": world.id("K1"), "access": "read", "user": world.user("王")});
    let move_to = |name: &str| json!({"id": world.user("陈"), "changes": {"department": world.department(name)}});
    let calls = [
        ("customers.update", json!({"id": world.id("K1"), "changes": {"account_manager": world.user("李")}})),
        ("customers.update", json!({"id": world.id("K1"), "changes": {"account_manager": world.user("陈")}})),
        ("tickets.reassign", json!({"id": world.id("T1"), "assignee": world.user("王")})),
        ("shares.give", share),
        ("users.update", move_to("华北")),
        (
            "departments.update",
            json!({"id": world.department("华东一组"), "changes": {"parent": world.department("公司")}}),
        ),
        ("contacts.delete", json!({"id": world.id("C1")})),
    ];
    let tables = ["customers", "contacts", "interactions", "tickets", "opportunities", "churn_warnings", "access"];
    for (operation, arguments) in calls {
        call(&world.all, operation, &arguments);
        for sql in watch.seen.take() {
            let plan = watch.plan(&sql);
            for line in plan.iter().filter(|line| line.starts_with("SCAN ")) {
                let name = line["SCAN ".len()..].split(' ').next().unwrap();
                let table = tables.iter().find(|table| {
                    **table == name
                        || sql.contains(&format!("{table} {name} "))
                        || sql.contains(&format!("{table} AS {name}"))
                });
                let subquery = plan.iter().any(|line| *line == format!("CO-ROUTINE {name}"));
                assert!(table.is_none() || subquery, "{operation} {line}\n{sql}\n{plan:#?}");
            }
        }
    }
    assert_eq!(world.check(), Vec::<String>::new());
}
