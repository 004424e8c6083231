//! PACK: what administrators do with packs behind the first day, through their operations.

use crm_core::{CrmError, Session};
use serde_json::{Value as Json, json};

use crate::support::Office;

fn call(session: &Session, operation: &str, arguments: Json) -> Result<Json, CrmError> {
    session.call(operation, &arguments.to_string()).map(|answer| serde_json::from_str(&answer).unwrap())
}

fn plan(session: &Session, document: &Json) -> Json {
    call(session, "packs.plan", json!({"document": document})).unwrap()
}

fn apply(session: &Session, document: &Json) -> Json {
    let plan = plan(session, document);
    assert_eq!(plan["refusals"], json!([]));
    call(session, "packs.apply", json!({"document": document, "plan": plan["digest"]})).unwrap()
}

/// Why a call was refused.
fn why(result: Result<Json, CrmError>) -> String {
    match result.unwrap_err() {
        CrmError::Conflict { reason, .. } => reason,
        CrmError::Invalid { fields } => {
            fields.iter().map(|field| format!("{} {}", field.field, field.code)).collect::<Vec<_>>().join(", ")
        }
        other => other.code().to_owned(),
    }
}

/// Books that are lent, with the reasons for which they come back late.
fn library() -> Json {
    json!({
        "pack": "library", "version": 1, "language": 1, "title": "Library",
        "dictionary": {"lateness": {"Forgot": "forgot", "On a journey": "journey"}},
        "objects": {
            "book": {"title": "name", "fields": {
                "name": {"type": "text", "required": true, "search": true},
                "pages": {"type": "integer", "min": 1},
                "note": {"type": "text"}
            }},
            "loan": {"title": "book.name", "fields": {
                "book": {"type": "ref", "to": "library.book", "required": true},
                "late": {"type": "entry", "category": "lateness"}
            }}
        },
        "roles": {"sales_manager": ["library.book", "library.loan"]}
    })
}

fn without_note(version: u32) -> Json {
    let mut document = library();
    document["version"] = json!(version);
    document["removed"] = json!(["book.note"]);
    document["objects"]["book"]["fields"].as_object_mut().unwrap().remove("note");
    document
}

fn last_audited(office: &Office) -> Json {
    call(&office.admin, "audit.list", json!({})).unwrap()["items"][0].clone()
}

// PACK-9: of a pack that is disabled nothing is known, and what it granted sleeps; enabled, all is there again.
#[test]
fn a_pack_is_disabled_and_enabled() {
    let office = Office::new();
    apply(&office.admin, &library());
    let book = json!({"new": {"name": "红楼梦", "pages": 1606}});
    let made = call(&office.manager, "library.book.create", book.clone()).unwrap();
    let asked = json!({"object": "library.book", "id": made["id"]});
    assert_eq!(call(&office.admin, "packs.disable", json!({"name": "library"})).unwrap()["enabled"], json!(false));
    let audited = last_audited(&office);
    assert_eq!(audited["operation"], json!("packs.disable"));
    assert_eq!(why(call(&office.manager, "library.book.create", book.clone())), "unknown_operation");
    assert!(call(&office.manager, "objects.get", asked.clone()).is_err());
    // Again it does nothing.
    call(&office.admin, "packs.disable", json!({"name": "library"})).unwrap();
    assert_eq!(last_audited(&office)["id"], audited["id"]);
    assert_eq!(call(&office.admin, "packs.enable", json!({"name": "library"})).unwrap()["enabled"], json!(true));
    assert_eq!(call(&office.manager, "objects.get", asked).unwrap()["title"], json!("红楼梦"));
    call(&office.manager, "library.book.create", book).unwrap();
    // What is awake requires it, or names it.
    let shelf = json!({
        "pack": "shelf", "version": 1, "language": 1, "title": "Shelves", "requires": {"library": 1},
        "objects": {"shelf": {"title": "'x'", "fields": {"first": {"type": "ref", "to": "library.book"}}}}
    });
    apply(&office.admin, &shelf);
    assert_eq!(why(call(&office.admin, "packs.disable", json!({"name": "library"}))), "in_use");
    call(&office.admin, "packs.disable", json!({"name": "shelf"})).unwrap();
    call(&office.admin, "packs.disable", json!({"name": "library"})).unwrap();
    assert_eq!(
        why(call(&office.admin, "packs.enable", json!({"name": "shelf"}))),
        "requires.library requires, \
        objects.shelf.fields.first.to unknown_object"
    );
    assert_eq!(why(call(&office.admin, "packs.enable", json!({"name": "never"}))), "not_found");
    assert_eq!(why(call(&office.manager, "packs.enable", json!({"name": "shelf"}))), "forbidden");
}

// PACK-8: hidden data are purged by path, a disabled pack by its name; the audit stays.
#[test]
fn hidden_data_are_purged() {
    let office = Office::new();
    apply(&office.admin, &library());
    call(&office.manager, "library.book.create", json!({"new": {"name": "A", "note": "worn"}})).unwrap();
    let purge = |paths: &[&str]| call(&office.admin, "packs.purge", json!({"paths": paths}));
    assert_eq!(why(purge(&["library.book.note"])), "in_use");
    apply(&office.admin, &without_note(2));
    assert_eq!(purge(&["library.book.note"]).unwrap(), json!({"paths": [{"path": "library.book.note", "rows": 1}]}));
    assert_eq!(last_audited(&office)["operation"], json!("packs.purge"));
    assert_eq!(why(purge(&["library.book.note"])), "not_found");
    call(&office.manager, "library.book.create", json!({"new": {"name": "B"}})).unwrap();
    assert_eq!(why(purge(&["library"])), "in_use");
    call(&office.admin, "packs.disable", json!({"name": "library"})).unwrap();
    assert_eq!(purge(&["library"]).unwrap()["paths"][0]["rows"], json!(2));
    assert_eq!(call(&office.admin, "packs.list", json!({})).unwrap(), json!([]));
    apply(&office.admin, &library());
    let listed = call(&office.manager, "objects.list", json!({"object": "library.book"})).unwrap();
    assert_eq!(listed["items"], json!([]));
}

// PACK-11: entries are added where the category has neither the item nor the value; they are never changed or taken.
#[test]
fn entries_are_added() {
    let office = Office::new();
    let own = json!({"new": {"category": "lateness", "item": "Vergessen", "value": "forgot"}});
    call(&office.admin, "dictionary.create", own).unwrap();
    apply(&office.admin, &library());
    let entries = |office: &Office| -> Vec<(String, Json)> {
        let all = call(&office.admin, "dictionary.list", json!({"filter": {"category": "lateness"}})).unwrap();
        let item = |entry: &Json| (entry["item"].as_str().unwrap().to_owned(), entry["editable"].clone());
        let mut found: Vec<_> = all["items"].as_array().unwrap().iter().map(item).collect();
        found.sort_by(|a, b| a.0.cmp(&b.0));
        found
    };
    let both = [("On a journey".to_owned(), json!(true)), ("Vergessen".to_owned(), json!(true))];
    assert_eq!(entries(&office), both);
    // The same document again does nothing, and so brings nothing back.
    let all = call(&office.admin, "dictionary.list", json!({"filter": {"category": "lateness"}})).unwrap();
    let journey = all["items"].as_array().unwrap().iter().find(|entry| entry["value"] == "journey").unwrap();
    call(&office.admin, "dictionary.delete", json!({"id": journey["id"]})).unwrap();
    apply(&office.admin, &library());
    assert_eq!(entries(&office).len(), 1);
    apply(&office.admin, &without_note(2));
    assert_eq!(entries(&office), both);
}

// PACK-13: an empty database takes what another exports, in its order; what administrators put beside packs too.
#[test]
fn packs_are_taken_elsewhere() {
    let office = Office::new();
    apply(&office.admin, &library());
    let rule = json!({"object": "opportunity", "trigger": {"kind": "created"},
        "condition": "success_probability > 90", "actions": [{"notify": ["assignee"], "text": "big"}]});
    let put = json!({"kind": "automation", "name": "大商机", "document": rule});
    call(&office.admin, "setup.put", put).unwrap();
    call(&office.admin, "setup.enable", json!({"kind": "automation", "name": "大商机"})).unwrap();
    let my = json!({
        "pack": "my", "version": 1, "language": 1, "title": "Ours",
        "extend": {"library.book": {"fields": {"shelf": {"type": "text", "max": 20}}}}
    });
    apply(&office.admin, &my);
    let exported = call(&office.admin, "packs.export", json!({})).unwrap();
    let other = Office::new();
    for document in exported["packs"].as_array().unwrap() {
        apply(&other.admin, document);
    }
    let of_the_house = exported["setup"].as_array().unwrap();
    assert_eq!((of_the_house.len(), &of_the_house[0]["name"]), (1, &json!("大商机")));
    assert!(!exported.to_string().contains("\"id\""), "ids are of one database: {exported}");
    for one in of_the_house {
        let named = json!({"kind": one["kind"], "name": one["name"]});
        let put =
            json!({"kind": one["kind"], "name": one["name"], "document": one["document"], "position": one["position"]});
        call(&other.admin, "setup.put", put).unwrap();
        assert_eq!(one["enabled"], true);
        call(&other.admin, "setup.enable", named).unwrap();
    }
    assert_eq!(call(&other.admin, "packs.export", json!({})).unwrap(), exported);
    let book = json!({"new": {"name": "A", "shelf": "north"}});
    call(&other.manager, "library.book.create", book).unwrap();
    let some = call(&office.admin, "packs.export", json!({"names": ["library"]})).unwrap();
    assert_eq!((some["packs"].as_array().unwrap().len(), some.get("setup")), (1, None));
    assert_eq!(why(call(&office.admin, "packs.export", json!({"names": ["never"]}))), "not_found");
    assert_eq!(why(call(&office.manager, "packs.export", json!({}))), "forbidden");
}

// PACK-2, PACK-3, PACK-8, as story 29 goes: a version that renames and hides is stale where another pack came meanwhile; planned
// anew, whatever says the old name says the new one, data stay, and purging frees what is hidden.
#[test]
fn names_go_on() {
    let office = Office::new();
    apply(&office.admin, &library());
    let role = json!({"name": "Reader", "grant": ["library.book.get", "library.loan.get"]});
    call(&office.admin, "roles.create", json!({"new": role})).unwrap();
    let made = call(&office.manager, "library.book.create", json!({"new": {"name": "A", "pages": 3}})).unwrap();
    let mut newer = without_note(2);
    let mut volume = newer["objects"].as_object_mut().unwrap().remove("book").unwrap();
    volume["was"] = json!("book");
    let pages = volume["fields"].as_object_mut().unwrap().remove("pages").unwrap();
    volume["fields"]["leaves"] = pages;
    volume["fields"]["leaves"]["was"] = json!("pages");
    newer["objects"]["volume"] = volume;
    newer["objects"]["loan"]["fields"]["book"]["to"] = json!("library.volume");
    newer["removed"] = json!(["volume.note"]);
    newer["roles"] = json!({"sales_manager": ["library.volume", "library.loan"]});
    let before = plan(&office.admin, &newer);
    let my = json!({
        "pack": "my", "version": 1, "language": 1, "title": "Ours",
        "extend": {"library.book": {"fields": {"thick": {"type": "boolean", "formula": "pages > 2"}}}},
        "views": {"thick": {"of": "library.book", "filter": {"field": "pages", "gt": 2}, "columns": ["name", "pages"]}}
    });
    apply(&office.admin, &my);
    let stale = call(&office.admin, "packs.apply", json!({"document": newer, "plan": before["digest"]}));
    assert_eq!(why(stale), "stale_plan");
    let planned = plan(&office.admin, &newer);
    let step = planned["steps"].as_array().unwrap().iter().find(|step| step["path"] == "volume.leaves").unwrap();
    assert_eq!(step["was"], json!("volume.pages"));
    let reprinted = json!([
        "my.extend.library.book.fields.thick.formula",
        "my.views.thick.filter.field",
        "my.views.thick.columns[1]"
    ]);
    assert_eq!(step["reprinted"], reprinted);
    apply(&office.admin, &newer);
    let document = call(&office.admin, "packs.get", json!({"name": "my"})).unwrap()["document"].clone();
    assert_eq!(document["extend"]["library.volume"]["fields"]["thick"]["formula"], json!("leaves > 2"));
    assert_eq!(document["views"]["thick"]["columns"], json!(["name", "leaves"]));
    let found = call(&office.manager, "objects.get", json!({"object": "library.volume", "id": made["id"]})).unwrap();
    assert_eq!(found["title"], json!("A"));
    // What a person granted goes on under the present name.
    let roles = call(&office.admin, "roles.list", json!({})).unwrap();
    let reader = roles.as_array().or(roles["items"].as_array()).unwrap().iter().find(|role| role["name"] == "Reader");
    assert_eq!(reader.unwrap()["operations"], json!(["library.loan.get", "library.volume.get"]));
    let purged = call(&office.admin, "packs.purge", json!({"paths": ["library.volume.note"]})).unwrap();
    assert_eq!(purged["paths"][0]["rows"], json!(0));
}

// PACK-2, CHECK-1, EXT-5: what a plan counts among defined records, it counts among typed ones with custom fields too: those that
// break a new check (they stay), lack what is required now, are written anew, or don't fit, which are named and refuse the plan.
#[test]
fn typed_records_are_counted_too() {
    let office = Office::new();
    call(&office.admin, "settings.update", json!({"changes": {"required_customer_fields": []}})).unwrap();
    let my = |version: u32, fields: Json, checks: Json| {
        json!({"pack": "my", "version": version, "language": 1, "title": "Ours",
               "extend": {"customer": {"fields": fields, "checks": checks}}})
    };
    apply(&office.admin, &my(1, json!({"visits": {"type": "integer"}}), json!({})));
    for (name, phone, visits) in
        [("华东精密", "021", Some(9)), ("长江仪器", "025", Some(2)), ("黄河化工", "0531", None)]
    {
        let new = json!({"name": name, "phone": phone, "custom": visits.map(|visits| json!({"visits": visits}))});
        call(&office.manager, "customers.create", json!({"new": new})).unwrap();
    }
    let steps = |document: &Json| -> Vec<String> {
        let plan = plan(&office.admin, document);
        let refusals = plan["refusals"].as_array().unwrap().iter();
        let refusals = refusals.map(|one| format!("{} {} {}", one["field"], one["code"], one["limit"]));
        let steps = plan["steps"].as_array().unwrap().iter();
        let steps = steps.map(|one| format!("{} {} {}", one["path"], one["class"], one["rows"]));
        steps.chain(refusals).map(|told| told.replace('"', "")).collect()
    };
    let check = |text: &str| json!({"few": {"check": text, "text": "So many."}});
    let visits = || json!({"visits": {"type": "integer"}});
    assert_eq!(steps(&my(2, visits(), check("visits < 5"))), ["customer.checks.few counts 1"]);
    // Over typed fields as well; what is empty breaks nothing.
    assert_eq!(steps(&my(2, visits(), check("visits > 5 or phone == '0531'"))), ["customer.checks.few counts 1"]);
    assert_eq!(steps(&my(2, visits(), check("phone == '021'"))), ["customer.checks.few counts 2"]);
    assert_eq!(
        steps(&my(2, json!({"visits": {"type": "integer", "max": 5}}), json!({}))),
        ["customer.visits counts 1", "customer.visits does_not_fit 华东精密"]
    );
    assert_eq!(
        steps(&my(2, json!({"visits": {"type": "integer", "max": 9}}), json!({}))),
        ["customer.visits counts 0"]
    );
    assert_eq!(
        steps(&my(2, json!({"visits": {"type": "integer", "required": true}}), json!({}))),
        ["customer.visits counts 1"]
    );
    let mut twice = visits();
    twice["twice"] = json!({"type": "integer", "formula": "visits * 2"});
    assert_eq!(steps(&my(2, twice, json!({}))), ["customer.twice safe 0", "customer.twice rewrites 3"]);
    // They stay: who breaks it is changed elsewhere, and not there.
    apply(&office.admin, &my(2, visits(), check("visits < 5")));
    let found =
        call(&office.manager, "customers.list", json!({"filter": {"name": "华东"}})).unwrap()["items"][0].clone();
    let update =
        |changes: Json| call(&office.manager, "customers.update", json!({"id": found["id"], "changes": changes}));
    update(json!({"phone": "020"})).unwrap();
    assert_eq!(why(update(json!({"custom": {"visits": 8}}))), "checks.few check");
    update(json!({"custom": {"visits": 3}})).unwrap();
}

// PACK-9: woken, a pack computes what it computes of typed records as well; while it slept they went on.
#[test]
fn typed_records_are_computed_when_a_pack_wakes() {
    let office = Office::new();
    call(&office.admin, "settings.update", json!({"changes": {"required_customer_fields": []}})).unwrap();
    let document = json!({"pack": "fair", "version": 1, "language": 1, "title": "Fair",
                          "extend": {"customer": {"fields": {"stars": {"type": "integer", "formula": "credit * 2"}}}}});
    apply(&office.admin, &document);
    let new = json!({"name": "华东精密", "credit": 2});
    let id = call(&office.manager, "customers.create", json!({"new": new})).unwrap()["id"].clone();
    let stars = || call(&office.manager, "customers.get", json!({"id": id})).unwrap()["custom"]["stars"].clone();
    assert_eq!(stars(), json!(4));
    call(&office.admin, "packs.disable", json!({"name": "fair"})).unwrap();
    call(&office.manager, "customers.update", json!({"id": id, "changes": {"credit": 5}})).unwrap();
    call(&office.admin, "packs.enable", json!({"name": "fair"})).unwrap();
    assert_eq!(stars(), json!(10));
}

/// A depot of boxes, as one version has them.
fn boxes(version: u32, of: Option<Json>) -> Json {
    let fields = json!({"code": {"type": "text", "required": true, "search": true}});
    let mut document = json!({
        "pack": "depot", "version": version, "language": 1, "title": "Depot",
        "objects": {"shelf": {"title": "code", "fields": fields}},
        "roles": {"sales_manager": ["depot"]}
    });
    match of {
        Some(of) => document["objects"]["box"] = of,
        None => document["removed"] = json!(["box"]),
    }
    document
}

// PACK-2, PACK-7, OBJ-10, MACH-1: records that are there begin in the first state; what fills them must fit; an object comes
// back with its records, each field by the name that it has now, and with whoever owns them now.
#[test]
fn records_are_brought_to_what_a_version_says() {
    let office = Office::new();
    let fields = json!({"first": {"type": "text"}, "second": {"type": "text"}, "size": {"type": "integer"},
                        "keeper": {"type": "user"}});
    let plain = json!({"title": "first", "fields": fields});
    apply(&office.admin, &boxes(1, Some(plain.clone())));
    let keeper = office.ann.user().unwrap().to_string();
    let new = json!({"new": {"first": "A", "second": "B", "size": 12, "keeper": keeper}});
    let made = call(&office.manager, "depot.box.create", new).unwrap();
    let get = || call(&office.manager, "depot.box.get", json!({"id": made["id"]})).unwrap();
    let mut small = plain.clone();
    small["fields"]["rank"] = json!({"type": "integer", "max": 9, "fill": "size"});
    let refused = plan(&office.admin, &boxes(2, Some(small.clone())));
    let refusals = refused["refusals"].as_array().unwrap();
    assert_eq!(refusals.len(), 1, "{refusals:?}");
    assert_eq!(refusals[0]["field"], json!("box.rank"));
    assert_eq!((&refusals[0]["code"], &refusals[0]["limit"]), (&json!("does_not_fit"), &json!("A")));
    small["fields"]["rank"]["max"] = json!(20);
    small["status"] = json!({"start": "full", "states": {"full": {}, "gone": {"final": true}},
                             "actions": {"clear": {"from": ["full"], "to": "gone"}}});
    apply(&office.admin, &boxes(2, Some(small.clone())));
    let found = get();
    assert_eq!((&found["status"], &found["version"]), (&json!("full"), &json!(1)));
    assert_eq!(found["values"]["rank"], json!(12));
    apply(&office.admin, &boxes(3, None));
    assert_eq!(why(call(&office.manager, "depot.box.get", json!({"id": made["id"]}))), "unknown_operation");
    let mut back = small;
    back["was"] = json!("box");
    back["owner"] = json!("keeper");
    back["fields"]["first"]["was"] = json!("second");
    back["fields"]["second"]["was"] = json!("first");
    apply(&office.admin, &boxes(4, Some(back)));
    let found = get();
    assert_eq!((&found["values"]["first"], &found["values"]["second"]), (&json!("B"), &json!("A")));
    assert!(office.admin.maintenance().check().unwrap().ok);
    call(&office.manager, "depot.box.clear", json!({"id": made["id"]})).unwrap();
}

// ROLL-2, ROLL-5, EXT-5: a roll-up is over what packs give typed records, kept by each write of them, and looked at by a check.
#[test]
fn roll_ups_are_over_custom_fields() {
    let office = Office::new();
    call(&office.admin, "settings.update", json!({"changes": {"required_customer_fields": []}})).unwrap();
    let mut document = boxes(1, None);
    document.as_object_mut().unwrap().remove("removed");
    document["objects"]["shelf"]["fields"]["points"] = json!({"type": "integer", "rollup": {"sum": "points", "of": "customer", "by": "shelf",
               "where": {"field": "points", "ge": 3}}});
    document["extend"] = json!({"customer": {"fields": {
        "points": {"type": "integer"}, "shelf": {"type": "ref", "to": "depot.shelf"},
        "twice": {"type": "integer", "formula": "points * 2"}
    }}});
    apply(&office.admin, &document);
    let shelf = call(&office.manager, "depot.shelf.create", json!({"new": {"code": "A"}})).unwrap();
    let customer = |points: u32| {
        let custom = json!({"points": points, "shelf": shelf["id"]});
        let new = json!({"new": {"name": "华东", "account_manager": office.ann.user().unwrap().to_string(), "custom": custom}});
        call(&office.manager, "customers.create", new).unwrap()
    };
    let [first, _, _] = [customer(5), customer(7), customer(1)];
    let points =
        || call(&office.manager, "depot.shelf.get", json!({"id": shelf["id"]})).unwrap()["values"]["points"].clone();
    assert_eq!(points(), json!(12));
    let changes = json!({"values": {"points": 4}});
    let record = json!({"object": "customer", "id": first["id"]});
    call(&office.manager, "objects.extend", json!({"record": record, "changes": changes})).unwrap();
    assert_eq!(points(), json!(11));
    assert!(office.admin.maintenance().check().unwrap().ok);
    document["version"] = json!(2);
    document["objects"]["shelf"]["fields"]["doubled"] =
        json!({"type": "integer", "rollup": {"sum": "twice", "of": "customer", "by": "shelf"}});
    apply(&office.admin, &document);
    let found = call(&office.manager, "depot.shelf.get", json!({"id": shelf["id"]})).unwrap();
    assert_eq!(found["values"]["doubled"], json!(24));
}
