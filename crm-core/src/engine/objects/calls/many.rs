//! Many records of a defined object at once (OBJ-12): whole or not at all, or each by itself with a report.

use super::super::record::{ObjectBatch, ObjectCreated};
use super::super::shape::Name;
use crate::engine::error::{CrmError, FieldError, Result};
use crate::engine::gate::Context;
use crate::engine::ids::RecordId;
use crate::engine::storage::params;
use crate::engine::tree::Tree;

impl Context<'_> {
    /// Creates the records in their order.
    ///
    /// # Errors
    /// `Invalid` with the mistakes of the first that is refused, behind its place (`records[3].amount`), unless each is
    /// reported by itself; what a create of one gives.
    pub(crate) fn create_objects(&mut self, name: &str, records: &[Tree], per_record: bool) -> Result<ObjectBatch> {
        let writing = self.writes_object(name, "create")?;
        if !self.by_role() {
            return self.no_permission();
        }
        self.check_fields()?;
        let numbered = writing.model()?.object.number.is_some();
        let table = writing.model()?.table.clone();
        let (mut report, mut refused) = (Vec::with_capacity(records.len()), 0);
        for (at, new) in records.iter().enumerate() {
            let id = RecordId(self.new_id());
            let done = if per_record {
                self.savepoint(|cx| cx.insert_object(&writing, id, new))
            } else {
                self.insert_object(&writing, id, new)
            };
            let errors = match done {
                Ok(()) => Vec::new(),
                Err(CrmError::Invalid { fields }) if per_record => fields,
                Err(CrmError::Invalid { fields }) => return Err(CrmError::Invalid { fields: behind(fields, at) }),
                Err(other) => return Err(other),
            };
            let made = errors.is_empty();
            refused += i64::from(!made);
            let number = if made && numbered { self.number_of(&table, id)? } else { None };
            report.push(ObjectCreated { id: made.then_some(id), number, errors });
        }
        let created = i64::try_from(report.len()).unwrap_or(i64::MAX) - refused;
        Ok(ObjectBatch { created, refused, records: report })
    }

    fn number_of(&mut self, table: &Name, id: RecordId) -> Result<Option<String>> {
        let sql = format!("SELECT number FROM {table} WHERE uid = ?");
        Ok(self.tx().one(&sql, params![&id.0], |c| c.next())?.flatten())
    }
}

/// The mistakes of one record, at its place.
fn behind(fields: Vec<FieldError>, at: usize) -> Vec<FieldError> {
    let mut fields = fields;
    for found in &mut fields {
        found.field = format!("records[{at}].{}", found.field);
    }
    fields
}
