//! Who may: whoever has the record shows it to others, in every state.

use crate::customers::status::ACCOUNT_MANAGER;
use crate::engine::gate::guard::{Duty, Whose};
use crate::engine::permission::rights;
use crate::opportunities::status::ASSIGNEE;

/// Whom a record is shared with, for reading or for writing.
pub(crate) const SHARED: Duty<'_> = Duty::beside("shared", "whom it is shared with");

/// Whom a record is shared with for writing.
pub(crate) const SHARED_TO_WRITE: Duty<'_> = Duty::beside("shared_to_write", "whom it is shared with for writing");

/// Whoever has it, or changes any (SHARE-3). The assignee of a ticket is called as that of an opportunity is.
const SHARER: Whose<'_> = Whose::RoleOr(&[ACCOUNT_MANAGER, ASSIGNEE]);

/// Beside those, a user who gives up their own share (SHARE-5): the rule looks at which it is.
const TAKER: Whose<'_> = Whose::RoleOr(&[ACCOUNT_MANAGER, ASSIGNEE, SHARED]);

rights! {
    give      by M on CUSTOMER or OPPORTUNITY or TICKET whose SHARER;
    take_back by M on CUSTOMER or OPPORTUNITY or TICKET whose TAKER;
    list      by M on CUSTOMER or OPPORTUNITY or TICKET whose SHARER;
    mine      by everyone;
}
