//! OBJ-17, PROC-1: what hangs on the records of an object, and by which operations it comes and goes, as a program is told that
//! draws screens and knows neither.

use crm_core::meta::{ObjectHanging, ObjectOperation, ObjectVerb};
use crm_core::schema::{RecordInfo, Type};
use crm_core::{Locale, Operation, Session};
use serde_json::{Value as Json, json};

use crate::views_packs::{Hotel, created};

fn hangs(session: &Session, object: &str) -> Vec<ObjectHanging> {
    session.meta().object(object.into()).unwrap().hangs
}

/// The record of which an operation lists several.
fn rows(operation: &Operation) -> &'static RecordInfo {
    let rows = match operation.result.required() {
        Type::Record(page) => &page.fields.iter().find(|field| field.name() == "items").unwrap().ty,
        rows => rows,
    };
    let Type::List(Type::Record(row)) = rows else { panic!("{}", operation.name) };
    row
}

fn put(into: &mut Json, path: &str, value: Json) {
    match path.split_once('.') {
        Some((first, rest)) => {
            if into[first].is_null() {
                into[first] = json!({});
            }
            put(&mut into[first], rest, value);
        }
        None => into[path] = value,
    }
}

// OBJ-17: what is listed is listed by what is said of it, of typed and defined objects alike, and every column is a field of it.
#[test]
fn what_hangs_is_listed_as_it_is_said() {
    let hotel = Hotel::new();
    let guest = created(&hotel.reception, "hotel.guest", json!({"name": "王芳", "phone": "13800000000"}));
    let customer = hotel.office.customer();
    let records = [("hotel.guest", json!(guest)), ("customer", json!(customer.id))];
    for (object, id) in records {
        let session = if object == "customer" { &hotel.office.manager } else { &hotel.head };
        let told = hangs(session, object);
        let areas: Vec<&str> = told.iter().map(|one| one.area.as_str()).collect();
        assert_eq!(areas, ["activities", "notes", "files", "tags", "follows"], "{object}");
        for one in &told {
            let list = &one.on_record[0];
            assert!(list.verb == ObjectVerb::List && list.permitted, "{list:?}");
            let mut arguments = json!({});
            put(&mut arguments, list.record.as_deref().unwrap(), json!({"object": object, "id": id}));
            session.call(&list.operation, &arguments.to_string()).unwrap_or_else(|e| panic!("{}: {e}", one.area));
            let row = rows(Operation::find(&list.operation).unwrap());
            let known = |column: &String| row.fields.iter().any(|field| field.name() == column);
            assert!(!one.columns.is_empty() && one.columns.iter().all(known), "{}", one.area);
        }
    }
    // In the session's language.
    let chinese = hangs(&hotel.head.with_locale(Locale::ZhHans), "customer");
    assert_eq!(chinese[1].label, "备注");
}

// OBJ-17: where the record's key stands, and what is called on each.
#[test]
fn what_is_called_is_told_with_its_places() {
    let hotel = Hotel::new();
    let told = hangs(&hotel.office.manager, "customer");
    let of = |area: &str| told.iter().find(|one| one.area == area).unwrap();
    let places = |operations: &[ObjectOperation]| -> Vec<(String, String)> {
        operations.iter().map(|one| (one.operation.clone(), one.record.clone().unwrap())).collect()
    };
    let is = |operation: &str, place: &str| (operation.to_owned(), place.to_owned());
    assert_eq!(
        places(&of("activities").on_record),
        [is("activities.list", "filter.record"), is("activities.create", "new.records[]")]
    );
    assert_eq!(places(&of("notes").on_record), [is("notes.list", "record"), is("notes.create", "record")]);
    assert_eq!(places(&of("notes").on_each), [is("notes.update", "id"), is("notes.delete", "id")]);
    let files = places(&of("files").on_each);
    assert_eq!(files, ["get", "read", "update", "delete"].map(|name| is(&format!("files.{name}"), "id")));
    assert_eq!((of("tags").kind.as_ref(), of("tags").on_each.len()), (None, 0));
    assert_eq!(of("notes").kind.as_ref().map(|kind| kind.as_str()), Some("note"));
    // Whose roles hold nothing is told so.
    let stranger = hangs(&hotel.office.stranger, "customer");
    let create = stranger[1].on_record.iter().find(|one| one.verb == ObjectVerb::Create).unwrap();
    assert!(!create.permitted && stranger[1].on_record[0].permitted, "{create:?}");
}
