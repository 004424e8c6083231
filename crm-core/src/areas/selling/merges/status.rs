//! Who may: sales managers, whose scope reaches the records; who is the account manager of all of them; and who merged, undoes.

use super::types::Merge;
use crate::customers::status::ACCOUNT_MANAGER;
use crate::engine::gate::guard::{Duty, Subject, Whose, identity};
use crate::engine::ids::UserId;
use crate::engine::permission::rights;

/// Who merged.
const MERGER: Duty<'_> = Duty::within("merger", "who merged");

const ANY_OR_OWN: Whose<'_> = Whose::RoleOr(&[ACCOUNT_MANAGER]);
const ANY_OR_MERGER: Whose<'_> = Whose::RoleOr(&[MERGER]);

/// The state of a merge that can be undone.
const STANDS: &str = "merged";

rights! {
    preview by M        on CUSTOMER or CONTACT whose ANY_OR_OWN;
    apply   by M        on CUSTOMER or CONTACT whose ANY_OR_OWN;
    undo    by M        on MERGE               whose ANY_OR_MERGER when [STANDS];
    list    by MA;
}

impl Subject for Merge {
    identity!(MERGE);

    fn state(&self) -> &str {
        if self.undone_at.is_some() { "undone" } else { STANDS }
    }

    fn duties(&self) -> Vec<(&str, UserId)> {
        self.merged_by.iter().map(|user| (MERGER.name, user.id)).collect()
    }
}
