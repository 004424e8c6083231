//! SALE-2: what is estimated of an opportunity, and what follows from it.

use super::pipelines;
use super::store;
use super::types::*;
use crate::currencies::rules as currencies;
use crate::dictionary::DictionaryEntryId;
use crate::dictionary::choose::choose;
use crate::engine::error::Result;
use crate::engine::gate::Context;
use crate::engine::money::Money;

/// The entries that an opportunity names are of their categories.
pub(super) fn entries(
    cx: &mut Context<'_>,
    kind: &Option<DictionaryEntryId>,
    origin: &Option<DictionaryEntryId>,
    region: &Option<DictionaryEntryId>,
) -> Result<()> {
    choose(cx, "kind", "opportunity_kind", kind)?;
    choose(cx, "origin", "origin", origin)?;
    choose(cx, "region", "region", region)?;
    Ok(())
}

/// The chance of success of a source other than a hand (PIPE-5): 0 as long as there is neither a stage nor a score.
pub(crate) fn derived_probability(cx: &mut Context<'_>, of: &Opportunity) -> Result<i64> {
    match (of.probability_from, &of.stage) {
        (ProbabilityFrom::Stage, Some(stage)) => pipelines::probability(cx, stage.id),
        _ => Ok(0),
    }
}

/// A chance of success that is derived isn't given.
pub(super) fn not_given(cx: &mut Context<'_>) {
    cx.violations().add("success_probability", "derived", "follows from the rest", None);
}

/// Brings the chance of success to where it comes from: naming it makes it one by hand (PIPE-5).
pub(super) fn settle_probability(
    cx: &mut Context<'_>,
    given: Option<i64>,
    from: Option<ProbabilityFrom>,
    before: &Opportunity,
    after: &mut Opportunity,
) -> Result<()> {
    let by_hand = from.is_none_or(|from| from == ProbabilityFrom::ByHand);
    if given.is_some() {
        if !by_hand {
            not_given(cx);
        }
        after.probability_from = ProbabilityFrom::ByHand;
    } else if !by_hand && after.probability_from != before.probability_from {
        after.success_probability = derived_probability(cx, after)?;
    }
    Ok(())
}

/// An amount that was written stands with the places of its currency, and in the company's at today's rate beside.
pub(super) fn settle_amount(cx: &mut Context<'_>, after: &mut Opportunity) -> Result<()> {
    if cx.violations().has("amount") {
        return Ok(());
    }
    if let Some(amount) = &mut after.amount {
        *amount = Money::from_minor(amount.minor()?, amount.currency.clone());
    }
    after.base_amount = base(cx, &after.amount)?;
    Ok(())
}

/// The company counts in another currency: what is in it stays so, and the rest is in none until it is written again.
pub(crate) fn base_changed(cx: &mut Context<'_>, currency: &str) -> Result<()> {
    store::base_changed(cx.tx(), currency).map(drop)
}

/// An amount in the company's currency at today's rate; none where there is no rate.
pub(super) fn base(cx: &mut Context<'_>, amount: &Option<Money>) -> Result<Option<Money>> {
    match amount {
        Some(amount) if !cx.violations().has("amount") => currencies::in_base(cx, amount),
        _ => Ok(None),
    }
}
