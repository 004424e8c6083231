//! What is checked and done.

use std::collections::BTreeSet;

use super::store;
use super::types::*;
use crate::engine::area;
use crate::engine::confidential;
use crate::engine::error::{CrmError, Result};
use crate::engine::gate::{Context, Created, Entity};
use crate::engine::objects::custom;
use crate::engine::objects::grants;
use crate::engine::operations::Operation;
use crate::engine::permission::BUILT_IN_ROLES;
use crate::engine::scope::{self, kinds};
use crate::engine::setup;
use crate::engine::text::fold;
use crate::settings::store as settings;

fn load(cx: &mut Context<'_>, id: RoleId) -> Result<(i64, Role)> {
    match store::get(cx.tx(), id)? {
        Some(found) => Ok(found),
        None => cx.not_found(Entity::ROLE, id),
    }
}

/// The keys of roles that a field names; an unknown name is a violation.
pub(crate) fn by_name(cx: &mut Context<'_>, field: &str, names: &[String]) -> Result<Vec<i64>> {
    let mut keys = Vec::with_capacity(names.len());
    for (i, name) in names.iter().enumerate() {
        let key = store::by_name(cx.tx(), name)?;
        if key.is_none() {
            cx.violations().add(&format!("{field}[{i}]"), "unknown_record", "names a role that does not exist", None);
        }
        keys.extend(key);
    }
    Ok(keys)
}

pub(super) fn list(cx: &mut Context<'_>) -> Result<Vec<Role>> {
    store::list(cx.tx())
}

pub(super) fn get(cx: &mut Context<'_>, id: &RoleId) -> Result<Role> {
    Ok(load(cx, *id)?.1)
}

/// PERM-1.
pub(super) fn create(cx: &mut Context<'_>, new: &NewRole, id: &Option<RoleId>) -> Result<Role> {
    let id = match cx.create_once(Entity::ROLE, id.map(Into::into), new)? {
        Created::New(id) => RoleId(id),
        Created::Before(id) => return Ok(load(cx, RoleId(id))?.1),
    };
    let operations = named(cx, "grant", new.grant.as_deref().unwrap_or_default(), &[])?;
    insert(cx, id, &new.name, &operations, Kept { requires_factor: false, fields: &[], scopes: &[] })
}

pub(super) fn copy(cx: &mut Context<'_>, id: &RoleId, name: &str, new_id: &Option<RoleId>) -> Result<Role> {
    let (_, original) = load(cx, *id)?;
    cx.guard(&original, &None)?;
    let new_id = match cx.create_once_below(Entity::ROLE, new_id.map(Into::into), id, &name.to_owned())? {
        Created::New(id) => RoleId(id),
        Created::Before(id) => return Ok(load(cx, RoleId(id))?.1),
    };
    let mut scopes = original.scopes.clone();
    // What the original begins with, and a copy does not (SCOPE-5).
    for area in kinds::levelled().filter(|area| !original.scopes.iter().any(|set| set.area == *area)) {
        let level = kinds::begins(area, built_in(&original));
        scopes.push(RoleScope { area: area.to_owned(), reads: level, writes: level, in_force: true });
    }
    let kept = Kept { requires_factor: original.requires_factor, fields: &original.fields, scopes: &scopes };
    insert(cx, new_id, name, &original.operations.into_iter().collect(), kept)
}

/// The name of a role that comes with the engine.
fn built_in(role: &Role) -> Option<&str> {
    role.built_in.then_some(role.name.as_str())
}

/// What a copy has of the original beside its operations.
struct Kept<'a> {
    requires_factor: bool,
    fields: &'a [RoleField],
    scopes: &'a [RoleScope],
}

fn insert(cx: &mut Context<'_>, id: RoleId, name: &str, operations: &BTreeSet<String>, kept: Kept<'_>) -> Result<Role> {
    if store::count(cx.tx())? >= MAX_ROLES {
        return Err(CrmError::conflict(Entity::ROLE.as_str(), id, "too_many"));
    }
    unique_name(cx, name, None)?;
    cx.check_fields()?;
    let now = cx.now();
    let key = store::insert(cx.tx(), id, name, now)?;
    for operation in operations {
        store::grant(cx.tx(), key, operation)?;
    }
    if kept.requires_factor {
        store::require_factor(cx.tx(), key, true)?;
    }
    for field in kept.fields {
        store::set_field(cx.tx(), key, field)?;
    }
    for RoleScope { area, reads, writes, .. } in kept.scopes {
        scope::set_levels(cx.tx(), key, area, (*reads, *writes), kinds::begins(area, None))?;
    }
    let (_, role) = load(cx, id)?;
    cx.created(Entity::ROLE, id, &role)?;
    Ok(role)
}

fn unique_name(cx: &mut Context<'_>, name: &str, but: Option<i64>) -> Result<()> {
    // Nobody must take one for the other.
    let is_built_in = BUILT_IN_ROLES.iter().any(|role| role.name == fold(name));
    if is_built_in || store::by_name(cx.tx(), name)?.is_some_and(|key| Some(key) != but) {
        cx.violations().add("name", "not_unique", "is taken", None);
    }
    Ok(())
}

/// PERM-1.
pub(super) fn update(cx: &mut Context<'_>, id: &RoleId, changes: &RoleUpdate) -> Result<Role> {
    let (key, before) = load(cx, *id)?;
    cx.guard(&before, &changes.version)?;
    let name = changes.name.as_ref().unwrap_or(&before.name);
    if *name != before.name {
        unique_name(cx, name, Some(key))?;
    }
    let grant = named(cx, "grant", changes.grant.as_deref().unwrap_or_default(), &[])?;
    let revoke = named(cx, "revoke", changes.revoke.as_deref().unwrap_or_default(), &before.operations)?;
    cx.check_fields()?;
    for operation in revoke.difference(&grant) {
        store::revoke(cx.tx(), key, operation)?;
    }
    // What a pack grants is of its layer, and is there as long as it is (PACK-10): the answer shows it.
    if !revoke.is_empty() {
        let catalogue = cx.catalogue()?;
        grants::settle(cx, &catalogue.documents)?;
    }
    for operation in &grant {
        store::grant(cx.tx(), key, operation)?;
    }
    store::update(cx.tx(), key, name, before.version)?;
    if *name != before.name {
        crate::setup::rules::called_otherwise(cx, &Entity::ROLE, (*id).into(), (&before.name, name))?;
        settings::role_renamed(cx.tx(), &before.name, Some(name))?;
    }
    changed(cx, key, &before)
}

/// Reads the role again, counts the version and records what changed, if anything did.
fn changed(cx: &mut Context<'_>, key: i64, before: &Role) -> Result<Role> {
    let (_, mut after) = load(cx, before.id)?;
    if after != *before {
        after.version += 1;
        store::update(cx.tx(), key, &after.name, after.version)?;
        cx.updated(Entity::ROLE, before.id, before, &after)?;
    }
    Ok(after)
}

/// FACTOR-3.
pub(super) fn require_factor(
    cx: &mut Context<'_>,
    id: &RoleId,
    required: &bool,
    version: &Option<i64>,
) -> Result<Role> {
    let (key, before) = load(cx, *id)?;
    cx.guard(&before, version)?;
    store::require_factor(cx.tx(), key, *required)?;
    changed(cx, key, &before)
}

/// FIELD-11.
pub(super) fn set_field(
    cx: &mut Context<'_>,
    id: &RoleId,
    entity: &Entity,
    field: &str,
    right: &FieldRight,
    version: &Option<i64>,
) -> Result<Role> {
    let (key, before) = load(cx, *id)?;
    cx.guard(&before, version)?;
    match confidential::find(entity.as_str(), field) {
        None => cx.violations().add("field", "not_confidential", "is not a field that can be withheld", None),
        Some(declared) if *right == FieldRight::Hidden && !declared.can_be_hidden() => {
            let detail = "is a required text, which can be masked but not hidden";
            cx.violations().add("right", "not_hideable", detail, None);
        }
        Some(_) => {}
    }
    cx.check_fields()?;
    let set = RoleField { entity: entity.clone(), field: field.to_owned(), right: *right };
    store::set_field(cx.tx(), key, &set)?;
    confidential::note_holders(cx.tx(), key)?;
    changed(cx, key, &before)
}

/// SCOPE-1.
pub(super) fn set_scope(
    cx: &mut Context<'_>,
    id: &RoleId,
    area: &str,
    reads: &ScopeLevel,
    writes: &ScopeLevel,
    version: &Option<i64>,
) -> Result<Role> {
    let (key, before) = load(cx, *id)?;
    cx.guard(&before, version)?;
    let areas: Vec<&str> = kinds::levelled().collect();
    if !areas.contains(&area) {
        cx.violations().add("area", "unknown_value", "has no records with a scope", Some(areas.join(", ")));
    }
    if writes > reads {
        let detail = "must not reach further than what is read";
        cx.violations().add("writes", "above_reads", detail, Some(reads.as_str().to_owned()));
    }
    cx.check_fields()?;
    scope::set_levels(cx.tx(), key, area, (*reads, *writes), kinds::begins(area, built_in(&before)))?;
    scope::state::changed(cx.tx())?;
    changed(cx, key, &before)
}

/// The operations that names of operations and of areas stand for: those of this version, and `held`, which may come
/// from another. What stands for none is a violation.
fn named(cx: &mut Context<'_>, field: &str, names: &[String], held: &[String]) -> Result<BTreeSet<String>> {
    let (mut all, defined) = (BTreeSet::new(), cx.defined_rights()?);
    for (i, name) in names.iter().enumerate() {
        let in_area = |operation: &str| operation.split_once('.').is_some_and(|(area, _)| area == name);
        let of_object = |right: &str| {
            right.rsplit_once('.').is_some_and(|(object, _)| object == name) && !right.starts_with("setup.")
        };
        let is_meant = |right: &str| right == name || in_area(right) || of_object(right);
        // A pack that is named as an area is granted object by object (OBJ-3).
        let is_area = area::all().any(|area| area.name() == name);
        let defined = defined.iter().map(String::as_str).filter(|_| !is_area);
        let rights = setup::rights().iter().map(|right| right.name.as_str());
        let held = held.iter().map(String::as_str).filter(|right| !is_area || right.matches('.').count() < 2);
        let custom = custom::rights().iter().map(|right| right.name.as_str());
        let known = Operation::all().map(|o| o.name).chain(rights).chain(custom).chain(defined).chain(held);
        let mut meant = known.filter(|o| is_meant(o)).peekable();
        if meant.peek().is_none() {
            cx.violations().add(
                &format!("{field}[{i}]"),
                "unknown_operation",
                "names neither an operation nor an area, nor a defined object or a pack",
                None,
            );
        }
        all.extend(meant.map(str::to_owned));
    }
    Ok(all)
}

pub(super) fn delete(cx: &mut Context<'_>, id: &RoleId, version: &Option<i64>) -> Result<()> {
    let (key, before) = load(cx, *id)?;
    cx.guard(&before, version)?;
    cx.deleted(Entity::ROLE, *id, &before)?;
    store::delete(cx.tx(), key)?;
    settings::role_renamed(cx.tx(), &before.name, None)?;
    scope::state::changed(cx.tx())
}
