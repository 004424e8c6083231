//! The facade of a pack in Kotlin.

use super::classes::Classes;
use super::names::{Names, camel, pascal};
use super::{Facade, Kind, Member, Parts, Thing};

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

/// What the file names beside its own classes.
const IMPORTED: &str = "Objects Part Session Money ObjectRecord ObjectRef ObjectTable ObjectUpdate PageRequest RecordKey Total Tree \
    BigDecimal Instant LocalDate UUID Page";

/// A list of parts with the classes of its elements.
type List<'a> = (&'a Parts, &'a Classes);

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
         import crm.Objects\nimport crm.Part\nimport crm.Session\n\
         import crm.boolean\nimport crm.date\nimport crm.decimal\nimport crm.instant\nimport crm.integer\n\
         import crm.model.Money\nimport crm.model.ObjectRecord\nimport crm.model.ObjectRef\n\
         import crm.model.ObjectTable\nimport crm.model.ObjectUpdate\nimport crm.model.PageRequest\n\
         import crm.model.RecordKey\nimport crm.model.Total\nimport crm.model.Tree\n\
         import crm.money\nimport crm.partsOf\nimport crm.record\nimport crm.text\n\
         import java.math.BigDecimal\nimport java.time.Instant\nimport java.time.LocalDate\nimport java.util.UUID\n\n",
        facade.made
    );
    let mut classes = Names::among(IMPORTED, &[]);
    let pack = classes.take(pascal(&facade.pack));
    doc(&mut out, "", &facade.docs);
    out.push_str(&format!("class {pack}(session: Session) {{\n"));
    let mut own = Names::beside(WORDS, &[]);
    let things: Vec<(&Thing, Classes)> =
        facade.things.iter().map(|thing| (thing, Classes::of(thing, &mut classes))).collect();
    for (thing, Classes { calls, .. }) in &things {
        doc(&mut out, "    ", &thing.docs);
        out.push_str(&format!("    val {} = {calls}(session.objects())\n", own.take(camel(&thing.own))));
    }
    out.push_str("}\n\n/** What the pack defines. */\n");
    out.push_str(&format!("val Session.{}: {pack} get() = {pack}(this)\n\n", camel(&facade.pack)));
    out.push_str("/** A page of records, and what the next one is asked for by. */\n");
    out.push_str("class Page<T>(val items: List<T>, val next: String?, val total: Total?)\n");
    for (thing, own) in &things {
        let of = |list: &Parts| things.iter().find(|(thing, _)| thing.own == list.of).map(|(_, classes)| classes);
        let lists: Vec<List<'_>> =
            thing.parts.iter().filter_map(|list| of(list).map(|classes| (list, classes))).collect();
        out.push('\n');
        record_class(&mut out, thing, &own.record, &lists);
        if thing.is_part() {
            part_classes(&mut out, thing, own);
        }
        out.push('\n');
        calls_class(&mut out, thing, own, &lists);
    }
    out
}

fn record_class(out: &mut String, thing: &Thing, class: &str, lists: &[List<'_>]) {
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
    for (list, Classes { part, .. }) in lists {
        doc(out, "    ", &list.docs);
        let name = names.take(camel(&list.name));
        out.push_str(&format!(
            "    val {name}: List<{part}>? get() = record.partsOf(\"{}\")?.map(::{part})\n",
            list.name
        ));
    }
    out.push_str("}\n");
}

/// A part: as its whole tells it, as it is given with a new whole, and in a changed list.
fn part_classes(out: &mut String, thing: &Thing, own: &Classes) {
    let Classes { part, new, changes, .. } = own;
    out.push('\n');
    doc(out, "", &thing.docs);
    out.push_str(&format!("class {part}(val part: Part) {{\n    val id: UUID get() = part.id\n"));
    let mut names = Names::beside(WORDS, &["part", "id"]);
    for member in thing.told() {
        doc(out, "    ", &member.docs);
        let (name, ty, word) = (names.take(camel(&member.name)), got(member.kind), member.kind.word());
        out.push_str(&format!("    val {name}: {ty}? get() = part.{word}(\"{}\")\n", member.name));
    }
    out.push_str("}\n\n/** A new part. */\n");
    let mut class = |class: &str, mut fields: Vec<String>, pairs: &str, more: &str| {
        fields.iter_mut().for_each(|field| field.insert_str(0, "val "));
        out.push_str(&format!(
            "class {class}({}) {{\n    internal fun fields() = mapOf<String, Any?>({pairs}).filterValues {{ it != null \
             }}{more}\n}}\n",
            fields.join(", ")
        ));
    };
    let (fields, pairs) = parameters(&thing.created(), &mut Names::beside(WORDS, &["fields"]), false);
    class(new, fields, &pairs, "");
    let (mut fields, pairs) = parameters(&thing.listed(), &mut Names::beside(WORDS, &["fields", "id", "clear"]), true);
    fields.insert(0, "id: UUID? = null".into());
    fields.push("clear: List<String> = listOf()".into());
    let pairs = format!("\"id\" to id, {pairs}");
    class(changes, fields, &pairs, " + clear.associateWith { null }");
}

/// Parameters for lists of parts, and the pairs that are made of them.
fn list_parameters(lists: &[List<'_>], names: &mut Names, class: fn(&Classes) -> &str) -> (Vec<String>, String) {
    let mut pairs = Vec::new();
    let parameters = lists.iter().map(|(list, of)| {
        let name = names.take(camel(&list.name));
        pairs.push(format!("\"{}\" to {name}?.map {{ it.fields() }}", list.name));
        format!("{name}: List<{}>? = null", class(of))
    });
    let parameters = parameters.collect();
    (parameters, pairs.join(", "))
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
    (parameters, pairs.join(", "))
}

/// The record that is made of pairs. What is null was not given.
fn tree(pairs: &str) -> String {
    format!("record(mapOf<String, Any?>({pairs}).filterValues {{ it != null }})")
}

fn calls_class(out: &mut String, thing: &Thing, own: &Classes, lists: &[List<'_>]) {
    let (name, Classes { record, calls: class, .. }) = (&thing.name, own);
    doc(out, "", &thing.docs);
    out.push_str(&format!("class {class}(private val objects: Objects) {{\n"));
    if !thing.is_part() {
        let mut names = Names::beside(WORDS, &["id", "objects", "record"]);
        let (mut fields, new) = parameters(&thing.created(), &mut names, false);
        let (more, pairs) = list_parameters(lists, &mut names, |part| &part.new);
        let new = tree(&[new, pairs].iter().filter(|pairs| !pairs.is_empty()).cloned().collect::<Vec<_>>().join(", "));
        fields.extend(more);
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
        let taken = ["id", "clear", "version", "objects", "record", "changes"];
        let mut names = Names::beside(WORDS, &taken);
        let (mut fields, values) = parameters(&thing.updated(), &mut names, true);
        let (more, parts) = list_parameters(lists, &mut names, |part| &part.changes);
        let parts = if more.is_empty() { String::new() } else { format!(", parts = {}", tree(&parts)) };
        fields.extend(more);
        fields.insert(0, "id: UUID".into());
        fields.extend(["clear: List<String>? = null".into(), "version: Long? = null".into()]);
        out.push_str(&format!("\n    fun update({}): {record} {{\n", fields.join(", ")));
        out.push_str(&format!(
            "        val changes = ObjectUpdate({}, clear{parts}, version = version)\n",
            tree(&values)
        ));
        out.push_str(&format!("        return {record}(objects.update(\"{name}\", id, changes))\n    }}\n\n"));
        out.push_str(&format!(
            "    fun delete(id: UUID, version: Long? = null) = objects.delete(\"{name}\", id, version)\n\n"
        ));
        out.push_str(&format!(
            "    fun restore(id: UUID): {record} = {record}(objects.restore(RecordKey(\"{name}\", id)))\n\n"
        ));
        out.push_str(&format!(
            "    fun history(id: UUID, page: PageRequest? = null) = objects.history(RecordKey(\"{name}\", id), page)\n\n"
        ));
        out.push_str(&format!(
            "    fun related(id: UUID, rows: Long? = null) = objects.related(RecordKey(\"{name}\", id), rows)\n"
        ));
    }
    let own = ["create", "get", "list", "aggregate", "update", "delete", "restore", "history", "related"];
    let mut methods = Names::beside(WORDS, &own);
    for act in &thing.acts {
        out.push('\n');
        doc(out, "    ", &act.docs);
        let takes: Vec<&Member> = act.takes.iter().collect();
        let (mut fields, with) =
            parameters(&takes, &mut Names::beside(WORDS, &["id", "version", "objects", "record"]), true);
        fields.insert(0, "id: UUID".into());
        fields.push("version: Long? = null".into());
        let with = if takes.is_empty() { "null".to_owned() } else { tree(&with) };
        out.push_str(&format!("    fun {}({}): {record} =\n", methods.take(camel(&act.name)), fields.join(", ")));
        out.push_str(&format!("        {record}(objects.act(\"{name}\", id, \"{}\", {with}, version))\n", act.name));
    }
    out.push_str("}\n");
}
