//! SALES-3, EXT-3: what the lines of a file of orders name is looked up for many of them at once, and once.

use crm_core::prelude::*;
use crm_core::storage::sqlite::{SqliteOptions, SqliteStorage};
use serde_json::json;

use crate::custom::told as values;
use crate::imports::{bytes, column};
use crate::support::*;
use crate::watch::watched;

#[test]
fn heads_of_orders_are_looked_up_together() {
    let clock = FixedEnvironment::new(MORNING);
    let (storage, seen) = watched(SqliteStorage::in_memory(&SqliteOptions::default()).unwrap());
    let crm = Crm::options().environment(clock.clone()).open_storage(Box::new(storage)).unwrap();
    let office = Office::staff(crm, clock);
    office.apply(json!({
        "pack": "paint", "version": 1, "language": 1, "title": "Paint",
        "dictionary": {"paint_colour": {"红": "red", "蓝": "blue"}},
        "extend": {"order": {"fields": {
            "colour": {"type": "entry", "category": "paint_colour"}, "guide": {"type": "user"}}}}
    }));
    let customer = known_customer(&office, "C1");
    let looked_up = |lines: usize| {
        let mut heads = "no,who,day,state,colour,guide\n".to_owned();
        let mut rows = "no,what,pieces,each\n".to_owned();
        for at in 0..lines {
            let (colour, guide) =
                ([["红", "蓝"], ["黑", "blue"]][at % 5 / 4][at % 2], ["ann", "ben", "nobody"][at % 3]);
            heads.push_str(&format!("{at},C1,2026-01-05,5,{colour},{guide}\n"));
            rows.push_str(&format!("{at},bolt,1,2\n"));
        }
        // The same head again asks nothing more.
        heads.push_str("0,C1,2026-01-05,5,红,ann\n");
        let mapping = vec![
            column("external_id", "no"),
            column("customer_external_id", "who"),
            column("date", "day"),
            column("status", "state"),
            column("custom.colour", "colour"),
            column("custom.guide", "guide"),
        ];
        let lines = vec![
            column("order", "no"),
            column("product_name", "what"),
            column("quantity", "pieces"),
            column("unit_price", "each"),
        ];
        seen.take();
        let report = office.integration.imports().orders(bytes(&heads), mapping, bytes(&rows), lines, None).unwrap();
        let taken = seen.take_counted();
        let asked =
            |part: &str| taken.iter().filter(|(sql, _)| sql.contains(part)).map(|(_, count)| count).sum::<usize>();
        (report, asked("FROM users WHERE login"), asked("FROM dictionary_entries WHERE category"))
    };
    let (report, users, entries) = looked_up(40);
    assert!(report.created > 10 && report.refused > 10 && report.repeated == 1, "{report:?}");
    let all = office.ann.orders().list(customer.id, None, None, None).unwrap().items;
    let first = all.iter().find(|order| order.external_id == "0").unwrap();
    assert_eq!(values(&first.custom)["colour"]["title"], "红");
    // Each text once, however many lines name it.
    assert_eq!((users, entries), (3, 4));
    let (_, users, entries) = looked_up(80);
    assert_eq!((users, entries), (3, 4));
}
