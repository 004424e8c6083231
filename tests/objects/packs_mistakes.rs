//! Single mistakes in the packs, each of which is told at its place, with its code, and alone (PACK-1). The table stands in
//! `packs_mistakes.txt`. The bounds of LIM-1 are made here.

use serde_json::{Map, Value, json};

use super::packs::{House, all, mistakes, told};

/// Puts a value to a place of a document, or takes away what is there.
fn edit(document: &mut Value, pointer: &str, value: Option<Value>) {
    let (parent, key) = pointer.rsplit_once('/').unwrap();
    match (document.pointer_mut(parent).unwrap_or_else(|| panic!("{pointer} is nowhere")), value) {
        (Value::Object(map), Some(value)) => drop(map.insert(key.to_owned(), value)),
        (Value::Object(map), None) => assert!(map.shift_remove(key).is_some(), "{pointer}"),
        (Value::Array(items), Some(value)) => items[key.parse::<usize>().unwrap()] = value,
        (other, _) => panic!("{pointer}: {other}"),
    }
}

#[test]
fn every_mistake_is_told_alone() {
    let packs = all();
    let (mut looked_at, mut wrong) = (0, Vec::new());
    for line in include_str!("packs_mistakes.txt").lines().filter(|line| !line.starts_with('#')) {
        let (what, expected) = line.rsplit_once(" => ").unwrap();
        let (pack, what) = what.split_once(' ').unwrap();
        let mut document = packs.iter().find(|(name, _)| *name == pack).unwrap().1.clone();
        match what.split_once(" = ") {
            Some((pointer, value)) => edit(&mut document, pointer, Some(value.parse().unwrap())),
            None => edit(&mut document, what.strip_suffix(" -").unwrap(), None),
        }
        let found = told(&mistakes(&House::beside(pack), &document));
        let expected: Vec<String> = expected.split(", ").map(str::to_owned).collect();
        if found != expected {
            wrong.push(format!("{line}\n    {found:?}"));
        }
        looked_at += 1;
    }
    assert!(wrong.is_empty(), "{} of {looked_at}:\n{}", wrong.len(), wrong.join("\n"));
    assert!(looked_at >= 200, "{looked_at}");
}

/// So many entries of an object of JSON.
fn many(count: usize, entry: impl Fn(usize) -> Value) -> Map<String, Value> {
    (0..count).map(|at| (format!("n{at}"), entry(at))).collect()
}

/// What is told of `service` of the hotel with these keys besides.
fn of_service(more: Value) -> Vec<String> {
    let mut document = all()[0].1.clone();
    for key in ["labels", "roles", "setup"] {
        document.as_object_mut().unwrap().shift_remove(key);
    }
    for (key, value) in more.as_object().unwrap() {
        document["objects"]["service"][key] = value.clone();
    }
    told(&mistakes(&House::with(&[]), &document))
}

// LIM-1: so many are in order, one more is told with the path of the list.
#[test]
fn documents_have_bounds() {
    let date = |_| json!({"type": "date"});
    let titled = |fields: Map<String, Value>| json!({"title": "null", "fields": fields});
    let machine = |states: usize, actions: usize| {
        let mut all = many(actions, |_| json!({"from": ["a"]}));
        all.insert("go".into(), json!({"from": ["a"], "to": "b"}));
        let mut known = Map::from_iter([("a".to_owned(), json!({})), ("b".to_owned(), json!({"final": true}))]);
        let name = |at: usize| format!("n{at}");
        for at in 0..states {
            known.insert(name(at), json!({"final": true}));
            all.insert(format!("to{at}"), json!({"from": ["a"], "to": name(at)}));
        }
        json!({"start": "a", "states": known, "actions": all})
    };
    let check = |_| json!({"check": "true", "text": "x"});
    let user = |_| json!({"type": "user"});
    let count = |_| json!({"type": "integer", "rollup": {"count": true, "of": "hotel.guest", "by": "company"}});
    let rollups = of_service(titled(many(21, count)));
    assert_eq!(rollups[0], "objects.service.fields too_many");
    assert!(rollups[1..].iter().all(|told| told.ends_with(".rollup.by type")), "{rollups:?}");
    let unique = |count: usize| {
        let mut made = titled(many(11, date));
        made["unique"] = (0..count).map(|at| json!({"fields": [format!("n{at}")]})).collect();
        made
    };
    let spans = |count: usize| {
        let mut made = titled(many(2, date));
        made["no_overlap"] = (0..count).map(|_| json!({"by": [], "from": "n0", "to": "n1"})).collect();
        made
    };
    let of_action = |key: &str, value: Value| {
        let mut made = titled(many(21, date));
        made["status"] = machine(0, 0);
        made["status"]["actions"]["go"][key] = value;
        made
    };
    let names = |count: usize| (0..count).map(|at| Value::from(format!("n{at}"))).collect::<Value>();
    let effects = |count: usize| (0..count).map(|_| json!({"set": {"n0": "today"}})).collect::<Value>();
    for (fits, beyond, path) in [
        (titled(many(200, date)), titled(many(201, date)), "fields"),
        (titled(many(60, user)), titled(many(61, user)), "fields"),
        (json!({"checks": many(100, check)}), json!({"checks": many(101, check)}), "checks"),
        (unique(10), unique(11), "unique"),
        (spans(5), spans(6), "no_overlap"),
        (json!({"status": machine(30, 0)}), json!({"status": machine(31, 0)}), "status.states"),
        (json!({"status": machine(0, 39)}), json!({"status": machine(0, 40)}), "status.actions"),
        (of_action("takes", names(20)), of_action("takes", names(21)), "status.actions.go.takes"),
        (of_action("then", effects(20)), of_action("then", effects(21)), "status.actions.go.then"),
        (
            of_action("checks", many(20, check).into()),
            of_action("checks", many(21, check).into()),
            "status.actions.go.checks",
        ),
    ] {
        assert_eq!(of_service(fits), Vec::<String>::new(), "{path}");
        assert_eq!(of_service(beyond), [format!("objects.service.{path} too_many")]);
    }
    let values = |count: usize| json!({"title": "null", "fields": {"a": {"type": "choice", "values": names(count)}}});
    assert_eq!(of_service(values(100)), Vec::<String>::new());
    assert_eq!(of_service(values(101)), ["objects.service.fields.a.values too_many"]);
}

// LIM-1: objects of all packs and extensions together, views of a pack.
#[test]
fn databases_have_bounds() {
    let object = |_| json!({"title": "null", "fields": {}});
    let view = |_| json!({"of": "p.n0"});
    let pack = |objects: usize, views: usize| {
        json!({"pack": "p", "version": 1, "language": 1, "title": "P", "objects": many(objects, object),
            "views": many(views, view)})
    };
    let none = House::with(&[]);
    assert_eq!(told(&mistakes(&none, &pack(500, 200))), Vec::<String>::new());
    assert_eq!(told(&mistakes(&none, &pack(501, 0))), ["objects too_many"]);
    assert_eq!(told(&mistakes(&none, &pack(1, 201))), ["views too_many"]);
    let mut house = House::with(&[super::packs::HOTEL]);
    assert_eq!(told(&mistakes(&house, &pack(493, 0))), ["objects too_many"]);
    assert_eq!(told(&mistakes(&house, &pack(492, 0))), Vec::<String>::new());
    for at in 1..100 {
        let mut other = house.packs[0].clone();
        other.name = format!("q{at}").into();
        other.objects.clear();
        other.extend.clear();
        house.packs.push(other);
    }
    assert_eq!(told(&mistakes(&house, &pack(1, 0))), ["pack too_many"]);
}

// PACK-6: `my` may extend whatever is there, adjust others' fields, and label them.
#[test]
fn administrators_change_what_packs_define() {
    let house = House::with(&[super::packs::HOTEL]);
    let right = json!({"pack": "my", "version": 1, "language": 1, "title": "Ours",
        "extend": {"hotel.guest": {
            "fields": {"diet": {"type": "text"}},
            "checks": {"diet": {"check": "name != diet", "text": "x"}},
            "adjust": {"card": {"required": true, "default": "name", "before": "phone"}}}},
        "labels": {"zh-Hans": {"hotel.guest.name": "名", "hotel.guest.diet": "饮食"}}});
    assert_eq!(told(&mistakes(&house, &right)), Vec::<String>::new());
    let place = "/extend/hotel.guest/adjust/card";
    for (pointer, value, expected) in [
        ("/pack", json!("ours"), "extend.hotel.guest requires"),
        ("/extend/hotel.guest/adjust/name", json!({}), ""),
        ("/extend/hotel.guest/adjust/diet", json!({}), "extend.hotel.guest.adjust.diet not_here"),
        ("/extend/hotel.guest/adjust/colour", json!({}), "extend.hotel.guest.adjust.colour unknown_field"),
        ("/extend/hotel.guest/adjust/stays", json!({"required": true}), "extend.hotel.guest.adjust.stays read_only"),
        (&format!("{place}/default"), json!("stays"), "extend.hotel.guest.adjust.card.default not_here"),
        (&format!("{place}/default"), json!("id_number"), "extend.hotel.guest.adjust.card.default confidential"),
        (&format!("{place}/before"), json!("card"), "extend.hotel.guest.adjust.card.before repeated"),
        (&format!("{place}/before"), json!("id"), "extend.hotel.guest.adjust.card.before unknown_field"),
        (&format!("{place}/required"), json!("yes"), "extend.hotel.guest.adjust.card.required type"),
        ("/extend/hotel.guest/fields/name", json!({"type": "date"}), "extend.hotel.guest.fields.name name_taken"),
        ("/extend/hotel.guest/fields/id", json!({"type": "date"}), "extend.hotel.guest.fields.id reserved"),
        (
            "/extend/hotel.guest/needs",
            json!({"customers.create": ["diet"]}),
            "extend.hotel.guest.needs.customers.create not_here",
        ),
        ("/labels/zh-Hans/hotel.guest.colour", json!("色"), "labels.zh-Hans.hotel.guest.colour unknown_field"),
    ] {
        let mut document = right.clone();
        edit(&mut document, pointer, Some(value));
        let found = told(&mistakes(&house, &document));
        assert_eq!(found.first().map_or("", String::as_str), expected, "{pointer}: {found:?}");
    }
}
