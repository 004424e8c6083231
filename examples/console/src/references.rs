//! Records found by what people call them: for fields that refer to one.

use crm_core::schema::{FieldInfo, Type};
use crm_core::{Access, Operation};
use serde_json::{Value, json};

use crate::ask::{list, text};
use crate::fault::Fault;
use crate::screens::Screen;
use crate::visit::{Answer, Visit};

/// Suggestions for a field that somebody types in.
const SUGGESTED: usize = 12;
/// Rows of a directory that are looked through.
const DIRECTORY: usize = 1_000;

/// A record: its id, and what it is called.
pub type Found = (String, String);

/// The records of an object that are called so; those first that are called exactly so, and only those where there are any.
///
/// # Errors
/// What the engine says, but that the visitor may not list them: then nobody is found.
pub fn find(visit: &Visit, object: &str, called: &str, most: usize) -> Result<Vec<Found>, Fault> {
    if is_id(called) {
        return Ok(vec![(called.to_owned(), title(visit, object, called)?.unwrap_or_default())]);
    }
    let known = visit.entry()?.known.screen(&visit.session()?, object);
    let mut found = match known {
        Ok(screen) if screen.may("list").is_some() => listed(visit, &screen, called, most)?,
        // Who may not list the records may still have a directory of them.
        _ => match directory(&format!("{}Id", pascal(object))) {
            Some(directory) => in_directory(visit, directory, called, most)?,
            None => Vec::new(),
        },
    };
    let exactly: Vec<Found> = found.iter().filter(|(_, title)| title == called).cloned().collect();
    if !exactly.is_empty() {
        found = exactly;
    }
    Ok(found)
}

/// What a record is called, where the visitor sees it.
///
/// # Errors
/// Whatever keeps the engine from answering.
pub fn title(visit: &Visit, object: &str, id: &str) -> Result<Option<String>, Fault> {
    match visit.try_ask("objects.get", &json!({"object": object, "id": id}))? {
        Ok(record) => Ok(Some(text(&record, "title").to_owned())),
        Err(error) => match visit.fault(&error) {
            fault if fault.status.is_server_error() => Err(fault),
            _ => Ok(None),
        },
    }
}

/// Suggestions as JSON, for the page's script.
pub fn pick(visit: &Visit) -> Result<Answer, Fault> {
    let called = visit.query.filled("q").unwrap_or_default();
    let found = match called {
        "" => Vec::new(),
        called => find(visit, visit.place("object"), called, SUGGESTED)?,
    };
    Ok(Answer::Json(found.into_iter().map(|(id, title)| json!({"id": id, "title": title})).collect()))
}

/// Asks the object's own list, by the texts that can be sought.
fn listed(visit: &Visit, screen: &Screen, called: &str, most: usize) -> Result<Vec<Found>, Fault> {
    let sought = screen.fields.iter().filter(|field| field.asked.iter().any(|asked| asked == "contains"));
    let leaves: Vec<Value> = sought.map(|field| json!({"field": field.name, "contains": called})).collect();
    if leaves.is_empty() {
        return Ok(Vec::new());
    }
    let arguments = json!({"object": screen.name, "filter": {"or": leaves}, "fields": [], "page": {"limit": most}});
    let page = visit.ask("objects.list", &arguments)?;
    Ok(list(&page, "items").iter().map(|row| (text(row, "id").to_owned(), text(row, "title").to_owned())).collect())
}

/// An operation that lists what an id is of without being told more: one for everybody before another.
fn directory(id: &str) -> Option<&'static Operation> {
    let lists = |operation: &&Operation| {
        operation.access == Access::Read
            && operation.arguments.iter().all(|argument| argument.optional)
            && rows_of(operation).is_some_and(|fields| {
                fields.iter().any(|field| field.name() == "id" && matches!(field.ty, Type::Id(name) if name == id))
            })
    };
    Operation::all().filter(lists).max_by_key(|operation| operation.public)
}

/// A name as types are called: of two words with an underscore between them both begin with a capital.
fn pascal(object: &str) -> String {
    let mut name = String::new();
    for word in object.split('_') {
        let mut chars = word.chars();
        name.extend(chars.next().map(|first| first.to_ascii_uppercase()));
        name.push_str(chars.as_str());
    }
    name
}

/// The fields of the rows of a list, or of its pages.
fn rows_of(operation: &Operation) -> Option<&'static [FieldInfo]> {
    let rows = match operation.result.required() {
        Type::Record(page) => &page.fields.iter().find(|field| field.name() == "items")?.ty,
        list => list,
    };
    match rows {
        Type::List(Type::Record(row)) => Some(row.fields),
        _ => None,
    }
}

fn in_directory(visit: &Visit, directory: &Operation, called: &str, most: usize) -> Result<Vec<Found>, Fault> {
    let paged = directory.arguments.iter().any(|argument| argument.name() == "page");
    let arguments = if paged { json!({"page": {"limit": DIRECTORY}}) } else { json!({}) };
    let Ok(rows) = visit.try_ask(directory.name, &arguments)? else { return Ok(Vec::new()) };
    let known_by = rows_of(directory)
        .into_iter()
        .flatten()
        .find(|field| matches!(field.ty.required(), Type::Text))
        .map_or("id", FieldInfo::name);
    let called = called.to_lowercase();
    let rows = rows.as_array().map_or_else(|| list(&rows, "items"), Vec::as_slice).iter();
    let found = rows.filter(|row| text(row, known_by).to_lowercase().contains(&called));
    Ok(found.take(most).map(|row| (text(row, "id").to_owned(), text(row, known_by).to_owned())).collect())
}

/// Whether a text is the id of a record.
pub fn is_id(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}
