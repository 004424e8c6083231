//! The pipeline that every database begins with, and what an upgrade puts into it (PIPE-2).

use serde_json::{Value as Json, json};
use uuid::Uuid;

use super::Upgrade;
use crate::engine::clock::{IdSource, Timestamp};
use crate::engine::error::{CrmError, Result};
use crate::engine::setup as kinds;
use crate::engine::setup::store::{self as setup, Written};
use crate::engine::storage::{Transaction, params};
use crate::engine::text::fold;

const NAME: &str = "销售";

/// The stages: name, chance in percent, category of the forecast.
const STAGES: &[(&str, i64, &str)] = &[
    ("初步接触", 10, "pipeline"),
    ("需求确认", 20, "pipeline"),
    ("方案报价", 50, "best_case"),
    ("商务谈判", 80, "commit"),
];

/// Adds it.
pub(crate) fn bring(tx: &mut dyn Transaction, ids: &mut IdSource, now: Timestamp) -> Result<()> {
    let kind = kinds::find("pipeline").ok_or_else(|| CrmError::bug("there are no pipelines"))?;
    let (id, stages): (Uuid, Vec<Uuid>) = (ids.uuid(), STAGES.iter().map(|_| ids.uuid()).collect());
    let stage = |(id, (name, probability, category)): (&Uuid, &(&str, i64, &str))| json!({"id": id.to_string(), "name": name, "probability": probability, "forecast_category": category});
    let told: Vec<Json> = stages.iter().zip(STAGES).map(stage).collect();
    let content = kind.content(&json!({"stages": told}))?.json();
    let new = Written {
        kind,
        name: NAME,
        version: 1,
        enabled: true,
        position: setup::last_position(tx, kind)?,
        content: &content,
        at: now,
        by: None,
        pack: None,
    };
    let key = setup::insert(tx, id, &new)?;
    setup::keep_parts(tx, key, &stages)?;
    tx.execute(
        "INSERT INTO pipelines (id, uid, name, name_folded) VALUES (?, ?, ?, ?)",
        params![key, &id, NAME, fold(NAME)],
    )?;
    for (position, (id, (name, probability, category))) in (0_i64..).zip(stages.iter().zip(STAGES)) {
        tx.insert(
            "INSERT INTO pipeline_stages (uid, pipeline, position, name, name_folded, probability, forecast_category, enabled) \
             VALUES (?, ?, ?, ?, ?, ?, ?, TRUE)",
            params![id, key, position, *name, fold(name), *probability, *category],
        )?;
    }
    Ok(())
}

/// Brings it to a database of an earlier version, and puts what is assigned there into its first stage, since it was assigned.
pub(super) fn begin(tx: &mut dyn Transaction, upgrade: &mut Upgrade) -> Result<()> {
    if !super::is_filled(tx)? {
        return Ok(());
    }
    bring(tx, &mut upgrade.ids, upgrade.now)?;
    tx.execute(
        "UPDATE opportunities SET department = (SELECT u.department FROM users u WHERE u.id = opportunities.assignee) \
         WHERE assignee IS NOT NULL",
        &[],
    )?;
    tx.execute(
        "UPDATE opportunities SET pipeline = (SELECT s.pipeline FROM pipeline_stages s WHERE s.position = 0), \
         stage = (SELECT s.id FROM pipeline_stages s WHERE s.position = 0), stage_since = assigned_at \
         WHERE status = 'assigned'",
        &[],
    )?;
    tx.execute(
        "INSERT INTO stage_stays (opportunity, stage, entered_at, entered_by) \
         SELECT o.id, o.stage, o.assigned_at, o.assigner FROM opportunities o WHERE o.status = 'assigned' ORDER BY o.id",
        &[],
    )
    .map(drop)
}
