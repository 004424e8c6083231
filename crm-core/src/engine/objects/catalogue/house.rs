//! What there is beside a pack in this database and this version of the engine (PACK-12).

use std::collections::BTreeSet;

use super::super::define::document::Pack;
use super::super::define::installed::{Callable, Typed};
use super::super::define::{Installed, callable, typed_kinds};
use super::super::plan::whole::Entry;
use super::super::shape::ENTRY;
use crate::engine::error::Result;
use crate::engine::gate::{Entity, kind};
use crate::engine::permission::BUILT_IN_ROLES;
use crate::engine::setup;
use crate::engine::storage::Transaction;
use crate::engine::text::fold;

/// What is installed.
#[derive(Debug, Clone)]
pub struct House {
    typed: Vec<Typed>,
    packs: Vec<Pack>,
    entries: BTreeSet<(String, String)>,
    places: u32,
}

impl House {
    /// Beside these packs. `places` are those of the company's currency.
    ///
    /// # Errors
    /// Whatever the database says.
    pub fn load(tx: &mut dyn Transaction, packs: Vec<Pack>, places: u32) -> Result<House> {
        let all = "SELECT category, value_folded FROM dictionary_entries";
        let entries = tx.all(all, &[], |c| Ok((c.next()?, c.next()?)))?.into_iter().collect();
        let mut typed = typed_kinds();
        for found in &mut typed {
            let kind = kind::find(&Entity::from(found.object.name.as_str()))?;
            if let Some(conditions) = kind.conditions {
                found.object.conditions = conditions(tx)?.into();
            }
        }
        Ok(House { typed, packs, entries, places })
    }

    /// Beside nothing: for what is judged by definitions that are placed already.
    pub fn bare(places: u32) -> House {
        House { typed: Vec::new(), packs: Vec::new(), entries: BTreeSet::new(), places }
    }

    /// The same without some fields of typed objects: by object and name.
    #[must_use]
    pub fn without(mut self, gone: &dyn Fn(&str, &str) -> bool) -> House {
        for typed in &mut self.typed {
            let object = &typed.object;
            if object.fields.iter().any(|field| gone(&object.name, &field.name)) {
                let left: Vec<_> =
                    object.fields.iter().filter(|field| !gone(&object.name, &field.name)).cloned().collect();
                typed.object.fields = left.into();
            }
        }
        self
    }

    /// The same with entries that come into the dictionary, as if they were there: behind those that are, and without an id.
    #[must_use]
    pub fn entering<'a>(mut self, entries: impl Iterator<Item = &'a Entry>) -> House {
        let quoted = |text: &str| format!("'{}'", text.replace('\'', "''"));
        let rows: Vec<String> = entries
            .enumerate()
            .map(|(at, Entry { category, item, value })| {
                let texts = [category.as_str(), item, &fold(item), value, &fold(value)].map(quoted);
                format!("(-{}, {})", at + 1, texts.join(", "))
            })
            .collect();
        let dictionary = self.typed.iter_mut().find(|typed| typed.object.name == ENTRY).filter(|_| !rows.is_empty());
        if let Some(dictionary) = dictionary {
            dictionary.object.table = format!(
                "(SELECT id, uid, number, category, item, item_folded, value, value_folded, editable \
                 FROM dictionary_entries UNION ALL SELECT v.column1, NULL, NULL, v.column2, v.column3, v.column4, \
                 v.column5, v.column6, TRUE FROM (VALUES {}) v)",
                rows.join(", ")
            )
            .into();
        }
        self
    }

    /// The same beside other packs.
    #[must_use]
    pub fn beside(self, packs: Vec<Pack>) -> House {
        House { packs, ..self }
    }
}

impl Installed for House {
    fn typed(&self) -> &[Typed] {
        &self.typed
    }

    fn packs(&self) -> &[Pack] {
        &self.packs
    }

    fn has_kind(&self, kind: &str) -> bool {
        setup::find(kind).is_some()
    }

    fn operation(&self, name: &str) -> Option<Callable> {
        callable(name)
    }

    fn notifies(&self) -> bool {
        true
    }

    fn has_category(&self, category: &str) -> bool {
        let first = (category.to_owned(), String::new());
        self.entries.range(first..).next().is_some_and(|(found, _)| found == category)
    }

    fn has_entry(&self, category: &str, value: &str) -> bool {
        self.entries.contains(&(category.to_owned(), fold(value)))
    }

    fn has_role(&self, role: &str) -> bool {
        BUILT_IN_ROLES.iter().any(|known| known.name == role)
    }

    fn places(&self) -> u32 {
        self.places
    }
}
