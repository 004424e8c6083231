//! Requests for approval: what waits for the visitor and what they asked for, the page of a request, and what records say of theirs.
//! The operations, their labels and whether they may be called now are the engine's to say.

use crm_core::schema::{FieldInfo, RecordInfo, Type};
use crm_core::{Access, Operation};
use maud::{Markup, html};
use serde_json::{Value, json};

use crate::ask::{list, text};
use crate::cells::{cell, instant};
use crate::fault::Fault;
use crate::form::{self, Kind};
use crate::kinds;
use crate::list::counted;
use crate::page::token;
use crate::references;
use crate::register;
use crate::screens::Screen;
use crate::visit::{Answer, Pairs, Visit, page};
use crate::words::Word;

/// The kind of a request, and of a person's part in one.
pub const REQUEST: &str = "approval";
const PART: &str = "sign_off";

/// Where they stand.
pub const HOME: &str = "/approvals";

const ROWS: usize = 20;

/// The states of a request that has not ended.
const OPEN: [&str; 2] = ["pending", "returned"];

/// Where a request is shown.
pub fn address(id: &str) -> String {
    format!("{HOME}/{id}")
}

/// The link in the frame, with how many wait for the visitor.
pub fn badge(visit: &Visit) -> Markup {
    let count = || {
        let asked = json!({"rows": 0, "sections": ["approvals"]});
        let answer = visit.session().ok().and_then(|session| crate::ask::ask(&session, "bench.today", &asked).ok());
        let total = answer.map(|answer| answer["sections"][0]["total"].clone()).unwrap_or_default();
        match total["count"].as_i64().unwrap_or_default() {
            0 => String::new(),
            count => counted(count, total["more"] == true),
        }
    };
    let count = visit.entry.as_ref().map(|entry| entry.known.waiting(count));
    html! {
        a href=(HOME) aria-current=[(visit.path == HOME).then_some("page")] {
            (visit.say(Word::Approvals))
            @if let Some(count) = count.filter(|count| !count.is_empty()) {
                " " span.badge { (count) span.hidden { " " (visit.say(Word::WaitingForMe)) } }
            }
        }
    }
}

/// What waits for the visitor, and below it what they asked for.
pub fn show(visit: &Visit) -> Result<Answer, Fault> {
    let me = visit.session()?.user().map(|user| user.to_string());
    let asked = |what: &str, of: &str| {
        let mut arguments = json!({"filter": {what: me}, "page": {"limit": ROWS, "count": true}});
        if let Some(after) = visit.query.filled("after").filter(|_| visit.query.get("of") == Some(of)) {
            arguments["page"]["after"] = json!(after);
        }
        visit.ask("approvals.list", &arguments)
    };
    let (mine, own) = (asked("waiting_for", "mine")?, asked("submitter", "own")?);
    let body = html! {
        (listed(visit, Word::WaitingForMe, &mine, "mine"))
        (listed(visit, Word::AskedByMe, &own, "own"))
    };
    page(visit.say(Word::Approvals), body)
}

fn listed(visit: &Visit, called: Word, found: &Value, of: &str) -> Markup {
    let count = found["total"]["count"].as_i64().map(|count| counted(count, found["total"]["more"] == true));
    let next = found["next"]
        .as_str()
        .map(|next| Pairs(vec![("of".to_owned(), of.to_owned()), ("after".to_owned(), next.to_owned())]).written());
    html! {
        section aria-labelledby=(of) {
            h2 #(of) { (visit.say(called)) @if let Some(count) = count { ": " (count) } }
            @if list(found, "items").is_empty() { p.empty { (visit.say(Word::NoRecords)) } }
            ul.items { @for one in list(found, "items") { (item(visit, one)) } }
            @if let Some(next) = next { p { a rel="next" href={ "?" (next) } { (visit.say(Word::Next)) } } }
        }
    }
}

fn item(visit: &Visit, request: &Value) -> Markup {
    html! {
        li.item {
            p.lead { a href=(address(text(request, "id"))) { (asked_for(visit, request)) } " · " (cell(visit, None, about(request), false)) }
            p.told {
                span.state { (said(visit, request, "status")) } " "
                @for person in request.as_object().into_iter().flatten().filter(|(_, value)| value.is_object() && value["object"].is_null()) {
                    (cell(visit, None, person.1, false)) " · "
                }
                (instant(visit, crate::notices::when(request)))
            }
        }
    }
}

/// The record that a request is about: the one record in it that has an object.
fn about(request: &Value) -> &Value {
    let mut fields = request.as_object().into_iter().flatten().map(|(_, value)| value);
    fields.find(|value| value["object"].is_string()).unwrap_or(&Value::Null)
}

/// The object of the record, as far as the visitor knows it.
fn screen(visit: &Visit, request: &Value) -> Option<std::sync::Arc<Screen>> {
    let session = visit.session().ok()?;
    visit.entry().ok()?.known.screen(&session, text(about(request), "object")).ok()
}

/// The operation's whole name, and what people call it.
fn operation(visit: &Visit, request: &Value) -> Option<(String, String)> {
    let short = text(request, "operation");
    let screen = screen(visit, request)?;
    let found = screen.operations.iter().find(|verb| verb.operation.rsplit('.').next() == Some(short))?;
    Some((found.operation.clone(), found.label.clone()))
}

fn asked_for(visit: &Visit, request: &Value) -> String {
    operation(visit, request).map_or_else(|| text(request, "flow").to_owned(), |(_, label)| label)
}

/// The record that a request is told as.
fn info() -> Option<(&'static RecordInfo, &'static RecordInfo)> {
    let Type::Record(detail) = kinds::get_of(REQUEST)?.result.required() else { return None };
    let inside = detail.fields.iter().find_map(|field| match field.ty.required() {
        Type::Record(inner) if inner.fields.iter().any(|field| field.name() == "status") => Some(*inner),
        _ => None,
    });
    Some((*detail, inside?))
}

/// A choice of a request, by its label.
fn said(visit: &Visit, request: &Value, name: &str) -> Markup {
    let field = info().and_then(|(_, own)| own.fields.iter().find(|field| field.name() == name));
    match field {
        Some(field) => register::value(visit, field, &request[name], false),
        None => cell(visit, None, &request[name], false),
    }
}

/// One request.
pub fn one(visit: &Visit) -> Result<Answer, Fault> {
    let answer = visit.ask("approvals.get", &json!({"id": visit.place("id")}))?;
    let (detail, own) = info().ok_or_else(|| visit.missing())?;
    let (request, _) = kinds::record_in(&answer, detail);
    let operations = kinds::allowed(visit, REQUEST, std::slice::from_ref(request))?.pop().unwrap_or_default();
    let screen = screen(visit, request);
    let beside =
        |field: &&FieldInfo| matches!(field.ty, Type::List(Type::Record(_))) && !list(&answer, field.name()).is_empty();
    let body = html! {
        p { a href=(HOME) { (visit.say(Word::Approvals)) } " · " span.state { (said(visit, request, "status")) } }
        (decide(visit, request)?)
        div.tools role="group" aria-label=(visit.say(Word::Operations)) {
            (kinds::buttons(visit, REQUEST, request, &operations, &visit.path))
        }
        dl { @for field in own.fields.iter().filter(|field| is_told(field, request)) {
            dt { (register::label(visit.locale, own, field)) }
            dd {
                @if field.name() == "operation" { (asked_for(visit, request)) }
                @else { (register::value(visit, field, &request[field.name()], false)) }
            }
        } }
        (changes(visit, screen.as_deref(), &answer))
        (arguments(visit, request, &answer)?)
        @for field in detail.fields.iter().filter(beside) {
            h2 { (register::label(visit.locale, detail, field)) }
            (table(visit, field, list(&answer, field.name())))
        }
    };
    page(format!("{} · {}", asked_for(visit, request), text(about(request), "title")), body)
}

fn is_told(field: &FieldInfo, request: &Value) -> bool {
    let inner = matches!(field.ty.required(), Type::Id(_) | Type::List(_));
    !inner && !matches!(field.name(), "version" | "status") && !request[field.name()].is_null()
}

/// The visitor's own part: what they say, and a button for each decision that takes no more than that.
fn decide(visit: &Visit, request: &Value) -> Result<Markup, Fault> {
    let Some((_, own)) = info() else { return Ok(html! {}) };
    let parts = own.fields.iter().filter(|field| matches!(field.ty, Type::List(Type::Record(_))));
    let parts: Vec<Value> = parts.flat_map(|field| list(request, field.name())).cloned().collect();
    let allowed = kinds::allowed(visit, PART, &parts)?;
    let takes_words = |name: &&String| {
        let operation =
            Operation::find(name).filter(|operation| operation.access == Access::Write && !operation.confirm);
        operation.is_some_and(|operation| {
            let own = kinds::place_of_id(operation, PART);
            let given = |info: &FieldInfo| own == Some(info.name()) || info.optional || matches!(info.ty, Type::Text);
            operation.arguments.iter().all(given)
        })
    };
    let back = Pairs(vec![("from".to_owned(), visit.path.clone())]).written();
    let to = |part: &Value, name: &str| format!("/k/{PART}/{}/do/{name}?{back}", text(part, "id"));
    let called = |name: &str| crm_core::labels::operation(visit.locale, name).unwrap_or_else(|| name.to_owned());
    let words =
        Operation::find("approvals.approve").and_then(|known| known.arguments.iter().find(|info| info.optional));
    let words =
        words.map(|info| (info.name(), crm_core::labels::field(visit.locale, "approvals.approve", info.name())));
    Ok(html! { @for (part, names) in parts.iter().zip(&allowed) {
        @let (plain, other): (Vec<&String>, Vec<&String>) = names.iter().partition(takes_words);
        @if let (Some(first), Some((name, label))) = (plain.first(), &words) {
            form.fields.decide method="post" action=(to(part, first)) {
                (token(visit))
                h2 { (visit.say(Word::Decide)) }
                div.field {
                    label for=(name) { (label.as_deref().unwrap_or(name)) }
                    textarea id=(name) name=(name) rows="2" maxlength="4000" {}
                }
                p.buttons {
                    @for name in &plain { button formaction=(to(part, name)) { (called(name)) } }
                    @for name in &other { a.chip href=(to(part, name)) { (called(name)) } }
                }
            }
        }
    } })
}

/// What would change: each field before and afterwards.
fn changes(visit: &Visit, screen: Option<&Screen>, answer: &Value) -> Markup {
    let told = |name: &str| {
        answer[name].as_str().and_then(|json| serde_json::from_str::<Value>(json).ok()).unwrap_or_default()
    };
    compared(visit, screen, &told("before"), &told("after"))
}

/// The same of what was told already.
pub fn compared(visit: &Visit, screen: Option<&Screen>, before: &Value, after: &Value) -> Markup {
    let mut names: Vec<&String> = Vec::new();
    for (name, _) in [before, after].into_iter().filter_map(Value::as_object).flatten() {
        if before[name] != after[name] && !names.contains(&name) && !matches!(name.as_str(), "id" | "version") {
            names.push(name);
        }
    }
    let field = |name: &str| screen.and_then(|screen| screen.field(name));
    let label =
        |name: &str| field(name).map_or_else(|| crate::cells::label(visit.locale, name), |field| field.label.clone());
    html! {
        @if !names.is_empty() {
            h2 { (visit.say(Word::WhatChanges)) }
            div.scroll { table {
                thead { tr {
                    th scope="col" { (visit.say(Word::What)) }
                    th scope="col" { (visit.say(Word::Before)) }
                    th scope="col" { (visit.say(Word::After)) }
                } }
                tbody { @for name in names { tr {
                    th scope="row" { (label(name)) }
                    td { (cell(visit, field(name), &before[name], false)) }
                    td { (cell(visit, field(name), &after[name], false)) }
                } } }
            } }
        }
    }
}

/// The arguments, as the operation's own form calls them.
fn arguments(visit: &Visit, request: &Value, answer: &Value) -> Result<Markup, Fault> {
    let given = &answer["arguments"];
    let Some((operation, _)) = operation(visit, request).filter(|_| given.is_object()) else { return Ok(html! {}) };
    let form = form::of(visit, &operation)?;
    let mut told = Vec::new();
    for input in &form.inputs {
        let value = input.path.split('.').fold(given, |value, step| &value[step]);
        if value.is_null() {
            continue;
        }
        let choice = input.choices.iter().find(|choice| Some(choice.name.as_str()) == value.as_str());
        let title = match (&input.kind, value.as_str()) {
            (Kind::Reference(object), Some(id)) => references::title(visit, object, id)?,
            _ => choice.map(|choice| choice.label.clone()),
        };
        told.push((&input.label, value, title));
    }
    Ok(html! {
        @if !told.is_empty() {
            details open[answer["after"].is_null()] {
                summary { (visit.say(Word::AsFilledIn)) }
                dl { @for (label, value, title) in &told {
                    dt { (label) }
                    dd { @match title { Some(title) => (title), None => (cell(visit, None, value, true)) } }
                } }
            }
        }
    })
}

/// Records of a kind that a request brings along, as a table of what there is.
fn table(visit: &Visit, field: &FieldInfo, rows: &[Value]) -> Markup {
    let Type::List(Type::Record(row)) = field.ty else { return html! {} };
    let told =
        |field: &&FieldInfo| !matches!(field.ty, Type::Id(_)) && rows.iter().any(|row| !row[field.name()].is_null());
    let columns: Vec<&FieldInfo> = row.fields.iter().filter(told).collect();
    html! {
        div.scroll { table {
            thead { tr { @for column in &columns { th scope="col" { (register::label(visit.locale, row, column)) } } } }
            tbody { @for one in rows { tr {
                @for column in &columns { td {
                    (register::value(visit, column, &one[column.name()], !matches!(column.ty.required(), Type::Record(_))))
                } }
            } } }
        } }
    }
}

/// A person's part in a request, for the form of a decision.
pub fn part(visit: &Visit, request: &str, id: &str) -> Result<Value, Fault> {
    let answer = visit.ask("approvals.get", &json!({"id": request}))?;
    let parts = answer.as_object().into_iter().flatten().filter_map(|(_, value)| value.as_array()).flatten();
    let part = parts.into_iter().find(|part| text(part, "id") == id).ok_or_else(|| visit.missing())?;
    let (request, _) = kinds::record_in(&answer, info().ok_or_else(|| visit.missing())?.0);
    Ok(json!({"id": part["id"], "title": text(about(request), "title"), "values": part}))
}

/// What the page of a record says of its requests that have not ended.
pub fn of_record(visit: &Visit, object: &str, record: &Value) -> Result<Markup, Fault> {
    let asked = json!({"filter": {"record": {"object": object, "id": record["id"]}}, "page": {"limit": 5}});
    // Not every kind of record can be approved of.
    let Ok(found) = visit.try_ask("approvals.list", &asked)? else { return Ok(html! {}) };
    let open = list(&found, "items").iter().filter(|one| OPEN.contains(&text(one, "status")));
    Ok(html! { @for request in open {
        p.warning {
            (visit.say(Word::OpenRequest)) " "
            a href=(address(text(request, "id"))) { (asked_for(visit, request)) } " "
            span.state { (said(visit, request, "status")) }
        }
    } })
}
