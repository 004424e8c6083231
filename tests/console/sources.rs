//! The console's sources know no object and no field by name.

use std::path::Path;

use crate::world::world;
use serde_json::json;

/// The console's sources, without what makes its company.
fn sources() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut all = Vec::new();
    for folder in [folder.clone(), folder.join("assets")] {
        for file in std::fs::read_dir(folder).expect("the sources").map(|file| file.expect("a file").path()) {
            if file.is_file() && file.file_name().is_some_and(|name| name != "main.rs") {
                let text = std::fs::read_to_string(&file).expect("text");
                // What tests say is not what the console says.
                let text = text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
                // A landmark of a page is no part of anybody's world.
                let text = text.replace("role=\"region\"", "");
                all.push((file.display().to_string(), text));
            }
        }
    }
    assert!(all.len() > 15, "{}", all.len());
    all
}

#[test]
fn no_object_and_no_field_is_known_by_name() {
    let objects = world().call("admin", "meta.objects", json!({}));
    let objects = objects.as_array().expect("objects");
    let names: Vec<&str> = objects.iter().filter_map(|object| object["name"].as_str()).collect();
    assert!(names.contains(&"customer") && names.contains(&"hotel.room"), "{names:?}");
    // What the engine tells of every record, of an amount, a page and a plan, and its words for descriptions, are not an
    // object's own.
    let common = [
        "id", "version", "number", "status", "amount", "currency", "total", "name", "kind", "date", "category",
        "value", "item", "digest",
    ];
    let fields = objects.iter().flat_map(|object| object["fields"].as_array().into_iter().flatten());
    let fields: Vec<&str> = fields.filter_map(|field| field["name"].as_str()).filter(|f| !common.contains(f)).collect();
    let mut known = Vec::new();
    for (file, text) in sources() {
        for name in names.iter().map(|name| name.rsplit('.').next().unwrap_or(name)) {
            // A name in quotes, alone or with more behind a dot.
            for said in [format!("\"{name}\""), format!("\"{name}."), format!("/{name}\""), format!(".{name}\"")] {
                if text.contains(&said) {
                    known.push(format!("{file} says {said}"));
                }
            }
        }
        for name in &fields {
            if text.contains(&format!("\"{name}\"")) {
                known.push(format!("{file} names the field {name}"));
            }
        }
    }
    assert!(known.is_empty(), "{known:#?}");
}

#[test]
fn sources_stay_small() {
    for (file, text) in sources() {
        assert!(text.lines().count() <= 400, "{file}");
    }
}
