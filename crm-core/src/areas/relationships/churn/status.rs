//! When may, and who: the status machine of churn warnings.
//!
//! ```text
//! warned ──defer──▶ deferred ──confirm──▶ lost
//!    │               │ ▲ └─ defer
//!    └───────┬───────┘
//!            └─ scan, or before a confirmation ──▶ recovered
//! ```

use super::types::{ChurnWarning, WarningStatus};
use crate::customers::status::MAINTAINER;
use crate::gate::Entity;
use crate::gate::guard::{Duty, Guard, Subject, Whose};
use crate::ids::{RecordId, UserId};

const WARNED: &str = WarningStatus::Warned.as_str();
const DEFERRED: &str = WarningStatus::Deferred.as_str();

/// Whoever answers for the customer now, or a sales manager in place of somebody who can't.
const RESPONSIBLE: Whose = Whose::OnlyOrSubstitute(&[Duty::AccountManager]);

pub(crate) const GUARDS: &[Guard] = &[
    Guard { operation: "churn.get", on: Entity::Warning, whose: MAINTAINER, when: &[] },
    Guard { operation: "churn.history", on: Entity::Customer, whose: MAINTAINER, when: &[] },
    Guard { operation: "churn.defer", on: Entity::Warning, whose: RESPONSIBLE, when: &[WARNED, DEFERRED] },
    Guard { operation: "churn.confirm", on: Entity::Warning, whose: RESPONSIBLE, when: &[DEFERRED] },
];

/// A warning as its guards see it: the duty is on the customer's *present* account manager.
pub(crate) struct Case {
    pub(crate) key: i64,
    pub(crate) customer_key: i64,
    pub(crate) warning: ChurnWarning,
    pub(crate) manager: Option<UserId>,
    /// Whether that person is disabled, or there is none.
    pub(crate) vacant: bool,
    /// Whether its customer is quiet no more, so that a confirmation would be refused; known where it was looked for.
    pub(crate) recovering: bool,
}

impl Case {
    pub(crate) fn is_open(&self) -> bool {
        matches!(self.warning.status, WarningStatus::Warned | WarningStatus::Deferred)
    }
}

impl Subject for Case {
    fn entity(&self) -> Entity {
        Entity::Warning
    }

    fn id(&self) -> RecordId {
        self.warning.id.into()
    }

    fn version(&self) -> i64 {
        self.warning.version
    }

    fn state(&self) -> &'static str {
        self.warning.status.as_str()
    }

    fn on_duty(&self, duty: Duty) -> Option<UserId> {
        match duty {
            Duty::AccountManager => self.manager,
            _ => None,
        }
    }

    fn vacant(&self) -> bool {
        self.vacant
    }

    fn hindrance(&self, operation: &str) -> Option<&'static str> {
        // CHURN-2: a confirmation looks for it, and is refused.
        (operation == "churn.confirm" && self.recovering).then_some("recovered")
    }
}
