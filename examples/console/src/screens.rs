//! What the engine says of objects, as screens need it: fields in groups, columns, first conditions, operations. It is told
//! here, and nowhere else.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use crm_core::{CrmError, Session};
use serde_json::{Value, json};

use crate::ask::{ask, list, text, texts};
use crate::sessions::lock;
use crate::zone::Zone;

/// How long a description serves. What a role loses meanwhile is refused all the same: the engine asks at every call.
const FRESH: Duration = Duration::from_secs(30);

/// A value with its label.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    pub name: String,
    pub label: String,
}

/// A field of an object.
#[derive(Debug, Clone)]
pub struct Field {
    pub name: String,
    pub label: String,
    pub kind: String,
    pub group: String,
    pub choices: Vec<Choice>,
    pub category: Option<String>,
    pub refers_to: Option<String>,
    pub readable: bool,
    /// What can be asked of it in a filter tree.
    pub asked: Vec<String>,
    pub sortable: bool,
}

impl Field {
    /// Whether a list can show it: of what hangs on a record, `names`, it can only be asked.
    pub fn is_column(&self) -> bool {
        !matches!(self.kind.as_str(), "id" | "names")
    }
}

/// Something that can be done with a record, by its state.
#[derive(Debug, Clone)]
pub struct Action {
    pub operation: String,
    pub from: Vec<String>,
    pub takes: Vec<String>,
}

/// An operation of an object, and where among its arguments what stands.
#[derive(Debug, Clone)]
pub struct Verb {
    pub operation: String,
    pub verb: String,
    pub label: String,
    pub confirm: bool,
    /// Whether it changes anything.
    pub writes: bool,
    /// Whether a role of the visitor's holds it.
    pub permitted: bool,
    /// The path of the record's id.
    pub record: Option<String>,
    /// The path of the record of its fields.
    pub fields: Option<String>,
    /// The path of the version that was seen.
    pub version: Option<String>,
}

/// A state of a board.
#[derive(Debug, Clone)]
pub struct State {
    pub name: String,
    pub label: String,
    pub is_final: bool,
}

/// An object.
#[derive(Debug, Clone)]
pub struct Screen {
    pub name: String,
    pub label: String,
    pub typed: bool,
    pub fields: Vec<Field>,
    pub groups: Vec<Choice>,
    pub title_fields: Vec<String>,
    pub columns: Vec<String>,
    pub filters: Vec<String>,
    /// The field of the state, and the states, where records go through states.
    pub board: Option<(String, Vec<State>)>,
    pub operations: Vec<Verb>,
    pub actions: Vec<Action>,
    /// Lists of parts: what the record calls them, and their object.
    pub parts: Vec<(Choice, String)>,
    pub views: Vec<Choice>,
    pub hangs: Vec<Hang>,
}

/// What hangs on an object's records.
#[derive(Debug, Clone)]
pub struct Hang {
    pub area: String,
    pub label: String,
    /// The kind of record that each is, where they are records of their own.
    pub kind: Option<String>,
    /// The fields that matter, the most telling first.
    pub columns: Vec<String>,
    /// What is called on the record on which they hang.
    pub on_record: Vec<Verb>,
    /// What is called on one of them.
    pub on_each: Vec<Verb>,
}

impl Screen {
    /// What hangs on its records, and the operation of that name which is called on the record for it.
    pub fn hanging(&self, operation: &str) -> Option<(&Hang, &Verb)> {
        let found = |hang: &'_ Hang| hang.on_record.iter().position(|verb| verb.operation == operation);
        self.hangs.iter().find_map(|hang| Some((hang, &hang.on_record[found(hang)?])))
    }

    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.name == name)
    }

    /// The operation of that name.
    pub fn operation(&self, name: &str) -> Option<&Verb> {
        self.operations.iter().find(|known| known.operation == name)
    }

    /// The operation that does what every object has: `list`, `get`, `create`, `update`, `delete`.
    pub fn verb(&self, verb: &str) -> Option<&Verb> {
        self.operations.iter().find(|known| known.verb == verb)
    }

    /// The same, where the visitor's roles hold it.
    pub fn may(&self, verb: &str) -> Option<&Verb> {
        self.verb(verb).filter(|known| known.permitted)
    }

    /// Whether an operation is possible in some states alone, so that it is what moves a record on.
    pub fn moves(&self, operation: &str) -> bool {
        self.actions.iter().any(|action| action.operation == operation && !action.from.is_empty())
    }
}

/// An object in the navigation.
#[derive(Debug, Clone)]
pub struct Listed {
    pub name: String,
    pub label: String,
}

/// What the engine said lately, to one who is signed in.
#[derive(Default)]
pub struct Known {
    screens: Mutex<HashMap<String, Kept<Screen>>>,
    listed: Mutex<HashMap<String, Kept<Vec<Listed>>>>,
    zone: Mutex<Option<Kept<Zone>>>,
    badge: Mutex<Option<Kept<String>>>,
    waiting: Mutex<Option<Kept<String>>>,
}

type Kept<T> = (Instant, Arc<T>);

impl Known {
    pub fn forget(&self) {
        lock(&self.screens).clear();
        lock(&self.listed).clear();
        self.forget_own();
    }

    /// Forgets what concerns the visitor alone: they may have changed it.
    pub fn forget_own(&self) {
        *lock(&self.zone) = None;
        *lock(&self.badge) = None;
        *lock(&self.waiting) = None;
    }

    /// The visitor's clock: that of their own zone, or else of the company's.
    pub fn zone(&self, session: &Session) -> Arc<Zone> {
        kept_one(&self.zone, || {
            let own = session.users().me().ok().and_then(|me| me.time_zone);
            let zone = own.or_else(|| session.settings().get().ok().map(|settings| settings.time_zone));
            Zone::named(&zone.unwrap_or_default())
        })
    }

    /// How many notifications they have not read, as the head of a page shows it.
    pub fn badge(&self, count: impl FnOnce() -> String) -> Arc<String> {
        kept_one(&self.badge, count)
    }

    /// How many requests wait for them to decide.
    pub fn waiting(&self, count: impl FnOnce() -> String) -> Arc<String> {
        kept_one(&self.waiting, count)
    }

    /// An object by its name.
    ///
    /// # Errors
    /// Where there is none.
    pub fn screen(&self, session: &Session, name: &str) -> Result<Arc<Screen>, CrmError> {
        kept(&self.screens, key(session, name), || Ok(screen(&ask(session, "meta.object", &json!({"name": name}))?)))
    }

    /// The objects whose records the visitor lists: what is the engine's own, then what packs bring, each by its label.
    ///
    /// # Errors
    /// What the engine says.
    pub fn listed(&self, session: &Session) -> Result<Arc<Vec<Listed>>, CrmError> {
        kept(&self.listed, session.locale().as_str().to_owned(), || {
            let told = ask(session, "meta.objects", &json!({}))?;
            let screens = told.as_array().into_iter().flatten().map(|object| Arc::new(screen(object)));
            let mut all: Vec<Arc<Screen>> = screens.collect();
            // One answer serves the screens too.
            let now = Instant::now();
            lock(&self.screens).extend(all.iter().map(|screen| (key(session, &screen.name), (now, screen.clone()))));
            all.retain(|screen| screen.may("list").is_some());
            all.sort_by(|a, b| (!a.typed, &a.label).cmp(&(!b.typed, &b.label)));
            let listed = |screen: &Arc<Screen>| Listed { name: screen.name.clone(), label: screen.label.clone() };
            Ok(all.iter().map(listed).collect())
        })
    }
}

/// An object is told in a language.
fn key(session: &Session, name: &str) -> String {
    format!("{} {name}", session.locale().as_str())
}

fn kept_one<T>(one: &Mutex<Option<Kept<T>>>, make: impl FnOnce() -> T) -> Arc<T> {
    if let Some((at, known)) = &*lock(one)
        && at.elapsed() < FRESH
    {
        return known.clone();
    }
    let made = Arc::new(make());
    *lock(one) = Some((Instant::now(), made.clone()));
    made
}

fn kept<T>(
    all: &Mutex<HashMap<String, Kept<T>>>,
    key: String,
    make: impl FnOnce() -> Result<T, CrmError>,
) -> Result<Arc<T>, CrmError> {
    if let Some((at, known)) = lock(all).get(&key)
        && at.elapsed() < FRESH
    {
        return Ok(known.clone());
    }
    let made = Arc::new(make()?);
    lock(all).insert(key, (Instant::now(), made.clone()));
    Ok(made)
}

/// Reads what `meta.object` says.
fn screen(told: &Value) -> Screen {
    let board = &told["board"];
    let state = |told: &Value| State {
        name: text(told, "name").to_owned(),
        label: text(told, "label").to_owned(),
        is_final: told["is_final"] == true,
    };
    Screen {
        name: text(told, "name").to_owned(),
        label: text(told, "label").to_owned(),
        typed: told["kind"] == "typed",
        fields: list(told, "fields").iter().map(field).collect(),
        groups: choices(told, "groups"),
        title_fields: texts(told, "title_fields"),
        columns: texts(told, "columns"),
        filters: texts(told, "filters"),
        board: board["field"]
            .as_str()
            .map(|field| (field.to_owned(), list(board, "states").iter().map(state).collect())),
        operations: list(told, "operations").iter().map(verb).collect(),
        actions: list(told, "actions").iter().map(action).collect(),
        parts: list(told, "parts").iter().map(|part| (choice(part), text(part, "object").to_owned())).collect(),
        views: choices(told, "views"),
        hangs: list(told, "hangs").iter().map(hang).collect(),
    }
}

fn optional(told: &Value, name: &str) -> Option<String> {
    told[name].as_str().map(str::to_owned)
}

fn field(told: &Value) -> Field {
    Field {
        name: text(told, "name").to_owned(),
        label: text(told, "label").to_owned(),
        kind: text(told, "kind").to_owned(),
        group: text(told, "group").to_owned(),
        choices: choices(told, "choices"),
        category: optional(told, "category"),
        refers_to: optional(told, "refers_to"),
        readable: told["readable"] == true,
        asked: texts(told, "asked"),
        sortable: told["sortable"] == true,
    }
}

fn verb(told: &Value) -> Verb {
    Verb {
        operation: text(told, "operation").to_owned(),
        verb: text(told, "verb").to_owned(),
        label: text(told, "label").to_owned(),
        confirm: told["confirm"] == true,
        writes: told["access"] == "write",
        permitted: told["permitted"] == true,
        record: optional(told, "record"),
        fields: optional(told, "fields"),
        version: optional(told, "version"),
    }
}

fn hang(told: &Value) -> Hang {
    Hang {
        area: text(told, "area").to_owned(),
        label: text(told, "label").to_owned(),
        kind: optional(told, "kind"),
        columns: texts(told, "columns"),
        on_record: list(told, "on_record").iter().map(verb).collect(),
        on_each: list(told, "on_each").iter().map(verb).collect(),
    }
}

fn action(told: &Value) -> Action {
    Action { operation: text(told, "operation").to_owned(), from: texts(told, "from"), takes: texts(told, "takes") }
}

fn choice(told: &Value) -> Choice {
    Choice { name: text(told, "name").to_owned(), label: text(told, "label").to_owned() }
}

fn choices(told: &Value, name: &str) -> Vec<Choice> {
    list(told, name).iter().map(choice).collect()
}
