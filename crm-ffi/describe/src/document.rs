//! `docs/operations.md`: every operation and type, for people.

use std::fmt::Write;

use crm_core::permission::BUILT_IN_ROLES;
use crm_core::schema::{FieldInfo, Type};
use crm_core::validate::Rule;
use crm_core::{Access, Operation};

use crate::{errors, listing};

/// The text of the file.
pub fn make() -> Result<String, String> {
    let mut text = String::new();
    introduction(&mut text);
    errors(&mut text)?;
    matrix(&mut text);
    let mut area = "";
    for operation in Operation::all() {
        if operation.area != area {
            area = operation.area;
            let _ = writeln!(text, "## {area}\n");
        }
        describe(&mut text, operation);
    }
    types(&mut text);
    Ok(text)
}

fn introduction(text: &mut String) {
    let _ = writeln!(
        text,
        "# Operations\n\n\
         Every operation of the engine, the same in each language. `opportunities.assign` is its name in `crm_call` and\n\
         `Session::call`, its permission and its name in the audit; in Rust and Python it is\n\
         `session.opportunities().assign(…)` and `session.opportunities.assign(…)`, in Kotlin and Swift likewise with\n\
         camel-cased names. In JSON, arguments are one object; text is Unicode, a *decimal* a text like `\"12.50\"`, a\n\
         *date* `\"2026-01-31\"`, an *instant* `\"2026-01-31T12:00:00Z\"`, and an id a UUID. A value that is not there is\n\
         `null` in a result, and is left out of arguments. An operation that returns nothing gives the text `null`.\n\n\
         Some arguments mean the same everywhere. An optional `version` makes the call a conflict (`stale_version`) where\n\
         the record has changed since that version was read. The optional `id` of a create is the new record's, chosen by\n\
         the caller. An absent `filter` restricts nothing; `matching` is a filter tree ([filters.md](filters.md)), and counts beside it; an\n\
         absent `page` is the first one, of 50 rows. A page ends with the\n\
         row that brings its texts to 4 MiB, however many were asked for; where an answer has a `next`, there is more of it:\n\
         pass it as `after`, in the `page` or beside the id. A\n\
         call that takes `per_record` stores all of its records or none, unless that is `true`.\n\n\
         This page is made from the operation tables (`crm-describe write`); do not edit it.\n"
    );
}

fn errors(text: &mut String) -> Result<(), String> {
    let _ = writeln!(
        text,
        "## Errors\n\n\
         In JSON (`crm_call` of C) an error is one object: `code`, `number`, `text` (a sentence in the session's\n\
         language), and what it carries.\n\n\
         | Code | Number | It carries | What the caller can do |\n|---|---|---|---|"
    );
    for error in errors::all()? {
        let carries: Vec<_> = error.carries.iter().map(|(name, what)| format!("`{name}`: {what}")).collect();
        let _ = writeln!(text, "| `{}` | {} | {} | {} |", error.code, error.number, carries.join("<br>"), error.advice);
    }
    let _ = writeln!(
        text,
        "\nEvery operation can fail with `forbidden`, `busy`, `interrupted`, `storage` and `bug`; the others are named with\n\
         it.\n"
    );
    Ok(())
}

fn matrix(text: &mut String) {
    let _ = writeln!(
        text,
        "## Who may\n\nThe built-in roles. *everyone*: every signed-in user. Duties hold whatever the roles are.\n"
    );
    let _ = write!(text, "| Operation |");
    for role in BUILT_IN_ROLES {
        let _ = write!(text, " {} |", role.name.replace('_', " "));
    }
    let _ = writeln!(text, " Whose record |\n|---|{}---|", ":-:|".repeat(BUILT_IN_ROLES.len()));
    for operation in Operation::all() {
        let _ = write!(text, "| [`{0}`](#{1}) |", operation.name, operation.name.replace('.', ""));
        let held: Vec<_> = operation.roles().collect();
        for role in BUILT_IN_ROLES {
            let _ = write!(text, " {} |", if operation.public || held.contains(&role.name) { "✓" } else { "" });
        }
        let whose = operation.whose().unwrap_or_default();
        let everyone = if operation.public { "everyone" } else { "" };
        let _ = writeln!(text, " {} |", join(&[everyone, &whose]));
    }
    text.push('\n');
}

fn join(parts: &[&str]) -> String {
    parts.iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join("; ")
}

fn describe(text: &mut String, operation: &Operation) {
    let _ = writeln!(text, "### {}\n\n{}\n", operation.name, paragraphs(operation.doc));
    if !operation.arguments.is_empty() {
        fields(text, "Argument", operation.arguments);
    }
    let _ = writeln!(text, "Returns {}.", type_link(&operation.result));
    let mut notes = vec![if operation.access == Access::Write { "writes" } else { "reads" }];
    if operation.confirm {
        notes.push("a person should confirm it first");
    }
    if operation.bulk {
        notes.push("the audit keeps a summary");
    }
    let roles: Vec<_> = operation.roles().collect();
    let who = if operation.public {
        "every signed-in user".to_owned()
    } else if roles.is_empty() {
        "by duty".to_owned()
    } else {
        roles.join(", ").replace('_', " ")
    };
    let _ = writeln!(text, "It {}. May: {}.", notes.join("; "), join(&[&who, &operation.whose().unwrap_or_default()]));
    if !operation.states().is_empty() {
        let _ = writeln!(text, "Possible while: {}.", operation.states().join(", "));
    }
    let named = named_errors(operation);
    if !named.is_empty() {
        let _ = writeln!(text, "Errors: {}.", named.join(", "));
    }
    text.push('\n');
}

/// The errors that follow from what an operation takes and where it is possible, and its further ones.
fn named_errors(operation: &Operation) -> Vec<String> {
    let has_id = operation.arguments.iter().any(|a| matches!(a.ty, Type::Id(_)));
    let has_version = operation.arguments.iter().any(|a| match a.ty.required() {
        Type::Record(record) => record.fields.iter().any(|f| f.name() == "version"),
        _ => a.name() == "version",
    });
    let creates = operation.arguments.iter().any(|a| a.name() == "id" && a.optional);
    let mut errors = Vec::new();
    if !operation.arguments.is_empty() {
        errors.push("invalid");
    }
    if has_id {
        errors.push("not_found");
    }
    if has_version || creates {
        errors.push("conflict");
    }
    if !operation.states().is_empty() {
        errors.push("illegal_transition");
    }
    errors.extend(operation.further_errors());
    errors.iter().map(|code| format!("`{code}`")).collect()
}

fn types(text: &mut String) {
    let (records, choices) = listing::types();
    let _ = writeln!(text, "## Records\n");
    for record in records {
        let _ = writeln!(text, "### {}\n\n{}\n", record.name, paragraphs(record.doc));
        fields(text, "Field", record.fields);
    }
    let _ = writeln!(text, "## Values\n");
    for choice in choices {
        let _ = writeln!(text, "### {}\n\n{}\n", choice.name, paragraphs(choice.doc));
        for (value, doc) in choice.values {
            let _ = writeln!(text, "* `{value}`: {}", one_line(doc));
        }
        text.push('\n');
    }
}

fn fields(text: &mut String, kind: &str, all: &[FieldInfo]) {
    let documented = all.iter().any(|f| !f.doc().is_empty());
    let _ = writeln!(text, "| {kind} | Type |{}", if documented { " |" } else { "" });
    let _ = writeln!(text, "|---|---|{}", if documented { "---|" } else { "" });
    for field in all {
        let mut ty = type_link(field.ty.required());
        if field.optional {
            ty.push_str(", optional");
        } else if matches!(field.ty, Type::Optional(_)) {
            ty.push_str(" or nothing");
        }
        for rule in field.rules {
            ty.push_str(&rule_text(rule));
        }
        if let Some(default) = field.default() {
            ty.push_str(&format!(", {default} by default"));
        }
        let _ = write!(text, "| `{}` | {ty} |", field.name());
        let _ = writeln!(text, "{}", if documented { format!(" {} |", one_line(field.doc())) } else { String::new() });
    }
    text.push('\n');
}

fn rule_text(rule: &Rule) -> String {
    match rule {
        Rule::Text { max, .. } => format!(", at most {max} characters"),
        Rule::Range { min, max } => format!(", {min} to {max}"),
        Rule::Quantity => ", at most 6 decimal places, at most 9 × 10¹² either way".into(),
        Rule::Category(name) => format!(", of the dictionary category `{name}`"),
        Rule::Required => ", can't be cleared".into(),
        Rule::AtMost(count) => format!(", at most {count}"),
        Rule::AtLeast(count) => format!(", at least {count} characters"),
        Rule::Exact => ", not empty".into(),
        Rule::Unless(field, "") => format!(", may be blank where `{field}` is given"),
        Rule::Unless(field, says) => format!(", may be left out where `{field}` is given and not `{says}`"),
        Rule::Email => ", an e-mail address".into(),
        Rule::NotNegative => ", not negative".into(),
        Rule::Verbatim => ", kept as it is".into(),
        Rule::Defined => ", an object of a pack too (`hotel.room`)".into(),
        Rule::Demanded => ", required of whoever may write it".into(),
        Rule::Confidential(kind) => format!(", can be withheld (`{kind}`)"),
        // The field tells its default, declared or not.
        Rule::Default(_) | Rule::Of(_) | Rule::Names(_) => String::new(),
    }
}

fn type_link(ty: &Type) -> String {
    match ty {
        Type::Record(r) => format!("[{0}](#{1})", r.name, r.name.to_lowercase()),
        Type::Choice(_) | Type::Name(_) => {
            let name = ty.name();
            format!("[{name}](#{})", name.to_lowercase())
        }
        Type::List(inner) => format!("list of {}", type_link(inner)),
        Type::Optional(inner) => format!("{} or nothing", type_link(inner)),
        other => other.name(),
    }
}

/// Documentation without the indentation of the source.
fn paragraphs(doc: &str) -> String {
    doc.trim().lines().map(str::trim).collect::<Vec<_>>().join("\n")
}

fn one_line(doc: &str) -> String {
    doc.split_whitespace().collect::<Vec<_>>().join(" ").replace('|', "\\|")
}
