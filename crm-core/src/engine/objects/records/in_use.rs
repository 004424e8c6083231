//! What stands against the deletion of records (OBJ-13), looked at without deleting: of many at once, by a statement or two
//! for each field that refers to their object. Of those with which something would go that too is looked at, for all of
//! them together (`along`). What the checks of a record say whose reference would be cleared, the deletion alone finds.

use std::collections::BTreeSet;

use super::super::catalogue::current::Catalogue;
use super::super::catalogue::slots::{Class, Use};
use super::super::define::document::OnDelete;
use super::super::life::asleep::Sleeping;
use super::super::model::Model;
use super::super::shape::Name;
use super::fall::refers;
use super::picture::Look;
use super::writer::{MOST_CAUSED, Writer};
use crate::engine::error::Result;
use crate::engine::storage::Value as Stored;

/// A field that refers to records of an object.
pub(super) struct Referring<'a> {
    /// The object whose field it is.
    pub(super) model: &'a Model,
    /// The table in which it lies, and its column.
    pub(super) table: &'a Name,
    pub(super) slot: &'a Name,
    /// What becomes of a row that refers to what goes; typed records are never deleted with it.
    pub(super) rule: OnDelete,
}

impl Referring<'_> {
    /// The column by which a row belongs to the record that it refers to, and goes with it.
    fn own(&self, object: &str) -> Option<&'static str> {
        match self.model.whole() {
            _ if self.model.name == *object => Some("id"),
            Some(whole) if whole == object => Some("whole"),
            _ => None,
        }
    }
}

/// The fields that refer to records of an object, but those by which parts belong to it.
pub(super) fn referring<'a>(world: &'a Catalogue, object: &str) -> Vec<Referring<'a>> {
    let mut found = Vec::new();
    for model in world.models.values().chain(world.extended.values()) {
        let beside = model.extended.as_ref().map(|extended| extended.beside.as_ref());
        let Some(table) = beside.unwrap_or(Some(&model.table)) else { continue };
        for (place, field) in model.fields.iter().enumerate() {
            if model.whole == Some(place) || !refers(field, object) {
                continue;
            }
            let rule = field.field.as_ref().and_then(|field| field.ty.on_delete()).unwrap_or(OnDelete::Refuse);
            let rule = if beside.is_some() && rule == OnDelete::Delete { OnDelete::Refuse } else { rule };
            found.push(Referring { model, table, slot: &field.lies.value, rule });
        }
    }
    found
}

/// The slots of references to rows of a table, those of packs that sleep too; each with its table, and whether that has rows
/// which go with the same wholes as these.
pub(super) fn slots_to<'a>(world: &'a Catalogue, table: &'a str) -> impl Iterator<Item = (String, &'a Name, bool)> {
    let whole = world.tables.iter().find(|known| known.key.to_string() == table).and_then(|known| known.whole);
    world.tables.iter().flat_map(move |known| {
        let together = whole.is_some() && known.whole == whole;
        let slots = known.slots.iter().filter(move |(_, slot)| {
            let leads = matches!(&slot.class, Class::References(to) if *to == *table);
            leads && matches!(slot.field, Some((_, Use::Value)))
        });
        slots.map(move |(slot, _)| (known.key.to_string(), slot, together))
    })
}

/// Whether anything that packs define refers to rows of a table.
pub fn is_referred(world: &Catalogue, table: &str) -> bool {
    slots_to(world, table).next().is_some()
}

impl Writer<'_, '_> {
    /// Of records of an object, typed or defined, by their keys, those that can't be deleted for what refers to them.
    ///
    /// # Errors
    /// Whatever the database says.
    pub fn in_use(&mut self, object: &str, keys: &[i64]) -> Result<BTreeSet<i64>> {
        let world = self.world;
        let Some(table) = world.table(object) else { return Ok(BTreeSet::new()) };
        let (mut held, mut refused, mut deep) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
        for other in referring(world, object) {
            // What belongs to the record itself goes with it.
            let own = other.own(object).map(|own| format!(" AND r.{own} <> k.id")).unwrap_or_default();
            let refer = format!("SELECT 1 FROM {} r WHERE r.{} = k.id", other.table, other.slot);
            match other.rule {
                OnDelete::Clear => held.extend(self.of_whom(&table, keys, &behind(&refer))?),
                OnDelete::Refuse => refused.extend(self.of_whom(&table, keys, &format!("{refer}{own}"))?),
                OnDelete::Delete => deep.extend(self.of_whom(&table, keys, &format!("{refer}{own}"))?),
            }
        }
        for list in world.models.get(object).iter().flat_map(|model| &model.parts) {
            // What refers to a part of a record is found with the record.
            let Some(parts) = world.table(&list.object) else { continue };
            for (other, slot, together) in slots_to(world, &parts) {
                let own = if together { " AND r.whole <> k.id" } else { "" };
                let refer =
                    format!("SELECT 1 FROM {parts} p JOIN {other} r ON r.{slot} = p.id WHERE p.whole = k.id{own}");
                deep.extend(self.of_whom(&table, keys, &refer)?);
            }
        }
        deep.retain(|key| !held.contains(key));
        refused.retain(|key| !deep.contains(key));
        held.extend(refused);
        let (deep, alone): (Vec<i64>, Vec<i64>) =
            keys.iter().copied().filter(|key| !held.contains(key)).partition(|key| deep.contains(key));
        let mut sleeping = Sleeping::of(world);
        let (asleep, awake) = sleeping.holds(self.tx, &table, &alone)?;
        held.extend(asleep);
        for key in awake {
            if self.stands(object, key)? {
                held.insert(key);
            }
        }
        held.extend(self.held_along(object, &deep, &mut sleeping)?);
        Ok(held)
    }

    /// Those of the keys in a table, there called `k`, for which a statement finds a row. It stops at the first.
    pub(super) fn of_whom(&mut self, table: &str, keys: &[i64], rows: &str) -> Result<Vec<i64>> {
        let marks = vec!["?"; keys.len()].join(", ");
        let sql = format!("SELECT k.id FROM {table} k WHERE k.id IN ({marks}) AND EXISTS ({rows})");
        let keys: Vec<Stored<'_>> = keys.iter().copied().map(Stored::Integer).collect();
        self.tx.all(&sql, &keys, |c| c.next())
    }
}

/// The statement for whether there is a row behind the last that a deletion looks at.
pub(super) fn behind(rows: &str) -> String {
    format!("{rows} LIMIT 1 OFFSET {MOST_CAUSED}")
}
