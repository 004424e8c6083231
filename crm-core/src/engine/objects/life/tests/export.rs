//! Packs taken elsewhere (PACK-13).

use serde_json::{Value as Json, json};

use crate::engine::error::CrmError;
use crate::engine::objects::catalogue::current::Kept;
use crate::engine::objects::depot::Depot;
use crate::engine::objects::life::export::export;

const PACKS: [&str; 3] = [
    include_str!("../../../../../packs/hotel.json"),
    include_str!("../../../../../packs/sales.json"),
    include_str!("../../../../../packs/telecom.json"),
];

/// A pack without what later chapters bring: setup documents, and effects that tell people or make activities.
fn early(text: &str) -> Json {
    let mut document: Json = serde_json::from_str(text).expect("JSON");
    document.as_object_mut().expect("an object").remove("setup");
    let mut cut = Vec::new();
    for (object, of) in document["objects"].as_object_mut().expect("objects") {
        let actions = of.get_mut("status").and_then(|status| status.get_mut("actions")).and_then(Json::as_object_mut);
        for (name, action) in actions.into_iter().flatten() {
            if let Some(then) = action.get_mut("then").and_then(Json::as_array_mut) {
                let later = |effect: &Json| {
                    effect.get("call").is_some() || effect.get("notify").is_some() || effect["create"] == "activity"
                };
                if then.iter().any(later) {
                    cut.push(format!("{object}.{name}.then."));
                    then.retain(|effect| !later(effect));
                }
            }
        }
    }
    for texts in document["labels"].as_object_mut().into_iter().flatten().map(|(_, texts)| texts) {
        let texts = texts.as_object_mut().expect("texts");
        texts.retain(|path, _| !path.starts_with("setup.") && !cut.iter().any(|cut| path.starts_with(cut.as_str())));
    }
    document
}

fn exported(stage: &Depot, names: Option<&[&str]>) -> Result<Vec<String>, CrmError> {
    let names: Option<Vec<String>> = names.map(|names| names.iter().map(|name| (*name).to_owned()).collect());
    let packs = stage.within(false, |tx| export(&Kept::load(tx)?, names.as_deref()))?;
    Ok(packs.iter().map(|pack| pack.print().to_string()).collect())
}

fn names(documents: &[String]) -> Vec<String> {
    let name = |text: &String| serde_json::from_str::<Json>(text).expect("JSON")["pack"].as_str().map(str::to_owned);
    documents.iter().filter_map(name).collect()
}

// PACK-13: applied one after another to an empty database, the documents give the same catalogue.
#[test]
fn an_empty_database_takes_them() {
    let stage = Depot::new();
    let [hotel, sales, telecom] = PACKS.map(early);
    stage.apply(&hotel);
    stage.apply(&json!({
        "pack": "my", "version": 3, "language": 1, "title": "Ours",
        "objects": {"walk": {"title": "concat('walk of ', guest.name)", "fields": {
            "guest": {"type": "ref", "to": "hotel.guest", "required": true}
        }}},
        "extend": {"hotel.guest": {"fields": {"walks": {"type": "integer", "rollup": {
            "count": true, "of": "my.walk", "by": "guest"
        }}}}},
        "labels": {"en": {"hotel.guest.name": "Who"}}
    }));
    stage.apply(&sales);
    stage.apply(&telecom);
    let documents = exported(&stage, None).expect("documents");
    assert_eq!(names(&documents), ["hotel", "sales", "telecom", "my"]);
    let other = Depot::new();
    for document in &documents {
        other.apply(&serde_json::from_str(document).expect("JSON"));
    }
    assert_eq!(exported(&other, None).expect("documents"), documents);
    let (here, there) = (stage.catalogue(), other.catalogue());
    assert_eq!(here.models.keys().collect::<Vec<_>>(), there.models.keys().collect::<Vec<_>>());
    for (name, model) in &here.models {
        assert_eq!(model.object, there.models[name].object, "{name}");
        let fields = |model: &crate::engine::objects::model::Model| -> Vec<_> {
            model.fields.iter().map(|field| (field.name.clone(), field.ty.clone(), field.nature)).collect()
        };
        assert_eq!(fields(model), fields(&there.models[name]), "{name}");
    }
    // Some of them come with what they require, and not with what sleeps unless it is named.
    assert_eq!(names(&exported(&stage, Some(&["telecom"])).expect("documents")), ["sales", "telecom"]);
    stage.sleep("telecom");
    assert_eq!(names(&exported(&stage, None).expect("documents")), ["hotel", "sales", "my"]);
    assert!(matches!(exported(&stage, Some(&["never"])), Err(CrmError::NotFound { .. })));
}
