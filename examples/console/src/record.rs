//! One record: its fields in their groups, its parts, what can be done with it, what refers to it, and what happened to it.

use maud::{Markup, html};
use serde_json::{Value, json};

use crate::approvals;
use crate::ask::{list, text, texts};
use crate::cells::{cell, instant, link};
use crate::fault::Fault;
use crate::hanging;
use crate::list::counted;
use crate::page::token;
use crate::screens::{Field, Screen, Verb};
use crate::table::title_of;
use crate::visit::{Answer, Visit, page};
use crate::words::Word;

/// Changes on the record's own page; the others stand on one of their own.
const RECENT: usize = 5;

/// The record.
pub fn show(visit: &Visit) -> Result<Answer, Fault> {
    let (screen, record) = found(visit)?;
    let key = json!({"object": screen.name, "id": record["id"]});
    let related = visit.ask("objects.related", &json!({"record": key}))?;
    let history = visit.ask("objects.history", &json!({"record": key, "page": {"limit": RECENT}}))?;
    let body = html! {
        (top(visit, &screen, &record)?)
        (approvals::of_record(visit, &screen.name, &record)?)
        (fields(visit, &screen, &record))
        @for (part, object) in &screen.parts { (parts(visit, &part.name, &part.label, object, &record)?) }
        (hanging::sections(visit, &screen, &record)?)
        (referring(visit, text(&record, "id"), &related)?)
        h2 { (visit.say(Word::History)) }
        (changes(visit, &screen, &history))
        p { a href={ (visit.path) "/history" } { (visit.say(Word::ShowAll)) } }
    };
    page(title_of(&record), body)
}

/// All that happened to it.
pub fn history(visit: &Visit) -> Result<Answer, Fault> {
    let (screen, record) = found(visit)?;
    let mut arguments = json!({"record": {"object": screen.name, "id": record["id"]}, "page": {}});
    if let Some(after) = visit.query.filled("after") {
        arguments["page"]["after"] = json!(after);
    }
    let history = visit.ask("objects.history", &arguments)?;
    let body = html! {
        p { (link(&screen.name, text(&record, "id"), title_of(&record))) }
        (changes(visit, &screen, &history))
        @if let Some(next) = history["next"].as_str() { p { a rel="next" href={ "?after=" (next) } { (visit.say(Word::Next)) } } }
    };
    page(format!("{} · {}", visit.say(Word::History), title_of(&record)), body)
}

pub fn found(visit: &Visit) -> Result<(std::sync::Arc<Screen>, Value), Fault> {
    let session = visit.session()?;
    let screen = visit.entry()?.known.screen(&session, visit.place("object")).map_err(|_| visit.missing())?;
    let record = visit.ask("objects.get", &json!({"object": screen.name, "id": visit.place("id")}))?;
    Ok((screen, record))
}

/// The state, and a button for everything that can be done now.
fn top(visit: &Visit, screen: &Screen, record: &Value) -> Result<Markup, Fault> {
    let operations = allowed(visit, screen, &[record])?;
    let states = screen.board.iter().flat_map(|(_, states)| states);
    let state = states.into_iter().find(|state| state.name == text(record, "status"));
    Ok(html! {
        p {
            a href={ "/o/" (screen.name) } { (screen.label) }
            @if let Some(state) = state { " · " span.state { (state.label) } }
        }
        div.tools role="group" aria-label=(visit.say(Word::Operations)) {
            @for verb in operations.iter().flatten().filter_map(|operation| screen.operation(operation)) {
                (button(visit, screen, record, verb))
            }
        }
    })
}

/// What can be done with each of some records now: exactly what `meta.allowed` says.
pub fn allowed(visit: &Visit, screen: &Screen, records: &[&Value]) -> Result<Vec<Vec<String>>, Fault> {
    if records.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<&Value> = records.iter().map(|record| &record["id"]).collect();
    let told = visit.ask("meta.allowed", &json!({"entity": screen.name, "ids": ids}))?;
    Ok(told.as_array().into_iter().flatten().map(|one| texts(one, "operations")).collect())
}

/// What needs nothing more is done at once; anything else has a form.
pub fn button(visit: &Visit, screen: &Screen, record: &Value, verb: &Verb) -> Markup {
    let to = format!("/o/{}/{}/do/{}", screen.name, text(record, "id"), verb.operation);
    let takes_none = screen.actions.iter().any(|action| action.operation == verb.operation && action.takes.is_empty());
    if !takes_none || verb.confirm || verb.verb != "action" {
        return html! { a.button href=(to) { (verb.label) } };
    }
    html! {
        form.inline method="post" action=(to) {
            (token(visit))
            @if verb.version.is_some() { input type="hidden" name="version" value=(record["version"]); }
            button { (verb.label) }
        }
    }
}

fn fields(visit: &Visit, screen: &Screen, record: &Value) -> Markup {
    let withheld = texts(record, "withheld");
    // A typed record's own fields, and what the engine keeps of every record beside them.
    let value = |field: &Field| record["values"].get(&field.name).or_else(|| record.get(&field.name)).cloned();
    let shown = |field: &Field| value(field).is_some() || withheld.contains(&field.name);
    html! {
        div.groups { @for group in &screen.groups {
            @let of_group: Vec<&Field> = screen.fields.iter().filter(|field| {
                field.group == group.name && field.kind != "id" && shown(field)
            }).collect();
            @if !of_group.is_empty() {
                section {
                    h2 { (group.label) }
                    dl { @for field in of_group {
                        dt { (field.label) }
                        dd {
                            @match value(field) {
                                Some(value) => (cell(visit, Some(field), &value, true)),
                                None => span.empty { (visit.say(Word::Invisible)) },
                            }
                        }
                    } }
                }
            }
        } }
    }
}

fn parts(visit: &Visit, name: &str, label: &str, object: &str, record: &Value) -> Result<Markup, Fault> {
    let session = visit.session()?;
    let part = visit.entry()?.known.screen(&session, object).map_err(|error| visit.fault(&error))?;
    let rows = list(&record["parts"], name);
    let fields: Vec<&Field> = part
        .fields
        .iter()
        .filter(|field| field.group != "system" && rows.iter().any(|row| row["values"].get(&field.name).is_some()))
        .collect();
    Ok(html! {
        h2 { (label) }
        @if rows.is_empty() { p.empty { (visit.say(Word::NoRecords)) } }
        @else {
            div.scroll role="region" tabindex="0" aria-label=(label) {
                table {
                    thead { tr { @for field in &fields { th scope="col" { (field.label) } } } }
                    tbody { @for row in rows { tr {
                        @for field in &fields { td { (cell(visit, Some(field), &row["values"][&field.name], false)) } }
                    } } }
                }
            }
        }
    })
}

/// Records that refer to this one, the newest of each kind, and the way to all of them.
fn referring(visit: &Visit, id: &str, related: &Value) -> Result<Markup, Fault> {
    let session = visit.session()?;
    let kinds = related.as_array().into_iter().flatten().filter(|kind| kind["count"].as_i64().unwrap_or_default() > 0);
    let mut shown = Vec::new();
    for kind in kinds {
        let (object, field) = (text(kind, "object"), text(kind, "field"));
        let screen = visit.entry()?.known.screen(&session, object).map_err(|error| visit.fault(&error))?;
        let count = counted(kind["count"].as_i64().unwrap_or_default(), kind["more"] == true);
        shown.push(html! {
            section {
                h3 {
                    a href={ "/o/" (object) "?f=" (field) "&o=is&v=" (id) } { (screen.label) " (" (text(kind, "label")) "): " (count) }
                }
                ul { @for row in list(kind, "rows") { li { (cell(visit, None, row, false)) } } }
            }
        });
    }
    Ok(html! {
        @if !shown.is_empty() {
            h2 { (visit.say(Word::Related)) }
            div.groups { @for one in &shown { (one) } }
        }
    })
}

/// Changes, newest first: when, who, by which operation, and each field before and afterwards.
fn changes(visit: &Visit, screen: &Screen, history: &Value) -> Markup {
    let locale = visit.locale;
    let called = |operation: &str| {
        let own = screen.operation(operation).map(|known| known.label.clone());
        own.or_else(|| crm_core::labels::operation(locale, operation)).unwrap_or_else(|| operation.to_owned())
    };
    let value = |field: &Value, when: &str| cell(visit, screen.field(text(field, "field")), &field[when], false);
    html! {
        ol.history { @for change in list(history, "items") {
            li {
                p {
                    (instant(visit, text(change, "at"))) " · "
                    @match who(change) { Some(who) => (cell(visit, None, who, false)), None => (visit.say(Word::System)) }
                    " · " strong { (called(text(change, "operation"))) }
                }
                @if !list(change, "fields").is_empty() {
                    details {
                        summary { (visit.say(Word::Arguments)) }
                        table {
                            thead { tr {
                                th scope="col" { (visit.say(Word::What)) }
                                th scope="col" { (visit.say(Word::Before)) }
                                th scope="col" { (visit.say(Word::After)) }
                            } }
                            tbody { @for field in list(change, "fields") { tr {
                                th scope="row" { (text(field, "label")) }
                                td { (value(field, "before")) }
                                td { (value(field, "after")) }
                            } } }
                        }
                    }
                }
            }
        } }
    }
}

/// Who did it: the one record that a change tells beside its fields.
fn who(change: &Value) -> Option<&Value> {
    change.as_object()?.values().find(|value| value.is_object())
}
