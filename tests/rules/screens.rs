//! OBJ-17, OBJ-6: what a program goes by that draws screens and knows no object by name: groups, columns, filters, boards and
//! operations, of typed and defined objects alike.

use std::collections::BTreeSet;

use crm_core::meta::{ObjectDescription, ObjectField, ObjectVerb};
use crm_core::{Access, CrmError, Locale, Operation, RecordId, Session};
use serde_json::{Value as Json, json};

use crate::support::*;
use crate::views_packs::{Hotel, created};

fn described(session: &Session, name: &str) -> ObjectDescription {
    session.meta().object(name.into()).unwrap()
}

fn call(session: &Session, operation: &str, with: Json) -> Result<Json, CrmError> {
    session.call(operation, &with.to_string()).map(|answer| serde_json::from_str(&answer).unwrap())
}

/// A condition of a field that is true or false of any record.
fn asked(field: &ObjectField) -> Json {
    let name = &field.name;
    match field.kind.as_str() {
        "choice" => json!({"field": name, "is": field.choices[0].name}),
        "ref" | "entry" => json!({"field": name, "in": [RecordId::default().to_string()]}),
        "date" => json!({"field": name, "ge": "2020-01-01"}),
        "instant" => json!({"field": name, "ge": "2020-01-01T00:00:00Z"}),
        "boolean" => json!({"field": name, "is": true}),
        other => panic!("{name} is a {other}"),
    }
}

/// Somebody who may list the records of each object.
fn readers(hotel: &Hotel) -> [&Session; 3] {
    [&hotel.office.admin, &hotel.office.manager, &hotel.head]
}

// OBJ-17: what is said of a list holds for the list.
#[test]
fn columns_are_given_and_filters_are_taken() {
    let hotel = Hotel::new();
    hotel.room("301", "388.50");
    created(&hotel.reception, "hotel.guest", json!({"name": "王芳", "phone": "13800000000"}));
    let mut listed = BTreeSet::new();
    for session in readers(&hotel) {
        for object in session.meta().objects().unwrap() {
            let list =
                object.operations.iter().find(|one| one.verb == ObjectVerb::List).expect("a list of each object");
            if !list.permitted {
                continue;
            }
            let name = object.name.as_str();
            listed.insert(name.to_owned());
            assert!((1..=8).contains(&object.columns.len()) && object.filters.len() <= 8, "{name}: {object:?}");
            let arguments = json!({"object": name, "fields": object.columns});
            let page = call(session, "objects.list", arguments).unwrap_or_else(|error| panic!("{name}: {error}"));
            for record in page["items"].as_array().unwrap() {
                let told = |column: &String| {
                    let withheld = record["withheld"].as_array().is_some_and(|names| names.contains(&json!(column)));
                    record["values"].get(column).is_some() || withheld
                };
                assert!(object.columns.iter().all(told), "{name}: {record}");
            }
            for filter in &object.filters {
                let field = object.fields.iter().find(|field| field.name == *filter).expect("a field of its own");
                let condition = asked(field);
                let operator = condition.as_object().unwrap().keys().find(|key| *key != "field").unwrap().clone();
                assert!(field.asked.contains(&operator), "{name}.{filter}");
                let arguments = json!({"object": name, "filter": condition});
                call(session, "objects.list", arguments).unwrap_or_else(|error| panic!("{name}.{filter}: {error}"));
            }
            for field in &object.fields {
                let arguments = json!({"object": name, "sort": [field.name]});
                assert_eq!(call(session, "objects.list", arguments).is_ok(), field.sortable, "{name}.{}", field.name);
                // Whatever operator is named can be asked, and no other can.
                for operator in ["is", "in", "lt", "le", "gt", "ge", "contains", "empty"] {
                    let told = field.asked.iter().any(|known| known == operator);
                    let condition = json!({"field": field.name, operator: value(field, operator)});
                    let taken = call(session, "objects.list", json!({"object": name, "filter": condition}));
                    assert_eq!(told, taken.is_ok(), "{name}.{} {operator}: {taken:?}", field.name);
                }
            }
        }
    }
    assert_eq!(listed.len(), 17, "{listed:?}");
}

/// Something that an operator takes of a field of the type.
fn value(field: &ObjectField, operator: &str) -> Json {
    let one = match field.kind.as_str() {
        "choice" => json!(field.choices[0].name),
        "ref" | "entry" | "id" => json!(RecordId::default().to_string()),
        "date" => json!("2020-01-01"),
        "instant" => json!("2020-01-01T00:00:00Z"),
        "boolean" => json!(true),
        "integer" => json!(1),
        "decimal" => json!("1"),
        "money" => json!("1"),
        _ => json!("x"),
    };
    match operator {
        "in" => json!([one]),
        "empty" => json!(true),
        _ => one,
    }
}

// OBJ-17: every field stands in a group that is named, in either language; the title is made of its fields.
#[test]
fn fields_stand_in_groups() {
    let hotel = Hotel::new();
    for locale in Locale::ALL {
        for object in hotel.head.with_locale(*locale).meta().objects().unwrap() {
            let groups: Vec<&str> = object.groups.iter().map(|group| group.name.as_str()).collect();
            let used: BTreeSet<&str> = object.fields.iter().map(|field| field.group.as_str()).collect();
            assert_eq!(groups.iter().copied().collect::<BTreeSet<_>>(), used, "{}", object.name);
            assert!(groups.len() == used.len() && groups.last() == Some(&"system"), "{}: {groups:?}", object.name);
            for group in &object.groups {
                assert!(!group.label.starts_with("group-") && !group.label.is_empty(), "{}", group.name);
                // The engine's words and the pack's title are of the language.
                assert_eq!(group.label.is_ascii(), *locale == Locale::En, "{}", group.label);
            }
            let known = |name: &String| object.fields.iter().any(|field| field.name == *name);
            assert!(!object.title_fields.is_empty() && object.title_fields.iter().all(known), "{}", object.name);
        }
    }
    let user = described(&hotel.head, "user");
    let of_pack = user.fields.iter().filter(|field| field.group == "pack.hotel").map(|field| field.name.as_str());
    assert_eq!(of_pack.collect::<Vec<_>>(), ["scores", "score_sum", "score"]);
    let customer = described(&hotel.head, "customer");
    let groups: Vec<&str> = customer.groups.iter().map(|group| group.name.as_str()).collect();
    assert_eq!(groups, ["basics", "communication", "people", "dates", "company", "system"]);
    let stay = described(&hotel.head, "hotel.reservation");
    let group = |name: &str| stay.fields.iter().find(|field| field.name == name).unwrap().group.as_str();
    assert_eq!(
        ["number", "clerk", "price", "check_in", "creator"].map(group),
        ["basics", "people", "amounts", "dates", "system"]
    );
    assert_eq!(stay.title_fields, ["number", "guest"]);
}

// OBJ-17: of a typed object what its creation or update takes is writable, and nothing that the engine sets.
#[test]
fn what_the_engine_sets_of_typed_objects_is_not_writable() {
    let hotel = Hotel::new();
    let admin = &hotel.office.admin;
    let mut all = BTreeSet::new();
    for object in admin.meta().objects().unwrap().into_iter().filter(|object| !object.name.contains('.')) {
        let writes =
            object.operations.iter().filter(|one| [ObjectVerb::Create, ObjectVerb::Update].contains(&one.verb));
        let mut given = BTreeSet::new();
        for operation in writes {
            let form = admin.meta().describe(operation.operation.clone(), None).unwrap();
            let names = form.arguments.iter().filter_map(|field| {
                let (_, name) = field.path.split_once('.').filter(|(of, _)| ["new", "changes"].contains(of))?;
                Some(name.trim_end_matches("[]").to_owned())
            });
            given.extend(names);
        }
        for field in object.fields.iter().filter(|field| field.group != "pack.hotel") {
            let name = format!("{}.{}", object.name, field.name);
            assert_eq!(field.writable, given.contains(&field.name), "{name}");
            if field.writable {
                all.insert(name);
            }
        }
    }
    let written =
        ["customer.name", "customer.account_manager", "opportunity.description", "ticket.request", "user.login"];
    let set = ["customer.complete", "customer.lost_at", "opportunity.assigner", "opportunity.status", "ticket.handler"];
    assert!(written.iter().all(|name| all.contains(*name)), "{all:?}");
    assert!(!set.iter().any(|name| all.contains(*name)), "{all:?}");
}

// OBJ-17: of a defined object everything follows from its definition.
#[test]
fn a_definition_says_its_list() {
    let hotel = Hotel::new();
    let stay = described(&hotel.head, "hotel.reservation");
    assert_eq!(stay.columns, ["number", "guest", "room", "guests", "to_pay", "status"]);
    let first = ["status", "clerk", "guest", "room", "check_in", "check_out", "free_until", "created_at"];
    assert_eq!(stay.filters, first);
    let room = described(&hotel.head, "hotel.room");
    assert_eq!(room.columns, ["number", "kind", "capacity", "price", "in_service"]);
    assert_eq!(room.filters, ["kind", "created_at", "in_service"]);
    // A confidential field is no column of who may not read it.
    let has = |session: &Session| described(session, "hotel.guest").columns.contains(&"id_number".to_owned());
    assert!(has(&hotel.reception) && !has(&hotel.office.ann));
    let board = |name: &str| {
        let board = described(&hotel.head, name).board.unwrap();
        let states = board.states.into_iter().map(|state| (state.name, state.is_final));
        assert_eq!(board.field, "status");
        states.collect::<Vec<_>>()
    };
    let is = |name: &str, last| (name.to_owned(), last);
    let of_stay = [("booked", false), ("arrived", false), ("left", true), ("cancelled", true), ("no_show", true)];
    assert_eq!(board("hotel.reservation"), of_stay.map(|(name, last)| is(name, last)));
    let of_ticket = [("created", false), ("assigned", false), ("handled", false), ("archived", true)];
    assert_eq!(board("ticket"), of_ticket.map(|(name, last)| is(name, last)));
    assert!(["customer", "user", "hotel.room"].iter().all(|name| described(&hotel.head, name).board.is_none()));
}

/// Whether a form has the argument.
fn takes(operation: &Operation, path: &str) -> bool {
    let (outer, inner) = path.split_once('.').map_or((path, None), |(outer, inner)| (outer, Some(inner)));
    let Some(argument) = operation.arguments.iter().find(|argument| argument.name() == outer) else { return false };
    let mut record = Vec::new();
    argument.ty.collect(&mut record, &mut Vec::new());
    inner.is_none_or(|inner| record.first().is_some_and(|record| record.fields.iter().any(|f| f.name() == inner)))
}

// OBJ-17: every operation that is named is one, with that access, and takes what it is said to take where it is said.
#[test]
fn operations_are_what_they_are_said_to_be() {
    let hotel = Hotel::new();
    let (mut typed, mut defined) = (0, 0);
    for object in hotel.head.meta().objects().unwrap() {
        for one in &object.operations {
            let place = format!("{}: {one:?}", object.name);
            assert!(!one.label.is_empty(), "{place}");
            let general = if object.pack_less() {
                typed += 1;
                Operation::find(&one.operation).unwrap_or_else(|| panic!("{place}"))
            } else {
                defined += 1;
                let name = one.operation.strip_prefix(&format!("{}.", object.name)).unwrap();
                let verb = if one.verb == ObjectVerb::Action { "act" } else { one.verb.as_str() };
                assert!(one.verb == ObjectVerb::Action || one.verb.as_str() == name, "{place}");
                // It is known by that name, whoever calls it with whatever.
                let refused = call(&hotel.office.stranger, &one.operation, json!({"id": 7}));
                assert!(!matches!(refused, Err(CrmError::UnknownOperation { .. })), "{place}");
                Operation::find(&format!("objects.{verb}")).unwrap()
            };
            assert_eq!((one.access, one.confirm), (general.access, general.confirm || one.confirm), "{place}");
            let restores = one.verb == ObjectVerb::Restore;
            for path in [&one.record, &one.fields, &one.version].into_iter().flatten() {
                assert!(takes(general, path) || restores && path == "id", "{place}: {path}");
            }
            let on_record = !matches!(one.verb, ObjectVerb::List | ObjectVerb::Create);
            assert_eq!(one.record.is_some(), on_record, "{place}");
        }
        let verbs: Vec<ObjectVerb> = object.operations.iter().map(|one| one.verb).collect();
        let place = |verb: &ObjectVerb| ObjectVerb::ALL.iter().position(|known| known == verb);
        assert!(verbs.is_sorted_by_key(place) && verbs.first() == Some(&ObjectVerb::List), "{}", object.name);
        // One of each verb, and any number of others.
        let single = |verb: &ObjectVerb| verbs.iter().filter(|known| *known == verb).count() <= 1;
        assert!(ObjectVerb::ALL.iter().filter(|verb| **verb != ObjectVerb::Action).all(single), "{}", object.name);
    }
    assert!(typed > 40 && defined > 40, "{typed} {defined}");
}

/// Whether an object is one of the engine's own.
trait PackLess {
    fn pack_less(&self) -> bool;
}

impl PackLess for ObjectDescription {
    fn pack_less(&self) -> bool {
        self.kind == crm_core::meta::ObjectKind::Typed
    }
}

// OBJ-17: so a program that knows no object by name creates, changes and gets a record.
#[test]
fn a_program_that_knows_no_name_writes_records() {
    let hotel = Hotel::new();
    let manager = &hotel.office.manager;
    let of = |session: &Session, object: &str, verb: ObjectVerb| {
        let all = described(session, object).operations;
        all.into_iter().find(|one| one.verb == verb).unwrap()
    };
    // `path` of the arguments gets the value.
    let put = |with: &mut Json, path: &Option<String>, value: Json| {
        let path = path.as_ref().unwrap().replace('.', "/");
        let mut at = with;
        for step in path.split('/') {
            at = at.as_object_mut().unwrap().entry(step).or_insert_with(|| json!({}));
        }
        *at = value;
    };
    let guest = json!({"name": "王芳", "phone": "13800000000"});
    let capital = json!({"name": "华东精密", "phone": "021-5555"});
    for (session, object, new) in [(&hotel.reception, "hotel.guest", guest), (manager, "customer", capital)] {
        let create = of(session, object, ObjectVerb::Create);
        assert!(create.permitted && create.access == Access::Write);
        let mut with = json!({});
        put(&mut with, &create.fields, new);
        let made = call(session, &create.operation, with).unwrap();
        let update = of(session, object, ObjectVerb::Update);
        let mut with = json!({});
        put(&mut with, &update.record, made["id"].clone());
        put(&mut with, &update.fields, json!({"phone": "021-6666"}));
        put(&mut with, &update.version, made["version"].clone());
        call(session, &update.operation, with.clone()).unwrap();
        assert!(matches!(call(session, &update.operation, with), Err(CrmError::Conflict { .. })), "a stale version");
        let get = of(session, object, ObjectVerb::Get);
        let mut with = json!({});
        put(&mut with, &get.record, made["id"].clone());
        let got = call(session, &get.operation, with).unwrap();
        let told = if got["values"].is_object() { &got["values"]["phone"] } else { &got["phone"] };
        assert_eq!(told, "021-6666", "{got}");
    }
    // OBJ-18: in the session's language.
    let chinese = manager.with_locale(Locale::ZhHans);
    assert_eq!(of(&chinese, "hotel.room", ObjectVerb::Create).label, "新建客房");
    assert_eq!(of(manager, "hotel.room", ObjectVerb::Create).label, "Create: Room");
}

// OBJ-6, OBJ-7, OBJ-14 to OBJ-16: a record is brought back, its story told, and what refers to it, by names of the object; the
// rights are those that there were.
#[test]
fn records_are_restored_and_told_by_their_objects_names() {
    let hotel = Hotel::new();
    let (room, stranger) = (hotel.room("301", "388.50"), &hotel.office.stranger);
    let key = json!({"record": {"object": "hotel.room", "id": room}});
    for (verb, more) in [("history", json!({"page": {"limit": 1}})), ("related", json!({"rows": 2}))] {
        let mut general = key.clone();
        let mut named = json!({"id": room});
        for arguments in [&mut general, &mut named] {
            arguments.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        }
        let told = call(&hotel.head, &format!("hotel.room.{verb}"), named.clone()).unwrap();
        assert_eq!(told, call(&hotel.head, &format!("objects.{verb}"), general.clone()).unwrap());
        let refused = call(stranger, &format!("hotel.room.{verb}"), named).unwrap_err();
        assert_eq!(refused, CrmError::Forbidden { operation: "hotel.room.get".into(), reason: "no_permission".into() });
    }
    call(&hotel.head, "hotel.room.delete", json!({"id": room})).unwrap();
    let refused = call(&hotel.reception, "hotel.room.restore", json!({"id": room})).unwrap_err();
    assert_eq!(refused, CrmError::Forbidden { operation: "hotel.room.restore".into(), reason: "no_permission".into() });
    let back = call(&hotel.head, "hotel.room.restore", json!({"id": room})).unwrap();
    assert_eq!((&back["id"], &back["values"]["number"]), (&json!(room), &json!("301")));
    // What is wrong with the arguments is told as of the general ones.
    let invalid = |operation: &str, with: &str| invalid(hotel.head.call(operation, with));
    assert_eq!(invalid("hotel.room.restore", "{}"), ["id:required"]);
    assert_eq!(invalid("hotel.room.restore", r#"{"id": 7}"#), ["id:wrong_type"]);
    assert!(!invalid("hotel.room.related", &json!({"id": room, "rows": 2.5}).to_string()).is_empty());
    let twice = format!(r#"{{"id": "{room}", "id": "{room}"}}"#);
    assert!(!invalid("hotel.room.related", &twice).is_empty());
    assert_eq!(invalid("hotel.room.history", "[7]"), [":wrong_type"]);
    for unknown in ["hotel.room.histories", "hotel.rooms.history", "customer.history"] {
        let refused = call(&hotel.head, unknown, json!({"id": room})).unwrap_err();
        assert_eq!(refused, CrmError::UnknownOperation { operation: unknown.into() });
    }
}
