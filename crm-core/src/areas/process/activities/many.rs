//! Many activities at once (ACT-2): whole or not at all, or each by itself with a report.

use super::rules::create_one;
use super::types::*;
use crate::engine::error::{CrmError, FieldError, Result};
use crate::engine::gate::Context;

/// So many of them recur at the most: each has 401 occurrences within 400 days, which are made in the one transaction.
const RECURRING: usize = 50;

/// ACT-2.
pub(super) fn create_many(
    cx: &mut Context<'_>,
    activities: &[NewActivity],
    per_record: &bool,
) -> Result<ActivityBatch> {
    const LIST: &str = "activities";
    let recurring = activities.iter().filter(|new| new.recurrence.is_some()).count();
    if recurring > RECURRING {
        let detail = format!("{RECURRING} of them recur at the most");
        cx.violations().add(LIST, "too_many", detail, Some(RECURRING.to_string()));
        cx.check_fields()?;
    }
    let mut wrong = if *per_record { cx.violations().take_elements(LIST) } else { Default::default() };
    cx.check_fields()?;
    let mut records = Vec::with_capacity(activities.len());
    for (at, new) in activities.iter().enumerate() {
        let made = match wrong.remove(&at) {
            Some(fields) => Err(CrmError::Invalid { fields }),
            None if *per_record => cx.savepoint(|cx| create_one(cx, new)),
            None => create_one(cx, new),
        };
        records.push(match made {
            Ok(made) => ActivityCreated { id: Some(made.id), number: Some(made.number), errors: Vec::new() },
            Err(CrmError::Invalid { fields }) if *per_record => {
                ActivityCreated { id: None, number: None, errors: fields }
            }
            Err(CrmError::Invalid { mut fields }) => {
                fields
                    .iter_mut()
                    .for_each(|found: &mut FieldError| found.field = format!("{LIST}[{at}].{}", found.field));
                return Err(CrmError::Invalid { fields });
            }
            Err(other) => return Err(other),
        });
    }
    let refused = records.iter().filter(|record| record.id.is_none()).count();
    let count = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
    Ok(ActivityBatch { created: count(records.len() - refused), refused: count(refused), records })
}
