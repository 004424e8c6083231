//! The vectors of filter trees, each in memory and in SQL (FILT-1).

use crm_core::exact;
use crm_core::objects::days::Moment;
use crm_core::objects::filter::parameters::{Parameter, check};
use crm_core::objects::filter::read::{Place, Reader};
use crm_core::objects::mistakes::Mistake;
use crm_core::objects::order::Order;
use crm_core::objects::path::Crossed;
use crm_core::objects::shape::{Everything, Kind};
use serde_json::Value;
use uuid::Uuid;

use crate::database;
use crate::vectors::{VECTORS, named, rows};
use crate::world::{PLACES, found};

// FILT-1 to FILT-9: every vector, in both translations.
#[test]
fn every_vector_holds_in_memory_and_in_sql() {
    let vectors: Value = serde_json::from_str(VECTORS).unwrap();
    let filters = &vectors["filters"];
    let (rows, ids) = rows(&filters["rows"]);
    let context = &filters["context"];
    let me = ids[context["me"].as_str().unwrap()];
    let now = exact::instant(context["now"].as_str().unwrap()).unwrap();
    let moment = Moment::new(context["zone"].as_str().unwrap(), now, Some(me)).unwrap();
    let day = |name: &str| Parameter { name: name.into(), kind: Kind::Date };
    let declared = [day("from"), day("to")];
    let (mut found_some, mut refused) = (0, 0);
    database().with(&rows, &mut |tx| {
        for vector in filters["vectors"].as_array().unwrap() {
            let name = vector["id"].as_str().unwrap();
            let given = vector["parameters"].as_object();
            let place = given.map_or(Place::Call, |_| Place::View(&declared));
            let reader = Reader { catalogue: &rows.objects, rights: &Everything, place, places: PLACES };
            let json = named(&vector["filter"], &ids);
            let read = reader.filter(rows.objects.get("booking"), &json, &mut Crossed::default());
            if let Some(error) = vector.get("error") {
                let path = error["path"].as_str().unwrap().to_owned();
                let found = read.map(|filter| format!("{filter:?}"));
                let found = found.map_err(|found| found.into_iter().map(|m| (m.path, m.code)).collect::<Vec<_>>());
                assert_eq!(found, Err(vec![(path, error["code"].as_str().unwrap())]), "{name}");
                refused += 1;
                continue;
            }
            let mut filter = read.unwrap_or_else(|found: Vec<Mistake>| panic!("{name}: {found:?}"));
            if let Some(given) = given {
                check(&declared, given, PLACES).unwrap();
                filter = filter.bind(given, PLACES).unwrap();
            }
            let wanted = vector["ids"].as_array().unwrap().iter().map(|id| ids[id.as_str().unwrap()]);
            // The vectors name them the oldest first.
            let wanted: Vec<Uuid> = wanted.rev().collect();
            assert_eq!(rows.sought("booking", Some(&filter), &Order::default(), &moment), wanted, "{name} in memory");
            assert_eq!(found(tx, &rows.objects, "booking", &filter, &moment), wanted, "{name} in SQL");
            found_some += 1;
        }
    });
    // None is left out.
    assert_eq!((found_some, refused), (71, 36));
}
