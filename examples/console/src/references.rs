//! Records found by what people call them: for fields that refer to one.

use crm_core::Operation;
use crm_core::schema::{FieldInfo, RecordInfo, Type};
use serde_json::{Value, json};

use crate::ask::{list, text};
use crate::fault::Fault;
use crate::register;
use crate::screens::{Field, Screen};
use crate::visit::{Answer, Visit};

/// Suggestions for a field that somebody types in.
const SUGGESTED: usize = 12;
/// Rows of a directory that are asked for at once, and how often.
const DIRECTORY: usize = 1_000;
const PAGES: usize = 20;
/// Words of a title that are sought, and rows that are looked through for one that no field tells by itself.
const WORDS: usize = 5;
const LOOKED_THROUGH: usize = 200;

/// A record: its id, and what it is called.
pub type Found = (String, String);

/// The records that a text may mean.
#[derive(Default)]
pub struct Fitting {
    pub found: Vec<Found>,
    /// Whether they are called exactly so.
    pub exactly: bool,
    /// Whether there are more than were asked for.
    pub more: bool,
}

impl Fitting {
    /// The one record that is surely meant.
    pub fn sure(&self) -> Option<&Found> {
        self.found.first().filter(|_| self.exactly && !self.more && self.found.len() == 1)
    }
}

/// The records of an object that are called exactly so; where there are none, those that are called so in part.
///
/// # Errors
/// What the engine says, but that the visitor may not list them: then nobody is found.
pub fn find(visit: &Visit, object: &str, called: &str, most: usize) -> Result<Fitting, Fault> {
    if is_id(called) {
        let found = vec![(called.to_owned(), title(visit, object, called)?.unwrap_or_default())];
        return Ok(Fitting { found, exactly: true, more: false });
    }
    let known = visit.entry()?.known.screen(&visit.session()?, object);
    match known {
        Ok(screen) if screen.may("list").is_some() => {
            let sought = |field: &&Field| field.asked.iter().any(|asked| asked == "contains");
            // Among many that are called so in part, those that are called exactly so may be the last.
            let titles = screen.title_fields.iter().filter_map(|name| screen.field(name)).filter(sought);
            let whole = titles.map(|field| json!({"field": field.name, "is": called})).collect();
            let (mut found, more) = listed(visit, &screen, whole, most)?;
            found.retain(|(_, title)| title == called);
            if !found.is_empty() {
                return Ok(Fitting { found, exactly: true, more });
            }
            let part = screen.fields.iter().filter(sought);
            let part = part.map(|field| json!({"field": field.name, "contains": called})).collect();
            let (found, more) = listed(visit, &screen, part, most)?;
            if !found.is_empty() {
                return Ok(chosen(found, called, most, more));
            }
            entitled(visit, &screen, called, most)
        }
        // Who may not list the records may still have a directory of them.
        _ => match directory(&format!("{}Id", pascal(object))) {
            Some((directory, row)) => in_directory(visit, directory, row, called, most),
            None => Ok(Fitting::default()),
        },
    }
}

/// The records whose titles hold each word, or, where a title says words that stand in no field, those that are called so in
/// part among the first that hold one of the words. A title is made when it is read, of fields of the record and of those it
/// refers to, so it is these that are asked.
fn entitled(visit: &Visit, screen: &Screen, called: &str, most: usize) -> Result<Fitting, Fault> {
    let mut told: Vec<(String, Field)> = Vec::new();
    for field in screen.title_fields.iter().filter_map(|name| screen.field(name)) {
        told.push((field.name.clone(), field.clone()));
        if let Some(to) = &field.refers_to
            && field.readable
            && let Ok(to) = visit.entry()?.known.screen(&visit.session()?, to)
            && to.may("list").is_some()
        {
            let inner = to.title_fields.iter().filter_map(|name| to.field(name));
            told.extend(inner.map(|inner| (format!("{}.{}", field.name, inner.name), inner.clone())));
        }
    }
    let holds =
        |word: &str| -> Vec<Value> { told.iter().filter_map(|(path, field)| leaf(path, field, word)).collect() };
    let words: Vec<Vec<Value>> = called.split_whitespace().take(WORDS).map(holds).collect();
    let words: Vec<Vec<Value>> = words.into_iter().filter(|leaves| !leaves.is_empty()).collect();
    let all = words.iter().map(|leaves| json!({"or": leaves})).collect::<Vec<_>>();
    if all.is_empty() {
        return Ok(Fitting::default());
    }
    let (found, more) = listed(visit, screen, vec![json!({"and": all})], most)?;
    if !found.is_empty() {
        return Ok(chosen(found, called, most, more));
    }
    let (mut found, _) = listed(visit, screen, words.concat(), LOOKED_THROUGH)?;
    let sought = called.to_lowercase();
    found.retain(|(_, title)| title.to_lowercase().contains(&sought));
    Ok(chosen(found, called, most, false))
}

/// What asks whether a field holds a word, where it can be asked so: a text in part, what else a title prints whole.
fn leaf(path: &str, field: &Field, word: &str) -> Option<Value> {
    let asked = |operator: &str| field.asked.iter().any(|asked| asked == operator);
    if asked("contains") {
        return Some(json!({"field": path, "contains": word}));
    }
    let value = match field.kind.as_str() {
        "integer" => json!(word.parse::<i64>().ok()?),
        "date" if is_date(word) => json!(word),
        "choice" if field.choices.iter().any(|choice| choice.name == word) => json!(word),
        _ => return None,
    };
    asked("is").then(|| json!({"field": path, "is": value}))
}

/// Whether a text may be a day as it is printed.
fn is_date(word: &str) -> bool {
    let of = |part: Option<&str>, digits: usize| {
        part.is_some_and(|part| part.len() == digits && part.bytes().all(|byte| byte.is_ascii_digit()))
    };
    let mut parts = word.split('-');
    of(parts.next(), 4) && of(parts.next(), 2) && of(parts.next(), 2) && parts.next().is_none()
}

/// Those that are called exactly so, where there are any.
fn chosen(mut found: Vec<Found>, called: &str, most: usize, more: bool) -> Fitting {
    let exactly = found.iter().any(|(_, title)| title == called);
    if exactly {
        found.retain(|(_, title)| title == called);
    }
    let more = more || found.len() > most;
    found.truncate(most);
    Fitting { found, exactly, more }
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
        called => find(visit, visit.place("object"), called, SUGGESTED)?.found,
    };
    Ok(Answer::Json(found.into_iter().map(|(id, title)| json!({"id": id, "title": title})).collect()))
}

/// Asks the object's own list for those of which one of these is true, and whether there are more.
fn listed(visit: &Visit, screen: &Screen, leaves: Vec<Value>, most: usize) -> Result<(Vec<Found>, bool), Fault> {
    if leaves.is_empty() {
        return Ok((Vec::new(), false));
    }
    let arguments = json!({"object": screen.name, "filter": {"or": leaves}, "fields": [], "page": {"limit": most}});
    let page = visit.ask("objects.list", &arguments)?;
    let found = list(&page, "items").iter().map(|row| (text(row, "id").to_owned(), text(row, "title").to_owned()));
    Ok((found.collect(), page["next"].is_string()))
}

/// An operation that lists what an id is of without being told more, and its rows: one for everybody before another.
fn directory(id: &str) -> Option<(&'static Operation, &'static RecordInfo)> {
    let is_id = |field: &FieldInfo| field.name() == "id" && matches!(field.ty, Type::Id(name) if name == id);
    let lists = |operation: &'static Operation| {
        let row = register::listed(operation).filter(|row| row.fields.iter().any(is_id));
        row.map(|row| (operation, row))
    };
    Operation::all().filter_map(lists).max_by_key(|(operation, _)| operation.public)
}

/// A name as types are called: of two words with an underscore between them both begin with a capital.
pub fn pascal(object: &str) -> String {
    let mut name = String::new();
    for word in object.split('_') {
        let mut chars = word.chars();
        name.extend(chars.next().map(|first| first.to_ascii_uppercase()));
        name.push_str(chars.as_str());
    }
    name
}

fn in_directory(
    visit: &Visit,
    directory: &Operation,
    row: &RecordInfo,
    called: &str,
    most: usize,
) -> Result<Fitting, Fault> {
    let paged = directory.arguments.iter().any(|argument| argument.name() == "page");
    let known_by = row.fields.iter().find(|field| matches!(field.ty.required(), Type::Text));
    let known_by = known_by.map_or("id", FieldInfo::name);
    let sought = called.to_lowercase();
    let mut arguments = if paged { json!({"page": {"limit": DIRECTORY}}) } else { json!({}) };
    let (mut found, mut more) = (Vec::new(), true);
    for _ in 0..PAGES {
        let Ok(page) = visit.try_ask(directory.name, &arguments)? else { return Ok(Fitting::default()) };
        let rows = page.as_array().map_or_else(|| list(&page, "items"), Vec::as_slice).iter();
        let fits = rows.filter(|row| text(row, known_by).to_lowercase().contains(&sought));
        found.extend(fits.map(|row| (text(row, "id").to_owned(), text(row, known_by).to_owned())));
        match page["next"].as_str() {
            Some(next) => arguments["page"]["after"] = json!(next),
            None => {
                more = false;
                break;
            }
        }
    }
    Ok(chosen(found, called, most, more))
}

/// Whether a text is the id of a record.
pub fn is_id(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}
