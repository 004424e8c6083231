//! The first page, and the way to all others.

use maud::{Markup, html};
use serde_json::json;

use crate::ask::text;
use crate::fault::Fault;
use crate::visit::{Answer, Visit, page};
use crate::words::Word;

/// Everything the visitor may look at.
pub fn show(visit: &Visit) -> Result<Answer, Fault> {
    let session = visit.session()?;
    let listed = visit.entry()?.known.listed(&session).map_err(|error| visit.fault(&error))?;
    let views = visit.ask("views.list", &json!({}))?;
    let body = html! {
        h2 { (visit.say(Word::Objects)) }
        ul.tiles {
            @for object in listed.iter() { li { a href={ "/o/" (object.name) } { (object.label) } } }
        }
        @if let Some(views) = views.as_array().filter(|views| !views.is_empty()) {
            h2 { (visit.say(Word::Views)) }
            ul.tiles {
                @for view in views { li { a href=(address_of_view(view)) { (label_of_view(visit, view)) } } }
            }
        }
    };
    page(visit.say(Word::Home), body)
}

/// By what a view is asked: a person's by its id, a pack's by its name.
pub fn view_name(view: &serde_json::Value) -> &str {
    view["id"].as_str().unwrap_or_else(|| text(view, "name"))
}

/// Where a view is shown: one that counts and sums as a chart, any other as a list.
pub fn address_of_view(view: &serde_json::Value) -> String {
    match view["definition"]["measures"].is_null() {
        true => format!("/o/{}?view={}", text(view, "object"), view_name(view)),
        false => format!("/chart?view={}", view_name(view)),
    }
}

/// What a view is called: of a pack's its label.
pub fn label_of_view(visit: &Visit, view: &serde_json::Value) -> String {
    let name = text(view, "name");
    let label = || {
        let screen = visit.entry().ok()?.known.screen(&visit.session().ok()?, text(view, "object")).ok()?;
        screen.views.iter().find(|known| known.name == name).map(|known| known.label.clone())
    };
    if view["id"].is_null() { label().unwrap_or_else(|| name.to_owned()) } else { name.to_owned() }
}

/// The links in the frame.
pub fn navigation(visit: &Visit) -> Markup {
    let listed =
        visit.session().and_then(|session| visit.entry()?.known.listed(&session).map_err(|error| visit.fault(&error)));
    let here = visit.place("object");
    html! {
        details.menu open[false] {
            summary { (visit.say(Word::Objects)) }
            nav aria-label=(visit.say(Word::Objects)) {
                ul {
                    // A frame that can't be filled must not hide the page in it.
                    @for object in listed.iter().flat_map(|listed| listed.iter()) {
                        li { a href={ "/o/" (object.name) } aria-current=[(object.name == here).then_some("page")] {
                            (object.label)
                        } }
                    }
                    li { a href="/import" aria-current=[(visit.path == "/import").then_some("page")] { (visit.say(Word::Import)) } }
                    li { a href="/packs" aria-current=[(visit.path == "/packs").then_some("page")] { (visit.say(Word::Packs)) } }
                    li { a href="/operations" aria-current=[(visit.path == "/operations").then_some("page")] {
                        (visit.say(Word::Operations))
                    } }
                }
            }
        }
    }
}
