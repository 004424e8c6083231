//! Writes the database that the story makes with this version, as text: `tests/schemas/<version>.sql`, and what the
//! operations answered, `<version>.json`. To be run once for a version, when it is released.

#![allow(clippy::unwrap_used, missing_docs, reason = "it runs on a developer's machine")]

mod play;
mod sql;
#[path = "../support/story.rs"]
mod story;
#[path = "../support/mod.rs"]
mod support;
#[path = "../support/totp.rs"]
mod totp;

use std::path::PathBuf;

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../tests/schemas")
}

fn main() {
    let scratch = tempfile::tempdir().unwrap();
    let file = scratch.path().join("made.crm");
    let answers = play::whole().play(&file);
    let target = std::env::args_os().nth(1).map_or_else(folder, PathBuf::from);
    let name = env!("CARGO_PKG_VERSION");
    // One answer a line, so that a difference can be read.
    let lines: Vec<String> = answers.iter().map(|a| a.to_string()).collect();
    std::fs::write(target.join(format!("{name}.json")), format!("[\n{}\n]\n", lines.join(",\n"))).unwrap();
    std::fs::write(target.join(format!("{name}.sql")), sql::dump(&file)).unwrap();
    println!("{} without a row: {:?}", name, sql::empty_tables(&file));
}
