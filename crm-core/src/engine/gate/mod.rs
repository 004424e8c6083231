//! The gate: the one way to a rule. Begin, authorise, rule, audit, commit, and only then tell the listeners.

mod call;
mod changed;
mod context;
mod create;
mod entity;
pub(crate) mod guard;
pub(crate) mod kind;
mod scope;
mod slices;
mod stead;
pub(crate) mod store;
mod writing;

use call::json as json_of;
pub(crate) use call::{AnyCall, Body, Means, Part, Rule, Sliced, Typed, Whole, arguments};
pub(crate) use context::Context;
pub(crate) use create::Created;
pub use entity::Entity;
pub(crate) use kind::{EntityName, Kind};
pub(crate) use scope::{Scope, Verdict};
pub(crate) use slices::Slices;

use std::sync::Arc;

use crate::engine::audit::{self, Refused};
use crate::engine::clock::{IdSource, Timestamp};
use crate::engine::confidential::{self, Rights};
use crate::engine::error::{CrmError, Result};
use crate::engine::events::ChangeEvent;
use crate::engine::ids::RecordId;
use crate::engine::merged::{self, Followed};
use crate::engine::objects::dialled;
use crate::engine::operations::{Access, Arguments, Operation};
use crate::engine::password::Passwords;
use crate::engine::patience::Patience;
use crate::engine::permission::Grant;
use crate::engine::session::{Actor, Session};
use crate::engine::storage::Transaction;
use crate::engine::telling::Given;
use crate::engine::validate::Violations;
use crate::engine::wire::{Node, Wire};
use crate::engine::{labels, permission, schema_check};

impl Session {
    /// Runs an operation with typed arguments.
    pub(crate) fn gate<A: Arguments, R: Wire + confidential::Part>(
        &self,
        operation: &'static Operation,
        arguments: A,
        rule: impl Rule<A, R>,
    ) -> Result<R> {
        let mut typed = Typed::with(arguments, rule);
        let _speaking = labels::speak(self.locale());
        self.pass((operation, None), &mut typed).map_err(|refusal| refusal.told(self.locale(), Some(operation)))?;
        typed.into_result()
    }

    /// Runs an operation with arguments as JSON; gives the result as JSON.
    pub(crate) fn gate_json(
        &self,
        operation: &'static Operation,
        json: &str,
        call: &mut dyn AnyCall,
    ) -> Result<String> {
        let _speaking = labels::speak(self.locale());
        self.pass_json((operation, None), json, call).map_err(|refusal| refusal.told(self.locale(), Some(operation)))
    }

    /// Calls the operation of that name with arguments as JSON; gives the result as JSON.
    pub(crate) fn dial(&self, name: &str, json: &str) -> Result<String> {
        if let Some(operation) = Operation::find(name) {
            return self.gate_json(operation, json, &mut *(operation.begin)());
        }
        let Some((operation, json)) = dialled(name, arguments_of(json)) else {
            return Operation::named(name).map(|_| String::new());
        };
        let _speaking = labels::speak(self.locale());
        let call = &mut *(operation.begin)();
        let done = self.pass_json((operation, Some(name.into())), &json, call);
        done.map_err(|refusal| refusal.told(self.locale(), Some(operation)))
    }

    fn pass_json(
        &self,
        (operation, dialled): (&'static Operation, Option<Arc<str>>),
        json: &str,
        call: &mut dyn AnyCall,
    ) -> Result<String> {
        let json = arguments_of(json);
        // The shape is found out here, where it costs nobody a lock, but told only behind the permission.
        match Node::parse(json).and_then(|node| call.read(node)) {
            Ok(()) => {
                self.pass((operation, dialled), call)?;
                Ok(json_of(call, Part::Result).unwrap_or_default())
            }
            Err(misfit) => {
                let refusal = schema_check::explain(operation, json, misfit);
                let record = schema_check::record_of(operation, json);
                let mut call = Call::new(self, (operation, dialled), Violations::default())?;
                self.transact(&mut call, &mut WrongShape { refusal, record })?;
                Err(CrmError::bug("a call of the wrong shape passed"))
            }
        }
    }

    /// A call, of one transaction or of several; not generic, so that it exists once.
    fn pass(&self, (operation, dialled): (&'static Operation, Option<Arc<str>>), work: &mut dyn AnyCall) -> Result<()> {
        let mut violations = Violations::default();
        work.prepare(&mut violations);
        let mut call = Call::new(self, (operation, dialled), violations)?;
        if operation.is_sliced() {
            Slices::run(self, &mut call, work)?;
        } else {
            self.transact(&mut call, work)?;
        }
        // Behind every rule, and before anybody has seen what it gave.
        if let Some(limits) = call.rights.limits() {
            work.withhold(limits);
        }
        Ok(())
    }

    /// Follows the ids among the arguments that name records which were merged (DUP-13); whether there are any.
    fn meet_merged(&self, call: &mut Call, body: &mut dyn Body, patience: &Patience) -> Result<bool> {
        let ids = merged::ids(|| body.meet());
        if ids.is_empty() {
            return Ok(false);
        }
        let mut found = Followed::default();
        self.crm().storage().read(patience, &mut |tx| {
            found = Followed::of(tx, &ids)?;
            Ok(())
        })?;
        if found.is_empty() {
            return Ok(false);
        }
        merged::follow(&found, || body.meet());
        call.followed = found;
        Ok(true)
    }

    /// The gate itself: one transaction of a call, from its beginning to the listeners.
    fn transact(&self, call: &mut Call, body: &mut dyn Body) -> Result<()> {
        let (operation, access, now) = (call.operation, call.access, call.now);
        let storage = self.crm().storage();
        let mut event = None;
        let mut refusal_kept = None;
        let mut next = None;
        let mut rights_found = None;
        let mut behind_refusal = None;
        let mut refused = None;
        let mut passwords = Passwords::default();
        // All that this transaction may have to wait for, hashing included, has one deadline.
        let patience = call.patience.with_deadline();
        // To a filter an unknown id is no mistake.
        let mut met = merged::is_silent(operation) && self.meet_merged(call, body, &patience)?;
        let outcome = loop {
            let mut run = |tx: &mut dyn Transaction| -> Result<()> {
                let Grant { by_role, rights, scope, extended } = permission::authorise(tx, self, operation)?;
                // The engine is withheld nothing, whoever asked it to act.
                let acting = if call.for_the_engine { Rights::default() } else { rights.clone() };
                let _withheld = confidential::during(acting.limits());
                let impossible = acting.limits().and_then(|limits| limits.refusal(operation));
                let mut cx = Context::new(tx, self, call, Grant { by_role, rights: acting, scope, extended });
                if let Some(reason) = impossible.filter(|_| by_role) {
                    return Err(CrmError::forbidden(operation.name, reason));
                }
                if (operation.shows_everything() || operation.works_on_all()) && by_role && !cx.sees_everything()? {
                    return Err(CrmError::forbidden(operation.name, "out_of_scope"));
                }
                if let Some(limits) = rights.limits()
                    && operation.speaks_of_fields()
                    && let Some(given) = json_of(body, Part::Given)
                {
                    limits.check(operation, &given, cx.violations());
                }
                cx.know_dialled()?;
                cx.passwords = std::mem::take(&mut passwords);
                let outcome = body.run(Means::Context(&mut cx));
                passwords = std::mem::take(&mut cx.passwords);
                behind_refusal = cx.behind_refusal();
                refused = cx.take_refused();
                // Without a role's permission only a proven duty opens the gate; until then a stranger learns nothing,
                // not even whether the record is there.
                if !by_role && !cx.duty_proved() {
                    return Err(match outcome {
                        // A failing database says nothing about the record, and whoever has the duty must not take it
                        // for a refusal.
                        Err(failure) if failure.is_failure() => failure,
                        _ => CrmError::forbidden(operation.name, "no_permission"),
                    });
                }
                if let Some(reason) = impossible {
                    return Err(CrmError::forbidden(operation.name, reason));
                }
                refusal_kept = match outcome {
                    Err(refusal) if cx.keeps_changes() => Some(refusal),
                    outcome => {
                        outcome?;
                        cx.check_fields()?;
                        None
                    }
                };
                cx.fill_custom(body)?;
                if let Some(limits) = rights.limits() {
                    limits.seek(cx.tx(), |limits| body.withhold(limits))?;
                }
                if access == Access::Write {
                    if refusal_kept.is_none() {
                        cx.ask_approval()?;
                        cx.run_rules()?;
                    }
                    cx.settle_scope()?;
                    cx.settle_touched()?;
                    cx.settle_areas()?;
                    cx.settle_rules_by_time()?;
                    cx.settle_telling()?;
                    event = audit::record(&mut cx, body)?;
                }
                next = Some(cx.into_next());
                rights_found = Some(rights);
                Ok(())
            };
            let outcome = match access {
                Access::Read => storage.read(&patience, &mut run),
                Access::Write => self.crm().write(&patience, &mut run),
            };
            // What was not found may have been merged: then the rule runs again, with what its name stands for.
            let refused = outcome.as_ref().is_err_and(|refusal| !refusal.is_failure());
            if refused && !std::mem::replace(&mut met, true) && self.meet_merged(call, body, &patience)? {
                continue;
            }
            // A rule that needs a password hashed ended for it; now that no lock is held it is done, and the rule
            // runs again.
            if !matches!(outcome, Err(CrmError::Bug { .. }))
                || !passwords.work(self.crm().password_cost(), &patience)?
            {
                break outcome;
            }
        };
        match &outcome {
            Err(CrmError::Forbidden { operation, reason }) => {
                let (user, login) = (self.actor().key(), String::new());
                let (operation, reason) = (operation.clone(), reason.clone());
                self.crm().count_refusal(Refused { user, login, operation, reason }, now);
            }
            Err(refusal) => {
                if let Some(then) = behind_refusal {
                    then(self, operation, refusal, now, &patience)?;
                }
            }
            Ok(()) => {}
        }
        outcome?;
        if let Some(refused) = refused {
            self.crm().count_refusal(refused, now);
        }
        (call.ids, call.given) = next.ok_or_else(|| CrmError::bug("a transaction ended without its context"))?;
        call.rights = rights_found.unwrap_or_default();
        if let Some(event) = event {
            self.crm().notify(&event);
        }
        refusal_kept.map_or(Ok(()), Err)
    }
}

/// The arguments as they are read. No text at all means no arguments, a byte order mark means nothing, and an empty list
/// is what languages whose maps and lists are one thing (PHP, Lua) write for an empty object.
fn arguments_of(json: &str) -> &str {
    let json = json.strip_prefix('\u{feff}').unwrap_or(json).trim();
    let is_empty_list =
        json.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).is_some_and(|inside| inside.trim().is_empty());
    if json.is_empty() || is_empty_list { "{}" } else { json }
}

/// What a call brings to each of its transactions. Time and chance are taken here, before the first begins.
struct Call {
    operation: &'static Operation,
    /// The name of a defined object's operation that the host called, of which this is the general one (OBJ-6).
    dialled: Option<Arc<str>>,
    /// Which transaction comes next; of most calls there is one, and it is the operation's own.
    access: Access,
    now: Timestamp,
    ids: IdSource,
    /// Who was told how many records the call gave them.
    given: Given,
    /// What the declared rules found.
    violations: Violations,
    for_the_engine: bool,
    patience: Patience,
    /// What the caller reads and writes of the records' fields, as the last transaction found it.
    rights: Rights,
    /// The ids of the call that named records which were merged.
    followed: Followed,
}

impl Call {
    fn new(
        session: &Session,
        (operation, dialled): (&'static Operation, Option<Arc<str>>),
        violations: Violations,
    ) -> Result<Call> {
        // Before the host's clock is asked, which may take its time.
        let patience = session.patience();
        let now = session.crm().now()?;
        let seed = if operation.access == Access::Write { session.crm().random() } else { [0; 32] };
        let (ids, access) = (IdSource::new(now, seed), operation.access);
        let (given, rights, followed) = (Given::new(), Rights::default(), Followed::default());
        let for_the_engine = false;
        Ok(Call { operation, dialled, access, now, ids, given, violations, for_the_engine, patience, rights, followed })
    }
}

/// Arguments of the wrong shape: the refusal, and the record that they speak of as far as that can be read.
struct WrongShape {
    refusal: CrmError,
    record: Option<RecordId>,
}

impl Body for WrongShape {
    fn run(&mut self, means: Means<'_, '_>) -> Result<()> {
        // Whoever has the duty on the record must hear what is wrong with the arguments, and nobody else.
        if let Means::Context(cx) = means
            && let Some(record) = self.record.filter(|_| !cx.by_role())
        {
            cx.prove_duty(record)?;
        }
        Err(self.refusal.clone())
    }
}

/// What a listener is told, shared between listeners.
pub(crate) type Event = Arc<ChangeEvent>;

impl Actor {
    /// The acting user's key, `None` for the engine.
    pub(crate) fn key(&self) -> Option<i64> {
        match self {
            Actor::User { key, .. } => Some(*key),
            Actor::System => None,
        }
    }

    /// The acting user's id, `None` for the engine.
    pub(crate) fn user(&self) -> Option<crate::engine::ids::UserId> {
        match self {
            Actor::User { id, .. } => Some(*id),
            Actor::System => None,
        }
    }
}
