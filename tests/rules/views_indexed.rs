//! VIEW-7: what is asked of defined objects is found by indexes, which come and go with what asks for them.

use std::collections::BTreeMap;

use crm_core::storage::sqlite::{SqliteOptions, SqliteStorage};
use crm_core::{Crm, Session};
use serde_json::{Value as Json, json};

use crate::support::{FixedEnvironment, MORNING, Office};
use crate::watch::{Statements, watched};

/// A harbour on a file, whose statements are watched.
struct Harbour {
    office: Office,
    seen: Statements,
    file: rusqlite::Connection,
    _folder: tempfile::TempDir,
}

fn document() -> Json {
    let own = |name: &str| json!({"type": name});
    json!({
        "pack": "port", "version": 1, "language": 1, "title": "Port",
        "objects": {
            "berth": {"title": "name", "fields": {
                "name": {"type": "text", "search": true},
                "depth": own("integer"),
                "longest": {"type": "integer", "rollup": {"max": "length", "of": "port.ship", "match": {"name": "home"}}},
                "latest": {"type": "date", "rollup": {"max": "from", "of": "port.ship", "by": "berth"}}
            }},
            "ship": {"title": "name", "owner": "pilot", "number": {"pattern": "S{000}"}, "key": "name",
                "fields": {
                    "name": {"type": "text", "search": true},
                    "home": {"type": "text", "search": true},
                    "flag": {"type": "choice", "values": ["red", "blue"]},
                    "length": own("integer"),
                    "pilot": own("user"),
                    "berth": {"type": "ref", "to": "port.berth"},
                    "from": own("date"),
                    "to": own("date")
                },
                "unique": [{"fields": ["name"]}],
                "no_overlap": [{"by": ["berth"], "from": "from", "to": "to"}],
                "status": {"start": "due", "states": {"due": {}, "gone": {"final": true}},
                           "actions": {"leave": {"from": ["due"], "to": "gone"}}}
            }
        },
        "views": {
            "red": {"of": "port.ship", "filter": {"field": "flag", "is": "red"}, "sort": ["length"]},
            "long": {"of": "port.ship", "filter": {"and": [{"field": "length", "gt": 100},
                     {"field": "flag", "is": "blue"}]}, "sort": ["-length"]}
        },
        "roles": {"sales_manager": ["port"], "account_manager": ["port@own"]}
    })
}

fn harbour(document: Json) -> Harbour {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("port.crm");
    let clock = FixedEnvironment::new(MORNING);
    let (storage, seen) = watched(SqliteStorage::open(&path, &SqliteOptions::default()).unwrap());
    let crm = Crm::options().environment(clock.clone()).open_storage(Box::new(storage)).unwrap();
    let harbour = Harbour {
        office: Office::staff(crm, clock),
        seen,
        file: rusqlite::Connection::open(&path).unwrap(),
        _folder: folder,
    };
    harbour.office.apply(document.clone());
    harbour
}

fn call(session: &Session, operation: &str, with: Json) -> Json {
    let answer = session.call(operation, &with.to_string()).unwrap_or_else(|refused| panic!("{operation}: {refused}"));
    serde_json::from_str(&answer).unwrap()
}

impl Harbour {
    fn plan(&self, document: &Json) -> Json {
        call(&self.office.admin, "packs.plan", json!({"document": document}))
    }

    /// The table that is made for an object.
    fn table(&self, object: &str) -> String {
        let key: i64 = self
            .file
            .query_row("SELECT id FROM object_tables WHERE name = ? AND hidden = 0", [object], |row| row.get(0))
            .unwrap();
        format!("object_{key}")
    }

    /// The indexes of an object, as the catalogue tells them, with fields in the place of slots.
    fn indexes(&self, object: &str) -> Vec<String> {
        let slots = "SELECT s.slot, f.name || CASE s.use WHEN 'folded' THEN '~' ELSE '' END FROM object_slots s \
                     JOIN object_fields f ON f.id = s.field JOIN object_tables t ON t.id = s.object WHERE t.name = ?";
        let mut slots = self.file.prepare(slots).unwrap();
        let slots: BTreeMap<String, String> =
            slots.query_map([object], |row| Ok((row.get(0)?, row.get(1)?))).unwrap().map(Result::unwrap).collect();
        let all = "SELECT i.name, i.definition FROM object_indexes i JOIN object_tables t ON t.id = i.object WHERE t.name = ?";
        let mut all = self.file.prepare(all).unwrap();
        let all = all.query_map([object], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?))).unwrap();
        let mut told: Vec<String> = Vec::new();
        for (name, definition) in all.map(Result::unwrap) {
            // What the catalogue tells is there.
            let there = "SELECT count(*) FROM sqlite_schema WHERE type = 'index' AND name = ?";
            let there: i64 = self.file.query_row(there, [&name], |row| row.get(0)).unwrap();
            assert_eq!(there, 1, "{name}");
            let words = definition.split_inclusive([' ', ',', '(', ')']).map(|word| {
                let (word, end) = word.split_at(word.trim_end_matches([' ', ',', '(', ')']).len());
                format!("{}{end}", slots.get(word).map_or(word, String::as_str))
            });
            told.push(words.collect());
        }
        told.sort();
        told
    }

    /// How SQLite goes through the statements of a call that read the object's table.
    fn ways(&self, object: &str, call: impl FnOnce()) -> Vec<String> {
        self.seen.take();
        call();
        let table = self.table(object);
        let reads = |sql: &String| {
            let words: Vec<&str> = sql.split([' ', '(', ')', ',']).collect();
            words.windows(2).any(|pair| matches!(pair[0], "FROM" | "JOIN") && pair[1] == table)
        };
        let mut lines = Vec::new();
        for sql in self.seen.take().into_iter().filter(reads) {
            let mut statement = self.file.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
            let mut rows = statement.raw_query();
            while let Some(row) = rows.next().unwrap() {
                lines.push(row.get::<_, String>(3).unwrap());
            }
        }
        lines
    }

    /// The same, and what is found is in the order of the list, so that a page reads no more than it tells.
    fn in_order(&self, object: &str, begins: &str, call: impl FnOnce()) {
        let lines = self.sought(object, begins, call);
        let sorts = |line: &&String| line.contains("TEMP B-TREE");
        assert_eq!(lines.iter().find(sorts), None, "{begins}\n{lines:#?}");
    }

    /// A call's statements seek the object's rows by an index that begins so, and none walks over the table.
    fn sought(&self, object: &str, begins: &str, call: impl FnOnce()) -> Vec<String> {
        let lines = self.ways(object, call);
        let table = self.table(object);
        let name = |line: &str| {
            let at = line.find(&format!("INDEX {table}_"))?;
            line[at + 6..].split(' ').next().map(str::to_owned)
        };
        let definition = |name: String| -> Option<String> {
            let sql = "SELECT definition FROM object_indexes WHERE name = ?";
            self.file.query_row(sql, [name], |row| row.get(0)).ok()
        };
        let slot = |field: &str| -> String {
            let sql = "SELECT s.slot FROM object_slots s JOIN object_fields f ON f.id = s.field JOIN object_tables t \
                       ON t.id = s.object WHERE t.name = ? AND f.name = ? ORDER BY s.use = 'value'";
            self.file.query_row(sql, [object, field], |row| row.get(0)).unwrap_or_else(|_| field.to_owned())
        };
        let wanted = begins.split(", ").map(slot).collect::<Vec<_>>().join(", ");
        let used: Vec<String> = lines.iter().filter_map(|line| definition(name(line)?)).collect();
        let by_it = used.iter().any(|definition| definition.contains(&format!("({wanted}")));
        assert!(by_it, "{begins}: ({wanted} in {used:?}\n{lines:#?}");
        let walks =
            |line: &&String| line.starts_with("SCAN") && !line.contains("INDEX") && *line != "SCAN CONSTANT ROW";
        assert_eq!(lines.iter().find(walks), None, "{begins}\n{lines:#?}");
        lines
    }

    fn list(&self, session: &Session, object: &str, filter: Json) {
        call(session, "objects.list", json!({"object": object, "filter": filter}));
    }
}

// VIEW-7: owner, status, references, unique, spans and roll-up matches have their indexes, and statements find them.
#[test]
fn what_an_object_says_is_indexed() {
    let harbour = harbour(document());
    let (manager, ann) = (&harbour.office.manager, &harbour.office.ann);
    let berth = call(manager, "port.berth.create", json!({"new": {"name": "A", "depth": 9}}))["id"].clone();
    let me = call(manager, "users.me", json!({}))["id"].clone();
    let ship = json!({"name": "Mary", "home": "A", "flag": "red", "length": 90, "pilot": me, "berth": berth,
                      "from": "2026-03-10", "to": "2026-03-12"});
    let ship = call(manager, "port.ship.create", json!({"new": ship}))["id"].clone();
    let of = "port.ship";
    harbour.in_order(of, "owner, created_at", || harbour.list(ann, of, Json::Null));
    harbour.in_order(of, "status, created_at", || harbour.list(manager, of, json!({"field": "status", "is": "due"})));
    harbour.sought(of, "berth", || harbour.list(manager, of, json!({"field": "berth", "is": berth})));
    harbour.sought(of, "pilot", || harbour.list(manager, of, json!({"field": "pilot", "is": {"me": true}})));
    harbour.sought(of, "name", || harbour.list(manager, of, json!({"field": "name", "is": "ＭＡＲＹ"})));
    harbour.sought(of, "number_folded", || harbour.list(manager, of, json!({"field": "number", "is": "S001"})));
    // A write asks whether there is another of the name, and one at the berth in those days.
    let other =
        json!({"name": "Ann", "home": "A", "length": 120, "berth": berth, "from": "2026-03-12", "to": "2026-03-13"});
    let write = || drop(call(manager, "port.ship.create", json!({"new": other})));
    harbour.sought(of, "berth, from", write);
    let changed = json!({"id": ship, "changes": {"values": {"name": "Maria"}}});
    harbour.sought(of, "name", || drop(call(manager, "port.ship.update", changed)));
    // What is left is the greatest again: by the reference, and by what matches.
    let shorter = json!({"id": ship, "changes": {"values": {"from": "2026-03-09", "length": 80}}});
    harbour.sought(of, "berth, from", || drop(call(manager, "port.ship.update", shorter)));
    let again = json!({"new": {"name": "A"}});
    harbour.sought(of, "home, length", || drop(call(manager, "port.berth.create", again)));
    let told = call(manager, "port.berth.list", json!({}));
    assert_eq!(
        told["items"].as_array().unwrap().iter().map(|one| one["values"]["longest"].clone()).collect::<Vec<_>>(),
        [json!(120), json!(120)]
    );
}

// VIEW-7: a pack's view has an index of its first equality with its order, made and dropped with it, and no two are equal.
#[test]
fn views_have_indexes() {
    let harbour = harbour(document());
    let manager = &harbour.office.manager;
    let red = "INDEX (flag, length, created_at DESC, id DESC)".to_owned();
    let long = "INDEX (flag, length, created_at)".to_owned();
    let before = harbour.indexes("port.ship");
    assert!(before.contains(&red) && before.contains(&long), "{before:#?}");
    let rows = |view: &str| drop(call(manager, "views.rows", json!({"view": view})));
    harbour.in_order("port.ship", "flag, length", || rows("port.red"));
    harbour.in_order("port.ship", "flag, length", || rows("port.long"));
    // The same question under another name makes none; another order another one.
    let mut second = document();
    second["version"] = json!(2);
    second["views"] = json!({
        "red": {"of": "port.ship", "filter": {"field": "flag", "is": "red"}, "sort": ["length"]},
        "rosy": {"of": "port.ship", "filter": {"field": "flag", "is": "blue"}, "sort": ["length"]},
        "due": {"of": "port.ship", "filter": {"field": "status", "is": "due"}},
        "count": {"of": "port.ship", "filter": {"field": "berth", "empty": true}, "measures": [{"count": true}]},
        "flags": {"of": "port.ship", "filter": {"field": "flag", "is": "red"}, "group": ["berth"], "measures": [{"count": true}]}
    });
    second["removed"] = json!(["views.long"]);
    harbour.office.apply(second.clone());
    let mut after = before.clone();
    after.retain(|index| *index != long);
    after.push("INDEX (flag)".into());
    after.sort();
    // That of the states is the view's as well.
    assert_eq!(harbour.indexes("port.ship"), after);
    harbour.in_order("port.ship", "status, created_at", || rows("port.due"));
    harbour.sought("port.ship", "flag", || drop(call(manager, "views.table", json!({"view": "port.flags"}))));
    // What another pack asks stands with it, and goes with it; a plan that is refused changes nothing.
    let my = json!({"pack": "my", "version": 1, "language": 1, "title": "Ours",
                    "views": {"home": {"of": "port.ship", "filter": {"field": "home", "is": "A"}, "sort": ["name"]}}});
    harbour.office.apply(my.clone());
    let home = "INDEX (home~, name~, created_at DESC, id DESC)".to_owned();
    assert!(harbour.indexes("port.ship").contains(&home));
    harbour.in_order("port.ship", "home, name", || rows("my.home"));
    let gone = json!({"pack": "my", "version": 2, "language": 1, "title": "Ours", "removed": ["views.home"]});
    let stale = json!({"document": gone, "plan": "another"});
    assert!(harbour.office.admin.call("packs.apply", &stale.to_string()).is_err());
    assert!(harbour.indexes("port.ship").contains(&home));
    harbour.office.apply(gone.clone());
    assert_eq!(harbour.indexes("port.ship"), after);
    // A field that gets another name keeps the index of whoever asks for it.
    let mut third = second.clone();
    third["version"] = json!(3);
    let flag = third["objects"]["ship"]["fields"].as_object_mut().unwrap().remove("flag").unwrap();
    third["objects"]["ship"]["fields"]["colours"] = flag;
    third["objects"]["ship"]["fields"]["colours"]["was"] = json!("flag");
    for view in ["red", "rosy", "flags"] {
        third["views"][view]["filter"]["field"] = json!("colours");
    }
    let named = |harbour: &Harbour| -> Vec<(String, String)> {
        let sql = "SELECT name, definition FROM object_indexes ORDER BY name";
        let mut all = harbour.file.prepare(sql).unwrap();
        let all = all.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
        all.map(Result::unwrap).collect()
    };
    let there = named(&harbour);
    harbour.office.apply(third.clone());
    assert_eq!(named(&harbour), there);
}

// VIEW-7: custom fields of typed records are indexed in the table in which they lie.
#[test]
fn views_of_typed_records_have_indexes() {
    let mut document = document();
    document["extend"] = json!({"customer": {"fields": {
        "tier": {"type": "choice", "values": ["plain", "gold"]}, "visits": {"type": "integer"}}}});
    document["views"] = json!({
        "gold": {"of": "customer", "filter": {"and": [{"field": "tier", "is": "gold"}]}, "sort": ["-visits"]},
        "active": {"of": "customer", "filter": {"field": "status", "is": "active"}}
    });
    let harbour = harbour(document);
    assert_eq!(harbour.indexes("customer"), ["INDEX (tier, visits)"]);
    harbour.sought("customer", "tier, visits", || {
        let lines = call(&harbour.office.manager, "views.rows", json!({"view": "port.gold"}));
        assert_eq!(lines["items"], json!([]));
    });
}

// LIM-1, VIEW-7: twenty of an object, told in the plan.
#[test]
fn indexes_of_views_are_bounded() {
    let harbour = harbour(document());
    let fields: Vec<String> = (1..=21).map(|at| format!("f{at}")).collect();
    let mut many = json!({"pack": "many", "version": 1, "language": 1, "title": "Many", "requires": {"port": 1},
                          "objects": {"crate": {"title": "'x'", "fields": {}}}, "views": {}});
    for (name, at) in fields.iter().zip(1..) {
        many["objects"]["crate"]["fields"][name] = json!({"type": "integer"});
        many["views"][format!("v{at}")] = json!({"of": "many.crate", "filter": {"field": name, "is": 1}});
    }
    // The same one twice is one.
    many["views"]["again"] = json!({"of": "many.crate", "filter": {"field": "f1", "is": 2}});
    let told = |document: &Json| -> Vec<String> {
        let refusals = harbour.plan(document)["refusals"].clone();
        let told = refusals.as_array().unwrap().iter();
        told.map(|one| format!("{} {} {}", one["field"], one["code"], one["limit"])).collect()
    };
    assert_eq!(told(&many), [r#""views.v21" "too_many" "20""#]);
    let wrong = json!({"document": many, "plan": harbour.plan(&many)["digest"]}).to_string();
    assert_eq!(crate::support::invalid(harbour.office.admin.call("packs.apply", &wrong)), ["views.v21:too_many"]);
    many["views"].as_object_mut().unwrap().remove("v21");
    harbour.office.apply(many.clone());
    // Those of other packs count.
    let my = json!({"pack": "my", "version": 1, "language": 1, "title": "Ours",
                    "views": {"more": {"of": "many.crate", "filter": {"field": "f21", "is": 1}}}});
    assert_eq!(told(&my), [r#""views.more" "too_many" "20""#]);
}

// VIEW-7: a view over more than 10,000 rows that enters no index is named in the plan, with its rows; it is no refusal, and the
// digest does not move with it.
#[test]
fn views_that_enter_no_index_are_named() {
    let mut document = document();
    let views = json!({
        "deep": {"of": "port.berth", "filter": {"field": "depth", "gt": 5}},
        "either": {"of": "port.berth", "filter": {"or": [{"field": "name", "is": "x"}, {"field": "depth", "is": 5}]}},
        "sorted": {"of": "port.berth", "sort": ["depth"]},
        "sums": {"of": "port.berth", "measures": [{"sum": "depth"}]},
        "found": {"of": "port.berth", "filter": {"and": [{"field": "depth", "gt": 1}, {"field": "name", "is": "x"}]}},
        "newest": {"of": "port.berth", "filter": {"field": "created_at", "ge": {"today": -7}}},
        "plain": {"of": "port.berth"},
        "ships": {"of": "port.ship", "filter": {"field": "length", "gt": 5}},
        "phones": {"of": "customer", "filter": {"field": "last_order_date", "empty": true}},
        "lost": {"of": "customer", "filter": {"field": "status", "is": "lost"}}
    });
    document["views"] = views;
    let harbour = harbour(document.clone());
    document["version"] = json!(2);
    document["views"]["deep"]["sort"] = json!(["-depth"]);
    let noted = |plan: &Json| -> Vec<String> {
        let steps = plan["steps"].as_array().unwrap().iter().filter(|step| !step["note"].is_null());
        steps.map(|step| format!("{} {} {} {}", step["path"], step["class"], step["rows"], step["note"])).collect()
    };
    let before = harbour.plan(&document);
    assert_eq!(noted(&before), [""; 0]);
    let table = harbour.table("port.berth");
    let fill = |count: i64| {
        let fill = format!(
            "WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < {count}) \
             INSERT INTO {table} (uid, version, created_at) SELECT randomblob(16), 1, n FROM n; \
             WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < {count}) \
             INSERT INTO customers (uid, complete, name, name_folded, created_at, active_since) \
             SELECT randomblob(16), 1, n, n, n, '2026-03-01' FROM n"
        );
        harbour.file.execute_batch(&fill).unwrap();
    };
    fill(10_000);
    assert_eq!(noted(&harbour.plan(&document)), [""; 0]);
    fill(1);
    let plan = harbour.plan(&document);
    assert_eq!(
        noted(&plan),
        [
            r#""views.deep" "safe" 10001 "no_index""#,
            r#""views.either" "safe" 10001 "no_index""#,
            r#""views.sorted" "safe" 10001 "no_index""#,
            r#""views.sums" "safe" 10001 "no_index""#,
            r#""views.phones" "safe" 10001 "no_index""#,
        ]
    );
    assert_eq!((&plan["digest"], &plan["refusals"]), (&before["digest"], &json!([])));
    harbour.office.apply(document.clone());
}

// VIEW-7, PACK-4: the records of views that enter no index are counted for a plan alone, once an object; not while the writer is
// held.
#[test]
fn what_a_plan_notes_is_counted_once() {
    let harbour = harbour(document());
    let mut next = document();
    next["version"] = json!(2);
    for (name, length) in [("short", 10), ("shorter", 5), ("shortest", 2)] {
        next["views"][name] = json!({"of": "port.ship", "filter": {"field": "length", "lt": length}});
    }
    let table = harbour.table("port.ship");
    let counts = || -> usize {
        let all = |sql: &str| sql.starts_with("SELECT count(*) FROM") && sql.contains(&table) && sql.ends_with(" r");
        harbour.seen.take_counted().iter().filter(|(sql, _)| all(sql)).map(|(_, count)| count).sum()
    };
    counts();
    let plan = harbour.plan(&next);
    assert_eq!(plan["refusals"], json!([]));
    assert_eq!(counts(), 1);
    call(&harbour.office.admin, "packs.apply", json!({"document": next, "plan": plan["digest"]}));
    assert_eq!(counts(), 0);
}
