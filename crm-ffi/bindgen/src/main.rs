//! Makes the files that are derived from the library.
//!
//! ```text
//! crm-bindgen write            writes every generated file that is committed
//! crm-bindgen verify           fails, with a diff, where a committed one is not what `write` would write
//! crm-bindgen kotlin LIB OUT   Kotlin sources into a source root, from an unstripped library with uniffi inside
//! crm-bindgen swift  LIB OUT   Swift sources and C modules into a SwiftPM package, likewise
//! ```
//!
//! A new committed file is one line in [`committed::FILES`].

mod c_header;
mod committed;
mod foreign;

use std::{env, path::Path, process::ExitCode};

use anyhow::{Context, Result, bail};

const USAGE: &str = "usage: crm-bindgen write | verify | kotlin LIB OUT | swift LIB OUT";

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("crm-bindgen: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<()> {
    let args: Vec<String> = env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let root = root.canonicalize().with_context(|| format!("the repository of this generator: {}", root.display()))?;

    match args.as_slice() {
        ["write"] => committed::write(&root),
        ["verify"] => committed::verify(&root),
        ["kotlin", library, out] => foreign::kotlin(&root, library, out),
        ["swift", library, out] => foreign::swift(&root, library, out),
        _ => bail!(USAGE),
    }
}
