//! BENCH-2: birthdays of contacts, and the section of the workbench that tells them ahead.

use serde_json::{Value, json};

use crate::bench::{call, contact, customer, names, section, today};
use crate::imports::{bytes, column, told};
use crate::support::*;

// BENCH-2: two forms, a date or a day without a year; kept, changed, emptied, found by the day.
#[test]
fn a_contact_has_a_birthday() {
    let office = Office::new();
    let east = customer(&office, "华东");
    for wrong in ["2003-02-29", "--02-30", "1990/02/28", "02-28", "1990-2-28", "today"] {
        assert_eq!(invalid(contact(&office, east, "王芳", wrong)), ["birthday:wrong_type"], "{wrong}");
    }
    let wang = contact(&office, east, "王芳", "--02-29").unwrap();
    let li = contact(&office, east, "李雷", "2004-02-29").unwrap();
    contact(&office, east, "远", "1990-03-01").unwrap();
    assert_eq!((wang.birthday.as_deref(), li.birthday.as_deref()), (Some("--02-29"), Some("2004-02-29")));
    let found = |day: &str| -> Vec<Value> {
        let listed = call(&office.ann, "contacts.list", &json!({"filter": {"birthday": day}}));
        listed["items"].as_array().unwrap().iter().map(|item| item["name"].clone()).collect()
    };
    assert_eq!(
        (found("--02-29"), found("1996-02-29"), found("--03-01")),
        (found("2000-02-29"), found("--02-29"), vec![json!("远")])
    );
    assert_eq!(found("--02-29"), [json!("王芳"), json!("李雷")]);
    let filter = json!({"filter": {"birthday": "02-29"}}).to_string();
    assert_eq!(invalid(office.ann.call("contacts.list", &filter)), ["birthday:wrong_type"]);
    let change =
        |changes: Value| office.ann.call("contacts.update", &json!({"id": wang.id, "changes": changes}).to_string());
    assert_eq!(invalid(change(json!({"birthday": "x"}))), ["birthday:wrong_type"]);
    change(json!({"birthday": "1991-12-31"})).unwrap();
    assert_eq!((found("--02-29").len(), found("--12-31").len()), (1, 1));
    change(json!({"clear": ["birthday"]})).unwrap();
    assert_eq!(found("--12-31").len(), 0);
    let empty = json!({"matching": {"field": "birthday", "empty": true}});
    assert_eq!(call(&office.ann, "contacts.list", &empty)["items"][0]["name"], "王芳");
}

// BENCH-2: the setting says how many days; they wrap the year's end, and 29 February is kept on the 28th in common years.
#[test]
fn birthdays_are_told_ahead() {
    let office = Office::new();
    let east = customer(&office, "华东");
    for (name, birthday) in [
        ("甲", "1990-12-30"),
        ("乙", "--01-02"),
        ("丙", "1992-02-29"),
        ("丁", "--02-28"),
        ("戊", "--03-07"),
        ("己", "1990-01-10"),
    ] {
        contact(&office, east, name, birthday).unwrap();
    }
    let at = |day: &str| {
        office.clock.set(&format!("{day}T02:00:00Z"));
        section(&today(&office.ann, &json!({"sections": ["birthdays"]})), "birthdays").1
    };
    let about = |rows: &[(&str, &str)]| -> Vec<String> {
        rows.iter().map(|(name, day)| format!("{name} (华东) {day}")).collect()
    };
    for (day, wanted) in [
        ("2026-12-28", vec![("甲", "2026-12-30"), ("乙", "2027-01-02")]),
        ("2026-12-23", vec![("甲", "2026-12-30")]),
        ("2027-01-01", vec![("乙", "2027-01-02")]),
        ("2027-02-21", vec![("丁", "2027-02-28"), ("丙", "2027-02-28")]),
        ("2027-02-20", vec![]),
        ("2027-02-28", vec![("丁", "2027-02-28"), ("丙", "2027-02-28"), ("戊", "2027-03-07")]),
        ("2027-03-01", vec![("戊", "2027-03-07")]),
        ("2028-02-21", vec![("丁", "2028-02-28")]),
        ("2028-02-29", vec![("丙", "2028-02-29"), ("戊", "2028-03-07")]),
    ] {
        assert_eq!(at(day), about(&wanted), "{day}");
    }
    let set =
        |days: i64| office.admin.call("settings.update", &json!({"changes": {"birthday_days": days}}).to_string());
    for wrong in [0, 32] {
        assert_eq!(invalid(set(wrong)), ["birthday_days:out_of_range"]);
    }
    set(1).unwrap();
    assert_eq!(at("2028-12-29"), about(&[("甲", "2028-12-30")]));
    assert_eq!(at("2028-12-31"), about(&[]));
    set(31).unwrap();
    assert_eq!(at("2028-12-24"), about(&[("甲", "2028-12-30"), ("乙", "2029-01-02"), ("己", "2029-01-10")]));
    // Another account manager has them from then on, whichever way the customer came to them.
    let ben = user(&office.ben);
    call(&office.manager, "customers.update", &json!({"id": east, "changes": {"account_manager": ben}}));
    assert!(at("2028-12-24").is_empty());
    let theirs = section(&today(&office.ben, &json!({})), "birthdays").0;
    assert_eq!(theirs, 3);
    let over = json!({"from_user": ben, "to_user": user(&office.ann), "reason": "休假", "what": {"everything": true}});
    call(&office.manager, "handover.run", &over);
    assert_eq!(at("2028-12-24").len(), 3);
    assert!(office.admin.maintenance().check().unwrap().ok);
}

// BENCH-2, FIELD-1: whom the birthday is withheld from has no such section, and learns it nowhere.
#[test]
fn a_withheld_birthday_has_no_section() {
    let office = Office::new();
    let east = customer(&office, "华东");
    let wang = contact(&office, east, "王芳", "--03-02").unwrap();
    let role = office.admin.roles().list().unwrap().into_iter().find(|role| role.name == "account_manager").unwrap().id;
    let hidden = json!({"id": role, "entity": "contact", "field": "birthday", "right": "hidden"});
    office.admin.call("roles.set_field", &hidden.to_string()).unwrap();
    assert!(!names(&today(&office.ann, &json!({}))).contains(&"birthdays"));
    assert_eq!(names(&today(&office.ann, &json!({"sections": ["birthdays"]}))), Vec::<&str>::new());
    let told = call(&office.ann, "contacts.get", &json!({"id": wang.id}));
    assert_eq!(
        (told.get("birthday").cloned().unwrap_or_default(), &told["withheld"]),
        (Value::Null, &json!(["birthday"]))
    );
    let filter = json!({"filter": {"birthday": "--03-02"}}).to_string();
    assert_eq!(invalid(office.ann.call("contacts.list", &filter)), ["birthday:not_readable"]);
    assert_eq!(section(&today(&office.manager, &json!({"person": user(&office.ann)})), "birthdays").0, 1);
}

// BENCH-2: a file says it in ISO form alone, or without the year; whatever else is told by its line.
#[test]
fn an_import_takes_one_form() {
    let office = Office::new();
    let run = |cell: &str| {
        let columns =
            [("external_id", "id"), ("name", "name"), ("contact.name", "person"), ("contact.birthday", "born")];
        let mapping = columns.iter().map(|(field, name)| column(field, name)).collect();
        let file = bytes(&format!("id,name,person,born\nQ1,Qing,Sun Li,{cell}\n"));
        told(&office.integration.imports().customers(file, mapping, None, None).unwrap())
    };
    assert_eq!(run("1990/02/28"), ["2 refused contact.birthday:wrong_type"]);
    assert_eq!(run("1990-02-28"), ["2 created"]);
    assert_eq!(run("28.02.1990"), ["2 refused contact.birthday:wrong_type"]);
    assert_eq!(run("--02-29"), ["2 updated"]);
    assert_eq!(run("--02-29"), ["2 unchanged"]);
    let listed = call(&office.manager, "contacts.list", &json!({"filter": {"birthday": "2000-02-29"}}));
    assert_eq!(listed["items"][0]["birthday"], "--02-29");
    assert!(office.admin.maintenance().check().unwrap().ok);
}
