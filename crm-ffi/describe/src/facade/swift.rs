//! The facade of a pack in Swift.

use super::classes::Classes;
use super::names::{Names, camel, pascal};
use super::{Facade, Kind, Member, Parts, Thing};

/// Words of the language that no name can be as it stands.
const WORDS: &[&str] = &[
    "as",
    "break",
    "case",
    "catch",
    "class",
    "continue",
    "default",
    "defer",
    "deinit",
    "do",
    "else",
    "enum",
    "extension",
    "fallthrough",
    "false",
    "for",
    "func",
    "guard",
    "if",
    "import",
    "in",
    "init",
    "inout",
    "internal",
    "is",
    "let",
    "nil",
    "operator",
    "private",
    "protocol",
    "public",
    "repeat",
    "rethrows",
    "return",
    "self",
    "static",
    "struct",
    "subscript",
    "super",
    "switch",
    "throw",
    "throws",
    "true",
    "try",
    "typealias",
    "var",
    "where",
    "while",
];

/// A list of parts with the classes of its elements.
type List<'a> = (&'a Parts, &'a Classes);

fn given(kind: Kind) -> &'static str {
    match kind {
        Kind::Text => "String",
        Kind::Integer => "Int64",
        Kind::Boolean => "Bool",
        Kind::Decimal => "Foundation.Decimal",
        Kind::Money => "Money",
        Kind::Date => "CalendarDate",
        Kind::Instant => "Date",
        Kind::Record => "UUID",
    }
}

fn got(kind: Kind) -> &'static str {
    if kind == Kind::Record { "ObjectRef" } else { given(kind) }
}

fn doc(out: &mut String, indent: &str, lines: &[String]) {
    lines.iter().for_each(|line| out.push_str(&format!("{indent}/// {line}\n")));
}

/// The text of the file.
pub fn make(facade: &Facade) -> String {
    let mut out = format!("// {}\nimport CrmKit\nimport Foundation\n\n", facade.made);
    let pack = pascal(&facade.pack);
    let mut classes = Names::beside(&["ObjectRecord", "Page", "Part", "RecordKey", "HistoryPage", "Related"], &[]);
    doc(&mut out, "", &facade.docs);
    out.push_str(&format!("public struct {pack} {{\n    private let objects: Objects\n\n"));
    out.push_str("    public init(_ session: Session) {\n        objects = session.objects()\n    }\n");
    let mut own = Names::beside(WORDS, &["objects"]);
    let things: Vec<(&Thing, Classes)> =
        facade.things.iter().map(|thing| (thing, Classes::of(thing, &mut classes))).collect();
    for (thing, Classes { calls, .. }) in &things {
        out.push('\n');
        doc(&mut out, "    ", &thing.docs);
        out.push_str(&format!(
            "    public var {}: {calls} {{ {calls}(objects: objects) }}\n",
            own.take(camel(&thing.own))
        ));
    }
    out.push_str(
        "\n    /// A page of records, and what the next one is asked for by.\n    public struct Page<Item> {\n",
    );
    out.push_str("        public let items: [Item]\n        public let next: String?\n        public let total: Total?\n    }\n}\n");
    out.push_str("\nextension Session {\n    /// What the pack defines.\n");
    // A property can't stand beside the area's method.
    let called = camel(&facade.pack) + if facade.is_area() { "_" } else { "" };
    out.push_str(&format!("    public var {called}: {pack} {{ {pack}(self) }}\n}}\n"));
    for (thing, own) in &things {
        let of = |list: &Parts| things.iter().find(|(thing, _)| thing.own == list.of).map(|(_, classes)| classes);
        let lists: Vec<List<'_>> =
            thing.parts.iter().filter_map(|list| of(list).map(|classes| (list, classes))).collect();
        out.push_str(&format!("\nextension {pack} {{\n"));
        record_class(&mut out, thing, &own.record, &lists);
        out.push('\n');
        if thing.is_part() {
            part_classes(&mut out, thing, own);
        }
        calls_class(&mut out, thing, own, &lists);
        out.push_str("}\n");
    }
    out
}

fn record_class(out: &mut String, thing: &Thing, class: &str, lists: &[List<'_>]) {
    doc(out, "    ", &thing.docs);
    out.push_str(&format!("    public struct {class}: Equatable {{\n        public let record: ObjectRecord\n\n"));
    for (name, ty) in [("id", "UUID"), ("version", "Int64"), ("title", "String"), ("status", "String?")] {
        out.push_str(&format!("        public var {name}: {ty} {{ record.{name} }}\n"));
    }
    let mut names = Names::beside(WORDS, &["record", "id", "version", "title", "status"]);
    for member in &thing.members {
        doc(out, "        ", &member.docs);
        let (name, ty, word) = (names.take(camel(&member.name)), got(member.kind), member.kind.word());
        let get = format!("get throws {{ try record.values.{word}(\"{}\") }}", member.name);
        out.push_str(&format!("        public var {name}: {ty}? {{ {get} }}\n"));
    }
    for (list, Classes { part, .. }) in lists {
        doc(out, "        ", &list.docs);
        let name = names.take(camel(&list.name));
        let get = format!("try record.parts(named: \"{}\")?.map({part}.init(part:))", list.name);
        out.push_str(&format!("        public var {name}: [{part}]? {{ get throws {{ {get} }} }}\n"));
    }
    out.push_str("    }\n");
}

/// A part: as its whole tells it, as it is given with a new whole, and in a changed list.
fn part_classes(out: &mut String, thing: &Thing, own: &Classes) {
    let Classes { part, new, changes, .. } = own;
    doc(out, "    ", &thing.docs);
    out.push_str(&format!("    public struct {part}: Equatable {{\n        public let part: Part\n\n"));
    out.push_str("        public var id: UUID { part.id }\n");
    let mut names = Names::beside(WORDS, &["part", "id"]);
    for member in thing.told() {
        doc(out, "        ", &member.docs);
        let (name, ty, word) = (names.take(camel(&member.name)), got(member.kind), member.kind.word());
        let get = format!("get throws {{ try part.{word}(\"{}\") }}", member.name);
        out.push_str(&format!("        public var {name}: {ty}? {{ {get} }}\n"));
    }
    out.push_str("    }\n\n    /// A new part.\n");
    given_class(out, new, &thing.created(), false);
    out.push_str(
        "    /// A part in a changed list: one that is there by its id, with what is new of it; else a new one.\n",
    );
    given_class(out, changes, &thing.listed(), true);
}

/// A part that is given.
fn given_class(out: &mut String, class: &str, members: &[&Member], change: bool) {
    let mut names = Names::beside(WORDS, if change { &["id", "clear", "fields"] } else { &["fields"] });
    let mut fields: Vec<(String, String, &str, String)> = Vec::new();
    if change {
        fields.push(("id".into(), "UUID?".into(), " = nil", "\"id\": id".into()));
    }
    for member in members {
        let (name, optional) = (names.take(camel(&member.name)), change || !member.required);
        let (mark, default) = if optional { ("?", " = nil") } else { ("", "") };
        let pair = format!("\"{}\": {name}", member.name);
        fields.push((name, format!("{}{mark}", given(member.kind)), default, pair));
    }
    let mut pairs: Vec<&str> = fields.iter().map(|(.., pair)| pair.as_str()).collect();
    if pairs.is_empty() {
        pairs.push(":");
    }
    let emptied = if change { ".emptied(clear)" } else { "" };
    let json = format!("([{}] as Fields).given(){emptied}", pairs.join(", "));
    if change {
        fields.push(("clear".into(), "[String]".into(), " = []", String::new()));
    }
    out.push_str(&format!("    public struct {class} {{\n"));
    fields.iter().for_each(|(name, ty, ..)| out.push_str(&format!("        public var {name}: {ty}\n")));
    let parameters: Vec<String> =
        fields.iter().map(|(name, ty, default, _)| format!("{name}: {ty}{default}")).collect();
    out.push_str(&format!("\n        public init({}) {{\n", parameters.join(", ")));
    fields.iter().for_each(|(name, ..)| out.push_str(&format!("            self.{name} = {name}\n")));
    out.push_str(&format!("        }}\n\n        var fields: Fields {{ {json} }}\n    }}\n\n"));
}

/// Parameters for lists of parts, and the pairs that are made of them.
fn list_parameters(lists: &[List<'_>], names: &mut Names, class: fn(&Classes) -> &str) -> (Vec<String>, Vec<String>) {
    let one = |(list, of): &List<'_>| {
        let name = names.take(camel(&list.name));
        (format!("{name}: [{}]? = nil", class(of)), format!("\"{}\": {name}?.map {{ $0.fields }}", list.name))
    };
    lists.iter().map(one).unzip()
}

/// Parameters for the fields, and the pairs that are made of them.
fn parameters(members: &[&Member], names: &mut Names, all_optional: bool) -> (Vec<String>, Vec<String>) {
    let one = |member: &&Member| {
        let name = names.take(camel(&member.name));
        let pair = format!("\"{}\": {name}", member.name);
        let optional = if all_optional || !member.required { "? = nil" } else { "" };
        (format!("{name}: {}{optional}", given(member.kind)), pair)
    };
    members.iter().map(one).unzip()
}

/// The record that is made of pairs. What is nil was not given.
fn tree(pairs: &[String]) -> String {
    let pairs = if pairs.is_empty() { ":".to_owned() } else { pairs.join(", ") };
    format!("CrmKit.record(([{pairs}] as Fields).given())")
}

fn calls_class(out: &mut String, thing: &Thing, own: &Classes, lists: &[List<'_>]) {
    let (name, Classes { record, calls: class, .. }) = (&thing.name, own);
    let own = format!("object: \"{name}\"");
    doc(out, "    ", &thing.docs);
    out.push_str(&format!("    public struct {class} {{\n        let objects: Objects\n\n"));
    let mut method = |signature: &str, body: &str| {
        out.push_str(&format!("        public func {signature} {{\n            {body}\n        }}\n\n"));
    };
    if !thing.is_part() {
        let mut names = Names::beside(WORDS, &["id", "objects"]);
        let (mut fields, mut pairs) = parameters(&thing.created(), &mut names, false);
        let (more, parts) = list_parameters(lists, &mut names, |part| &part.new);
        fields.extend(more);
        pairs.extend(parts);
        fields.push("id: UUID? = nil".into());
        let new = tree(&pairs);
        method(
            &format!("create({}) throws -> {record}", fields.join(", ")),
            &format!("{record}(record: try objects.create({own}, new: {new}, id: id))"),
        );
        let body = format!("{record}(record: try objects.get({own}, id: id))");
        method(&format!("get(id: UUID) throws -> {record}"), &body);
    }
    method(
        &format!(
            "list(\n            filter: Tree? = nil, sort: [String]? = nil, fields: [String]? = nil, page: PageRequest? = \
             nil\n        ) throws -> Page<{record}>"
        ),
        &format!(
            "let found = try objects.list({own}, filter: filter, sort: sort, fields: fields, page: page)\n            return \
             Page(items: found.items.map({record}.init(record:)), next: found.next, total: found.total)"
        ),
    );
    let body = format!("try objects.aggregate({own}, query: query)");
    method("aggregate(query: Tree) throws -> ObjectTable", &body);
    if !thing.is_part() {
        let mut names = Names::beside(WORDS, &["id", "clear", "version", "objects", "changes"]);
        let (mut fields, pairs) = parameters(&thing.updated(), &mut names, true);
        let (more, parts) = list_parameters(lists, &mut names, |part| &part.changes);
        let parts = if parts.is_empty() { String::new() } else { format!(", parts: {}", tree(&parts)) };
        fields.extend(more);
        fields.insert(0, "id: UUID".into());
        let values = tree(&pairs);
        fields.extend(["clear: [String]? = nil".into(), "version: Int64? = nil".into()]);
        method(
            &format!("update({}) throws -> {record}", fields.join(", ")),
            &format!(
                "let changes = ObjectUpdate(values: {values}, clear: clear{parts}, version: version)\n            return \
                 {record}(record: try objects.update({own}, id: id, changes: changes))"
            ),
        );
        let body = format!("try objects.delete({own}, id: id, version: version)");
        method("delete(id: UUID, version: Int64? = nil) throws", &body);
        let key = format!("record: RecordKey({own}, id: id)");
        let body = format!("{record}(record: try objects.restore({key}))");
        method(&format!("restore(id: UUID) throws -> {record}"), &body);
        let body = format!("try objects.history({key}, page: page)");
        method("history(id: UUID, page: PageRequest? = nil) throws -> HistoryPage", &body);
        let body = format!("try objects.related({key}, rows: rows)");
        method("related(id: UUID, rows: Int64? = nil) throws -> [Related]", &body);
    }
    let verbs = ["create", "get", "list", "aggregate", "update", "delete", "restore", "history", "related", "objects"];
    let mut methods = Names::beside(WORDS, &verbs);
    for act in &thing.acts {
        doc(out, "        ", &act.docs);
        let takes: Vec<&Member> = act.takes.iter().collect();
        let mut names = Names::beside(WORDS, &["id", "version", "objects"]);
        let (mut fields, pairs) = parameters(&takes, &mut names, true);
        fields.insert(0, "id: UUID".into());
        fields.push("version: Int64? = nil".into());
        let with = if takes.is_empty() { "nil".to_owned() } else { tree(&pairs) };
        let (method, action) = (methods.take(camel(&act.name)), &act.name);
        out.push_str(&format!("        public func {method}({}) throws -> {record} {{\n", fields.join(", ")));
        out.push_str(&format!(
            "            {record}(\n                record: try objects.act({own}, id: id, action: \"{action}\", with: {with}, \
             version: version))\n        }}\n\n"
        ));
    }
    out.truncate(out.trim_end().len());
    out.push_str("\n    }\n");
}
