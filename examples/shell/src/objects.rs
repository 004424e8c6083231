//! Operations of defined objects, `hotel.room.create number=301`: what was typed becomes their arguments by the engine's own
//! description of the object (`meta.object`).

use crm_core::Session;
use serde_json::{Map, Value, json};

use crate::arguments::{Surroundings, json_of, variable};
use crate::words::Word;

/// Whether it is named as an operation of a defined object is.
pub fn is_one(name: &str) -> bool {
    name.split('.').count() == 3 && !name.split('.').any(str::is_empty)
}

/// The arguments as a JSON object. `name=value` gives a field of the record, or an argument of the verb; a value without a
/// name the id; a JSON object all of them.
pub fn read(session: &Session, name: &str, words: &[Word], from: &dyn Surroundings) -> Result<Value, String> {
    if let [word] = words
        && word.begins('{')
    {
        return json_of(name, &word.text);
    }
    let (object, verb) = name.rsplit_once('.').unwrap_or_default();
    // Where a record's own fields stand among the arguments, and what else the verb takes.
    let (place, own): (&[&str], &[&str]) = match verb {
        "create" => (&["new"], &["id"]),
        "update" => (&["changes", "values"], &["id", "changes.clear", "changes.version", "changes.parts"]),
        "get" | "restore" => (&[], &["id"]),
        "history" => (&[], &["id", "page"]),
        "related" => (&[], &["id", "rows"]),
        "delete" => (&[], &["id", "version"]),
        "list" => (&[], &["filter", "sort", "fields", "page"]),
        "aggregate" => (&[], &["query"]),
        "create_many" => (&[], &["records", "per_record"]),
        _ => (&["with"], &["id", "version"]),
    };
    let described = describe(session, object)?;
    let mut given = Map::new();
    for word in words {
        let Some((name, word)) = word.named() else {
            if !own.contains(&"id") || verb == "create" || given.contains_key("id") {
                return Err(format!("{object}.{verb} takes no further value without a name: {}", word.text));
            }
            given.insert("id".into(), value("id", "ref", word, from)?);
            continue;
        };
        let argument = own.iter().find(|known| known.rsplit('.').next() == Some(name));
        let (path, kind): (Vec<&str>, &str) = match argument {
            Some(path) => (path.split('.').collect(), of_argument(name)),
            None if place.is_empty() => return Err(format!("{object}.{verb} has no argument {name}")),
            None => ([place, &[name]].concat(), kind_of(&described, name)),
        };
        put(&mut given, &path, value(name, kind, &word, from)?, name)?;
    }
    Ok(Value::Object(given))
}

fn describe(session: &Session, object: &str) -> Result<Value, String> {
    let told = session.call("meta.object", &json!({"name": object}).to_string()).map_err(|error| error.to_string())?;
    serde_json::from_str(&told).map_err(|e| e.to_string())
}

/// The type of a field; of what is none, parts above all, JSON is wanted.
fn kind_of<'d>(described: &'d Value, name: &str) -> &'d str {
    let fields = described["fields"].as_array().into_iter().flatten();
    fields.into_iter().find(|field| field["name"] == name).and_then(|field| field["kind"].as_str()).unwrap_or("json")
}

fn of_argument(name: &str) -> &'static str {
    match name {
        "id" => "ref",
        "version" | "rows" => "integer",
        "per_record" => "boolean",
        "sort" | "fields" | "clear" => "list",
        _ => "json",
    }
}

fn put(given: &mut Map<String, Value>, path: &[&str], value: Value, name: &str) -> Result<(), String> {
    let [first, rest @ ..] = path else { return Err(format!("{name} stands nowhere")) };
    if !rest.is_empty() {
        let below = given.entry(*first).or_insert_with(|| json!({}));
        return match below.as_object_mut() {
            Some(below) => put(below, rest, value, name),
            None => Err(format!("{first} was given as a whole already")),
        };
    }
    match (given.get_mut(*first), value) {
        // A list is given an element at a time.
        (Some(Value::Array(list)), Value::Array(more)) => list.extend(more),
        (Some(_), _) => return Err(format!("{name} is given twice")),
        (None, value) => drop(given.insert((*first).to_owned(), value)),
    }
    Ok(())
}

fn value(name: &str, kind: &str, word: &Word, from: &dyn Surroundings) -> Result<Value, String> {
    if word.begins('$') {
        return variable(&word.text[1..], from);
    }
    let text = &word.text;
    match kind {
        _ if word.begins('{') || word.begins('[') => json_of(name, text),
        "integer" => text.parse::<i64>().map(Value::from).map_err(|_| format!("{name}: a whole number is wanted")),
        "boolean" => text.parse::<bool>().map(Value::from).map_err(|_| format!("{name}: true or false is wanted")),
        "money" => match text.split_once(' ') {
            Some((amount, currency)) => Ok(json!({"amount": amount.trim(), "currency": currency.trim()})),
            None => Err(format!("{name}: an amount with its currency is wanted, \"12.50 CNY\"")),
        },
        "list" => Ok(json!([text])),
        "json" => json_of(name, text),
        _ => Ok(json!(text)),
    }
}
