//! What stands against the deletion of records (OBJ-13), looked at without deleting: of many at once, by a statement for each
//! field that refers to their object. Only where something that refers would go too each is looked at by itself. What the
//! checks of a record say whose reference would be cleared, the deletion alone finds.

use std::collections::BTreeSet;

use super::super::define::document::OnDelete;
use super::super::life::asleep::Sleeping;
use super::super::model::Model;
use super::effects::conflict;
use super::fall::{Fall, refers};
use super::row;
use super::writer::Writer;
use crate::engine::error::Result;
use crate::engine::storage::Value as Stored;

impl<'a> Writer<'a, '_> {
    /// Of records of a defined object, by their keys, those that can't be deleted.
    ///
    /// # Errors
    /// Whatever the database says.
    pub fn in_use(&mut self, object: &str, keys: &[i64]) -> Result<BTreeSet<i64>> {
        let (model, world) = (self.model(object)?, self.world);
        let mut sleeping = Sleeping::of(world);
        let (mut held, mut refused, mut deep) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
        for other in world.models.values() {
            for (place, field) in other.fields.iter().enumerate() {
                if other.whole == Some(place) {
                    continue;
                }
                let rule = field.field.as_ref().and_then(|field| field.ty.on_delete()).unwrap_or(OnDelete::Refuse);
                let into = match rule {
                    _ if self.is_part(model, field.to()) => {
                        // What refers to a part of a record is found with the record.
                        deep.extend(keys);
                        continue;
                    }
                    _ if !refers(field, object) => continue,
                    OnDelete::Clear => continue,
                    OnDelete::Refuse => &mut refused,
                    OnDelete::Delete => &mut deep,
                };
                let own = match other.whole() {
                    _ if other.name == model.name => Some("id"),
                    Some(whole) if whole == object => Some("whole"),
                    _ => None,
                };
                into.extend(self.named(&other.table, &field.lies.value, own, keys)?);
            }
        }
        for other in world.extended.values() {
            let Some(beside) = other.extended.as_ref().and_then(|extended| extended.beside.as_ref()) else { continue };
            for field in other.fields.iter().filter(|field| refers(field, object)) {
                let rule = field.field.as_ref().and_then(|field| field.ty.on_delete());
                if rule != Some(OnDelete::Clear) {
                    held.extend(self.named(beside, &field.lies.value, None, keys)?);
                }
            }
        }
        let (deep, alone): (Vec<i64>, Vec<i64>) = keys.iter().copied().partition(|key| deep.contains(key));
        held.extend(sleeping.holds(self.tx, &model.table, &alone)?);
        for key in &deep {
            refused.remove(key);
            match self.falls(model, *key, &mut sleeping) {
                Err(failure) if failure.is_failure() => return Err(failure),
                Err(_) => {
                    held.insert(*key);
                }
                Ok(()) => {}
            }
        }
        held.extend(refused);
        Ok(held)
    }

    fn is_part(&self, model: &Model, object: Option<&str>) -> bool {
        model.parts.iter().any(|part| object == Some(part.object.as_str()))
    }

    /// Those of the keys that stand in a column; not in a row that has the key itself in the column `own`.
    fn named(&mut self, table: &str, column: &str, own: Option<&str>, keys: &[i64]) -> Result<Vec<i64>> {
        let marks = vec!["?"; keys.len()].join(", ");
        let other = own.map(|own| format!(" AND {own} <> {column}")).unwrap_or_default();
        let sql = format!("SELECT DISTINCT {column} FROM {table} WHERE {column} IN ({marks}){other}");
        let keys: Vec<Stored<'_>> = keys.iter().copied().map(Stored::Integer).collect();
        self.tx.all(&sql, &keys, |c| c.next())
    }

    /// Whether a record would go, with what follows.
    fn falls(&mut self, model: &'a Model, key: i64, sleeping: &mut Sleeping<'_>) -> Result<()> {
        let Some(picture) = row::read_by_key(self.tx, model, self.world, key)? else { return Ok(()) };
        let in_use = conflict(model, picture.value("id"), "in_use");
        let mut fall = Fall::of(vec![(model, key, picture)], in_use.clone());
        self.falling(&mut fall)?;
        if fall.is_held() || sleeping.hinders(self.tx, &fall.rows())? { Err(in_use) } else { Ok(()) }
    }
}
