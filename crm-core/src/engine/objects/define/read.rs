//! Reads a document (PACK-1): its shape, its keys, its bounds. What its parts say of one another is judged by the
//! check.

use serde_json::{Map, Value};

use super::document::{Category, Labels, Pack, Replaced, SetupDocument};
use super::limits;
use super::mistakes::Unread;
use super::read_object::{extension, object};
use super::read_view::view;
use super::reading::{Keys, Reading, is_name, nth};
use crate::engine::error::FieldError;
use crate::engine::objects::expr::LEVEL;
use crate::engine::objects::mistakes::within;
use crate::engine::tree::Tree;
use crate::engine::wire::Node;

/// A document that was read.
#[derive(Debug, Clone, Default)]
pub struct Read {
    /// The pack, as far as it could be read.
    pub pack: Pack,
    /// What is wrong with its shape, by path, in the order of the document.
    pub mistakes: Vec<FieldError>,
    /// What could not be read.
    pub unread: Unread,
}

/// Reads a document from its tree.
pub fn read(document: &Tree) -> Read {
    read_value(document.value(), Reading::default())
}

/// Reads a document from its text; a repeated key is told with its path, and its first value counts.
pub fn read_text(json: &str) -> Read {
    let mut reading = Reading::default();
    if json.len() > limits::DOCUMENT {
        reading.beyond("", "too_long", limits::DOCUMENT);
    }
    match Node::parse(json) {
        Ok(node) => {
            let value = value(node, "", &mut reading);
            read_value(&value, reading)
        }
        Err(_) => {
            reading.wrong("", "not_json");
            Read { mistakes: reading.found.0, unread: reading.unread, ..Read::default() }
        }
    }
}

/// The value of JSON as it was read, without what is repeated in it.
fn value(node: Node<'_>, path: &str, reading: &mut Reading) -> Value {
    match node {
        Node::Null => Value::Null,
        Node::Boolean(flag) => flag.into(),
        Node::Integer(number) => number.into(),
        // No number of the grammar has a point.
        Node::Number => Value::from(0.5),
        Node::Text(text) => text.into_owned().into(),
        Node::List(items) => {
            items.into_iter().enumerate().map(|(at, item)| value(item, &nth(path, at), reading)).collect()
        }
        Node::Object(entries) => {
            let mut map = Map::new();
            for (name, inner) in entries {
                let path = within(path, &name);
                let inner = value(inner, &path, reading);
                if map.contains_key(&*name) {
                    reading.wrong(path, "repeated");
                } else {
                    map.insert(name.into_owned(), inner);
                }
            }
            Value::Object(map)
        }
    }
}

const KEYS: &[&str] = &[
    "pack",
    "version",
    "language",
    "title",
    "doc",
    "requires",
    "dictionary",
    "objects",
    "extend",
    "views",
    "setup",
    "roles",
    "labels",
    "removed",
    "replaced",
];

fn read_value(json: &Value, mut reading: Reading) -> Read {
    let pack = reading.keys("", json, KEYS).map(|keys| pack(&mut reading, &keys)).unwrap_or_default();
    Read { pack, mistakes: reading.found.0, unread: reading.unread }
}

fn pack(reading: &mut Reading, keys: &Keys<'_>) -> Pack {
    let name = reading.needed_name(keys, "pack").unwrap_or_default();
    reading.needed(keys, "version");
    let version = reading.count(keys, "version", [1, limits::VERSION]).unwrap_or_default();
    reading.needed(keys, "language");
    let language = reading.count(keys, "language", [1, limits::VERSION]).unwrap_or_default();
    if language > LEVEL {
        reading.beyond("language", "newer", LEVEL);
    }
    let title = reading.needed_text(keys, "title", limits::WORDS).unwrap_or_default();
    let doc = reading.text(keys, "doc", limits::DOC);
    let requires = requires(reading, keys);
    let dictionary = dictionary(reading, keys);
    if keys.get("objects").is_some_and(|objects| !objects.is_object()) {
        // Whatever is named of the pack can't be known.
        reading.unread.name(&name);
    }
    let objects: Vec<_> = reading.named(keys, "objects", limits::OBJECTS);
    let objects = objects.into_iter().filter_map(|(name, path, json)| object(reading, name, &path, json)).collect();
    let extend = extensions(reading, keys);
    let views = reading.named(keys, "views", limits::VIEWS);
    let views = views.into_iter().filter_map(|(name, path, json)| view(reading, name, &path, json)).collect();
    let setup = setup(reading, keys);
    let roles = super::read_role::roles(reading, keys);
    let labels = labels(reading, keys);
    let removed = reading.paths(keys, "removed", usize::MAX);
    let replaced = replaced(reading, keys);
    Pack {
        name,
        version,
        language,
        title,
        doc,
        requires,
        dictionary,
        objects,
        extend,
        views,
        setup,
        roles,
        labels,
        removed,
        replaced,
    }
}

fn requires(reading: &mut Reading, keys: &Keys<'_>) -> Vec<(super::Name, u32)> {
    let json = keys.get("requires");
    let mut required = Vec::new();
    for (name, _, _) in reading.named(keys, "requires", limits::PACKS) {
        let Some(json @ Value::Object(map)) = json else { continue };
        let inner: Vec<&str> = map.keys().map(String::as_str).collect();
        let Some(keys) = reading.keys("requires", json, &inner) else { continue };
        if let Some(version) = reading.count(&keys, &name, [1, limits::VERSION]) {
            required.push((name, version));
        }
    }
    required
}

fn dictionary(reading: &mut Reading, keys: &Keys<'_>) -> Vec<Category> {
    let mut categories = Vec::new();
    let Some(json) = keys.get("dictionary") else { return categories };
    let inner: Vec<&str> = json.as_object().into_iter().flat_map(Map::keys).map(String::as_str).collect();
    let Some(inner) = reading.keys("dictionary", json, &inner) else { return categories };
    for (name, _, _) in reading.named(keys, "dictionary", limits::OBJECTS) {
        let mut entries: Vec<(String, String)> = Vec::new();
        for (item, path, value) in reading.entries(&inner, &name, usize::MAX) {
            if crate::engine::text::is_blank(item) {
                reading.wrong(path.as_str(), "required");
                continue;
            }
            match reading.words(&path, value, limits::WORDS) {
                Some(value) if entries.iter().any(|(_, known)| *known == value) => reading.wrong(path, "repeated"),
                Some(value) => entries.push((item.to_owned(), value)),
                None => {}
            }
        }
        categories.push(Category { name, entries });
    }
    categories
}

fn extensions(reading: &mut Reading, keys: &Keys<'_>) -> Vec<super::document::Extension> {
    let mut read = Vec::new();
    for (name, path, json) in reading.entries(keys, "extend", limits::OBJECTS) {
        if super::reading::is_object_name(name) {
            read.extend(extension(reading, super::Name::new(name), &path, json));
        } else {
            reading.wrong(path, "not_a_name");
        }
    }
    read
}

fn setup(reading: &mut Reading, keys: &Keys<'_>) -> Vec<SetupDocument> {
    let mut documents = Vec::new();
    let Some(json) = keys.get("setup") else { return documents };
    let inner: Vec<&str> = json.as_object().into_iter().flat_map(Map::keys).map(String::as_str).collect();
    let Some(inner) = reading.keys("setup", json, &inner) else { return documents };
    for (kind, _, _) in reading.named(keys, "setup", limits::OBJECTS) {
        for (name, path, json) in reading.named(&inner, &kind, limits::SETUP) {
            let bytes = json.to_string().len();
            if !json.is_object() || bytes > limits::SETUP_BYTES {
                reading.unread.name(&name);
            }
            if !json.is_object() {
                reading.wrong(path, "type");
            } else if bytes > limits::SETUP_BYTES {
                reading.beyond(path, "too_long", limits::SETUP_BYTES);
            } else {
                documents.push(SetupDocument { kind: kind.clone(), name, document: Tree::from(json.clone()) });
            }
        }
    }
    documents
}

/// Whether it looks like a tag of a language: `en`, `zh-Hans`.
fn is_language(text: &str) -> bool {
    let mut parts = text.split('-');
    let first = parts.next().unwrap_or_default();
    (2..=3).contains(&first.len())
        && first.chars().all(|c| c.is_ascii_lowercase())
        && parts.all(|part| (2..=8).contains(&part.len()) && part.chars().all(|c| c.is_ascii_alphanumeric()))
}

fn labels(reading: &mut Reading, keys: &Keys<'_>) -> Vec<Labels> {
    let mut languages = Vec::new();
    for (language, path, json) in reading.entries(keys, "labels", limits::OBJECTS) {
        if !is_language(language) {
            reading.wrong(path, "not_a_language");
            continue;
        }
        let Value::Object(map) = json else {
            reading.wrong(path, "type");
            continue;
        };
        let mut texts = Vec::new();
        for (key, json) in map {
            let text = reading.words(&within(&path, key), json, limits::WORDS);
            texts.extend(text.map(|text| (key.clone(), text)));
        }
        languages.push(Labels { language: language.to_owned(), texts });
    }
    languages
}

fn replaced(reading: &mut Reading, keys: &Keys<'_>) -> Vec<Replaced> {
    let mut all = Vec::new();
    for (of, path, json) in reading.entries(keys, "replaced", usize::MAX) {
        let Value::Object(map) = json else {
            reading.wrong(path, "type");
            continue;
        };
        let mut values = Vec::new();
        for (old, json) in map {
            let path = within(&path, old);
            if is_name(old) {
                values.extend(reading.name(&path, json).map(|new| (super::Name::new(old), new)));
            } else {
                reading.wrong(path, "not_a_name");
            }
        }
        all.push(Replaced { path: of.to_owned(), values });
    }
    all
}
