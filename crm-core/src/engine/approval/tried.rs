//! What an operation would do (APPR-5): it is carried out, looked at, and undone.

use std::cell::RefCell;

use serde_json::Value as Json;

use super::loaded::Flows;
use crate::engine::error::{CrmError, Result};
use crate::engine::gate::Context;
use crate::engine::ids::RecordId;
use crate::engine::objects::values::Held;
use crate::engine::telling::Person;

/// An operation on a record, as it is submitted.
#[derive(Debug, Clone)]
pub(super) struct Wanted {
    pub(super) object: String,
    pub(super) id: RecordId,
    pub(super) verb: String,
    /// The arguments without the record and its version, as JSON.
    pub(super) arguments: String,
}

impl Wanted {
    /// The arguments with the record.
    pub(super) fn whole(&self) -> String {
        let mut arguments = serde_json::from_str(&self.arguments).unwrap_or_else(|_| Json::Object(Default::default()));
        arguments["id"] = Json::from(self.id.to_string());
        arguments.to_string()
    }
}

/// The arguments as they are kept: without the record, and without the version that it had.
pub(super) fn bare(arguments: &Json) -> Json {
    let mut arguments = arguments.clone();
    if let Json::Object(entries) = &mut arguments {
        entries.remove("id");
        entries.remove("version");
        if let Some(Json::Object(changes)) = entries.get_mut("changes") {
            changes.remove("version");
        }
    }
    arguments
}

/// What an operation would leave.
#[derive(Debug, Clone)]
pub(crate) struct Foreseen {
    /// What the record has before it.
    pub(super) before: Vec<Held>,
    /// What it has behind it.
    pub(super) after: Vec<Held>,
    /// What it changes, as the audit tells it.
    pub(super) fields: [Option<String>; 2],
    /// The flow that guards it, by its place among those of the object; none where none does.
    pub(super) flow: Option<usize>,
}

impl Context<'_> {
    /// What the operation would leave if the acting user called it; `flows` are those that are asked whether they guard it.
    ///
    /// # Errors
    /// All that it would be refused for.
    pub(super) fn foresee(&mut self, wanted: &Wanted, flows: Option<&Flows>) -> Result<Option<Foreseen>> {
        let found = RefCell::new(None);
        let undone = self.savepoint(|cx| {
            cx.custom.asked.clear();
            let mark = cx.changes.len();
            cx.call_verb(&wanted.object, &wanted.verb, &wanted.whole())?;
            cx.check_fields()?;
            let asked = std::mem::take(&mut cx.custom.asked);
            let asked = asked.into_iter().find(|asked| asked.is(&wanted.object, wanted.id, &wanted.verb));
            if let (Some(asked), Some(flows)) = (asked, flows)
                && let Some((guarded, flow, picture)) = cx.flow_that_holds(flows, &asked)?
            {
                let of = |change: &&crate::engine::audit::Change| {
                    change.id == Some(wanted.id) && change.entity.as_str() == wanted.object
                };
                let change = cx.changes.iter().skip(mark).find(of);
                let fields = change.map(|change| [change.before.clone(), change.after.clone()]).unwrap_or_default();
                let place = guarded.flows.iter().position(|known| known.id == flow.id);
                *found.borrow_mut() = Some(Foreseen { before: asked.held, after: picture.held, fields, flow: place });
            }
            Err::<(), _>(CrmError::bug(UNDONE))
        });
        self.custom.asked.clear();
        match undone {
            Err(CrmError::Bug { detail }) if detail == UNDONE => Ok(found.into_inner()),
            Err(refusal) => Err(refusal),
            Ok(()) => Err(CrmError::bug("a trial that was not undone")),
        }
    }

    /// What the record would have behind the operation, carried out for its submitter; none where it is refused now.
    pub(super) fn foresee_for(
        &mut self,
        submitter: Person,
        wanted: &Wanted,
        model: &crate::engine::objects::model::Model,
    ) -> Result<Option<Vec<Held>>> {
        let found = RefCell::new(None);
        let undone = self.savepoint(|cx| {
            cx.as_submitter(submitter, &mut |cx| {
                cx.call_verb(&wanted.object, &wanted.verb, &wanted.whole())?;
                cx.check_fields()
            })?;
            let catalogue = cx.catalogue()?;
            let now = crate::engine::objects::records::read(cx.tx(), model, &*catalogue, wanted.id)?;
            *found.borrow_mut() = now.map(|(_, picture)| picture.held);
            Err::<(), _>(CrmError::bug(UNDONE))
        });
        match undone {
            Err(CrmError::Bug { detail }) if detail == UNDONE => Ok(found.into_inner()),
            Err(failure) if failure.is_failure() => Err(failure),
            _ => Ok(None),
        }
    }
}

/// That what was tried is undone.
const UNDONE: &str = "undone";
