//! The statements that find what the name of a merged record stands for.

use std::collections::HashMap;

use uuid::Uuid;

use crate::engine::error::Result;
use crate::engine::storage::{Transaction, each_by_key, params};

/// Those of the ids that name records which were merged, each with the record that it stands for.
pub(super) fn survivors(tx: &mut dyn Transaction, ids: &[Uuid]) -> Result<HashMap<Uuid, Uuid>> {
    let mut found = HashMap::new();
    let select = "SELECT m.loser, m.survivor FROM merged_records m WHERE m.survivor IS NOT NULL AND m.loser";
    each_by_key(tx, select, &[], ids, |c| {
        found.insert(c.next()?, c.next()?);
        Ok(())
    })?;
    Ok(found)
}

/// The record that the key of a merged one stands for.
pub(crate) fn by_external_id(tx: &mut dyn Transaction, home: &str, external_id: &str) -> Result<Option<Uuid>> {
    tx.one(
        "SELECT survivor FROM merged_records WHERE home = ? AND external_id = ? AND survivor IS NOT NULL",
        params![home, external_id],
        |c| c.next(),
    )
}

/// The records that the keys of merged ones stand for.
pub(crate) fn by_external_ids(
    tx: &mut dyn Transaction,
    home: &str,
    external_ids: &[&str],
) -> Result<HashMap<String, Uuid>> {
    let mut found = HashMap::new();
    let select = "SELECT m.external_id, m.survivor FROM merged_records m \
                  WHERE m.home = ? AND m.survivor IS NOT NULL AND m.external_id";
    each_by_key(tx, select, params![home], external_ids, |c| {
        found.insert(c.next()?, c.next()?);
        Ok(())
    })?;
    Ok(found)
}

/// The record that the short number of a merged one stands for.
pub(crate) fn by_number(tx: &mut dyn Transaction, home: &str, number: i64) -> Result<Option<Uuid>> {
    tx.one(
        "SELECT survivor FROM merged_records WHERE home = ? AND number = ? AND survivor IS NOT NULL",
        params![home, number],
        |c| c.next(),
    )
}
