//! A glance at a record: the fields that some conditions name, and no others. Most records that a rule waits for are none
//! that it means, and of those nothing else is read.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use super::super::model::{Compiled, Model};
use super::picture::{Look, Picture};
use super::row;
use crate::engine::error::Result;
use crate::engine::ids::RecordId;
use crate::engine::sorting::Arranged as _;
use crate::engine::storage::{Columns, Row, ToValue, Transaction};

/// Which fields are looked at.
#[derive(Debug)]
pub struct Glance {
    places: Vec<usize>,
    statement: OnceLock<String>,
}

impl Glance {
    /// What conditions need of a record, and the fields named beside them.
    pub fn at<'c>(
        model: &Model,
        conditions: impl IntoIterator<Item = &'c Compiled>,
        beside: impl IntoIterator<Item = usize>,
    ) -> Glance {
        let mut places: BTreeSet<usize> = beside.into_iter().into_set();
        for condition in conditions {
            places.extend(&condition.own);
            let crossed = |way: &(usize, _)| condition.ways.contains(&way.0);
            places.extend(model.behind.iter().filter(|behind| behind.ends.iter().any(crossed)).map(|one| one.first));
            places.extend(model.person.filter(|_| condition.superior));
        }
        // The way behind the owner's superior begins at no field.
        let places = places.into_iter().filter(|place| *place < model.fields.len()).collect();
        Glance { places, statement: OnceLock::new() }
    }

    /// The fields, by their places.
    pub fn places(&self) -> &[usize] {
        &self.places
    }

    /// Looks at a record; its other fields stay empty. None where it is gone.
    ///
    /// # Errors
    /// Whatever the database says.
    pub fn read<'m>(
        &self,
        tx: &mut dyn Transaction,
        model: &'m Model,
        look: &dyn Look,
        id: RecordId,
    ) -> Result<Option<Picture<'m>>> {
        if self.statement.get().is_none() {
            // Two who compose it at once compose the same.
            let _ = self.statement.set(row::select(model, look, self.places.iter().copied())? + "r.uid = ?");
        }
        let sql = self.statement.get().map(String::as_str).unwrap_or_default();
        let mut found = None;
        tx.query(sql, &[id.0.to_value()], &mut |row: &dyn Row| {
            let mut columns = Columns::new(row);
            columns.next::<i64>()?;
            let mut picture = Picture::new(model);
            for place in &self.places {
                picture.held[*place] = row::value(&model.fields[*place], model.places, &mut columns)?;
            }
            found = Some(picture);
            Ok(false)
        })?;
        Ok(found)
    }
}
