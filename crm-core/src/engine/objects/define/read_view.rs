//! Reads views (VIEW).

use serde_json::Value;

use super::document::{Key, Measure, Taken, View};
use super::limits;
use super::reading::{Keys, Reading, is_object_name};
use super::words::Word;
use crate::engine::objects::shape::Name;

const KEYS: &[&str] = &["of", "filter", "parameters", "columns", "sort", "bench", "group", "measures"];

/// Reads a view. What says of a question alone is in these keys, so that whoever keeps one elsewhere reads it here too.
pub(super) fn view(reading: &mut Reading, name: Name, path: &str, json: &Value) -> Option<View> {
    let Some(keys) = reading.keys(path, json, KEYS) else {
        reading.unread.name(&name);
        return None;
    };
    let of = reading.needed_object(&keys, "of").unwrap_or_default();
    Some(View {
        name,
        of,
        filter: reading.tree(&keys, "filter"),
        parameters: parameters(reading, &keys),
        columns: reading.paths(&keys, "columns", limits::COLUMNS),
        sort: reading.paths(&keys, "sort", limits::SORT),
        bench: reading.flag(&keys, "bench"),
        group: group(reading, &keys),
        measures: measures(reading, &keys),
    })
}

fn parameters(reading: &mut Reading, keys: &Keys<'_>) -> Vec<(Name, Name)> {
    let mut read = Vec::new();
    for (name, path, json) in reading.named(keys, "parameters", limits::COLUMNS) {
        let ty = match json.as_str() {
            Some(text) if is_object_name(text) => Some(Name::new(text)),
            Some(_) => {
                reading.wrong(path, "not_a_name");
                None
            }
            None => {
                reading.wrong(path, "type");
                None
            }
        };
        match ty {
            Some(ty) => read.push((name, ty)),
            None => reading.unread.name(&name),
        }
    }
    read
}

fn group(reading: &mut Reading, keys: &Keys<'_>) -> Vec<Key> {
    let mut read: Vec<Key> = Vec::new();
    for (path, json) in reading.list(keys, "group", limits::KEYS) {
        let key = if json.is_string() {
            reading.words(&path, json, limits::WORDS).map(|path| Key { path, by: None })
        } else {
            reading.keys(&path, json, &["field", "by"]).and_then(|keys| {
                reading.needed(&keys, "by");
                let by = reading.word_at(&keys, "by");
                let path = reading.needed_text(&keys, "field", limits::WORDS)?;
                Some(Key { path, by: Some(by?) })
            })
        };
        match key {
            Some(key) if read.contains(&key) => reading.wrong(path, "repeated"),
            Some(key) => read.push(key),
            None => {}
        }
    }
    read
}

fn measures(reading: &mut Reading, keys: &Keys<'_>) -> Vec<Measure> {
    let mut read: Vec<Measure> = Vec::new();
    let words: Vec<&'static str> = ["count"].into_iter().chain(Taken::list().iter().map(|word| word.text())).collect();
    for (path, json) in reading.list(keys, "measures", limits::MEASURES) {
        let Some(keys) = reading.keys(&path, json, &words) else { continue };
        let Some(word) = reading.one_of(&keys, &words) else { continue };
        let measure = match Taken::find(word) {
            Some(taken) => reading.needed_text(&keys, word, limits::WORDS).map(|path| Measure::Of(taken, path)),
            None if keys.get("count") == Some(&Value::Bool(true)) => Some(Measure::Count),
            None => {
                reading.wrong(keys.at("count"), "type");
                None
            }
        };
        match measure {
            Some(measure) if read.contains(&measure) => reading.wrong(path, "repeated"),
            Some(measure) => read.push(measure),
            None => {}
        }
    }
    read
}
