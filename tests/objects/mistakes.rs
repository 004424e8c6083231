//! What is no tree is refused, every mistake at once, each at its place (FILT-2, FILT-4, FILT-7, FILT-8).

use crm_core::objects::days::Moment;
use crm_core::objects::filter::parameters::{Parameter, check};
use crm_core::objects::filter::read::{Place, Reader};
use crm_core::objects::filter::sql::{Query, Terms, Whole};
use crm_core::objects::held::Held;
use crm_core::objects::mistakes::{Mistake, refused};
use crm_core::objects::order::Order;
use crm_core::objects::path::Crossed;
use crm_core::objects::shape::{Everything, Field, Kind, Name, Object, Rights};
use serde_json::{Value, json};

use crate::database;
use crate::world::{Objects, PLACES, Rows, found};

pub type Found = Vec<(String, &'static str)>;

pub fn short(found: Vec<Mistake>) -> Found {
    found.into_iter().map(|mistake| (mistake.path, mistake.code)).collect()
}

pub fn wrong(json: &Value, place: Place<'_>, rights: &dyn Rights) -> Found {
    let objects = Objects::new();
    let reader = Reader { catalogue: &objects, rights, place, places: PLACES };
    reader.filter(objects.get("booking"), json, &mut Crossed::default()).map_or_else(short, |_| Vec::new())
}

pub fn told(found: &[(&str, &'static str)]) -> Found {
    found.iter().map(|(path, code)| ((*path).to_owned(), *code)).collect()
}

// FILT-7: all at once, in the order of the text.
#[test]
fn every_mistake_is_told_at_once() {
    let tree = json!({"and": [
        {"field": "nope", "gt": 1},
        {"or": [{"field": "kind", "is": "sinlge"}, {"field": "n"}, 7]},
        {"not": {"field": "amount", "lt": "100.005", "why": 1}},
        {"some": "line", "by": "words", "where": {"field": "done", "is": 1}},
        {"field": "n", "in": [1, "2", 3.5, null]},
        {"field": "room.number", "contains": ""},
    ]});
    let all = told(&[
        ("and[0].field", "unknown_field"),
        ("and[1].or[0].is", "unknown_value"),
        ("and[1].or[1]", "one_operator"),
        ("and[1].or[2]", "type"),
        ("and[2].not.why", "unknown_field"),
        ("and[2].not.lt", "too_precise"),
        ("and[3].by", "type"),
        ("and[3].where.is", "type"),
        ("and[4].in[1]", "type"),
        ("and[4].in[2]", "type"),
        ("and[4].in[3]", "type"),
        ("and[5].contains", "required"),
    ]);
    assert_eq!(wrong(&tree, Place::Call, &Everything), all);
    // FILT-7: as the error of a call they stand behind the argument, with a text each.
    let objects = Objects::new();
    let reader = Reader { catalogue: &objects, rights: &Everything, place: Place::Call, places: PLACES };
    let found = reader.filter(objects.get("booking"), &tree, &mut Crossed::default()).unwrap_err();
    let error = refused("filter", found);
    let fields: Vec<&str> = error.fields().iter().map(|field| field.field.as_str()).collect();
    assert_eq!(&fields[..2], ["filter.and[0].field", "filter.and[1].or[0].is"]);
    assert_eq!(error.fields()[5].limit.as_deref(), Some("2"));
    assert!(error.fields().iter().all(|field| field.text != field.code && !field.text.is_empty()), "{error:?}");
}

// FILT-2: each type has its operators, and no others.
#[test]
fn operators_fit_their_types() {
    const ALL: [&str; 8] = ["is", "in", "lt", "le", "gt", "ge", "contains", "empty"];
    let ordered = ["is", "in", "lt", "le", "gt", "ge", "empty"];
    let rows: [(&str, Value, &[&str]); 12] = [
        ("name", json!("a"), &["is", "in", "contains", "empty"]),
        ("n", json!(1), &ordered),
        ("amount", json!("1"), &ordered),
        ("rate", json!("0.5"), &ordered),
        ("day", json!("2026-03-05"), &ordered),
        ("at", json!("2026-03-05T02:00:00Z"), &ordered),
        ("ok", json!(true), &["is", "empty"]),
        ("kind", json!("single"), &["is", "in", "empty"]),
        ("status", json!("sent"), &["is", "in", "empty"]),
        ("id", json!("00000000-0000-0005-0000-000000000001"), &["is", "in", "empty"]),
        ("room", json!("00000000-0000-0004-0000-000000000001"), &["is", "in", "empty"]),
        ("foreign", json!("1"), &["empty"]),
    ];
    for (field, value, fitting) in rows {
        for op in ALL {
            let value = match op {
                "empty" => json!(true),
                "in" => json!([value]),
                _ => value.clone(),
            };
            let found = wrong(&json!({"field": field, op: value}), Place::Call, &Everything);
            let wanted = if fitting.contains(&op) { Vec::new() } else { told(&[(op, "type")]) };
            assert_eq!(found, wanted, "{field} {op}");
        }
    }
    for op in ["is", "contains"] {
        let found = wrong(&json!({"field": "note", op: "a"}), Place::Call, &Everything);
        assert_eq!(found, told(&[(op, "not_searchable")]));
    }
}

// FILT-4, FILT-5: literals are read by the type of their field.
#[test]
fn literals_are_those_of_their_fields() {
    let id = "00000000-0000-0004-0000-000000000001";
    for (field, op, value, code) in [
        ("n", "is", json!(true), "type"),
        ("n", "is", json!(1.0), "type"),
        ("n", "is", json!(1_000_000_000_000_000_i64), "out_of_range"),
        ("n", "is", json!(u64::MAX), "out_of_range"),
        ("n", "is", json!(-999_999_999_999_999_i64), ""),
        ("amount", "is", json!(1.5), "type"),
        ("amount", "is", json!("1,5"), "type"),
        ("amount", "is", json!("1.50000"), ""),
        ("amount", "is", json!("92233720368547758.08"), "out_of_range"),
        ("amount", "is", json!("1e28"), "out_of_range"),
        ("amount", "is", json!({"amount": "1", "currency": "CNY"}), "type"),
        ("amount", "is", json!({"amount": "1"}), "unknown_field"),
        ("rate", "is", json!("0.125"), "too_precise"),
        ("rate", "is", json!("0.1234567890123456789012345678901"), "too_precise"),
        ("rate", "is", json!(9_300_000_000_000_i64), "out_of_range"),
        ("day", "is", json!(20_260_305), "type"),
        ("day", "is", json!("2026-3-5"), "type"),
        ("day", "is", json!("+12026-01-01"), "out_of_range"),
        ("day", "is", json!("2026-03-05T00:00:00Z"), "type"),
        ("day", "is", json!({"today": 3_651}), "out_of_range"),
        ("day", "is", json!({"today": -3_650}), ""),
        ("day", "is", json!({"today": "1"}), "type"),
        ("day", "is", json!({"today": 1, "now": 1}), "type"),
        ("day", "is", json!({}), "type"),
        ("day", "is", json!({"me": true}), "type"),
        ("at", "is", json!({"now": 87_601}), "out_of_range"),
        ("at", "is", json!({"now": -87_600}), ""),
        ("at", "is", json!({"today": 3_650}), ""),
        ("at", "is", json!("2026-03-05 02:00"), "type"),
        ("name", "is", json!("\u{200b}"), "required"),
        ("name", "is", json!("a\u{0}"), "control_character"),
        ("name", "is", json!(7), "type"),
        ("kind", "is", json!("Single"), "unknown_value"),
        ("kind", "is", json!(1), "type"),
        ("room", "is", json!("r1"), "type"),
        ("room", "is", json!({"me": true}), "type"),
        ("clerk", "is", json!({"me": true}), ""),
        ("clerk", "is", json!({"me": false}), "type"),
        ("clerk.id", "in", json!([{"me": true}, id]), ""),
        ("room", "in", json!(id), "type"),
        ("room", "in", json!([]), "required"),
        ("room", "in", json!(vec![id; 101]), "too_many"),
        ("room", "in", json!(vec![id; 100]), ""),
        ("room", "empty", json!(null), "type"),
    ] {
        let found = wrong(&json!({"field": field, op: value}), Place::Call, &Everything);
        let wanted = if code.is_empty() { Vec::new() } else { told(&[(op, code)]) };
        assert_eq!(found, wanted, "{field} {op} {value}");
    }
}

// FILT-4, VIEW-3: parameters stand in views alone, are all required, and fit what they are compared with.
#[test]
fn parameters_are_those_of_the_view() {
    let parameter = |name: &str, kind| Parameter { name: name.into(), kind };
    let declared = [
        parameter("to", Kind::Date),
        parameter("most", Kind::Decimal { places: 6, scale: 6 }),
        parameter("who", Kind::Reference("user".into())),
        parameter("words", Kind::Text { twin: None }),
    ];
    let here = Place::View(&declared);
    for (field, name, code) in [
        ("day", "to", ""),
        ("at", "to", ""),
        ("n", "to", "type"),
        ("rate", "most", ""),
        ("amount", "most", ""),
        ("n", "most", "type"),
        ("clerk", "who", ""),
        ("clerk.id", "who", ""),
        ("room", "who", "type"),
        ("name", "words", ""),
        ("kind", "words", "type"),
        ("day", "since", "unknown_parameter"),
    ] {
        let wanted = if code.is_empty() { Vec::new() } else { told(&[("is", code)]) };
        let tree = json!({"field": field, "is": {"parameter": name}});
        assert_eq!(wrong(&tree, here, &Everything), wanted, "{field} {name}");
        assert_eq!(wrong(&tree, Place::Call, &Everything), told(&[("is", "not_here")]));
    }
    let given = |json: Value| check(&declared, json.as_object().unwrap(), PLACES).map_err(short);
    let who = "00000000-0000-0001-0000-000000000001";
    let all = json!({"to": "2026-03-05", "most": "12.505", "who": who, "words": "x"});
    assert_eq!(given(all.clone()), Ok(()));
    let wanted = told(&[
        ("to", "type"),
        ("most", "required"),
        ("who", "required"),
        ("words", "required"),
        ("who2", "unknown_parameter"),
    ]);
    assert_eq!(given(json!({"to": 5, "who2": who, "words": "", "most": null})), Err(wanted));
    // A value that its parameter's type allows is still not finer than the field.
    let objects = Objects::new();
    let reader = Reader { catalogue: &objects, rights: &Everything, place: here, places: PLACES };
    let tree = json!({"field": "amount", "lt": {"parameter": "most"}});
    let filter = reader.filter(objects.get("booking"), &tree, &mut Crossed::default()).unwrap();
    let bound = filter.bind(all.as_object().unwrap(), PLACES).map(drop).map_err(short);
    assert_eq!(bound, Err(told(&[("most", "too_precise")])));
}

// FILT-4, ROLL-2: what is computed stands in effects alone, and in a roll-up nothing but literals and own fields.
#[test]
fn places_say_what_may_stand_in_them() {
    let value = json!({"field": "room", "is": {"value": "room"}});
    assert_eq!(wrong(&value, Place::Effect, &Everything), []);
    assert_eq!(
        wrong(&json!({"field": "room", "is": {"value": 7}}), Place::Effect, &Everything),
        told(&[("is", "type")])
    );
    for (tree, path) in [
        (value, "is"),
        (json!({"field": "day", "is": {"today": 0}}), "is"),
        (json!({"field": "at", "is": {"now": 0}}), "is"),
        (json!({"field": "clerk", "is": {"me": true}}), "is"),
        (json!({"field": "day", "is": {"parameter": "to"}}), "is"),
        (json!({"field": "room.number", "is": "301"}), "field"),
        (json!({"some": "line", "by": "booking"}), "some"),
    ] {
        assert_eq!(wrong(&tree, Place::RollUp, &Everything), told(&[(path, "not_here")]), "{tree}");
    }
    assert_eq!(wrong(&json!({"field": "day", "is": "2026-03-05"}), Place::RollUp, &Everything), []);
}

// FILT-4: what an effect's expression gives is compared like a literal; where it is empty, nothing is equal to it.
#[test]
fn computed_values_are_rounded_to_their_field() {
    let objects = Objects::new();
    let moment = Moment::new("Asia/Shanghai", "2026-03-05T02:00:00Z".parse().unwrap(), None).unwrap();
    let mut rows = Rows::new();
    let id = rows.add("line", [("amount".to_owned(), Held::Number("10.01".parse().unwrap()))].into());
    let reader = Reader { catalogue: &objects, rights: &Everything, place: Place::Effect, places: PLACES };
    let database = database();
    for (tree, value, wanted) in [
        (json!({"field": "amount", "is": {"value": "x"}}), Some("10.005"), true),
        (json!({"field": "amount", "is": {"value": "x"}}), Some("10.0149"), true),
        (json!({"field": "amount", "lt": {"value": "x"}}), Some("10.015"), true),
        (json!({"field": "amount", "lt": {"value": "x"}}), Some("10.014"), false),
        (json!({"field": "amount", "is": {"value": "x"}}), None, false),
        (json!({"not": {"field": "amount", "is": {"value": "x"}}}), None, true),
    ] {
        let filter = reader.filter(objects.get("line"), &tree, &mut Crossed::default()).unwrap();
        // Asked before it was computed it gives no answer, in neither translation.
        let line = rows.seen(objects.get("line")).next().unwrap();
        assert!(filter.holds(&line, &moment).is_err());
        assert!(
            Query::new("b", Terms { moment: &moment, sight: &Whole, position: "instr" }).condition(&filter).is_err()
        );
        let value = value.map(|text| Held::Number(text.parse().unwrap()));
        let filter = filter.compute(
            PLACES,
            |text| Ok::<_, String>((text == "x").then(|| value.clone()).flatten()),
            |u| u.0.to_owned(),
        );
        let filter = filter.unwrap();
        let wanted = if wanted { vec![id] } else { Vec::new() };
        assert_eq!(rows.sought("line", Some(&filter), &Order::default(), &moment), wanted, "{tree}");
        database.with(&rows, &mut |tx| assert_eq!(found(tx, &objects, "line", &filter, &moment), wanted, "{tree}"));
    }
    let filter =
        reader.filter(objects.get("line"), &json!({"field": "amount", "is": {"value": "x"}}), &mut Crossed::default());
    let misfit = filter.unwrap().compute(PLACES, |_| Ok::<_, String>(Some(Held::Boolean(true))), |u| u.0.to_owned());
    assert_eq!(misfit.map(drop), Err("type".to_owned()));
}

struct Less;

impl Rights for Less {
    fn reads(&self, object: &Object, field: &Field) -> bool {
        !matches!(
            (object.name.as_str(), field.name.as_str()),
            ("room", "price") | ("booking", "amount" | "clerk") | ("line", "booking")
        )
    }
}

// FILT-8: a field that is not read in full is not readable in filter and order, wherever it stands on the way.
#[test]
fn what_is_not_read_in_full_is_not_asked() {
    for (tree, path) in [
        (json!({"field": "amount", "empty": true}), "field"),
        (json!({"field": "room.price", "gt": 1}), "field"),
        (json!({"field": "clerk.display_name", "is": "x"}), "field"),
        (json!({"some": "line", "by": "booking"}), "by"),
    ] {
        assert_eq!(wrong(&tree, Place::Call, &Less), told(&[(path, "not_readable")]), "{tree}");
        assert_eq!(wrong(&tree, Place::Call, &Everything), [], "{tree}");
    }
    let objects = Objects::new();
    let reader = Reader { catalogue: &objects, rights: &Less, place: Place::Call, places: PLACES };
    let order =
        reader.order(objects.get("booking"), &["n", "-amount"], &mut Crossed::default()).map(drop).map_err(short);
    assert_eq!(order, Err(told(&[("[1]", "not_readable")])));
}

static ENTRY: &[Field] = &[
    Field::id(),
    Field::searched("item", "item", "item_folded").never_empty(),
    Field::searched("value", "value", "value_folded").never_empty(),
];
static GUEST: &[Field] = &[Field::new(
    "origin",
    "origin",
    Kind::Entry { of: Name::new_static("entry"), category: Name::new_static("origin") },
)];

struct Guests([Object; 2]);

impl crm_core::objects::shape::Catalogue for Guests {
    fn object(&self, name: &str) -> Option<&Object> {
        self.0.iter().find(|object| object.name == name)
    }
}

// FILT-2, FILT-4, TYPE-6: an entry is asked by its id, and found by its value and item.
#[test]
fn entries_are_found_by_their_value_and_item() {
    let guests = Guests([
        Object::typed("guest", "guests", None, "name", GUEST),
        Object::typed("entry", "dictionary_entries", None, "item", ENTRY),
    ]);
    let reader = Reader { catalogue: &guests, rights: &Everything, place: Place::Call, places: PLACES };
    let guest = &guests.0[0];
    let moment = Moment::new("UTC", "2026-03-05T02:00:00Z".parse().unwrap(), None).unwrap();
    let id = "00000000-0000-0009-0000-000000000001";
    for (tree, wanted) in [
        (
            json!({"field": "origin", "is": id}),
            Ok("g.origin = (SELECT wanted.id FROM dictionary_entries wanted WHERE wanted.uid = ?)"),
        ),
        (json!({"field": "origin.value", "contains": "Web"}), Ok("instr(j_1.value_folded, ?) > 0")),
        (json!({"field": "origin.item", "in": ["a", "b"]}), Ok("j_1.item_folded IN (?, ?)")),
        (json!({"field": "origin", "is": "web"}), Err(told(&[("is", "type")]))),
        (json!({"field": "origin", "contains": "web"}), Err(told(&[("contains", "type")]))),
        (json!({"field": "origin.nowhere", "is": "web"}), Err(told(&[("field", "unknown_field")]))),
    ] {
        let read = reader.filter(guest, &tree, &mut Crossed::default()).map_err(short);
        let sql = read.map(|filter| {
            let mut query = Query::new("g", Terms { moment: &moment, sight: &Whole, position: "instr" });
            query.condition(&filter).unwrap().sql
        });
        assert_eq!(sql, wanted.map(str::to_owned), "{tree}");
    }
    let order = |path| reader.order(guest, &[path], &mut Crossed::default()).map(drop).map_err(short);
    assert_eq!((order("origin.item"), order("-origin")), (Ok(()), Err(told(&[("[0]", "type")]))));
}
