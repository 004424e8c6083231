//! Many customers at once (CUST-3).
//!
//! Each customer is created in a savepoint, so that a refused one leaves nothing behind; what fails beyond a check (a
//! full disk) ends the whole call.

use super::rules::{self, Incomplete};
use super::types::*;
use crate::error::{CrmError, FieldError, Result};
use crate::gate::Context;
use crate::ids::CustomerId;
use crate::settings;

/// The name of the argument that holds the list.
const LIST: &str = "customers";

/// CUST-3.
pub(super) fn create(
    cx: &mut Context<'_>,
    customers: &[NewCustomer],
    incomplete: Incomplete,
    per_record: bool,
) -> Result<CustomerBatch> {
    // What the declared rules found in a record is that record's; what is left is wrong with the list itself.
    let mut declared = cx.violations().take_elements(LIST);
    cx.check_fields()?;
    let mut batch = CustomerBatch { created: 0, refused: 0, records: Vec::with_capacity(customers.len()) };
    for (i, new) in customers.iter().enumerate() {
        let declared = declared.remove(&i).unwrap_or_default();
        let id = CustomerId(cx.new_id());
        let created = cx.savepoint(|cx| {
            cx.violations().extend(declared.iter().cloned());
            rules::add(cx, id, new, incomplete)
        });
        match created {
            Ok((_, customer)) => {
                let required = &settings::rules::of(cx)?.required_customer_fields;
                let lacks = customer.lacks(required).into_iter().map(str::to_owned).collect();
                batch.created += 1;
                batch.records.push(BatchedCustomer {
                    id: Some(id),
                    number: customer.number,
                    lacks,
                    errors: Vec::new(),
                });
            }
            Err(CrmError::Invalid { fields }) => {
                batch.refused += 1;
                batch.records.push(refused(fields));
            }
            Err(failure) => return Err(failure),
        }
    }
    if batch.refused > 0 && !per_record {
        for (i, record) in batch.records.into_iter().enumerate() {
            cx.violations().within(format!("{LIST}[{i}]"), |out| out.extend(record.errors));
        }
        cx.check_fields()?;
        return Err(CrmError::bug("a record was refused without a reason"));
    }
    Ok(batch)
}

fn refused(errors: Vec<FieldError>) -> BatchedCustomer {
    BatchedCustomer { id: None, number: None, lacks: Vec::new(), errors }
}
