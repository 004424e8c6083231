//! Every read operation, asked in every way that its description offers, with the ids and values of a world.

#![allow(dead_code, reason = "each test binary uses its part")]

use std::collections::BTreeMap;

use crm_core::Operation;
use crm_core::prelude::*;
use crm_core::schema::{FieldInfo, Type};
use crm_core::validate::Rule;
use serde_json::{Map, Value, json};

/// Ids of the world, by their type.
pub type Ids = BTreeMap<&'static str, Vec<String>>;

/// Values that an argument may have: all that the world knows, where these are few. `calls` is how many calls the audit
/// numbers.
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
        Type::Integer if info.name() == "call" => (1..=calls).map(|n| json!(n)).collect(),
        Type::Integer => (1..=5).map(|n| json!(n)).collect(),
        Type::Boolean => vec![json!(true), json!(false)],
        Type::Date => vec![json!("2026-03-02"), json!("2026-08-30")],
        Type::Instant => vec![json!("2026-03-02T00:00:00Z"), json!("2026-09-05T00:00:00Z")],
        Type::Tree if info.name() == "query" => queries(),
        Type::Tree => trees(),
        Type::Choice(_) | Type::Name(_) => {
            info.ty.required().choice().unwrap().values.iter().map(|(value, _)| json!(value)).collect()
        }
        Type::Text if info.name() == "view" => {
            ids.get("ViewId").into_iter().flatten().map(|id| json!(id)).chain([json!("hotel.free_rooms")]).collect()
        }
        Type::Text if info.name() == "object" => OBJECTS.iter().map(|object| json!(object)).collect(),
        Type::List(_) if info.name() == "sort" => sorts(),
        Type::List(_) if info.name() == "fields" => columns(),
        Type::Record(_) if info.name() == "record" => records(ids),
        Type::Text if info.name() == "operation" => Operation::all().map(|o| json!(o.name)).collect(),
        Type::Text if category.is_none() => vec![json!("华"), json!("王"), json!("138"), json!("region")],
        _ => vec![json!("text")],
    }
}

/// Every kind of record that is told as an object, and what is none.
const OBJECTS: [&str; 11] = [
    "contact",
    "customer",
    "department",
    "dictionary_entry",
    "interaction",
    "opportunity",
    "order",
    "product",
    "ticket",
    "user",
    "nothing",
];

/// Records of any kind by their names: each id as each kind, since what is of another is not there.
fn records(ids: &Ids) -> Vec<Value> {
    let kinds = ["RecordId", "UserId", "DepartmentId"];
    let known = kinds.into_iter().filter_map(|kind| ids.get(kind)).flatten();
    let entries = ids.get("DictionaryEntryId").into_iter().flatten();
    let entries = entries.map(|id| json!({"object": "dictionary_entry", "id": id}));
    known.flat_map(|id| OBJECTS.map(|object| json!({"object": object, "id": id}))).chain(entries).collect()
}

/// Keeps views for everybody, over what may be withheld or out of reach, with the same ids in every world.
pub fn keep_views(session: &Session) -> Vec<String> {
    let definitions = [
        json!({"of": "customer", "columns": ["name", "phone", "satisfaction"], "sort": ["name"]}),
        json!({"of": "customer", "filter": {"field": "satisfaction", "ge": 3}}),
        json!({"of": "ticket", "columns": ["summary", "customer.name", "customer.phone"], "sort": ["customer.satisfaction"]}),
        json!({"of": "customer", "group": ["satisfaction"], "measures": [{"count": true}]}),
        json!({"of": "ticket", "group": ["customer.name"], "measures": [{"count": true}, {"avg": "satisfaction"}]}),
    ];
    let keep = |(at, definition): (usize, &Value)| {
        let id = format!("0195b5e2-7f00-7000-8000-0000000f000{at}");
        let new = json!({"id": id, "new": {"name": format!("视图{at}"), "definition": definition}});
        session.call("views.create", &new.to_string()).unwrap();
        let with = json!({"everybody": true, "roles": [], "departments": []});
        session.call("views.share", &json!({"id": id, "with": with}).to_string()).unwrap();
        id
    };
    definitions.iter().enumerate().map(keep).collect()
}

/// Orders for any list of objects; those of another kind are refused, of whatever world.
fn sorts() -> Vec<Value> {
    let paths =
        ["-created_at", "satisfaction", "customer.satisfaction", "account_manager.display_name", "customer.name"];
    paths.iter().map(|path| json!([path])).chain([json!(["-date", "customer.name"])]).collect()
}

/// Columns for any list of objects, over references too.
fn columns() -> Vec<Value> {
    let one = ["name", "phone", "satisfaction", "customer.name", "customer.phone", "customer.satisfaction"];
    let more = ["customer.account_manager", "ticket.summary", "ticket.satisfaction", "assignee.phone", "total"];
    one.iter().chain(&more).map(|path| json!([path])).chain([json!(["customer.account_manager.department"])]).collect()
}

/// Tables over any kind of record.
fn queries() -> Vec<Value> {
    let count = json!({"count": true});
    let keys = [
        json!("status"),
        json!("account_manager"),
        json!("customer"),
        json!("customer.name"),
        json!("customer.satisfaction"),
        json!("satisfaction"),
        json!({"field": "created_at", "by": "month"}),
        json!({"field": "customer.last_order_date", "by": "week"}),
        json!("assignee.department.name"),
    ];
    let measures = [
        json!({"sum": "satisfaction"}),
        json!({"max": "created_at"}),
        json!({"avg": "customer.satisfaction"}),
        json!({"count_distinct": "customer.name"}),
        json!({"count_distinct": "phone"}),
        json!({"min": "customer.credit"}),
    ];
    let keyed = keys.into_iter().map(|key| json!({"group": [key], "measures": [count]}));
    let measured = measures.into_iter().map(|measure| json!({"measures": [count, measure]}));
    keyed.chain(measured).collect()
}

/// Filter trees for any list: over references, by what refers, and what can't be asked. Those of another kind of record than
/// the list's are refused, of whatever world.
fn trees() -> Vec<Value> {
    let asked = |field: &str, op: &str, value: Value| json!({"field": field, op: value});
    let leaves = [
        asked("name", "contains", json!("华")),
        asked("phone", "empty", json!(false)),
        asked("satisfaction", "ge", json!(3)),
        asked("customer.name", "contains", json!("华")),
        asked("customer.account_manager.display_name", "contains", json!("王")),
        asked("customer.last_order_date", "empty", json!(false)),
        asked("customer.satisfaction", "ge", json!(2)),
        asked("customer.phone", "empty", json!(false)),
        asked("ticket.summary", "empty", json!(false)),
        asked("account_manager", "empty", json!(false)),
        asked("assignee.department.name", "empty", json!(false)),
    ];
    let children = ["contact", "interaction", "ticket", "opportunity", "order"]
        .into_iter()
        .flat_map(|object| ["some", "none"].map(|word| json!({word: object, "by": "customer"})));
    let mut trees: Vec<Value> = leaves.into_iter().flat_map(|leaf| [json!({"not": leaf.clone()}), leaf]).collect();
    trees.extend(children);
    trees.push(json!({"some": "ticket", "by": "customer", "where": {"field": "satisfaction", "empty": false}}));
    trees.push(json!({"some": "customer", "by": "account_manager"}));
    trees
}

/// The calls of a read operation: without what may be left out, and with each of it by itself; each filter by each field.
pub fn calls(operation: &Operation, ids: &Ids, count: i64) -> Vec<Value> {
    let required: Vec<&FieldInfo> = operation.arguments.iter().filter(|a| !a.optional).collect();
    let mut all = vec![Map::new()];
    for argument in required {
        let values = match argument.ty.required() {
            Type::List(inner) => {
                let one = FieldInfo::new(argument.name(), argument.name(), **inner, false, &[]);
                vec![json!(values(&one, ids, count))]
            }
            _ => values(argument, ids, count),
        };
        all = all
            .iter()
            .flat_map(|call| {
                values.iter().map(|value| {
                    let mut call = call.clone();
                    call.insert(argument.name().to_owned(), value.clone());
                    call
                })
            })
            .collect();
    }
    let bare = all.clone();
    for argument in operation.arguments.iter().filter(|a| a.optional && a.name() != "after") {
        let mut given = Vec::new();
        match argument.ty.required() {
            Type::Record(record) if record.name == "PageRequest" => {
                given.extend([json!({"limit": 1, "count": true}), json!({"limit": 1000})]);
            }
            Type::Record(record) => {
                for field in record.fields {
                    given.extend(values(field, ids, count).into_iter().map(|value| {
                        let value = if matches!(field.ty.required(), Type::List(_)) { json!([5]) } else { value };
                        Value::Object(Map::from_iter([(field.name().to_owned(), value)]))
                    }));
                }
            }
            _ => given.extend(values(argument, ids, count)),
        }
        for call in &bare {
            for value in &given {
                let mut call = call.clone();
                call.insert(argument.name().to_owned(), value.clone());
                all.push(call);
            }
        }
    }
    all.into_iter().map(Value::Object).collect()
}

/// Everything that is answered, to the end of what comes in parts.
pub fn told(session: &Session, operation: &Operation, arguments: &Value) -> Vec<String> {
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
        match operation.arguments.iter().any(|a| a.name() == "page") {
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
