//! The catalogue as it is: the packs that are in force, their objects placed in their tables, and the models by which their
//! records are written. It is made once a version and shared by every call until there is another (PACK-5).

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::super::define::definitions::KERNEL;
use super::super::define::document::{FieldType, Object, Pack};
use super::super::define::{Definitions, Installed, Placed, Slots, read_text};
use super::super::model::{Model, Models, PartModel, RollupModel};
use super::super::records::{Look, Models as Found};
use super::super::shape::{Catalogue as Objects, ENTRY, Name};
use super::super::values::SCALE;
use super::kept::{self, KeptPack, KeptTable};
use super::slots::Use;
use crate::engine::error::{CrmError, Result};
use crate::engine::storage::Transaction;
use crate::engine::touched::DATES;

/// What is defined.
#[derive(Debug, Default)]
pub struct Catalogue {
    /// Its version.
    pub version: i64,
    /// The packs as they were applied, disabled ones too.
    pub packs: Vec<KeptPack>,
    /// What those that are enabled say, in the order in which they were applied.
    pub documents: Vec<Pack>,
    /// The tables that are made for them.
    pub tables: Vec<KeptTable>,
    /// Every object, placed.
    pub definitions: Definitions,
    /// The defined objects as they are run.
    pub models: BTreeMap<Name, Arc<Model>>,
    /// The typed objects to whose records defined ones refer.
    pub referred: BTreeSet<Name>,
    /// The typed ones to which packs give anything, or over which they sum.
    pub extended: BTreeMap<Name, Arc<Model>>,
}

/// What the database keeps of the catalogue.
#[derive(Debug, Clone)]
pub struct Kept {
    /// Its version.
    pub version: i64,
    /// The packs.
    pub packs: Vec<KeptPack>,
    /// The tables.
    pub tables: Vec<KeptTable>,
}

impl Kept {
    /// Reads it.
    ///
    /// # Errors
    /// Whatever the database says.
    pub fn load(tx: &mut dyn Transaction) -> Result<Kept> {
        Ok(Kept { version: kept::version(tx)?, packs: kept::packs(tx)?, tables: kept::tables(tx)? })
    }

    /// The documents of the packs that are enabled.
    ///
    /// # Errors
    /// Where one can't be read: it was printed by the engine.
    pub fn documents(&self) -> Result<Vec<Pack>> {
        self.packs.iter().filter(|pack| pack.enabled).map(document).collect()
    }

    /// The same with one that may sleep, in its place.
    ///
    /// # Errors
    /// As of [`Kept::documents`].
    pub fn documents_with(&self, name: &str) -> Result<Vec<Pack>> {
        self.packs.iter().filter(|pack| pack.enabled || pack.name == name).map(document).collect()
    }

    /// The documents of all packs, those that sleep too.
    ///
    /// # Errors
    /// As of [`Kept::documents`].
    pub fn all(&self) -> Result<Vec<Pack>> {
        self.packs.iter().map(document).collect()
    }
}

fn document(pack: &KeptPack) -> Result<Pack> {
    let read = read_text(&pack.document);
    if read.mistakes.is_empty() { Ok(read.pack) } else { Err(CrmError::storage("corrupt")) }
}

impl Catalogue {
    /// Makes it of what the database keeps; `installed` has the same documents as its packs.
    ///
    /// # Errors
    /// A defect, where a definition does not hold that was checked when it was applied.
    pub fn new(kept: Kept, documents: Vec<Pack>, installed: &dyn Installed) -> Result<Catalogue> {
        let slots = Lying { tables: &kept.tables };
        let definitions = Definitions::new(&Pack::default(), installed, &slots);
        Catalogue::of(kept, documents, installed, definitions)
    }

    /// Makes it of definitions that are placed.
    ///
    /// # Errors
    /// As [`Catalogue::new`].
    pub fn of(
        kept: Kept,
        documents: Vec<Pack>,
        installed: &dyn Installed,
        definitions: Definitions,
    ) -> Result<Catalogue> {
        let Kept { version, packs, tables } = kept;
        let making = Models { definitions: &definitions, installed };
        let mut models: BTreeMap<Name, Model> = BTreeMap::new();
        for pack in &documents {
            for object in &pack.objects {
                let name = pack.full(&object.name);
                let defined = definitions.get(&name).ok_or_else(|| CrmError::bug(format!("{name} is not defined")))?;
                let extensions: Vec<_> =
                    documents.iter().flat_map(|pack| &pack.extend).filter(|one| one.object == name).collect();
                models.insert(name.clone(), making.model(defined, object, &extensions)?);
            }
        }
        // Typed kinds to which packs give something, and those over whose records they sum.
        let typed = |name: &Name| definitions.get(name).filter(|defined| !defined.is_defined());
        let mut concerned: BTreeSet<Name> =
            models.values().flat_map(|model| &model.sums).map(|sum| sum.child.clone()).collect();
        let extensions = || documents.iter().flat_map(|pack| &pack.extend);
        for extension in extensions() {
            let sums = extension.fields.iter().filter_map(|field| Some(field.rollup.as_ref()?.of.clone()));
            concerned.extend(sums.chain([extension.object.clone()]));
        }
        let mut extended: BTreeMap<Name, Model> = BTreeMap::new();
        for defined in concerned.iter().filter_map(typed) {
            let name = &defined.object.name;
            let object = Object { name: name.clone(), title: "''".to_owned(), ..Object::default() };
            let own: Vec<_> = extensions().filter(|one| one.object == *name).collect();
            extended.insert(name.clone(), making.model(defined, &object, &own)?);
        }
        let sums: Vec<RollupModel> =
            models.values().chain(extended.values()).flat_map(|model| model.sums.iter().cloned()).collect();
        for sum in sums {
            if let Some(child) = models.get_mut(&sum.child).or_else(|| extended.get_mut(&sum.child)) {
                child.feeds.push(sum);
            }
        }
        for pack in &documents {
            for object in &pack.objects {
                let name = pack.full(&object.name);
                let whole = models.get(&name).and_then(|model| Some(Name::new(model.whole()?)));
                if let (Some(part), Some(whole)) = (&object.part_of, whole.and_then(|whole| models.get_mut(&whole))) {
                    whole.parts.push(PartModel { name: part.name.clone(), object: name });
                }
            }
        }
        let fields = models
            .values()
            .chain(extended.values())
            .flat_map(|model| &model.fields)
            .filter_map(|field| field.field.as_ref());
        let referred = fields.filter_map(|field| match &field.ty {
            FieldType::Entry { .. } => Some(Name::new(ENTRY)),
            ty => ty.to().filter(|to| !models.contains_key(*to)).map(Name::new),
        });
        let referred = referred.collect();
        let shared = |models: BTreeMap<Name, Model>| models.into_iter().map(|(name, model)| (name, Arc::new(model)));
        let (models, extended) = (shared(models).collect(), shared(extended).collect());
        Ok(Catalogue { version, packs, documents, tables, definitions, models, referred, extended })
    }
}

impl Catalogue {
    /// Whether packs, those that sleep too, say anything of the records of a typed object in that table: give them fields, sum
    /// over them, or refer to them.
    pub fn touches(&self, object: &str, table: &str) -> bool {
        self.extended.contains_key(object) || self.concerns(object, table)
    }

    /// Whether a field of an object that is hidden had the name last (PACK-7).
    pub fn hides(&self, object: &str, field: &str) -> bool {
        let tables = self.tables.iter().filter(|table| table.object == object);
        tables.flat_map(|table| &table.fields).any(|known| known.hidden && known.name == field)
    }

    /// The model of the object of which this one's records are parts.
    pub fn whole(&self, part: &Model) -> Option<&Model> {
        let field = &part.object.part_of.as_ref()?.field;
        let to = part.fields.iter().find(|known| known.name == *field)?.to()?;
        self.models.get(to).map(|model| &**model)
    }
}

impl Look for Catalogue {
    fn table(&self, object: &str) -> Option<Name> {
        self.definitions.object(object).map(|object| object.table.clone())
    }
}

impl Found for Catalogue {
    fn model(&self, object: &str) -> Option<&Model> {
        self.models.get(object).or_else(|| self.extended.get(object)).map(|model| &**model)
    }

    fn shape(&self, object: &str) -> Option<&super::super::shape::Object> {
        self.definitions.object(object)
    }
}

/// Where the fields of objects lie.
struct Lying<'a> {
    tables: &'a [KeptTable],
}

impl Lying<'_> {
    fn of(&self, object: &str) -> Option<&KeptTable> {
        self.tables.iter().find(|table| !table.hidden && table.object == object)
    }
}

impl Slots for Lying<'_> {
    fn table(&self, object: &str) -> (Name, Option<Name>) {
        let table = self.of(object).map_or_else(Name::default, |table| table.key.to_string().into());
        (table, Some(Name::new_static("created_at")))
    }

    fn column(&self, object: &str, field: &str, _: bool) -> Placed {
        let table = self.of(object);
        let slot = |what| table.and_then(|table| table.slots.of(table.field(field)?.key, what)).cloned();
        let beside = table.filter(|table| table.pack.is_none()).map(|table| Name::from(table.key.to_string()));
        match (slot(Use::Value), field) {
            (Some(column), _) => Placed { column, twin: slot(Use::Folded), currency: slot(Use::Currency), beside },
            (None, name) => kernel(name),
        }
    }

    fn scale(&self, _: u32) -> u32 {
        SCALE
    }
}

/// Where what the kernel keeps lies (OBJ-5).
pub fn kernel(field: &str) -> Placed {
    let (column, twin) = match field {
        "id" => ("uid", None),
        "number" => ("number", Some("number_folded")),
        _ => {
            let known = KERNEL.iter().chain(&["status", "state_since"]).chain(&DATES).find(|known| **known == field);
            (known.copied().unwrap_or_default(), None)
        }
    };
    let twin = twin.map(Name::new_static);
    Placed { column: Name::new_static(column), twin, currency: None, beside: None }
}
