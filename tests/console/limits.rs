//! What may be sent, how much of it, and how long it may take.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use axum::http::{Method, StatusCode};
use crm_console::{App, Settings, listen, router};
use crm_core::{Environment, SystemEnvironment, Timestamp};
use serde_json::json;

use crate::browser::Browser;
use crate::world::{PASSWORD, World, world, world_by};

fn written(fields: &[(String, String)]) -> String {
    form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish()
}

/// `han`, who may import.
fn importing() -> World {
    let world = world();
    roles(&world, json!(["sales_manager", "integration"]));
    world
}

fn roles(world: &World, roles: serde_json::Value) {
    let id = world.call("han", "users.me", json!({}))["id"].clone();
    world.call("admin", "users.set_roles", json!({"id": id, "roles": roles}));
}

#[test]
fn a_form_is_no_longer_than_a_form() {
    let world = world();
    let mut browser = world.signed_in("han");
    let to = "/o/customer/new";
    let page = browser.get(to);
    let long = browser.send(&page, to, &[("new.name", &"n".repeat(3 * 1024 * 1024))]);
    assert_eq!(long.status, StatusCode::PAYLOAD_TOO_LARGE);
    long.says("more than a form may send");
    let many = written(&page.form(to)) + &"&a".repeat(10_000);
    let many = browser.go(Method::POST, to, Some(many), &[]);
    assert_eq!(many.status, StatusCode::PAYLOAD_TOO_LARGE);
    // Nor is it longer in parts, where no file is taken.
    let csrf = page.field(to, "csrf");
    let parts = browser.upload_with(&csrf, to, "new.name", "n".repeat(3 * 1024 * 1024).as_bytes());
    assert_eq!(parts.status, StatusCode::PAYLOAD_TOO_LARGE);
    let page = browser.get("/o/customer");
    page.says("No records.");
    // Where one is taken, it may be as long as an import.
    let mut admin = world.signed_in("admin");
    let page = admin.get("/packs");
    let csrf = page.field("/packs", "csrf");
    let read = admin.upload_with(&csrf, "/packs", "file", "x".repeat(3 * 1024 * 1024).as_bytes());
    read.says("This is no JSON document.");
}

#[test]
fn a_form_in_parts_begins_with_its_secret() {
    let world = importing();
    let mut browser = world.signed_in("han");
    let to = "/import/imports.customers";
    let csrf = browser.get(to).field(to, "csrf");
    let part = |name: &str, text: &str| format!("--cut\r\nContent-Disposition: form-data; name=\"{name}\"{text}\r\n");
    let (secret, file) =
        (part("csrf", &format!("\r\n\r\n{csrf}")), part("file", "; filename=\"a.csv\"\r\n\r\nname\nX\n"));
    let kind = [("content-type", "multipart/form-data; boundary=cut")];
    let mut send = |body: String| browser.go(Method::POST, to, Some(body + "--cut--\r\n"), &kind);
    assert_eq!(send(format!("{file}{secret}")).status, StatusCode::FORBIDDEN);
    assert_eq!(send(file.clone()).status, StatusCode::FORBIDDEN);
    assert_eq!(send(String::new()).status, StatusCode::FORBIDDEN);
    let long = part("csrf", &format!("\r\n\r\n{}", "x".repeat(100_000)));
    assert_eq!(send(long + &file).status, StatusCode::FORBIDDEN);
    let sent = send(format!("{secret}{file}"));
    assert!(sent.path.contains("/columns?file="), "{}", sent.html);
}

#[test]
fn who_may_not_import_sends_no_file() {
    let world = world();
    let mut mei = world.signed_in("mei");
    let to = "/import/imports.customers";
    assert_eq!(mei.get(to).status, StatusCode::FORBIDDEN);
    let csrf = mei.get("/").field("/sign-out", "csrf");
    let sent = mei.upload_with(&csrf, to, "file", b"name\nX\n");
    assert_eq!((sent.status, sent.path.as_str()), (StatusCode::FORBIDDEN, to));
}

#[test]
fn a_refused_import_keeps_no_file() {
    let world = importing();
    let mut browser = world.signed_in("han");
    let (choose, to) = ("/import/imports.customers", "/import/imports.customers/columns");
    let page = browser.get(choose);
    let mapped = browser.upload(&page, choose, "file", b"external_id,Name\nC1,X\n");
    roles(&world, json!(["sales_manager"]));
    assert_eq!(browser.send(&mapped, to, &[]).status, StatusCode::FORBIDDEN);
    roles(&world, json!(["sales_manager", "integration"]));
    assert_eq!(browser.send(&mapped, to, &[]).path, choose);
    assert_eq!(world.call("han", "customers.list", json!({}))["items"], json!([]));
}

#[test]
fn a_list_of_records_has_an_end() {
    let world = importing();
    let mut browser = world.signed_in("han");
    let to = "/do/customers.create_many";
    let page = browser.get(to);
    let ids = "01a221da-b97d-7000-95dc-fce72cc82218\n".repeat(201);
    let refused = browser.send(&page, to, &[("customers", "[]"), ("ids", &ids)]);
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    refused.says("id=\"ids-wrong\"").says("more lines than 200");
}

#[test]
fn a_call_has_an_end() {
    let world = world();
    let hurried = Settings { calls: Duration::ZERO, ..Settings::default() };
    let mut browser = Browser::new(router(App::new(world.crm.clone(), hurried)));
    let page = browser.get("/sign-in");
    let page = browser.send(&page, "/sign-in", &[("who", "han"), ("password", PASSWORD)]);
    assert_eq!((page.path.as_str(), page.status), ("/", StatusCode::SERVICE_UNAVAILABLE));
    // What goes over much has another.
    let hurried = Settings { long_calls: Duration::ZERO, ..Settings::default() };
    let mut browser = Browser::new(router(App::new(world.crm.clone(), hurried)));
    let page = browser.get("/sign-in");
    let page = browser.send(&page, "/sign-in", &[("who", "admin"), ("password", PASSWORD)]);
    assert_eq!((page.path.as_str(), page.status), ("/", StatusCode::OK));
    assert_eq!(browser.get("/packs").status, StatusCode::SERVICE_UNAVAILABLE);
}

/// Sends this, and waits until the console answers or hangs up.
fn answered(settings: Settings, sent: &str) -> (String, Duration) {
    let app = App::new(world().crm, settings);
    tokio::runtime::Runtime::new().expect("a runtime").block_on(async {
        let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await.expect("an address");
        let address = listener.local_addr().expect("an address");
        tokio::spawn(listen(listener, app, std::future::pending()));
        let sent = sent.to_owned();
        let asks = move || {
            let begun = Instant::now();
            let mut stream = TcpStream::connect(address).expect("a connection");
            stream.set_read_timeout(Some(Duration::from_secs(5))).expect("a patience");
            stream.write_all(sent.as_bytes()).expect("sent");
            let mut answer = Vec::new();
            // What was hung up in the middle is no error here.
            drop(stream.read_to_end(&mut answer));
            (String::from_utf8_lossy(&answer).into_owned(), begun.elapsed())
        };
        tokio::task::spawn_blocking(asks).await.expect("a thread")
    })
}

#[test]
fn a_request_that_does_not_arrive_is_not_waited_for() {
    let soon = Duration::from_millis(200);
    let whole = "GET /sign-in HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    let (answer, _) = answered(Settings::default(), whole);
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    let (answer, took) = answered(Settings { headers: soon, ..Settings::default() }, "GET /sign-in HTTP/1.1\r\nHo");
    assert!(took < Duration::from_secs(4), "{took:?} {answer}");
    let form = "POST /sign-in HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 100\r\n\r\ncsrf=";
    let (answer, took) = answered(Settings { body: soon, ..Settings::default() }, form);
    assert!(answer.starts_with("HTTP/1.1 408") && answer.contains("too long to arrive"), "{answer}");
    assert!(took < Duration::from_secs(4), "{took:?}");
}

/// A clock that breaks once.
#[derive(Default)]
struct Broken(AtomicBool);

impl Environment for Broken {
    fn now(&self) -> Timestamp {
        assert!(!self.0.load(Ordering::Relaxed), "a broken clock");
        SystemEnvironment.now()
    }

    fn random(&self, bytes: &mut [u8; 32]) {
        SystemEnvironment.random(bytes);
    }
}

#[test]
fn what_breaks_is_a_page() {
    let clock = Arc::new(Broken::default());
    let world = world_by(clock.clone());
    let mut browser = world.signed_in("han");
    clock.0.store(true, Ordering::Relaxed);
    let page = browser.get("/o/customer");
    assert_eq!(page.status, StatusCode::INTERNAL_SERVER_ERROR);
    page.says("role=\"alert\"").says("The console itself failed here").says("href=\"/\"");
    clock.0.store(false, Ordering::Relaxed);
    assert_eq!(browser.get("/o/customer").status, StatusCode::OK);
}
