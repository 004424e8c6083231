//! How the catalogue is kept: the rows of `packs`, `object_tables`, `object_fields`, `object_slots` and `object_indexes`.

use std::collections::BTreeMap;

use super::super::define::document::{Field, Pack};
use super::super::define::read_text;
use super::super::plan::fields::FieldChange;
use super::super::plan::names::Is;
use super::super::shape::Name;
use super::slots::{Class, Slot, Slots, TableKey, Use};
use crate::engine::clock::Timestamp;
use crate::engine::error::Result;
use crate::engine::sorting::Arranged as _;
use crate::engine::storage::{Transaction, params};

/// A pack as it was applied.
#[derive(Debug, Clone, PartialEq)]
pub struct KeptPack {
    /// Its key.
    pub key: i64,
    /// Its name.
    pub name: Name,
    /// Its version.
    pub version: i64,
    /// The level of the language that it needs.
    pub language: i64,
    /// What it defines, as it is printed.
    pub document: String,
    /// Whether it is in force (PACK-9).
    pub enabled: bool,
    /// When it was applied.
    pub applied_at: Timestamp,
    /// Who applied it, by the key.
    pub applied_by: Option<i64>,
}

/// A table made for an object.
#[derive(Debug, Clone, PartialEq)]
pub struct KeptTable {
    /// Its key.
    pub key: TableKey,
    /// The object's name, `hotel.room`; of a table beside a typed one the typed object's.
    pub object: Name,
    /// The pack that defines the object; none where it is typed.
    pub pack: Option<i64>,
    /// Of a part the table of its wholes.
    pub whole: Option<TableKey>,
    /// Whether the object is hidden (PACK-7).
    pub hidden: bool,
    /// Its fields.
    pub fields: Vec<KeptField>,
    /// Its slots.
    pub slots: Slots,
    /// Its indexes, by their names.
    pub indexes: BTreeMap<String, String>,
}

/// A field that lies in a table made for an object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptField {
    /// Its key.
    pub key: i64,
    /// The pack that defines it.
    pub pack: i64,
    /// Its present name; the last one where it is hidden.
    pub name: Name,
    /// Of which type its values are.
    pub kind: String,
    /// Whether it is hidden (PACK-7).
    pub hidden: bool,
}

impl KeptTable {
    /// Whether it lies beside the table of a typed object.
    pub fn is_beside(&self, object: &str) -> bool {
        self.pack.is_none() && self.object == object
    }

    /// The field of that name which is not hidden.
    pub fn field(&self, name: &str) -> Option<&KeptField> {
        self.fields.iter().find(|field| !field.hidden && field.name == name)
    }

    /// The place of a pack's field of that name; of a hidden object every field is hidden (PACK-7).
    pub fn place(&self, pack: i64, name: &str, hidden: bool) -> Option<usize> {
        let is = |field: &KeptField| (self.hidden || field.hidden) == hidden && field.name == name;
        self.fields.iter().rposition(|field| field.pack == pack && is(field))
    }

    /// The place of what a pack's field was before a new version; none of a new one.
    pub fn place_before(&self, pack: i64, change: &FieldChange) -> Option<usize> {
        let (was, hidden) = match &change.is {
            // One that another pack's of the same name hides is there all the same (PACK-6).
            Is::Same => (&change.name, false),
            Is::Renamed(was) => (was, false),
            Is::Back(was) => (was, true),
            Is::New => return None,
        };
        self.place(pack, was, hidden).or_else(|| self.place(pack, was, !hidden))
    }
}

/// The catalogue's version (PACK-5).
///
/// # Errors
/// Whatever the database says.
pub fn version(tx: &mut dyn Transaction) -> Result<i64> {
    tx.value("SELECT catalogue FROM settings", &[])
}

/// Every pack, in the order in which they came.
///
/// # Errors
/// Whatever the database says.
pub(super) fn packs(tx: &mut dyn Transaction) -> Result<Vec<KeptPack>> {
    let all = "SELECT id, name, version, language, document, enabled, applied_at, applied_by FROM packs ORDER BY id";
    tx.all(all, &[], |c| {
        Ok(KeptPack {
            key: c.next()?,
            name: c.next::<String>()?.into(),
            version: c.next()?,
            language: c.next()?,
            document: c.next()?,
            enabled: c.next()?,
            applied_at: c.next()?,
            applied_by: c.next()?,
        })
    })
}

/// Every table made for an object, with what lies in it, in the order in which they came.
///
/// # Errors
/// Whatever the database says, and where rows belong to no table.
pub(super) fn tables(tx: &mut dyn Transaction) -> Result<Vec<KeptTable>> {
    let mut tables = tx.all("SELECT id, name, pack, whole, hidden FROM object_tables ORDER BY id", &[], |c| {
        Ok(KeptTable {
            key: TableKey(c.next()?),
            object: c.next::<String>()?.into(),
            pack: c.next()?,
            whole: c.next::<Option<i64>>()?.map(TableKey),
            hidden: c.next()?,
            fields: Vec::new(),
            slots: Slots::default(),
            indexes: BTreeMap::new(),
        })
    })?;
    let fields = tx.all("SELECT object, id, pack, name, kind, hidden FROM object_fields ORDER BY id", &[], |c| {
        let table = TableKey(c.next()?);
        let (key, pack, name) = (c.next()?, c.next()?, c.next::<String>()?.into());
        Ok((table, KeptField { key, pack, name, kind: c.next()?, hidden: c.next()? }))
    })?;
    let slots = tx.all("SELECT object, slot, target, field, use FROM object_slots", &[], |c| {
        let (table, name, target) = (TableKey(c.next()?), c.next::<String>()?, c.next::<Option<String>>()?);
        let field = c.next::<Option<i64>>()?.zip(c.next::<Option<String>>()?);
        let field = field.map(|(key, what)| Ok::<_, crate::CrmError>((key, Use::of(&what)?))).transpose()?;
        let class = Class::of(&name, target.map(Name::from))?;
        Ok((table, Name::from(name), Slot { class, field }))
    })?;
    let indexes = tx.all("SELECT object, name, definition FROM object_indexes", &[], |c| {
        Ok((TableKey(c.next()?), c.next::<String>()?, c.next::<String>()?))
    })?;
    let places: BTreeMap<TableKey, usize> = tables.iter().enumerate().map(|(at, table)| (table.key, at)).into_map();
    // The schema refers each of them to its table.
    for (key, field) in fields {
        tables[places[&key]].fields.push(field);
    }
    for (key, name, slot) in slots {
        tables[places[&key]].slots.add(name, slot);
    }
    for (key, name, definition) in indexes {
        tables[places[&key]].indexes.insert(name, definition);
    }
    Ok(tables)
}

/// Counts a change of what is defined, and notes whether the packs that are in force give typed records anything.
///
/// # Errors
/// Whatever the database says.
pub fn count(tx: &mut dyn Transaction) -> Result<()> {
    let enabled = packs(tx)?.into_iter().filter(|pack| pack.enabled);
    let extended = enabled.map(|pack| read_text(&pack.document).pack).any(|pack| extends_typed(&pack));
    tx.execute("UPDATE settings SET catalogue = catalogue + 1, extended = ?", params![i64::from(extended)])?;
    tx.execute("UPDATE users SET extended = ? WHERE extended <> ?", params![i64::from(extended), i64::from(extended)])
        .map(drop)
}

/// Whether a pack gives a typed kind of record anything, or sums over its records.
fn extends_typed(pack: &Pack) -> bool {
    let typed = |object: &Name| !object.contains('.');
    let sums = |field: &Field| field.rollup.as_ref().is_some_and(|rollup| typed(&rollup.of));
    pack.extend.iter().any(|one| typed(&one.object) || one.fields.iter().any(sums))
        || pack.objects.iter().flat_map(|object| &object.fields).any(sums)
}

/// Notes a pack's new document; gives its key.
///
/// # Errors
/// Whatever the database says.
pub(super) fn put_pack(tx: &mut dyn Transaction, pack: &KeptPack, there: bool) -> Result<i64> {
    let KeptPack { key, name, version, language, document, enabled, applied_at, applied_by } = pack;
    if there {
        let update = "UPDATE packs SET version = ?, language = ?, document = ?, enabled = ?, applied_at = ?, \
                      applied_by = ? WHERE id = ?";
        tx.execute(update, params![version, language, document, enabled, applied_at, applied_by, key])?;
        return Ok(*key);
    }
    let insert = "INSERT INTO packs (name, version, language, document, enabled, applied_at, applied_by) \
                  VALUES (?, ?, ?, ?, ?, ?, ?)";
    tx.insert(insert, params![name.as_str(), version, language, document, enabled, applied_at, applied_by])
}

/// Notes a pack's document, printed again.
///
/// # Errors
/// Whatever the database says.
pub fn put_document(tx: &mut dyn Transaction, key: i64, document: &str) -> Result<()> {
    tx.execute("UPDATE packs SET document = ? WHERE id = ?", params![document, key]).map(drop)
}

/// Notes whether a pack is in force (PACK-9), as a change of what is defined.
///
/// # Errors
/// Whatever the database says.
pub fn enable_pack(tx: &mut dyn Transaction, name: &str, enabled: bool) -> Result<()> {
    tx.execute("UPDATE packs SET enabled = ? WHERE name = ?", params![enabled, name])?;
    count(tx)
}

/// Notes a table; gives its key, by which it is then made.
///
/// # Errors
/// Whatever the database says.
pub(super) fn put_table(
    tx: &mut dyn Transaction,
    object: &str,
    pack: Option<i64>,
    whole: Option<TableKey>,
) -> Result<TableKey> {
    let insert = "INSERT INTO object_tables (name, pack, whole) VALUES (?, ?, ?)";
    tx.insert(insert, params![object, pack, whole.map(|whole| whole.0)]).map(TableKey)
}

/// Notes a table's present name, and whether it is hidden.
///
/// # Errors
/// Whatever the database says.
pub(super) fn name_table(tx: &mut dyn Transaction, key: TableKey, object: &str, hidden: bool) -> Result<()> {
    let update = "UPDATE object_tables SET name = ?, hidden = ? WHERE id = ?";
    tx.execute(update, params![object, hidden, key.0]).map(drop)
}

/// Notes a field; gives its key.
///
/// # Errors
/// Whatever the database says.
pub(super) fn put_field(tx: &mut dyn Transaction, table: TableKey, pack: i64, name: &str, kind: &str) -> Result<i64> {
    let insert = "INSERT INTO object_fields (object, pack, name, kind) VALUES (?, ?, ?, ?)";
    tx.insert(insert, params![table.0, pack, name, kind])
}

/// Notes a field's present name and type, and whether it is hidden.
///
/// # Errors
/// Whatever the database says.
pub fn name_field(tx: &mut dyn Transaction, field: &KeptField) -> Result<()> {
    let update = "UPDATE object_fields SET name = ?, kind = ?, hidden = ? WHERE id = ?";
    tx.execute(update, params![field.name.as_str(), &field.kind, field.hidden, field.key]).map(drop)
}

/// Notes the present names of objects in the types of references, all at once.
///
/// # Errors
/// Whatever the database says.
pub(super) fn name_kinds(tx: &mut dyn Transaction, names: &[(Name, Name)]) -> Result<()> {
    for (before, now) in names {
        // Aside first, where nothing is called so, since two may change places.
        let (before, now) = (format!("ref {before}"), format!("ref to {now}"));
        tx.execute("UPDATE object_fields SET kind = ? WHERE kind = ?", params![now, before])?;
    }
    for (_, now) in names {
        let (aside, now) = (format!("ref to {now}"), format!("ref {now}"));
        tx.execute("UPDATE object_fields SET kind = ? WHERE kind = ?", params![now, aside])?;
    }
    Ok(())
}

/// Notes what lies in a slot.
///
/// # Errors
/// Whatever the database says.
pub fn put_slot(tx: &mut dyn Transaction, table: TableKey, name: &str, slot: &Slot) -> Result<()> {
    let target = match &slot.class {
        Class::References(table) => Some(table.as_str()),
        Class::Texts | Class::Numbers => None,
    };
    let (field, what) = slot.field.map(|(key, what)| (key, what.as_str())).unzip();
    let put = "INSERT INTO object_slots (object, slot, target, field, use) VALUES (?, ?, ?, ?, ?) \
               ON CONFLICT (object, slot) DO UPDATE SET field = excluded.field, use = excluded.use";
    tx.execute(put, params![table.0, name, target, field, what]).map(drop)
}

/// Notes an index.
///
/// # Errors
/// Whatever the database says.
pub(super) fn put_index(tx: &mut dyn Transaction, table: TableKey, name: &str, definition: &str) -> Result<()> {
    let insert = "INSERT INTO object_indexes (object, name, definition) VALUES (?, ?, ?)";
    tx.execute(insert, params![table.0, name, definition]).map(drop)
}

/// Forgets an index.
///
/// # Errors
/// Whatever the database says.
pub fn forget_index(tx: &mut dyn Transaction, name: &str) -> Result<()> {
    tx.execute("DELETE FROM object_indexes WHERE name = ?", params![name]).map(drop)
}

/// Forgets a slot, whose column is gone.
///
/// # Errors
/// Whatever the database says.
pub fn forget_slot(tx: &mut dyn Transaction, table: TableKey, name: &str) -> Result<()> {
    tx.execute("DELETE FROM object_slots WHERE object = ? AND slot = ?", params![table.0, name]).map(drop)
}

/// Forgets a field, which lies in no slot any more.
///
/// # Errors
/// Whatever the database says.
pub fn forget_field(tx: &mut dyn Transaction, key: i64) -> Result<()> {
    tx.execute("UPDATE object_slots SET field = NULL, use = NULL WHERE field = ?", params![key])?;
    tx.execute("DELETE FROM object_fields WHERE id = ?", params![key]).map(drop)
}

/// Forgets a table, which is gone.
///
/// # Errors
/// Whatever the database says.
pub fn forget_table(tx: &mut dyn Transaction, key: TableKey) -> Result<()> {
    for of in ["object_slots", "object_fields", "object_indexes", "object_numbers"] {
        tx.execute(&format!("DELETE FROM {of} WHERE object = ?"), params![key.0])?;
    }
    tx.execute("DELETE FROM object_tables WHERE id = ?", params![key.0]).map(drop)
}

/// Forgets a pack, of which nothing is left. A role that it made is one of the house from now on.
///
/// # Errors
/// Whatever the database says.
pub fn forget_pack(tx: &mut dyn Transaction, pack: &KeptPack) -> Result<()> {
    tx.execute("UPDATE roles SET pack = NULL WHERE pack = ?", params![pack.name.as_str()])?;
    tx.execute("DELETE FROM packs WHERE id = ?", params![pack.key]).map(drop)
}
