//! Replays the stories of `tests/scenarios` (its README says what a story is).

#![allow(dead_code, reason = "each test binary uses its part")]

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;

use crm_core::prelude::*;
use crm_core::users::NewUser;
use crm_core::{Options, PasswordCost};
use serde_json::Value;

use crate::support::FixedEnvironment;

/// A story as its file holds it.
pub struct Story {
    pub file: String,
    /// Whether it calls what only JSON can say: arguments that do not exist, of the wrong type, null.
    pub json_only: bool,
    /// The files it imports, as lines to read.
    pub files: Vec<(String, String)>,
    /// The ids of the rules it tells.
    pub rules: Vec<String>,
    pub steps: Vec<Value>,
    /// What several steps give, by name.
    pub documents: Vec<(String, Value)>,
}

/// Where the stories are.
pub fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../tests/scenarios")
}

fn json(path: PathBuf) -> Value {
    let text = std::fs::read_to_string(&path).unwrap();
    serde_json::from_str(&text).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

/// Every story, by file name.
pub fn all() -> Vec<Story> {
    let mut stories: Vec<Story> = std::fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e == "json") && !path.ends_with("cast.json"))
        .map(|path| {
            let file = path.file_name().unwrap().to_string_lossy().into_owned();
            let story = json(path);
            let lines =
                |v: &Value| v.as_array().unwrap().iter().map(|l| format!("{}\n", l.as_str().unwrap())).collect();
            let files = story.get("files").and_then(Value::as_object).into_iter().flatten();
            Story {
                files: files.map(|(name, v)| (name.clone(), lines(v))).collect(),
                json_only: story.get("json_only").is_some_and(|v| v == true),
                rules: story["rules"].as_array().unwrap().iter().map(|r| r.as_str().unwrap().to_owned()).collect(),
                steps: story["steps"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .map(|step| documented(step, &story["documents"]))
                    .collect(),
                documents: story["documents"].as_object().cloned().into_iter().flatten().collect(),
                file,
            }
        })
        .collect();
    stories.sort_by(|a, b| a.file.cmp(&b.file));
    assert!(!stories.is_empty(), "no stories found");
    stories
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

/// The cast on its stage.
pub struct Stage {
    pub clock: Arc<FixedEnvironment>,
    pub crm: Crm,
    pub sessions: HashMap<String, Session>,
    pub kept: HashMap<String, Value>,
}

impl Stage {
    /// A new database with the cast, opened the way the caller wants.
    pub fn new(open: impl FnOnce(Options) -> Crm) -> Stage {
        let cast = json(folder().join("cast.json"));
        let text = |v: &Value| v.as_str().unwrap().to_owned();
        let clock = FixedEnvironment::new(&text(&cast["now"]));
        let options = Crm::options()
            .environment(clock.clone())
            .password_cost(PasswordCost { memory_kib: 8, passes: 1 })
            .time_zone(&text(&cast["time_zone"]))
            .currency(&text(&cast["currency"]));
        let crm = open(options);
        let roles = |v: &Value| v["roles"].as_array().unwrap().iter().map(text).collect::<Vec<String>>();
        let first = &cast["first"];
        let names = roles(first);
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let admin = crm.bootstrap(&text(&first["login"]), &text(&first["display_name"]), &names).unwrap();
        let admin = crm.session(admin).unwrap();
        let mut sessions = HashMap::from([(text(&first["name"]), admin.clone())]);
        for user in cast["users"].as_array().unwrap() {
            let new = NewUser {
                login: text(&user["login"]),
                display_name: text(&user["display_name"]),
                roles: Some(roles(user)),
                ..Default::default()
            };
            let created = admin.users().create(new, None).unwrap();
            sessions.insert(text(&user["name"]), crm.session(created.id).unwrap());
        }
        let kept =
            sessions.iter().map(|(name, s)| (name.clone(), Value::from(s.user().unwrap().to_string()))).collect();
        Stage { clock, crm, sessions, kept }
    }

    /// Plays one story; `call` makes each call, so that a test can put something between.
    pub fn play(&mut self, story: &Story, mut call: impl FnMut(&Session, &str, &str) -> Result<String>) {
        for (i, step) in story.steps.iter().enumerate() {
            let place = format!("{} step {}", story.file, i + 1);
            if let Some(now) = step.get("clock") {
                self.clock.set(now.as_str().unwrap());
                continue;
            }
            let session = &self.sessions[step["as"].as_str().unwrap_or_else(|| panic!("{place}: no actor"))];
            let operation = step["call"].as_str().unwrap();
            let arguments = self.fill(step.get("with").unwrap_or(&serde_json::json!({})), &place);
            let outcome = call(session, operation, &arguments.to_string());
            match (outcome, step.get("error")) {
                (Ok(result), None) => {
                    let result: Value = serde_json::from_str(&result).unwrap();
                    if let Some(expected) = step.get("expect") {
                        compare(&self.fill(expected, &place), &result, &place);
                    }
                    for (name, path) in step.get("save").and_then(Value::as_object).into_iter().flatten() {
                        self.kept.insert(name.clone(), part(&result, path.as_str().unwrap(), &place));
                    }
                }
                (Err(error), Some(expected)) => {
                    let error = serde_json::to_value(&error).unwrap();
                    compare(&self.fill(expected, &place), &error, &place);
                }
                (Ok(result), Some(_)) => panic!("{place}: should be refused, but gave {result}"),
                (Err(error), None) => panic!("{place}: {operation} was refused: {error}"),
            }
        }
    }

    /// Puts kept values in the places of their names.
    fn fill(&self, value: &Value, place: &str) -> Value {
        match value {
            Value::String(text) => match text.strip_prefix('$') {
                Some(name) => self.kept.get(name).unwrap_or_else(|| panic!("{place}: ${name} is not kept")).clone(),
                None => value.clone(),
            },
            Value::Array(items) => items.iter().map(|v| self.fill(v, place)).collect(),
            Value::Object(map) => map.iter().map(|(k, v)| (k.clone(), self.fill(v, place))).collect(),
            other => other.clone(),
        }
    }
}

fn part(value: &Value, path: &str, place: &str) -> Value {
    path.split('.')
        .filter(|p| !p.is_empty())
        .fold(value, |v, p| {
            let found = p.parse::<usize>().map_or_else(|_| v.get(p), |i| v.get(i));
            found.unwrap_or_else(|| panic!("{place}: no {path} in {value}"))
        })
        .clone()
}

/// Compares as the README says.
fn compare(expected: &Value, found: &Value, place: &str) {
    match (expected, found) {
        (Value::String(any), found) if any == "*" => assert!(!found.is_null(), "{place}: is null"),
        (Value::Object(fields), Value::Object(_)) => {
            for (name, value) in fields {
                let place = format!("{place}: {name}");
                compare(value, found.get(name).unwrap_or_else(|| panic!("{place} is missing in {found}")), &place);
            }
        }
        (Value::Array(wanted), Value::Array(items)) => {
            assert_eq!(wanted.len(), items.len(), "{place}: {found}");
            for (i, (wanted, item)) in wanted.iter().zip(items).enumerate() {
                compare(wanted, item, &format!("{place}[{i}]"));
            }
        }
        _ => assert_eq!(expected, found, "{place}"),
    }
}
