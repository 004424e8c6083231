//! The freeze (APPR-6): while a request is pending nobody changes what it was submitted for. What is certain of an operation
//! stands with the states of the record; of the rest the changes say so that the call tells the audit, whoever makes them.

use serde_json::{Map, Value as Json};

use super::APPROVAL;
use super::store::{self, Frozen};
use crate::engine::audit::{Action, Change};
use crate::engine::error::{CrmError, Result};
use crate::engine::gate::Context;
use crate::engine::hanging;
use crate::engine::ids::RecordId;

/// What every change has differently, and nothing freezes.
const ALWAYS: [&str; 2] = ["version", "state_since"];

const STATUS: &str = "status";
const CUSTOM: &str = "custom";

/// The refusal of what is frozen. It names the request.
pub(super) fn in_approval(approval: RecordId) -> CrmError {
    CrmError::conflict(APPROVAL.as_str(), approval, super::IN_APPROVAL)
}

/// The fields that a change has differently.
fn differs(change: &Change) -> Vec<String> {
    let parse = |json: &Option<String>| {
        json.as_deref().and_then(|json| serde_json::from_str::<Map<String, Json>>(json).ok()).unwrap_or_default()
    };
    let mut names = Vec::new();
    for mut fields in [parse(&change.before), parse(&change.after)] {
        if let Some(Json::Object(custom)) = fields.remove(CUSTOM) {
            fields.extend(custom);
        }
        names.extend(fields.into_iter().map(|(name, _)| name));
    }
    names.retain(|name| !ALWAYS.contains(&name.as_str()) && !hanging::is_told(name));
    names
}

impl Context<'_> {
    /// Refuses an operation that a pending request hinders whatever its arguments are.
    pub(in crate::engine) fn unfrozen(
        &mut self,
        (_, home, id): (&str, &str, RecordId),
        verb: &str,
        moves: bool,
    ) -> Result<()> {
        let Some(frozen) = self.frozen(home, id)? else { return Ok(()) };
        let whole = verb == "update" && frozen.fields.is_none();
        if moves || whole || verb == "delete" || verb == frozen.operation {
            return Err(in_approval(frozen.id));
        }
        Ok(())
    }

    /// Refuses what takes the place of a file of a record, or takes it away, while a request is pending.
    ///
    /// # Errors
    /// The conflict `in_approval`.
    pub(crate) fn files_unfrozen(&mut self, home: &str, id: RecordId) -> Result<()> {
        match self.frozen(home, id)? {
            Some(frozen) => Err(in_approval(frozen.id)),
            None => Ok(()),
        }
    }

    /// Refuses what makes one record of several while a request of one has not ended (DUP-10), or undoes it (DUP-14).
    ///
    /// # Errors
    /// The conflict `in_approval`.
    pub(crate) fn in_no_approval(&mut self, home: &str, id: RecordId) -> Result<()> {
        match store::open_of(self.tx(), home, id)? {
            Some(open) => Err(in_approval(open)),
            None => Ok(()),
        }
    }

    fn frozen(&mut self, home: &str, id: RecordId) -> Result<Option<Frozen>> {
        if self.custom.lifted || !self.has_flows()? {
            return Ok(None);
        }
        store::pending(self.tx(), home, id)
    }

    /// Refuses changes behind a place that touch what is frozen. What the calendar does and hand-overs pass it by; lines of imports
    /// are asked one by one.
    pub(in crate::engine) fn unfrozen_changes(&mut self, from: usize) -> Result<()> {
        match self.operation().bulk || self.operation().is_sliced() {
            true => Ok(()),
            false => self.frozen_among(from),
        }
    }

    /// The same whatever the call is.
    pub(super) fn frozen_among(&mut self, from: usize) -> Result<()> {
        let passes = self.custom.lifted || self.custom.unguarded || self.changes.len() <= from;
        if passes || !self.has_flows()? || !store::any_pending(self.tx())? {
            return Ok(());
        }
        let catalogue = self.catalogue()?;
        for at in from..self.changes.len() {
            let Some(change) = self.changes.get(at) else { break };
            let (Some(id), Action::Updated | Action::Deleted) = (change.id, change.action) else { continue };
            let Some(found) = catalogue.definitions.get(change.entity.as_str()) else { continue };
            let (gone, names) = (change.action == Action::Deleted, differs(change));
            let Some(frozen) = store::pending(self.tx(), &found.object.table, id)? else { continue };
            let touches =
                |name: &String| name == STATUS || frozen.fields.as_ref().is_none_or(|fields| fields.contains(name));
            if gone || names.iter().any(touches) {
                return Err(in_approval(frozen.id));
            }
        }
        Ok(())
    }
}
