//! Plays the story of this folder into a file, so that every table has rows of every kind, and asks what is to be read
//! of it.

#![allow(dead_code, reason = "the test and the program each use their part")]

use std::path::Path;

use crm_core::Environment;
use crm_core::prelude::*;
use crm_core::shares::ShareAccess;
use serde_json::{Value, json};

use crate::story::{Stage, Story};

/// The story, its calls and what is read behind them.
pub struct Whole {
    story: Story,
    reads: Vec<Value>,
}

/// Reads `story.json` of this folder.
pub fn whole() -> Whole {
    let text = std::fs::read_to_string(crate::folder().join("story.json")).unwrap();
    let json: Value = serde_json::from_str(&text).unwrap();
    let list = |name: &str| json[name].as_array().unwrap().clone();
    let story = Story {
        file: "schemas/story.json".into(),
        json_only: false,
        files: Vec::new(),
        rules: Vec::new(),
        steps: list("steps"),
        documents: Vec::new(),
    };
    Whole { story, reads: list("reads") }
}

impl Whole {
    /// Plays everything into a new file; gives the questions with their answers, kept ids filled in.
    pub fn play(&self, file: &Path) -> Vec<Value> {
        let mut stage = Stage::new(|options| options.open(file).unwrap());
        stage.play(&self.story, |session, operation, arguments| session.call(operation, arguments));
        log_in(&stage.crm);
        enrol(&stage);
        share(&stage);
        let mut answers = Vec::new();
        for read in &self.reads {
            let (who, call) = (read["as"].as_str().unwrap(), read["call"].as_str().unwrap());
            let with = filled(read.get("with").unwrap_or(&json!({})), &stage);
            let login = login(&stage, who);
            let answer = stage.sessions[who].call(call, &with.to_string()).unwrap_or_else(|e| panic!("{call}: {e}"));
            let answer: Value = serde_json::from_str(&answer).unwrap();
            answers.push(json!({"login": login, "call": call, "with": with, "answer": answer}));
        }
        answers
    }
}

/// Right and wrong passwords, and names that nobody has: what a story can't tell.
fn log_in(crm: &Crm) {
    let wrong: Secret = "a wrong word".into();
    for _ in 0..6 {
        crm.login("ZHAO.yun", &wrong).unwrap_err();
    }
    crm.login("nobody", &wrong).unwrap_err();
    crm.login("ben", &wrong).unwrap_err();
    crm.login("ben", &BENS_PASSWORD.into()).unwrap();
    crm.login("ann", &wrong).unwrap_err();
}

/// A second factor, whose codes no story can tell.
fn enrol(stage: &Stage) {
    let factor = stage.sessions["admin"].second_factor();
    let secret = factor.begin(None).unwrap().secret;
    factor.confirm(crate::totp::shown(&secret, stage.clock.now(), 0).into()).unwrap();
}

/// What stands beside records, which 0.1.0 had none of.
fn share(stage: &Stage) {
    let (manager, ann) = (&stage.sessions["manager"], stage.sessions["ann"].user().unwrap());
    let customer = manager.customers().list(None, None, None).unwrap().items[0].id.into();
    let opportunity = manager.opportunities().list(None, None, None).unwrap().items[0].id.into();
    let ticket = manager.tickets().list(None, None, None).unwrap().items[0].id.into();
    for (entity, id) in [(Entity::CUSTOMER, customer), (Entity::OPPORTUNITY, opportunity)] {
        manager.collaborators().add(entity, id, ann).unwrap();
    }
    for (entity, id) in [(Entity::CUSTOMER, customer), (Entity::OPPORTUNITY, opportunity), (Entity::TICKET, ticket)] {
        manager.shares().give(entity, id, ShareAccess::Read, Some(ann), None).unwrap();
    }
}

/// The password that the story gives to `ben`.
pub const BENS_PASSWORD: &str = "a secret word";

fn login(stage: &Stage, who: &str) -> String {
    let me = stage.sessions[who].users().me().unwrap();
    me.login
}

fn filled(value: &Value, stage: &Stage) -> Value {
    match value {
        Value::String(text) => text.strip_prefix('$').map_or_else(|| value.clone(), |name| stage.kept[name].clone()),
        Value::Array(items) => items.iter().map(|v| filled(v, stage)).collect(),
        Value::Object(map) => map.iter().map(|(k, v)| (k.clone(), filled(v, stage))).collect(),
        other => other.clone(),
    }
}
