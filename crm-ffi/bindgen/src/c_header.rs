//! `include/crm.h` and `include/crm.cdef`, by cbindgen from plain files without macros.

use std::path::Path;

use anyhow::{Context, Result, anyhow, bail};
use cbindgen::{Builder, Config};

/// The header for C and C++.
pub fn make(root: &Path) -> Result<String> {
    let text = declarations(root, |_| {})?;
    // What Rust calls safety is what a C programmer calls the contract.
    Ok(text.replace(" * # Safety\n", " * Needs:\n"))
}

/// The same as declarations alone, for languages that read C at run time and have no preprocessor: PHP, LuaJIT.
pub fn make_cdef(root: &Path) -> Result<String> {
    let text = declarations(root, |config| {
        config.documentation = false;
        config.cpp_compat = false;
        config.include_guard = None;
        config.sys_includes.clear();
        config.header = Some(
            "/* The functions of crm.h, for FFI::cdef, ffi.cdef and the like. Made by cbindgen; do not edit. */".into(),
        );
    })?;
    let mut plain = String::new();
    for line in text.lines() {
        match line.strip_prefix("#define ").and_then(|define| define.split_once(' ')) {
            Some((name, value)) => plain.push_str(&format!("enum {{ {name} = {value} }};\n")),
            None if line.contains('#') => bail!("this needs a preprocessor: {line}"),
            None => plain.push_str(&format!("{line}\n")),
        }
    }
    Ok(plain)
}

fn declarations(root: &Path, change: impl FnOnce(&mut Config)) -> Result<String> {
    let ffi = root.join("crm-ffi");
    let file = ffi.join("cbindgen.toml");
    let mut config = Config::from_file(&file).map_err(|e| anyhow!(e)).with_context(|| file.display().to_string())?;
    change(&mut config);
    // The files of its modules follow by themselves.
    let source = ffi.join("src/c_api/mod.rs");
    let bindings = Builder::new()
        .with_config(config)
        .with_src(&source)
        .generate()
        .with_context(|| source.display().to_string())?;
    let mut text = Vec::new();
    bindings.write(&mut text);
    Ok(String::from_utf8(text)?)
}
