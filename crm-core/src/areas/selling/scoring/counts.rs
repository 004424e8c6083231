//! Counts as they are asked for (SCORE-2, SCORE-3): each is read once, however many records go by it.

use std::collections::HashMap;

use super::fields::{CLOSED, Fields, STAGE, Said, TAGS};
use super::formula::{self, Pair};
use super::store;
use crate::engine::error::Result;
use crate::engine::storage::Transaction;

/// The place of the sum of all departments.
pub(super) const ALL: i64 = -1;
/// The place of what was closed in none.
pub(super) const NONE: i64 = 0;

/// A tag counts from so many on, in tenths.
pub(super) const TAG_LEAST: i64 = 500;

/// A count by its department, its field and its value; the sum over the values of a field has none.
type Place = (i64, String, Option<String>);

/// The counts that were asked for.
#[derive(Default)]
pub(super) struct Counts(HashMap<Place, Option<Pair>>);

/// What a value does.
pub(super) struct Factor<'f> {
    pub(super) field: &'f str,
    pub(super) value: &'f str,
    pub(super) won: f64,
    pub(super) lost: f64,
}

impl Counts {
    fn get(
        &mut self,
        tx: &mut dyn Transaction,
        (department, field, value): (i64, &str, Option<&str>),
    ) -> Result<Option<Pair>> {
        let place = (department, field.to_owned(), value.map(str::to_owned));
        if let Some(known) = self.0.get(&place) {
            return Ok(*known);
        }
        let found = match value {
            Some(value) => store::count(tx, department, field, value)?,
            // Those that say too little are in no sum.
            None if field == TAGS => store::sum_from(tx, department, field, TAG_LEAST)?,
            None => store::sum(tx, department, field)?,
        };
        self.0.insert(place, found);
        Ok(found)
    }

    /// The department whose counts a record goes by, and what was closed there: its own, where that has any, else all.
    pub(super) fn closed(&mut self, tx: &mut dyn Transaction, department: Option<i64>) -> Result<Option<(i64, Pair)>> {
        if let Some(own) = department
            && let Some(closed) = self.get(tx, (own, CLOSED, Some("")))?
        {
            return Ok(Some((own, closed)));
        }
        Ok(self.get(tx, (ALL, CLOSED, Some("")))?.map(|closed| (ALL, closed)))
    }

    /// What the stage and the values of a record do, in their order.
    pub(super) fn factors<'f>(
        &mut self,
        tx: &mut dyn Transaction,
        department: i64,
        fields: &'f Fields,
        said: &'f Said,
        stage: &'f Option<(String, String)>,
    ) -> Result<Vec<Factor<'f>>> {
        let mut factors = Vec::new();
        if let Some((stage, first)) = stage {
            let own = self.get(tx, (department, STAGE, Some(stage)))?;
            let first = self.get(tx, (department, STAGE, Some(first)))?;
            if let Some((own, first)) = own.zip(first) {
                let (won, lost) = own.shares(first);
                factors.push(Factor { field: STAGE, value: stage, won, lost });
            }
        }
        for (field, values) in fields.all.iter().zip(&said.values) {
            for value in values {
                let Some(own) = self.get(tx, (department, &field.name, Some(value)))? else { continue };
                if field.name == TAGS && own.both() < TAG_LEAST {
                    continue;
                }
                let Some(sum) = self.get(tx, (department, &field.name, None))? else { continue };
                let (won, lost) = own.shares(sum);
                factors.push(Factor { field: &field.name, value, won, lost });
            }
        }
        Ok(factors)
    }

    /// The score of a record that is open, in hundredths of a percent.
    pub(super) fn score(&mut self, tx: &mut dyn Transaction, fields: &Fields, said: &Said) -> Result<Option<i64>> {
        let Some((department, closed)) = self.closed(tx, said.department)? else { return Ok(None) };
        let stage = stages(said);
        let factors = self.factors(tx, department, fields, said, &stage)?;
        Ok(formula::score(closed, factors.iter().map(|factor| (factor.won, factor.lost))))
    }
}

/// The stage of a record and the first one, as they are counted.
pub(super) fn stages(said: &Said) -> Option<(String, String)> {
    said.stages.map(|(stage, first)| (stage.to_string(), first.to_string()))
}
