//! A request is read, answered on a thread that may wait, and the answer is written.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Instant;

use axum::RequestExt;
use axum::body::Body;
use axum::extract::{ConnectInfo, RawPathParams, Request, State};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use crm_core::Locale;
use maud::Markup;

use crate::fault::Fault;
use crate::page;
use crate::seen::Seen;
use crate::sent::{self, Files};
use crate::sessions::secret;
use crate::visit::{Answer, App, BEFORE, Handler, LANGUAGE, Pairs, SESSION, Visit, local};
use crate::words::Word;

/// What an address does.
#[derive(Clone, Copy)]
pub struct Route {
    pub handler: Handler,
    /// Whether it is for everybody, and not for those alone who signed in.
    pub public: bool,
    pub files: Files,
}

/// Reads a request, answers it on a thread that may wait, and writes the answer.
pub async fn serve(State(app): State<Arc<App>>, route: Route, mut request: Request) -> Response {
    let places = request.extract_parts::<RawPathParams>().await;
    let places = places.iter().flatten().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    let now = Instant::now();
    let headers = request.headers();
    let token = cookie(headers, &app.named(SESSION)).unwrap_or_default();
    let (method, uri) = (request.method().clone(), request.uri().clone());
    let mut visit = Visit {
        entry: app.sessions.find(&token, now),
        locale: language(&app, headers),
        path: uri.path().to_owned(),
        query: Pairs::read(uri.query().unwrap_or_default().as_bytes()),
        form: Pairs::default(),
        files: Vec::new(),
        address: address(&app, &request),
        before: cookie(headers, &app.named(BEFORE)).unwrap_or_default(),
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
    if visit.entry.is_none() && !route.public {
        let mut back = Pairs::default();
        if method == Method::GET && visit.path != "/" {
            back.0.push(("next".into(), uri.to_string()));
        }
        return redirect(&format!("/sign-in?{}", back.written()), &[]);
    }
    let mut cookies = Vec::new();
    if visit.entry.is_none() && visit.before.is_empty() {
        visit.before = secret().unwrap_or_default();
        cookies.push(visit.app.cookie(BEFORE, &visit.before, 60 * 60));
    }
    let mut read = Ok(());
    if method == Method::POST {
        if let Some(entry) = &visit.entry {
            entry.known.forget_own();
        }
        read = sent::read(&mut visit, route.files, request).await;
    }
    let asked = format!("{method} {}", visit.path);
    let visit = Arc::new(visit);
    let answering = visit.clone();
    // Whatever is shown may ask the engine, so a fault is written there too.
    let answer = move || shown(&answering, read.and_then(|()| (route.handler)(&answering)), cookies);
    match tokio::task::spawn_blocking(answer).await {
        Ok(answer) => answer,
        Err(error) => {
            eprintln!("{asked}: {error}");
            let broken = Fault::new(StatusCode::INTERNAL_SERVER_ERROR, Word::Broken, visit.locale);
            // Without its navigation, in which the same may happen again.
            html(&page::plain(&visit, &page::fault(&visit, &broken)), broken.status)
        }
    }
}

/// Where a request comes from. Behind a proxy that is what the proxy says last, in the last line of it: what stands before
/// it anybody may write. What is no address there counts as nothing.
fn address(app: &App, request: &Request) -> Option<IpAddr> {
    let told = request.headers().get_all("x-forwarded-for").iter().next_back().filter(|_| app.settings.secure);
    let told = told.and_then(|line| line.to_str().ok()).and_then(|line| line.rsplit(',').next());
    let peer = || request.extensions().get::<ConnectInfo<SocketAddr>>().map(|peer| peer.0.ip());
    told.and_then(|told| told.trim().parse().ok()).or_else(peer).map(|from: IpAddr| from.to_canonical())
}

/// Writes an answer.
fn shown(visit: &Visit, answer: Result<Answer, Fault>, mut cookies: Vec<String>) -> Response {
    let page = match answer {
        Ok(Answer::Page(page)) => page,
        Ok(Answer::Json(value)) => {
            return ([(header::CONTENT_TYPE, "application/json")], value.to_string()).into_response();
        }
        Ok(Answer::File(file)) => return file.into_response(),
        Ok(Answer::Go(to, more)) => {
            cookies.extend(more);
            return redirect(&to, &cookies);
        }
        Err(fault) => page::fault(visit, &fault),
    };
    let mut response = html(&page::framed(visit, &page), page.status);
    set_cookies(&mut response, &cookies);
    response
}

fn html(page: &Markup, status: StatusCode) -> Response {
    (status, [(header::CONTENT_TYPE, "text/html; charset=utf-8")], Body::from(page.0.clone())).into_response()
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
fn language(app: &App, headers: &HeaderMap) -> Locale {
    let asked = || headers.get(header::ACCEPT_LANGUAGE).and_then(|line| line.to_str().ok()).map(str::to_owned);
    Locale::matching(
        cookie(headers, &app.named(LANGUAGE)).or_else(asked).unwrap_or_default().split([',', ';']).next().unwrap_or(""),
    )
}
