//! What a form sends: read only as far as it may go, and only where it comes from a page of this console.

use axum::body::to_bytes;
use axum::extract::multipart::Field;
use axum::extract::{DefaultBodyLimit, FromRequest, Multipart, Request};
use axum::http::{StatusCode, header};
use crm_core::Operation;

use crate::fault::Fault;
use crate::visit::{Pairs, Upload, Visit, takes_file};
use crate::words::Word;

/// The most bytes of a form with a file: what an import takes, and some.
const MOST_WITH_FILES: usize = 70 * 1024 * 1024;
/// The most of any other form.
const MOST: usize = 2 * 1024 * 1024;
/// The most of one who is not signed in.
const MOST_OF_STRANGERS: usize = 16 * 1024;
/// The most fields of a form.
const FIELDS: usize = 10_000;
/// The first field of every form carries the secret of its session, which is no longer.
const SECRET: &str = "csrf";
const LONGEST: usize = 100;

/// Whether an address takes files.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Files {
    No,
    Yes,
    /// Where the operation that the address names takes one.
    OfOperation,
}

/// Reads a form. One that was sent from elsewhere is not taken apart.
pub async fn read(visit: &mut Visit, files: Files, request: Request) -> Result<(), Fault> {
    let (locale, patience) = (visit.locale, visit.app.settings.body);
    let site = request.headers().get("sec-fetch-site");
    if site.is_some_and(|site| site != "same-origin") {
        return Err(too_old(visit));
    }
    let read = tokio::time::timeout(patience, read_form(visit, files, request)).await;
    read.unwrap_or_else(|_| Err(Fault::new(StatusCode::REQUEST_TIMEOUT, Word::TooSlow, locale)))
}

fn too_old(visit: &Visit) -> Fault {
    Fault::new(StatusCode::FORBIDDEN, Word::FormTooOld, visit.locale)
}

async fn read_form(visit: &mut Visit, files: Files, mut request: Request) -> Result<(), Fault> {
    let locale = visit.locale;
    let too_much = move || Fault::new(StatusCode::PAYLOAD_TOO_LARGE, Word::TooMuch, locale);
    let takes_files = match files {
        Files::No => false,
        Files::Yes => true,
        Files::OfOperation => Operation::find(visit.place("operation")).is_some_and(takes_file),
    };
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let most = match (&visit.entry, kind.starts_with("multipart/form-data")) {
        (None, _) => MOST_OF_STRANGERS,
        (Some(_), true) if takes_files => {
            DefaultBodyLimit::max(MOST_WITH_FILES).apply(&mut request);
            return read_parts(visit, request).await;
        }
        (Some(_), true) => {
            DefaultBodyLimit::max(MOST).apply(&mut request);
            return read_parts(visit, request).await;
        }
        (Some(_), false) => MOST,
    };
    let bytes = to_bytes(request.into_body(), most).await.map_err(|_| too_much())?;
    let mut fields = form_urlencoded::parse(&bytes).take(FIELDS);
    if !fields.any(|(name, value)| name == SECRET && visit.proves(&value)) {
        return Err(too_old(visit));
    }
    if form_urlencoded::parse(&bytes).nth(FIELDS).is_some() {
        return Err(too_much());
    }
    visit.form = Pairs::read(&bytes);
    Ok(())
}

/// A form with a file, part by part: the secret comes first, and without it the rest is not read.
async fn read_parts(visit: &mut Visit, request: Request) -> Result<(), Fault> {
    let locale = visit.locale;
    let unread = move |status: StatusCode| match status {
        StatusCode::PAYLOAD_TOO_LARGE => Fault::new(status, Word::TooMuch, locale),
        _ => Fault::new(StatusCode::BAD_REQUEST, Word::Unreadable, locale),
    };
    let mut parts = Multipart::from_request(request, &()).await.map_err(|error| unread(error.status()))?;
    while let Some(mut part) = parts.next_field().await.map_err(|error| unread(error.status()))? {
        let name = part.name().unwrap_or_default().to_owned();
        let called = part.file_name().map(str::to_owned);
        let is_file = called.is_some();
        if visit.form.0.is_empty() {
            let secret = if name == SECRET && !is_file { short(&mut part).await } else { None };
            let secret = secret.filter(|secret| visit.proves(secret)).ok_or_else(|| too_old(visit))?;
            visit.form.0.push((name, secret));
            continue;
        }
        if visit.form.0.len() + visit.files.len() >= FIELDS {
            return Err(unread(StatusCode::PAYLOAD_TOO_LARGE));
        }
        let bytes = part.bytes().await.map_err(|error| unread(error.status()))?;
        if is_file {
            visit.files.push(Upload { name, called: called.unwrap_or_default(), bytes });
        } else {
            let text = String::from_utf8(bytes.into()).map_err(|_| unread(StatusCode::BAD_REQUEST))?;
            visit.form.0.push((name, text));
        }
    }
    // A form without any part carries no secret either.
    if visit.form.0.is_empty() { Err(too_old(visit)) } else { Ok(()) }
}

/// A short text; nothing where more comes.
async fn short(part: &mut Field<'_>) -> Option<String> {
    let mut text = Vec::new();
    while let Some(chunk) = part.chunk().await.ok()? {
        text.extend_from_slice(&chunk);
        if text.len() > LONGEST {
            return None;
        }
    }
    String::from_utf8(text).ok()
}
