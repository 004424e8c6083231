//! `operations.d.ts`: the arguments and the result of every operation by its name, records as interfaces.

use std::fmt::Write;

use crm_core::Operation;
use crm_core::schema::{FieldInfo, Type};

use super::{absent, line};
use crate::listing;

const HEAD: &str = "// Made from the engine's tables; do not edit.

/** The public id of a record, a UUID as text. */
export type Id = string;
/** An exact decimal number as text, 12.50. */
export type Decimal = string;
/** A calendar date, 2026-01-31. */
export type Day = string;
/** An instant, RFC 3339 in UTC. */
export type Instant = string;
/** Bytes in base64. */
export type Base64 = string;
";

pub fn make() -> String {
    let (records, choices) = listing::types();
    let mut text = HEAD.to_owned();
    for choice in &choices {
        let values: Vec<String> = choice.values.iter().map(|(value, _)| format!("'{value}'")).collect();
        let _ = writeln!(text, "\n/** {} */\nexport type {} = {};", line(choice.doc), choice.name, values.join(" | "));
    }
    for record in &records {
        let _ = writeln!(text, "\n/** {} */\nexport interface {} {{", line(record.doc), record.name);
        fields(&mut text, "  ", record.fields);
        text.push_str("}\n");
    }
    text.push_str(
        "\n/** Every operation by its name: what it takes and what it gives. */\nexport interface Operations {\n",
    );
    for operation in Operation::all() {
        let _ = writeln!(text, "  /** {} */\n  '{}': {{\n    arguments: {{", line(operation.doc), operation.name);
        fields(&mut text, "      ", operation.arguments);
        let _ = writeln!(text, "    }};\n    result: {};\n  }};", ty(&operation.result));
    }
    text.push_str("}\n");
    text
}

fn fields(text: &mut String, indent: &str, fields: &[FieldInfo]) {
    for field in fields {
        if !field.doc().trim().is_empty() {
            let _ = writeln!(text, "{indent}/** {} */", line(field.doc()));
        }
        let mark = if absent(field) { "?" } else { "" };
        let _ = writeln!(text, "{indent}{}{mark}: {};", field.name(), ty(&field.ty));
    }
}

fn ty(ty: &Type) -> String {
    match ty {
        Type::Nothing => "null".into(),
        Type::Text | Type::Secret | Type::Json | Type::Name(_) => "string".into(),
        Type::Integer => "number".into(),
        Type::Boolean => "boolean".into(),
        Type::Decimal => "Decimal".into(),
        Type::Date => "Day".into(),
        Type::Instant => "Instant".into(),
        Type::Id(_) => "Id".into(),
        Type::Bytes => "Base64".into(),
        Type::Tree | Type::Value => "unknown".into(),
        Type::Values => "Record<string, unknown>".into(),
        Type::Record(record) => record.name.into(),
        Type::Choice(choice) => choice.name.into(),
        Type::List(of) => format!("Array<{}>", self::ty(of)),
        Type::Optional(of) => format!("{} | null", self::ty(of)),
    }
}
