//! How SQLite finds what a tree seeks: by an index where one serves, also one over some rows alone, and from the table in
//! which there is something to be found (FILT-9).

use crm_core::objects::days::Moment;
use crm_core::objects::filter::read::{Place, Reader};
use crm_core::objects::filter::sql::{Piece, Terms, Whole};
use crm_core::objects::held::Held;
use crm_core::objects::list::List;
use crm_core::objects::path::Crossed;
use crm_core::objects::shape::Everything;
use crm_core::storage::{Columns, Row};
use serde_json::{Value, json};

use crate::database;
use crate::world::{PLACES, Rows};

/// The statement of a list's first page with its plan.
fn plan(filter: Value, sort: &[&str]) -> (Piece, Vec<String>) {
    let rows = Rows::new();
    let reader = Reader { catalogue: &rows.objects, rights: &Everything, place: Place::Call, places: PLACES };
    let booking = rows.objects.get("booking");
    let filter = reader.filter(booking, &filter, &mut Crossed::default()).unwrap();
    let order = reader.order(booking, sort, &mut Crossed::default()).unwrap();
    let now = "2026-03-05T02:00:00Z".parse().unwrap();
    let me = uuid::Uuid::from_u64_pair(1, 1);
    let moment = Moment::new("Asia/Shanghai", now, Some(me)).unwrap();
    let (mut lines, mut statement) = (Vec::new(), Piece::default());
    database().with(&rows, &mut |tx| {
        let terms = Terms { moment: &moment, sight: &Whole, position: tx.dialect().position };
        let mut list = List::new(booking, "b", terms, &order);
        list.filter(&filter).unwrap();
        statement = list.page("b.uid", None, 50);
        let explained =
            tx.query(&format!("EXPLAIN QUERY PLAN {}", statement.sql), &statement.params, &mut |row: &dyn Row| {
                let mut columns = Columns::new(row);
                let (_, _, _): (i64, i64, i64) = (columns.next()?, columns.next()?, columns.next()?);
                lines.push(columns.next::<String>()?);
                Ok(true)
            });
        explained.unwrap();
    });
    (statement, lines)
}

/// The plan enters by this line, and walks over no table from end to end.
fn enters(filter: Value, line: &str) -> String {
    let (Piece { sql, .. }, plan) = plan(filter, &[]);
    assert!(plan.iter().any(|found| found.contains(line)), "{line}\n{sql}\n{plan:#?}");
    assert!(!plan.iter().any(|found| found.starts_with("SCAN b")), "{sql}\n{plan:#?}");
    sql
}

// FILT-9: a bare leaf is one that an index serves, whatever stands beside it.
#[test]
fn a_leaf_enters_by_its_index() {
    enters(json!({"field": "n", "is": 1}), "SEARCH b USING INDEX bookings_n (n=?)");
    enters(json!({"field": "n", "in": [1, 2, 3]}), "SEARCH b USING INDEX bookings_n (n=?)");
    enters(json!({"field": "n", "gt": 1}), "SEARCH b USING INDEX bookings_n (n>?)");
    enters(json!({"field": "n", "empty": true}), "SEARCH b USING INDEX bookings_n (n=?)");
    enters(json!({"not": {"not": {"field": "n", "is": 1}}}), "SEARCH b USING INDEX bookings_n (n=?)");
    enters(json!({"field": "name", "is": "ACME"}), "SEARCH b USING INDEX bookings_name (name_folded=?)");
    enters(json!({"field": "day", "is": {"today": 0}}), "SEARCH b USING INDEX bookings_day (day=?)");
    let room = json!({"field": "room", "is": "00000000-0000-0004-0000-000000000001"});
    enters(room.clone(), "SEARCH b USING INDEX bookings_room (room=?)");
    enters(json!({"and": [room, {"not": {"field": "n", "gt": 1}}]}), "SEARCH b USING INDEX bookings_room (room=?)");
    enters(json!({"field": "tier", "is": 1}), "SEARCH j_1 USING COVERING INDEX more_tier (i1=?)");
    // Of a day sorted by itself nothing is left to sort.
    let (piece, lines) = plan(json!({"field": "day", "is": "2026-03-05"}), &[]);
    assert!(!lines.iter().any(|line| line.contains("TEMP B-TREE")), "{}\n{lines:#?}", piece.sql);
}

// FILT-9: states are literals, by which an index over some states is found; a bound one would not find it.
#[test]
fn an_index_over_one_state_is_found() {
    let mine = json!({"field": "clerk", "is": {"me": true}});
    let both = json!({"and": [mine, {"field": "status", "is": "sent"}]});
    let sql = enters(both, "SEARCH b USING INDEX bookings_clerk_sent (clerk=?)");
    assert!(sql.contains("b.status = 'sent'"), "{sql}");
    let (_, lines) = plan(json!({"and": [mine, {"field": "status", "is": "paid"}]}), &[]);
    assert!(!lines.iter().any(|line| line.contains("bookings_clerk_sent")), "{lines:#?}");
}

// FILT-9: a joined table is joined inner where the condition refuses an empty value, so that it can be entered first.
#[test]
fn what_refuses_an_empty_value_joins_inner() {
    let number = json!({"field": "room.number", "is": "A-302"});
    let sql = enters(number.clone(), "INDEX rooms_number (number_folded=?)");
    assert!(sql.contains(" JOIN rooms j_1 ") && !sql.contains("LEFT"), "{sql}");
    let level = json!({"field": "room.floor.level", "is": 1});
    let empty = json!({"field": "room.floor.level", "empty": true});
    for (filter, room, floor) in [
        (number.clone(), "JOIN", ""),
        (level.clone(), "JOIN", "JOIN"),
        (empty.clone(), "LEFT JOIN", "LEFT JOIN"),
        (json!({"not": number}), "LEFT JOIN", ""),
        (json!({"not": empty}), "JOIN", "JOIN"),
        (json!({"and": [number, empty]}), "JOIN", "LEFT JOIN"),
        // What is true of a row for one of several reasons joins what all of them need.
        (json!({"or": [number, level]}), "JOIN", "LEFT JOIN"),
        (json!({"or": [number, {"field": "n", "is": 1}]}), "LEFT JOIN", ""),
        (json!({"not": {"or": [{"not": number}, {"not": level}]}}), "JOIN", "JOIN"),
    ] {
        let (Piece { sql, .. }, _) = plan(filter.clone(), &["room.price"]);
        for (table, join) in [("rooms", room), ("floors", floor)] {
            let found = sql.split(&format!(" {table} j_")).next().unwrap();
            let found = if found == sql {
                ""
            } else if found.ends_with("LEFT JOIN") {
                "LEFT JOIN"
            } else {
                "JOIN"
            };
            assert_eq!(found, join, "{table} of {filter}\n{sql}");
        }
    }
}

// FILT-6: children are looked for by the reference's index, and each only once.
#[test]
fn children_are_found_by_their_reference() {
    let minibar = json!({"some": "line", "by": "booking", "where": {"field": "words", "contains": "minibar"}});
    let (piece, lines) = plan(minibar, &[]);
    assert!(lines.iter().any(|line| line.contains("lines_booking (r1=?)")), "{}\n{lines:#?}", piece.sql);
}

// FILT-10: a page behind a cursor is sought from its place on, also where values may be empty.
#[test]
fn the_thousandth_page_begins_at_its_place() {
    let rows = many();
    let reader = Reader { catalogue: &rows.objects, rights: &Everything, place: Place::Call, places: PLACES };
    let booking = rows.objects.get("booking");
    let now = "2026-03-05T02:00:00Z".parse().unwrap();
    let moment = Moment::new("Asia/Shanghai", now, None).unwrap();
    database().with(&rows, &mut |tx| {
        for (sort, line) in [("day", "bookings_day (day>?)"), ("", "SEARCH b USING INTEGER PRIMARY KEY (rowid<?)")] {
            let mut booking = booking.clone();
            if sort.is_empty() {
                booking.made = None;
            }
            let sort: Vec<&str> = Some(sort).filter(|sort| !sort.is_empty()).into_iter().collect();
            let order = reader.order(&booking, &sort, &mut Crossed::default()).unwrap();
            let terms = Terms { moment: &moment, sight: &Whole, position: tx.dialect().position };
            let list = List::new(&booking, "b", terms, &order);
            let (_, next) = crate::world::page(tx, &list, None, 2).unwrap();
            let place = list.place(tx, &next.unwrap()).unwrap();
            let page = list.page("b.uid", Some(&place), 2);
            let mut lines = Vec::new();
            let explained = format!("EXPLAIN QUERY PLAN {}", page.sql);
            tx.query(&explained, &page.params, &mut |row: &dyn Row| {
                let mut columns = Columns::new(row);
                let (_, _, _): (i64, i64, i64) = (columns.next()?, columns.next()?, columns.next()?);
                lines.push(columns.next::<String>()?);
                Ok(true)
            })
            .unwrap();
            assert!(lines.iter().any(|found| found.contains(line)), "{line}\n{}\n{lines:#?}", page.sql);
            assert!(!lines.iter().any(|found| found.starts_with("SCAN b")), "{}\n{lines:#?}", page.sql);
        }
    });
}

/// Bookings on four days.
fn many() -> Rows {
    let mut rows = Rows::new();
    let made = crm_core::exact::instant("2026-03-05T02:00:00Z").unwrap();
    for day in ["2026-03-04", "2026-03-05", "2026-03-06", "2026-03-07"] {
        let values = [
            ("created_at", Held::Instant(made)),
            ("name", Held::Text("acme".into())),
            ("status", Held::Choice("sent".into())),
            ("day", Held::Date(crm_core::exact::date(day).unwrap())),
        ];
        rows.add("booking", values.map(|(name, value)| (name.to_owned(), value)).into());
    }
    rows
}

// FILT-7: the largest tree and the most joins are no more than the database takes, on a page behind a cursor too.
#[test]
fn the_largest_tree_is_asked() {
    let rows = many();
    let days: Vec<Value> = (0..100).map(|at| json!({"today": at - 50})).collect();
    let ids: Vec<Value> = (0..100).map(|at| json!(uuid::Uuid::from_u64_pair(4, at).to_string())).collect();
    let leaves: Vec<Value> = (0..100)
        .map(|at| match at % 2 {
            0 => json!({"not": {"field": "at", "in": days}}),
            _ => json!({"field": "room", "in": ids}),
        })
        .collect();
    let reader = Reader { catalogue: &rows.objects, rights: &Everything, place: Place::Call, places: PLACES };
    let booking = rows.objects.get("booking");
    let order = reader.order(booking, &["day", "room.number"], &mut Crossed::default()).unwrap();
    let moment = Moment::new("Asia/Shanghai", "2026-03-05T02:00:00Z".parse().unwrap(), None).unwrap();
    for head in ["and", "or"] {
        let filter = reader.filter(booking, &json!({head: leaves}), &mut Crossed::default()).unwrap();
        database().with(&rows, &mut |tx| {
            let terms = Terms { moment: &moment, sight: &Whole, position: tx.dialect().position };
            let mut list = List::new(booking, "b", terms, &order);
            list.filter(&filter).unwrap();
            let (first, next) = crate::world::page(tx, &list, None, 2).unwrap();
            // None has a room, and all are at no instant.
            assert_eq!(first.len(), if head == "or" { 2 } else { 0 });
            if let Some(next) = next {
                assert_eq!(crate::world::page(tx, &list, Some(&next), 5).unwrap().0.len(), 2);
            }
        });
    }
}
