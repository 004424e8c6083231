//! What the visitor is told of records: what they have not read first, and how many that is in the head of every page.

use maud::{Markup, html};
use serde_json::{Value, json};

use crate::ask::{list, text};
use crate::cells::{cell, instant, is_instant};
use crate::fault::Fault;
use crate::list::counted;
use crate::page::token;
use crate::seen::Reader as _;
use crate::visit::{Answer, Visit, go, page};
use crate::words::Word;

const ROWS: usize = 50;

/// The link in the frame, with how many are unread.
pub fn badge(visit: &Visit) -> Markup {
    let count = || {
        let asked = json!({"unread": true, "page": {"limit": 1, "count": true}});
        let answer =
            visit.session().ok().and_then(|session| crate::ask::ask(&session, "notifications.list", &asked).ok());
        let total = answer.map(|answer| answer["total"].clone()).unwrap_or_default();
        match total["count"].as_i64().unwrap_or_default() {
            0 => String::new(),
            count => counted(count, total["more"] == true),
        }
    };
    let count = visit.entry.as_ref().map(|entry| entry.known.badge(count));
    html! {
        a href="/notifications" aria-current=[(visit.path == "/notifications").then_some("page")] {
            (visit.say(Word::Notifications))
            @if let Some(count) = count.filter(|count| !count.is_empty()) {
                " " span.badge { (count) span.hidden { " " (visit.say(Word::Unread)) } }
            }
        }
    }
}

/// What was not read yet, and below it what was.
pub fn show(visit: &Visit) -> Result<Answer, Fault> {
    let after = visit.query.filled("after");
    let mut fresh = Value::Null;
    if after.is_none() {
        fresh = visit.ask("notifications.list", &json!({"unread": true, "page": {"limit": ROWS, "count": true}}))?;
    }
    let mut asked = json!({"page": {"limit": ROWS}});
    if let Some(after) = after {
        asked["page"]["after"] = json!(after);
    }
    let all = visit.ask("notifications.list", &asked)?;
    let unread = list(&fresh, "items");
    // What is unread stands above already, but for what is behind its first page.
    let above = |one: &&Value| !unread.iter().any(|known| known["id"] == one["id"]);
    let read: Vec<&Value> = list(&all, "items").iter().filter(above).collect();
    let body = html! {
        @if after.is_none() {
            h2 { (visit.say(Word::Unread)) @if let Some(count) = fresh["total"]["count"].as_i64() {
                ": " (counted(count, fresh["total"]["more"] == true))
            } }
            @match unread.first() {
                None => p.empty { (visit.say(Word::NothingNew)) },
                Some(newest) => {
                    form method="post" action="/notifications" {
                        (token(visit))
                        // What comes while this page is read stays unread.
                        input type="hidden" name="until" value=(when(newest));
                        button.plain { (visit.say(Word::AllRead)) }
                    }
                    ul.items { @for one in unread { (notice(visit, one)) } }
                }
            }
        }
        @if !read.is_empty() {
            h2 { (visit.say(Word::Earlier)) }
            ul.items { @for one in read { (notice(visit, one)) } }
        }
        @if let Some(next) = all["next"].as_str() { p { a rel="next" href={ "?after=" (next) } { (visit.say(Word::Next)) } } }
    };
    page(visit.say(Word::Notifications), body)
}

/// When it happened: the first instant that is told of it.
pub fn when(one: &Value) -> &str {
    let texts = one.as_object().into_iter().flatten().filter_map(|(_, value)| value.as_str());
    texts.into_iter().find(|text| is_instant(text)).unwrap_or_default()
}

fn notice(visit: &Visit, one: &Value) -> Markup {
    html! {
        li.item {
            p.lead { (text(one, "text")) }
            @if let Some(quote) = one["quote"].as_str() { blockquote { (quote) } }
            p.told {
                (instant(visit, when(one)))
                @if one["record"]["title"].is_string() { " · " (cell(visit, None, &one["record"], false)) }
                // What is no object has no title.
                @else if let Some(to) = visit.address(text(&one["record"], "object"), text(&one["record"], "id")) {
                    " · " a href=(to) { (visit.say(Word::Open)) }
                }
            }
            @if one["read_at"].is_null() {
                form.inline method="post" action="/notifications" {
                    (token(visit))
                    input type="hidden" name="id" value=(text(one, "id"));
                    button.plain { (visit.say(Word::MarkRead)) }
                }
            }
        }
    }
}

/// Marks one as read, or all that were told until the newest that was shown.
pub fn mark(visit: &Visit) -> Result<Answer, Fault> {
    let arguments = match visit.form.filled("until") {
        Some(until) => json!({"until": until}),
        None => json!({"ids": visit.form.all("id").collect::<Vec<_>>()}),
    };
    visit.ask("notifications.mark_read", &arguments)?;
    visit.entry()?.known.forget_own();
    go("/notifications")
}
