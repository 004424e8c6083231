//! Roll-ups as they are run (ROLL-2): which records of a child are counted or summed in which field of a parent.

use super::super::define::Defined;
use super::super::define::document::{Field, Link, Summed};
use super::super::filter::read::{Place, Reader};
use super::super::filter::tree::Filter;
use super::super::path::Crossed;
use super::super::shape::{Everything, Name};
use super::Models;
use crate::engine::error::{CrmError, Result};

/// What is taken of the records, by the place of the child's field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// Their number.
    Count,
    /// The sum of a field.
    Sum(usize),
    /// The least of a field.
    Min(usize),
    /// The greatest of a field.
    Max(usize),
}

/// Which records belong to a parent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Belongs {
    /// Those whose reference it is, by its place.
    By(usize),
    /// Those whose fields are equal: the places of the parent's and of theirs.
    Match(Vec<(usize, usize)>),
}

/// A roll-up.
#[derive(Debug, Clone)]
pub struct RollupModel {
    /// The object that has the field.
    pub parent: Name,
    /// The place of the field.
    pub place: usize,
    /// The object over whose records it is.
    pub child: Name,
    /// What is taken of them.
    pub measure: Measure,
    /// Which of them belong to a parent.
    pub belongs: Belongs,
    /// Which of these are taken.
    pub filter: Option<Filter>,
}

impl Models<'_> {
    /// The roll-ups of an object.
    ///
    /// # Errors
    /// A defect, where the definition does not hold.
    pub fn rollups(&self, parent: &Defined) -> Result<Vec<RollupModel>> {
        let fields = parent.facts.iter().enumerate().filter_map(|(place, fact)| Some((place, fact.field.as_ref()?)));
        fields
            .filter(|(_, field)| field.rollup.is_some())
            .map(|(place, field)| self.rollup(parent, place, field))
            .collect()
    }

    fn rollup(&self, parent: &Defined, place: usize, field: &Field) -> Result<RollupModel> {
        let wrong = || CrmError::bug(format!("a roll-up of {} that was not checked", parent.object.name));
        let rollup = field.rollup.as_ref().ok_or_else(wrong)?;
        let child = self.definitions.get(&rollup.of).ok_or_else(wrong)?;
        let theirs = |name: &Name| child.index(name).ok_or_else(wrong);
        let measure = match &rollup.measure {
            Summed::Count => Measure::Count,
            Summed::Sum(field) => Measure::Sum(theirs(field)?),
            Summed::Min(field) => Measure::Min(theirs(field)?),
            Summed::Max(field) => Measure::Max(theirs(field)?),
        };
        let belongs = match &rollup.link {
            Link::By(by) => Belongs::By(theirs(by)?),
            Link::Match(pairs) => {
                let pair = |(own, other): &(Name, Name)| Ok((parent.index(own).ok_or_else(wrong)?, theirs(other)?));
                Belongs::Match(pairs.iter().map(pair).collect::<Result<_>>()?)
            }
        };
        let filter = match &rollup.filter {
            None => None,
            Some(tree) => {
                let places = self.installed.places();
                let reader = Reader { catalogue: self.definitions, rights: &Everything, place: Place::RollUp, places };
                let read = reader.filter(&child.object, tree.value(), &mut Crossed::default());
                Some(read.map_err(|_| wrong())?)
            }
        };
        let (parent, child) = (parent.object.name.clone(), child.object.name.clone());
        Ok(RollupModel { parent, place, child, measure, belongs, filter })
    }
}
