//! Orders (FILT-10): pages of any size walk every row once, in the order that memory gives, and a cursor is one of its list
//! alone.

use crm_core::CrmError;
use crm_core::objects::days::Moment;
use crm_core::objects::filter::parameters::Parameter;
use crm_core::objects::filter::read::{Place, Reader};
use crm_core::objects::filter::tree::Filter;
use crm_core::objects::order::Order;
use crm_core::objects::path::Crossed;
use crm_core::objects::shape::{Everything, Field, Kind, Names, Object};
use crm_core::storage::Transaction;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::database;
use crate::tape::{moment, order, rows, tape, tree};
use crate::world::{Objects, PLACES, list, page};

fn read(objects: &Objects, object: &str, paths: &[impl AsRef<str>]) -> Result<Order, Vec<(String, &'static str)>> {
    let reader = Reader { catalogue: objects, rights: &Everything, place: Place::Call, places: PLACES };
    let read = reader.order(objects.get(object), paths, &mut Crossed::default());
    read.map_err(|found| found.into_iter().map(|mistake| (mistake.path, mistake.code)).collect())
}

fn tree_of(objects: &Objects, object: &str, json: &Value) -> Filter {
    let parameters = [Parameter { name: "from".into(), kind: Kind::Integer }];
    let reader = Reader { catalogue: objects, rights: &Everything, place: Place::View(&parameters), places: PLACES };
    reader.filter(objects.get(object), json, &mut Crossed::default()).unwrap()
}

// FILT-10
#[test]
fn pages_walk_every_row_once_in_the_order_of_memory() {
    let database = database();
    let mut runner = TestRunner::new(ProptestConfig::with_cases(700));
    let ran = runner.run(&tape(), |mut tape| {
        let object = tape.one(&["booking", "line", "room"]);
        let rows = rows(&mut tape);
        let moment = moment(&mut tape, &rows);
        let paths = order(&mut tape, &rows, object);
        let order = read(&rows.objects, object, &paths).unwrap();
        let filter = tape.once_in(2).then(|| tree(&mut tape, &rows, object, 3, false));
        let filter = filter.map(|json| tree_of(&rows.objects, object, &json));
        let wanted = rows.sought(object, filter.as_ref(), &order, &moment);
        let limit = i64::try_from(tape.below(4)).unwrap() + 1;
        let (mut walked, mut pages): (Vec<Uuid>, usize) = (Vec::new(), 0);
        let mut counted = 0;
        database.with(&rows, &mut |tx| {
            let list = list(&rows.objects, object, filter.as_ref(), &order, &moment, tx.dialect().position);
            let mut after = None;
            loop {
                let (ids, next) = page(tx, &list, after.as_deref(), limit).unwrap();
                walked.extend(ids);
                pages += 1;
                match next {
                    Some(next) if pages < 50 => after = Some(next),
                    _ => break,
                }
            }
            let count = list.count(1_000);
            tx.query(&count.sql, &count.params, &mut |row: &dyn crm_core::storage::Row| {
                counted = crm_core::storage::Columns::new(row).next()?;
                Ok(false)
            })
            .unwrap();
        });
        prop_assert_eq!(&walked, &wanted, "{:?}", &paths);
        prop_assert_eq!(i64::try_from(wanted.len()).unwrap(), counted);
        Ok(())
    });
    ran.unwrap();
}

// FILT-10, FILT-7, FILT-8: what a list can't be sorted by is told at its place.
#[test]
fn what_is_no_order_is_refused() {
    let objects = Objects::new();
    let long = "-room.floor.building.keeper.display_name";
    let refused = [
        ("foreign", "type"),
        ("-note", "not_searchable"),
        ("room", "type"),
        ("id", "type"),
        ("room.nowhere", "unknown_field"),
        ("n.x", "type"),
        ("", "unknown_field"),
        ("-", "unknown_field"),
        (long, "too_deep"),
    ];
    for (path, code) in refused {
        let found = read(&objects, "booking", &["n", path]).map(drop);
        assert_eq!(found, Err(vec![("[1]".to_owned(), code)]), "{path}");
    }
    let four = read(&objects, "booking", &["n", "-name", "kind", "ok"]).map(drop);
    assert_eq!(four, Err(vec![(String::new(), "too_many")]));
    let both = read(&objects, "booking", &["note", "foreign"]).map(drop);
    assert_eq!(both, Err(vec![("[0]".to_owned(), "not_searchable"), ("[1]".to_owned(), "type")]));
    assert!(read(&objects, "booking", &["-room.floor.level", "status", "name"]).is_ok());
}

/// The cursor behind the first booking of a list.
fn cursor(tx: &mut dyn Transaction, objects: &Objects, moment: &Moment, filter: &Value, paths: &[&str]) -> String {
    let (filter, order) = (bound(objects, filter, 1), read(objects, "booking", paths).unwrap());
    let list = list(objects, "booking", Some(&filter), &order, moment, tx.dialect().position);
    page(tx, &list, None, 1).unwrap().1.unwrap()
}

fn bound(objects: &Objects, filter: &Value, from: i64) -> Filter {
    let given = json!({"from": from});
    tree_of(objects, "booking", filter).bind(given.as_object().unwrap(), PLACES).unwrap()
}

// FILT-10: a cursor of another filter or order, or over a field or values changed since, is refused.
#[test]
fn a_cursor_is_one_of_its_list() {
    let mut rows = crate::world::Rows::new();
    let instant = crm_core::objects::held::Held::Instant(crm_core::exact::instant("2026-03-05T02:00:00Z").unwrap());
    for text in ["a", "b", "c"] {
        let mut values = std::collections::BTreeMap::new();
        values.insert("created_at".to_owned(), instant.clone());
        values.insert("name".to_owned(), crm_core::objects::held::Held::Text(text.into()));
        values.insert("status".to_owned(), crm_core::objects::held::Held::Choice("sent".into()));
        rows.add("booking", values);
    }
    let moment = Moment::new("Asia/Shanghai", crm_core::exact::instant("2026-03-05T02:00:00Z").unwrap(), None).unwrap();
    let objects = &rows.objects;
    let filter = json!({"field": "status", "in": ["draft", "sent"]});
    let by = json!({"or": [filter, {"field": "n", "is": {"parameter": "from"}}]});
    database().with(&rows, &mut |tx| {
        let after = cursor(tx, objects, &moment, &by, &["kind", "name"]);
        let position = tx.dialect().position;
        let mut goes_on = |object: &Object, filter: &Filter, order: &Order| {
            let terms =
                crm_core::objects::filter::sql::Terms { moment: &moment, sight: &crate::world::Hidden, position };
            let mut list = crm_core::objects::list::List::new(object, "b", terms, order);
            list.filter(filter).unwrap();
            match list.place(tx, &after) {
                Ok(_) => page(tx, &list, Some(&after), 5).unwrap().0.len() == 2,
                Err(CrmError::Invalid { fields }) => {
                    assert_eq!((fields[0].field.as_str(), fields[0].code.as_str()), ("after", "cursor"));
                    false
                }
                Err(other) => panic!("{other:?}"),
            }
        };
        let booking = objects.get("booking");
        let order = |paths: &[&str]| read(objects, "booking", paths).unwrap();
        let same = order(&["kind", "name"]);
        assert!(goes_on(booking, &bound(objects, &by, 1), &same));
        // Another filter, order, direction, value of a parameter, object.
        assert!(!goes_on(booking, &bound(objects, &filter, 1), &same));
        assert!(!goes_on(booking, &bound(objects, &by, 2), &same));
        assert!(!goes_on(booking, &bound(objects, &by, 1), &order(&["kind", "-name"])));
        assert!(!goes_on(booking, &bound(objects, &by, 1), &order(&["name", "kind"])));
        let mut other = booking.clone();
        other.name = "other".into();
        assert!(!goes_on(&other, &bound(objects, &by, 1), &same));
        // The field by which it is sorted has other values since, or stands elsewhere.
        let changed = |change: &dyn Fn(&mut Field)| {
            let mut fields = booking.fields.to_vec();
            fields.iter_mut().for_each(change);
            let mut changed = booking.clone();
            changed.fields = fields.into();
            let reader = Reader { catalogue: objects, rights: &Everything, place: Place::Call, places: PLACES };
            let order = reader.order(&changed, &["kind", "name"], &mut Crossed::default()).unwrap();
            (changed, order)
        };
        let (_, order) = changed(&|field| {
            if field.name == "kind" {
                field.kind = Kind::Choice(Names::Fixed(&["double", "single", "suite"]));
            }
        });
        assert!(!goes_on(booking, &bound(objects, &by, 1), &order));
        let (_, order) = changed(&|field| {
            if field.name == "name" {
                field.column = "note".into();
            }
        });
        assert!(!goes_on(booking, &bound(objects, &by, 1), &order));
        let (_, order) = changed(&|_| {});
        assert!(goes_on(booking, &bound(objects, &by, 1), &order));
    });
}

// FILT-10: a text may be longer than a cursor; the walk goes on all the same.
#[test]
fn a_list_is_walked_by_texts_of_any_length() {
    let mut rows = crate::world::Rows::new();
    for at in 0..5_usize {
        let text = format!("{}{}", "长".repeat(20_000 - at % 2), "x".repeat(at % 2));
        rows.add("line", [("words".to_owned(), crm_core::objects::held::Held::Text(text.into()))].into());
    }
    let moment = Moment::new("UTC", crm_core::exact::instant("2026-03-05T02:00:00Z").unwrap(), None).unwrap();
    let order = read(&rows.objects, "line", &["words"]).unwrap();
    let wanted = rows.sought("line", None, &order, &moment);
    database().with(&rows, &mut |tx| {
        let list = list(&rows.objects, "line", None, &order, &moment, tx.dialect().position);
        let (mut walked, mut after) = (Vec::new(), None);
        loop {
            let (ids, next) = page(tx, &list, after.as_deref(), 2).unwrap();
            walked.extend(ids);
            let Some(next) = next else { break };
            assert!(next.len() < 100, "{}", next.len());
            after = Some(next);
        }
        assert_eq!(walked, wanted);
        // A row that is gone is no place any more.
        let gone = after.unwrap();
        tx.execute("DELETE FROM defined_7", &[]).unwrap();
        assert_eq!(list.place(tx, &gone).unwrap_err().fields()[0].code, "cursor");
    });
}
