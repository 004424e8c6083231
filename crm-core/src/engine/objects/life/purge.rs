//! Hidden data that are destroyed for good (PACK-8): a field, an object with its parts, or a pack that sleeps as a whole. A
//! slot that is freed is empty, and taken again by another field of its storage class.

use super::super::catalogue::current::Kept;
use super::super::catalogue::kept::{self, KeptField, KeptPack, KeptTable};
use super::super::catalogue::slots::{Class, Slot, TableKey};
use super::super::catalogue::tables;
use super::super::shape::Name;
use crate::engine::error::{CrmError, Result};
use crate::engine::hanging;
use crate::engine::storage::Transaction;

/// What was destroyed at a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Purged {
    /// The path.
    pub path: String,
    /// The records that had something there.
    pub rows: i64,
}

/// What a path means.
enum Meant<'a> {
    /// A pack, with everything.
    Pack(&'a KeptPack),
    /// Hidden objects that had this name.
    Objects(Vec<&'a KeptTable>),
    /// Hidden fields that had this name, each with its table.
    Fields(Vec<(&'a KeptTable, &'a KeptField)>),
}

/// Destroys what is hidden at these paths: `hotel.service`, `hotel.service.hours`, `hotel.customer.tier`, `my.hotel.guest.vip`,
/// or `hotel`, which sleeps. All or nothing.
///
/// # Errors
/// [`CrmError::Conflict`] `in_use` of what is not hidden, or what others hold; [`CrmError::NotFound`] where nothing is.
pub fn purge(tx: &mut dyn Transaction, paths: &[String]) -> Result<Vec<Purged>> {
    let mut done = Vec::with_capacity(paths.len());
    for path in paths {
        let kept = Kept::load(tx)?;
        let rows = match meant(&kept, path)? {
            Meant::Pack(pack) => whole(tx, &kept, pack, path)?,
            Meant::Objects(found) => objects(tx, &kept, found, path)?,
            Meant::Fields(found) => {
                let mut rows = 0;
                for (table, field) in found {
                    rows += forget(tx, table, field)?;
                }
                rows
            }
        };
        done.push(Purged { path: path.clone(), rows });
    }
    kept::count(tx)?;
    Ok(done)
}

fn in_use(path: &str) -> CrmError {
    CrmError::conflict("pack", path, "in_use")
}

fn meant<'a>(kept: &'a Kept, path: &str) -> Result<Meant<'a>> {
    let nothing = || CrmError::NotFound { entity: "pack".into(), id: path.chars().take(200).collect() };
    let words: Vec<&str> = path.split('.').collect();
    let Some((name, rest)) = words.split_first() else { return Err(nothing()) };
    let pack = kept.packs.iter().find(|pack| pack.name == *name).ok_or_else(nothing)?;
    let of = |object: &str, own: bool| -> Vec<&'a KeptTable> {
        let ours = move |table: &&KeptTable| !own || table.pack == Some(pack.key);
        kept.tables.iter().filter(|table| table.object == object).filter(ours).collect()
    };
    let (found, shown): (Meant<'a>, bool) = match rest {
        [] if pack.enabled => return Err(in_use(path)),
        [] => return Ok(Meant::Pack(pack)),
        [object] => {
            let all = of(&format!("{name}.{object}"), true);
            let shown = all.iter().any(|table| !table.hidden);
            (Meant::Objects(all.into_iter().filter(|table| table.hidden).collect()), shown)
        }
        [object @ .., field] => {
            let own = of(&format!("{name}.{}", object.join(".")), true);
            let tables = if own.is_empty() { of(&object.join("."), false) } else { own };
            let all: Vec<(&KeptTable, &KeptField)> = tables
                .into_iter()
                .flat_map(|table| table.fields.iter().map(move |known| (table, known)))
                .filter(|(_, known)| known.pack == pack.key && known.name == *field)
                .collect();
            let hidden = |(table, known): &(&KeptTable, &KeptField)| table.hidden || known.hidden;
            let shown = all.iter().any(|one| !hidden(one));
            (Meant::Fields(all.into_iter().filter(hidden).collect()), shown)
        }
    };
    let any = match &found {
        Meant::Pack(_) => true,
        Meant::Objects(found) => !found.is_empty(),
        Meant::Fields(found) => !found.is_empty(),
    };
    match (any, shown) {
        (true, _) => Ok(found),
        (false, true) => Err(in_use(path)),
        (false, false) => Err(nothing()),
    }
}

/// Empties and frees the slots of a field, and forgets it; how many records had something there.
fn forget(tx: &mut dyn Transaction, table: &KeptTable, field: &KeptField) -> Result<i64> {
    let of_it = |(_, slot): &(&Name, &Slot)| slot.field.is_some_and(|(key, _)| key == field.key);
    let slots: Vec<(&Name, &Slot)> = table.slots.iter().filter(of_it).collect();
    let names: Vec<&Name> = slots.iter().map(|(name, _)| *name).collect();
    let rows = tables::empty(tx, table.key, &names)?;
    for (name, slot) in slots {
        kept::put_slot(tx, table.key, name, &Slot { class: slot.class.clone(), field: None })?;
    }
    kept::forget_field(tx, field.key)?;
    Ok(i64::try_from(rows).unwrap_or(i64::MAX))
}

/// Destroys objects with their parts; how many records there were.
fn objects(tx: &mut dyn Transaction, kept: &Kept, found: Vec<&KeptTable>, path: &str) -> Result<i64> {
    let mut going = found;
    loop {
        let inside = |key: TableKey, going: &[&KeptTable]| going.iter().any(|table| table.key == key);
        let parts: Vec<&KeptTable> = kept
            .tables
            .iter()
            .filter(|table| table.whole.is_some_and(|whole| inside(whole, &going)) && !inside(table.key, &going))
            .collect();
        if parts.is_empty() {
            break;
        }
        going.extend(parts);
    }
    let goes = |key: TableKey| going.iter().any(|table| table.key == key);
    // What others hold of it: a field that is shown, in the table or leading to it, though its pack may sleep.
    for table in &kept.tables {
        for (slot, known) in table.slots.iter() {
            let leads = going.iter().any(|gone| leads_to(&known.class, gone.key));
            let field = known.field.and_then(|(key, _)| table.fields.iter().find(|field| field.key == key));
            let shown = field.is_some_and(|field| !field.hidden && !table.hidden);
            if leads && shown && !goes(table.key) {
                return Err(in_use(path));
            }
            if leads {
                for (name, _) in table.indexes.iter().filter(|(_, text)| covers(text, slot)) {
                    tables::drop_index(tx, name)?;
                    kept::forget_index(tx, name)?;
                }
                // A column that leads to a table that is gone would stand in the way of every row.
                tables::drop_column(tx, table.key, slot)?;
                kept::forget_slot(tx, table.key, slot)?;
                if let Some(field) = field {
                    kept::forget_field(tx, field.key)?;
                }
            }
        }
    }
    let mut rows = 0;
    // Parts stand behind their wholes, and go first.
    for table in going.iter().rev() {
        rows += tx.value::<i64>(&format!("SELECT count(*) FROM {}", table.key), &[])?;
        hanging::take_all(tx, &table.key.to_string())?;
        tables::remove(tx, table.key)?;
        kept::forget_table(tx, table.key)?;
    }
    Ok(rows)
}

fn leads_to(class: &Class, key: TableKey) -> bool {
    matches!(class, Class::References(target) if *target == *key.to_string())
}

/// Whether an index has a column.
fn covers(definition: &str, slot: &str) -> bool {
    definition.split(|c: char| !c.is_ascii_alphanumeric()).any(|word| word == slot)
}

/// Destroys a pack: its objects, what it added to those of others, and its document.
fn whole(tx: &mut dyn Transaction, kept: &Kept, pack: &KeptPack, path: &str) -> Result<i64> {
    let own: Vec<&KeptTable> = kept.tables.iter().filter(|table| table.pack == Some(pack.key)).collect();
    let others = |table: &&&KeptTable| table.fields.iter().any(|field| field.pack != pack.key && !field.hidden);
    if own.iter().any(|table| others(&table)) {
        return Err(in_use(path));
    }
    let mut rows = 0;
    let beside = kept.tables.iter().filter(|table| table.pack != Some(pack.key));
    for (table, field) in beside.flat_map(|table| table.fields.iter().map(move |field| (table, field))) {
        if field.pack == pack.key {
            rows += forget_with_index(tx, table, field)?;
        }
    }
    // As they are by now: their slots are freed.
    let now = Kept::load(tx)?;
    let own = now.tables.iter().filter(|table| table.pack == Some(pack.key)).collect();
    rows += objects(tx, &now, own, path)?;
    kept::forget_pack(tx, pack)?;
    Ok(rows)
}

/// Forgets a field that is no longer compared by anything.
fn forget_with_index(tx: &mut dyn Transaction, table: &KeptTable, field: &KeptField) -> Result<i64> {
    let of_it = |(_, slot): &(&Name, &Slot)| slot.field.is_some_and(|(key, _)| key == field.key);
    for (slot, _) in table.slots.iter().filter(of_it) {
        for (name, _) in table.indexes.iter().filter(|(_, text)| covers(text, slot)) {
            tables::drop_index(tx, name)?;
            kept::forget_index(tx, name)?;
        }
    }
    forget(tx, table, field)
}
