//! References that no model knows: those of packs that sleep, whose word on deletions still holds (PACK-9); hidden ones,
//! which are gone from every answer and so can't hold anything (PACK-7); and custom fields of typed records (OBJ-13).

use std::collections::{BTreeMap, BTreeSet};

use super::super::catalogue::current::Catalogue;
use super::super::catalogue::kept::{KeptField, KeptTable};
use super::super::catalogue::slots::{Class, Use};
use super::super::define::document::{Object, OnDelete, Pack};
use super::super::define::read_text;
use super::super::model::Model;
use super::super::records::Look;
use super::super::shape::Name;
use crate::engine::audit::{Action, Change};
use crate::engine::error::{CrmError, Result};
use crate::engine::gate::Entity;
use crate::engine::hanging;
use crate::engine::ids::RecordId;
use crate::engine::sorting::Arranged as _;
use crate::engine::storage::{Transaction, Value, each_by_key, params};

/// A reference to records of a table.
#[derive(Debug, Clone)]
struct Held {
    /// The table in which it stands.
    table: Name,
    /// The table of the records that have it: of what lies beside a typed one that.
    of: Name,
    slot: Name,
    rule: OnDelete,
    /// The state in which a record is deleted, where its object has any.
    start: Option<Name>,
}

/// A record that went because its pack, which sleeps, said so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lost {
    /// Its object.
    pub object: Name,
    /// Its id.
    pub id: RecordId,
    /// How many of which kind hung on it.
    hung: Vec<(Entity, usize)>,
}

impl Lost {
    /// What the audit is told: that it is gone, with what hung on it; not what it was, which no model says.
    pub(crate) fn changes(self) -> impl Iterator<Item = Change> {
        let Lost { object, id, hung } = self;
        let of = Entity::from(object.as_str());
        let (entity, action) = (of.clone(), Action::Deleted);
        let gone = Change { entity, id: Some(id), action, before: None, after: None, cause: None };
        let hung = hung.into_iter().map(move |(kind, rows)| hanging::went_with(&of, id, kind, rows));
        std::iter::once(gone).chain(hung)
    }
}

/// How many records may go with a deletion (OBJ-13).
const MOST: usize = 1_000;

/// Keys of one statement.
const KEYS: usize = 128;

/// A row, by its table and key.
pub type Place = (Name, i64);

/// What goes with records.
#[derive(Debug)]
pub struct Along {
    gone: Vec<Place>,
    /// Whether something stays that refers to what goes, and says that it may not go.
    pub held: bool,
}

/// The references that no model knows. Documents are read once for each table that is referred to.
#[derive(Debug)]
pub struct Sleeping<'a> {
    world: &'a Catalogue,
    known: BTreeMap<Name, Vec<Held>>,
}

impl<'a> Sleeping<'a> {
    /// Those of a catalogue.
    pub fn of(world: &'a Catalogue) -> Sleeping<'a> {
        Sleeping { world, known: BTreeMap::new() }
    }

    /// Does with whatever refers to records that are deleted what its field says, before their rows go; gives what went too.
    /// `conflict` makes a conflict of a reason.
    ///
    /// # Errors
    /// The conflicts `in_use` and `too_many`; whatever the database says.
    pub fn let_go(
        &mut self,
        tx: &mut dyn Transaction,
        roots: &[Place],
        conflict: &dyn Fn(&str) -> CrmError,
    ) -> Result<Vec<Lost>> {
        let Along { gone, held } = self.going(tx, roots)?.map_err(conflict)?;
        if held {
            return Err(conflict("in_use"));
        }
        // Those that go may refer to one another.
        for (table, keys) in by_table(roots.iter().chain(&gone)) {
            for Held { table: at, of, slot, .. } in self.referring(&table)? {
                // What a typed record says of itself is the audit's to tell, and goes with its row.
                let other = if of == table && at != of { format!("id <> {slot} AND ") } else { String::new() };
                for keys in keys.chunks(KEYS) {
                    let (marks, keys) = wanted(keys);
                    tx.execute(&format!("UPDATE {at} SET {slot} = NULL WHERE {other}{slot} IN ({marks})"), &keys)?;
                }
            }
        }
        let mut lost = Vec::with_capacity(gone.len());
        for (table, key) in gone {
            let id = tx.value(&format!("SELECT uid FROM {table} WHERE id = ?"), params![key])?;
            let mut hung = Vec::new();
            hanging::take(tx, &table, id, &mut |hanging, rows| {
                hung.extend(hanging.kind.clone().filter(|_| rows > 0).map(|kind| (kind, rows)));
            })?;
            tx.execute(&format!("DELETE FROM {table} WHERE id = ?"), params![key])?;
            let object = self.world.tables.iter().find(|at| at.key.to_string() == *table).map(|at| at.object.clone());
            lost.extend(object.map(|object| Lost { object, id: RecordId(id), hung }));
        }
        Ok(lost)
    }

    /// Of records of a table those whose deletion alone [`Sleeping::let_go`] would refuse, and those with which something goes
    /// that is awake. It asks for many records at once; only where something would go with one that one is looked at by itself.
    ///
    /// # Errors
    /// Whatever the database says.
    pub fn holds(
        &mut self,
        tx: &mut dyn Transaction,
        table: &Name,
        keys: &[i64],
    ) -> Result<(BTreeSet<i64>, BTreeSet<i64>)> {
        let (mut held, mut deep) = (BTreeSet::new(), BTreeSet::new());
        for Held { table: at, of, slot, rule, .. } in self.referring(table)? {
            let into = match rule {
                OnDelete::Clear => continue,
                OnDelete::Refuse => &mut held,
                OnDelete::Delete => &mut deep,
            };
            // One that refers to itself goes with itself.
            let other = if of == *table { format!("id <> {slot} AND ") } else { String::new() };
            let select = format!("SELECT DISTINCT {slot} FROM {at} WHERE {other}{slot}");
            each_by_key(tx, &select, &[], keys, |c| {
                into.insert(c.next()?);
                Ok(())
            })?;
        }
        let mut awake = BTreeSet::new();
        for key in deep {
            held.remove(&key);
            let into = match self.hinders(tx, &[(table.clone(), key)])? {
                Some(true) => &mut held,
                Some(false) => continue,
                None => &mut awake,
            };
            into.insert(key);
        }
        Ok((held, awake))
    }

    /// Whether [`Sleeping::let_go`] would refuse the deletion of records that go together; none where something goes with them
    /// that is awake, since more may follow from that.
    ///
    /// # Errors
    /// Whatever the database says.
    pub fn hinders(&mut self, tx: &mut dyn Transaction, roots: &[Place]) -> Result<Option<bool>> {
        Ok(match self.going(tx, roots)? {
            Err(_) => Some(true),
            Ok(along) if self.awake(&along).next().is_some() => None,
            Ok(along) => Some(along.held),
        })
    }

    /// Those of the rows that go along whose objects are awake.
    pub fn awake<'s>(&'s self, along: &'s Along) -> impl Iterator<Item = (&'a Model, i64)> + 's {
        let model = |table: &Name| self.world.models.values().find(|model| model.table == *table);
        along.gone.iter().filter_map(move |(table, key)| Some((&**model(table)?, *key)))
    }

    /// What goes with records, found before anything is written; or the reason of a conflict. What goes too holds nothing, as
    /// where all packs are awake.
    ///
    /// # Errors
    /// Whatever the database says.
    pub fn going(
        &mut self,
        tx: &mut dyn Transaction,
        roots: &[Place],
    ) -> Result<std::result::Result<Along, &'static str>> {
        let mut known: BTreeSet<Place> = roots.iter().cloned().into_set();
        let most = known.len() + MOST;
        let (mut gone, mut refusing) = (Vec::new(), BTreeSet::new());
        let mut next = by_table(roots);
        while let Some((table, keys)) = next.pop_first() {
            for Held { table: at, of, slot, rule, start } in self.referring(&table)? {
                let reason = match rule {
                    OnDelete::Clear => continue,
                    OnDelete::Refuse => "in_use",
                    OnDelete::Delete => "too_many",
                };
                for keys in keys.chunks(KEYS) {
                    let (marks, mut params) = wanted(keys);
                    params.push(Value::Integer(most as i64 + 1));
                    // What moved on is history, and goes with nothing.
                    let stays = match start.as_ref().filter(|_| rule == OnDelete::Delete) {
                        Some(start) => format!("CASE WHEN status <> '{start}' THEN 1 ELSE 0 END"),
                        None => "0".to_owned(),
                    };
                    let sql = format!("SELECT id, {stays} FROM {at} WHERE {slot} IN ({marks}) LIMIT ?");
                    let rows: Vec<(i64, i64)> = tx.all(&sql, &params, |c| Ok((c.next()?, c.next()?)))?;
                    // More than can go: one of them stays, or goes beyond what may.
                    if rows.len() > most {
                        return Ok(Err(reason));
                    }
                    for (row, stays) in rows {
                        let place = (of.clone(), row);
                        if rule == OnDelete::Refuse || stays == 1 {
                            refusing.insert(place);
                        } else if known.insert(place.clone()) {
                            next.entry(place.0.clone()).or_default().push(row);
                            gone.push(place);
                        }
                    }
                    if gone.len() > MOST || refusing.len() > most {
                        return Ok(Err(reason));
                    }
                }
            }
        }
        Ok(Ok(Along { gone, held: !refusing.is_subset(&known) }))
    }

    /// The references to a table.
    fn referring(&mut self, table: &Name) -> Result<Vec<Held>> {
        if let Some(known) = self.known.get(table) {
            return Ok(known.clone());
        }
        let found = held(self.world, table)?;
        self.known.insert(table.clone(), found.clone());
        Ok(found)
    }
}

/// The keys of rows, by their tables.
fn by_table<'p>(places: impl IntoIterator<Item = &'p Place>) -> BTreeMap<Name, Vec<i64>> {
    let mut tables: BTreeMap<Name, Vec<i64>> = BTreeMap::new();
    for (table, key) in places {
        tables.entry(table.clone()).or_default().push(*key);
    }
    tables
}

/// Placeholders and parameters of keys.
fn wanted(keys: &[i64]) -> (String, Vec<Value<'static>>) {
    (vec!["?"; keys.len()].join(", "), keys.iter().copied().map(Value::Integer).collect())
}

/// The references to a table that no model tells of.
fn held(world: &Catalogue, table: &Name) -> Result<Vec<Held>> {
    let mut found = Vec::new();
    for at in &world.tables {
        for (slot, known) in at.slots.iter() {
            let Some((field, Use::Value)) = known.field else { continue };
            if !matches!(&known.class, Class::References(target) if target == table) {
                continue;
            }
            let Some(field) = at.fields.iter().find(|kept| kept.key == field) else { continue };
            if let Some((rule, start)) = rule(world, at, field)? {
                let (table, slot) = (Name::from(at.key.to_string()), slot.clone());
                let of = if at.pack.is_none() { world.table(&at.object) } else { None };
                found.push(Held { of: of.unwrap_or_else(|| table.clone()), table, slot, rule, start });
            }
        }
    }
    Ok(found)
}

/// What the field of a reference says, with the state in which its record begins; none where its model tells of it.
fn rule(world: &Catalogue, table: &KeptTable, field: &KeptField) -> Result<Option<(OnDelete, Option<Name>)>> {
    if table.hidden || field.hidden {
        return Ok(Some((OnDelete::Clear, None)));
    }
    let of = |key: i64| world.packs.iter().find(|pack| pack.key == key);
    let enabled = |key: i64| of(key).is_some_and(|pack| pack.enabled);
    if table.pack.is_some_and(enabled) && enabled(field.pack) {
        return Ok(None);
    }
    let document = |key: i64| match of(key) {
        Some(pack) => Ok(read_text(&pack.document).pack),
        None => Err(CrmError::storage("corrupt")),
    };
    let pack = document(field.pack)?;
    Ok(Some(match (says(&pack, table, field), table.pack) {
        // Typed records never go with a defined one: that is their area's.
        (OnDelete::Delete, None) => (OnDelete::Refuse, None),
        // The object may be another pack's.
        (OnDelete::Delete, Some(own)) if own != field.pack => (OnDelete::Delete, start(&document(own)?, table)),
        (rule, _) => (rule, start(&pack, table)),
    }))
}

/// The object of a table, as a pack's document defines it.
fn defined<'p>(pack: &'p Pack, table: &KeptTable) -> Option<&'p Object> {
    pack.objects.iter().find(|object| pack.full(&object.name) == table.object)
}

/// The state in which records of a table begin, as the document of their pack says.
fn start(pack: &Pack, table: &KeptTable) -> Option<Name> {
    defined(pack, table).and_then(|own| own.status.as_ref()).map(|machine| machine.start.clone())
}

/// What a pack's document says of a reference. A part goes with its whole.
fn says(pack: &Pack, table: &KeptTable, field: &KeptField) -> OnDelete {
    let own = defined(pack, table);
    if own.and_then(|own| own.part_of.as_ref()).is_some_and(|part| part.field == field.name) {
        return OnDelete::Delete;
    }
    let added = pack.extend.iter().find(|one| one.object == table.object);
    let fields = own.map(|own| &own.fields).or(added.map(|added| &added.fields));
    let declared = fields.and_then(|fields| fields.iter().find(|known| known.name == field.name));
    declared.and_then(|declared| declared.ty.on_delete()).unwrap_or(OnDelete::Refuse)
}
