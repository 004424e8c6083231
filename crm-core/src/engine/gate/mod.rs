//! The gate: the one way to a rule. Begin, authorise, rule, audit, commit, and only then tell the listeners.

mod context;
mod entity;
pub(crate) mod guard;
mod slices;
pub(crate) mod store;
pub(crate) mod subjects;

pub(crate) use context::{Context, Created};
pub use entity::Entity;
pub(crate) use slices::Slices;

use std::sync::Arc;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::clock::{self, IdSource, Timestamp};
use crate::engine::audit;
use crate::engine::password::Passwords;
use crate::error::{CrmError, Result};
use crate::events::ChangeEvent;
use crate::operations::{Access, Arguments, Operation};
use crate::permission;
use crate::schema_check;
use crate::session::{Actor, Session};
use crate::storage::Transaction;
use crate::validate::Violations;

/// A rule behind an operation: the context and its arguments.
pub(crate) type Rule<'a, A, R> = &'a dyn Fn(&mut Context<'_>, &A) -> Result<R>;

impl Session {
    /// Runs an operation with typed arguments.
    pub(crate) fn gate<A: Arguments, R>(
        &self,
        operation: &'static Operation,
        mut arguments: A,
        rule: Rule<'_, A, R>,
    ) -> Result<R> {
        arguments.normalise();
        let mut result = None;
        self.pass(operation, Ok(&arguments as &dyn ErasedArguments), &mut |cx| {
            result = Some(rule(cx, &arguments)?);
            Ok(())
        })?;
        result.ok_or_else(|| CrmError::bug("an operation ended without a result"))
    }

    /// Runs an operation with arguments as JSON; gives the result as JSON.
    pub(crate) fn gate_json<A: Arguments + DeserializeOwned, R: Serialize>(
        &self,
        operation: &'static Operation,
        json: &str,
        call: &dyn Fn(A) -> Result<R>,
    ) -> Result<String> {
        // The shape is found out here, where it costs nobody a lock, but told only behind the permission.
        match serde_json::from_str::<A>(json) {
            Ok(arguments) => {
                let result = call(arguments)?;
                serde_json::to_string(&result).map_err(|e| CrmError::bug(e.to_string()))
            }
            Err(error) => {
                let refusal = schema_check::explain(operation, json, &error);
                let record = schema_check::record_of(operation, json);
                // Whoever has the duty on the record must hear what is wrong with the arguments, and nobody else.
                self.pass(operation, Err(refusal), &mut |cx| match record {
                    Some(record) => cx.prove_duty(record),
                    None => Ok(()),
                })?;
                Err(CrmError::bug("a call of the wrong shape passed"))
            }
        }
    }

    /// A call of one transaction; not generic, so that it exists once.
    fn pass(
        &self,
        operation: &'static Operation,
        arguments: Result<&dyn ErasedArguments, CrmError>,
        body: &mut dyn FnMut(&mut Context<'_>) -> Result<()>,
    ) -> Result<()> {
        self.transact(&mut Call::new(self, operation, arguments), body)
    }

    /// The gate itself: one transaction of a call, from its beginning to the listeners.
    fn transact(&self, call: &mut Call<'_>, body: &mut dyn FnMut(&mut Context<'_>) -> Result<()>) -> Result<()> {
        let (operation, access, now) = (call.operation, call.access, call.now);
        let storage = self.crm().storage();
        let mut event = None;
        let mut refusal_kept = None;
        let mut ids_left = None;
        let mut behind_refusal = None;
        let mut passwords = Passwords::default();
        let outcome = loop {
            let mut run = |tx: &mut dyn Transaction| -> Result<()> {
                let by_role = permission::authorise(tx, self.actor(), operation)?;
                let mut cx = Context::new(tx, self, call, by_role);
                cx.passwords = std::mem::take(&mut passwords);
                let outcome = match &call.arguments {
                    Ok(_) => body(&mut cx),
                    Err(refusal) if by_role => Err(refusal.clone()),
                    Err(refusal) => body(&mut cx).and(Err(refusal.clone())),
                };
                passwords = std::mem::take(&mut cx.passwords);
                behind_refusal = cx.behind_refusal();
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
                refusal_kept = match outcome {
                    Err(refusal) if cx.keeps_changes() => Some(refusal),
                    outcome => {
                        outcome?;
                        cx.check_fields()?;
                        None
                    }
                };
                if access == Access::Write {
                    event = audit::record(&mut cx, call.arguments.as_ref().ok().copied())?;
                }
                ids_left = Some(cx.into_ids());
                Ok(())
            };
            let outcome = match access {
                Access::Read => storage.read(&mut run),
                Access::Write => storage.write(&mut run),
            };
            // A rule that needs a password hashed ended for it; now that no lock is held it is done, and the rule
            // runs again.
            if !matches!(outcome, Err(CrmError::Bug { .. })) || !passwords.work(self.crm().password_cost())? {
                break outcome;
            }
        };
        match &outcome {
            Err(CrmError::Forbidden { operation, reason }) => {
                audit::record_refusal(storage, self.actor(), operation, reason, now);
            }
            Err(refusal) => {
                if let Some(then) = behind_refusal {
                    then(self, operation, refusal, now)?;
                }
            }
            Ok(()) => {}
        }
        outcome?;
        call.ids = ids_left.ok_or_else(|| CrmError::bug("a transaction ended without its context"))?;
        if let Some(event) = event {
            self.crm().notify(&event);
        }
        refusal_kept.map_or(Ok(()), Err)
    }
}

/// What a call brings to each of its transactions. Time and chance are taken here, before the first begins.
struct Call<'a> {
    operation: &'static Operation,
    /// Which transaction comes next; of most calls there is one, and it is the operation's own.
    access: Access,
    arguments: Result<&'a dyn ErasedArguments, CrmError>,
    now: Timestamp,
    ids: IdSource,
    /// What the declared rules found.
    violations: Violations,
    for_the_engine: bool,
    /// How many interruptions there had been.
    begun_at: u64,
}

impl<'a> Call<'a> {
    fn new(
        session: &Session,
        operation: &'static Operation,
        arguments: Result<&'a dyn ErasedArguments, CrmError>,
    ) -> Call<'a> {
        let environment = session.crm().environment();
        let now = clock::to_micros(environment.now());
        let mut seed = [0; 32];
        if operation.access == Access::Write {
            environment.random(&mut seed);
        }
        let mut violations = Violations::default();
        if let Ok(arguments) = &arguments {
            arguments.check(&mut violations);
        }
        let begun_at = session.crm().storage().interruptions();
        let (ids, access) = (IdSource::new(now, seed), operation.access);
        Call { operation, access, arguments, now, ids, violations, for_the_engine: false, begun_at }
    }
}

/// Arguments whose type the gate need not know.
pub(crate) trait ErasedArguments {
    fn check(&self, out: &mut Violations);
    fn to_json(&self) -> Result<String>;
}

impl<A: Arguments> ErasedArguments for A {
    fn check(&self, out: &mut Violations) {
        Arguments::check(self, out);
    }

    fn to_json(&self) -> Result<String> {
        serde_json::to_string(self).map_err(|e| CrmError::bug(e.to_string()))
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
    pub(crate) fn user(&self) -> Option<crate::ids::UserId> {
        match self {
            Actor::User { id, .. } => Some(*id),
            Actor::System => None,
        }
    }
}
