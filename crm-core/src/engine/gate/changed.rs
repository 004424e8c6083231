//! What a call changed: told the audit and the listeners, and what follows from it.

use serde::Serialize;

use super::guard::Subject;
use super::{Context, Entity};
use crate::engine::audit::{Action, Change, MergedInto};
use crate::engine::error::{CrmError, Result};
use crate::engine::ids::RecordId;
use crate::engine::objects::shape::Name;
use crate::engine::operations::Operation;
use crate::engine::scope::upkeep;
use crate::engine::setup;
use crate::engine::wire::Record;

impl Context<'_> {
    /// Records that a record was created.
    pub(crate) fn created(&mut self, entity: Entity, id: impl Into<RecordId>, after: &dyn Record) -> Result<()> {
        self.changed(entity, id.into(), Action::Created, None, Some(after))
    }

    /// Records that a record was changed; only the fields that differ are kept.
    pub(crate) fn updated(
        &mut self,
        entity: Entity,
        id: impl Into<RecordId>,
        before: &dyn Record,
        after: &dyn Record,
    ) -> Result<()> {
        self.changed(entity, id.into(), Action::Updated, Some(before), Some(after))
    }

    /// Records that a record is deleted, has its followers told, lets go of it what refers to it of defined objects, and takes
    /// away what hangs on it or lies beside it. It is called before the row goes, which says what was touched.
    pub(crate) fn deleted(&mut self, entity: Entity, id: impl Into<RecordId>, before: &dyn Record) -> Result<()> {
        let id = id.into();
        self.tell_of_ends(&[(Name::from(entity.as_str().to_owned()), id)])?;
        let going = self.typed_goes(&entity, id)?;
        self.take_hanging_of_typed(&entity, id)?;
        self.changed(entity.clone(), id, Action::Deleted, Some(before), None)?;
        going.map_or(Ok(()), |going| self.typed_let_go(&entity, id, &going))
    }

    fn changed(
        &mut self,
        entity: Entity,
        id: RecordId,
        action: Action,
        before: Option<&dyn Record>,
        after: Option<&dyn Record>,
    ) -> Result<()> {
        if action == Action::Deleted && self.scope.kept {
            self.gone.extend(upkeep::going(self.tx, &entity, id)?);
        }
        let mut change = Change::new(entity, id, action, before, after);
        self.customise(&mut change)?;
        self.changes.push(change);
        Ok(())
    }

    /// Adds to the change of a record that was recorded last a part of it that stands in tables of its own, as JSON under its name: what it
    /// was, and what it is.
    pub(crate) fn told_beside(
        &mut self,
        (entity, id): (&Entity, RecordId),
        name: &str,
        (before, after): (Option<String>, Option<String>),
    ) {
        let of_it = |change: &&mut Change| change.entity == *entity && change.id == Some(id);
        let Some(change) = self.changes.iter_mut().rev().find(of_it) else { return };
        for (fields, part) in [(&mut change.before, before), (&mut change.after, after)] {
            if let (Some(fields), Some(part)) = (fields, part) {
                let comma = if fields == "{}" { "" } else { "," };
                fields.truncate(fields.len() - 1);
                fields.push_str(&format!("{comma}\"{name}\":{part}}}"));
            }
        }
    }

    /// Records that a record is merged into another (DUP-13), before its row goes: what refers to it refers to that one by now.
    pub(crate) fn merged(&mut self, entity: Entity, id: RecordId, before: &dyn Record, into: RecordId) -> Result<()> {
        if self.scope.kept {
            self.gone.extend(upkeep::going(self.tx, &entity, id)?);
        }
        let mut change = Change::new(entity, id, Action::Deleted, Some(before), None);
        self.customise(&mut change)?;
        change.action = Action::Merged;
        change.after = Some(json(&MergedInto { into })?);
        self.changes.push(change);
        Ok(())
    }

    /// Records that a merge of a record into another was undone, and it is there again.
    pub(crate) fn restored(&mut self, entity: Entity, id: RecordId, after: &dyn Record, from: RecordId) -> Result<()> {
        let mut change = Change::new(entity.clone(), id, Action::Created, None, Some(after));
        change.action = Action::Restored;
        change.before = Some(json(&MergedInto { into: from })?);
        self.changes.push(change);
        // What is summed over its rows, and computed of that.
        self.sum_again(entity.clone(), id);
        let (before, after) = (Some("{}".to_owned()), Some("{}".to_owned()));
        let mut change = Change { entity, id: Some(id), action: Action::Updated, before, after, cause: None };
        self.customise(&mut change)
    }

    /// Records which records became one with another, or do no more: what follows it is brought to that.
    pub(crate) fn merged_with(&mut self, entity: Entity, id: RecordId, before: &[RecordId], after: &[RecordId]) {
        let told = |ids: &[RecordId]| Some(serde_json::json!({ "merged": ids }).to_string());
        let (id, action, before, after) = (Some(id), Action::Updated, told(before), told(after));
        self.changes.push(Change { entity, id, action, before, after, cause: None });
    }

    /// Records what a write of defined objects changed, and what was written without a context.
    pub(crate) fn changed_objects(&mut self, changes: impl IntoIterator<Item = Change>) {
        self.changes.extend(changes);
    }

    /// Refuses what takes a record away that others name beside its own tables: enabled setup documents.
    pub(crate) fn unused(&mut self, operation: &Operation, subject: &dyn Subject) -> Result<()> {
        setup::in_use(self.tx, operation, &subject.entity(), subject.id())
    }

    /// What the call has changed so far.
    pub(crate) fn changes_so_far(&self) -> impl Iterator<Item = &Change> {
        self.changes.iter()
    }

    /// Notes that what follows from a record's changes is put right, up to so many that are yet to be told.
    pub(crate) fn settles(&mut self, id: impl Into<RecordId>, coming: usize) {
        let upto = self.changes.len() + coming;
        self.settled.insert(id.into(), upto);
    }

    /// Whether what follows from a change of a record, by its place among the call's, is put right.
    pub(crate) fn is_settled(&self, id: RecordId, place: usize) -> bool {
        self.settled.get(&id).is_some_and(|upto| place < *upto)
    }

    /// Records one summary for a bulk operation, in place of its arguments.
    pub(crate) fn summarise<S: Serialize>(&mut self, entity: Entity, summary: &S) -> Result<()> {
        let json = serde_json::to_string(summary).map_err(|e| CrmError::bug(e.to_string()))?;
        self.changes.push(Change::summary(entity, json.clone()));
        self.summary = Some(json);
        Ok(())
    }

    /// What the audit keeps in the place of the call's arguments, where it says more than they do.
    pub(crate) fn told_instead<S: Serialize>(&mut self, arguments: &S) -> Result<()> {
        self.summary = Some(serde_json::to_string(arguments).map_err(|e| CrmError::bug(e.to_string()))?);
        Ok(())
    }

    /// Has the call audited although it changes no record: for what takes all of them away.
    pub(crate) fn audit_without_change(&mut self) {
        self.audit_anyway = true;
    }

    pub(crate) fn is_audited_anyway(&self) -> bool {
        self.audit_anyway
    }

    /// Records in one summary that other records changed along with what the call was for.
    pub(crate) fn changed_beside<S: Serialize>(&mut self, entity: Entity, summary: &S) -> Result<()> {
        let json = serde_json::to_string(summary).map_err(|e| CrmError::bug(e.to_string()))?;
        self.changes.push(Change::summary(entity, json));
        Ok(())
    }

    /// Puts right who sees what the call touched, where that is kept: behind the rule, in its transaction.
    pub(super) fn settle_scope(&mut self) -> Result<()> {
        if self.scope.kept { upkeep::settle(self.tx, &self.changes, &self.gone) } else { Ok(()) }
    }

    pub(crate) fn take_changes(&mut self) -> (Vec<Change>, Option<String>) {
        (std::mem::take(&mut self.changes), self.summary.take())
    }
}

fn json<S: Serialize>(value: &S) -> Result<String> {
    serde_json::to_string(value).map_err(|e| CrmError::bug(e.to_string()))
}
