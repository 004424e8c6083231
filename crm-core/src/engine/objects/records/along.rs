//! What would go with records that are deleted, of many at once (OBJ-13): as `fall` finds it for one that goes, by statements
//! for whole layers of what goes and not for each record.

use std::collections::{BTreeMap, BTreeSet};

use super::super::define::document::OnDelete;
use super::super::life::asleep::{Place, Sleeping};
use super::super::shape::Name;
use super::in_use::{behind, is_referred, referring};
use super::picture::Look;
use super::writer::{MOST_CAUSED, Writer};
use crate::engine::error::Result;
use crate::engine::storage::Value as Stored;

/// How many rows one statement asks for.
const AT_ONCE: usize = 1_000;

/// How many rows are held for several records; where there are more, each half of the records is looked at by itself.
const MOST_HELD: usize = 10_000;

/// The records with which something goes, by their keys.
type Roots = BTreeSet<i64>;

/// Rows of an object that go, by their keys.
type Rows = BTreeMap<i64, Roots>;

/// What would go with each of several records.
struct Along {
    /// Whatever goes, with which of them.
    goes: BTreeMap<Name, Rows>,
    /// What was found to go, and not yet what refers to it.
    pending: BTreeMap<Name, Rows>,
    /// Rows that refer to what goes, and must go too.
    must: Vec<(Name, i64, Roots)>,
    /// How many rows go because they refer to another, by what they go with.
    followed: BTreeMap<i64, usize>,
    /// Those that can't be deleted.
    held: Roots,
    /// How many rows are remembered, and how many may be.
    size: usize,
    most: usize,
}

impl Along {
    /// Remembers that a row goes with some; gives those with which it did not yet.
    fn add(&mut self, object: &Name, key: i64, roots: &Roots) -> Roots {
        let known = self.goes.entry(object.clone()).or_default().entry(key).or_default();
        let new: Roots = roots.difference(known).copied().collect();
        known.extend(&new);
        self.size += new.len();
        if !new.is_empty() {
            self.pending.entry(object.clone()).or_default().entry(key).or_default().extend(&new);
        }
        new
    }

    /// A row goes because it refers to what goes.
    fn follow(&mut self, object: &Name, key: i64, roots: &Roots) {
        for root in self.add(object, key, roots) {
            let followed = self.followed.entry(root).or_default();
            *followed += 1;
            if *followed > MOST_CAUSED {
                self.held.insert(root);
            }
        }
    }

    fn goes_with(&self, object: &Name, key: i64, root: i64) -> bool {
        self.goes.get(object).and_then(|rows| rows.get(&key)).is_some_and(|roots| roots.contains(&root))
    }

    fn is_full(&self) -> bool {
        self.size > self.most
    }
}

impl Writer<'_, '_> {
    /// Of records of an object, by their keys, those against whose deletion something stands that would go with them, or
    /// refers to what would.
    pub(super) fn held_along(
        &mut self,
        object: &str,
        keys: &[i64],
        sleeping: &mut Sleeping<'_>,
    ) -> Result<BTreeSet<i64>> {
        if keys.is_empty() {
            return Ok(BTreeSet::new());
        }
        let most = if keys.len() == 1 { usize::MAX } else { MOST_HELD };
        match self.along(object, keys, most, sleeping)? {
            Some(held) => Ok(held),
            None => {
                let (some, others) = keys.split_at(keys.len() / 2);
                let mut held = self.held_along(object, some, sleeping)?;
                held.extend(self.held_along(object, others, sleeping)?);
                Ok(held)
            }
        }
    }

    /// The same, unless more would have to be remembered.
    fn along(
        &mut self,
        object: &str,
        keys: &[i64],
        most: usize,
        sleeping: &mut Sleeping<'_>,
    ) -> Result<Option<BTreeSet<i64>>> {
        let mut along = Along {
            goes: BTreeMap::new(),
            pending: BTreeMap::new(),
            must: Vec::new(),
            followed: BTreeMap::new(),
            held: Roots::new(),
            size: 0,
            most,
        };
        for key in keys {
            along.add(&Name::new(object), *key, &Roots::from([*key]));
        }
        while let Some((object, mut rows)) = along.pending.pop_first() {
            rows.retain(|_, roots| {
                roots.retain(|root| !along.held.contains(root));
                !roots.is_empty()
            });
            let keys: Vec<i64> = rows.keys().copied().collect();
            for keys in keys.chunks(AT_ONCE) {
                self.parts_along(&object, keys, &rows, &mut along)?;
                self.referring_along(&object, keys, &rows, &mut along)?;
                if along.is_full() {
                    return Ok(None);
                }
            }
        }
        for (object, key, roots) in std::mem::take(&mut along.must) {
            let stay = roots.iter().filter(|root| !along.goes_with(&object, key, **root));
            along.held.extend(stay.copied().collect::<Vec<_>>());
        }
        let Along { goes, mut held, .. } = along;
        let mut places: BTreeMap<i64, Vec<Place>> = BTreeMap::new();
        for (object, rows) in &goes {
            let Some(table) = self.world.table(object) else { continue };
            for (key, roots) in rows {
                for root in roots.difference(&held) {
                    places.entry(*root).or_default().push((table.clone(), *key));
                }
            }
        }
        // What sleeps is asked for each by itself, with all that goes with it; where nothing does nothing is asked.
        for (root, places) in places {
            let stands = match sleeping.hinders(self.tx, &places)? {
                Some(stands) => stands,
                None => self.stands(object, root)?,
            };
            if stands {
                held.insert(root);
            }
        }
        Ok(Some(held))
    }

    /// Parts go with their wholes. They are looked for where anything refers to such.
    fn parts_along(&mut self, object: &Name, keys: &[i64], rows: &Rows, along: &mut Along) -> Result<()> {
        let Some(model) = self.world.models.get(object) else { return Ok(()) };
        for list in &model.parts {
            let Some(table) = self.world.table(&list.object) else { continue };
            if !is_referred(self.world, &table) {
                continue;
            }
            for (key, whole, _) in self.rows_along("whole", "0", &table, keys, along)? {
                if let Some(roots) = rows.get(&whole) {
                    along.add(&list.object, key, roots);
                }
            }
        }
        Ok(())
    }

    /// What refers to rows that go: it is emptied, goes too, or must go anyway.
    fn referring_along(&mut self, object: &Name, keys: &[i64], rows: &Rows, along: &mut Along) -> Result<()> {
        let Some(table) = self.world.table(object) else { return Ok(()) };
        for other in referring(self.world, object) {
            let beside = other.model.extended.is_some();
            let own = if beside && other.model.name == *object { " AND r.id <> k.id" } else { "" };
            let refer = format!("SELECT 1 FROM {} r WHERE r.{} = k.id{own}", other.table, other.slot);
            // A typed record that refers to it stays.
            let stops = if beside && other.rule == OnDelete::Refuse { refer } else { behind(&refer) };
            let mut stopped = BTreeSet::new();
            for key in self.of_whom(&table, keys, &stops)? {
                along.held.extend(rows.get(&key).into_iter().flatten());
                stopped.insert(key);
            }
            if other.rule == OnDelete::Clear || beside {
                continue;
            }
            let keys: Vec<i64> = keys.iter().copied().filter(|key| !stopped.contains(key)).collect();
            if keys.is_empty() {
                continue;
            }
            // One whose machine has moved on does not go along.
            let start = other.model.object.status.as_ref().map(|machine| machine.start.as_str());
            let stays = match start {
                Some(start) => format!("CASE WHEN status <> '{start}' THEN 1 ELSE 0 END"),
                None => "0".to_owned(),
            };
            for (key, to, stays) in self.rows_along(other.slot, &stays, other.table, &keys, along)? {
                let Some(roots) = rows.get(&to) else { continue };
                if other.rule == OnDelete::Delete && stays == 0 {
                    along.follow(&other.model.name, key, roots);
                } else {
                    along.must.push((other.model.name.clone(), key, roots.clone()));
                    along.size += 1;
                }
            }
        }
        Ok(())
    }

    /// The rows of a table that have one of the keys in a column, with that key, and something else that is asked of each.
    fn rows_along(
        &mut self,
        column: &str,
        asked: &str,
        table: &str,
        keys: &[i64],
        along: &mut Along,
    ) -> Result<Vec<(i64, i64, i64)>> {
        let marks = vec!["?"; keys.len()].join(", ");
        let sql = format!("SELECT id, {column}, {asked} FROM {table} WHERE {column} IN ({marks}) LIMIT ?");
        let most = i64::try_from(along.most).unwrap_or(i64::MAX).saturating_add(1);
        let params: Vec<Stored<'_>> = keys.iter().copied().chain([most]).map(Stored::Integer).collect();
        let found = self.tx.all(&sql, &params, |c| Ok((c.next()?, c.next()?, c.next()?)))?;
        if found.len() > along.most {
            along.size = found.len();
        }
        Ok(found)
    }
}
