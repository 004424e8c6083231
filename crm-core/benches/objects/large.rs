//! What must stay small while there is much: many tables, a table over a million rows, a pack on a large database.

use std::hint::black_box;
use std::path::Path;
use std::time::Instant;

use crm_core::Crm;
use crm_core::objects::catalogue::current::Kept;
use crm_core::objects::filter::read::{Place, Reader};
use crm_core::objects::filter::sql::{Terms, Whole};
use crm_core::objects::shape::Everything;
use serde_json::{Map, Value as Json, json};

use crate::stage::{PLACES, Stage, copy, pack, slot};
use crate::{alternate, told};

/// Opening a database of 200 defined objects beside one of none.
pub fn tables(folder: &Path) -> bool {
    let fields: Map<String, Json> =
        (0..10).map(|at| (format!("f{at}"), json!({"type": if at < 5 { "integer" } else { "date" }}))).collect();
    let objects: Map<String, Json> =
        (0..200).map(|at| (format!("o{at}"), json!({"title": "'o'", "fields": fields.clone()}))).collect();
    let document = json!({"pack": "wide", "version": 1, "language": 1, "title": "Wide", "objects": objects});
    let (none, many) = (folder.join("none.crm"), folder.join("many.crm"));
    drop(Stage::new(&none));
    let stage = Stage::new(&many);
    stage.apply(&document.to_string());
    // Whoever opens a database reads its schema with the first statement.
    let open = |file: &Path| {
        let crm = Crm::open(file).unwrap();
        black_box(crm.session_by_login("admin").unwrap().users().me().unwrap());
    };
    let (with, without, _) = alternate(5, &mut |_| open(&many), &mut |_| open(&none));
    let met = told("opening with 200 tables, more than without", (with - without) / 1e3, "ms", 5.0);
    let load = crate::time(5, &mut |_| drop(black_box(stage.catalogue()))) / 1e3;
    let kept = crate::time(5, &mut |_| drop(black_box(stage.read(Kept::load)))) / 1e3;
    println!("{:<44} {load:>8.2} ms   of which its rows {kept:.2} ms", "their catalogue, once a version and process");
    met
}

/// A table over a million rows.
pub fn aggregate(folder: &Path, scale: f64) -> bool {
    let rows = (1e6 * scale) as i64;
    let file = folder.join("sales.crm");
    let stage = Stage::new(&file);
    stage.apply(&pack().to_string());
    let world = stage.catalogue();
    let model = &world.models["depot.sale"];
    let [kind, amount, day] = ["kind", "amount", "day"].map(|name| slot(model, name, false));
    let fill = format!(
        "INSERT INTO {} (uid, version, created_at, {kind}, {amount}, {day})
         WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < {rows} - 1)
         SELECT randomblob(16), 1, i, substr('oil coalwoodpeat', 1 + i % 4 * 4, 4), i % 100000,
                date('2025-01-01', (i * 7919 % 365) || ' days') FROM n",
        model.table
    );
    stage.write(|tx| tx.execute(&fill, &[]));
    let trim = format!("UPDATE {} SET {kind} = trim({kind})", model.table);
    stage.write(|tx| tx.execute(&trim, &[]));
    let hand = copy(&file, &folder.join("sales by hand.crm"));
    let object = &world.definitions.get("depot.sale").unwrap().object;
    let reader = Reader { catalogue: &world.definitions, rights: &Everything, place: Place::Call, places: PLACES };
    let mut met = true;
    let by_kind = format!("{kind}, count(*), sum({amount}), max({day})");
    let by_month = format!("{kind}, substr({day}, 1, 7), count(*), sum({amount})");
    let questions = [
        (
            "aggregate by choice",
            json!({"group": ["kind"], "measures": [{"count": true}, {"sum": "amount"}, {"max": "day"}]}),
            by_kind,
            "1",
            4,
        ),
        (
            "aggregate by choice and month",
            json!({"group": ["kind", {"field": "day", "by": "month"}], "measures": [{"count": true}, {"sum": "amount"}]}),
            by_month,
            "1, 2",
            48,
        ),
    ];
    for (name, question, select, by, groups) in questions {
        let question = reader.question(object, &question).unwrap();
        let sql = format!("SELECT {select} FROM {} GROUP BY {by} ORDER BY {by}", model.table);
        let mut engine = |_| {
            let table = stage.read(|tx| {
                let terms = Terms { moment: &stage.moment, sight: &Whole, position: tx.dialect().position };
                question.rows(tx, object, terms, "CNY")
            });
            assert_eq!(black_box(table).len(), groups);
        };
        let mut by_hand = |_| {
            let mut statement = hand.prepare_cached(&sql).unwrap();
            let rows = statement.query_map([], |row| {
                Ok((row.get::<_, String>(0)?, row.get::<_, rusqlite::types::Value>(1)?, row.get::<_, i64>(2)?))
            });
            assert_eq!(black_box(rows.unwrap().count()), groups);
        };
        let (engine, by_hand, ratio) = alternate(1, &mut engine, &mut by_hand);
        println!("{name:<44} {:>8.2} ms   by hand {:.2} ms", engine / 1e3, by_hand / 1e3);
        met &= told("", ratio, "×", 1.2);
    }
    met
}

/// The hotel's pack on a million customers.
pub fn hotel(folder: &Path, scale: f64) -> bool {
    let customers = (1e6 * scale) as i64;
    let file = folder.join("hotel.crm");
    let stage = Stage::new(&file);
    let fill = format!(
        "INSERT INTO customers (uid, complete, name, name_folded, external_id, created_at, active_since)
         WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {customers})
         SELECT randomblob(16), TRUE, 'Customer ' || i, 'customer ' || i, 'X' || i, i, '2026-03-02' FROM n"
    );
    stage.write(|tx| tx.execute(&fill, &[]));
    let mut document: Json = include_str!("../../packs/hotel.json").parse().unwrap();
    // Setup documents come with a later chapter.
    document.as_object_mut().unwrap().remove("setup");
    for labels in document["labels"].as_object_mut().unwrap().values_mut() {
        labels.as_object_mut().unwrap().retain(|path, _| !path.starts_with("setup."));
    }
    let start = Instant::now();
    stage.apply(&document.to_string());
    told("planning and applying the hotel", start.elapsed().as_secs_f64(), "s", 1.0)
}
