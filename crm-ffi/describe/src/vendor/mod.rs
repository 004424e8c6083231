//! What a package over the C interface takes from the tables: the names of the operations, and the records as that language
//! writes them. The packages are in `examples/vendors`; a new operation is in each without a hand.

mod csharp;
mod go;
mod java;
mod names_only;
mod typescript;

use std::path::Path;

use crm_core::Operation;
use crm_core::schema::{FieldInfo, Type};

use crate::facade::names::pascal;

/// Writes the files of a language into a folder.
pub fn write(language: &str, out: &Path) -> Result<(), String> {
    let files = match language {
        "csharp" => vec![("CrmOperations.cs", csharp::make())],
        "go" => vec![("operations.go", go::make())],
        "java" => vec![("CrmOperations.java", names_only::java()), ("CrmRecords.java", java::make())],
        "node" => vec![("operations.d.ts", typescript::make())],
        "pascal" => vec![("crm_operations.pas", names_only::pascal())],
        "php" => vec![("CrmOperations.php", names_only::php())],
        other => return Err(format!("no package for {other}: csharp, go, java, node, pascal or php")),
    };
    std::fs::create_dir_all(out).map_err(|e| format!("{}: {e}", out.display()))?;
    for (name, text) in files {
        let file = out.join(name);
        std::fs::write(&file, text).map_err(|e| format!("{}: {e}", file.display()))?;
    }
    Ok(())
}

/// `opportunities.assign` as `OpportunitiesAssign`.
fn pascal_path(operation: &Operation) -> String {
    operation.name.split('.').map(pascal).collect()
}

/// Whether a value may be left out.
fn absent(field: &FieldInfo) -> bool {
    field.optional || matches!(field.ty, Type::Optional(_))
}

/// A documentation as one line: comments of several lines would need every language's own care.
fn line(doc: &str) -> String {
    doc.split_whitespace().collect::<Vec<_>>().join(" ").replace("*/", "* /")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_operation_stands_in_every_language() {
        for (language, file) in [
            ("csharp", "CrmOperations.cs"),
            ("go", "operations.go"),
            ("java", "CrmOperations.java"),
            ("node", "operations.d.ts"),
            ("pascal", "crm_operations.pas"),
            ("php", "CrmOperations.php"),
        ] {
            let out = std::env::temp_dir().join(format!("crm-vendor-{language}-{}", std::process::id()));
            write(language, &out).expect("a folder for files that pass");
            let text = std::fs::read_to_string(out.join(file)).expect("the file");
            let _ = std::fs::remove_dir_all(&out);
            for operation in Operation::all() {
                let name = operation.name;
                let quoted = [format!("\"{name}\""), format!("'{name}'")];
                assert!(quoted.iter().any(|name| text.contains(name)), "{language} has no {name}");
            }
        }
        assert!(write("cobol", Path::new("nowhere")).is_err());
    }
}
