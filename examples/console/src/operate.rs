//! Operations: a form for each, drawn by the engine's description of it, and what comes of sending it.

use axum::http::StatusCode;
use crm_core::{CrmError, Operation};
use maud::html;
use serde_json::{Value, json};

use crate::ask::{put, text};
use crate::cells::cell;
use crate::consent;
use crate::draw::{self, Drawn};
use crate::fault::Fault;
use crate::form::{self, Form};
use crate::given::{self, Wrong};
use crate::kinds;
use crate::register;
use crate::screens::{Screen, Verb};
use crate::seen::Reader as _;
use crate::visit::{Answer, Page, Pairs, Visit, go, page};
use crate::words::Word;

/// An operation on its way.
#[derive(Clone)]
pub struct Call<'c> {
    pub form: Form,
    pub verb: Option<&'c Verb>,
    /// The record that it is called on.
    pub record: Option<Value>,
    /// What is the same whatever is filled in.
    pub arguments: Value,
    pub to: String,
    pub back: String,
    /// Where the form asks for approval: what that would bring about, as far as it is known.
    pub asks: Option<Value>,
}

/// The form of a new record.
pub fn new(visit: &Visit) -> Result<Answer, Fault> {
    let screen = screen(visit)?;
    let verb = screen.verb("create").ok_or_else(|| visit.missing())?;
    let call = begin(visit, Some(&screen), &verb.operation, None)?;
    shown(visit, &call, Pairs(visit.query.0.clone()), None, None, Vec::new(), StatusCode::OK)
}

/// Makes the record.
pub fn create(visit: &Visit) -> Result<Answer, Fault> {
    let screen = screen(visit)?;
    let verb = screen.verb("create").ok_or_else(|| visit.missing())?;
    let call = begin(visit, Some(&screen), &verb.operation, None)?;
    let made = match send(visit, &call)? {
        Ok(made) => made,
        Err(again) => return Ok(again),
    };
    visit.entry()?.tell(visit.say(Word::Done).to_owned());
    go(format!("/o/{}/{}", screen.name, text(&made, "id")))
}

/// The form of an operation on a record.
pub fn ask_on(visit: &Visit) -> Result<Answer, Fault> {
    let screen = screen(visit)?;
    let call = on_record(visit, &screen)?;
    let was = changing(&call).map(|record| given::of_record(&visit.zone(), &call.form, record));
    shown(visit, &call, was.clone().unwrap_or_default(), was, None, Vec::new(), StatusCode::OK)
}

/// Calls an operation on a record.
pub fn act_on(visit: &Visit) -> Result<Answer, Fault> {
    let screen = screen(visit)?;
    let call = on_record(visit, &screen)?;
    if let Err(again) = send(visit, &call)? {
        return Ok(again);
    }
    // It may have changed what there is, or who may.
    visit.app.sessions.forget_screens();
    visit.entry()?.tell(visit.say(Word::Done).to_owned());
    let gone = call.verb.is_some_and(|verb| verb.verb == "delete");
    go(if gone { format!("/o/{}", screen.name) } else { call.back })
}

/// The form of any operation.
pub fn ask(visit: &Visit) -> Result<Answer, Fault> {
    let call = begin(visit, None, visit.place("operation"), None)?;
    // The address may say what is known already.
    shown(visit, &call, Pairs(visit.query.0.clone()), None, None, Vec::new(), StatusCode::OK)
}

/// Calls any operation, and shows what it answers.
pub fn act(visit: &Visit) -> Result<Answer, Fault> {
    let call = begin(visit, None, visit.place("operation"), None)?;
    let answer = match send(visit, &call)? {
        Ok(answer) => answer,
        Err(again) => return Ok(again),
    };
    // It may have changed what there is, or who may.
    visit.app.sessions.forget_screens();
    let body = html! {
        p.notice role="status" { (visit.say(Word::ActionsDone)) }
        @if let Some(to) = kinds::address_of(visit, &call.form.operation, &answer) { p { a.button href=(to) { (visit.say(Word::Open)) } } }
        @if !answer.is_null() { (cell(visit, None, &answer, true)) }
        p { a href=(call.back) { (visit.say(Word::Operations)) } }
    };
    page(call.form.label, body)
}

/// Every operation that the visitor's roles hold.
pub fn all(visit: &Visit) -> Result<Answer, Fault> {
    let told = visit.ask("meta.operations", &json!({}))?;
    let mut areas: Vec<(&str, Vec<&Value>)> = Vec::new();
    let offered = |operation: &&Value| operation["permitted"] == true && form::is_offered(text(operation, "name"));
    for operation in told.as_array().into_iter().flatten().filter(offered) {
        match areas.iter_mut().find(|(area, _)| *area == text(operation, "area")) {
            Some((_, operations)) => operations.push(operation),
            None => areas.push((text(operation, "area"), vec![operation])),
        }
    }
    let registers = told.as_array().into_iter().flatten().filter(|operation| {
        let listed = Operation::find(text(operation, "name")).and_then(register::listed);
        operation["permitted"] == true && listed.is_some()
    });
    let body = html! {
        h2 { (visit.say(Word::Registers)) }
        ul.tiles {
            li { a href="/packs" { (visit.say(Word::Packs)) } }
            @for operation in registers {
                li { a href={ "/list/" (text(operation, "name")) } { (text(operation, "label")) } }
            }
        }
        @for (area, operations) in &areas {
            h2 { (crm_core::labels::area(visit.locale, area).unwrap_or_else(|| (*area).to_owned())) }
            ul.tiles { @for operation in operations {
                li { a href={ "/do/" (text(operation, "name")) } { (text(operation, "label")) } }
            } }
        }
    };
    page(visit.say(Word::Operations), body)
}

fn screen(visit: &Visit) -> Result<std::sync::Arc<Screen>, Fault> {
    let session = visit.session()?;
    visit.entry()?.known.screen(&session, visit.place("object")).map_err(|_| visit.missing())
}

fn on_record<'c>(visit: &Visit, screen: &'c Screen) -> Result<Call<'c>, Fault> {
    let mut record = visit.ask("objects.get", &json!({"object": screen.name, "id": visit.place("id")}))?;
    let updates = screen.operation(visit.place("operation")).is_some_and(|verb| verb.verb == "update");
    if let Some(get) = screen.verb("get").filter(|_| updates && screen.typed) {
        // Lists and whatever else an update takes beside the fields of the object.
        let mut arguments = json!({});
        put(&mut arguments, get.record.as_deref().unwrap_or("id"), record["id"].clone());
        if let Ok(whole) = visit.try_ask(&get.operation, &arguments)? {
            for (name, value) in whole.as_object().into_iter().flatten() {
                if record["values"].get(name).is_none() {
                    record["values"][name.as_str()] = value.clone();
                }
            }
        }
    }
    let mut call = begin(visit, Some(screen), visit.place("operation"), Some(record))?;
    if let (true, Some(record)) = (updates, &call.record) {
        // What nobody tells can't be changed here: left empty it would be emptied.
        call.form.inputs.retain(|input| given::told(input, record).is_some());
    }
    Ok(call)
}

/// Reads the form of an operation, and takes out of it what is known already: the record, its kind, the id of a new one.
fn begin<'c>(
    visit: &Visit,
    screen: Option<&'c Screen>,
    operation: &str,
    record: Option<Value>,
) -> Result<Call<'c>, Fault> {
    let mut form = form::of(visit, operation)?;
    let verb = screen.and_then(|screen| screen.operation(operation));
    let mut arguments = json!({});
    if let (Some(screen), Some(record)) = (screen, &record) {
        let place = verb.ok_or_else(|| visit.missing())?.record.clone().unwrap_or_else(|| "id".into());
        put(&mut arguments, &place, record["id"].clone());
        form.inputs.retain(|input| input.path != place);
        if place == "id" && form.inputs.iter().any(|input| input.path == "entity") {
            put(&mut arguments, "entity", json!(screen.name));
            form.inputs.retain(|input| input.path != "entity");
        }
    }
    let back = match (screen, &record) {
        (Some(screen), Some(record)) => format!("/o/{}/{}", screen.name, text(record, "id")),
        (Some(screen), None) => format!("/o/{}", screen.name),
        _ => "/operations".to_owned(),
    };
    Ok(Call { form, verb, record, arguments, to: visit.path.clone(), back, asks: None })
}

/// The record whose fields the form shows: that of an update.
pub fn changing<'c>(call: &'c Call<'_>) -> Option<&'c Value> {
    call.record.as_ref().filter(|_| call.verb.is_some_and(|verb| verb.verb == "update"))
}

/// The path of the id of what is made, which the caller may choose.
fn new_id(form: &Form) -> Option<usize> {
    form.inputs.iter().position(|input| input.path == "id" && !input.required)
}

/// The form of an operation on its way.
pub fn shown(
    visit: &Visit,
    call: &Call<'_>,
    pairs: Pairs,
    was: Option<Pairs>,
    now: Option<Pairs>,
    wrong: Vec<Wrong>,
    status: StatusCode,
) -> Result<Answer, Fault> {
    let mut form = call.form.clone();
    let mut hidden = Vec::new();
    if let Some(at) = new_id(&form) {
        // Sent twice, it makes one record.
        let id = pairs.filled("id").map_or_else(|| uuid::Uuid::now_v7().to_string(), str::to_owned);
        hidden.push(("id".to_owned(), id));
        form.inputs.remove(at);
    }
    if let (Some(_), Some(record)) = (&form.version, &call.record) {
        // A form that comes back stays that of the version that was seen: what others changed since is not taken back.
        let version = pairs.filled("version").map_or_else(|| record["version"].to_string(), str::to_owned);
        hidden.push(("version".to_owned(), version));
    }
    let title = match &call.record {
        Some(record) => format!("{} · {}", form.label, crate::table::title_of(record)),
        None => form.label.clone(),
    };
    let send = if call.asks.is_some() {
        hidden.push((consent::ASKS.to_owned(), "true".to_owned()));
        visit.say(Word::AskApproval).to_owned()
    } else if call.verb.is_some_and(|verb| matches!(verb.verb.as_str(), "create" | "update")) {
        visit.say(Word::Save).to_owned()
    } else {
        form.label.clone()
    };
    let drawn =
        Drawn { form: &form, to: call.to.clone(), pairs, was, now, wrong, hidden, back: call.back.clone(), send };
    let first = call.asks.as_ref().map_or_else(|| html! {}, |preview| consent::before(visit, preview));
    Ok(Answer::Page(Page { title, body: draw::form_behind(visit, &drawn, &first), status }))
}

/// Calls the operation with what was filled in; where it is refused for that, the form again.
pub fn send(visit: &Visit, call: &Call<'_>) -> Result<Result<Value, Answer>, Fault> {
    let posted = &visit.form;
    let call = &consent::asking(visit, call)?;
    let mut form = call.form.clone();
    let mut arguments = call.arguments.clone();
    if let Some(at) = new_id(&form) {
        form.inputs.remove(at);
        if let Some(id) = posted.filled("id") {
            put(&mut arguments, "id", json!(id));
        }
    }
    if let (Some(path), Some(version)) = (&form.version, posted.filled("version").and_then(|v| v.parse::<i64>().ok())) {
        put(&mut arguments, path, json!(version));
    }
    let wrong = given::read(visit, &form, posted, &mut arguments)?;
    if !wrong.is_empty() {
        return again(visit, call, wrong).map(Err);
    }
    if call.asks.is_some() {
        return consent::submit(visit, call, arguments).map(Err);
    }
    match visit.try_ask(&form.operation, &arguments)? {
        Ok(answer) => Ok(Ok(answer)),
        Err(CrmError::Conflict { reason, .. }) if reason == consent::NEEDED && call.record.is_some() => {
            consent::needed(visit, call, &arguments).map(Err)
        }
        Err(error @ CrmError::Invalid { .. }) => refused(visit, call, &error).map(Err),
        Err(CrmError::Conflict { reason, .. }) if reason == "stale_version" && call.record.is_some() => {
            stale(visit, call, &form).map(Err)
        }
        Err(error) => Err(visit.fault(&error)),
    }
}

/// The form again, with what is wrong with what was filled in.
pub fn again(visit: &Visit, call: &Call<'_>, wrong: Vec<Wrong>) -> Result<Answer, Fault> {
    let was = changing(call).map(|_| was(&call.form, &visit.form));
    shown(visit, call, visit.form.clone(), was, None, wrong, StatusCode::UNPROCESSABLE_ENTITY)
}

/// The form again where the engine refused what was filled in; whatever else it says is a page of its own.
pub fn refused(visit: &Visit, call: &Call<'_>, error: &CrmError) -> Result<Answer, Fault> {
    let fault = visit.fault(error);
    if fault.status != StatusCode::UNPROCESSABLE_ENTITY {
        return Err(fault);
    }
    let wrong = fault.fields.into_iter().map(|field| placed(&call.form, field)).collect();
    again(visit, call, wrong)
}

/// What the record held when the form was made, as the form carries it.
pub fn was(form: &Form, posted: &Pairs) -> Pairs {
    let mut pairs = Pairs::default();
    for input in &form.inputs {
        let was = given::was(input, posted).unwrap_or_default();
        match input.kind {
            form::Kind::Money => {
                let (amount, currency) = was.split_once(' ').unwrap_or((&was, ""));
                pairs.0.push((format!("{}:amount", input.path), amount.to_owned()));
                pairs.0.push((format!("{}:currency", input.path), currency.to_owned()));
            }
            form::Kind::Reference(_) => {
                pairs.0.push((format!("{}:title", input.path), String::new()));
                pairs.0.push((format!("{}:id", input.path), was));
                pairs.0.push((input.path.clone(), String::new()));
            }
            form::Kind::Checks => was.lines().for_each(|one| pairs.0.push((input.path.clone(), one.to_owned()))),
            _ => pairs.0.push((input.path.clone(), was)),
        }
    }
    pairs
}

/// Somebody was faster: what they left untouched here is as the others made it, what was filled in here stays, and what the
/// record holds stands below it.
fn stale(visit: &Visit, call: &Call<'_>, form: &Form) -> Result<Answer, Fault> {
    let posted = &visit.form;
    let record = call.record.as_ref().unwrap_or(&Value::Null);
    let now = given::of_record(&visit.zone(), form, record);
    let mut pairs = posted.clone();
    // What the record holds by now is shown, so from here on that is what was seen.
    pairs.0.retain(|(name, _)| name != "version");
    for input in &form.inputs {
        let untouched = given::was(input, posted).is_some_and(|was| was == given::canonical(input, posted));
        if untouched {
            let of_input = |name: &str| {
                name == input.path || name.strip_prefix(&input.path).is_some_and(|n| n.starts_with([':', '[']))
            };
            pairs.0.retain(|(name, _)| !of_input(name));
            pairs.0.extend(now.0.iter().filter(|(name, _)| of_input(name)).cloned());
        }
    }
    let was = changing(call).map(|_| now.clone());
    shown(visit, call, pairs, was, Some(now), Vec::new(), StatusCode::CONFLICT)
}

/// A refusal at the field that it is of; one of a part of a value, as the amount of money, at the whole of it.
fn placed(form: &Form, field: crm_core::FieldError) -> Wrong {
    let mut named = field.field.split('[').next().unwrap_or_default();
    let of = |named: &str| {
        let behind = format!(".{named}");
        form.inputs.iter().find(|input| input.path == named || input.path.ends_with(&behind))
    };
    let (mut input, mut text) = (of(named), field.text);
    // Which field of a row.
    if input.is_some() && field.field.contains("].") {
        text = format!("{}: {text}", field.label);
    }
    while let (None, Some((whole, _))) = (input, named.rsplit_once('.')) {
        named = whole;
        input = of(named);
        if input.is_some() {
            text = format!("{}: {text}", field.label);
        }
    }
    Wrong {
        path: input.map(|input| input.path.clone()),
        label: input.map_or(field.label, |input| input.label.clone()),
        text,
        choices: Vec::new(),
    }
}
