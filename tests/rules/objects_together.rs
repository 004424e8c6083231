//! Defined objects under several writers, of one call in several databases, and as they lie in a file: SPAN-2, MACH-11, OBJ-20,
//! TYPE-8.

use std::path::Path;
use std::sync::{Arc, Barrier};

use crm_core::{Crm, CrmError, Session};
use serde_json::{Value as Json, json};

use crate::objects_laws::{call, pack};
use crate::support::{FixedEnvironment, MORNING, Office, invalid};

/// Rooms that are booked for nights.
fn rooms() -> Json {
    pack(json!({
        "room": {"title": "name", "key": "name", "fields": {"name": {"type": "text", "search": true, "required": true}},
                 "unique": [{"fields": ["name"]}]},
        "stay": {"title": "room.name", "fields": {
            "room": {"type": "ref", "to": "yard.room", "required": true},
            "from": {"type": "date", "required": true}, "to": {"type": "date", "required": true}},
            "no_overlap": [{"by": ["room"], "from": "from", "to": "to"}]}
    }))
}

/// Two writers book the same nights at once, over many rounds; gives how many bookings each round left.
fn race(office: &Office, writers: &[Session]) {
    const ROUNDS: usize = 40;
    let barrier = Arc::new(Barrier::new(writers.len()));
    let outcomes: Vec<Vec<Result<(), String>>> = std::thread::scope(|scope| {
        let handles: Vec<_> = writers
            .iter()
            .zip(0..)
            .map(|(session, shift)| {
                let barrier = barrier.clone();
                scope.spawn(move || {
                    (0..ROUNDS)
                        .map(|round| {
                            barrier.wait();
                            // One asks for a night less or more at either end: they meet in the middle all the same.
                            let (from, to) = (10 + (round + shift) % 2, 13 + (round + shift) % 3);
                            let new = json!({"room": {"key": format!("{round}")}, "from": format!("2026-03-{from}"),
                                             "to": format!("2026-03-{to}")});
                            match call(session, "yard.stay.create", json!({"new": new})) {
                                Ok(_) => Ok(()),
                                Err(CrmError::Invalid { fields }) => Err(fields[0].code.clone()),
                                Err(other) => Err(other.to_string()),
                            }
                        })
                        .collect()
                })
            })
            .collect();
        handles.into_iter().map(|handle| handle.join().unwrap()).collect()
    });
    for round in 0..ROUNDS {
        let told: Vec<&Result<(), String>> = outcomes.iter().map(|of| &of[round]).collect();
        let won = told.iter().filter(|outcome| outcome.is_ok()).count();
        assert_eq!(won, 1, "round {round}: {told:?}");
        assert!(told.iter().all(|outcome| outcome.as_ref().err().is_none_or(|code| code == "taken")), "{told:?}");
    }
    let stays = call(&office.manager, "yard.stay.list", json!({"page": {"count": true}})).unwrap();
    assert_eq!(stays["total"]["count"], json!(ROUNDS));
    let check = call(&office.admin, "maintenance.check", json!({})).unwrap();
    assert_eq!(check["ok"], json!(true), "{check}");
}

fn house(file: &Path) -> Office {
    let clock = FixedEnvironment::new(MORNING);
    let office = Office::staff(Crm::options().environment(clock.clone()).open(file).unwrap(), clock);
    office.apply(rooms());
    let records: Vec<Json> = (0..40).map(|room| json!({"name": room.to_string()})).collect();
    call(&office.manager, "objects.create_many", json!({"object": "yard.room", "records": records})).unwrap();
    office
}

// SPAN-2: as true for two writers at once: threads of one engine.
#[test]
fn two_threads_book_the_same_nights() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("threads.crm");
    let office = house(&file);
    let id = office.manager.user().unwrap();
    let writers: Vec<Session> = (0..3).map(|_| office.crm.session(id).unwrap()).collect();
    race(&office, &writers);
}

// SPAN-2: and engines that know nothing of one another but the file.
#[test]
fn two_engines_book_the_same_nights() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("engines.crm");
    let office = house(&file);
    let id = office.manager.user().unwrap();
    let engines: Vec<Crm> = (0..2).map(|_| Crm::options().open(&file).unwrap()).collect();
    let writers: Vec<Session> = engines.iter().map(|engine| engine.session(id).unwrap()).collect();
    race(&office, &writers);
}

/// A pack in which one call writes into many places.
fn busy() -> Json {
    json!({
        "pack": "yard", "version": 1, "language": 1, "title": "Yard",
        "objects": {
            "shelf": {"title": "name", "key": "name", "fields": {
                "name": {"type": "text", "search": true},
                "load": {"type": "integer", "rollup": {"sum": "size", "of": "yard.box", "by": "shelf"}},
                "least": {"type": "integer", "rollup": {"min": "size", "of": "yard.box", "by": "shelf",
                          "where": {"field": "status", "is": "in"}}},
                "room": {"type": "integer", "formula": "100 - load"}},
                "unique": [{"fields": ["name"]}]},
            "box": {"title": "concat(number, ' ', label)", "owner": "keeper", "number": {"pattern": "B{yyyy}{mm}-{000}"}, "fields": {
                "label": {"type": "text", "search": true},
                "shelf": {"type": "ref", "to": "yard.shelf"},
                "keeper": {"type": "user", "default": "me"},
                "size": {"type": "integer", "default": "1"},
                "since": {"type": "instant", "default": "now"},
                "until": {"type": "date", "default": "add_days(today, 7)"}},
                "checks": {"size": {"check": "size > 0", "text": "Nothing."}},
                "status": {"start": "in", "states": {"in": {}, "out": {"final": true}}, "actions": {
                    "clear": {"from": ["in"], "to": "out", "set": {"until": "today"}, "then": [
                        {"create": "yard.note", "with": {"about": "id", "words": "concat('out: ', label)"}},
                        {"act": "clear", "on": {"each": "yard.box", "where": {"and": [
                            {"field": "shelf", "is": {"value": "shelf"}}, {"field": "status", "is": "in"}]},
                            "sort": ["size", "-label"], "first": 1}, "when": "size < 3"},
                        {"set": {"name": "concat(shelf.name, '!')"}, "on": "shelf", "when": "shelf.load > 1"}]}}}},
            "note": {"title": "words", "number": {"pattern": "N{000}"}, "fields": {
                "about": {"type": "ref", "to": "yard.box", "on_delete": "delete"}, "words": {"type": "text"}}}
        },
        "roles": {"sales_manager": ["yard"]}
    })
}

/// Every row of every table, as text.
fn dump(file: &Path) -> Vec<String> {
    let file = rusqlite::Connection::open(file).unwrap();
    let mut tables = file.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").unwrap();
    let tables: Vec<String> = tables.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    let mut lines = Vec::new();
    for table in tables {
        let mut statement = file.prepare(&format!("SELECT * FROM {table}")).unwrap();
        let columns = statement.column_count();
        let mut rows = statement.query([]).unwrap();
        let mut found: Vec<String> = Vec::new();
        while let Some(row) = rows.next().unwrap() {
            let values = (0..columns).map(|at| format!("{:?}", row.get_ref(at).unwrap()));
            found.push(format!("{table}: {}", values.collect::<Vec<_>>().join(", ")));
        }
        found.sort();
        lines.extend(found);
    }
    lines
}

// MACH-11: the same snapshot, arguments and context give the same rows, in whatever engine: so a replica may replay a call.
#[test]
fn the_same_calls_give_the_same_rows() {
    let folder = tempfile::tempdir().unwrap();
    let first = folder.path().join("first.crm");
    let clock = FixedEnvironment::new(MORNING);
    let office = Office::staff(Crm::options().environment(clock.clone()).open(&first).unwrap(), clock);
    office.apply(busy());
    let manager = office.manager.user().unwrap();
    for name in ["north", "south"] {
        call(&office.manager, "yard.shelf.create", json!({"new": {"name": name}})).unwrap();
    }
    drop(office);
    let copies: Vec<_> = ["one.crm", "two.crm"].map(|name| folder.path().join(name)).into();
    for copy in &copies {
        std::fs::copy(&first, copy).unwrap();
    }
    let mut answers = Vec::new();
    for copy in &copies {
        let clock = FixedEnvironment::new("2026-03-05T02:00:00Z");
        let crm = Crm::options().environment(clock.clone()).open(copy).unwrap();
        let session = crm.session(manager).unwrap();
        let mut told = Vec::new();
        let mut tell = |operation: &str, with: Json| {
            let answer = call(&session, operation, with);
            told.push(format!("{answer:?}"));
            answer
        };
        let boxes = [("a", 2), ("b", 1), ("c", 1), ("d", 5), ("e", 0)].map(|(label, size)| {
            let shelf = if label == "d" { "south" } else { "north" };
            json!({"label": label, "size": size, "shelf": {"key": shelf}})
        });
        let with = json!({"object": "yard.box", "records": boxes, "per_record": true});
        let made = tell("objects.create_many", with).unwrap();
        clock.set("2026-03-06T09:30:00Z");
        let id = |at: usize| made["records"][at]["id"].clone();
        tell("yard.box.clear", json!({"id": id(0)})).unwrap();
        tell("yard.box.update", json!({"id": id(3), "changes": {"values": {"size": 4}}})).unwrap();
        assert!(tell("yard.box.delete", json!({"id": id(0)})).is_err());
        tell("yard.box.delete", json!({"id": id(3)})).unwrap();
        tell("objects.restore", json!({"record": {"object": "yard.box", "id": id(3)}})).unwrap();
        tell("yard.shelf.list", json!({})).unwrap();
        answers.push(told);
    }
    assert_eq!(answers[0], answers[1]);
    let [one, two] = [dump(&copies[0]), dump(&copies[1])];
    let differ: Vec<_> = one.iter().zip(&two).filter(|(one, two)| one != two).collect();
    assert_eq!((one.len(), differ), (two.len(), vec![]));
    assert!(one.iter().filter(|line| line.starts_with("object_")).count() > 20);
}

// OBJ-20: a defined object lies in a table of its own, made with its definition, whose name and columns are the engine's: no name
// or label of an administrator reaches the schema, whatever a version calls things.
#[test]
fn no_name_of_an_administrator_reaches_the_schema() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("house.crm");
    let office = house(&file);
    let schema = || -> Vec<(String, String)> {
        let connection = rusqlite::Connection::open(&file).unwrap();
        let mut statement =
            connection.prepare("SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name").unwrap();
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
        rows.map(Result::unwrap).collect()
    };
    let before = schema();
    let object = |shelf: &str, words: &str| {
        json!({"title": words, "doc": "zzq shelf of boxes", "fields": {
            words: {"type": "text", "search": true}, shelf: {"type": "integer", "min": 0}
        }})
    };
    let mut document = json!({"pack": "zzqpack", "version": 1, "language": 1, "title": "zzq title",
        "objects": {"zzqbox": object("zzqsize", "zzqwords")},
        "labels": {"en": {"zzqbox": "zzq label", "zzqbox.zzqsize": "zzq'; DROP TABLE customers; --"}},
        "roles": {"sales_manager": ["zzqpack"]}});
    office.apply(document.clone());
    let made = json!({"new": {"zzqwords": "zzq value", "zzqsize": 3}});
    call(&office.manager, "zzqpack.zzqbox.create", made).unwrap();
    let after = schema();
    let tables = |of: &[(String, String)]| of.iter().filter(|(_, sql)| sql.starts_with("CREATE TABLE")).count();
    assert_eq!(tables(&after), tables(&before) + 1, "one table an object");
    let told = |of: &[(String, String)]| of.iter().any(|(name, sql)| format!("{name} {sql}").contains("zzq"));
    assert!(!told(&after), "{after:#?}");
    // Other names are the catalogue's alone.
    document["version"] = json!(2);
    document["objects"]["zzqbox"]["fields"] = json!({
        "zzqtext": {"type": "text", "search": true, "was": "zzqwords"}, "zzqsize": {"type": "integer", "min": 0}
    });
    document["objects"]["zzqbox"]["title"] = json!("zzqtext");
    office.apply(document);
    assert_eq!(schema(), after);
    let all = call(&office.manager, "zzqpack.zzqbox.list", json!({})).unwrap();
    assert_eq!(all["items"][0]["values"], json!({"zzqtext": "zzq value", "zzqsize": 3}));
}

// TYPE-8: what is searched, and what records are told apart by, is folded into a twin: `is`, `in` and `contains` find it whatever
// its width and case, and sorting goes by it; of other texts only whether they are empty is asked.
#[test]
fn searched_texts_are_found_folded() {
    let office = Office::new();
    office.apply(json!({"pack": "yard", "version": 1, "language": 1, "title": "Yard", "objects": {"crate": {
        "title": "code", "key": "code", "unique": [{"fields": ["code"]}],
        "fields": {
            "code": {"type": "text"},
            "name": {"type": "text", "search": true},
            "note": {"type": "text"}
        }
    }}, "roles": {"sales_manager": ["yard"]}}));
    for (code, name) in [("Ａ1", "Ｓｔｒａßｅ ①"), ("b2", "ﬁne Oak"), ("c3", "ｶﾞラス")] {
        let new = json!({"new": {"code": code, "name": name, "note": "x"}});
        call(&office.manager, "yard.crate.create", new).unwrap();
    }
    let list = |filter: Json| {
        let found = call(&office.manager, "yard.crate.list", json!({"filter": filter, "sort": ["code"]}))?;
        let titles = found["items"].as_array().unwrap().iter().map(|one| one["title"].as_str().unwrap().to_owned());
        Ok::<_, crm_core::CrmError>(titles.collect::<Vec<_>>())
    };
    for (filter, found) in [
        (json!({"field": "name", "contains": "STRASSE 1"}), vec!["Ａ1"]),
        (json!({"field": "name", "is": "strasse 1"}), vec!["Ａ1"]),
        (json!({"field": "name", "in": ["FINE OAK", "ガラス"]}), vec!["b2", "c3"]),
        (json!({"field": "code", "is": "a1"}), vec!["Ａ1"]),
        (json!({"field": "code", "contains": "B"}), vec!["b2"]),
        (json!({"field": "note", "empty": false}), vec!["Ａ1", "b2", "c3"]),
    ] {
        assert_eq!(list(filter.clone()).unwrap(), found, "{filter}");
    }
    for operator in ["is", "contains"] {
        let refused = list(json!({"field": "note", operator: "x"}));
        assert_eq!(invalid(refused), [format!("filter.{operator}:not_searchable")]);
    }
    // Another code of the same folded form is taken.
    let again = call(&office.manager, "yard.crate.create", json!({"new": {"code": "a１", "name": "n"}}));
    assert_eq!(invalid(again), ["code:not_unique"]);
}
