//! The stories, replayed through `Session::call`.

#![allow(clippy::unwrap_used, missing_docs, reason = "tests")]

#[path = "../support/story.rs"]
mod story;
#[path = "../support/mod.rs"]
mod support;

use std::collections::BTreeSet;

use crm_core::{Access, Operation};
use story::{Stage, all};

#[test]
fn every_story_goes_as_told() {
    for story in all() {
        let mut stage = Stage::new(|options| options.open_in_memory().unwrap());
        stage.play(&story, |session, operation, arguments| session.call(operation, arguments));
        let check = stage.sessions["admin"].maintenance().check().unwrap();
        assert!(check.ok, "{}: {:?}", story.file, check.findings);
    }
}

#[test]
fn the_stories_call_every_operation() {
    let mut called = BTreeSet::new();
    for story in all() {
        for step in &story.steps {
            // A refused call proves nothing about what the operation does.
            if let (Some(operation), None) = (step.get("call"), step.get("error")) {
                called.insert(operation.as_str().unwrap().to_owned());
            }
        }
    }
    let missing: Vec<&str> =
        Operation::all().map(|o| o.name).filter(|name| !called.contains(*name) && !NOT_TOLD.contains(name)).collect();
    assert!(missing.is_empty(), "no story calls {missing:?}");
    assert!(Operation::all().any(|o| o.access == Access::Write));
}

/// Operations that no story can tell the same way everywhere; each has its own test.
const NOT_TOLD: &[&str] = &[
    // It writes a file.
    "maintenance.backup",
];
