//! What a page costs who sees less: as many steps of SQLite's machine however much there is, and however much of it they see.

use crm_core::storage::Value as Bound;
use serde_json::{Value, json};

use crate::plans::Watch;
use crate::watch::{Work, work};
use crate::world::call;

/// Rows that are added at a time: of each range another part, so that the ranges overlap.
const ROWS: i64 = 1_200;

/// The statement of a call that merges what is seen, as it is run.
fn paged(watch: &Watch, operation: &str, arguments: &Value) -> (String, Vec<Bound<'static>>) {
    watch.seen.take();
    let page = call(watch.world.session("北"), operation, arguments);
    let mut statements = watch.seen.take_bound();
    statements.retain(|(sql, _)| sql.contains(" AS paged "));
    assert_eq!(statements.len(), 1, "{operation} {arguments} {page}");
    statements.remove(0)
}

/// The ranges of a statement, by its parameters: kinds' numbers and principals in turn.
fn ranges(params: &[Bound<'static>]) -> Vec<(i64, i64)> {
    let keys: Vec<i64> = params
        .iter()
        .map(|param| match param {
            Bound::Integer(key) => *key,
            other => panic!("{other:?}"),
        })
        .collect();
    // Behind them stands the limit.
    keys.chunks_exact(2).map(|pair| (pair[0], pair[1])).collect()
}

/// Adds customers, each with a contact, of which the ranges have every one, every second and every third.
fn grow(watch: &Watch, ranges: &[(i64, i64)], times: i64) {
    let first: i64 = watch.connection.query_row("SELECT max(id) + 1 FROM customers", [], |row| row.get(0)).unwrap();
    let numbers = format!(
        "WITH RECURSIVE n (i) AS (SELECT {first} UNION ALL SELECT i + 1 FROM n WHERE i < {})",
        first + ROWS * times - 1
    );
    let uid = |kind: i64| format!("unhex(printf('0195000000007000a0{kind:02}%012x', i))");
    let mut batch = format!(
        "BEGIN;
         INSERT INTO customers (id, uid, number, complete, name, name_folded, created_at, active_since)
         {numbers} SELECT i, {}, i + 1000, TRUE, 'c', 'c', 0, '2026-03-02' FROM n;
         INSERT INTO contacts (id, uid, customer, name, name_folded, created_at)
         {numbers} SELECT i, {}, i, 'k', 'k', 0 FROM n;",
        uid(1),
        uid(2)
    );
    for (at, (kind, principal)) in ranges.iter().enumerate() {
        batch += &format!(
            "{numbers} INSERT INTO access SELECT {kind}, {principal}, i, i FROM n WHERE (i - {first}) % {} = 0;",
            at % 3 + 1
        );
    }
    watch.connection.execute_batch(&(batch + "COMMIT")).unwrap();
}

#[test]
fn a_page_takes_as_many_steps_however_much_there_is() {
    // SCOPE-6: a page reads no more of what is seen than it is long; nothing is gone through and nothing is sorted.
    let watch = Watch::new();
    let share =
        json!({"entity": "customer", "id": watch.world.id("K1"), "access": "read", "user": watch.world.user("北")});
    call(&watch.world.all, "shares.give", &share);
    let lists = ["customers.list", "contacts.list"];
    let all: Vec<Vec<(i64, i64)>> = lists.iter().map(|list| ranges(&paged(&watch, list, &json!({})).1)).collect();
    for ranges in &all {
        assert_eq!(ranges.len(), 3, "{all:?}");
    }
    let all = all.concat();
    let measure = || -> Vec<[Work; 2]> {
        let of = |list: &&str| {
            let next = call(watch.world.session("北"), list, &json!({"page": {"limit": 200}}))["next"].clone();
            let pages = [json!({}), json!({"page": {"after": next}})];
            pages.map(|arguments| {
                let (sql, params) = paged(&watch, list, &arguments);
                work(&watch.connection, &sql, &params)
            })
        };
        lists.iter().map(of).collect()
    };
    grow(&watch, &all, 1);
    let small = measure();
    grow(&watch, &all, 9);
    let large = measure();
    for ((list, small), large) in lists.iter().zip(&small).zip(&large) {
        for (small, large) in small.iter().zip(large) {
            assert_eq!(small, large, "{list}");
            // Some seventy steps a contact, and some hundred and ten a customer with its many columns.
            assert!(large.steps < 7_000, "{list}: {large:?}");
            assert_eq!((large.scanned, large.sorted), (0, 0), "{list}: {large:?}");
        }
    }
}
