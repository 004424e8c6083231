//! Asking for approval: where the engine says that an operation needs it, the form says so too, tells who would be asked, and what was
//! filled in goes to them instead.

use axum::http::StatusCode;
use maud::{Markup, html};
use serde_json::{Value, json};

use crate::approvals;
use crate::ask::{list, text};
use crate::fault::Fault;
use crate::form::{self, Input};
use crate::given::called;
use crate::operate::{Call, changing, refused, shown, was};
use crate::visit::{Answer, Visit, go};
use crate::words::Word;

/// What a form carries that asks for approval.
pub const ASKS: &str = "ask_approval";
/// Where what is said with it stands among the arguments of the operation, until it is sent.
const PLACE: &str = "asked_approval";
const SUBMIT: &str = "approvals.submit";

/// Why the engine refuses what needs approval.
pub const NEEDED: &str = "approval_required";

/// The record on which it is called, the operation's own name, and its arguments without what the request knows.
fn asked(visit: &Visit, call: &Call<'_>, arguments: &Value) -> Option<Value> {
    let (record, verb) = (call.record.as_ref()?, call.verb?);
    let object = Some(visit.place("object")).filter(|object| !object.is_empty())?;
    let mut arguments = arguments.clone();
    let known = [verb.record.as_deref(), call.form.version.as_deref(), Some("id"), Some("entity")];
    for path in known.into_iter().flatten() {
        remove(&mut arguments, path);
    }
    let operation = verb.operation.rsplit('.').next()?;
    Some(json!({"record": {"object": object, "id": record["id"]}, "operation": operation, "arguments": arguments}))
}

fn remove(from: &mut Value, path: &str) {
    match path.split_once('.') {
        Some((step, rest)) => from.get_mut(step).into_iter().for_each(|inside| remove(inside, rest)),
        None => drop(from.as_object_mut().and_then(|fields| fields.remove(path))),
    }
}

/// The form again: what it asks for needs approval.
pub fn needed(visit: &Visit, call: &Call<'_>, arguments: &Value) -> Result<Answer, Fault> {
    let preview = match asked(visit, call, arguments) {
        Some(asked) => visit.try_ask("approvals.preview", &asked)?.unwrap_or_default(),
        None => Value::Null,
    };
    let mut call = call.clone();
    with_words(visit, &mut call, preview)?;
    let was = changing(&call).map(|_| was(&call.form, &visit.form));
    shown(visit, &call, visit.form.clone(), was, None, Vec::new(), StatusCode::CONFLICT)
}

/// What stands before the fields of a form that asks for approval.
pub fn before(visit: &Visit, preview: &Value) -> Markup {
    let steps = list(preview, "steps").iter().filter(|step| step["skipped"] != true);
    let people = |step: &Value| {
        let groups = list(step, "groups").iter().flat_map(|group| list(group, "people"));
        groups.map(|person| called(person).to_owned()).collect::<Vec<_>>().join(", ")
    };
    html! {
        p.warning role="alert" { (visit.say(Word::NeedsApproval)) }
        ol.steps aria-label=(visit.say(Word::WhoIsAsked)) { @for step in steps {
            li { (text(step, "name")) ": " (people(step)) }
        } }
    }
}

/// An operation with what is said to those who are asked, where its form asks for approval.
pub fn asking<'c>(visit: &Visit, call: &Call<'c>) -> Result<Call<'c>, Fault> {
    let mut call = call.clone();
    if visit.form.get(ASKS).is_some() {
        with_words(visit, &mut call, Value::Null)?;
    }
    Ok(call)
}

/// Adds what `submit` takes of its own, in a place where no operation has anything.
fn with_words(visit: &Visit, call: &mut Call<'_>, preview: Value) -> Result<(), Fault> {
    let own = form::of(visit, SUBMIT)?.inputs.into_iter().filter_map(|input| {
        let name = input.path.strip_prefix("new.")?;
        Some(Input { path: format!("{PLACE}.{name}"), within: None, ..input })
    });
    call.form.inputs.extend(own);
    call.asks = Some(preview);
    Ok(())
}

/// Asks for approval of what was filled in: anew what was returned to the visitor, or else for the first time.
pub fn submit(visit: &Visit, call: &Call<'_>, mut arguments: Value) -> Result<Answer, Fault> {
    let new = arguments.as_object_mut().and_then(|fields| fields.remove(PLACE)).unwrap_or_else(|| json!({}));
    let mut asked = asked(visit, call, &arguments).ok_or_else(|| visit.missing())?;
    let answer = match returned(visit, &asked)? {
        Some(request) => {
            let again = json!({"id": request["id"], "arguments": asked["arguments"], "version": request["version"],
                               "comment": new["comment"]});
            visit.try_ask("approvals.resubmit", &again)?
        }
        None => {
            asked["new"] = new;
            visit.try_ask(SUBMIT, &asked)?
        }
    };
    match answer {
        Ok(request) => {
            visit.entry()?.tell(visit.say(Word::AskedApproval).to_owned());
            visit.entry()?.known.forget_own();
            go(approvals::address(text(&request, "id")))
        }
        Err(error) => refused(visit, call, &error),
    }
}

/// The visitor's request for the same that came back to them.
fn returned(visit: &Visit, asked: &Value) -> Result<Option<Value>, Fault> {
    let me = visit.session()?.user().map(|user| user.to_string());
    let filter = json!({"record": asked["record"], "submitter": me, "status": "returned"});
    let found = visit.ask("approvals.list", &json!({"filter": filter, "page": {"limit": 1}}))?;
    let same = |request: &&Value| request["operation"] == asked["operation"];
    Ok(list(&found, "items").iter().find(same).cloned())
}
