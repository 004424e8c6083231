//! What documents name (SETUP-4): it must be there while they are enabled, and stays there as long.

use super::store;
use crate::engine::error::{CrmError, Result};
use crate::engine::gate::{Context, Entity, kind};
use crate::engine::ids::RecordId;
use crate::engine::operations::{Access, Operation};
use crate::engine::storage::Transaction;
use crate::engine::text::fold;

/// What a document names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Named {
    /// Where in the document, `stages[2].template`.
    pub(crate) path: String,
    pub(crate) what: What,
}

/// A thing that is named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum What {
    /// A record of a kind; none, where what stands there is no record's.
    Record(Entity, Option<RecordId>),
    /// A record of a kind by what it is called there, a role; none, where there is none of that name.
    Called(Entity, String, Option<RecordId>),
    /// A setup document, by its kind and name.
    Document(&'static str, String),
}

impl Named {
    /// A record by its id.
    pub(crate) fn record(path: impl Into<String>, entity: Entity, id: Option<RecordId>) -> Named {
        Named { path: path.into(), what: What::Record(entity, id) }
    }

    /// A record by what it is called, with its id where it is there.
    pub(crate) fn called(path: impl Into<String>, entity: Entity, name: &str, id: Option<RecordId>) -> Named {
        Named { path: path.into(), what: What::Called(entity, name.to_owned(), id) }
    }

    /// A setup document by its name.
    pub(crate) fn document(path: impl Into<String>, kind: &'static str, name: &str) -> Named {
        Named { path: path.into(), what: What::Document(kind, name.to_owned()) }
    }

    /// Refuses what a kind names without having said that it may, so that a deletion can rely on it.
    pub(super) fn declared(named: Vec<Named>, kinds: &[Entity]) -> Result<Vec<Named>> {
        let other = named.iter().find_map(|named| match &named.what {
            What::Record(entity, _) | What::Called(entity, ..) if !kinds.contains(entity) => Some(entity),
            _ => None,
        });
        match other {
            Some(entity) => Err(CrmError::bug(format!("no kind of setup documents says that it names {entity}"))),
            None => Ok(named),
        }
    }

    /// As it is kept: what sort of thing, and its name; none, where it is no record's.
    pub(super) fn kept(&self) -> Option<(String, String)> {
        match &self.what {
            What::Record(entity, id) | What::Called(entity, _, id) => {
                id.map(|id| (entity.as_str().to_owned(), id.to_string()))
            }
            What::Document(kind, name) => Some((sort(kind), fold(name))),
        }
    }

    /// Whether it is there.
    fn is_there(&self, cx: &mut Context<'_>) -> Result<bool> {
        match &self.what {
            What::Record(_, None) => Ok(false),
            What::Called(_, _, id) => Ok(id.is_some()),
            What::Record(entity, Some(id)) => store::is_record(cx.tx(), kind::find(entity)?.table, *id),
            What::Document(kind, name) => Ok(store::key(cx.tx(), kind, name)?.is_some()),
        }
    }

    /// Adds a violation for each that is not there.
    pub(crate) fn must_be_there(cx: &mut Context<'_>, all: &[Named]) -> Result<()> {
        for named in all {
            if !named.is_there(cx)? {
                // A document is told by its name: what names it may stand in the middle of a text.
                let name = match &named.what {
                    What::Document(_, name) => Some(name.clone()),
                    What::Record(..) | What::Called(..) => None,
                };
                cx.violations().add(&named.path, "unknown_record", "names what does not exist", name);
            }
        }
        Ok(())
    }
}

/// What stands in the place of a kind of record, where documents of a kind are named.
pub(super) fn sort(kind: &str) -> String {
    format!("setup.{kind}")
}

/// A document that names something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Naming {
    pub(crate) key: i64,
    pub(crate) kind: String,
    pub(crate) name: String,
    pub(crate) enabled: bool,
    /// Where in it.
    pub(crate) path: String,
}

/// Refuses to let a record go that an enabled document names. It is asked where guards are (`Context::guard`), and where
/// screens are told what guards allow.
///
/// # Errors
/// The conflict `in_use`.
pub(crate) fn in_use(tx: &mut dyn Transaction, operation: &Operation, entity: &Entity, id: RecordId) -> Result<()> {
    // Where no document can name it, nothing is asked.
    let deletes = operation.access == Access::Write && operation.short_name() == "delete";
    if !deletes || !super::all().any(|kind| kind.form.names.contains(entity)) {
        return Ok(());
    }
    match store::naming(tx, entity.as_str(), &id.to_string())?.iter().any(|naming| naming.enabled) {
        true => Err(CrmError::conflict(entity.as_str(), id, "in_use")),
        false => Ok(()),
    }
}
