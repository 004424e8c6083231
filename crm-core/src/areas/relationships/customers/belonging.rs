//! Records that belong to a customer (contacts, interactions) as their guards see them: the state and the duties are
//! the customer's, id and version their own.

use super::rules;
use super::types::Customer;
use crate::customers::CustomerId;
use crate::engine::error::Result;
use crate::engine::gate::guard::Subject;
use crate::engine::gate::{Context, Entity};
use crate::engine::ids::{RecordId, UserId};

/// A record with the customer it belongs to.
pub(crate) struct Belonging<R> {
    entity: Entity,
    id: RecordId,
    version: i64,
    customer: Customer,
    /// The record with its key.
    found: (i64, R),
}

impl<R> Belonging<R> {
    /// The record with its key, beside its customer.
    pub(crate) fn of(
        cx: &mut Context<'_>,
        entity: Entity,
        id: impl Into<RecordId>,
        version: i64,
        customer: CustomerId,
        found: (i64, R),
    ) -> Result<Belonging<R>> {
        let (_, customer) = rules::load(cx, customer)?;
        Ok(Belonging { entity, id: id.into(), version, customer, found })
    }

    /// The record with its key alone.
    pub(crate) fn into_record(self) -> (i64, R) {
        self.found
    }
}

impl<R> Subject for Belonging<R> {
    fn entity(&self) -> Entity {
        self.entity.clone()
    }

    fn id(&self) -> RecordId {
        self.id
    }

    fn version(&self) -> i64 {
        self.version
    }

    fn state(&self) -> &str {
        self.customer.state()
    }

    fn duties(&self) -> Vec<(&str, UserId)> {
        self.customer.duties()
    }

    fn tied(&self) -> Option<(Entity, RecordId)> {
        self.customer.tied()
    }
}

/// The record with its key, once the acting user may do this with it now.
pub(crate) fn guarded<R>(
    cx: &mut Context<'_>,
    entity: Entity,
    id: impl Into<RecordId>,
    found: Option<Belonging<R>>,
    version: &Option<i64>,
) -> Result<(i64, R)> {
    match found {
        Some(belonging) => {
            cx.guard(&belonging, version)?;
            Ok(belonging.found)
        }
        None => cx.not_found(entity, id),
    }
}
