//! The facade of a pack in Rust: a module over sessions.

use super::names::{Names, pascal};
use super::{Facade, Kind, Member, Thing};

/// Words of the language that no name can be as it stands.
const WORDS: &[&str] = &[
    "as", "async", "await", "break", "const", "continue", "crate", "dyn", "else", "enum", "extern", "false", "fn",
    "for", "gen", "if", "impl", "in", "let", "loop", "match", "mod", "move", "mut", "pub", "ref", "return", "self",
    "static", "struct", "super", "trait", "true", "type", "unsafe", "use", "where", "while", "abstract", "become",
    "box", "do", "final", "macro", "override", "priv", "try", "typeof", "unsized", "virtual", "yield",
];

fn given(kind: Kind) -> &'static str {
    match kind {
        Kind::Text => "String",
        Kind::Integer => "i64",
        Kind::Boolean => "bool",
        Kind::Decimal => "Decimal",
        Kind::Money => "Money",
        Kind::Date => "Date",
        Kind::Instant => "Timestamp",
        Kind::Record => "RecordId",
    }
}

fn got(kind: Kind) -> &'static str {
    match kind {
        Kind::Text => "&str",
        Kind::Money => "&Money",
        Kind::Record => "&ObjectRef",
        other => given(other),
    }
}

fn doc(out: &mut String, indent: &str, lines: &[String]) {
    // An empty line between them: they are of two languages.
    out.push_str(
        &lines.iter().map(|line| format!("{indent}/// {line}\n")).collect::<Vec<_>>().join(&format!("{indent}///\n")),
    );
}

/// The text of the file.
pub fn make(facade: &Facade) -> String {
    let mut out = format!("// {}\n", facade.made);
    out.push_str("\n#[allow(unused_imports)]\nuse crm_core::objects::{ObjectRecord, ObjectTable, ObjectUpdate};\n");
    out.push_str("#[allow(unused_imports)]\nuse crm_core::{Date, Money, ObjectRef, PageRequest, RecordId, Result, Session, Timestamp, Total, Tree};\n");
    out.push_str("#[allow(unused_imports)]\nuse rust_decimal::Decimal;\nuse serde_json::{Map, Value as Json};\n\n");
    out.push_str("/// A page of records, and what the next one is asked for by.\npub struct Page<R> {\n");
    out.push_str(
        "    /// The records.\n    pub items: Vec<R>,\n    /// Where the next page begins; none at the end.\n",
    );
    out.push_str("    pub next: Option<String>,\n    /// How many there are, where it was asked for.\n    pub total: Option<Total>,\n}\n\n");
    out.push_str("fn put(fields: &mut Map<String, Json>, name: &str, value: Option<impl serde::Serialize>) {\n");
    out.push_str("    // The types of fields are all plain JSON.\n");
    out.push_str("    if let Some(value) = value.and_then(|value| serde_json::to_value(value).ok()) {\n");
    out.push_str("        fields.insert(name.to_owned(), value);\n    }\n}\n");
    let taken = [
        "ObjectRecord",
        "ObjectTable",
        "ObjectUpdate",
        "Page",
        "Date",
        "Money",
        "ObjectRef",
        "PageRequest",
        "RecordId",
        "Result",
        "Session",
        "Timestamp",
        "Total",
        "Tree",
        "Decimal",
        "Map",
        "Json",
        "Option",
        "Some",
        "None",
        "Ok",
        "Err",
        "String",
        "Vec",
    ];
    let mut classes = Names::beside(&taken, &[]);
    let pack = classes.take(pascal(&facade.pack));
    out.push('\n');
    doc(&mut out, "", &facade.docs);
    out.push_str(&format!(
        "#[derive(Clone, Copy)]\npub struct {pack}<'s>(pub &'s Session);\n\nimpl<'s> {pack}<'s> {{\n"
    ));
    let mut own = Names::beside(WORDS, &[]);
    let mut things = Vec::new();
    for thing in &facade.things {
        let name = pascal(&thing.own);
        let calls = classes.take(format!("{name}Calls"));
        doc(&mut out, "    ", &thing.docs);
        out.push_str(&format!(
            "    pub fn {}(self) -> {calls}<'s> {{\n        {calls}(self.0)\n    }}\n\n",
            own.take(thing.own.clone())
        ));
        things.push((thing, name, calls));
    }
    out.truncate(out.trim_end().len());
    out.push_str("\n}\n");
    for (thing, name, calls) in &things {
        thing_types(&mut out, thing, name, calls, &mut classes);
    }
    out
}

/// A struct of fields, and how they are written.
fn fields_struct(out: &mut String, class: &str, members: &[&Member], all_optional: bool, about: &str) {
    out.push_str(&format!("\n/// {about}\n#[derive(Debug, Clone, Default)]\npub struct {class} {{\n"));
    let (mut names, mut puts) = (Names::beside(WORDS, &[]), String::new());
    for member in members {
        doc(out, "    ", &member.docs);
        let name = names.take(member.name.clone());
        let optional = all_optional || !member.required;
        let ty = given(member.kind);
        let (ty, value) = if optional {
            (format!("Option<{ty}>"), format!("self.{name}"))
        } else {
            (ty.to_owned(), format!("Some(self.{name})"))
        };
        out.push_str(&format!("    pub {name}: {ty},\n"));
        puts.push_str(&format!("        put(&mut fields, \"{}\", {value});\n", member.name));
    }
    let mutable = if members.is_empty() { "" } else { "mut " };
    out.push_str(&format!(
        "}}\n\nimpl {class} {{\n    fn tree(self) -> Tree {{\n        let {mutable}fields = Map::new();\n{puts}"
    ));
    out.push_str("        Tree::from(Json::Object(fields))\n    }\n}\n");
}

fn thing_types(out: &mut String, thing: &Thing, own: &str, calls: &str, classes: &mut Names) {
    let record = classes.take(format!("{own}Record"));
    out.push('\n');
    doc(out, "", &thing.docs);
    out.push_str(&format!(
        "#[derive(Debug, Clone, PartialEq)]\npub struct {record}(pub ObjectRecord);\n\nimpl {record} {{\n"
    ));
    let mut names = Names::beside(WORDS, &["id", "version", "title", "status"]);
    for (name, ty, value) in [
        ("id", "RecordId", "self.0.id"),
        ("version", "i64", "self.0.version"),
        ("title", "&str", "&self.0.title"),
        ("status", "Option<&str>", "self.0.status.as_deref()"),
    ] {
        out.push_str(&format!(
            "    /// The record's own.\n    pub fn {name}(&self) -> {ty} {{\n        {value}\n    }}\n\n"
        ));
    }
    for member in &thing.members {
        doc(out, "    ", &member.docs);
        let (name, ty, word) = (names.take(member.name.clone()), got(member.kind), member.kind.word());
        let signature = format!("pub fn {name}(&self) -> Result<Option<{ty}>>");
        out.push_str(&format!("    {signature} {{\n        self.0.values.{word}(\"{}\")\n    }}\n\n", member.name));
    }
    out.truncate(out.trim_end().len());
    out.push_str("\n}\n");
    let (new, changes) = (classes.take(format!("New{own}")), classes.take(format!("{own}Update")));
    if !thing.is_part() {
        fields_struct(out, &new, &thing.created(), false, "What a new record is made of.");
        fields_struct(
            out,
            &changes,
            &thing.updated(),
            true,
            "What is changed of a record; what is none stays as it is.",
        );
    }
    let mut acts = Vec::new();
    let mut methods = Names::beside(WORDS, &["create", "get", "list", "aggregate", "update", "delete"]);
    for act in &thing.acts {
        let fields = (!act.takes.is_empty()).then(|| classes.take(format!("{own}{}", pascal(&act.name))));
        if let Some(class) = &fields {
            fields_struct(out, class, &act.takes.iter().collect::<Vec<_>>(), true, "What the action takes.");
        }
        acts.push((act, methods.take(act.name.clone()), fields));
    }
    let name = &thing.name;
    out.push('\n');
    doc(out, "", &thing.docs);
    out.push_str(&format!("#[derive(Clone, Copy)]\npub struct {calls}<'s>(&'s Session);\n\nimpl {calls}<'_> {{\n"));
    let mut method = |docs: &[String], signature: &str, body: &str| {
        doc(out, "    ", docs);
        out.push_str(&format!("    pub fn {signature} {{\n        {body}\n    }}\n\n"));
    };
    let of = |line: &str| [line.to_owned()];
    if !thing.is_part() {
        method(
            &of("Creates a record; `id` is the caller's own, a UUIDv7."),
            &format!("create(self, new: {new}, id: Option<RecordId>) -> Result<{record}>"),
            &format!("self.0.objects().create(\"{name}\".into(), new.tree(), id).map({record})"),
        );
        method(
            &of("Gives a record."),
            &format!("get(self, id: RecordId) -> Result<{record}>"),
            &format!("self.0.objects().get(\"{name}\".into(), id).map({record})"),
        );
        method(
            &of("Changes a record, and empties the fields in `clear`."),
            &format!(
                "update(self, id: RecordId, changes: {changes}, clear: &[&str], version: Option<i64>) -> Result<{record}>"
            ),
            &format!(
                "let clear = clear.iter().map(|name| (*name).to_owned()).collect();\n        let changes = ObjectUpdate {{ \
                 values: Some(changes.tree()), clear: Some(clear), parts: None, version }};\n        \
                 self.0.objects().update(\"{name}\".into(), id, changes).map({record})"
            ),
        );
        method(
            &of("Deletes a record."),
            "delete(self, id: RecordId, version: Option<i64>) -> Result<()>",
            &format!("self.0.objects().delete(\"{name}\".into(), id, version)"),
        );
    }
    method(
        &of("Lists records."),
        &format!(
            "list(self, filter: Option<Tree>, sort: &[&str], fields: Option<Vec<String>>, page: Option<PageRequest>) -> \
             Result<Page<{record}>>"
        ),
        &format!(
            "let sort = Some(sort.iter().map(|path| (*path).to_owned()).collect());\n        let found = \
             self.0.objects().list(\"{name}\".into(), filter, sort, fields, page)?;\n        Ok(Page {{ items: \
             found.items.into_iter().map({record}).collect(), next: found.next, total: found.total }})"
        ),
    );
    method(
        &of("Counts, sums and compares records."),
        "aggregate(self, query: Tree) -> Result<ObjectTable>",
        &format!("self.0.objects().aggregate(\"{name}\".into(), query)"),
    );
    for (act, called, fields) in &acts {
        let (parameter, with) = match fields {
            Some(class) => (format!("with: {class}, "), "Some(with.tree())"),
            None => (String::new(), "None"),
        };
        method(
            &act.docs,
            &format!("{called}(self, id: RecordId, {parameter}version: Option<i64>) -> Result<{record}>"),
            &format!(
                "self.0.objects().act(\"{name}\".into(), id, \"{}\".into(), {with}, version).map({record})",
                act.name
            ),
        );
    }
    out.truncate(out.trim_end().len());
    out.push_str("\n}\n");
}
