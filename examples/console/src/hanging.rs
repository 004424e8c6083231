//! What hangs on a record, on its page and by forms of its own: which it is, what is told of each, and by which operations it comes
//! and goes, `meta.object` says.

use axum::http::StatusCode;
use crm_core::schema::{FieldInfo, RecordInfo, Type};
use maud::{Markup, html};
use serde_json::{Value, json};

use crate::ask::text;
use crate::draw::{self, Drawn};
use crate::fault::Fault;
use crate::files;
use crate::form::{self, Form, Kind};
use crate::kinds;
use crate::list::counted;
use crate::operate::{Call, send, shown};
use crate::record::found;
use crate::references::pascal;
use crate::register;
use crate::screens::{Hang, Screen, Verb};
use crate::visit::{Answer, Pairs, Visit, go, page};
use crate::words::Word;

/// As many of a kind stand on the record's page; all have one of their own.
const SHOWN: usize = 10;
/// As many as an answer gives at once.
const MOST: usize = 1_000;

/// Everything that hangs on a record.
pub fn sections(visit: &Visit, screen: &Screen, record: &Value) -> Result<Markup, Fault> {
    let mut all = Vec::new();
    for hang in screen.hangs.iter().filter(|hang| kinds::list_of(hang).is_some()) {
        all.push(section(visit, screen, hang, record, SHOWN)?);
    }
    Ok(html! { @for section in all { (section) } })
}

/// All of one kind that hangs on a record.
pub fn show(visit: &Visit) -> Result<Answer, Fault> {
    let (screen, record) = found(visit)?;
    let hang = screen.hangs.iter().find(|hang| hang.area == visit.place("area")).ok_or_else(|| visit.missing())?;
    let body = html! {
        p { (crate::cells::link(&screen.name, text(&record, "id"), crate::table::title_of(&record))) }
        (section(visit, &screen, hang, &record, MOST)?)
    };
    page(format!("{} · {}", hang.label, crate::table::title_of(&record)), body)
}

fn section(visit: &Visit, screen: &Screen, hang: &Hang, record: &Value, most: usize) -> Result<Markup, Fault> {
    let id = text(record, "id");
    let home = format!("/o/{}/{id}", screen.name);
    let rows = kinds::rows(visit, screen, hang, id, most)?;
    let row = kinds::list_of(hang).and_then(|(_, operation)| register::rows_of(operation));
    let allowed = match &hang.kind {
        Some(kind) => kinds::allowed(visit, kind, &rows.items)?,
        None => Vec::new(),
    };
    let count = rows.total.map(|(count, more)| counted(count, more));
    let none = Vec::new();
    let writes =
        || hang.on_record.iter().filter(|verb| verb.writes && verb.permitted && !files::in_pieces(&verb.operation));
    let heading = format!("hang-{}", hang.area);
    Ok(html! {
        section.hang aria-labelledby=(heading) {
            h2 id=(heading) { (hang.label) @if let Some(count) = count { ": " (count) } }
            @if hang.kind.is_some() {
                div.tools { @for verb in writes() { a.chip href={ (home) "/hang/" (verb.operation) } { (verb.label) } } }
            }
            @if let Some(row) = row {
                @if !rows.items.is_empty() {
                    ul.items { @for (at, one) in rows.items.iter().enumerate() {
                        (item(visit, hang, row, one, allowed.get(at).unwrap_or(&none), &home))
                    } }
                }
            }
            @if rows.next && most == SHOWN { p { a href={ (home) "/hangs/" (hang.area) } { (visit.say(Word::ShowAll)) } } }
            @if hang.kind.is_none() {
                @for verb in writes() { (inline(visit, hang, verb, &home)?) }
            }
        }
    })
}

/// What comes and goes without being a record of its own has its form on the page itself.
fn inline(visit: &Visit, hang: &Hang, verb: &Verb, home: &str) -> Result<Markup, Fault> {
    let (form, _) = form_of(visit, hang, verb, &Pairs::default())?;
    let drawn = Drawn {
        to: format!("{home}/hang/{}", verb.operation),
        pairs: Pairs::default(),
        was: None,
        now: None,
        wrong: Vec::new(),
        hidden: Vec::new(),
        back: home.to_owned(),
        send: verb.label.clone(),
        form: &Form { help: String::new(), ..form },
    };
    Ok(html! { details.keep { summary { (verb.label) } (draw::form(visit, &drawn)) } })
}

/// Whether a field names another of the same kind: what a reply replies to.
fn is_own(field: &FieldInfo, kind: Option<&String>) -> bool {
    let own = kind.map(|kind| format!("{}Id", pascal(kind)));
    matches!(field.ty.required(), Type::Id(name) if Some(*name) == own.as_deref())
}

fn item(visit: &Visit, hang: &Hang, row: &'static RecordInfo, one: &Value, allowed: &[String], home: &str) -> Markup {
    let field = |name: &String| row.fields.iter().find(|field| field.name() == name);
    let mut columns = hang.columns.iter().filter_map(field).filter(|field| said(&one[field.name()]));
    let first = columns.next();
    let rest: Vec<&FieldInfo> = columns.collect();
    let below = rest.iter().any(|field| is_own(field, hang.kind.as_ref()));
    let known = allowed.iter().filter(|name| hang.on_each.iter().any(|verb| verb.operation == **name));
    let known: Vec<String> = known.cloned().collect();
    let gets = hang.kind.as_ref().filter(|kind| kinds::get_of(kind).is_some());
    html! {
        li.item.below[below] {
            @if let Some(first) = first {
                p.lead {
                    @match gets {
                        Some(kind) => a href={ "/k/" (kind) "/" (text(one, "id")) "?" (from(home)) } { (register::value(visit, first, &one[first.name()], true)) },
                        None => (register::value(visit, first, &one[first.name()], !matches!(first.ty.required(), Type::Record(_)))),
                    }
                }
            }
            p.told { @for (at, field) in rest.iter().filter(|field| !is_own(field, hang.kind.as_ref())).enumerate() {
                @if at > 0 { " · " }
                span.called { (register::label(visit.locale, row, field)) } " "
                (register::value(visit, field, &one[field.name()], false))
            } }
            @if let Some(kind) = &hang.kind {
                div.tools {
                    (kinds::buttons(visit, kind, one, &known, home))
                    @if !below { (answers(visit, hang, kind, one, home)) }
                }
            }
        }
    }
}

/// What is there to be told: no emptiness, and nothing that does not hold.
fn said(value: &Value) -> bool {
    !(value.is_null() || *value == false || value.as_array().is_some_and(Vec::is_empty) || *value == "")
}

fn from(home: &str) -> String {
    Pairs(vec![("from".to_owned(), home.to_owned())]).written()
}

/// Links to what is made with reference to this one: a reply, another version.
fn answers(visit: &Visit, hang: &Hang, kind: &str, one: &Value, home: &str) -> Markup {
    let mut all = Vec::new();
    for verb in hang.on_record.iter().filter(|verb| verb.writes && verb.permitted && !files::in_pieces(&verb.operation))
    {
        let Some(operation) = crm_core::Operation::find(&verb.operation) else { continue };
        for argument in operation.arguments {
            let Type::Record(record) = argument.ty.required() else { continue };
            let own = record.fields.iter().filter(|field| is_own(field, Some(&kind.to_owned())));
            all.extend(own.map(|field| (verb, format!("{}.{}", argument.name(), field.name()), record, field)));
        }
    }
    html! { @for (verb, path, record, field) in &all {
        @let asked = Pairs(vec![(path.clone(), text(one, "id").to_owned())]).written();
        a.chip href={ (home) "/hang/" (verb.operation) "?" (asked) } { (register::label(visit.locale, record, field)) }
    } }
}

/// The form without what is known: the record, and which of the same kind it refers to.
fn form_of(visit: &Visit, hang: &Hang, verb: &Verb, asked: &Pairs) -> Result<(Form, Vec<(String, String)>), Fault> {
    let mut form = form::of(visit, &verb.operation)?;
    let path = verb.record.as_deref().unwrap_or("record").trim_end_matches("[]");
    let inside = format!("{path}.");
    form.inputs.retain(|input| input.path != path && !input.path.starts_with(&inside));
    let is_own = |kind: &Kind| matches!(kind, Kind::Reference(to) if Some(to) == hang.kind.as_ref());
    let own = form.inputs.iter().filter(|input| input.path != "id" && is_own(&input.kind));
    let known = own.filter_map(|input| Some((input.path.clone(), asked.filled(&input.path)?.to_owned()))).collect();
    form.inputs.retain(|input| input.path == "id" || !is_own(&input.kind));
    if form.inputs.iter().any(|input| input.kind == Kind::File) {
        files::shorten(&mut form);
    }
    Ok((form, known))
}

fn on_bearer<'s>(visit: &Visit, screen: &'s Screen, record: Value) -> Result<(Call<'s>, &'s Hang), Fault> {
    let known =
        screen.hanging(visit.place("operation")).filter(|(_, verb)| verb.writes && !files::in_pieces(&verb.operation));
    let (hang, verb) = known.ok_or_else(|| visit.missing())?;
    let (form, known) = form_of(visit, hang, verb, &visit.query)?;
    let mut arguments = json!({});
    let id = text(&record, "id").to_owned();
    kinds::place_key(&mut arguments, verb.record.as_deref().unwrap_or("record"), &screen.name, &id);
    for (path, id) in known {
        crate::ask::put(&mut arguments, &path, json!(id));
    }
    let asked = visit.query.written();
    let to = if asked.is_empty() { visit.path.clone() } else { format!("{}?{asked}", visit.path) };
    let back = format!("/o/{}/{id}", screen.name);
    Ok((Call { form, verb: Some(verb), record: Some(record), arguments, to, back, asks: None }, hang))
}

/// The form of an operation by which something comes to hang on a record.
pub fn ask(visit: &Visit) -> Result<Answer, Fault> {
    let (screen, record) = found(visit)?;
    let (call, _) = on_bearer(visit, &screen, record)?;
    shown(visit, &call, Pairs(visit.query.0.clone()), None, None, Vec::new(), StatusCode::OK)
}

/// Calls it.
pub fn act(visit: &Visit) -> Result<Answer, Fault> {
    let (screen, record) = found(visit)?;
    let (call, hang) = on_bearer(visit, &screen, record)?;
    let sent = match visit.files.iter().find(|file| !file.bytes.is_empty()) {
        Some(file) => files::send(visit, &call, hang, file)?,
        None => send(visit, &call)?,
    };
    if let Err(again) = sent {
        return Ok(again);
    }
    visit.entry()?.tell(visit.say(Word::Done).to_owned());
    go(call.back)
}
