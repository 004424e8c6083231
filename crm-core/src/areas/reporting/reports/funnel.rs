//! PIPE-9: the funnel report, what became of the opportunities that entered each stage of a pipeline in a period.

use std::collections::{BTreeMap, HashSet};

use rust_decimal::Decimal;

use super::funnel_types::*;
use crate::departments::DepartmentId;
use crate::engine::calendar::day_start;
use crate::engine::clock::{Date, Timestamp};
use crate::engine::error::{CrmError, Result};
use crate::engine::gate::{Context, Entity};
use crate::engine::ids::UserId;
use crate::engine::setup::store::awake;
use crate::engine::storage::{Transaction, Value, Visibility, params};
use crate::engine::text::fold;
use crate::opportunities::{OpportunityStatus, StageRef};
use crate::setup::SetupRef;

/// A day, in the engine's microseconds.
const DAY: i128 = 86_400_000_000;

/// One stay that began in the period.
struct Stay {
    stage: i64,
    opportunity: i64,
    /// In microseconds, where it is over.
    took: Option<i64>,
    status: OpportunityStatus,
    /// Whether the opportunity is in this stage, or was when it was closed.
    stands: bool,
    further: bool,
}

/// What is counted of a stage.
#[derive(Default)]
struct Counted {
    seen: HashSet<i64>,
    further: i64,
    won: i64,
    lost: i64,
    here: i64,
    stays: i128,
    took: i128,
}

/// A share, rounded half to even.
fn divided(part: i128, whole: i128) -> i64 {
    let (quotient, rest) = (part / whole, part % whole);
    let up = rest * 2 > whole || (rest * 2 == whole && quotient % 2 != 0);
    i64::try_from(quotient + i128::from(up)).unwrap_or(i64::MAX)
}

impl Counted {
    /// Adds a stay; the first one of an opportunity says what became of it since.
    fn add(&mut self, stay: &Stay) {
        if let Some(took) = stay.took {
            self.stays += 1;
            self.took += i128::from(took.max(0));
        }
        if !self.seen.insert(stay.opportunity) {
            return;
        }
        let won = stay.status == OpportunityStatus::Developed;
        self.won += i64::from(won);
        self.further += i64::from(won || stay.further);
        self.lost += i64::from(stay.stands && stay.status == OpportunityStatus::Failed);
        self.here += i64::from(stay.stands && stay.status == OpportunityStatus::Assigned);
    }

    fn told(&self, stage: StageRef) -> FunnelStage {
        let entered = i64::try_from(self.seen.len()).unwrap_or(i64::MAX);
        let conversion = match entered {
            0 => 0,
            entered => divided(i128::from(self.further) * 10_000, i128::from(entered)),
        };
        let mean_days = (self.stays > 0).then(|| Decimal::new(divided(self.took * 10, self.stays * DAY), 1));
        let Counted { further, won, lost, here, .. } = *self;
        FunnelStage { stage, entered, further, won, lost, here, conversion, mean_days }
    }
}

/// PIPE-9.
pub(super) fn funnel(
    cx: &mut Context<'_>,
    pipeline: &str,
    period_from: &Date,
    period_to: &Date,
    department: &Option<DepartmentId>,
    user: &Option<UserId>,
) -> Result<Funnel> {
    let found = named(cx.tx(), pipeline)?;
    if found.is_none() && !cx.violations().has("pipeline") {
        cx.violations().add("pipeline", "unknown", "is no pipeline", None);
    }
    if period_to < period_from {
        let limit = Some(period_from.to_string());
        cx.violations().add("period_to", "period_reversed", "must not be before period_from", limit);
    }
    cx.check_fields()?;
    let Some((key, pipeline)) = found else { return Err(CrmError::bug("a funnel of nothing")) };
    let zone = cx.company()?.zone.clone();
    let end = period_to.succ_opt().unwrap_or(*period_to);
    let period = (day_start(&zone, *period_from), day_start(&zone, end));
    let visible = cx.visibility(&Entity::OPPORTUNITY)?;
    let mut counted: BTreeMap<i64, Counted> = BTreeMap::new();
    for stay in stays(cx.tx(), &visible, key, period, (*department, *user))? {
        counted.entry(stay.stage).or_default().add(&stay);
    }
    let mut rows = Vec::new();
    for (stage, told, enabled) in stages(cx.tx(), key)? {
        match counted.remove(&stage) {
            Some(counted) => rows.push(counted.told(told)),
            None if enabled => rows.push(Counted::default().told(told)),
            None => {}
        }
    }
    Ok(Funnel { pipeline, period_from: *period_from, period_to: *period_to, stages: rows })
}

fn named(tx: &mut dyn Transaction, name: &str) -> Result<Option<(i64, SetupRef)>> {
    let sql = concat!(
        "SELECT d.id, d.uid, d.name FROM setup_documents d WHERE d.kind = 'pipeline' AND d.name_folded = ? AND ",
        awake!()
    );
    tx.one(sql, params![fold(name)], |c| Ok((c.next()?, SetupRef::read(c)?)))
}

fn stages(tx: &mut dyn Transaction, pipeline: i64) -> Result<Vec<(i64, StageRef, bool)>> {
    tx.all(
        "SELECT id, uid, name, enabled FROM pipeline_stages WHERE pipeline = ? ORDER BY position, id",
        params![pipeline],
        |c| Ok((c.next()?, StageRef::read(c)?, c.next()?)),
    )
}

/// The stays in a pipeline that began in the period, in the order in which they did.
fn stays(
    tx: &mut dyn Transaction,
    visible: &Visibility,
    pipeline: i64,
    (from, before): (Timestamp, Timestamp),
    (department, user): (Option<DepartmentId>, Option<UserId>),
) -> Result<Vec<Stay>> {
    let mut sql = String::from(
        "SELECT h.stage, h.opportunity, h.left_at - h.entered_at, o.status, COALESCE(o.stage = h.stage, FALSE), \
         EXISTS (SELECT 1 FROM stage_stays l JOIN pipeline_stages q ON q.id = l.stage WHERE l.opportunity = h.opportunity \
         AND l.id > h.id AND q.pipeline = s.pipeline AND q.position > s.position) \
         FROM pipeline_stages s JOIN stage_stays h ON h.stage = s.id JOIN opportunities o ON o.id = h.opportunity \
         WHERE s.pipeline = ? AND h.entered_at >= ? AND h.entered_at < ?",
    );
    let mut params: Vec<Value<'_>> = vec![pipeline.into(), from.into(), before.into()];
    if let Some(department) = &department {
        sql.push_str(" AND o.department = (SELECT id FROM departments WHERE uid = ?)");
        params.push((&department.0).into());
    }
    if let Some(user) = &user {
        sql.push_str(" AND o.assignee = (SELECT id FROM users WHERE uid = ?)");
        params.push((&user.0).into());
    }
    if let Some((seen, more)) = visible.condition("o") {
        sql.push_str(" AND ");
        sql.push_str(&seen);
        params.extend(more);
    }
    sql.push_str(" ORDER BY h.id");
    tx.all(&sql, &params, |c| {
        Ok(Stay {
            stage: c.next()?,
            opportunity: c.next()?,
            took: c.next()?,
            status: c.next()?,
            stands: c.next()?,
            further: c.next()?,
        })
    })
}
