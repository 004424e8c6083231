//! Makes the files that are derived from the engine's own list of operations.
//!
//! ```text
//! crm-describe write         writes include/crm_operations.h, include/operations.json and docs/operations.md
//! crm-describe verify        fails where one of them is not what `write` would write
//! crm-describe stories OUT   writes the stories of tests/scenarios as typed Kotlin and Swift tests
//! crm-describe facade PACK LANGUAGE OUT
//!                            writes typed classes for the objects of a pack, as one file of that language
//! crm-describe vendor LANGUAGE OUT
//!                            writes what a package of examples/vendors takes from the tables
//! crm-describe parity OPERATIONS STUB KOTLIN SWIFT HEADER
//!                            fails where a language lacks an operation, an argument, or a method of the engine or a
//!                            session: the two C headers, the Python stub, and the sources as uniffi made them
//! ```

mod document;
mod errors;
mod facade;
mod header;
mod listing;
mod parity;
mod stories;
mod vendor;

use std::path::Path;
use std::process::ExitCode;

/// The committed files, with what makes their text.
type File = (&'static str, fn() -> Result<String, String>);

const FILES: &[File] = &[
    ("include/crm_operations.h", || Ok(header::make())),
    ("include/operations.json", listing::make),
    ("docs/operations.md", document::make),
];

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let outcome = match args.as_slice() {
        ["write"] => write(&root),
        ["verify"] => verify(&root),
        ["stories", out] => stories::write(&root.join("tests/scenarios"), Path::new(out)),
        ["facade", pack, language, out] => facade::write(Path::new(pack), language, Path::new(out)),
        ["vendor", language, out] => vendor::write(language, Path::new(out)),
        ["parity", operations, stub, kotlin, swift, header] => parity::check(operations, stub, kotlin, swift, header),
        _ => Err("usage: crm-describe write | verify | stories OUT | facade PACK LANGUAGE OUT | \
                 vendor LANGUAGE OUT | parity OPERATIONS STUB KOTLIN SWIFT HEADER"
            .into()),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("crm-describe: {problem}");
            ExitCode::FAILURE
        }
    }
}

fn write(root: &Path) -> Result<(), String> {
    for (path, make) in FILES {
        let (file, text) = (root.join(path), make()?);
        if std::fs::read_to_string(&file).is_ok_and(|old| old == text) {
            continue;
        }
        std::fs::write(&file, text).map_err(|e| format!("{path}: {e}"))?;
        println!("wrote {path}");
    }
    Ok(())
}

fn verify(root: &Path) -> Result<(), String> {
    let mut stale = Vec::new();
    for (path, make) in FILES {
        let (old, new) = (std::fs::read_to_string(root.join(path)).unwrap_or_default(), make()?);
        if old != new {
            let line = old.lines().zip(new.lines()).position(|(a, b)| a != b);
            let line = line.unwrap_or_else(|| old.lines().count().min(new.lines().count()));
            stale.push(format!(
                "{path} (line {}: should be {:?})",
                line + 1,
                new.lines().nth(line).unwrap_or_default()
            ));
        }
    }
    if stale.is_empty() { Ok(()) } else { Err(format!("not up to date: {}", stale.join(", "))) }
}
