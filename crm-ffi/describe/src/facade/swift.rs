//! The facade of a pack in Swift.

use super::names::{Names, camel, pascal};
use super::{Facade, Kind, Member, Thing};

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
    let mut classes = Names::beside(&["ObjectRecord"], &[]);
    doc(&mut out, "", &facade.docs);
    out.push_str(&format!("public struct {pack} {{\n    private let objects: Objects\n\n"));
    out.push_str("    public init(_ session: Session) {\n        objects = session.objects()\n    }\n");
    let mut own = Names::beside(WORDS, &["objects"]);
    let things: Vec<(&Thing, String, String)> = facade
        .things
        .iter()
        .map(|thing| (thing, classes.take(pascal(&thing.own) + "Record"), classes.take(pascal(&thing.own) + "Calls")))
        .collect();
    for (thing, _, calls) in &things {
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
    out.push_str(&format!("    public var {}: {pack} {{ {pack}(self) }}\n}}\n", camel(&facade.pack)));
    for (thing, record, calls) in &things {
        out.push_str(&format!("\nextension {pack} {{\n"));
        record_class(&mut out, thing, record);
        out.push('\n');
        calls_class(&mut out, thing, record, calls);
        out.push_str("}\n");
    }
    out
}

fn record_class(out: &mut String, thing: &Thing, class: &str) {
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
    out.push_str("    }\n");
}

/// Parameters for the fields, and the record that is made of them.
fn parameters(members: &[&Member], taken: &[&str], all_optional: bool) -> (Vec<String>, String) {
    let (mut pairs, mut names) = (Vec::new(), Names::beside(WORDS, taken));
    let parameters = members.iter().map(|member| {
        let name = names.take(camel(&member.name));
        pairs.push(format!("\"{}\": {name}", member.name));
        let optional = if all_optional || !member.required { "? = nil" } else { "" };
        format!("{name}: {}{optional}", given(member.kind))
    });
    let parameters = parameters.collect();
    let pairs = if pairs.is_empty() { ":".to_owned() } else { pairs.join(", ") };
    // What is nil was not given.
    (parameters, format!("CrmKit.record(([{pairs}] as Fields).given())"))
}

fn calls_class(out: &mut String, thing: &Thing, record: &str, class: &str) {
    let name = &thing.name;
    let own = format!("object: \"{name}\"");
    doc(out, "    ", &thing.docs);
    out.push_str(&format!("    public struct {class} {{\n        let objects: Objects\n\n"));
    let mut method = |signature: &str, body: &str| {
        out.push_str(&format!("        public func {signature} {{\n            {body}\n        }}\n\n"));
    };
    if !thing.is_part() {
        let (mut fields, new) = parameters(&thing.created(), &["id", "objects"], false);
        fields.push("id: UUID? = nil".into());
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
        let (mut fields, values) = parameters(&thing.updated(), &["id", "clear", "version", "objects"], true);
        fields.insert(0, "id: UUID".into());
        fields.extend(["clear: [String]? = nil".into(), "version: Int64? = nil".into()]);
        method(
            &format!("update({}) throws -> {record}", fields.join(", ")),
            &format!(
                "let changes = ObjectUpdate(values: {values}, clear: clear, version: version)\n            return \
                 {record}(record: try objects.update({own}, id: id, changes: changes))"
            ),
        );
        let body = format!("try objects.delete({own}, id: id, version: version)");
        method("delete(id: UUID, version: Int64? = nil) throws", &body);
    }
    let mut methods = Names::beside(WORDS, &["create", "get", "list", "aggregate", "update", "delete", "objects"]);
    for act in &thing.acts {
        doc(out, "        ", &act.docs);
        let takes: Vec<&Member> = act.takes.iter().collect();
        let (mut fields, with) = parameters(&takes, &["id", "version", "objects"], true);
        fields.insert(0, "id: UUID".into());
        fields.push("version: Int64? = nil".into());
        let with = if takes.is_empty() { "nil" } else { with.as_str() };
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
