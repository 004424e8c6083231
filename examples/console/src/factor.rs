//! A second factor for one's own sign-in: for whom a role requires one, nothing else is open before.

use crm_core::CrmError;
use maud::{Markup, html};
use serde_json::json;

use crate::ask::{text, texts};
use crate::fault::Fault;
use crate::page::token;
use crate::visit::{Answer, Page, Visit, page};
use crate::words::Word;

/// What it is for, and its beginning.
pub fn show(visit: &Visit) -> Result<Answer, Fault> {
    let body = html! {
        p { (visit.say(Word::FactorFor)) }
        form method="post" action="/second-factor" { (token(visit)) button { (visit.say(Word::FactorBegin)) } }
    };
    page(visit.say(Word::SecondFactor), body)
}

/// Begins one, or confirms it by its first code.
pub fn set_up(visit: &Visit) -> Result<Answer, Fault> {
    let Some(code) = visit.form.filled("code") else {
        let begun = visit.ask("second_factor.begin", &json!({"issuer": visit.say(Word::Console)}))?;
        let body = html! {
            p { (visit.say(Word::FactorScan)) }
            p { code.secret { (text(&begun, "secret")) } }
            p { a href=(text(&begun, "uri")) { (visit.say(Word::FactorOpen)) } }
            (confirming(visit, None))
        };
        return page(visit.say(Word::SecondFactor), body);
    };
    let codes = match visit.try_ask("second_factor.confirm", &json!({"code": code}))? {
        Ok(codes) => codes,
        // The engine keeps what was begun, so the next code of the same device may be the right one.
        Err(error @ CrmError::Invalid { .. }) => {
            let fault = visit.fault(&error);
            let wrong = fault.fields.first().map_or(fault.text.as_str(), |field| &field.text);
            let body = html! {
                (confirming(visit, Some(wrong)))
                p { a href="/second-factor" { (visit.say(Word::FactorBegin)) } }
            };
            return Ok(Answer::Page(Page {
                title: visit.say(Word::SecondFactor).to_owned(),
                body,
                status: fault.status,
            }));
        }
        Err(error) => return Err(visit.fault(&error)),
    };
    let body = html! {
        p.notice role="status" { (visit.say(Word::FactorKeep)) }
        ul { @for code in texts(&codes, "codes") { li { code { (code) } } } }
        p { a href="/" { (visit.say(Word::Home)) } }
    };
    page(visit.say(Word::SecondFactor), body)
}

/// Where the device's code is typed.
fn confirming(visit: &Visit, wrong: Option<&str>) -> Markup {
    html! {
        @if let Some(wrong) = wrong { p.error role="alert" #wrong { (visit.say(Word::FactorCode)) ": " (wrong) } }
        form.narrow method="post" action="/second-factor" {
            (token(visit))
            label for="code" { (visit.say(Word::FactorCode)) }
            input #code name="code" required inputmode="numeric" autocomplete="one-time-code" maxlength="40" autofocus
                aria-describedby=[wrong.map(|_| "wrong")];
            button { (visit.say(Word::Save)) }
        }
    }
}
