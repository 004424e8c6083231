//! The two floors of `crm-core/src` (DESIGN.md): the engine names no area, and one list holds every area.

use std::collections::BTreeSet;

use crm_core::Operation;

use crate::sources::sources;

/// The folders of areas, `selling/opportunities`.
fn folders() -> BTreeSet<String> {
    let folder = |(path, _): (String, String)| -> Option<String> {
        let (group, rest) = path.strip_prefix("areas/")?.split_once('/')?;
        Some(format!("{group}/{}", rest.split_once('/')?.0))
    };
    sources(".rs").into_iter().filter_map(folder).collect()
}

/// A source without its comments, among them the documentation, whose examples speak of areas as users do.
fn code(text: &str) -> String {
    text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

/// What a source of the engine says of areas; their names, and the names of their groups, are given.
fn named(text: &str, areas: &BTreeSet<&str>) -> Vec<String> {
    let word = |c: char| c.is_alphanumeric() || c == '_';
    let mut found = Vec::new();
    for (at, _) in text.match_indices("crate::") {
        let path = &text[at + "crate::".len()..];
        // The first name of a path, or of each path in a list of them.
        let mut firsts = Vec::new();
        if let Some(list) = path.strip_prefix('{') {
            let (mut depth, mut begun) = (0, true);
            for (i, c) in list.char_indices() {
                match c {
                    '{' => depth += 1,
                    '}' if depth == 0 => break,
                    '}' => depth -= 1,
                    ',' if depth == 0 => begun = true,
                    c if begun && word(c) => {
                        firsts.push(list[i..].split(|c| !word(c)).next().unwrap_or_default());
                        begun = false;
                    }
                    _ => {}
                }
            }
        } else {
            firsts.extend(path.split(|c| !word(c)).next());
        }
        found.extend(firsts.into_iter().filter(|first| areas.contains(first)).map(|first| format!("crate::{first}")));
    }
    // The constants that areas give to the engine's types.
    for open in ["Entity::", "Job::"] {
        found.extend(text.match_indices(open).filter_map(|(at, _)| {
            let name = text[at + open.len()..].split(|c| !word(c)).next()?;
            (name.len() > 1 && name.chars().all(|c| c.is_uppercase() || c == '_')).then(|| format!("{open}{name}"))
        }));
    }
    found.extend(text.contains("areas::").then(|| "areas::".to_owned()));
    found.extend(Operation::all().map(|o| format!("\"{}\"", o.name)).filter(|name| text.contains(name)));
    found
}

#[test]
fn the_engine_names_no_area() {
    let folders = folders();
    let areas: BTreeSet<&str> = folders.iter().flat_map(|folder| folder.split('/')).chain(["areas"]).collect();
    let mut looked_at = 0;
    for (path, text) in sources(".rs").into_iter().filter(|(path, _)| path.starts_with("engine/")) {
        // Tests stand at the end of a file, or in one of their own.
        let text = code(text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default());
        if path.ends_with("tests.rs") {
            continue;
        }
        assert_eq!(named(&text, &areas), Vec::<String>::new(), "{path}");
        // The list of areas comes in at one place.
        assert_eq!(text.contains("AREAS"), path == "engine/area.rs", "{path}");
        looked_at += 1;
    }
    assert!(looked_at > 40 && areas.len() > 25, "the sources are there: {looked_at}, {areas:?}");
}

#[test]
fn what_names_an_area_is_found() {
    let areas = BTreeSet::from(["customers", "selling", "areas"]);
    for (text, found) in [
        ("use crate::customers::store;", vec!["crate::customers"]),
        ("use crate::{\n    clock, customers::{self, store},\n};", vec!["crate::customers"]),
        ("let x = crate::areas::selling::plans::AREA;", vec!["crate::areas", "areas::"]),
        ("use super::super::areas::x;", vec!["areas::"]),
        ("cx.created(Entity::CUSTOMER, id, &after)", vec!["Entity::CUSTOMER"]),
        ("session.call(\"customers.create\", json)", vec!["\"customers.create\""]),
        ("use crate::customers_of_mine::x; use crate::gate::{Context, Entity}; Entity::named(\"x\")", vec![]),
    ] {
        assert_eq!(named(text, &areas), found, "{text}");
    }
    assert_eq!(code("/// use crate::customers;\nlet x = 1;\n    // crate::customers"), "let x = 1;");
}

#[test]
fn the_root_of_the_crate_is_small() {
    let root = code(&sources("lib.rs").remove(0).1);
    assert!(!root.contains("::*"), "no globs: areas are modules");
    let prelude = root.split("pub mod prelude {").nth(1).and_then(|rest| rest.split('}').next()).unwrap_or_default();
    let names = prelude.split(|c: char| !c.is_alphanumeric()).filter(|name| name.starts_with(char::is_uppercase));
    assert!((1..=16).contains(&names.count()), "{prelude}");
}

#[test]
fn every_folder_of_an_area_is_in_the_list() {
    let list = sources("areas/mod.rs").remove(0).1;
    let (mut group, mut listed) = ("", BTreeSet::new());
    for line in list.lines().map(str::trim) {
        if let Some(name) = line.strip_prefix("pub mod ").and_then(|rest| rest.strip_suffix(" {")) {
            group = name;
        } else if let Some(name) = line.strip_prefix("pub mod ").and_then(|rest| rest.strip_suffix(';')) {
            listed.insert(format!("{group}/{name}"));
        }
    }
    assert_eq!(listed, folders());
    // Each has its operations, by the name of its folder.
    let of_operations: BTreeSet<&str> = Operation::all().map(|o| o.area).collect();
    let of_folders: BTreeSet<&str> = listed.iter().filter_map(|folder| Some(folder.split_once('/')?.1)).collect();
    assert_eq!(of_operations, of_folders);
}
