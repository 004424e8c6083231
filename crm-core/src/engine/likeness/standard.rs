//! The rules on duplicates that every database holds (DUP-2): in force in a new one, disabled in one that was upgraded.

use serde_json::{Map, Value as Json};

use crate::engine::clock::{IdSource, Timestamp};
use crate::engine::error::{CrmError, Result};
use crate::engine::setup;
use crate::engine::setup::store::{Written, insert, is_taken, last_position};
use crate::engine::storage::Transaction;

/// The rules, by their names.
const RULES: &str = include_str!("../../../duplicates.json");

/// Adds them, but for those whose names are taken.
pub(crate) fn bring(tx: &mut dyn Transaction, ids: &mut IdSource, now: Timestamp, enabled: bool) -> Result<()> {
    let kind = setup::find("duplicate_rule").ok_or_else(|| CrmError::bug("there are no rules on duplicates"))?;
    let all: Map<String, Json> = serde_json::from_str(RULES).map_err(|_| CrmError::bug("rules that are no JSON"))?;
    for (name, document) in &all {
        if is_taken(tx, kind, name)? {
            continue;
        }
        let (position, content) = (last_position(tx, kind)?, kind.content(document)?.json());
        let new =
            Written { kind, name, version: 1, enabled, position, content: &content, at: now, by: None, pack: None };
        insert(tx, ids.uuid(), &new)?;
    }
    Ok(())
}
