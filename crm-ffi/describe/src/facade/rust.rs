//! The facade of a pack in Rust: a module over sessions.

use super::classes::Classes;
use super::names::{Names, pascal};
use super::{Facade, Kind, Member, Parts, Thing};

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
    out.push_str("\n#[allow(unused_imports)]\nuse crm_core::objects::{HistoryPage, ObjectRecord, ObjectTable, ObjectUpdate, RecordKey, Related};\n");
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
    if facade.things.iter().any(|thing| !thing.parts.is_empty()) {
        out.push_str(PARTS);
    }
    let taken = [
        "HistoryPage",
        "ObjectRecord",
        "ObjectTable",
        "ObjectUpdate",
        "RecordKey",
        "Related",
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
        let named = Classes::of(thing, &mut classes);
        let calls = &named.calls;
        doc(&mut out, "    ", &thing.docs);
        out.push_str(&format!(
            "    pub fn {}(self) -> {calls}<'s> {{\n        {calls}(self.0)\n    }}\n\n",
            own.take(thing.own.clone())
        ));
        things.push((thing, named));
    }
    out.truncate(out.trim_end().len());
    out.push_str("\n}\n");
    for (thing, own) in &things {
        let lists = |class: fn(&Classes) -> &String| -> Vec<List<'_>> {
            let of =
                |list: &Parts| things.iter().find(|(thing, _)| thing.own == list.of).map(|(_, own)| class(own).clone());
            thing.parts.iter().filter_map(|list| of(list).map(|class| (list, class))).collect()
        };
        let lists = [lists(|own| &own.part), lists(|own| &own.new), lists(|own| &own.changes)];
        thing_types(&mut out, thing, own, &lists, &mut classes);
    }
    out
}

/// How parts are read.
const PARTS: &str = r#"
fn parts(record: &ObjectRecord, list: &str) -> Option<Vec<(RecordId, Map<String, Json>)>> {
    let parts = record.parts.as_ref()?.value().get(list)?.as_array()?;
    let part = |part: &Json| Some((part.get("id")?.as_str()?.parse().ok()?, part.get("values")?.as_object()?.clone()));
    Some(parts.iter().filter_map(part).collect())
}

fn read<T: serde::de::DeserializeOwned>(values: &Map<String, Json>, name: &str, kind: &str) -> Result<Option<T>> {
    let Some(value) = values.get(name) else { return Ok(None) };
    serde_json::from_value(value.clone()).map_err(|_| {
        let (name, detail) = (name.to_owned(), format!("is not of type {kind}"));
        let (label, text) = (name.clone(), format!("{name} {detail}"));
        let field = crm_core::FieldError { field: name, code: "type".into(), detail, limit: None, label, text };
        crm_core::CrmError::Invalid { fields: vec![field] }
    })
}
"#;

/// What a struct of fields is for.
#[derive(Clone, Copy, PartialEq)]
enum Use {
    /// A new record.
    Given,
    /// A change of a record, or what an action takes: nothing of it must be given.
    Update,
    /// A new part.
    Part,
    /// A part in a changed list.
    Change,
}

/// A list of parts with the class of its elements.
type List<'a> = (&'a Parts, String);

/// A struct of fields, and how they are written.
fn fields_struct(out: &mut String, (class, about, of): (&str, &str, Use), members: &[&Member], lists: &[List<'_>]) {
    out.push_str(&format!("\n/// {about}\n#[derive(Debug, Clone, Default)]\npub struct {class} {{\n"));
    let (mut puts, mut whole) = (String::new(), String::new());
    let mut names = Names::beside(WORDS, if of == Use::Change { &["id", "clear"] } else { &[] });
    if of == Use::Change {
        out.push_str("    /// The part that is there; none of a new one.\n    pub id: Option<RecordId>,\n");
        puts.push_str("        put(&mut fields, \"id\", self.id);\n");
    }
    for member in members {
        doc(out, "    ", &member.docs);
        let name = names.take(member.name.clone());
        let optional = matches!(of, Use::Update | Use::Change) || !member.required;
        let ty = given(member.kind);
        let (ty, value) = if optional {
            (format!("Option<{ty}>"), format!("self.{name}"))
        } else {
            (ty.to_owned(), format!("Some(self.{name})"))
        };
        out.push_str(&format!("    pub {name}: {ty},\n"));
        puts.push_str(&format!("        put(&mut fields, \"{}\", {value});\n", member.name));
    }
    for (list, part) in lists {
        doc(out, "    ", &list.docs);
        let name = names.take(list.name.clone());
        out.push_str(&format!("    pub {name}: Option<Vec<{part}>>,\n"));
        let parts = format!("self.{name}.map(|parts| parts.into_iter().map({part}::json).collect::<Vec<_>>())");
        let (into, puts) = if of == Use::Update { ("lists", &mut whole) } else { ("fields", &mut puts) };
        puts.push_str(&format!("        put(&mut {into}, \"{}\", {parts});\n", list.name));
    }
    if of == Use::Change {
        out.push_str("    /// Fields that are emptied.\n    pub clear: Vec<String>,\n");
        puts.push_str("        for name in self.clear {\n            fields.insert(name, Json::Null);\n        }\n");
    }
    let mutable = if puts.is_empty() { "" } else { "mut " };
    let begun = format!("        let {mutable}fields = Map::new();\n{puts}");
    let method = match (of, lists.is_empty()) {
        (Use::Part | Use::Change, _) => {
            format!("    fn json(self) -> Json {{\n{begun}        Json::Object(fields)\n    }}\n")
        }
        (Use::Update, false) => format!(
            "    fn trees(self) -> (Tree, Option<Tree>) {{\n{begun}        let mut lists = Map::new();\n{whole}        let lists = \
             (!lists.is_empty()).then(|| Tree::from(Json::Object(lists)));\n        (Tree::from(Json::Object(fields)), lists)\n    \
             }}\n"
        ),
        _ => format!("    fn tree(self) -> Tree {{\n{begun}        Tree::from(Json::Object(fields))\n    }}\n"),
    };
    out.push_str(&format!("}}\n\nimpl {class} {{\n{method}}}\n"));
}

/// The classes of parts: as they are told, given with a new whole, and changed.
fn part_types(out: &mut String, thing: &Thing, own: &Classes) {
    let Classes { part, new, changes, .. } = own;
    out.push('\n');
    doc(out, "", &thing.docs);
    out.push_str(&format!(
        "#[derive(Debug, Clone, PartialEq)]\npub struct {part}(RecordId, Map<String, Json>);\n\nimpl {part} {{\n    /// Its \
         id.\n    pub fn id(&self) -> RecordId {{\n        self.0\n    }}\n"
    ));
    let mut names = Names::beside(WORDS, &["id"]);
    for member in thing.told() {
        out.push('\n');
        doc(out, "    ", &member.docs);
        let (name, word) = (names.take(member.name.clone()), member.kind.word());
        let ty = if member.kind == Kind::Record { "ObjectRef" } else { given(member.kind) };
        out.push_str(&format!(
            "    pub fn {name}(&self) -> Result<Option<{ty}>> {{\n        read(&self.1, \"{}\", \"{word}\")\n    }}\n",
            member.name
        ));
    }
    out.push_str("}\n");
    fields_struct(out, (new, "A new part.", Use::Part), &thing.created(), &[]);
    let about = "A part in a changed list: one that is there by its id, with what is new of it; else a new one.";
    fields_struct(out, (changes, about, Use::Change), &thing.listed(), &[]);
}

fn thing_types(
    out: &mut String,
    thing: &Thing,
    own: &Classes,
    [told, made, changed]: &[Vec<List<'_>>; 3],
    classes: &mut Names,
) {
    let Classes { record, calls, new, changes, .. } = own;
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
    for (list, part) in told {
        doc(out, "    ", &list.docs);
        let (name, list) = (names.take(list.name.clone()), &list.name);
        out.push_str(&format!(
            "    pub fn {name}(&self) -> Option<Vec<{part}>> {{\n        let parts = parts(&self.0, \"{list}\")?;\n        \
             Some(parts.into_iter().map(|(id, values)| {part}(id, values)).collect())\n    }}\n\n"
        ));
    }
    out.truncate(out.trim_end().len());
    out.push_str("\n}\n");
    if thing.is_part() {
        part_types(out, thing, own);
    } else {
        fields_struct(out, (new, "What a new record is made of.", Use::Given), &thing.created(), made);
        let about = "What is changed of a record; what is none stays as it is, and lists of parts are given whole.";
        fields_struct(out, (changes, about, Use::Update), &thing.updated(), changed);
    }
    let mut acts = Vec::new();
    let verbs = ["create", "get", "list", "aggregate", "update", "delete", "restore", "history", "related"];
    let mut methods = Names::beside(WORDS, &verbs);
    for act in &thing.acts {
        let class = || classes.take(pascal(&thing.own) + &pascal(&act.name));
        let fields = (!act.takes.is_empty()).then(class);
        if let Some(class) = &fields {
            let about = (class.as_str(), "What the action takes.", Use::Update);
            fields_struct(out, about, &act.takes.iter().collect::<Vec<_>>(), &[]);
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
    let trees = if changed.is_empty() { "(changes.tree(), None)" } else { "changes.trees()" };
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
                "let clear = clear.iter().map(|name| (*name).to_owned()).collect();\n        let (values, parts) = \
                 {trees};\n        let changes = ObjectUpdate {{ values: Some(values), clear: Some(clear), parts, version \
                 }};\n        self.0.objects().update(\"{name}\".into(), id, changes).map({record})"
            ),
        );
        method(
            &of("Deletes a record."),
            "delete(self, id: RecordId, version: Option<i64>) -> Result<()>",
            &format!("self.0.objects().delete(\"{name}\".into(), id, version)"),
        );
        let key = format!("RecordKey {{ object: \"{name}\".into(), id }}");
        method(
            &of("Brings a deleted record back."),
            &format!("restore(self, id: RecordId) -> Result<{record}>"),
            &format!("self.0.objects().restore({key}).map({record})"),
        );
        method(
            &of("Tells what happened to a record, newest first."),
            "history(self, id: RecordId, page: Option<PageRequest>) -> Result<HistoryPage>",
            &format!("self.0.objects().history({key}, page)"),
        );
        method(
            &of("Tells what refers to a record: how many, and the titles of the newest."),
            "related(self, id: RecordId, rows: Option<i64>) -> Result<Vec<Related>>",
            &format!("self.0.objects().related({key}, rows)"),
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
