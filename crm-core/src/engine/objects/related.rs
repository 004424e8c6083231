//! What refers to a record (OBJ-16): by object and field, a count and the first titles. Each is the beginning of the list
//! that the caller could ask for themselves, of the object's records whose field is this record; so nothing is told here
//! that isn't told there.

use super::asking::Asking;
use super::filter::sql::Piece;
use super::list::List;
use super::order::Order;
use super::path::Path;
use super::record::{RecordKey, Related};
use super::shape::{Field, Name, Rights};
use super::titles::Title;
use crate::engine::error::Result;
use crate::engine::gate::{Context, Entity};
use crate::engine::ids::RecordId;
use crate::engine::page::COUNT_LIMIT;
use crate::engine::storage::{Columns, Row, Value as Stored};
use crate::engine::value::ObjectRef;

/// Titles where the caller names no number.
const ROWS: i64 = 5;

/// The alias of an object's own table.
const OWN: &str = "o";

impl Context<'_> {
    /// What refers to a record, of the objects that the caller may list: the records in their reach, by the fields that
    /// they read in full and that an index finds.
    ///
    /// # Errors
    /// `Invalid` where there is no such object, else what the `get` of its area gives.
    pub(crate) fn related_to(&mut self, record: &RecordKey, rows: &Option<i64>) -> Result<Vec<Related>> {
        let (_, key) = self.got(record)?;
        let rows = usize::try_from(rows.unwrap_or(ROWS)).unwrap_or_default();
        let catalogue = self.catalogue()?;
        let refers = |field: &&Field| field.indexed && field.kind.to().is_some_and(|to| *to == record.object);
        let mut found = Vec::new();
        for from in catalogue.definitions.iter().map(|defined| &defined.object) {
            for field in from.fields.iter().filter(refers) {
                found.extend(self.refer(&from.name, field, key, rows)?);
            }
        }
        Ok(found)
    }

    /// What a call goes by that tells more of a record, to whoever may get it; with the record's key.
    ///
    /// # Errors
    /// `Invalid` where there is no such object, else what the `get` of its area gives.
    pub(super) fn got(&mut self, record: &RecordKey) -> Result<(Asking, i64)> {
        let RecordKey { object: name, id } = record;
        let object = self.entered(name, "get")?;
        let entity = Entity::from(name.as_str());
        let defined = self.catalogue()?.models.contains_key(name.as_str());
        if !defined {
            self.guard_in_stead(&entity, *id)?;
        } else if !self.by_role() {
            return self.no_permission();
        }
        self.check_fields()?;
        let asking = self.asking(object, "get")?;
        let mut sql = format!("SELECT {OWN}.id FROM {} {OWN} WHERE {OWN}.uid = ?", asking.own.table);
        let mut params = vec![Stored::Blob(id.0.as_bytes().to_vec().into())];
        // Of a typed kind the guard has said so.
        if let Some(seen) = asking.terms(self.tx()).sight.seen(&asking.own, OWN).filter(|_| defined) {
            sql.extend([" AND ", seen.sql.as_str()]);
            params.extend(seen.params);
        }
        match self.tx().one(&sql, &params, |columns| columns.next())? {
            Some(key) => Ok((asking, key)),
            None => self.not_found(entity, *id),
        }
    }

    /// The records of an object whose field is the record with that key; none where the caller may not list them, or not
    /// ask for the field.
    fn refer(&mut self, from: &Name, field: &Field, key: i64, rows: usize) -> Result<Option<Related>> {
        let object = match self.entered(from, "list") {
            Err(failure) if failure.is_failure() => return Err(failure),
            Ok(object) if self.by_role() => object,
            _ => return Ok(None),
        };
        let asking = self.asking(object, "list")?;
        let own = &asking.own;
        if !asking.rights().reads(own, field) {
            return Ok(None);
        }
        let order = Order::default();
        let mut list = List::new(own, OWN, asking.terms(self.tx()), &order);
        let path = Path { steps: Vec::new(), field: field.clone(), of: own.clone(), to: None };
        let column = list.query().column(&path, false);
        list.and(Piece { sql: format!("{column} = ?"), params: vec![key.into()] });
        let (title, mut select) = (Title::of(&asking, own)?, vec![format!("{OWN}.uid")]);
        select.extend(own.title().map(|title| format!("{OWN}.{}", title.column)));
        if let Some(title) = &title {
            title.select(list.query(), &mut select);
        }
        let called = |columns: &mut Columns<'_>| match (&title, own.title()) {
            (Some(title), _) => title.read(columns),
            (None, Some(_)) => Ok(asking.title(own, columns.next()?)),
            (None, None) => Ok(String::new()),
        };
        let Piece { sql, params } = list.page(&select.join(", "), None, COUNT_LIMIT.saturating_add(1));
        let (mut count, mut first) = (0_i64, Vec::with_capacity(rows));
        self.tx().query(&sql, &params, &mut |row: &dyn Row| {
            count = count.saturating_add(1);
            if first.len() < rows {
                let mut columns = Columns::new(row);
                let id = RecordId(columns.next()?);
                let title = Some(called(&mut columns)?).filter(|title| !title.is_empty());
                first.push(ObjectRef { object: own.name.to_string(), id, title });
            }
            Ok(true)
        })?;
        if count == 0 {
            return Ok(None);
        }
        let label = asking.catalogue.label(self.session().locale(), &own.name, &field.name);
        let (object, field) = (own.name.to_string(), field.name.to_string());
        let (count, more) = (count.min(COUNT_LIMIT), count > COUNT_LIMIT);
        Ok(Some(Related { object, field, label, count, more, rows: first }))
    }
}
