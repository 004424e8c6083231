//! The board of a pipeline (PIPE-7).

use std::collections::BTreeMap;

use super::board_types::*;
use super::store::board as store;
use super::types::*;
use crate::currencies::rates::Rates;
use crate::engine::calendar::{company_date, day_start};
use crate::engine::clock::Date;
use crate::engine::error::{CrmError, Result};
use crate::engine::gate::{Context, Entity};
use crate::engine::money::Money;
use crate::engine::tree::Tree;
use crate::opportunities::{OpportunityFilter, OpportunityStatus};

/// What a board is asked for.
pub(in super::super) struct Asked<'a> {
    pub(in super::super) pipeline: &'a str,
    pub(in super::super) filter: &'a Option<OpportunityFilter>,
    pub(in super::super) matching: &'a Option<Tree>,
    pub(in super::super) per_stage: i64,
    /// The days of the period in which what is closed is told.
    pub(in super::super) closed: (Option<Date>, Option<Date>),
    /// The one stage that is wanted, and behind which card.
    pub(in super::super) stage: Option<StageId>,
    pub(in super::super) after: &'a Option<String>,
}

/// What is added up of a column, in minor units of the company's currency.
#[derive(Debug, Default)]
struct Sums {
    count: i64,
    amount: i128,
    weighted: i128,
    without_amount: i64,
    unconverted: i64,
    others: BTreeMap<String, i128>,
}

/// A chance of an amount, rounded half to even.
fn weighted(minor: i64, probability: i64) -> i128 {
    let product = i128::from(minor) * i128::from(probability);
    let (whole, rest) = (product / 100, product % 100);
    whole + i128::from(rest > 50 || (rest == 50 && whole % 2 != 0))
}

fn money(minor: i128, currency: &str) -> Money {
    let most = i128::from(crate::engine::money::MAX_AMOUNT);
    // A sum beyond what an amount can be is none that people have.
    let minor = i64::try_from(minor.clamp(-most, most)).unwrap_or_default();
    Money::from_minor(minor, currency.to_owned())
}

impl Sums {
    fn add(&mut self, row: &store::Row, rates: &Rates, day: Date) {
        self.count += 1;
        let Some((minor, currency)) = &row.amount else {
            self.without_amount += 1;
            return;
        };
        match rates.in_base(*minor, currency, day) {
            Some(minor) => {
                self.amount += i128::from(minor);
                self.weighted += weighted(minor, row.probability);
            }
            None => {
                self.unconverted += 1;
                *self.others.entry(currency.clone()).or_default() += i128::from(*minor);
            }
        }
    }

    fn told(self, base: &str, reads: bool) -> BoardSums {
        let sums = self.others.into_iter().map(|(currency, minor)| money(minor, &currency)).collect();
        BoardSums {
            count: self.count,
            amount: reads.then(|| money(self.amount, base)),
            weighted: reads.then(|| money(self.weighted, base)),
            unconverted: reads.then_some(Unconverted { count: self.unconverted, sums }),
            without_amount: reads.then_some(self.without_amount),
        }
    }
}

/// PIPE-7.
pub(in super::super) fn board(cx: &mut Context<'_>, asked: &Asked<'_>) -> Result<Board> {
    let found = store::pipeline(cx.tx(), asked.pipeline)?;
    if found.is_none() && !cx.violations().has("pipeline") {
        cx.violations().add("pipeline", "unknown", "is no pipeline", None);
    }
    if let (Some(from), Some(to)) = asked.closed
        && to < from
    {
        cx.violations().add("closed_to", "period_reversed", "must not be before closed_from", Some(from.to_string()));
    }
    if asked.after.is_some() && asked.stage.is_none() {
        cx.violations().add("after", "not_applicable", "goes on in one stage, which must be named", None);
    }
    let matching = cx.matching(&Entity::OPPORTUNITY, asked.matching)?;
    cx.check_fields()?;
    let Some((key, pipeline)) = found else { return Err(CrmError::bug("a board of nothing")) };
    let visible = cx.visibility(&Entity::OPPORTUNITY)?;
    let reads = cx.rights().to(Entity::OPPORTUNITY.as_str(), "amount").reads();
    let (today, zone) = (cx.today()?, cx.company()?.zone.clone());
    let (from, to) = asked.closed;
    let period = asked.closed.0.is_some() || asked.closed.1.is_some();
    let (first, last) = (from.unwrap_or(Date::MIN).min(today), to.unwrap_or(today).max(today));
    let rates = Rates::between(cx, if period { first } else { today }, last)?;
    let what =
        store::What { pipeline: key, visible: &visible, filter: asked.filter.as_ref(), matching: matching.as_ref() };
    let mut sums: BTreeMap<i64, Sums> = BTreeMap::new();
    store::open(cx.tx(), &what, &mut |row| {
        if let Some(stage) = row.stage {
            sums.entry(stage).or_default().add(&row, &rates, today);
        }
    })?;
    let mut columns = Vec::new();
    for stage in store::stages(cx.tx(), key)? {
        let sums = sums.remove(&stage.key).unwrap_or_default();
        if asked.stage.is_some_and(|wanted| wanted != stage.stage.id) || (!stage.enabled && sums.count == 0) {
            continue;
        }
        let (cards, next) = match asked.per_stage {
            1.. if sums.count > 0 => store::cards(cx.tx(), &what, stage.key, asked.per_stage, asked.after)?,
            _ => (Vec::new(), None),
        };
        columns.push(BoardColumn {
            stage: stage.stage,
            enabled: stage.enabled,
            probability: stage.probability,
            forecast_category: stage.forecast_category,
            sums: sums.told(&rates.base, reads),
            cards,
            next,
        });
    }
    let (mut won, mut lost) = (None, None);
    if period {
        let (mut all_won, mut all_lost) = (Sums::default(), Sums::default());
        let begins = |day: Date| day_start(&zone, day);
        let span = (from.map(begins), to.and_then(|day| day.succ_opt()).map(begins));
        store::closed(cx.tx(), &what, span, &mut |row| {
            let day = row.closed_at.map_or(today, |at| company_date(&zone, at));
            let sums = if row.status == OpportunityStatus::Developed { &mut all_won } else { &mut all_lost };
            sums.add(&row, &rates, day);
        })?;
        (won, lost) = (Some(all_won.told(&rates.base, reads)), Some(all_lost.told(&rates.base, reads)));
    }
    Ok(Board { pipeline, columns, won, lost })
}

#[cfg(test)]
mod tests {
    use super::weighted;

    // Conventions: half to even, each record on its own.
    #[test]
    fn chances_of_amounts_are_rounded_half_to_even() {
        for (minor, probability, wanted) in
            [(100, 50, 50), (1, 50, 0), (3, 50, 2), (5, 10, 0), (15, 10, 2), (25, 10, 2), (101, 33, 33)]
        {
            assert_eq!(weighted(minor, probability), wanted, "{minor} {probability}");
        }
    }
}
