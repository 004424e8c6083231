//! BAD-1: a number, a day, an instant is taken exactly or refused, whatever way it comes in.

use crm_core::customers::CustomerUpdate;
use crm_core::imports::FieldMapping;
use crm_core::prelude::*;
use crm_core::roles::NewRole;
use crm_core::{Bytes, Operation};
use serde_json::{Value, json};

use crate::support::*;

/// The codes of a refusal by field, with the limit; nothing where the call was done.
fn told(result: Result<String>) -> Vec<(String, String, Option<String>)> {
    match result {
        Ok(_) => Vec::new(),
        Err(CrmError::Invalid { fields }) => fields.into_iter().map(|f| (f.field, f.code, f.limit)).collect(),
        Err(other) => panic!("{other}"),
    }
}

fn one(field: &str, code: &str, limit: Option<&str>) -> Vec<(String, String, Option<String>)> {
    vec![(field.to_owned(), code.to_owned(), limit.map(str::to_owned))]
}

#[test]
fn decimals_are_taken_exactly_or_refused() {
    let office = Office::new();
    let push = |price: Value| {
        let products = json!({"products": [{"external_id": "P", "name": "p", "price": price}]});
        told(office.integration.call("sales.push_products", &products.to_string()))
    };
    let stored = || office.ann.products().list(None, None, None).unwrap().items[0].price.map(|p| p.to_string());
    for (given, kept) in [
        ("2.50", "2.5"),
        ("002.5", "2.5"),
        ("+2.5", "2.5"),
        ("25e-1", "2.5"),
        ("0.25E+1", "2.5"),
        // However many zeros stand behind it, it is the same number.
        ("2.500000000000000000000000000000000000000000", "2.5"),
        ("00000000000000000000000000000000000000000002.5", "2.5"),
        ("25000000000000000000000000000000000000e-37", "2.5"),
        ("-0", "0"),
        ("0e999999999999", "0"),
        ("-0.000001", "-0.000001"),
        ("9000000000000.000000", "9000000000000"),
    ] {
        assert_eq!(push(json!(given)), [], "{given}");
        assert_eq!(stored().as_deref(), Some(kept), "{given}");
    }
    push(json!("7"));
    for given in [
        "3_000",
        "3,5",
        "3 000",
        " 3",
        "3 ",
        ".",
        "",
        "-",
        "+",
        "1e",
        "e5",
        "1e5.5",
        "0x10",
        "1.2.3",
        "NaN",
        "inf",
        "Infinity",
        "３",
        "三",
        "--1",
        "1-",
        "12.50 CNY",
        "1e+-3",
        "\u{200b}3",
        "\u{feff}3",
    ] {
        assert_eq!(push(json!(given)), one("products[0].price", "wrong_type", Some("decimal")), "{given:?}");
    }
    // A binary fraction is no exact number.
    for given in [json!(3), json!(3.5), json!(true), json!(["3"])] {
        assert_eq!(push(given.clone()), one("products[0].price", "wrong_type", Some("decimal")), "{given}");
    }
    let too_precise = one("products[0].price", "too_precise", Some("6"));
    for given in [
        "2.4999999999999999999999999999999999",
        "7.0000009999999999999999999999999999999",
        "0.00000000000000000000000000000000000000000000000000001",
        "1e-7",
        "1e-999999999999",
    ] {
        assert_eq!(push(json!(given)), too_precise, "{given}");
    }
    let out_of_range = one("products[0].price", "out_of_range", Some("-9000000000000..9000000000000"));
    for given in [
        "9000000000000.000001",
        "1e13",
        "-1e30",
        "1e999999999999",
        "79228162514264337593543950336",
        "123456789012345678901234567890.123456789",
    ] {
        assert_eq!(push(json!(given)), out_of_range, "{given}");
    }
    assert_eq!(stored().as_deref(), Some("7"), "what is refused changes nothing");
}

#[test]
fn money_is_exact_and_within_bounds_in_every_field() {
    let office = Office::new();
    let customer = office.customer();
    for field in ["registered_capital", "annual_turnover"] {
        let change = |amount: &str, currency: &str| {
            let changes = json!({field: {"amount": amount, "currency": currency}});
            told(office.ann.call("customers.update", &json!({"id": customer.id, "changes": changes}).to_string()))
        };
        for (amount, currency, wanted) in [
            ("10000000000000.00", "CNY", vec![]),
            ("-1e13", "CNY", vec![]),
            ("1000000000000000", "JPY", vec![]),
            ("3.5000000000000000000000000000000000000", "CNY", vec![]),
            ("10000000000000.01", "CNY", one(field, "out_of_range", Some("10000000000000"))),
            ("-10000000000000.01", "CNY", one(field, "out_of_range", Some("10000000000000"))),
            ("72057594037927936", "USD", one(field, "out_of_range", Some("10000000000000"))),
            ("1000000000000001", "JPY", one(field, "out_of_range", Some("1000000000000000"))),
            ("1000000000000.001", "KWD", one(field, "out_of_range", Some("1000000000000"))),
            ("123456789012345678901234567890123456789", "CNY", one(field, "out_of_range", Some("10000000000000"))),
            ("2.49999999999999999999999999999999999", "CNY", one(field, "too_precise", Some("2"))),
            ("2.9999999999999999999999999999999999999", "JPY", one(field, "too_precise", Some("0"))),
            ("1e-40", "CNY", one(field, "too_precise", Some("2"))),
            ("1_000", "CNY", one(&format!("{field}.amount"), "wrong_type", Some("decimal"))),
        ] {
            assert_eq!(change(amount, currency), wanted, "{field} {amount} {currency}");
        }
        // The typed way knows the same bounds.
        let money = Money { amount: decimal("10000000000000.01"), currency: "CNY".into() };
        let changes: CustomerUpdate = match field {
            "registered_capital" => CustomerUpdate { registered_capital: Some(money), ..Default::default() },
            _ => CustomerUpdate { annual_turnover: Some(money), ..Default::default() },
        };
        assert_eq!(
            invalid(office.ann.customers().update(customer.id, changes, None)),
            [format!("{field}:out_of_range")]
        );
    }
    let kept = office.ann.customers().get(customer.id).unwrap();
    let kept = [kept.registered_capital, kept.annual_turnover].map(|m| m.unwrap().amount.to_string());
    assert_eq!(kept, ["3.50", "3.50"]);
    // Amounts of orders: the currency is the order's.
    let order = |line: &str, total: Option<&str>| {
        let mut order = json!({"external_id": "A", "customer_external_id": "C", "date": "2026-03-02", "status": 2,
            "lines": [{"product_name": "x", "quantity": "1", "unit_price": "1", "amount": line}]});
        if let Some(total) = total {
            order["total"] = json!(total);
        }
        told(office.integration.call("sales.push_orders", &json!({"orders": [order]}).to_string()))
    };
    assert_eq!(order("1.10", Some("1.1000000000000000000000000000000000")), []);
    assert_eq!(
        order("1.0049999999999999999999999999999999", None),
        one("orders[0].lines[0].amount", "too_precise", Some("2"))
    );
    assert_eq!(
        order("1.1", Some("1.0999999999999999999999999999999999")),
        one("orders[0].total", "too_precise", Some("2"))
    );
    assert_eq!(order("1.1", Some("1e14")), one("orders[0].total", "out_of_range", Some("10000000000000")));
}

#[test]
fn every_decimal_that_an_operation_takes_has_its_bounds() {
    use crm_core::schema::Type;

    /// Puts the text in the place of every decimal, one after the other, however deep.
    fn with(value: &Value, ty: &Type, text: &str, out: &mut Vec<(String, Value)>) {
        match ty.required() {
            Type::Decimal => out.push((String::new(), json!(text))),
            Type::List(inner) => {
                let Some(first) = value.as_array().and_then(|list| list.first()) else { return };
                let mut found = Vec::new();
                with(first, inner, text, &mut found);
                out.extend(found.into_iter().map(|(path, v)| (path, json!([v]))));
            }
            Type::Record(record) => {
                for field in record.fields {
                    let inner = value.get(field.name()).cloned().unwrap_or(Value::Null);
                    let mut found = Vec::new();
                    with(&inner, &field.ty, text, &mut found);
                    out.extend(found.into_iter().map(|(path, v)| {
                        let mut all = if value.is_object() { value.clone() } else { json!({}) };
                        all[field.name()] = v;
                        // Money is told by the name of the field that it stands in.
                        let name = if record.name == "Money" { "" } else { field.name() };
                        (if path.is_empty() { name.to_owned() } else { path }, all)
                    }));
                }
            }
            _ => {}
        }
    }

    /// Every currency is one.
    fn in_yuan(value: &mut Value) {
        match value {
            Value::Object(fields) => fields.iter_mut().for_each(|(name, value)| match name.as_str() {
                "currency" => *value = json!("CNY"),
                _ => in_yuan(value),
            }),
            Value::Array(items) => items.iter_mut().for_each(in_yuan),
            _ => {}
        }
    }

    /// Whether a violation of the field with the code is told anywhere.
    fn tells(value: &Value, field: &str, code: &str) -> bool {
        match value {
            Value::Object(o) if o.get("field").and_then(Value::as_str).is_some_and(|f| f.ends_with(field)) => {
                o["code"] == json!(code)
            }
            Value::Object(o) => o.values().any(|v| tells(v, field, code)),
            Value::Array(items) => items.iter().any(|v| tells(v, field, code)),
            _ => false,
        }
    }

    let office = Office::new();
    let every = Operation::all().filter(|o| !o.public).map(|o| o.name.to_owned()).collect();
    office.admin.roles().create(NewRole { name: "everything".into(), grant: Some(every) }, None).unwrap();
    let all = vec!["everything".to_owned(), "system_administrator".to_owned()];
    office.admin.users().set_roles(user(&office.admin), all, None).unwrap();
    let customer = office.customer();
    let (lead, assigned) = (office.opportunity().id, office.assigned().id);
    let mut tried = 0;
    for operation in Operation::all() {
        let mut good = crate::samples::arguments(operation);
        if operation.arguments.iter().any(|a| matches!(a.ty, Type::Id("CustomerId"))) {
            good["id"] = json!(customer.id);
        }
        if operation.arguments.iter().any(|a| matches!(a.ty, Type::Id("OpportunityId"))) {
            good["id"] = json!(if operation.name == "opportunities.revise" { assigned } else { lead });
        }
        if operation.name == "handover.run" {
            (good["from_user"], good["to_user"]) = (json!(user(&office.ann)), json!(user(&office.ben)));
        }
        // A feed without a cursor has none yet.
        good.as_object_mut().unwrap().remove("cursor");
        for argument in operation.arguments {
            for (text, code) in [
                // What the library of decimals just holds, and what it does not.
                ("0.0000000000000000000000000001", "too_precise"),
                ("0.00000000000000000000000000001", "too_precise"),
                ("79228162514264337593543950335", "out_of_range"),
                ("79228162514264337593543950336", "out_of_range"),
            ] {
                let mut found = Vec::new();
                let mut sample = good.get(argument.name()).cloned().unwrap_or(json!({}));
                if let (Type::Record(r), Value::Object(fields)) = (argument.ty.required(), &mut sample) {
                    // A sample may leave out money; a complete one stands in its place.
                    for field in r.fields.iter().filter(|f| f.ty.required().name() == "Money") {
                        fields.insert(field.name().into(), json!({"amount": "1", "currency": "CNY"}));
                    }
                }
                with(&sample, &argument.ty, text, &mut found);
                for (field, value) in found {
                    let mut arguments = good.clone();
                    arguments[argument.name()] = value;
                    in_yuan(&mut arguments);
                    if arguments.get("feed").is_some() {
                        arguments["feed"] = json!(format!("feed {tried}"));
                    }
                    // A bulk call may tell it in its result.
                    let told = match office.admin.call(operation.name, &arguments.to_string()) {
                        Ok(result) => serde_json::from_str(&result).unwrap(),
                        Err(refusal) => json!(refusal.fields()),
                    };
                    assert!(tells(&told, &field, code), "{} {field} {text}: {told}", operation.name);
                    tried += 1;
                }
            }
        }
    }
    assert!(tried >= 40, "{tried}");
}

#[test]
fn a_date_has_four_digits_of_year_and_two_of_month_and_day() {
    let office = Office::new();
    let customer = office.customer();
    let record = |date: &str| {
        let new = json!({"date": date, "place": "上海", "summary": "拜访", "details": "…"});
        told(office.manager.call("interactions.create", &json!({"customer": customer.id, "new": new}).to_string()))
    };
    for given in [
        "21-06-15",
        "021-06-15",
        "2026-3-02",
        "2026-03-2",
        "2026 -03-02",
        " 2026-03-02",
        "2026-03-02 ",
        "2026/03/02",
        "20260302",
        "2026-03-02T00:00:00",
        "2026-02-30",
        "2026-13-01",
        "２０２６-03-02",
        "02026-03-02",
        "",
    ] {
        assert_eq!(record(given), one("date", "wrong_type", Some("date")), "{given:?}");
    }
    for given in ["+12026-03-02", "-0001-03-02", "0000-03-02"] {
        assert_eq!(record(given), one("date", "out_of_range", Some("0001..9999")), "{given}");
    }
    assert_eq!(record("2026-02-28"), []);
}

#[test]
fn an_instant_is_written_in_full() {
    let office = Office::new();
    let list = |at: &str| told(office.admin.call("audit.list", &json!({"filter": {"at_from": at}}).to_string()));
    for given in ["2026-03-02T01:00:00Z", "2026-03-02T09:00:00.250+08:00", "2026-03-02t01:00:00z"] {
        assert_eq!(list(given), [], "{given}");
    }
    for given in [
        "26-3-2T1:0:0Z",
        "2026-3-2T01:00:00Z",
        "2026-03-02T1:00:00Z",
        "2026-03-02T01:00Z",
        "2026-03-02",
        " 2026-03-02T01:00:00Z",
        "2026-03-02T01:00:00",
        "2026-03-02T01:00:00+0800",
    ] {
        assert_eq!(list(given), one("at_from", "wrong_type", Some("instant")), "{given}");
    }
}

#[test]
fn a_file_says_its_numbers_exactly_too() {
    let office = Office::new();
    let column = |name: &str| FieldMapping { field: name.into(), column: Some(name.into()), ..Default::default() };
    for (cell, wanted) in [
        ("2.4999999999999999999999999999999999", "price:too_precise"),
        ("1e-40", "price:too_precise"),
        ("123456789012345678901234567890.5", "price:out_of_range"),
        ("3_000", "price:wrong_type"),
        ("NaN", "price:wrong_type"),
        ("2.500000000000000000000000000000000000000000", ""),
        ("25e-1", ""),
    ] {
        let file = Bytes(format!("external_id,name,price\nP,轴承,{cell}\n").into_bytes());
        let mapping = vec![column("external_id"), column("name"), column("price")];
        let report = office.integration.imports().products(file, mapping, None).unwrap();
        let codes: Vec<_> = report.lines.iter().flat_map(|l| &l.errors).collect();
        let codes: Vec<String> = codes.into_iter().map(|e| format!("{}:{}", e.field, e.code)).collect();
        assert_eq!(codes.join(" "), wanted, "{cell}");
    }
    let price = office.ann.products().list(None, None, None).unwrap().items[0].price;
    assert_eq!(price.map(|p| p.to_string()).as_deref(), Some("2.5"));
}
