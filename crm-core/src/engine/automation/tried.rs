//! What a rule would do (AUTO-12): it does it, with all that other rules would do in turn, and everything is undone.

use std::cell::RefCell;

use super::document::{AUTOMATION, Automation, OnFailure};
use super::loaded::{Rules, TRIED};
use super::{RunOutcome, store};
use crate::engine::audit::Change;
use crate::engine::error::{CrmError, Result};
use crate::engine::gate::Context;
use crate::engine::ids::{RecordId, UserId};
use crate::engine::objects::record::RecordKey;
use crate::engine::setup::Doing;
use crate::engine::setup::{Configures, Step};
use crate::engine::telling::NotificationKind;
use crate::engine::tree::Tree;

/// A rule with the others, as it is tried out.
pub(crate) struct Trying {
    rules: Rules,
    object: String,
}

/// What a rule would do with a record.
#[derive(Debug)]
pub(crate) struct Tried {
    /// Whether its condition holds.
    pub(crate) holds: bool,
    /// Why it would fail, or have the call refused.
    pub(crate) error: Option<String>,
    /// What would change, in order.
    pub(crate) changes: Vec<Change>,
    /// Who would be told something by rules, and what, as it is kept.
    pub(crate) told: Vec<(UserId, RecordKey, String)>,
    /// What would be in the outbox: topic, record and payload.
    pub(crate) messages: Vec<(String, RecordKey, String)>,
}

impl Trying {
    /// The object of whose records the rule is.
    pub(crate) fn object(&self) -> &str {
        &self.object
    }
}

impl Context<'_> {
    /// Reads a rule that is given as a document, and what stands against it.
    pub(crate) fn trying(&mut self, document: &Tree) -> Result<Option<Trying>> {
        let read = (AUTOMATION.form.read)(&document.to_string(), self.violations());
        let rule = read.as_ref().and_then(|read| read.as_any().downcast_ref::<Automation>());
        let Some(rule) = rule else { return Ok(None) };
        rule.judge(
            self,
            &Step { doing: Doing::Put, name: "", key: None, enabled: false, before: None, brought_by: None },
        )?;
        if !self.violations().is_empty() {
            return Ok(None);
        }
        // What it would refuse a call for is told.
        let rule = Automation { on_failure: Some(OnFailure::Skip), ..rule.clone() };
        let object = rule.object.clone();
        Ok(Some(Trying { rules: self.rules_with(rule)?, object }))
    }

    /// Tries a rule out with a record; none where there is no such record.
    pub(crate) fn try_out(&mut self, trying: &Trying, id: RecordId) -> Result<Option<Tried>> {
        let found = trying.rules.objects.get(trying.object.as_str());
        let found = found.and_then(|ruled| Some((ruled, ruled.rules.iter().find(|rule| rule.key == TRIED)?)));
        let found = found.ok_or_else(|| CrmError::bug("a rule that was judged"))?;
        let tried = RefCell::new(None);
        let undone = self.savepoint(|cx| {
            let (changes, telling) = (cx.changes_so_far().count(), cx.telling.len());
            let messages = store::last_message(cx.tx())?;
            let done = match cx.follow_rule(&trying.rules, found, id) {
                Ok(None) => return Err(CrmError::bug("undone")),
                Ok(Some(ran)) => Ok(ran),
                Err(failure) if failure.is_failure() => return Err(failure),
                Err(refusal) => Err(refusal),
            };
            let error = match &done {
                Ok(ran) => ran.error.as_ref().map(ToString::to_string),
                Err(refusal) => Some(refusal.to_string()),
            };
            let holds = !matches!(&done, Ok(ran) if ran.outcome == RunOutcome::Suppressed);
            let told = cx.telling.iter().skip(telling).filter(|told| told.kind == NotificationKind::Notice);
            let told =
                told.filter_map(|told| Some((told.to.1, told.record.clone()?.1, told.detail.clone()?))).collect();
            let messages = store::messages_behind(cx.tx(), messages)?;
            let changes = cx.changes.split_off(changes.min(cx.changes.len()));
            *tried.borrow_mut() = Some(Tried { holds, error, changes, told, messages });
            Err::<(), _>(CrmError::bug("undone"))
        });
        match undone {
            Err(failure)
                if failure.is_failure() && tried.borrow().is_none() && !matches!(failure, CrmError::Bug { .. }) =>
            {
                Err(failure)
            }
            _ => Ok(tried.into_inner()),
        }
    }
}
