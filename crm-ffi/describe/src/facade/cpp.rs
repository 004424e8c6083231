//! The facade of a pack in C++17: a header over `crm_records.hpp`.

use super::classes::Classes;
use super::names::{Names, pascal};
use super::{Facade, Kind, Member, Thing};

/// Words of the language that no name can be as it stands, the lower-case macros of its library, and the two namespaces that
/// are named within classes.
const WORDS: &str = "\
    alignas alignof and and_eq asm auto bitand bitor bool break case catch char char16_t char32_t char8_t class \
    co_await co_return co_yield compl concept const const_cast consteval constexpr constinit continue decltype \
    default delete do double dynamic_cast else enum explicit export extern false float for friend goto if inline \
    int long mutable namespace new noexcept not not_eq nullptr operator or or_eq private protected public \
    register reinterpret_cast requires return short signed sizeof static static_assert static_cast struct switch \
    template this thread_local throw true try typedef typeid typename union unsigned using virtual void volatile \
    wchar_t while xor xor_eq assert errno linux major makedev minor offsetof setjmp stderr stdin stdout unix crm \
    std";

fn given(kind: Kind) -> &'static str {
    match kind {
        Kind::Text => "std::string",
        Kind::Integer => "std::int64_t",
        Kind::Boolean => "bool",
        Kind::Decimal => "crm::Decimal",
        Kind::Money => "crm::Money",
        Kind::Date => "crm::Date",
        Kind::Instant => "crm::Instant",
        Kind::Record => "crm::Id",
    }
}

fn got(kind: Kind) -> &'static str {
    if kind == Kind::Record { "crm::ObjectRef" } else { given(kind) }
}

fn doc(out: &mut String, indent: &str, lines: &[String]) {
    if !lines.is_empty() {
        out.push_str(&format!("{indent}/* {} */\n", lines.join(&format!("\n{indent}   "))));
    }
}

/// A list of parts as a field of a whole: its name, its documentation, and the class of its elements.
type List<'a> = (&'a str, &'a [String], &'a str);

/// The text of the file.
pub fn make(facade: &Facade) -> String {
    let mut spaces = Names::among(WORDS, &[]);
    let space = spaces.take(facade.pack.clone());
    let guard = format!("CRM_PACK_{}_HPP", facade.pack.to_uppercase());
    let mut out = format!("// {}\n#ifndef {guard}\n#define {guard}\n\n", facade.made);
    out.push_str(
        "#include <cstdint>\n#include <optional>\n#include <string>\n#include <utility>\n#include <vector>\n\n",
    );
    out.push_str(&format!("#include \"crm_records.hpp\"\n\nnamespace crm::packs::{space} {{\n"));
    let mut classes = Names::beside(&[], &[]);
    let pack = classes.take(pascal(&facade.pack));
    // A class stands before those that mention it: parts before their wholes.
    let mut things: Vec<(&Thing, Classes)> =
        facade.things.iter().map(|thing| (thing, Classes::of(thing, &mut classes))).collect();
    things.sort_by_key(|(thing, _)| !thing.is_part());
    for (thing, own) in &things {
        let lists = |element: fn(&Classes) -> &str| -> Vec<List<'_>> {
            let of =
                |part: &str| things.iter().find(|(thing, _)| thing.own == part).map(|(_, classes)| element(classes));
            let lists = thing.parts.iter().map(|list| Some((list.name.as_str(), list.docs.as_slice(), of(&list.of)?)));
            lists.flatten().collect()
        };
        let status = ("status", "std::optional<std::string>");
        let kernel = [("id", "crm::Id"), ("version", "std::int64_t"), ("title", "std::string"), status];
        let (members, parts) = (thing.members.iter().collect::<Vec<_>>(), lists(|part| &part.part));
        record(&mut out, (&thing.docs, &own.record), "crm::ObjectRecord", &kernel, &members, &parts);
        if thing.is_part() {
            record(&mut out, (&thing.docs, &own.part), "crm::ObjectPart", &kernel[..1], &thing.told(), &[]);
            fields(&mut out, "A new part.", &own.new, &thing.created(), false, &[], false);
            let about =
                "A part in a changed list: one that is there by its id, with what is new of it; else a new one.";
            fields(&mut out, about, &own.changes, &thing.listed(), true, &[], true);
        } else {
            let about = "What a new record is made of.";
            fields(&mut out, about, &own.new, &thing.created(), false, &lists(|part| &part.new), false);
            update(&mut out, thing, own, &lists(|part| &part.changes));
        }
        calls(&mut out, thing, own, &mut classes);
    }
    out.push('\n');
    doc(&mut out, "", &facade.docs);
    let mut names = Names::among(WORDS, &[&pack]);
    let own: Vec<(&Thing, &Classes, String)> =
        things.iter().map(|(thing, classes)| (*thing, classes, names.take(thing.own.clone()))).collect();
    let begun: Vec<String> = own.iter().map(|(.., name)| format!("{name}(session)")).collect();
    let begun = if begun.is_empty() { String::new() } else { format!("\n        : {}", begun.join(", ")) };
    let session = if begun.is_empty() { "" } else { "session" };
    out.push_str(&format!(
        "class {pack} {{\npublic:\n    /* The session must stay where it is as long as this is used. */\n    explicit \
         {pack}(const crm::Session &{session}){begun} {{}}\n"
    ));
    for (thing, classes, name) in &own {
        out.push('\n');
        doc(&mut out, "    ", &thing.docs);
        out.push_str(&format!("    {} {name};\n", classes.calls));
    }
    out.push_str(&format!("}};\n\n}} // namespace crm::packs::{space}\n\n#endif // {guard}\n"));
    out
}

/// A record as it is told, or a part.
fn record(
    out: &mut String,
    (docs, class): (&[String], &str),
    whole: &str,
    kernel: &[(&str, &str)],
    told: &[&Member],
    lists: &[List<'_>],
) {
    out.push('\n');
    doc(out, "", docs);
    let (mut members, mut begun) = (String::new(), vec!["record(std::move(told))".to_owned()]);
    let mut names = Names::among(WORDS, &["record", "told", class]);
    for (name, ty) in kernel {
        begun.push(format!("{name}(record.{name})"));
        members.push_str(&format!("    {ty} {};\n", names.take((*name).to_owned())));
    }
    for member in told {
        let (name, ty, word) = (names.take(member.name.clone()), got(member.kind), member.kind.word());
        doc(&mut members, "    ", &member.docs);
        members.push_str(&format!("    std::optional<{ty}> {name};\n"));
        begun.push(format!("{name}(record.values.{word}(\"{}\"))", member.name));
    }
    for (list, docs, part) in lists {
        let name = names.take((*list).to_owned());
        doc(&mut members, "    ", docs);
        members.push_str(&format!("    std::optional<std::vector<{part}>> {name};\n"));
        begun.push(format!("{name}(record.list<{part}>(\"{list}\"))"));
    }
    out.push_str(&format!(
        "struct {class} {{\n    explicit {class}({whole} told)\n        : {} {{}}\n\n    {whole} record;\n{members}}};\n",
        begun.join(",\n          ")
    ));
}

/// A member that can be given, and how it is put among the fields.
fn member(out: &mut String, puts: &mut String, names: &mut Names, member: &Member, required: bool) {
    let (name, ty) = (names.take(member.name.clone()), given(member.kind));
    doc(out, "    ", &member.docs);
    let stands =
        if required { format!("crm::Required<{ty}> {name}") } else { format!("std::optional<{ty}> {name}{{}}") };
    out.push_str(&format!("    {stands};\n"));
    puts.push_str(&format!("\n            .put(\"{}\", {name})", member.name));
}

/// A list of parts that can be given.
fn list(out: &mut String, puts: &mut String, names: &mut Names, (list, docs, part): &List<'_>) {
    let name = names.take((*list).to_owned());
    doc(out, "    ", docs);
    out.push_str(&format!("    std::optional<std::vector<{part}>> {name}{{}};\n"));
    puts.push_str(&format!("\n            .put(\"{list}\", {name})"));
}

/// What is given: an aggregate, whose first members are those that must be.
fn fields(
    out: &mut String,
    about: &str,
    class: &str,
    members: &[&Member],
    all_optional: bool,
    lists: &[List<'_>],
    of_list: bool,
) {
    out.push_str(&format!("\n/* {about} */\nstruct {class} {{\n"));
    let taken: &[&str] = if of_list { &["id", "clear", "fields", class] } else { &["fields", class] };
    let (mut names, mut puts) = (Names::among(WORDS, taken), String::new());
    if of_list {
        out.push_str("    std::optional<crm::Id> id{};\n");
        puts.push_str("\n            .put(\"id\", id)");
    }
    for known in members {
        member(out, &mut puts, &mut names, known, known.required && !all_optional);
    }
    for known in lists {
        list(out, &mut puts, &mut names, known);
    }
    if of_list {
        out.push_str("    /* Fields that are emptied. */\n    std::vector<std::string> clear{};\n");
        puts.push_str("\n            .none(clear)");
    }
    out.push_str(&format!("\n    crm::Fields fields() const {{\n        return crm::Fields(){puts};\n    }}\n}};\n"));
}

/// What is changed of a record: its values, and whole lists of its parts.
fn update(out: &mut String, thing: &Thing, own: &Classes, lists: &[List<'_>]) {
    let class = &own.changes;
    out.push_str(
        "\n/* What is changed of a record; what is none stays as it is, and lists of parts are given whole. */\n",
    );
    out.push_str(&format!("struct {class} {{\n"));
    let mut names = Names::among(WORDS, &["fields", "parts", class]);
    let (mut puts, mut parts) = (String::new(), String::new());
    for known in thing.updated() {
        member(out, &mut puts, &mut names, known, false);
    }
    for known in lists {
        list(out, &mut parts, &mut names, known);
    }
    out.push_str(&format!("\n    crm::Fields fields() const {{\n        return crm::Fields(){puts};\n    }}\n"));
    out.push_str(&format!("    crm::Fields parts() const {{\n        return crm::Fields(){parts};\n    }}\n}};\n"));
}

fn calls(out: &mut String, thing: &Thing, own: &Classes, classes: &mut Names) {
    let Classes { record, calls, new, changes, .. } = own;
    let verbs =
        ["create", "get", "list", "aggregate", "update", "remove", "restore", "history", "related", "calls_", calls];
    let mut methods = Names::among(WORDS, &verbs);
    let mut body = String::new();
    let mut method = |docs: &[String], signature: &str, call: &str| {
        body.push('\n');
        doc(&mut body, "    ", docs);
        body.push_str(&format!("    {signature} const {{\n        {call};\n    }}\n"));
    };
    if !thing.is_part() {
        method(
            &["Creates a record; `id` is the caller's own, a UUIDv7.".to_owned()],
            &format!("{record} create(const {new} &made, const std::optional<crm::Id> &id = {{}})"),
            &format!("return {record}(calls_.create(made.fields(), id))"),
        );
        method(&[], &format!("{record} get(const crm::Id &id)"), &format!("return {record}(calls_.get(id))"));
    }
    method(
        &[],
        &format!("crm::Page<{record}> list(const crm::Listing &asked = {{}})"),
        &format!("return calls_.list<{record}>(asked)"),
    );
    method(
        &["A table: `{\"columns\": …, \"rows\": …}`; the query is JSON.".to_owned()],
        "crm::Json aggregate(const std::string &query)",
        "return calls_.aggregate(query)",
    );
    if !thing.is_part() {
        method(
            &["Changes a record, and empties the fields in `clear`.".to_owned()],
            &format!(
                "{record} update(const crm::Id &id, const {changes} &changed, const std::vector<std::string> &clear = {{}},\n            \
                 const std::optional<std::int64_t> &version = {{}})"
            ),
            &format!("return {record}(calls_.update(id, changed.fields(), clear, version, changed.parts()))"),
        );
        method(
            &["Deletes a record.".to_owned()],
            "void remove(const crm::Id &id, const std::optional<std::int64_t> &version = {})",
            "calls_.remove(id, version)",
        );
        method(
            &["Brings a deleted record back.".to_owned()],
            &format!("{record} restore(const crm::Id &id)"),
            &format!("return {record}(calls_.restore(id))"),
        );
        method(
            &["What happened to a record, newest first: `{\"items\": …, \"next\": …}`.".to_owned()],
            "crm::Json history(const crm::Id &id, const std::optional<std::string> &after = {})",
            "return calls_.history(id, after)",
        );
        method(
            &["What refers to a record: how many, and the titles of the newest.".to_owned()],
            "crm::Json related(const crm::Id &id, const std::optional<std::int64_t> &rows = {})",
            "return calls_.related(id, rows)",
        );
    }
    for act in &thing.acts {
        let (name, takes): (_, Vec<&Member>) = (methods.take(act.name.clone()), act.takes.iter().collect());
        let (mut with, mut given) = (String::new(), "{}");
        if !takes.is_empty() {
            let class = classes.take(format!("{}{}", pascal(&thing.own), pascal(&act.name)));
            fields(out, "What the action takes.", &class, &takes, true, &[], false);
            (with, given) = (format!("const {class} &with, "), "with.fields()");
        }
        method(
            &act.docs,
            &format!("{record} {name}(const crm::Id &id, {with}const std::optional<std::int64_t> &version = {{}})"),
            &format!("return {record}(calls_.act(\"{}\", id, {given}, version))", act.name),
        );
    }
    out.push('\n');
    doc(out, "", &thing.docs);
    out.push_str(&format!(
        "class {calls} {{\npublic:\n    explicit {calls}(const crm::Session &session) : calls_(session, \"{}\") {{}}\n{body}\n\
         private:\n    crm::ObjectCalls calls_;\n}};\n",
        thing.name
    ));
}
