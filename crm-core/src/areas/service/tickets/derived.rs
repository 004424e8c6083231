//! Whether an interaction followed each ticket, against recomputation.

use super::store;
use crate::engine::error::Result;
use crate::engine::gate::Context;
use crate::engine::tables::Derived;

pub(super) const DERIVED: Derived = Derived { check, rebuild };

fn check(cx: &mut Context<'_>) -> Result<Vec<String>> {
    let wrong = store::wrongly_followed_up(cx.tx())?;
    let finding = || format!("{wrong} tickets are wrong about whether an interaction followed them");
    Ok((wrong > 0).then(finding).into_iter().collect())
}

fn rebuild(cx: &mut Context<'_>) -> Result<()> {
    store::recompute_followed_up(cx.tx()).map(drop)
}
