//! NEWS: announcements, which are the pack `office`.

use crm_core::Tree;
use serde_json::{Value, json};

use crate::bench::today;
use crate::support::*;

fn call(session: &crm_core::Session, operation: &str, with: &Value) -> Value {
    match session.call(operation, &with.to_string()) {
        Ok(json) => serde_json::from_str(&json).unwrap(),
        Err(error) => panic!("{operation} {with}: {error}"),
    }
}

fn document() -> Tree {
    serde_json::from_str::<Value>(include_str!("../../crm-core/packs/office.json")).unwrap().into()
}

/// An office with the pack, where ann is in a part of the manager's department.
fn office() -> (Office, [Value; 3]) {
    let office = Office::for_packs();
    office.apply(document());
    let made = |name: &str, parent: &Value| {
        let mut new = json!({"name": name});
        if !parent.is_null() {
            new["parent"] = parent.clone();
        }
        call(&office.admin, "departments.create", &json!({"new": new}))["id"].clone()
    };
    let house = made("销售部", &Value::Null);
    let part = made("一组", &house);
    let other = made("财务部", &Value::Null);
    for (session, department) in [(&office.manager, &house), (&office.ann, &part), (&office.executive, &other)] {
        let change = json!({"id": user(session), "changes": {"department": department}});
        call(&office.admin, "users.update", &change);
    }
    (office, [house, part, other])
}

fn write(office: &Office, title: &str, more: Value) -> Value {
    let category = call(&office.admin, "dictionary.list", &json!({"filter": {"category": "announcement_category"}}));
    let mut new = json!({"category": category["items"][0]["id"], "headline": title, "body": "…"});
    new.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    let made = call(&office.manager, "office.announcement.create", &json!({"new": new}));
    made["id"].clone()
}

fn publish(office: &Office, id: &Value) -> Value {
    call(&office.manager, "office.announcement.publish", &json!({"id": id}))
}

fn titles(session: &crm_core::Session, view: &str) -> Vec<String> {
    let page = call(session, "views.rows", &json!({"view": view}));
    page["items"].as_array().unwrap().iter().map(|item| item["title"].as_str().unwrap().to_owned()).collect()
}

// NEWS-2: what is published, within its days and for one's departments, pinned first, then newest.
#[test]
fn current_is_what_concerns_one_now() {
    let (office, [house, part, other]) = office();
    let all = write(&office, "放假", json!({}));
    let pinned = write(&office, "置顶", json!({"pinned": true, "from": "2026-03-01"}));
    let ours = write(&office, "部门", json!({"department": house}));
    let team = write(&office, "小组", json!({"department": part}));
    let theirs = write(&office, "财务", json!({"department": other}));
    let over = write(&office, "过期", json!({"from": "2026-02-01", "until": "2026-03-01"}));
    let later = write(&office, "以后", json!({"from": "2026-03-03"}));
    let last = write(&office, "最后一天", json!({"from": "2026-02-27", "until": "2026-03-02"}));
    assert!(titles(&office.ann, "office.current").is_empty());
    assert_eq!(publish(&office, &all)["values"]["from"], "2026-03-02");
    for id in [&pinned, &ours, &team, &theirs, &over, &later, &last] {
        publish(&office, id);
    }
    for (session, wanted) in [
        (&office.ann, &["置顶", "小组", "部门", "放假", "最后一天"][..]),
        (&office.manager, &["置顶", "部门", "放假", "最后一天"]),
        (&office.executive, &["置顶", "财务", "放假", "最后一天"]),
        // Who is of no department.
        (&office.ben, &["置顶", "放假", "最后一天"]),
    ] {
        let mut found = titles(session, "office.current");
        assert_eq!(found.first().map(String::as_str), Some("置顶"));
        assert_eq!(found.last().map(String::as_str), Some("最后一天"));
        let mut wanted: Vec<String> = wanted.iter().map(|title| (*title).to_owned()).collect();
        found.sort();
        wanted.sort();
        assert_eq!(found, wanted);
    }
    // What is published stays as it is.
    let change = json!({"id": all, "changes": {"headline": "x"}}).to_string();
    assert_eq!(refused(office.manager.call("office.announcement.update", &change)), "invalid");
    let reversed = json!({"id": later, "changes": {"until": "2026-03-02"}}).to_string();
    assert_eq!(refused(office.manager.call("office.announcement.update", &reversed)), "invalid");
}

// NEWS-1: unread is what has no reading of the caller's; creating one, once, marks it; who manages lists who has read.
#[test]
fn reading_marks_it() {
    let (office, [house, ..]) = office();
    let id = write(&office, "放假", json!({"pinned": true, "department": house}));
    publish(&office, &id);
    let unread = |session| {
        let bench = today(session, &json!({}));
        let sections = bench["sections"].as_array().unwrap();
        sections.iter().find(|section| section["name"] == "office.unread").map(|found| found["total"]["count"].clone())
    };
    assert_eq!((unread(&office.ann), unread(&office.executive)), (Some(json!(1)), Some(json!(0))));
    // A name of somebody who has no right to it is known all the same.
    let named = json!({"sections": ["office.unread"]});
    assert_eq!(today(&office.stranger, &named)["sections"], json!([]));
    let read = json!({"new": {"announcement": id}});
    let made = call(&office.ann, "office.reading.create", &read);
    assert_eq!((unread(&office.ann), unread(&office.manager)), (Some(json!(0)), Some(json!(1))));
    assert_eq!(invalid(office.ann.call("office.reading.create", &read.to_string())), ["announcement:not_unique"]);
    let other = json!({"new": {"announcement": id, "person": user(&office.ann)}});
    assert_eq!(refused(office.ben.call("office.reading.create", &other.to_string())), "invalid");
    let list = |session: &crm_core::Session| {
        call(session, "office.reading.list", &json!({}))["items"].as_array().unwrap().len()
    };
    call(&office.manager, "office.reading.create", &read);
    assert_eq!((list(&office.manager), list(&office.admin), list(&office.ann), list(&office.ben)), (2, 2, 1, 0));
    // Whoever wants to have it unread takes their reading back.
    call(&office.ann, "office.reading.delete", &json!({"id": made["id"]}));
    assert_eq!(unread(&office.ann), Some(json!(1)));
    let wrong = json!({"id": id});
    assert_eq!(refused(office.ann.call("office.announcement.withdraw", &wrong.to_string())), "forbidden");
    call(&office.manager, "office.announcement.withdraw", &wrong);
    assert_eq!(unread(&office.ann), Some(json!(0)));
    // Nobody keeps what is gone from being deleted: readings go with it.
    call(&office.manager, "office.announcement.redraft", &wrong);
    call(&office.manager, "office.announcement.delete", &wrong);
    assert_eq!(list(&office.manager), 0);
}

// NEWS-2: `{me: departments}` is a value of `in` over departments alone, where the database is asked.
#[test]
fn ones_departments_are_a_value_of_filters() {
    let (office, [house, part, _]) = office();
    let place = |session: &crm_core::Session, department: &Value| {
        let change = json!({"id": user(session), "changes": {"department": department}});
        call(&office.admin, "users.update", &change);
    };
    let found = |matching: Value| -> Vec<String> {
        let page = call(&office.admin, "users.list", &json!({"matching": matching}));
        let items = page["items"].as_array().unwrap();
        let mut logins: Vec<String> = items.iter().map(|item| item["login"].as_str().unwrap().to_owned()).collect();
        logins.sort();
        logins
    };
    let mine = json!({"field": "department", "in": {"me": "departments"}});
    assert_eq!(found(mine.clone()), Vec::<String>::new());
    place(&office.admin, &part);
    assert_eq!(found(mine.clone()), ["admin", "ann", "han.meimei"]);
    place(&office.admin, &house);
    assert_eq!(found(mine.clone()), ["admin", "han.meimei"]);
    // The others, with those of none.
    assert_eq!(found(json!({"not": mine})), ["ann", "ben", "erp", "gao", "stranger"]);
    for wrong in [
        json!({"field": "department", "in": {"me": true}}),
        json!({"field": "department", "in": {"me": "departments", "x": 1}}),
        json!({"field": "display_name", "in": {"me": "departments"}}),
    ] {
        let refused = invalid(office.admin.call("users.list", &json!({"matching": wrong}).to_string()));
        assert_eq!(refused, ["matching.in:type"]);
    }
    // Nobody asks for it where the database is not asked.
    let rolled = json!({"pack": "yard", "version": 1, "language": 1, "title": "Yard", "objects": {
        "box": {"title": "label", "fields": {"label": {"type": "text"}, "held": {"type": "integer", "rollup": {"count": true,
            "of": "yard.thing", "by": "box", "where": {"field": "department", "in": {"me": "departments"}}}}}},
        "thing": {"title": "label", "fields": {"label": {"type": "text"}, "box": {"type": "ref", "to": "yard.box"},
            "department": {"type": "department"}}}}});
    let plan = call(&office.admin, "packs.plan", &json!({"document": rolled}));
    assert_eq!(plan["refusals"][0]["code"], "not_here", "{plan}");
}
