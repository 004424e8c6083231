//! Values given, kept and read again, and everything that is refused.

use std::sync::LazyLock;

use proptest::prelude::*;
use serde_json::{Value as Json, json};

use super::*;
use crate::engine::crm::Crm;
use crate::engine::objects::define::document::{FieldType, Format};
use crate::engine::objects::expr::Value;
use crate::engine::storage::{Columns, Row, Transaction, Value as Stored};

fn company() -> Currency {
    Currency { code: "CNY".into(), places: 2 }
}

fn text(max: u32, lines: bool, format: Option<Format>) -> FieldType {
    FieldType::Text { max, lines, format }
}

fn whole(min: Option<i64>, max: Option<i64>) -> FieldType {
    FieldType::Integer { min, max }
}

fn decimal(places: u32, min: Option<i64>) -> FieldType {
    FieldType::Decimal { places, min: min.map(Into::into), max: None }
}

fn money(any_currency: bool) -> FieldType {
    FieldType::Money { min: Some(0.into()), max: None, any_currency }
}

fn cny(amount: &str) -> Json {
    json!({"amount": amount, "currency": "CNY"})
}

// The table of TYPE: what each type takes, and the code of what it doesn't.
#[test]
fn what_does_not_fit_is_told() {
    let choice = FieldType::Choice { values: vec!["single".into(), "double".into()] };
    let reference = FieldType::Ref { to: "hotel.room".into(), on_delete: None };
    let user = FieldType::User { on_delete: None };
    let refused: Vec<(FieldType, Json, &str, Option<&str>)> = vec![
        (text(3, false, None), json!("四个字符"), "too_long", Some("3")),
        (text(3, false, None), json!("a\nb"), "control_character", None),
        (text(30, true, None), json!("a\u{7}b"), "control_character", None),
        (text(30, false, None), json!(3), "type", None),
        (text(30, false, Some(Format::Email)), json!("nobody"), "not_an_email", None),
        (FieldType::Boolean, json!("true"), "type", None),
        (FieldType::Boolean, json!(1), "type", None),
        (whole(None, None), json!("12"), "type", None),
        (whole(None, None), json!(1.5), "type", None),
        (
            whole(None, None),
            json!(1_000_000_000_000_000_i64),
            "out_of_range",
            Some("-999999999999999..999999999999999"),
        ),
        (whole(None, None), json!(u64::MAX), "out_of_range", Some("-999999999999999..999999999999999")),
        (whole(Some(1), Some(20)), json!(0), "out_of_range", Some("1..20")),
        (whole(Some(1), Some(20)), json!(21), "out_of_range", Some("1..20")),
        (decimal(2, None), json!(1), "type", None),
        (decimal(2, None), json!("1.005"), "too_precise", Some("2")),
        (decimal(2, None), json!("1,00"), "type", None),
        (decimal(0, None), json!("1000000000000"), "out_of_range", Some("-999999999999..999999999999")),
        (decimal(1, Some(2)), json!("1.9"), "out_of_range", Some("2..999999999999.9")),
        (money(false), json!("12.50"), "type", None),
        (money(false), json!({"amount": "1", "currency": "USD"}), "currency", Some("CNY")),
        (money(false), json!({"amount": 1, "currency": "CNY"}), "type", None),
        (money(false), json!({"amount": "1", "currency": "CNY", "x": 1}), "type", None),
        (money(false), cny("0.001"), "too_precise", Some("2")),
        (money(false), cny("-0.01"), "out_of_range", Some("0..999999999999999.99")),
        (money(true), json!({"amount": "1", "currency": "ABC"}), "currency", None),
        (money(true), json!({"amount": "0.5", "currency": "JPY"}), "too_precise", Some("0")),
        (FieldType::Date, json!("2026-02-30"), "type", None),
        (FieldType::Date, json!("26-2-3"), "type", None),
        (FieldType::Instant, json!("2026-02-03"), "type", None),
        (choice, json!("suite"), "unknown_value", Some("single, double")),
        (reference.clone(), json!("301"), "type", None),
        (reference, json!({"key": "301", "id": "x"}), "type", None),
        (user, json!({"key": "wang"}), "type", None),
    ];
    for (ty, json, code, limit) in refused {
        let unfit = given(&ty, &json, &company()).expect_err(&format!("{json} as {ty:?}"));
        assert_eq!((unfit.code, unfit.limit.as_deref()), (code, limit), "{json} as {ty:?}");
    }
}

// TYPE-2, TYPE-3: a blank text is no value, texts come into their kept form, and nothing that fits is changed.
#[test]
fn what_fits_is_kept() {
    let value = |ty: &FieldType, json: Json| given(ty, &json, &company()).expect("a value");
    assert_eq!(value(&text(9, false, None), json!(" \u{3000} ")), Given::Value(Value::Null));
    assert_eq!(value(&text(9, false, None), json!(" 王 ")), Given::Value(Value::Text("王".into())));
    assert_eq!(value(&text(9, true, None), json!("a\r\nb")), Given::Value(Value::Text("a\nb".into())));
    assert_eq!(value(&money(false), Json::Null), Given::Value(Value::Null));
    let room = FieldType::Ref { to: "hotel.room".into(), on_delete: None };
    assert_eq!(value(&room, json!({"key": "301"})), Given::Record(Named::Key("301".into())));
    let yen = value(&money(true), json!({"amount": "12", "currency": "JPY"}));
    assert!(matches!(yen, Given::Amount(_, code) if code == "JPY"));
}

/// A type with a value of it as JSON.
fn kept() -> impl Strategy<Value = (FieldType, Json)> {
    let digits = |places: u32| {
        (-99_999_999_i64..100_000_000).prop_map(move |units| rust_decimal::Decimal::new(units, places).to_string())
    };
    prop_oneof![
        "[a-zA-Z0-9 \u{4e00}-\u{4e20}]{0,12}".prop_map(|s| (text(50, false, None), json!(s))),
        any::<bool>().prop_map(|b| (FieldType::Boolean, json!(b))),
        (-999_999_999_999_999_i64..=999_999_999_999_999).prop_map(|i| (whole(None, None), json!(i))),
        (0..=6_u32).prop_flat_map(move |p| digits(p).prop_map(move |d| (decimal(p, None), json!(d)))),
        (0..100_000_000_i64).prop_map(|i| (money(false), cny(&rust_decimal::Decimal::new(i, 2).to_string()))),
        (0..100_000_000_i64).prop_map(|i| (
            money(true),
            json!({"amount": i.to_string(), "currency": if i % 2 == 0 { "JPY" } else { "KWD" }})
        )),
        (1..=9999_i32, 1..=366_u32)
            .prop_filter_map("a day", |(y, d)| chrono::NaiveDate::from_yo_opt(y, d))
            .prop_map(|d| (FieldType::Date, json!(d.to_string()))),
        (-62_135_596_800_i64..253_402_300_799)
            .prop_filter_map("an instant", |s| chrono::DateTime::from_timestamp(s, 123_456_000))
            .prop_map(|at| (FieldType::Instant, json!(at.to_rfc3339()))),
        prop::sample::select(vec!["a", "b"])
            .prop_map(|c| (FieldType::Choice { values: vec!["a".into(), "b".into()] }, json!(c))),
    ]
}

proptest! {
    // TYPE, OBJ-20: what was given lies in the slots as it was, and is read as it was.
    #[test]
    fn what_is_kept_is_read((ty, json) in kept()) {
        let held = match given(&ty, &json, &company()) {
            Ok(Given::Value(value)) => Held::from(value),
            Ok(Given::Amount(amount, code)) => Held { value: Value::Number(amount), key: None, currency: Some(code) },
            other => panic!("{other:?} of {json}"),
        };
        let two = matches!(ty, FieldType::Money { any_currency: true, .. });
        let lies = Lies { value: "v".into(), folded: None, currency: two.then(|| "c".into()) };
        let mut stored = Vec::new();
        write(&ty, &lies, &held, 2, &mut stored).expect("stored");
        prop_assert_eq!(stored.len(), lies.slots().count());
        static ENGINE: LazyLock<Crm> = LazyLock::new(|| Crm::open_in_memory().expect("an engine"));
        let crm = &*ENGINE;
        let mut found = None;
        let sql = if two { "SELECT ?, ?" } else { "SELECT ?" };
        let read_again = |tx: &mut dyn Transaction, found: &mut Option<Held>| {
            tx.query(sql, &stored, &mut |row: &dyn Row| {
                *found = Some(read(&ty, &lies, 2, &mut Columns::new(row))?);
                Ok(false)
            })
        };
        crm.storage().read(&crm.patience(), &mut |tx| read_again(tx, &mut found)).expect("read");
        prop_assert_eq!(found, Some(held));
        // A value that is no value of the type is no value of the slot.
        let wrong = Held::from(Value::Record(crate::engine::ids::RecordId(uuid::Uuid::nil())));
        prop_assert!(write(&ty, &lies, &wrong, 2, &mut Vec::<Stored<'_>>::new()).is_err());
    }

    // PACK-1: whatever is given is read or refused.
    #[test]
    fn anything_is_read_or_refused((ty, _) in kept(), json in anything()) {
        let _ = given(&ty, &json, &company());
    }
}

fn anything() -> impl Strategy<Value = Json> {
    let leaf = prop_oneof![
        Just(Json::Null),
        any::<bool>().prop_map(Json::from),
        any::<i64>().prop_map(Json::from),
        any::<f64>().prop_map(Json::from),
        ".{0,8}".prop_map(Json::from),
    ];
    prop_oneof![
        leaf.clone(),
        prop::collection::vec(leaf.clone(), 0..3).prop_map(Json::from),
        (leaf.clone(), leaf).prop_map(|(a, c)| json!({"amount": a, "currency": c})),
    ]
}
