//! Names of custom fields that a later version of the engine takes for fields of its own (EXT-6): both stay. The custom one is
//! called by its pack and its name from then on, and is printed so in every document that names it, while the database is
//! opened: nobody has called by the other name yet.

use super::super::catalogue::current::Kept;
use super::super::catalogue::house::House;
use super::super::catalogue::kept::{self, KeptField, KeptTable};
use super::super::define::document::{Field, Pack};
use super::super::define::limits::NAME;
use super::super::define::rename::{Renames, rename};
use super::super::define::{Definitions, Unplaced};
use super::super::reprinting::Reprinting;
use super::super::shape::Name;
use super::rights;
use crate::engine::error::Result;
use crate::engine::gate::kind;
use crate::engine::storage::Transaction;

/// Whether a typed kind of record has a field of that name of its own.
fn is_typed(object: &str, field: &str) -> bool {
    let found = kind::all().find(|kind| kind.name == object).and_then(|kind| kind.object);
    found.is_some_and(|object| object.field(field).is_some())
}

/// Whether any custom field bears the name of a field of this engine's own.
///
/// # Errors
/// Whatever the database says.
pub(crate) fn any(tx: &mut dyn Transaction) -> Result<bool> {
    let custom = "SELECT t.name, f.name FROM object_tables t JOIN object_fields f ON f.object = t.id \
                  WHERE t.pack IS NULL AND f.hidden = FALSE";
    let names: Vec<(String, String)> = tx.all(custom, &[], |c| Ok((c.next()?, c.next()?)))?;
    Ok(names.iter().any(|(object, field)| is_typed(object, field)))
}

/// A custom field that has another name from now on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Renamed {
    /// The kind of record.
    pub(crate) object: String,
    /// What it was called.
    pub(crate) from: String,
    /// What it is called.
    pub(crate) to: String,
}

/// Gives custom fields whose names the engine took those of their packs, wherever packs and rights name them. By what is given too,
/// areas print again what they keep.
///
/// # Errors
/// Whatever the database says.
pub(crate) fn give_way(tx: &mut dyn Transaction) -> Result<(Vec<Renamed>, Reprinting)> {
    let kept = Kept::load(tx)?;
    let mut documents = kept.all()?;
    let (mut renames, mut fields) = (Renames::default(), Vec::new());
    for table in kept.tables.iter().filter(|table| table.pack.is_none()) {
        for field in table.fields.iter().filter(|field| !field.hidden && is_typed(&table.object, &field.name)) {
            let Some(pack) = kept.packs.iter().find(|pack| pack.key == field.pack) else { continue };
            let to = free(table, &renames, &pack.name, &field.name);
            renames.fields.insert((table.object.clone(), field.name.clone()), to.clone());
            fields.push((
                table.object.clone(),
                pack.name.clone(),
                KeptField { name: to, ..field.clone() },
                field.name.clone(),
            ));
        }
    }
    // By the old names the documents mean the custom fields, as they did for the engine that printed them.
    let house = House::load(tx, documents.clone(), 0)?
        .without(&|object, field| renames.fields.contains_key(&(Name::new(object), Name::new(field))));
    let definitions = Definitions::new(&Pack::default(), &house, &Unplaced);
    for (document, known) in documents.iter_mut().zip(&kept.packs) {
        rename(document, &definitions, &house, &renames);
        for (object, _, field, was) in fields.iter().filter(|(_, pack, ..)| *pack == document.name) {
            let own = document.extend.iter_mut().filter(|extension| extension.object == *object);
            own.flat_map(|extension| &mut extension.fields)
                .filter(|declared| declared.name == *was)
                .for_each(|declared| call(declared, &field.name));
        }
        let printed = document.print().to_string();
        if printed != known.document {
            kept::put_document(tx, known.key, &printed)?;
        }
    }
    for (_, _, field, _) in &fields {
        kept::name_field(tx, field)?;
    }
    rights::rename(tx, &renames, true)?;
    kept::count(tx)?;
    let told = |(object, _, field, was): (Name, Name, KeptField, Name)| Renamed {
        object: object.to_string(),
        from: was.to_string(),
        to: field.name.to_string(),
    };
    Ok((fields.into_iter().map(told).collect(), Reprinting::new(definitions, house, renames)))
}

/// Gives a field another name; its history, and whoever lists packs, knows it by the former one.
fn call(field: &mut Field, name: &Name) {
    let was = std::mem::replace(&mut field.name, name.clone());
    field.was.retain(|known| *known != was);
    field.was.insert(0, was);
}

/// A name of the pack's that nothing of the kind has: as much of it as a Name holds, with a number where that is taken.
fn free(table: &KeptTable, renames: &Renames, pack: &str, field: &str) -> Name {
    let taken = |name: &str| {
        is_typed(&table.object, name)
            || table.fields.iter().any(|known| !known.hidden && known.name == name)
            || renames.fields.iter().any(|((object, _), to)| *object == table.object && to == name)
    };
    let whole = format!("{pack}_{field}");
    let numbered = (2..).map(|number| format!("_{number}"));
    let ends = std::iter::once(String::new()).chain(numbered);
    let cut = |end: String| format!("{}{end}", whole.get(..NAME - end.len()).unwrap_or(&whole));
    let name = ends.map(cut).find(|name| !taken(name));
    name.map_or_else(|| Name::new(field), Name::new)
}

/// The custom fields of a pack that are called otherwise than it called them, since the engine has fields of those names.
pub(crate) fn renamed(pack: &Pack) -> Vec<Renamed> {
    let mut out = Vec::new();
    for extension in &pack.extend {
        for field in &extension.fields {
            let ours = field.name.starts_with(&format!("{}_", pack.name));
            let was = field.was.iter().find(|was| ours && is_typed(&extension.object, was));
            out.extend(was.map(|was| Renamed {
                object: extension.object.to_string(),
                from: was.to_string(),
                to: field.name.to_string(),
            }));
        }
    }
    out
}
