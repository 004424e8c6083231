//! Names in other packs: printed again, in the way, hidden (PACK-2, PACK-6, PACK-7, VIEW-9).

use serde_json::{Value as Json, json};

use crate::engine::objects::define::{Installed, check, read_text};
use crate::engine::objects::depot::{Depot, steps, told, with};
use crate::engine::objects::expr::{Number, Value};

fn depot(version: u32) -> Json {
    json!({
        "pack": "depot", "version": version, "language": 1, "title": "Depot",
        "objects": {
            "shelf": {"title": "label", "fields": {"label": {"type": "text", "max": 20, "search": true}}},
            "crate": {
                "title": "label",
                "fields": {
                    "label": {"type": "text", "max": 20, "search": true},
                    "size": {"type": "integer"},
                    "weight": {"type": "integer"},
                    "colour": {"type": "choice", "values": ["red", "blue"]},
                    "on": {"type": "ref", "to": "depot.shelf"},
                    "keeper": {"type": "user"},
                    "secret": {"type": "text", "confidential": true}
                },
                "status": {
                    "start": "in",
                    "states": {"in": {}, "out": {"final": true}},
                    "actions": {"leave": {"from": ["in"], "to": "out"}}
                }
            }
        }
    })
}

/// What is said of the depot elsewhere, with its names of the first version.
fn beside() -> [Json; 2] {
    let transport = json!({
        "pack": "transport", "version": 1, "language": 1, "title": "Transport", "requires": {"depot": 1},
        "objects": {"run": {
            "title": "concat('to ', crate.on.label)",
            "fields": {
                "crate": {"type": "ref", "to": "depot.crate", "required": true},
                "heavy": {"type": "boolean", "default": "crate.size > 2 * crate.weight"},
                "sized": {"type": "integer", "fill": "crate.size"}
            },
            "change": [{"fields": ["heavy"], "when": "crate.colour == 'red'"}],
            "checks": {"fits": {"check": "crate.size + crate.weight < 100 or crate.on.label == 'size'", "text": "size"}},
            "status": {
                "start": "open",
                "states": {"open": {}, "done": {"final": true}},
                "actions": {"go": {
                    "from": ["open"], "to": [{"when": "crate.size > 1", "state": "done"}, {"state": "done"}],
                    "needs": ["crate.keeper"],
                    "checks": {"light": {"check": "crate.weight < 9", "text": "Heavy."}},
                    "set": {"sized": "crate.size"},
                    "then": [
                        {"set": {"size": "crate.weight", "label": "'size'"}, "on": "crate", "when": "crate.size == 1"},
                        {"act": "leave", "on": {"each": "depot.crate", "where": {"and": [
                            {"field": "size", "is": {"value": "crate.size"}},
                            {"field": "on.label", "is": "A"}
                        ]}, "sort": ["-weight", "on.label"]}},
                        {"create": "depot.crate", "with": {"weight": "crate.size"}}
                    ]
                }}
            }
        }}
    });
    let my = json!({
        "pack": "my", "version": 1, "language": 1, "title": "Ours",
        "extend": {
            "depot.shelf": {"fields": {
                "load": {"type": "integer", "rollup": {
                    "sum": "weight", "of": "depot.crate", "by": "on",
                    "where": {"or": [{"field": "size", "gt": 1}, {"field": "colour", "in": ["red"]}]}
                }},
                "largest": {"type": "integer", "rollup": {"max": "size", "of": "depot.crate", "match": {"label": "label"}}}
            }},
            "depot.crate": {
                "fields": {"ratio": {"type": "decimal", "places": 2, "formula": "size / weight"}},
                "checks": {"small": {"check": "size < 50", "text": "Too large."}},
                "adjust": {"weight": {"required": true, "default": "size", "before": "size"}}
            }
        },
        "views": {
            "heavy": {
                "of": "depot.crate",
                "filter": {"not": {"field": "weight", "lt": 3}},
                "columns": ["label", "weight", "on.label", "keeper"],
                "sort": ["-size", "weight"]
            },
            "table": {
                "of": "depot.crate", "sort": ["-size.sum", "weight"], "group": ["weight"],
                "measures": [{"count": true}, {"sum": "size"}]
            },
            "empty": {
                "of": "depot.shelf", "filter": {"none": "depot.crate", "by": "on", "where": {"field": "size", "gt": 1}},
                "parameters": {"like": "depot.crate"}
            }
        },
        "roles": {"sales_manager": ["depot.crate", "depot.crate.leave@own", "depot.crate.secret:read"]},
        "labels": {"zh-Hans": {"depot.crate.size": "大小", "depot.crate.colour.red": "红", "depot.crate.ratio": "比"}}
    });
    [transport, my]
}

/// Words of the depot as they are called in its second version; words within quotes are not its.
fn second(text: &str) -> String {
    let mut out = String::new();
    for (at, part) in text.split("'size'").enumerate() {
        let aside = part.replace("size", "%").replace("weight", "size").replace('%', "weight");
        out.push_str(if at > 0 { "'size'" } else { "" });
        out.push_str(&aside);
    }
    let kept = ["weightd", "\"text\": \"weight\"", "\"text\":\"weight\""];
    let kept = kept.iter().fold(out, |out, word| out.replace(word, &word.replace("weight", "size")));
    kept.replace("depot.crate", "depot.case").replace("keeper", "holder")
}

/// The depot of the second year: crates are cases, size and weight have changed places, the keeper is a holder.
fn renamed() -> Json {
    let mut document = depot(2);
    let mut object = document["objects"].as_object_mut().expect("objects").remove("crate").expect("crates");
    object["was"] = json!("crate");
    let called = |name: &str| match name {
        "size" => "weight".to_owned(),
        "weight" => "size".to_owned(),
        "keeper" => "holder".to_owned(),
        name => name.to_owned(),
    };
    let fields = object["fields"].as_object().expect("fields").iter().map(|(name, field)| {
        let mut field = field.clone();
        if called(name) != *name {
            field["was"] = json!(name);
        }
        (called(name), field)
    });
    object["fields"] = Json::Object(fields.collect());
    document["objects"]["case"] = object;
    document
}

fn filled() -> Depot {
    let stage = Depot::new();
    stage.apply(&depot(1));
    for document in beside() {
        stage.apply(&document);
    }
    stage.create("depot.shelf", 1, json!({"label": "A"}));
    stage.create("depot.crate", 2, json!({"label": "A", "size": 12, "weight": 3, "on": 1, "colour": "red"}));
    stage.create("transport.run", 3, json!({"crate": 1}));
    stage
}

fn document(stage: &Depot, name: &str) -> Json {
    let packs = stage.catalogue().packs;
    let pack = packs.iter().find(|pack| pack.name == name).expect("a pack");
    serde_json::from_str(&pack.document).expect("JSON")
}

fn whole(value: i64) -> Value {
    Value::Number(Number::whole(value).expect("a number"))
}

// PACK-2, VIEW-9: names are printed again in every other pack, all at once, and the plan says where.
#[test]
fn names_are_printed_again() {
    let stage = filled();
    let before: Vec<Json> = ["transport", "my"].map(|name| document(&stage, name)).into();
    let plan = stage.plan(&renamed());
    assert_eq!(told(&plan), Vec::<String>::new());
    let reprinted = |path: &str| -> Vec<String> {
        let step = plan.steps.iter().find(|(step, _)| step.path == path && step.was.is_some());
        step.map(|(step, _)| step.reprinted.clone()).expect("a step")
    };
    let objects = reprinted("case");
    for place in [
        "transport.objects.run.fields.crate.to",
        "my.extend.depot.crate",
        "my.views.heavy.of",
        "my.views.empty.filter.none",
        "my.views.empty.parameters.like",
        "my.roles.sales_manager[0]",
        "my.labels.zh-Hans.depot.crate.size",
    ] {
        assert!(objects.iter().any(|path| path == place), "{place} in {objects:#?}");
    }
    assert_eq!(
        reprinted("case.holder"),
        ["transport.objects.run.status.actions.go.needs[0]", "my.views.heavy.columns[3]"]
    );
    assert!(reprinted("case.weight").contains(&"my.extend.depot.crate.adjust.weight.default".to_owned()));
    stage.put(&renamed(), &plan.digest).expect("applied");
    for (before, name) in before.iter().zip(["transport", "my"]) {
        let expected: Json = serde_json::from_str(&second(&before.to_string())).expect("JSON");
        assert_eq!(document(&stage, name), expected, "{name}");
    }
    // The data are where they were, and what is computed of them says the same.
    assert_eq!(stage.values("depot.case", "weight"), [whole(12)]);
    assert_eq!(stage.values("depot.case", "size"), [whole(3)]);
    assert_eq!(stage.values("depot.case", "ratio"), [whole(4)]);
    assert_eq!(stage.values("depot.shelf", "load"), [whole(3)]);
    stage.create("depot.case", 4, json!({"label": "B", "weight": 2, "size": 40, "on": 1}));
    assert_eq!(stage.values("depot.shelf", "load"), [whole(43)]);
    assert_eq!(stage.values("transport.run", "crate").len(), 1);
    // Another reading finds every document in order.
    let catalogue = stage.catalogue();
    let house = stage.house();
    for pack in &catalogue.packs {
        assert_eq!(check(&read_text(&pack.document), &house), [], "{}", pack.name);
    }
    assert_eq!(house.packs().len(), 3);
    // A hidden reference knows its object by the present name.
    let kinds = catalogue.tables.iter().flat_map(|table| &table.fields).map(|field| field.kind.clone());
    assert!(kinds.clone().any(|kind| kind == "ref depot.case") && !kinds.clone().any(|kind| kind == "ref depot.crate"));
}

// PACK-7: what an awake pack names can't be hidden; every user is listed.
#[test]
fn what_is_named_stays() {
    let stage = filled();
    let refusals = |document: &Json| -> Vec<String> {
        let plan = stage.plan(document);
        let one = |refusal: &crate::FieldError| {
            format!("{} {} {}", refusal.field, refusal.code, refusal.limit.clone().unwrap_or_default())
        };
        plan.refusals.iter().map(one).collect()
    };
    let without = |path: &str, value: Json| -> Json {
        let (parent, name) = path.rsplit_once('/').expect("a path");
        let mut document = with(depot(2), "/removed", value);
        document.pointer_mut(parent).and_then(Json::as_object_mut).expect("a parent").remove(name);
        document
    };
    assert_eq!(
        refusals(&without("/objects/crate/fields/keeper", json!(["crate.keeper"]))),
        ["crate.keeper in_use my.views.heavy.columns[3], transport.objects.run.status.actions.go.needs[0]"]
    );
    let whole = refusals(&without("/objects/crate", json!(["crate"])));
    assert_eq!(whole.len(), 1, "{whole:#?}");
    assert!(whole[0].starts_with("crate in_use my.extend.depot.crate, ") && whole[0].contains("transport.objects"));
    let mut value = with(depot(2), "/removed", json!(["crate.colour.red"]));
    value["objects"]["crate"]["fields"]["colour"]["values"] = json!(["blue"]);
    let value = refusals(&value);
    assert_eq!(value.len(), 1, "{value:#?}");
    assert!(value[0].starts_with("crate.colour.red in_use my.extend.depot.shelf.fields.load.rollup.where.or[1].in"));
    assert!(value[0].contains("transport.objects.run.change[0].when") && value[0].contains("my.labels.zh-Hans"));
    let mut action = without("/objects/crate/status/actions/leave", json!(["crate.leave"]));
    action["objects"]["crate"]["status"]["actions"]["go"] = json!({"from": ["in"], "to": "out"});
    let action = refusals(&action);
    assert_eq!(action.len(), 1, "{action:#?}");
    assert!(
        action[0].starts_with("crate.leave in_use my.roles.sales_manager[1], transport.objects.run"),
        "{action:#?}"
    );
    // Another change that takes from a pack what it needs is told where it hurts.
    let unsearched = with(depot(2), "/objects/shelf/fields/label/search", json!(false));
    let hurt = refusals(&unsearched);
    assert!(hurt.iter().any(|told| told.starts_with("transport.objects.run") && told.contains("not_searchable")));
    // What sleeps is in nobody's way.
    stage.sleep("my");
    stage.sleep("transport");
    assert_eq!(refusals(&without("/objects/crate/fields/keeper", json!(["crate.keeper"]))), Vec::<String>::new());
}

// PACK-6: where both layers define one name, the plan says which hides which, and the pack's own is what is asked.
#[test]
fn layers_hide_one_another() {
    let stage = Depot::new();
    stage.apply(&depot(1));
    let mine = json!({
        "pack": "my", "version": 1, "language": 1, "title": "Ours",
        "extend": {"depot.crate": {
            "fields": {"owner_name": {"type": "text", "max": 40}, "grade": {"type": "integer"}},
            "adjust": {"size": {"default": "7"}}
        }},
        "labels": {"en": {"depot.crate.size": "Our size"}}
    });
    stage.apply(&mine);
    stage.create("depot.crate", 1, json!({"label": "A", "grade": 5}));
    let mut newer = with(depot(2), "/labels", json!({"en": {"crate.size": "Size of it"}}));
    newer["objects"]["crate"]["fields"]["grade"] = json!({"type": "text", "max": 5});
    newer["objects"]["crate"]["fields"]["size"]["default"] = json!("9");
    let plan = stage.plan(&newer);
    assert_eq!(told(&plan), Vec::<String>::new());
    let said = steps(&plan);
    for hides in
        ["my.depot.crate.grade Hides 0", "my.labels.en.depot.crate.size Hides 0", "my.depot.crate.size Hides 0"]
    {
        assert!(said.iter().any(|said| said == hides), "{hides} in {said:#?}");
    }
    stage.put(&newer, &plan.digest).expect("applied");
    assert_eq!(stage.values("depot.crate", "grade"), [Value::Null]);
    stage.create("depot.crate", 2, json!({"label": "B", "grade": "fine"}));
    // Under another name it is there again, with its data.
    let mut named = with(mine, "/version", json!(2));
    let fields = named["extend"]["depot.crate"]["fields"].as_object_mut().expect("fields");
    fields.remove("grade");
    fields.insert("rank".into(), json!({"type": "integer", "was": "grade"}));
    stage.apply(&named);
    assert_eq!(stage.values("depot.crate", "rank"), [whole(5), Value::Null]);
    assert_eq!(stage.values("depot.crate", "grade"), [Value::Null, Value::Text("fine".into())]);
}
