//! `operations.go`: every operation as a value that knows its arguments and its result, records as structs, choices as
//! constants.

use std::fmt::Write;

use crm_core::Operation;
use crm_core::schema::{FieldInfo, Type};

use super::{absent, line, pascal_path};
use crate::facade::names::{Names, pascal};
use crate::listing;

const HEAD: &str = "// Code generated from the engine's tables. DO NOT EDIT.

package crm

import \"time\"

// ID is the public id of a record, a UUID as text.
type ID = string

// Decimal is an exact decimal number as text, 12.50.
type Decimal = string

// Date is a calendar date, 2026-01-31.
type Date = string

// None is what an operation without a result gives.
type None = struct{}
";

/// What `crm.go` and the head declare.
const TAKEN: &[&str] = &[
    "Engine",
    "Session",
    "Listener",
    "Error",
    "Operation",
    "ID",
    "Decimal",
    "Date",
    "None",
    "Open",
    "OpenInMemory",
    "Call",
    "Version",
];

pub fn make() -> String {
    let (records, choices) = listing::types();
    let mut names = Names::beside(TAKEN, &[]);
    let mut text = HEAD.to_owned();
    for record in &records {
        names.take(record.name.to_owned());
    }
    for choice in &choices {
        names.take(choice.name.to_owned());
    }
    for record in &records {
        structure(&mut text, record.name, record.doc, record.fields);
    }
    for choice in &choices {
        let _ = writeln!(text, "\n// {}: {}\ntype {} string\n\nconst (", choice.name, line(choice.doc), choice.name);
        for (value, doc) in choice.values {
            let name = names.take(format!("{}{}", choice.name, constant(value)));
            let _ = writeln!(text, "\t// {name}: {}\n\t{name} {} = \"{value}\"", line(doc), choice.name);
        }
        text.push_str(")\n");
    }
    for operation in Operation::all() {
        let name = names.take(pascal_path(operation));
        let arguments = names.take(format!("{name}Args"));
        let doc = format!("are the arguments of {}.", operation.name);
        structure(&mut text, &arguments, &doc, operation.arguments);
        let _ = writeln!(
            text,
            "\n// {name}: {}\nvar {name} = Operation[{arguments}, {}]{{\"{}\"}}",
            line(operation.doc),
            ty(&operation.result),
            operation.name
        );
    }
    text
}

/// `hotel.room` as `HotelRoom`.
fn constant(value: &str) -> String {
    value.split(['.', '-', ' ', '/', '_']).map(pascal).collect()
}

fn structure(text: &mut String, name: &str, doc: &str, fields: &[FieldInfo]) {
    let mut names = Names::beside(&[], &[]);
    let _ = writeln!(text, "\n// {name} {}\ntype {name} struct {{", line(doc));
    for field in fields {
        if !field.doc().trim().is_empty() {
            let _ = writeln!(text, "\t// {}", line(field.doc()));
        }
        let member = names.take(pascal(field.name()));
        let (mut kind, mut tag) = (ty(&field.ty), field.name().to_owned());
        if absent(field) {
            tag.push_str(",omitempty");
            // What has a value for nothing of its own would be left out with it.
            if !kind.starts_with(['*', '[']) && !kind.starts_with("map") && kind != "any" {
                kind.insert(0, '*');
            }
        }
        let _ = writeln!(text, "\t{member} {kind} `json:\"{tag}\"`");
    }
    text.push_str("}\n");
}

fn ty(ty: &Type) -> String {
    match ty {
        Type::Nothing => "None".into(),
        Type::Text | Type::Secret | Type::Json | Type::Name(_) => "string".into(),
        Type::Integer => "int64".into(),
        Type::Boolean => "bool".into(),
        Type::Decimal => "Decimal".into(),
        Type::Date => "Date".into(),
        Type::Instant => "time.Time".into(),
        Type::Id(_) => "ID".into(),
        Type::Bytes => "[]byte".into(),
        Type::Tree | Type::Value => "any".into(),
        Type::Values => "map[string]any".into(),
        Type::Record(record) => record.name.into(),
        Type::Choice(choice) => choice.name.into(),
        Type::List(of) => format!("[]{}", self::ty(of)),
        Type::Optional(of) => {
            let of = self::ty(of);
            let own = of.starts_with("[]") || of.starts_with("map") || of == "any";
            if own { of } else { format!("*{of}") }
        }
    }
}
