//! `include/crm_operations.h`: a macro with the name of each operation, so that a compiler finds a misspelt one.

use crm_core::Operation;
use crm_core::schema::Type;

/// The text of the file.
pub fn make() -> String {
    let mut text = String::from(
        "/*\n * The operations that crm_call knows, by name. docs/operations.md describes their arguments and results in \
         full.\n *\n * Made from the operation tables of the engine by crm-describe; do not edit.\n */\n\n\
         #ifndef CRM_OPERATIONS_H\n#define CRM_OPERATIONS_H\n",
    );
    let mut area = "";
    for operation in Operation::all() {
        if operation.area != area {
            area = operation.area;
            text.push_str(&format!("\n/* ---- {area} ---- */\n"));
        }
        text.push_str("\n/**\n");
        for line in operation.doc.trim().lines() {
            text.push_str(&comment(line));
        }
        text.push_str(" *\n");
        for argument in operation.arguments {
            let optional = if argument.optional { ", optional" } else { "" };
            text.push_str(&comment(&format!("@param {} {}{optional}", argument.name(), argument.ty.required().name())));
        }
        let result = match operation.result {
            // What stands in the place of a result must be known to who frees it.
            Type::Nothing => "nothing: the text null".to_owned(),
            other => other.name(),
        };
        text.push_str(&comment(&format!("@return {result}")));
        text.push_str(" */\n");
        text.push_str(&format!(
            "#define CRM_{} \"{}\"\n",
            operation.name.replace('.', "_").to_uppercase(),
            operation.name
        ));
    }
    text.push_str("\n#endif /* CRM_OPERATIONS_H */\n");
    text
}

fn comment(line: &str) -> String {
    // A comment can't hold its own end.
    format!(" * {}", line.trim().replace("*/", "* /")).trim_end().to_owned() + "\n"
}
