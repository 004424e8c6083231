//! Which customers are complete, after the settings changed what that takes (CUST-2): they may be a million, so they are
//! looked at again in short transactions.
//!
//! How far that has come stands in the settings. Whoever reads customers behind that place meanwhile goes by their fields
//! and not by what is stored, so an answer is right at every moment, by the settings of that moment; only the list of
//! complete or incomplete customers is slower for a while. Where the process ends in the middle, the next one that looks
//! for due jobs, changes the settings or rebuilds goes on.

use super::store;
use super::types::Customer;
use crate::engine::error::Result;
use crate::engine::gate::{Context, Entity, Slices};
use crate::settings;
use crate::settings::store as settings_store;

/// Customers of one transaction.
const SLICE: usize = 1_000;

/// The key of the last customer that was looked at again; `None` where none is left.
pub(super) fn stands_at(cx: &mut Context<'_>) -> Result<Option<i64>> {
    settings::rules::recounted_to(cx)
}

/// The customer as it is by the settings.
pub(super) fn as_it_is(cx: &mut Context<'_>, mut customer: Customer) -> Result<Customer> {
    if stands_at(cx)?.is_some() {
        customer.complete = customer.lacks(&settings::rules::of(cx)?.required_customer_fields).is_empty();
    }
    Ok(customer)
}

/// Begins, in the transaction that changes what is required, behind that change.
pub(crate) fn begin(cx: &mut Context<'_>) -> Result<()> {
    go_on(cx, 0)
}

/// Looks at a slice of customers again, behind the one with the key.
fn go_on(cx: &mut Context<'_>, behind: i64) -> Result<()> {
    let required = settings::rules::of(cx)?.required_customer_fields.clone();
    let until = store::end_of_slice(cx.tx(), behind, SLICE)?;
    let changed = store::recount(cx.tx(), &required, behind, until.unwrap_or(i64::MAX))?;
    settings_store::set_recounted_to(cx.tx(), until)?;
    cx.read_again();
    if changed > 0 {
        // Whoever follows reads them again (AUDIT-2).
        let summary = serde_json::json!({"required": required, "customers": changed});
        cx.changed_beside(Entity::CUSTOMER, &summary)?;
    }
    Ok(())
}

/// Goes on until none is left. Several may do so at once.
pub(crate) fn finish(slices: &mut Slices<'_>) -> Result<()> {
    loop {
        // Those that are right already cost no transaction.
        let next = slices.read(|cx| {
            let Some(behind) = stands_at(cx)? else { return Ok(None) };
            let required = settings::rules::of(cx)?.required_customer_fields.clone();
            let wrong = store::wrongly_complete(cx.tx(), &required, behind, i64::MAX, 1)?;
            Ok(Some((behind, wrong.first().map_or(i64::MAX, |key| key - 1), required)))
        })?;
        let Some((found_at, behind, required)) = next else { return Ok(()) };
        slices.write(|cx| {
            // Somebody else may have gone on, or begun anew, meanwhile.
            let as_found =
                stands_at(cx)? == Some(found_at) && settings::rules::of(cx)?.required_customer_fields == required;
            if as_found { go_on(cx, behind) } else { Ok(()) }
        })?;
    }
}
