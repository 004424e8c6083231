//! May, then do: who may call an operation on a given record, and in which states. One table an area (its
//! `status.rs`); the gate and `meta.allowed` ask the same function.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::error::{CrmError, Result};
use crate::gate::Entity;
use crate::ids::{RecordId, UserId};

/// A tie between a person and a record that itself grants something (DUTY-1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Duty {
    /// The person the record is assigned to.
    Assignee,
    /// The customer's account manager.
    AccountManager,
    /// The person who handled the ticket last.
    Handler,
}

impl Duty {
    fn phrase(self) -> &'static str {
        match self {
            Duty::Assignee => "its assignee",
            Duty::AccountManager => "the customer's account manager",
            Duty::Handler => "the person who handled it last",
        }
    }
}

/// Whose record it must be.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Whose {
    /// Anybody's: the permission is enough.
    Anyone,
    /// The caller's own creation; the permission is needed too.
    Creator,
    /// Anybody's for who holds the permission by role; for others theirs by duty.
    RoleOr(&'static [Duty]),
    /// Theirs by duty, whatever the roles.
    Only(&'static [Duty]),
    /// Theirs by duty; for who holds the permission by role, where the person on duty is disabled.
    OnlyOrSubstitute(&'static [Duty]),
}

/// One row of an area's guard table.
#[derive(Debug)]
pub(crate) struct Guard {
    pub(crate) operation: &'static str,
    /// The kind of record that the operation is called on, and for which `allowed` lists it.
    pub(crate) on: Entity,
    pub(crate) whose: Whose,
    /// The states in which it is possible; empty for any.
    pub(crate) when: &'static [&'static str],
}

/// What a guard needs to know of a record.
pub(crate) trait Subject {
    fn entity(&self) -> Entity;
    fn id(&self) -> RecordId;
    fn version(&self) -> i64;
    /// The state the guard's `when` speaks of.
    fn state(&self) -> &'static str {
        ""
    }
    fn creator(&self) -> Option<UserId> {
        None
    }
    /// Who holds the duty.
    fn on_duty(&self, _duty: Duty) -> Option<UserId> {
        None
    }
    /// Whether the person on duty is disabled, so that a substitute may act.
    fn vacant(&self) -> bool {
        false
    }
    /// What about the record, beside its state, rules the operation out whatever its arguments are: the reason of the
    /// conflict, `in_use`.
    fn hindrance(&self, _operation: &str) -> Option<&'static str> {
        None
    }
}

/// What every subject with an `id` and a `version` says of itself: `identity!(Opportunity);` inside the `impl`.
macro_rules! identity {
    ($Entity:ident) => {
        fn entity(&self) -> $crate::gate::Entity {
            $crate::gate::Entity::$Entity
        }

        fn id(&self) -> $crate::ids::RecordId {
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
pub(crate) struct Asker {
    /// `None` for the engine itself.
    pub(crate) user: Option<UserId>,
    /// Whether one of the roles holds the operation.
    pub(crate) by_role: bool,
}

/// The guard of an operation, where it has one.
pub(crate) fn find(operation: &str) -> Option<&'static Guard> {
    static BY_OPERATION: LazyLock<HashMap<&'static str, &'static Guard>> =
        LazyLock::new(|| all().map(|g| (g.operation, g)).collect());
    BY_OPERATION.get(operation).copied()
}

/// Every guard of every area. One line an area that has any.
pub(crate) fn all() -> impl Iterator<Item = &'static Guard> {
    [
        crate::opportunities::status::GUARDS,
        crate::plans::status::GUARDS,
        crate::customers::status::GUARDS,
        crate::contacts::status::GUARDS,
        crate::interactions::status::GUARDS,
        crate::orders::status::GUARDS,
        crate::churn::status::GUARDS,
        crate::tickets::status::GUARDS,
        crate::dictionary::status::GUARDS,
        crate::users::status::GUARDS,
        crate::settings::status::GUARDS,
        crate::roles::status::GUARDS,
        crate::departments::status::GUARDS,
    ]
    .into_iter()
    .flatten()
}

impl Guard {
    /// Whether a duty can grant the operation to somebody without the permission.
    pub(crate) fn by_duty(&self) -> bool {
        matches!(self.whose, Whose::RoleOr(_) | Whose::Only(_) | Whose::OnlyOrSubstitute(_))
    }

    /// Whose record: pure, and the same for the gate and for `allowed`.
    pub(crate) fn may(&self, asker: Asker, subject: &dyn Subject) -> bool {
        let on_duty =
            |duties: &[Duty]| asker.user.is_some() && duties.iter().any(|duty| subject.on_duty(*duty) == asker.user);
        match self.whose {
            Whose::Anyone => asker.by_role,
            Whose::Creator => asker.by_role && asker.user.is_some() && subject.creator() == asker.user,
            Whose::RoleOr(duties) => asker.by_role || on_duty(duties),
            Whose::Only(duties) => on_duty(duties),
            Whose::OnlyOrSubstitute(duties) => on_duty(duties) || (asker.by_role && subject.vacant()),
        }
    }

    /// Whose record, as a phrase for documents.
    pub(crate) fn phrase(&self) -> String {
        let duties = |duties: &[Duty]| {
            let names: Vec<&str> = duties.iter().map(|duty| duty.phrase()).collect();
            names.join(" or ")
        };
        match self.whose {
            Whose::Anyone => "any record".into(),
            Whose::Creator => "the caller's own creation".into(),
            Whose::RoleOr(any) => format!("any record by role; without the role, for {}", duties(any)),
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

    /// Whether the operation may be called on the record now (META-1): all that the gate looks at but the version, which
    /// a call brings.
    pub(crate) fn allows(&self, asker: Asker, subject: &dyn Subject) -> bool {
        self.may(asker, subject) && self.check(subject, None).is_ok()
    }

    /// What comes behind whose record it is, in the order of PERM-3: version, state, and what hinders beside the state.
    pub(crate) fn check(&self, subject: &dyn Subject, version: Option<i64>) -> Result<()> {
        check_version(subject, version)?;
        if !self.possible(subject) {
            return Err(CrmError::IllegalTransition {
                from: subject.state().to_owned(),
                operation: self.operation.to_owned(),
            });
        }
        match subject.hindrance(self.operation) {
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
