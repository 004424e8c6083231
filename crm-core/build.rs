//! Makes of the list of areas in `src/areas/mod.rs` what needs every area, so that nothing has to be entered twice: the
//! areas as modules of the crate's root, the static list of what they bring, the macro that hands their tables to a
//! projecting macro, and the types that these name. `src/lib.rs` includes it. And of the documented schema, what a new
//! database is made with.

use std::fmt::Write;
use std::path::Path;
use std::{env, fs};

const LIST: &str = "src/areas/mod.rs";
const SCHEMA: &str = "../docs/schema.sql";

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed={LIST}");
    let list = fs::read_to_string(LIST).unwrap_or_else(|e| panic!("{LIST}: {e}"));
    let out = env::var("OUT_DIR").unwrap_or_else(|e| panic!("OUT_DIR: {e}"));
    fs::write(Path::new(&out).join("areas.rs"), source(&areas(&list))).unwrap_or_else(|e| panic!("{out}: {e}"));
    println!("cargo:rerun-if-changed={SCHEMA}");
    let schema = fs::read_to_string(SCHEMA).unwrap_or_else(|e| panic!("{SCHEMA}: {e}"));
    fs::write(Path::new(&out).join("schema.sql"), bare(&schema)).unwrap_or_else(|e| panic!("{out}: {e}"));
}

/// The statements without comments, which stand on lines of their own, and without indentation.
fn bare(schema: &str) -> String {
    let lines = schema.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("--"));
    lines.collect::<Vec<_>>().join("\n")
}

/// Group and name of every area, in the order of the list. A line that is none of a list of modules is an error, since
/// what stood in it would be missing without a word.
fn areas(list: &str) -> Vec<(&str, &str)> {
    let (mut group, mut all) = (None, Vec::new());
    for line in list.lines().map(str::trim) {
        match (line, group) {
            (line, _) if line.is_empty() || line.starts_with("//") => {}
            (line, None) if line.starts_with("pub mod ") && line.ends_with(" {") => {
                group = Some(&line["pub mod ".len()..line.len() - " {".len()]);
            }
            (line, Some(group)) if line.starts_with("pub mod ") && line.ends_with(';') => {
                all.push((group, &line["pub mod ".len()..line.len() - 1]));
            }
            ("}", Some(_)) => group = None,
            (line, _) => panic!("{LIST}: only groups of areas stand here, and not {line:?}"),
        }
    }
    all
}

fn source(areas: &[(&str, &str)]) -> String {
    let [mut modules, mut brought, mut tables, mut named] = <[String; 4]>::default();
    for (group, name) in areas {
        let _ = writeln!(modules, "pub use areas::{group}::{name};");
        let _ = writeln!(brought, "    &{name}::AREA,");
        let _ = writeln!(named, "    pub use crate::{name}::*;");
        let _ = writeln!(tables, "        $crate::{name}_operations!($($project)::+);");
    }
    format!(
        "{modules}\n\
         /// What every area brings, in the order of the list.\n\
         pub(crate) static AREAS: &[&engine::area::Area] = &[\n{brought}];\n\n\
         /// The types that the tables name, for the crate in which a projecting macro puts them.\n\
         #[doc(hidden)]\n\
         pub mod named {{\n    pub use crate::{{Bytes, Count, ObjectRef, People, Tree, Value, Values, prelude::*}};\n{named}}}\n\n\
         /// Hands the table of every area to a projecting macro, one area a call.\n\
         #[macro_export]\n\
         macro_rules! for_each_area {{\n    ($($project:ident)::+) => {{\n{tables}    }};\n}}\n"
    )
}
