//! What is checked and done.

use std::collections::HashMap;

use super::status::Found;
use super::store::{self, Row};
use super::types::*;
use crate::engine::error::{CrmError, Result};
use crate::engine::gate::{Context, Created, Entity};

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
fn tree(rows: Vec<Row>) -> Vec<Department> {
    let mut parts: HashMap<Option<i64>, Vec<Row>> = HashMap::new();
    for row in rows.into_iter().rev() {
        parts.entry(row.parent).or_default().push(row);
    }
    let mut ordered = Vec::new();
    // What is yet to be placed, the next one last.
    let mut open: Vec<(Row, i64)> = parts.remove(&None).unwrap_or_default().into_iter().map(|row| (row, 0)).collect();
    while let Some((row, depth)) = open.pop() {
        ordered.push(Department { depth, ..row.department });
        open.extend(parts.remove(&Some(row.key)).unwrap_or_default().into_iter().map(|part| (part, depth + 1)));
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
    cx.check_fields()?;
    store::insert(cx.tx(), id, &new.name, parent)?;
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
    let name = changes.name.as_ref().unwrap_or(&before.name);
    let wanted = if changes.clears("parent") { None } else { changes.parent.or(before.parent) };
    let parent = choose(cx, "parent", &wanted)?;
    if is_within(&store::all(cx.tx())?, parent, key) {
        cx.violations().add("parent", "cycle", "must not be the department itself or a part of it", None);
    }
    unique_name(cx, parent, name, Some(key))?;
    cx.check_fields()?;
    if *name == before.name && wanted == before.parent {
        return Ok(before);
    }
    store::update(cx.tx(), key, name, parent, before.version + 1)?;
    let Found { department: after, .. } = load(cx, *id)?;
    cx.updated(Entity::DEPARTMENT, *id, &before, &after)?;
    Ok(after)
}

/// Whether `department` is `whole` or one of its parts, at any depth.
fn is_within(rows: &[Row], department: Option<i64>, whole: i64) -> bool {
    let parents: HashMap<i64, Option<i64>> = rows.iter().map(|row| (row.key, row.parent)).collect();
    let mut at = department;
    while let Some(key) = at {
        if key == whole {
            return true;
        }
        at = parents.get(&key).copied().flatten();
    }
    false
}

pub(super) fn delete(cx: &mut Context<'_>, id: &DepartmentId, version: &Option<i64>) -> Result<()> {
    let found = load(cx, *id)?;
    cx.guard(&found, version)?;
    store::delete(cx.tx(), found.key)?;
    cx.deleted(Entity::DEPARTMENT, *id, &found.department)
}
