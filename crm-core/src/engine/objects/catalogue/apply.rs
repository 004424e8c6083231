//! The tables brought to a new definition, in the transaction that records it (OBJ-20, PACK-4).

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use super::super::define::definitions::folded;
use super::super::define::document::{Field, FieldType, Object, Pack};
use super::super::plan::fields::{FieldChange, FieldChanges};
use super::super::plan::names::Is;
use super::super::plan::objects::ObjectChange;
use super::super::plan::packs::Changes;
use super::super::plan::types::{self, Becomes};
use super::super::shape::Name;
use super::kept::{self, KeptField, KeptPack, KeptTable};
use super::slots::{Slot, TableKey, Use};
use super::tables::Index;
use super::viewed::{self, Lies};
use super::{place, tables};
use crate::engine::error::{CrmError, Result};
use crate::engine::storage::{Transaction, Value, params};
use crate::engine::text::fold;

/// What is applied, and on what.
pub struct Apply<'a> {
    /// What the pack is from now on.
    pub pack: &'a Pack,
    /// What that changes.
    pub changes: &'a Changes,
    /// The row of the pack as it will be; its key is 0 where there is none yet.
    pub row: KeptPack,
    /// The other packs, those that sleep too.
    pub others: &'a [Pack],
    /// The table of a typed object.
    pub typed: &'a dyn Fn(&str) -> Option<Name>,
}

/// Brings the tables to the definition.
///
/// # Errors
/// Whatever the database says: what is counted in the plan is counted before.
pub fn apply(tx: &mut dyn Transaction, what: &Apply<'_>) -> Result<()> {
    let pack = kept::put_pack(tx, &what.row, what.row.key != 0)?;
    let mut work = Work { tables: kept::tables(tx)?, pack, what };
    work.objects(tx)?;
    work.fields(tx)?;
    work.indexes(tx)?;
    kept::count(tx)
}

struct Work<'a> {
    tables: Vec<KeptTable>,
    pack: i64,
    what: &'a Apply<'a>,
}

impl Work<'_> {
    fn full(&self, object: &str) -> Name {
        format!("{}.{object}", self.what.pack.name).into()
    }

    /// The table of an object that is not hidden.
    fn table(&self, object: &str) -> Option<usize> {
        self.tables.iter().position(|table| !table.hidden && table.object == object)
    }

    fn found(&self, object: &str) -> Result<usize> {
        self.table(object).ok_or_else(|| CrmError::bug(format!("{object} has no table")))
    }

    /// The fields that other packs give an object.
    fn given(&self, object: &str) -> Vec<Name> {
        let extensions = self.what.others.iter().flat_map(|other| &other.extend).filter(|one| one.object == *object);
        extensions.flat_map(|one| &one.fields).map(|field| field.name.clone()).collect()
    }

    /// Makes and names the tables. All names change at once: whatever gets another steps aside first.
    fn objects(&mut self, tx: &mut dyn Transaction) -> Result<()> {
        let mut named: Vec<(usize, Name)> = Vec::new();
        for change in &self.what.changes.objects {
            let (was, hidden) = match &change.is {
                Is::Renamed(was) => (was, false),
                Is::Back(was) => (was, true),
                Is::Same | Is::New => continue,
            };
            let was = self.full(was);
            let at = self.tables.iter().rposition(|table| table.hidden == hidden && table.object == was);
            let at = at.ok_or_else(|| CrmError::bug(format!("{was} has no table")))?;
            named.push((at, self.full(&change.name)));
            // Its own fields come back one by one, each by the name that it has now. What another pack gives it lies where it
            // lay, unless that pack says so no longer.
            let (own, given) = (self.pack, self.given(&was));
            let goes = |field: &KeptField| field.pack == own || !given.contains(&field.name);
            for field in self.tables[at].fields.iter_mut().filter(|field| hidden && !field.hidden && goes(field)) {
                field.hidden = true;
                kept::name_field(tx, field)?;
            }
        }
        // What is gone leaves its name before another takes it.
        for gone in &self.what.changes.gone {
            let at = self.found(&self.full(gone))?;
            kept::name_table(tx, self.tables[at].key, &self.tables[at].object, true)?;
            self.tables[at].hidden = true;
        }
        let renamed = |change: &ObjectChange| match &change.is {
            Is::Renamed(was) => Some((self.full(was), self.full(&change.name))),
            _ => None,
        };
        let names: Vec<(Name, Name)> = self.what.changes.objects.iter().filter_map(renamed).collect();
        kept::name_kinds(tx, &names)?;
        for field in self.tables.iter_mut().flat_map(|table| &mut table.fields) {
            let leads = names.iter().find(|(before, _)| field.kind.strip_prefix("ref ") == Some(before));
            if let Some((_, now)) = leads {
                field.kind = format!("ref {now}");
            }
        }
        for (at, name) in &named {
            kept::name_table(tx, self.tables[*at].key, name, true)?;
        }
        for (at, name) in named {
            kept::name_table(tx, self.tables[at].key, &name, false)?;
            self.tables[at].object = name;
            self.tables[at].hidden = false;
        }
        let new = |object: &&Object| {
            self.what.changes.objects.iter().any(|change| change.name == object.name && change.is == Is::New)
        };
        let (parts, wholes): (Vec<&Object>, Vec<&Object>) =
            self.what.pack.objects.iter().filter(new).partition(|object| object.part_of.is_some());
        for object in wholes.into_iter().chain(parts) {
            let name = self.full(&object.name);
            let whole = match object.part_of.as_ref().and_then(|part| of(&object.fields, &part.field)?.ty.to()) {
                Some(whole) => Some(self.tables[self.found(whole)?].key),
                None => None,
            };
            let key = kept::put_table(tx, &name, Some(self.pack), whole)?;
            tables::make(tx, key, whole)?;
            self.tables.push(made(key, name, Some(self.pack), whole));
        }
        Ok(())
    }

    /// Brings the slots to the fields, object by object.
    fn fields(&mut self, tx: &mut dyn Transaction) -> Result<()> {
        let what = self.what;
        for (object, name) in &what.changes.over {
            let (at, pack) = (self.found(object)?, self.pack);
            let theirs = |field: &&mut KeptField| field.pack != pack && !field.hidden && field.name == *name;
            if let Some(field) = self.tables[at].fields.iter_mut().find(theirs) {
                field.hidden = true;
                kept::name_field(tx, field)?;
            }
        }
        for (object, change) in what.pack.objects.iter().zip(&what.changes.objects) {
            let at = self.found(&self.full(&object.name))?;
            let twins = folded(object);
            let folded = |name: &str| twins.iter().any(|twin| *twin == name);
            self.of_one(tx, at, &object.fields, &change.fields, &folded)?;
            if !change.states.is_empty() {
                replace(tx, self.tables[at].key, "status", &change.states)?;
            }
            // Records that were there before they had states begin where a new one does.
            if let (Some(machine), Is::Same | Is::Renamed(_) | Is::Back(_)) = (&object.status, &change.is) {
                let key = self.tables[at].key;
                let begin = format!("UPDATE {key} SET status = ?, state_since = ? WHERE status IS NULL");
                tx.execute(&begin, params![machine.start.as_str(), what.row.applied_at])?;
            }
        }
        for (object, change) in &what.changes.extensions {
            let fields = what.pack.extend.iter().find(|one| one.object == *object).map_or(&[][..], |one| &one.fields);
            let at = match self.table(object) {
                Some(at) => at,
                None if fields.is_empty() => continue,
                None => {
                    let typed = (what.typed)(object).ok_or_else(|| CrmError::bug(format!("{object} has no table")))?;
                    let key = kept::put_table(tx, object, None, None)?;
                    tables::make_beside(tx, key, &typed)?;
                    self.tables.push(made(key, object.clone(), None, None));
                    self.tables.len() - 1
                }
            };
            let folded = |name: &str| of(fields, name).is_some_and(|field| field.search);
            self.of_one(tx, at, fields, change, &folded)?;
        }
        Ok(())
    }

    /// Brings the slots of one table to the fields that the pack has in it.
    fn of_one(
        &mut self,
        tx: &mut dyn Transaction,
        at: usize,
        fields: &[Field],
        changes: &FieldChanges,
        folded: &dyn Fn(&str) -> bool,
    ) -> Result<()> {
        let mut places = Vec::new();
        for change in &changes.fields {
            let was = self.tables[at].place_before(self.pack, change);
            if was.is_none() && change.is != Is::New {
                return Err(CrmError::bug(format!("{} lies nowhere", change.name)));
            }
            places.push(was);
        }
        // All names change at once: whatever is there steps aside first, and what is not taken up again is hidden.
        for field in self.tables[at].fields.iter_mut().filter(|field| field.pack == self.pack) {
            let goes = changes.gone.contains(&field.name);
            let changes = changes.fields.iter().any(|change| change.is == Is::Renamed(field.name.clone()));
            if !field.hidden && (goes || changes) {
                field.hidden = true;
                kept::name_field(tx, field)?;
            }
        }
        for (change, place) in changes.fields.iter().zip(places) {
            let field = of(fields, &change.name).ok_or_else(|| CrmError::bug("a field that was compared"))?;
            let kind = types::kind(&field.ty);
            let place = match place {
                Some(place) => {
                    let kept = &mut self.tables[at].fields[place];
                    let now = KeptField { name: change.name.clone(), kind, hidden: false, ..kept.clone() };
                    if *kept != now {
                        *kept = now;
                        kept::name_field(tx, kept)?;
                    }
                    place
                }
                None => {
                    let key = kept::put_field(tx, self.tables[at].key, self.pack, &change.name, &kind)?;
                    let field = KeptField { key, pack: self.pack, name: change.name.clone(), kind, hidden: false };
                    self.tables[at].fields.push(field);
                    self.tables[at].fields.len() - 1
                }
            };
            self.slots(tx, at, place, field, folded(&field.name))?;
            self.values(tx, at, place, change, field)?;
        }
        Ok(())
    }

    /// Gives a field the slots that it needs, and frees what it needs no longer.
    fn slots(&mut self, tx: &mut dyn Transaction, at: usize, place: usize, field: &Field, folded: bool) -> Result<()> {
        let table = |name: &str| self.table(name).map(|at| Name::from(self.tables[at].key.to_string()));
        // A table beside a typed one bears the typed object's name, and is not what references lead to.
        let leads = |name: &str| (self.what.typed)(name).or_else(|| table(name));
        let uses = place::uses(&field.ty, folded, &leads)
            .ok_or_else(|| CrmError::bug(format!("{} refers to what has no table", field.name)))?;
        let KeptTable { key, fields, slots, .. } = &mut self.tables[at];
        let (key, of) = (*key, fields[place].key);
        for (what, class) in &uses {
            if slots.of(of, *what).is_some() {
                continue;
            }
            let taken = slots.take(class, of, *what);
            if taken.made {
                tables::add(tx, key, &taken.slot, class)?;
            }
            kept::put_slot(tx, key, &taken.slot, &Slot { class: class.clone(), field: Some((of, *what)) })?;
            if *what == Use::Folded
                && let Some(value) = slots.of(of, Use::Value)
            {
                fold_all(tx, key, value, &taken.slot)?;
            }
        }
        for what in [Use::Folded, Use::Currency].into_iter().filter(|what| !uses.iter().any(|(used, _)| used == what)) {
            if let Some((slot, class)) = slots.free_one(of, what) {
                tables::empty(tx, key, &[&slot])?;
                kept::put_slot(tx, key, &slot, &Slot { class, field: None })?;
            }
        }
        Ok(())
    }

    /// Brings the values of a field to its new type.
    fn values(
        &self,
        tx: &mut dyn Transaction,
        at: usize,
        place: usize,
        change: &FieldChange,
        field: &Field,
    ) -> Result<()> {
        let KeptTable { key, fields, slots, .. } = &self.tables[at];
        let of = fields[place].key;
        let slot = slots.of(of, Use::Value).ok_or_else(|| CrmError::bug("a field without a slot"))?;
        if !change.replaced.is_empty() {
            replace(tx, *key, slot, &change.replaced)?;
        }
        if change.becomes == Becomes::Rewritten && matches!(field.ty, FieldType::Decimal { .. }) {
            // Whole numbers become millionths.
            tx.execute(&format!("UPDATE {key} SET {slot} = {slot} * 1000000 WHERE {slot} IS NOT NULL"), &[])?;
        }
        Ok(())
    }

    /// Makes the indexes that are needed, and drops those that no longer are.
    fn indexes(&mut self, tx: &mut dyn Transaction) -> Result<()> {
        for at in 0..self.tables.len() {
            let table = &self.tables[at];
            let wanted = if table.hidden { Vec::new() } else { self.wanted(table) };
            let mut there: BTreeMap<String, String> = table.indexes.clone();
            let key = table.key;
            let (mut kept_ones, mut made) = (BTreeMap::new(), Vec::new());
            for index in wanted {
                let definition = index.definition();
                match there.iter().find(|(_, known)| **known == definition).map(|(name, _)| name.clone()) {
                    Some(name) => {
                        there.remove(&name);
                        kept_ones.insert(name, definition);
                    }
                    None => made.push(index),
                }
            }
            for name in there.keys() {
                tx.execute(&format!("DROP INDEX {name}"), &[])?;
                kept::forget_index(tx, name)?;
            }
            for index in made {
                let number = kept_ones.keys().filter_map(|name| name.rsplit_once('_')?.1.parse::<u32>().ok()).max();
                let name = format!("{key}_{}", number.unwrap_or(0) + 1);
                index.make(tx, key, &name)?;
                kept::put_index(tx, key, &name, &index.definition())?;
                kept_ones.insert(name, index.definition());
            }
            self.tables[at].indexes = kept_ones;
        }
        Ok(())
    }

    /// The indexes that a table needs.
    fn wanted(&self, table: &KeptTable) -> Vec<Index> {
        let packs = || self.what.others.iter().chain([self.what.pack]);
        let column = |name: &str| {
            let field = table.field(name)?;
            table.slots.of(field.key, Use::Folded).or_else(|| table.slots.of(field.key, Use::Value)).cloned()
        };
        let own = packs().find_map(|pack| {
            let name = table.object.strip_prefix(pack.name.as_str())?.strip_prefix('.')?;
            pack.objects.iter().find(|object| object.name == name)
        });
        let added = packs().flat_map(|pack| &pack.extend).filter(|one| one.object == table.object);
        let fields: Vec<(&Name, &FieldType)> =
            added.flat_map(|one| &one.fields).map(|field| (&field.name, &field.ty)).collect();
        let mut wanted = own.map_or_else(Vec::new, |own| place::indexes(own, &table.object, packs(), &column));
        for index in place::indexes_beside(&fields, &table.object, packs(), &column) {
            if !wanted.contains(&index) {
                wanted.push(index);
            }
        }
        let find = |name: &str| Some(Lies { column: column(name)?, kind: table.field(name)?.kind.clone() });
        for index in viewed::indexes(&table.object, packs(), &find, table.pack.is_none()) {
            if !wanted.contains(&index) {
                wanted.push(index);
            }
        }
        wanted
    }
}

fn made(key: TableKey, object: Name, pack: Option<i64>, whole: Option<TableKey>) -> KeptTable {
    let (slots, indexes) = (super::slots::Slots::default(), BTreeMap::new());
    KeptTable { key, object, pack, whole, hidden: false, fields: Vec::new(), slots, indexes }
}

fn of<'a>(fields: &'a [Field], name: &str) -> Option<&'a Field> {
    fields.iter().find(|field| field.name == name)
}

/// Rows that are looked at together.
const PAGE: i64 = 1_000;

/// Folds every text of a field that is searched from now on.
fn fold_all(tx: &mut dyn Transaction, key: TableKey, value: &str, folded: &str) -> Result<()> {
    let page = format!("SELECT id, {value} FROM {key} WHERE id > ? AND {value} IS NOT NULL ORDER BY id LIMIT ?");
    let put = format!("UPDATE {key} SET {folded} = ? WHERE id = ?");
    let mut behind = i64::MIN;
    loop {
        let rows: Vec<(i64, String)> = tx.all(&page, params![behind, PAGE], |c| Ok((c.next()?, c.next()?)))?;
        let Some((last, _)) = rows.last() else { return Ok(()) };
        behind = *last;
        for (row, text) in rows {
            tx.execute(&put, params![fold(&text), row])?;
        }
    }
}

/// Puts other values in the place of some, all at once, so that two may change places.
fn replace(tx: &mut dyn Transaction, key: TableKey, column: &str, values: &[(Name, Name)]) -> Result<()> {
    let cases = vec!["WHEN ? THEN ?"; values.len()].join(" ");
    let marks = vec!["?"; values.len()].join(", ");
    let sql = format!("UPDATE {key} SET {column} = CASE {column} {cases} END WHERE {column} IN ({marks})");
    let pairs = values.iter().flat_map(|(old, new)| [old, new]).chain(values.iter().map(|(old, _)| old));
    let params: Vec<Value<'_>> = pairs.map(|name| Value::Text(name.as_str().into())).collect();
    tx.execute(&sql, &params).map(drop)
}
