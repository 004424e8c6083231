//! A second factor for one's own sign-in: for whom a role requires one, nothing else is open before.

use maud::html;
use serde_json::json;

use crate::ask::{text, texts};
use crate::fault::Fault;
use crate::page::token;
use crate::visit::{Answer, Visit, page};
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
            form.narrow method="post" action="/second-factor" {
                (token(visit))
                label for="code" { (visit.say(Word::FactorCode)) }
                input #code name="code" required inputmode="numeric" autocomplete="one-time-code" maxlength="40" autofocus;
                button { (visit.say(Word::Save)) }
            }
        };
        return page(visit.say(Word::SecondFactor), body);
    };
    let codes = visit.ask("second_factor.confirm", &json!({"code": code}))?;
    let body = html! {
        p.notice role="status" { (visit.say(Word::FactorKeep)) }
        ul { @for code in texts(&codes, "codes") { li { code { (code) } } } }
        p { a href="/" { (visit.say(Word::Home)) } }
    };
    page(visit.say(Word::SecondFactor), body)
}
