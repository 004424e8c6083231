//! SETUP-5: documents of packs, what administrators put over them, and the names in them.

use serde_json::{Value, json};

use super::*;

/// A pack with a route and the alarm of it.
fn round(version: u32, stops: &[&str]) -> Value {
    json!({"pack": "post", "version": version, "language": 1, "title": "Post",
           "setup": {"route": {"north": route(stops)}, "night_alarm": {"late": alarm("post.north")}}})
}

fn plan(house: &House, document: &Value) -> Value {
    call(&house.admin, "packs.plan", json!({"document": document})).expect("a plan")
}

fn apply(house: &House, document: &Value) {
    let plan = plan(house, document);
    assert_eq!(plan["refusals"], json!([]));
    call(&house.admin, "packs.apply", json!({"document": document, "plan": plan["digest"]})).expect("applied");
}

/// What a plan says, step by step and refusal by refusal.
fn told(plan: &Value) -> Vec<String> {
    let steps = plan["steps"].as_array().expect("steps").iter();
    let steps = steps.map(|step| format!("{} {}", step["path"], step["class"]).replace('"', ""));
    let refusals = plan["refusals"].as_array().expect("refusals").iter();
    steps.chain(refusals.map(|one| format!("{}:{}", one["field"], one["code"]).replace('"', ""))).collect()
}

fn stops(document: &Value) -> Vec<&str> {
    let stops = document["document"]["stops"].as_array().expect("stops").iter();
    stops.map(|stop| stop["name"].as_str().expect("a name")).collect()
}

#[test]
fn a_document_of_a_pack_changes_with_it() {
    let house = House::new();
    assert_eq!(
        told(&plan(&house, &round(1, &["a"]))),
        ["setup.route.north safe", "setup.night_alarm.late safe", "title safe"]
    );
    apply(&house, &round(1, &["a"]));
    let north = get(&house.admin, "route", "post.north");
    assert_eq!((&north["pack"], &north["enabled"], stops(&north)), (&json!("post"), &json!(true), vec!["a"]));
    let late = get(&house.admin, "night_alarm", "post.late");
    assert_eq!((&late["pack"], &late["enabled"]), (&json!("post"), &json!(false)));
    // What it names comes with it; enabled, it stays so over an upgrade.
    on(&house.admin, "enable", "night_alarm", "post.late").expect("enabled");
    on(&house.admin, "disable", "route", "post.north").expect("disabled");
    let mut second = round(2, &["a", "b"]);
    second["setup"]["night_alarm"]["late"]["volume"] = json!(7);
    assert_eq!(told(&plan(&house, &second)), ["setup.route.north safe", "setup.night_alarm.late safe"]);
    apply(&house, &second);
    let now = get(&house.admin, "route", "post.north");
    assert_eq!((&now["id"], &now["enabled"], stops(&now)), (&north["id"], &json!(false), vec!["a", "b"]));
    // The part that stays keeps its id.
    assert_eq!(now["document"]["stops"][0]["id"], north["document"]["stops"][0]["id"]);
    let late = get(&house.admin, "night_alarm", "post.late");
    assert_eq!((&late["enabled"], &late["document"]["volume"]), (&json!(true), &json!(7)));
    // Its name and its end are the pack's.
    let rename = json!({"kind": "route", "name": "post.north", "to": "North"});
    assert_eq!(wrong(call(&house.admin, "setup.rename", rename)), ["name:fixed"]);
    assert_eq!(wrong(on(&house.admin, "delete", "route", "post.north")), ["name:in_use"]);
    // The same document again does nothing.
    let version = get(&house.admin, "route", "post.north")["version"].clone();
    apply(&house, &second);
    assert_eq!(get(&house.admin, "route", "post.north")["version"], version);
}

#[test]
fn what_administrators_put_over_it_is_theirs() {
    let house = House::new();
    apply(&house, &round(1, &["a"]));
    let own = put(&house.manager, "route", "post.north", route(&["mine"])).expect("put over it");
    assert_eq!(own["pack"], "my");
    // An upgrade that changes it is hidden, and the plan says where; one that does not says nothing.
    assert_eq!(told(&plan(&house, &round(2, &["a"]))), [""; 0]);
    let second = round(2, &["a", "b"]);
    assert_eq!(told(&plan(&house, &second)), ["setup.route.north safe", "my.setup.route.post.north hides"]);
    apply(&house, &second);
    assert_eq!(stops(&get(&house.admin, "route", "post.north")), ["mine"]);
    // Taken away, the pack's own comes forth, as it is by now.
    on(&house.manager, "delete", "route", "post.north").expect("taken away");
    let north = get(&house.admin, "route", "post.north");
    assert_eq!((&north["pack"], stops(&north)), (&json!("post"), vec!["a", "b"]));
    // Who says what the pack says puts nothing over it.
    put(&house.manager, "route", "post.north", route(&["mine"])).expect("put over it");
    assert_eq!(put(&house.manager, "route", "post.north", route(&["a", "b"])).expect("the same")["pack"], "post");
    apply(&house, &round(3, &["c"]));
    assert_eq!(stops(&get(&house.admin, "route", "post.north")), ["c"]);
    assert!(call(&house.admin, "maintenance.check", json!({})).expect("a check")["ok"] == true);
}

#[test]
fn what_only_the_house_knows_survives() {
    let house = House::new();
    apply(&house, &round(1, &["a"]));
    let east = call(&house.admin, "departments.create", json!({"new": {"name": "East"}})).expect("a department");
    let mut known = get(&house.admin, "route", "post.north")["document"].clone();
    known["departments"] = json!([east["id"]]);
    // Whose it is no pack can say: that is nothing over the pack's.
    assert_eq!(put(&house.admin, "route", "post.north", known).expect("put")["pack"], "post");
    assert_eq!(told(&plan(&house, &round(2, &["b", "c"]))), ["setup.route.north safe"]);
    apply(&house, &round(2, &["b", "c"]));
    let north = get(&house.admin, "route", "post.north");
    assert_eq!((&north["document"]["departments"], stops(&north)), (&json!([east["id"]]), vec!["b", "c"]));
}

#[test]
fn what_is_wrong_with_it_stands_in_the_plan() {
    let house = House::new();
    // A kind that this version lacks (PACK-12), a form that does not hold, what a kind says against it, all at once.
    let mut document = round(1, &[]);
    document["setup"]["colour"] = json!({"sky": {}});
    assert_eq!(
        told(&plan(&house, &document))[3..],
        ["title safe", "setup.colour.sky:unknown_kind", "setup.route.north.stops:required"][..]
    );
    let mut document = round(1, &["a"]);
    document["setup"]["night_alarm"]["late"] = json!({"route": "post.north", "volume": 11, "tone": 3});
    let refused = told(&plan(&house, &document));
    assert!(refused.contains(&"setup.night_alarm.late.tone:unknown_field".to_owned()), "{refused:?}");
    // A name that somebody has already.
    put(&house.admin, "route", "post.north", route(&["x"])).expect("created");
    assert!(told(&plan(&house, &round(1, &["a"]))).contains(&"setup.route.north:name_taken".to_owned()));
    let refused = call(
        &house.admin,
        "packs.apply",
        json!({"document": round(1, &["a"]), "plan": plan(&house, &round(1, &["a"]))["digest"]}),
    );
    assert_eq!(wrong(refused), ["setup.route.north:name_taken"]);
    on(&house.admin, "delete", "route", "post.north").expect("deleted");
    apply(&house, &round(1, &["a"]));
    // What an enabled one names must come with it or be there.
    on(&house.admin, "enable", "night_alarm", "post.late").expect("enabled");
    let mut next = round(2, &["a"]);
    next["setup"]["night_alarm"]["late"]["route"] = json!("post.south");
    assert_eq!(told(&plan(&house, &next))[1..], ["setup.night_alarm.late.route:unknown_record"][..]);
    next["setup"]["route"]["south"] = route(&["s"]);
    apply(&house, &next);
}

// PACK-2, PACK-7: left out it is missing, removed it goes, but not while it is named or the administrators' own lies over it.
#[test]
fn a_document_goes_with_what_a_pack_says() {
    let house = House::new();
    apply(&house, &round(1, &["a"]));
    let mut next = round(2, &["a"]);
    next["setup"].as_object_mut().expect("kinds").remove("route");
    assert_eq!(told(&plan(&house, &next)), ["setup.route.north refused", "setup.route.north:missing"]);
    next["removed"] = json!(["setup.route.north"]);
    put(&house.admin, "night_alarm", "ours", alarm("post.north")).expect("created");
    on(&house.admin, "enable", "night_alarm", "ours").expect("enabled");
    put(&house.admin, "route", "post.north", route(&["mine"])).expect("put over it");
    let refused = plan(&house, &next);
    assert_eq!(told(&refused), ["setup.route.north hides", "setup.route.north:in_use"]);
    assert_eq!(refused["refusals"][0]["limit"], "my.setup.route.post.north, night_alarm ours");
    on(&house.admin, "delete", "route", "post.north").expect("taken away");
    on(&house.admin, "disable", "night_alarm", "ours").expect("disabled");
    apply(&house, &next);
    assert_eq!(refused_get(&house, "route", "post.north"), "not_found");
}

fn refused_get(house: &House, kind: &str, name: &str) -> String {
    refused(on(&house.admin, "get", kind, name))
}

// PACK-9, PACK-8: of a pack that sleeps no document is known or in force; awake, all is as it was; purged, it is gone.
#[test]
fn documents_sleep_with_their_pack() {
    let house = House::new();
    apply(&house, &round(1, &["a"]));
    on(&house.admin, "enable", "night_alarm", "post.late").expect("enabled");
    put(&house.admin, "route", "post.north", route(&["mine"])).expect("put over it");
    put(&house.admin, "night_alarm", "ours", alarm("post.north")).expect("created");
    on(&house.admin, "enable", "night_alarm", "ours").expect("enabled");
    let switch = |to: &str| call(&house.admin, &format!("packs.{to}"), json!({"name": "post"}));
    assert_eq!(refused(switch("disable")), "conflict:in_use");
    on(&house.admin, "disable", "night_alarm", "ours").expect("disabled");
    switch("disable").expect("asleep");
    assert_eq!(refused_get(&house, "route", "post.north"), "not_found");
    assert_eq!(wrong(put(&house.admin, "route", "post.north", route(&["b"]))), ["name:not_unique"]);
    let listed = call(&house.admin, "setup.list", json!({"kind": "night_alarm"})).expect("a list");
    assert_eq!(listed["items"].as_array().expect("items").len(), 1);
    let read = house.crm.storage().read(&house.crm.patience(), &mut |tx| {
        use super::super::samples::{ALARM, Alarm};
        assert!(crate::engine::setup::store::enabled::<Alarm>(tx, &ALARM)?.is_empty());
        Ok(())
    });
    read.expect("read");
    switch("enable").expect("awake");
    let north = get(&house.admin, "route", "post.north");
    assert_eq!((stops(&north), &north["pack"]), (vec!["mine"], &json!("my")));
    assert_eq!(get(&house.admin, "night_alarm", "post.late")["enabled"], true);
    switch("disable").expect("asleep");
    call(&house.admin, "packs.purge", json!({"paths": ["post"]})).expect("purged");
    put(&house.admin, "route", "post.north", route(&["b"])).expect("the name is free");
}

// PACK-2: names of objects and fields in setup documents are those of the new version: in other packs', and in those of the house.
#[test]
fn names_in_documents_are_printed_again() {
    let house = House::new();
    let fields = |one: Value, two: Value| json!({"label": {"type": "text", "search": true}, "one": one, "two": two});
    let whole = || json!({"type": "integer"});
    let mut yard = json!({"pack": "yard", "version": 1, "language": 1, "title": "Yard",
        "objects": {"box": {"title": "label", "fields": fields(whole(), whole())}}});
    apply(&house, &yard);
    let watch = || json!({"object": "yard.box", "filter": {"field": "one", "gt": 3}, "when": "one > two", "tells": ["label", "two"]});
    let my = json!({"pack": "my", "version": 1, "language": 1, "title": "Ours", "setup": {"watch": {"full": watch()}}});
    apply(&house, &my);
    put(&house.admin, "watch", "house", watch()).expect("created");
    let other = json!({"object": "customer", "tells": ["name"]});
    let other = put(&house.admin, "watch", "other", other).expect("created");
    // The two change places, and the object gets another name.
    let mut crates = yard["objects"].as_object_mut().expect("objects").remove("box").expect("it");
    crates["was"] = json!("box");
    let was = |name: &str| json!({"type": "integer", "was": name});
    crates["fields"] = fields(was("two"), was("one"));
    yard["objects"]["crate"] = crates;
    yard["version"] = json!(2);
    let planned = plan(&house, &yard);
    let reprinted: Vec<&Value> =
        planned["steps"].as_array().expect("steps").iter().map(|step| &step["reprinted"]).collect();
    assert!(reprinted.iter().any(|paths| paths.to_string().contains("my.setup.watch.full.object")), "{planned}");
    apply(&house, &yard);
    let now = json!({"object": "yard.crate", "filter": {"field": "two", "gt": 3}, "when": "two > one", "tells": ["label", "one"]});
    for name in ["my.full", "house"] {
        assert_eq!(get(&house.admin, "watch", name)["document"], now, "{name}");
    }
    assert_eq!(get(&house.admin, "watch", "other"), other);
    let kept = call(&house.admin, "packs.get", json!({"name": "my"})).expect("it")["document"].clone();
    assert_eq!(kept["setup"]["watch"]["full"], now);
    // What another pack's document names can't go (PACK-7).
    let mut less = yard.clone();
    less["version"] = json!(3);
    less["objects"]["crate"]["fields"].as_object_mut().expect("fields").remove("two");
    less["removed"] = json!(["crate.two"]);
    let refused = plan(&house, &less);
    assert_eq!(told(&refused), ["crate.two hides", "crate.two:in_use"]);
    let users = "my.setup.watch.full.filter.field, my.setup.watch.full.when, setup.watch.house.filter.field, setup.watch.house.when";
    assert_eq!(refused["refusals"][0]["limit"], users);
    // What is theirs still is what their pack says: its next version is applied.
    let mut more = my;
    more["version"] = json!(2);
    more["setup"]["watch"]["full"] = json!({"object": "yard.crate", "tells": ["label"]});
    assert_eq!(told(&plan(&house, &more)), ["setup.watch.full safe"]);
    apply(&house, &more);
    assert_eq!(get(&house.admin, "watch", "my.full")["document"]["tells"], json!(["label"]));
}

// EXT-6: where the engine takes the name of a custom field, documents go on meaning the custom one, those of packs and of the
// house. Each has another version, which the audit tells of the opening.
#[test]
fn documents_go_on_where_the_engine_takes_a_name() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("a.crm");
    let house = House::of(Crm::open(&file).expect("a database"));
    let watch = |field: &str| json!({"object": "customer", "filter": {"field": field, "empty": false}, "tells": ["name", field]});
    apply(
        &house,
        &json!({"pack": "shop", "version": 1, "language": 1, "title": "Shop",
            "extend": {"customer": {"fields": {"homepage": {"type": "text"}}}},
            "setup": {"watch": {"pages": watch("homepage")}}}),
    );
    put(&house.admin, "watch", "house", watch("homepage")).expect("created");
    let other = json!({"object": "customer", "tells": ["name"]});
    let other = put(&house.admin, "watch", "other", other).expect("created");
    // As an engine wrote it that had no such field of its own.
    let before = house.crm.storage().write(&house.crm.patience(), &mut |tx| {
        tx.execute("UPDATE object_fields SET name = 'website' WHERE name = 'homepage'", &[])?;
        tx.execute("UPDATE packs SET document = replace(document, 'homepage', 'website')", &[])?;
        tx.execute("UPDATE setup_documents SET content = replace(content, 'homepage', 'website')", &[]).map(drop)
    });
    before.expect("written");
    drop(house);

    let crm = Crm::open(&file).expect("a database");
    let admin = crm.session_by_login("admin").expect("a session");
    for name in ["shop.pages", "house"] {
        let now = get(&admin, "watch", name);
        assert_eq!(now["document"], watch("shop_website"), "{name}");
        assert_eq!((&now["version"], &now["changed_by"]), (&json!(2), &Value::Null), "{name}");
        let history = on(&admin, "history", "watch", name).expect("versions");
        assert_eq!(history["items"].as_array().map(Vec::len), Some(2), "{name}");
    }
    assert_eq!(get(&admin, "watch", "other"), other);
    let told = call(&admin, "audit.list", json!({"filter": {"operation": "upgrade"}})).expect("the audit");
    let changes = told["items"][0]["changes"].as_array().expect("changes").iter();
    let told: Vec<&Value> = changes.filter(|change| change["entity"] == "setup_document").collect();
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(told.iter().all(|change| change["after"].as_str().is_some_and(|after| after.contains("shop_website"))));
    // Opened once more, nothing else happens.
    drop((admin, crm));
    let crm = Crm::open(&file).expect("a database");
    let admin = crm.session_by_login("admin").expect("a session");
    assert_eq!(get(&admin, "watch", "house")["version"], 2);
}

/// A pack with what is watched of it; the field has that name, and is watched by that condition.
fn watched(version: u32, field: &str, was: Option<&str>, when: &str) -> Value {
    let mut document = json!({"pack": "yard", "version": version, "language": 1, "title": "Yard",
        "objects": {"box": {"title": "'x'", "fields": {}}},
        "setup": {"watch": {"full": {"object": "yard.box", "when": when, "tells": ["id"]}}}});
    document["objects"]["box"]["fields"][field] =
        json!({"type": "integer", "was": was.into_iter().collect::<Vec<_>>()});
    document
}

// SETUP-5: what administrators once put over a document, and its pack says too by now, is the pack's: its next version changes it,
// whatever names that gives.
#[test]
fn what_came_to_say_the_same_goes_with_the_pack() {
    let house = House::new();
    apply(&house, &watched(1, "one", None, "one > 1"));
    let own = json!({"object": "yard.box", "when": "one > 5", "tells": ["id"]});
    put(&house.admin, "watch", "yard.full", own).expect("put over it");
    apply(&house, &watched(2, "one", None, "one > 5"));
    assert_eq!(get(&house.admin, "watch", "yard.full")["pack"], "my");
    let next = watched(3, "uno", Some("one"), "uno > 7");
    assert_eq!(told(&plan(&house, &next)), ["box.uno safe", "setup.watch.full safe"]);
    apply(&house, &next);
    let found = get(&house.admin, "watch", "yard.full");
    assert_eq!((&found["document"]["when"], &found["pack"]), (&json!("uno > 7"), &json!("yard")));
}

// PACK-7: what an enabled document of the house names can't go; a disabled one stands in nobody's way.
#[test]
fn what_documents_of_the_house_name_stays() {
    let house = House::new();
    let boxes = |version: u32, fields: Value, removed: Value| {
        json!({"pack": "yard", "version": version, "language": 1, "title": "Yard", "removed": removed,
               "objects": {"box": {"title": "'x'", "fields": fields}, "bay": {"title": "'x'", "fields": {}}}})
    };
    let whole = || json!({"type": "integer"});
    apply(&house, &boxes(1, json!({"one": whole(), "two": whole()}), json!([])));
    let watch = json!({"object": "yard.box", "when": "one > 1", "tells": ["two"]});
    put(&house.admin, "watch", "house", watch).expect("created");
    let less = boxes(2, json!({"one": whole()}), json!(["box.two"]));
    let planned = plan(&house, &less);
    assert_eq!(told(&planned), ["box.two hides", "box.two:in_use"]);
    assert_eq!(planned["refusals"][0]["limit"], "setup.watch.house.tells[0]");
    let mut none = boxes(2, json!({}), json!(["box"]));
    none["objects"].as_object_mut().expect("objects").remove("box");
    let planned = plan(&house, &none);
    assert_eq!(told(&planned), ["box hides", "box:in_use"]);
    assert!(planned["refusals"][0]["limit"].to_string().contains("setup.watch.house.object"), "{planned}");
    on(&house.admin, "disable", "watch", "house").expect("disabled");
    apply(&house, &less);
}
