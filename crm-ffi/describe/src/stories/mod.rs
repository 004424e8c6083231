//! The stories of `tests/scenarios` as typed Kotlin and Swift tests: a call through the typed interface for each step,
//! its arguments as records, its result compared field by field. What no typed interface can say (a missing argument,
//! a text for a number) goes through `call` by name.

mod kotlin;
mod swift;
mod typed;

use std::collections::HashMap;
use std::fs;
use std::path::Path;

use crm_core::Operation;
use crm_core::schema::{Schema, Type};
use serde_json::{Map, Value};

pub use typed::camel;
use typed::{Kept, fits};

/// A language that stories are written in.
pub trait Language {
    /// A value of a field as this language has it on the wire.
    fn spelled(&self, value: &Value) -> Value {
        value.clone()
    }
    /// The file of a story.
    fn file_name(&self, story: &str) -> String;
    /// The file of the cast, and its text.
    fn cast(&self, cast: &Value) -> (String, String);
    /// The text of a story's file round its steps.
    fn file(&self, story: &str, title: &str, steps: &str) -> String;
    /// The id of a user of the cast.
    fn user(&self, name: &str) -> String;
    /// The clock is set.
    fn clock(&self, at: &str) -> String;
    /// A typed call; arguments by name.
    fn call(&self, actor: &str, operation: &Operation, arguments: &[(String, String)]) -> String;
    /// A call by name; the arguments are an expression that gives JSON.
    fn raw_call(&self, actor: &str, operation: &str, arguments: &str) -> String;
    /// A step whose result is wanted under a name, or not.
    fn step(&self, name: Option<&str>, call: &str) -> String;
    /// A step that is refused: how the error's fields are spoken of, and the statement round their checks.
    fn error_field(&self, name: &str) -> String;
    /// The statement of a refused step.
    fn refused(&self, call: &str, variant: &str, all_fields: &[&str], checked: &[&str], checks: &str) -> String;
    /// A field of a record.
    fn field(&self, record: &str, field: &str) -> String;
    /// An element of a list.
    fn element(&self, list: &str, index: usize) -> String;
    /// The length of a list.
    fn length(&self, list: &str) -> String;
    /// What is inside an optional.
    fn unwrap(&self, optional: &str) -> String;
    /// An id or a number as text.
    fn to_text(&self, value: &str) -> String;
    /// A text.
    fn text(&self, text: &str) -> String;
    /// A value of a type that is neither record, list nor nothing.
    fn scalar(&self, value: &Value, ty: &Type) -> String;
    /// A list.
    fn list(&self, items: &[String]) -> String;
    /// A record.
    fn record(&self, name: &str, fields: &[(String, String)]) -> String;
    /// The JSON of a value of any type.
    fn wire(&self, value: &str) -> String;
    /// The JSON of the value of that name.
    fn wire_of(&self, values: &str, name: &str) -> String;
    /// Nothing.
    fn nothing(&self) -> &'static str;
    /// Texts one after another.
    fn concatenate(&self, parts: &[String]) -> String;
    /// Checks equality; the type says how.
    fn equal(&self, expected: &str, found: &str, ty: &Type) -> String;
    /// Checks that something is there.
    fn present(&self, found: &str) -> String;
    /// Checks that nothing is there.
    fn absent(&self, found: &str) -> String;
}

/// Writes the sources into `OUT/kotlin` and `OUT/swift`.
pub fn write(folder: &Path, out: &Path) -> Result<(), String> {
    let cast = read(&folder.join("cast.json"))?;
    let mut files: Vec<_> = fs::read_dir(folder)
        .map_err(|e| format!("{}: {e}", folder.display()))?
        .filter_map(|entry| entry.ok().map(|e| e.path()))
        .filter(|path| path.extension().is_some_and(|e| e == "json") && !path.ends_with("cast.json"))
        .collect();
    files.sort();
    let mut problems = Vec::new();
    for (name, language) in [("kotlin", &kotlin::Kotlin as &dyn Language), ("swift", &swift::Swift)] {
        let out = out.join(name);
        if out.exists() {
            fs::remove_dir_all(&out).map_err(|e| e.to_string())?;
        }
        fs::create_dir_all(&out).map_err(|e| e.to_string())?;
        let (file, text) = language.cast(&cast);
        fs::write(out.join(file), text).map_err(|e| e.to_string())?;
        for path in &files {
            let story = read(path)?;
            let title = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            match tell(language, &cast, &story) {
                Ok(steps) => {
                    let text = language.file(&title, story["name"].as_str().unwrap_or(&title), &steps);
                    fs::write(out.join(language.file_name(&title)), text).map_err(|e| e.to_string())?;
                }
                Err(problem) => problems.push(format!("{title}: {problem}")),
            }
        }
    }
    if problems.is_empty() { Ok(()) } else { Err(problems.join("\n")) }
}

fn read(path: &Path) -> Result<Value, String> {
    let text = fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))?;
    serde_json::from_str(&text).map_err(|e| format!("{}: {e}", path.display()))
}

/// The steps of one story.
fn tell(language: &dyn Language, cast: &Value, story: &Value) -> Result<String, String> {
    let mut teller = Teller { language, kept: HashMap::new() };
    let users = cast["users"].as_array().into_iter().flatten();
    for user in std::iter::once(&cast["first"]).chain(users) {
        let name = user["name"].as_str().unwrap_or_default();
        teller.kept.insert(name.into(), Kept { expression: language.user(name), ty: Type::Id("UserId") });
    }
    let mut text = String::new();
    for (i, step) in story["steps"].as_array().ok_or("no steps")?.iter().enumerate() {
        let step = &documented(step, &story["documents"]);
        text.push_str(&teller.step(i + 1, step).map_err(|problem| format!("step {}: {problem}", i + 1))?);
    }
    Ok(text)
}

/// A step with the story's documents in the places of their names.
fn documented(step: &Value, documents: &Value) -> Value {
    match step {
        Value::String(text) => {
            let document = text.strip_prefix('$').and_then(|name| documents.get(name));
            document.cloned().unwrap_or_else(|| step.clone())
        }
        Value::Array(items) => items.iter().map(|item| documented(item, documents)).collect(),
        Value::Object(entries) => {
            entries.iter().map(|(name, value)| (name.clone(), documented(value, documents))).collect()
        }
        other => other.clone(),
    }
}

/// The general operation that one of a defined object is (OBJ-6), with the arguments that its name says; none where it is a
/// typed one.
fn general(name: &str, with: &Map<String, Value>) -> Option<(String, Map<String, Value>)> {
    const VERBS: [&str; 7] = ["create", "create_many", "get", "list", "aggregate", "update", "delete"];
    let (object, verb) = name.rsplit_once('.').filter(|(object, _)| object.contains('.'))?;
    let mut with = with.clone();
    if ["restore", "history", "related"].contains(&verb) {
        let mut record = Map::new();
        record.insert("object".into(), object.into());
        record.extend(with.remove("id").map(|id| ("id".into(), id)));
        with.insert("record".into(), record.into());
        return Some((format!("objects.{verb}"), with));
    }
    with.insert("object".into(), object.into());
    if VERBS.contains(&verb) {
        return Some((format!("objects.{verb}"), with));
    }
    with.insert("action".into(), verb.into());
    Some(("objects.act".into(), with))
}

struct Teller<'a> {
    language: &'a dyn Language,
    kept: HashMap<String, Kept>,
}

impl Teller<'_> {
    fn step(&mut self, number: usize, step: &Value) -> Result<String, String> {
        if let Some(at) = step["clock"].as_str() {
            return Ok(self.language.clock(at));
        }
        let actor = step["as"].as_str().ok_or("no actor")?;
        let name = step["call"].as_str().ok_or("no call")?;
        let nothing = Map::new();
        let with = step["with"].as_object().unwrap_or(&nothing);
        // What is refused is called by its name; what succeeds has a result of the general operation's type.
        let general = general(name, with).filter(|_| step.get("error").is_none());
        let (called, with) = general.as_ref().map_or((name, with), |(called, with)| (called.as_str(), with));
        let operation = Operation::find(called).filter(|o| {
            (step.get("with").is_none() || step["with"].is_object())
                && typed::object_fits(with, o.arguments, false, &self.kept)
        });
        let call = match operation {
            Some(operation) => {
                let mut arguments = Vec::new();
                for argument in operation.arguments {
                    if let Some(value) = with.get(argument.name()) {
                        arguments.push((argument.name().to_owned(), self.value(value, &argument.ty)?));
                    }
                }
                self.language.call(actor, operation, &arguments)
            }
            None => {
                let empty = Value::Object(Map::new());
                let json = self.json(step.get("with").unwrap_or(&empty))?;
                self.language.raw_call(actor, name, &json)
            }
        };
        if let Some(error) = step.get("error") {
            return self.refused(&call, error);
        }
        let Some(operation) = operation else {
            return Err(format!("{name}: its arguments are not those of the table, yet it must succeed"));
        };
        let result = format!("r{number}");
        let mut checks = String::new();
        if let Some(expected) = step.get("expect") {
            self.check(expected, &operation.result, &result, name, &mut checks)?;
        }
        let saved = step["save"].as_object();
        for (name, path) in saved.into_iter().flatten() {
            let kept = self.part(&result, &operation.result, path.as_str().unwrap_or_default())?;
            self.kept.insert(name.clone(), kept);
        }
        let wanted = !checks.is_empty() || saved.is_some();
        Ok(self.language.step(wanted.then_some(result.as_str()), &call) + &checks)
    }

    fn refused(&self, call: &str, error: &Value) -> Result<String, String> {
        const TEXT: Type = Type::Text;
        const FIELDS: Type = <Vec<crm_core::FieldError> as Schema>::TYPE;
        const HITS: Type = <Vec<crm_core::duplicates::DuplicateHit> as Schema>::TYPE;
        const LIMIT: Type = <Option<i64> as Schema>::TYPE;
        const UNTIL: Type = <Option<String> as Schema>::TYPE;
        let code = error["code"].as_str().ok_or("an error without a code")?;
        let (variant, fields): (&str, &[(&str, Type)]) = match code {
            "invalid" => ("Invalid", &[("fields", FIELDS)]),
            "not_found" => ("NotFound", &[("entity", TEXT), ("id", TEXT)]),
            "conflict" => (
                "Conflict",
                &[("entity", TEXT), ("id", TEXT), ("reason", TEXT), ("hits", HITS), ("limit", LIMIT), ("until", UNTIL)],
            ),
            "illegal_transition" => ("IllegalTransition", &[("from", TEXT), ("operation", TEXT)]),
            "forbidden" => ("Forbidden", &[("operation", TEXT), ("reason", TEXT)]),
            "unknown_operation" => ("UnknownOperation", &[("operation", TEXT)]),
            "login_failed" => ("LoginFailed", &[("reason", TEXT)]),
            "feed_failed" => ("FeedFailed", &[("detail", TEXT)]),
            "clock" => ("Clock", &[("at", TEXT)]),
            "storage" => ("Storage", &[("problem", TEXT)]),
            "busy" => ("Busy", &[]),
            "interrupted" => ("Interrupted", &[]),
            other => return Err(format!("no story can expect the error {other}")),
        };
        let mut checks = String::new();
        let mut checked = Vec::new();
        for (name, expected) in error.as_object().into_iter().flatten().filter(|(name, _)| *name != "code") {
            let (name, ty) =
                fields.iter().find(|(n, _)| n == name).ok_or_else(|| format!("{code} has no field {name}"))?;
            checked.push(*name);
            self.check(expected, ty, &self.language.error_field(name), name, &mut checks)?;
        }
        let all: Vec<&str> = fields.iter().map(|(name, _)| *name).collect();
        Ok(self.language.refused(call, variant, &all, &checked, &checks))
    }

    /// The checks that something found is as expected.
    fn check(&self, expected: &Value, ty: &Type, found: &str, place: &str, out: &mut String) -> Result<(), String> {
        let language = self.language;
        let inner =
            |found: &str| if matches!(ty, Type::Optional(_)) { language.unwrap(found) } else { found.to_owned() };
        match expected {
            Value::Null if matches!(ty, Type::Optional(_)) => out.push_str(&language.absent(found)),
            Value::Null if matches!(ty, Type::Nothing) => {}
            Value::String(any) if any == "*" => {
                if matches!(ty, Type::Optional(_)) {
                    out.push_str(&language.present(found));
                }
            }
            // Told apart by their JSON: of which type each is, the story does not say.
            Value::Object(fields) if matches!(ty, Type::Values) => {
                for (name, value) in fields {
                    let found = language.wire_of(found, name);
                    out.push_str(&language.equal(&self.json(&language.spelled(value))?, &found, &Type::Text));
                }
            }
            value if matches!(ty.required(), Type::Value) => {
                let value = self.json(&language.spelled(value))?;
                out.push_str(&language.equal(&value, &language.wire(&inner(found)), &Type::Text));
            }
            Value::Object(fields) => {
                let Type::Record(record) = ty.required() else {
                    return Err(format!("{place} is no record but {}", ty.name()));
                };
                let found = inner(found);
                for (name, value) in fields {
                    let field = record.fields.iter().find(|f| f.name() == name);
                    let field = field.ok_or_else(|| format!("{} has no field {name}", record.name))?;
                    self.check(value, &field.ty, &language.field(&found, name), name, out)?;
                }
            }
            Value::Array(items) => {
                let Type::List(item_type) = ty.required() else {
                    return Err(format!("{place} is no list but {}", ty.name()));
                };
                let found = inner(found);
                let count = language.scalar(&items.len().into(), &Type::Nothing);
                out.push_str(&language.equal(&count, &language.length(&found), &Type::Integer));
                for (i, item) in items.iter().enumerate() {
                    self.check(item, item_type, &language.element(&found, i), place, out)?;
                }
            }
            _ => {
                if !fits(expected, ty.required(), &self.kept) {
                    return Err(format!("{place}: {expected} is no {}", ty.name()));
                }
                let value = self.value(expected, ty.required())?;
                out.push_str(&language.equal(&value, &inner(found), ty.required()));
            }
        }
        Ok(())
    }

    /// An expression for a value that fits its type.
    fn value(&self, value: &Value, ty: &Type) -> Result<String, String> {
        let language = self.language;
        if let Some(kept) = self.kept_value(value) {
            return Ok(kept?.as_type(ty, language));
        }
        match (value, ty) {
            (Value::Null, _) => Ok(language.nothing().into()),
            (_, Type::Optional(inner)) => self.value(value, inner),
            (Value::Array(items), Type::List(inner)) => {
                let items = items.iter().map(|item| self.value(item, inner)).collect::<Result<Vec<_>, _>>()?;
                Ok(language.list(&items))
            }
            // A text in these languages.
            (_, Type::Tree) => self.json(value),
            (Value::Object(map), Type::Record(record)) => {
                let mut fields = Vec::new();
                for field in record.fields {
                    if let Some(value) = map.get(field.name()) {
                        fields.push((field.name().to_owned(), self.value(value, &field.ty)?));
                    }
                }
                Ok(language.record(record.name, &fields))
            }
            _ => Ok(language.scalar(value, ty)),
        }
    }

    /// The kept value that a text names.
    fn kept_value(&self, value: &Value) -> Option<Result<&Kept, String>> {
        let name = value.as_str()?.strip_prefix('$')?;
        Some(self.kept.get(name).ok_or_else(|| format!("${name} is not kept")))
    }

    /// A part of a result.
    fn part(&self, result: &str, ty: &Type, path: &str) -> Result<Kept, String> {
        let mut kept = Kept { expression: result.to_owned(), ty: *ty };
        for name in path.split('.').filter(|p| !p.is_empty()) {
            if let Type::Optional(inner) = kept.ty {
                kept = Kept { expression: self.language.unwrap(&kept.expression), ty: *inner };
            }
            kept = match kept.ty {
                Type::List(inner) => {
                    let index = name.parse().map_err(|_| format!("{path}: {name} is no index"))?;
                    Kept { expression: self.language.element(&kept.expression, index), ty: *inner }
                }
                Type::Record(record) => {
                    let field = record.fields.iter().find(|f| f.name() == name);
                    let field = field.ok_or_else(|| format!("{} has no field {name}", record.name))?;
                    Kept { expression: self.language.field(&kept.expression, name), ty: field.ty }
                }
                other => return Err(format!("{path}: {} has no parts", other.name())),
            };
        }
        Ok(kept)
    }

    /// An expression that gives the value as JSON text.
    fn json(&self, value: &Value) -> Result<String, String> {
        let mut parts = Vec::new();
        let mut literal = String::new();
        self.json_parts(value, &mut literal, &mut parts)?;
        parts.push(self.language.text(&literal));
        Ok(self.language.concatenate(&parts))
    }

    fn json_parts(&self, value: &Value, literal: &mut String, parts: &mut Vec<String>) -> Result<(), String> {
        if let Some(kept) = self.kept_value(value) {
            let kept = kept?;
            let quoted = !matches!(kept.ty.required(), Type::Integer | Type::Boolean);
            literal.push_str(if quoted { "\"" } else { "" });
            parts.push(self.language.text(literal));
            parts.push(kept.as_type(&Type::Text, self.language));
            literal.clear();
            literal.push_str(if quoted { "\"" } else { "" });
            return Ok(());
        }
        match value {
            Value::Array(items) => {
                for (i, item) in items.iter().enumerate() {
                    literal.push(if i == 0 { '[' } else { ',' });
                    self.json_parts(item, literal, parts)?;
                }
                literal.push_str(if items.is_empty() { "[]" } else { "]" });
            }
            Value::Object(map) => {
                for (i, (name, item)) in map.iter().enumerate() {
                    literal.push(if i == 0 { '{' } else { ',' });
                    literal.push_str(&Value::from(name.as_str()).to_string());
                    literal.push(':');
                    self.json_parts(item, literal, parts)?;
                }
                literal.push_str(if map.is_empty() { "{}" } else { "}" });
            }
            other => literal.push_str(&other.to_string()),
        }
        Ok(())
    }
}
