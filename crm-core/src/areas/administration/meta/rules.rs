//! What is done.

use std::collections::HashSet;

use super::types::*;
use super::{called, describe, documents, fields};
use crate::engine::area;
use crate::engine::error::Result;
use crate::engine::gate::{Context, Entity, Verdict, kind};
use crate::engine::ids::RecordId;
use crate::engine::labels;
use crate::engine::operations::{Access, Operation};
use crate::engine::schema::RecordInfo;
use crate::settings;

/// META-1.
pub(super) fn allowed(cx: &mut Context<'_>, entity: &Entity, ids: &[RecordId]) -> Result<Vec<Allowed>> {
    if is_of_pack(cx, entity)? {
        let found = cx.allowed_of_object(entity.as_str(), ids)?;
        let told = |id: &RecordId| Allowed { id: *id, operations: found.get(id).cloned().unwrap_or_default() };
        return Ok(ids.iter().map(told).collect());
    }
    let held = held(cx)?;
    let guards: Vec<_> = Operation::all()
        .filter(|operation| operation.access == Access::Write)
        .filter_map(|operation| Some((operation, operation.right.guard.as_ref()?)))
        .filter(|(_, guard)| guard.on.contains(entity))
        .collect();
    // A kind of record that nothing is called on allows nothing.
    let kind = (!guards.is_empty()).then(|| kind::find(entity)).transpose()?;
    let mut answers = Vec::with_capacity(ids.len());
    // What packs define refers to records that are deleted, and is asked once for all of them (OBJ-13).
    let (own, mut going) = (area::of_kind(entity.as_str()), Vec::new());
    let goes = |operation: &Operation| operation.area == own && operation.short_name() == "delete";
    for id in ids {
        // Point reads by key on one snapshot; their statements are prepared once for all of them.
        let operations = match kind.map(|kind| kind.subject(cx, *id)).transpose()?.flatten() {
            None => Vec::new(),
            Some(subject) => {
                let mut allowed = Vec::new();
                for (operation, guard) in &guards {
                    let verdict = cx.verdict(operation, guard, held.contains(operation.name), &*subject)?;
                    let may = matches!(verdict, Verdict::ByRole | Verdict::ByDuty);
                    if may
                        && guard.check(operation.name, &*subject, None).is_ok()
                        && freely(cx.unused(operation, &*subject))?
                        && freely(cx.thawed(operation, &*subject))?
                    {
                        allowed.push(operation.name.to_owned());
                        if goes(operation) {
                            going.push(*id);
                        }
                    }
                }
                allowed
            }
        };
        answers.push(Allowed { id: *id, operations });
    }
    let held = cx.typed_in_use(entity.as_str(), &going)?;
    for answer in answers.iter_mut().filter(|answer| held.contains(&answer.id)) {
        answer.operations.retain(|name| !Operation::find(name).is_some_and(goes));
    }
    Ok(answers)
}

/// Whether the kind is a defined object. Behind it nothing is wrong with the arguments.
fn is_of_pack(cx: &mut Context<'_>, entity: &Entity) -> Result<bool> {
    let of_pack = cx.is_of_pack(entity)?;
    cx.check_fields()?;
    Ok(of_pack)
}

/// Whether nothing stands against it; what fails for another reason fails.
fn freely(asked: Result<()>) -> Result<bool> {
    match asked {
        Err(failure) if failure.is_failure() => Err(failure),
        asked => Ok(asked.is_ok()),
    }
}

/// SCOPE-14.
pub(super) fn seen(cx: &mut Context<'_>, entity: &Entity, ids: &[RecordId]) -> Result<Vec<RecordId>> {
    if is_of_pack(cx, entity)? {
        return cx.seen_of_object(entity.as_str(), ids);
    }
    let held = held(cx)?;
    let kind = kind::find(entity)?;
    if kind.hangs {
        // It is found by who reads the record that it hangs on, and by nobody else (PROC-2).
        let mut seen = Vec::new();
        for id in ids {
            seen.extend(kind.subject(cx, *id)?.map(|_| *id));
        }
        return Ok(seen);
    }
    // A kind that nothing is called on by itself is nobody's to see by its ids.
    let (Some(get), true) = (cx.get_of(entity), kind.subject.is_some()) else { return Ok(Vec::new()) };
    let mut seen = Vec::with_capacity(ids.len());
    for id in ids {
        let Some(subject) = kind.subject(cx, *id)? else { continue };
        let by_role = held.contains(get.name);
        let sees = match &get.right.guard {
            None => by_role,
            Some(guard) => match cx.verdict(get, guard, by_role, &*subject)? {
                Verdict::ByRole | Verdict::ByDuty | Verdict::OutOfScope => true,
                Verdict::NotThere | Verdict::NotYours => false,
            },
        };
        if sees {
            seen.push(*id);
        }
    }
    Ok(seen)
}

/// META-3.
pub(super) fn describe(cx: &mut Context<'_>, operation: &str, kind: &Option<String>) -> Result<OperationDescription> {
    let kind = kind.as_ref().map(|kind| documents::of(cx, kind)).transpose()?.flatten();
    cx.check_fields()?;
    let name = operation;
    let called = match Operation::find(name) {
        Some(_) => None,
        None => cx.described_call(name)?,
    };
    let operation = match &called {
        Some(called) => called.operation,
        None => Operation::named(name)?,
    };
    let mut held = held(cx)?;
    let document = match kind {
        Some(kind) => documents::described(cx, operation, kind, &mut held)?,
        None => None,
    };
    let mut description = described(cx, operation, &held, document)?;
    if let Some(called) = called {
        called::put(&mut description, name, called);
    }
    for field in &mut description.arguments {
        if let Some(category) = &field.category {
            field.choices = describe::entries(cx.tx(), category)?;
        }
    }
    Ok(description)
}

/// The operation with the custom fields that packs give to what it takes, without the dictionary's choices.
fn described(
    cx: &mut Context<'_>,
    operation: &'static Operation,
    held: &HashSet<String>,
    document: Option<&'static RecordInfo>,
) -> Result<OperationDescription> {
    let required = settings::rules::of_customers(cx)?.fields.clone();
    let levels = cx.shown_levels(operation, held.contains(operation.name))?;
    let locale = cx.session().locale();
    let (mut description, customs) =
        describe::operation(operation, locale, held, &required, cx.rights(), levels, document);
    // What is imported, pushed or captured may lack what is required (EXT-4).
    let demanded = matches!(operation.short_name(), "create" | "create_many");
    for describe::Custom { at, entity } in customs.into_iter().rev() {
        let path = description.arguments.get(at).map(|field| field.path.clone()).unwrap_or_default();
        let fields = cx.custom_form(entity, &format!("{path}."), demanded)?;
        description.arguments.splice(at.saturating_add(1)..at.saturating_add(1), fields);
    }
    Ok(description)
}

/// META-3.
pub(super) fn operations(cx: &mut Context<'_>) -> Result<Vec<OperationDescription>> {
    let held = held(cx)?;
    Operation::all().map(|operation| described(cx, operation, &held, None)).collect()
}

/// FIELD-10.
pub(super) fn fields(cx: &mut Context<'_>, entity: &Entity) -> Result<Vec<RecordField>> {
    cx.check_fields()?;
    let askable = cx.askable(entity)?;
    let (beside, locale) = (cx.askable_beside(entity)?, cx.session().locale());
    let mut found = fields::of(entity, locale, cx.rights(), &askable);
    found.extend(beside.iter().map(|(field, asked)| fields::beside(entity, locale, field, *asked)));
    Ok(found)
}

/// OBJ-17.
pub(super) fn objects(cx: &mut Context<'_>) -> Result<Vec<ObjectDescription>> {
    cx.described_objects()
}

/// OBJ-17.
pub(super) fn object(cx: &mut Context<'_>, name: &str) -> Result<ObjectDescription> {
    cx.check_fields()?;
    cx.described_object(name)
}

/// META-2.
pub(super) fn labels(cx: &mut Context<'_>) -> Result<Vec<Label>> {
    Ok(labels::all(cx.session().locale()).map(|(key, text)| Label { key: key.to_owned(), text }).collect())
}

/// The operations that the acting user's roles hold, those for everyone included.
fn held(cx: &mut Context<'_>) -> Result<HashSet<String>> {
    let mut held = match cx.held()? {
        Some(held) => held.0.clone(),
        None => Operation::all().map(|o| o.name.to_owned()).collect(),
    };
    held.extend(Operation::all().filter(|o| o.public).map(|o| o.name.to_owned()));
    Ok(held)
}
