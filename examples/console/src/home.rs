//! The first page: the visitor's day, and the way to everything else.

use maud::{Markup, html};

use crate::fault::Fault;
use crate::views;
use crate::visit::{Answer, Visit, page};
use crate::words::Word;

/// What is to be done today, and everything that the visitor may look at.
pub fn show(visit: &Visit) -> Result<Answer, Fault> {
    let session = visit.session()?;
    let listed = visit.entry()?.known.listed(&session).map_err(|error| visit.fault(&error))?;
    let views = views::of(visit, None)?;
    let body = html! {
        (crate::day::sections(visit)?)
        h2 { (visit.say(Word::Objects)) }
        ul.tiles {
            @for object in listed.iter() { li { a href={ "/o/" (object.name) } { (object.label) } } }
        }
        @if !views.is_empty() {
            h2 { (visit.say(Word::Views)) }
            (views::tiles(visit, &views[..views.len().min(views::BESIDE)]))
            @if views.len() > views::BESIDE { p { a href="/views" { (visit.say(Word::ShowAll)) } } }
        }
    };
    page(visit.say(Word::Today), body)
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
