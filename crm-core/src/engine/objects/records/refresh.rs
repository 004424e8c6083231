//! Records that are there, brought to a new definition (PACK-2): fields that it fills, roll-ups and formulas that it computes
//! anew.

use std::collections::BTreeSet;

use super::super::catalogue::current::Catalogue;
use super::super::days::Moment;
use super::super::expr::Value;
use super::super::model::Model;
use super::picture::{Call, Picture};
use super::row;
use crate::engine::error::Result;
use crate::engine::storage::Transaction;
use crate::engine::validate::Violations;

/// Records that are looked at together.
const PAGE: usize = 500;

/// What a new definition means for the records of an object.
#[derive(Debug)]
pub struct Refresh<'a> {
    /// What is defined now.
    pub world: &'a Catalogue,
    /// What expressions see of the call.
    pub call: Call<'a>,
    /// The moment at which filters are asked.
    pub moment: &'a Moment,
    /// The object.
    pub model: &'a Model,
    /// The fields that are filled or computed anew, by their places.
    pub places: BTreeSet<usize>,
    /// The fields that stay as they are for now: what they are computed of is not there yet.
    pub aside: BTreeSet<usize>,
}

impl<'a> Refresh<'a> {
    /// Brings one record to the definition; what can't be computed, or does not fit, is told.
    ///
    /// # Errors
    /// Whatever the database says.
    pub fn one(
        &self,
        tx: &mut dyn Transaction,
        key: i64,
        picture: &mut Picture<'a>,
        found: &mut Violations,
    ) -> Result<()> {
        let model = self.model;
        let before = (!self.aside.is_empty()).then(|| picture.held.clone());
        for place in &self.places {
            let field = &model.fields[*place];
            if let Some(fill) = field.fill.as_ref().filter(|_| picture.held[*place].value == Value::Null)
                && let Some(held) = picture.value_for(tx, &self.call, field, fill, found)?
            {
                picture.held[*place] = held;
            }
            if let Some(sum) = model.sums.iter().find(|sum| sum.place == *place) {
                let held = sum.again(tx, self.world, picture, Some(key), self.moment)?;
                picture.keep(*place, held, found);
            }
        }
        let Some(before) = before else { return picture.formulas(tx, &self.call, found) };
        let mut told = Violations::default();
        picture.formulas(tx, &self.call, &mut told)?;
        let aside = |name: &str| self.aside.iter().any(|place| model.fields[*place].name == name);
        found.extend(told.into_fields().into_iter().filter(|error| !aside(&error.field)).collect::<Vec<_>>());
        for place in &self.aside {
            picture.held[*place] = before[*place].clone();
        }
        Ok(())
    }

    /// Hands over every record of the object, brought to the definition, with its key and as it is, in the order of their
    /// keys.
    ///
    /// # Errors
    /// What `each` gives; whatever the database says.
    pub fn each(
        &self,
        tx: &mut dyn Transaction,
        mut each: impl FnMut(&mut dyn Transaction, i64, &Picture<'a>, &Picture<'a>, Violations) -> Result<()>,
    ) -> Result<()> {
        let mut behind = i64::MIN;
        loop {
            let page = row::page(tx, self.model, self.world, behind, PAGE)?;
            let Some((last, _)) = page.last() else { return Ok(()) };
            behind = *last;
            for (key, before) in page {
                let (mut picture, mut found) = (before.clone(), Violations::default());
                self.one(tx, key, &mut picture, &mut found)?;
                each(tx, key, &before, &picture, found)?;
            }
        }
    }
}

/// Writes every record of the object, brought to its definition. It raises no version (PACK-4). `owner` says that another
/// field names the owner, whose columns are written then whatever else differs.
///
/// # Errors
/// `Invalid` where something can't be computed or does not fit; whatever the database says.
pub fn rewrite(tx: &mut dyn Transaction, refresh: &Refresh<'_>, owner: bool) -> Result<()> {
    refresh.each(tx, |tx, key, before, picture, mut found| {
        found.finish()?;
        if owner || before.held != picture.held {
            let department = picture.owner_department(tx)?;
            row::update(tx, picture, before, key, department)?;
        }
        Ok(())
    })
}
