//! `include/crm.h`, by cbindgen from one plain file without macros.

use std::path::Path;

use anyhow::{Context, Result, anyhow};

pub fn make(root: &Path) -> Result<String> {
    let ffi = root.join("crm-ffi");
    let config = ffi.join("cbindgen.toml");
    let source = ffi.join("src/c_api.rs");
    let config =
        cbindgen::Config::from_file(&config).map_err(|e| anyhow!(e)).with_context(|| config.display().to_string())?;
    let bindings = cbindgen::Builder::new()
        .with_config(config)
        .with_src(&source)
        .generate()
        .with_context(|| source.display().to_string())?;
    let mut text = Vec::new();
    bindings.write(&mut text);
    // What Rust calls safety is what a C programmer calls the contract.
    Ok(String::from_utf8(text)?.replace(" * # Safety\n", " * Needs:\n"))
}
