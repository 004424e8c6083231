//! What records refer to of the documents of pipelines: kept with each change of one.

use super::super::setup::Pipeline;
use crate::engine::error::Result;
use crate::engine::storage::{Transaction, params};
use crate::engine::text::fold;

/// Keeps what a document says: a stage that it leaves out stays for its history, disabled, and goes where it has none.
pub(in super::super) fn keep(tx: &mut dyn Transaction, key: i64, name: &str, pipeline: &Pipeline) -> Result<()> {
    tx.execute(
        "INSERT INTO pipelines (id, uid, name, name_folded) SELECT d.id, d.uid, ?, ? FROM setup_documents d WHERE d.id = ? \
         ON CONFLICT (id) DO UPDATE SET name = excluded.name, name_folded = excluded.name_folded",
        params![name, fold(name), key],
    )?;
    tx.execute("DELETE FROM pipeline_departments WHERE pipeline = ?", params![key])?;
    for department in pipeline.departments() {
        tx.execute(
            "INSERT INTO pipeline_departments (pipeline, department) SELECT ?, d.id FROM departments d WHERE d.uid = ? \
             ON CONFLICT DO NOTHING",
            params![key, &department.0],
        )?;
    }
    tx.execute("UPDATE pipeline_stages SET enabled = FALSE WHERE pipeline = ?", params![key])?;
    for (position, stage) in (0_i64..).zip(&pipeline.stages) {
        let Some(id) = stage.id else { continue };
        tx.execute(
            "INSERT INTO pipeline_stages (uid, pipeline, position, name, name_folded, probability, forecast_category, max_days, enabled) \
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (uid) DO UPDATE SET position = excluded.position, \
             name = excluded.name, name_folded = excluded.name_folded, probability = excluded.probability, forecast_category = excluded.forecast_category, \
             max_days = excluded.max_days, enabled = excluded.enabled",
            params![
                &id.0,
                key,
                position,
                &stage.name,
                fold(&stage.name),
                stage.probability,
                stage.forecast_category,
                stage.max_days,
                stage.is_enabled()
            ],
        )?;
    }
    let ids: Vec<String> =
        pipeline.stages.iter().filter_map(|stage| stage.id.map(|id| id.0.simple().to_string())).collect();
    let left: Vec<(i64, uuid::Uuid)> =
        tx.all("SELECT id, uid FROM pipeline_stages WHERE pipeline = ? AND enabled = FALSE", params![key], |c| {
            Ok((c.next()?, c.next()?))
        })?;
    for (stage, _) in left.into_iter().filter(|(_, id)| !ids.contains(&id.simple().to_string())) {
        tx.execute(
            "DELETE FROM pipeline_stages WHERE id = ? AND NOT EXISTS (SELECT 1 FROM stage_stays WHERE stage = ?) \
             AND NOT EXISTS (SELECT 1 FROM stage_stays WHERE came_from = ?) \
             AND NOT EXISTS (SELECT 1 FROM opportunities WHERE stage = ?)",
            params![stage, stage, stage, stage],
        )?;
    }
    Ok(())
}

/// Keeps what a pipeline is called.
pub(in super::super) fn rename(tx: &mut dyn Transaction, key: i64, name: &str) -> Result<()> {
    tx.execute("UPDATE pipelines SET name = ?, name_folded = ? WHERE id = ?", params![name, fold(name), key]).map(drop)
}

/// Takes a pipeline away to which nothing refers any more.
pub(in super::super) fn forget(tx: &mut dyn Transaction, key: i64) -> Result<()> {
    tx.execute("DELETE FROM pipeline_stages WHERE pipeline = ?", params![key])?;
    tx.execute("DELETE FROM pipelines WHERE id = ?", params![key]).map(drop)
}

/// Has everything that is closed or past let go of a pipeline; gives how many closed opportunities did.
pub(in super::super) fn let_go(tx: &mut dyn Transaction, key: i64) -> Result<usize> {
    tx.execute(
        "UPDATE stage_stays SET came_from = NULL WHERE came_from IN (SELECT id FROM pipeline_stages WHERE pipeline = ?)",
        params![key],
    )?;
    tx.execute(
        "DELETE FROM stage_stays WHERE stage IN (SELECT id FROM pipeline_stages WHERE pipeline = ?)",
        params![key],
    )?;
    tx.execute(
        "UPDATE opportunities SET pipeline = NULL, stage = NULL, stage_since = NULL WHERE pipeline = ?",
        params![key],
    )
}
