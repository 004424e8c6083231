//! One run of a rule (AUTO-4, AUTO-5): as the system, whole or not at all.

use serde_json::json;

use super::document::AUTOMATION;
use super::loaded::{Rule, Ruled, Rules};
use super::store::{self, Kept, Run};
use super::{CAUSE, FAILURES, RunOutcome};
use crate::engine::audit::{Action, Change};
use crate::engine::error::{CrmError, Result};
use crate::engine::gate::{Context, Entity};
use crate::engine::ids::RecordId;
use crate::engine::objects::days::Moment;
use crate::engine::objects::expr::{Context as Seen, Value};
use crate::engine::objects::records::{Call, Picture, RuleOf};
use crate::engine::setup::store::{self as setup, Written};
use crate::engine::validate::Violations;

/// What the audit calls a setup document.
const DOCUMENT: Entity = Entity::named("setup_document");

/// The most characters of an error in the log.
const LONGEST_ERROR: usize = 500;

/// What became of a run.
#[derive(Debug)]
pub(super) struct Ran {
    pub(super) outcome: RunOutcome,
    pub(super) changes: usize,
    pub(super) error: Option<CrmError>,
}

/// Whether the call can't go on, whatever the rule says of failures.
pub(super) fn ends_the_call(error: &CrmError) -> bool {
    let refused = matches!(
        error,
        CrmError::Invalid { .. }
            | CrmError::NotFound { .. }
            | CrmError::Conflict { .. }
            | CrmError::IllegalTransition { .. }
            | CrmError::Forbidden { .. }
    );
    !refused
}

impl Context<'_> {
    fn moment_of_rules(&mut self) -> Result<Moment> {
        let zone = self.company()?.zone.clone();
        Ok(Moment::at(zone, self.now(), self.actor_id().map(|user| user.0)))
    }

    /// Whether the condition of a rule holds of a record; what it can't be computed for is the rule's failure.
    pub(super) fn rule_holds(
        &mut self,
        rules: &Rules,
        rule: &Rule,
        picture: &mut Picture<'_>,
    ) -> Result<std::result::Result<bool, CrmError>> {
        if rule.model.condition.is_none() {
            return Ok(Ok(true));
        }
        let zone = self.company()?.zone.clone();
        let seen = Seen::within(&zone, self.now(), self.actor_id().map(|user| RecordId(user.0)));
        let (call, mut found) = (Call { context: &seen, look: &*rules.catalogue }, Violations::default());
        let holds = picture.holds(self.tx(), &call, rule.model.condition.as_ref(), "condition", &mut found)?;
        Ok(found.finish().map(|()| holds))
    }

    /// Does what a rule says with a record, and logs it. `holds` is what its condition gave.
    pub(super) fn run_rule(
        &mut self,
        rules: &Rules,
        ruled: &Ruled,
        rule: &Rule,
        (key, picture): (i64, &Picture<'_>),
        (depth, caused): (usize, usize),
        holds: std::result::Result<bool, CrmError>,
    ) -> Result<Ran> {
        let record = picture.value("id").clone();
        let done = match holds {
            Ok(_) => {
                let before = self.custom.by_rule.replace(rule.id);
                let done = self.savepoint(|cx| cx.do_effects(rules, rule, (key, picture), (depth, caused)));
                self.custom.by_rule = before;
                done
            }
            Err(failure) => Err(failure),
        };
        let ran = match done {
            Ok(changes) => Ran { outcome: RunOutcome::Done, changes, error: None },
            Err(failure) if ends_the_call(&failure) => return Err(failure),
            Err(_) if rule.refuses => return Err(CrmError::conflict(DOCUMENT.as_str(), rule.id, "automation")),
            Err(failure) => Ran { outcome: RunOutcome::Failed, changes: 0, error: Some(failure) },
        };
        if let Value::Record(id) = record {
            self.log_run(ruled, rule, id, &ran)?;
        }
        if ran.outcome == RunOutcome::Failed {
            self.give_up(rule)?;
        }
        Ok(ran)
    }

    fn do_effects(
        &mut self,
        rules: &Rules,
        rule: &Rule,
        (key, picture): (i64, &Picture<'_>),
        (depth, caused): (usize, usize),
    ) -> Result<usize> {
        let moment = self.moment_of_rules()?;
        let (seen, company) = (moment.seen(), self.company()?.currency.clone());
        let cause = format!("{CAUSE}.{}@{}", rule.name, rule.version);
        let of = RuleOf { name: rule.name.clone(), company: company.clone() };
        let from = self.changes.len();
        let ((caused_now, guardable), written) = self.writing(&rules.catalogue, &moment, &seen, |writer| {
            let rule = writer.rule((key, picture.clone()), of, (cause.clone(), depth), &rule.model.then, caused)?;
            Ok((rule, std::mem::take(&mut writer.guardable)))
        })?;
        self.tell_changes_of(&written, &company)?;
        // Its own calls are asked for approval where they are made: one of them may ask for it.
        self.keeps_of_effects(guardable)?;
        self.ask_approval_of_part(from)?;
        self.do_deeds()?;
        for change in self.changes.iter_mut().skip(from).filter(|change| change.cause.is_none()) {
            change.cause = Some(cause.clone());
        }
        Ok(caused_now - caused)
    }

    pub(super) fn log_run(&mut self, ruled: &Ruled, rule: &Rule, record: RecordId, ran: &Ran) -> Result<()> {
        let error: Option<String> =
            ran.error.as_ref().map(|error| error.to_string().chars().take(LONGEST_ERROR).collect());
        let (operation, at) = (self.called().to_owned(), self.now());
        let run = Run {
            rule: (rule.id, &rule.name, rule.version),
            record: (&ruled.model.table, record),
            operation: &operation,
            outcome: ran.outcome,
            error: error.as_deref(),
            changes: i64::try_from(ran.changes).unwrap_or(i64::MAX),
            at,
        };
        store::log(self.tx(), &run)
    }

    /// Disables a rule that failed too often in a row, and tells the administrators.
    pub(super) fn give_up(&mut self, rule: &Rule) -> Result<()> {
        let last = store::last(self.tx(), rule.id, rule.version, FAILURES)?;
        if last.len() < FAILURES || last.iter().any(|outcome| *outcome != RunOutcome::Failed) {
            return Ok(());
        }
        let Some(kept) = store::kept(self.tx(), rule.key)? else { return Ok(()) };
        let Kept { version, position, content, pack } = kept;
        if version != rule.version {
            return Ok(());
        }
        let written = Written {
            kind: &AUTOMATION,
            name: &rule.name,
            version: version + 1,
            enabled: false,
            position,
            content: &content,
            at: self.now(),
            by: None,
            pack: pack.as_deref(),
        };
        setup::update(self.tx(), rule.key, &written)?;
        store::next_version(self.tx())?;
        self.clocks_changed()?;
        let told = |version: i64, enabled: bool| Some(json!({"version": version, "enabled": enabled}).to_string());
        self.changed_objects([Change {
            entity: DOCUMENT,
            id: Some(rule.id),
            action: Action::Updated,
            before: told(version, true),
            after: told(version + 1, false),
            cause: Some(format!("{CAUSE}.{}@{}", rule.name, rule.version)),
        }]);
        self.tell_of_rule_given_up(&rule.name)
    }
}
