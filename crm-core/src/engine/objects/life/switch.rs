//! Packs that are put to sleep and woken again (PACK-9). Of one that sleeps every name is unknown and no rule is in force;
//! what its records hold stays where it is, and so does what its references say of a deletion (`asleep`).

use std::collections::BTreeSet;

use super::super::catalogue::current::{Catalogue, Kept};
use super::super::catalogue::house::House;
use super::super::catalogue::kept;
use super::super::days::Moment;
use super::super::define::document::Pack;
use super::super::define::{Installed, check, read_text};
use super::super::expr::Context;
use super::super::model::{FieldModel, Model};
use super::super::records::{Becomes, Call, bring};
use super::super::shape::Name;
use crate::engine::error::{CrmError, FieldError, Result};
use crate::engine::sorting::Arranged as _;
use crate::engine::storage::Transaction;

/// By what packs are put to sleep and woken.
#[derive(Debug, Clone, Copy)]
pub struct Switching<'a> {
    /// What expressions see of the call.
    pub context: &'a Context,
    /// The moment at which filters are asked.
    pub moment: &'a Moment,
    /// The places of the company's currency.
    pub places: u32,
}

impl Switching<'_> {
    /// Puts a pack to sleep; whether it was awake.
    ///
    /// # Errors
    /// [`CrmError::NotFound`]; [`CrmError::Conflict`] `in_use` while a pack that is awake requires it, or names what it
    /// defines; whatever the database says.
    pub fn disable(&self, tx: &mut dyn Transaction, name: &str) -> Result<bool> {
        let kept = Kept::load(tx)?;
        if !found(&kept, name)?.enabled {
            return Ok(false);
        }
        let others: Vec<Pack> = kept.documents()?.into_iter().filter(|pack| pack.name != name).collect();
        let with = House::load(tx, kept.documents()?, self.places)?;
        let without = House::load(tx, others, self.places)?;
        if !users(&kept, name, &with, &without).is_empty() {
            return Err(CrmError::conflict("pack", name, "in_use"));
        }
        kept::enable_pack(tx, name, false)?;
        Ok(true)
    }

    /// Wakes a pack, and computes its roll-ups and formulas anew; whether it slept.
    ///
    /// # Errors
    /// [`CrmError::NotFound`]; [`CrmError::Invalid`] with everything in its document that does not hold beside what is awake
    /// now, what it requires first; whatever the database says.
    pub fn enable(&self, tx: &mut dyn Transaction, name: &str) -> Result<bool> {
        let kept = Kept::load(tx)?;
        let pack = found(&kept, name)?;
        if pack.enabled {
            return Ok(false);
        }
        let read = read_text(&pack.document);
        let house = House::load(tx, kept.documents_with(name)?, self.places)?;
        let fields = [read.mistakes.clone(), check(&read, &house)].concat();
        if !fields.is_empty() {
            return Err(CrmError::Invalid { fields });
        }
        kept::enable_pack(tx, name, true)?;
        self.again(tx, &read.pack)?;
        Ok(true)
    }

    /// Computes what a pack computes, over the rows as they are: while it slept they went on.
    fn again(&self, tx: &mut dyn Transaction, pack: &Pack) -> Result<()> {
        let kept = Kept::load(tx)?;
        let documents = kept.documents()?;
        let house = House::load(tx, documents.clone(), self.places)?;
        let world = Catalogue::new(kept, documents, &house)?;
        let call = Call { context: self.context, look: &world };
        bring(tx, &world, (call, self.moment), &|model| Becomes {
            computed: computed(&world, model, &pack.name),
            ..Becomes::default()
        })
    }
}

/// The places of an object's fields that a pack computes.
pub fn computed(world: &Catalogue, model: &Model, pack: &str) -> BTreeSet<usize> {
    let own = |name: &Name| {
        let fact = world.definitions.get(&model.name).and_then(|of| of.field(name)).map(|(_, fact)| fact);
        fact.is_some_and(|fact| fact.pack == pack)
    };
    let computed = |field: &FieldModel| field.field.as_ref().is_some_and(|declared| declared.is_computed());
    let fields = model.fields.iter().enumerate().filter(|(_, field)| computed(field) && own(&field.name));
    fields.map(|(place, _)| place).into_set()
}

fn found<'a>(kept: &'a Kept, name: &str) -> Result<&'a kept::KeptPack> {
    let found = kept.packs.iter().find(|pack| pack.name == name);
    found.ok_or_else(|| CrmError::NotFound { entity: "pack".into(), id: name.into() })
}

/// What other packs that are awake say, and could say no longer: their names with their mistakes, those aside that they have
/// already.
pub fn users(kept: &Kept, but: &str, before: &dyn Installed, after: &dyn Installed) -> Vec<(Name, FieldError)> {
    let mut users = Vec::new();
    for pack in kept.packs.iter().filter(|pack| pack.enabled && pack.name != but) {
        let read = read_text(&pack.document);
        let known = check(&read, before);
        let more = check(&read, after).into_iter().filter(|mistake| !known.contains(mistake));
        users.extend(more.map(|mistake| (pack.name.clone(), mistake)));
    }
    users
}
