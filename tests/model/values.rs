//! Any number and any day through every field that takes one: it comes back equal, or is refused by its field's name
//! for a reason that holds.

use crm_core::prelude::*;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::support::*;

/// Numbers as programs write them, and what only looks like one.
fn any_number() -> impl Strategy<Value = String> {
    let digits = || prop_oneof![4 => "[0-9]{1,8}", 2 => "0{0,3}[0-9]{1,40}", 1 => "[0-9]{1,3}0{1,40}"];
    let fraction =
        prop_oneof![3 => Just(String::new()), 4 => "\\.[0-9]{1,7}", 2 => "\\.[0-9]{0,45}", 1 => "\\.[0-9]{1,2}0{1,40}"];
    let exponent = prop_oneof![6 => Just(String::new()), 1 => "[eE][+-]?[0-9]{1,2}", 1 => "[eE]-?[0-9]{1,25}"];
    prop_oneof![
        12 => ("[-+]?", digits(), fraction, exponent).prop_map(|(s, d, f, e)| format!("{s}{d}{f}{e}")),
        1 => "[-+0-9.eE_, ]{0,12}",
        1 => "\\PC{0,8}",
    ]
}

/// What a number says, by its digits alone: its sign, its digits without zeros at either end, and the power of ten of
/// the last of them; nothing where it is no number.
fn said(text: &str) -> Option<(bool, String, i128)> {
    let (number, exponent) = match text.split_once(['e', 'E']) {
        Some((number, exponent)) => {
            let digits = exponent.strip_prefix(['-', '+']).unwrap_or(exponent);
            if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
                return None;
            }
            (number, exponent.parse::<i128>().ok()?)
        }
        None => (text, 0),
    };
    let negative = number.starts_with('-');
    let number = number.strip_prefix(['-', '+']).unwrap_or(number);
    let (units, fraction) = number.split_once('.').unwrap_or((number, ""));
    let all = format!("{units}{fraction}");
    if all.is_empty() || !all.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let kept = all.trim_end_matches('0');
    let power = exponent - fraction.len() as i128 + (all.len() - kept.len()) as i128;
    match kept.trim_start_matches('0') {
        "" => Some((false, String::new(), 0)),
        digits => Some((negative, digits.to_owned(), power)),
    }
}

/// Whether the number, which has no more places, lies within ± limit units of that many places.
fn within(said: &(bool, String, i128), places: u32, limit: i128) -> bool {
    let zeros = said.2 + i128::from(places);
    let short = said.1.len() as i128 + zeros <= 30;
    said.1.is_empty() || short && said.1.parse::<i128>().unwrap() * 10_i128.pow(zeros as u32) <= limit
}

/// The codes that the refusal of a call tells of a field.
fn codes(outcome: Result<String>, field: &str) -> Vec<String> {
    match outcome {
        Ok(_) => Vec::new(),
        Err(CrmError::Invalid { fields }) => {
            assert!(fields.iter().all(|f| f.field.starts_with(field)), "{field}: {fields:?}");
            fields.into_iter().map(|f| f.code).collect()
        }
        Err(other) => panic!("{other}"),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_number_comes_back_or_is_refused_by_its_field(text in any_number()) {
        let office = Office::new();
        let customer = office.customer();
        let (ann, erp) = (&office.ann, &office.integration);
        let push = |operation: &str, list: &str, record: Value| erp.call(operation, &json!({list: [record]}).to_string());
        let order = |amount: &str, currency: &str| json!({"external_id": "O", "customer_external_id": "C",
            "date": "2026-03-02", "status": 2, "currency": currency, "lines": [
                {"product_name": "x", "quantity": "1", "unit_price": "1", "amount": amount}]});
        let capital = |currency: &str| {
            let changes = json!({"annual_turnover": {"amount": text, "currency": currency}});
            ann.call("customers.update", &json!({"id": customer.id, "changes": changes}).to_string())
        };
        const QUANTITY: i128 = 9_000_000_000_000_000_000;
        const AMOUNT: i128 = 1_000_000_000_000_000;
        // Where it goes, how it comes back, its places and its limit in units of the last of them.
        type Way<'w> = (&'w str, Box<dyn Fn() -> Result<String> + 'w>, Box<dyn Fn() -> String + 'w>, u32, i128);
        let ways: Vec<Way<'_>> = vec![
            (
                "products[0].price",
                Box::new(|| push("sales.push_products", "products", json!({"external_id": "P", "name": "p", "price": text}))),
                Box::new(|| ann.products().list(None, None, None).unwrap().items[0].price.unwrap().to_string()),
                6, QUANTITY,
            ),
            (
                "stock[0].quantity",
                Box::new(|| {
                    let row = json!({"external_id": "S", "product_external_id": "P", "warehouse": "w", "quantity": text});
                    push("sales.push_stock", "stock", row)
                }),
                Box::new(|| ann.stock().list(None, None).unwrap().items[0].quantity.to_string()),
                6, QUANTITY,
            ),
            (
                "annual_turnover",
                Box::new(|| capital("CNY")),
                Box::new(|| ann.customers().get(customer.id).unwrap().annual_turnover.unwrap().amount.to_string()),
                2, AMOUNT,
            ),
            (
                "annual_turnover",
                Box::new(|| capital("JPY")),
                Box::new(|| ann.customers().get(customer.id).unwrap().annual_turnover.unwrap().amount.to_string()),
                0, AMOUNT,
            ),
            (
                "orders[0].lines[0].amount",
                Box::new(|| push("sales.push_orders", "orders", order(&text, "KWD"))),
                Box::new(|| "".to_owned()),
                3, AMOUNT,
            ),
        ];
        for (field, write, read, places, limit) in ways {
            let found = codes(write(), field);
            let wanted = match said(&text) {
                None => "wrong_type",
                Some(number) if number.2 < -i128::from(places) => "too_precise",
                Some(number) if !within(&number, places, limit) => "out_of_range",
                Some(_) => "",
            };
            if wanted.is_empty() {
                prop_assert_eq!(&found, &Vec::<String>::new(), "{} {}", field, text);
                let back = read();
                if !back.is_empty() {
                    prop_assert_eq!(said(&back), said(&text), "{} {}", field, text);
                }
            } else if wanted == "too_precise" {
                // One that is too large as well may be told so.
                prop_assert!(!found.is_empty() && found.iter().all(|c| c == "too_precise" || c == "out_of_range"),
                    "{field} {text}: {found:?}");
            } else {
                prop_assert_eq!(&found, &vec![wanted.to_owned()], "{} {}", field, text);
            }
        }
    }

    #[test]
    fn any_day_comes_back_or_is_refused_by_its_field(
        text in prop_oneof![
            4 => "[0-9]{4}-[01][0-9]-[0-3][0-9]",
            2 => "[0-9]{1,5}-[0-9]{1,2}-[0-9]{1,2}",
            1 => "[-+]?[0-9]{3,5}-[01][0-9]-[0-3][0-9]",
            1 => "[ 0-9/.年月日T:Z-]{0,14}",
        ]
    ) {
        let office = Office::new();
        let customer = office.customer();
        let new = json!({"date": text, "place": "上海", "summary": "拜访", "details": "…"});
        let outcome = office.manager.call("interactions.create", &json!({"customer": customer.id, "new": new}).to_string());
        let full = text.len() == 10 && text.bytes().enumerate().all(|(i, b)| match i { 4 | 7 => b == b'-', _ => b.is_ascii_digit() });
        let there = full && !text.starts_with("0000") && text.parse::<Date>().is_ok();
        match outcome {
            Ok(made) => {
                prop_assert!(there, "{}", text);
                let made: Value = serde_json::from_str(&made).unwrap();
                prop_assert_eq!(&made["date"], &json!(text));
            }
            Err(refusal) => {
                prop_assert!(!there, "{} {}", text, refusal);
                prop_assert!(refusal.fields().iter().all(|f| f.field == "date"), "{} {}", text, refusal);
            }
        }
    }
}
