//! What is checked and done.

use std::collections::HashMap;

use super::status::Found;
use super::store;
use super::types::*;
use crate::engine::error::{CrmError, Result};
use crate::engine::gate::{Context, Created, Entity};
use crate::engine::storage::{Changes, Table};
use crate::users::rules::{active_user, newly_assigned};

fn load(cx: &mut Context<'_>, id: DepartmentId) -> Result<Found> {
    match store::get(cx.tx(), id)? {
        Some(found) => Ok(found),
        None => cx.not_found(Entity::DEPARTMENT, id),
    }
}

/// The key of the department that a field names; an unknown one is a violation of the field.
pub(crate) fn choose(cx: &mut Context<'_>, field: &str, id: &Option<DepartmentId>) -> Result<Option<i64>> {
    let Some(id) = id else { return Ok(None) };
    let key = store::key(cx.tx(), *id)?;
    if key.is_none() {
        cx.violations().add(field, "unknown_record", "is not a department", None);
    }
    Ok(key)
}

pub(super) fn list(cx: &mut Context<'_>) -> Result<Vec<Department>> {
    Ok(tree(store::all(cx.tx())?))
}

/// Puts the departments in the order of the tree, and says how deep each stands. Siblings keep their order.
fn tree(all: Vec<(i64, Department)>) -> Vec<Department> {
    let mut parts: HashMap<Option<DepartmentId>, Vec<Department>> = HashMap::new();
    for (_, department) in all.into_iter().rev() {
        parts.entry(department.parent).or_default().push(department);
    }
    let mut ordered = Vec::new();
    // What is yet to be placed, the next one last.
    let mut open = parts.remove(&None).unwrap_or_default();
    while let Some(whole) = open.pop() {
        let below = parts.remove(&Some(whole.id)).unwrap_or_default();
        open.extend(below.into_iter().map(|part| Department { depth: whole.depth + 1, ..part }));
        ordered.push(whole);
    }
    ordered
}

pub(super) fn get(cx: &mut Context<'_>, id: &DepartmentId) -> Result<Department> {
    Ok(load(cx, *id)?.department)
}

pub(super) fn create(cx: &mut Context<'_>, new: &NewDepartment, id: &Option<DepartmentId>) -> Result<Department> {
    let id = match cx.create_once(Entity::DEPARTMENT, id.map(Into::into), new)? {
        Created::New(id) => DepartmentId(id),
        Created::Before(id) => return Ok(load(cx, DepartmentId(id))?.department),
    };
    if store::count(cx.tx())? >= MAX_DEPARTMENTS {
        return Err(CrmError::conflict(Entity::DEPARTMENT.as_str(), id, "too_many"));
    }
    let parent = choose(cx, "parent", &new.parent)?;
    unique_name(cx, parent, &new.name, None)?;
    active_user(cx, "head", &new.head)?;
    cx.custom_of_new(Entity::DEPARTMENT, &new.custom, true)?;
    cx.check_fields()?;
    Department::insert(cx.tx(), id, new, vec![])?;
    let Found { department, .. } = load(cx, id)?;
    cx.created(Entity::DEPARTMENT, id, &department)?;
    Ok(department)
}

fn unique_name(cx: &mut Context<'_>, parent: Option<i64>, name: &str, but: Option<i64>) -> Result<()> {
    if store::name_taken(cx.tx(), parent, name, but)? {
        cx.violations().add("name", "not_unique", "is taken by a department of the same parent", None);
    }
    Ok(())
}

pub(super) fn update(cx: &mut Context<'_>, id: &DepartmentId, changes: &DepartmentUpdate) -> Result<Department> {
    let found = load(cx, *id)?;
    cx.guard(&found, &changes.version)?;
    let Found { key, department: before, .. } = found;
    let mut after = before.clone();
    changes.apply(&mut after);
    let parent = choose(cx, "parent", &after.parent)?;
    if is_within(&store::all(cx.tx())?, after.parent, before.id) {
        cx.violations().add("parent", "cycle", "must not be the department itself or a part of it", None);
    }
    unique_name(cx, parent, &after.name, Some(key))?;
    newly_assigned(cx, "head", &changes.head, before.head.as_ref().map(|head| head.id))?;
    let extended = cx.custom_changes(Entity::DEPARTMENT, *id, &changes.custom)?;
    cx.check_fields()?;
    if after == before && !extended {
        return Ok(before);
    }
    after.version += 1;
    after.update(cx.tx(), key, changes, vec![])?;
    let Found { department: after, .. } = load(cx, *id)?;
    cx.updated(Entity::DEPARTMENT, *id, &before, &after)?;
    Ok(after)
}

/// Whether `department` is `whole` or one of its parts, at any depth.
fn is_within(all: &[(i64, Department)], department: Option<DepartmentId>, whole: DepartmentId) -> bool {
    let parents: HashMap<DepartmentId, Option<DepartmentId>> = all.iter().map(|(_, d)| (d.id, d.parent)).collect();
    let mut at = department;
    while let Some(id) = at {
        if id == whole {
            return true;
        }
        at = parents.get(&id).copied().flatten();
    }
    false
}

pub(super) fn delete(cx: &mut Context<'_>, id: &DepartmentId, version: &Option<i64>) -> Result<()> {
    let found = load(cx, *id)?;
    cx.guard(&found, version)?;
    cx.deleted(Entity::DEPARTMENT, *id, &found.department)?;
    crate::scoring::upkeep::department_gone(cx, found.key)?;
    Department::delete(cx.tx(), found.key).map(drop)
}
