//! FIELD-3: equal rights give equal bytes, whatever the withheld values are. Two worlds are alike but for values that the
//! reader may not read; every read operation there is answers them alike.

use std::collections::BTreeMap;

use crm_core::contacts::NewContact;
use crm_core::prelude::*;
use crm_core::schema::{FieldInfo, Type};
use crm_core::validate::Rule;
use crm_core::{Access, Operation};
use serde_json::{Map, Value, json};

use crate::field_world::*;
use crate::support::*;

/// Ids of the world, by their type.
type Ids = BTreeMap<&'static str, Vec<String>>;

fn ids(world: &World) -> Ids {
    let admin = &world.office.admin;
    let all = |page: Value| -> Vec<String> {
        let items = if page.is_array() { page } else { page["items"].clone() };
        items.as_array().unwrap().iter().map(|r| r["id"].as_str().unwrap().to_owned()).collect()
    };
    let of = |numbers: &[u32]| numbers.iter().map(|n| id(*n)).collect::<Vec<_>>();
    Ids::from([
        ("CustomerId", of(&[CUSTOMER, QUIET])),
        ("ContactId", of(&[CONTACT])),
        ("OpportunityId", of(&[OPPORTUNITY, FAILED])),
        ("TicketId", of(&[TICKET])),
        ("InteractionId", of(&[INTERACTION])),
        ("ManagementReportId", of(&[REPORT])),
        ("PlanItemId", of(&[20])),
        ("OrderId", vec![world.order.clone()]),
        ("WarningId", vec![world.warning.clone()]),
        ("RecordId", of(&[CUSTOMER, CONTACT, OPPORTUNITY, FAILED, TICKET, INTERACTION])),
        ("UserId", all(answer(admin, "users.list", json!({})))),
        ("RoleId", all(answer(admin, "roles.list", json!({})))),
        ("DictionaryEntryId", all(answer(admin, "dictionary.list", json!({"page": {"limit": 1000}})))),
    ])
}

/// Values that an argument may have: all that the world knows, where these are few.
fn values(info: &FieldInfo, ids: &Ids, calls: i64) -> Vec<Value> {
    let category = info.rules.iter().find_map(|rule| match rule {
        Rule::Category(category) => Some(*category),
        _ => None,
    });
    match info.ty.required() {
        Type::Id(name) => match ids.get(name) {
            Some(known) => known.iter().map(|id| json!(id)).collect(),
            None => vec![json!("0195b5e2-7f00-7000-8000-00000000abcd")],
        },
        Type::Integer if info.name == "call" => (1..=calls).map(|n| json!(n)).collect(),
        Type::Integer => (1..=5).map(|n| json!(n)).collect(),
        Type::Boolean => vec![json!(true), json!(false)],
        Type::Date => vec![json!("2026-03-02"), json!("2026-08-30")],
        Type::Instant => vec![json!("2026-03-02T00:00:00Z"), json!("2026-09-05T00:00:00Z")],
        Type::Choice(_) | Type::Name(_) => {
            info.ty.required().choice().unwrap().values.iter().map(|(value, _)| json!(value)).collect()
        }
        Type::Text if info.name == "operation" => Operation::all().map(|o| json!(o.name)).collect(),
        Type::Text if category.is_none() => vec![json!("华"), json!("王"), json!("138"), json!("region")],
        _ => vec![json!("text")],
    }
}

/// The calls of a read operation: without what may be left out, and with each of it by itself; each filter by each field.
fn calls(operation: &Operation, ids: &Ids, count: i64) -> Vec<Value> {
    let required: Vec<&FieldInfo> = operation.arguments.iter().filter(|a| !a.optional).collect();
    let mut all = vec![Map::new()];
    for argument in required {
        let values = match argument.ty.required() {
            Type::List(inner) => {
                let one = FieldInfo { ty: **inner, name: argument.name, doc: "", optional: false, rules: &[] };
                vec![json!(values(&one, ids, count))]
            }
            _ => values(argument, ids, count),
        };
        all = all
            .iter()
            .flat_map(|call| {
                values.iter().map(|value| {
                    let mut call = call.clone();
                    call.insert(argument.name.to_owned(), value.clone());
                    call
                })
            })
            .collect();
    }
    let bare = all.clone();
    for argument in operation.arguments.iter().filter(|a| a.optional && a.name != "after") {
        let mut given = Vec::new();
        match argument.ty.required() {
            Type::Record(record) if record.name == "PageRequest" => {
                given.extend([json!({"limit": 1, "count": true}), json!({"limit": 1000})]);
            }
            Type::Record(record) => {
                for field in record.fields {
                    given.extend(values(field, ids, count).into_iter().map(|value| {
                        let value = if matches!(field.ty.required(), Type::List(_)) { json!([5]) } else { value };
                        Value::Object(Map::from_iter([(field.name.to_owned(), value)]))
                    }));
                }
            }
            _ => given.extend(values(argument, ids, count)),
        }
        for call in &bare {
            for value in &given {
                let mut call = call.clone();
                call.insert(argument.name.to_owned(), value.clone());
                all.push(call);
            }
        }
    }
    all.into_iter().map(Value::Object).collect()
}

/// Everything that is answered, to the end of what comes in parts.
fn told(session: &Session, operation: &Operation, arguments: &Value) -> Vec<String> {
    let mut arguments = arguments.clone();
    let mut told = Vec::new();
    for _ in 0..20 {
        let outcome = session.call(operation.name, &arguments.to_string());
        let next = outcome.as_ref().ok().and_then(|json| {
            let json: Value = serde_json::from_str(json).unwrap();
            json.get("next").and_then(Value::as_str).map(str::to_owned)
        });
        told.push(outcome.unwrap_or_else(|refusal| format!("{refusal:?}")));
        let Some(next) = next else { break };
        match operation.arguments.iter().any(|a| a.name == "page") {
            true => {
                let mut page = arguments.get("page").cloned().unwrap_or_else(|| json!({}));
                page["after"] = json!(next);
                arguments["page"] = page;
            }
            false => arguments["after"] = json!(next),
        }
    }
    told
}

/// The reader of a world: every operation, and these rights to every field.
fn reader(world: &World, right: &str) -> Session {
    let areas: std::collections::BTreeSet<&str> = Operation::all().map(|o| o.area).collect();
    let areas: Vec<&str> = areas.into_iter().collect();
    let rights: Vec<String> = confidential(&world.office.admin)
        .into_iter()
        .map(|(entity, field, hideable)| format!("{entity}.{field} {}", if hideable { right } else { "masked" }))
        .collect();
    assert!(rights.len() > 40, "{}", rights.len());
    let rights: Vec<&str> = rights.iter().map(String::as_str).collect();
    world.role_of("reader", &areas, &rights);
    let reader = world.hire("reader", &["reader"]);
    for (entity, number) in [("customer", CUSTOMER), ("opportunity", OPPORTUNITY), ("ticket", TICKET)] {
        let share = json!({"entity": entity, "id": id(number), "access": "write", "user": user(&reader)});
        answer(&world.office.manager, "shares.give", share);
    }
    reader
}

#[track_caller]
fn answers_alike(first: &World, second: &World, right: &str) {
    let readers = [reader(first, right), reader(second, right)];
    // The worlds are alike, and not the same.
    let known = [ids(first), ids(second)];
    assert_eq!(known[0], known[1]);
    let full = [first, second].map(|w| answer(&w.office.manager, "customers.get", json!({"id": id(CUSTOMER)})));
    assert_ne!(full[0], full[1]);
    let (mut asked, mut answered) = (0, std::collections::BTreeSet::new());
    for operation in Operation::all().filter(|o| o.access == Access::Read) {
        for arguments in calls(operation, &known[0], 60) {
            let [one, other] = readers.each_ref().map(|session| told(session, operation, &arguments));
            assert_eq!(one, other, "{} {arguments}", operation.name);
            asked += 1;
            if one.iter().any(|answer| answer.starts_with(['{', '['])) {
                answered.insert(operation.name);
            }
        }
    }
    assert!(asked > 800, "{asked}");
    for name in [
        "customers.list",
        "contacts.get",
        "plans.get",
        "tickets.get",
        "orders.get",
        "churn.history",
        "audit.list",
        "shares.list",
        "shares.mine",
        "collaborators.list",
        "handover.preview",
    ] {
        assert!(answered.contains(name), "{name} was never answered");
    }
}

#[test]
fn hidden_values_change_no_byte_of_any_answer() {
    answers_alike(&World::new(&Values::first()), &World::new(&Values::altogether_others()), "hidden");
}

#[test]
fn what_a_mask_does_not_show_changes_no_byte_of_any_answer() {
    answers_alike(&World::new(&Values::first()), &World::new(&Values::with_the_same_masks()), "masked");
}

#[test]
fn a_page_does_not_end_by_what_is_withheld() {
    let pages = |remarks: &str| {
        let world = World::new(&Values::first());
        world.role("clerk", &[], &["contact.remarks hidden"]);
        let clerk = world.hire("clerk", &["clerk"]);
        let ann = &world.office.ann;
        for _ in 0..230 {
            let new = NewContact {
                name: Some("李雷".into()),
                gender: Some(entry(ann, "gender", "男")),
                position: Some("经理".into()),
                office_phone: Some("1".into()),
                remarks: Some(remarks.into()),
                ..Default::default()
            };
            ann.contacts().create(id(CUSTOMER).parse().unwrap(), new, None).unwrap();
        }
        let rows = |session: &Session| {
            let page = Some(PageRequest { limit: Some(1_000), ..Default::default() });
            session.contacts().list(None, None, page).unwrap().items.len()
        };
        (rows(&clerk), rows(ann))
    };
    // FIELD-3: who reads long remarks gets a part of the list, and who does not gets all of it, however long they are.
    assert_eq!(pages("长"), (231, 231));
    let (clerk, ann) = pages(&"长".repeat(7_000));
    assert_eq!(clerk, 231);
    assert!(ann < 231, "{ann}");
}
