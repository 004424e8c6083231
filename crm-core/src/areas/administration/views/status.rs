//! Who may: views are their owners'. The right to what a view asks for is asked where its object is known (VIEW-1).

use super::types::View;
use crate::engine::gate::Entity;
use crate::engine::gate::guard::{Duty, Subject, Whose};
use crate::engine::ids::{RecordId, UserId};
use crate::engine::permission::rights;

const OWNER: Duty<'_> = Duty::within("owner", "its owner");

/// Their own alone, whatever the roles.
const OWN: Whose<'_> = Whose::Only(&[OWNER]);

/// Anybody's for who deletes any.
const ANY: Whose<'_> = Whose::RoleOr(&[OWNER]);

/// Their own, for whom the permission is needed too: a view is made by its owner, or was taken over.
const OWN_BY_ROLE: Whose<'_> = Whose::Creator;

rights! {
    list   by everyone;
    create by everyone;
    update by everyone on VIEW whose OWN;
    delete by S        on VIEW whose ANY;
    share  by SM       on VIEW whose OWN_BY_ROLE;
    rows   by everyone;
    table  by everyone;
}

/// A view that somebody keeps, with its key.
pub(crate) struct Found {
    pub(super) key: i64,
    pub(super) id: RecordId,
    pub(super) view: View,
}

impl Found {
    fn owner(&self) -> Option<UserId> {
        self.view.owner.as_ref().map(|owner| owner.id)
    }
}

impl Subject for Found {
    fn entity(&self) -> Entity {
        Entity::VIEW
    }

    fn id(&self) -> RecordId {
        self.id
    }

    fn version(&self) -> i64 {
        self.view.version
    }

    fn creator(&self) -> Option<UserId> {
        self.owner()
    }

    fn duties(&self) -> Vec<(&str, UserId)> {
        self.owner().map(|owner| (OWNER.name, owner)).into_iter().collect()
    }
}
