//! Who may call a verb or an action of a defined object on a record (MACH-3, OBJ-10).

use std::collections::BTreeMap;

use super::super::define::behaviour::Action;
use super::super::model::Model;
use super::super::path::SUPERIOR;
use super::super::records::Picture;
use super::super::shape::Name;
use crate::engine::error::{CrmError, Result};
use crate::engine::gate::{Context, Entity};
use crate::engine::ids::RecordId;
use crate::engine::scope::ScopeLevel;
use crate::engine::storage::params;
use crate::engine::superior::superior;

/// A record that a verb is called on.
pub(super) struct Called<'p, 'm> {
    pub(super) key: i64,
    pub(super) id: RecordId,
    pub(super) picture: &'p Picture<'m>,
    /// Its owner and the owner's department, where they are known already.
    pub(super) owned: Option<Owned>,
    /// The superiors of owners, where those of all records were looked for already.
    pub(super) superiors: Option<&'p Superiors>,
}

/// The owner of a record and the owner's department, by their keys.
pub(super) type Owned = (Option<i64>, Option<i64>);

/// The superiors of people who have one, by their keys.
pub(super) type Superiors = BTreeMap<i64, i64>;

impl Context<'_> {
    /// Refuses unless the acting user may call the verb on the record, whatever its version and state. To who has neither a
    /// role nor a duty it is the same whether the record is there or not.
    pub(super) fn guard_object(&mut self, called: &Called<'_, '_>, verb: &str, action: Option<&Action>) -> Result<()> {
        let Some(user) = self.actor_key().filter(|_| !self.custom.lifted) else { return Ok(()) };
        let (model, reach) = (called.picture.model, self.reach()?);
        let superior = match action.is_some_and(names_superior) {
            true => self.superior_of(called)?,
            false => None,
        };
        let has = |duty: &Name| if duty == SUPERIOR { superior } else { has(called.picture, duty) };
        let is = |duties: &[Name]| duties.iter().any(|duty| has(duty) == Some(user));
        let alone = action.is_some_and(|action| !action.only.is_empty());
        let on_duty = action.is_some_and(|action| is(&action.duty) || is(&action.only));
        let held = reach.level(&model.name, verb);
        if !on_duty {
            let Some(level) = held else { return self.no_permission() };
            let reads = reach.reading(&model.name).max(Some(if super::super::reach::reads(verb) {
                level
            } else {
                ScopeLevel::Own
            }));
            if !self.reaches(called, reads.unwrap_or(ScopeLevel::Own))? {
                return self.not_found(Entity::from(model.name.as_str()), called.id);
            }
            if !self.reaches(called, level)? {
                return self.refused("out_of_scope");
            }
            if alone {
                return self.refused("not_yours");
            }
        }
        if action.is_some_and(|action| is(&action.never)) {
            return self.refused("not_yours");
        }
        Ok(())
    }

    /// The superior of a record's owner (PROC-6).
    fn superior_of(&mut self, called: &Called<'_, '_>) -> Result<Option<i64>> {
        match (called.picture.place(SUPERIOR), has(called.picture, "owner"), called.superiors) {
            // The owner itself may be called so (OBJ-5).
            (Some(_), owner, _) => Ok(owner),
            (None, None, _) => Ok(None),
            (None, Some(owner), Some(known)) => Ok(known.get(&owner).copied()),
            (None, Some(owner), None) => superior(self.tx(), owner),
        }
    }

    fn refused<T>(&self, reason: &str) -> Result<T> {
        Err(CrmError::forbidden(self.called(), reason))
    }

    fn reaches(&mut self, called: &Called<'_, '_>, level: ScopeLevel) -> Result<bool> {
        let model = called.picture.model;
        if level == ScopeLevel::All || model.owner.is_none() {
            return Ok(true);
        }
        let owned = match called.owned {
            Some(owned) => Some(owned),
            None => {
                let sql = format!("SELECT owner, owner_department FROM {} WHERE id = ?", model.table);
                self.tx().one(&sql, params![called.key], |c| Ok((c.next()?, c.next()?)))?
            }
        };
        let (owner, department) = owned.unwrap_or_default();
        Ok(self.reach()?.holds(level, owner, department))
    }
}

/// Who has a duty on a record, by the key: nobody where the field is empty.
fn has(picture: &Picture<'_>, duty: &str) -> Option<i64> {
    let place = match duty {
        "owner" => picture.model.owner,
        name => picture.place(name),
    };
    place.and_then(|place| picture.held[place].key)
}

/// Whether the action lets or keeps out a superior.
pub(super) fn names_superior(action: &Action) -> bool {
    [&action.duty, &action.only, &action.never].into_iter().flatten().any(|duty| duty == SUPERIOR)
}

/// Whether the action lets anybody by a duty.
pub(super) fn by_duty(action: &Action) -> bool {
    !action.duty.is_empty() || !action.only.is_empty()
}

/// The model's action of that name.
pub(super) fn action<'m>(model: &'m Model, name: &str) -> Option<&'m super::super::model::ActionModel> {
    model.actions.iter().find(|known| known.action.name == name)
}
