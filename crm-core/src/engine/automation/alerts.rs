//! The alerts that every database holds (AUTO-15): rules by time, disabled, and the tag that one of them puts on records.

use serde_json::{Map, Value as Json, json};

use super::document::AUTOMATION;
use super::named;
use crate::engine::clock::{IdSource, Timestamp};
use crate::engine::error::{CrmError, Result};
use crate::engine::setup::store::{self as setup, Written};
use crate::engine::setup::{self as kinds, Kind};
use crate::engine::storage::Transaction;
use crate::engine::tree::Tree;

/// The alerts, by their names.
const ALERTS: &str = include_str!("../../../alerts.json");

/// The tag.
const TAG: (&str, &str) = ("高风险", "#D32F2F");

/// Adds them, but for those whose names are taken.
pub(crate) fn bring(tx: &mut dyn Transaction, ids: &mut IdSource, now: Timestamp) -> Result<()> {
    let tags = kinds::find("tag").ok_or_else(|| CrmError::bug("there are no tags"))?;
    add(tx, ids, now, (tags, TAG.0), &json!({"colour": TAG.1}))?;
    let all: Map<String, Json> = serde_json::from_str(ALERTS).map_err(|_| CrmError::bug("alerts that are no JSON"))?;
    for (name, document) in &all {
        if let Some(key) = add(tx, ids, now, (&AUTOMATION, name), document)? {
            let actions = document.get("actions").and_then(Json::as_array);
            let actions: Vec<Tree> = actions.into_iter().flatten().map(|action| action.clone().into()).collect();
            setup::keep_names(tx, key, &named::documents(&actions))?;
        }
    }
    Ok(())
}

fn add(
    tx: &mut dyn Transaction,
    ids: &mut IdSource,
    now: Timestamp,
    (kind, name): (&Kind, &str),
    document: &Json,
) -> Result<Option<i64>> {
    if setup::is_taken(tx, kind, name)? {
        return Ok(None);
    }
    let (position, content) = (setup::last_position(tx, kind)?, kind.content(document)?.json());
    let new = Written {
        kind,
        name,
        version: 1,
        enabled: kind.begins_enabled,
        position,
        content: &content,
        at: now,
        by: None,
        pack: None,
    };
    setup::insert(tx, ids.uuid(), &new).map(Some)
}
