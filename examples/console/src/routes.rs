//! Which address shows what, and the headers of every answer.

use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::middleware;
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, get};

use crate::fault::Fault;
use crate::sent::Files;
use crate::serve::{Route, serve};
use crate::visit::{Answer, App, Handler, Visit};
use crate::{
    approvals, board, chart, factor, hanging, home, import, kinds, list, notices, operate, packs, record, references,
    register, sign_in, views,
};

/// Nothing but the console's own files is loaded, run, or sent anything, whatever text a page might come to hold.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; \
                      form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// The console.
pub fn router(app: Arc<App>) -> Router {
    Router::new()
        .route("/", page(home::show))
        .route("/sign-in", public(sign_in::show, sign_in::enter))
        .route("/sign-out", form(home::show, sign_in::leave))
        .route("/o/{object}", form(list::show, list::keep_view))
        .route("/o/{object}/board", page(board::show))
        .route("/o/{object}/pick", page(references::pick))
        .route("/o/{object}/new", form(operate::new, operate::create))
        .route("/o/{object}/{id}", page(record::show))
        .route("/o/{object}/{id}/history", page(record::history))
        .route("/o/{object}/{id}/do/{operation}", with_file(operate::ask_on, operate::act_on, Files::OfOperation))
        .route("/o/{object}/{id}/hangs/{area}", page(hanging::show))
        .route("/o/{object}/{id}/hang/{operation}", with_file(hanging::ask, hanging::act, Files::OfOperation))
        .route("/k/{kind}/{id}", page(kinds::show))
        .route("/k/{kind}/{id}/bytes", page(kinds::bytes))
        .route("/k/{kind}/{id}/do/{operation}", form(kinds::ask, kinds::act))
        .route("/approvals", page(approvals::show))
        .route("/approvals/{id}", page(approvals::one))
        .route("/notifications", form(notices::show, notices::mark))
        .route("/operations", page(operate::all))
        .route("/list/{operation}", page(register::show))
        .route("/views", page(views::show))
        .route("/chart", page(chart::show))
        .route("/second-factor", form(factor::show, factor::set_up))
        .route("/import", page(import::show))
        .route("/import/{operation}", with_file(import::choose, import::keep, Files::Yes))
        .route("/import/{operation}/columns", form(import::columns, import::run))
        .route("/packs", with_file(packs::show, packs::plan, Files::Yes))
        // The document that was planned comes back.
        .route("/packs/apply", with_file(packs::show, packs::apply, Files::Yes))
        .route("/packs/{name}", page(packs::one))
        .route("/do/{operation}", with_file(operate::ask, operate::act, Files::OfOperation))
        .route("/assets/console.css", asset("text/css; charset=utf-8", include_str!("assets/console.css")))
        .route("/assets/console.js", asset("text/javascript; charset=utf-8", include_str!("assets/console.js")))
        .fallback(answered(nothing, true, Files::No))
        .layer(middleware::map_response(guarded))
        .with_state(app)
}

/// What answers a request by a handler.
fn answered(
    handler: Handler,
    public: bool,
    files: Files,
) -> impl Fn(State<Arc<App>>, Request) -> Answered + Clone + Send + Sync + 'static {
    let route = Route { handler, public, files };
    move |state, request| Box::pin(serve(state, route, request))
}

type Answered = std::pin::Pin<Box<dyn Future<Output = Response> + Send>>;

fn page(show: Handler) -> MethodRouter<Arc<App>> {
    get(answered(show, false, Files::No))
}

fn form(show: Handler, send: Handler) -> MethodRouter<Arc<App>> {
    with_file(show, send, Files::No)
}

fn with_file(show: Handler, send: Handler, files: Files) -> MethodRouter<Arc<App>> {
    page(show).post(answered(send, false, files))
}

fn public(show: Handler, send: Handler) -> MethodRouter<Arc<App>> {
    get(answered(show, true, Files::No)).post(answered(send, true, Files::No))
}

fn asset(kind: &'static str, text: &'static str) -> MethodRouter<Arc<App>> {
    get(move || async move {
        ([(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, "max-age=600")], text).into_response()
    })
}

fn nothing(visit: &Visit) -> Result<Answer, Fault> {
    Err(visit.missing())
}

async fn guarded(mut response: Response) -> Response {
    let set = |response: &mut Response, name: HeaderName, value: &'static str| {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    };
    set(&mut response, header::CONTENT_SECURITY_POLICY, POLICY);
    set(&mut response, header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(&mut response, header::X_FRAME_OPTIONS, "DENY");
    set(&mut response, header::REFERRER_POLICY, "same-origin");
    if !response.headers().contains_key(header::CACHE_CONTROL) {
        // What one saw is not kept for whoever uses the browser next.
        set(&mut response, header::CACHE_CONTROL, "no-store");
    }
    if response.status() == StatusCode::TOO_MANY_REQUESTS {
        set(&mut response, header::RETRY_AFTER, "60");
    }
    response
}
