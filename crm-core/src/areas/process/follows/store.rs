//! The statements on who follows records: of the followers themselves the engine has them.

use std::collections::BTreeMap;

use crate::engine::error::Result;
use crate::engine::storage::{Transaction, each_by_key};
use crate::users::UserRef;

/// Users as records mention them, by their keys.
pub(super) fn called(tx: &mut dyn Transaction, keys: &[i64]) -> Result<BTreeMap<i64, UserRef>> {
    let mut found = BTreeMap::new();
    each_by_key(tx, "SELECT u.id, u.uid, u.display_name FROM users u WHERE u.id", &[], keys, |c| {
        found.insert(c.next()?, UserRef::read(c)?);
        Ok(())
    })?;
    Ok(found)
}
