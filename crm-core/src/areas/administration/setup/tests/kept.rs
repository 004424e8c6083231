//! SETUP-6: versions, the audit and the limits; how documents are listed, and read by what they configure.

use serde_json::{Value, json};

use super::super::samples::{ALARM, Alarm, ROUTE, Route};
use super::*;
use crate::engine::setup::store::{enabled, named};

#[test]
fn every_version_is_kept_and_shown() {
    let house = House::new();
    put(&house.admin, "route", "North", route(&["a"])).expect("created");
    put(&house.manager, "route", "North", route(&["b"])).expect("replaced");
    on(&house.admin, "disable", "route", "North").expect("disabled");
    call(&house.admin, "setup.rename", json!({"kind": "route", "name": "North", "to": "Up"})).expect("renamed");
    let history = |page: Value| {
        call(&house.seller, "setup.history", json!({"kind": "route", "name": "Up", "page": page})).expect("versions")
    };
    let whole = history(json!({"count": true}));
    let told: Vec<_> = whole["items"]
        .as_array()
        .expect("versions")
        .iter()
        .map(|v| {
            let stop = v["document"]["stops"][0]["name"].clone();
            (
                v["version"].clone(),
                v["name"].clone(),
                v["enabled"].clone(),
                stop,
                v["changed_by"]["display_name"].clone(),
            )
        })
        .collect();
    let row = |version: i64, name: &str, enabled: bool, stop: &str, by: &str| {
        (json!(version), json!(name), json!(enabled), json!(stop), json!(by))
    };
    assert_eq!(
        told,
        [
            row(4, "Up", false, "b", "管理员"),
            row(3, "North", false, "b", "管理员"),
            row(2, "North", true, "b", "chen"),
            row(1, "North", true, "a", "管理员"),
        ]
    );
    assert_eq!(whole["total"], json!({"count": 4, "more": false}));
    // In pages, and one by one.
    let first = history(json!({"limit": 3}));
    let rest = history(json!({"limit": 3, "after": first["next"]}));
    assert_eq!(rest["items"], json!([whole["items"][3]]));
    let one = |version: i64| {
        call(&house.seller, "setup.get", json!({"kind": "route", "name": "Up", "document_version": version}))
    };
    assert_eq!(one(2).expect("a version"), whole["items"][2]);
    assert_eq!(refused(one(5)), "not_found");
}

#[test]
fn the_audit_keeps_the_difference() {
    let house = House::new();
    let first = put(&house.admin, "route", "North", route(&["a", "b"])).expect("created");
    let mut next = first["document"].clone();
    next["stops"][1]["name"] = json!("c");
    put(&house.admin, "route", "North", next).expect("replaced");
    let calls = call(&house.admin, "audit.list", json!({})).expect("a list");
    let change = &calls["items"][0]["changes"][0];
    assert_eq!((&change["entity"], &change["id"]), (&json!("setup_document"), &first["id"]));
    let parsed =
        |side: &str| -> Value { serde_json::from_str(change[side].as_str().expect("JSON as text")).expect("JSON") };
    let (before, after) = (parsed("before"), parsed("after"));
    assert_eq!((&before["document"], &before["version"]), (&json!({"stops[1].name": "b"}), &json!(1)));
    assert_eq!((&after["document"], &after["version"]), (&json!({"stops[1].name": "c"}), &json!(2)));
    assert_eq!(after["name"], Value::Null);
}

#[test]
fn documents_are_bounded() {
    let house = House::new();
    // So many a kind: this one says three.
    for name in ["a", "b", "c"] {
        put(&house.admin, "route", name, route(&["a"])).expect("created");
    }
    assert_eq!(wrong(put(&house.admin, "route", "d", route(&["a"]))), ["name:too_many"]);
    put(&house.admin, "route", "c", route(&["b"])).expect("replaced");
    assert_eq!((ALARM.most, super::super::MAX_DOCUMENTS), (500, 500));
    // So large each.
    let large = json!({"route": "a".repeat(super::super::MAX_DOCUMENT), "volume": 1});
    assert_eq!(wrong(put(&house.admin, "night_alarm", "large", large)), ["document:too_large"]);
}

#[test]
fn documents_are_listed_by_place_and_age() {
    let house = House::new();
    for (name, position) in [("First", 2), ("second", 1), ("third", 2)] {
        let with = json!({"kind": "route", "name": name, "document": route(&["a"]), "position": position});
        call(&house.admin, "setup.put", with).expect("created");
    }
    on(&house.admin, "disable", "route", "third").expect("disabled");
    let names = |with: Value| -> Vec<String> {
        let page = call(&house.seller, "setup.list", with).expect("a page");
        page["items"]
            .as_array()
            .expect("items")
            .iter()
            .map(|d| d["name"].as_str().unwrap_or_default().to_owned())
            .collect()
    };
    assert_eq!(names(json!({"kind": "route"})), ["second", "First", "third"]);
    assert_eq!(names(json!({"kind": "route", "filter": {"enabled": true}})), ["second", "First"]);
    assert_eq!(names(json!({"kind": "route", "filter": {"name": "ＩＲ"}})), ["First", "third"]);
    let page = call(&house.seller, "setup.list", json!({"kind": "route", "page": {"limit": 2}})).expect("a page");
    assert_eq!(names(json!({"kind": "route", "page": {"after": page["next"]}})), ["third"]);

    // As what they configure reads them.
    let read = house.crm.storage().read(&house.crm.patience(), &mut |tx| {
        let all = enabled::<Route>(tx, &ROUTE)?;
        assert_eq!(all.iter().map(|d| d.name.as_str()).collect::<Vec<_>>(), ["second", "First"]);
        let third = named::<Route>(tx, &ROUTE, "ＴＨＩＲＤ")?.expect("a disabled one is there");
        assert_eq!((third.version, third.content.stops[0].name.as_str()), (2, "a"));
        assert!(third.key > 0 && all.iter().all(|d| d.id != third.id));
        assert!(named::<Route>(tx, &ROUTE, "fourth")?.is_none());
        Ok(())
    });
    read.expect("read");
}

#[test]
fn what_an_earlier_version_kept_is_read() {
    let house = House::new();
    put(&house.admin, "night_alarm", "night", alarm("North")).expect("created");
    let kept = house.crm.storage().write(&house.crm.patience(), &mut |tx| {
        let old = r#"{"route": "North", "volume": "7"}"#;
        tx.execute("UPDATE setup_documents SET form = 1, content = ?", crate::engine::storage::params![old])?;
        tx.execute("UPDATE setup_versions SET form = 1, content = ?", crate::engine::storage::params![old]).map(drop)
    });
    kept.expect("written");
    assert_eq!(get(&house.admin, "night_alarm", "night")["document"]["volume"], 7);
    let history = on(&house.admin, "history", "night_alarm", "night").expect("versions");
    assert_eq!(history["items"][0]["document"]["volume"], 7);
    let read = house.crm.storage().read(&house.crm.patience(), &mut |tx| {
        let night = named::<Alarm>(tx, &ALARM, "night")?.expect("it is there");
        assert_eq!(night.content.volume, 7);
        Ok(())
    });
    read.expect("read");
}

#[test]
fn deleting_takes_everything_along() {
    let house = House::new();
    let rows = || {
        let mut rows = Vec::new();
        let read = house.crm.storage().read(&house.crm.patience(), &mut |tx| {
            rows.clear();
            for table in ["setup_documents", "setup_versions", "setup_parts", "setup_names"] {
                rows.push(tx.value::<i64>(&format!("SELECT count(*) FROM {table}"), &[])?);
            }
            Ok(())
        });
        read.expect("read");
        rows
    };
    // A new database holds the alerts.
    let before = rows();
    put(&house.admin, "route", "North", route(&["a"])).expect("created");
    put(&house.admin, "route", "North", route(&["b"])).expect("replaced");
    on(&house.admin, "delete", "route", "North").expect("deleted");
    assert_eq!(rows(), before);
    assert_eq!(refused(on(&house.admin, "history", "route", "North")), "not_found");
    let check = call(&house.admin, "maintenance.check", json!({})).expect("a check");
    assert_eq!(check["ok"], true, "{check}");
}
