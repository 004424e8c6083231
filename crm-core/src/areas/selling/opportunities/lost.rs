//! SALE-6: to whom an opportunity was lost, a field that a pack gives.

use serde_json::json;

use super::types::OpportunityId;
use crate::engine::error::Result;
use crate::engine::gate::{Context, Entity};
use crate::engine::objects::shape::Kind;
use crate::engine::tree::Tree;
use crate::objects::RecordKey;

/// The field's name.
const FIELD: &str = "lost_to";

/// Gives the field the record that is named; what is wrong with that is told.
pub(super) fn named(cx: &mut Context<'_>, id: OpportunityId, lost_to: &Option<RecordKey>) -> Result<()> {
    let Some(record) = lost_to else { return Ok(()) };
    let catalogue = cx.catalogue()?;
    let object = catalogue.definitions.get(Entity::OPPORTUNITY.as_str()).map(|found| found.object.clone());
    let kind = object.as_ref().and_then(|object| object.field(FIELD)).map(|field| &field.kind);
    let Some(Kind::Reference(to)) = kind else {
        cx.violations().add(FIELD, "unknown_field", "is no field of opportunities", None);
        return Ok(());
    };
    if *to != record.object.as_str() {
        cx.violations().add(FIELD, "type", format!("must be of {to}"), Some(to.to_string()));
        return Ok(());
    }
    let given = Tree::from(json!({ FIELD: record.id }));
    cx.custom_changes(Entity::OPPORTUNITY, id, &Some(given)).map(drop)
}
