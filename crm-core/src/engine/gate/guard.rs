//! May, then do: who may call an operation on a given record, and in which states. The rows stand in the areas'
//! `status.rs`; the gate and `meta.allowed` ask the same function.

use crate::engine::error::{CrmError, Result};
use crate::engine::gate::Entity;
use crate::engine::ids::{RecordId, UserId};

/// A tie between a person and a record that itself grants something (DUTY-1), as the area that knows it declares it:
/// [`Subject::duties`] says who has it, or what is written down beside the record does.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Duty<'a> {
    /// Its name, `assignee`.
    pub(crate) name: &'a str,
    /// Whoever has it, as documents say it: `its assignee`.
    pub(crate) phrase: &'a str,
    /// Whether it is written down beside the record, so that it must be looked up (`Area::ties`).
    pub(crate) beside: bool,
}

impl<'a> Duty<'a> {
    /// One that the record itself says.
    pub(crate) const fn within(name: &'a str, phrase: &'a str) -> Duty<'a> {
        Duty { name, phrase, beside: false }
    }

    /// One that is written down beside the record.
    pub(crate) const fn beside(name: &'a str, phrase: &'a str) -> Duty<'a> {
        Duty { name, phrase, beside: true }
    }
}

/// Whose record it must be.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Whose<'a> {
    /// Anybody's: the permission is enough.
    Anyone,
    /// The caller's own creation; the permission is needed too.
    Creator,
    /// Anybody's for who holds the permission by role; for others theirs by duty.
    RoleOr(&'a [Duty<'a>]),
    /// The same; in this state of the record a role lets them only where one holds that other operation too.
    RoleOrAlso(&'a [Duty<'a>], &'a str, &'a str),
    /// Theirs by duty, whatever the roles.
    Only(&'a [Duty<'a>]),
    /// Theirs by duty; for who holds the permission by role, where the person on duty is disabled.
    OnlyOrSubstitute(&'a [Duty<'a>]),
}

/// What an operation asks of the record that it is called on.
#[derive(Debug)]
pub(crate) struct Guard<'a> {
    /// The kinds of record, for which `allowed` lists the operation.
    pub(crate) on: &'a [Entity],
    pub(crate) whose: Whose<'a>,
    /// The states in which it is possible; empty for any.
    pub(crate) when: &'a [&'a str],
}

/// What a guard needs to know of a record.
pub(crate) trait Subject {
    fn entity(&self) -> Entity;
    fn id(&self) -> RecordId;
    fn version(&self) -> i64;
    /// The state the guard's `when` speaks of.
    fn state(&self) -> &str {
        ""
    }
    fn creator(&self) -> Option<UserId> {
        None
    }
    /// The duties on it, by their names, with who has them.
    fn duties(&self) -> Vec<(&str, UserId)> {
        Vec::new()
    }
    /// The record beside which duties on this one are written down: that which it belongs to, or itself.
    fn tied(&self) -> Option<(Entity, RecordId)> {
        Some((self.entity(), self.id()))
    }
    /// Whether the person on duty is disabled, so that a substitute may act.
    fn vacant(&self) -> bool {
        false
    }
    /// Whether it is in reach of the levels by which its area lets somebody change it by role, where that asks for levels itself.
    fn is_reached(&self) -> bool {
        true
    }
    /// Whether the state lets the operation, beside what its guard says of states: where something of the record itself says that
    /// there is no such step.
    fn lets(&self, _operation: &str) -> bool {
        true
    }
    /// What about the record, beside its state, rules the operation out whatever its arguments are: the reason of the
    /// conflict, `in_use`.
    fn hindrance(&self, _operation: &str) -> Option<&str> {
        None
    }
}

/// What every subject with an `id` and a `version` says of itself: `identity!(OPPORTUNITY);` inside the `impl`.
macro_rules! identity {
    ($Entity:ident) => {
        fn entity(&self) -> $crate::engine::gate::Entity {
            $crate::engine::gate::Entity::$Entity
        }

        fn id(&self) -> $crate::engine::ids::RecordId {
            self.id.into()
        }

        fn version(&self) -> i64 {
            self.version
        }
    };
}
pub(crate) use identity;

/// The acting user, as far as guards ask.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Asker<'t> {
    /// `None` for the engine itself.
    pub(crate) user: Option<UserId>,
    /// Whether one of the roles holds the operation.
    pub(crate) by_role: bool,
    /// The duties on the record that are written down beside it, by their names; `None` where nobody looked yet.
    pub(crate) ties: Option<&'t [&'static str]>,
}

impl Guard<'_> {
    /// Whether a duty can grant the operation to somebody without the permission.
    pub(crate) fn by_duty(&self) -> bool {
        matches!(self.whose, Whose::RoleOr(_) | Whose::RoleOrAlso(..) | Whose::Only(_) | Whose::OnlyOrSubstitute(_))
    }

    /// Whether it is worth looking for what is written down beside the record: whoever may already has no need of it.
    pub(crate) fn asks_beside(&self, asker: Asker<'_>, subject: &dyn Subject) -> bool {
        let duties = match self.whose {
            Whose::RoleOr(duties)
            | Whose::RoleOrAlso(duties, ..)
            | Whose::Only(duties)
            | Whose::OnlyOrSubstitute(duties) => duties,
            Whose::Anyone | Whose::Creator => &[],
        };
        asker.ties.is_none() && duties.iter().any(|duty| duty.beside) && !self.may(asker, subject)
    }

    /// Whose record: pure, and the same for the gate and for `allowed`.
    pub(crate) fn may(&self, asker: Asker<'_>, subject: &dyn Subject) -> bool {
        let on_duty = |duties: &[Duty<'_>]| {
            let within = |duty: &Duty<'_>| {
                !duty.beside
                    && subject.duties().iter().any(|(name, who)| Some(*who) == asker.user && *name == duty.name)
            };
            let beside = |duty: &Duty<'_>| duty.beside && asker.ties.is_some_and(|ties| ties.contains(&duty.name));
            duties.iter().any(|duty| within(duty) || beside(duty))
        };
        match self.whose {
            Whose::Anyone => asker.by_role,
            Whose::Creator => asker.by_role && asker.user.is_some() && subject.creator() == asker.user,
            Whose::RoleOr(duties) | Whose::RoleOrAlso(duties, ..) => asker.by_role || on_duty(duties),
            Whose::Only(duties) => on_duty(duties),
            Whose::OnlyOrSubstitute(duties) => on_duty(duties) || (asker.by_role && subject.vacant()),
        }
    }

    /// The other operation that a role must hold too to let them this one on the record, where there is one.
    pub(crate) fn also(&self, subject: &dyn Subject) -> Option<&str> {
        match self.whose {
            Whose::RoleOrAlso(_, state, operation) if subject.state() == state => Some(operation),
            _ => None,
        }
    }

    /// Whose record, as a phrase for documents.
    pub(crate) fn phrase(&self) -> String {
        let duties = |duties: &[Duty<'_>]| {
            let phrases: Vec<&str> = duties.iter().map(|duty| duty.phrase).collect();
            phrases.join(" or ")
        };
        match self.whose {
            Whose::Anyone => "any record".into(),
            Whose::Creator => "the caller's own creation".into(),
            Whose::RoleOr(any) => format!("any record by role; without the role, for {}", duties(any)),
            Whose::RoleOrAlso(any, state, operation) => format!(
                "any record by role, where it is {state} only with `{operation}` too; without the role, for {}",
                duties(any)
            ),
            Whose::Only(any) => format!("for {} alone", duties(any)),
            Whose::OnlyOrSubstitute(any) => {
                format!("for {}; by role where that person is disabled", duties(any))
            }
        }
    }

    /// Whether the record's state allows it.
    fn possible(&self, subject: &dyn Subject) -> bool {
        self.when.is_empty() || self.when.contains(&subject.state())
    }

    /// What comes behind whose record it is, in the order of PERM-3: version, state, and what hinders beside the state.
    pub(crate) fn check(&self, operation: &str, subject: &dyn Subject, version: Option<i64>) -> Result<()> {
        check_version(subject, version)?;
        if !self.possible(subject) || !subject.lets(operation) {
            return Err(CrmError::IllegalTransition {
                from: subject.state().to_owned(),
                operation: operation.to_owned(),
            });
        }
        match subject.hindrance(operation) {
            Some(reason) => Err(CrmError::conflict(subject.entity().as_str(), subject.id(), reason)),
            None => Ok(()),
        }
    }
}

/// Refuses a stale version (BAD-2).
pub(crate) fn check_version(subject: &dyn Subject, version: Option<i64>) -> Result<()> {
    if version.is_some_and(|v| v != subject.version()) {
        return Err(CrmError::conflict(subject.entity().as_str(), subject.id(), "stale_version"));
    }
    Ok(())
}
