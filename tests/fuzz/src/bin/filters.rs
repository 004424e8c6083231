//! Filter trees of anything: the first line of the input is the tree, each line behind it a path of the order. It is asked
//! of the rows of the vectors.
//!
//! Nothing may crash; what is read must find the same in memory and in the database, and page by page, and its opposite
//! the rest.
#![no_main]
#![allow(dead_code, reason = "the tests use the rest")]

#[path = "../../../objects/vectors.rs"]
mod vectors;
#[path = "../../../objects/world.rs"]
mod world;

use std::collections::BTreeMap;

use crm_core::exact;
use crm_core::objects::days::Moment;
use crm_core::objects::filter::read::{Place, Reader};
use crm_core::objects::path::Crossed;
use crm_core::objects::shape::Everything;
use crm_core::storage::sqlite::{SqliteOptions, SqliteStorage};
use libfuzzer_sys::fuzz_target;
use serde_json::{Value, json};
use uuid::Uuid;

struct House {
    rows: world::Rows,
    ids: BTreeMap<String, Uuid>,
    database: world::Database,
    moment: Moment,
}

impl House {
    fn new() -> House {
        let all: Value = serde_json::from_str(vectors::VECTORS).expect("JSON");
        let (rows, ids) = vectors::rows(&all["filters"]["rows"]);
        let storage = SqliteStorage::in_memory(&SqliteOptions::default()).expect("memory");
        let database = world::Database::new(Box::new(storage));
        let now = exact::instant("2026-03-05T02:00:00Z").expect("an instant");
        let moment = Moment::new("Asia/Shanghai", now, ids.get("wang").copied()).expect("a zone");
        House { rows, ids, database, moment }
    }
}

thread_local! {
    static HOUSE: House = House::new();
}

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let mut lines = text.lines();
    let Ok(json) = serde_json::from_str::<Value>(lines.next().unwrap_or_default()) else { return };
    let paths: Vec<&str> = lines.collect();
    HOUSE.with(|House { rows, ids, database, moment }| {
        let json = vectors::named(&json, ids);
        let booking = rows.objects.get("booking");
        let reader =
            Reader { catalogue: &rows.objects, rights: &Everything, place: Place::Call, places: world::PLACES };
        let mut crossed = Crossed::default();
        let order = reader.order(booking, &paths, &mut crossed);
        let Ok(filter) = reader.filter(booking, &json, &mut crossed) else { return };
        let order = order.unwrap_or_default();
        let wanted = rows.sought("booking", Some(&filter), &order, moment);
        let not = reader.filter(booking, &json!({"not": json}), &mut Crossed::default());
        database.with(rows, &mut |tx| {
            let list = world::list(&rows.objects, "booking", Some(&filter), &order, moment, "instr");
            let (mut walked, mut after) = (Vec::new(), None);
            loop {
                let (page, next) = world::page(tx, &list, after.as_deref(), 2).expect("a page");
                walked.extend(page);
                assert!(walked.len() <= wanted.len(), "{walked:?} {wanted:?}");
                let Some(next) = next else { break };
                after = Some(next);
            }
            assert_eq!(walked, wanted);
            // It is one level deeper, which may be one too many.
            if let Ok(not) = &not {
                let rest = world::found(tx, &rows.objects, "booking", not, moment);
                assert_eq!(rest.len() + wanted.len(), rows.seen(booking).count());
                assert!(!rest.iter().any(|id| wanted.contains(id)));
            }
        });
    });
});
