//! What was filled into a form, as the arguments of its operation; and a record's values, as a form shows them.

use base64::Engine as _;
use serde_json::{Value, json};

use crate::ask::{put, text};
use crate::fault::Fault;
use crate::form::{Form, Input, Kind};
use crate::references;
use crate::seen::Reader as _;
use crate::visit::{Pairs, Visit};
use crate::words::Word;
use crate::zone::Zone;

/// Lines of a list of records.
const LINES: usize = 200;
/// Records to choose from.
const CHOICES: usize = 20;

/// What is wrong with a field, or with the whole.
#[derive(Debug, Clone)]
pub struct Wrong {
    /// The path of the input; absent where there is none.
    pub path: Option<String>,
    pub label: String,
    pub text: String,
    /// The records that a text may mean.
    pub choices: Vec<references::Found>,
}

/// Puts what was filled in into the arguments.
///
/// # Errors
/// What the engine says where records are looked up.
pub fn read(visit: &Visit, form: &Form, posted: &Pairs, arguments: &mut Value) -> Result<Vec<Wrong>, Fault> {
    let (mut wrong, mut cleared) = (Vec::new(), Vec::new());
    let places: Vec<&str> = form.inputs.iter().map(|input| input.path.as_str()).collect();
    for input in &form.inputs {
        let was = was(input, posted);
        if was.as_ref().is_some_and(|was| *was == canonical(input, posted)) {
            continue;
        }
        match value(visit, input, posted)? {
            Ok(Some(value)) => put(arguments, &input.path, value),
            Ok(None) if was.as_ref().is_some_and(|was| !was.is_empty()) => {
                match (&form.clear, input.path.contains(".custom.")) {
                    (Some(_), false) => cleared.push(input.name().to_owned()),
                    _ => put(arguments, &input.path, Value::Null),
                }
            }
            Ok(None) => {}
            Err(found) => wrong.push(found),
        }
    }
    if let Some(path) = form.clear.as_ref().filter(|_| !cleared.is_empty()) {
        put(arguments, path, json!(cleared));
    }
    // A record among the arguments is there even where nothing was filled into it.
    for first in places.iter().filter_map(|path| path.split_once('.')).map(|(first, _)| first) {
        if arguments[first].is_null() {
            put(arguments, first, json!({}));
        }
    }
    Ok(wrong)
}

/// The value that a field of a record had when the form was made, as the form carries it.
pub fn was(input: &Input, posted: &Pairs) -> Option<String> {
    posted.get(&format!("was:{}", input.path)).map(|was| was.replace("\r\n", "\n"))
}

/// The value of a field: none where it is empty. What is no number goes to the engine as it is, which says so.
fn value(visit: &Visit, input: &Input, posted: &Pairs) -> Result<Result<Option<Value>, Wrong>, Fault> {
    let given = posted.get(&input.path).unwrap_or_default();
    let trimmed = given.trim();
    let filled = |value: Value| Ok(Ok(Some(value)));
    match &input.kind {
        Kind::Money => {
            let (amount, currency) = money(input, posted);
            if amount.is_empty() { Ok(Ok(None)) } else { filled(json!({"amount": amount, "currency": currency})) }
        }
        Kind::Checks => {
            let all: Vec<&str> = posted.all(&input.path).filter(|one| !one.is_empty()).collect();
            if all.is_empty() && !input.required { Ok(Ok(None)) } else { filled(json!(all)) }
        }
        Kind::File => match visit.files.iter().find(|file| file.name == input.path && !file.bytes.is_empty()) {
            Some(file) => filled(json!(base64::engine::general_purpose::STANDARD.encode(&file.bytes))),
            None => Ok(Ok(None)),
        },
        Kind::Secret if !given.is_empty() => filled(json!(given)),
        Kind::Lines(object) => lines(visit, input, object.as_deref(), trimmed),
        Kind::Numbers => {
            let all = trimmed.split_whitespace();
            let all: Vec<Value> = all.map(|one| one.parse::<i64>().map_or_else(|_| json!(one), Value::from)).collect();
            Ok(Ok((!all.is_empty()).then(|| json!(all))))
        }
        Kind::Rows(fields) => rows(visit, input, fields, posted),
        _ if trimmed.is_empty() => Ok(Ok(None)),
        Kind::Integer => filled(trimmed.parse::<i64>().map_or_else(|_| json!(trimmed), Value::from)),
        Kind::Boolean => filled(json!(trimmed == "true")),
        // What is no time goes to the engine as it is.
        Kind::Instant => filled(json!(visit.zone().instant(trimmed).as_deref().unwrap_or(trimmed))),
        Kind::Json => match serde_json::from_str(trimmed) {
            Ok(value) => filled(value),
            Err(error) => Ok(Err(wrong(input, error.to_string(), Vec::new()))),
        },
        Kind::Reference(object) => {
            let title = posted.get(&format!("{}:title", input.path));
            match posted.get(&format!("{}:id", input.path)) {
                Some(id) if !id.is_empty() && title == Some(given) => filled(json!(id)),
                _ => Ok(one(visit, input, object, trimmed)?.map(|id| Some(json!(id)))),
            }
        }
        Kind::Text | Kind::Area => filled(json!(given.replace("\r\n", "\n"))),
        _ => filled(json!(trimmed)),
    }
}

/// How many rows a form sends of a list, empty ones among them.
pub fn row_count(input: &Input, posted: &Pairs) -> usize {
    let begin = format!("{}[", input.path);
    let places = posted.0.iter().filter_map(|(name, _)| name.strip_prefix(&begin)?.split_once(']')?.0.parse().ok());
    places.map(|at: usize| at.saturating_add(1)).max().unwrap_or_default().min(LINES)
}

/// The records of a list: of each row that holds anything, what was filled in.
fn rows(visit: &Visit, input: &Input, fields: &[Input], posted: &Pairs) -> Result<Result<Option<Value>, Wrong>, Fault> {
    let mut all = Vec::new();
    for at in 0..row_count(input, posted) {
        let mut row = json!({});
        for field in fields {
            match value(visit, &input.at(at, field), posted)? {
                Ok(Some(value)) => put(&mut row, &field.path, value),
                Ok(None) => {}
                Err(wrong) => return Ok(Err(wrong)),
            }
        }
        if row.as_object().is_some_and(|row| !row.is_empty()) {
            all.push(row);
        }
    }
    Ok(Ok((!all.is_empty() || input.required).then(|| json!(all))))
}

/// The one record that is called exactly so; of whatever else fits people choose.
fn one(visit: &Visit, input: &Input, object: &str, called: &str) -> Result<Result<String, Wrong>, Fault> {
    let fitting = references::find(visit, object, called, CHOICES)?;
    if let Some((id, _)) = fitting.sure() {
        return Ok(Ok(id.clone()));
    }
    let word = match (fitting.found.len(), fitting.more) {
        (0, _) => Word::NobodyKnown,
        (_, true) => Word::ManyMore,
        (1, false) => Word::OneInPart,
        _ => Word::Many,
    };
    Ok(Err(wrong(input, visit.say(word).to_owned(), fitting.found)))
}

fn lines(
    visit: &Visit,
    input: &Input,
    object: Option<&str>,
    given: &str,
) -> Result<Result<Option<Value>, Wrong>, Fault> {
    let mut all = Vec::new();
    // Each that names a record is a question to the engine.
    let most = if object.is_some() { LINES } else { usize::MAX };
    if given.lines().filter(|line| !line.trim().is_empty()).nth(most).is_some() {
        return Ok(Err(wrong(input, visit.say(Word::TooManyLines).to_owned(), Vec::new())));
    }
    for line in given.lines().map(str::trim).filter(|line| !line.is_empty()) {
        match object {
            None => all.push(line.to_owned()),
            Some(object) => match one(visit, input, object, line)? {
                Ok(id) => all.push(id),
                Err(wrong) => return Ok(Err(Wrong { text: format!("{line}: {}", wrong.text), ..wrong })),
            },
        }
    }
    Ok(Ok((!all.is_empty() || input.required).then(|| json!(all))))
}

fn wrong(input: &Input, text: String, choices: Vec<references::Found>) -> Wrong {
    Wrong { path: Some(input.path.clone()), label: input.label.clone(), text, choices }
}

fn money<'p>(input: &Input, posted: &'p Pairs) -> (&'p str, &'p str) {
    let of = |part: &str| posted.get(&format!("{}:{part}", input.path)).unwrap_or_default().trim();
    (of("amount"), of("currency"))
}

/// A field's value in one text, by which a change is seen.
pub fn canonical(input: &Input, pairs: &Pairs) -> String {
    let given = pairs.get(&input.path).unwrap_or_default();
    match &input.kind {
        Kind::Money => match money(input, pairs) {
            ("", _) => String::new(),
            (amount, currency) => format!("{amount} {currency}"),
        },
        Kind::Reference(_) if pairs.get(&format!("{}:title", input.path)) == Some(given) => {
            pairs.get(&format!("{}:id", input.path)).unwrap_or_default().to_owned()
        }
        Kind::Checks => pairs.all(&input.path).filter(|one| !one.is_empty()).collect::<Vec<_>>().join("\n"),
        // What the form carries of what was there, or what is filled in now.
        Kind::Rows(fields) if pairs.get(&input.path).is_none() => {
            let row = |at: usize| {
                let values = fields.iter().map(|field| canonical(&input.at(at, field), pairs));
                values.collect::<Vec<_>>().join("\t")
            };
            let rows = (0..row_count(input, pairs)).map(row).filter(|row| !row.trim().is_empty());
            rows.collect::<Vec<_>>().join("\n")
        }
        Kind::Area | Kind::Lines(_) | Kind::Numbers | Kind::Rows(_) => given.replace("\r\n", "\n"),
        _ => given.to_owned(),
    }
}

/// A record's values, as its form shows them.
pub fn of_record(zone: &Zone, form: &Form, record: &Value) -> Pairs {
    let mut pairs = Pairs::default();
    for input in &form.inputs {
        show(zone, input, told(input, record).unwrap_or(&Value::Null), &mut pairs);
    }
    pairs
}

/// What a record says of the field of an input; of a field that a pack gave it, that may stand among the others of packs.
pub fn told<'r>(input: &Input, record: &'r Value) -> Option<&'r Value> {
    let values = &record["values"];
    let own = values.get(input.name());
    if input.path.contains(".custom.") {
        return own.or_else(|| values["custom"].get(input.name()));
    }
    own.or_else(|| record["parts"].get(input.name()))
}

/// What a record is called that is referred to.
pub fn called(value: &Value) -> &str {
    let known = || value.as_object()?.iter().find(|(name, value)| *name != "id" && value.is_string())?.1.as_str();
    value["title"].as_str().or_else(known).unwrap_or_default()
}

/// A value, as its input shows it.
pub fn show(zone: &Zone, input: &Input, value: &Value, pairs: &mut Pairs) {
    if let (Kind::Rows(fields), Value::Array(rows)) = (&input.kind, value) {
        for (at, row) in rows.iter().enumerate() {
            // A part's values stand beside its id.
            let told = |name: &str| row["values"].get(name).or_else(|| row.get(name)).unwrap_or(&Value::Null);
            fields.iter().for_each(|field| show(zone, &input.at(at, field), told(field.name()), pairs));
        }
        return;
    }
    let mut add = |part: &str, value: &str| pairs.0.push((format!("{}{part}", input.path), value.to_owned()));
    match (&input.kind, value) {
        (_, Value::Null) => add("", ""),
        (Kind::Money, money) => {
            add(":amount", text(money, "amount"));
            add(":currency", text(money, "currency"));
        }
        (Kind::Reference(_), Value::Object(_)) => {
            add("", called(value));
            add(":title", called(value));
            add(":id", text(value, "id"));
        }
        (Kind::Checks, Value::Array(all)) => {
            all.iter().for_each(|one| add("", one["id"].as_str().or(one.as_str()).unwrap_or_default()));
        }
        (Kind::Lines(_) | Kind::Numbers, _) => {
            let line = |one: &Value| match one {
                Value::String(text) => text.clone(),
                // A record may share its name with another; its id is its own.
                Value::Object(_) => text(one, "id").to_owned(),
                other => other.to_string(),
            };
            let lines: Vec<String> = value.as_array().into_iter().flatten().map(line).collect();
            add("", &lines.join("\n"));
        }
        (Kind::Instant, Value::String(instant)) => add("", zone.field(instant).as_deref().unwrap_or(instant)),
        (Kind::Select, Value::Object(_)) => {
            add("", text(value, "id"));
            add(":title", called(value));
        }
        (_, Value::String(text)) => add("", text),
        (_, other) => add("", &other.to_string()),
    }
}
