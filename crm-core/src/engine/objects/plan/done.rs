//! A plan that is carried out (PACK-4): the tables, then the rows, in the transaction that records the definition.

use super::super::catalogue::apply::{Apply, apply};
use super::super::catalogue::current::{Catalogue, Kept};
use super::super::catalogue::house::House;
use super::super::catalogue::kept::{KeptPack, put_document};
use super::super::define::document::Pack;
use super::super::life::rights;
use super::super::life::switch::computed;
use super::super::model::Model;
use super::super::records::{Becomes, Call, bring};
use super::beside::renamed;
use super::count::{other, places};
use super::names::Is;
use super::objects::ObjectChange;
use super::whole::{Plan, Planning};
use crate::engine::clock::Timestamp;
use crate::engine::error::{CrmError, Result};
use crate::engine::storage::Transaction;

/// Who applies a plan, and when.
#[derive(Debug, Clone, Copy)]
pub struct Applied {
    /// The instant.
    pub at: Timestamp,
    /// The user, by the key.
    pub by: Option<i64>,
}

impl Planning<'_> {
    /// Plans once more: another digest than the one that is given is refused, and so is what stands against it. Of the
    /// document that is there already nothing is done, whatever the digest.
    ///
    /// # Errors
    /// [`CrmError::Conflict`] `stale_plan`; [`CrmError::Invalid`] with the plan's refusals; whatever the database says.
    pub fn due(&self, tx: &mut dyn Transaction, digest: &str) -> Result<Plan> {
        let plan = self.planned(tx, false)?;
        if !plan.same && plan.digest != digest {
            return Err(CrmError::conflict("pack", &self.read.pack.name, "stale_plan"));
        }
        if !plan.same && !plan.refusals.is_empty() {
            return Err(CrmError::Invalid { fields: plan.refusals });
        }
        Ok(plan)
    }

    /// Does exactly what was planned. The entries that come are there.
    ///
    /// # Errors
    /// Whatever the database says.
    pub fn apply(&self, tx: &mut dyn Transaction, plan: &Plan, applied: Applied) -> Result<()> {
        let (pack, context, moment, places_of) = (&self.read.pack, self.context, self.moment, self.places);
        let (kept, typed) = (&self.kept, self.typed);
        let Some(changes) = &plan.changes else { return Err(CrmError::bug("a plan of nothing without a refusal")) };
        let there = kept.packs.iter().find(|known| known.name == pack.name);
        // A pack that sleeps is woken by its next version.
        let asleep = there.is_some_and(|there| !there.enabled);
        let row = KeptPack {
            key: there.map_or(0, |there| there.key),
            name: pack.name.clone(),
            version: pack.version.into(),
            language: pack.language.into(),
            document: pack.print().to_string(),
            enabled: true,
            applied_at: applied.at,
            applied_by: applied.by,
        };
        apply(tx, &Apply { pack, changes, row, others: &plan.others, typed })?;
        rights::rename(tx, &renamed(changes).0, false)?;
        for other in &plan.others {
            let printed = other.print().to_string();
            if let Some(known) = kept.packs.iter().find(|known| known.name == other.name && known.document != printed) {
                put_document(tx, known.key, &printed)?;
            }
        }
        // The rows by the new definition, where it is now.
        let kept = Kept::load(tx)?;
        let documents = kept.documents()?;
        let house = House::load(tx, documents.clone(), places_of)?;
        let world = Catalogue::new(kept, documents, &house)?;
        let call = Call { context, look: &world };
        // While it was hidden, owners may have moved to other departments (OBJ-10).
        let back = |model: &Model, change: &ObjectChange| {
            matches!(change.is, Is::Back(_)) && pack.full(&change.name) == model.name
        };
        let owned = |model: &Model| {
            model.owner.is_some() && changes.objects.iter().any(|change| back(model, change))
                || plan.steps.iter().any(|(step, _)| step.path == owner_of(model.name.as_str(), pack))
        };
        bring(tx, &world, (call, moment), &|model| {
            let mut becomes =
                Becomes { computed: places(model, changes), other: other(model, changes), owner: owned(model) };
            if asleep {
                becomes.computed.extend(computed(&world, model, &pack.name));
            }
            becomes
        })
    }
}

/// The path of the step by which an object gets another owner.
fn owner_of(object: &str, pack: &Pack) -> String {
    match object.strip_prefix(&format!("{}.", pack.name)) {
        Some(own) => format!("{own}.owner"),
        None => String::new(),
    }
}
