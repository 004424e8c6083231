//! What is done.

use std::collections::HashSet;

use super::types::*;
use super::{describe, fields};
use crate::engine::error::Result;
use crate::engine::gate::guard::{Asker, Guard};
use crate::engine::gate::{Context, Entity, kind};
use crate::engine::ids::RecordId;
use crate::engine::operations::{Access, Operation};
use crate::engine::{labels, permission};
use crate::settings;

/// META-1.
pub(super) fn allowed(cx: &mut Context<'_>, entity: &Entity, ids: &[RecordId]) -> Result<Vec<Allowed>> {
    cx.check_fields()?;
    let held = held(cx)?;
    let guards: Vec<_> = Operation::all()
        .filter(|operation| operation.access == Access::Write)
        .filter_map(|operation| Some((operation.name, operation.right.guard.as_ref()?)))
        .filter(|(_, guard)| guard.on.contains(entity))
        .collect();
    // A kind of record that nothing is called on allows nothing.
    let kind = (!guards.is_empty()).then(|| kind::find(entity)).transpose()?;
    let user = cx.actor_id();
    let mut answers = Vec::with_capacity(ids.len());
    for id in ids {
        // Point reads by key on one snapshot; their statements are prepared once for all of them.
        let operations = match kind.map(|kind| kind.subject(cx, *id)).transpose()?.flatten() {
            None => Vec::new(),
            Some(subject) => {
                let asker = |name: &str| Asker { user, by_role: held.contains(name), ties: None };
                let beside = guards.iter().any(|(name, guard)| guard.asks_beside(asker(name), &*subject));
                let ties = if beside { cx.ties(&*subject)? } else { Vec::new() };
                let allows = |(name, guard): &&(&str, &Guard<'_>)| {
                    guard.allows(name, Asker { ties: Some(&ties), ..asker(name) }, &*subject)
                };
                guards.iter().filter(allows).map(|(name, _)| (*name).to_owned()).collect()
            }
        };
        answers.push(Allowed { id: *id, operations });
    }
    Ok(answers)
}

/// META-3.
pub(super) fn describe(cx: &mut Context<'_>, operation: &str) -> Result<OperationDescription> {
    cx.check_fields()?;
    let operation = Operation::named(operation)?;
    let held = held(cx)?;
    let required = settings::rules::of(cx)?.required_customer_fields.clone();
    let mut description = describe::operation(operation, cx.session().locale(), &held, &required, cx.rights());
    for field in &mut description.arguments {
        if let Some(category) = &field.category {
            field.choices = describe::entries(cx.tx(), category)?;
        }
    }
    Ok(description)
}

/// META-3.
pub(super) fn operations(cx: &mut Context<'_>) -> Result<Vec<OperationDescription>> {
    let held = held(cx)?;
    let locale = cx.session().locale();
    let required = settings::rules::of(cx)?.required_customer_fields.clone();
    Ok(Operation::all().map(|o| describe::operation(o, locale, &held, &required, cx.rights())).collect())
}

/// FIELD-10.
pub(super) fn fields(cx: &mut Context<'_>, entity: &Entity) -> Result<Vec<RecordField>> {
    cx.check_fields()?;
    Ok(fields::of(entity, cx.session().locale(), cx.rights()))
}

/// META-2.
pub(super) fn labels(cx: &mut Context<'_>) -> Result<Vec<Label>> {
    Ok(labels::all(cx.session().locale()).map(|(key, text)| Label { key: key.to_owned(), text }).collect())
}

/// The operations that the acting user's roles hold, those for everyone included.
fn held(cx: &mut Context<'_>) -> Result<HashSet<String>> {
    let mut held: HashSet<String> = match cx.actor_key() {
        Some(user) => permission::held(cx.tx(), user)?.into_iter().collect(),
        None => Operation::all().map(|o| o.name.to_owned()).collect(),
    };
    held.extend(Operation::all().filter(|o| o.public).map(|o| o.name.to_owned()));
    Ok(held)
}
