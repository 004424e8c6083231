//! What every part of a document is read with: keys that are known, and values of a wanted shape. Whatever is wrong is
//! told, and reading goes on.

use rust_decimal::Decimal;
use serde_json::{Map, Value};

use super::limits;
use super::mistakes::{Found, Unread};
use super::words::Word;
use crate::engine::exact;
use crate::engine::objects::mistakes::within;
use crate::engine::objects::shape::Name;
use crate::engine::text;
use crate::engine::tree::Tree;

/// An object of JSON, with its place in the document.
pub(super) struct Keys<'a> {
    pub(super) path: String,
    map: &'a Map<String, Value>,
}

impl<'a> Keys<'a> {
    /// The place of a key.
    pub(super) fn at(&self, key: &str) -> String {
        within(&self.path, key)
    }

    pub(super) fn get(&self, key: &str) -> Option<&'a Value> {
        self.map.get(key)
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.map.contains_key(key)
    }

    /// The keys that stand there, of these.
    pub(super) fn which(&self, keys: &[&'static str]) -> Vec<&'static str> {
        keys.iter().copied().filter(|key| self.has(key)).collect()
    }
}

/// An element of a list.
pub(super) fn nth(path: &str, at: usize) -> String {
    format!("{path}[{at}]")
}

/// Whether a text is a Name (OBJ-3).
pub(super) fn is_name(text: &str) -> bool {
    text.len() <= limits::NAME
        && text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}

/// Whether a text is one Name, or two with a dot between them.
pub(super) fn is_object_name(text: &str) -> bool {
    match text.split_once('.') {
        Some((pack, object)) => is_name(pack) && is_name(object),
        None => is_name(text),
    }
}

/// What is found while a document is read.
#[derive(Debug, Default)]
pub(super) struct Reading {
    pub(super) found: Found,
    pub(super) unread: Unread,
}

impl Reading {
    pub(super) fn wrong(&mut self, path: impl Into<String>, code: &str) {
        let path = path.into();
        self.unread.path(&path);
        self.found.add(path, code);
    }

    pub(super) fn beyond(&mut self, path: impl Into<String>, code: &str, limit: impl ToString) {
        let path = path.into();
        self.unread.path(&path);
        self.found.beyond(path, code, limit);
    }

    /// An object with no other keys than these.
    pub(super) fn keys<'a>(&mut self, path: &str, json: &'a Value, known: &[&str]) -> Option<Keys<'a>> {
        let Value::Object(map) = json else {
            self.wrong(path, "type");
            return None;
        };
        for key in map.keys().filter(|key| !known.contains(&key.as_str())) {
            self.wrong(within(path, key), "unknown_field");
        }
        Some(Keys { path: path.to_owned(), map })
    }

    /// The entries of an object whose keys are free, at most so many; absent is empty.
    pub(super) fn entries<'a>(
        &mut self,
        keys: &Keys<'a>,
        key: &str,
        most: usize,
    ) -> impl Iterator<Item = (&'a str, String, &'a Value)> + use<'a> {
        let path = keys.at(key);
        let map = match keys.get(key) {
            Some(Value::Object(map)) => Some(map),
            Some(_) => {
                self.wrong(path.as_str(), "type");
                None
            }
            None => None,
        };
        if map.is_some_and(|map| map.len() > most) {
            self.beyond(path.as_str(), "too_many", most);
        }
        map.into_iter().flatten().map(move |(name, value)| (name.as_str(), within(&path, name), value))
    }

    /// The same where every key is a Name; what has another key can't be read.
    pub(super) fn named<'a>(&mut self, keys: &Keys<'a>, key: &str, most: usize) -> Vec<(Name, String, &'a Value)> {
        let mut read = Vec::new();
        for (name, path, value) in self.entries(keys, key, most) {
            if is_name(name) {
                read.push((Name::new(name), path, value));
            } else {
                self.unread.name(name);
                self.wrong(path, "not_a_name");
            }
        }
        read
    }

    /// The elements of a list, at most so many; absent is empty.
    pub(super) fn list<'a>(&mut self, keys: &Keys<'a>, key: &str, most: usize) -> Vec<(String, &'a Value)> {
        let path = keys.at(key);
        match keys.get(key) {
            None => Vec::new(),
            Some(Value::Array(items)) => {
                if items.len() > most {
                    self.beyond(path.as_str(), "too_many", most);
                }
                items.iter().enumerate().map(|(at, item)| (nth(&path, at), item)).collect()
            }
            Some(_) => {
                // What labels name by its place in the list can't be known.
                self.unread.name(key);
                self.wrong(path, "type");
                Vec::new()
            }
        }
    }

    /// What must be there.
    pub(super) fn needed(&mut self, keys: &Keys<'_>, key: &str) {
        if !keys.has(key) {
            self.wrong(keys.at(key), "required");
        }
    }

    /// A text of at most so many characters that is not blank.
    pub(super) fn words(&mut self, path: &str, json: &Value, most: usize) -> Option<String> {
        let Some(given) = json.as_str() else {
            self.wrong(path, "type");
            return None;
        };
        if text::is_blank(given) {
            self.wrong(path, "required");
        } else if given.chars().nth(most).is_some() {
            self.beyond(path, "too_long", most);
        } else if text::control_character(given, true).is_some() {
            self.wrong(path, "control_character");
        } else {
            return Some(given.to_owned());
        }
        None
    }

    /// The same where it may be absent.
    pub(super) fn text(&mut self, keys: &Keys<'_>, key: &str, most: usize) -> Option<String> {
        let json = keys.get(key)?;
        self.words(&keys.at(key), json, most)
    }

    /// The same where it must be there.
    pub(super) fn needed_text(&mut self, keys: &Keys<'_>, key: &str, most: usize) -> Option<String> {
        self.needed(keys, key);
        self.text(keys, key, most)
    }

    /// An expression, whose text is judged later.
    pub(super) fn expr(&mut self, keys: &Keys<'_>, key: &str) -> Option<String> {
        let json = keys.get(key)?;
        self.expression(&keys.at(key), json)
    }

    /// An expression that must be there.
    pub(super) fn needed_expr(&mut self, keys: &Keys<'_>, key: &str) -> Option<String> {
        self.needed(keys, key);
        self.expr(keys, key)
    }

    pub(super) fn expression(&mut self, path: &str, json: &Value) -> Option<String> {
        let text = json.as_str().map(str::to_owned);
        if text.is_none() {
            self.wrong(path, "type");
        }
        text
    }

    /// Fields with their expressions; the fields are judged later.
    pub(super) fn expressions(&mut self, keys: &Keys<'_>, key: &str) -> Vec<(Name, String)> {
        let named = self.named(keys, key, limits::FIELDS);
        named.into_iter().filter_map(|(name, path, json)| Some((name, self.expression(&path, json)?))).collect()
    }

    /// True or false; absent is false.
    pub(super) fn flag(&mut self, keys: &Keys<'_>, key: &str) -> bool {
        self.truth(keys, key).unwrap_or_default()
    }

    pub(super) fn truth(&mut self, keys: &Keys<'_>, key: &str) -> Option<bool> {
        let json = keys.get(key)?;
        let truth = json.as_bool();
        if truth.is_none() {
            self.wrong(keys.at(key), "type");
        }
        truth
    }

    /// A whole number within bounds.
    pub(super) fn whole(&mut self, keys: &Keys<'_>, key: &str, [least, most]: [i64; 2]) -> Option<i64> {
        let json = keys.get(key)?;
        match json.as_i64() {
            Some(number) if (least..=most).contains(&number) => return Some(number),
            None if !json.is_u64() => self.wrong(keys.at(key), "type"),
            _ => self.beyond(keys.at(key), "out_of_range", format!("{least}..{most}")),
        }
        None
    }

    /// The same as a number that counts.
    pub(super) fn count(&mut self, keys: &Keys<'_>, key: &str, bounds: [i64; 2]) -> Option<u32> {
        self.whole(keys, key, bounds).and_then(|number| u32::try_from(number).ok())
    }

    /// A number of at most so many places below a power of ten: whole in JSON, or a decimal text.
    pub(super) fn decimal(&mut self, keys: &Keys<'_>, key: &str, places: u32, below: i64) -> Option<Decimal> {
        let number = match keys.get(key)? {
            Value::Number(number) => number.as_i64().map(Decimal::from),
            Value::String(text) => exact::decimal(text).ok(),
            _ => None,
        };
        match number {
            None => self.wrong(keys.at(key), "type"),
            Some(number) if number.normalize().scale() > places => self.beyond(keys.at(key), "too_precise", places),
            Some(number) if number.abs() >= Decimal::from(below) => {
                self.beyond(keys.at(key), "out_of_range", format!("-{below}..{below}"));
            }
            Some(number) => return Some(number.normalize()),
        }
        None
    }

    /// A Name.
    pub(super) fn name(&mut self, path: &str, json: &Value) -> Option<Name> {
        self.shaped(path, json, is_name)
    }

    fn shaped(&mut self, path: &str, json: &Value, fits: fn(&str) -> bool) -> Option<Name> {
        match json.as_str() {
            Some(text) if fits(text) => return Some(Name::new(text)),
            Some(text) => {
                self.unread.name(text);
                self.wrong(path, "not_a_name");
            }
            None => self.wrong(path, "type"),
        }
        None
    }

    /// A Name that may be absent.
    pub(super) fn name_at(&mut self, keys: &Keys<'_>, key: &str) -> Option<Name> {
        let json = keys.get(key)?;
        self.name(&keys.at(key), json)
    }

    /// A Name that must be there.
    pub(super) fn needed_name(&mut self, keys: &Keys<'_>, key: &str) -> Option<Name> {
        self.needed(keys, key);
        self.name_at(keys, key)
    }

    /// The name of an object that must be there.
    pub(super) fn needed_object(&mut self, keys: &Keys<'_>, key: &str) -> Option<Name> {
        self.needed(keys, key);
        let json = keys.get(key)?;
        self.shaped(&keys.at(key), json, is_object_name)
    }

    /// Different Names, at most so many; where `some`, at least one.
    pub(super) fn names(&mut self, keys: &Keys<'_>, key: &str, most: usize, some: bool) -> Vec<Name> {
        let items = self.list(keys, key, most);
        if some && items.is_empty() && matches!(keys.get(key), None | Some(Value::Array(_))) {
            self.wrong(keys.at(key), "required");
        }
        let mut names = Vec::new();
        for (path, json) in items {
            match self.name(&path, json) {
                Some(name) if names.contains(&name) => self.wrong(path, "repeated"),
                Some(name) => names.push(name),
                None => {}
            }
        }
        names
    }

    /// Different texts, paths above all, at most so many.
    pub(super) fn paths(&mut self, keys: &Keys<'_>, key: &str, most: usize) -> Vec<String> {
        let mut texts = Vec::new();
        for (path, json) in self.list(keys, key, most) {
            match self.words(&path, json, limits::WORDS) {
                Some(text) if texts.contains(&text) => self.wrong(path, "repeated"),
                Some(text) => texts.push(text),
                None => {}
            }
        }
        texts
    }

    /// A word of a closed list.
    pub(super) fn word<W: Word>(&mut self, path: &str, json: &Value) -> Option<W> {
        let Some(text) = json.as_str() else {
            self.wrong(path, "type");
            return None;
        };
        let found = W::list().iter().copied().find(|word| word.text() == text);
        if found.is_none() {
            let words: Vec<_> = W::list().iter().map(|word| word.text()).collect();
            self.beyond(path, "unknown_value", words.join(", "));
        }
        found
    }

    /// The same that may be absent.
    pub(super) fn word_at<W: Word>(&mut self, keys: &Keys<'_>, key: &str) -> Option<W> {
        let json = keys.get(key)?;
        self.word(&keys.at(key), json)
    }

    /// A tree that is judged later.
    pub(super) fn tree(&mut self, keys: &Keys<'_>, key: &str) -> Option<Tree> {
        keys.get(key).cloned().map(Tree::from)
    }

    /// `was`: one old name, or a list of them.
    pub(super) fn was(&mut self, keys: &Keys<'_>) -> Vec<Name> {
        match keys.get("was") {
            Some(Value::Array(_)) => self.names(keys, "was", limits::FIELDS, false),
            Some(json) => self.name(&keys.at("was"), json).into_iter().collect(),
            None => Vec::new(),
        }
    }

    /// Exactly one of these keys; none where there is none or several, which is told.
    pub(super) fn one_of(&mut self, keys: &Keys<'_>, of: &[&'static str]) -> Option<&'static str> {
        match keys.which(of).as_slice() {
            [one] => Some(one),
            _ => {
                self.beyond(keys.path.as_str(), "exactly_one", of.join(", "));
                None
            }
        }
    }
}
