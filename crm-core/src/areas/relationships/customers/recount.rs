//! Which customers are complete, after the settings, or packs with required fields (EXT-4), changed what that takes (CUST-2):
//! they may be a million, so they are looked at again in short transactions.
//!
//! How far that has come stands in the settings. Whoever reads customers behind that place meanwhile goes by their fields
//! and not by what is stored, so an answer is right at every moment, by the settings of that moment; only the list of
//! complete or incomplete customers is slower for a while. Where the process ends in the middle, the next one that looks
//! for due jobs, changes the settings or rebuilds goes on.

use super::store;
use super::types::{Customer, CustomerId};
use crate::engine::error::Result;
use crate::engine::gate::{Context, Entity, Slices};
use crate::engine::ids::RecordId;
use crate::engine::objects::custom::Required;
use crate::settings;
use crate::settings::store as settings_store;

/// Customers of one transaction.
const SLICE: usize = 1_000;

/// What a complete customer has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Demands {
    /// The fields that the settings require.
    pub(super) fields: Vec<String>,
    /// Those that packs do (EXT-4).
    pub(super) custom: Option<Required>,
}

impl Demands {
    pub(super) fn of(cx: &mut Context<'_>) -> Result<Demands> {
        let custom = cx.custom_required(&Entity::CUSTOMER)?;
        Ok(Demands { fields: settings::rules::of_customers(cx)?.fields.clone(), custom })
    }
}

/// Whether a customer has all that it must have.
pub(super) fn is_complete(cx: &mut Context<'_>, customer: &Customer) -> Result<bool> {
    let own = customer.lacks(&settings::rules::of_customers(cx)?.fields).is_empty();
    Ok(own && cx.custom_lacks(&Entity::CUSTOMER, customer.id)?.is_empty())
}

/// Decides anew whether one customer is complete, which is somebody else's now or nobody's.
pub(super) fn one(cx: &mut Context<'_>, key: i64) -> Result<()> {
    let demands = Demands::of(cx)?;
    store::recount(cx.tx(), &demands, key - 1, key).map(drop)
}

/// Brings what is stored to the custom fields of a customer, behind a write of them: as it was, and as it is.
pub(super) fn settle(cx: &mut Context<'_>, id: RecordId) -> Result<Option<(bool, bool)>> {
    let demands = Demands::of(cx)?;
    if demands.custom.is_none() {
        return Ok(None);
    }
    let Some((key, customer)) = store::get(cx.tx(), CustomerId(id.0))? else { return Ok(None) };
    let changed = store::recount(cx.tx(), &demands, key - 1, key)? > 0;
    Ok(Some((customer.complete, customer.complete != changed)))
}

/// Begins where a pack that comes, goes, wakes or sleeps changed what is required, or wrote fields that are (`wrote`): in its
/// transaction, whose call goes by what was required before.
pub(crate) fn begin_for_packs(
    cx: &mut Context<'_>,
    before: Option<Required>,
    wrote: impl Fn(&Required) -> bool,
) -> Result<()> {
    let custom = cx.custom_required_now(&Entity::CUSTOMER)?;
    if custom == before && !custom.as_ref().is_some_and(wrote) {
        return Ok(());
    }
    let fields = settings::rules::of_customers(cx)?.fields.clone();
    slice(cx, &Demands { fields, custom }, 0)
}

/// The key of the last customer that was looked at again; `None` where none is left.
pub(super) fn stands_at(cx: &mut Context<'_>) -> Result<Option<i64>> {
    settings::rules::of_customers(cx).map(|required| required.recounted_to)
}

/// The customer as it is by the settings.
pub(super) fn as_it_is(cx: &mut Context<'_>, mut customer: Customer) -> Result<Customer> {
    if stands_at(cx)?.is_some() {
        customer.complete = is_complete(cx, &customer)?;
    }
    Ok(customer)
}

/// Begins, in the transaction that changes what is required, behind that change.
pub(crate) fn begin(cx: &mut Context<'_>) -> Result<()> {
    go_on(cx, 0)
}

/// Looks at a slice of customers again, behind the one with the key.
fn go_on(cx: &mut Context<'_>, behind: i64) -> Result<()> {
    let demands = Demands::of(cx)?;
    slice(cx, &demands, behind)?;
    cx.read_again();
    Ok(())
}

fn slice(cx: &mut Context<'_>, demands: &Demands, behind: i64) -> Result<()> {
    let until = store::end_of_slice(cx.tx(), behind, SLICE)?;
    let changed = store::recount(cx.tx(), demands, behind, until.unwrap_or(i64::MAX))?;
    settings_store::set_recounted_to(cx.tx(), until)?;
    if changed > 0 {
        // Whoever follows reads them again (AUDIT-2).
        let mut required = demands.fields.clone();
        required.extend(demands.custom.iter().flat_map(Required::names));
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
            let demands = Demands::of(cx)?;
            let wrong = store::wrongly_complete(cx.tx(), &demands, behind, i64::MAX, 1)?;
            Ok(Some((behind, wrong.first().map_or(i64::MAX, |key| key - 1), demands)))
        })?;
        let Some((found_at, behind, demands)) = next else { return Ok(()) };
        slices.write(|cx| {
            // Somebody else may have gone on, or begun anew, meanwhile.
            let as_found = stands_at(cx)? == Some(found_at) && Demands::of(cx)? == demands;
            if as_found { go_on(cx, behind) } else { Ok(()) }
        })?;
    }
}
