//! References that no model knows: those of packs that sleep, whose word on deletions still holds (PACK-9); hidden ones,
//! which are gone from every answer and so can't hold anything (PACK-7); and custom fields of typed records (OBJ-13).

use std::collections::BTreeSet;

use super::super::catalogue::current::Catalogue;
use super::super::catalogue::kept::{KeptField, KeptTable};
use super::super::catalogue::slots::{Class, Use};
use super::super::define::document::{OnDelete, Pack};
use super::super::define::read_text;
use super::super::shape::Name;
use crate::engine::error::{CrmError, Result};
use crate::engine::hanging;
use crate::engine::storage::{Transaction, Value, params};

/// A reference to records of a table.
struct Held<'a> {
    table: &'a KeptTable,
    slot: &'a Name,
    rule: OnDelete,
}

/// How many records may go with one (OBJ-13).
const MOST: usize = 1_000;

/// Does with whatever refers to a record that is deleted, and of which no model tells, what its field says. `table` is the
/// record's, `key` its key in it, `conflict` makes a conflict of it with a reason.
///
/// # Errors
/// The conflicts `in_use` and `too_many`; whatever the database says.
pub fn let_go(
    tx: &mut dyn Transaction,
    world: &Catalogue,
    table: &str,
    key: i64,
    conflict: &dyn Fn(&str) -> CrmError,
) -> Result<()> {
    let mut going = Going { world, conflict, gone: BTreeSet::new() };
    going.behind(tx, table, key)
}

/// Of records of a table those that such a reference holds; nothing is written.
///
/// # Errors
/// Whatever the database says.
pub fn holds(tx: &mut dyn Transaction, world: &Catalogue, table: &str, keys: &[i64]) -> Result<BTreeSet<i64>> {
    holding(tx, world, table, keys, &mut BTreeSet::new())
}

fn holding(
    tx: &mut dyn Transaction,
    world: &Catalogue,
    table: &str,
    keys: &[i64],
    gone: &mut BTreeSet<(Name, i64)>,
) -> Result<BTreeSet<i64>> {
    let mut found = BTreeSet::new();
    for Held { table, slot, rule } in held(world, table)?.into_iter().filter(|held| held.rule != OnDelete::Clear) {
        let name = Name::from(table.key.to_string());
        let marks = vec!["?"; keys.len()].join(", ");
        let sql = format!("SELECT {slot}, id FROM {name} WHERE {slot} IN ({marks})");
        let wanted: Vec<Value<'_>> = keys.iter().copied().map(Value::Integer).collect();
        let mut rows: Vec<(i64, i64)> = tx.all(&sql, &wanted, |c| Ok((c.next()?, c.next()?)))?;
        if rule == OnDelete::Delete {
            rows.retain(|(_, row)| gone.insert((name.clone(), *row)));
            let behind: Vec<i64> = rows.iter().map(|(_, row)| *row).collect();
            let held = if behind.is_empty() { BTreeSet::new() } else { holding(tx, world, &name, &behind, gone)? };
            rows.retain(|(_, row)| held.contains(row));
        }
        found.extend(rows.into_iter().map(|(key, _)| key));
    }
    Ok(found)
}

struct Going<'a> {
    world: &'a Catalogue,
    conflict: &'a dyn Fn(&str) -> CrmError,
    gone: BTreeSet<(Name, i64)>,
}

impl<'a> Going<'a> {
    fn behind(&mut self, tx: &mut dyn Transaction, table: &str, key: i64) -> Result<()> {
        for Held { table, slot, rule } in held(self.world, table)? {
            let at = table.key;
            match rule {
                OnDelete::Refuse => {
                    let any = format!("SELECT count(*) FROM (SELECT 1 FROM {at} WHERE {slot} = ? LIMIT 1) r");
                    if tx.value::<i64>(&any, params![key])? > 0 {
                        return Err((self.conflict)("in_use"));
                    }
                }
                OnDelete::Clear => {
                    tx.execute(&format!("UPDATE {at} SET {slot} = NULL WHERE {slot} = ?"), params![key])?;
                }
                OnDelete::Delete => {
                    let all = format!("SELECT id FROM {at} WHERE {slot} = ? ORDER BY id LIMIT ?");
                    let found: Vec<i64> = tx.all(&all, params![key, MOST as i64 + 1], |c| c.next())?;
                    let name = Name::from(at.to_string());
                    // Two that go may refer to one another.
                    tx.execute(&format!("UPDATE {at} SET {slot} = NULL WHERE {slot} = ?"), params![key])?;
                    for row in found {
                        if !self.gone.insert((name.clone(), row)) {
                            continue;
                        }
                        if self.gone.len() > MOST {
                            return Err((self.conflict)("too_many"));
                        }
                        self.behind(tx, &name, row)?;
                        let id = tx.value(&format!("SELECT uid FROM {at} WHERE id = ?"), params![row])?;
                        hanging::take(tx, &name, id, &mut |_, _| {})?;
                        tx.execute(&format!("DELETE FROM {at} WHERE id = ?"), params![row])?;
                    }
                }
            }
        }
        Ok(())
    }
}

/// The references to a table that no model tells of.
fn held<'a>(world: &'a Catalogue, table: &str) -> Result<Vec<Held<'a>>> {
    let mut found = Vec::new();
    for at in &world.tables {
        for (slot, known) in at.slots.iter() {
            let Some((field, Use::Value)) = known.field else { continue };
            if !matches!(&known.class, Class::References(target) if target == table) {
                continue;
            }
            let Some(field) = at.fields.iter().find(|kept| kept.key == field) else { continue };
            if let Some(rule) = rule(world, at, field)? {
                found.push(Held { table: at, slot, rule });
            }
        }
    }
    Ok(found)
}

/// What the field of a reference says; none where its model tells of it.
fn rule(world: &Catalogue, table: &KeptTable, field: &KeptField) -> Result<Option<OnDelete>> {
    if table.hidden || field.hidden {
        return Ok(Some(OnDelete::Clear));
    }
    let of = |key: i64| world.packs.iter().find(|pack| pack.key == key);
    let enabled = |key: i64| of(key).is_some_and(|pack| pack.enabled);
    if table.pack.is_some_and(enabled) && enabled(field.pack) {
        return Ok(None);
    }
    let pack = of(field.pack).ok_or_else(|| CrmError::storage("corrupt"))?;
    Ok(Some(says(&read_text(&pack.document).pack, table, field)))
}

/// What a pack's document says of a reference. A part goes with its whole.
fn says(pack: &Pack, table: &KeptTable, field: &KeptField) -> OnDelete {
    let own = pack.objects.iter().find(|object| pack.full(&object.name) == table.object);
    if own.and_then(|own| own.part_of.as_ref()).is_some_and(|part| part.field == field.name) {
        return OnDelete::Delete;
    }
    let added = pack.extend.iter().find(|one| one.object == table.object);
    let fields = own.map(|own| &own.fields).or(added.map(|added| &added.fields));
    let declared = fields.and_then(|fields| fields.iter().find(|known| known.name == field.name));
    declared.and_then(|declared| declared.ty.on_delete()).unwrap_or(OnDelete::Refuse)
}
