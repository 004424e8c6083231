//! Imports: a file, which of its columns is which field, and what became of each line.

use std::time::Instant;

use axum::http::StatusCode;
use crm_core::schema::{RecordInfo, Type};
use crm_core::{CrmError, Operation};
use maud::{Markup, html};
use serde_json::{Value, json};

use crate::ask::{list, text, texts};
use crate::cells::cell;
use crate::draw::{self, Drawn};
use crate::fault::Fault;
use crate::form;
use crate::given::{self, Wrong};
use crate::page::token;
use crate::visit::{Answer, Page, Pairs, Visit, go, page};
use crate::words::Word;

/// As much of a file as is looked at for the names of its columns.
const HEAD: usize = 64 * 1024;
/// Lines of a report that a page shows: what was refused or noted comes first.
const LINES: usize = 500;

/// A field that a column may go to.
struct Target {
    /// As mappings name it, `name`, or with the part's name in front of it.
    name: String,
    label: String,
    /// The label of the record that it is of, where the file has several.
    of: Option<String>,
}

/// What can be imported with one file.
pub fn show(visit: &Visit) -> Result<Answer, Fault> {
    let mut all = Vec::new();
    for operation in Operation::all().filter(|operation| is_import(operation)) {
        let told = visit.ask("meta.describe", &json!({"operation": operation.name}))?;
        if told["permitted"] == true {
            all.push((operation.name, text(&told, "label").to_owned()));
        }
    }
    let body = html! {
        @if all.is_empty() { p.empty { (visit.say(Word::NotYours)) } }
        ul.tiles { @for (name, label) in &all { li { a href={ "/import/" (name) } { (label) } } } }
    };
    page(visit.say(Word::Import), body)
}

/// Whether an operation takes one file and says by a mapping which column is which field.
fn is_import(operation: &Operation) -> bool {
    let files = operation.arguments.iter().filter(|argument| matches!(argument.ty, Type::Bytes)).count();
    let is_mapping = |ty: &Type| matches!(ty, Type::List(Type::Record(record)) if record.name == "FieldMapping");
    files == 1 && operation.arguments.iter().any(|argument| argument.name() == "mapping" && is_mapping(&argument.ty))
}

fn operation(visit: &Visit) -> Result<&'static Operation, Fault> {
    Operation::find(visit.place("operation")).filter(|found| is_import(found)).ok_or_else(|| visit.missing())
}

/// The same, where the visitor's roles hold it: nobody else's file is taken, nor kept.
fn permitted(visit: &Visit) -> Result<&'static Operation, Fault> {
    let operation = operation(visit)?;
    match visit.ask("meta.describe", &json!({"operation": operation.name}))?["permitted"] == true {
        true => Ok(operation),
        false => Err(Fault::new(StatusCode::FORBIDDEN, Word::NotYours, visit.locale)),
    }
}

/// Where the file is chosen.
pub fn choose(visit: &Visit) -> Result<Answer, Fault> {
    let form = form::of(visit, permitted(visit)?.name)?;
    let body = html! {
        @if !form.help.is_empty() { p.help { (form.help) } }
        form.fields method="post" action=(visit.path) enctype="multipart/form-data" {
            (token(visit))
            div.field {
                label for="file" { (visit.say(Word::CsvFile)) }
                input #file type="file" name="file" required accept=".csv,text/csv";
            }
            p.buttons { button { (visit.say(Word::Continue)) } a href="/import" { (visit.say(Word::Cancel)) } }
        }
    };
    page(form.label, body)
}

/// Keeps the file until its columns are said.
pub fn keep(visit: &Visit) -> Result<Answer, Fault> {
    let operation = permitted(visit)?;
    let file = visit.files.iter().find(|file| file.name == "file" && !file.bytes.is_empty());
    let file = file.ok_or_else(|| Fault::new(StatusCode::UNPROCESSABLE_ENTITY, Word::NoFile, visit.locale))?;
    let failed = || Fault::new(StatusCode::INTERNAL_SERVER_ERROR, Word::SomethingWrong, visit.locale);
    let name = visit.entry()?.keep_file(operation.name, file.bytes.clone(), Instant::now()).ok_or_else(failed)?;
    go(format!("{}/columns?file={name}", visit.path))
}

/// The columns of the file, and the fields that they may go to.
pub fn columns(visit: &Visit) -> Result<Answer, Fault> {
    let operation = operation(visit)?;
    let named = visit.query.get("file").unwrap_or_default();
    let Some(file) = visit.entry()?.kept_file(operation.name, named) else {
        return go(format!("/import/{}", operation.name));
    };
    let (names, delimiter) = head(&file);
    let mut pairs = Pairs(vec![("file".to_owned(), named.to_owned())]);
    for target in targets(visit, operation)? {
        let fits = |name: &&String| {
            [target.name.as_str(), &target.label].iter().any(|own| own.eq_ignore_ascii_case(name.trim()))
        };
        if let Some(column) = names.iter().find(fits) {
            pairs.0.push((format!("column:{}", target.name), column.clone()));
        }
    }
    pairs.0.push(("options.delimiter".into(), if delimiter == '\t' { "tab".into() } else { delimiter.into() }));
    asked(visit, operation, &names, pairs, Vec::new(), StatusCode::OK)
}

/// Imports the file as it was said, and reports.
pub fn run(visit: &Visit) -> Result<Answer, Fault> {
    use base64::Engine as _;
    let operation = operation(visit)?;
    // Another tab may have sent another file since, with other columns.
    let Some(file) = visit.entry()?.kept_file(operation.name, visit.form.get("file").unwrap_or_default()) else {
        return go(format!("/import/{}", operation.name));
    };
    let targets = targets(visit, operation)?;
    let mut mapped = Vec::new();
    let mut mapping = Vec::new();
    for target in &targets {
        let of = |what: &str| visit.form.filled(&format!("{what}:{}", target.name));
        match (of("column"), of("constant")) {
            (Some(column), _) => mapping.push(json!({"field": target.name, "column": column})),
            (None, Some(constant)) => mapping.push(json!({"field": target.name, "constant": constant})),
            (None, None) => continue,
        }
        mapped.push(target);
    }
    let mut arguments = json!({
        "file": base64::engine::general_purpose::STANDARD.encode(&*file),
        "mapping": mapping,
    });
    let form = options(visit, operation)?;
    let wrong = given::read(visit, &form, &visit.form, &mut arguments)?;
    let (names, _) = head(&file);
    if !wrong.is_empty() {
        return asked(visit, operation, &names, visit.form.clone(), wrong, StatusCode::UNPROCESSABLE_ENTITY);
    }
    match visit.try_ask(operation.name, &arguments)? {
        Ok(report) => {
            visit.entry()?.drop_file();
            page(form.label, reported(visit, &report))
        }
        Err(error @ CrmError::Invalid { .. }) => {
            let placed = |field: crm_core::FieldError| {
                let at =
                    field.field.strip_prefix("mapping[").and_then(|rest| rest.split(']').next()?.parse::<usize>().ok());
                let target = at.and_then(|at| mapped.get(at));
                Wrong {
                    path: target.map(|target| format!("column:{}", target.name)),
                    label: target.map_or(field.label, |target| target.label.clone()),
                    text: field.text,
                    choices: Vec::new(),
                }
            };
            let wrong = visit.fault(&error).fields.into_iter().map(placed).collect();
            asked(visit, operation, &names, visit.form.clone(), wrong, StatusCode::UNPROCESSABLE_ENTITY)
        }
        Err(error) => {
            visit.entry()?.drop_file();
            Err(visit.fault(&error))
        }
    }
}

/// The form of the options alone.
fn options(visit: &Visit, operation: &Operation) -> Result<form::Form, Fault> {
    let mut form = form::of(visit, operation.name)?;
    form.inputs.retain(|input| input.path.starts_with("options."));
    Ok(form)
}

fn asked(
    visit: &Visit,
    operation: &Operation,
    names: &[String],
    pairs: Pairs,
    wrong: Vec<Wrong>,
    status: StatusCode,
) -> Result<Answer, Fault> {
    let form = options(visit, operation)?;
    let targets = targets(visit, operation)?;
    let chosen =
        |target: &Target, what: &str| pairs.get(&format!("{what}:{}", target.name)).unwrap_or_default().to_owned();
    let rows = html! {
        @for target in &targets {
            @let (id, column) = (format!("column:{}", target.name), chosen(target, "column"));
            tr {
                th scope="row" { label for=(id) { @if let Some(of) = &target.of { (of) " · " } (target.label) } }
                td { select id=(id) name=(id) {
                    option value="" {}
                    @for name in names { option value=(name) selected[*name == column] { (name) } }
                } }
                td { input name={ "constant:" (target.name) } value=(chosen(target, "constant")) maxlength="500"
                    aria-label={ (target.label) ": " (visit.say(Word::SameForAll)) }; }
            }
        }
    };
    let label = form.label.clone();
    let drawn = Drawn {
        form: &form,
        to: visit.path.clone(),
        pairs: pairs.clone(),
        was: None,
        now: None,
        wrong,
        hidden: vec![("file".to_owned(), pairs.get("file").unwrap_or_default().to_owned())],
        back: format!("/import/{}", operation.name),
        send: visit.say(Word::Import).to_owned(),
    };
    let first = html! {
        div.scroll role="region" tabindex="0" aria-label=(visit.say(Word::Columns)) { table {
            thead { tr {
                th scope="col" { (visit.say(Word::What)) }
                th scope="col" { (visit.say(Word::ColumnOfFile)) }
                th scope="col" { (visit.say(Word::SameForAll)) }
            } }
            tbody { (rows) }
        } }
    };
    Ok(Answer::Page(Page { title: label, body: draw::form_behind(visit, &drawn, &first), status }))
}

/// The names of the columns in the first line, and what parts them.
fn head(file: &[u8]) -> (Vec<String>, char) {
    let head = &file[..file.len().min(HEAD)];
    let (decoded, _, _) = match std::str::from_utf8(head) {
        Err(error) if error.error_len().is_some() => encoding_rs::GB18030.decode(head),
        _ => encoding_rs::UTF_8.decode(head),
    };
    let first = decoded.lines().next().unwrap_or_default();
    let marks = [',', ';', '\t', '|'];
    let delimiter = marks.into_iter().rev().max_by_key(|mark| first.matches(*mark).count()).unwrap_or(',');
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).delimiter(delimiter as u8).from_reader(decoded.as_bytes());
    let names = reader.records().next().and_then(Result::ok);
    (names.into_iter().flat_map(|names| names.iter().map(str::to_owned).collect::<Vec<_>>()).collect(), delimiter)
}

/// The fields that columns may go to: those of the records that the operation's documentation names, `NewThing`, the second
/// one's behind the prefix that it names, `part.`; and those that packs give such records.
fn targets(visit: &Visit, operation: &Operation) -> Result<Vec<Target>, Fault> {
    let (mut records, mut choices) = (Vec::new(), Vec::new());
    for argument in Operation::all().flat_map(|operation| operation.arguments) {
        argument.ty.collect(&mut records, &mut choices);
    }
    let mut found: Vec<(&RecordInfo, String)> = Vec::new();
    for word in operation.doc.split('`').skip(1).step_by(2) {
        if let Some(record) = records.iter().find(|record| record.name == word) {
            found.push((record, String::new()));
        } else if let (Some(last), true) = (found.last_mut(), word.ends_with('.')) {
            last.1 = word.to_owned();
        }
    }
    let mut targets = Vec::new();
    for (record, prefix) in found {
        let of = (!prefix.is_empty()).then(|| crate::cells::label(visit.locale, prefix.trim_end_matches('.')));
        let plain = |ty: &Type| !matches!(ty, Type::List(_) | Type::Tree | Type::Values | Type::Record(_));
        for field in record.fields.iter().filter(|field| plain(field.ty.required())) {
            let label = crm_core::labels::field(visit.locale, record.name, field.name());
            targets.push(Target {
                name: format!("{prefix}{}", field.name()),
                label: label.unwrap_or_else(|| field.name().to_owned()),
                of: of.clone(),
            });
        }
        for (name, label) in given_by_packs(visit, record)? {
            targets.push(Target { name: format!("{prefix}{name}"), label, of: of.clone() });
        }
    }
    Ok(targets)
}

/// The fields that packs give a new record, `custom.tier`, with their labels: what makes one is described with them.
fn given_by_packs(visit: &Visit, record: &RecordInfo) -> Result<Vec<(String, String)>, Fault> {
    let is_it = |ty: &Type| matches!(ty, Type::Record(known) if known.name == record.name);
    let makes = |operation: &&Operation| {
        operation.arguments.iter().any(|argument| match argument.ty.required() {
            Type::List(one) => is_it(one),
            one => is_it(one),
        })
    };
    let Some(operation) = Operation::all().find(makes) else { return Ok(Vec::new()) };
    let told = visit.ask("meta.describe", &json!({"operation": operation.name}))?;
    let custom = |argument: &Value| {
        let name = text(argument, "path").split_once(".custom.")?.1;
        // A part of a value is no column.
        (!name.contains(['.', '['])).then(|| (format!("custom.{name}"), text(argument, "label").to_owned()))
    };
    Ok(list(&told, "arguments").iter().filter_map(custom).collect())
}

/// What became of the file: counts, then lines; those first of which there is something to say.
fn reported(visit: &Visit, report: &Value) -> Markup {
    let counts = report.as_object().into_iter().flatten().filter(|(_, value)| value.is_i64());
    let mut lines: Vec<&Value> = list(report, "lines").iter().collect();
    let said = |line: &Value| !list(line, "errors").is_empty() || !list(line, "notes").is_empty();
    lines.sort_by_key(|line| !said(line));
    let shown = lines.len().min(LINES);
    html! {
        p.notice role="status" { (visit.say(Word::ActionsDone)) }
        dl { @for (name, count) in counts { dt { (crate::cells::label(visit.locale, name)) } dd { (count) } } }
        div.scroll role="region" tabindex="0" aria-label=(visit.say(Word::Result)) { table {
            thead { tr {
                th scope="col" { (crate::cells::label(visit.locale, "line")) }
                th scope="col" { (crate::cells::label(visit.locale, "key")) }
                th scope="col" { (visit.say(Word::Result)) }
                th scope="col" { (visit.say(Word::Arguments)) }
            } }
            tbody { @for line in &lines[..shown] { tr {
                th scope="row" { (line["line"]) }
                td { (text(line, "key")) }
                td { (outcome(visit, text(line, "outcome"))) }
                td {
                    @for said in list(line, "errors").iter().chain(list(line, "notes")) {
                        p { (text(said, "label")) ": " (text(said, "text")) }
                    }
                    @if !texts(line, "lacks").is_empty() {
                        p { (visit.say(Word::Lacks)) ": " (cell(visit, None, &line["lacks"], false)) }
                    }
                }
            } } }
        } }
        @if lines.len() > shown || report["more"] == true { p { (visit.say(Word::MoreLines)) } }
        p { a href="/import" { (visit.say(Word::Import)) } }
    }
}

fn outcome(visit: &Visit, name: &str) -> String {
    crm_core::labels::choice(visit.locale, "ImportOutcome", name).unwrap_or_else(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_line_names_the_columns() {
        assert_eq!(head("name,phone\r\na,b\r\n".as_bytes()), (vec!["name".into(), "phone".into()], ','));
        assert_eq!(head("\u{feff}名称;\"a;b\"\n".as_bytes()), (vec!["名称".into(), "a;b".into()], ';'));
        assert_eq!(head("a\tb, c\td".as_bytes()), (vec!["a".into(), "b, c".into(), "d".into()], '\t'));
        let (gb, _, _) = encoding_rs::GB18030.encode("名称,电话\n");
        assert_eq!(head(&gb), (vec!["名称".into(), "电话".into()], ','));
        assert_eq!(head(b""), (vec![], ','));
    }
}
