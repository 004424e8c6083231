//! What records of defined objects cost (OBJ-20, LIM-2): `cargo bench -p crm-core --bench objects`.
//!
//! Each is measured beside the same statements by hand, on two files of the same shape, in one run and in turn; or beside the
//! same with less data. Printed are medians of CPU times. `CRM_SCALE` (1) makes the million rows of the largest ones so many
//! millions; `CRM_SCALE=0.1` is a look.

#![allow(clippy::unwrap_used, missing_docs, reason = "a program for developers")]

mod hand;
mod large;
mod stage;
#[path = "../timing/mod.rs"]
mod timing;

use std::hint::black_box;
use std::path::Path;

use crm_core::objects::expr::{Number, Value};
use crm_core::objects::filter::read::{Place, Reader};
use crm_core::objects::filter::sql::{Terms, Whole};
use crm_core::objects::list::List;
use crm_core::objects::path::{Crossed, open};
use crm_core::objects::records::{Asked, Call, Picture, judge};
use crm_core::objects::shape::Everything;
use crm_core::objects::values;
use crm_core::storage::{Columns, Row};
use crm_core::validate::Violations;
use serde_json::json;
use stage::{Stage, give, id, pack, record};
use timing::{alternate, compare, median, time};

fn told(name: &str, measured: f64, unit: &str, target: f64) -> bool {
    let met = measured <= target;
    println!("{name:<44} {measured:>8.2} {unit}   target {target:.2} {}", if met { "met" } else { "MISSED" });
    met
}

fn number(whole: i64) -> Value {
    Value::Number(Number::whole(whole).unwrap())
}

fn day(day: i64) -> Value {
    Value::Date(crm_core::Date::from_ymd_opt(2026, 1, 1).unwrap() + chrono::Days::new(day as u64))
}

/// A create, and a list of 50, each beside its statements.
fn by_hand(folder: &Path) -> bool {
    let file = folder.join("engine.crm");
    let stage = Stage::new(&file);
    stage.apply(&pack().to_string());
    let world = stage.catalogue();
    let model = &world.models["depot.crate"];
    let shelves = world.models["depot.shelf"].table.clone();
    for shelf in 0..100 {
        let label = format!("Shelf {shelf}");
        let given = |_: &mut dyn crm_core::storage::Transaction, model: &_| {
            vec![give(model, "label", Value::Text(label.clone().into()))]
        };
        stage.create(&world, "depot.shelf", id(shelf), &given);
    }
    let hand = hand::Hand::new(stage::copy(&file, &folder.join("hand.crm")), model, &shelves);
    let mut made = 1_000;
    let mut made_by_hand = 1_000;
    let create = compare(
        "create",
        1.15,
        400,
        |_| {
            made += 1;
            let (number_of, label) = (made, format!("Kiste {made}"));
            stage.create(&world, "depot.crate", id(made), &|tx, model| {
                let shelf = record(tx, &shelves, id(number_of % 100));
                vec![
                    give(model, "label", Value::Text(label.clone().into())),
                    give(model, "size", number(number_of as i64 % 100)),
                    give(model, "price", Value::Number(Number::literal("388.50").unwrap())),
                    give(model, "packed", day(number_of as i64 % 300)),
                    give(model, "note", Value::Text("handle with care".into())),
                    give(model, "shelf", shelf),
                ]
            });
        },
        |_| {
            made_by_hand += 1;
            hand.create(id(made_by_hand), made_by_hand);
        },
    );
    let object = world.definitions.get("depot.crate").unwrap();
    let reader =
        Reader { catalogue: &world.definitions, rights: &Everything, place: Place::Call, places: stage::PLACES };
    let tree = json!({"field": "status", "is": "here"});
    let filter = reader.filter(&object.object, &tree, &mut Crossed::default()).unwrap();
    let order = reader.order::<&str>(&object.object, &[], &mut Crossed::default()).unwrap();
    let fields: Vec<_> = model.fields.iter().filter(|field| field.field.is_some()).collect();
    let list = compare(
        "list of 50",
        1.10,
        200,
        |_| {
            let rows = stage.read(|tx| {
                let terms = Terms { moment: &stage.moment, sight: &Whole, position: tx.dialect().position };
                let mut list = List::new(&object.object, "o", terms, &order);
                list.filter(&filter)?;
                let mut select = vec!["o.uid".to_owned(), "o.version".to_owned(), "o.created_at".to_owned()];
                for field in &fields {
                    select.push(format!("o.{}", field.lies.value));
                    if field.to().is_some() {
                        let path = open(
                            &world.definitions,
                            &object.object,
                            &format!("{}.id", field.name),
                            &mut Crossed::default(),
                        );
                        let path = path.unwrap_or_else(|_| panic!("{}", field.name));
                        select.push(list.query().column(&path, false));
                    }
                }
                let page = list.page(&select.join(", "), None, 50);
                let mut rows = Vec::new();
                tx.query(&page.sql, &page.params, &mut |row: &dyn Row| {
                    let mut columns = Columns::new(row);
                    let kernel: (uuid::Uuid, i64, i64) = (columns.next()?, columns.next()?, columns.next()?);
                    let mut read = Vec::with_capacity(fields.len());
                    for field in &fields {
                        let ty = &field.field.as_ref().unwrap().ty;
                        read.push(values::read(ty, &field.lies, stage::PLACES, &mut columns)?);
                    }
                    rows.push((kernel, read));
                    Ok(true)
                })?;
                Ok(rows)
            });
            assert_eq!(black_box(rows).len(), 50);
        },
        |_| assert_eq!(black_box(hand.list()).len(), 50),
    );
    create && list
}

/// A write that is summed up, whatever the number of those that are there.
fn rollups(folder: &Path) -> bool {
    let stage = Stage::new(&folder.join("sums.crm"));
    stage.apply(&pack().to_string());
    let world = stage.catalogue();
    let bills = world.models["depot.bill"].table.clone();
    for bill in 0..2 {
        stage.create(&world, "depot.bill", id(bill), &|_, _| Vec::new());
    }
    let mut made = 100;
    let mut line = |bill: usize| {
        made += 1;
        stage.create(&world, "depot.line", id(made), &|tx, model| {
            vec![give(model, "bill", record(tx, &bills, id(bill))), give(model, "amount", number(5))]
        });
    };
    (0..10).for_each(|_| line(0));
    (0..10_000).for_each(|_| line(1));
    // The small one is emptied between the rounds, so that it stays small.
    let lines = &world.models["depot.line"];
    let by = stage::slot(lines, "bill", false);
    let (mut small, mut large) = (Vec::new(), Vec::new());
    for _ in 0..timing::ROUNDS {
        small.push(time(10, &mut |_| line(0)));
        large.push(time(10, &mut |_| line(1)));
        stage.write(|tx| {
            let of = format!("DELETE FROM {} WHERE {by} = (SELECT min(id) FROM {bills})", lines.table);
            tx.execute(&of, &[]).map(drop)
        });
    }
    told("roll-up at 10,000 children against 10", median(large) / median(small), "×", 1.5)
}

/// The check of a span, with so many of its kind.
fn spans(folder: &Path) -> bool {
    let stage = Stage::new(&folder.join("spans.crm"));
    stage.apply(&pack().to_string());
    let world = stage.catalogue();
    let rooms = world.models["depot.room"].table.clone();
    let model = &world.models["depot.stay"];
    for room in 0..20 {
        let label = |_: &mut dyn crm_core::storage::Transaction, model: &_| {
            vec![give(model, "label", Value::Text(format!("{room}").into()))]
        };
        stage.create(&world, "depot.room", id(room), &label);
    }
    let [room, comes, goes] = ["room", "comes", "goes"].map(|name| stage::slot(model, name, false));
    let fill = format!(
        "INSERT INTO {} (uid, version, created_at, {room}, {comes}, {goes})
         WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 39999)
         SELECT randomblob(16), 1, 0, 1 + i % 20, date('2020-01-01', (i / 20 * 2) || ' days'),
                date('2020-01-01', (i / 20 * 2 + 1) || ' days') FROM n",
        model.table
    );
    stage.write(|tx| tx.execute(&fill, &[]));
    let call = Call { context: &stage.context, look: &world };
    let mut taken = 0;
    let micros = stage.read(|tx| {
        let mut picture = Picture::new(model);
        picture.held[stage::place(model, "room")] = record(tx, &rooms, id(7));
        let mut times = Vec::new();
        for _ in 0..timing::ROUNDS {
            times.push(time(1_000, &mut |i| {
                // Every second night is taken.
                picture.put("comes", day(i as i64 % 700));
                picture.put("goes", day(i as i64 % 700 + 1));
                let mut found = Violations::default();
                let later = std::collections::BTreeSet::new();
                let asked = Asked { before: None, key: None, freezes: false, later: &later };
                judge(tx, &call, &mut picture, &asked, &mut found).unwrap();
                taken += usize::from(!found.is_empty());
            }));
        }
        Ok(median(times))
    });
    assert_eq!(taken, timing::ROUNDS * 500);
    told("no-overlap at 2,000 stays of a room", micros, "µs", 10.0)
}

/// An expression of ten operands.
fn expression(folder: &Path) -> bool {
    let stage = Stage::new(&folder.join("expr.crm"));
    let document = json!({
        "pack": "sums", "version": 1, "language": 1, "title": "Sums",
        "objects": {"sum": {"title": "'sum'", "fields": {
            "a": {"type": "integer"}, "b": {"type": "decimal", "places": 2}, "c": {"type": "money"},
            "d": {"type": "money", "formula": "if(a > 3, a * b + c, c - a) / 4 + max(b, 7) * (c - 2)"}
        }}}
    });
    stage.apply(&document.to_string());
    let world = stage.catalogue();
    let model = &world.models["sums.sum"];
    let mut picture = Picture::new(model);
    for (name, text) in [("a", "12"), ("b", "3.25"), ("c", "388.50")] {
        picture.put(name, Value::Number(Number::literal(text).unwrap()));
    }
    let formula = model.fields[stage::place(model, "d")].formula.as_ref().unwrap();
    let mut evaluate = |_| drop(black_box(picture.evaluate(black_box(formula), &stage.context)));
    evaluate(0);
    let times = (0..timing::ROUNDS).map(|_| time(20_000, &mut evaluate)).collect();
    told("an expression of ten operands", median(times), "µs", 2.0)
}

fn main() {
    let scale: f64 = std::env::var("CRM_SCALE").ok().and_then(|text| text.parse().ok()).unwrap_or(1.0);
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    println!("{} rounds alternated, CPU time of the process, medians\n", timing::ROUNDS);
    let mut met = by_hand(folder);
    met &= rollups(folder);
    met &= spans(folder);
    met &= expression(folder);
    met &= large::tables(folder);
    met &= large::aggregate(folder, scale);
    met &= large::hotel(folder, scale);
    println!("\n{}", if met { "every target met" } else { "a target was missed" });
}
