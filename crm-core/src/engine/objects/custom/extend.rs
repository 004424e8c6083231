//! Custom fields written by themselves, in whatever state the record is (EXT-3).

use std::sync::LazyLock;

use serde_json::{Map, Value as Json, json};

use super::super::record::{ObjectRecord, ObjectUpdate};
use super::super::records::input::tell;
use super::super::values::Held;
use super::Given;
use super::lacking::Completes;
use crate::engine::area;
use crate::engine::audit::{Action, Change};
use crate::engine::error::{CrmError, Result};
use crate::engine::gate::guard::{Guard, Whose};
use crate::engine::gate::{Context, Entity, Verdict, kind};
use crate::engine::ids::RecordId;
use crate::engine::permission::{self, Holders};
use crate::engine::storage::params;
use crate::engine::tree::Tree;
use crate::engine::validate::Violations;

/// Who may write the custom fields of a kind's records by themselves, in any state.
#[derive(Debug)]
pub(crate) struct Extends {
    /// The built-in roles that hold the right `extend` of the area.
    pub(crate) holders: Holders,
    guard: Guard<'static>,
    /// What marks its records as complete, where anything does (CUST-2).
    pub(super) completes: Option<Completes>,
    /// Whether a record may lack what is required where who makes it may not write that (FIELD-7).
    pub(super) spares: bool,
}

impl Extends {
    /// Whoever holds the right by one of these roles, and whose record it is.
    pub(crate) const fn by(who: &'static str, whose: Whose<'static>) -> Extends {
        Extends {
            holders: Holders::named(who),
            guard: Guard { on: &[], whose, when: &[] },
            completes: None,
            spares: false,
        }
    }

    /// The same of a kind whose records are marked as complete.
    pub(crate) const fn completed_by(self, completes: Completes) -> Extends {
        Extends { completes: Some(completes), ..self }.sparing()
    }

    /// The same of a kind whose records may be incomplete.
    pub(crate) const fn sparing(self) -> Extends {
        Extends { spares: true, ..self }
    }
}

/// A right that stands in roles beside the names of operations.
#[derive(Debug)]
pub(crate) struct ExtendRight {
    /// Its name, `customers.extend`.
    pub(crate) name: String,
    extends: &'static Extends,
}

impl ExtendRight {
    /// The built-in roles that hold it.
    pub(crate) fn holders(&self) -> &'static Holders {
        &self.extends.holders
    }
}

/// The rights to the custom fields of every kind that can have some.
pub(crate) fn rights() -> &'static [ExtendRight] {
    static RIGHTS: LazyLock<Vec<ExtendRight>> = LazyLock::new(|| {
        let kinds = kind::all().filter_map(|kind| Some((kind, kind.extends?)));
        kinds.map(|(kind, extends)| ExtendRight { name: right_of(kind.name), extends }).collect()
    });
    &RIGHTS
}

fn right_of(kind: &str) -> String {
    format!("{}.extend", area::of_kind(kind))
}

impl Context<'_> {
    /// EXT-3.
    ///
    /// # Errors
    /// `Invalid` where the kind has no custom fields, and with what is wrong with them; `Forbidden` by the area's own right.
    pub(crate) fn extend_object(
        &mut self,
        entity: &Entity,
        id: RecordId,
        changes: &ObjectUpdate,
    ) -> Result<ObjectRecord> {
        let extends = kind::find(entity).ok().and_then(|kind| kind.extends);
        let Some(extends) = extends else {
            let is_defined = self.catalogue()?.models.contains_key(entity.as_str());
            let (code, limit) =
                if is_defined { ("defined", Some(format!("{entity}.update"))) } else { ("unknown_object", None) };
            let mut found = Violations::default();
            tell(&mut found, "object", code, limit);
            return Err(found.finish().err().unwrap_or_else(|| CrmError::bug("a refusal")));
        };
        let right = right_of(entity.as_str());
        let by_role = match self.actor_key() {
            Some(user) => permission::holds(self.tx(), user, &right)?,
            None => true,
        };
        self.called_as(&right, by_role);
        self.guard_extend(extends, entity, id)?;
        let object = self.catalogue()?.definitions.get(entity.as_str()).map(|defined| defined.object.clone());
        let object = object.ok_or_else(|| CrmError::bug(format!("{entity} is no object")))?;
        let table = object.table.clone();
        let version =
            self.tx().one(&format!("SELECT version FROM {table} WHERE uid = ?"), params![id.0], |c| c.next::<i64>())?;
        let Some(version) = version else { return self.not_found(entity.clone(), id) };
        if self.version_of(id, changes.version).is_some_and(|seen| seen != version) {
            return Err(CrmError::conflict(entity.as_str(), id, "stale_version"));
        }
        self.meets_flows_of((entity.as_str(), &table, id), "update", false)?;
        if self.extend_record(entity, id, changes)? {
            let next = version + 1;
            self.tx().execute(&format!("UPDATE {table} SET version = ? WHERE uid = ?"), params![next, id.0])?;
            let told = |version: i64| Some(json!({ "version": version }).to_string());
            let (before, after) = (told(version), told(next));
            let mut change =
                Change { entity: entity.clone(), id: Some(id), action: Action::Updated, before, after, cause: None };
            self.customise(&mut change)?;
            self.changed_objects([change]);
        }
        self.written_object(object, id)
    }

    /// Refuses unless the acting user may write the custom fields of the record; to who has neither right nor duty it is the
    /// same whether it is there or not.
    fn guard_extend(&mut self, extends: &'static Extends, entity: &Entity, id: RecordId) -> Result<()> {
        if !self.by_role() && !extends.guard.by_duty() {
            return self.no_permission();
        }
        if kind::find(entity)?.subject.is_none() {
            // Whose record it is nobody asks.
            return if self.by_role() { Ok(()) } else { self.no_permission() };
        }
        let Some(subject) = kind::find(entity)?.subject(self, id)? else {
            return if self.by_role() { self.not_found(entity.clone(), id) } else { self.no_permission() };
        };
        let by_role = self.by_role();
        let reason = match self.verdict(self.operation(), &extends.guard, by_role, &*subject)? {
            Verdict::ByRole | Verdict::ByDuty => return Ok(()),
            Verdict::NotThere => return self.not_found(entity.clone(), id),
            _ if !by_role => return self.no_permission(),
            Verdict::NotYours => "not_yours",
            Verdict::OutOfScope => "out_of_scope",
        };
        Err(CrmError::forbidden(self.called(), reason))
    }

    /// Reads the changes; says whether any field changes. What is wrong is told by the bare names of fields (OBJ-9).
    fn extend_record(&mut self, entity: &Entity, id: RecordId, changes: &ObjectUpdate) -> Result<bool> {
        let mut found = std::mem::take(self.violations());
        let nothing = Map::new();
        let values = match changes.values.as_ref().map(Tree::value) {
            None => &nothing,
            Some(Json::Object(values)) => values,
            Some(_) => {
                tell(&mut found, "changes.values", "type", None);
                &nothing
            }
        };
        let clear: Vec<&String> = changes.clear.iter().flatten().collect();
        let Some(kind) = self.customised(entity)? else {
            let names = values.keys().chain(clear);
            names.for_each(|name| tell(&mut found, name, "unknown_field", None));
            return found.finish().map(|()| false);
        };
        let mut inputs = self.read_custom_object(&kind, values, &mut found)?;
        for (name, _) in values.iter().filter(|(_, value)| value.is_null()) {
            tell(&mut found, name, "type", None);
        }
        for (at, name) in clear.into_iter().enumerate() {
            let place = kind.model()?.fields.iter().position(|field| field.name == *name && field.field.is_some());
            match place {
                _ if values.contains_key(name) => tell(&mut found, name, "set_and_cleared", None),
                None => tell(&mut found, &format!("clear[{at}]"), "unknown_field", None),
                // A null is what empties it, which reading holds against what the field is.
                Some(place) => {
                    let emptied = Map::from_iter([(name.clone(), Json::Null)]);
                    self.read_custom_object(&kind, &emptied, &mut found)?;
                    inputs.push((place, Held::default()));
                }
            }
        }
        let differs = self.custom_differs(&kind, id, &inputs, &mut found)?;
        found.finish()?;
        self.custom.bare = true;
        self.custom.given =
            Some(Given { entity: entity.clone(), id: Some(id), inputs, demanded: true, spared: Vec::new() });
        Ok(differs)
    }
}
