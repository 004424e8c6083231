//! One request: who asks, for what, with which words; and what is answered.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Instant;

use axum::RequestExt;
use axum::body::Body;
use axum::extract::{ConnectInfo, FromRequest, Multipart, RawPathParams, Request, State};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use crm_core::{Crm, CrmError, Locale, Session};
use maud::Markup;
use serde_json::Value;

use crate::fault::Fault;
use crate::page;
use crate::seen::Seen;
use crate::sessions::{Entry, Sessions, same, secret};
use crate::words::Word;

/// The most bytes of a form, files included: what an import takes, and some.
pub const MOST: usize = 70 * 1024 * 1024;
/// The most of one who is not signed in.
const MOST_OF_STRANGERS: usize = 16 * 1024;

/// The cookies: of who is signed in, of who is about to sign in, and the language.
pub const SESSION: &str = "console_session";
pub const BEFORE: &str = "console_before";
pub const LANGUAGE: &str = "console_language";

/// How the console is run.
#[derive(Debug, Clone, Copy, Default)]
pub struct Settings {
    /// Whether it is reached over TLS alone, so that cookies need not travel otherwise.
    pub secure: bool,
}

/// The program.
pub struct App {
    pub(crate) crm: Crm,
    pub(crate) sessions: Sessions,
    settings: Settings,
}

impl App {
    /// A console over an opened database.
    pub fn new(crm: Crm, settings: Settings) -> Arc<App> {
        Arc::new(App { crm, sessions: Sessions::default(), settings })
    }

    /// A cookie that scripts don't see and other sites don't send along with a form.
    pub(crate) fn cookie(&self, name: &str, value: &str, seconds: u32) -> String {
        let secure = if self.settings.secure { "; Secure" } else { "" };
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
    pub bytes: Vec<u8>,
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
    places: Vec<(String, String)>,
}

impl Visit {
    /// A part of the path, `{id}`.
    pub fn place(&self, name: &str) -> &str {
        self.places.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value.as_str())
    }

    /// The engine as the visitor sees it, in their language.
    pub fn session(&self) -> Result<Session, Fault> {
        let entry = self.entry()?;
        Ok(entry.session.with_locale(self.locale))
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
        let answer = crate::ask::ask(&self.session()?, operation, arguments);
        answer.iter().for_each(|answer| self.seen.remember(answer));
        Ok(answer)
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

    /// What every form carries.
    pub fn csrf(&self) -> &str {
        self.entry.as_ref().map_or(&self.before, |entry| &entry.csrf)
    }
}

/// What is answered.
pub enum Answer {
    Page(Page),
    /// Somewhere else is what was meant, with these cookies.
    Go(String, Vec<String>),
    Json(Value),
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

/// Reads a request, answers it on a thread that may wait, and writes the answer.
pub async fn serve(State(app): State<Arc<App>>, handler: Handler, public: bool, mut request: Request) -> Response {
    let places = request.extract_parts::<RawPathParams>().await;
    let places = places.iter().flatten().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    let now = Instant::now();
    let headers = request.headers();
    let token = cookie(headers, SESSION).unwrap_or_default();
    let uri = request.uri().clone();
    let mut visit = Visit {
        entry: app.sessions.find(&token, now),
        locale: language(headers),
        path: uri.path().to_owned(),
        query: Pairs::read(uri.query().unwrap_or_default().as_bytes()),
        form: Pairs::default(),
        files: Vec::new(),
        address: address(&app, &request),
        before: cookie(headers, BEFORE).unwrap_or_default(),
        token,
        seen: Seen::default(),
        places,
        app,
    };
    // A language is chosen on any page, and nothing else is changed by asking for one.
    if let Some(tag) = visit.query.get("lang") {
        let cookie = visit.app.cookie(LANGUAGE, Locale::matching(tag).as_str(), 365 * 24 * 60 * 60);
        visit.query.0.retain(|(name, _)| name != "lang");
        let asked = visit.query.written();
        let back = if asked.is_empty() { visit.path } else { format!("{}?{asked}", visit.path) };
        return redirect(local(&back), &[cookie]);
    }
    if visit.entry.is_none() && !public {
        let mut back = Pairs::default();
        if request.method() == Method::GET && visit.path != "/" {
            back.0.push(("next".into(), uri.to_string()));
        }
        return redirect(&format!("/sign-in?{}", back.written()), &[]);
    }
    let mut cookies = Vec::new();
    if visit.entry.is_none() && visit.before.is_empty() {
        visit.before = secret().unwrap_or_default();
        cookies.push(visit.app.cookie(BEFORE, &visit.before, 60 * 60));
    }
    if request.method() == Method::POST {
        let foreign = request.headers().get("sec-fetch-site").is_some_and(|site| site != "same-origin");
        let read = read_form(&mut visit, request).await;
        let token = visit.form.get("csrf").unwrap_or_default();
        if foreign || token.is_empty() || !same(token, visit.csrf()) {
            return shown(&visit, Err(Fault::new(StatusCode::FORBIDDEN, Word::FormTooOld, visit.locale)), cookies);
        }
        if let Err(fault) = read {
            return shown(&visit, Err(fault), cookies);
        }
    }
    let done = tokio::task::spawn_blocking(move || {
        let answer = handler(&visit);
        shown(&visit, answer, cookies)
    });
    done.await.unwrap_or_else(|_| StatusCode::INTERNAL_SERVER_ERROR.into_response())
}

/// Where a request comes from. Behind a proxy that is what the proxy says last, in the last line of it: what stands before
/// it anybody may write. What is no address there counts as nothing.
fn address(app: &App, request: &Request) -> Option<IpAddr> {
    let told = request.headers().get_all("x-forwarded-for").iter().next_back().filter(|_| app.settings.secure);
    let told = told.and_then(|line| line.to_str().ok()).and_then(|line| line.rsplit(',').next());
    let peer = || request.extensions().get::<ConnectInfo<SocketAddr>>().map(|peer| peer.0.ip());
    told.and_then(|told| told.trim().parse().ok()).or_else(peer).map(|from: IpAddr| from.to_canonical())
}

async fn read_form(visit: &mut Visit, request: Request) -> Result<(), Fault> {
    let locale = visit.locale;
    let unread = move || Fault::new(StatusCode::BAD_REQUEST, Word::Unreadable, locale);
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    if !kind.starts_with("multipart/form-data") || visit.entry.is_none() {
        let most = if visit.entry.is_some() { MOST } else { MOST_OF_STRANGERS };
        let bytes = axum::body::to_bytes(request.into_body(), most).await.map_err(|_| unread())?;
        visit.form = Pairs::read(&bytes);
        return Ok(());
    }
    let mut parts = Multipart::from_request(request, &()).await.map_err(|_| unread())?;
    while let Some(part) = parts.next_field().await.map_err(|_| unread())? {
        let name = part.name().unwrap_or_default().to_owned();
        let is_file = part.file_name().is_some();
        let bytes = part.bytes().await.map_err(|_| unread())?.to_vec();
        if is_file {
            visit.files.push(Upload { name, bytes });
        } else {
            visit.form.0.push((name, String::from_utf8(bytes).map_err(|_| unread())?));
        }
    }
    Ok(())
}

/// An address on this console; anything else becomes the home page.
pub fn local(to: &str) -> &str {
    let inside = to.starts_with('/') && !to.starts_with("//") && !to.contains(['\\', '\r', '\n', '\t']);
    if inside { to } else { "/" }
}

/// Writes an answer.
fn shown(visit: &Visit, answer: Result<Answer, Fault>, mut cookies: Vec<String>) -> Response {
    let page = match answer {
        Ok(Answer::Page(page)) => page,
        Ok(Answer::Json(value)) => {
            return ([(header::CONTENT_TYPE, "application/json")], value.to_string()).into_response();
        }
        Ok(Answer::Go(to, more)) => {
            cookies.extend(more);
            return redirect(&to, &cookies);
        }
        Err(fault) => page::fault(visit, &fault),
    };
    let html = page::framed(visit, &page).into_string();
    let mut response =
        (page.status, [(header::CONTENT_TYPE, "text/html; charset=utf-8")], Body::from(html)).into_response();
    set_cookies(&mut response, &cookies);
    response
}

fn redirect(to: &str, cookies: &[String]) -> Response {
    let mut response = StatusCode::SEE_OTHER.into_response();
    if let Ok(to) = to.parse() {
        response.headers_mut().insert(header::LOCATION, to);
    }
    set_cookies(&mut response, cookies);
    response
}

fn set_cookies(response: &mut Response, cookies: &[String]) {
    for cookie in cookies.iter().filter_map(|cookie| cookie.parse().ok()) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
}

fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    let all = headers.get_all(header::COOKIE).iter().filter_map(|line| line.to_str().ok());
    let mut each = all.flat_map(|line| line.split(';')).filter_map(|one| one.trim().split_once('='));
    each.find(|(known, _)| *known == name).map(|(_, value)| value.to_owned())
}

/// The language that was chosen, or else the browser's.
fn language(headers: &HeaderMap) -> Locale {
    let asked = || headers.get(header::ACCEPT_LANGUAGE).and_then(|line| line.to_str().ok()).map(str::to_owned);
    Locale::matching(
        cookie(headers, LANGUAGE).or_else(asked).unwrap_or_default().split([',', ';']).next().unwrap_or(""),
    )
}
