//! Packs: what is installed, what a document would change, and its application exactly as it was planned.

use axum::http::StatusCode;
use crm_core::{CrmError, Locale};
use maud::{Markup, html};
use serde_json::{Value, json};

use crate::ask::{list, text, texts};
use crate::cells::cell;
use crate::fault::Fault;
use crate::page::token;
use crate::visit::{Answer, Page, Visit, go, page};
use crate::words::Word;

/// What steps mean for what is there, mildest first, as the engine tells it.
const CLASSES: &[(&str, Word)] = &[
    ("safe", Word::StepSafe),
    ("counts", Word::StepCounts),
    ("rewrites", Word::StepRewrites),
    ("hides", Word::StepHides),
    ("refused", Word::StepRefused),
];

/// The packs, and where a document is handed in.
pub fn show(visit: &Visit) -> Result<Answer, Fault> {
    let packs = visit.ask("packs.list", &json!({}))?;
    let packs = packs.as_array().map(Vec::as_slice).unwrap_or_default();
    // Everybody lists them; their documents not everybody reads.
    let reads = visit.ask("meta.describe", &json!({"operation": "packs.get"}))?["permitted"] == true;
    let body = html! {
        @if packs.is_empty() { p.empty { (visit.say(Word::NoRecords)) } }
        @else {
            div.scroll role="region" tabindex="0" aria-label=(visit.say(Word::Packs)) { table {
                thead { tr {
                    th scope="col" { (visit.say(Word::Name)) }
                    th scope="col" { (visit.say(Word::Version)) }
                    th scope="col" { (visit.say(Word::InForce)) }
                    th scope="col" { (visit.say(Word::When)) }
                    th scope="col" { (visit.say(Word::Who)) }
                } }
                tbody { @for pack in packs { tr {
                    th scope="row" {
                        @if reads { a href={ "/packs/" (text(pack, "name")) } { (text(pack, "title")) } } @else { (text(pack, "title")) }
                        " (" (text(pack, "name")) ")"
                    }
                    td { (pack["version"]) }
                    td { (cell(visit, None, &pack["enabled"], false)) }
                    td { (cell(visit, None, &pack["applied_at"], false)) }
                    td { (cell(visit, None, &pack["applied_by"], false)) }
                } } }
            } }
        }
        h2 { (visit.say(Word::PlanPack)) }
        form.fields method="post" action="/packs" enctype="multipart/form-data" {
            (token(visit))
            div.field {
                label for="file" { (visit.say(Word::PackFile)) }
                input #file type="file" name="file" accept=".json,application/json";
            }
            div.field {
                label for="document" { (visit.say(Word::OrText)) }
                textarea #document name="document" rows="6" spellcheck="false" {}
            }
            button { (visit.say(Word::PlanPack)) }
        }
    };
    page(visit.say(Word::Packs), body)
}

/// One pack, with its document and what can be done with it.
pub fn one(visit: &Visit) -> Result<Answer, Fault> {
    let told = visit.ask("packs.get", &json!({"name": visit.place("name")}))?;
    let pack = &told["pack"];
    let name = text(pack, "name");
    let other = if pack["enabled"] == true { "packs.disable" } else { "packs.enable" };
    let label = crm_core::labels::operation(visit.locale, other).unwrap_or_else(|| other.to_owned());
    let body = html! {
        p { a href="/packs" { (visit.say(Word::Packs)) } " · " (name) " · " (visit.say(Word::Version)) " " (pack["version"]) }
        div.tools { a.button href={ "/do/" (other) "?name=" (name) } { (label) } }
        pre tabindex="0" { (serde_json::to_string_pretty(&told["document"]).unwrap_or_default()) }
    };
    page(text(pack, "title"), body)
}

/// What a document would change.
pub fn plan(visit: &Visit) -> Result<Answer, Fault> {
    let file = visit.files.iter().find(|file| file.name == "file" && !file.bytes.is_empty());
    let read = match file {
        Some(file) => serde_json::from_slice(&file.bytes),
        None => serde_json::from_str(visit.form.get("document").unwrap_or_default()),
    };
    let document: Value = match read {
        Ok(document) => document,
        Err(error) => {
            let mut fault = Fault::new(StatusCode::UNPROCESSABLE_ENTITY, Word::NoDocument, visit.locale);
            fault.text = format!("{} {error}", fault.text);
            return Err(fault);
        }
    };
    planned(visit, &document, StatusCode::OK, None)
}

/// Applies what was planned, or shows the plan again where it is another by now.
pub fn apply(visit: &Visit) -> Result<Answer, Fault> {
    let document = visit.form.get("document").unwrap_or_default();
    let document: Value = serde_json::from_str(document)
        .map_err(|_| Fault::new(StatusCode::UNPROCESSABLE_ENTITY, Word::NoDocument, visit.locale))?;
    let digest = visit.form.get("plan").unwrap_or_default();
    match visit.try_ask("packs.apply", &json!({"document": document, "plan": digest}))? {
        Ok(pack) => {
            visit.app.sessions.forget_screens();
            visit.entry()?.tell(format!("{}: {}", text(&pack, "title"), visit.say(Word::Applied)));
            go("/packs")
        }
        Err(CrmError::Conflict { reason, .. }) if reason == "stale_plan" => {
            planned(visit, &document, StatusCode::CONFLICT, Some(visit.say(Word::PlanIsStale)))
        }
        Err(CrmError::Invalid { .. }) => planned(visit, &document, StatusCode::UNPROCESSABLE_ENTITY, None),
        Err(error) => Err(visit.fault(&error)),
    }
}

fn planned(visit: &Visit, document: &Value, status: StatusCode, first: Option<&str>) -> Result<Answer, Fault> {
    let plan = visit.ask("packs.plan", &json!({"document": document}))?;
    let (steps, refusals) = (list(&plan, "steps"), list(&plan, "refusals"));
    let of = |class: &str| steps.iter().filter(|step| text(step, "class") == class).collect::<Vec<_>>();
    let body = html! {
        @if let Some(first) = first { p.error role="alert" { (first) } }
        @if !refusals.is_empty() {
            div.error role="alert" {
                p { (visit.say(Word::StandsAgainst)) }
                ul { @for refusal in refusals { li { code { (text(refusal, "field")) } ": " (text(refusal, "text")) } } }
            }
        }
        @if steps.is_empty() { p { (visit.say(Word::NothingToDo)) } }
        @for (class, word) in CLASSES.iter().rev() {
            @let steps = of(class);
            @if !steps.is_empty() {
                section {
                    h2 { (visit.say(*word)) " (" (steps.len()) ")" }
                    ul.steps { @for step in steps { (shown(visit, document, step)) } }
                }
            }
        }
        @if refusals.is_empty() && !steps.is_empty() {
            p { (visit.say(Word::HeldFor)) " " (plan["estimated_ms"]) " ms." }
            // As long as a document may be, it goes back as it is.
            form method="post" action="/packs/apply" enctype="multipart/form-data" {
                (token(visit))
                input type="hidden" name="document" value=(document);
                input type="hidden" name="plan" value=(text(&plan, "digest"));
                p.warning { (visit.say(Word::ConfirmFirst)) }
                p.buttons { button { (visit.say(Word::ApplyPack)) } a href="/packs" { (visit.say(Word::Cancel)) } }
            }
        } @else { p { a href="/packs" { (visit.say(Word::Packs)) } } }
    };
    let title = format!("{}: {}", visit.say(Word::PlanPack), text(document, "title"));
    Ok(Answer::Page(Page { title, body, status }))
}

/// A step in words: what kind of thing, which one, what it was called, how many records.
fn shown(visit: &Visit, document: &Value, step: &Value) -> Markup {
    let path = text(step, "path");
    let (kind, name) = said(path);
    let rows = step["rows"].as_i64().unwrap_or_default();
    let reprinted = texts(step, "reprinted");
    html! {
        li {
            @if let Some(kind) = kind { (visit.say(kind)) ": " }
            strong { (called(visit.locale, document, name)) }
            @if let Some(was) = step["was"].as_str() { " (" (visit.say(Word::WasCalled)) " " (was) ")" }
            @if rows > 0 { " – " (visit.say(Word::Count)) ": " (crate::list::counted(rows, false)) }
            @if !reprinted.is_empty() { " – " (visit.say(Word::AlsoRenamed)) ": " (reprinted.join(", ")) }
        }
    }
}

/// The kind of thing that a path names, and the name behind it.
fn said(path: &str) -> (Option<Word>, &str) {
    let of = |above: &str| path.strip_prefix(above).and_then(|rest| rest.strip_prefix('.'));
    let kinds = [
        ("views", Word::Views),
        ("roles", Word::Roles),
        ("dictionary", Word::Dictionary),
        ("labels", Word::Labels),
        ("setup", Word::Configuration),
    ];
    match kinds.into_iter().find_map(|(above, word)| Some((Some(word), of(above)?))) {
        Some(found) => found,
        None => (None, path),
    }
}

/// What a document calls the thing at a path, in the language of the visitor, or else its path.
fn called(locale: Locale, document: &Value, path: &str) -> String {
    let label = |path: &str| document["labels"][locale.as_str()][path].as_str().map(str::to_owned);
    match (label(path), path.split_once('.')) {
        (Some(label), _) => format!("{label} ({path})"),
        (None, Some((object, rest))) => match label(object) {
            Some(object) => format!("{object} · {rest}"),
            None => path.to_owned(),
        },
        (None, None) => path.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_said_in_words() {
        assert_eq!(said("views.free_rooms"), (Some(Word::Views), "free_rooms"));
        assert_eq!(said("viewsx.a"), (None, "viewsx.a"));
        let document = json!({"labels": {"zh-Hans": {"room": "客房", "room.price": "房价"}}});
        assert_eq!(called(Locale::ZhHans, &document, "room.price"), "房价 (room.price)");
        assert_eq!(called(Locale::ZhHans, &document, "room.beds"), "客房 · beds");
        assert_eq!(called(Locale::En, &document, "room.beds"), "room.beds");
    }
}
