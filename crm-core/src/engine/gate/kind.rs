//! The kinds of record as their areas declare them.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::guard::Subject;
use super::{Context, Entity};
use crate::engine::area;
use crate::error::{CrmError, Result};
use crate::ids::RecordId;

/// A kind of record.
#[derive(Debug)]
pub(crate) struct Kind {
    /// Its name.
    pub(crate) entity: Entity,
    /// The table that holds its records.
    pub(crate) table: &'static str,
    /// Finds a record as guards see it; a kind that no operation is called on needs none.
    pub(crate) subject: Option<FindSubject>,
}

/// Finds a record as guards see it.
pub(crate) type FindSubject = fn(&mut Context<'_>, RecordId) -> Result<Found>;

/// The record as guards see it, `None` where there is no such record.
pub(crate) type Found = Option<Box<dyn Subject>>;

/// A record, or what stands for it, as a subject.
pub(crate) fn found<S: Subject + 'static>(found: Option<S>) -> Result<Found> {
    Ok(found.map(|subject| Box::new(subject) as _))
}

/// A record that was found with its key, as a subject.
pub(crate) fn found_with_key<S: Subject + 'static>(record: Option<(i64, S)>) -> Result<Found> {
    found(record.map(|(_, subject)| subject))
}

/// The kind of that name.
pub(crate) fn find(entity: Entity) -> Result<&'static Kind> {
    static BY_NAME: LazyLock<HashMap<Entity, &'static Kind>> =
        LazyLock::new(|| area::all().flat_map(|area| area.kinds).map(|kind| (kind.entity, kind)).collect());
    BY_NAME.get(&entity).copied().ok_or_else(|| CrmError::bug(format!("no area declares the kind {entity}")))
}

impl Kind {
    /// The record as guards see it.
    pub(crate) fn subject(&self, cx: &mut Context<'_>, id: RecordId) -> Result<Found> {
        let find = self.subject.ok_or_else(|| CrmError::bug(format!("{} is no subject of guards", self.entity)))?;
        find(cx, id)
    }
}
