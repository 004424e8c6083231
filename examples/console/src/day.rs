//! A person's day, as the engine's workbench tells it: the first page.

use crm_core::Operation;
use crm_core::schema::Type;
use maud::{Markup, html};
use serde_json::{Value, json};

use crate::ask::{list, text};
use crate::cells::{called, cell, instant};
use crate::fault::Fault;
use crate::list::counted;
use crate::references::pascal;
use crate::seen::Reader as _;
use crate::visit::{Pairs, Visit};
use crate::words::Word;

/// As many of each section are shown.
const ROWS: usize = 8;

/// By what a report is begun that is owed: its arguments are the values of the row.
const BEGINS: &str = "work_reports.draft";

/// Sections that have a page of their own, with all that is in them.
const PAGES: &[(&str, &str)] = &[
    ("approvals", "/approvals"),
    ("returned", "/approvals"),
    ("notifications", "/notifications"),
    ("reports", "/list/work_reports.list"),
    ("today", "/list/activities.list"),
    ("overdue", "/list/activities.list"),
    ("coming", "/list/activities.list"),
];

/// What is to be done today: each section in which there is anything.
///
/// # Errors
/// What the engine says.
pub fn sections(visit: &Visit) -> Result<Markup, Fault> {
    let bench = visit.ask("bench.today", &json!({"rows": ROWS}))?;
    let some = |section: &&Value| section["total"]["count"] != 0;
    let sections: Vec<&Value> = list(&bench, "sections").iter().filter(some).collect();
    Ok(html! {
        p.told { (text(&bench, "day")) }
        @if sections.is_empty() { p.empty { (visit.say(Word::NothingToday)) } }
        div.groups { @for section in sections { (shown(visit, section)) } }
    })
}

fn shown(visit: &Visit, section: &Value) -> Markup {
    let name = text(section, "name");
    let heading = format!("day-{name}");
    let own = section["view"].is_null();
    let to = PAGES.iter().find(|(known, _)| own && *known == name).map(|(_, to)| *to);
    let total = &section["total"];
    let count = counted(total["count"].as_i64().unwrap_or_default(), total["more"] == true);
    html! {
        section.day aria-labelledby=(heading) {
            h2 id=(heading) {
                @match to { Some(to) => a href=(to) { (text(section, "label")) }, None => (text(section, "label")) }
                ": " (count)
            }
            ul.items { @for row in list(section, "rows") { li.item {
                p.lead { (record(visit, own, row)) }
                p.told {
                    @if let Some(at) = row["at"].as_str() { (instant(visit, at)) }
                    @else if let Some(day) = row["day"].as_str() { (day) }
                    @if let Some(about) = about(row) { " · " (cell(visit, None, about, false)) }
                }
            } } }
        }
    }
}

/// What the row is about: the one record in it beside its own.
fn about(row: &Value) -> Option<&Value> {
    let beside = row.as_object()?.iter().filter(|(name, _)| *name != "record").map(|(_, value)| value);
    beside.into_iter().find(|value| value["object"].is_string())
}

/// What the row is, with a link where there is a page of it; a report that nobody has begun leads to the form that begins it.
fn record(visit: &Visit, own: bool, row: &Value) -> Markup {
    let (object, id, title) =
        (text(&row["record"], "object"), text(&row["record"], "id"), text(&row["record"], "title"));
    let owed = row["values"].as_object().filter(|values| own && !values.is_empty());
    if let Some(values) = owed.filter(|_| !is_result(BEGINS, object)) {
        let known = values.iter().filter_map(|(name, value)| Some((name.clone(), value.as_str()?.to_owned())));
        let asked = Pairs(known.collect()).written();
        return html! { a href={ "/do/" (BEGINS) "?" (asked) } { (called(title)) } };
    }
    // What has no title is called after what it is about.
    let title = about(row).filter(|_| title.is_empty()).map_or(title, |about| text(about, "title"));
    match visit.address(object, id) {
        Some(to) => html! { a href=(to) { (called(title)) } },
        None => html! { (called(title)) },
    }
}

/// Whether an operation answers with a record of that kind.
fn is_result(operation: &str, kind: &str) -> bool {
    let own = format!("{}Id", pascal(kind));
    let Some(Type::Record(record)) = Operation::find(operation).map(|operation| operation.result.required()) else {
        return false;
    };
    record.fields.iter().any(|field| field.name() == "id" && matches!(field.ty, Type::Id(name) if name == own))
}
