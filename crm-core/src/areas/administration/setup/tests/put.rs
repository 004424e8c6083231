//! SETUP-2 and SETUP-3: a document is put whole and planned before.

use serde_json::{Value, json};

use super::*;

#[test]
fn a_document_is_created_and_replaced_whole() {
    let house = House::new();
    // SETUP-1, SETUP-2: kind and name, id, version, enabled, place, created, changed, changed by.
    let first = put(&house.manager, "route", "North", route(&["a", "b"])).expect("created");
    assert_eq!((&first["kind"], &first["name"], &first["version"]), (&json!("route"), &json!("North"), &json!(1)));
    assert_eq!((&first["enabled"], &first["position"], &first["pack"]), (&json!(true), &json!(1), &Value::Null));
    assert_eq!(first["changed_by"]["display_name"], "chen");
    assert_eq!(first["created_at"], first["changed_at"]);
    let second = put(&house.admin, "route", "South", route(&["a"])).expect("created");
    assert_eq!(second["position"], 2);

    // By whatever width and case it is named, it is the same one, and keeps its name.
    let third = put(&house.admin, "route", "ＮＯＲＴＨ", route(&["c"])).expect("replaced");
    assert_eq!((&third["id"], &third["name"], &third["version"]), (&first["id"], &json!("North"), &json!(2)));
    assert_eq!((third["document"]["stops"][0]["name"].as_str(), third["document"]["stops"].get(1)), (Some("c"), None));
    assert_eq!(third["changed_by"]["display_name"], "管理员");

    // A stale version is a conflict; one of a document that is not there not found.
    let with = |name: &str, version: i64| json!({"kind": "route", "name": name, "document": route(&["d"]), "version": version});
    assert_eq!(refused(call(&house.admin, "setup.put", with("North", 1))), "conflict:stale_version");
    assert_eq!(refused(call(&house.admin, "setup.put", with("West", 1))), "not_found");
    assert_eq!(call(&house.admin, "setup.put", with("North", 2)).expect("replaced")["version"], 3);
}

#[test]
fn equal_content_changes_nothing() {
    let house = House::new();
    let document = json!({"departments": [], "stops": [{"name": " a ", "at": {"street": "x"}}, {"name": "b"}]});
    let first = put(&house.admin, "route", "North", document.clone()).expect("created");
    let calls = |house: &House| call(&house.admin, "audit.list", json!({})).expect("a list")["items"].clone();
    let before = calls(&house);
    // SETUP-2: the same again, as it was sent and as it is kept.
    assert_eq!(put(&house.admin, "route", "North", document).expect("unchanged"), first);
    assert_eq!(put(&house.admin, "route", "North", first["document"].clone()).expect("unchanged"), first);
    assert_eq!(calls(&house), before);
    assert_eq!(first["document"]["stops"][0]["name"], "a");

    // Another place is a change, a place by itself is kept.
    let moved = json!({"kind": "route", "name": "North", "document": first["document"], "position": 7});
    let moved = call(&house.admin, "setup.put", moved).expect("moved");
    assert_eq!((&moved["position"], &moved["version"], &moved["document"]), (&json!(7), &json!(2), &first["document"]));
    assert_eq!(put(&house.admin, "route", "North", route(&["z"])).expect("replaced")["position"], 7);
}

#[test]
fn inner_parts_keep_their_ids() {
    let house = House::new();
    let first = put(&house.admin, "route", "North", route(&["a", "b"])).expect("created");
    let ids: Vec<Value> =
        first["document"]["stops"].as_array().expect("stops").iter().map(|stop| stop["id"].clone()).collect();
    assert!(ids[0].is_string() && ids[0] != ids[1], "{ids:?}");

    // SETUP-2: given ids stay, through another name and place; others get one, what says the same keeps its own.
    let stops = json!([{"name": "new"}, {"id": ids[1], "name": "renamed"}, {"name": "a"}]);
    let after = put(&house.admin, "route", "North", json!({"departments": [], "stops": stops})).expect("replaced");
    let stops = &after["document"]["stops"];
    assert_eq!((&stops[1]["id"], &stops[2]["id"]), (&ids[1], &ids[0]));
    assert!(stops[0]["id"].is_string() && !ids.contains(&stops[0]["id"]));

    // No id twice, none of another document's, none of another making.
    let twice = json!([{"id": ids[0], "name": "a"}, {"id": ids[0], "name": "b"},
                       {"id": "3b241101-e2bb-4255-8caf-4136c566a962", "name": "c"}]);
    assert_eq!(
        wrong(put(&house.admin, "route", "North", json!({"departments": [], "stops": twice}))),
        ["stops[1].id:not_unique", "stops[2].id:not_uuid_v7"]
    );
    let copied = after["document"].clone();
    assert_eq!(
        wrong(put(&house.admin, "route", "South", copied)),
        ["stops[0].id:id_taken", "stops[1].id:id_taken", "stops[2].id:id_taken"]
    );
    // What was left out is free again.
    put(&house.admin, "route", "North", route(&["c"])).expect("replaced");
    let back = json!({"departments": [], "stops": [{"id": ids[0], "name": "a"}]});
    assert_eq!(put(&house.admin, "route", "South", back).expect("created")["document"]["stops"][0]["id"], ids[0]);
}

#[test]
fn every_wrong_path_is_told_at_once() {
    let house = House::new();
    let long = "x".repeat(21);
    let document = json!({
        "departments": ["0195b5e2-7f00-7000-8000-00000000abcd"],
        "stops": [{"name": "", "at": {"street": long, "floor": 10}}, {"name": "b"}, {"name": long}],
    });
    // SETUP-2: by the fields, whole paths, and what it names (SETUP-4).
    let all = [
        "stops[0].name:required",
        "stops[0].at.street:too_long",
        "stops[0].at.floor:out_of_range",
        "stops[2].name:too_long",
        "departments[0]:unknown_record",
    ];
    assert_eq!(wrong(put(&house.admin, "route", "North", document.clone())), all);
    // SETUP-3: the plan tells the same, and what would change all the same.
    let plan = call(&house.admin, "setup.plan", json!({"kind": "route", "name": "North", "document": document}));
    let plan = plan.expect("a plan");
    let told: Vec<String> = plan["refusals"]
        .as_array()
        .expect("refusals")
        .iter()
        .map(|f| format!("{}:{}", f["field"].as_str().unwrap_or_default(), f["code"].as_str().unwrap_or_default()))
        .collect();
    assert_eq!(told, all);
    assert_eq!(plan["changes"], json!(["departments", "stops"]));

    // By the shape: what is unknown, missing or of another type.
    let misshapen = json!({"stops": [{"name": 7, "at": {"floor": "x", "roof": 1}}, 3], "colour": "red"});
    assert_eq!(
        wrong(put(&house.admin, "route", "North", misshapen)),
        [
            "colour:unknown_field",
            "departments:required",
            "stops[0].name:wrong_type",
            "stops[0].at.roof:unknown_field",
            "stops[0].at.street:required",
            "stops[0].at.floor:wrong_type",
            "stops[1]:wrong_type",
        ]
    );
    // What the kind itself refuses, by what stands there now.
    assert_eq!(wrong(put(&house.admin, "route", "North", route(&[]))), ["stops:required"]);
    put(&house.admin, "route", "North", route(&["busy", "b"])).expect("created");
    assert_eq!(wrong(put(&house.admin, "route", "North", route(&["b"]))), ["stops:in_use"]);
}

#[test]
fn a_plan_writes_nothing() {
    let house = House::new();
    let plan = |document: &Value| {
        call(&house.admin, "setup.plan", json!({"kind": "route", "name": "North", "document": document}))
            .expect("a plan")
    };
    let first = plan(&route(&["a"]));
    assert_eq!(
        first,
        json!({"refusals": [], "changes": ["departments", "stops"], "records": {"count": 0, "more": false}})
    );
    assert_eq!(refused(on(&house.admin, "get", "route", "North")), "not_found");

    call(&house.admin, "departments.create", json!({"new": {"name": "East"}})).expect("a department");
    let kept = put(&house.admin, "route", "North", route(&["a", "b"])).expect("created")["document"].clone();
    let mut next = kept.clone();
    next["stops"][1]["name"] = json!("c");
    // SETUP-3: what would change, which records it concerns.
    let second = plan(&next);
    assert_eq!(
        (&second["changes"], &second["records"]),
        (&json!(["stops[1].name"]), &json!({"count": 1, "more": true}))
    );
    assert_eq!(plan(&kept)["changes"], json!([]));
    assert_eq!(get(&house.admin, "route", "North")["document"], kept);
}

#[test]
fn a_repeated_create_makes_no_second_document() {
    let house = House::new();
    let id = "0195b5e2-7f00-7000-8000-00000000aaaa";
    let with = |name: &str, stop: &str| json!({"kind": "route", "name": name, "document": route(&[stop]), "id": id});
    let first = call(&house.admin, "setup.put", with("North", "a")).expect("created");
    assert_eq!(first["id"], id);
    // BAD-2: again, and again once it has another name.
    assert_eq!(call(&house.admin, "setup.put", with("North", "a")).expect("there"), first);
    call(&house.admin, "setup.rename", json!({"kind": "route", "name": "North", "to": "Up"})).expect("renamed");
    assert_eq!(call(&house.admin, "setup.put", with("North", "a")).expect("there")["name"], "Up");
    assert_eq!(refused(call(&house.admin, "setup.put", with("South", "a"))), "conflict:id_taken");
    put(&house.admin, "route", "South", route(&["a"])).expect("created");
    assert_eq!(refused(call(&house.admin, "setup.put", with("South", "b"))), "conflict:id_taken");
    let own = json!({"kind": "route", "name": "West", "document": route(&["a"]), "id": "3b241101-e2bb-4255-8caf-4136c566a962"});
    assert_eq!(wrong(call(&house.admin, "setup.put", own)), ["id:not_uuid_v7"]);
}
