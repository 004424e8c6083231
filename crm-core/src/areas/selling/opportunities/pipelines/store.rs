//! The statements on pipelines, their stages, and the stays in these.

pub(super) mod board;
pub(super) mod keeping;

use super::enter::Entering;
use super::types::*;
use crate::engine::clock::Timestamp;
use crate::engine::error::Result;
use crate::engine::setup::store::awake;
use crate::engine::storage::{Transaction, Value, params};
use crate::engine::text::fold;
use crate::opportunities::OpportunityId;
use crate::setup::SetupRef;
use crate::users::UserRef;

/// The departments that somebody's is in, their own first: of the user or opportunity with the key.
macro_rules! up {
    ($table:literal) => {
        concat!(
            "WITH RECURSIVE up (id) AS (SELECT w.department FROM ",
            $table,
            " w WHERE w.id = ? AND w.department IS NOT NULL \
             UNION SELECT p.parent FROM up JOIN departments p ON p.id = up.id WHERE p.parent IS NOT NULL) "
        )
    };
}

/// Whether the pipeline `d` serves who is `up`.
const SERVES: &str = "(NOT EXISTS (SELECT 1 FROM pipeline_departments n WHERE n.pipeline = d.id) \
                      OR EXISTS (SELECT 1 FROM pipeline_departments n JOIN up ON up.id = n.department WHERE n.pipeline = d.id))";

/// The enabled pipelines, each with the first of its stages that is enabled.
macro_rules! first_stages {
    () => {
        concat!(
            " FROM setup_documents d JOIN pipeline_stages s ON s.id = (SELECT f.id FROM pipeline_stages f \
             WHERE f.pipeline = d.id AND f.enabled = TRUE ORDER BY f.position, f.id LIMIT 1) \
             WHERE d.kind = 'pipeline' AND d.enabled = TRUE AND ",
            awake!()
        )
    };
}

/// The numbers of days for which opportunities may be in stages.
pub(in super::super) fn limits(tx: &mut dyn Transaction) -> Result<Vec<i64>> {
    let sql = "SELECT DISTINCT max_days FROM pipeline_stages WHERE max_days IS NOT NULL ORDER BY max_days";
    tx.all(sql, &[], |c| c.next())
}

/// The first enabled pipeline that serves a user, with its first stage.
pub(super) fn first_serving(tx: &mut dyn Transaction, user: Option<i64>) -> Result<Option<Entering>> {
    let sql = format!(
        "{}SELECT d.id, s.id, s.probability{} AND {SERVES} ORDER BY d.position, d.id LIMIT 1",
        up!("users"),
        first_stages!()
    );
    tx.one(&sql, params![user], |c| Ok(Entering { pipeline: c.next()?, stage: c.next()?, probability: c.next()? }))
}

/// The first enabled pipeline but one that serves the department of an opportunity, with its first stage.
pub(super) fn other_serving(tx: &mut dyn Transaction, opportunity: i64, but: i64) -> Result<Option<Entering>> {
    let sql = format!(
        "{}SELECT d.id, s.id, s.probability{} AND {SERVES} AND d.id <> ? ORDER BY d.position, d.id LIMIT 1",
        up!("opportunities"),
        first_stages!()
    );
    tx.one(&sql, params![opportunity, but], |c| {
        Ok(Entering { pipeline: c.next()?, stage: c.next()?, probability: c.next()? })
    })
}

/// The enabled pipeline of that name with its first stage, and whether it serves a user.
pub(super) fn named_serving(
    tx: &mut dyn Transaction,
    user: Option<i64>,
    name: &str,
) -> Result<Option<(Entering, bool)>> {
    let sql =
        format!("{}SELECT d.id, s.id, s.probability, {SERVES}{} AND d.name_folded = ?", up!("users"), first_stages!());
    tx.one(&sql, params![user, fold(name)], |c| {
        Ok((Entering { pipeline: c.next()?, stage: c.next()?, probability: c.next()? }, c.next()?))
    })
}

/// Whether the pipeline in which an opportunity is serves a user.
pub(super) fn present_serves(tx: &mut dyn Transaction, opportunity: i64, user: i64) -> Result<bool> {
    let sql = format!(
        "{}SELECT EXISTS (SELECT 1 FROM opportunities o JOIN setup_documents d ON d.id = o.pipeline WHERE o.id = ? AND {SERVES})",
        up!("users")
    );
    tx.value(&sql, params![user, opportunity])
}

/// Whether a pipeline serves the department of an opportunity.
pub(super) fn serves(tx: &mut dyn Transaction, pipeline: i64, opportunity: i64) -> Result<bool> {
    let sql =
        format!("{}SELECT EXISTS (SELECT 1 FROM setup_documents d WHERE d.id = ? AND {SERVES})", up!("opportunities"));
    tx.value(&sql, params![opportunity, pipeline])
}

/// A stage as a move reads it.
pub(super) struct Found {
    pub(super) key: i64,
    pub(super) pipeline: i64,
}

pub(super) fn stage(tx: &mut dyn Transaction, id: StageId) -> Result<Option<Found>> {
    tx.one("SELECT id, pipeline FROM pipeline_stages WHERE uid = ?", params![&id.0], |c| {
        Ok(Found { key: c.next()?, pipeline: c.next()? })
    })
}

/// The keys of the pipeline and the stage in which an opportunity is.
pub(super) fn place(tx: &mut dyn Transaction, opportunity: i64) -> Result<(Option<i64>, Option<i64>)> {
    let found = tx.one("SELECT pipeline, stage FROM opportunities WHERE id = ?", params![opportunity], |c| {
        Ok((c.next()?, c.next()?))
    })?;
    Ok(found.unwrap_or_default())
}

/// The chance that a stage gives.
pub(super) fn probability(tx: &mut dyn Transaction, id: StageId) -> Result<i64> {
    let found = tx.one("SELECT probability FROM pipeline_stages WHERE uid = ?", params![&id.0], |c| c.next())?;
    Ok(found.unwrap_or(0))
}

/// The open opportunities in a stage whose chance is the stage's, and another than this.
pub(super) fn to_reweigh(tx: &mut dyn Transaction, id: StageId, probability: i64) -> Result<Vec<OpportunityId>> {
    tx.all(
        "SELECT uid FROM opportunities WHERE stage = (SELECT id FROM pipeline_stages WHERE uid = ?) \
         AND status = 'assigned' AND probability_from = 'stage' AND success_probability <> ? ORDER BY id",
        params![&id.0, probability],
        |c| Ok(OpportunityId(c.next()?)),
    )
}

/// Gives an opportunity another chance.
pub(super) fn weigh(tx: &mut dyn Transaction, opportunity: i64, probability: i64) -> Result<usize> {
    tx.execute(
        "UPDATE opportunities SET version = version + 1, success_probability = ? WHERE id = ?",
        params![probability, opportunity],
    )
}

/// The pipeline of a stage.
pub(super) fn pipeline_of(tx: &mut dyn Transaction, id: StageId) -> Result<Option<i64>> {
    tx.one("SELECT pipeline FROM pipeline_stages WHERE uid = ?", params![&id.0], |c| c.next())
}

/// Puts an opportunity into a stage; the version counts what else is written with it.
pub(super) fn move_to(
    tx: &mut dyn Transaction,
    opportunity: i64,
    to: &Entering,
    (by, at): (Option<i64>, Timestamp),
) -> Result<()> {
    tx.execute(
        "UPDATE opportunities SET version = version + 1, pipeline = ?, stage = ?, stage_since = ?, \
         success_probability = CASE WHEN probability_from = 'stage' THEN ? ELSE success_probability END WHERE id = ?",
        params![to.pipeline, to.stage, at, to.probability, opportunity],
    )?;
    enter(tx, opportunity, to.stage, (by, at))
}

/// Ends the present stay, where there is one, and begins one in a stage.
pub(super) fn enter(
    tx: &mut dyn Transaction,
    opportunity: i64,
    stage: i64,
    (by, at): (Option<i64>, Timestamp),
) -> Result<()> {
    let last: Option<(i64, i64)> = tx.one(
        "SELECT id, stage FROM stage_stays WHERE opportunity = ? AND left_at IS NULL ORDER BY id DESC LIMIT 1",
        params![opportunity],
        |c| Ok((c.next()?, c.next()?)),
    )?;
    if let Some((stay, _)) = last {
        tx.execute("UPDATE stage_stays SET left_at = ?, ended = 'moved' WHERE id = ?", params![at, stay])?;
    }
    tx.insert(
        "INSERT INTO stage_stays (opportunity, stage, came_from, entered_at, entered_by) VALUES (?, ?, ?, ?, ?)",
        params![opportunity, stage, last.map(|(_, stage)| stage), at, by],
    )
    .map(drop)
}

/// Ends the present stay for good, where there is one.
pub(super) fn leave(tx: &mut dyn Transaction, opportunity: i64, ended: &str, at: Timestamp) -> Result<()> {
    tx.execute(
        "UPDATE stage_stays SET left_at = ?, ended = ? WHERE opportunity = ? AND left_at IS NULL",
        params![at, ended, opportunity],
    )
    .map(drop)
}

/// A stay with the place of its stage: that of the pipeline among pipelines, and that in it.
pub(super) type Placed = ((i64, i64, i64), StageStay);

/// The stays of an opportunity, the first one first.
pub(super) fn stays(tx: &mut dyn Transaction, opportunity: i64) -> Result<Vec<Placed>> {
    tx.all(
        "SELECT d.position, d.id, s.position, d.uid, d.name, s.uid, s.name, f.uid, f.name, h.entered_at, u.uid, u.display_name, \
         h.left_at FROM stage_stays h JOIN pipeline_stages s ON s.id = h.stage JOIN setup_documents d ON d.id = s.pipeline \
         LEFT JOIN pipeline_stages f ON f.id = h.came_from LEFT JOIN users u ON u.id = h.entered_by \
         WHERE h.opportunity = ? ORDER BY h.id",
        params![opportunity],
        |c| {
            let place = (c.next()?, c.next()?, c.next()?);
            let stay = StageStay {
                pipeline: SetupRef::read(c)?,
                stage: StageRef::read(c)?,
                came_from: StageRef::read_optional(c)?,
                entered_at: c.next()?,
                entered_by: UserRef::read_optional(c)?,
                left_at: c.next()?,
            };
            Ok((place, stay))
        },
    )
}

/// The values of the kinds of activity of which one is done with an opportunity.
pub(super) fn done_kinds(tx: &mut dyn Transaction, opportunity: OpportunityId) -> Result<Vec<String>> {
    tx.all(
        "SELECT DISTINCT e.value FROM activity_records r JOIN activities a ON a.id = r.activity \
         JOIN dictionary_entries e ON e.id = a.kind \
         WHERE r.home = 'opportunities' AND r.record = ? AND a.status = 'done'",
        params![&opportunity.0],
        |c| c.next(),
    )
}

/// How many opportunities stand in a stage.
pub(super) fn open_in(tx: &mut dyn Transaction, id: StageId) -> Result<i64> {
    tx.value(
        "SELECT count(*) FROM opportunities WHERE stage = (SELECT id FROM pipeline_stages WHERE uid = ?) \
         AND status = 'assigned'",
        params![&id.0],
    )
}

/// How many opportunities stand in a pipeline, counted up to a number.
pub(super) fn count_open(tx: &mut dyn Transaction, pipeline: i64, most: i64) -> Result<i64> {
    tx.value(
        "SELECT count(*) FROM (SELECT 1 FROM opportunities WHERE pipeline = ? AND status = 'assigned' LIMIT ?) AS counted",
        params![pipeline, most],
    )
}

/// How many stand in it, stood in it when they were closed, or were in it once, counted up to a number.
pub(super) fn count(tx: &mut dyn Transaction, pipeline: i64, most: i64) -> Result<i64> {
    tx.value(
        "SELECT count(*) FROM (SELECT o.id FROM opportunities o WHERE o.pipeline = ? UNION \
         SELECT h.opportunity FROM stage_stays h JOIN pipeline_stages s ON s.id = h.stage WHERE s.pipeline = ? LIMIT ?) \
         AS counted",
        params![pipeline, pipeline, most],
    )
}

/// Whether a pipeline serves everybody and no other enabled one does.
pub(super) fn is_last_for_all(tx: &mut dyn Transaction, pipeline: i64) -> Result<bool> {
    let all = "NOT EXISTS (SELECT 1 FROM pipeline_departments n WHERE n.pipeline = d.id)";
    let sql = format!(
        "SELECT EXISTS (SELECT 1 FROM setup_documents d WHERE d.id = ? AND d.enabled = TRUE AND {all}) \
         AND NOT EXISTS (SELECT 1 FROM setup_documents d WHERE d.kind = 'pipeline' AND d.id <> ? AND d.enabled = TRUE \
         AND {} AND {all})",
        awake!()
    );
    tx.value(&sql, params![pipeline, pipeline])
}

/// The open opportunities of a pipeline, by their keys and ids.
pub(super) fn open(tx: &mut dyn Transaction, pipeline: i64) -> Result<Vec<OpportunityId>> {
    tx.all(
        "SELECT uid FROM opportunities WHERE pipeline = ? AND status = 'assigned' ORDER BY id",
        params![pipeline],
        |c| Ok(OpportunityId(c.next()?)),
    )
}

/// The columns of an assignment that say where it puts the opportunity; as they are, where that is nothing new.
pub(in super::super) fn columns(entering: Option<&Entering>, now: Timestamp) -> [Value<'static>; 4] {
    match entering {
        Some(to) => [to.pipeline.into(), to.stage.into(), now.into(), to.probability.into()],
        None => [Value::Null, Value::Null, Value::Null, Value::Null],
    }
}
