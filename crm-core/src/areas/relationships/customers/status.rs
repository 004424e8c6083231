//! When may, and who: customers are `active`, or `lost` and frozen until they are won back (CUST-4).

use super::types::{Customer, CustomerStatus};
use crate::engine::gate::guard::{Duty, Subject, Whose, identity};
use crate::engine::ids::UserId;
use crate::engine::permission::rights;

/// The state in which a customer and its contacts may be changed.
pub(crate) const ACTIVE: &str = CustomerStatus::Active.as_str();

/// The state from which a customer can be won back.
const LOST: &str = CustomerStatus::Lost.as_str();

/// The customer's account manager.
pub(crate) const ACCOUNT_MANAGER: Duty<'_> = Duty { name: "account_manager", phrase: "the customer's account manager" };

/// Whoever may do CUST-2: the customer's account manager, or a sales manager.
pub(crate) const MAINTAINER: Whose<'_> = Whose::RoleOr(&[ACCOUNT_MANAGER]);

rights! {
    create      by MA;
    create_many by MA;
    import_many by I;
    get         by MA on CUSTOMER whose MAINTAINER;
    list        by MA;
    update      by M  on CUSTOMER whose MAINTAINER when [ACTIVE];
    win_back    by M  on CUSTOMER                  when [LOST];
}

impl Subject for Customer {
    identity!(CUSTOMER);

    fn state(&self) -> &str {
        self.status.as_str()
    }

    fn creator(&self) -> Option<UserId> {
        self.creator.as_ref().map(|u| u.id)
    }

    fn duties(&self) -> Vec<(&str, UserId)> {
        self.account_manager.iter().map(|user| (ACCOUNT_MANAGER.name, user.id)).collect()
    }
}
