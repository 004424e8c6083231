//! Names of records that were merged into others (DUP-13): their ids, numbers and keys stand for the survivor from then on, in every
//! operation. Ids are followed in one place, the arguments of a call: where what they name is found nothing is asked. A call that is
//! refused is looked at for such ids, and runs once more with those that they stand for; one to which an unknown id is no mistake (a
//! filter, a list of a bulk call) asks before it runs. Numbers and keys are asked where a look-up by them misses.

mod store;

pub(crate) use store::{by_external_id, by_external_ids, by_number};

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::sync::Arc;

use uuid::Uuid;

use crate::engine::error::Result;
use crate::engine::operations::{Access, Operation};
use crate::engine::schema::Type;
use crate::engine::storage::Transaction;

/// The ids of a call that name records which were merged, with those of the records that they stand for.
#[derive(Debug, Clone, Default)]
pub(crate) struct Followed(Arc<HashMap<Uuid, Uuid>>);

impl Followed {
    /// Those of these ids that name records which were merged.
    pub(crate) fn of(tx: &mut dyn Transaction, ids: &[Uuid]) -> Result<Followed> {
        if ids.is_empty() { Ok(Followed::default()) } else { Ok(Followed(Arc::new(store::survivors(tx, ids)?))) }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The ids by which the call named a record, where they are not its own.
    pub(crate) fn names(&self, id: Uuid) -> impl Iterator<Item = Uuid> {
        self.0.iter().filter(move |(_, survivor)| **survivor == id).map(|(loser, _)| *loser)
    }

    /// A text in which records that were followed are named as the call named them.
    pub(crate) fn as_named(&self, json: &str) -> String {
        let mut json = json.to_owned();
        for (loser, survivor) in self.0.iter() {
            json = json.replace(&survivor.to_string(), &loser.to_string());
        }
        json
    }
}

/// What is done with the ids that values are brought into their kept form with.
enum Meeting {
    Collected(Vec<Uuid>),
    Replaced(Followed),
}

thread_local! {
    /// Whether anything is done with them: nearly always nothing is.
    static MEETS: Cell<bool> = const { Cell::new(false) };
    static MEETING: RefCell<Option<Meeting>> = const { RefCell::new(None) };
}

/// Meets an id among what a caller gives.
pub(crate) fn meet(id: &mut Uuid) {
    if !MEETS.get() {
        return;
    }
    MEETING.with_borrow_mut(|meeting| match meeting {
        Some(Meeting::Collected(ids)) => ids.push(*id),
        Some(Meeting::Replaced(Followed(known))) => *id = known.get(id).copied().unwrap_or(*id),
        None => {}
    });
}

/// Meets the ids in a tree, wherever in it.
pub(crate) fn meet_tree(tree: &mut serde_json::Value) {
    if !MEETS.get() {
        return;
    }
    let mut open = vec![tree];
    while let Some(value) = open.pop() {
        match value {
            serde_json::Value::String(text) => {
                if text.len() == 36
                    && let Ok(mut id) = text.parse::<Uuid>()
                {
                    let before = id;
                    meet(&mut id);
                    if id != before {
                        *text = id.to_string();
                    }
                }
            }
            serde_json::Value::Array(items) => open.extend(items),
            serde_json::Value::Object(fields) => open.extend(fields.values_mut()),
            _ => {}
        }
    }
}

fn meeting(what: Meeting, normalise: impl FnOnce()) -> Option<Meeting> {
    MEETING.set(Some(what));
    MEETS.set(true);
    normalise();
    MEETS.set(false);
    MEETING.take()
}

/// The ids in what `normalise` brings into its kept form.
pub(crate) fn ids(normalise: impl FnOnce()) -> Vec<Uuid> {
    match meeting(Meeting::Collected(Vec::new()), normalise) {
        Some(Meeting::Collected(ids)) => ids,
        _ => Vec::new(),
    }
}

/// Puts the ids that they stand for in the places of those that are followed.
pub(crate) fn follow(followed: &Followed, normalise: impl FnOnce()) {
    meeting(Meeting::Replaced(followed.clone()), normalise);
}

/// Whether an operation gives a result where an id is unknown, so that it must be looked at before.
pub(crate) fn is_silent(operation: &Operation) -> bool {
    let asks = |ty: &Type| match ty {
        Type::Tree => true,
        Type::List(of) => may_name(of.required()),
        Type::Record(info) => info.fields.iter().any(|field| may_name(field.ty.required())),
        _ => false,
    };
    operation.access == Access::Read
        && operation.arguments.iter().any(|argument| argument.name() != "record" && asks(argument.ty.required()))
}

fn may_name(ty: &Type) -> bool {
    match ty {
        Type::Id(_) | Type::Tree => true,
        Type::List(of) => may_name(of.required()),
        _ => false,
    }
}
