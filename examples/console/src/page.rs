//! The frame of every page: who is signed in, where one can go, in which language.

use axum::http::StatusCode;
use crm_core::Locale;
use maud::{DOCTYPE, Markup, html};

use crate::fault::Fault;
use crate::seen::Reader as _;
use crate::visit::{Page, Visit, local};
use crate::words::Word;

/// A page in its frame.
pub fn framed(visit: &Visit, page: &Page) -> Markup {
    whole(visit, page, &frame(visit))
}

/// A page alone: it asks the engine nothing.
pub fn plain(visit: &Visit, page: &Page) -> Markup {
    whole(visit, page, &html! { a.brand href="/" { (visit.say(Word::Console)) } })
}

fn whole(visit: &Visit, page: &Page, frame: &Markup) -> Markup {
    let zone = visit.entry.as_ref().map(|_| visit.zone().name().to_owned());
    let notice = visit.entry.as_ref().and_then(|entry| entry.told());
    html! {
        (DOCTYPE)
        html lang=(visit.locale.as_str()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (page.title) " – " (visit.say(Word::Console)) }
                link rel="stylesheet" href="/assets/console.css";
                script src="/assets/console.js" defer {}
            }
            body data-zone=[zone] {
                a.skip href="#main" { (visit.say(Word::SkipToContent)) }
                header { (frame) }
                main #main tabindex="-1" {
                    h1 { (page.title) }
                    @if let Some(notice) = notice { p.notice role="status" { (notice) } }
                    (page.body)
                }
            }
        }
    }
}

fn frame(visit: &Visit) -> Markup {
    html! {
        a.brand href="/" { (visit.say(Word::Console)) }
        @if let Some(entry) = &visit.entry {
            (crate::home::navigation(visit))
            (crate::approvals::badge(visit))
            (crate::notices::badge(visit))
            a href="/second-factor" { (visit.say(Word::SecondFactor)) }
            form method="post" action="/sign-out" {
                input type="hidden" name="csrf" value=(entry.csrf);
                button.plain { (visit.say(Word::SignOut)) }
                button.plain name="everywhere" value="true" { (visit.say(Word::SignOutEverywhere)) }
            }
        }
        nav.languages aria-label="Language · 语言" {
            (language(visit, Locale::En, "English"))
            (language(visit, Locale::ZhHans, "中文"))
        }
    }
}

fn language(visit: &Visit, locale: Locale, name: &str) -> Markup {
    let mut query = visit.query.clone();
    query.0.push(("lang".into(), locale.as_str().into()));
    // The path of a page that is not there is whatever somebody wrote, `//evil.example/` too.
    let to = format!("{}?{}", local(&visit.path), query.written());
    html! {
        @if visit.locale == locale { span lang=(locale.as_str()) aria-current="true" { (name) } }
        @else { a href=(to) lang=(locale.as_str()) hreflang=(locale.as_str()) { (name) } }
    }
}

/// An error as a page: what happened, in the engine's words, and where to go from there.
pub fn fault(visit: &Visit, fault: &Fault) -> Page {
    let title = match fault.status {
        StatusCode::NOT_FOUND => Word::NotThere,
        StatusCode::FORBIDDEN if fault.code == "forbidden" => Word::NotYours,
        _ => Word::SomethingWrong,
    };
    let body = html! {
        p.error role="alert" { (fault.text) }
        @if !fault.fields.is_empty() {
            ul { @for field in &fault.fields { li { (field.label) ": " (field.text) } } }
        }
        @if fault.code == "second_factor" { p { a.button href="/second-factor" { (visit.say(Word::SecondFactor)) } } }
        p { (visit.say(Word::TryAgain)) " " a href="/" { (visit.say(Word::Home)) } }
    };
    Page { title: visit.say(title).to_owned(), body, status: fault.status }
}

/// What every form of the console begins with.
pub fn token(visit: &Visit) -> Markup {
    html! { input type="hidden" name="csrf" value=(visit.csrf()); }
}
