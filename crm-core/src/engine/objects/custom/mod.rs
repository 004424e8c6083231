//! What packs give typed records (EXT): custom fields, which lie in a table beside the typed one, with defaults, formulas and
//! checks over both, and what typed operations need of them.
//!
//! A typed rule says three things of them, and nothing else. Before it ends its search for wrong fields it hands over what is
//! given ([`Context::custom_of_new`], [`Context::custom_changes`]), so that all that is wrong is told at once; what a create or
//! update causes follows where it tells the audit of the record ([`Context::created`](Context), through which every typed
//! write passes), whoever writes; and what a result tells is filled in by the gate, behind the rule ([`Context::fill_custom`]).
//!
//! Whether packs give typed records anything at all is noted beside each user, in the row that the permission is asked for
//! (`users.extended`), so that no database pays for what nobody defined.

mod change;
mod extend;
mod given;
mod lacking;
mod measured;
mod merged;
mod needs;
mod offered;
mod shown;
mod was;

use std::sync::Arc;

use super::catalogue::current::Catalogue;
use super::days::Moment;
use super::model::Model;
use super::records::{Inputs, Rolled};
use super::shape::Name;
use super::values::Currency;
use crate::engine::approval::Asked;
use crate::engine::automation::{Mark, Was};
use crate::engine::error::{CrmError, FieldError, Result};
use crate::engine::gate::guard::Subject;
use crate::engine::gate::{Context, Entity};
use crate::engine::ids::RecordId;
use crate::engine::storage::Transaction;
use crate::engine::validate::Violations;

pub(crate) use extend::{Extends, rights};
pub(crate) use lacking::Required;
pub(crate) use measured::Measure;
pub(crate) use merged::MergedCustom;
pub(crate) use offered::{CustomField, without_nulls};
pub(crate) use was::kept_value;

/// What a call has to do with custom fields.
#[derive(Debug, Default)]
pub(crate) struct Customising {
    /// Whether packs give typed records anything; none where nobody has asked yet.
    pub(crate) extended: Option<bool>,
    /// What is given for the record that the rule will write.
    given: Option<Given>,
    /// The record that the operation is called on, whose needs nobody has asked for yet.
    guarded: Option<(Entity, RecordId)>,
    /// The record that was given records, or lost some: its sums are those of the rows.
    summed: Option<(Entity, RecordId)>,
    /// Whether what is wrong is told by the bare names of fields, as operations on any kind do.
    bare: bool,
    /// What records of defined objects were that the call has written, where there are rules over them.
    pub(crate) was: Vec<Was>,
    /// Parents of records that it has written, of objects that have rules, with what their roll-ups were.
    pub(crate) rolled: Vec<Rolled>,
    /// How far rules have answered what the call did.
    pub(crate) answered: Mark,
    /// The rule whose effects are under way.
    pub(crate) by_rule: Option<RecordId>,
    /// Whether the call changes rules.
    pub(crate) rules_changed: bool,
    /// Whether it changes flows of approval.
    pub(crate) flows_changed: bool,
    /// The records on which operations were called that such flows guard.
    pub(crate) asked: Vec<Asked>,
    /// Whether what is done was approved: neither guards nor freezes hinder it, and nobody's right is asked for again.
    pub(crate) lifted: bool,
    /// Whether it follows from what was approved, and is not asked for approval.
    pub(crate) unguarded: bool,
}

/// What is given for the custom fields of a record.
#[derive(Debug)]
struct Given {
    entity: Entity,
    /// None where the record is new.
    id: Option<RecordId>,
    inputs: Inputs,
    /// Whether what is required must be there (EXT-4).
    demanded: bool,
    /// The fields that it may lack all the same.
    spared: Vec<usize>,
}

impl Given {
    fn is_of(&self, entity: &Entity, id: RecordId) -> bool {
        self.entity == *entity && self.id.is_none_or(|of| of == id)
    }
}

impl Customising {
    /// What was given for a record that was refused is not for the next one.
    pub(crate) fn forget(&mut self) {
        self.given = None;
    }

    /// Notes the record that the operation was guarded on.
    pub(crate) fn guarded(&mut self, subject: &dyn Subject) {
        if self.extended != Some(false) {
            self.guarded = Some((subject.entity(), subject.id()));
        }
    }
}

/// A typed kind with what packs give it, as one call works with it.
struct Customised {
    catalogue: Arc<Catalogue>,
    name: Name,
    company: Currency,
    moment: Moment,
    seen: super::expr::Context,
}

impl Customised {
    fn model(&self) -> Result<&Model> {
        let model = self.catalogue.extended.get(&self.name);
        model.map(|model| &**model).ok_or_else(|| CrmError::bug(format!("{} is not extended", self.name)))
    }
}

impl Context<'_> {
    /// Whether packs give typed records anything.
    fn is_extended(&mut self) -> Result<bool> {
        if let Some(known) = self.custom.extended {
            return Ok(known);
        }
        let found = read_extended(self.tx())?;
        self.custom.extended = Some(found);
        Ok(found)
    }

    /// The kind with what packs give it; none where they give it nothing.
    fn customised(&mut self, entity: &Entity) -> Result<Option<Customised>> {
        if !self.is_extended()? {
            return Ok(None);
        }
        let catalogue = self.catalogue()?;
        let Some(model) = catalogue.extended.get(entity.as_str()) else { return Ok(None) };
        let name = model.name.clone();
        let company = self.company()?;
        let (zone, code) = (company.zone.clone(), company.currency.clone());
        let company = Currency { code: code.as_str().into(), places: model.places };
        let moment = Moment::at(zone, self.now(), self.actor_id().map(|user| user.0));
        let seen = moment.seen();
        Ok(Some(Customised { catalogue, name, company, moment, seen }))
    }

    /// Tells what is wrong with custom fields with what else is wrong, each as `custom.tier`.
    fn tell_custom(&mut self, found: Violations) {
        let bare = self.custom.bare;
        let named = found.into_fields().into_iter().map(|found| if bare { found } else { custom(found) });
        self.violations().extend(named);
    }
}

/// The mistake of a custom field as typed operations tell it. A check keeps its name.
fn custom(found: FieldError) -> FieldError {
    if found.field.starts_with("checks.") {
        return found;
    }
    FieldError { field: format!("custom.{}", found.field), ..found }
}

/// Whether packs give typed records anything, for who is no user.
fn read_extended(tx: &mut dyn Transaction) -> Result<bool> {
    Ok(tx.one("SELECT extended FROM settings WHERE id = 1", &[], |c| c.next())?.unwrap_or_default())
}
