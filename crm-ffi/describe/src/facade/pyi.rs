//! The facade of a pack in Python: a stub for type checkers. What runs is the module's own `session.hotel.…`.

use std::fmt::Write;

use super::classes::Classes;
use super::names::{Names, pascal};
use super::{Act, Facade, Kind, Member, Parts, Thing};

/// Words of the language, which no attribute, keyword or method can be.
const WORDS: &str = "False None True and as assert async await break class continue def del elif else except finally for \
    from global if import in is lambda nonlocal not or pass raise return try while with yield";

/// What is imported, under names that no field has (those of a pack begin with small letters), and what every record has.
const HEAD: &str = include_str!("head.pyi");

/// The names of a record of any kind. A field of such a name is reached by `record.values[…]`.
const KERNEL: &[&str] = &[
    "object",
    "id",
    "version",
    "number",
    "status",
    "state_since",
    "title",
    "creator",
    "created_at",
    "values",
    "parts",
    "withheld",
    "asdict",
    "to_json",
    "from_json",
];

/// The methods of every object's calls.
const METHODS: &[&str] = &[
    "create",
    "create_many",
    "get",
    "list",
    "iterate",
    "aggregate",
    "update",
    "delete",
    "restore",
    "history",
    "related",
];

fn is_word(name: &str) -> bool {
    WORDS.split_whitespace().any(|word| word == name)
}

/// The choices of a field as a type; none where it is no choice.
fn choice(values: &[String]) -> Option<String> {
    let values: Vec<String> = values.iter().map(|value| format!("\"{value}\"")).collect();
    (!values.is_empty()).then(|| format!("_Literal[{}]", values.join(", ")))
}

fn typed(member: &Member, of: fn(Kind) -> &'static str) -> String {
    choice(&member.choices).unwrap_or_else(|| of(member.kind).to_owned())
}

fn given(kind: Kind) -> &'static str {
    match kind {
        Kind::Text => "_Text",
        Kind::Integer => "_Integer",
        Kind::Boolean => "_Boolean",
        Kind::Decimal => "_Decimal | _Integer",
        Kind::Money => "_Money",
        Kind::Date => "_Date",
        Kind::Instant => "_Instant",
        Kind::Record => "_Ref",
    }
}

fn got(kind: Kind) -> &'static str {
    match kind {
        Kind::Decimal => "_Decimal",
        Kind::Record => "_crm.ObjectRef",
        other => given(other),
    }
}

/// As a part's JSON has it.
fn told(kind: Kind) -> &'static str {
    match kind {
        Kind::Integer => "_Integer",
        Kind::Boolean => "_Boolean",
        Kind::Money => "_MoneyTold",
        Kind::Record => "_RefTold",
        _ => "_Text",
    }
}

/// A docstring.
fn doc(out: &mut String, indent: &str, lines: &[String]) {
    let mut text = lines.join(&format!("\n{indent}")).replace('\\', "\\\\").replace("\"\"\"", "\"\"\u{200b}\"");
    if text.ends_with('"') {
        text.push(' ');
    }
    if !text.is_empty() {
        let _ = writeln!(out, "{indent}\"\"\"{text}\"\"\"");
    }
}

/// A method, or an attribute that is read.
fn method(out: &mut String, signature: &str, docs: &[String]) {
    let _ = writeln!(out, "    def {signature}:{}", if docs.is_empty() { " ..." } else { "" });
    doc(out, "        ", docs);
}

fn attribute(out: &mut String, name: &str, ty: &str, docs: &[String]) {
    out.push_str("    @_builtins.property\n");
    method(out, &format!("{name}(self) -> {ty}"), docs);
}

/// A name with its type, and whether it must be given.
struct Given {
    name: String,
    ty: String,
    required: bool,
}

fn mapping(out: &mut String, class: &str, given: &[Given]) {
    let _ = writeln!(out, "{class} = _TypedDict(\n    \"{class}\",\n    {{");
    for Given { name, ty, required } in given {
        let ty = if *required { ty.clone() } else { format!("_NotRequired[{ty}]") };
        let _ = writeln!(out, "        \"{name}\": {ty},");
    }
    out.push_str("    },\n)\n");
}

/// Fields that are given, with what stands for emptying one.
fn fields(members: &[&Member], all_optional: bool, empties: bool) -> Vec<Given> {
    let one = |member: &&Member| {
        let required = member.required && !all_optional;
        let none = if empties && !required { " | None" } else { "" };
        Given { name: member.name.clone(), ty: format!("{}{none}", typed(member, given)), required }
    };
    members.iter().map(one).collect()
}

/// A call that takes fields: in one mapping, or as keywords where their names can be some.
fn taking(
    out: &mut String,
    (name, before): (&str, &str),
    class: &str,
    beside: &[&str],
    given: &[Given],
    gives: &str,
    docs: &[String],
) {
    let taken: Vec<&str> = beside.iter().filter_map(|parameter| parameter.split(':').next()).chain(["self"]).collect();
    let is_keyword = |given: &&Given| !is_word(&given.name) && !taken.contains(&given.name.as_str());
    let keywords: Vec<&Given> = given.iter().filter(is_keyword).collect();
    let by_keyword = given.iter().all(|given| !given.required || is_keyword(&given));
    let must = given.iter().any(|given| given.required);
    let beside = beside.join(", ");
    let optional = if must { format!("given: {class}") } else { format!("given: {class} | None = None") };
    let mapped = format!("{name}(self, {before}{optional}, /, *, {beside}) -> {gives}");
    if !by_keyword || keywords.is_empty() {
        return method(out, &mapped, docs);
    }
    let one = |given: &&Given| format!("{}: {}{}", given.name, given.ty, if given.required { "" } else { " = ..." });
    let keywords: Vec<String> = keywords.iter().map(one).collect();
    let positional = if before.is_empty() { String::new() } else { format!("{before}/, ") };
    // Without keywords the first of both would do for either.
    let mapped = mapped.replace(" | None = None, /", ", /");
    out.push_str("    @_overload\n");
    method(out, &mapped, docs);
    out.push_str("    @_overload\n");
    let signature = format!("{name}(self, {positional}*, {beside}, {}) -> {gives}", keywords.join(", "));
    method(out, &signature, docs);
}

/// The text of the file.
pub fn make(facade: &Facade) -> String {
    let mut out = format!("# {}\n", facade.made);
    let Facade { pack, .. } = facade;
    let mut about = facade.docs.clone();
    about.extend(
        format!(
            "\nThe types of `session.{pack}`, for type checkers alone: when a program runs, there is no such module.\n\n    \
             if TYPE_CHECKING:\n        import {pack}\n    session = cast(\"{pack}.Session\", engine.session(id))\n"
        )
        .lines()
        .map(str::to_owned),
    );
    doc(&mut out, "", &about);
    out.push_str(HEAD);
    let mut classes = Names::beside(&["Session"], &[]);
    let whole = classes.take(pascal(pack));
    let things: Vec<(&Thing, Classes)> =
        facade.things.iter().map(|thing| (thing, Classes::of(thing, &mut classes))).collect();
    for (thing, own) in &things {
        let of = |list: &Parts| things.iter().find(|(thing, _)| thing.own == list.of).map(|(_, classes)| classes);
        let lists: Vec<(&Parts, &Classes)> =
            thing.parts.iter().filter_map(|list| of(list).map(|classes| (list, classes))).collect();
        out.push('\n');
        record(&mut out, thing, own, &lists);
        if thing.is_part() {
            part(&mut out, thing, own);
        }
        calls(&mut out, thing, own, &lists, &mut classes);
    }
    session(&mut out, facade, &whole, &things);
    out
}

fn record(out: &mut String, thing: &Thing, own: &Classes, lists: &[(&Parts, &Classes)]) {
    let _ = writeln!(out, "class {}(_Record):", own.record);
    doc(out, "    ", &thing.docs);
    let status = choice(&thing.states).unwrap_or_else(|| "_Text".to_owned());
    attribute(out, "status", &format!("{status} | None"), &[]);
    let reached = |name: &str| !is_word(name) && !KERNEL.contains(&name);
    for member in thing.members.iter().filter(|member| reached(&member.name)) {
        attribute(out, &member.name, &format!("{} | None", typed(member, got)), &member.docs);
    }
    for (list, part) in lists.iter().filter(|(list, _)| reached(&list.name)) {
        attribute(out, &list.name, &format!("_builtins.list[{}] | None", part.part), &list.docs);
    }
    out.push('\n');
}

/// A part in its whole: as it is told, as a new one is given, and as one that is there is changed.
fn part(out: &mut String, thing: &Thing, own: &Classes) {
    let values = |member: &&Member| {
        let ty = format!("{} | None", typed(member, told));
        Given { name: member.name.clone(), ty, required: false }
    };
    mapping(out, &own.values, &thing.told().iter().map(values).collect::<Vec<_>>());
    let one = |name: &str, ty: &str| Given { name: name.into(), ty: ty.into(), required: true };
    mapping(out, &own.part, &[one("id", "_Text"), one("values", &own.values), one("withheld", "list[_Text]")]);
    mapping(out, &own.new, &fields(&thing.created(), false, true));
    let mut changed = vec![one("id", "_uuid.UUID | _Text")];
    changed.extend(fields(&thing.listed(), true, true));
    mapping(out, &own.changes, &changed);
    out.push('\n');
}

fn calls(out: &mut String, thing: &Thing, own: &Classes, lists: &[(&Parts, &Classes)], classes: &mut Names) {
    let Classes { record, calls, new, changes, .. } = own;
    let parts = |ty: fn(&Classes) -> String| {
        let one = move |(list, part): &(&Parts, &Classes)| Given {
            name: list.name.clone(),
            ty: format!("_Sequence[{}]", ty(part)),
            required: false,
        };
        lists.iter().map(one).collect::<Vec<_>>()
    };
    let mut created = fields(&thing.created(), false, true);
    created.extend(parts(|part| part.new.clone()));
    let mut updated = fields(&thing.updated(), true, false);
    updated.extend(parts(|part| format!("{} | {}", part.changes, part.new)));
    let acts: Vec<(&Act, String, Vec<Given>)> = thing
        .acts
        .iter()
        .filter(|act| !is_word(&act.name) && !METHODS.contains(&act.name.as_str()))
        .map(|act| {
            let class = if act.takes.is_empty() { String::new() } else { pascal(&thing.own) + &pascal(&act.name) };
            let class = if class.is_empty() { class } else { classes.take(class) };
            (act, class, fields(&act.takes.iter().collect::<Vec<_>>(), true, true))
        })
        .collect();
    if !thing.is_part() {
        mapping(out, new, &created);
        mapping(out, changes, &updated);
    }
    for (_, class, given) in acts.iter().filter(|(_, class, _)| !class.is_empty()) {
        mapping(out, class, given);
    }
    let _ = writeln!(out, "\nclass {calls}:");
    doc(out, "    ", &thing.docs);
    if !thing.is_part() {
        taking(out, ("create", ""), new, &["id: _Id | None = None"], &created, record, &[]);
        let many = format!(
            "create_many(self, records: _Sequence[{new}], *, per_record: _Boolean = False) -> _crm.ObjectBatch"
        );
        method(out, &many, &[]);
        method(out, &format!("get(self, id: _Id) -> {record}"), &[]);
    }
    let asked =
        "filter: _Fields | None = None, sort: _Sequence[_Text] | None = None, fields: _Sequence[_Text] | None = None";
    method(out, &format!("list(self, {asked}, page: _Page | None = None) -> _crm.Page[{record}]"), &[]);
    method(out, &format!("iterate(self, {asked}, *, page_size: _Integer = 500) -> _Iterator[{record}]"), &[]);
    method(out, "aggregate(self, query: _Fields) -> _crm.ObjectTable", &[]);
    if !thing.is_part() {
        let names: Vec<String> = thing.updated().iter().map(|member| member.name.clone()).collect();
        let clear = choice(&names).map_or_else(|| "_Clear".to_owned(), |names| format!("_Sequence[{names}]"));
        let beside = [format!("clear: {clear} | None = None"), "version: _Integer | None = None".to_owned()];
        let beside: Vec<&str> = beside.iter().map(String::as_str).collect();
        taking(out, ("update", "id: _Id, "), changes, &beside, &updated, record, &[]);
        method(out, "delete(self, id: _Id, version: _Integer | None = None) -> None", &[]);
        method(out, &format!("restore(self, id: _Id) -> {record}"), &[]);
        method(out, "history(self, id: _Id, page: _Page | None = None) -> _crm.Page[_crm.HistoryChange]", &[]);
        method(out, "related(self, id: _Id, rows: _Integer | None = None) -> _Sequence[_crm.Related]", &[]);
    }
    for (act, class, given) in &acts {
        let version = "version: _Integer | None = None";
        if class.is_empty() {
            method(out, &format!("{}(self, id: _Id, /, *, {version}) -> {record}", act.name), &act.docs);
        } else {
            taking(out, (&act.name, "id: _Id, "), class, &[version], given, record, &act.docs);
        }
    }
}

/// The pack, and a session that has it. A pack with the name of an area has its objects beside the area's operations.
fn session(out: &mut String, facade: &Facade, whole: &str, things: &[(&Thing, Classes)]) {
    let pack = &facade.pack;
    let base =
        if facade.is_area() { format!("(_crm.{}):  # type: ignore[misc]", pascal(pack)) } else { ":".to_owned() };
    let _ = writeln!(out, "\nclass {whole}{base}");
    for (thing, own) in things.iter().filter(|(thing, _)| !is_word(&thing.own)) {
        attribute(out, &thing.own, &own.calls, &thing.docs);
    }
    if things.is_empty() {
        out.push_str("    ...\n");
    }
    out.push_str("\nclass Session(_crm.Session):  # type: ignore[misc]\n");
    if !is_word(pack) {
        attribute(out, pack, whole, &[]);
    }
    method(out, "with_locale(self, locale: _crm.Locale | _Text) -> Session", &[]);
    method(out, "with_time_limit(self, limit: _datetime.timedelta | None) -> Session", &[]);
}
