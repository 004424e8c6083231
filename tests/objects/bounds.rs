//! A tree is as large as it may be, and no larger (FILT-7).

use crm_core::objects::filter::read::{Place, Reader};
use crm_core::objects::path::Crossed;
use crm_core::objects::shape::{Everything, Field, Kind, Object, Shared};
use serde_json::{Value, json};

use crate::mistakes::{short, told, wrong};
use crate::world::{Objects, PLACES};

/// A tree of so many leaves.
fn leaves(count: usize) -> Value {
    json!({"or": (0..count).map(|at| json!({"field": "n", "is": at})).collect::<Vec<_>>()})
}

// FILT-7: as large as it may be, and no larger.
#[test]
fn a_tree_has_bounds() {
    assert_eq!(wrong(&leaves(100), Place::Call, &Everything), []);
    assert_eq!(wrong(&leaves(150), Place::Call, &Everything), told(&[("or[100]", "too_many")]));
    let children = vec![json!({"none": "line", "by": "booking"}); 101];
    assert_eq!(wrong(&json!({"and": children}), Place::Call, &Everything), told(&[("and[100]", "too_many")]));
    let mut deep = json!({"field": "n", "is": 1});
    for _ in 0..6 {
        deep = json!({"and": [deep]});
    }
    let inside = json!({"some": "booking", "by": "room", "where": deep});
    let objects = Objects::new();
    let reader = Reader { catalogue: &objects, rights: &Everything, place: Place::Call, places: PLACES };
    let room = |json| reader.filter(objects.get("room"), &json, &mut Crossed::default()).map(drop).map_err(short);
    assert_eq!(room(inside.clone()), Ok(()));
    let path = "not.where.and[0].and[0].and[0].and[0].and[0].and[0]";
    assert_eq!(room(json!({"not": inside})), Err(told(&[(path, "too_deep")])));
    for empty in [json!({"and": []}), json!({"or": []})] {
        assert_eq!(wrong(&empty, Place::Call, &Everything).len(), 1);
    }
    let both = wrong(&json!({}), Place::Call, &Everything);
    assert_eq!(both, told(&[("field", "required"), ("", "one_operator")]));
}

/// An object that refers to itself in thirty ways.
fn knot() -> Object {
    let name = |at: usize| format!("r{at}").into();
    let field = |at| Field {
        name: name(at),
        column: name(at),
        kind: Kind::Reference("knot".into()),
        beside: None,
        indexed: false,
        filled: false,
        told: false,
        several: None,
    };
    Object {
        name: "knot".into(),
        table: "knots".into(),
        made: None,
        fields: (0..30).map(field).collect::<Vec<_>>().into(),
        title: None,
        screen: None,
        on_the_way: false,
        conditions: Shared::Fixed(&[]),
    }
}

struct Knots(Object);

impl crm_core::objects::shape::Catalogue for Knots {
    fn object(&self, name: &str) -> Option<&Object> {
        (name == "knot").then_some(&self.0)
    }
}

// FILT-7: filter, order, columns and groups cross 24 references together.
#[test]
fn references_are_counted_over_the_whole_statement() {
    let knots = Knots(knot());
    let reader = Reader { catalogue: &knots, rights: &Everything, place: Place::Call, places: PLACES };
    let over = |range: std::ops::Range<usize>| json!({"and": range.map(|at| json!({"field": format!("r{at}.r0"), "empty": true})).collect::<Vec<_>>()});
    let mut crossed = Crossed::default();
    assert!(reader.filter(&knots.0, &over(0..24), &mut crossed).is_ok());
    // The same ones again are no more; one beside is too many, wherever it stands.
    assert!(reader.filter(&knots.0, &over(0..24), &mut crossed).is_ok());
    let order = reader.order(&knots.0, &["r24.r1"], &mut crossed).map(drop).map_err(short);
    assert_eq!(order, Err(told(&[("[0]", "too_many")])));
    let found = reader.filter(&knots.0, &over(0..26), &mut Crossed::default()).map(drop).map_err(short);
    assert_eq!(found, Err(told(&[("and[24].field", "too_many"), ("and[25].field", "too_many")])));
    // Behind another reference they are others.
    let deep: Vec<Value> = (0..13).map(|at| json!({"field": format!("r{at}.r1.r0"), "empty": true})).collect();
    let found = reader.filter(&knots.0, &json!({"and": deep}), &mut Crossed::default()).map(drop).map_err(short);
    assert_eq!(found, Err(told(&[("and[12].field", "too_many")])));
    // Children have a statement of their own.
    let inner = json!({"some": "knot", "by": "r0", "where": over(0..24)});
    assert!(reader.filter(&knots.0, &json!({"and": [over(0..24), inner]}), &mut Crossed::default()).is_ok());
}
