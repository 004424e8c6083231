//! Random trees over random rows: in memory and in SQL they find the same (FILT-1), and `not` finds the rest (FILT-3).

use std::cell::Cell;

use crm_core::objects::filter::read::{Place, Reader};
use crm_core::objects::order::Order;
use crm_core::objects::path::Crossed;
use crm_core::objects::shape::Everything;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use serde_json::json;
use uuid::Uuid;

use crate::database;
use crate::tape::{moment, rows, tape, tree};
use crate::world::{PLACES, found};

#[test]
fn sql_and_memory_find_the_same_and_not_finds_the_rest() {
    let database = database();
    let (partly, all) = (Cell::new(0), Cell::new(0));
    let mut runner = TestRunner::new(ProptestConfig::with_cases(2_000));
    let ran = runner.run(&tape(), |mut tape| {
        let object = tape.one(&["booking", "line", "room", "user"]);
        let rows = rows(&mut tape);
        let moment = moment(&mut tape, &rows);
        let json = tree(&mut tape, &rows, object, 4, false);
        let reader = Reader { catalogue: &rows.objects, rights: &Everything, place: Place::Call, places: PLACES };
        let read = |json| reader.filter(rows.objects.get(object), &json, &mut Crossed::default());
        let filter = read(json.clone()).unwrap_or_else(|found| panic!("{json} {found:?}"));
        let not = read(json!({"not": json})).unwrap();
        let wanted = rows.sought(object, Some(&filter), &Order::default(), &moment);
        let rest = rows.sought(object, Some(&not), &Order::default(), &moment);
        let every = rows.sought(object, None, &Order::default(), &moment);
        let mut in_sql: (Vec<Uuid>, Vec<Uuid>) = Default::default();
        database.with(&rows, &mut |tx| {
            let mut find = |filter| found(tx, &rows.objects, object, filter, &moment);
            in_sql = (find(&filter), find(&not));
        });
        // FILT-1, FILT-8: the same in both translations, what is hidden aside.
        prop_assert_eq!(&in_sql.0, &wanted, "{}", &json);
        prop_assert_eq!(&in_sql.1, &rest, "not {}", &json);
        // FILT-3: two values, no third.
        let missing: Vec<Uuid> = every.iter().filter(|id| !wanted.contains(id)).copied().collect();
        prop_assert_eq!(&rest, &missing, "{}", &json);
        all.set(all.get() + 1);
        if !wanted.is_empty() && !rest.is_empty() {
            partly.set(partly.get() + 1);
        }
        Ok(())
    });
    ran.unwrap();
    assert!(all.get() >= 2_000 && partly.get() * 8 > all.get(), "{} of {}", partly.get(), all.get());
}
