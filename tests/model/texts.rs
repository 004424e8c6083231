//! Any text through any text field: it comes back as the specification normalises it, or is refused by name.

use crm_core::Operation;
use crm_core::prelude::*;
use crm_core::schema::{FieldInfo, RecordInfo, Type};
use crm_core::validate::Rule;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::support::*;

/// Texts that have broken other programs.
pub fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => any::<String>(),
        2 => "\\PC{0,40}",
        1 => "[\\u{0}-\\u{20}\\u{7f}-\\u{a0}\\u{3000}\\u{feff}]{0,10}",
        1 => "[\\u{590}-\\u{6ff}\\u{200e}\\u{200f}\\u{202a}-\\u{202e}]{1,20}",
        1 => "[😀-🙏👨👩🏽\\u{200d}\\u{fe0f}🇨🇳]{1,20}",
        2 => "[ \\u{ad}\\u{34f}\\u{200b}-\\u{200f}\\u{2028}\\u{2029}\\u{2060}-\\u{206f}\\u{2800}\\u{3000}\\u{3164}\\u{feff}\\u{e0100}x]{1,8}",
        1 => Just("x".repeat(100_000)),
        1 => Just("长".repeat(501)),
        2 => prop::sample::select(vec![
            "'; DROP TABLE customers; --", "\" OR 1=1", "=1+1", "@SUM(A1)", "+cmd|' /C calc'!A0", "%s%n", "\\", "\"",
            "a\r\nb\rc", "\u{0}", "{\"$x\":1}", "null", "NULL", "\u{3000}全角\u{3000}", "%_%", "\u{fffe}",
        ]).prop_map(str::to_owned),
    ]
}

/// The specification's normalisation, said again: line ends, then trimmed; nothing where there is nothing to see.
pub fn normalised(text: &str) -> String {
    let kept = text.replace("\r\n", "\n").replace('\r', "\n").trim().to_owned();
    if kept.chars().all(unseen) { String::new() } else { kept }
}

/// What Unicode calls white space or ignorable by default, and three that have no look either.
fn unseen(c: char) -> bool {
    const IGNORABLE: &[(u32, u32)] = &[
        (0xad, 0xad),
        (0x34f, 0x34f),
        (0x61c, 0x61c),
        (0x115f, 0x1160),
        (0x17b4, 0x17b5),
        (0x180b, 0x180f),
        (0x200b, 0x200f),
        (0x202a, 0x202e),
        (0x2060, 0x206f),
        (0x2800, 0x2800),
        (0x3164, 0x3164),
        (0xfe00, 0xfe0f),
        (0xfeff, 0xfeff),
        (0xffa0, 0xffa0),
        (0xfff0, 0xfffb),
        (0x1bca0, 0x1bca3),
        (0x1d173, 0x1d17a),
        (0xe0000, 0xe0fff),
    ];
    c.is_whitespace() || IGNORABLE.iter().any(|(from, to)| (*from..=*to).contains(&(c as u32)))
}

/// Whether the specification accepts the (normalised) text.
pub fn acceptable(text: &str, field: &FieldInfo) -> bool {
    let (max, lines) = field
        .rules
        .iter()
        .find_map(|r| match r {
            Rule::Text { max, lines } => Some((*max as usize, *lines)),
            _ => None,
        })
        .unwrap_or((500, false));
    let control = text.chars().any(|c| c.is_control() && !(lines && (c == '\n' || c == '\t')));
    let may_be_absent = field.optional && !field.rules.contains(&Rule::Demanded);
    text.chars().count() <= max && !control && (!text.is_empty() || may_be_absent)
}

/// An operation that creates a record, with arguments that are right.
struct Creation<'o> {
    session: &'o Session,
    operation: &'static str,
    arguments: Value,
}

fn creations(office: &Office) -> Vec<Creation<'_>> {
    let customer = office.customer().id;
    let opportunity = office.assigned().id;
    let kind = entry(&office.ann, "ticket_kind", "咨询");
    let gender = entry(&office.ann, "gender", "女");
    let (ann, ben, admin) = (&office.ann, &office.ben, &office.admin);
    let customer_data = serde_json::to_value(new_customer(ann, "x")).unwrap();
    vec![
        Creation {
            session: ann,
            operation: "opportunities.create",
            arguments: json!({"new": {"customer_name": "a", "success_probability": 1, "summary": "b", "description": "c"}}),
        },
        Creation {
            session: ben,
            operation: "plans.add",
            arguments: json!({"opportunity": opportunity, "new": {"date": "2026-03-09", "content": "a"}}),
        },
        Creation { session: ann, operation: "customers.create", arguments: json!({"new": customer_data}) },
        Creation {
            session: ann,
            operation: "contacts.create",
            arguments: json!({"customer": customer, "new": {"name": "a", "gender": gender, "position": "b", "office_phone": "c"}}),
        },
        Creation {
            session: ann,
            operation: "interactions.create",
            arguments: json!({"customer": customer, "new":
                {"date": "2026-03-02", "place": "a", "summary": "b", "details": "c"}}),
        },
        Creation {
            session: ann,
            operation: "tickets.create",
            arguments: json!({"new": {"kind": kind, "summary": "a", "customer": customer, "request": "b"}}),
        },
        Creation {
            session: admin,
            operation: "users.create",
            arguments: json!({"new": {"login": "a", "display_name": "b"}}),
        },
        Creation {
            session: admin,
            operation: "dictionary.create",
            arguments: json!({"new": {"category": "a", "item": "b", "value": "c"}}),
        },
    ]
}

/// The record that the operation's `new` argument is.
fn record(operation: &str) -> &'static RecordInfo {
    let operation = Operation::find(operation).unwrap_or_else(|| panic!("no operation {operation}"));
    let new = operation.arguments.iter().find(|a| a.name() == "new").unwrap();
    match new.ty {
        Type::Record(record) => record,
        _ => panic!("{} creates no record", operation.name),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn any_text_comes_back_or_is_refused_by_its_field(text in any_text()) {
        let office = Office::new();
        for creation in creations(&office) {
            for field in record(creation.operation).fields {
                if !matches!(field.ty.required(), Type::Text) {
                    continue;
                }
                let place = format!("{} {}", creation.operation, field.name());
                let mut arguments = creation.arguments.clone();
                arguments["new"][field.name()] = json!(text);
                let outcome = creation.session.call(creation.operation, &arguments.to_string());
                let kept = normalised(&text);
                match outcome {
                    Ok(result) => {
                        prop_assert!(acceptable(&kept, field), "{}: {:?} was accepted", place, text);
                        let result: Value = serde_json::from_str(&result).unwrap();
                        let wanted = if kept.is_empty() { Value::Null } else { json!(kept) };
                        prop_assert_eq!(&result[field.name()], &wanted, "{}", place);
                    }
                    Err(CrmError::Invalid { fields }) => {
                        // Uniqueness is another rule than the text's own.
                        let unique = fields.iter().all(|f| f.code == "not_unique")
                            // BENCH-2: a birthday is a day.
                            || (field.name() == "birthday" && fields.iter().all(|f| f.code == "wrong_type"))
                            // SALE-2: an address is one.
                            || fields.iter().all(|f| f.code == "not_an_email");
                        // CUST-3: beside the record's own fields, those that the settings require.
                        let required = kept.is_empty() && creation.operation == "customers.create";
                        let refusable = unique || required || !acceptable(&kept, field);
                        prop_assert!(refusable, "{}: {:?} was refused: {:?}", place, text, fields);
                        prop_assert!(fields.iter().any(|f| f.field == field.name()) || unique, "{}: {:?}", place, fields);
                    }
                    // The same record a second time.
                    Err(CrmError::Conflict { .. }) => {}
                    Err(other) => prop_assert!(false, "{}: {}", place, other),
                }
            }
        }
    }
}
