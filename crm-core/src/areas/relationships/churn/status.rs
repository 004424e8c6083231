//! When may, and who: the status machine of churn warnings.
//!
//! ```text
//! warned ──defer──▶ deferred ──confirm──▶ lost
//!    │               │ ▲ └─ defer
//!    └───────┬───────┘
//!            └─ scan, or before a confirmation ──▶ recovered
//! ```

use super::types::{ChurnWarning, WarningStatus};
use crate::customers::status::{ACCOUNT_MANAGER, READER};
use crate::engine::gate::Entity;
use crate::engine::gate::guard::{Subject, Whose};
use crate::engine::ids::{RecordId, UserId};
use crate::engine::permission::rights;

const WARNED: &str = WarningStatus::Warned.as_str();
const DEFERRED: &str = WarningStatus::Deferred.as_str();

/// Whoever answers for the customer now, or a sales manager in place of somebody who can't.
const RESPONSIBLE: Whose<'_> = Whose::OnlyOrSubstitute(&[ACCOUNT_MANAGER]);

rights! {
    scan     by I;
    get      by MA on WARNING  whose READER;
    measures by MA on WARNING  whose READER;
    list     by MA;
    history  by MA on CUSTOMER whose READER;
    defer    by M  on WARNING  whose RESPONSIBLE when [WARNED, DEFERRED];
    confirm  by M  on WARNING  whose RESPONSIBLE when [DEFERRED];
}

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
        Entity::WARNING
    }

    fn id(&self) -> RecordId {
        self.warning.id.into()
    }

    fn version(&self) -> i64 {
        self.warning.version
    }

    fn state(&self) -> &str {
        self.warning.status.as_str()
    }

    fn duties(&self) -> Vec<(&str, UserId)> {
        self.manager.iter().map(|user| (ACCOUNT_MANAGER.name, *user)).collect()
    }

    fn tied(&self) -> Option<(Entity, RecordId)> {
        Some((Entity::CUSTOMER, self.warning.customer.id.into()))
    }

    fn vacant(&self) -> bool {
        self.vacant
    }

    fn hindrance(&self, operation: &str) -> Option<&str> {
        // CHURN-2: a confirmation looks for it, and is refused.
        (operation == "churn.confirm" && self.recovering).then_some("recovered")
    }
}
