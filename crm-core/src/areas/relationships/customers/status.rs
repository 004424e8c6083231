//! When may, and who: customers are `active`, or `lost` and frozen until they are won back (CUST-4).

use super::types::{Customer, CustomerStatus};
use crate::gate::Entity;
use crate::gate::guard::{Duty, Guard, Subject, Whose, identity};
use crate::ids::UserId;

/// The states in which a customer and its contacts may be changed.
pub(crate) const ACTIVE: &[&str] = &[CustomerStatus::Active.as_str()];

/// The state from which a customer can be won back.
const LOST: &[&str] = &[CustomerStatus::Lost.as_str()];

/// Whoever may do CUST-2: the customer's account manager, or a sales manager.
pub(crate) const MAINTAINER: Whose = Whose::RoleOr(&[Duty::AccountManager]);

pub(crate) const GUARDS: &[Guard] = &[
    Guard { operation: "customers.get", on: Entity::Customer, whose: MAINTAINER, when: &[] },
    Guard { operation: "customers.update", on: Entity::Customer, whose: MAINTAINER, when: ACTIVE },
    Guard { operation: "customers.win_back", on: Entity::Customer, whose: Whose::Anyone, when: LOST },
];

impl Subject for Customer {
    identity!(Customer);

    fn state(&self) -> &'static str {
        self.status.as_str()
    }

    fn creator(&self) -> Option<UserId> {
        self.creator.as_ref().map(|u| u.id)
    }

    fn on_duty(&self, duty: Duty) -> Option<UserId> {
        match duty {
            Duty::AccountManager => self.account_manager.as_ref().map(|u| u.id),
            _ => None,
        }
    }
}
