//! What a typed write means for custom fields: it is asked where the write is told the audit, which every one is, so that
//! checks, formulas and roll-ups over typed fields hold whoever writes them (EXT-5).

use std::collections::BTreeSet;

use serde_json::{Map, Value as Json};

use super::super::calls::told;
use super::super::expr::Nature;
use super::super::model::Model;
use super::super::records::{self, Asked, Call, Parents, Picture, begin, judge_changed};
use super::super::shape::Name;
use super::Customised;
use crate::engine::audit::{Action, Change};
use crate::engine::error::{CrmError, FieldError, Result};
use crate::engine::gate::{Context, Entity};
use crate::engine::ids::RecordId;
use crate::engine::sorting::Arranged as _;
use crate::engine::validate::Violations;

/// A record that is told the audit behind another.
type Later<'a> = Option<&'a (Entity, i64)>;

impl Context<'_> {
    /// Brings the custom fields of a record to a change of it, which is in its row, or with a deletion will be; the change
    /// tells them too.
    ///
    /// # Errors
    /// `Invalid` with what is wrong with them; whatever the database says.
    pub(crate) fn customise(&mut self, change: &mut Change) -> Result<()> {
        self.customise_but(change, None, false)
    }

    /// Has what is summed over the rows of a record taken from them where its change is told: more of them changed at once than
    /// are told one by one.
    pub(crate) fn sum_again(&mut self, entity: Entity, id: impl Into<RecordId>) {
        self.custom.summed = Some((entity, id.into()));
    }

    /// The same without the roll-ups of a record that is told later, and begins with what its rows say by then.
    fn customise_but(&mut self, change: &mut Change, later: Later<'_>, beside: bool) -> Result<()> {
        // Who has defined nothing pays for this question alone.
        let (false, Some(id)) = (self.custom.extended == Some(false), change.id) else { return Ok(()) };
        let Some(kind) = self.customised(&change.entity)? else { return Ok(()) };
        let model = kind.model()?;
        let Some((key, before)) = records::read(self.tx(), model, &*kind.catalogue, id)? else { return Ok(()) };
        if change.action == Action::Deleted {
            return self.remove_custom(&kind, key, &before, change);
        }
        let mut was = self.typed_before(&kind, &before, change)?;
        if beside && change.action == Action::Updated {
            // What is computed of the field may stand in the row already, by the roll-ups of another write.
            let call = Call { context: &kind.seen, look: &*kind.catalogue };
            was.formulas(self.tx(), &call, &mut Violations::default())?;
        }
        let mut found = Violations::default();
        let after = self.custom_after(&kind, key, (&before, &was), (id, change), &mut found)?;
        self.tell_custom(found);
        self.check_fields()?;
        records::update(self.tx(), &after, &before, key, None)?;
        self.settle_complete(change)?;
        let company = kind.company.code.as_str();
        let of = if change.action == Action::Created { None } else { Some(&before) };
        add(&mut change.after, custom_values(model, &after, of, company));
        if of.is_some() {
            add(&mut change.before, custom_values(model, &before, Some(&after), company));
        }
        let was = (change.action != Action::Created).then_some(&was);
        self.custom_parents(&kind, key, (was, Some(&after)), later)
    }

    /// Brings the custom fields of records to what the write of another changed in a field of theirs, which is in their rows by
    /// now (ROLL-3): `before` and `after` are that field, as JSON objects. The audit has one row for all of them (AUDIT-2).
    /// `later` is a record that is told the audit behind this.
    ///
    /// # Errors
    /// `Invalid` with what is wrong with one of them, by the kind's name; whatever the database says.
    pub(crate) fn customise_beside(
        &mut self,
        entity: &Entity,
        ids: &[RecordId],
        (before, after): (&Json, &Json),
        later: Later<'_>,
    ) -> Result<()> {
        let named = |field: FieldError| {
            // Of a parent its name stands there already (ROLL-4).
            let own = field.field.starts_with("checks.") || field.field.starts_with("custom.");
            let name = if own { format!("{entity}.{}", field.field) } else { field.field };
            FieldError { field: name, ..field }
        };
        for id in ids {
            let (before, after) = (Some(before.to_string()), Some(after.to_string()));
            let (entity, action) = (entity.clone(), Action::Updated);
            let mut change = Change { entity, id: Some(*id), action, before, after, cause: None };
            self.customise_but(&mut change, later, true).map_err(|failure| match failure {
                CrmError::Invalid { fields } => CrmError::Invalid { fields: fields.into_iter().map(named).collect() },
                failure => failure,
            })?;
        }
        Ok(())
    }

    /// The record with its custom fields as they will be.
    fn custom_after<'m>(
        &mut self,
        kind: &'m Customised,
        key: i64,
        (before, was): (&Picture<'m>, &Picture<'m>),
        (id, change): (RecordId, &Change),
        found: &mut Violations,
    ) -> Result<Picture<'m>> {
        let created = change.action == Action::Created;
        let given = self.custom.given.take_if(|given| given.is_of(&change.entity, id));
        let (inputs, demanded, spared) =
            given.map_or_else(Default::default, |given| (given.inputs, given.demanded, given.spared));
        let mut after = before.clone();
        let places: BTreeSet<usize> = inputs.iter().map(|(place, _)| *place).into_set();
        for (place, held) in inputs {
            after.held[place] = held;
        }
        let call = Call { context: &kind.seen, look: &*kind.catalogue };
        if created {
            after.fill(self.tx(), &call, &places, found)?;
        }
        // What waited for a new record refers to it by now.
        let summed = self.custom.summed.take_if(|(entity, of)| *entity == change.entity && *of == id).is_some();
        let of = ((!created && !summed).then_some(was), Some(key));
        begin(self.tx(), &*kind.catalogue, &kind.moment, &mut after, of)?;
        after.formulas(self.tx(), &call, found)?;
        let mut changed = after.changed(was);
        if created && demanded {
            changed = (0..after.held.len()).collect();
        }
        spared.iter().for_each(|place| {
            changed.remove(place);
        });
        let asked =
            Asked { before: (!created).then_some(was), key: Some(key), freezes: false, later: &BTreeSet::new() };
        judge_changed(self.tx(), &call, &mut after, &asked, &changed, found)?;
        Ok(after)
    }

    /// The record as it was before the area wrote it, as far as anybody asks: with the fields that the change names as they
    /// were where they are plain, and as something else where they are not.
    fn typed_before<'m>(&mut self, kind: &'m Customised, now: &Picture<'m>, change: &Change) -> Result<Picture<'m>> {
        let mut was = now.clone();
        let parse = |json: &Option<String>| {
            json.as_deref().and_then(|json| serde_json::from_str::<Map<String, Json>>(json).ok())
        };
        let (Some(before), Some(after)) = (parse(&change.before), parse(&change.after)) else { return Ok(was) };
        let model = kind.model()?;
        for (place, field) in model.fields.iter().enumerate().filter(|(_, field)| field.typed.is_some()) {
            if before.contains_key(field.name.as_str()) || after.contains_key(field.name.as_str()) {
                let json = before.get(field.name.as_str()).unwrap_or(&Json::Null);
                was.held[place] = super::was::held(self.tx(), field, json, &kind.catalogue)?;
            }
        }
        Ok(was)
    }

    /// The change tells what the custom fields of a record that is deleted were; their row goes behind that
    /// ([`Context::typed_let_go`]).
    fn remove_custom(&mut self, kind: &Customised, key: i64, before: &Picture<'_>, change: &mut Change) -> Result<()> {
        let model = kind.model()?;
        add(&mut change.before, custom_values(model, before, None, kind.company.code.as_str()));
        self.custom_parents(kind, key, (Some(before), None), None)
    }

    /// Brings the roll-ups over the record to it (ROLL-3).
    fn custom_parents(
        &mut self,
        kind: &Customised,
        key: i64,
        (before, after): (Option<&Picture<'_>>, Option<&Picture<'_>>),
        later: Later<'_>,
    ) -> Result<()> {
        if kind.model()?.feeds.is_empty() {
            return Ok(());
        }
        // Where it is deleted, its row goes behind this.
        let mut parents = if after.is_none() { Parents::of_going(&kind.name, key) } else { Parents::default() };
        let mut found = Violations::default();
        parents.later = later.map(|(entity, key)| (Name::new(entity.as_str()), *key));
        let (world, moment) = (&*kind.catalogue, &kind.moment);
        parents.add(self.tx(), world, moment, before, after)?;
        let call = Call { context: &kind.seen, look: world };
        let rolled = parents.write(self.tx(), &call, world, moment, Some((&kind.name, key)), &mut found)?;
        found.finish()?;
        self.keep_rolled(rolled)
    }
}

/// The custom values of a record, or of those in which it differs from what it was or will be; roll-ups are silent (ROLL-4).
fn custom_values(model: &Model, picture: &Picture<'_>, than: Option<&Picture<'_>>, company: &str) -> Map<String, Json> {
    let mut out = Map::new();
    for (place, field) in model.fields.iter().enumerate() {
        let held = &picture.held[place];
        let differs = than.is_none_or(|than| than.held[place] != *held);
        let is_told = than.is_some() || held.value != super::super::expr::Value::Null;
        if field.field.is_some() && field.nature != Nature::Rollup && differs && is_told {
            out.insert(field.name.to_string(), told(field, held, model.places, company));
        }
    }
    out
}

/// Adds custom values to the JSON of a record, or of the fields in which it differs.
fn add(json: &mut Option<String>, custom: Map<String, Json>) {
    let Some(json) = json.as_mut().filter(|_| !custom.is_empty()) else { return };
    if let Some(rest) = json.strip_suffix('}') {
        let comma = if rest.ends_with('{') { "" } else { "," };
        *json = format!("{rest}{comma}\"custom\":{}}}", Json::Object(custom));
    }
}
