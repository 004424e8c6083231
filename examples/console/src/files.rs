//! Files that hang on records: they go in and out in pieces, so that none is held twice.

use std::io::Error;
use std::pin::Pin;
use std::task::{Context, Poll};

use axum::body::{Body, Bytes};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use crm_core::files::{MAX_PART, MAX_PUT};
use crm_core::{CrmError, Operation, Session};
use hyper::body::Frame;
use serde_json::{Value, json};
use tokio::sync::mpsc;

use crate::ask::{ask, put, text};
use crate::fault::Fault;
use crate::form::{Form, Kind};
use crate::given;
use crate::operate::{self, Call};
use crate::screens::Hang;
use crate::visit::{Answer, Upload, Visit};

/// Whether an operation is a step of sending a file in pieces, which no form is for.
pub fn in_pieces(operation: &str) -> bool {
    let short = operation.rsplit('.').next().unwrap_or_default();
    matches!(short, "begin" | "append" | "finish")
}

/// Takes out of the form of a file what the file itself says: its length, its type, and its name where no other is given.
pub fn shorten(form: &mut Form) {
    form.inputs.retain(|input| !matches!(input.name(), "id" | "size" | "media_type"));
    form.inputs.iter_mut().filter(|input| is_name(&input.path)).for_each(|input| input.required = false);
    // What it is comes first.
    form.inputs.sort_by_key(|input| input.kind != Kind::File);
}

fn is_name(path: &str) -> bool {
    path.ends_with(".name")
}

/// Sends a file: a small one with its call, a larger one piece by piece.
pub fn send(visit: &Visit, call: &Call<'_>, hang: &Hang, file: &Upload) -> Result<Result<Value, Answer>, Fault> {
    let mut call = call.clone();
    if let Some(path) = call.form.inputs.iter().map(|input| &input.path).find(|path| is_name(path)) {
        // Some browsers tell the folder too.
        let own = file.called.rsplit(['/', '\\']).next().unwrap_or_default().trim();
        put(&mut call.arguments, path, json!(own));
    }
    if file.bytes.len() <= MAX_PUT {
        return operate::send(visit, &call);
    }
    let form = Form {
        inputs: call.form.inputs.iter().filter(|one| one.kind != Kind::File).cloned().collect(),
        ..call.form.clone()
    };
    let mut arguments = call.arguments.clone();
    let wrong = given::read(visit, &form, &visit.form, &mut arguments)?;
    if !wrong.is_empty() {
        return operate::again(visit, &call, wrong).map(Err);
    }
    let Some(fields) = call.verb.and_then(|verb| verb.fields.as_deref()) else { return Err(visit.missing()) };
    put(&mut arguments, &format!("{fields}.size"), json!(file.bytes.len()));
    match pieces(visit, hang, &arguments, &file.bytes)? {
        Ok(made) => Ok(Ok(made)),
        Err(error) => operate::refused(visit, &call, &error).map(Err),
    }
}

fn pieces(visit: &Visit, hang: &Hang, arguments: &Value, bytes: &Bytes) -> Result<Result<Value, CrmError>, Fault> {
    let step = |name: &str| format!("{}.{name}", hang.area);
    let begun = match visit.try_ask(&step("begin"), arguments)? {
        Ok(begun) => begun,
        Err(error) => return Ok(Err(error)),
    };
    let mut offset = 0;
    for piece in bytes.chunks(MAX_PART) {
        let sent = json!({"id": begun["id"], "offset": offset, "content": STANDARD.encode(piece)});
        if let Err(error) = visit.try_ask(&step("append"), &sent)? {
            return Ok(Err(error));
        }
        offset += piece.len();
    }
    visit.try_ask(&step("finish"), &json!({"id": begun["id"]}))
}

/// A file on its way to somebody.
pub struct Download {
    name: String,
    media_type: String,
    size: Option<i64>,
    /// Its first piece; the others are read while they are sent.
    first: Vec<u8>,
    session: Session,
    operation: &'static str,
    id: Value,
}

/// The bytes of a record, which the operation reads in pieces.
pub fn download(visit: &Visit, operation: &'static Operation, record: &Value) -> Result<Answer, Fault> {
    let session = visit.session()?;
    let first = read(&session, operation.name, &record["id"], 0).map_err(|error| visit.fault(&error))?;
    Ok(Answer::File(Download {
        name: text(record, "name").to_owned(),
        media_type: text(record, "media_type").to_owned(),
        size: record["size"].as_i64(),
        first,
        session,
        operation: operation.name,
        id: record["id"].clone(),
    }))
}

fn read(session: &Session, operation: &str, id: &Value, offset: usize) -> Result<Vec<u8>, CrmError> {
    let answer = ask(session, operation, &json!({"id": id, "offset": offset}))?;
    let bytes = STANDARD.decode(answer.as_str().unwrap_or_default());
    bytes.map_err(|error| CrmError::Bug { detail: format!("{operation} answers no bytes: {error}") })
}

/// Pieces as they come.
struct Pieces(mpsc::Receiver<Result<Bytes, Error>>);

impl hyper::body::Body for Pieces {
    type Data = Bytes;
    type Error = Error;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Error>>> {
        self.0.poll_recv(cx).map(|piece| piece.map(|piece| piece.map(Frame::data)))
    }
}

impl IntoResponse for Download {
    fn into_response(self) -> Response {
        let (sender, receiver) = mpsc::channel(1);
        let (name, media_type, size) = (disposition(&self.name), self.media_type.clone(), self.size);
        // It waits for whoever reads, and ends where nobody does any more.
        tokio::task::spawn_blocking(move || {
            let (mut piece, mut offset) = (self.first, 0);
            while !piece.is_empty() {
                offset += piece.len();
                if sender.blocking_send(Ok(Bytes::from(piece))).is_err() {
                    return;
                }
                piece = match read(&self.session, self.operation, &self.id, offset) {
                    Ok(piece) => piece,
                    // Cut off: what was announced did not come, and no browser takes it for the whole.
                    Err(error) => {
                        return drop(sender.blocking_send(Err(Error::other(error.to_string()))));
                    }
                };
            }
        });
        let mut response = Body::new(Pieces(receiver)).into_response();
        let mut set = |name, value: Result<HeaderValue, _>| {
            value.map(|value| response.headers_mut().insert(name, value)).unwrap_or_default()
        };
        let kind = HeaderValue::from_str(&media_type).ok().filter(|kind| !kind.is_empty());
        set(header::CONTENT_TYPE, Ok(kind.unwrap_or(HeaderValue::from_static("application/octet-stream"))));
        set(header::CONTENT_DISPOSITION, HeaderValue::from_str(&name));
        if let Some(size) = size {
            set(header::CONTENT_LENGTH, Ok(HeaderValue::from(size)));
        }
        response
    }
}

/// It is kept and never shown, whatever it holds; its name with all characters that are no plain ones as RFC 5987 has them.
fn disposition(name: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_');
    let mut written = String::from("attachment; filename*=UTF-8''");
    for byte in name.bytes() {
        if plain(byte) {
            written.push(char::from(byte));
        } else {
            written.push_str(&format!("%{byte:02X}"));
        }
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_plain_in_headers() {
        assert_eq!(disposition("a b\"\r\n报.pdf"), "attachment; filename*=UTF-8''a%20b%22%0D%0A%E6%8A%A5.pdf");
        assert!(in_pieces("files.begin") && !in_pieces("files.put"));
    }
}
