//! Creating, changing and deleting a record of a defined object, and its actions.

use std::sync::Arc;

use serde_json::{Map, Value as Json};

use super::super::catalogue::current::Catalogue;
use super::super::days::Moment;
use super::super::expr;
use super::super::model::Model;
use super::super::record::{ObjectRecord, ObjectUpdate, RecordKey};
use super::super::records::input::{self, tell};
use super::super::records::{self, Content, Inputs, List, Picture, Writer, Written};
use super::super::shape::Object;
use super::super::values::{Currency, Held};
use super::guard::{Called, action as find_action, by_duty};
use super::history;
use super::saying;
use crate::engine::area;
use crate::engine::audit::Change;
use crate::engine::error::{CrmError, Result};
use crate::engine::gate::{Context, Created, Entity};
use crate::engine::ids::RecordId;
use crate::engine::storage::params;
use crate::engine::tree::Tree;
use crate::engine::validate::Violations;

/// A defined object whose records a call writes, with the verb's right asked for.
pub(super) struct Writing {
    pub(super) catalogue: Arc<Catalogue>,
    pub(super) object: Object,
    company: Currency,
    moment: Moment,
    seen: expr::Context,
}

impl Writing {
    pub(super) fn model(&self) -> Result<&Model> {
        let model = self.catalogue.models.get(&self.object.name);
        model.map(|model| &**model).ok_or_else(|| CrmError::bug(format!("{} has no model", self.object.name)))
    }
}

impl Context<'_> {
    /// Goes on as a call of the object's own verb. What is typed is written by its area (OBJ-4), and a part with its whole.
    pub(super) fn writes_object(&mut self, name: &str, verb: &str) -> Result<Writing> {
        let catalogue = self.catalogue()?;
        let Some(found) = catalogue.definitions.get(name) else { return self.no_object() };
        let object = found.object.clone();
        let Some(model) = catalogue.models.get(name) else {
            let own = format!("{}.{verb}", area::of_kind(name));
            return Err(refusal("object", "typed", Some(own)));
        };
        if model.object.part_of.is_some() {
            return Err(refusal("object", "part", None));
        }
        let held = self.custom.lifted || self.reach()?.level(name, verb).is_some();
        self.called_as(&format!("{name}.{verb}"), held);
        let company = self.company()?;
        let (zone, code) = (company.zone.clone(), company.currency.clone());
        let places = crate::engine::money::decimal_places(&code).unwrap_or_default();
        let company = Currency { code: code.as_str().into(), places };
        let moment = Moment::at(zone, self.now(), self.actor_id().map(|user| user.0));
        let seen = moment.seen();
        Ok(Writing { catalogue, object, company, moment, seen })
    }

    /// OBJ-12, MACH-10.
    pub(crate) fn create_object(&mut self, name: &str, new: &Tree, id: &Option<RecordId>) -> Result<ObjectRecord> {
        let writing = self.writes_object(name, "create")?;
        if !self.by_role() {
            return self.no_permission();
        }
        let table = writing.model()?.table.clone();
        let spelled =
            Tree::from(records::by_value(&*writing.catalogue, writing.model()?, new.value(), &writing.company));
        let id = match self.create_object_once(name, &table, id.map(|id| id.0), &spelled)? {
            Created::New(id) => RecordId(id),
            Created::Before(id) => return self.written_object(writing.object, RecordId(id)),
        };
        self.insert_object(&writing, id, new)?;
        self.written_object(writing.object, id)
    }

    /// Creates a record whose id is settled.
    pub(super) fn insert_object(&mut self, writing: &Writing, id: RecordId, new: &Tree) -> Result<()> {
        let model = writing.model()?;
        let (fields, mut found) = self.given(writing, model, "new", new, None)?;
        // A defined record is never incomplete: who may not give what it needs can't make one (FIELD-7).
        for place in model.demanded(&fields) {
            self.check_written(model, place, &mut found)?;
        }
        let lists = self.lists(writing, new, false, &mut found)?;
        self.write(writing, |writer| {
            let model = writer.model(&writing.object.name)?;
            writer.create(model, id, Content { fields, lists }, found).map(drop)
        })
    }

    /// OBJ-9.
    pub(crate) fn update_object(&mut self, name: &str, id: RecordId, changes: &ObjectUpdate) -> Result<ObjectRecord> {
        let writing = self.writes_object(name, "update")?;
        let model = writing.model()?;
        let (key, picture) = self.called_record(&writing, model, id, "update", None)?;
        records::changeable(&picture)?;
        self.check_version(&picture, id, changes.version)?;
        self.meets_flows_of((name, &model.table, id), "update", false)?;
        let nothing = Tree::from(Json::Object(Map::new()));
        let values = changes.values.as_ref().unwrap_or(&nothing);
        let (mut inputs, mut found) = self.given(&writing, model, "changes.values", values, None)?;
        for (field, _) in values.value().as_object().into_iter().flatten().filter(|(_, value)| value.is_null()) {
            tell(&mut found, field, "type", None);
        }
        for (at, field) in changes.clear.iter().flatten().enumerate() {
            if values.value().get(field).is_some() {
                tell(&mut found, field, "set_and_cleared", None);
                continue;
            }
            let place = model.fields.iter().position(|known| known.name == *field);
            let Some(place) = place.filter(|place| model.fields[*place].field.is_some()) else {
                tell(&mut found, &format!("clear[{at}]"), "unknown_field", None);
                continue;
            };
            if !picture.given().any(|given| given == place) {
                tell(&mut found, field, "read_only", None);
            }
            inputs.push((place, Held::default()));
            self.check_written(model, place, &mut found)?;
        }
        let lists = match &changes.parts {
            Some(parts) => {
                for (list, _) in parts.value().as_object().into_iter().flatten() {
                    if !model.parts.iter().any(|known| known.name == *list) {
                        tell(&mut found, list, "unknown_field", None);
                    }
                }
                self.lists(&writing, parts, true, &mut found)?
            }
            None => Vec::new(),
        };
        self.write(&writing, |writer| writer.update(key, picture, Content { fields: inputs, lists }, true, found))?;
        self.written_object(writing.object.clone(), id)
    }

    /// MACH-2.
    pub(crate) fn act_on_object(
        &mut self,
        name: &str,
        id: RecordId,
        action: &str,
        with: &Option<Tree>,
        version: Option<i64>,
    ) -> Result<ObjectRecord> {
        let writing = self.writes_object(name, action)?;
        let model = writing.model()?;
        let Some(known) = find_action(model, action) else {
            let actions: Vec<&str> = model.actions.iter().map(|known| known.action.name.as_str()).collect();
            return Err(refusal("action", "unknown_value", Some(actions.join(", "))));
        };
        if !self.by_role() && !by_duty(&known.action) {
            return self.no_permission();
        }
        let (key, picture) = self.called_record(&writing, model, id, action, Some(known))?;
        self.check_version(&picture, id, version)?;
        records::stands(&picture, known)?;
        self.meets_flows_of((name, &model.table, id), action, known.action.to.is_some())?;
        let nothing = Tree::from(Json::Object(Map::new()));
        let with = with.as_ref().unwrap_or(&nothing);
        let (inputs, found) = self.given(&writing, model, "with", with, Some(&known.takes))?;
        self.write(&writing, |writer| {
            let model = writer.model(&writing.object.name)?;
            let known = find_action(model, action).ok_or_else(|| CrmError::bug("an action that was there"))?;
            writer.act(key, picture, known, inputs, found)
        })?;
        self.written_object(writing.object.clone(), id)
    }

    /// OBJ-13.
    pub(crate) fn delete_object(&mut self, name: &str, id: RecordId, version: Option<i64>) -> Result<()> {
        let writing = self.writes_object(name, "delete")?;
        let model = writing.model()?;
        let (key, picture) = self.called_record(&writing, model, id, "delete", None)?;
        self.check_version(&picture, id, version)?;
        self.meets_flows_of((name, &model.table, id), "delete", false)?;
        self.check_fields()?;
        self.write(&writing, |writer| writer.delete(key, picture))
    }

    /// OBJ-14.
    pub(crate) fn restore_object(&mut self, record: &RecordKey) -> Result<ObjectRecord> {
        let (name, id) = (record.object.as_str(), record.id);
        let writing = self.writes_object(name, "restore")?;
        if !self.by_role() {
            return self.no_permission();
        }
        self.check_fields()?;
        let (model, catalogue) = (writing.model()?, writing.catalogue.clone());
        if records::read(self.tx(), model, &*catalogue, id)?.is_some() {
            return Err(CrmError::conflict(name, id, "id_taken"));
        }
        let Some(kept) = self.deleted_object(name, id)? else { return self.not_found(Entity::from(name), id) };
        let mut found = Violations::default();
        let mut find = |field: &super::super::model::FieldModel, named: &super::super::values::Named| {
            self.find_named(&catalogue, field, named)
        };
        let restored = records::restore::read(&*catalogue, model, &kept, &writing.company, &mut find, &mut found)?;
        self.write(&writing, |writer| {
            let model = writer.model(&writing.object.name)?;
            writer.restore(model, restored, found).map(drop)
        })?;
        // Only what is in reach of their writing comes back.
        let (key, picture) = records::read(self.tx(), model, &*catalogue, id)?
            .ok_or_else(|| CrmError::bug("a record that was just brought back"))?;
        self.guard_object(&Called { key, id, picture: &picture, owned: None, superiors: None }, "restore", None)?;
        self.written_object(writing.object.clone(), id)
    }

    /// What the audit kept of a record when it was deleted last.
    fn deleted_object(&mut self, object: &str, id: RecordId) -> Result<Option<Map<String, Json>>> {
        let sql = "SELECT before FROM audit_changes WHERE record = ? AND entity = ? AND action = 'deleted' \
                   ORDER BY id DESC LIMIT 1";
        let kept: Option<Option<String>> = self.tx().one(sql, params![&id.0, object], |c| c.next())?;
        let kept = kept.flatten().and_then(|json| serde_json::from_str::<Json>(&json).ok());
        Ok(match kept {
            Some(Json::Object(fields)) => Some(fields),
            _ => None,
        })
    }

    /// The record that the verb is called on, once the caller may.
    fn called_record<'m>(
        &mut self,
        writing: &Writing,
        model: &'m Model,
        id: RecordId,
        verb: &str,
        action: Option<&super::super::model::ActionModel>,
    ) -> Result<(i64, Picture<'m>)> {
        let action = action.map(|known| &known.action);
        if !self.by_role() && !action.is_some_and(by_duty) {
            return self.no_permission();
        }
        match records::read(self.tx(), model, &*writing.catalogue, id)? {
            Some((key, picture)) => {
                self.guard_object(&Called { key, id, picture: &picture, owned: None, superiors: None }, verb, action)?;
                Ok((key, picture))
            }
            None if self.by_role() => self.not_found(Entity::from(model.name.as_str()), id),
            None => self.no_permission(),
        }
    }

    /// Refuses a stale version (BAD-2).
    fn check_version(&self, picture: &Picture<'_>, id: RecordId, version: Option<i64>) -> Result<()> {
        let now = match picture.value("version") {
            expr::Value::Number(number) => number.to_whole(),
            _ => None,
        };
        if version.is_some() && version != now {
            return Err(CrmError::conflict(&picture.model.name, id, "stale_version"));
        }
        Ok(())
    }

    /// Reads what is given to the fields; of an action only those that it takes.
    fn given(
        &mut self,
        writing: &Writing,
        model: &Model,
        argument: &str,
        given: &Tree,
        takes: Option<&[usize]>,
    ) -> Result<(Inputs, Violations)> {
        let mut found = std::mem::take(self.violations());
        let Some(given) = given.value().as_object() else {
            tell(&mut found, argument, "type", None);
            return Ok((Inputs::new(), found));
        };
        let catalogue = writing.catalogue.clone();
        let mut of = Map::new();
        for (name, json) in given {
            let taken = takes.is_none_or(|takes| takes.iter().any(|place| model.fields[*place].name == *name));
            if taken {
                of.insert(name.clone(), json.clone());
            } else {
                tell(&mut found, name, "unknown_field", None);
            }
        }
        let mut find = |field: &super::super::model::FieldModel, named: &super::super::values::Named| {
            self.find_named(&catalogue, field, named)
        };
        // Parts stand beside the fields of a new record, and are read by themselves.
        let mut list = |name: &str, _: &Json| argument == "new" && model.parts.iter().any(|list| list.name == name);
        let inputs = input::read(model, &of, &writing.company, &mut find, &mut list, &mut found)?;
        for (place, _) in &inputs {
            self.check_written(model, *place, &mut found)?;
        }
        Ok((inputs, found))
    }

    /// Reads the lists of parts that are given, of a new record or, with `update`, of one that is there (OBJ-11).
    pub(super) fn lists(
        &mut self,
        writing: &Writing,
        given: &Tree,
        update: bool,
        found: &mut Violations,
    ) -> Result<Vec<List>> {
        let (model, catalogue) = (writing.model()?, writing.catalogue.clone());
        let Some(given) = given.value().as_object().filter(|_| !model.parts.is_empty()) else { return Ok(Vec::new()) };
        let mut find = |field: &super::super::model::FieldModel, named: &super::super::values::Named| {
            self.find_named(&catalogue, field, named)
        };
        let mut lists = input::lists(&*catalogue, model, given, (&writing.company, update), &mut find, found)?;
        for list in &mut lists {
            let part = model.parts.iter().find(|part| part.name == list.name);
            let Some(part) = part.and_then(|part| catalogue.models.get(&part.object)) else { continue };
            for one in &mut list.parts {
                // A new part is never incomplete either (FIELD-7); of what is no part, or one of a strange id, nothing is said.
                let new = one.id.is_none() && !one.found.has("id") && !one.found.has("");
                let demanded = if new { part.demanded(&one.fields) } else { Vec::new() };
                for place in one.fields.iter().map(|(place, _)| *place).chain(demanded) {
                    self.check_written(part, place, &mut one.found)?;
                }
            }
        }
        Ok(lists)
    }

    /// Tells of a confidential field that the caller may not write it (TYPE-9).
    fn check_written(&mut self, model: &Model, place: usize, found: &mut Violations) -> Result<()> {
        if !self.writes_field(model, place)? {
            tell(found, &model.fields[place].name, "not_writable", None);
        }
        Ok(())
    }

    /// Tells the audit what was written, and takes away what hung on what is gone (PROC-3).
    pub(in crate::engine) fn tell_written(&mut self, written: &[Written<'_>], company: &str) -> Result<()> {
        self.tell_changes_of(written, company)?;
        self.do_deeds()
    }

    /// The same, before what effects cause beside records is done.
    pub(in crate::engine) fn tell_changes_of(&mut self, written: &[Written<'_>], company: &str) -> Result<()> {
        let mut changes: Vec<_> = written.iter().map(|written| history::change(written, company)).collect();
        for (written, change) in written.iter().zip(&mut changes) {
            // What is required of a typed record may have been set, as by an effect (CUST-2).
            if written.model.extended.is_some() && written.after.is_some() {
                self.settle_complete(change)?;
            }
        }
        let gone = |(written, change): (&Written<'_>, &Change)| {
            // What hangs on a typed record goes with that, which its area says.
            let gone = written.after.is_none() && written.model.extended.is_none();
            Some((change.entity.clone(), written.model.table.clone(), change.id?)).filter(|_| gone)
        };
        let gone: Vec<_> = written.iter().zip(&changes).filter_map(gone).collect();
        self.keep_what_was(written)?;
        self.changed_objects(changes);
        for (entity, home, id) in gone {
            self.take_hanging(&entity, &home, id)?;
        }
        Ok(())
    }

    /// Runs a write and tells the audit what it wrote.
    fn write<'w>(&mut self, writing: &'w Writing, body: impl FnOnce(&mut Writer<'w, '_>) -> Result<()>) -> Result<()> {
        let company = writing.company.code.as_str();
        let locale = self.session().locale();
        let done = self.writing(&writing.catalogue, &writing.moment, &writing.seen, body);
        let ((), written) = done.map_err(|refused| saying::said(refused, writing, locale))?;
        self.tell_written(&written, company)
    }
}

/// A refusal of one argument.
fn refusal(field: &str, code: &str, limit: Option<String>) -> CrmError {
    let mut found = Violations::default();
    tell(&mut found, field, code, limit);
    found.finish().err().unwrap_or_else(|| CrmError::bug("a refusal"))
}
