//! Reads what a pack grants to roles (OBJ-7).

use super::document::{Grant, Level, Opened, Role};
use super::limits;
use super::reading::{Keys, Reading, is_name, is_object_name};
use crate::engine::objects::shape::Name;

pub(super) fn roles(reading: &mut Reading, keys: &Keys<'_>) -> Vec<Role> {
    let mut roles = Vec::new();
    let Some(inner) = keys.get("roles").and_then(|json| {
        let names: Vec<&str> = json.as_object().into_iter().flatten().map(|(name, _)| name.as_str()).collect();
        reading.keys("roles", json, &names)
    }) else {
        return roles;
    };
    for (name, path, _) in reading.entries(keys, "roles", limits::OBJECTS) {
        if !is_object_name(name) {
            reading.wrong(path, "not_a_name");
            continue;
        }
        let mut grants = Vec::new();
        for (path, json) in reading.list(&inner, name, usize::MAX) {
            let Some(text) = json.as_str() else {
                reading.wrong(path, "type");
                continue;
            };
            match grant(reading, &path, text) {
                Some(grant) if grants.contains(&grant) => reading.wrong(path, "repeated"),
                Some(grant) => grants.push(grant),
                None => {}
            }
        }
        roles.push(Role { name: Name::new(name), grants });
    }
    roles
}

/// Reads one line; what is wrong with it is told at `path`.
fn grant(reading: &mut Reading, path: &str, text: &str) -> Option<Grant> {
    if let Some((field, word)) = text.split_once(':') {
        let opened = reading.word::<Opened>(path, &word.into())?;
        return match field.rsplit_once('.') {
            Some((object, field)) if is_object_name(object) && is_name(field) => {
                Some(Grant::Field { object: Name::new(object), field: Name::new(field), opened })
            }
            _ => not_a_name(reading, path),
        };
    }
    let (what, level) = match text.split_once('@') {
        Some((what, word)) => (what, Some(reading.word::<Level>(path, &word.into())?)),
        None => (text, None),
    };
    let words: Vec<&str> = what.split('.').collect();
    if !words.iter().all(|word| is_name(word)) {
        return not_a_name(reading, path);
    }
    match words.as_slice() {
        [pack] => Some(Grant::Pack { pack: Name::new(pack), level }),
        [_, _] => Some(Grant::Object { object: Name::new(what), level }),
        [pack, object, verb] => {
            Some(Grant::Verb { object: Name::new(format!("{pack}.{object}")), verb: Name::new(verb), level })
        }
        _ => not_a_name(reading, path),
    }
}

fn not_a_name(reading: &mut Reading, path: &str) -> Option<Grant> {
    reading.wrong(path, "not_a_name");
    None
}
