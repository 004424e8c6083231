//! Which verbs and actions of a defined object may be called on records now (META-1, OBJ-17): by the guards and the states that
//! would refuse the calls, for many records at once. No statement is asked record by record.

use std::collections::{BTreeMap, BTreeSet};

use super::super::catalogue::current::Catalogue;
use super::super::days::Moment;
use super::super::expr::Value;
use super::super::model::{ActionModel, Model};
use super::super::records::{self, Look, Picture};
use super::guard::{Called, Owned, by_duty, names_superior};
use crate::engine::error::Result;
use crate::engine::gate::{Context, Entity};
use crate::engine::ids::RecordId;
use crate::engine::sorting::Arranged as _;
use crate::engine::storage::Value as Stored;
use crate::engine::superior::superiors;

impl Context<'_> {
    /// Of each record the operations that change something and would not be refused, under their full names; none of what is
    /// not there, and of parts, which are written with their wholes.
    ///
    /// # Errors
    /// Whatever the database says.
    pub(crate) fn allowed_of_object(
        &mut self,
        name: &str,
        ids: &[RecordId],
    ) -> Result<BTreeMap<RecordId, Vec<String>>> {
        let (catalogue, mut told) = (self.catalogue()?, BTreeMap::<RecordId, Vec<String>>::new());
        let Some(model) = catalogue.models.get(name).filter(|model| model.object.part_of.is_none()) else {
            return Ok(told);
        };
        let reach = self.reach()?;
        let actions = model.actions.iter().map(|known| (known.action.name.as_str(), Some(known)));
        let asked: Vec<(&str, Option<&ActionModel>)> = ["update", "delete"]
            .map(|verb| (verb, None))
            .into_iter()
            .chain(actions)
            .filter(|(verb, known)| {
                reach.level(name, verb).is_some() || known.is_some_and(|known| by_duty(&known.action))
            })
            .collect();
        if asked.is_empty() || ids.is_empty() {
            return Ok(told);
        }
        let found = records::read_all(self.tx(), model, &*catalogue, ids)?;
        let owned = self.owned(model, &found)?;
        let by_superior = asked.iter().any(|(_, known)| known.is_some_and(|known| names_superior(&known.action)));
        let owners: BTreeSet<i64> = owned.values().filter_map(|(owner, _)| *owner).filter(|_| by_superior).into_set();
        let superiors = superiors(self.tx(), owners)?;
        let mut going = BTreeMap::new();
        for (key, picture) in &found {
            let Value::Record(id) = picture.value("id") else { continue };
            let called =
                Called { key: *key, id: *id, picture, owned: owned.get(key).copied(), superiors: Some(&superiors) };
            let mut operations = Vec::new();
            for (verb, known) in &asked {
                let guarded = self.guard_object(&called, verb, known.map(|known| &known.action));
                let moves = known.is_some_and(|known| known.action.to.is_some());
                let frozen = |cx: &mut Self| cx.unfrozen((name, &model.table, *id), verb, moves);
                if guarded.and_then(|()| stands(picture, verb, *known)).is_ok() && freely(frozen(self))? {
                    operations.push(format!("{name}.{verb}"));
                    if known.is_none() && *verb == "delete" {
                        going.insert(*key, *id);
                    }
                }
            }
            told.insert(*id, operations);
        }
        let delete = format!("{name}.delete");
        for key in self.in_use(&catalogue, name, going.keys().copied().collect())? {
            if let Some(operations) = going.get(&key).and_then(|id| told.get_mut(id)) {
                operations.retain(|operation| *operation != delete);
            }
        }
        Ok(told)
    }

    /// Whether the kind of record that an argument `entity` names is a pack's; where no pack that is enabled defines it, that is
    /// among the violations.
    ///
    /// # Errors
    /// Whatever the database says.
    pub(crate) fn is_of_pack(&mut self, entity: &Entity) -> Result<bool> {
        let of_pack = entity.as_str().contains('.');
        if of_pack && !self.catalogue()?.models.contains_key(entity.as_str()) {
            self.violations().add("entity", "unknown_value", "is no kind of record", None);
        }
        Ok(of_pack)
    }

    /// Those of the records of a defined object that the caller may get, in the order of their ids here.
    ///
    /// # Errors
    /// Whatever the database says.
    pub(crate) fn seen_of_object(&mut self, name: &str, ids: &[RecordId]) -> Result<Vec<RecordId>> {
        let object = self.entered(name, "get")?;
        if !self.by_role() || ids.is_empty() {
            return Ok(Vec::new());
        }
        let asking = self.asking(object, "get")?;
        let marks = vec!["?"; ids.len()].join(", ");
        let mut sql = format!("SELECT o.uid FROM {} o WHERE o.uid IN ({marks})", asking.own.table);
        let mut params: Vec<_> = ids.iter().map(|id| Stored::Blob(id.0.as_bytes().to_vec().into())).collect();
        if let Some(seen) = asking.terms(self.tx()).sight.seen(&asking.own, "o") {
            sql.extend([" AND ", seen.sql.as_str()]);
            params.extend(seen.params);
        }
        let found: BTreeSet<RecordId> =
            self.tx().all(&sql, &params, |c| c.next().map(RecordId))?.into_iter().into_set();
        Ok(ids.iter().filter(|id| found.contains(id)).copied().collect())
    }

    /// The owners of records, where their object has one.
    fn owned(&mut self, model: &Model, found: &[(i64, Picture<'_>)]) -> Result<BTreeMap<i64, Owned>> {
        if model.owner.is_none() || found.is_empty() {
            return Ok(BTreeMap::new());
        }
        let marks = vec!["?"; found.len()].join(", ");
        let sql = format!("SELECT id, owner, owner_department FROM {} WHERE id IN ({marks})", model.table);
        let keys: Vec<Stored<'_>> = found.iter().map(|(key, _)| Stored::Integer(*key)).collect();
        let rows: Vec<(i64, Owned)> = self.tx().all(&sql, &keys, |c| Ok((c.next()?, (c.next()?, c.next()?))))?;
        Ok(rows.into_iter().collect())
    }

    /// Of typed records that are about to go those against whose deletion something stands that packs define: their area asks
    /// for the rest.
    ///
    /// # Errors
    /// Whatever the database says.
    pub(crate) fn typed_in_use(&mut self, object: &str, ids: &[RecordId]) -> Result<BTreeSet<RecordId>> {
        if ids.is_empty() {
            return Ok(BTreeSet::new());
        }
        let catalogue = self.catalogue()?;
        let Some(table) = catalogue.table(object).filter(|table| records::is_referred(&catalogue, table)) else {
            return Ok(BTreeSet::new());
        };
        let marks = vec!["?"; ids.len()].join(", ");
        let sql = format!("SELECT id, uid FROM {table} WHERE uid IN ({marks})");
        let wanted: Vec<Stored<'_>> = ids.iter().map(|id| Stored::Blob(id.0.as_bytes().to_vec().into())).collect();
        let found = self.tx().all(&sql, &wanted, |c| Ok((c.next()?, RecordId(c.next()?))))?;
        let found: BTreeMap<i64, RecordId> = found.into_iter().into_map();
        let held = self.in_use(&catalogue, object, found.keys().copied().collect())?;
        Ok(held.iter().filter_map(|key| found.get(key)).copied().collect())
    }

    /// Of records that are about to go, by their keys, those against whose deletion something stands.
    fn in_use(&mut self, catalogue: &Catalogue, object: &str, keys: Vec<i64>) -> Result<BTreeSet<i64>> {
        if keys.is_empty() {
            return Ok(BTreeSet::new());
        }
        let moment = Moment::at(self.company()?.zone.clone(), self.now(), self.actor_id().map(|user| user.0));
        let seen = moment.seen();
        let (held, _) = self.writing(catalogue, &moment, &seen, |writer| writer.in_use(object, &keys))?;
        Ok(held)
    }
}

/// Whether the record's state lets the verb be called.
fn stands(picture: &Picture<'_>, verb: &str, known: Option<&ActionModel>) -> Result<()> {
    match known {
        Some(known) => records::stands(picture, known),
        None if verb == "update" => records::changeable(picture),
        None => records::begins(picture),
    }
}

/// Whether nothing stands against it; what fails for another reason fails.
fn freely(asked: Result<()>) -> Result<bool> {
    match asked {
        Err(failure) if failure.is_failure() => Err(failure),
        asked => Ok(asked.is_ok()),
    }
}
