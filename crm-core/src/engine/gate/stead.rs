//! Calls in another operation's stead: what is generic is open to everybody, and asks for the right of the record's own area,
//! whose levels and guard it then goes by (OBJ-7).

use std::sync::Arc;

use serde_json::Value as Json;

use super::call::Means;
use super::context::Context;
use super::{Entity, kind};
use crate::engine::area;
use crate::engine::error::{CrmError, Result};
use crate::engine::ids::RecordId;
use crate::engine::objects::dialled;
use crate::engine::operations::Operation;
use crate::engine::schema_check;
use crate::engine::validate::Violations;
use crate::engine::wire::Node;

/// What a call is, and by what it was let in.
pub(crate) struct Standing {
    operation: &'static Operation,
    named: Option<Arc<str>>,
    by_role: bool,
    by_level: bool,
    duty_proved: bool,
}

impl Context<'_> {
    /// Goes on as a call of the area's own operation on a kind of record: from here on its right, its guard and its levels
    /// are asked for. Whoever has neither a role that holds it nor may hope for a duty hears so at once, as at the gate.
    ///
    /// # Errors
    /// `Forbidden`, by the name of that operation.
    pub(crate) fn in_stead_of(&mut self, entity: &str, verb: &str) -> Result<()> {
        let operation = self.operation_of(entity, verb)?;
        let by_role = self.holds(operation)?;
        self.operation = operation;
        self.by_role = by_role;
        self.by_level = by_role;
        let by_duty = || operation.right.guard.as_ref().is_some_and(|guard| guard.by_duty());
        if by_role || by_duty() { Ok(()) } else { self.no_permission() }
    }

    /// Whether the acting user may call the area's own operation on a kind of record by role, without a call of it.
    pub(crate) fn holds_in_stead(&mut self, entity: &str, verb: &str) -> Result<bool> {
        let operation = self.operation_of(entity, verb)?;
        self.holds(operation)
    }

    fn holds(&mut self, operation: &Operation) -> Result<bool> {
        Ok(operation.public || self.custom.lifted || self.held()?.is_none_or(|held| held.0.contains(operation.name)))
    }

    /// Goes on as a call of an operation of a defined object, whose right a role of theirs holds, or not (OBJ-6).
    pub(crate) fn called_as(&mut self, name: &str, by_role: bool) {
        self.named = Some(name.into());
        self.by_role = by_role;
        self.by_level = by_role;
    }

    /// What the call is called: the name of the operation, or of that in whose stead it is.
    pub(crate) fn called(&self) -> &str {
        self.named.as_deref().unwrap_or(self.operation.name)
    }

    /// The name of a defined object's operation, where the host called that (OBJ-6).
    pub(crate) fn dialled(&self) -> Option<&str> {
        self.dialled.as_deref()
    }

    /// Refuses unless the acting user may call that operation on the record. To who has neither role nor duty it is the same
    /// whether the record is there or not.
    ///
    /// # Errors
    /// What the guard of that operation gives.
    pub(crate) fn guard_in_stead(&mut self, entity: &Entity, id: RecordId) -> Result<()> {
        if self.operation.right.guard.is_none() {
            return if self.by_role { Ok(()) } else { self.no_permission() };
        }
        let guarded = match kind::find(entity)?.subject(self, id)? {
            Some(subject) => self.guard(&*subject, &None),
            None => self.not_found(entity.clone(), id),
        };
        match guarded {
            Err(refusal) if !self.by_role && !refusal.is_failure() => self.no_permission(),
            guarded => guarded,
        }
    }

    /// What the call is, to be gone back to once something was asked in another's stead.
    pub(crate) fn standing_of_call(&self) -> Standing {
        Standing {
            operation: self.operation,
            named: self.named.clone(),
            by_role: self.by_role,
            by_level: self.by_level,
            duty_proved: self.duty_proved,
        }
    }

    /// Goes on as the call that it is: with its own right, and no duty proved but on its own record.
    pub(crate) fn stand_again(&mut self, standing: Standing) {
        let Standing { operation, named, by_role, by_level, duty_proved } = standing;
        (self.operation, self.named) = (operation, named);
        (self.by_role, self.by_level, self.duty_proved) = (by_role, by_level, duty_proved);
    }

    /// Whether the kind's area has that operation of its own.
    pub(crate) fn has_in_stead(&self, entity: &str, verb: &str) -> bool {
        self.operation_of(entity, verb).is_ok()
    }

    /// Calls the area's own operation on a kind of record as a part of this call, with all that it asks of the acting user.
    ///
    /// # Errors
    /// What a call of it would be refused for.
    pub(crate) fn call_in_stead(&mut self, entity: &str, verb: &str, arguments: &Json) -> Result<()> {
        let standing = self.standing_of_call();
        let done = self.in_stead_of(entity, verb).and_then(|()| self.run_in_stead(&arguments.to_string()));
        self.stand_again(standing);
        done
    }

    /// Calls a verb of an object, typed or defined, as a part of this call, with all that it asks of the acting user. The
    /// arguments have the record's id.
    ///
    /// # Errors
    /// What a call of it would be refused for.
    pub(crate) fn call_verb(&mut self, object: &str, verb: &str, arguments: &str) -> Result<()> {
        let standing = self.standing_of_call();
        let done = match dialled(&format!("{object}.{verb}"), arguments) {
            Some((operation, whole)) => {
                (self.operation, self.by_role) = (operation, true);
                self.named = Some(format!("{object}.{verb}").into());
                self.run_in_stead(&whole)
            }
            None => self.in_stead_of(object, verb).and_then(|()| self.run_in_stead(arguments)),
        };
        self.stand_again(standing);
        done
    }

    fn run_in_stead(&mut self, arguments: &str) -> Result<()> {
        let operation = self.operation;
        let mut call = (operation.begin)();
        let misfit = |misfit| schema_check::explain(operation, arguments, misfit);
        call.read(Node::parse(arguments).map_err(misfit)?).map_err(misfit)?;
        let mut wrong = Violations::default();
        call.prepare(&mut wrong);
        if let Some(limits) = self.rights().limits().filter(|_| operation.speaks_of_fields()) {
            limits.check(operation, arguments, &mut wrong);
        }
        self.violations().extend(wrong.into_fields());
        let done = call.run(Means::Context(self));
        // A defined object's verbs say by themselves whom neither role nor duty lets.
        if operation.public {
            return done;
        }
        match done {
            Err(refusal) if !self.by_role && !self.duty_proved && !refusal.is_failure() => self.no_permission(),
            Ok(()) if !self.by_role && !self.duty_proved => self.no_permission(),
            done => done,
        }
    }

    /// The refusal of who has neither role nor duty.
    pub(crate) fn no_permission<T>(&self) -> Result<T> {
        Err(CrmError::forbidden(self.called(), "no_permission"))
    }

    /// The operation of that short name in the kind's area, or in the one that it follows.
    fn operation_of(&self, entity: &str, verb: &str) -> Result<&'static Operation> {
        let find = |name: &str| {
            let area = area::all().find(|area| area.name() == name)?;
            area.operations.iter().copied().find(|operation| operation.short_name() == verb)
        };
        let found = find(area::of_kind(entity)).or_else(|| find(area::root_of_kind(entity)));
        found.ok_or_else(|| CrmError::bug(format!("no area has {verb} for {entity}")))
    }
}
