//! Who may: orders are read by whoever reads their customer.

use super::types::Order;
use crate::customers::status::{ACCOUNT_MANAGER, READER};
use crate::engine::gate::Entity;
use crate::engine::gate::guard::{Subject, Whose};
use crate::engine::ids::{RecordId, UserId};
use crate::engine::objects::custom::Extends;
use crate::engine::permission::rights;

rights! {
    list by MA on CUSTOMER whose READER;
    get  by MA on ORDER    whose READER;
}

/// Who writes the fields that packs give orders.
pub(crate) static EXTENDS: Extends = Extends::by("M", Whose::Anyone);

/// An order as its guards see it: with the account manager of its customer.
pub(crate) struct OwnedOrder {
    pub(crate) order: Order,
    pub(crate) account_manager: Option<UserId>,
    /// The currency of its amounts.
    pub(crate) currency: String,
}

impl Subject for OwnedOrder {
    fn entity(&self) -> Entity {
        Entity::ORDER
    }

    fn id(&self) -> RecordId {
        self.order.id.into()
    }

    fn version(&self) -> i64 {
        self.order.version
    }

    fn duties(&self) -> Vec<(&str, UserId)> {
        self.account_manager.iter().map(|user| (ACCOUNT_MANAGER.name, *user)).collect()
    }

    fn tied(&self) -> Option<(Entity, RecordId)> {
        self.order.customer.as_ref().map(|customer| (Entity::CUSTOMER, customer.id.into()))
    }
}
