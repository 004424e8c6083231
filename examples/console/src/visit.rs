//! One request: who asks, for what, with which words; and what is answered.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Bytes;
use axum::http::StatusCode;
use crm_core::schema::Type;
use crm_core::{Crm, CrmError, Locale, Operation, Session};
use maud::Markup;
use serde_json::Value;

use crate::fault::Fault;
use crate::files::Download;
use crate::seen::Seen;
use crate::sessions::{Entry, Sessions, same};
use crate::words::Word;

/// The cookies: of who is signed in, of who is about to sign in, and the language.
pub const SESSION: &str = "console_session";
pub const BEFORE: &str = "console_before";
pub const LANGUAGE: &str = "console_language";

/// The operations that change by what somebody signs in: of the user with that `id`, or of the visitor.
const KEYS: &[&str] = &[
    "users.change_password",
    "users.set_password",
    "second_factor.confirm",
    "second_factor.disable",
    "second_factor.reset",
];

/// How the console is run.
#[derive(Debug, Clone, Copy)]
pub struct Settings {
    /// Whether it is reached over TLS alone, so that cookies need not travel otherwise.
    pub secure: bool,
    /// How long the beginning of a request may take to arrive, where the console serves by itself.
    pub headers: Duration,
    /// How long a form may take to arrive.
    pub body: Duration,
    /// How long a call of the engine may take.
    pub calls: Duration,
    /// How long one may take that goes over much: an import, a pack, a check of all that is there.
    pub long_calls: Duration,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            secure: false,
            headers: Duration::from_secs(30),
            body: Duration::from_secs(30),
            calls: Duration::from_secs(10),
            long_calls: Duration::from_secs(30 * 60),
        }
    }
}

/// The program.
pub struct App {
    pub(crate) crm: Crm,
    pub(crate) sessions: Sessions,
    pub(crate) settings: Settings,
}

impl App {
    /// A console over an opened database.
    pub fn new(crm: Crm, settings: Settings) -> Arc<App> {
        Arc::new(App { crm, sessions: Sessions::default(), settings })
    }

    /// What a cookie is called: behind TLS so that no other host of the domain can have set it.
    pub(crate) fn named(&self, cookie: &str) -> String {
        if self.settings.secure { format!("__Host-{cookie}") } else { cookie.to_owned() }
    }

    /// A cookie that scripts don't see and other sites don't send along with a form.
    pub(crate) fn cookie(&self, name: &str, value: &str, seconds: u32) -> String {
        let secure = if self.settings.secure { "; Secure" } else { "" };
        let name = self.named(name);
        format!("{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}")
    }
}

/// Names and values, in their order.
#[derive(Debug, Clone, Default)]
pub struct Pairs(pub Vec<(String, String)>);

impl Pairs {
    pub fn read(text: &[u8]) -> Pairs {
        Pairs(form_urlencoded::parse(text).map(|(name, value)| (name.into_owned(), value.into_owned())).collect())
    }

    /// The first of that name.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The first of that name, where there is anything but space in it.
    pub fn filled(&self, name: &str) -> Option<&str> {
        self.get(name).map(str::trim).filter(|value| !value.is_empty())
    }

    pub fn all<'p>(&'p self, name: &'p str) -> impl Iterator<Item = &'p str> {
        self.0.iter().filter(move |(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// As an address has it.
    pub fn written(&self) -> String {
        form_urlencoded::Serializer::new(String::new()).extend_pairs(&self.0).finish()
    }
}

/// A file that was sent.
#[derive(Debug)]
pub struct Upload {
    pub name: String,
    /// What the file is called where it comes from.
    pub called: String,
    pub bytes: Bytes,
}

/// A request.
pub struct Visit {
    pub app: Arc<App>,
    /// Who is signed in.
    pub entry: Option<Arc<Entry>>,
    pub token: String,
    pub locale: Locale,
    /// The path without what is asked of it.
    pub path: String,
    pub query: Pairs,
    pub form: Pairs,
    pub files: Vec<Upload>,
    /// Where it comes from, as far as that is known.
    pub address: Option<IpAddr>,
    /// The secret that a form of somebody who is not signed in carries.
    pub before: String,
    /// Which records they may look at, of those named to them.
    pub(crate) seen: Seen,
    pub(crate) places: Vec<(String, String)>,
}

impl Visit {
    /// A part of the path, `{id}`.
    pub fn place(&self, name: &str) -> &str {
        self.places.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value.as_str())
    }

    /// The engine as the visitor sees it, in their language.
    pub fn session(&self) -> Result<Session, Fault> {
        let session = self.entry()?.session.with_locale(self.locale);
        Ok(session.with_time_limit(Some(self.app.settings.calls)))
    }

    pub fn entry(&self) -> Result<&Arc<Entry>, Fault> {
        self.entry.as_ref().ok_or_else(|| Fault::new(StatusCode::FORBIDDEN, Word::PleaseSignIn, self.locale))
    }

    /// Calls an operation as the visitor.
    pub fn ask(&self, operation: &str, arguments: &Value) -> Result<Value, Fault> {
        self.try_ask(operation, arguments)?.map_err(|error| self.fault(&error))
    }

    /// The same, where the page has a use for the refusal.
    pub fn try_ask(&self, operation: &str, arguments: &Value) -> Result<Result<Value, CrmError>, Fault> {
        let mut session = self.session()?;
        if Operation::find(operation).is_some_and(takes_long) {
            session = session.with_time_limit(Some(self.app.settings.long_calls));
        }
        let answer = crate::ask::ask(&session, operation, arguments);
        answer.iter().for_each(|answer| self.seen.remember(answer));
        if answer.is_ok() && KEYS.contains(&operation) {
            self.end_others(arguments)?;
        }
        Ok(answer)
    }

    /// Ends the sessions of the user that an operation named, or of the visitor, but for this one: somebody else may have
    /// one of them, by a password that is no longer theirs.
    fn end_others(&self, arguments: &Value) -> Result<(), Fault> {
        let named = arguments["id"].as_str().and_then(|id| uuid::Uuid::parse_str(id).ok()).map(|id| id.to_string());
        let own = || self.entry().map(|entry| entry.session.user().map(|user| user.to_string()));
        if let Some(user) = named.map_or_else(own, |named| Ok(Some(named)))? {
            self.app.sessions.end_of(&user, &self.token);
        }
        Ok(())
    }

    pub fn fault(&self, error: &CrmError) -> Fault {
        Fault::of(error, self.locale)
    }

    pub fn missing(&self) -> Fault {
        Fault::new(StatusCode::NOT_FOUND, Word::NotThere, self.locale)
    }

    /// The console's own words.
    pub fn say(&self, word: Word) -> &'static str {
        word.text(self.locale)
    }

    /// Whether a form carries it.
    pub fn proves(&self, token: &str) -> bool {
        !token.is_empty() && same(token, self.csrf())
    }

    /// What every form carries.
    pub fn csrf(&self) -> &str {
        self.entry.as_ref().map_or(&self.before, |entry| &entry.csrf)
    }
}

/// Whether an operation may go over more than a page has patience for.
fn takes_long(operation: &Operation) -> bool {
    operation.bulk || takes_file(operation) || matches!(operation.area, "packs" | "maintenance" | "jobs")
}

/// Whether an operation takes a file.
pub fn takes_file(operation: &Operation) -> bool {
    operation.arguments.iter().any(|argument| matches!(argument.ty.required(), Type::Bytes))
}

/// What is answered.
pub enum Answer {
    Page(Page),
    /// Somewhere else is what was meant, with these cookies.
    Go(String, Vec<String>),
    Json(Value),
    /// A file, to be kept by whoever asked for it.
    File(Download),
}

/// A page without its frame.
pub struct Page {
    pub title: String,
    pub body: Markup,
    pub status: StatusCode,
}

/// A page, shown.
pub fn page(title: impl Into<String>, body: Markup) -> Result<Answer, Fault> {
    Ok(Answer::Page(Page { title: title.into(), body, status: StatusCode::OK }))
}

pub fn go(to: impl Into<String>) -> Result<Answer, Fault> {
    Ok(Answer::Go(to.into(), Vec::new()))
}

/// What makes an answer of a visit. It may wait for the database.
pub type Handler = fn(&Visit) -> Result<Answer, Fault>;

/// An address on this console; anything else becomes the home page.
pub fn local(to: &str) -> &str {
    let inside = to.starts_with('/') && !to.starts_with("//") && !to.contains(['\\', '\r', '\n', '\t']);
    if inside { to } else { "/" }
}
