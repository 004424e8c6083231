//! The rows of all objects brought to what is defined now (PACK-2, PACK-9): what is filled and computed anew, and whatever is
//! computed of that. Roll-ups come behind the fields of the children over which they are; no roll-up is over another, so that
//! two rounds are enough.

use std::collections::{BTreeMap, BTreeSet};

use super::super::catalogue::current::Catalogue;
use super::super::days::Moment;
use super::super::model::{Belongs, Model};
use super::super::shape::Name;
use super::picture::Call;
use super::refresh::{Refresh, rewrite};
use crate::engine::error::Result;
use crate::engine::sorting::Arranged as _;
use crate::engine::storage::Transaction;

/// What becomes of the rows of an object.
#[derive(Debug, Default)]
pub struct Becomes {
    /// The fields that are filled or computed anew, by their places.
    pub computed: BTreeSet<usize>,
    /// Those in whose slots other values stand than before.
    pub other: BTreeSet<usize>,
    /// Whether another field names the owner.
    pub owner: bool,
}

/// Brings the rows of every object to what is defined; `of` says what changes by itself.
///
/// # Errors
/// `Invalid` where something can't be computed or does not fit; whatever the database says.
pub fn bring(
    tx: &mut dyn Transaction,
    world: &Catalogue,
    (call, moment): (Call<'_>, &Moment),
    of: &dyn Fn(&Model) -> Becomes,
) -> Result<()> {
    let models: Vec<&Model> = world.models.values().chain(world.extended.values()).map(|model| &**model).collect();
    let mut work: BTreeMap<&Name, Work> =
        models.iter().map(|model| (&model.name, Work::new(model, of(model)))).collect();
    let touched: BTreeSet<&Name> = work.iter().filter(|(_, work)| work.is_touched()).map(|(name, _)| *name).into_set();
    for model in &models {
        let over = |child: &Name, belongs: &Belongs| {
            touched.contains(child) || matches!(belongs, Belongs::Match(_)) && touched.contains(&model.name)
        };
        let sums = model.sums.iter().filter(|sum| over(&sum.child, &sum.belongs)).map(|sum| sum.place);
        if let Some(work) = work.get_mut(&model.name) {
            work.sums.extend(sums);
        }
    }
    for model in &models {
        let Some(work) = work.get(&model.name).filter(|work| work.is_touched() || work.becomes.owner) else { continue };
        let places = work.becomes.computed.difference(&work.sums).copied().collect();
        let refresh = Refresh { world, call, moment, model, places, aside: work.aside.clone() };
        rewrite(tx, &refresh, work.becomes.owner)?;
    }
    for model in models {
        let Some(work) = work.get(&model.name).filter(|work| !work.sums.is_empty() || work.late) else { continue };
        let refresh = Refresh { world, call, moment, model, places: work.sums.clone(), aside: BTreeSet::new() };
        rewrite(tx, &refresh, false)?;
    }
    Ok(())
}

/// What is done with the rows of an object.
struct Work {
    becomes: Becomes,
    /// The roll-ups that are computed anew.
    sums: BTreeSet<usize>,
    /// The roll-ups and what is computed of them, which wait for the second round.
    aside: BTreeSet<usize>,
    /// Whether something is computed anew that waits, though no roll-up is.
    late: bool,
}

impl Work {
    fn new(model: &Model, becomes: Becomes) -> Work {
        let all: BTreeSet<usize> = model.sums.iter().map(|sum| sum.place).into_set();
        let sums = all.intersection(&becomes.computed).copied().collect();
        let aside = model.following(all);
        let changes = becomes.computed.union(&becomes.other).copied().collect();
        let late = model.following(changes).intersection(&aside).next().is_some();
        Work { becomes, sums, aside, late }
    }

    /// Whether something changes that waits for nothing, and that a roll-up may be over.
    fn is_touched(&self) -> bool {
        let changes = self.becomes.computed.iter().chain(&self.becomes.other);
        changes.into_iter().any(|place| !self.aside.contains(place))
    }
}
