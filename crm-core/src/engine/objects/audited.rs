//! What the audit tells of records of defined objects (TYPE-9, SCOPE-13): their values only to who reads all of the object's
//! records, and confidential ones to whom a grant opens them; so of the custom fields of typed records. That something
//! happened, when, and who did it, is told to everybody who reads the audit.

use std::collections::BTreeSet;
use std::rc::Rc;
use std::sync::Arc;

use serde_json::{Map, Value as Json};

use super::catalogue::current::Catalogue;
use super::model::{FieldModel, Model};
use super::reach::Reach;
use crate::engine::area;
use crate::engine::error::Result;
use crate::engine::gate::Context;
use crate::engine::hanging;
use crate::engine::scope::ScopeLevel;
use crate::engine::sorting::Arranged as _;

/// What a reader of the audit is told of defined objects.
pub(crate) struct Audited {
    catalogue: Arc<Catalogue>,
    reach: Rc<Reach>,
}

impl Context<'_> {
    /// What the acting user is told, where anything may be withheld of one of these: the name of an object, and texts that the
    /// audit keeps of its record; none where nothing is.
    pub(crate) fn audited<'n>(
        &mut self,
        mut changes: impl Iterator<Item = (&'n str, [Option<&'n str>; 2])>,
    ) -> Result<Option<Audited>> {
        let custom = |texts: [Option<&str>; 2]| texts.into_iter().flatten().any(|text| text.contains(CUSTOM));
        if self.actor_key().is_none()
            || !changes.any(|(name, texts)| name.contains('.') || hangs(name) || custom(texts))
        {
            return Ok(None);
        }
        Ok(Some(Audited { catalogue: self.catalogue()?, reach: self.reach()? }))
    }
}

/// Whether records of the kind hang on others.
fn hangs(name: &str) -> bool {
    area::all()
        .flat_map(|area| area.hangs)
        .any(|hanging| hanging.kind.as_ref().is_some_and(|kind| kind.as_str() == name))
}

/// The objects of the records that a JSON names, wherever in it.
fn named<'j>(json: &'j Json, each: &mut dyn FnMut(&'j str)) {
    match json {
        Json::Object(fields) => {
            if let (Some(Json::String(object)), true) = (fields.get("object"), fields.contains_key("id")) {
                each(object);
            }
            fields.values().for_each(|field| named(field, each));
        }
        Json::Array(items) => items.iter().for_each(|item| named(item, each)),
        _ => {}
    }
}

impl Audited {
    /// The fields of a changed record; none where they are withheld whole.
    pub(crate) fn fields(&self, object: &str, json: Option<String>) -> Option<String> {
        if !object.contains('.') {
            return json.map(|json| self.typed([object].into_iter(), json, false));
        }
        let model = self.read_whole(object)?;
        let mut fields = serde_json::from_str(&json?).ok()?;
        self.cut(model, &mut fields);
        Some(fields.to_string())
    }

    /// Whether a change of what hangs on a record is withheld, since that is one of a defined object which the reader does not
    /// read whole: the note on a guest is told to whom the guest is.
    pub(crate) fn hides(&self, object: &str, json: Option<&str>) -> bool {
        hangs(object) && json.is_some_and(|json| self.names_unread(json, true))
    }

    /// Whether the JSON names a record of a defined object that the reader does not read whole: as the one that it is of, or, as
    /// what hangs on several does, anywhere in it.
    fn names_unread(&self, json: &str, anywhere: bool) -> bool {
        let json: Json = serde_json::from_str(json).unwrap_or_default();
        let mut unread = false;
        named(if anywhere { &json } else { &json["record"] }, &mut |of| {
            unread |= of.contains('.') && self.read_whole(of).is_none()
        });
        unread
    }

    /// The arguments of a call by the name of a defined object, or on one of its records.
    pub(crate) fn arguments(&self, operation: &str, json: String) -> String {
        let Some((object, _)) = operation.rsplit_once('.').filter(|(object, _)| object.contains('.')) else {
            // What hangs on a record, or is asked of one of any kind, is told with the record.
            let area = operation.split_once('.').map(|(area, _)| area);
            let area = area::all().find(|known| Some(known.name()) == area);
            if self.names_unread(&json, area.is_some_and(|area| !area.hangs.is_empty())) {
                return "{}".to_owned();
            }
            let kinds = area.into_iter().flat_map(|area| area.kinds);
            return self.typed(kinds.map(|kind| kind.name), json, operation.ends_with(".extend"));
        };
        let arguments = self.read_whole(object).zip(serde_json::from_str::<Json>(&json).ok());
        let Some((model, mut arguments)) = arguments else { return "{}".to_owned() };
        for (name, argument) in arguments.as_object_mut().into_iter().flatten() {
            match (name.as_str(), argument) {
                ("changes", Json::Object(update)) => self.cut_update(model, update),
                (_, argument) => self.cut(model, argument),
            }
        }
        arguments.to_string()
    }

    /// The JSON of a typed record, or of arguments, with those custom fields of the kinds that the reader reads: what packs
    /// that sleep, or are gone, have left there is nobody's to know. `alone` says that they are written by themselves.
    fn typed<'k>(&self, kinds: impl Iterator<Item = &'k str>, json: String, alone: bool) -> String {
        if !alone && !json.contains(CUSTOM) {
            return json;
        }
        let models = kinds.filter_map(|kind| self.catalogue.extended.get(kind));
        let fields = models.flat_map(|model| model.fields.iter().map(move |field| (model, field)));
        let read = fields.filter(|(model, field)| {
            let Some(declared) = &field.field else { return false };
            declared.confidential.is_none() || self.reach.to_field(&model.name, &field.name).reads()
        });
        let read: BTreeSet<&str> = read.map(|(_, field)| field.name.as_str()).into_set();
        let Ok(mut value) = serde_json::from_str::<Json>(&json) else { return "{}".to_owned() };
        leave(&read, alone, &mut value);
        value.to_string()
    }

    /// The model of an object whose records the reader reads all.
    fn read_whole(&self, object: &str) -> Option<&Model> {
        let model = self.catalogue.models.get(object)?;
        let holder = self.catalogue.whole(model).unwrap_or(model);
        let level = self.reach.reading(&holder.name);
        (level == Some(ScopeLevel::All) || level.is_some() && holder.owner.is_none()).then_some(&**model)
    }

    /// Leaves out what is confidential, wherever fields stand: in a record, or in a list of records.
    fn cut(&self, model: &Model, json: &mut Json) {
        match json {
            Json::Array(items) => items.iter_mut().for_each(|item| self.cut(model, item)),
            Json::Object(fields) => self.cut_fields(model, fields),
            _ => {}
        }
    }

    /// What is no field now, and was none before, is told to nobody: it may be what a confidential one was called.
    fn cut_fields(&self, model: &Model, fields: &mut Map<String, Json>) {
        fields.retain(|name, inside| match model.parts.iter().find(|part| part.name == *name) {
            Some(part) => match (self.catalogue.models.get(&part.object), inside) {
                (Some(part), inside @ Json::Array(_)) => {
                    self.cut(part, inside);
                    true
                }
                _ => false,
            },
            None => self.tells(model, name),
        });
    }

    /// The same of an update, which has its fields one level deeper. A field may be called as what stands around them, so they
    /// are told by where they stand.
    fn cut_update(&self, model: &Model, update: &mut Map<String, Json>) {
        update.retain(|name, inside| match (name.as_str(), inside) {
            ("values" | "parts", Json::Object(fields)) => {
                self.cut_fields(model, fields);
                true
            }
            ("clear", Json::Array(names)) => {
                names.retain(|name| name.as_str().is_some_and(|name| self.tells(model, name)));
                true
            }
            ("version", _) => true,
            _ => false,
        });
    }

    /// Whether the field that has the name, or had it and has another now, is told.
    fn tells(&self, model: &Model, name: &str) -> bool {
        let had = |field: &&FieldModel| {
            field.field.as_ref().is_some_and(|declared| declared.was.iter().any(|was| was == name))
        };
        let field = model.fields.iter().find(|field| field.name == name);
        // A hidden field that had the name last has it still: what it said is nobody's to know.
        let hidden = field.is_none() && self.catalogue.hides(&model.name, name);
        let Some(field) = field.or_else(|| model.fields.iter().find(had)).filter(|_| !hidden) else {
            return hanging::is_told(name);
        };
        let confidential = field.field.as_ref().is_some_and(|declared| declared.confidential.is_some());
        !confidential || self.reach.to_field(&model.name, &field.name).reads()
    }
}

/// As custom fields stand in JSON that the audit keeps.
pub(super) const CUSTOM: &str = "\"custom\":";

/// Leaves the custom fields that are read: they stand in `custom`; where they are written by themselves in `values`, and those
/// that are emptied in `clear`.
fn leave(read: &BTreeSet<&str>, alone: bool, json: &mut Json) {
    match json {
        Json::Array(items) => items.iter_mut().for_each(|item| leave(read, alone, item)),
        Json::Object(fields) => {
            for (name, value) in fields.iter_mut() {
                match (name.as_str(), value) {
                    ("custom", Json::Object(values)) => values.retain(|name, _| read.contains(name.as_str())),
                    ("values", Json::Object(values)) if alone => values.retain(|name, _| read.contains(name.as_str())),
                    ("clear", Json::Array(names)) if alone => {
                        names.retain(|name| name.as_str().is_some_and(|name| read.contains(name)));
                    }
                    (_, value) => leave(read, alone, value),
                }
            }
            // That nothing is left of them would tell of a change.
            fields.retain(|name, value| name != "custom" || value.as_object().is_none_or(|custom| !custom.is_empty()));
        }
        _ => {}
    }
}
