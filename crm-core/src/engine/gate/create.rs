//! Creating with the caller's id: told from a repetition, and from a record that has the id already.

use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::context::Context;
use super::entity::Entity;
use super::{kind, store};
use crate::engine::error::{CrmError, Result};
use crate::engine::validate::Field;
use crate::engine::wire::{Written, to_json};

/// Whether a create is the first with its id, or a repetition (BAD-2).
pub(crate) enum Created {
    /// Create the record under this id.
    New(Uuid),
    /// The record is there already: return it.
    Before(Uuid),
}

impl Context<'_> {
    /// Decides about a create that may bring its own id: a UUIDv7 seen for the first time, or seen before with equal
    /// arguments. With other arguments it is a conflict (BAD-2), and so is an id that was made for a record of another
    /// kind.
    pub(crate) fn create_once<A: Written + Field + Clone>(
        &mut self,
        entity: Entity,
        id: Option<Uuid>,
        new: &A,
    ) -> Result<Created> {
        let Some(id) = id else { return Ok(Created::New(self.new_id())) };
        self.create_with_id(entity, id, digest(&by_value(new)), &|| digest(new))
    }

    /// The same for a create below another record, which is one of the arguments.
    pub(crate) fn create_once_below<P: Written, A: Written + Field + Clone>(
        &mut self,
        entity: Entity,
        id: Option<Uuid>,
        parent: &P,
        new: &A,
    ) -> Result<Created> {
        let Some(id) = id else { return Ok(Created::New(self.new_id())) };
        self.create_with_id(entity, id, digest(&(parent, &by_value(new))), &|| digest(&(parent, new)))
    }

    /// Repetitions are told by the digest of the arguments by their value. Version 0.1.0 kept one of the arguments as
    /// they were spelled, and so one that equals that is a repetition too.
    fn create_with_id(
        &mut self,
        entity: Entity,
        id: Uuid,
        by_value: [u8; 32],
        as_spelled: &dyn Fn() -> [u8; 32],
    ) -> Result<Created> {
        if id.get_version_num() != 7 {
            self.violations().add("id", "not_uuid_v7", "must be a UUID of version 7", None);
            return Ok(Created::New(id));
        }
        let there = store::exists(self.tx(), kind::find(&entity)?.table, id)?;
        match store::create_seen(self.tx(), id)? {
            Some((of, before)) if of == entity.as_str() && there && (before == by_value || before == as_spelled()) => {
                if !self.is_known(&entity, id)? {
                    return self.not_found(entity, id);
                }
                Ok(Created::Before(id))
            }
            None if !there && !store::made_before(self.tx(), id)? => {
                store::remember_create(self.tx(), id, entity, by_value)?;
                Ok(Created::New(id))
            }
            _ => Err(CrmError::conflict(entity.as_str(), id, "id_taken")),
        }
    }
}

/// The arguments in the one spelling that all have which are equal.
fn by_value<A: Field + Clone>(arguments: &A) -> A {
    let mut value = arguments.clone();
    value.by_value(&[]);
    value
}

fn digest(arguments: &dyn Written) -> [u8; 32] {
    Sha256::digest(to_json(arguments)).into()
}
