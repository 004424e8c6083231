//! What every page keeps to: where it goes on, and how much it holds.

use crm_core::prelude::*;
use crm_core::tickets::NewTicket;
use crm_core::users::NewUser;
use serde_json::{Value, json};

use crate::support::*;

fn call(session: &Session, operation: &str, arguments: Value) -> Result<Value> {
    session.call(operation, &arguments.to_string()).map(|json| serde_json::from_str(&json).unwrap())
}

/// Users whose names fold to eighteen times their length, and differ at their ends.
fn hire_long_names(office: &Office) {
    for i in 0..4 {
        let new = NewUser {
            login: format!("long-{i}"),
            display_name: format!("{}{i}", "\u{fdfa}".repeat(499)),
            ..Default::default()
        };
        office.admin.users().create(new, None).unwrap();
    }
}

#[test]
fn a_list_goes_on_behind_the_longest_name() {
    let office = Office::new();
    hire_long_names(&office);
    let products: Vec<Value> = (0..4)
        .map(|i| json!({ "external_id": format!("P{i}"), "name": format!("{}{i}", "\u{fdfa}".repeat(499)) }))
        .collect();
    call(&office.integration, "sales.push_products", json!({ "products": products })).unwrap();
    for (session, list, records) in
        [(&office.ann, "users.colleagues", 11), (&office.admin, "users.list", 11), (&office.ann, "products.list", 4)]
    {
        let (mut seen, mut after) = (Vec::new(), Value::Null);
        loop {
            let mut page = json!({ "limit": 1 });
            if !after.is_null() {
                page["after"] = after.clone();
            }
            let answer = call(session, list, json!({ "page": page })).unwrap_or_else(|e| panic!("{list}: {e}"));
            seen.extend(answer["items"].as_array().unwrap().iter().map(|item| item["id"].clone()));
            after = answer["next"].clone();
            if after.is_null() {
                break;
            }
        }
        assert_eq!(seen.len(), records, "{list}");
    }
}

#[test]
fn a_cursor_is_letters_and_digits_and_holds_for_its_list() {
    let office = Office::new();
    for _ in 0..3 {
        office.opportunity();
        office.customer();
    }
    let next = |list: &str| {
        let page = call(&office.manager, list, json!({ "page": { "limit": 1 } })).unwrap();
        page["next"].as_str().unwrap().to_owned()
    };
    let behind = |list: &str, cursor: &str| {
        call(&office.manager, list, json!({ "page": { "after": cursor } }))
            .map(|page| page["items"].as_array().unwrap().len())
    };
    let cursor = next("opportunities.list");
    assert!(cursor.bytes().all(|b| b.is_ascii_alphanumeric()), "{cursor}");
    assert_eq!(behind("opportunities.list", &cursor).unwrap(), 2);
    assert_eq!(behind("opportunities.list", &format!("  {cursor}\n")).unwrap(), 2);
    // BAD-1: a cursor of another list, of an earlier version, a damaged one.
    let mut wrong = vec![next("customers.list"), r#"["opportunities",[1772413200000000,2]]"#.to_owned(), "next".into()];
    for at in 0..cursor.len() {
        let other = if &cursor[at..=at] == "b" { "c" } else { "b" };
        wrong.push(format!("{}{other}{}", &cursor[..at], &cursor[at + 1..]));
    }
    wrong.push(cursor.to_uppercase());
    for wrong in wrong {
        assert_eq!(invalid(behind("opportunities.list", &wrong)), ["after:cursor"], "{wrong}");
    }
}

#[test]
fn a_page_ends_by_size_too() {
    let office = Office::new();
    let customer = office.customer();
    let kind = entry(&office.ann, "ticket_kind", "咨询");
    // 60,000 bytes of text each: 70 fill a page of 4 MiB.
    for i in 0..90 {
        let new = NewTicket {
            kind,
            summary: format!("{i}"),
            customer: customer.id,
            request: "诉".repeat(20_000),
            ..Default::default()
        };
        office.ann.tickets().create(new, None).unwrap();
    }
    let (mut sizes, mut seen, mut after) = (Vec::new(), Vec::new(), Value::Null);
    loop {
        let mut page = json!({ "limit": 10_000, "count": true });
        if !after.is_null() {
            page["after"] = after.clone();
        }
        let answer = call(&office.manager, "tickets.list", json!({ "page": page })).unwrap();
        let items = answer["items"].as_array().unwrap();
        sizes.push(items.len());
        seen.extend(items.iter().rev().map(|item| item["summary"].as_str().unwrap().parse::<i64>().unwrap()));
        assert!(answer.to_string().len() < 4 * 1024 * 1024 + 100_000 + items.len() * 1_000, "{}", items.len());
        after = answer["next"].clone();
        if after.is_null() {
            break;
        }
    }
    assert_eq!(sizes, [70, 20]);
    seen.sort_unstable();
    assert_eq!(seen, (0..90).collect::<Vec<_>>());
}
