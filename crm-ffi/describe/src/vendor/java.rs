//! `CrmRecords.java`: a class for every record, for whichever JSON library the host has. Fields are called as Java calls them; the
//! library's policy for names (`LOWER_CASE_WITH_UNDERSCORES`, `SNAKE_CASE`) does the rest.

use std::fmt::Write;

use crm_core::schema::{RecordInfo, Type};

use super::line;
use crate::facade::names::{Names, camel};
use crate::listing;

/// What no field can be called; a line behind it makes it one.
const WORDS: &str = "abstract assert boolean break byte case catch char class const continue default do double else enum extends \
    final finally float for goto if implements import instanceof int interface long native new package private protected \
    public return short static super switch synchronized this throw throws transient try void volatile while true false null";

/// `java.lang` has these too, and a nested class would hide them from the code beside it.
const HIDDEN: &[&str] = &["Object", "String", "Long", "Boolean", "Double", "Record", "Process", "Override"];

pub fn make() -> String {
    let mut text = "// Made from the engine's tables; do not edit.\npackage crm;\n\nimport java.util.List;\nimport java.util.Map;\n\n\
                    /** What operations take and give; ids, decimals, days, instants and the values of choices are texts. */\n\
                    public final class CrmRecords {\n    private CrmRecords() {}\n"
        .to_owned();
    for record in listing::types().0 {
        class(&mut text, record);
    }
    text.push_str("}\n");
    text
}

fn name(record: &str) -> String {
    if HIDDEN.contains(&record) { format!("Crm{record}") } else { record.to_owned() }
}

fn class(text: &mut String, record: &RecordInfo) {
    let mut names = Names::among(WORDS, &[]);
    let (doc, class) = (escaped(record.doc), name(record.name));
    let _ = writeln!(text, "\n    /** {doc} */\n    public static final class {class} {{");
    for field in record.fields {
        let member = names.take(camel(field.name()));
        let (doc, ty) = (escaped(field.doc()), ty(&field.ty));
        let _ = writeln!(text, "        /** {doc} */\n        public {ty} {member};");
    }
    text.push_str("    }\n");
}

/// What stands in a comment that is HTML.
pub fn escaped(doc: &str) -> String {
    line(doc).replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('@', "&#64;")
}

fn ty(ty: &Type) -> String {
    match ty {
        Type::Integer => "Long".into(),
        Type::Boolean => "Boolean".into(),
        Type::Tree | Type::Value | Type::Nothing => "Object".into(),
        Type::Values => "Map<String, Object>".into(),
        Type::Record(record) => name(record.name),
        Type::List(of) => format!("List<{}>", self::ty(of)),
        Type::Optional(of) => self::ty(of),
        _ => "String".into(),
    }
}
