//! Creating with the caller's id: told from a repetition, and from a record that has the id already.

use serde_json::Value as Json;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::context::Context;
use super::entity::Entity;
use super::{kind, store};
use crate::engine::error::{CrmError, Result};
use crate::engine::sorting::Arrange as _;
use crate::engine::tree::Tree;
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
        let table = kind::find(&entity)?.table;
        self.create_with_id(entity, table, id, &by_value(new), new)
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
        let table = kind::find(&entity)?.table;
        self.create_with_id(entity, table, id, &(parent, &by_value(new)), &(parent, new))
    }

    /// The same, asked before a transaction that writes: nothing is remembered, and an id that is new is no record's.
    pub(crate) fn create_asked_below<P: Written, A: Written + Field + Clone>(
        &mut self,
        entity: Entity,
        id: Option<Uuid>,
        parent: &P,
        new: &A,
    ) -> Result<Created> {
        let Some(id) = id else { return Ok(Created::New(Uuid::nil())) };
        let table = kind::find(&entity)?.table;
        self.create_seen(&entity, table, id, &(parent, &by_value(new)), &(parent, new))
    }

    /// The same for a record of a defined object, which lies in this table (OBJ-12).
    pub(crate) fn create_object_once(
        &mut self,
        object: &str,
        table: &str,
        id: Option<Uuid>,
        new: &Tree,
    ) -> Result<Created> {
        let Some(id) = id else { return Ok(Created::New(self.new_id())) };
        let new = Tree::from(in_order(new.value()));
        self.create_with_id(Entity::from(object), table, id, &new, &new)
    }

    /// Repetitions are told by the digest of the arguments by their value. Version 0.1.0 kept one of the arguments as
    /// they were spelled, and so one that equals that is a repetition too.
    fn create_with_id(
        &mut self,
        entity: Entity,
        table: &str,
        id: Uuid,
        by_value: &dyn Written,
        as_spelled: &dyn Written,
    ) -> Result<Created> {
        let created = self.create_seen(&entity, table, id, by_value, as_spelled)?;
        if matches!(created, Created::New(_)) && id.get_version_num() == 7 {
            store::remember_create(self.tx(), id, entity, digest(by_value))?;
        }
        Ok(created)
    }

    fn create_seen(
        &mut self,
        entity: &Entity,
        table: &str,
        id: Uuid,
        by_value: &dyn Written,
        as_spelled: &dyn Written,
    ) -> Result<Created> {
        if id.get_version_num() != 7 {
            self.violations().add("id", "not_uuid_v7", "must be a UUID of version 7", None);
            return Ok(Created::New(id));
        }
        let there = store::exists(self.tx(), table, id)?;
        // What was merged since was created by its own id, and gives the record that it stands for (DUP-13).
        let by = self.followed.names(id).next().unwrap_or(id);
        match store::create_seen(self.tx(), by)? {
            Some((of, before)) if of == entity.as_str() && there && self.is_repeated(&before, by_value, as_spelled) => {
                if !self.is_known(entity, id)? {
                    return self.not_found(entity.clone(), id);
                }
                Ok(Created::Before(id))
            }
            None if !there && !store::made_before(self.tx(), id)? => Ok(Created::New(id)),
            _ => Err(CrmError::conflict(entity.as_str(), by, "id_taken")),
        }
    }

    /// Whether the arguments are those that the digest is of, records among them by the names that the call gave them.
    fn is_repeated(&self, before: &[u8], by_value: &dyn Written, as_spelled: &dyn Written) -> bool {
        let is = |arguments: &dyn Written| {
            let json = to_json(arguments);
            let named = || !self.followed.is_empty() && before == sha256(&self.followed.as_named(&json));
            before == sha256(&json) || named()
        };
        is(by_value) || is(as_spelled)
    }
}

/// The arguments in the one spelling that all have which are equal.
fn by_value<A: Field + Clone>(arguments: &A) -> A {
    let mut value = arguments.clone();
    value.by_value(&[]);
    value
}

fn digest(arguments: &dyn Written) -> [u8; 32] {
    sha256(&to_json(arguments))
}

fn sha256(json: &str) -> [u8; 32] {
    Sha256::digest(json).into()
}

/// The same JSON with the names of every object in alphabetical order.
fn in_order(json: &Json) -> Json {
    match json {
        Json::Object(entries) => {
            let mut entries: Vec<(&String, &Json)> = entries.iter().collect();
            entries.arrange_by_key(|(name, _)| *name);
            Json::Object(entries.into_iter().map(|(name, json)| (name.clone(), in_order(json))).collect())
        }
        Json::Array(items) => Json::Array(items.iter().map(in_order).collect()),
        other => other.clone(),
    }
}
