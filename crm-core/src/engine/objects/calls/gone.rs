//! What follows from the deletion of a typed record for what packs define (OBJ-13).

use std::sync::Arc;

use super::super::catalogue::current::Catalogue;
use super::super::catalogue::slots::{Class, Use};
use super::super::days::Moment;
use super::super::life::asleep::{Lost, Sleeping};
use super::super::records;
use super::super::shape::{ENTRY, Name};
use crate::engine::error::{CrmError, Result};
use crate::engine::gate::{Context, Entity, kind};
use crate::engine::ids::RecordId;
use crate::engine::storage::{Value, params};

/// How many columns one statement looks at.
const LOOKS: usize = 100;

/// A typed record that goes, and of whose kind packs say something.
pub(crate) struct Going {
    catalogue: Arc<Catalogue>,
    table: &'static str,
    key: i64,
}

impl Catalogue {
    /// Whether anything lies beside a typed kind or refers to it, of packs that sleep too.
    pub(in super::super) fn concerns(&self, object: &str, table: &str) -> bool {
        self.tables.iter().any(|at| {
            let refers = |class: &Class| matches!(class, Class::References(target) if target == table);
            at.is_beside(object) || at.slots.iter().any(|(_, slot)| slot.field.is_some() && refers(&slot.class))
        })
    }
}

impl Context<'_> {
    /// Does what the fields that refer to a typed record say of its deletion, before its row goes. Where no pack has to do
    /// with its kind, nothing but the catalogue is looked at, which the call has by then or reads once.
    ///
    /// # Errors
    /// Conflict `in_use` where a field says so, or what would go with it can't; `too_many`.
    pub(crate) fn typed_goes(&mut self, entity: &Entity, id: RecordId) -> Result<Option<Going>> {
        let catalogue = self.catalogue()?;
        let (name, table) = (entity.as_str(), kind::find(entity)?.table);
        if !catalogue.concerns(name, table) {
            return Ok(None);
        }
        let sql = format!("SELECT id FROM {table} WHERE uid = ?");
        let Some(key) = self.tx().one(&sql, params![id.0], |c| c.next::<i64>())? else { return Ok(None) };
        if catalogue.referred.contains(name) || records::is_referred(&catalogue, table) {
            let company = self.company()?;
            let (zone, currency) = (company.zone.clone(), company.currency.clone());
            let moment = Moment::at(zone, self.now(), self.actor_id().map(|user| user.0));
            let seen = moment.seen();
            let ((), written) = self.writing(&catalogue, &moment, &seen, |writer| writer.typed_gone(name, key, id))?;
            self.tell_written(&written, &currency)?;
        }
        Ok(Some(Going { catalogue, table, key }))
    }

    /// Lets go of what no model tells of, once the audit has been told what the record was: what lies beside its row, of packs
    /// that sleep too, and their references to it (PACK-9).
    ///
    /// # Errors
    /// As of [`Context::typed_goes`].
    pub(crate) fn typed_let_go(&mut self, entity: &Entity, id: RecordId, going: &Going) -> Result<()> {
        let (name, Going { catalogue, table, key }) = (entity.as_str(), going);
        // First, since a record that refers to itself holds itself by nothing.
        for beside in catalogue.tables.iter().filter(|at| at.is_beside(name)) {
            self.tx().execute(&format!("DELETE FROM {} WHERE id = ?", beside.key), params![*key])?;
        }
        let conflict = |reason: &str| CrmError::conflict(name, id, reason);
        let lost = Sleeping::of(catalogue).let_go(self.tx(), &[(Name::new_static(table), *key)], &conflict)?;
        self.changed_objects(lost.into_iter().flat_map(Lost::changes));
        Ok(())
    }

    /// Whether a record of a defined object, or a custom field, has an entry of the dictionary: of packs that sleep too
    /// (PACK-9), and of none that is hidden (PACK-7). Each column has an index for this.
    ///
    /// # Errors
    /// Whatever the database says.
    pub(crate) fn entry_in_packs(&mut self, key: i64) -> Result<bool> {
        let (catalogue, table) = (self.catalogue()?, kind::find(&Entity::named(ENTRY))?.table);
        let mut looks = Vec::new();
        for at in catalogue.tables.iter().filter(|at| !at.hidden) {
            for (slot, known) in at.slots.iter() {
                let shown = |field: i64| at.fields.iter().any(|kept| kept.key == field && !kept.hidden);
                if matches!(&known.class, Class::References(target) if target == table)
                    && matches!(known.field, Some((field, Use::Value)) if shown(field))
                {
                    looks.push(format!("EXISTS (SELECT 1 FROM {} WHERE {slot} = ?)", at.key));
                }
            }
        }
        for some in looks.chunks(LOOKS) {
            let sql = format!("SELECT {}", some.join(" OR "));
            if self.tx().value(&sql, &vec![Value::Integer(key); some.len()])? {
                return Ok(true);
            }
        }
        Ok(false)
    }
}
