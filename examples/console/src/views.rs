//! Kept views: some of them on a page that shows something else, and all of them on their own.

use maud::{Markup, html};
use serde_json::{Value, json};

use crate::ask::text;
use crate::fault::Fault;
use crate::visit::{Answer, Pairs, Visit, page};
use crate::words::Word;

/// As many as are shown beside something else.
pub const BESIDE: usize = 20;
/// As many as are shown on a page of theirs.
const PAGE: usize = 200;

/// The views that the visitor may ask, over one object or over all.
///
/// # Errors
/// What the engine says.
pub fn of(visit: &Visit, object: Option<&str>) -> Result<Vec<Value>, Fault> {
    let arguments = object.map_or_else(|| json!({}), |object| json!({"object": object}));
    match visit.ask("views.list", &arguments)? {
        Value::Array(views) => Ok(views),
        _ => Ok(Vec::new()),
    }
}

/// All of them, page by page.
pub fn show(visit: &Visit) -> Result<Answer, Fault> {
    let object = visit.query.filled("object");
    let screen = match object {
        Some(object) => Some(visit.entry()?.known.screen(&visit.session()?, object).map_err(|_| visit.missing())?),
        None => None,
    };
    let views = of(visit, object)?;
    let from = visit.query.get("from").and_then(|from| from.parse::<usize>().ok()).unwrap_or(0).min(views.len());
    let upto = from.saturating_add(PAGE).min(views.len());
    let title = match &screen {
        Some(screen) => format!("{} · {}", screen.label, visit.say(Word::Views)),
        None => visit.say(Word::Views).to_owned(),
    };
    let next = (upto < views.len()).then(|| {
        let mut query = Pairs::default();
        query.0.extend(object.map(|object| ("object".to_owned(), object.to_owned())));
        query.0.push(("from".to_owned(), upto.to_string()));
        query.written()
    });
    let body = html! {
        @if let Some(screen) = &screen { p { a href={ "/o/" (screen.name) } { (screen.label) } } }
        @if views.is_empty() { p.empty { (visit.say(Word::NoRecords)) } }
        (tiles(visit, &views[from..upto]))
        nav.pages aria-label=(visit.say(Word::Count)) {
            span { (visit.say(Word::Count)) ": " (views.len()) }
            @if let Some(next) = next { a rel="next" href={ "?" (next) } { (visit.say(Word::Next)) } }
        }
    };
    page(title, body)
}

pub fn tiles(visit: &Visit, views: &[Value]) -> Markup {
    html! { ul.tiles { @for view in views { li { a href=(address(view)) { (label(visit, view)) } } } } }
}

/// By what a view is asked: a person's by its id, a pack's by its name.
pub fn name(view: &Value) -> &str {
    view["id"].as_str().unwrap_or_else(|| text(view, "name"))
}

/// Where a view is shown: one that counts and sums as a chart, any other as a list.
pub fn address(view: &Value) -> String {
    match view["definition"]["measures"].is_null() {
        true => format!("/o/{}?view={}", text(view, "object"), name(view)),
        false => format!("/chart?view={}", name(view)),
    }
}

/// What a view is called: of a pack's its label.
pub fn label(visit: &Visit, view: &Value) -> String {
    let name = text(view, "name");
    let label = || {
        let screen = visit.entry().ok()?.known.screen(&visit.session().ok()?, text(view, "object")).ok()?;
        screen.views.iter().find(|known| known.name == name).map(|known| known.label.clone())
    };
    if view["id"].is_null() { label().unwrap_or_else(|| name.to_owned()) } else { name.to_owned() }
}
