//! `CrmOperations.cs`: the names of the operations, records as classes with data contracts. Choices are texts: a newer engine
//! may have more of them, and an enumeration would refuse those.

use std::fmt::Write;

use crm_core::Operation;
use crm_core::schema::{FieldInfo, Type};

use super::{absent, line, pascal_path};
use crate::facade::names::{Names, pascal};
use crate::listing;

const HEAD: &str = "// Made from the engine's tables; do not edit.
using System.Collections.Generic;
using System.Runtime.Serialization;

namespace Crm
{
";

/// What programs mean by these words is the runtime's: `Action` here is `CrmAction`.
const RUNTIME: &str = "Action Attribute Buffer Delegate Directory Environment Exception File Func Lazy List Math Object Path Random Range \
    Stream String Task Thread Timer Tuple Type Uri Version Engine Session Json Operations";

fn own(name: &str) -> String {
    if RUNTIME.split(' ').any(|word| word == name) { format!("Crm{name}") } else { name.to_owned() }
}

pub fn make() -> String {
    let (records, choices) = listing::types();
    let mut text = HEAD.to_owned();
    text.push_str(
        "    /// <summary>The name of every operation.</summary>\n    public static class Operations\n    {\n",
    );
    for operation in Operation::all() {
        let (name, doc) = (pascal_path(operation), escaped(operation.doc));
        let _ = writeln!(
            text,
            "        /// <summary>{doc}</summary>\n        public const string {name} = \"{}\";",
            operation.name
        );
    }
    text.push_str("    }\n");
    for choice in &choices {
        let mut names = Names::beside(&[choice.name, "Equals", "ReferenceEquals"], &[]);
        let (doc, name) = (escaped(choice.doc), own(choice.name));
        let _ = writeln!(text, "\n    /// <summary>{doc}</summary>\n    public static class {name}\n    {{");
        for (value, doc) in choice.values {
            let name = names.take(value.split(['.', '-', ' ', '/', '_']).map(pascal).collect());
            let _ = writeln!(
                text,
                "        /// <summary>{}</summary>\n        public const string {name} = \"{value}\";",
                escaped(doc)
            );
        }
        text.push_str("    }\n");
    }
    for record in &records {
        class(&mut text, &own(record.name), record.doc, record.fields);
    }
    for operation in Operation::all().filter(|operation| !operation.arguments.is_empty()) {
        let doc = format!("The arguments of {}.", operation.name);
        class(&mut text, &format!("{}Args", pascal_path(operation)), &doc, operation.arguments);
    }
    text.push_str("}\n");
    text
}

fn class(text: &mut String, name: &str, doc: &str, fields: &[FieldInfo]) {
    let mut names = Names::beside(&[name, "Equals", "GetHashCode", "GetType", "ToString"], &[]);
    let doc = escaped(doc);
    let _ = writeln!(
        text,
        "\n    /// <summary>{doc}</summary>\n    [DataContract]\n    public sealed class {name}\n    {{"
    );
    for field in fields {
        if !field.doc().trim().is_empty() {
            let _ = writeln!(text, "        /// <summary>{}</summary>", escaped(field.doc()));
        }
        let member = names.take(pascal(field.name()));
        let _ = writeln!(
            text,
            "        [DataMember(Name = \"{}\", EmitDefaultValue = {})] public {} {member} {{ get; set; }}",
            field.name(),
            !absent(field),
            ty(&field.ty, absent(field))
        );
    }
    text.push_str("    }\n");
}

/// What stands in a comment that is XML.
fn escaped(doc: &str) -> String {
    line(doc).replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

fn ty(ty: &Type, absent: bool) -> String {
    match ty {
        Type::Integer => if absent { "long?" } else { "long" }.into(),
        Type::Boolean => if absent { "bool?" } else { "bool" }.into(),
        Type::Tree | Type::Value | Type::Nothing => "object".into(),
        Type::Values => "Dictionary<string, object>".into(),
        Type::Record(record) => own(record.name),
        Type::List(of) => format!("List<{}>", self::ty(of, false)),
        Type::Optional(of) => self::ty(of, true),
        // Decimals, days, instants and ids are texts, as they cross; so are the values of choices.
        _ => "string".into(),
    }
}
