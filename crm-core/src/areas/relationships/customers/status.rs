//! When may, and who: customers are `active`, or `lost` and frozen until they are won back (CUST-4).

use super::recount;
use super::types::{Customer, CustomerStatus};
use crate::collaborators::status::COLLABORATOR;
use crate::engine::gate::guard::{Duty, Subject, Whose, identity};
use crate::engine::ids::UserId;
use crate::engine::objects::custom::Extends;
use crate::engine::permission::rights;
use crate::shares::status::{SHARED, SHARED_TO_WRITE};
use crate::tickets::status::SERVICE;

/// The state in which a customer and its contacts may be changed.
pub(crate) const ACTIVE: &str = CustomerStatus::Active.as_str();

/// The state from which a customer can be won back.
const LOST: &str = CustomerStatus::Lost.as_str();

/// The customer's account manager.
pub(crate) const ACCOUNT_MANAGER: Duty<'_> = Duty::within("account_manager", "the customer's account manager");

/// Whoever may do CUST-2: the customer's account manager or who works on it beside them (SHARE-1, SHARE-2), or a sales
/// manager.
pub(crate) const MAINTAINER: Whose<'_> = Whose::RoleOr(&[ACCOUNT_MANAGER, COLLABORATOR, SHARED_TO_WRITE]);

/// Whoever is told whose it was: a sales manager, or its account manager.
const OWNER: Whose<'_> = Whose::RoleOr(&[ACCOUNT_MANAGER]);

/// Whoever reads what follows a customer: any reader of all, whoever maintains it, and with whom it is shared.
pub(crate) const READER: Whose<'_> = Whose::RoleOr(&[ACCOUNT_MANAGER, COLLABORATOR, SHARED]);

/// Whoever reads the customer and its contacts: beside those, who serves it just now (SCOPE-10).
pub(crate) const READER_OR_SERVICE: Whose<'_> = Whose::RoleOr(&[ACCOUNT_MANAGER, COLLABORATOR, SHARED, SERVICE]);

rights! {
    create      by MA;
    create_many by MA;
    import_many by I;
    get         by MA on CUSTOMER whose READER_OR_SERVICE;
    list        by MA;
    update      by M  on CUSTOMER whose MAINTAINER when [ACTIVE];
    win_back    by M  on CUSTOMER                  when [LOST];
    owners      by M  on CUSTOMER whose OWNER;
}

/// Who writes the fields that packs give customers, whatever their state.
pub(crate) static EXTENDS: Extends = Extends::by("M", MAINTAINER).completed_by(recount::settle);

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
