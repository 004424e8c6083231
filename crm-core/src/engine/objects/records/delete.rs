//! Deleting a record, and what that means for those that refer to it (OBJ-13).

use super::super::define::document::OnDelete;
use super::super::expr::Value;
use super::super::model::Model;
use super::super::values::Held;
use super::effects::conflict;
use super::picture::Picture;
use super::row;
use super::writer::{MOST_CAUSED, Writer, Written};
use crate::engine::error::{CrmError, Result};
use crate::engine::storage::{Value as Stored, params};
use crate::engine::validate::Violations;

impl<'a> Writer<'a, '_> {
    /// Deletes a record that was read. What refers to it decides: the deletion is refused, the reference is cleared, or what
    /// refers goes too, each as by hand.
    ///
    /// # Errors
    /// [`CrmError::IllegalTransition`] where its machine has moved on; [`CrmError::Conflict`] `in_use`, `too_many`.
    pub fn delete(&mut self, key: i64, before: Picture<'a>) -> Result<()> {
        let model = before.model;
        begins(&before)?;
        let world = self.world;
        for other in world.models.values() {
            for (place, field) in other.fields.iter().enumerate() {
                let Some(declared) = field.field.as_ref().filter(|field| field.ty.to() == Some(&*model.name)) else {
                    continue;
                };
                let slot = &field.lies.value;
                // A part goes with its whole.
                let part = other.object.part_of.as_ref().is_some_and(|part| part.field == field.name);
                let rule = if part { OnDelete::Delete } else { declared.ty.on_delete().unwrap_or(OnDelete::Refuse) };
                let sql = format!("SELECT id FROM {} WHERE {slot} = ? ORDER BY id LIMIT ?", other.table);
                let most = MOST_CAUSED as i64 + 1;
                let found: Vec<i64> = self.tx.all(&sql, params![key, most], |c| c.next())?;
                if found.len() > MOST_CAUSED {
                    return Err(conflict(model, before.value("id"), "too_many"));
                }
                for referring in found {
                    self.let_go(other, referring, place, rule, &before)?;
                }
            }
        }
        self.tx.execute(&format!("DELETE FROM {} WHERE id = ?", model.table), &[Stored::Integer(key)])?;
        self.parents(Some(&before), None, key)?;
        self.wrote(Written { model, key, before: Some(before), after: None, cause: None });
        Ok(())
    }

    /// Does with a record that refers to a deleted one what its field says; a hindrance there is `in_use` here.
    fn let_go(&mut self, model: &'a Model, key: i64, place: usize, rule: OnDelete, gone: &Picture<'_>) -> Result<()> {
        let in_use = || conflict(gone.model, gone.value("id"), "in_use");
        let Some(before) = row::read_by_key(self.tx, model, self.world, key)? else { return Ok(()) };
        let done = match rule {
            OnDelete::Refuse => return Err(in_use()),
            // Frozen ones too.
            OnDelete::Clear => self.update(key, before, vec![(place, Held::default())], false, Violations::default()),
            OnDelete::Delete => self.delete(key, before),
        };
        done.map_err(|error| match error {
            CrmError::Invalid { .. } | CrmError::IllegalTransition { .. } => in_use(),
            other => other,
        })
    }
}

/// What moved on is history: a record with a machine is deleted in its start state alone.
fn begins(picture: &Picture<'_>) -> Result<()> {
    let Some(machine) = &picture.model.object.status else { return Ok(()) };
    match picture.value("status") {
        Value::Text(state) if *state != machine.start => Err(CrmError::IllegalTransition {
            from: state.to_string(),
            operation: format!("{}.delete", picture.model.name),
        }),
        _ => Ok(()),
    }
}
