//! The facade of a pack in Kotlin.

use super::names::{Names, camel, pascal};
use super::{Facade, Kind, Member, Thing};

/// Words of the language that no name can be as it stands.
const WORDS: &[&str] = &[
    "as",
    "break",
    "class",
    "continue",
    "do",
    "else",
    "false",
    "for",
    "fun",
    "if",
    "in",
    "interface",
    "is",
    "null",
    "object",
    "package",
    "return",
    "super",
    "this",
    "throw",
    "true",
    "try",
    "typealias",
    "typeof",
    "val",
    "var",
    "when",
    "while",
];

fn given(kind: Kind) -> &'static str {
    match kind {
        Kind::Text => "String",
        Kind::Integer => "Long",
        Kind::Boolean => "Boolean",
        Kind::Decimal => "BigDecimal",
        Kind::Money => "Money",
        Kind::Date => "LocalDate",
        Kind::Instant => "Instant",
        Kind::Record => "UUID",
    }
}

fn got(kind: Kind) -> &'static str {
    if kind == Kind::Record { "ObjectRef" } else { given(kind) }
}

fn doc(out: &mut String, indent: &str, lines: &[String]) {
    match lines {
        [] => {}
        [line] => out.push_str(&format!("{indent}/** {line} */\n")),
        lines => {
            out.push_str(&format!("{indent}/**\n"));
            lines.iter().for_each(|line| out.push_str(&format!("{indent} * {line}\n")));
            out.push_str(&format!("{indent} */\n"));
        }
    }
}

/// The text of the file.
pub fn make(facade: &Facade) -> String {
    let package = format!("crm.packs.{}", facade.pack.replace('_', ""));
    let mut out = format!(
        "// {}\npackage {package}\n\n\
         import crm.Objects\nimport crm.Session\n\
         import crm.boolean\nimport crm.date\nimport crm.decimal\nimport crm.instant\nimport crm.integer\n\
         import crm.model.Money\nimport crm.model.ObjectRecord\nimport crm.model.ObjectRef\n\
         import crm.model.ObjectTable\nimport crm.model.ObjectUpdate\nimport crm.model.PageRequest\n\
         import crm.model.Total\nimport crm.model.Tree\n\
         import crm.money\nimport crm.record\nimport crm.text\n\
         import java.math.BigDecimal\nimport java.time.Instant\nimport java.time.LocalDate\nimport java.util.UUID\n\n",
        facade.made
    );
    let mut classes = Names::beside(&["ObjectRecord"], &[]);
    let pack = classes.take(pascal(&facade.pack));
    doc(&mut out, "", &facade.docs);
    out.push_str(&format!("class {pack}(session: Session) {{\n"));
    let mut own = Names::beside(WORDS, &[]);
    let things: Vec<(&Thing, String, String)> = facade
        .things
        .iter()
        .map(|thing| (thing, classes.take(pascal(&thing.own) + "Record"), classes.take(pascal(&thing.own) + "Calls")))
        .collect();
    for (thing, _, calls) in &things {
        doc(&mut out, "    ", &thing.docs);
        out.push_str(&format!("    val {} = {calls}(session.objects())\n", own.take(camel(&thing.own))));
    }
    out.push_str("}\n\n/** What the pack defines. */\n");
    out.push_str(&format!("val Session.{}: {pack} get() = {pack}(this)\n\n", camel(&facade.pack)));
    out.push_str("/** A page of records, and what the next one is asked for by. */\n");
    out.push_str("class Page<T>(val items: List<T>, val next: String?, val total: Total?)\n");
    for (thing, record, calls) in &things {
        out.push('\n');
        record_class(&mut out, thing, record);
        out.push('\n');
        calls_class(&mut out, thing, record, calls);
    }
    out
}

fn record_class(out: &mut String, thing: &Thing, class: &str) {
    doc(out, "", &thing.docs);
    out.push_str(&format!("class {class}(val record: ObjectRecord) {{\n"));
    out.push_str("    val id: UUID get() = record.id\n    val version: Long get() = record.version\n");
    out.push_str("    val title: String get() = record.title\n    val status: String? get() = record.status\n");
    let mut names = Names::beside(WORDS, &["record", "id", "version", "title", "status"]);
    for member in &thing.members {
        doc(out, "    ", &member.docs);
        let (name, ty, word) = (names.take(camel(&member.name)), got(member.kind), member.kind.word());
        out.push_str(&format!("    val {name}: {ty}? get() = record.values.{word}(\"{}\")\n", member.name));
    }
    out.push_str("}\n");
}

/// Parameters for the fields, and the pairs that are made of them.
fn parameters(members: &[&Member], names: &mut Names, all_optional: bool) -> (Vec<String>, String) {
    let mut pairs = Vec::new();
    let parameters = members.iter().map(|member| {
        let name = names.take(camel(&member.name));
        pairs.push(format!("\"{}\" to {name}", member.name));
        let optional = if all_optional || !member.required { "? = null" } else { "" };
        format!("{name}: {}{optional}", given(member.kind))
    });
    let parameters = parameters.collect();
    // What is null was not given.
    (parameters, format!("record(mapOf({}).filterValues {{ it != null }})", pairs.join(", ")))
}

fn calls_class(out: &mut String, thing: &Thing, record: &str, class: &str) {
    let name = &thing.name;
    doc(out, "", &thing.docs);
    out.push_str(&format!("class {class}(private val objects: Objects) {{\n"));
    if !thing.is_part() {
        let (mut fields, new) = parameters(&thing.created(), &mut Names::beside(WORDS, &["id"]), false);
        fields.push("id: UUID? = null".into());
        out.push_str(&format!("    fun create({}): {record} =\n", fields.join(", ")));
        out.push_str(&format!("        {record}(objects.create(\"{name}\", {new}, id))\n\n"));
        out.push_str(&format!("    fun get(id: UUID): {record} = {record}(objects.get(\"{name}\", id))\n\n"));
    }
    out.push_str(&format!(
        "    fun list(\n        filter: Tree? = null, sort: List<String>? = null, fields: List<String>? = null, page: \
         PageRequest? = null,\n    ): Page<{record}> {{\n        val found = objects.list(\"{name}\", filter, sort, fields, \
         page)\n        return Page(found.items.map(::{record}), found.next, found.total)\n    }}\n\n"
    ));
    out.push_str(&format!("    fun aggregate(query: Tree): ObjectTable = objects.aggregate(\"{name}\", query)\n"));
    if !thing.is_part() {
        let taken = ["id", "clear", "version"];
        let (mut fields, values) = parameters(&thing.updated(), &mut Names::beside(WORDS, &taken), true);
        fields.insert(0, "id: UUID".into());
        fields.extend(["clear: List<String>? = null".into(), "version: Long? = null".into()]);
        out.push_str(&format!("\n    fun update({}): {record} {{\n", fields.join(", ")));
        out.push_str(&format!("        val changes = ObjectUpdate({values}, clear, version = version)\n"));
        out.push_str(&format!("        return {record}(objects.update(\"{name}\", id, changes))\n    }}\n\n"));
        out.push_str(&format!(
            "    fun delete(id: UUID, version: Long? = null) = objects.delete(\"{name}\", id, version)\n"
        ));
    }
    let mut methods = Names::beside(WORDS, &["create", "get", "list", "aggregate", "update", "delete"]);
    for act in &thing.acts {
        out.push('\n');
        doc(out, "    ", &act.docs);
        let takes: Vec<&Member> = act.takes.iter().collect();
        let (mut fields, with) = parameters(&takes, &mut Names::beside(WORDS, &["id", "version"]), true);
        fields.insert(0, "id: UUID".into());
        fields.push("version: Long? = null".into());
        let with = if takes.is_empty() { "null" } else { with.as_str() };
        out.push_str(&format!("    fun {}({}): {record} =\n", methods.take(camel(&act.name)), fields.join(", ")));
        out.push_str(&format!("        {record}(objects.act(\"{name}\", id, \"{}\", {with}, version))\n", act.name));
    }
    out.push_str("}\n");
}
