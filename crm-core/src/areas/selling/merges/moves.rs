//! What moves to the survivor, and what falls together with what it has (DUP-12).

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json, json};

use super::kinds::Sort;
use super::plan::Plan;
use super::store;
use super::store::moves::{self as journal, Party};
use super::store::rows::{self, What};
use super::store::schema::{self, Reference};
use super::types::*;
use crate::churn::{self, WarningId, WarningStatus};
use crate::collaborators::store as collaborators;
use crate::engine::error::{CrmError, Result};
use crate::engine::gate::{Context, Entity, kind};
use crate::engine::storage::Value;
use crate::users::store as users;

/// Everything that refers to records of a table.
pub(super) fn references(cx: &mut Context<'_>, home: &str) -> Result<Vec<Reference>> {
    let catalogue = cx.catalogue()?;
    let mut found = schema::of_schema(home);
    found.extend(schema::of_packs(&catalogue, home));
    Ok(found)
}

/// The kind of record that a table has, where it has one.
pub(super) fn kind_of(table: &str) -> Option<Entity> {
    kind::all().find(|kind| kind.table == table).map(|kind| Entity::named(kind.name))
}

/// What a reference is told as.
pub(super) fn told_as(reference: &Reference) -> (String, String) {
    let kind = kind_of(&reference.table).map(|kind| kind.to_string());
    let what = kind.or_else(|| reference.object.clone()).unwrap_or_else(|| reference.table.clone());
    (what, reference.column.clone())
}

/// How many of what, in their order.
#[derive(Debug, Default)]
pub(super) struct Counts(BTreeMap<(String, String), i64>);

impl Counts {
    pub(super) fn add(&mut self, what: (String, String), count: i64) {
        if count > 0 {
            *self.0.entry(what).or_default() += count;
        }
    }

    pub(super) fn told(self) -> Vec<MergeCount> {
        let told = |((what, field), count)| MergeCount { what, field, count };
        self.0.into_iter().map(told).collect()
    }
}

/// What would move, and what would fall together.
pub(super) fn count(cx: &mut Context<'_>, plan: &Plan) -> Result<(Counts, Counts)> {
    let (mut moves, mut together) = (Counts::default(), Counts::default());
    let survivor = plan.party(0);
    for reference in references(cx, plan.sort.home())? {
        for at in 1..plan.order.len() {
            let loser = plan.party(at);
            let all = journal::count(cx.tx(), &reference, &loser)?;
            if all == 0 {
                continue;
            }
            let fall = journal::alike(cx.tx(), &reference, &loser, &survivor)?.len();
            let fall = i64::try_from(fall).unwrap_or(i64::MAX);
            moves.add(told_as(&reference), all - fall);
            together.add(told_as(&reference), fall);
        }
    }
    Ok((moves, together))
}

/// Records of packs that would be alike where no two may be.
pub(super) fn not_unique(cx: &mut Context<'_>, plan: &Plan) -> Result<Vec<String>> {
    let mut found = Vec::new();
    for reference in references(cx, plan.sort.home())? {
        let Some(object) = &reference.object else { continue };
        for at in 1..plan.order.len() {
            for other in 0..at {
                let (of, to) = (plan.party(at), plan.party(other));
                if !journal::alike(cx.tx(), &reference, &of, &to)?.is_empty() && !found.contains(object) {
                    found.push(object.clone());
                }
            }
        }
    }
    Ok(found)
}

/// Moves everything of a loser to the survivor.
pub(super) fn all(
    cx: &mut Context<'_>,
    plan: &Plan,
    (merge, at): (i64, usize),
    (moved, together): (&mut Counts, &mut Counts),
) -> Result<()> {
    let (loser, survivor) = (plan.party(at), plan.party(0));
    let nth = i64::try_from(at).unwrap_or_default();
    for reference in references(cx, plan.sort.home())? {
        let noted = journal::note(cx.tx(), &reference, (merge, nth), &loser)?;
        if noted == 0 {
            continue;
        }
        let fell = fall_together(cx, &reference, (merge, nth), &loser, &survivor)?;
        if let Some(object) = &reference.object
            && !cx.refers_plainly(object, &reference.table, &reference.column)?
        {
            let keys = journal::rows(cx.tx(), (merge, nth), &reference.place())?;
            cx.refer_anew(object, &reference.column, &keys, (survivor.key, survivor.id))?;
        } else {
            journal::redirect(cx.tx(), &reference, &loser, &survivor)?;
            brought(cx, plan.sort, &reference, (merge, nth), &loser, &survivor)?;
        }
        let noted = i64::try_from(noted).unwrap_or(i64::MAX);
        moved.add(told_as(&reference), noted - fell);
        together.add(told_as(&reference), fell);
    }
    Ok(())
}

/// Brings records of typed kinds to whom they refer to, where packs say something of them.
pub(super) fn brought(
    cx: &mut Context<'_>,
    sort: Sort,
    reference: &Reference,
    of: (i64, i64),
    from: &Party<'_>,
    to: &Party<'_>,
) -> Result<()> {
    let Some(entity) = kind_of(&reference.table) else { return Ok(()) };
    if reference.by != schema::By::Key || !cx.has_more_than_sums(&entity, &reference.column)? {
        return Ok(());
    }
    let ids = journal::ids(cx.tx(), reference, of, to)?;
    let later = (sort.entity(), to.key);
    cx.custom_refers_anew(&entity, &reference.column, &ids, (from.id, to.id), later)
}

/// Takes away of two rows that no two may be alike the later one; how many of the loser's that were, or fell with the survivor's.
fn fall_together(
    cx: &mut Context<'_>,
    reference: &Reference,
    of: (i64, i64),
    loser: &Party<'_>,
    survivor: &Party<'_>,
) -> Result<i64> {
    let alike = journal::alike(cx.tx(), reference, loser, survivor)?;
    if alike.is_empty() {
        return Ok(0);
    }
    let Some(table) = schema::table(&reference.table) else {
        return Err(CrmError::bug(format!("{} is alike", reference.place())));
    };
    let columns = rows::columns(&reference.table)?;
    for [theirs, own] in &alike {
        // Whose is gone already falls with the same row.
        let (row, whose) = match reference.keeps_the_first(table) && theirs < own {
            true => (own, survivor),
            false => (theirs, loser),
        };
        let mut by: Vec<(&str, Value<'_>)> = Vec::new();
        for (name, number) in reference.rest.iter().zip(row) {
            by.push((name.as_str(), (*number).into()));
        }
        match reference.by {
            schema::By::Key => by.push((reference.column.as_str(), whose.key.into())),
            schema::By::Home => by.extend([("home", whose.home.into()), ("record", (&whose.id.0).into())]),
            schema::By::Id => by.push(("record", (&whose.id.0).into())),
        }
        let condition: Vec<String> = by.iter().map(|(column, _)| format!("{column} = ?")).collect();
        let values: Vec<Value<'_>> = by.iter().map(|(_, value)| value.clone()).collect();
        let found = rows::whole(cx.tx(), &reference.table, &columns, &condition.join(" AND "), &values)?;
        for content in found {
            rows::keep(cx.tx(), of, What::Fell, &reference.table, &content)?;
        }
        rows::delete(cx.tx(), &reference.table, &by)?;
        if whose.id == loser.id {
            journal::fell(cx.tx(), reference, of, *row)?;
        }
    }
    Ok(i64::try_from(alike.len()).unwrap_or(i64::MAX))
}

/// Takes the row of a loser, and what packs gave it, which are kept whole.
pub(super) fn take_away(cx: &mut Context<'_>, plan: &Plan, (merge, at): (i64, usize)) -> Result<()> {
    let (loser, nth) = (plan.party(at), i64::try_from(at).unwrap_or_default());
    for (table, columns) in cx.tables_beside(&plan.sort.entity())? {
        for content in rows::whole(cx.tx(), &table, &columns, "id = ?", &[loser.key.into()])? {
            rows::keep(cx.tx(), (merge, nth), What::Beside, &table, &content)?;
            rows::delete(cx.tx(), &table, &[("id", loser.key.into())])?;
        }
    }
    for table in schema::DERIVED {
        let Some(found) = schema::table(table) else { continue };
        let refers = |column: &&schema::Column| column.refers.as_deref() == Some(loser.home);
        if let Some(column) = found.columns.iter().find(refers) {
            rows::delete(cx.tx(), table, &[(column.name.as_str(), loser.key.into())])?;
        }
    }
    let columns = rows::columns(loser.home)?;
    for content in rows::whole(cx.tx(), loser.home, &columns, "id = ?", &[loser.key.into()])? {
        rows::keep(cx.tx(), (merge, nth), What::Record, loser.home, &content)?;
    }
    rows::delete(cx.tx(), loser.home, &[("id", loser.key.into())]).map(drop)
}

/// Open churn warnings of the customers become one (DUP-12): the one further on, with the measures of all in order.
pub(super) fn warnings(cx: &mut Context<'_>, plan: &Plan, merge: i64, together: &mut Counts) -> Result<()> {
    let mut open = Vec::new();
    for at in 0..plan.order.len() {
        for (key, id, deferred) in store::open_warnings(cx.tx(), plan.order[at].key)? {
            open.push((!deferred, at, key, id));
        }
    }
    open.sort_unstable();
    let Some(((_, _, kept, _), others)) = open.split_first() else { return Ok(()) };
    let now = cx.now();
    for (_, at, key, id) in others {
        let id = WarningId(*id);
        let Some(before) = churn::store::get(cx.tx(), id)? else { continue };
        let measures = churn::store::measures_follow(cx.tx(), *key, *kept)?;
        churn::store::close(cx.tx(), *key, WarningStatus::Recovered, None, now)?;
        let Some(after) = churn::store::get(cx.tx(), id)? else { continue };
        let status = before.warning.status.as_str();
        let mut content = Map::new();
        content.insert("id".into(), (*key).into());
        content.insert("status".into(), status.into());
        content.insert("measures".into(), json!(measures));
        let nth = i64::try_from(*at).unwrap_or_default();
        rows::keep(cx.tx(), (merge, nth), What::Changed, "churn_warnings", &content)?;
        cx.updated(Entity::WARNING, id, &before.warning, &after.warning)?;
        together.add((Entity::WARNING.to_string(), "closed_at".into()), 1);
    }
    Ok(())
}

/// The account managers of the losers go on with the survivor as its collaborators.
pub(super) fn managers_stay(cx: &mut Context<'_>, plan: &Plan, merge: i64, survivors: Option<&Json>) -> Result<()> {
    let entity = plan.sort.entity();
    let Some(beside) = collaborators::beside(&entity) else { return Ok(()) };
    let mut known: Vec<&Json> = survivors.and_then(|manager| manager.get("id")).into_iter().collect();
    for (at, loser) in plan.order.iter().enumerate().skip(1) {
        let Some(id) = loser.fields.get("account_manager").and_then(|manager| manager.get("id")) else { continue };
        if known.contains(&id) {
            continue;
        }
        known.push(id);
        let Some(user) = id.as_str().and_then(|id| id.parse().ok()) else { continue };
        let Some(user_key) = users::active(cx.tx(), user)? else { continue };
        let record = plan.order[0].key;
        let there = beside.collaborators(cx.tx(), record)?;
        if there.collaborators.iter().any(|beside| beside.user.id == user) {
            continue;
        }
        crate::collaborators::rules::stay(cx, &entity, plan.order[0].id, (user_key, user))?;
        let mut content = Map::new();
        content.insert("customer".into(), record.into());
        content.insert("user_id".into(), user_key.into());
        let nth = i64::try_from(at).unwrap_or_default();
        rows::keep(cx.tx(), (merge, nth), What::Made, "customer_collaborators", &content)?;
    }
    Ok(())
}
