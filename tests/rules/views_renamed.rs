//! VIEW-9: the views that people keep go on where a new version of a pack gives other names, and are kept, broken, where it takes
//! what they need. VIEW-8: a section of the workbench is kept and told as one.

use crm_core::Session;
use crm_core::views::View;
use serde_json::{Value as Json, json};

use crate::support::Office;
use crate::views::keep;

/// Trees in a park, with who looks after them.
fn park() -> Json {
    json!({
        "pack": "park", "version": 1, "language": 1, "title": "Park",
        "objects": {
            "bed": {"title": "name", "fields": {
                "name": {"type": "text", "search": true},
                "kind": {"type": "choice", "values": ["sunny", "shady"]},
                "size": {"type": "integer"},
                "wet": {"type": "integer"}
            }},
            "tree": {"title": "label", "fields": {
                "label": {"type": "text", "search": true},
                "bed": {"type": "ref", "to": "park.bed"},
                "height": {"type": "integer"},
                "girth": {"type": "integer"},
                "planted": {"type": "date"},
                "state": {"type": "choice", "values": ["young", "old", "ill"]}
            },
            "status": {"start": "up", "states": {"up": {}, "down": {"final": true}},
                       "actions": {"fell": {"from": ["up"], "to": "down"}}}}
        },
        "roles": {"sales_manager": ["park"]}
    })
}

fn call(session: &Session, operation: &str, with: Json) -> Result<Json, crm_core::CrmError> {
    session.call(operation, &with.to_string()).map(|answer| serde_json::from_str(&answer).unwrap())
}

/// The version that is meant next.
fn next(document: &mut Json, change: impl FnOnce(&mut Json)) {
    let version = document["version"].as_u64().unwrap() + 1;
    document["version"] = json!(version);
    document.as_object_mut().unwrap().remove("removed");
    document.as_object_mut().unwrap().remove("replaced");
    change(document);
}

/// Gives a field another name, in the same place.
fn rename(document: &mut Json, object: &str, from: &str, to: &str) {
    let fields = &mut document["objects"][object]["fields"];
    let entries = std::mem::take(fields.as_object_mut().unwrap());
    for (name, mut field) in entries {
        let new = if name == from { to } else { &name };
        if name == from {
            field["was"] = json!(from);
        }
        fields[new] = field;
    }
}

fn office() -> (Office, Json) {
    let (office, document) = (Office::new(), park());
    office.apply(document.clone());
    for (label, height, girth, state, bed) in
        [("oak", 20, 3, "old", "north"), ("elm", 9, 1, "young", "south"), ("ash", 15, 2, "ill", "south")]
    {
        let found = call(&office.manager, "park.bed.list", json!({"filter": {"field": "name", "is": bed}})).unwrap();
        let bed = match found["items"].get(0) {
            Some(found) => found["id"].clone(),
            None => {
                let kind = if bed == "north" { "shady" } else { "sunny" };
                let new = json!({"name": bed, "kind": kind, "size": height, "wet": girth});
                call(&office.manager, "park.bed.create", json!({"new": new})).unwrap()["id"].clone()
            }
        };
        let new = json!({"label": label, "height": height, "girth": girth, "state": state, "bed": bed,
                         "planted": format!("20{height:02}-03-01")});
        call(&office.manager, "park.tree.create", json!({"new": new})).unwrap();
    }
    (office, document)
}

fn kept(office: &Office, view: &View) -> View {
    let all = office.manager.views().list(None).unwrap();
    all.into_iter().find(|known| known.id == view.id).unwrap()
}

/// What a view answers: the titles of its rows, or its table.
fn answer(office: &Office, view: &View, given: &Json) -> Json {
    let table = view.definition.value().get("measures").is_some();
    let operation = if table { "views.table" } else { "views.rows" };
    match call(&office.manager, operation, json!({"view": view.id, "parameters": given})) {
        Ok(told) if table => told["rows"].clone(),
        Ok(told) => told["items"].as_array().unwrap().iter().map(|row| row["title"].clone()).collect(),
        Err(crm_core::CrmError::Invalid { fields }) => {
            fields.iter().map(|wrong| json!(format!("{}:{}", wrong.field, wrong.code))).collect()
        }
        Err(other) => panic!("{other}"),
    }
}

/// A view for each place in which it names something.
fn every_place(office: &Office) -> Vec<(View, Json)> {
    let of = |rest: Json| {
        let mut view = json!({"of": "park.tree"});
        view.as_object_mut().unwrap().extend(rest.as_object().unwrap().clone());
        view
    };
    let bed = call(&office.manager, "park.bed.list", json!({"filter": {"field": "name", "is": "south"}})).unwrap();
    let bed = bed["items"][0]["id"].clone();
    let none = || json!({});
    let views = [
        (of(json!({"filter": {"field": "height", "gt": 10}})), none()),
        (of(json!({"filter": {"and": [{"not": {"field": "state", "in": ["young", "ill"]}}]}})), none()),
        (of(json!({"filter": {"field": "bed.kind", "is": "sunny"}})), none()),
        (of(json!({"filter": {"field": "status", "is": "up"}, "sort": ["-height", "girth"]})), none()),
        (of(json!({"columns": ["label", "height", "bed.size"], "sort": ["bed.size", "height"]})), none()),
        (of(json!({"group": ["state", "bed.kind"], "measures": [{"sum": "height"}], "sort": ["-height.sum"]})), none()),
        (
            of(
                json!({"group": [{"field": "planted", "by": "year"}], "measures": [{"max": "bed.wet"}, {"count": true}],
                   "sort": ["planted.year"]}),
            ),
            none(),
        ),
        (
            of(json!({"parameters": {"in": "park.bed"}, "filter": {"field": "bed", "is": {"parameter": "in"}}})),
            json!({"in": bed}),
        ),
        (
            json!({"of": "park.bed", "filter": {"some": "park.tree", "by": "bed",
                                             "where": {"field": "height", "lt": 10}}, "sort": ["wet"]}),
            none(),
        ),
    ];
    let kept = views.into_iter().zip(1..);
    kept.map(|((view, given), at)| (keep(&office.manager, &format!("view {at}"), view).unwrap(), given)).collect()
}

// VIEW-9: fields, objects, choice values and states that get other names are asked by these, wherever a view says them; what it
// answers stays. Each is a version of its own, so that nobody puts the old names back unawares.
#[test]
fn views_go_on_under_new_names() {
    let (office, mut document) = office();
    let views = every_place(&office);
    let before: Vec<Json> = views.iter().map(|(view, given)| answer(&office, view, given)).collect();
    assert_eq!(before[0], json!(["ash", "oak"]));
    let untouched = keep(&office.manager, "other", json!({"of": "park.tree", "columns": ["label"]})).unwrap();
    next(&mut document, |document| {
        for (object, from, to) in [
            ("tree", "height", "metres"),
            ("tree", "bed", "ground"),
            ("tree", "planted", "since"),
            ("bed", "size", "area"),
            ("bed", "kind", "light"),
            ("bed", "wet", "rain"),
        ] {
            rename(document, object, from, to);
        }
        let mut plot = document["objects"].as_object_mut().unwrap().remove("bed").unwrap();
        plot["was"] = json!("bed");
        plot["fields"]["light"]["values"] = json!(["bright", "shady"]);
        document["objects"]["plot"] = plot;
        document["objects"]["tree"]["fields"]["ground"]["to"] = json!("park.plot");
        document["objects"]["tree"]["fields"]["state"]["values"] = json!(["small", "old", "sick"]);
        document["objects"]["tree"]["status"] = json!({"start": "stands", "states": {"stands": {}, "down": {"final": true}},
            "actions": {"fell": {"from": ["stands"], "to": "down"}}});
        document["replaced"] = json!({"plot.light": {"sunny": "bright"}, "tree.state": {"young": "small", "ill": "sick"},
                                      "tree.status": {"up": "stands"}});
    });
    office.apply(document.clone());
    let definition = |at: usize| kept(&office, &views[at].0).definition.value().clone();
    assert_eq!(definition(0)["filter"], json!({"field": "metres", "gt": 10}));
    assert_eq!(definition(1)["filter"]["and"][0]["not"], json!({"field": "state", "in": ["small", "sick"]}));
    assert_eq!(definition(2)["filter"], json!({"field": "ground.light", "is": "bright"}));
    assert_eq!(definition(3)["filter"], json!({"field": "status", "is": "stands"}));
    assert_eq!(definition(4)["columns"], json!(["label", "metres", "ground.area"]));
    assert_eq!(definition(5)["sort"], json!(["-metres.sum"]));
    assert_eq!(definition(6)["measures"][0], json!({"max": "ground.rain"}));
    assert_eq!(definition(7)["parameters"], json!({"in": "park.plot"}));
    assert_eq!(definition(8)["of"], json!("park.plot"));
    for ((view, given), before) in views.iter().zip(&before) {
        let now = kept(&office, view);
        assert_eq!((now.broken, now.version), (false, 2), "{:?}", now.definition);
        let values = [("sunny", "bright"), ("young", "small"), ("ill", "sick")];
        let told = values.iter().fold(before.to_string(), |told, (old, new)| told.replace(old, new));
        assert_eq!(answer(&office, &now, given).to_string(), told, "{:?}", now.definition);
    }
    assert_eq!(kept(&office, &views[8].0).object, "park.plot");
    assert_eq!(office.manager.views().list(Some("park.plot".into())).unwrap().len(), 1);
    assert_eq!(kept(&office, &untouched), untouched);
    // Whoever has it open from before is told.
    let stale = json!({"id": views[0].0.id, "changes": {"name": "mine", "version": 1}});
    assert!(matches!(call(&office.manager, "views.update", stale), Err(crm_core::CrmError::Conflict { .. })));
    // One row of the audit, with the pack.
    let audited = call(&office.admin, "audit.list", json!({})).unwrap()["items"][0].clone();
    let entities: Vec<&Json> = audited["changes"].as_array().unwrap().iter().map(|change| &change["entity"]).collect();
    assert_eq!((&audited["operation"], entities), (&json!("packs.apply"), vec![&json!("pack")]));
}

// PACK-2, VIEW-9: so do the views of other packs, and the plan says at which places.
#[test]
fn views_of_other_packs_go_on_by_values_too() {
    let (office, mut document) = office();
    let my = json!({"pack": "my", "version": 1, "language": 1, "title": "Ours", "views": {
        "young": {"of": "park.tree", "filter": {"and": [{"field": "state", "in": ["young", "old"]},
                                                        {"field": "bed.kind", "is": "sunny"}]}},
        "up": {"of": "park.tree", "filter": {"field": "status", "is": "up"}}}});
    office.apply(my.clone());
    next(&mut document, |document| {
        document["objects"]["tree"]["fields"]["state"]["values"] = json!(["small", "old", "ill"]);
        document["objects"]["bed"]["fields"]["kind"]["values"] = json!(["bright", "shady"]);
        document["objects"]["tree"]["status"] = json!({"start": "stands", "states": {"stands": {}, "down": {"final": true}},
            "actions": {"fell": {"from": ["stands"], "to": "down"}}});
        document["replaced"] = json!({"tree.state": {"young": "small"}, "bed.kind": {"sunny": "bright"},
                                      "tree.status": {"up": "stands"}});
    });
    let plan = call(&office.admin, "packs.plan", json!({"document": document})).unwrap();
    let reprinted = |path: &str| {
        let steps = plan["steps"].as_array().unwrap().iter();
        steps
            .filter(|step| step["path"].as_str().unwrap().starts_with(path))
            .find(|step| step["reprinted"] != json!([]))
            .unwrap()["reprinted"]
            .clone()
    };
    assert_eq!(reprinted("tree.state"), json!(["my.views.young.filter.and[0].in[0]"]));
    assert_eq!(reprinted("bed.kind"), json!(["my.views.young.filter.and[1].is"]));
    assert_eq!(reprinted("tree.status"), json!(["my.views.up.filter.is"]));
    office.apply(document.clone());
    let kept = call(&office.admin, "packs.get", json!({"name": "my"})).unwrap()["document"]["views"].clone();
    assert_eq!(
        kept["young"]["filter"]["and"],
        json!([{"field": "state", "in": ["small", "old"]},
                                                      {"field": "bed.kind", "is": "bright"}])
    );
    assert_eq!(kept["up"]["filter"]["is"], json!("stands"));
}

// VIEW-9: two fields and two objects that change places are each what they were.
#[test]
fn names_change_places() {
    let (office, mut document) = office();
    let tall = keep(
        &office.manager,
        "tall",
        json!({"of": "park.tree", "filter": {"field": "height", "gt": 14},
        "columns": ["height", "girth"], "sort": ["-height"]}),
    )
    .unwrap();
    let old = keep(
        &office.manager,
        "old",
        json!({"of": "park.tree", "filter": {"field": "state", "in": ["old", "ill"]},
        "group": ["bed.size"], "measures": [{"sum": "bed.wet"}], "sort": ["bed.size"]}),
    )
    .unwrap();
    let rows = answer(&office, &tall, &json!({}));
    let table = answer(&office, &old, &json!({}));
    next(&mut document, |document| {
        for (object, one, two) in [("tree", "height", "girth"), ("bed", "size", "wet")] {
            let fields = &mut document["objects"][object]["fields"];
            let (mut first, mut second) = (fields[one].take(), fields[two].take());
            (first["was"], second["was"]) = (json!(one), json!(two));
            (fields[one], fields[two]) = (second, first);
        }
        let objects = document["objects"].as_object_mut().unwrap();
        let (mut bed, mut tree) = (objects.remove("bed").unwrap(), objects.remove("tree").unwrap());
        (bed["was"], tree["was"]) = (json!("bed"), json!("tree"));
        tree["fields"]["bed"]["to"] = json!("park.tree");
        objects.insert("bed".into(), tree);
        objects.insert("tree".into(), bed);
    });
    office.apply(document.clone());
    let (tall, old) = (kept(&office, &tall), kept(&office, &old));
    let said = json!({"of": "park.bed", "filter": {"field": "girth", "gt": 14}, "columns": ["girth", "height"], "sort": ["-girth"]});
    assert_eq!(*tall.definition.value(), said);
    assert_eq!(old.definition.value()["group"], json!(["bed.wet"]));
    assert_eq!((answer(&office, &tall, &json!({})), answer(&office, &old, &json!({}))), (rows, table));
    assert!(!tall.broken && !old.broken);
}

// VIEW-9: whatever part of a view names a field that is gone, it is kept as it is, broken, and invalid until it is changed.
#[test]
fn views_that_lose_a_field_are_kept() {
    let (office, mut document) = office();
    let views = every_place(&office);
    next(&mut document, |document| {
        for (object, field) in
            [("tree", "height"), ("tree", "planted"), ("bed", "kind"), ("tree", "bed"), ("tree", "state")]
        {
            document["objects"][object]["fields"].as_object_mut().unwrap().remove(field);
        }
        document["removed"] = json!(["tree.height", "tree.planted", "bed.kind", "tree.bed", "tree.state"]);
    });
    office.apply(document.clone());
    let wrong = [
        json!(["view.filter.field:unknown_field"]),
        json!(["view.filter.and[0].not.field:unknown_field"]),
        json!(["view.filter.field:unknown_field"]),
        json!(["view.sort[0]:unknown_field"]),
        json!([
            "view.columns[1]:unknown_field",
            "view.columns[2]:unknown_field",
            "view.sort[0]:unknown_field",
            "view.sort[1]:unknown_field"
        ]),
        json!(["view.group[0]:unknown_field", "view.group[1]:unknown_field", "view.measures[0].sum:unknown_field"]),
        json!(["view.group[0].field:unknown_field", "view.measures[0].max:unknown_field"]),
        json!(["view.filter.field:unknown_field"]),
        json!(["view.filter.by:unknown_field", "view.filter.where.field:unknown_field"]),
    ];
    for ((view, given), wrong) in views.iter().zip(wrong) {
        let now = kept(&office, view);
        assert!(now.broken, "{:?}", now.definition);
        assert_eq!((now.version, &now.definition), (view.version, &view.definition));
        assert_eq!(answer(&office, &now, given), wrong, "{:?}", now.definition);
    }
    let mended = json!({"id": views[0].0.id, "changes": {"definition": {"of": "park.tree", "sort": ["label"]}}});
    assert_eq!(call(&office.manager, "views.update", mended).unwrap()["broken"], json!(false));
    assert_eq!(answer(&office, &kept(&office, &views[0].0), &json!({})), json!(["ash", "elm", "oak"]));
}

// VIEW-9: a pack that sleeps when its names change is woken by the version that changes them, and the views go on with it.
#[test]
fn views_over_a_sleeping_pack_go_on() {
    let (office, mut document) = office();
    let tall = keep(&office.manager, "tall", json!({"of": "park.tree", "sort": ["-height"]})).unwrap();
    let rows = answer(&office, &tall, &json!({}));
    call(&office.admin, "packs.disable", json!({"name": "park"})).unwrap();
    assert!(kept(&office, &tall).broken);
    next(&mut document, |document| rename(document, "tree", "height", "metres"));
    office.apply(document.clone());
    assert_eq!(kept(&office, &tall).definition.value()["sort"], json!(["-metres"]));
    assert_eq!(answer(&office, &kept(&office, &tall), &json!({})), rows);
}

// VIEW-8: `bench` is kept of people's views and of packs', told by `views.list` and, of packs', by `meta.object`.
#[test]
fn a_section_of_the_workbench_is_told_as_one() {
    let (office, mut document) = office();
    let own = keep(&office.manager, "mine", json!({"of": "park.tree", "bench": true, "sort": ["label"]})).unwrap();
    assert_eq!(kept(&office, &own).definition.value()["bench"], json!(true));
    next(&mut document, |document| {
        document["views"] = json!({
            "ill": {"of": "park.tree", "filter": {"field": "state", "is": "ill"}, "bench": true},
            "all": {"of": "park.tree"}
        });
        rename(document, "tree", "label", "title_text");
        document["objects"]["tree"]["title"] = json!("title_text");
    });
    office.apply(document.clone());
    let listed: Vec<(String, Json)> = office
        .manager
        .views()
        .list(None)
        .unwrap()
        .into_iter()
        .map(|view| (view.name.clone(), view.definition.value().get("bench").cloned().unwrap_or_default()))
        .collect();
    let told = [("mine", json!(true)), ("park.all", Json::Null), ("park.ill", json!(true))];
    assert_eq!(listed, told.map(|(name, bench)| (name.to_owned(), bench)));
    // Printed again it is one still.
    assert_eq!(kept(&office, &own).definition.value()["sort"], json!(["title_text"]));
    assert_eq!(answer(&office, &kept(&office, &own), &json!({})), json!(["ash", "elm", "oak"]));
    let described = call(&office.manager, "meta.object", json!({"name": "park.tree"})).unwrap();
    let bench = |at: usize| (described["views"][at]["name"].clone(), described["views"][at]["bench"].clone());
    assert_eq!((bench(0), bench(1)), ((json!("park.ill"), json!(true)), (json!("park.all"), json!(false))));
    // A flag, and nothing else.
    let wrong = keep(&office.manager, "wrong", json!({"of": "park.tree", "bench": "yes"})).unwrap_err();
    assert_eq!((wrong.fields()[0].field.as_str(), wrong.fields()[0].code.as_str()), ("definition.bench", "type"));
}
