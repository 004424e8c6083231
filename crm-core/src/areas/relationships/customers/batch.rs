//! Many customers at once (CUST-3).
//!
//! Each customer is created in a savepoint, so that a refused one leaves nothing behind; what fails beyond a check (a
//! full disk) ends the whole call.

use std::collections::HashSet;

use super::rules::{self, Incomplete};
use super::types::*;
use crate::assignment::distribute;
use crate::duplicates::OnDuplicate;
use crate::duplicates::meet::{self, DUPLICATE};
use crate::engine::error::{CrmError, FieldError, Result};
use crate::engine::gate::{Context, Created, Entity, Slices};
use crate::engine::likeness::meeting::Occasion;
use crate::engine::validate::Violations;
use crate::pools::DealtKind;

/// The names of the arguments that hold the customers and their ids.
const LIST: &str = "customers";
const IDS: &str = "ids";

/// Customers of one transaction, where each is told by itself.
const SLICE: usize = 500;

/// CUST-3. All in one transaction, or per record a slice after the other.
pub(super) fn create(
    slices: &mut Slices<'_>,
    customers: &[NewCustomer],
    ids: Option<&[CustomerId]>,
    how: &How<'_>,
    per_record: bool,
) -> Result<CustomerBatch> {
    let mut found = slices.take_found();
    if let Some(ids) = ids {
        check_ids(&mut found, ids, customers.len());
    }
    // What the declared rules found in a record is that record's; what is left is wrong with the list itself.
    let mut declared = found.take_elements(LIST);
    found.finish()?;
    let mut batch = CustomerBatch { created: 0, unchanged: 0, refused: 0, records: Vec::new() };
    let size = if per_record { SLICE } else { customers.len().max(1) };
    for (at, slice) in customers.chunks(size).enumerate() {
        let begin = at * size;
        let records: Vec<Record<'_>> = slice
            .iter()
            .enumerate()
            .map(|(i, new)| Record {
                new,
                id: ids.and_then(|ids| ids.get(begin + i)).copied(),
                declared: declared.remove(&(begin + i)).unwrap_or_default(),
            })
            .collect();
        batch.append(slices.write(|cx| write(cx, &records, how, per_record))?);
    }
    Ok(batch)
}

/// How the customers of a call are taken.
pub(super) struct How<'a> {
    pub(super) incomplete: Incomplete,
    pub(super) on: Occasion,
    pub(super) duplicates: &'a Option<OnDuplicate>,
}

/// One customer of the batch.
struct Record<'a> {
    new: &'a NewCustomer,
    id: Option<CustomerId>,
    /// What the declared rules found in it.
    declared: Vec<FieldError>,
}

fn write(cx: &mut Context<'_>, records: &[Record<'_>], how: &How<'_>, per_record: bool) -> Result<CustomerBatch> {
    cx.meeting.says(how.on, how.duplicates);
    let mut batch = CustomerBatch { created: 0, unchanged: 0, refused: 0, records: Vec::with_capacity(records.len()) };
    cx.tx().expect(records.len())?;
    let mut made = Vec::new();
    for Record { new, id, declared } in records {
        let written = cx.savepoint(|cx| {
            cx.violations().extend(declared.iter().cloned());
            one(cx, *id, new, how.incomplete)
        });
        match written {
            Ok((customer, created)) => {
                let lacks = rules::told_lacks(cx, &customer)?;
                *(if created { &mut batch.created } else { &mut batch.unchanged }) += 1;
                if created && how.on == Occasion::Import {
                    made.push(customer.id.0);
                }
                let (id, number) = (Some(customer.id), customer.number);
                batch.records.push(BatchedCustomer { id, number, lacks, errors: Vec::new() });
            }
            Err(CrmError::Invalid { fields }) => {
                batch.refused += 1;
                batch.records.push(refused(fields));
            }
            // What may be there already, or an id that is another's: of the whole call, or of this record alone.
            Err(CrmError::Conflict { reason, hits, .. }) if per_record && reason == DUPLICATE => {
                batch.refused += 1;
                batch.records.push(refused(vec![meet::refusal("name", &hits)]));
            }
            Err(CrmError::Conflict { reason, .. }) if per_record => {
                let detail = "was given to another record before".to_owned();
                batch.refused += 1;
                batch.records.push(refused(vec![FieldError::new("id", &reason, detail, None)]));
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
    // ASSIGN-2: rules that act at once give what is imported.
    distribute::came_in(cx, DealtKind::Customer, &made)?;
    Ok(batch)
}

impl CustomerBatch {
    fn append(&mut self, part: CustomerBatch) {
        self.created += part.created;
        self.unchanged += part.unchanged;
        self.refused += part.refused;
        self.records.extend(part.records);
    }
}

/// One of the batch, and whether it is new. What was created before under the id that is given, by an equal call, is
/// there already (BAD-2).
fn one(
    cx: &mut Context<'_>,
    given: Option<CustomerId>,
    new: &NewCustomer,
    incomplete: Incomplete,
) -> Result<(Customer, bool)> {
    let id = if cx.violations().is_empty() {
        match cx.create_once(Entity::CUSTOMER, given.map(Into::into), new)? {
            Created::New(id) => CustomerId(id),
            Created::Before(id) => return Ok((rules::load(cx, CustomerId(id))?.1, false)),
        }
    } else {
        CustomerId(cx.new_id())
    };
    rules::add(cx, id, new, incomplete).map(|(_, customer)| (customer, true))
}

/// An id for each customer, and each once.
fn check_ids(found: &mut Violations, ids: &[CustomerId], customers: usize) {
    if ids.len() != customers {
        let detail = format!("must hold an id for each of the {customers} customers");
        found.add(IDS, "wrong_count", detail, Some(customers.to_string()));
    }
    let mut seen = HashSet::with_capacity(ids.len());
    for (i, id) in ids.iter().enumerate() {
        if !seen.insert(id) {
            found.add(&format!("{IDS}[{i}]"), "not_unique", "is given twice", None);
        }
    }
}

fn refused(errors: Vec<FieldError>) -> BatchedCustomer {
    BatchedCustomer { id: None, number: None, lacks: Vec::new(), errors }
}
