//! Who may: orders are read by whoever reads their customer.

use super::types::Order;
use crate::customers::status::MAINTAINER;
use crate::gate::Entity;
use crate::gate::guard::{Duty, Guard, Subject};
use crate::ids::{RecordId, UserId};

pub(crate) const GUARDS: &[Guard] = &[
    Guard { operation: "orders.list", on: Entity::Customer, whose: MAINTAINER, when: &[] },
    Guard { operation: "orders.get", on: Entity::Order, whose: MAINTAINER, when: &[] },
];

/// An order as its guards see it: with the account manager of its customer.
pub(crate) struct OwnedOrder {
    pub(crate) order: Order,
    pub(crate) account_manager: Option<UserId>,
}

impl Subject for OwnedOrder {
    fn entity(&self) -> Entity {
        Entity::Order
    }

    fn id(&self) -> RecordId {
        self.order.id.into()
    }

    fn version(&self) -> i64 {
        self.order.version
    }

    fn on_duty(&self, duty: Duty) -> Option<UserId> {
        match duty {
            Duty::AccountManager => self.account_manager,
            _ => None,
        }
    }
}
