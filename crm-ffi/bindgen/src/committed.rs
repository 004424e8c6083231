//! Generated files that are committed, so that who uses them needs no generator.

use std::{
    fs,
    io::Write,
    path::Path,
    process::{Command, Stdio},
};

use anyhow::{Context, Result, bail};

use crate::c_header;

/// One committed file: its path from the repository's root, and what makes its text.
pub struct File {
    path: &'static str,
    make: fn(root: &Path) -> Result<String>,
}

pub const FILES: &[File] = &[
    File { path: "include/crm.h", make: c_header::make },
    File { path: "include/crm.cdef", make: c_header::make_cdef },
];

pub fn write(root: &Path) -> Result<()> {
    for file in FILES {
        let path = root.join(file.path);
        let text = file.text(root)?;
        if fs::read_to_string(&path).is_ok_and(|old| old == text) {
            continue;
        }
        fs::create_dir_all(path.parent().unwrap_or(root))?;
        fs::write(&path, text).with_context(|| path.display().to_string())?;
        println!("wrote {}", file.path);
    }
    Ok(())
}

pub fn verify(root: &Path) -> Result<()> {
    let mut stale = Vec::new();
    for file in FILES {
        let text = file.text(root)?;
        if !fs::read_to_string(root.join(file.path)).is_ok_and(|old| old == text) {
            show_difference(root, file.path, &text)?;
            stale.push(file.path);
        }
    }
    if !stale.is_empty() {
        bail!("not up to date: {}", stale.join(", "));
    }
    Ok(())
}

impl File {
    fn text(&self, root: &Path) -> Result<String> {
        (self.make)(root).with_context(|| format!("making {}", self.path))
    }
}

/// Prints what `write` would change, in the way everyone reads: by `diff`.
fn show_difference(root: &Path, path: &str, text: &str) -> Result<()> {
    let mut diff = Command::new("diff")
        .args(["-u", "--new-file", "--label", "committed", "--label", "generated", path, "-"])
        .current_dir(root)
        .stdin(Stdio::piped())
        .spawn()
        .context("running diff")?;
    if let Some(mut input) = diff.stdin.take() {
        input.write_all(text.as_bytes())?;
    }
    diff.wait()?;
    Ok(())
}
