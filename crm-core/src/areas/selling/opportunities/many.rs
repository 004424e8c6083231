//! Many opportunities at once (CAPT-8): whole or not at all, or each by itself with a report. Each is recorded in a savepoint, so that a
//! refused one leaves nothing behind.

use super::rules;
use super::types::*;
use crate::assignment::distribute;
use crate::duplicates::OnDuplicate;
use crate::duplicates::meet::{self, DUPLICATE};
use crate::engine::error::{CrmError, FieldError, Result};
use crate::engine::gate::{Context, Slices};
use crate::engine::likeness::meeting::Occasion;
use crate::engine::sorting::Arrange;

/// The name of the argument that holds them.
const LIST: &str = "opportunities";

/// Opportunities of one transaction, where each is told by itself.
const SLICE: usize = 500;

/// CAPT-8. All in one transaction, or per record a slice after the other.
pub(super) fn create_many(
    slices: &mut Slices<'_>,
    opportunities: &[NewOpportunity],
    per_record: &Option<bool>,
    assign: &Option<String>,
    duplicates: &Option<OnDuplicate>,
) -> Result<OpportunityBatch> {
    let per_record = *per_record == Some(true);
    let mut found = slices.take_found();
    // What the declared rules found in a record is that record's; what is left is wrong with the call itself.
    let mut declared = found.take_elements(LIST);
    found.finish()?;
    let how = How { assign: assign.as_deref(), duplicates, per_record };
    let mut batch = OpportunityBatch { created: 0, refused: 0, records: Vec::with_capacity(opportunities.len()) };
    let size = if per_record { SLICE } else { opportunities.len().max(1) };
    for (at, slice) in opportunities.chunks(size).enumerate() {
        let records: Vec<(&NewOpportunity, Vec<FieldError>)> = slice
            .iter()
            .enumerate()
            .map(|(i, new)| (new, declared.remove(&(at * size + i)).unwrap_or_default()))
            .collect();
        batch.records.extend(slices.write(|cx| write(cx, &records, &how))?);
    }
    let refused = batch.records.iter().filter(|record| record.id.is_none()).count();
    batch.refused = refused as i64;
    batch.created = (batch.records.len() - refused) as i64;
    Ok(batch)
}

/// How the opportunities of a call are taken.
struct How<'a> {
    /// The rule that gives those whom nobody is named for.
    assign: Option<&'a str>,
    duplicates: &'a Option<OnDuplicate>,
    per_record: bool,
}

fn write(
    cx: &mut Context<'_>,
    records: &[(&NewOpportunity, Vec<FieldError>)],
    how: &How<'_>,
) -> Result<Vec<OpportunityCreated>> {
    cx.meeting.says(Occasion::Create, how.duplicates);
    cx.tx().expect(records.len())?;
    if let Some(rule) = how.assign {
        distribute::is_rule(cx, rule, "assign")?;
    }
    let wrong = std::mem::take(cx.violations()).into_fields();
    let mut told = Vec::with_capacity(records.len());
    let mut waiting = Vec::new();
    for (at, (new, declared)) in records.iter().enumerate() {
        cx.meeting.met.clear();
        let made = cx.savepoint(|cx| {
            cx.violations().extend(declared.iter().cloned());
            let id = OpportunityId(cx.new_id());
            rules::add(cx, id, new, true)
        });
        let mut duplicates = std::mem::take(&mut cx.meeting.met);
        duplicates.arrange();
        duplicates.dedup();
        told.push(match made {
            Ok(made) => {
                if made.assignee.is_none() {
                    waiting.push((at, made.id));
                }
                let (id, number, assignee) = (Some(made.id), made.number, made.assignee);
                OpportunityCreated { id, number, assignee, duplicates, errors: Vec::new() }
            }
            Err(CrmError::Invalid { fields }) => refused(fields, duplicates),
            // What may be there already is of the whole call, or of this record alone.
            Err(CrmError::Conflict { reason, hits, .. }) if how.per_record && reason == DUPLICATE => {
                refused(vec![meet::refusal("customer_name", &hits)], duplicates)
            }
            Err(failure) => return Err(failure),
        });
    }
    // What is wrong with the call is told with what is wrong with each of them.
    if !how.per_record || !wrong.is_empty() {
        for (at, record) in told.iter_mut().enumerate() {
            let errors = std::mem::take(&mut record.errors);
            cx.violations().within(format!("{LIST}[{at}]"), |out| out.extend(errors));
        }
    }
    cx.violations().extend(wrong);
    cx.check_fields()?;
    if let Some(rule) = how.assign {
        let ids: Vec<uuid::Uuid> = waiting.iter().map(|(_, id)| id.0).collect();
        let mut got = distribute::by_rule(cx, rule, &ids)?;
        for (at, id) in waiting {
            told[at].assignee = got.remove(&id.0);
        }
    }
    Ok(told)
}

fn refused(errors: Vec<FieldError>, duplicates: Vec<i64>) -> OpportunityCreated {
    OpportunityCreated { id: None, number: None, assignee: None, duplicates, errors }
}
