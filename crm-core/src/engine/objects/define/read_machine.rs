//! Reads states, actions and effects (MACH).

use serde_json::Value;

use super::behaviour::{Action, Case, Effect, Given, Machine, On, State, To, Verb};
use super::limits;
use super::read_object::checks;
use super::reading::{Keys, Reading, nth};
use super::told;
use crate::engine::objects::mistakes::within;
use crate::engine::objects::shape::Name;
use crate::engine::tree::Tree;

pub(super) fn machine(reading: &mut Reading, path: &str, json: &Value) -> Option<Machine> {
    let keys = reading.keys(path, json, &["start", "states", "actions"])?;
    let start = reading.needed_name(&keys, "start").unwrap_or_default();
    reading.needed(&keys, "states");
    reading.needed(&keys, "actions");
    let mut states = Vec::new();
    for (name, path, json) in reading.named(&keys, "states", limits::STATES) {
        match reading.keys(&path, json, &["final"]) {
            Some(keys) => states.push(State { name, is_final: reading.flag(&keys, "final") }),
            None => reading.unread.name(&name),
        }
    }
    if states.is_empty() && keys.get("states").and_then(Value::as_object).is_some_and(serde_json::Map::is_empty) {
        reading.wrong(keys.at("states"), "required");
    }
    let mut actions = Vec::new();
    for (name, path, json) in reading.named(&keys, "actions", limits::ACTIONS) {
        match action(reading, name.clone(), &path, json) {
            Some(action) => actions.push(action),
            None => reading.unread.name(&name),
        }
    }
    Some(Machine { start, states, actions })
}

const ACTION: &[&str] = &["from", "to", "duty", "only", "never", "takes", "needs", "checks", "set", "then", "confirm"];

fn action(reading: &mut Reading, name: Name, path: &str, json: &Value) -> Option<Action> {
    let keys = reading.keys(path, json, ACTION)?;
    Some(Action {
        name,
        from: reading.names(&keys, "from", limits::STATES, true),
        to: keys.get("to").and_then(|json| to(reading, &keys.at("to"), json)),
        duty: duties(reading, &keys, "duty"),
        only: duties(reading, &keys, "only"),
        never: duties(reading, &keys, "never"),
        takes: reading.names(&keys, "takes", limits::OF_ACTION, false),
        needs: reading.paths(&keys, "needs", limits::FIELDS),
        checks: checks(reading, &keys, limits::OF_ACTION),
        set: reading.expressions(&keys, "set"),
        then: effects(reading, &keys, "then"),
        confirm: reading.flag(&keys, "confirm"),
    })
}

/// Duties; a list without one would name nobody, and is refused.
fn duties(reading: &mut Reading, keys: &Keys<'_>, key: &str) -> Vec<Name> {
    reading.names(keys, key, limits::FIELDS, keys.has(key))
}

fn to(reading: &mut Reading, path: &str, json: &Value) -> Option<To> {
    let Value::Array(cases) = json else { return reading.name(path, json).map(To::State) };
    if cases.is_empty() {
        reading.wrong(path, "required");
    }
    if cases.len() > limits::CASES {
        reading.beyond(path, "too_many", limits::CASES);
    }
    let mut read = Vec::new();
    for (at, json) in cases.iter().enumerate() {
        let path = nth(path, at);
        let Some(keys) = reading.keys(&path, json, &["when", "state"]) else { continue };
        let last = at + 1 == cases.len();
        // The last has no condition, so that one of them always counts (MACH-2).
        match (keys.has("when"), last) {
            (false, false) => reading.wrong(keys.at("when"), "required"),
            (true, true) => reading.wrong(keys.at("when"), "not_here"),
            _ => {}
        }
        let when = reading.expr(&keys, "when");
        read.extend(reading.needed_name(&keys, "state").map(|state| Case { when, state }));
    }
    Some(To::Cases(read))
}

fn effects(reading: &mut Reading, keys: &Keys<'_>, key: &str) -> Vec<Effect> {
    let items = reading.list(keys, key, limits::OF_ACTION);
    let there = items.len();
    let read: Vec<_> = items.into_iter().filter_map(|(path, json)| effect(reading, &path, json)).collect();
    if read.len() < there {
        reading.unread.name(key);
    }
    read
}

const VERBS: [&str; 6] = ["set", "create", "act", "delete", "call", "notify"];

pub(super) fn effect(reading: &mut Reading, path: &str, json: &Value) -> Option<Effect> {
    let known: Vec<&str> = VERBS.into_iter().chain(["text", "with", "on", "when"]).collect();
    let keys = reading.keys(path, json, &known)?;
    let word = reading.one_of(&keys, &VERBS)?;
    let verb = verb(reading, &keys, word);
    if word != "notify" && keys.has("text") {
        reading.wrong(keys.at("text"), "unknown_field");
    }
    if !matches!(word, "create" | "act" | "call") && keys.has("with") {
        reading.wrong(keys.at("with"), "unknown_field");
    }
    if matches!(word, "create" | "call" | "notify") && keys.has("on") {
        reading.wrong(keys.at("on"), "unknown_field");
    }
    let with = given(reading, &keys);
    let on = keys.get("on").and_then(|json| on(reading, &keys.at("on"), json));
    let when = reading.expr(&keys, "when");
    Some(Effect { verb: verb?, with, on, when })
}

fn verb(reading: &mut Reading, keys: &Keys<'_>, word: &str) -> Option<Verb> {
    Some(match word {
        "set" => {
            let set = reading.expressions(keys, "set");
            if keys.get("set").and_then(Value::as_object).is_some_and(serde_json::Map::is_empty) {
                reading.wrong(keys.at("set"), "required");
            }
            Verb::Set(set)
        }
        "create" => Verb::Create(reading.needed_object(keys, "create")?),
        "act" => Verb::Act(reading.needed_name(keys, "act")?),
        "delete" => {
            if keys.get("delete") != Some(&Value::Bool(true)) {
                reading.wrong(keys.at("delete"), "type");
            }
            Verb::Delete
        }
        "call" => Verb::Call(reading.needed_object(keys, "call")?),
        _ => {
            let to = told::read(reading, keys, "notify");
            Verb::Notify { to, text: reading.needed_text(keys, "text", limits::WORDS)? }
        }
    })
}

fn given(reading: &mut Reading, keys: &Keys<'_>) -> Vec<(Name, Given)> {
    let mut read = Vec::new();
    for (name, path, json) in reading.named(keys, "with", limits::FIELDS) {
        let given = match json {
            Value::String(text) => Some(Given::Expr(text.clone())),
            Value::Array(items) => {
                let texts: Vec<_> = items
                    .iter()
                    .enumerate()
                    .filter_map(|(at, item)| reading.expression(&nth(&path, at), item))
                    .collect();
                Some(Given::List(texts))
            }
            Value::Object(map) => {
                for key in map.keys().filter(|key| *key != "value") {
                    reading.wrong(within(&path, key), "unknown_field");
                }
                let value = map.get("value").cloned();
                if value.is_none() {
                    reading.wrong(within(&path, "value"), "required");
                }
                value.map(|value| Given::Value(Tree::from(value)))
            }
            _ => {
                reading.wrong(path, "type");
                None
            }
        };
        read.extend(given.map(|given| (name, given)));
    }
    read
}

fn on(reading: &mut Reading, path: &str, json: &Value) -> Option<On> {
    if json.is_string() {
        return reading.words(path, json, limits::WORDS).map(On::Ref);
    }
    let keys = reading.keys(path, json, &["each", "where", "sort", "first"])?;
    let object = reading.needed_object(&keys, "each");
    reading.needed(&keys, "where");
    let sort = reading.paths(&keys, "sort", limits::SORT);
    let first = reading.count(&keys, "first", [1, limits::EACH]);
    Some(On::Each { object: object?, filter: reading.tree(&keys, "where")?, sort, first })
}
