//! A push in its transactions: one for all of it where it must be whole; else one for some records after the other, so
//! that nobody waits for ten thousand.

use super::rules::summarise;
use super::types::*;
use crate::engine::error::{FieldError, Result};
use crate::engine::gate::{Context, Entity, Slices};

/// Records of one transaction, and what they may weigh together.
const RECORDS: usize = 500;
const WEIGHT: usize = 1_250;

/// Looks through a list of records, or writes it: the list's name, the records, whether each is told by itself.
pub(super) type Step<R> = fn(&mut Context<'_>, &str, &[R], bool) -> Result<PushResult>;

/// One kind of push.
pub(super) struct Push<R> {
    pub(super) entity: Entity,
    /// The argument that holds the records.
    pub(super) list: &'static str,
    /// What can be found wrong without the books.
    pub(super) check: Step<R>,
    pub(super) write: Step<R>,
}

/// How much work a record is, in rows.
pub(super) trait Weight {
    fn weight(&self) -> usize {
        1
    }
}

impl Weight for String {}
impl Weight for NewProduct {}
impl Weight for NewStock {}
impl Weight for NewOrder {
    fn weight(&self) -> usize {
        1 + self.lines.len()
    }
}

/// How many of the records one transaction takes.
fn first<R: Weight>(records: &[R]) -> usize {
    let mut weight = 0;
    let fits = |record: &&R| {
        weight += record.weight();
        weight <= WEIGHT
    };
    records.iter().take(RECORDS).take_while(fits).count().max(1).min(records.len())
}

impl<R: Weight> Push<R> {
    pub(super) fn run(self, slices: &mut Slices<'_>, records: &[R], per_record: Option<bool>) -> Result<PushResult> {
        let Push { entity, list, check, write } = self;
        let mut found = slices.take_found();
        if per_record != Some(true) {
            // What is wrong is told before the writer is asked for, all of it.
            let found = found.into_fields();
            slices.read(|cx| {
                cx.violations().extend(found.iter().cloned());
                check(cx, list, records, false)?;
                cx.check_fields()
            })?;
            return slices.write(|cx| {
                let result = write(cx, list, records, false)?;
                cx.check_fields()?;
                summarise(cx, entity.clone(), &result)?;
                Ok(result)
            });
        }
        let mut wrong = found.take_elements(list);
        // The list itself is wrong (too long), so it is not worth looking into.
        found.finish()?;
        let mut result = PushResult::with_capacity(records.len());
        let mut begin = 0;
        while begin < records.len() {
            let slice = &records[begin..][..first(&records[begin..])];
            let mut found: Vec<FieldError> = Vec::new();
            for at in 0..slice.len() {
                let of_record = wrong.remove(&(begin + at)).unwrap_or_default();
                found.extend(of_record.into_iter().map(|e| FieldError { field: place(list, at, &e.field), ..e }));
            }
            result.append(slices.write(|cx| {
                cx.violations().extend(found.iter().cloned());
                let part = write(cx, list, slice, true)?;
                summarise(cx, entity.clone(), &part)?;
                Ok(part)
            })?);
            begin += slice.len();
        }
        Ok(result)
    }
}

/// A field's path from its list.
fn place(list: &str, at: usize, field: &str) -> String {
    if field.is_empty() { format!("{list}[{at}]") } else { format!("{list}[{at}].{field}") }
}
