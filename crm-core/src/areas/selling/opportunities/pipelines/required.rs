//! What stages ask for (PIPE-4): fields that are filled, and a done activity of each kind.

use super::setup::PipelineStage;
use super::store;
use crate::engine::error::Result;
use crate::engine::gate::{Context, Entity};
use crate::engine::objects::define::document::Pack;
use crate::engine::wire::Fields;
use crate::opportunities::{NewOpportunity, Opportunity};

/// A field as a stage names it.
pub(super) enum FieldName<'n> {
    /// One of the opportunity's own.
    Own(&'n str),
    /// One that packs give opportunities.
    Custom(&'n str),
}

impl FieldName<'_> {
    pub(super) fn of(name: &str) -> FieldName<'_> {
        name.strip_prefix("custom.").map_or(FieldName::Own(name), FieldName::Custom)
    }
}

/// Says whether it is a field that people fill: of those that whoever records an opportunity gives, or of a pack, `coming` among
/// them.
pub(super) fn is_field(cx: &mut Context<'_>, name: &str, coming: Option<&Pack>) -> Result<bool> {
    match FieldName::of(name) {
        FieldName::Own(name) => Ok(!["custom", "persons", "assignee"].contains(&name)
            && NewOpportunity::FIELDS.iter().any(|field| field.name() == name)),
        FieldName::Custom(name) => {
            let catalogue = cx.catalogue()?;
            let made = coming.map(|pack| cx.definitions_with(pack)).transpose()?;
            let definitions = made.as_ref().unwrap_or(&catalogue.definitions);
            let found = definitions.get(Entity::OPPORTUNITY.as_str()).and_then(|of| of.field(name));
            Ok(found.is_some_and(|(_, fact)| fact.field.is_some()))
        }
    }
}

/// Tells what an opportunity lacks of what these stages ask for, as far as they are enabled: each field, and each kind of activity.
pub(super) fn ask(cx: &mut Context<'_>, opportunity: &Opportunity, stages: &[PipelineStage]) -> Result<()> {
    let enabled = || stages.iter().filter(|stage| stage.is_enabled());
    let (mut own, mut custom, mut kinds) = (Vec::new(), Vec::new(), Vec::new());
    for name in enabled().flat_map(|stage| stage.required_fields.iter().flatten()) {
        match FieldName::of(name) {
            FieldName::Own(name) if !own.contains(&name) => own.push(name),
            FieldName::Custom(name) if !custom.contains(&name) => custom.push(name),
            _ => {}
        }
    }
    for kind in enabled().flat_map(|stage| stage.required_activities.iter().flatten()) {
        if !kinds.contains(&kind.as_str()) {
            kinds.push(kind);
        }
    }
    let mut lacking: Vec<String> = Vec::new();
    if !own.is_empty() {
        let told = serde_json::to_value(opportunity).unwrap_or_default();
        let empty = |name: &&&str| match told.get(**name) {
            None | Some(serde_json::Value::Null) => true,
            Some(value) => value.as_str().is_some_and(str::is_empty),
        };
        lacking.extend(own.iter().filter(empty).map(|name| (*name).to_owned()));
    }
    if !custom.is_empty() {
        let lacks = cx.custom_lacks_among(&Entity::OPPORTUNITY, opportunity.id, &custom)?;
        lacking.extend(lacks.into_iter().map(|name| format!("custom.{name}")));
    }
    for field in lacking {
        if !cx.violations().has(&field) {
            cx.violations().add(&field, "required_by_stage", "is required by the stage", None);
        }
    }
    if !kinds.is_empty() {
        let done = store::done_kinds(cx.tx(), opportunity.id)?;
        for kind in kinds.into_iter().filter(|kind| !done.iter().any(|done| done == kind)) {
            let detail = format!("wants a done activity of the kind {kind}");
            cx.violations().add("stage", "activity_required", detail, Some(kind.to_owned()));
        }
    }
    Ok(())
}
