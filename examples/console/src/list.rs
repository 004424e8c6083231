//! Lists of any object: conditions, columns, order, pages, and kept views.

use axum::http::StatusCode;
use maud::{Markup, html};
use serde_json::{Value, json};

use crate::ask::text;
use crate::asked::Asked;
use crate::conditions::conditions;
use crate::fault::Fault;
use crate::page::token;
use crate::table::table;
use crate::views;
use crate::visit::{Answer, Page, Visit, go};
use crate::words::Word;

/// Rows of a page.
const ROWS: usize = 50;

/// A page of records.
pub fn show(visit: &Visit) -> Result<Answer, Fault> {
    let asked = Asked::read(visit, &visit.query)?;
    let (tree, mut wrong) = asked.tree(visit)?;
    let mut status = StatusCode::OK;
    let mut page = Value::Null;
    if wrong.is_empty() && !asked.waits() {
        let mut arguments = json!({
            "object": asked.screen.name,
            "fields": asked.columns,
            "page": {"limit": ROWS, "count": true},
        });
        if let Some(tree) = tree {
            arguments["filter"] = tree;
        }
        if !asked.order().is_empty() {
            arguments["sort"] = json!(asked.order());
        }
        if let Some(after) = &asked.after {
            arguments["page"]["after"] = json!(after);
        }
        match visit.try_ask("objects.list", &arguments)? {
            Ok(rows) => page = rows,
            Err(error) => {
                let fault = visit.fault(&error);
                if fault.status != StatusCode::UNPROCESSABLE_ENTITY {
                    return Err(fault);
                }
                status = fault.status;
                wrong = fault.fields.iter().map(|field| format!("{}: {}", field.label, field.text)).collect();
            }
        }
    } else if !wrong.is_empty() {
        status = StatusCode::UNPROCESSABLE_ENTITY;
    }
    let title = match &asked.view {
        Some(view) => format!("{} · {}", asked.screen.label, views::label(visit, view)),
        None => asked.screen.label.clone(),
    };
    let body = html! {
        (tools(visit, &asked)?)
        (conditions(visit, &asked)?)
        @if !wrong.is_empty() {
            div.error role="alert" { p { (visit.say(Word::ErrorsAbove)) } ul { @for one in &wrong { li { (one) } } } }
        }
        @if !page.is_null() { (table(visit, &asked, &page)?) (pages(visit, &asked, &page)) (keeping(visit)) }
    };
    Ok(Answer::Page(Page { title, body, status }))
}

/// What else one can do here, and the views over these records.
fn tools(visit: &Visit, asked: &Asked) -> Result<Markup, Fault> {
    let screen = &asked.screen;
    let views = asked.views(visit)?;
    let here = asked.view.as_ref().map(views::name);
    let is_here = |view: &Value| here == Some(views::name(view));
    let shown = views.iter().enumerate().filter(|(at, view)| *at < views::BESIDE || is_here(view));
    // Another's view is theirs to change.
    let me = visit.session()?.user().map(|user| user.to_string());
    let own = asked.view.as_ref().is_some_and(|view| view["owner"]["id"].as_str() == me.as_deref());
    Ok(html! {
        div.tools {
            @if screen.may("create").is_some() {
                a.button href={ "/o/" (screen.name) "/new" } { (visit.say(Word::Create)) }
            }
            @if screen.board.is_some() { a.chip href={ "/o/" (screen.name) "/board" } { (visit.say(Word::Board)) } }
            @for (_, view) in shown {
                a.chip href=(views::address(view)) aria-current=[is_here(view).then_some("true")] { (views::label(visit, view)) }
            }
            @if views.len() > views::BESIDE { a.chip href={ "/views?object=" (screen.name) } { (visit.say(Word::AllViews)) } }
            @if let Some(id) = asked.view.as_ref().filter(|_| own).and_then(|view| view["id"].as_str()) {
                @for operation in ["views.update", "views.share", "views.delete"] {
                    a href={ "/do/" (operation) "?id=" (id) } {
                        (crm_core::labels::operation(visit.locale, operation).unwrap_or_else(|| operation.to_owned()))
                    }
                }
            }
            @if here.is_some() { a.chip href={ "/o/" (screen.name) } { (visit.say(Word::ShowAll)) } }
        }
    })
}

fn pages(visit: &Visit, asked: &Asked, page: &Value) -> Markup {
    let total = &page["total"];
    html! {
        nav.pages aria-label=(visit.say(Word::Count)) {
            @if let Some(count) = total["count"].as_i64() {
                span { (visit.say(Word::Count)) ": " (counted(count, total["more"] == true)) }
            }
            @if asked.after.is_some() { a href={ "?" (asked.query().written()) } { (visit.say(Word::FirstPage)) } }
            @if let Some(next) = page["next"].as_str() {
                a rel="next" href=(asked.with("after", next)) { (visit.say(Word::Next)) }
            }
        }
    }
}

/// `1,000+`.
pub fn counted(count: i64, more: bool) -> String {
    let digits = count.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    if more { text + "+" } else { text }
}

/// The form that keeps what is shown as a view.
fn keeping(visit: &Visit) -> Markup {
    html! {
        details.keep {
            summary { (visit.say(Word::SaveView)) }
            form method="post" action={ (visit.path) "?" (visit.query.written()) } {
                (token(visit))
                label for="name" { (visit.say(Word::ViewName)) }
                input #name name="name" required maxlength="100";
                button { (visit.say(Word::Save)) }
            }
        }
    }
}

/// Keeps the conditions, columns and order of the address as a view.
pub fn keep_view(visit: &Visit) -> Result<Answer, Fault> {
    let asked = Asked::read(visit, &visit.query)?;
    let (tree, wrong) = asked.tree(visit)?;
    if !wrong.is_empty() {
        return show(visit);
    }
    let mut definition = json!({"of": asked.screen.name, "columns": asked.columns});
    if let Some(tree) = tree {
        definition["filter"] = tree;
    }
    if !asked.order().is_empty() {
        definition["sort"] = json!(asked.order());
    }
    let name = visit.form.get("name").unwrap_or_default();
    let view = visit.ask("views.create", &json!({"new": {"name": name, "definition": definition}}))?;
    visit.entry()?.tell(visit.say(Word::Done).to_owned());
    go(format!("{}?view={}", visit.path, text(&view, "id")))
}
