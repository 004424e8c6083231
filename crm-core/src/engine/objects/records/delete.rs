//! Deleting a record, and what that means for those that refer to it (OBJ-13).

use super::super::expr::Value;
use super::effects::conflict;
use super::fall::Fall;
use super::picture::Picture;
use super::rollup::Parents;
use super::writer::Writer;
use crate::engine::error::{CrmError, Result};
use crate::engine::ids::RecordId;
use crate::engine::validate::Violations;

impl<'a> Writer<'a, '_> {
    /// Deletes a record that was read, with its parts. What refers to it decides: the deletion is refused, the reference is
    /// cleared, or what refers goes too, each as by hand.
    ///
    /// # Errors
    /// [`CrmError::IllegalTransition`] where its machine has moved on; [`CrmError::Conflict`] `in_use`, `too_many`.
    pub fn delete(&mut self, key: i64, before: Picture<'a>) -> Result<()> {
        begins(&before)?;
        let mut found = Violations::default();
        self.ask_whole(&before, &mut found)?;
        found.finish()?;
        let mut parents = Parents::default();
        let in_use = conflict(before.model, before.value("id"), "in_use");
        let fall = Fall::of(vec![(before.model, key, before.clone())], in_use);
        let written = self.fell(fall, &mut parents)?;
        self.bring(parents, &before, key, &mut found)?;
        found.finish()?;
        self.touch_whole(&before)?;
        written.into_iter().for_each(|written| self.wrote(written));
        Ok(())
    }

    /// Does what the fields that refer to a typed record say of its deletion, before its row goes (OBJ-13). `key` is its
    /// key.
    ///
    /// # Errors
    /// [`CrmError::Conflict`] `in_use`, `too_many`, of the typed record.
    pub fn typed_gone(&mut self, object: &str, key: i64, id: RecordId) -> Result<()> {
        let in_use = CrmError::conflict(object, id, "in_use");
        let mut parents = Parents::default();
        let written = self.fell(Fall::of_typed(object, key, in_use), &mut parents)?;
        written.into_iter().for_each(|written| self.wrote(written));
        Ok(())
    }
}

/// What moved on is history: a record with a machine is deleted in its start state alone.
///
/// # Errors
/// [`CrmError::IllegalTransition`].
pub fn begins(picture: &Picture<'_>) -> Result<()> {
    let Some(machine) = &picture.model.object.status else { return Ok(()) };
    match picture.value("status") {
        Value::Text(state) if *state != machine.start => Err(CrmError::IllegalTransition {
            from: state.to_string(),
            operation: format!("{}.delete", picture.model.name),
        }),
        _ => Ok(()),
    }
}
