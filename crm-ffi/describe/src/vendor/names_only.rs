//! The names of the operations, for languages in which a result is a map or what the host's JSON library makes of it.

use std::fmt::Write;

use crm_core::Operation;

use super::{line, pascal_path};

/// `opportunities.assign` as `OPPORTUNITIES_ASSIGN`.
fn shouted(operation: &Operation) -> String {
    operation.name.replace('.', "_").to_uppercase()
}

/// The arguments as people read them, `id, assignee, version?`.
fn arguments(operation: &Operation) -> String {
    let named = operation.arguments.iter().map(|argument| {
        let mark = if super::absent(argument) { "?" } else { "" };
        format!("{}{mark}", argument.name())
    });
    let named: Vec<String> = named.collect();
    if named.is_empty() { "no arguments".into() } else { named.join(", ") }
}

pub fn php() -> String {
    let mut text =
        "<?php\n// Made from the engine's tables; do not edit.\ndeclare(strict_types=1);\n\nnamespace Crm;\n\n\
                    /** The name of every operation. */\nfinal class Operations\n{\n"
            .to_owned();
    for operation in Operation::all() {
        let (doc, name) = (line(operation.doc), shouted(operation));
        let _ = writeln!(
            text,
            "    /** {doc} ({}) */\n    public const {name} = '{}';",
            arguments(operation),
            operation.name
        );
    }
    text.push_str("}\n");
    text
}

pub fn java() -> String {
    let mut text =
        "// Made from the engine's tables; do not edit.\npackage crm;\n\n/** The name of every operation. */\n\
                    public final class CrmOperations {\n    private CrmOperations() {}\n"
            .to_owned();
    for operation in Operation::all() {
        let doc = super::java::escaped(operation.doc);
        let (name, value) = (shouted(operation), operation.name);
        let arguments = arguments(operation);
        let _ = writeln!(text, "    /** {doc} ({arguments}) */\n    public static final String {name} = \"{value}\";");
    }
    text.push_str("}\n");
    text
}

pub fn pascal() -> String {
    let mut text =
        "{ Made from the engine's tables; do not edit. }\nunit crm_operations;\n\n{$mode objfpc}{$H+}\n\ninterface\n\n\
                    const\n"
            .to_owned();
    for operation in Operation::all() {
        // A brace would end the comment.
        let doc = line(operation.doc).replace(['{', '}'], "");
        let name = pascal_path(operation);
        let _ = writeln!(text, "  {{ {doc} ({}) }}\n  {name} = '{}';", arguments(operation), operation.name);
    }
    text.push_str("\nimplementation\n\nend.\n");
    text
}
