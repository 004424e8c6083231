//! Records of kinds that are no objects: what hangs on others, as an activity does. How one is got and what can be called on it the
//! registry of operations says, and what may be called on it now `meta.allowed`.

use axum::http::StatusCode;
use crm_core::schema::{FieldInfo, RecordInfo, Type};
use crm_core::{Access, Operation};
use maud::{Markup, html};
use serde_json::{Value, json};

use crate::approvals;
use crate::ask::{list, put, text, texts};
use crate::cells::called;
use crate::fault::Fault;
use crate::files;
use crate::form;
use crate::given;
use crate::operate::{Call, changing, send, shown};
use crate::page::token;
use crate::references::pascal;
use crate::register;
use crate::screens::{Hang, Screen, Verb};
use crate::seen::Reader as _;
use crate::visit::{Answer, Pairs, Visit, go, local, page};
use crate::words::Word;

/// Rows that are looked through for one that can't be got by itself.
const SOUGHT: usize = 1_000;

/// The type of the ids of a kind: `activity` has those of type `ActivityId`.
fn id_type(kind: &str) -> String {
    format!("{}Id", pascal(kind))
}

/// Where an operation takes the id of a record of a kind.
pub fn place_of_id(operation: &Operation, kind: &str) -> Option<&'static str> {
    let own = id_type(kind);
    let is_id = |info: &&FieldInfo| !info.optional && matches!(info.ty, Type::Id(name) if name == own);
    operation.arguments.iter().find(is_id).map(FieldInfo::name)
}

/// The operation that gets one record of a kind.
pub fn get_of(kind: &str) -> Option<&'static Operation> {
    Operation::all().find(|operation| operation.short_name() == "get" && place_of_id(operation, kind).is_some())
}

/// The operation that gives the bytes of a record of a kind.
pub fn bytes_of(kind: &str) -> Option<&'static Operation> {
    Operation::all().find(|operation| {
        operation.access == Access::Read
            && matches!(operation.result, Type::Bytes)
            && place_of_id(operation, kind).is_some()
    })
}

/// Whether an operation needs no more than to be called: nothing else is given with it.
fn is_plain(operation: &Operation, id: &str) -> bool {
    !operation.confirm && operation.arguments.iter().all(|info| info.name() == id || info.name() == "version")
}

/// What can be called on records of a kind now, each as a button.
pub fn buttons(visit: &Visit, kind: &str, record: &Value, allowed: &[String], from: &str) -> Markup {
    let id = text(record, "id");
    let query = Pairs(vec![("from".to_owned(), from.to_owned())]).written();
    html! {
        @for operation in allowed.iter().filter_map(|name| Operation::find(name)) {
            @if let Some(place) = place_of_id(operation, kind) {
                @let to = format!("/k/{kind}/{id}/do/{}?{query}", operation.name);
                @let label = crm_core::labels::operation(visit.locale, operation.name);
                @let label = label.as_deref().unwrap_or(operation.name);
                @if is_plain(operation, place) {
                    form.inline method="post" action=(to) {
                        (token(visit))
                        @if !record["version"].is_null() { input type="hidden" name="version" value=(record["version"]); }
                        button.plain { (label) }
                    }
                } @else { a.chip href=(to) { (label) } }
            }
        }
        @if bytes_of(kind).is_some() { a.chip href={ "/k/" (kind) "/" (id) "/bytes" } download { (visit.say(Word::Download)) } }
    }
}

/// What can be called on each of some records now.
pub fn allowed(visit: &Visit, kind: &str, records: &[Value]) -> Result<Vec<Vec<String>>, Fault> {
    let ids: Vec<&Value> = records.iter().map(|record| &record["id"]).collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let told = visit.ask("meta.allowed", &json!({"entity": kind, "ids": ids}))?;
    Ok(told.as_array().into_iter().flatten().map(|one| texts(one, "operations")).collect())
}

/// What a `get` answers with: the record, or the record among what is told with it.
pub fn record_in<'v>(answer: &'v Value, info: &'static RecordInfo) -> (&'v Value, &'static RecordInfo) {
    if !answer["id"].is_null() {
        return (answer, info);
    }
    let inside = info.fields.iter().find_map(|field| match field.ty.required() {
        Type::Record(inner) if !answer[field.name()]["id"].is_null() => Some((&answer[field.name()], *inner)),
        _ => None,
    });
    inside.unwrap_or((answer, info))
}

/// The record, with all that its `get` answers, and what both are.
fn got(visit: &Visit, kind: &str, id: &str) -> Result<(Value, &'static RecordInfo), Fault> {
    let get = get_of(kind).ok_or_else(|| visit.missing())?;
    let mut arguments = json!({});
    put(&mut arguments, place_of_id(get, kind).unwrap_or("id"), json!(id));
    let answer = visit.ask(get.name, &arguments)?;
    match get.result.required() {
        Type::Record(info) => Ok((answer, info)),
        _ => Err(visit.missing()),
    }
}

/// One record.
pub fn show(visit: &Visit) -> Result<Answer, Fault> {
    let (kind, id) = (visit.place("kind"), visit.place("id"));
    let (answer, info) = got(visit, kind, id)?;
    let (record, own) = record_in(&answer, info);
    let operations = allowed(visit, kind, std::slice::from_ref(record))?.pop().unwrap_or_default();
    let from = visit.query.filled("from").map(local);
    let beside = info.fields.iter().filter(|field| own.name != info.name && answer[field.name()] != *record);
    let body = html! {
        @if let Some(from) = from { p { a href=(from) { (visit.say(Word::Back)) } } }
        div.tools role="group" aria-label=(visit.say(Word::Operations)) { (buttons(visit, kind, record, &operations, &visit.path)) }
        (register::fields(visit, own, record))
        @for field in beside {
            h2 { (register::label(visit.locale, info, field)) }
            (register::value(visit, field, &answer[field.name()], true))
        }
    };
    page(called_by(own, record), body)
}

/// What people know a record by: the first text in it.
fn called_by<'r>(info: &RecordInfo, record: &'r Value) -> &'r str {
    let first = info.fields.iter().find(|field| matches!(field.ty, Type::Text));
    called(first.map_or("", |field| text(record, field.name())))
}

/// Where what an operation answers with is shown, where that is a record with a page of its own.
pub fn address_of(visit: &Visit, operation: &str, answer: &Value) -> Option<String> {
    let Type::Record(record) = Operation::find(operation)?.result.required() else { return None };
    let own = record.fields.iter().find_map(|field| match field.ty {
        Type::Id(name) if field.name() == "id" => name.strip_suffix("Id"),
        _ => None,
    });
    // `WorkReport` is of the kind `work_report`.
    let mut kind = String::new();
    for letter in own?.chars() {
        if letter.is_uppercase() && !kind.is_empty() {
            kind.push('_');
        }
        kind.extend(letter.to_lowercase());
    }
    visit.address(&kind, answer["id"].as_str()?)
}

/// The bytes of a record.
pub fn bytes(visit: &Visit) -> Result<Answer, Fault> {
    let (kind, id) = (visit.place("kind"), visit.place("id"));
    let operation = bytes_of(kind).ok_or_else(|| visit.missing())?;
    let (answer, info) = got(visit, kind, id)?;
    let (record, _) = record_in(&answer, info);
    files::download(visit, operation, record)
}

/// The form of an operation on a record.
pub fn ask(visit: &Visit) -> Result<Answer, Fault> {
    let (verb, record) = on_record(visit)?;
    let call = begin(visit, &verb, record)?;
    let was = changing(&call).map(|record| given::of_record(&visit.zone(), &call.form, record));
    shown(visit, &call, was.clone().unwrap_or_default(), was, None, Vec::new(), StatusCode::OK)
}

/// Calls an operation on a record.
pub fn act(visit: &Visit) -> Result<Answer, Fault> {
    let (verb, record) = on_record(visit)?;
    let call = begin(visit, &verb, record)?;
    if let Err(again) = send(visit, &call)? {
        return Ok(again);
    }
    let entry = visit.entry()?;
    entry.tell(visit.say(Word::Done).to_owned());
    // It may have been what waited for the visitor.
    entry.known.forget_own();
    // Its own page is gone with it.
    go(if verb.verb == "delete" && call.back == own_page(visit) { "/".to_owned() } else { call.back })
}

fn own_page(visit: &Visit) -> String {
    format!("/k/{}/{}", visit.place("kind"), visit.place("id"))
}

fn on_record(visit: &Visit) -> Result<(Verb, Value), Fault> {
    let (kind, id) = (visit.place("kind"), visit.place("id"));
    let operation = Operation::find(visit.place("operation")).filter(|operation| operation.access == Access::Write);
    let place = operation.and_then(|operation| Some((operation, place_of_id(operation, kind)?)));
    let (operation, place) = place.ok_or_else(|| visit.missing())?;
    let verb = Verb {
        operation: operation.name.to_owned(),
        verb: operation.short_name().to_owned(),
        label: String::new(),
        confirm: operation.confirm,
        writes: true,
        permitted: true,
        record: Some(place.to_owned()),
        fields: None,
        version: None,
    };
    let record = match got(visit, kind, id) {
        Ok((answer, info)) => {
            let (record, own) = record_in(&answer, info);
            told(record, called_by(own, record))
        }
        Err(_) => listed(visit, kind, id)?,
    };
    Ok((verb, record))
}

/// As the form of an update asks for a record.
fn told(record: &Value, title: &str) -> Value {
    json!({"id": record["id"], "version": record["version"], "title": title, "values": record})
}

/// A record that no operation gets by itself, among those of the record that one comes from.
fn listed(visit: &Visit, kind: &str, id: &str) -> Result<Value, Fault> {
    let from = visit.query.get("from").unwrap_or_default();
    if let Some(request) = from.strip_prefix(approvals::HOME).and_then(|rest| rest.strip_prefix('/')) {
        return approvals::part(visit, request, id);
    }
    let mut path = from.split('/').skip(1);
    let (Some("o"), Some(object), Some(bearer)) = (path.next(), path.next(), path.next()) else {
        return Err(visit.missing());
    };
    let screen = visit.entry()?.known.screen(&visit.session()?, object).map_err(|_| visit.missing())?;
    let hang = screen.hangs.iter().find(|hang| hang.kind.as_deref() == Some(kind)).ok_or_else(|| visit.missing())?;
    let rows = rows(visit, &screen, hang, bearer, SOUGHT)?;
    let row = rows.items.into_iter().find(|row| text(row, "id") == id).ok_or_else(|| visit.missing())?;
    Ok(told(&row, hang.columns.first().map_or("", |first| text(&row, first))))
}

/// What hangs on a record.
#[derive(Default)]
pub struct Rows {
    pub items: Vec<Value>,
    pub next: bool,
    pub total: Option<(i64, bool)>,
}

/// What hangs on a record, the first of it.
pub fn rows(visit: &Visit, screen: &Screen, hang: &Hang, id: &str, most: usize) -> Result<Rows, Fault> {
    let Some((verb, operation)) = list_of(hang) else { return Ok(Rows::default()) };
    let mut arguments = json!({});
    place_key(&mut arguments, verb.record.as_deref().unwrap_or("record"), &screen.name, id);
    if operation.arguments.iter().any(|argument| argument.name() == "page") {
        put(&mut arguments, "page", json!({"limit": most, "count": true}));
    }
    let answer = visit.ask(operation.name, &arguments)?;
    let total = answer["total"]["count"].as_i64().map(|count| (count, answer["total"]["more"] == true));
    let items = answer.as_array().map_or_else(|| list(&answer, "items"), Vec::as_slice).to_vec();
    Ok(Rows { items, next: answer["next"].is_string(), total })
}

/// The operation that lists what hangs on a record.
pub fn list_of(hang: &Hang) -> Option<(&Verb, &'static Operation)> {
    let verb = hang.on_record.iter().find(|verb| verb.verb == "list" && verb.permitted)?;
    Some((verb, Operation::find(&verb.operation)?))
}

/// Puts a record's key where an operation takes it.
pub fn place_key(arguments: &mut Value, path: &str, object: &str, id: &str) {
    let key = json!({"object": object, "id": id});
    match path.strip_suffix("[]") {
        Some(list) => put(arguments, list, json!([key])),
        None => put(arguments, path, key),
    }
}

fn begin<'v>(visit: &Visit, verb: &'v Verb, record: Value) -> Result<Call<'v>, Fault> {
    let mut form = form::of(visit, &verb.operation)?;
    let mut arguments = json!({});
    let place = verb.record.clone().unwrap_or_default();
    put(&mut arguments, &place, record["id"].clone());
    form.inputs.retain(|input| input.path != place);
    let asked = visit.query.written();
    let to = if asked.is_empty() { visit.path.clone() } else { format!("{}?{asked}", visit.path) };
    let back = visit.query.filled("from").map_or_else(|| own_page(visit), |from| local(from).to_owned());
    if visit.place("kind") == approvals::REQUEST {
        // What was asked for is changed by the form of the operation itself.
        form.inputs.retain(|input| input.kind != form::Kind::Json);
    }
    let mut call = Call { form, verb: Some(verb), record: Some(record), arguments, to, back, asks: None };
    if let (true, Some(record)) = (verb.verb == "update", &call.record) {
        // What nobody tells can't be changed here: left empty it would be emptied.
        call.form.inputs.retain(|input| given::told(input, record).is_some());
    }
    Ok(call)
}
