//! Formulas in the order of their dependence: each behind those that it reads (MACH-10).

use super::FieldModel;
use crate::engine::error::{CrmError, Result};

/// The places of the formulas.
///
/// # Errors
/// A defect, where they go in a circle, which the check refuses.
pub(super) fn of(fields: &[FieldModel]) -> Result<Vec<usize>> {
    let formulas: Vec<usize> = (0..fields.len()).filter(|at| fields[*at].formula.is_some()).collect();
    let (mut order, mut left) = (Vec::with_capacity(formulas.len()), formulas);
    while !left.is_empty() {
        let reads = |at: usize| fields[at].formula.iter().flat_map(|formula| formula.own.iter().copied());
        let (ready, waiting): (Vec<usize>, Vec<usize>) =
            left.iter().copied().partition(|at| !reads(*at).any(|read| left.contains(&read)));
        if ready.is_empty() {
            return Err(CrmError::bug("formulas that go in a circle"));
        }
        order.extend(ready);
        left = waiting;
    }
    Ok(order)
}
