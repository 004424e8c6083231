//! Whatever is given for a tree or an order is read or refused, within bounds, and never panics (FILT-7).

use crm_core::objects::days::Moment;
use crm_core::objects::filter::parameters::Parameter;
use crm_core::objects::filter::read::{Place, Reader};
use crm_core::objects::filter::sql::{Query, Terms, Whole};
use crm_core::objects::order::Order;
use crm_core::objects::path::Crossed;
use crm_core::objects::shape::{Everything, Kind};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::world::{Objects, PLACES, Rows};

fn word() -> impl Strategy<Value = String> {
    let known = [
        "and",
        "or",
        "not",
        "some",
        "none",
        "by",
        "where",
        "field",
        "is",
        "in",
        "lt",
        "le",
        "gt",
        "ge",
        "contains",
        "empty",
        "today",
        "now",
        "me",
        "parameter",
        "value",
        "from",
        "line",
        "booking",
        "room",
        "room.floor.level",
        "n",
        "name",
        "day",
        "at",
        "amount",
        "kind",
        "single",
        "2026-03-05",
        "2026-03-05T02:00:00Z",
        "12.50",
        "1e99999999999",
        "",
        "00000000-0000-0001-0000-000000000001",
        "9999-12-31",
        "+12026-01-01",
        "\u{0}",
        "room.room.room.room",
    ];
    prop_oneof![8 => prop::sample::select(known.to_vec()).prop_map(str::to_owned), 1 => any::<String>()]
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        (-5_i64..5).prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        word().prop_map(Value::from),
    ];
    leaf.prop_recursive(12, 200, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::btree_map(word(), inner.clone(), 0..4).prop_map(|entries| entries.into_iter().collect()),
            (word(), inner.clone()).prop_map(|(field, value)| json!({"field": field, "is": value})),
            (word(), inner).prop_map(|(op, value)| json!({"field": "day", op: value})),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_000))]

    // FILT-7
    #[test]
    fn any_json_is_read_or_refused(json in any_json(), place in 0_usize..4, paths in prop::collection::vec(word(), 0..5)) {
        let objects = Objects::new();
        let declared = [Parameter { name: "from".into(), kind: Kind::Date }];
        let place = [Place::Call, Place::View(&declared), Place::Effect, Place::RollUp][place];
        let reader = Reader { catalogue: &objects, rights: &Everything, place, places: PLACES };
        let moment = Moment::new("Asia/Shanghai", "2026-03-05T02:00:00Z".parse().unwrap(), None).unwrap();
        let mut crossed = Crossed::default();
        match reader.filter(objects.get("booking"), &json, &mut crossed) {
            Err(found) => prop_assert!(!found.is_empty()),
            Ok(filter) => {
                // What can be asked is asked alike; what wants values first says so.
                let mut query = Query::new("b", Terms { moment: &moment, sight: &Whole, position: "instr" });
                let sql = query.condition(&filter);
                let rows = Rows::new();
                let found = rows.sought("booking", None, &Order::default(), &moment);
                prop_assert!(found.is_empty());
                if let Ok(piece) = sql {
                    let joins = query.joins();
                    prop_assert_eq!(joins.sql.matches('?').count(), joins.params.len());
                    prop_assert_eq!(piece.sql.matches('?').count(), piece.params.len(), "{}", piece.sql);
                } else {
                    prop_assert!(!matches!(place, Place::Call | Place::RollUp));
                }
            }
        }
        let _ = reader.order(objects.get("booking"), &paths, &mut crossed);
    }
}
