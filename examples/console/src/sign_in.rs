//! Signing in and out.

use std::net::{IpAddr, Ipv6Addr};
use std::time::Instant;

use axum::http::StatusCode;
use crm_core::sign_ins::Client;
use crm_core::{CrmError, Secret};
use maud::{Markup, html};

use crate::fault::Fault;
use crate::page::token;
use crate::visit::{Answer, Page, SESSION, Visit, go, local, page};
use crate::words::Word;

/// Characters of a name by which tries are counted.
const NAME: usize = 100;

/// The form.
pub fn show(visit: &Visit) -> Result<Answer, Fault> {
    let next = local(visit.query.get("next").unwrap_or("/"));
    if visit.entry.is_some() {
        return go(next);
    }
    page(visit.say(Word::SignIn), form(visit, next, "", None))
}

fn form(visit: &Visit, next: &str, name: &str, wrong: Option<&str>) -> Markup {
    html! {
        @if let Some(wrong) = wrong { p.error role="alert" #wrong { (wrong) } }
        form.narrow method="post" action="/sign-in" {
            (token(visit))
            input type="hidden" name="next" value=(next);
            label for="who" { (visit.say(Word::UserName)) }
            input #who name="who" value=(name) required autocomplete="username" autocapitalize="none" maxlength="100"
                autofocus[name.is_empty()] aria-describedby=[wrong.map(|_| "wrong")];
            label for="password" { (visit.say(Word::Password)) }
            input #password type="password" name="password" required autocomplete="current-password" maxlength="200"
                autofocus[!name.is_empty()];
            label for="code" { (visit.say(Word::Code)) }
            input #code name="code" inputmode="numeric" autocomplete="one-time-code" maxlength="40";
            button { (visit.say(Word::SignIn)) }
        }
    }
}

/// Asks the engine, and begins a session.
pub fn enter(visit: &Visit) -> Result<Answer, Fault> {
    let name = visit.form.get("who").unwrap_or_default();
    let next = local(visit.form.get("next").unwrap_or("/"));
    let now = Instant::now();
    let again = |status, wrong: &str| {
        Ok(Answer::Page(Page {
            title: visit.say(Word::SignIn).to_owned(),
            body: form(visit, next, name, Some(wrong)),
            status,
        }))
    };
    if !visit.app.sessions.may_try(tries(visit.address, name), now) {
        return again(StatusCode::TOO_MANY_REQUESTS, visit.say(Word::TooManyTries));
    }
    let password: Secret = visit.form.get("password").unwrap_or_default().into();
    let code: Option<Secret> = visit.form.filled("code").map(Secret::from);
    let client = Client { address: visit.address.map(|from| from.to_string()), device: None };
    match visit.app.crm.sign_in(name, &password, code.as_ref(), Some(&client)) {
        Ok(session) => {
            // A session that was there before is not lent to whoever signs in now.
            visit.app.sessions.end(&visit.token);
            let failed = || Fault::new(StatusCode::INTERNAL_SERVER_ERROR, Word::SignInFailed, visit.locale);
            let token = visit.app.sessions.begin(session, now).ok_or_else(failed)?;
            Ok(Answer::Go(next.to_owned(), vec![visit.app.cookie(SESSION, &token, 12 * 60 * 60)]))
        }
        Err(error @ CrmError::LoginFailed { .. }) => again(StatusCode::FORBIDDEN, &error.text(visit.locale)),
        Err(error @ CrmError::Invalid { .. }) => again(StatusCode::UNPROCESSABLE_ENTITY, &error.text(visit.locale)),
        Err(error) => Err(visit.fault(&error)),
    }
}

/// By what tries are counted: whoever has one address of the sixth version has all that begin with the same half, and a name is
/// no longer here than one that can be somebody's.
fn tries(address: Option<IpAddr>, name: &str) -> [String; 2] {
    let from = match address {
        Some(IpAddr::V6(six)) => format!("{}/64", Ipv6Addr::from_bits(six.to_bits() >> 64 << 64)),
        Some(four) => four.to_string(),
        None => String::new(),
    };
    let name: String = name.trim().chars().take(NAME).flat_map(char::to_lowercase).collect();
    [format!("from {from}"), format!("as {name}")]
}

/// Ends the session, or all of the user's.
pub fn leave(visit: &Visit) -> Result<Answer, Fault> {
    if let (Some(_), Some(user)) = (visit.form.filled("everywhere"), visit.session()?.user()) {
        visit.app.sessions.end_of(&user.to_string(), "");
    }
    visit.app.sessions.end(&visit.token);
    Ok(Answer::Go("/sign-in".into(), vec![visit.app.cookie(SESSION, "", 0)]))
}
