//! The statements of the board: one for what all columns have, and one for the cards of each.

use super::super::types::*;
use crate::engine::clock::Timestamp;
use crate::engine::error::Result;
use crate::engine::objects::Matching;
use crate::engine::page::PageRequest;
use crate::engine::setup::store::awake;
use crate::engine::storage::{
    Columns, Direction, Filter, ListQuery, Order, Table, Transaction, Value, Visibility, params,
};
use crate::engine::text::fold;
use crate::opportunities::{ForecastCategory, Opportunity, OpportunityFilter, OpportunityStatus};
use crate::setup::SetupRef;

const BY_CLOSE: Order = Order {
    name: "board",
    keys: &[
        ("COALESCE(o.expected_close, '~')", Direction::Ascending),
        ("o.created_at", Direction::Ascending),
        ("o.id", Direction::Ascending),
    ],
};

/// The pipeline of that name with its key, enabled or not.
pub(in super::super) fn pipeline(tx: &mut dyn Transaction, name: &str) -> Result<Option<(i64, SetupRef)>> {
    let sql = concat!(
        "SELECT d.id, d.uid, d.name FROM setup_documents d WHERE d.kind = 'pipeline' AND d.name_folded = ? AND ",
        awake!()
    );
    tx.one(sql, params![fold(name)], |c| Ok((c.next()?, SetupRef::read(c)?)))
}

/// A stage as a column.
pub(in super::super) struct Stage {
    pub(in super::super) key: i64,
    pub(in super::super) stage: StageRef,
    pub(in super::super) enabled: bool,
    pub(in super::super) probability: i64,
    pub(in super::super) forecast_category: ForecastCategory,
}

pub(in super::super) fn stages(tx: &mut dyn Transaction, pipeline: i64) -> Result<Vec<Stage>> {
    tx.all(
        "SELECT id, uid, name, enabled, probability, forecast_category FROM pipeline_stages WHERE pipeline = ? \
         ORDER BY position, id",
        params![pipeline],
        |c| {
            Ok(Stage {
                key: c.next()?,
                stage: StageRef::read(c)?,
                enabled: c.next()?,
                probability: c.next()?,
                forecast_category: c.next()?,
            })
        },
    )
}

/// What a board is of.
pub(in super::super) struct What<'a> {
    pub(in super::super) pipeline: i64,
    pub(in super::super) visible: &'a Visibility,
    pub(in super::super) filter: Option<&'a OpportunityFilter>,
    pub(in super::super) matching: Option<&'a Matching>,
}

/// What is added up of one opportunity.
pub(in super::super) struct Row {
    pub(in super::super) stage: Option<i64>,
    pub(in super::super) status: OpportunityStatus,
    /// In minor units, with the currency.
    pub(in super::super) amount: Option<(i64, String)>,
    pub(in super::super) probability: i64,
    pub(in super::super) closed_at: Option<Timestamp>,
}

const SUMMED: &str = "o.stage, o.status, o.amount, o.amount_currency, o.success_probability, o.closed_at";

fn read(c: &mut Columns<'_>) -> Result<Row> {
    let (stage, status) = (c.next()?, c.next()?);
    let (minor, currency): (Option<i64>, Option<String>) = (c.next()?, c.next()?);
    Ok(Row { stage, status, amount: minor.zip(currency), probability: c.next()?, closed_at: c.next()? })
}

impl<'a> What<'a> {
    fn narrow(&self, tx: &dyn Transaction, mut list: ListQuery<'a>) -> Result<ListQuery<'a>> {
        list.and("o.pipeline = ?", [self.pipeline.into()]);
        if let Some(filter) = self.filter {
            filter.narrow(tx, &mut list)?;
        }
        list.matching(tx, self.matching)?;
        Ok(list)
    }
}

/// Everything that is open.
pub(in super::super) fn open(tx: &mut dyn Transaction, what: &What<'_>, each: &mut dyn FnMut(Row)) -> Result<()> {
    let mut list = what.narrow(tx, ListQuery::new("", "opportunities o", what.visible.clone()))?;
    list.and("o.status = 'assigned'", []);
    list.rows(tx, "o.stage, 'assigned', o.amount, o.amount_currency, o.success_probability, NULL", &mut |c| {
        each(read(c)?);
        Ok(())
    })
}

/// Everything that was closed from an instant on and before another.
pub(in super::super) fn closed(
    tx: &mut dyn Transaction,
    what: &What<'_>,
    (from, before): (Option<Timestamp>, Option<Timestamp>),
    each: &mut dyn FnMut(Row),
) -> Result<()> {
    let mut list = what.narrow(tx, ListQuery::new("", "opportunities o", what.visible.clone()))?;
    list.and("o.status IN ('developed', 'failed')", []);
    list.when("o.closed_at >= ?", from);
    list.when("o.closed_at < ?", before);
    list.rows(tx, SUMMED, &mut |c| {
        each(read(c)?);
        Ok(())
    })
}

/// The first cards of a stage, or those behind one.
pub(in super::super) fn cards(
    tx: &mut dyn Transaction,
    what: &What<'_>,
    stage: i64,
    most: i64,
    after: &Option<String>,
) -> Result<(Vec<Opportunity>, Option<String>)> {
    let mut list = what.narrow(tx, Opportunity::list(what.visible.clone()))?;
    list.and("o.status = 'assigned'", []);
    list.and("o.stage = ?", [Value::from(stage)]);
    let request = PageRequest { limit: Some(most), after: after.clone(), count: None };
    let (cards, next, _) = list.page(tx, BY_CLOSE, &Some(request), Opportunity::read)?;
    Ok((cards, next))
}
